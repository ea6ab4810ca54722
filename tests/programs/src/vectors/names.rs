//! The names of types.

use super::ast::{FIELDS, Shape, Type, Variable};

/// The struct that parameters may be of.
pub(crate) fn structure(float: &str) -> String {
    let fields = FIELDS.iter().map(|(name, ty)| {
        let ty = type_name(*ty, float);
        format!("    pub {name}: {ty},\n")
    });
    let fields: String = fields.collect();
    format!("#[derive(Clone, Debug, Differentiable)]\npub struct Body {{\n{fields}}}\n\n")
}

/// The name of a type of nalgebra, without its float.
pub(crate) fn shape_name(shape: Shape) -> String {
    let (rows, columns) = (shape.rows, shape.columns);
    match (rows, columns, shape.dynamic) {
        (_, 1, true) => "DVector".to_owned(),
        (1, _, true) => "RowDVector".to_owned(),
        (_, _, true) => "DMatrix".to_owned(),
        (_, 1, false) => format!("Vector{rows}"),
        (1, _, false) => format!("RowVector{columns}"),
        _ if rows == columns => format!("Matrix{rows}"),
        _ => format!("Matrix{rows}x{columns}"),
    }
}

pub(crate) fn type_name(ty: Type, float: &str) -> String {
    match ty {
        Type::Float => float.to_owned(),
        Type::Matrix(shape) => format!("{}<{float}>", shape_name(shape)),
        Type::List(shape, _) => format!("Vec<{}<{float}>>", shape_name(shape)),
        Type::Struct => "Body".to_owned(),
        Type::Index | Type::Closure => "usize".to_owned(),
    }
}

/// The type of a parameter.
pub(crate) fn param_type(variable: &Variable, float: &str) -> String {
    match (variable.ty, variable.reference) {
        (Type::List(shape, _), true) => format!("&[{}<{float}>]", shape_name(shape)),
        (ty, true) => format!("&{}", type_name(ty, float)),
        (ty, false) => type_name(ty, float),
    }
}
