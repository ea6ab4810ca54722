//! Operators of floats as operations: a product of a row and a column is a float, which the tokens of neither need to tell.

use crate::algebra::{
    Addition, Bilinear, Binary, Division, Linear, Multiplication, Negation, Subtraction,
};

macro_rules! floats {
    ($($T:ty)*) => {$(
        impl Linear<Negation> for $T {
            type Output = $T;
            type Shape = ();

            #[inline]
            fn of(x: &$T) -> $T {
                -x
            }

            #[inline]
            fn shape(_: &$T) {}

            #[inline]
            fn transposed((): &(), z_bar: &$T) -> $T {
                -z_bar
            }
        }

        floats! { @sum $T, Addition +, 1.0 }
        floats! { @sum $T, Subtraction -, -1.0 }

        impl Bilinear<Multiplication, $T> for $T {
            type Output = $T;

            #[inline]
            fn of(x: &$T, y: &$T) -> $T {
                x * y
            }

            #[inline]
            fn left_transposed(y: &$T, z_bar: &$T) -> $T {
                z_bar * y
            }

            #[inline]
            fn right_transposed(x: &$T, z_bar: &$T) -> $T {
                z_bar * x
            }
        }

        /// z = x / y: dz = (dx − z dy) / y
        impl Binary<Division, $T> for $T {
            type Output = $T;
            type Point = ($T, $T);

            #[inline]
            fn value(x: &$T, y: &$T) -> $T {
                x / y
            }

            #[inline]
            fn point(_: &$T, &y: &$T, &z: &$T) -> ($T, $T) {
                (z, y)
            }

            #[inline]
            fn left((_, y): &($T, $T), x_dot: &$T) -> $T {
                x_dot / y
            }

            #[inline]
            fn left_transposed((_, y): &($T, $T), z_bar: &$T) -> $T {
                z_bar / y
            }

            #[inline]
            fn right((z, y): &($T, $T), y_dot: &$T) -> $T {
                -z * y_dot / y
            }

            #[inline]
            fn right_transposed((z, y): &($T, $T), z_bar: &$T) -> $T {
                -z * z_bar / y
            }

            /// −(dx δy + δx dy − 2 z dy δy) / y²
            #[inline]
            fn second((z, y): &($T, $T), (x_dot, y_dot): (&$T, &$T), (x_along, y_along): (&$T, &$T)) -> $T {
                (2.0 * z * y_dot * y_along - x_dot * y_along - x_along * y_dot) / (y * y)
            }

            #[inline]
            fn second_transposed((z, y): &($T, $T), (x_dot, y_dot): (&$T, &$T), z_dot_bar: &$T) -> ($T, $T) {
                let factor = z_dot_bar / (y * y);
                (-y_dot * factor, (2.0 * z * y_dot - x_dot) * factor)
            }
        }
    )*};
    (@sum $T:ty, $Op:ident $symbol:tt, $sign:literal) => {
        impl Binary<$Op, $T> for $T {
            type Output = $T;
            type Point = ();

            #[inline]
            fn value(x: &$T, y: &$T) -> $T {
                x $symbol y
            }

            #[inline]
            fn point(_: &$T, _: &$T, _: &$T) {}

            #[inline]
            fn left((): &(), &x_dot: &$T) -> $T {
                x_dot
            }

            #[inline]
            fn left_transposed((): &(), &z_bar: &$T) -> $T {
                z_bar
            }

            #[inline]
            fn right((): &(), y_dot: &$T) -> $T {
                $sign * y_dot
            }

            #[inline]
            fn right_transposed((): &(), z_bar: &$T) -> $T {
                $sign * z_bar
            }

            #[inline]
            fn second((): &(), _: (&$T, &$T), _: (&$T, &$T)) -> $T {
                0.0
            }

            #[inline]
            fn second_transposed((): &(), _: (&$T, &$T), _: &$T) -> ($T, $T) {
                (0.0, 0.0)
            }
        }
    };
}

floats! { f32 f64 }
