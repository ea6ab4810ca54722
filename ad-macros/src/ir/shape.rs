//! What the tokens tell of a value's type: enough to write down its zero.

use std::rc::Rc;

use syn::{Expr, Type};

/// The shape of a value, as far as the source shows it. Copies share what they hold.
#[derive(Clone)]
pub(crate) enum Shape {
    /// A float; its type where it is written somewhere.
    Scalar(Option<Rc<Type>>),
    Array(Rc<Shape>, Rc<Expr>),
    /// A slice or a `Vec`; only its owned form is a cotangent.
    Sequence(Rc<Shape>),
    Tuple(Rc<[Shape]>),
    /// No derivative.
    Inert,
    /// The result of a call, or a type the macro does not know.
    Unknown,
}

impl Shape {
    /// The shape of a part.
    pub(crate) fn element(&self) -> Shape {
        match self {
            Shape::Array(element, _) | Shape::Sequence(element) => (**element).clone(),
            _ => Shape::Unknown,
        }
    }

    pub(crate) fn field(&self, index: u32) -> Shape {
        match self {
            Shape::Tuple(fields) => fields
                .get(index as usize)
                .cloned()
                .unwrap_or(Shape::Unknown),
            _ => Shape::Unknown,
        }
    }

    pub(crate) fn is_scalar(&self) -> bool {
        matches!(self, Shape::Scalar(_))
    }
}
