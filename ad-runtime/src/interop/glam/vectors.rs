//! Operations of vectors: element by element, and inner and vector products.

use glam::{DVec2, DVec3, DVec4, Vec2, Vec3, Vec3A, Vec4};

use crate::algebra::{
    Assembled, Bilinear, Binary, Cross, Distance, DistanceSquared, Division, Dot, Filled, Linear,
    MadeOf, Multiplication, Norm, NormSquared, Normalize, Total, Unary,
};
use crate::interop::space::reciprocal;

/// z = x / y, element by element: dz = (dx − z dy) / y. What a cotangent is for each element of `x`, makes one of `x`.
macro_rules! quotients {
    ($($X:ty, $Y:ty => $Z:ty, |$x:ident| $x_bar:expr;)*) => {$(
        impl Binary<Division, $Y> for $X {
            type Output = $Z;
            type Point = ($Z, $Y);

            #[inline]
            fn value(x: &Self, y: &$Y) -> $Z {
                x / y
            }

            #[inline]
            fn point(_: &Self, y: &$Y, z: &$Z) -> ($Z, $Y) {
                (*z, *y)
            }

            #[inline]
            fn left((_, y): &($Z, $Y), x_dot: &Self) -> $Z {
                x_dot / y
            }

            #[inline]
            fn left_transposed((_, y): &($Z, $Y), z_bar: &$Z) -> Self {
                let $x = z_bar / y;
                $x_bar
            }

            #[inline]
            fn right((z, y): &($Z, $Y), y_dot: &$Y) -> $Z {
                -(z * y_dot / y)
            }

            #[inline]
            fn right_transposed((z, y): &($Z, $Y), z_bar: &$Z) -> $Y {
                -(z * z_bar / y)
            }

            /// −(dx δy + δx dy − 2 z dy δy) / y²
            #[inline]
            fn second(
                (z, y): &($Z, $Y),
                (x_dot, y_dot): (&Self, &$Y),
                (x_along, y_along): (&Self, &$Y),
            ) -> $Z {
                (2.0 * z * y_dot * y_along - x_dot * y_along - x_along * y_dot) / (y * y)
            }

            #[inline]
            fn second_transposed(
                (z, y): &($Z, $Y),
                (x_dot, y_dot): (&Self, &$Y),
                z_dot_bar: &$Z,
            ) -> (Self, $Y) {
                let factor = z_dot_bar / (y * y);
                let $x = -(y_dot * factor);
                ($x_bar, (2.0 * z * y_dot - x_dot) * factor)
            }
        }
    )*};
}

/// Distances are norms of differences.
macro_rules! distances {
    ($($V:ty, $T:ty, $Op:ident $distance:ident as $Norm:ident;)*) => {$(
        impl Binary<$Op, $V> for $V {
            type Output = $T;
            type Point = <$V as Unary<$Norm>>::Point;

            #[inline]
            fn value(x: &Self, y: &Self) -> $T {
                x.$distance(*y)
            }

            #[inline]
            fn point(x: &Self, y: &Self, z: &$T) -> Self::Point {
                <$V as Unary<$Norm>>::point(&(x - y), z)
            }

            #[inline]
            fn left(point: &Self::Point, x_dot: &Self) -> $T {
                <$V as Unary<$Norm>>::linear(point, x_dot)
            }

            #[inline]
            fn left_transposed(point: &Self::Point, z_bar: &$T) -> Self {
                <$V as Unary<$Norm>>::transposed(point, z_bar)
            }

            #[inline]
            fn right(point: &Self::Point, y_dot: &Self) -> $T {
                -<$V as Unary<$Norm>>::linear(point, y_dot)
            }

            #[inline]
            fn right_transposed(point: &Self::Point, z_bar: &$T) -> Self {
                -<$V as Unary<$Norm>>::transposed(point, z_bar)
            }

            #[inline]
            fn second(point: &Self::Point, dots: (&Self, &Self), along: (&Self, &Self)) -> $T {
                <$V as Unary<$Norm>>::second(point, &(dots.0 - dots.1), &(along.0 - along.1))
            }

            #[inline]
            fn second_transposed(point: &Self::Point, dots: (&Self, &Self), z_dot_bar: &$T) -> (Self, Self) {
                let x_bar = <$V as Unary<$Norm>>::second_transposed(point, &(dots.0 - dots.1), z_dot_bar);
                (x_bar, -x_bar)
            }
        }
    )*};
}

/// z = x / ‖x‖: dz = (dx − z (z · dx)) / ‖x‖, a map that is its own transpose.
macro_rules! normalized {
    ($($V:ty, $T:ty;)*) => {$(
        impl Unary<Normalize> for $V {
            type Output = Self;
            /// `z`, and 1 / ‖x‖.
            type Point = (Self, $T);

            #[inline]
            fn value(x: &Self) -> Self {
                x.normalize()
            }

            #[inline]
            fn point(x: &Self, z: &Self) -> (Self, $T) {
                (*z, reciprocal(x.length()))
            }

            #[inline]
            fn linear(&(z, reciprocal): &(Self, $T), x_dot: &Self) -> Self {
                (x_dot - z * z.dot(*x_dot)) * reciprocal
            }

            #[inline]
            fn transposed(point: &(Self, $T), z_bar: &Self) -> Self {
                <Self as Unary<Normalize>>::linear(point, z_bar)
            }

            /// With u and v, what of the tangents is orthogonal to z: −(u (z·δx) + v (z·dx) + z (u·v)) / ‖x‖².
            #[inline]
            fn second(&(z, reciprocal): &(Self, $T), x_dot: &Self, along: &Self) -> Self {
                let (of_x_dot, of_along) = (z.dot(*x_dot), z.dot(*along));
                let (u, v) = (x_dot - z * of_x_dot, along - z * of_along);
                (u * of_along + v * of_x_dot + z * u.dot(v)) * -(reciprocal * reciprocal)
            }

            #[inline]
            fn second_transposed(&(z, reciprocal): &(Self, $T), x_dot: &Self, z_dot_bar: &Self) -> Self {
                let (of_x_dot, of_bar) = (z.dot(*x_dot), z.dot(*z_dot_bar));
                let (u, w) = (x_dot - z * of_x_dot, z_dot_bar - z * of_bar);
                (z * u.dot(w) + w * of_x_dot + u * of_bar) * -(reciprocal * reciprocal)
            }
        }
    )*};
}

/// (x × y) · w = x · (y × w) = y · (w × x)
macro_rules! vector_products {
    ($($V:ty)*) => {$(
        impl Bilinear<Cross, $V> for $V {
            type Output = Self;

            #[inline]
            fn of(x: &Self, y: &Self) -> Self {
                x.cross(*y)
            }

            #[inline]
            fn left_transposed(y: &Self, z_bar: &Self) -> Self {
                y.cross(*z_bar)
            }

            #[inline]
            fn right_transposed(x: &Self, z_bar: &Self) -> Self {
                z_bar.cross(*x)
            }
        }
    )*};
}

/// Of each type: its floats, and how many of them.
macro_rules! vectors {
    ($($V:ty, $T:ty, $order:literal;)*) => {$(
        impl MadeOf<Assembled, [$T; $order]> for $V {
            #[inline]
            fn transposed(z_bar: &Self) -> [$T; $order] {
                z_bar.to_array()
            }
        }

        impl MadeOf<Filled, $T> for $V {
            #[inline]
            fn transposed(z_bar: &Self) -> $T {
                z_bar.element_sum()
            }
        }

        impl Linear<Total> for $V {
            type Output = $T;
            type Shape = ();

            #[inline]
            fn of(x: &Self) -> $T {
                x.element_sum()
            }

            #[inline]
            fn shape(_: &Self) {}

            #[inline]
            fn transposed((): &(), &z_bar: &$T) -> Self {
                Self::splat(z_bar)
            }
        }

        impl Bilinear<Dot, $V> for $V {
            type Output = $T;

            #[inline]
            fn of(x: &Self, y: &Self) -> $T {
                x.dot(*y)
            }

            #[inline]
            fn left_transposed(y: &Self, &z_bar: &$T) -> Self {
                y * z_bar
            }

            #[inline]
            fn right_transposed(x: &Self, &z_bar: &$T) -> Self {
                x * z_bar
            }
        }

        /// Element by element.
        impl Bilinear<Multiplication, $V> for $V {
            type Output = Self;

            #[inline]
            fn of(x: &Self, y: &Self) -> Self {
                x * y
            }

            #[inline]
            fn left_transposed(y: &Self, z_bar: &Self) -> Self {
                z_bar * y
            }

            #[inline]
            fn right_transposed(x: &Self, z_bar: &Self) -> Self {
                x * z_bar
            }
        }

        quotients! {
            $V, $V => $V, |x| x;
            $T, $V => $V, |x| x.element_sum();
        }

        distances! {
            $V, $T, Distance distance as Norm;
            $V, $T, DistanceSquared distance_squared as NormSquared;
        }
        normalized! { $V, $T; }
    )*};
}

vectors! {
    Vec2, f32, 2;
    Vec3, f32, 3;
    Vec3A, f32, 3;
    Vec4, f32, 4;
    DVec2, f64, 2;
    DVec3, f64, 3;
    DVec4, f64, 4;
}

vector_products! { Vec3 Vec3A DVec3 }
