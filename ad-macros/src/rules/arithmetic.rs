//! Operators and their relatives.

use super::formula::{Partial, constant, one, rule, times};
use super::{Rule, binary, ternary, unary};

pub(super) const NEGATE: Rule = unary("neg", |_, _| times(-one()));
pub(super) const ADD: Rule = binary("add", |_, _, _| [Partial::One, Partial::One]);
pub(super) const SUBTRACT: Rule = binary("sub", |_, _, _| [Partial::One, times(-one())]);
pub(super) const MULTIPLY: Rule = binary("mul", |x, y, _| [times(y), times(x)]);
/// dr = (dx − r·dy) / y: one division serves both operands.
pub(super) const DIVIDE: Rule = binary("div", |_, y, r| {
    [Partial::Ratio(None, y.clone()), Partial::Ratio(Some(-r), y)]
});

#[rustfmt::skip]
pub(super) const METHODS: &[Rule] = &[
    unary("recip",      |_, r| times(-(r.clone() * r))),
    unary("to_degrees", |x, _| times(rule("to_degrees", [x]))),
    unary("to_radians", |x, _| times(rule("to_radians", [x]))),
    binary("midpoint",  |_, _, _| [times(constant(0.5)), times(constant(0.5))]),
    ternary("mul_add",  |x, a, _| [times(a), times(x), Partial::One]),
    NEGATE, ADD, SUBTRACT, MULTIPLY, DIVIDE,
];
