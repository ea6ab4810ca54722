//! Products, sums of elements and parts.

use faer::{Col, Mat, Row};

use crate::algebra::{self, Binary, TangentOf};
use crate::interop::partial::{bilinear, linear};
use crate::tangent::Scale;

/// Parts of a matrix, by an index: copies of them, for a tangent has one of its own.
macro_rules! parts {
    ($($T:ty, $Op:ident, $Part:ident, $part:ident, $part_mut:ident, |$shape:ident| $length:expr;)*) => {$(
        impl Binary<algebra::$Op, usize> for Mat<$T> {
            type Output = $Part<$T>;
            type Point = ((usize, usize), usize);

            #[inline]
            #[track_caller]
            fn value(x: &Self, &index: &usize) -> $Part<$T> {
                x.$part(index).to_owned()
            }

            #[inline]
            fn point(x: &Self, &index: &usize, _: &$Part<$T>) -> Self::Point {
                (x.shape(), index)
            }

            #[inline]
            fn left(&(_, index): &Self::Point, x_dot: &Self) -> $Part<$T> {
                x_dot.$part(index).to_owned()
            }

            #[inline]
            fn left_transposed(&((rows, columns), index): &Self::Point, z_bar: &$Part<$T>) -> Self {
                let mut x_bar = Mat::zeros(rows, columns);
                x_bar.$part_mut(index).copy_from(z_bar);
                x_bar
            }

            #[inline]
            fn right(&($shape, _): &Self::Point, (): &()) -> $Part<$T> {
                $Part::zeros($length)
            }

            #[inline]
            fn right_transposed(_: &Self::Point, _: &$Part<$T>) {}

            #[inline]
            fn second(
                &($shape, _): &Self::Point,
                _: (&Self, &TangentOf<usize>),
                _: (&Self, &TangentOf<usize>),
            ) -> $Part<$T> {
                $Part::zeros($length)
            }

            #[inline]
            fn second_transposed(
                &((rows, columns), _): &Self::Point,
                _: (&Self, &TangentOf<usize>),
                _: &$Part<$T>,
            ) -> (Self, ()) {
                (Mat::zeros(rows, columns), ())
            }
        }
    )*};
}

macro_rules! of_floats {
    ($($T:ty)*) => {$(
        linear! {
            [] Transpose of Mat<$T> => Mat<$T>, |x| x.transpose().to_owned(), (): |_| (), |(), z_bar| z_bar.transpose().to_owned();
            [] Transpose of Col<$T> => Row<$T>, |x| x.transpose().to_owned(), (): |_| (), |(), z_bar| z_bar.transpose().to_owned();
            [] Transpose of Row<$T> => Col<$T>, |x| x.transpose().to_owned(), (): |_| (), |(), z_bar| z_bar.transpose().to_owned();
            [] Total of Mat<$T> => $T, |x| x.sum(), (usize, usize): |x| x.shape(), |at, z_bar| Mat::full(at.0, at.1, *z_bar);
            [] Total of Col<$T> => $T, |x| x.sum(), usize: |x| x.nrows(), |at, z_bar| Col::full(*at, *z_bar);
            [] Total of Row<$T> => $T, |x| x.sum(), usize: |x| x.ncols(), |at, z_bar| Row::full(*at, *z_bar);
        }

        bilinear! {
            [] Multiplication of Mat<$T>, Mat<$T> => Mat<$T>, |x, y| x * y, |z_bar| z_bar * y.transpose(), x.transpose() * z_bar;
            [] Multiplication of Mat<$T>, Col<$T> => Col<$T>, |x, y| x * y, |z_bar| z_bar * y.transpose(), x.transpose() * z_bar;
            [] Multiplication of Row<$T>, Mat<$T> => Row<$T>, |x, y| x * y, |z_bar| z_bar * y.transpose(), x.transpose() * z_bar;
            [] Multiplication of Col<$T>, Row<$T> => Mat<$T>, |x, y| x * y, |z_bar| z_bar * y.transpose(), x.transpose() * z_bar;
            [] Multiplication of Row<$T>, Col<$T> => $T, |x, y| x * y,
                |z_bar| y.scaled(*z_bar).transpose().to_owned(), x.scaled(*z_bar).transpose().to_owned();
        }

        parts! {
            $T, Column, Col, col, col_mut, |shape| shape.0;
            $T, Row, Row, row, row_mut, |shape| shape.1;
        }
    )*};
}

of_floats! { f32 f64 }
