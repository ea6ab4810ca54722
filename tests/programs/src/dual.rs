//! Dual numbers: a value, its derivative along one direction, and how well that is conditioned.
//!
//! The value is computed as compiled code computes it, in its own precision; the derivative in
//! `f64` throughout, from formulas that owe nothing to the macro's rules.

use std::rc::Rc;

use crate::ast::{Closure, Constant, Id, Operator, Type};
use crate::primitives::Primitive;

/// A float of one of two precisions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Primal {
    /// Of type `f64`.
    Double(f64),
    /// Of type `f32`.
    Single(f32),
}

/// A float and its derivative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual {
    /// The value.
    pub primal: Primal,
    /// Its derivative along the direction.
    pub tangent: f64,
    /// The sum of the magnitudes of all that was added up to `tangent`, so what rounding errors
    /// are relative to; infinite where there is no derivative.
    pub magnitude: f64,
}

/// A value of a program.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A float.
    Float(Dual),
    /// An integer.
    Integer(i64),
    /// An array, a sequence, a tuple or a struct.
    List(Vec<Value>),
    /// A closure.
    Closure(Rc<Captured>),
}

/// A closure, and what its variables were where it was written.
#[derive(Debug)]
pub struct Captured {
    pub(crate) closure: Closure,
    pub(crate) memory: Vec<(Id, Value)>,
}

impl PartialEq for Captured {
    fn eq(&self, other: &Captured) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Primal {
    /// The same number in `f64`.
    #[must_use]
    pub fn wide(self) -> f64 {
        match self {
            Primal::Double(x) => x,
            Primal::Single(x) => f64::from(x),
        }
    }

    /// `number`, rounded to a float type.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "rounding is what is meant")]
    pub fn rounded(number: f64, ty: &Type) -> Primal {
        match ty {
            Type::F32 => Primal::Single(number as f32),
            _ => Primal::Double(number),
        }
    }
}

impl Dual {
    /// A number without a derivative.
    #[must_use]
    pub fn constant(primal: Primal) -> Dual {
        Dual {
            primal,
            tangent: 0.0,
            magnitude: 0.0,
        }
    }

    /// The result of an operation, from its operands and partial derivatives.
    fn chained(primal: Primal, terms: impl IntoIterator<Item = (Dual, f64)>) -> Dual {
        let mut result = Dual::constant(primal);
        for (operand, partial) in terms {
            // What is exactly constant stays so, whatever the partial derivative.
            if operand.magnitude != 0.0 {
                result.tangent += operand.tangent * partial;
                result.magnitude += operand.magnitude * partial.abs();
            }
        }
        result
    }

    /// `-self`
    #[must_use]
    pub fn negated(self) -> Dual {
        let primal = match self.primal {
            Primal::Double(x) => Primal::Double(-x),
            Primal::Single(x) => Primal::Single(-x),
        };
        Dual::chained(primal, [(self, -1.0)])
    }

    /// `self as ty`
    #[must_use]
    pub fn cast(self, ty: &Type) -> Dual {
        Dual::chained(Primal::rounded(self.primal.wide(), ty), [(self, 1.0)])
    }

    /// `x op y`
    #[must_use]
    pub fn binary(operator: Operator, x: Dual, y: Dual) -> Dual {
        let primal = match (x.primal, y.primal) {
            (Primal::Double(x), Primal::Double(y)) => Primal::Double(match operator {
                Operator::Add => x + y,
                Operator::Subtract => x - y,
                Operator::Multiply => x * y,
                Operator::Divide => x / y,
                Operator::Remainder => x % y,
            }),
            (Primal::Single(x), Primal::Single(y)) => Primal::Single(match operator {
                Operator::Add => x + y,
                Operator::Subtract => x - y,
                Operator::Multiply => x * y,
                Operator::Divide => x / y,
                Operator::Remainder => x % y,
            }),
            mixed => unreachable!("operands of two types: {mixed:?}"),
        };
        let (a, b) = (x.primal.wide(), y.primal.wide());
        let (by_x, by_y) = match operator {
            Operator::Add => (1.0, 1.0),
            Operator::Subtract => (1.0, -1.0),
            Operator::Multiply => (b, a),
            Operator::Divide => (b.recip(), -a / (b * b)),
            Operator::Remainder => (1.0, -(a / b).trunc()),
        };
        let mut result = Dual::chained(primal, [(x, by_x), (y, by_y)]);
        let quotient = a / b;
        if operator == Operator::Remainder && (quotient - quotient.round()).abs() <= 1e-3 {
            // Rounding decides which multiple is taken away.
            result.magnitude = f64::INFINITY;
        }
        result
    }

    /// A primitive of floats.
    #[must_use]
    pub fn method(primitive: &Primitive, operands: &[Dual]) -> Dual {
        let wide: Vec<f64> = operands.iter().map(|dual| dual.primal.wide()).collect();
        let primal = primitive.value(operands);
        let smooth = (primitive.domain)(&wide);
        let partials = (primitive.partials)(&wide);
        let mut result = Dual::chained(primal, operands.iter().copied().zip(partials));
        if !smooth {
            result.magnitude = f64::INFINITY;
        }
        result
    }

    /// `x.powi(n)`
    #[must_use]
    pub fn powi(self, n: i32) -> Dual {
        let primal = match self.primal {
            Primal::Double(x) => Primal::Double(x.powi(n)),
            Primal::Single(x) => Primal::Single(x.powi(n)),
        };
        let partial = f64::from(n) * self.primal.wide().powi(n - 1);
        Dual::chained(primal, [(self, if n == 0 { 0.0 } else { partial })])
    }

    /// `x.sin_cos()`
    #[must_use]
    pub fn sin_cos(self) -> [Dual; 2] {
        let (sin, cos) = match self.primal {
            Primal::Double(x) => (Primal::Double(x.sin_cos().0), Primal::Double(x.sin_cos().1)),
            Primal::Single(x) => (Primal::Single(x.sin_cos().0), Primal::Single(x.sin_cos().1)),
        };
        let x = self.primal.wide();
        [
            Dual::chained(sin, [(self, x.cos())]),
            Dual::chained(cos, [(self, -x.sin())]),
        ]
    }
}

impl Value {
    /// The float.
    #[must_use]
    pub fn float(&self) -> Dual {
        match self {
            Value::Float(dual) => *dual,
            other => unreachable!("not a float: {other:?}"),
        }
    }

    /// The integer.
    #[must_use]
    pub fn integer(&self) -> i64 {
        match self {
            Value::Integer(number) => *number,
            other => unreachable!("not an integer: {other:?}"),
        }
    }

    /// The parts.
    #[must_use]
    pub fn list(&self) -> &[Value] {
        match self {
            Value::List(parts) => parts,
            other => unreachable!("not a list: {other:?}"),
        }
    }

    /// All floats, in memory order.
    #[must_use]
    pub fn floats(&self) -> Vec<Dual> {
        match self {
            Value::Float(dual) => vec![*dual],
            Value::Integer(_) | Value::Closure(_) => Vec::new(),
            Value::List(parts) => parts.iter().flat_map(Value::floats).collect(),
        }
    }

    /// The value without its derivative.
    #[must_use]
    pub fn detached(&self) -> Value {
        match self {
            Value::Float(dual) => Value::Float(Dual::constant(dual.primal)),
            Value::Integer(_) | Value::Closure(_) => self.clone(),
            Value::List(parts) => Value::List(parts.iter().map(Value::detached).collect()),
        }
    }

    /// Whether all floats and their derivatives are finite and below `limit`.
    #[must_use]
    pub fn is_moderate(&self, limit: f64) -> bool {
        match self {
            Value::Float(dual) => {
                dual.primal.wide().abs() < limit && dual.magnitude < limit * limit
            }
            Value::Integer(number) => number.abs() < 100,
            Value::Closure(_) => true,
            Value::List(parts) => parts.iter().all(|part| part.is_moderate(limit)),
        }
    }
}

impl Constant {
    /// The value, its floats moving along `direction`.
    pub fn along(&self, direction: &mut dyn Iterator<Item = f64>) -> Value {
        let mut dual = |primal| {
            let tangent = direction.next().unwrap_or(0.0);
            Value::Float(Dual {
                primal,
                tangent,
                magnitude: tangent.abs(),
            })
        };
        match self {
            Constant::Double(x) => dual(Primal::Double(*x)),
            Constant::Single(x) => dual(Primal::Single(*x)),
            Constant::Integer(n) => Value::Integer(*n),
            Constant::List(parts) => {
                Value::List(parts.iter().map(|part| part.along(direction)).collect())
            }
        }
    }

    /// The number of floats in it.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Constant::Double(_) | Constant::Single(_) => 1,
            Constant::Integer(_) => 0,
            Constant::List(parts) => parts.iter().map(Constant::count).sum(),
        }
    }
}
