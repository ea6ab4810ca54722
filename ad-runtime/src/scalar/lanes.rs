//! Floats, and several of them at once.

use core::array::from_fn;

use num_traits::Float;

use super::TangentScalar;
use crate::elements::Elements;

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl TangentScalar<$float> for $float {
            const RECORDS_DECISIONS: bool = false;

            #[inline]
            fn zero() -> Self {
                0.0
            }

            #[inline]
            fn plus(self, other: Self) -> Self {
                self + other
            }

            #[inline]
            fn minus(self, other: Self) -> Self {
                self - other
            }

            #[inline]
            fn negated(self) -> Self {
                -self
            }

            #[inline]
            fn times(self, factor: $float) -> Self {
                self * factor
            }

            #[inline]
            fn over(self, divisor: $float) -> Self {
                self / divisor
            }
        }

        /// Several directions at once: the value, its partial derivatives and all decisions are common to them.
        impl<const K: usize> TangentScalar<$float> for [$float; K] {
            const RECORDS_DECISIONS: bool = false;

            #[inline]
            fn zero() -> Self {
                [0.0; K]
            }

            #[inline]
            fn plus(self, other: Self) -> Self {
                plus(self, other)
            }

            #[inline]
            fn minus(self, other: Self) -> Self {
                minus(self, other)
            }

            #[inline]
            fn negated(self) -> Self {
                self.map(|lane| -lane)
            }

            #[inline]
            fn times(self, factor: $float) -> Self {
                self.map(|lane| lane * factor)
            }

            #[inline]
            fn over(self, divisor: $float) -> Self {
                self.map(|lane| lane / divisor)
            }
        }
    )*};
}

floats! { f32 f64 }

#[inline]
pub(super) fn plus<T: Float, const K: usize>(left: [T; K], right: [T; K]) -> [T; K] {
    from_fn(|lane| left[lane] + right[lane])
}

#[inline]
pub(super) fn minus<T: Float, const K: usize>(left: [T; K], right: [T; K]) -> [T; K] {
    from_fn(|lane| left[lane] - right[lane])
}

/// Adds to a tangent what moves its elements, from the first of these on, in as many directions, one each.
#[doc(hidden)]
#[inline]
pub fn seed_lanes<F: Float, const K: usize>(
    tangent: &mut impl Elements<[F; K]>,
    first: usize,
    step: F,
) {
    let mut lanes = 0..K;
    let mut index = 0;
    tangent.for_each_element(&mut |element| {
        if index >= first
            && let Some(lane) = lanes.next()
        {
            element[lane] = element[lane] + step;
        }
        index += 1;
    });
}
