//! Primitives that are not linear, nor linear in pieces: what the runtime calls them.

use super::rule_of;
use crate::ir::{Primitive, Told};

/// Methods of one float.
#[rustfmt::skip]
const UNARY: &[(&str, &str)] = &[
    ("recip", "Recip"), ("sqrt", "Sqrt"), ("cbrt", "Cbrt"),
    ("exp", "Exp"), ("exp2", "Exp2"), ("exp_m1", "ExpM1"),
    ("ln", "Ln"), ("ln_1p", "Ln1p"), ("log2", "Log2"), ("log10", "Log10"),
    ("sin", "Sin"), ("cos", "Cos"), ("tan", "Tan"), ("asin", "Asin"), ("acos", "Acos"), ("atan", "Atan"),
    ("sinh", "Sinh"), ("cosh", "Cosh"), ("tanh", "Tanh"), ("asinh", "Asinh"), ("acosh", "Acosh"), ("atanh", "Atanh"),
];

/// Methods of two floats.
const BINARY: &[(&str, &str)] = &[
    ("hypot", "Hypot"),
    ("atan2", "Atan2"),
    ("log", "Log"),
    ("powf", "Powf"),
];

/// What a scalar is told of a primitive, of which it is given which operands are active: nothing where the result is
/// linear in these. `result` is which of its results.
pub(crate) fn told(
    primitive: &Primitive,
    result: usize,
    is_active: impl Fn(usize) -> bool,
) -> Option<Told> {
    let name = rule_of(primitive)?.name;
    let named = |table: &[(&str, &'static str)]| {
        let found = table.iter().find(|(method, _)| *method == name);
        found.map(|(_, variant)| *variant)
    };
    match name {
        "mul" | "mul_add" => (is_active(0) && is_active(1)).then_some(Told::Binary("Product")),
        "div" => is_active(1).then_some(Told::Binary("Quotient")),
        "powi" => Some(Told::Power),
        "sin_cos" => Some(Told::Unary(if result == 0 { "Sin" } else { "Cos" })),
        _ => {
            let binary = named(BINARY).map(Told::Binary);
            binary.or_else(|| named(UNARY).map(Told::Unary))
        }
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Ident, Span};

    use super::super::{Partial, methods};
    use super::told;
    use crate::ir::{Primitive, Style};

    /// Methods that are linear wherever they have a derivative, though their partials are not constants of the formula.
    const IN_PIECES: &[&str] = &[
        "abs",
        "max",
        "min",
        "abs_sub",
        "copysign",
        "clamp",
        "rem",
        "rem_euclid",
        "midpoint",
        "to_degrees",
        "to_radians",
    ];

    #[test]
    fn whatever_is_not_linear_is_told() {
        for rule in methods() {
            let constant = |partial: &Partial| matches!(partial, Partial::Zero | Partial::One);
            let linear = (0..rule.results).all(|index| rule.partials(index).iter().all(constant));
            let linear =
                linear || IN_PIECES.contains(&rule.name) || ["neg", "sub"].contains(&rule.name);
            let method = Ident::new(rule.name, Span::call_site());
            for index in 0..rule.results {
                let told = told(
                    &Primitive::Method(method.clone(), Style::Method),
                    index,
                    |_| true,
                );
                assert_eq!(told.is_none(), linear, "{}", rule.name);
            }
        }
    }
}
