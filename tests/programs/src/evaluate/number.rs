//! Operations on numbers, and where they are well conditioned.

use crate::ast::{Comparison, Operator, Type};
use crate::dual::{Dual, Primal, Value};
use crate::primitives::primitive;

/// `x op y` of numbers of one type.
#[must_use]
pub fn binary(operator: Operator, x: &Value, y: &Value) -> Value {
    match (x, y) {
        (Value::Float(x), Value::Float(y)) => Value::Float(Dual::binary(operator, *x, *y)),
        _ => {
            let (x, y) = (x.integer(), y.integer());
            Value::Integer(match operator {
                Operator::Add => x + y,
                Operator::Subtract => x - y,
                Operator::Multiply => x * y,
                Operator::Divide => x.checked_div(y).unwrap_or(0),
                Operator::Remainder => x.checked_rem(y).unwrap_or(0),
            })
        }
    }
}

/// A method.
#[must_use]
pub fn method(name: &str, operands: &[Value]) -> Value {
    match (name, operands) {
        ("powi", [x, n]) => {
            let n = i32::try_from(n.integer()).unwrap_or(0);
            Value::Float(x.float().powi(n))
        }
        ("sin_cos", [x]) => Value::List(x.float().sin_cos().map(Value::Float).to_vec()),
        _ => {
            let operands: Vec<Dual> = operands.iter().map(Value::float).collect();
            Value::Float(Dual::method(primitive(name), &operands))
        }
    }
}

/// `value as ty`
#[must_use]
pub fn cast(value: &Value, ty: &Type) -> Value {
    match value {
        Value::Float(dual) if ty.is_float() => Value::Float(dual.cast(ty)),
        Value::Float(dual) => Value::Integer(truncated(dual.primal.wide())),
        Value::Integer(n) if ty.is_float() => {
            let n = i32::try_from(*n).unwrap_or(0);
            Value::Float(Dual::constant(Primal::rounded(f64::from(n), ty)))
        }
        other => other.clone(),
    }
}

pub(super) fn is_empty_range(bounds: &[Value]) -> bool {
    let bound = |value: &Value| value.float().primal.wide();
    !matches!(bounds, [low, high] if bound(low) <= bound(high))
}

/// Whether an operator is well conditioned at its operands.
pub fn is_defined(operator: Operator, x: &Value, y: &Value) -> bool {
    match (operator, x, y) {
        (Operator::Divide, _, Value::Float(y)) => y.primal.wide().abs() > 0.1,
        (Operator::Remainder, Value::Float(x), Value::Float(y)) => {
            let (x, y) = (x.primal.wide(), y.primal.wide());
            let quotient = x / y;
            y.abs() > 0.1 && (quotient - quotient.round()).abs() > 1e-3
        }
        (Operator::Divide | Operator::Remainder, ..) => false,
        _ => true,
    }
}

/// Whether a method is well conditioned at its operands.
pub(super) fn is_in_domain(name: &str, operands: &[Value]) -> bool {
    match (name, operands) {
        ("powi", [x, n]) => {
            let size = x.float().primal.wide().abs();
            (0.1..4.0).contains(&size) && (-3..=4).contains(&n.integer())
        }
        ("sin_cos", _) => true,
        _ => {
            let at = operands.iter().map(|operand| operand.float().primal.wide());
            (primitive(name).domain)(&at.collect::<Vec<f64>>())
        }
    }
}

/// Whether two floats are so close that rounding decides which is less.
pub(super) fn is_tie(x: &Value, y: &Value) -> bool {
    match (x, y) {
        (Value::Float(x), Value::Float(y)) => (x.primal.wide() - y.primal.wide()).abs() < 1e-6,
        _ => false,
    }
}

/// `x < y` of numbers of one type.
pub(super) fn compare(comparison: Comparison, x: &Value, y: &Value) -> bool {
    let order = match (x, y) {
        (Value::Float(x), Value::Float(y)) => x.primal.wide().partial_cmp(&y.primal.wide()),
        _ => Some(x.integer().cmp(&y.integer())),
    };
    order.is_some_and(|order| match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
        Comparison::Equal => order.is_eq(),
        Comparison::Different => order.is_ne(),
    })
}

pub(super) fn zero(ty: &Type) -> Value {
    match ty {
        Type::F64 | Type::F32 => Value::Float(Dual::constant(Primal::rounded(0.0, ty))),
        Type::I32 | Type::Usize | Type::Bool => Value::Integer(0),
        _ => Value::List(ty.parts().iter().map(zero).collect()),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "as in the program")]
fn truncated(number: f64) -> i64 {
    number as i64
}
