//! One bound for functions that are generic over their float type.

use core::fmt::{Debug, Display, LowerExp};
use core::iter::{Product, Sum};

use num_traits::float::TotalOrder;
use num_traits::{Float, FloatConst, FromPrimitive, NumAssignRef};

use crate::algebra::Operand;
use crate::elements::Elements;
use crate::tangent::{Differentiable, Scale, Tangent};

/// A float type, `f32` or `f64`, with all that a differentiated function may ask of one: the operators and assignments, the
/// functions and constants of [`num_traits::Float`] and [`FloatConst`], sums and products of iterators, an order, and what
/// the generated code needs.
///
/// A function of `T: Float` is differentiated too; but where it says `+=` or `.sum()`, or calls another generic function,
/// each is one more bound, and so it is here none.
///
/// ```
/// use ad_runtime::{Scalar, differentiate};
///
/// #[differentiate]
/// fn softplus<T: Scalar>(x: T) -> T {
///     x.exp().ln_1p()
/// }
///
/// #[differentiate]
/// fn loss<T: Scalar>(w: &[T], margins: &[T]) -> T {
///     let mut sum = T::literal(0.5) * w.iter().map(|v| *v * *v).sum::<T>();
///     for (w, m) in w.iter().zip(margins) {
///         sum += softplus(-*w * *m);
///     }
///     sum
/// }
///
/// let (w_bar, _) = loss_grad(&[0.0_f32, 1.0], &[2.0, -3.0]);
/// assert_eq!(w_bar[0], -1.0);
/// ```
///
/// It is not to be implemented by other types: derivatives are numbers of the same type, and how accurate they are is
/// tested for these two.
pub trait Scalar:
    Float
    + FloatConst
    + FromPrimitive
    + NumAssignRef
    + TotalOrder
    + Sum
    + for<'a> Sum<&'a Self>
    + Product
    + for<'a> Product<&'a Self>
    + Default
    + Debug
    + Display
    + LowerExp
    + Differentiable<Tangent = Self>
    + Tangent
    + Scale<Self>
    + Elements<Self>
    + Operand<Value = Self>
    + sealed::Sealed
    + Send
    + Sync
    + 'static
{
    /// A constant, rounded to this type.
    #[must_use]
    fn literal(value: f64) -> Self;

    /// The least nonnegative remainder, as that of the standard library.
    #[must_use]
    fn rem_euclid(self, modulus: Self) -> Self;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! scalars {
    ($($float:ty)*) => {$(
        impl sealed::Sealed for $float {}

        impl Scalar for $float {
            #[inline]
            #[allow(clippy::cast_possible_truncation, reason = "it is rounded")]
            #[allow(trivial_numeric_casts, reason = "of `f64`")]
            fn literal(value: f64) -> Self {
                value as $float
            }

            #[inline]
            fn rem_euclid(self, modulus: Self) -> Self {
                let remainder = self % modulus;
                if remainder < 0.0 { remainder + modulus.abs() } else { remainder }
            }
        }
    )*};
}

scalars! { f32 f64 }
