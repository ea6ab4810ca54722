//! The partial derivatives of primitives, where they need more than a plain formula.
//!
//! Everywhere `r` is the primal result. Where a function has a kink, each rule says which of the
//! one-sided derivatives it returns: 0 at a local optimum, the finite side over an infinite one,
//! and NaN only where nothing else is defensible.

mod elementary;
mod rounding;
mod selection;
#[cfg(test)]
mod tests;

pub use elementary::*;
pub use rounding::*;
pub use selection::*;
