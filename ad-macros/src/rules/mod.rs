//! What is differentiable, as data: one line per rule.
//!
//! A rule says what a primitive's partial derivatives are, as formulas of its arguments and its
//! result; forward mode is the linear program they define and reverse mode is that program
//! transposed. Formulas that need a case distinction or a constant of the float type are
//! functions of the same name in the runtime's `rules`.

mod accuracy;
mod arithmetic;
mod curved;
mod elementary;
mod formula;
mod inert;
mod rounding;
mod second;
mod selection;

pub(crate) use accuracy::{Accuracy, LIBRARY, accuracy_of};
pub(crate) use curved::told;
pub(crate) use formula::{Formula, Operator, Partial};
pub(crate) use inert::{
    INERT_MACROS, drops_derivative, is_inert_call, is_inert_method, is_search, returns_a_borrow,
};

use crate::ir::Primitive;
use syn::BinOp;

/// How a primitive is differentiated.
#[derive(Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    /// The number of operands, the receiver included.
    pub(crate) arity: usize,
    /// The number of values it computes.
    pub(crate) results: usize,
    /// For each result, its partial derivative by each operand, and what divides them all.
    pub(crate) derivative: Derivative,
}

/// The derivative of a primitive, by number of operands.
#[derive(Clone, Copy)]
pub(crate) enum Derivative {
    Unary(fn(Formula, Formula) -> Partial),
    Binary(fn(Formula, Formula, Formula) -> [Partial; 2]),
    Ternary(fn(Formula, Formula, Formula) -> [Partial; 3]),
    /// `(x, [r0, r1])` to the partials of both results.
    Pair(fn(Formula, [Formula; 2]) -> [Partial; 2]),
}

const fn unary(name: &'static str, rule: fn(Formula, Formula) -> Partial) -> Rule {
    Rule {
        name,
        arity: 1,
        results: 1,
        derivative: Derivative::Unary(rule),
    }
}

const fn binary(name: &'static str, rule: fn(Formula, Formula, Formula) -> [Partial; 2]) -> Rule {
    Rule {
        name,
        arity: 2,
        results: 1,
        derivative: Derivative::Binary(rule),
    }
}

const fn ternary(name: &'static str, rule: fn(Formula, Formula, Formula) -> [Partial; 3]) -> Rule {
    Rule {
        name,
        arity: 3,
        results: 1,
        derivative: Derivative::Ternary(rule),
    }
}

const fn pair(name: &'static str, rule: fn(Formula, [Formula; 2]) -> [Partial; 2]) -> Rule {
    Rule {
        name,
        arity: 1,
        results: 2,
        derivative: Derivative::Pair(rule),
    }
}

impl Rule {
    /// Whether an operand is an integer.
    pub(crate) fn is_exponent(&self, operand: usize) -> bool {
        self.name == "powi" && operand == 1
    }

    /// The partials of result `index` by each operand.
    pub(crate) fn partials(&self, index: usize) -> Vec<Partial> {
        let x = Formula::Argument(0);
        let y = Formula::Argument(1);
        let z = Formula::Argument(2);
        let r = Formula::Result(0);
        match self.derivative {
            Derivative::Unary(rule) => vec![rule(x, r)],
            Derivative::Binary(rule) => rule(x, y, r).into(),
            Derivative::Ternary(rule) => rule(x, y, z).into(),
            Derivative::Pair(rule) => {
                let [first, second] = rule(x, [r, Formula::Result(1)]);
                vec![if index == 0 { first } else { second }]
            }
        }
    }
}

/// The rule of a primitive.
pub(crate) fn rule_of(primitive: &Primitive) -> Option<&'static Rule> {
    match primitive {
        Primitive::Negate => Some(&arithmetic::NEGATE),
        Primitive::Operator(op) => operator(op),
        Primitive::Method(name, _) => method(&name.to_string()),
        Primitive::Rule(name) => second::PARTIALS.iter().find(|rule| rule.name == *name),
        Primitive::Told(_) => None,
    }
}

/// Whether a primitive has a derivative by one of its operands, as far as there is a rule to tell.
pub(crate) fn depends_on(primitive: &Primitive, operand: usize) -> bool {
    // Operators do by all of theirs; most statements are one, and are asked about again and again.
    if let Primitive::Negate | Primitive::Operator(_) = primitive {
        return true;
    }
    let Some(rule) = rule_of(primitive) else {
        return true;
    };
    let mut partials = (0..rule.results).map(|index| rule.partials(index));
    partials.any(|partials| !matches!(partials.get(operand), Some(Partial::Zero)))
}

/// The rule of a binary operator, or of its assigning form.
pub(crate) fn operator(op: &BinOp) -> Option<&'static Rule> {
    match op {
        BinOp::Add(_) | BinOp::AddAssign(_) => Some(&arithmetic::ADD),
        BinOp::Sub(_) | BinOp::SubAssign(_) => Some(&arithmetic::SUBTRACT),
        BinOp::Mul(_) | BinOp::MulAssign(_) => Some(&arithmetic::MULTIPLY),
        BinOp::Div(_) | BinOp::DivAssign(_) => Some(&arithmetic::DIVIDE),
        BinOp::Rem(_) | BinOp::RemAssign(_) => Some(&rounding::REMAINDER),
        _ => None,
    }
}

/// The rule of a method, by its name.
pub(crate) fn method(name: &str) -> Option<&'static Rule> {
    methods().find(|rule| rule.name == name)
}

fn methods() -> impl Iterator<Item = &'static Rule> {
    [
        arithmetic::METHODS,
        elementary::METHODS,
        rounding::METHODS,
        selection::METHODS,
    ]
    .into_iter()
    .flatten()
}

/// The method a misspelt one most likely means.
pub(crate) fn closest(name: &str) -> Option<&'static str> {
    const ALSO_KNOWN_AS: &[(&str, &str)] = &[
        ("log1p", "ln_1p"),
        ("expm1", "exp_m1"),
        ("pow", "powf"),
        ("arcsin", "asin"),
        ("arccos", "acos"),
        ("arctan", "atan"),
        ("arctan2", "atan2"),
        ("fabs", "abs"),
        ("fmax", "max"),
        ("fmin", "min"),
        ("fma", "mul_add"),
        ("square", "powi"),
        ("rsqrt", "sqrt"),
        ("sgn", "signum"),
        ("sign", "signum"),
    ];
    let known = ALSO_KNOWN_AS.iter().find(|(other, _)| *other == name);
    known.map(|(_, method)| *method).or_else(|| {
        methods()
            .map(|rule| {
                (
                    crate::diagnostics::edit_distance(rule.name, name),
                    rule.name,
                )
            })
            .min()
            .filter(|(distance, method)| {
                *distance <= method.len() / 3 + usize::from(method.len() < 6)
            })
            .map(|(_, method)| method)
    })
}

#[cfg(test)]
mod tests {
    use super::{closest, drops_derivative};

    #[test]
    fn methods_that_lose_a_derivative() {
        assert!(drops_derivative("to_bits"));
        assert!(!drops_derivative("floor"));
    }

    #[test]
    fn other_names_of_methods() {
        assert_eq!(closest("log1p"), Some("ln_1p"));
        assert_eq!(closest("square"), Some("powi"));
        assert_eq!(closest("sign"), Some("signum"));
    }

    #[test]
    fn misspelt_methods() {
        assert_eq!(closest("sqr"), Some("sqrt"));
        assert_eq!(closest("klamq"), Some("clamp"));
        assert_eq!(closest("to_dgre"), Some("to_degrees"));
        // Too far from every method: four letters of `to_degrees`, three of `exp_m1` and `clamp`.
        assert_eq!(closest("to_dgr"), None);
        assert_eq!(closest("zxp_m1zz"), None);
        assert_eq!(closest("klaqq"), None);
        assert_eq!(closest("xyzzy"), None);
    }
}
