//! Operations as methods, for values of which a function does not tell the type: the fields of structs, say, may be of a type
//! of the user's, with differentiated methods of its own, which are found before these.

#![allow(
    clippy::too_many_arguments,
    clippy::trivially_copy_pass_by_ref,
    clippy::type_complexity,
    clippy::unused_self,
    reason = "generated code calls every linkage alike, and takes apart what it gives"
)]

use super::linkage::{DotOf, Linkage1, Linkage2, Of1, Of2, Slot};
use super::{Binary, Operand, TangentOf, Unary};
use super::{
    Column, ComponentDiv, ComponentMul, Cross, Distance, DistanceSquared, Dot, Norm, NormSquared,
    Normalize, Row, Total, Trace, Transpose, TransposeMul,
};
use super::{Determinant, Inverse, Mean};
use crate::support::DifferentiableTwice;

ad_macros::operations_as_methods! {
    Linkage1 {
        norm: Norm, magnitude: Norm, length: Norm, norm_l2: Norm,
        norm_squared: NormSquared, magnitude_squared: NormSquared, length_squared: NormSquared, squared_norm_l2: NormSquared,
        normalize: Normalize,
        sum: Total, element_sum: Total, mean: Mean, trace: Trace, transpose: Transpose,
        determinant: Determinant, inverse: Inverse
    }
}

ad_macros::operations_as_methods! {
    Linkage2 {
        dot: Dot, cross: Cross,
        distance: Distance, distance_squared: DistanceSquared,
        component_mul: ComponentMul, component_div: ComponentDiv,
        tr_mul: TransposeMul,
        column(usize): Column, col(usize): Column, row(usize): Row
    }
}
