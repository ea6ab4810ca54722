//! A program as a module of a crate, with a check of all companions against dual numbers.

mod second;

use std::fmt::Write;

use crate::ast::{Function, Param, Passing, Program, Struct, Type};
use crate::checks::{Calls, combined, numbers};
use crate::display::{flattened, literal};
use crate::dual::{Dual, Value};
use crate::evaluate::call;
use crate::packages::Module;
use crate::random::Random;

/// Relative to the sum of the magnitudes of all terms, in `f64` and with `f32` somewhere.
const TOLERANCES: [f64; 2] = [1e-12, 1e-4];

/// What the derivatives of a program must be.
struct Expected {
    value: Vec<Dual>,
    /// For each active float, the derivatives by it of the floats of the value that have some.
    columns: Vec<Vec<Dual>>,
    /// A direction, and a seed.
    tangents: Vec<f64>,
    seed: Vec<f64>,
    /// Whether `f32` is anywhere.
    narrow: bool,
}

impl Expected {
    fn of(program: &Program) -> Expected {
        let mut random = Random::new(program.seed ^ 0xc0de);
        let subject = program.subject();
        let active = subject.params.iter();
        let active = active.filter(|param| subject.is_active(**param));
        let moving = active.flat_map(|param| subject.bindings[param.id].ty.moving());
        let count = moving.filter(|moving| *moving).count();
        let value = derivatives(program, &|_| 0.0, &|_| 0.0);
        let rows = subject.result.moving();
        let columns = (0..count).map(|column| {
            let column = derivatives(program, &unit(column), &|_| 0.0).into_iter();
            let rows = column.zip(&rows).filter(|(_, moving)| **moving);
            rows.map(|(dual, _)| dual).collect()
        });
        let rows = rows.iter().filter(|moving| **moving);
        Expected {
            columns: columns.collect(),
            tangents: (0..count).map(|_| random.signed()).collect(),
            seed: rows.map(|_| random.signed()).collect(),
            value,
            narrow: program.has_narrow_floats(),
        }
    }

    /// The tangent of the value.
    fn dot(&self) -> String {
        let rows = (0..self.seed.len()).map(|row| {
            let terms = self.columns.iter().zip(&self.tangents);
            combined(terms.map(|(column, tangent)| (sized(&column[row]), *tangent)))
        });
        numbers(self.tolerance(), rows)
    }

    /// The cotangents from a seed.
    fn bars(&self, seed: &[f64]) -> String {
        let bars = self
            .columns
            .iter()
            .map(|column| combined(column.iter().map(sized).zip(seed.iter().copied())));
        numbers(self.tolerance(), bars)
    }

    fn tolerance(&self) -> f64 {
        TOLERANCES[usize::from(self.narrow)]
    }
}

fn sized(dual: &Dual) -> (f64, f64) {
    (dual.tangent, dual.magnitude)
}

/// The direction of one active float.
fn unit(index: usize) -> impl Fn(usize) -> f64 {
    move |other| f64::from(u8::from(other == index))
}

/// The floats of the value, each active float moving in two directions.
fn derivatives(
    program: &Program,
    along: &dyn Fn(usize) -> f64,
    across: &dyn Fn(usize) -> f64,
) -> Vec<Dual> {
    let subject = program.subject();
    let mut before = 0;
    let mut arguments: Vec<Value> = Vec::new();
    for (param, at) in subject.params.iter().zip(&program.point) {
        if !subject.is_active(*param) {
            arguments.push(at.along(&mut std::iter::repeat(0.0)));
            continue;
        }
        let moving = subject.bindings[param.id].ty.moving();
        let indices = moving.iter().map(|moves| {
            let index = before;
            before += usize::from(*moves);
            moves.then_some(index)
        });
        let indices: Vec<Option<usize>> = indices.collect();
        let direction = |of: &dyn Fn(usize) -> f64| {
            let parts = indices.iter().map(|index| index.map_or(0.0, of));
            parts.collect::<Vec<f64>>().into_iter()
        };
        let argument = at.along(&mut direction(along));
        arguments.push(argument.across(&mut direction(across)));
    }
    let value = call(subject, &program.functions, &arguments);
    value.map(|value| value.floats()).unwrap_or_default()
}

/// The program in a module of its name, with a function `check(&mut Report)`.
#[must_use]
pub fn module(program: &Program) -> Module {
    let (mut text, source) = (String::new(), program.to_string());
    // Writing to a string does not fail.
    let _ = write_module(&mut text, program, &source);
    Module {
        name: format!("f{}", program.seed),
        source,
        text,
    }
}

fn write_module(f: &mut String, program: &Program, source: &str) -> std::fmt::Result {
    let expected = Expected::of(program);
    let subject = program.subject();
    let name = &subject.path();
    let arguments = arguments(subject);
    let tangents = tangents_along(subject, &expected.tangents);
    let value: Vec<u64> = expected
        .value
        .iter()
        .map(|dual| dual.primal.wide().to_bits())
        .collect();
    writeln!(
        f,
        "pub mod f{} {{\nuse crate::support::*;\n\n{source}",
        program.seed
    )?;
    for of in &program.structs {
        match &of.argument {
            None => f.push_str(&flattened(of)),
            Some(_) => {
                for float in [Type::F64, Type::F32] {
                    f.push_str(&flattened(&of.of(&float)));
                }
            }
        }
    }
    writeln!(f, "pub fn check(report: &mut Report) {{")?;
    writeln!(f, "report.begin({:?});", subject.name)?;
    for (index, (param, at)) in subject.params.iter().zip(&program.point).enumerate() {
        let at = literal(at, &subject.bindings[param.id].ty);
        writeln!(f, "let a{index} = black_box({at});")?;
    }
    writeln!(f, "let value = &{value:?};")?;
    // `powi` may round one way or another, depending on the optimization.
    let exact = !source.contains("powi");
    writeln!(f, "report.plain(&{name}({arguments}), value, {exact});")?;

    let calls = Calls {
        name,
        arguments: &arguments,
        tangents: &tangents,
    };
    calls.write_forward(f, &expected.dot(), true)?;
    let seed = tangent(&subject.result, &mut expected.seed.iter().copied());
    calls.write_pullback(f, &seed, &expected.bars(&expected.seed))?;
    if subject.result.is_float() {
        calls.write_gradients(f, &expected.bars(&[1.0]), &old_cotangents(subject))?;
        if program.twice {
            second::write_products(f, program, &expected, &calls)?;
        }
    }
    writeln!(f, "}}\n}}")
}

/// Of each active parameter: contents of its cotangent that would show if they were added to.
fn old_cotangents(function: &Function) -> Vec<(usize, String)> {
    let params = function.params.iter().enumerate();
    let active = params.filter(|(_, param)| function.is_active(**param));
    let old = active.map(|(position, param)| {
        let ty = &function.bindings[param.id].ty;
        (position, tangent(ty, &mut std::iter::repeat(1e9)))
    });
    old.collect()
}

/// An argument in the form a parameter takes.
fn passed(function: &Function, param: Param, value: &str) -> String {
    match function.bindings[param.id].passing {
        Passing::Value => format!("{value}, "),
        Passing::Reference | Passing::Slice => format!("&{value}, "),
        Passing::Mutable | Passing::MutableSlice => format!("&mut {value}, "),
        Passing::Vec => format!("{value}.to_vec(), "),
    }
}

fn arguments(function: &Function) -> String {
    let params = function.params.iter().enumerate();
    params
        .map(|(index, param)| passed(function, *param, &format!("a{index}")))
        .collect()
}

/// A direction as the tangents of the active parameters.
fn tangents_along(function: &Function, direction: &[f64]) -> String {
    let mut numbers = direction.iter().copied();
    let active = function
        .params
        .iter()
        .filter(|param| function.is_active(**param));
    let tangents = active.map(|param| {
        let ty = &function.bindings[param.id].ty;
        // The compiler may make one of equal constants, which a call that was inlined has overwritten (rustc 1.95).
        let tangent = format!("black_box({})", tangent(ty, &mut numbers));
        passed(function, *param, &tangent)
    });
    tangents.collect()
}

impl Struct {
    /// A tangent: fields without a derivative are left out, or nothing if they have no names.
    fn tangent(&self, numbers: &mut dyn Iterator<Item = f64>) -> String {
        let fields = self.fields.iter().enumerate();
        let fields = fields.filter_map(|(position, field)| match (field.moves(), self.tuple) {
            (true, true) => Some(tangent(&field.ty, numbers)),
            (true, false) => {
                let part = tangent(&field.ty, numbers);
                Some(format!("{}: {part}", self.member(position)))
            }
            (false, true) => Some("()".to_owned()),
            (false, false) => None,
        });
        let fields = fields.collect::<Vec<_>>().join(", ");
        match self.tuple {
            true => format!("{}Tangent({fields})", self.name),
            false => format!("{}Tangent {{ {fields} }}", self.name),
        }
    }
}

impl Program {
    /// Whether `f32` is anywhere.
    fn has_narrow_floats(&self) -> bool {
        let mut written = self.clone();
        written.functions.iter_mut().for_each(|f| f.generic = None);
        written.to_string().contains("f32")
    }
}

impl Function {
    /// How it is called from outside.
    fn path(&self) -> String {
        match &self.host {
            Some(host) => format!("<{}>::{}", host.path(), self.name),
            None => self.name.clone(),
        }
    }
}

/// A tangent of a type as Rust; integers have none.
fn tangent(ty: &Type, numbers: &mut dyn Iterator<Item = f64>) -> String {
    match ty {
        Type::F64 | Type::F32 => format!("{:?}_{ty}", numbers.next().unwrap_or(0.0)),
        Type::I32 | Type::Usize | Type::Bool => "()".to_owned(),
        Type::Array(..) => format!("[{}]", tangents_of(&ty.parts(), numbers)),
        Type::Tuple(_) => format!("({},)", tangents_of(&ty.parts(), numbers)),
        Type::Struct(of) => of.tangent(numbers),
        Type::Vec(_) | Type::Closure(_) => unreachable!("no parameter and no result is {ty}"),
    }
}

fn tangents_of(types: &[Type], numbers: &mut dyn Iterator<Item = f64>) -> String {
    let parts = types.iter().map(|part| tangent(part, numbers));
    parts.collect::<Vec<_>>().join(", ")
}
