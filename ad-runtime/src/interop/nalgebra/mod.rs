//! Vectors and matrices of nalgebra. The tangent of one is another, of the same shape.

mod decompositions;
mod products;
mod sums;
mod types;

/// A float, as nalgebra and the crate's own traits know it.
pub(super) trait Real: crate::Scalar + ::nalgebra::RealField {}

impl<T: crate::Scalar + ::nalgebra::RealField> Real for T {}
