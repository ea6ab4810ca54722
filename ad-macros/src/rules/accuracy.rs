//! How accurate the value of a primitive is, in units of its roundoff.

use syn::BinOp;

use crate::ir::Primitive;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accuracy {
    /// The result is one of the operands up to its sign, or has their digits.
    Exact,
    /// Within this many units.
    Units(u8),
    /// A power: a unit for each multiplication, as many as the exponent at most.
    Power,
}

/// Methods that do not round.
const EXACT: &[&str] = &[
    "abs", "neg", "max", "min", "clamp", "copysign", "fract", "rem",
];

/// Methods that IEEE 754 asks to round correctly.
const CORRECTLY_ROUNDED: &[&str] = &[
    "sqrt", "mul_add", "recip", "midpoint", "abs_sub", "add", "sub", "mul", "div",
];

/// Of libraries, an error below a unit in the last place is expected: two units of roundoff.
pub(crate) const LIBRARY: Accuracy = Accuracy::Units(2);

pub(crate) fn accuracy_of(primitive: &Primitive) -> Accuracy {
    match primitive {
        Primitive::Negate | Primitive::Operator(BinOp::Rem(_) | BinOp::RemAssign(_)) => {
            Accuracy::Exact
        }
        Primitive::Operator(_) => Accuracy::Units(1),
        Primitive::Method(name, _) => method(&name.to_string()),
        Primitive::Rule(_) | Primitive::Told(_) => LIBRARY,
    }
}

fn method(name: &str) -> Accuracy {
    if EXACT.contains(&name) {
        Accuracy::Exact
    } else if CORRECTLY_ROUNDED.contains(&name) {
        Accuracy::Units(1)
    } else if name == "powi" {
        Accuracy::Power
    } else {
        LIBRARY
    }
}
