//! Rules of operations that are linear in each of their operands, where a view of a value has the tangents of the value.
//!
//! Formulas stand for themselves: each is of values, of views or of tangents, as its names are.

/// Of each operation of one operand: its value, the shape that its transpose has to know, and the transpose.
macro_rules! linear {
    ($([$($generics:tt)*] $Op:ident of $X:ty => $Z:ty, |$x:ident| $z:expr, $Shape:ty: |$shaped:pat_param| $shape:expr, |$at:pat_param, $z_bar:ident| $x_bar:expr;)*) => {$(
        impl<$($generics)*> $crate::algebra::Unary<$crate::algebra::$Op> for $X {
            type Output = $Z;
            type Point = $Shape;

            #[inline]
            #[track_caller]
            fn value($x: &Self) -> $Z {
                $z
            }

            #[inline]
            fn point($shaped: &Self, _: &$Z) -> $Shape {
                $shape
            }

            #[inline]
            fn linear(_: &$Shape, $x: &$crate::algebra::TangentOf<Self>) -> $Z {
                $z
            }

            #[inline]
            fn transposed($at: &$Shape, $z_bar: &$Z) -> $crate::algebra::TangentOf<Self> {
                $x_bar
            }

            #[inline]
            fn second(_: &$Shape, $x: &$crate::algebra::TangentOf<Self>, _: &$crate::algebra::TangentOf<Self>) -> $Z {
                $crate::Differentiable::zero_tangent(&$z)
            }

            #[inline]
            fn second_transposed(
                _: &$Shape,
                x_dot: &$crate::algebra::TangentOf<Self>,
                _: &$Z,
            ) -> $crate::algebra::TangentOf<Self> {
                $crate::Differentiable::zero_tangent(x_dot)
            }
        }
    )*};
}

/// Of each operation of two operands: its value, and the transposes of it as a map of the left one and of the right one.
macro_rules! bilinear {
    ($([$($generics:tt)*] $Op:ident of $X:ty, $Y:ty => $Z:ty, |$x:ident, $y:ident| $z:expr, |$z_bar:ident| $x_bar:expr, $y_bar:expr;)*) => {$(
        impl<$($generics)*> $crate::algebra::Binary<$crate::algebra::$Op, $Y> for $X {
            type Output = $Z;
            type Point = ($crate::algebra::TangentOf<Self>, $crate::algebra::TangentOf<$Y>);

            #[inline]
            #[track_caller]
            fn value($x: &Self, $y: &$Y) -> $Z {
                $z
            }

            #[inline]
            fn point(x: &Self, y: &$Y, _: &$Z) -> Self::Point {
                (x.to_owned(), y.to_owned())
            }

            #[inline]
            fn left((_, $y): &Self::Point, $x: &$crate::algebra::TangentOf<Self>) -> $Z {
                $z
            }

            #[inline]
            fn left_transposed((_, $y): &Self::Point, $z_bar: &$Z) -> $crate::algebra::TangentOf<Self> {
                $x_bar
            }

            #[inline]
            fn right(($x, _): &Self::Point, $y: &$crate::algebra::TangentOf<$Y>) -> $Z {
                $z
            }

            #[inline]
            fn right_transposed(($x, _): &Self::Point, $z_bar: &$Z) -> $crate::algebra::TangentOf<$Y> {
                $y_bar
            }

            #[inline]
            fn second(
                _: &Self::Point,
                dots: (&$crate::algebra::TangentOf<Self>, &$crate::algebra::TangentOf<$Y>),
                along: (&$crate::algebra::TangentOf<Self>, &$crate::algebra::TangentOf<$Y>),
            ) -> $Z {
                let ($x, $y) = (dots.0, along.1);
                let mut sum: $Z = $z;
                let ($x, $y) = (along.0, dots.1);
                $crate::Tangent::accumulate(&mut sum, &$z);
                sum
            }

            #[inline]
            fn second_transposed(
                _: &Self::Point,
                ($x, $y): (&$crate::algebra::TangentOf<Self>, &$crate::algebra::TangentOf<$Y>),
                $z_bar: &$Z,
            ) -> ($crate::algebra::TangentOf<Self>, $crate::algebra::TangentOf<$Y>) {
                ($x_bar, $y_bar)
            }
        }
    )*};
}

pub(super) use {bilinear, linear};
