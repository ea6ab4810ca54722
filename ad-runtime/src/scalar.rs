//! What may stand for the tangent of a float: the float itself, several of them, the coefficients of a power series, the
//! inputs that a value depends on.
//!
//! Forward mode is the program and beside it the linear program of its tangents. Of these, it asks only that they be
//! added and scaled: so one companion, `f_jvp_over`, is forward mode over all of them.
//!
//! | scalar | one evaluation gives |
//! |---|---|
//! | `f64`, `f32` | a directional derivative |
//! | `[f64; K]` | K directional derivatives |
//! | [`Series`] | Taylor coefficients up to an order |
//! | [`Dependence`] | which inputs each output depends on |
//! | [`Interaction`] | which pairs of inputs each output depends on other than linearly |
//!
//! Where a primitive is not linear, the linear term says too little of a power series, or of pairs of inputs: then the
//! scalar is told which primitive it is.

use core::marker::PhantomData;

use num_traits::Float;

use crate::elements::Elements;

#[cfg(feature = "alloc")]
mod dependence;
#[cfg(feature = "alloc")]
mod interaction;
mod lanes;
mod over;
mod series;
#[cfg(all(test, feature = "alloc"))]
mod tests;
#[cfg(feature = "alloc")]
mod unions;

#[cfg(feature = "alloc")]
pub use dependence::{Dependence, Dependences};
#[cfg(feature = "alloc")]
pub use interaction::{Interaction, Interactions};
#[doc(hidden)]
pub use lanes::seed_lanes;
#[doc(hidden)]
pub use over::{Over, Partials, Scalars, decide, dot_over, float, unavailable, zero_over};
pub use series::Series;

/// The tangent of a float of type `T`: an element of a vector space over `T`.
///
/// ```
/// use ad_runtime::TangentScalar;
///
/// let directions = [1.0, 0.5].times(4.0).plus([0.0, 1.0]);
/// assert_eq!(directions, [4.0, 3.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no tangent of a `{T}`",
    label = "a float, an array of them, or a `Series` is"
)]
pub trait TangentScalar<T: Float>: Copy + Elements<Self> + Scalars<Self> {
    /// Whether [`decides`](TangentScalar::decides) does anything.
    const RECORDS_DECISIONS: bool;

    /// The tangent of a constant.
    #[must_use]
    fn zero() -> Self;

    /// `self + other`.
    #[must_use]
    fn plus(self, other: Self) -> Self;

    /// `self - other`.
    #[must_use]
    fn minus(self, other: Self) -> Self;

    /// `-self`.
    #[must_use]
    fn negated(self) -> Self;

    /// `self` scaled by a factor.
    #[must_use]
    fn times(self, factor: T) -> Self;

    /// `self` scaled by the inverse of a divisor.
    #[must_use]
    fn over(self, divisor: T) -> Self;

    /// The tangent of a function of `x` with the value `r`, of which `self` is the linear term.
    #[inline]
    #[must_use]
    fn unary(self, function: Unary, x: (T, Self), r: T) -> Self {
        let _ = (function, x, r);
        self
    }

    /// The tangent of a function of `x` and `y` with the value `r`, of which `self` is the linear term.
    ///
    /// Of a product, `self` may be more than its linear term: that of `x * y + z`.
    #[inline]
    #[must_use]
    fn binary(self, function: Binary, x: (T, Self), y: (T, Self), r: T) -> Self {
        let _ = (function, x, y, r);
        self
    }

    /// The tangent of a function of which nothing is known but `self`, its linear term.
    #[inline]
    #[must_use]
    fn opaque(self) -> Self {
        self
    }

    /// A branch, an index or a number of trips depends on a value with this tangent.
    #[inline]
    fn decides(self) {}
}

/// Says over which scalar a callee is evaluated.
#[doc(hidden)]
pub type Marker<D> = PhantomData<fn() -> D>;

/// A function of one float that is not linear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the methods of floats with these names")]
pub enum Unary {
    Recip,
    Sqrt,
    Cbrt,
    Exp,
    Exp2,
    ExpM1,
    Ln,
    Ln1p,
    Log2,
    Log10,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sinh,
    Cosh,
    Tanh,
    Asinh,
    Acosh,
    Atanh,
    /// A power with this exponent.
    Powi(i32),
}

/// A function of two floats that is not linear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Binary {
    /// `x * y`
    Product,
    /// `x / y`
    Quotient,
    /// `x.hypot(y)`
    Hypot,
    /// `x.atan2(y)`
    Atan2,
    /// `x.log(y)`
    Log,
    /// `x.powf(y)`
    Powf,
}
