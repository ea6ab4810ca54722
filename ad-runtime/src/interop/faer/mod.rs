//! Matrices, columns and rows of faer. With the feature `faer-0_24`. The tangent of one is another of its type and size.
//!
//! ```
//! use ad_runtime::differentiate;
//! use faer::linalg::solvers::Solve;
//! use faer::{Col, Mat, mat};
//!
//! /// How far the solution of a system is from the origin.
//! #[differentiate]
//! fn distance(matrix: &Mat<f64>, right: &Col<f64>) -> f64 {
//!     matrix.partial_piv_lu().solve(right).norm_l2()
//! }
//!
//! let matrix = mat![[2.0, 0.0], [0.0, 4.0]];
//! let (matrix_bar, right_bar) = distance_grad(&matrix, &Col::from_fn(2, |i| [6.0, 16.0][i]));
//! assert!((right_bar - Col::from_fn(2, |i| [0.3, 0.2][i])).norm_l2() < 1e-15);
//! assert!((matrix_bar + mat![[0.9, 1.2], [0.6, 0.8]]).norm_l2() < 1e-15);
//! ```
//!
//! | | |
//! |---|---|
//! | types | `Mat`, `Col` and `Row` of `f64` and `f32`; not views, of which `to_owned` makes one of these |
//! | operators | `-x`, `x + y`, `x - y`, `+=`, `-=`, products of matrices, columns and rows; `x * t`, `t * x`, `x / t` with a number |
//! | of one | `norm_l2`, `squared_norm_l2`, `sum`, `transpose`, `determinant` |
//! | parts | `x[i]`, `m[(i, j)]`, `col(j)`, `row(i)`; elements are also written |
//! | made of numbers | `zeros` and other constants as they are, and then elements are written |
//! | decompositions | `partial_piv_lu()`, `llt(side).unwrap()`; of these `solve` and `inverse` |
//!
//! The product of a row and a column is a number, which the macro knows where `Mat` and `Col` are declared; else a type says it:
//! `let z: f64 = x.transpose() * &y;`. A field of a struct is bound by its type, as in `let a: &Mat<f64> = &system.matrix;`. Of the
//! matrix that `llt` factors one triangle is read, and has all of the derivative. The gradient of the determinant of a singular
//! matrix is NaN. At zero, a norm has the subgradient 0.

mod decompositions;
mod floats;
mod products;
mod types;
