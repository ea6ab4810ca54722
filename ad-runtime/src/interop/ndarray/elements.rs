//! Rules of sums and quotients of arrays, element by element, or with a number on the right.

/// Sums, of which the right operand has a sign: the value, the space that it is in, and the zero of this.
macro_rules! sums {
    ($([$($generics:tt)*] $Op:ident of $X:ty, $Y:ty => $Z:ty, |$x:ident, $y:ident| $z:expr, |$term:ident| $signed:expr, $Shape:ty: $shape:expr, |$at:ident| $zeros:expr;)*) => {$(
        impl<$($generics)*> $crate::algebra::Binary<$crate::algebra::$Op, $Y> for $X {
            type Output = $Z;
            type Point = $Shape;

            #[inline]
            #[track_caller]
            fn value($x: &Self, $y: &$Y) -> $Z {
                $z
            }

            #[inline]
            fn point(_: &Self, _: &$Y, $x: &$Z) -> $Shape {
                $shape
            }

            #[inline]
            fn left(_: &$Shape, x_dot: &$Z) -> $Z {
                x_dot.to_owned()
            }

            #[inline]
            fn left_transposed(_: &$Shape, z_bar: &$Z) -> $Z {
                z_bar.to_owned()
            }

            #[inline]
            fn right(_: &$Shape, $term: &$Z) -> $Z {
                $signed
            }

            #[inline]
            fn right_transposed(_: &$Shape, $term: &$Z) -> $Z {
                $signed
            }

            #[inline]
            fn second($at: &$Shape, _: (&$Z, &$Z), _: (&$Z, &$Z)) -> $Z {
                $zeros
            }

            #[inline]
            fn second_transposed($at: &$Shape, _: (&$Z, &$Z), _: &$Z) -> ($Z, $Z) {
                ($zeros, $zeros)
            }
        }
    )*};
}

/// Quotients z = x / y: dz = (dx − z dy) / y. What a map of the elements of two values is, the library says, and what a
/// cotangent of its elements is for the divisor.
macro_rules! quotients {
    ($([$($generics:tt)*] $X:ty, $Y:ty => $Z:ty, |$x:ident, $y:ident| $quotient:expr, |$u:ident, $v:ident| $product:expr, |$term:ident| $y_bar:expr;)*) => {$(
        impl<$($generics)*> $crate::algebra::Binary<$crate::algebra::Division, $Y> for $X {
            type Output = $Z;
            type Point = ($Z, $crate::algebra::TangentOf<$Y>);

            #[inline]
            #[track_caller]
            fn value($x: &Self, $y: &$Y) -> $Z {
                $quotient
            }

            #[inline]
            fn point(_: &Self, y: &$Y, z: &$Z) -> Self::Point {
                (z.to_owned(), y.to_owned())
            }

            #[inline]
            fn left((_, $y): &Self::Point, $x: &$Z) -> $Z {
                $quotient
            }

            #[inline]
            fn left_transposed((_, $y): &Self::Point, $x: &$Z) -> $Z {
                $quotient
            }

            #[inline]
            fn right(($u, $y): &Self::Point, $v: &$crate::algebra::TangentOf<$Y>) -> $Z {
                let $x = &-$product;
                $quotient
            }

            #[inline]
            fn right_transposed((z, $y): &Self::Point, z_bar: &$Z) -> $crate::algebra::TangentOf<$Y> {
                let $x = z_bar;
                let $term = -(z * &$quotient);
                $y_bar
            }

            /// −(dx δy + δx dy − 2 z dy δy) / y²
            #[inline]
            fn second(
                (z, $y): &Self::Point,
                (x_dot, y_dot): (&$Z, &$crate::algebra::TangentOf<$Y>),
                (x_along, y_along): (&$Z, &$crate::algebra::TangentOf<$Y>),
            ) -> $Z {
                let of = |$u: &$Z, $v: &$crate::algebra::TangentOf<$Y>| $product;
                let both = of(&of(z, y_dot), y_along);
                let sum = &both + &both - of(x_dot, y_along) - of(x_along, y_dot);
                let $x = &sum;
                let $x = &$quotient;
                $quotient
            }

            #[inline]
            fn second_transposed(
                (z, $y): &Self::Point,
                (x_dot, y_dot): (&$Z, &$crate::algebra::TangentOf<$Y>),
                z_dot_bar: &$Z,
            ) -> ($Z, $crate::algebra::TangentOf<$Y>) {
                let of = |$u: &$Z, $v: &$crate::algebra::TangentOf<$Y>| $product;
                let $x = z_dot_bar;
                let $x = &$quotient;
                let factor = $quotient;
                let of_z = of(z, y_dot);
                let $term = (&of_z + &of_z - x_dot) * &factor;
                (-of(&factor, y_dot), $y_bar)
            }
        }
    )*};
}

pub(super) use {quotients, sums};
