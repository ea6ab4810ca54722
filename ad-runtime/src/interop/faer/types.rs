//! What tangents are, and how the rest of the crate sees them.

use faer::linalg::solvers::{Llt, PartialPivLu, ShapeCore};
use faer::{Col, Mat, Row, Side};

use crate::algebra::operand::operands;
use crate::check::{Coordinates, Seed, Visitor};
use crate::elements::Elements;
use crate::interop::space::{Space, norms, spaces};
use crate::tangent::{Differentiable, Scale, Tangent};

/// Of each type: its floats, what tells its size, the zero of a size, and its columns.
macro_rules! types {
    ($($V:ident<$T:ty>, $Size:ty: |$x:ident| $size:expr, |$at:ident| $zeros:expr, |$v:ident| $columns:expr, |$w:ident| $columns_mut:expr;)*) => {$(
        impl Differentiable for $V<$T> {
            type Tangent = Self;

            #[inline]
            fn zero_tangent(&self) -> Self {
                <Self as Space<$T>>::zeros(&Space::<$T>::space(self))
            }
        }

        impl Space<$T> for $V<$T> {
            type Shape = $Size;

            #[inline]
            fn space(&self) -> $Size {
                let $x = self;
                $size
            }

            #[inline]
            fn zeros($at: &$Size) -> Self {
                $zeros
            }
        }

        impl Tangent for $V<$T> {
            #[inline]
            #[track_caller]
            fn accumulate(&mut self, other: &Self) {
                *self += other;
            }
        }

        impl Scale<$T> for $V<$T> {
            #[inline]
            fn scaled(&self, factor: $T) -> Self {
                self * ::faer::Scale(factor)
            }

            #[inline]
            #[track_caller]
            fn dot(&self, other: &Self) -> $T {
                assert!(
                    Space::<$T>::space(self) == Space::<$T>::space(other),
                    "tangents of different sizes have no inner product"
                );
                let $v = self;
                let left = $columns;
                let $v = other;
                left.zip($columns).map(|(x, y)| x.transpose() * y).sum()
            }
        }

        impl Elements<$T> for $V<$T> {
            #[inline]
            fn for_each_element(&mut self, visit: &mut impl FnMut(&mut $T)) {
                let $w = self;
                for column in $columns_mut {
                    column.iter_mut().for_each(&mut *visit);
                }
            }
        }

        impl Coordinates for $V<$T> {
            fn visit(&mut self, visitor: &mut Visitor<'_>) {
                let mut index = 0;
                self.for_each_element(&mut |element| {
                    visitor.element(index, element);
                    index += 1;
                });
            }
        }

        impl Seed for $V<$T> {
            type Passed<'a> = Self;

            fn passed(&self) -> Self {
                self.clone()
            }
        }

        operands! { [] $V<$T>; }
        spaces! { [] $V<$T>, $T, |x, y| x.scaled(y.recip()); }
        norms! { [] $V<$T>, $T, |x| x.norm_l2(), |x| x.squared_norm_l2(); }
    )*};
}

/// The types of a float, and decompositions: the tangent of one is that of the matrix.
macro_rules! of_floats {
    ($($T:ty)*) => {$(
        types! {
            Mat<$T>, (usize, usize): |x| x.shape(), |at| Mat::zeros(at.0, at.1), |v| v.col_iter(), |w| w.col_iter_mut();
            Col<$T>, usize: |x| x.nrows(), |at| Col::zeros(*at), |v| core::iter::once(v.as_ref()), |w| core::iter::once(w.as_mut());
            Row<$T>, usize: |x| x.ncols(), |at| Row::zeros(*at),
                |v| core::iter::once(v.transpose()), |w| core::iter::once(w.transpose_mut());
        }

        of_floats! { @decompositions $T, PartialPivLu Llt }
    )*};
    (@decompositions $T:ty, $($Factors:ident)*) => {$(
        impl Differentiable for $Factors<$T> {
            type Tangent = Mat<$T>;

            #[inline]
            fn zero_tangent(&self) -> Mat<$T> {
                Mat::zeros(self.nrows(), self.ncols())
            }
        }

        operands! { [] $Factors<$T>; }
    )*};
}

of_floats! { f32 f64 }

/// Which half of a matrix is read is no matter of degree.
impl Differentiable for Side {
    type Tangent = ();

    #[inline]
    fn zero_tangent(&self) {}
}

operands! { [] Side; }
