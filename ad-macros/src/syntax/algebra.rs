//! Vectors and matrices of other crates, as tokens show them: types and methods by name.
//!
//! What an operation of them is, and what its derivative, the compiler finds by the traits of the runtime's `algebra`; here
//! is only which operation a piece of source asks for.

use proc_macro2::Ident;
use syn::{BinOp, Expr, ExprPath, Type};

/// An operation of the runtime, and whether its value is a float again.
#[derive(Clone, Copy)]
pub(super) struct Operation {
    pub(super) function: &'static str,
    pub(super) gives: Gives,
}

/// What an operation gives, as far as is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gives {
    Float,
    Vector,
    /// A value of a type with rules of its own.
    Type,
}

/// The names of the types of a library: whole ones, and beginnings of such as end with sizes.
struct Names {
    whole: &'static [&'static str],
    sized: &'static [&'static str],
}

/// Those of the libraries whose features are on: without, such a type is the user's.
const NAMES: [(bool, Names); 4] = [
    (
        cfg!(feature = "nalgebra"),
        Names {
            whole: &[
                "DMatrix",
                "DVector",
                "OMatrix",
                "OVector",
                "RowDVector",
                "RowSVector",
                "SMatrix",
                "SVector",
            ],
            sized: &["Matrix", "RowVector", "Vector"],
        },
    ),
    (
        cfg!(feature = "glam"),
        Names {
            whole: &["Mat3A", "Vec3A"],
            sized: &["DMat", "DVec", "Mat", "Vec"],
        },
    ),
    (
        cfg!(feature = "ndarray"),
        Names {
            whole: &["ArrayD", "ArrayView1", "ArrayView2"],
            sized: &["Array"],
        },
    ),
    (
        cfg!(feature = "faer"),
        Names {
            whole: &["Col", "Mat"],
            sized: &[],
        },
    ),
];

impl Names {
    fn contain(&self, name: &str) -> bool {
        let size = |rest: &str| {
            !rest.is_empty() && rest.chars().all(|c| matches!(c, '1'..='6' | 'x' | 'X'))
        };
        let mut stems = self.sized.iter().filter_map(|stem| name.strip_prefix(stem));
        self.whole.contains(&name) || stems.any(size)
    }
}

/// Whether a type of this name is a vector, a matrix or the like.
pub(super) fn is_type_name(name: &Ident) -> bool {
    let name = name.to_string();
    NAMES
        .iter()
        .any(|(is_on, names)| *is_on && names.contain(&name))
}

/// Whether a type of this name may as well be one of the user's, with methods of its own.
pub(super) fn is_short(name: &str) -> bool {
    let mut stems = ["Vec", "DVec", "Mat", "DMat"]
        .iter()
        .filter_map(|stem| name.strip_prefix(stem));
    ["Mat", "Col"].contains(&name)
        || stems.any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a type of this name is one of glam's over `f32`.
pub(super) fn is_single(name: &str) -> bool {
    let mut stems = ["Vec", "Mat"]
        .iter()
        .filter_map(|stem| name.strip_prefix(stem));
    stems.any(|rest| matches!(rest, "2" | "3" | "3A" | "4"))
}

/// What a product depends on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Number,
    /// An array of so many axes, of ndarray.
    Array(u8),
    /// A matrix, of faer, a column or a row.
    Matrix,
    Column,
    Row,
    /// Any other vector or matrix, or one of which nothing more is known.
    Unknown,
}

/// The forms that the names of types tell.
const FORMS: [(&str, Form); 6] = [
    ("Array1", Form::Array(1)),
    ("Array2", Form::Array(2)),
    ("ArrayView1", Form::Array(1)),
    ("ArrayView2", Form::Array(2)),
    ("Col", Form::Column),
    ("Mat", Form::Matrix),
];

/// Whether a type of this name is an array of any number of axes.
pub(super) fn is_array(name: &str) -> bool {
    name == "Array"
        || ["Array", "ArrayView"].iter().any(|stem| {
            name.strip_prefix(stem)
                .is_some_and(|axes| matches!(axes, "1" | "2" | "3" | "4" | "5" | "6" | "D"))
        })
}

fn form_by_name(name: &Ident) -> Option<Form> {
    let of_name = FORMS.iter().find(|(known, _)| name == known);
    of_name.map(|(_, form)| *form)
}

/// The form of the values of a type, where its name tells.
pub(super) fn form(ty: &Type) -> Option<Form> {
    match ty {
        Type::Path(path) => form_by_name(&path.path.segments.last()?.ident),
        Type::Reference(reference) => form(&reference.elem),
        Type::Paren(paren) => form(&paren.elem),
        Type::Group(group) => form(&group.elem),
        _ => None,
    }
}

/// The same, of what a function of the type gives: `Array1::zeros`.
pub(super) fn form_of_owner(path: &ExprPath) -> Option<Form> {
    let owner = path.path.segments.iter().rev().nth(1)?;
    form_by_name(&owner.ident)
}

pub(super) fn is_type(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| is_type_name(&last.ident)),
        Type::Reference(reference) => is_type(&reference.elem),
        Type::Paren(paren) => is_type(&paren.elem),
        Type::Group(group) => is_type(&group.elem),
        _ => false,
    }
}

/// Whether a path is that of a function of such a type: `Vector3::new`.
pub(super) fn is_of_type(path: &ExprPath) -> bool {
    path.path
        .segments
        .iter()
        .rev()
        .nth(1)
        .is_some_and(|owner| is_type_name(&owner.ident))
}

/// Whether tokens show that a function gives such a type: `Vector3::zeros()`.
pub(super) fn is_made_by(call: &syn::ExprCall) -> bool {
    matches!(&*call.func, Expr::Path(path) if is_of_type(path))
}

/// The operation of a binary operator.
pub(super) fn operator(operator: &BinOp) -> Option<&'static str> {
    Some(match operator {
        BinOp::Add(_) => "add",
        BinOp::Sub(_) => "sub",
        BinOp::Mul(_) => "mul",
        BinOp::Div(_) => "div",
        _ => return None,
    })
}

/// The operation of a method with so many arguments.
pub(super) fn method(name: &str, arguments: usize) -> Option<Operation> {
    use Gives::{Float, Vector};
    let (function, gives) = match (name, arguments) {
        ("norm" | "magnitude" | "length" | "norm_l2", 0) => ("norm", Float),
        ("norm_squared" | "magnitude_squared" | "length_squared" | "squared_norm_l2", 0) => {
            ("norm_squared", Float)
        }
        ("sum" | "element_sum", 0) => ("sum", Float),
        ("mean", 0) => ("mean", Float),
        ("trace", 0) => ("trace", Float),
        ("determinant", 0) => ("determinant", Float),
        ("ln_determinant", 0) => ("ln_determinant", Float),
        ("distance", 1) => ("distance", Float),
        ("distance_squared", 1) => ("distance_squared", Float),
        ("dot", 1) => ("dot", Float),
        ("normalize", 0) => ("normalize", Vector),
        ("transpose" | "t", 0) => ("transpose", Vector),
        ("lu" | "partial_piv_lu", 0) => ("lu", Vector),
        ("l", 0) => ("lower", Vector),
        ("inverse", 0) => ("inverse", Vector),
        ("cross", 1) => ("cross", Vector),
        ("component_mul", 1) => ("component_mul", Vector),
        ("component_div", 1) => ("component_div", Vector),
        ("scale", 1) => ("mul", Vector),
        ("unscale", 1) => ("div", Vector),
        ("column" | "col", 1) => ("column", Vector),
        ("row", 1) => ("row", Vector),
        ("tr_mul", 1) => ("transpose_mul", Vector),
        ("solve", 1) => ("solve", Vector),
        _ => return None,
    };
    Some(Operation { function, gives })
}

/// The operation of a method that may have no value, where it is unwrapped.
pub(super) fn unwrapped(name: &str, arguments: usize) -> Option<Operation> {
    use Gives::{Float, Vector};
    let (function, gives) = match (name, arguments) {
        ("solve", 1) => ("solve", Vector),
        ("try_inverse", 0) => ("inverse", Vector),
        ("cholesky", 0) => ("cholesky", Vector),
        ("llt", 1) => ("cholesky_of_side", Vector),
        ("mean", 0) => ("mean", Float),
        _ => return None,
    };
    Some(Operation { function, gives })
}

/// Whether a method gives its receiver again.
pub(super) fn is_copy(name: &str) -> bool {
    ["clone", "clone_owned", "into_owned", "to_owned"].contains(&name)
}
