//! The language rules are written in: formulas of a primitive's operands and results.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A formula of a primitive's operands and results.
#[derive(Clone, Debug)]
pub(crate) enum Formula {
    Argument(usize),
    Result(usize),
    Constant(f64),
    Negate(Box<Formula>),
    Binary(Operator, Box<Formula>, Box<Formula>),
    /// A method, called the way the primitive itself was.
    Method(&'static str, Vec<Formula>),
    /// A function of the runtime's `rules`.
    Rule(&'static str, Vec<Formula>),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// The partial derivative of a primitive by one of its operands.
#[derive(Clone, Debug)]
pub(crate) enum Partial {
    Zero,
    One,
    Times(Formula),
    Over(Formula),
    /// Numerator and denominator of partials that share their denominator: it divides once.
    Ratio(Option<Formula>, Formula),
}

/// ∂r/∂x = `factor`.
pub(super) fn times(factor: Formula) -> Partial {
    Partial::Times(factor)
}

/// ∂r/∂x = 1 / `divisor`.
pub(super) fn over(divisor: Formula) -> Partial {
    Partial::Over(divisor)
}

pub(super) fn constant(value: f64) -> Formula {
    Formula::Constant(value)
}

pub(super) fn one() -> Formula {
    constant(1.0)
}

/// A partial derivative that the runtime computes.
pub(super) fn rule<const N: usize>(name: &'static str, arguments: [Formula; N]) -> Formula {
    Formula::Rule(name, arguments.into())
}

macro_rules! methods {
    ($($name:ident),*) => {
        impl Formula {
            $(pub(super) fn $name(self) -> Formula {
                Formula::Method(stringify!($name), vec![self])
            })*
        }
    };
}

methods!(sin, cos, sinh, cosh, exp, ln, sqrt);

impl Formula {
    pub(super) fn hypot(self, other: Formula) -> Formula {
        Formula::Method("hypot", vec![self, other])
    }
}

fn binary(operator: Operator, left: Formula, right: Formula) -> Formula {
    Formula::Binary(operator, Box::new(left), Box::new(right))
}

impl Add for Formula {
    type Output = Formula;
    fn add(self, other: Formula) -> Formula {
        binary(Operator::Add, self, other)
    }
}

impl Sub for Formula {
    type Output = Formula;
    fn sub(self, other: Formula) -> Formula {
        binary(Operator::Subtract, self, other)
    }
}

impl Mul for Formula {
    type Output = Formula;
    fn mul(self, other: Formula) -> Formula {
        binary(Operator::Multiply, self, other)
    }
}

impl Div for Formula {
    type Output = Formula;
    fn div(self, other: Formula) -> Formula {
        binary(Operator::Divide, self, other)
    }
}

impl Neg for Formula {
    type Output = Formula;
    fn neg(self) -> Formula {
        Formula::Negate(Box::new(self))
    }
}
