//! Vectors and matrices of glam. With the feature `glam-0_34`.
//!
//! The tangent of a vector or a matrix is another of its type.
//!
//! ```
//! use ad_runtime::differentiate;
//! use glam::{DMat3, DVec3};
//!
//! /// The energy of a spring between a point of a body and one in space.
//! #[differentiate]
//! fn energy(rotation: &DMat3, at: DVec3, anchor: DVec3, stiffness: f64) -> f64 {
//!     let stretch = (*rotation * at).distance(anchor) - 1.0;
//!     0.5 * stiffness * stretch * stretch
//! }
//!
//! let (at, anchor) = (DVec3::X, DVec3::new(4.0, 0.0, 0.0));
//! let (_, at_bar, anchor_bar, stiffness_bar) = energy_grad(&DMat3::IDENTITY, at, anchor, 10.0);
//! assert_eq!((at_bar, anchor_bar), (DVec3::X * -20.0, DVec3::X * 20.0));
//! assert_eq!(stiffness_bar, 2.0);
//! ```
//!
//! | | |
//! |---|---|
//! | types | `Vec2`, `Vec3`, `Vec3A`, `Vec4`, `Mat2`, `Mat3`, `Mat3A`, `Mat4`, and those of `f64`: `DVec2` and so on |
//! | operators | `-x`, `x + y`, `x - y`, `+=`, `-=`; with a number `x * t`, `t * x`, `x / t`; `m * n`, `m * x` |
//! | of elements | `x * y`, `x / y`, `t / x` of vectors |
//! | of one | `length`, `length_squared`, `normalize`, `element_sum`, `transpose`, `determinant`, `inverse` |
//! | of two | `dot`, `cross`, `distance`, `distance_squared` |
//! | parts | `x.z`, `x[2]`, `m.x_axis`, `m.col(i)`, `m.row(i)`; elements of vectors are also written |
//! | made of numbers | `new`, `splat`; `ZERO` and other constants as they are |
//!
//! At zero, a length has the subgradient 0. The derivatives of a determinant are those of a singular matrix too.

mod matrices;
mod types;
mod vectors;
