//! What is linear: sums, parts and exchanges of elements.

use alloc::vec::Vec;

use nalgebra::allocator::Allocator;
use nalgebra::{DefaultAllocator, Dim, OMatrix, OVector, RowOVector, U1};

use super::Real;
use crate::algebra::{
    Addition, Assembled, Binary, Column, Filled, Gathered, GatheredByRows, Linear, MadeOf,
    MadeOfSlice, Mean, Negation, Row, Subtraction, TangentOf, Total, Trace, Transpose,
};

impl<T: Real, R: Dim, C: Dim> Linear<Negation> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = Self;
    type Shape = ();

    #[inline]
    fn of(x: &Self) -> Self {
        -x
    }

    #[inline]
    fn shape(_: &Self) {}

    #[inline]
    fn transposed((): &(), z_bar: &Self) -> Self {
        -z_bar
    }
}

impl<T: Real, R: Dim, C: Dim> Linear<Transpose> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C> + Allocator<C, R>,
{
    type Output = OMatrix<T, C, R>;
    type Shape = ();

    #[inline]
    fn of(x: &Self) -> Self::Output {
        x.transpose()
    }

    #[inline]
    fn shape(_: &Self) {}

    #[inline]
    fn transposed((): &(), z_bar: &Self::Output) -> Self {
        z_bar.transpose()
    }
}

impl<T: Real, R: Dim, C: Dim> Linear<Total> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = T;
    type Shape = (R, C);

    #[inline]
    fn of(x: &Self) -> T {
        x.sum()
    }

    #[inline]
    fn shape(x: &Self) -> (R, C) {
        x.shape_generic()
    }

    #[inline]
    fn transposed(&(rows, columns): &(R, C), z_bar: &T) -> Self {
        OMatrix::from_element_generic(rows, columns, *z_bar)
    }
}

impl<T: Real, D: Dim> Linear<Trace> for OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    type Output = T;
    type Shape = D;

    #[inline]
    fn of(x: &Self) -> T {
        x.trace()
    }

    #[inline]
    fn shape(x: &Self) -> D {
        x.shape_generic().0
    }

    #[inline]
    fn transposed(&order: &D, z_bar: &T) -> Self {
        OMatrix::from_diagonal_element_generic(order, order, *z_bar)
    }
}

/// The elements row by row, as `new` takes them.
impl<T: Real, R: Dim, C: Dim, const N: usize> MadeOf<Assembled, [T; N]> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn transposed(z_bar: &Self) -> [T; N] {
        let columns = z_bar.ncols();
        core::array::from_fn(|index| z_bar[(index / columns, index % columns)])
    }
}

impl<T: Real, R: Dim, C: Dim> MadeOfSlice<Gathered, T> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn transposed(z_bar: &Self) -> Vec<T> {
        z_bar.iter().copied().collect()
    }
}

impl<T: Real, R: Dim, C: Dim> MadeOfSlice<GatheredByRows, T> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn transposed(z_bar: &Self) -> Vec<T> {
        z_bar
            .row_iter()
            .flat_map(|row| row.iter().copied().collect::<Vec<T>>())
            .collect()
    }
}

impl<T: Real, R: Dim, C: Dim> Linear<Mean> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = T;
    type Shape = (R, C);

    #[inline]
    fn of(x: &Self) -> T {
        x.mean()
    }

    #[inline]
    fn shape(x: &Self) -> (R, C) {
        x.shape_generic()
    }

    #[inline]
    fn transposed(&(rows, columns): &(R, C), z_bar: &T) -> Self {
        let count = rows.value() * columns.value();
        let share = *z_bar / <T as num_traits::NumCast>::from(count).unwrap_or_else(T::nan);
        OMatrix::from_element_generic(rows, columns, share)
    }
}

impl<T: Real, R: Dim, C: Dim> MadeOf<Filled, T> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn transposed(z_bar: &Self) -> T {
        z_bar.sum()
    }
}

/// Sums, of which the right operand has a sign.
macro_rules! sums {
    ($($Op:ident $symbol:tt $(, $minus:tt)?;)*) => {$(
        impl<T: Real, R: Dim, C: Dim> Binary<$Op, OMatrix<T, R, C>> for OMatrix<T, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            type Output = Self;
            type Point = (R, C);

            #[inline]
            fn value(x: &Self, y: &Self) -> Self {
                x $symbol y
            }

            #[inline]
            fn point(x: &Self, _: &Self, _: &Self) -> (R, C) {
                x.shape_generic()
            }

            #[inline]
            fn left(_: &(R, C), x_dot: &Self) -> Self {
                x_dot.clone()
            }

            #[inline]
            fn left_transposed(_: &(R, C), z_bar: &Self) -> Self {
                z_bar.clone()
            }

            #[inline]
            fn right(_: &(R, C), y_dot: &Self) -> Self {
                sums!(y_dot $($minus)?)
            }

            #[inline]
            fn right_transposed(_: &(R, C), z_bar: &Self) -> Self {
                sums!(z_bar $($minus)?)
            }

            #[inline]
            fn second(&(rows, columns): &(R, C), _: (&Self, &Self), _: (&Self, &Self)) -> Self {
                OMatrix::zeros_generic(rows, columns)
            }

            #[inline]
            fn second_transposed(&(rows, columns): &(R, C), _: (&Self, &Self), _: &Self) -> (Self, Self) {
                let zeros = || OMatrix::zeros_generic(rows, columns);
                (zeros(), zeros())
            }
        }
    )*};
    ($dot:ident -) => { -$dot };
    ($dot:ident) => { $dot.clone() };
}

sums! {
    Addition +;
    Subtraction -, -;
}

/// Parts of a matrix, by an index: copies of them, for a tangent has one of its own.
macro_rules! parts {
    ($($Op:ident: $Part:ident, $part:ident, $part_mut:ident;)*) => {$(
        impl<T: Real, R: Dim, C: Dim> Binary<$Op, usize> for OMatrix<T, R, C>
        where
            DefaultAllocator: Allocator<R, C> + Allocator<R> + Allocator<U1, C>,
        {
            type Output = parts!($Part T R C);
            type Point = (R, C, usize);

            #[inline]
            #[track_caller]
            fn value(x: &Self, &index: &usize) -> Self::Output {
                x.$part(index).into_owned()
            }

            #[inline]
            fn point(x: &Self, &index: &usize, _: &Self::Output) -> Self::Point {
                let (rows, columns) = x.shape_generic();
                (rows, columns, index)
            }

            #[inline]
            fn left(&(_, _, index): &Self::Point, x_dot: &Self) -> Self::Output {
                x_dot.$part(index).into_owned()
            }

            #[inline]
            fn left_transposed(&(rows, columns, index): &Self::Point, z_bar: &Self::Output) -> Self {
                let mut x_bar = OMatrix::zeros_generic(rows, columns);
                x_bar.$part_mut(index).copy_from(z_bar);
                x_bar
            }

            #[inline]
            fn right(point: &Self::Point, (): &()) -> Self::Output {
                let &(rows, columns, index) = point;
                OMatrix::zeros_generic(rows, columns).$part(index).into_owned()
            }

            #[inline]
            fn right_transposed(_: &Self::Point, _: &Self::Output) {}

            #[inline]
            fn second(
                point: &Self::Point,
                _: (&Self, &TangentOf<usize>),
                _: (&Self, &TangentOf<usize>),
            ) -> Self::Output {
                <Self as Binary<$Op, usize>>::right(point, &())
            }

            #[inline]
            fn second_transposed(
                &(rows, columns, _): &Self::Point,
                _: (&Self, &TangentOf<usize>),
                _: &Self::Output,
            ) -> (Self, ()) {
                (OMatrix::zeros_generic(rows, columns), ())
            }
        }
    )*};
    (Column $T:ident $R:ident $C:ident) => { OVector<$T, $R> };
    (Row $T:ident $R:ident $C:ident) => { RowOVector<$T, $C> };
}

parts! {
    Column: Column, column, column_mut;
    Row: Row, row, row_mut;
}
