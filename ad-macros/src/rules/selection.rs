//! Functions that pick one of their operands, or its sign. The kinks' convention is documented
//! with the functions of the same names in the runtime.

use super::formula::{Partial, one, rule, times};
use super::{Rule, binary, ternary, unary};

#[rustfmt::skip]
pub(super) const METHODS: &[Rule] = &[
    unary("abs",       |x, _| times(rule("abs", [x]))),
    binary("max",      |x, y, _| [times(rule("max_first", [x.clone(), y.clone()])), times(one() - rule("max_first", [x, y]))]),
    binary("min",      |x, y, _| [times(rule("min_first", [x.clone(), y.clone()])), times(one() - rule("min_first", [x, y]))]),
    binary("abs_sub",  |x, y, _| [times(rule("abs_sub", [x.clone(), y.clone()])), times(-rule("abs_sub", [x, y]))]),
    binary("copysign", |x, s, _| [times(rule("copysign", [x, s])), Partial::Zero]),
    ternary("clamp",   |x, low, high| [
        times(rule("clamp_argument", [x.clone(), low.clone(), high.clone()])),
        times(rule("clamp_low", [x.clone(), low.clone(), high.clone()])),
        times(rule("clamp_high", [x, low, high])),
    ]),
];
