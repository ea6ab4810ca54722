//! Operations on arrays and views of them.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use ndarray::{Array, Array1, Array2, ArrayBase, Axis, Data, Dimension, Ix1, Ix2};

use super::elements::{quotients, sums};
use super::types::same_shape;
use crate::algebra::{Binary, Gathered, MadeOfSlice, TangentOf};
use crate::interop::partial::{bilinear, linear};

/// x yᵀ
#[inline]
fn outer<T: ::ndarray::LinalgScalar>(x: &Array1<T>, y: &Array1<T>) -> Array2<T> {
    let column = x.view().insert_axis(Axis(1));
    column.dot(&y.view().insert_axis(Axis(0)))
}

/// How many elements an array of a shape has, as a float.
#[inline]
fn count<T: crate::Scalar, D: Dimension>(shape: &D) -> T {
    T::from_usize(shape.size()).expect("a float for every number")
}

/// A matrix of zeros but for one row or column.
#[inline]
fn part<T: ::ndarray::LinalgScalar>(
    axis: Axis,
    (shape, index): &(Ix2, usize),
    part: &Array1<T>,
) -> Array2<T> {
    let mut matrix = Array2::zeros(*shape);
    matrix.index_axis_mut(axis, *index).assign(part);
    matrix
}

/// Rows and columns, by an index: copies of them, for a tangent has one of its own.
macro_rules! parts {
    ($($T:ty, $Op:ident, $axis:expr;)*) => {$(
        impl<S: Data<Elem = $T>> Binary<crate::algebra::$Op, usize> for ArrayBase<S, Ix2, $T> {
            type Output = Array1<$T>;
            type Point = (Ix2, usize);

            #[inline]
            #[track_caller]
            fn value(x: &Self, &index: &usize) -> Array1<$T> {
                x.index_axis($axis, index).to_owned()
            }

            #[inline]
            fn point(x: &Self, &index: &usize, _: &Array1<$T>) -> (Ix2, usize) {
                (x.raw_dim(), index)
            }

            #[inline]
            fn left(&(_, index): &(Ix2, usize), x_dot: &Array2<$T>) -> Array1<$T> {
                x_dot.index_axis($axis, index).to_owned()
            }

            #[inline]
            fn left_transposed(at: &(Ix2, usize), z_bar: &Array1<$T>) -> Array2<$T> {
                part($axis, at, z_bar)
            }

            #[inline]
            fn right((shape, _): &(Ix2, usize), (): &()) -> Array1<$T> {
                Array1::zeros(shape[1 - $axis.index()])
            }

            #[inline]
            fn right_transposed(_: &(Ix2, usize), _: &Array1<$T>) {}

            #[inline]
            fn second(
                at: &(Ix2, usize),
                _: (&Array2<$T>, &TangentOf<usize>),
                _: (&Array2<$T>, &TangentOf<usize>),
            ) -> Array1<$T> {
                <Self as Binary<crate::algebra::$Op, usize>>::right(at, &())
            }

            #[inline]
            fn second_transposed(
                (shape, _): &(Ix2, usize),
                _: (&Array2<$T>, &TangentOf<usize>),
                _: &Array1<$T>,
            ) -> (Array2<$T>, ()) {
                (Array2::zeros(*shape), ())
            }
        }
    )*};
}

macro_rules! operations {
    ($($T:ty)*) => {$(
        linear! {
            [S: Data<Elem = $T>, D: Dimension] Negation of ArrayBase<S, D, $T> => Array<$T, D>,
                |x| -x, (): |_| (), |(), z_bar| -z_bar;
            [S: Data<Elem = $T>, D: Dimension] Total of ArrayBase<S, D, $T> => $T,
                |x| x.sum(), D: |x| x.raw_dim(), |shape, z_bar| Array::from_elem(shape.clone(), *z_bar);
            [S: Data<Elem = $T>, D: Dimension] Mean of ArrayBase<S, D, $T> => $T,
                |x| x.mean().expect("an empty array has no mean"), D: |x| x.raw_dim(),
                |shape, z_bar| Array::from_elem(shape.clone(), *z_bar / count::<$T, D>(shape));
            [S: Data<Elem = $T>, D: Dimension] Transpose of ArrayBase<S, D, $T> => Array<$T, D>,
                |x| x.t().to_owned(), (): |_| (), |(), z_bar| z_bar.t().to_owned();
        }

        sums! {
            [S: Data<Elem = $T>, S2: Data<Elem = $T>, D: Dimension]
                Addition of ArrayBase<S, D, $T>, ArrayBase<S2, D, $T> => Array<$T, D>,
                |x, y| { same_shape(x, y); x + y }, |term| term.clone(),
                D: x.raw_dim(), |shape| Array::zeros(shape.clone());
            [S: Data<Elem = $T>, S2: Data<Elem = $T>, D: Dimension]
                Subtraction of ArrayBase<S, D, $T>, ArrayBase<S2, D, $T> => Array<$T, D>,
                |x, y| { same_shape(x, y); x - y }, |term| -term,
                D: x.raw_dim(), |shape| Array::zeros(shape.clone());
        }

        bilinear! {
            [S: Data<Elem = $T>, S2: Data<Elem = $T>, D: Dimension]
                Multiplication of ArrayBase<S, D, $T>, ArrayBase<S2, D, $T> => Array<$T, D>,
                |x, y| { same_shape(x, y); x * y }, |z_bar| z_bar * y, z_bar * x;
            [S: Data<Elem = $T>, D: Dimension] Multiplication of ArrayBase<S, D, $T>, $T => Array<$T, D>,
                |x, y| x * *y, |z_bar| z_bar * *y, crate::Scale::dot(x, z_bar);
            [S: Data<Elem = $T>, D: Dimension] Multiplication of $T, ArrayBase<S, D, $T> => Array<$T, D>,
                |x, y| *x * y, |z_bar| crate::Scale::dot(y, z_bar), z_bar * *x;
            [S: Data<Elem = $T>, S2: Data<Elem = $T>] Dot of ArrayBase<S, Ix1, $T>, ArrayBase<S2, Ix1, $T> => $T,
                |x, y| x.dot(y), |z_bar| y * *z_bar, x * *z_bar;
            [S: Data<Elem = $T>, S2: Data<Elem = $T>]
                Dot of ArrayBase<S, Ix2, $T>, ArrayBase<S2, Ix1, $T> => Array1<$T>,
                |x, y| x.dot(y), |z_bar| outer(z_bar, y), x.t().dot(z_bar);
            [S: Data<Elem = $T>, S2: Data<Elem = $T>]
                Dot of ArrayBase<S, Ix1, $T>, ArrayBase<S2, Ix2, $T> => Array1<$T>,
                |x, y| x.dot(y), |z_bar| y.dot(z_bar), outer(x, z_bar);
            [S: Data<Elem = $T>, S2: Data<Elem = $T>]
                Dot of ArrayBase<S, Ix2, $T>, ArrayBase<S2, Ix2, $T> => Array2<$T>,
                |x, y| x.dot(y), |z_bar| z_bar.dot(&y.t()), x.t().dot(z_bar);
        }

        quotients! {
            [S: Data<Elem = $T>, D: Dimension] ArrayBase<S, D, $T>, $T => Array<$T, D>,
                |x, y| x / *y, |u, v| u * *v, |term| term.sum();
            [S: Data<Elem = $T>, S2: Data<Elem = $T>, D: Dimension]
                ArrayBase<S, D, $T>, ArrayBase<S2, D, $T> => Array<$T, D>,
                |x, y| { same_shape(x, y); x / y }, |u, v| u * v, |term| term;
        }

        impl MadeOfSlice<Gathered, $T> for Array1<$T> {
            #[inline]
            fn transposed(z_bar: &Self) -> Vec<$T> {
                z_bar.to_vec()
            }
        }

        parts! {
            $T, Row, Axis(0);
            $T, Column, Axis(1);
        }
    )*};
}

operations! { f32 f64 }
