//! The functions of the runtime that are partial derivatives themselves, and their own.

use super::formula::{Partial, constant, one, rule, times};
use super::{Rule, binary, ternary, unary};

#[rustfmt::skip]
pub(super) const PARTIALS: &[Rule] = &[
    unary("exp2",              |_, _| times(rule("exp2", [one()]))),
    unary("log2",              |x, g| times(-(g / x))),
    unary("log10",             |x, g| times(-(g / x))),
    unary("acosh_denominator", |x, g| times(x / g)),
    binary("cbrt",             |x, _, g| [times(-(constant(2.0 / 3.0) * g / x)), Partial::Zero]),
    binary("tanh",             |_, y, g| [times(-(constant(2.0) * y * g)), Partial::Zero]),
    binary("powi",             |x, n, _| [times(rule("powi_twice", [x, n])), Partial::Zero]),
    binary("hypot",            |_, r, g| [times(rule("reciprocal", [r.clone()])), times(-(g * rule("reciprocal", [r])))]),
    binary("atan2_y",          |y, x, g| {
        let by_x = rule("atan2_x", [y, x]);
        [times(constant(2.0) * g.clone() * by_x.clone()), times((by_x.clone() - g.clone()) * (by_x + g))]
    }),
    binary("atan2_x",          |y, x, g| {
        let by_y = rule("atan2_y", [y, x]);
        [times((g.clone() - by_y.clone()) * (g.clone() + by_y.clone())), times(-(constant(2.0) * g * by_y))]
    }),
    binary("log_argument",     |x, b, g| [times(-(g.clone() / x)), times(-(g * rule("log_argument", [b.clone(), b])))]),
    binary("log_base",         |b, _, g| {
        let rate = rule("log_argument", [b.clone(), b.clone()]);
        [times(-(g * rate.clone() * (b.ln() + one()))), times(-rate)]
    }),
    ternary("powf_base",       |x, y, _| [
        times(rule("powf_base_base", [x.clone(), y.clone()])),
        times(rule("powf_base_exponent", [x, y])),
        Partial::Zero,
    ]),
    ternary("powf_exponent",   |x, y, r| [
        times(rule("powf_base_exponent", [x.clone(), y.clone()])),
        times(rule("powf_exponent_exponent", [x, y, r])),
        Partial::Zero,
    ]),
    unary("abs",               |_, _| Partial::Zero),
    unary("to_degrees",        |_, _| Partial::Zero),
    unary("to_radians",        |_, _| Partial::Zero),
    binary("abs_sub",          |_, _, _| [Partial::Zero, Partial::Zero]),
    binary("copysign",         |_, _, _| [Partial::Zero, Partial::Zero]),
    binary("max_first",        |_, _, _| [Partial::Zero, Partial::Zero]),
    binary("min_first",        |_, _, _| [Partial::Zero, Partial::Zero]),
    ternary("rem",             |_, _, _| [Partial::Zero, Partial::Zero, Partial::Zero]),
    ternary("clamp_argument",  |_, _, _| [Partial::Zero, Partial::Zero, Partial::Zero]),
    ternary("clamp_low",       |_, _, _| [Partial::Zero, Partial::Zero, Partial::Zero]),
    ternary("clamp_high",      |_, _, _| [Partial::Zero, Partial::Zero, Partial::Zero]),
];

#[cfg(test)]
mod tests;
