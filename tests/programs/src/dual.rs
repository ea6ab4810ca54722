//! Dual numbers: a value, its derivative along one direction, and how well that is conditioned; where a second
//! direction is given, the second derivative along both, too.
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
    /// What there is of second order.
    pub second: Second,
}

/// The derivative along a second direction, and that along both.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Second {
    /// The derivative along the second direction alone.
    pub tangent: f64,
    /// What the rounding errors of `tangent` are relative to; 0 where nothing moves that way.
    pub magnitude: f64,
    /// The second derivative.
    pub mixed: f64,
    /// What the rounding errors of `mixed` are relative to.
    pub mixed_magnitude: f64,
}

/// Second derivatives of a primitive by its operands.
type Curvature = [[f64; 3]; 3];

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
            second: Second::default(),
        }
    }

    /// The result of an operation, from its operands and partial derivatives, and those of second order.
    fn chained(
        primal: Primal,
        operands: &[Dual],
        partials: &[f64],
        curvature: impl FnOnce() -> Curvature,
    ) -> Dual {
        let mut result = Dual::constant(primal);
        for (operand, partial) in operands.iter().zip(partials) {
            // What is exactly constant stays so, whatever the partial derivative.
            if operand.magnitude != 0.0 {
                result.tangent += operand.tangent * partial;
                result.magnitude += operand.magnitude * partial.abs();
            }
        }
        if operands.iter().any(|dual| dual.second.magnitude != 0.0) {
            result.second = Second::chained(operands, partials, &curvature());
        }
        result
    }

    /// An operation that is linear in each operand, and in all of them.
    fn linear(primal: Primal, operands: &[Dual], partials: &[f64]) -> Dual {
        Dual::chained(primal, operands, partials, Curvature::default)
    }

    /// `-self`
    #[must_use]
    pub fn negated(self) -> Dual {
        let primal = match self.primal {
            Primal::Double(x) => Primal::Double(-x),
            Primal::Single(x) => Primal::Single(-x),
        };
        Dual::linear(primal, &[self], &[-1.0])
    }

    /// `self as ty`
    #[must_use]
    pub fn cast(self, ty: &Type) -> Dual {
        Dual::linear(Primal::rounded(self.primal.wide(), ty), &[self], &[1.0])
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
        let curvature = || match operator {
            Operator::Multiply => [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0; 3]],
            Operator::Divide => {
                let mixed = -(b * b).recip();
                [
                    [0.0, mixed, 0.0],
                    [mixed, 2.0 * a / (b * b * b), 0.0],
                    [0.0; 3],
                ]
            }
            _ => Curvature::default(),
        };
        let mut result = Dual::chained(primal, &[x, y], &[by_x, by_y], curvature);
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
        let curvature = || primitive.curvature(&wide);
        let mut result = Dual::chained(primal, operands, &partials, curvature);
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
        let (x, degree) = (self.primal.wide(), f64::from(n));
        let power = |by: f64, exponent: i32| {
            if by == 0.0 {
                0.0
            } else {
                by * x.powi(exponent)
            }
        };
        let curvature = || by_itself(power(degree * (degree - 1.0), n - 2));
        Dual::chained(primal, &[self], &[power(degree, n - 1)], curvature)
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
            Dual::chained(sin, &[self], &[x.cos()], || by_itself(-x.sin())),
            Dual::chained(cos, &[self], &[-x.sin()], || by_itself(-x.cos())),
        ]
    }
}

/// The second derivative of a primitive of one operand.
fn by_itself(curvature: f64) -> Curvature {
    [[curvature, 0.0, 0.0], [0.0; 3], [0.0; 3]]
}

impl Second {
    fn chained(operands: &[Dual], partials: &[f64], curvature: &Curvature) -> Second {
        let mut result = Second::default();
        for ((operand, partial), curvature) in operands.iter().zip(partials).zip(curvature) {
            let second = operand.second;
            if second.magnitude != 0.0 {
                result.tangent += second.tangent * partial;
                result.magnitude += second.magnitude * partial.abs();
            }
            if second.mixed_magnitude != 0.0 {
                result.mixed += second.mixed * partial;
                result.mixed_magnitude += second.mixed_magnitude * partial.abs();
            }
            for (other, curvature) in operands.iter().zip(curvature) {
                let magnitude = operand.magnitude * other.second.magnitude;
                if magnitude != 0.0 {
                    result.mixed += operand.tangent * other.second.tangent * curvature;
                    // Where the curvature is a quotient of differences, its errors are relative to the slope, too.
                    result.mixed_magnitude += magnitude * (curvature.abs() + partial.abs());
                }
            }
        }
        result
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

    /// The value, its floats moving along a second direction.
    #[must_use]
    pub fn across(&self, direction: &mut dyn Iterator<Item = f64>) -> Value {
        match self {
            Value::Float(dual) => {
                let tangent = direction.next().unwrap_or(0.0);
                let second = Second {
                    tangent,
                    magnitude: tangent.abs(),
                    ..dual.second
                };
                Value::Float(Dual { second, ..*dual })
            }
            Value::Integer(_) | Value::Closure(_) => self.clone(),
            Value::List(parts) => {
                Value::List(parts.iter().map(|part| part.across(direction)).collect())
            }
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
                second: Second::default(),
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
