//! What the tokens tell of a value's type: enough to write down its zero.

use std::rc::Rc;

use proc_macro2::Ident;
use syn::{Expr, Type};

use super::{Place, Projection, Variables};

/// The shape of a value, as far as the source shows it. Copies share what they hold.
#[derive(Clone)]
pub(crate) enum Shape {
    /// A float; its type where it is written somewhere.
    Scalar(Option<Rc<Type>>),
    Array(Rc<Shape>, Rc<Expr>),
    /// A slice or a `Vec`; only its owned form is a cotangent.
    Sequence(Rc<Shape>),
    Tuple(Rc<[Shape]>),
    /// A vector or a matrix of another crate, which is its own tangent but for its size.
    Vector,
    /// No derivative.
    Inert,
    /// The result of a call, or a type the macro does not know.
    Unknown,
}

/// The fields of matrices that are columns of them.
const AXES: [&str; 4] = ["x_axis", "y_axis", "z_axis", "w_axis"];

impl Shape {
    /// The shape of a part.
    pub(crate) fn element(&self) -> Shape {
        match self {
            Shape::Array(element, _) | Shape::Sequence(element) => (**element).clone(),
            Shape::Vector => Shape::Scalar(None),
            _ => Shape::Unknown,
        }
    }

    /// The shape of a field, if this is a vector or a matrix: a float, or the axis of a matrix.
    pub(crate) fn part_of_vector(&self, field: &Ident) -> Shape {
        match self {
            Shape::Vector if AXES.iter().any(|axis| field == axis) => Shape::Vector,
            Shape::Vector => Shape::Scalar(None),
            _ => Shape::Unknown,
        }
    }

    /// The shape of a part of a sequence that is one itself.
    pub(crate) fn slice(&self) -> Shape {
        match self {
            Shape::Array(element, _) | Shape::Sequence(element) => Shape::Sequence(element.clone()),
            _ => Shape::Sequence(Rc::new(Shape::Unknown)),
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

    /// Whether the zero of a shape can be written without looking at a value.
    pub(crate) fn is_static(&self) -> bool {
        match self {
            Shape::Scalar(_) | Shape::Inert => true,
            Shape::Array(inner, _) => inner.is_static(),
            Shape::Tuple(fields) => fields.iter().all(Shape::is_static),
            Shape::Sequence(_) | Shape::Vector | Shape::Unknown => false,
        }
    }

    pub(crate) fn is_scalar(&self) -> bool {
        matches!(self, Shape::Scalar(_))
    }
}

/// The shape of the part of a variable that a place is.
pub(crate) fn part_shape(vars: &Variables, place: &Place) -> Shape {
    place.path.iter().fold(
        vars.shape(place.root),
        |shape, projection| match projection {
            Projection::Index(_) => shape.element(),
            Projection::Field(index) => shape.field(*index),
            Projection::Named { name, .. } if matches!(shape, Shape::Vector) => {
                shape.part_of_vector(name)
            }
            Projection::Named { of, .. } => of.shape(),
            Projection::Range(_) => shape.slice(),
        },
    )
}
