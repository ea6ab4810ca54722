//! Powers, exponentials, logarithms, trigonometric and hyperbolic functions: each partial in the
//! form that is best conditioned over the whole domain, in terms of the result `r` where that is
//! cheaper or more accurate.

use super::formula::{constant, one, over, rule, times};
use super::{Rule, binary, pair, unary};

#[rustfmt::skip]
pub(super) const METHODS: &[Rule] = &[
    unary("sqrt",    |_, r| times(constant(0.5) / r)),
    unary("cbrt",    |x, r| times(rule("cbrt", [x, r]))),
    unary("exp",     |_, r| times(r)),
    unary("exp2",    |_, r| times(rule("exp2", [r]))),
    unary("exp_m1",  |x, _| times(x.exp())),
    unary("ln",      |x, _| over(x)),
    unary("ln_1p",   |x, _| over(one() + x)),
    unary("log2",    |x, _| times(rule("log2", [x]))),
    unary("log10",   |x, _| times(rule("log10", [x]))),
    unary("sin",     |x, _| times(x.cos())),
    unary("cos",     |x, _| times(-x.sin())),
    unary("tan",     |_, r| times(one() + r.clone() * r)),
    unary("asin",    |x, _| over(((one() - x.clone()) * (one() + x)).sqrt())),
    unary("acos",    |x, _| over(-((one() - x.clone()) * (one() + x)).sqrt())),
    unary("atan",    |x, _| over(one() + x.clone() * x)),
    unary("sinh",    |x, _| times(x.cosh())),
    unary("cosh",    |x, _| times(x.sinh())),
    unary("tanh",    |x, y| times(rule("tanh", [x, y]))),
    unary("asinh",   |x, _| over(x.hypot(one()))),
    unary("acosh",   |x, _| over(rule("acosh_denominator", [x]))),
    unary("atanh",   |x, _| over((one() - x.clone()) * (one() + x))),
    pair("sin_cos",  |_, [sin, cos]| [times(cos), times(-sin)]),
    binary("hypot",  |x, y, r| [times(rule("hypot", [x, r.clone()])), times(rule("hypot", [y, r]))]),
    binary("atan2",  |y, x, _| [times(rule("atan2_y", [y.clone(), x.clone()])), times(rule("atan2_x", [y, x]))]),
    binary("log",    |x, b, r| [times(rule("log_argument", [x, b.clone()])), times(rule("log_base", [b, r]))]),
    binary("powi",   |x, n, _| [times(rule("powi", [x, n])), super::Partial::Zero]),
    binary("powf",   |x, y, r| [
        times(rule("powf_base", [x.clone(), y.clone(), r.clone()])),
        times(rule("powf_exponent", [x, y, r])),
    ]),
];
