//! The checks of `order = 2`.

use std::fmt::Write;

use super::{Expected, derivatives, tangents_along, unit};
use crate::ast::{Function, Program, Type};
use crate::checks::{Calls, numbers};
use crate::dual::Second;
use crate::random::Random;

/// Relative to the sum of the magnitudes of all terms, in `f64` and with `f32` somewhere; to a first derivative,
/// a second one adds quotients of differences.
const TOLERANCES: [f64; 2] = [1e-9, 1e-4];

/// The product of the Hessian with a direction.
fn product(program: &Program, direction: &[f64]) -> Vec<Second> {
    let columns = (0..direction.len()).map(|column| {
        let moved = derivatives(program, &unit(column), &|index| direction[index]);
        moved.first().map(|dual| dual.second).unwrap_or_default()
    });
    columns.collect()
}

/// Checks of the products with two directions, and of the Hessian.
pub(super) fn write_products(
    f: &mut String,
    program: &Program,
    expected: &Expected,
    calls: &Calls<'_>,
) -> std::fmt::Result {
    let subject = program.subject();
    let Calls {
        name, arguments, ..
    } = calls;
    let mut random = Random::new(program.seed ^ 0x2d0);
    let first = &expected.tangents;
    let second: Vec<f64> = first.iter().map(|_| random.signed()).collect();
    let (along, across) = (product(program, first), product(program, &second));
    let narrow = usize::from(expected.narrow);
    let products = numbers(
        TOLERANCES[narrow],
        along.iter().map(|part| (part.mixed, part.mixed_magnitude)),
    );
    calls.write_products(f, &products, true)?;
    let others = tangents_along(subject, &second);
    writeln!(f, "let other = {name}_hvp({arguments} {others});")?;
    // The Hessian is symmetric: this knows almost all digits.
    let scale = |products: &[Second], direction: &[f64]| -> f64 {
        let terms = products.iter().zip(direction);
        terms
            .map(|(part, factor)| part.mixed_magnitude * factor.abs())
            .sum()
    };
    let allowed = super::TOLERANCES[narrow] * (scale(&along, &second) + scale(&across, first));
    writeln!(
        f,
        "report.symmetric(\"_hvp\", (&{first:?}, &other), (&{second:?}, &product), {allowed:?}_f64);"
    )?;
    if has_hessian(subject) {
        writeln!(f, "let hessian = {name}_hessian({arguments});")?;
        writeln!(
            f,
            "report.matrix(\"_hessian\", &hessian, &{first:?}, products);"
        )?;
    }
    Ok(())
}

/// Whether all that moves is of one type of floats, and in no struct.
fn has_hessian(subject: &Function) -> bool {
    let active = subject.params.iter();
    let active = active.filter(|param| subject.is_active(**param));
    let types: Vec<&Type> = active.map(|param| &subject.bindings[param.id].ty).collect();
    let has = |test: &dyn Fn(&Type) -> bool| types.iter().any(|ty| ty.any(test));
    let structs = has(&|part| matches!(part, Type::Struct(_)));
    subject.may_be_called_again()
        && !structs
        && !(has(&|part| *part == Type::F64) && has(&|part| *part == Type::F32))
}
