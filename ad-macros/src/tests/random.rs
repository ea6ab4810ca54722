//! Random programs: each pass on tens of thousands of them, interpreted and compared with what
//! dual numbers say.
//!
//! A failure is shrunk before it is shown, with its seed: `ad_programs::generate(seed)`. `PROGRAMS`
//! in the environment is another number of them, and a failure is then shown as it is.

mod second;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ad_programs::{Constant, Function, Program as Source, REWRITES, Random, Rewrite, Type};
use ad_runtime::special;

use second::check_twice;

use super::pipeline::{BOTH, DESTINATIONS, Program, Simplified};
use crate::ir::interpret::{Native, Natives, Value};
use crate::transform::Borrows;

const PROGRAMS: u64 = 25_000;
const THREADS: u64 = 2;
/// One rewrite in turns of as many programs.
const REWRITTEN: usize = 16;
/// Second derivatives of one program of so many.
const TWICE: u64 = 8;

/// A point, a direction and a seed.
struct Trial {
    arguments: Vec<Value>,
    /// Of the active parameters.
    tangents: Vec<Value>,
    expected: ad_programs::Value,
    seed: Vec<f64>,
    tolerance: f64,
}

impl Trial {
    fn new(source: &Source) -> Trial {
        let mut random = Random::new(source.seed ^ 0x5eed);
        let subject = source.subject();
        let mut duals = Vec::new();
        let mut tangents = Vec::new();
        for (param, at) in subject.params.iter().zip(&source.point) {
            let ty = &subject.bindings[param.id].ty;
            let direction = in_direction(ty, &mut || random.signed());
            duals.push(at.along(&mut direction.iter().copied()));
            if subject.is_active(*param) {
                tangents.push(shaped(at, &mut direction.into_iter()));
            }
        }
        let expected = ad_programs::call(subject, &source.functions, &duals);
        let expected = expected.expect("a point of the domain");
        Trial {
            arguments: arguments(source),
            tangents,
            seed: expected.floats().iter().map(|_| random.signed()).collect(),
            expected,
            tolerance: if is_narrow(source) { 1e-4 } else { 1e-12 },
        }
    }

    fn check(&self, program: &Program, subject: &Function, variant: u64) {
        let simplified = BOTH[usize::try_from(variant % 2).expect("a small number")];
        let destination = DESTINATIONS[usize::try_from(variant / 2 % 3).expect("a small number")];
        program.check_lowered();
        program.check_forward(simplified);
        // Only of a float there is a gradient, from the seed 1.
        let unit = (variant / 6).is_multiple_of(2) && subject.result.is_float();
        program.check_adjoint(destination, unit, simplified);

        self.check_value(&program.value(&self.arguments), subject);
        let (value, dot) = program.jvp(&self.arguments, &self.tangents, simplified);
        self.check_value(&value, subject);
        // The other forms of forward mode follow from this one; a fourth of the programs tells as much of them.
        if (variant / 12).is_multiple_of(4) {
            program.check_over();
            program.check_pushforward(simplified);
            self.check_over(program, subject);
            self.check_pushforward(program, subject, simplified, &dot);
        }
        let seed = self.shaped_seed(&subject.result);
        let (value, bars) = program.vjp(&self.arguments, Some(&seed), destination, simplified);
        self.check_value(&value, subject);

        let expected = self.expected.floats();
        let (mut sum, mut scale) = (0.0, 0.0);
        let dots = floats(&dot, &subject.result);
        assert_eq!(dots.len(), expected.len(), "tangents");
        for ((dot, dual), seed) in dots.iter().zip(&expected).zip(&self.seed) {
            self.compare("forward mode", *dot, dual.tangent, dual.magnitude);
            sum += dual.tangent * seed;
            scale += dual.magnitude * seed.abs();
        }
        self.compare("reverse mode", self.along(&bars, subject), sum, scale);
        if let [dual] = expected.as_slice()
            && subject.result.is_float()
        {
            // From the seed 1, part of the reverse sweep may run early.
            let (value, bars) = program.vjp(&self.arguments, None, destination, simplified);
            self.check_value(&value, subject);
            let along = self.along(&bars, subject);
            self.compare("the gradient", along, dual.tangent, dual.magnitude);
        }
    }

    /// Forward mode over any scalar is forward mode where that is a float, to the last bit.
    fn check_over(&self, program: &Program, subject: &Function) {
        let Some((value, over)) = program.jvp_over(&self.arguments, &self.tangents) else {
            return;
        };
        self.check_value(&value, subject);
        let (_, dot) = program.jvp(&self.arguments, &self.tangents, Simplified::No);
        assert_eq!(bits(&over, subject), bits(&dot, subject), "over a float");
    }

    /// The two sweeps of forward mode do what forward mode does, however often the second runs.
    fn check_pushforward(
        &self,
        program: &Program,
        subject: &Function,
        simplified: Simplified,
        dot: &Value,
    ) {
        let twice = [self.tangents.clone(), self.tangents.clone()];
        for borrows in [Borrows::Anything, Borrows::Nothing] {
            let (value, pushed) = program.pushed(&self.arguments, &twice, simplified, borrows);
            self.check_value(&value, subject);
            for dots in pushed {
                let dots = match (&dots[0], dot) {
                    // The structural zero of an aggregate.
                    (Value::Number(0.0), Value::List(_)) => dot.map(&mut |_| 0.0),
                    (dots, _) => dots.clone(),
                };
                assert_eq!(bits(&dots, subject), bits(dot, subject), "the linear map");
            }
        }
    }

    /// The derivative along the tangents, by cotangents.
    fn along(&self, bars: &[Value], subject: &Function) -> f64 {
        let active = subject
            .params
            .iter()
            .filter(|param| subject.is_active(**param));
        let types = active.map(|param| &subject.bindings[param.id].ty);
        let terms = bars
            .iter()
            .zip(&self.tangents)
            .zip(types)
            .map(|((bar, dot), ty)| {
                let pairs = floats(bar, ty).into_iter().zip(floats(dot, ty));
                pairs.map(|(bar, dot)| bar * dot).sum::<f64>()
            });
        terms.sum()
    }

    fn shaped_seed(&self, ty: &Type) -> Value {
        let mut seed = self.seed.iter().copied();
        of_type(ty, &mut seed)
    }

    fn check_value(&self, value: &Value, subject: &Function) {
        let bits = |number: f64| number.to_bits();
        let value: Vec<u64> = floats(value, &subject.result)
            .into_iter()
            .map(bits)
            .collect();
        let expected = self.expected.floats();
        let expected: Vec<u64> = expected
            .iter()
            .map(|dual| bits(dual.primal.wide()))
            .collect();
        assert_eq!(value, expected, "the value");
    }

    fn compare(&self, what: &str, actual: f64, expected: f64, scale: f64) {
        assert!(
            (actual - expected).abs() <= self.tolerance * scale,
            "{what}: {actual}, by dual numbers {expected} (± {scale})"
        );
    }
}

/// Whether `f32` is anywhere in a program.
fn is_narrow(source: &Source) -> bool {
    source.to_string().contains("f32")
}

/// The point of the subject.
fn arguments(source: &Source) -> Vec<Value> {
    let subject = source.subject();
    let pairs = subject.params.iter().zip(&source.point);
    let pairs = pairs.map(|(param, at)| value(at, &subject.bindings[param.id].ty));
    pairs.collect()
}

/// A number for each float; zero where there is no derivative.
fn in_direction(ty: &Type, next: &mut dyn FnMut() -> f64) -> Vec<f64> {
    let moving = ty.moving().into_iter();
    moving
        .map(|moves| if moves { next() } else { 0.0 })
        .collect()
}

fn value(constant: &Constant, ty: &Type) -> Value {
    match constant {
        Constant::Double(x) => (*x).into(),
        Constant::Single(x) => Value::Single(*x),
        Constant::Integer(n) if *ty == Type::Bool => Value::Truth(*n != 0),
        Constant::Integer(n) => f64::from(i32::try_from(*n).expect("a small number")).into(),
        Constant::List(parts) => {
            let types = ty.parts();
            let parts = parts.iter().zip(&types);
            Value::List(parts.map(|(part, ty)| value(part, ty)).collect())
        }
    }
}

/// The tangent of a constant; integers have none.
fn shaped(constant: &Constant, numbers: &mut dyn Iterator<Item = f64>) -> Value {
    match constant {
        Constant::Double(_) => numbers.next().expect("a number").into(),
        #[expect(clippy::cast_possible_truncation, reason = "rounding is what is meant")]
        Constant::Single(_) => Value::Single(numbers.next().expect("a number") as f32),
        Constant::Integer(_) => 0.0.into(),
        Constant::List(parts) => {
            Value::List(parts.iter().map(|part| shaped(part, numbers)).collect())
        }
    }
}

/// A cotangent of a type.
fn of_type(ty: &Type, numbers: &mut dyn Iterator<Item = f64>) -> Value {
    match ty {
        Type::F64 => numbers.next().expect("a number").into(),
        #[expect(clippy::cast_possible_truncation, reason = "rounding is what is meant")]
        Type::F32 => Value::Single(numbers.next().expect("a number") as f32),
        Type::I32 | Type::Usize | Type::Bool => 0.0.into(),
        _ => {
            let parts = ty.parts();
            Value::List(parts.iter().map(|part| of_type(part, numbers)).collect())
        }
    }
}

/// The bits of each float of a result.
fn bits(value: &Value, subject: &Function) -> Vec<u64> {
    let floats = floats(value, &subject.result).into_iter();
    floats.map(f64::to_bits).collect()
}

/// The floats of a value of a type.
fn floats(value: &Value, ty: &Type) -> Vec<f64> {
    match ty {
        Type::F64 | Type::F32 => vec![value.number()],
        Type::I32 | Type::Usize | Type::Bool => Vec::new(),
        _ => {
            let types = ty.parts();
            assert_eq!(value.list().len(), types.len(), "a value of its type");
            let parts = value.list().iter().zip(&types);
            parts.flat_map(|(part, ty)| floats(part, ty)).collect()
        }
    }
}

/// The functions of `ad_runtime::special`, in the precision of their argument.
fn special() -> Natives {
    macro_rules! natives {
        ($($function:ident $partial:ident,)*) => {{
            let mut natives = Natives::default();
            $(natives.insert(
                concat!("ad_runtime::special::", stringify!($function)),
                Native {
                    value: |v| vec![in_its_precision(&v[0], special::$function, special::$function)],
                    partials: Some(|v| {
                        vec![in_its_precision(&v[0], special::$partial, special::$partial)]
                    }),
                },
            );)*
            natives
        }};
    }
    let mut natives = natives! {
        erf erf_partial,
        erfc erfc_partial,
        norm_cdf norm_cdf_partial,
        norm_pdf norm_pdf_partial,
    };
    natives.find_fields(ad_programs::position_of_field);
    natives
}

fn in_its_precision(x: &Value, double: fn(f64) -> f64, single: fn(f32) -> f32) -> Value {
    match x {
        Value::Single(x) => Value::Single(single(*x)),
        x => double(x.number()).into(),
    }
}

/// The passes on a program, or on what a rewrite makes of it; the expected numbers are those of
/// the program as it is.
fn check(source: &Source, rewrite: Option<Rewrite>, variant: u64) {
    let rewritten = rewrite.map_or_else(|| source.clone(), |rewrite| rewrite(source));
    let mut natives = special();
    let (subject, callees) = rewritten.functions.split_last().expect("a subject");
    let pipeline = |function: &Function, natives: &Natives| {
        let text = function.source(&rewritten.functions);
        Program::new(&function.options(), &text, natives.clone())
    };
    for callee in callees {
        natives.insert(&callee.name, pipeline(callee, &natives));
    }
    let program = pipeline(subject, &natives);
    Trial::new(source).check(&program, subject, variant);
    // Rewritten programs have other functions; of those of the runtime's, second derivatives are tested elsewhere.
    let text = source.to_string();
    let simple = !text.contains("f32") && !text.contains("special::");
    if rewrite.is_none() && simple && source.seed.is_multiple_of(TWICE) {
        check_twice(source, &program, variant);
    }
}

/// Why a program fails, if it does.
fn failure(source: &Source, rewrite: Option<Rewrite>, variant: u64) -> Result<(), String> {
    let run = catch_unwind(AssertUnwindSafe(|| check(source, rewrite, variant)));
    run.map_err(|payload| match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => payload
            .downcast::<&str>()
            .map_or_else(|_| String::new(), |text| (*text).to_owned()),
    })
}

/// What is done to the program of a seed before it is checked: nothing, and in turns a rewrite.
fn rewrites(seed: u64) -> Vec<Option<Rewrite>> {
    let turn = usize::try_from(seed / 2).expect("a small number");
    let rewrite = REWRITES.get(turn % REWRITTEN).copied();
    std::iter::once(None).chain(rewrite.map(Some)).collect()
}

/// What kind of failure a message tells of.
fn kind(message: &str) -> String {
    let told = match message.split_once("compile_error") {
        Some((_, told)) => told,
        None => message,
    };
    let letters = |c: &char| !c.is_ascii_digit() && *c != '`';
    told.chars().filter(letters).take(40).collect()
}

/// Whether the macro says that a program is outside its language, in words.
fn is_refusal(message: &str) -> bool {
    message.contains("compile_error")
}

/// The number of programs refused, and the first that fails in another way.
fn survey(seeds: impl Iterator<Item = u64>) -> (u64, Option<String>) {
    let mut refused = 0;
    for seed in seeds {
        let source = ad_programs::generate(seed);
        for rewrite in rewrites(seed) {
            match failure(&source, rewrite, seed) {
                Ok(()) => {}
                Err(message) if is_refusal(&message) => refused += 1,
                Err(message) => {
                    return (refused, Some(explained(&source, rewrite, seed, &message)));
                }
            }
        }
    }
    (refused, None)
}

/// `PROGRAMS` in the environment.
fn programs_wanted() -> Option<u64> {
    let number = std::env::var("PROGRAMS").ok()?;
    Some(number.parse().expect("PROGRAMS is a number"))
}

/// A failure, on the smallest program that has it.
fn explained(source: &Source, rewrite: Option<Rewrite>, seed: u64, message: &str) -> String {
    if programs_wanted().is_some() {
        return format!(
            "seed {seed}: {message}

{source}"
        );
    }
    shrunk(source, rewrite, seed, message)
}

/// A failure, on the smallest program that has it, whatever `PROGRAMS` says.
fn shrunk(source: &Source, rewrite: Option<Rewrite>, seed: u64, message: &str) -> String {
    let mut fails = |smaller: &Source| {
        failure(smaller, rewrite, seed).is_err_and(|other| kind(&other) == kind(message))
    };
    let smallest = ad_programs::shrink(source, &mut fails);
    let rewritten = rewrite.map(|rewrite| format!("\n\nrewritten:\n{}", rewrite(&smallest)));
    format!(
        "seed {seed}: {message}\n\n{smallest}{}",
        rewritten.unwrap_or_default()
    )
}

#[test]
fn random_programs_agree_with_dual_numbers() {
    let programs = programs_wanted().unwrap_or(PROGRAMS);
    let threads: Vec<_> = (0..THREADS)
        .map(|thread| {
            let seeds = (0..programs).filter(move |seed| seed % THREADS == thread);
            std::thread::spawn(move || survey(seeds))
        })
        .collect();
    let surveys = threads
        .into_iter()
        .map(|thread| thread.join().expect("a survey"));
    let surveys: Vec<(u64, Option<String>)> = surveys.collect();
    let failures: Vec<&String> = surveys
        .iter()
        .filter_map(|(_, failure)| failure.as_ref())
        .collect();
    assert!(failures.is_empty(), "{}", failures[0]);
    let refused: u64 = surveys.iter().map(|(refused, _)| refused).sum();
    assert!(refused * 500 < programs, "{refused} programs are refused");
}

/// `PROGRAMS=1000 cargo test -p ad-macros kinds_of_failures -- --ignored --nocapture`, those from the
/// seed `FIRST` on.
#[test]
#[ignore = "prints one failure of each kind, shrunk, for a human to read"]
fn kinds_of_failures() {
    let mut kinds = BTreeMap::<String, (u64, String)>::new();
    let first = std::env::var("FIRST").map_or(0, |first| first.parse().expect("a number"));
    for seed in first..first + programs_wanted().unwrap_or(PROGRAMS) {
        let source = ad_programs::generate(seed);
        for rewrite in rewrites(seed) {
            let Err(message) = failure(&source, rewrite, seed) else {
                continue;
            };
            let shown = || (0, shrunk(&source, rewrite, seed, &message));
            kinds.entry(kind(&message)).or_insert_with(shown).0 += 1;
        }
    }
    for (kind, (count, shown)) in kinds {
        println!("=== {count} times {kind}\n{shown}\n");
    }
}

/// `SEED=88572 cargo test -p ad-macros one_random_program -- --ignored --nocapture`
#[test]
#[ignore = "prints a program for a human to read"]
fn one_random_program() {
    let seed = std::env::var("SEED").expect("SEED=number");
    let seed = seed.parse().expect("a number");
    let source = ad_programs::generate(seed);
    for rewrite in rewrites(seed) {
        let shown = rewrite.map_or_else(|| source.clone(), |rewrite| rewrite(&source));
        println!("{shown}");
        println!("{:?}\n", failure(&source, rewrite, seed));
    }
}
