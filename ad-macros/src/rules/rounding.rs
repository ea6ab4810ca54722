//! What is left of a division by a period.

use super::formula::{Partial, rule, times};
use super::{Rule, binary, unary};

/// r = x − y·trunc(x/y), so ∂r/∂y is the quotient, recovered from the result.
pub(super) const REMAINDER: Rule = binary("rem", |x, y, r| {
    [Partial::One, times(rule("rem", [x, y, r]))]
});

#[rustfmt::skip]
pub(super) const METHODS: &[Rule] = &[
    unary("fract",       |_, _| Partial::One),
    binary("rem_euclid", |x, y, r| [Partial::One, times(rule("rem", [x, y, r]))]),
    REMAINDER,
];
