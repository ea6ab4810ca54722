//! Thousands of random straight-line programs.

use std::fmt::Write;

use super::pipeline::{Numbers, Program, assert_transposed};
use crate::ir::interpret::Natives;

const PROGRAMS: u32 = 3000;

/// Writes a program: everything in it stays small, so that rounding errors do too.
struct Generator {
    numbers: Numbers,
    /// The scalars in scope.
    scalars: Vec<String>,
    mutable: Vec<String>,
    /// The mutable arrays of three in scope.
    arrays: Vec<String>,
    tuples: Vec<String>,
    fresh: u32,
    source: String,
}

impl Generator {
    fn pick(&mut self, names: &[String]) -> String {
        let count = u32::try_from(names.len()).unwrap_or(1);
        names[self.numbers.below(count) as usize].clone()
    }

    fn atom(&mut self) -> String {
        match self.numbers.below(8) {
            0 => format!("{:.2}", 0.1 + self.numbers.float().abs()),
            1 if !self.arrays.is_empty() => {
                let array = self.pick(&self.arrays.clone());
                format!("{array}[{}]", self.numbers.below(3))
            }
            2 if !self.tuples.is_empty() => {
                let tuple = self.pick(&self.tuples.clone());
                format!("{tuple}.{}", self.numbers.below(2))
            }
            3 => format!("v[{}]", self.numbers.below(3)),
            _ => self.pick(&self.scalars.clone()),
        }
    }

    fn expression(&mut self, depth: u32) -> String {
        if depth == 0 {
            return self.atom();
        }
        let x = self.expression(depth - 1);
        let y = self.atom();
        match self.numbers.below(13) {
            0 => format!("{x} + {y}"),
            1 => format!("{x} - {y}"),
            2 => format!("({x}).sin() * {y}"),
            3 => format!("{y} / (1.0 + ({x}).powi(2))"),
            4 => format!("({x}).sin()"),
            5 => format!("(-({x}).abs()).exp()"),
            6 => format!("(({x}) * ({x}) + 0.5).sqrt()"),
            7 => format!("({x}).max({y})"),
            8 => format!("({x}).abs()"),
            9 => format!("({x}).tanh() * ({x}).cos()"),
            10 => format!("-({x}).atan2(1.0 + {y} * {y})"),
            11 => format!("f64::hypot({x}, {y})"),
            _ => format!(
                "({{ let {y0} = {x}; {y0} - {y0}.cos() }})",
                y0 = self.scalars[0].clone()
            ),
        }
    }

    fn name(&mut self) -> String {
        // Half of the names shadow another.
        if self.numbers.below(2) == 0 {
            let name = self.pick(&self.scalars.clone());
            self.mutable.retain(|other| *other != name);
            return name;
        }
        self.fresh += 1;
        format!("s{}", self.fresh)
    }

    fn line(&mut self, line: std::fmt::Arguments) {
        writeln!(self.source, "    {line}").unwrap();
    }

    fn bind(&mut self, name: String) {
        if !self.scalars.contains(&name) {
            self.scalars.push(name);
        }
    }

    fn statement(&mut self) {
        let value = self.expression(2);
        match self.numbers.below(11) {
            0 | 1 => {
                let name = self.name();
                self.line(format_args!("let {name} = {value};"));
                self.bind(name);
            }
            2 => {
                let name = self.name();
                self.line(format_args!("let mut {name} = {value};"));
                self.bind(name.clone());
                self.mutable.push(name);
            }
            3 | 4 if !self.mutable.is_empty() => {
                let name = self.pick(&self.mutable.clone());
                let operator = ["=", "+=", "-=", "*="][self.numbers.below(4) as usize];
                self.line(format_args!("{name} {operator} ({value}).sin();"));
            }
            5 => {
                let (y, z) = (self.expression(1), self.atom());
                self.fresh += 1;
                let name = format!("a{}", self.fresh);
                self.line(format_args!(
                    "let mut {name} = [{value} + v[0], {y} - v[1], {z} * v[2]];"
                ));
                self.arrays.push(name);
            }
            6 | 7 if !self.arrays.is_empty() => {
                let name = self.pick(&self.arrays.clone());
                let operator = ["=", "+=", "-=", "*="][self.numbers.below(4) as usize];
                let index = self.numbers.below(3);
                self.line(format_args!("{name}[{index}] {operator} ({value}).sin();"));
            }
            8 if !self.arrays.is_empty() => {
                let array = self.pick(&self.arrays.clone());
                let (p, q) = (self.name(), self.name());
                if p != q {
                    self.line(format_args!("let [{p}, _, {q}] = {array};"));
                    self.bind(p);
                    self.bind(q);
                }
            }
            9 => {
                let y = self.atom();
                self.fresh += 1;
                let name = format!("p{}", self.fresh);
                self.line(format_args!("let {name} = (({value}) * v[0], {y} + v[1]);"));
                self.tuples.push(name);
            }
            _ => {
                let (p, q) = (self.name(), self.name());
                if p != q {
                    self.line(format_args!("let ({p}, {q}) = ({value}).sin_cos();"));
                    self.bind(p);
                    self.bind(q);
                }
            }
        }
    }

    fn program(seed: u32) -> String {
        let mut generator = Generator {
            numbers: Numbers(u64::from(seed) * 7919 + 17),
            scalars: vec!["x".into(), "y".into(), "z".into()],
            mutable: Vec::new(),
            arrays: Vec::new(),
            tuples: Vec::new(),
            fresh: 0,
            source: String::new(),
        };
        let reference = ["&", ""][generator.numbers.below(2) as usize];
        for _ in 0..3 + generator.numbers.below(10) {
            generator.statement();
        }
        let result = generator.expression(2);
        let other = generator.atom();
        let (ty, result) = match generator.numbers.below(4) {
            0 => ("[f64; 2]", format!("[{result}, {other}]")),
            1 => ("(f64, f64)", format!("({result}, {other})")),
            _ => ("f64", result),
        };
        format!(
            "fn random_{seed}(x: f64, y: f64, z: f64, v: {reference}[f64; 3]) -> {ty} {{\n{}    {result}\n}}",
            generator.source
        )
    }
}

#[test]
fn random_programs_are_transposed() {
    let mut numbers = Numbers(4);
    for seed in 0..PROGRAMS {
        let source = Generator::program(seed);
        let run = std::panic::catch_unwind(|| {
            let program = Program::new("", &source, Natives::new());
            program.check();
            program
        });
        let Ok(program) = run else { panic!("{source}") };
        let arguments = [
            numbers.float().into(),
            numbers.float().into(),
            numbers.float().into(),
            [numbers.float(), numbers.float(), numbers.float()].into(),
        ];
        let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            assert_transposed(&program, &arguments, &mut numbers, 1e-10);
        }));
        assert!(run.is_ok(), "{source}");
    }
}
