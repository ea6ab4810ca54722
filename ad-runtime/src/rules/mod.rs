//! The partial derivatives of primitives, where they need more than a plain formula.
//!
//! Everywhere `r` is the primal result. Where a function has a kink, each rule says which of the
//! one-sided derivatives it returns: 0 at a local optimum, the finite side over an infinite one,
//! and NaN only where nothing else is defensible.
//!
//! Generated code calls these functions; they are ordinary functions of any float type.
//!
//! ```
//! use ad_runtime::{differentiate, rules};
//!
//! #[differentiate]
//! fn distance(x: f64, y: f64) -> f64 {
//!     (x - y).abs()
//! }
//!
//! assert_eq!(distance_grad(1.0, 1.0), (0.0, 0.0)); // at the kink, 0
//! assert_eq!(rules::abs(-2.0), -1.0);
//! assert_eq!(rules::powi(3.0, 2), 6.0);
//! ```

mod accuracy;
mod elementary;
mod rounding;
mod selection;
#[cfg(test)]
mod tests;

#[doc(hidden)]
pub use accuracy::*;
pub use elementary::*;
pub use rounding::*;
pub use selection::*;
