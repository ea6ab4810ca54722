//! Vectors and matrices of nalgebra. The tangent of one is another, of the same shape.
//!
//! ```
//! use ad_runtime::differentiate;
//! use nalgebra::{Matrix2, Vector2};
//!
//! /// The negative logarithm of a normal density, but for a constant.
//! #[differentiate]
//! fn surprise(x: &Vector2<f64>, mean: &Vector2<f64>, covariance: &Matrix2<f64>) -> f64 {
//!     let deviation = x - mean;
//!     let factor = covariance.cholesky().unwrap();
//!     0.5 * (deviation.dot(&factor.solve(&deviation)) + factor.ln_determinant())
//! }
//!
//! let (x, mean) = (Vector2::new(2.0, 1.0), Vector2::new(0.0, 3.0));
//! let (x_bar, mean_bar, covariance_bar) = surprise_grad(&x, &mean, &Matrix2::from_diagonal_element(2.0));
//! assert!((x_bar - Vector2::new(1.0, -1.0)).norm() < 1e-15);
//! assert!((mean_bar + x_bar).norm() < 1e-15);
//! // The lower triangle is read, and so it has the derivative.
//! assert!((covariance_bar - Matrix2::new(-0.25, 0.0, 1.0, -0.25)).norm() < 1e-15);
//! ```
//!
//! | | |
//! |---|---|
//! | operators | `-x`, `x + y`, `x - y`, `+=`, `-=`, products of matrices and with a number on either side, division by a number |
//! | of one | `norm`, `norm_squared`, `magnitude`, `magnitude_squared`, `normalize`, `sum`, `mean`, `trace`, `transpose`, `determinant` |
//! | of two | `dot`, `cross`, `component_mul`, `component_div`, `tr_mul`, `scale`, `unscale` |
//! | parts | `v[i]`, `m[(i, j)]`, `v.x`, `column(i)`, `row(i)`, `iter()`; elements are also written |
//! | by closures | `map`, `zip_map` |
//! | made of numbers | `new`, `repeat`, `from_element`, `from` an array; `from_vec`, `from_column_slice`, `from_row_slice`; `zeros` and other constants as they are |
//! | decompositions | `lu`, `cholesky().unwrap()`; of these `solve`, `determinant`, `ln_determinant`, `inverse`, `l`; `try_inverse`, and `lu().solve(&b)`, unwrapped or in a pattern |
//!
//! Types are known by their names: `Vector3`, `SMatrix`, `DVector` and so on; a field of a struct by that of a `let`. At zero, a norm
//! has the subgradient 0. The gradient of a determinant is that of the cofactors up to 3 × 3, and above that NaN where the matrix is
//! singular. Of the matrix of a Cholesky decomposition the lower triangle is read, and has all of the derivative.

mod decompositions;
mod products;
mod sums;
mod types;

/// A float, as nalgebra and the crate's own traits know it.
pub(super) trait Real: crate::Scalar + ::nalgebra::RealField {}

impl<T: crate::Scalar + ::nalgebra::RealField> Real for T {}
