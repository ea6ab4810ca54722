//! Rules that hold in every vector space with an inner product, whatever its vectors are: written once, by [`Scale`].

use crate::tangent::{Differentiable, Scale};

/// A vector space: all vectors of a shape.
pub trait Space<T: crate::Float>: Scale<T> + Differentiable<Tangent = Self> {
    /// What tells the vectors of a space from those of others of the type.
    type Shape: Clone + PartialEq;

    /// The space that a vector is in.
    fn space(&self) -> Self::Shape;

    /// The zero of a space.
    fn zeros(shape: &Self::Shape) -> Self;
}

/// The space of two vectors.
///
/// # Panics
///
/// If they are in different spaces: of a sum with one of its terms repeated, the rules would have to be others.
#[inline]
#[track_caller]
pub fn common_space<T: crate::Float, V: Space<T>>(x: &V, y: &V) -> V::Shape {
    let space = x.space();
    assert!(
        space == y.space(),
        "operands of different shapes have no derivative rule: repeat the elements of one, or write a loop"
    );
    space
}

/// What a norm of zero is divided by: its subgradient 0, as of the norm of an array.
#[inline]
pub fn reciprocal<T: crate::Float>(norm: T) -> T {
    if norm == T::zero() {
        T::zero()
    } else {
        norm.recip()
    }
}

/// `-x`, `x + y`, `x - y`, `x * t`, `t * x`, `x / t`: of each type of vectors and its floats.
///
/// What `x / t` is the library says, which may multiply by the reciprocal.
macro_rules! spaces {
    ($([$($generics:tt)*] $V:ty, $T:ty, |$x:ident, $y:ident| $quotient:expr;)*) => {$(
        impl<$($generics)*> $crate::algebra::Linear<$crate::algebra::Negation> for $V {
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

        $crate::interop::space::sums! {
            [$($generics)*] $V, $T, Addition +, |y| y.clone();
            [$($generics)*] $V, $T, Subtraction -, |y| -y;
        }

        impl<$($generics)*> $crate::algebra::Bilinear<$crate::algebra::Multiplication, $T> for $V {
            type Output = Self;

            #[inline]
            fn of(x: &Self, &y: &$T) -> Self {
                x.scaled(y)
            }

            #[inline]
            fn left_transposed(&y: &$T, z_bar: &Self) -> Self {
                z_bar.scaled(y)
            }

            #[inline]
            fn right_transposed(x: &Self, z_bar: &Self) -> $T {
                $crate::Scale::dot(x, z_bar)
            }
        }

        impl<$($generics)*> $crate::algebra::Bilinear<$crate::algebra::Multiplication, $V> for $T {
            type Output = $V;

            #[inline]
            fn of(&x: &$T, y: &$V) -> $V {
                y.scaled(x)
            }

            #[inline]
            fn left_transposed(y: &$V, z_bar: &$V) -> $T {
                $crate::Scale::dot(y, z_bar)
            }

            #[inline]
            fn right_transposed(&x: &$T, z_bar: &$V) -> $V {
                z_bar.scaled(x)
            }
        }

        /// z = x / y: dz = (dx − z dy) / y
        impl<$($generics)*> $crate::algebra::Binary<$crate::algebra::Division, $T> for $V {
            type Output = Self;
            type Point = (Self, $T);

            #[inline]
            fn value($x: &Self, &$y: &$T) -> Self {
                $quotient
            }

            #[inline]
            fn point(_: &Self, &y: &$T, z: &Self) -> (Self, $T) {
                (z.clone(), y)
            }

            #[inline]
            fn left(&(_, $y): &(Self, $T), $x: &Self) -> Self {
                $quotient
            }

            #[inline]
            fn left_transposed(&(_, $y): &(Self, $T), $x: &Self) -> Self {
                $quotient
            }

            #[inline]
            fn right((z, y): &(Self, $T), &y_dot: &$T) -> Self {
                z.scaled(-y_dot / *y)
            }

            #[inline]
            fn right_transposed((z, y): &(Self, $T), z_bar: &Self) -> $T {
                -$crate::Scale::dot(z, z_bar) / *y
            }

            /// −(dx δy + δx dy − 2 z dy δy) / y²
            #[inline]
            fn second(
                (z, y): &(Self, $T),
                (x_dot, &y_dot): (&Self, &$T),
                (x_along, &y_along): (&Self, &$T),
            ) -> Self {
                let mut sum = z.scaled(2.0 * y_dot * y_along);
                sum.accumulate(&x_dot.scaled(-y_along));
                sum.accumulate(&x_along.scaled(-y_dot));
                sum.scaled((*y * *y).recip())
            }

            #[inline]
            fn second_transposed(
                (z, y): &(Self, $T),
                (x_dot, &y_dot): (&Self, &$T),
                z_dot_bar: &Self,
            ) -> (Self, $T) {
                let square = *y * *y;
                let of_z = 2.0 * y_dot * $crate::Scale::dot(z, z_dot_bar);
                (
                    z_dot_bar.scaled(-y_dot / square),
                    (of_z - $crate::Scale::dot(x_dot, z_dot_bar)) / square,
                )
            }
        }
    )*};
}

/// Sums, of which the right operand has a sign.
macro_rules! sums {
    ($([$($generics:tt)*] $V:ty, $T:ty, $Op:ident $symbol:tt, |$y:ident| $right:expr;)*) => {$(
        impl<$($generics)*> $crate::algebra::Binary<$crate::algebra::$Op, $V> for $V {
            type Output = Self;
            type Point = <Self as $crate::interop::space::Space<$T>>::Shape;

            #[inline]
            #[track_caller]
            fn value(x: &Self, y: &Self) -> Self {
                $crate::interop::space::common_space::<$T, Self>(x, y);
                x $symbol y
            }

            #[inline]
            fn point(x: &Self, _: &Self, _: &Self) -> Self::Point {
                $crate::interop::space::Space::<$T>::space(x)
            }

            #[inline]
            fn left(_: &Self::Point, x_dot: &Self) -> Self {
                x_dot.clone()
            }

            #[inline]
            fn left_transposed(_: &Self::Point, z_bar: &Self) -> Self {
                z_bar.clone()
            }

            #[inline]
            fn right(_: &Self::Point, $y: &Self) -> Self {
                $right
            }

            #[inline]
            fn right_transposed(_: &Self::Point, $y: &Self) -> Self {
                $right
            }

            #[inline]
            fn second(space: &Self::Point, _: (&Self, &Self), _: (&Self, &Self)) -> Self {
                <Self as $crate::interop::space::Space<$T>>::zeros(space)
            }

            #[inline]
            fn second_transposed(space: &Self::Point, _: (&Self, &Self), _: &Self) -> (Self, Self) {
                let zeros = <Self as $crate::interop::space::Space<$T>>::zeros;
                (zeros(space), zeros(space))
            }
        }
    )*};
}

/// The Euclidean norm and its square, which the library finds in its own way.
macro_rules! norms {
    ($([$($generics:tt)*] $V:ty, $T:ty, $norm:expr, $squared:expr;)*) => {$(
        /// z = x · x
        impl<$($generics)*> $crate::algebra::Unary<$crate::algebra::NormSquared> for $V {
            type Output = $T;
            type Point = Self;

            #[inline]
            fn value(x: &Self) -> $T {
                let squared: fn(&Self) -> $T = $squared;
                squared(x)
            }

            #[inline]
            fn point(x: &Self, _: &$T) -> Self {
                x.clone()
            }

            #[inline]
            fn linear(x: &Self, x_dot: &Self) -> $T {
                2.0 * $crate::Scale::dot(x, x_dot)
            }

            #[inline]
            fn transposed(x: &Self, &z_bar: &$T) -> Self {
                x.scaled(2.0 * z_bar)
            }

            #[inline]
            fn second(_: &Self, x_dot: &Self, along: &Self) -> $T {
                2.0 * $crate::Scale::dot(x_dot, along)
            }

            #[inline]
            fn second_transposed(_: &Self, x_dot: &Self, &z_dot_bar: &$T) -> Self {
                x_dot.scaled(2.0 * z_dot_bar)
            }
        }

        /// z² = x · x: z dz = x · dx
        impl<$($generics)*> $crate::algebra::Unary<$crate::algebra::Norm> for $V {
            type Output = $T;
            /// The direction of `x`, and 1 / z.
            type Point = (Self, $T);

            #[inline]
            fn value(x: &Self) -> $T {
                let norm: fn(&Self) -> $T = $norm;
                norm(x)
            }

            #[inline]
            fn point(x: &Self, &z: &$T) -> (Self, $T) {
                let reciprocal = $crate::interop::space::reciprocal(z);
                (x.scaled(reciprocal), reciprocal)
            }

            #[inline]
            fn linear((unit, _): &(Self, $T), x_dot: &Self) -> $T {
                $crate::Scale::dot(unit, x_dot)
            }

            #[inline]
            fn transposed((unit, _): &(Self, $T), &z_bar: &$T) -> Self {
                unit.scaled(z_bar)
            }

            #[inline]
            fn second((unit, reciprocal): &(Self, $T), x_dot: &Self, along: &Self) -> $T {
                let dot = $crate::Scale::<$T>::dot;
                (dot(x_dot, along) - dot(unit, x_dot) * dot(unit, along)) * *reciprocal
            }

            #[inline]
            fn second_transposed((unit, reciprocal): &(Self, $T), x_dot: &Self, &z_dot_bar: &$T) -> Self {
                let factor = z_dot_bar * *reciprocal;
                let mut sum = x_dot.scaled(factor);
                sum.accumulate(&unit.scaled(-factor * $crate::Scale::dot(unit, x_dot)));
                sum
            }
        }
    )*};
}

pub(super) use {norms, spaces, sums};
