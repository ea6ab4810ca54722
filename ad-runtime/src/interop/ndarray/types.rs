//! What tangents are, and how the rest of the crate sees them.

use ndarray::{Array, ArrayBase, ArrayView1, Data, Dimension, Zip};

use crate::algebra::operand::operands;
use crate::check::{Coordinates, Seed, Visitor};
use crate::elements::Elements;
use crate::tangent::{Differentiable, Scale, Tangent};

/// Two arrays of one shape, without which a shorter one would be repeated.
///
/// # Panics
///
/// If the shapes differ.
#[inline]
#[track_caller]
pub(super) fn same_shape<S, S2, D, T>(x: &ArrayBase<S, D, T>, y: &ArrayBase<S2, D, T>)
where
    S: Data<Elem = T>,
    S2: Data<Elem = T>,
    D: Dimension,
{
    assert!(
        x.raw_dim() == y.raw_dim(),
        "arrays of the shapes {:?} and {:?} are one operation without a derivative rule: repeat the elements of one by `broadcast`",
        x.shape(),
        y.shape()
    );
}

macro_rules! types {
    ($($T:ty)*) => {$(
        /// The tangent of a view is an array.
        impl<S: Data<Elem = $T>, D: Dimension> Differentiable for ArrayBase<S, D, $T> {
            type Tangent = Array<$T, D>;

            #[inline]
            fn zero_tangent(&self) -> Array<$T, D> {
                Array::zeros(self.raw_dim())
            }
        }

        impl<D: Dimension> Tangent for Array<$T, D> {
            #[inline]
            #[track_caller]
            fn accumulate(&mut self, other: &Self) {
                same_shape(self, other);
                *self += other;
            }
        }

        impl<D: Dimension> Scale<$T> for Array<$T, D> {
            #[inline]
            fn scaled(&self, factor: $T) -> Self {
                self * factor
            }

            #[inline]
            #[track_caller]
            fn dot(&self, other: &Self) -> $T {
                same_shape(self, other);
                match (self.as_slice(), other.as_slice()) {
                    (Some(x), Some(y)) => ArrayView1::from(x).dot(&ArrayView1::from(y)),
                    _ => Zip::from(self).and(other).fold(0.0, |sum, x, y| sum + x * y),
                }
            }
        }

        impl<D: Dimension> Elements<$T> for Array<$T, D> {
            #[inline]
            fn for_each_element(&mut self, visit: &mut impl FnMut(&mut $T)) {
                self.iter_mut().for_each(visit);
            }
        }

        impl<D: Dimension> Coordinates for Array<$T, D> {
            fn visit(&mut self, visitor: &mut Visitor<'_>) {
                for (index, element) in self.iter_mut().enumerate() {
                    visitor.element(index, element);
                }
            }
        }

        impl<D: Dimension> Seed for Array<$T, D> {
            type Passed<'a>
                = Self
            where
                Self: 'a;

            fn passed(&self) -> Self {
                self.clone()
            }
        }

        operands! { [S: Data<Elem = $T>, D: Dimension] ArrayBase<S, D, $T>; }
    )*};
}

types! { f32 f64 }
