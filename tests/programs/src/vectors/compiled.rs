//! A program as a module of a crate, with a check of all companions.

use std::fmt::Write;

use super::ast::{FIELDS, Function, Program, Type, Variable};
use super::display::along;
use super::evaluate::{Value, call};
use super::names::shape_name;
use super::number::Number;
use super::rules::Term;
use crate::checks::{Calls, Sized, combined, numbers};
use crate::packages::Module;
use crate::random::Random;

/// Relative to the sums of the magnitudes of all terms, in `f64` and `f32`.
const TOLERANCES: [f64; 2] = [1e-12, 1e-5];

/// What the derivatives of a program must be.
struct Expected {
    value: Value,
    /// For each active float, the value as it moves along it, and along the direction.
    columns: Vec<Value>,
    /// The value as it moves along the arguments themselves, and along the direction.
    along: Value,
    direction: Vec<f64>,
    seed: Vec<f64>,
    tolerance: f64,
}

impl Program {
    pub(crate) fn subject(&self) -> &Function {
        &self.functions[self.functions.len() - 1]
    }

    /// The parameters of the function that is checked, with the arguments.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = (usize, &Variable, &[f64])> {
        let params = self.subject().variables.iter().zip(&self.point).enumerate();
        params.map(|(id, (param, at))| (id, param, &**at))
    }

    /// Whether its arguments are tangents of their own, along which there is a second derivative.
    fn is_along_itself(&self) -> bool {
        // What is taken by value and has no derivative is not known to be cloned.
        let is_known = |(id, param): (usize, &Variable)| {
            param.reference || param.ty.count() == 1 || self.subject().is_active(id)
        };
        let mut params = self.arguments().map(|(id, param, _)| (id, param));
        self.twice && !self.has_structs() && params.all(is_known)
    }

    /// The value where the active floats move along two directions, without a term of its derivatives.
    pub(crate) fn along(
        &self,
        without: Option<&Term>,
        first: &dyn Fn(usize) -> f64,
        second: &[f64],
    ) -> Option<Value> {
        let mut count = 0;
        let arguments = self.arguments().map(|(id, _, at)| {
            let numbers = at.iter().map(|x| {
                if !self.subject().is_active(id) {
                    return Number::constant(*x);
                }
                count += 1;
                Number::moving(*x, [first(count - 1), second[count - 1]])
            });
            numbers.collect()
        });
        let arguments = arguments.collect();
        call(self, without, arguments).ok()
    }

    fn expected(&self) -> Option<Expected> {
        let mut random = Random::new(self.seed ^ 0xc0de);
        let active = self
            .arguments()
            .filter(|(id, ..)| self.subject().is_active(*id));
        let point: Vec<f64> = active.flat_map(|(_, _, at)| at).copied().collect();
        let count = point.len();
        let direction: Vec<f64> = (0..count).map(|_| random.signed()).collect();
        let columns = (0..count).map(|column| {
            self.along(
                None,
                &|index| f64::from(u8::from(index == column)),
                &direction,
            )
        });
        let columns = columns.collect::<Option<Vec<Value>>>()?;
        Some(Expected {
            value: self.along(None, &|_| 0.0, &direction)?,
            columns,
            along: self.along(None, &|index| point[index], &direction)?,
            direction,
            seed: (0..self.subject().result.count())
                .map(|_| random.signed())
                .collect(),
            tolerance: TOLERANCES[usize::from(self.float == "f32")],
        })
    }
}

/// Whether the derivatives of a program are moderate, and not all zero.
pub(crate) fn is_of_use(program: &Program) -> bool {
    let is_known = |number: &Number| number.along[0].abs() > 1e-4 * number.size.along[0].max(1.0);
    program.expected().is_some_and(|expected| {
        let moving = expected
            .columns
            .iter()
            .filter(|column| column.iter().any(is_known));
        2 * moving.count() > expected.columns.len()
    })
}

impl Expected {
    fn numbers(&self, expected: impl IntoIterator<Item = Sized>) -> String {
        numbers(self.tolerance, expected)
    }

    /// The tangent of the value along the direction.
    fn dot(&self) -> String {
        self.numbers(self.value.iter().map(|x| (x.along[1], x.size.along[1])))
    }

    /// The cotangents from a seed.
    fn bars(&self, seed: &[f64]) -> String {
        self.numbers(self.columns.iter().map(|column| {
            let derivatives = column.iter().map(|x| (x.along[0], x.size.along[0]));
            combined(derivatives.zip(seed.iter().copied()))
        }))
    }

    /// The tangent of forward mode along the arguments themselves.
    fn along(&self) -> String {
        self.numbers(self.along.iter().map(|x| {
            let size = x.size.mixed + x.size.along[1];
            (x.mixed + x.along[1], size)
        }))
    }

    /// The product of the Hessian with the direction.
    fn product(&self) -> String {
        let columns = self.columns.iter().filter_map(|column| column.first());
        self.numbers(columns.map(|x| (x.mixed, x.size.mixed)))
    }
}

/// The program in a module of its name, with a function `check(&mut Report)`.
#[must_use]
pub fn module(program: &Program) -> Module {
    let (mut text, source) = (String::new(), program.to_string());
    if let Some(expected) = program.expected() {
        // Writing to a string does not fail.
        let _ = write_module(&mut text, program, &source, &expected);
    }
    Module {
        name: program.subject().name.clone(),
        source,
        text,
    }
}

fn write_module(
    f: &mut String,
    program: &Program,
    source: &str,
    expected: &Expected,
) -> std::fmt::Result {
    let (subject, float) = (program.subject(), program.float);
    let name = &subject.name;
    writeln!(f, "pub mod {name} {{\nuse crate::support::*;\n\n{source}")?;
    if program.is_along_itself() {
        f.push_str(&along(program));
    }
    if program.has_structs() {
        for suffix in ["", "Tangent"] {
            let fields = FIELDS
                .iter()
                .map(|(name, _)| format!("self.{name}.append(floats); "));
            let fields: String = fields.collect();
            writeln!(
                f,
                "impl Flat for Body{suffix} {{ fn append(&self, floats: &mut Vec<f64>) {{ {fields} }} }}"
            )?;
        }
    }
    writeln!(
        f,
        "pub fn check(report: &mut Report) {{\nreport.begin({name:?});"
    )?;
    for (id, param, at) in program.arguments() {
        writeln!(
            f,
            "let a{id} = black_box({});",
            literal(param.ty, at, float, "")
        )?;
    }
    let arguments = program
        .arguments()
        .map(|(id, param, _)| passed(param, &format!("a{id}")));
    let arguments: String = arguments.collect();
    let tangents = tangents(program, &expected.direction);
    let value = expected.value.iter().map(|x| (x.value, x.size.value));
    writeln!(
        f,
        "report.about(&{name}({arguments}), {});",
        expected.numbers(value)
    )?;

    let calls = Calls {
        name,
        arguments: &arguments,
        tangents: &tangents,
    };
    calls.write_forward(f, &expected.dot(), false)?;
    if program.is_along_itself() {
        writeln!(
            f,
            "let (_, dot) = {name}_along_jvp({arguments} {tangents});"
        )?;
        let along = expected.along();
        writeln!(f, "report.close(\"_along_jvp\", &dot, {along});")?;
    }
    let seed = literal(subject.result, &expected.seed, float, "");
    calls.write_pullback(f, &seed, &expected.bars(&expected.seed))?;
    if subject.result == Type::Float {
        calls.write_gradients(f, &expected.bars(&[1.0]), &old_cotangents(program))?;
        if program.twice {
            calls.write_products(f, &expected.product(), false)?;
        }
    }
    writeln!(f, "}}\n}}")
}

/// Of each active parameter: contents of its cotangent that would show if they were added to.
fn old_cotangents(program: &Program) -> Vec<(usize, String)> {
    let active = program
        .arguments()
        .filter(|(id, ..)| program.subject().is_active(*id));
    let old = active.map(|(id, param, at)| {
        let old = vec![1e9; at.len()];
        (id, literal(param.ty, &old, program.float, "Tangent"))
    });
    old.collect()
}

/// An argument in the form a parameter takes.
fn passed(param: &Variable, value: &str) -> String {
    match (param.reference, param.ty) {
        (true, _) => format!("&{value}, "),
        (false, Type::Matrix(shape)) if shape.dynamic => format!("{value}.clone(), "),
        (false, _) => format!("{value}, "),
    }
}

fn tangents(program: &Program, direction: &[f64]) -> String {
    let mut left = direction;
    let active = program
        .arguments()
        .filter(|(id, ..)| program.subject().is_active(*id));
    let tangents = active.map(|(_, param, at)| {
        let (these, others) = left.split_at(at.len());
        left = others;
        passed(param, &literal(param.ty, these, program.float, "Tangent"))
    });
    tangents.collect()
}

/// A value of a type as Rust; `suffix` is that of the names of structs.
fn literal(ty: Type, numbers: &[f64], float: &str, suffix: &str) -> String {
    match ty {
        Type::Float => format!("{:?}_{float}", numbers[0]),
        Type::Index | Type::Closure => format!("{}_usize", numbers[0]),
        Type::Matrix(shape) => {
            let name = shape_name(shape);
            let sizes = match (shape.dynamic, shape.rows, shape.columns) {
                (true, rows, columns) if rows > 1 && columns > 1 => format!("{rows}, {columns}, "),
                _ => String::new(),
            };
            let numbers = numbers
                .iter()
                .map(|x| format!("{x:?}"))
                .collect::<Vec<_>>()
                .join(", ");
            format!("{name}::<{float}>::from_column_slice({sizes}&[{numbers}])")
        }
        Type::List(shape, _) => {
            let items = numbers.chunks(shape.count());
            let items = items.map(|item| literal(Type::Matrix(shape), item, float, suffix));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        Type::Struct => {
            let mut left = numbers;
            let fields = FIELDS.iter().map(|(name, ty)| {
                let (these, others) = left.split_at(ty.count());
                left = others;
                format!("{name}: {}", literal(*ty, these, float, suffix))
            });
            format!(
                "Body{suffix} {{ {} }}",
                fields.collect::<Vec<_>>().join(", ")
            )
        }
    }
}
