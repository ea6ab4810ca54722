//! Values, and the arithmetic of tangents.
//!
//! Where a literal meets a number of type `f32`, it is of that type.

use std::collections::BTreeMap;
use std::rc::Rc;

/// Cotangents of all arguments, from the seed of the value and those of what is written in place.
pub(crate) type Pulled = dyn Fn(&Value, &[Option<Value>]) -> Vec<Value>;

/// A closure of the user's, and what all names were where it was written.
pub(crate) struct Captured {
    pub(super) closure: syn::ExprClosure,
    pub(super) memory: BTreeMap<String, Value>,
}

/// A value; a reference is what it refers to.
#[derive(Clone)]
pub(crate) enum Value {
    Number(f64),
    /// A number of type `f32`.
    Single(f32),
    Truth(bool),
    /// An array, a sequence or a tuple.
    List(Vec<Value>),
    /// A linear map from a seed to the cotangents of all arguments.
    Linear(Rc<Pulled>),
    /// The record of a branch: the arm taken, and what is kept of it.
    Taken(usize, Vec<Value>),
    /// A closure in user code.
    Closure(Rc<Captured>),
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::Number(number)
    }
}

impl<const N: usize> From<[f64; N]> for Value {
    fn from(list: [f64; N]) -> Self {
        Value::List(list.into_iter().map(Value::Number).collect())
    }
}

impl From<(f64, f64)> for Value {
    fn from((first, second): (f64, f64)) -> Self {
        [first, second].into()
    }
}

impl Value {
    pub(crate) fn number(&self) -> f64 {
        match self {
            Value::Number(number) => *number,
            Value::Single(number) => f64::from(*number),
            _ => panic!("not a number"),
        }
    }

    pub(super) fn truth(&self) -> bool {
        match self {
            Value::Truth(truth) => *truth,
            _ => panic!("neither true nor false"),
        }
    }

    pub(super) fn list_mut(&mut self) -> &mut Vec<Value> {
        match self {
            Value::List(list) => list,
            _ => panic!("not a list"),
        }
    }

    pub(crate) fn list(&self) -> &[Value] {
        match self {
            Value::List(list) => list,
            _ => panic!("not a list"),
        }
    }

    /// The value as an array of numbers.
    pub(crate) fn array<const N: usize>(&self) -> [f64; N] {
        std::array::from_fn(|i| self.list()[i].number())
    }

    /// The numbers in the value, in order.
    pub(crate) fn numbers(&self) -> Vec<f64> {
        match self {
            Value::Number(_) | Value::Single(_) => vec![self.number()],
            Value::List(list) => list.iter().flat_map(Value::numbers).collect(),
            _ => panic!("not a number"),
        }
    }

    /// The value with each of its numbers changed.
    pub(crate) fn map(&self, change: &mut dyn FnMut(f64) -> f64) -> Value {
        match self {
            Value::Number(number) => Value::Number(change(*number)),
            Value::Single(number) => Value::Single(narrow(change(f64::from(*number)))),
            Value::List(list) => Value::List(list.iter().map(|part| part.map(change)).collect()),
            // Beside the numbers of a struct.
            Value::Truth(truth) => Value::Truth(*truth),
            _ => panic!("not a number"),
        }
    }

    pub(super) fn zip(&self, other: &Value, operation: &dyn Fn(f64, f64) -> f64) -> Value {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => Value::Number(operation(*a, *b)),
            (Value::Number(_) | Value::Single(_), Value::Number(_) | Value::Single(_)) => {
                Value::Single(narrow(operation(self.number(), other.number())))
            }
            (Value::List(a), Value::List(b)) => {
                assert_eq!(a.len(), b.len(), "lists of different lengths are combined");
                let parts = a.iter().zip(b).map(|(a, b)| a.zip(b, operation));
                Value::List(parts.collect())
            }
            (Value::Truth(_), Value::Truth(_) | Value::Number(_)) => self.clone(),
            (Value::Number(_), Value::Truth(_)) => other.clone(),
            _ => panic!("a number and a list are combined"),
        }
    }

    pub(super) fn zero(&self) -> Value {
        self.map(&mut |_| 0.0)
    }
}

/// Σ aᵢ bᵢ over all numbers.
pub(crate) fn dot(a: &Value, b: &Value) -> f64 {
    let (a, b) = (a.numbers(), b.numbers());
    assert_eq!(a.len(), b.len(), "a tangent has the form of its value");
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

pub(super) fn scale(value: &Value, factor: f64) -> Value {
    value.map(&mut |number| number * factor)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn index(number: f64) -> usize {
    assert!(number >= 0.0 && number.fract() == 0.0, "an index");
    number as usize
}

#[allow(clippy::cast_possible_truncation)]
pub(super) fn narrow(number: f64) -> f32 {
    number as f32
}

/// `value as ty`
pub(super) fn cast(value: &Value, ty: &str) -> Value {
    let number = value.number();
    match ty {
        "f32" => Value::Single(narrow(number)),
        "i32" | "i64" | "u32" | "u64" | "usize" => (number.trunc() + 0.0).into(),
        _ => number.into(),
    }
}

/// `value` in the precision of `like`.
pub(super) fn cast_like(value: &Value, like: &Value) -> Value {
    match like {
        Value::Single(_) => Value::Single(narrow(value.number())),
        _ => value.number().into(),
    }
}
