//! Products of numbers, vectors and matrices, and what is made of them.

use nalgebra::allocator::Allocator;
use nalgebra::{DefaultAllocator, Dim, OMatrix, U1, U3};

use super::Real;
use crate::algebra::{
    Bilinear, Binary, ComponentDiv, ComponentMul, Cross, Division, Dot, Multiplication, Norm,
    NormSquared, Normalize, TransposeMul, Unary,
};

impl<T: Real, R: Dim, K: Dim, C: Dim> Bilinear<Multiplication, OMatrix<T, K, C>>
    for OMatrix<T, R, K>
where
    DefaultAllocator: Allocator<R, K> + Allocator<K, C> + Allocator<R, C> + Allocator<C, K>,
{
    type Output = OMatrix<T, R, C>;

    #[inline]
    fn of(x: &Self, y: &OMatrix<T, K, C>) -> Self::Output {
        x * y
    }

    #[inline]
    fn left_transposed(y: &OMatrix<T, K, C>, z_bar: &Self::Output) -> Self {
        z_bar * y.transpose()
    }

    #[inline]
    fn right_transposed(x: &Self, z_bar: &Self::Output) -> OMatrix<T, K, C> {
        x.tr_mul(z_bar)
    }
}

impl<T: Real, R: Dim, K: Dim, C: Dim> Bilinear<TransposeMul, OMatrix<T, K, C>> for OMatrix<T, K, R>
where
    DefaultAllocator: Allocator<K, R> + Allocator<K, C> + Allocator<R, C> + Allocator<C, R>,
{
    type Output = OMatrix<T, R, C>;

    #[inline]
    fn of(x: &Self, y: &OMatrix<T, K, C>) -> Self::Output {
        x.tr_mul(y)
    }

    #[inline]
    fn left_transposed(y: &OMatrix<T, K, C>, z_bar: &Self::Output) -> Self {
        y * z_bar.transpose()
    }

    #[inline]
    fn right_transposed(x: &Self, z_bar: &Self::Output) -> OMatrix<T, K, C> {
        x * z_bar
    }
}

impl<T: Real, R: Dim, C: Dim> Bilinear<Multiplication, T> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = Self;

    #[inline]
    fn of(x: &Self, &y: &T) -> Self {
        x * y
    }

    #[inline]
    fn left_transposed(&y: &T, z_bar: &Self) -> Self {
        z_bar * y
    }

    #[inline]
    fn right_transposed(x: &Self, z_bar: &Self) -> T {
        x.dot(z_bar)
    }
}

impl<T: Real, R: Dim, C: Dim> Bilinear<ComponentMul, OMatrix<T, R, C>> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = Self;

    #[inline]
    fn of(x: &Self, y: &Self) -> Self {
        x.component_mul(y)
    }

    #[inline]
    fn left_transposed(y: &Self, z_bar: &Self) -> Self {
        z_bar.component_mul(y)
    }

    #[inline]
    fn right_transposed(x: &Self, z_bar: &Self) -> Self {
        z_bar.component_mul(x)
    }
}

impl<T: Real, R: Dim, C: Dim> Bilinear<Dot, OMatrix<T, R, C>> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = T;

    #[inline]
    fn of(x: &Self, y: &Self) -> T {
        x.dot(y)
    }

    #[inline]
    fn left_transposed(y: &Self, &z_bar: &T) -> Self {
        y * z_bar
    }

    #[inline]
    fn right_transposed(x: &Self, &z_bar: &T) -> Self {
        x * z_bar
    }
}

/// (x × y) · w = x · (y × w) = y · (w × x)
impl<T: Real> Bilinear<Cross, OMatrix<T, U3, U1>> for OMatrix<T, U3, U1> {
    type Output = Self;

    #[inline]
    fn of(x: &Self, y: &Self) -> Self {
        x.cross(y)
    }

    #[inline]
    fn left_transposed(y: &Self, z_bar: &Self) -> Self {
        y.cross(z_bar)
    }

    #[inline]
    fn right_transposed(x: &Self, z_bar: &Self) -> Self {
        z_bar.cross(x)
    }
}

/// Of a type each: what is a float times a matrix, and what a matrix over a float, must not be open to others' types.
macro_rules! of_floats {
    ($($float:ty)*) => {$(
        impl<R: Dim, C: Dim> Bilinear<Multiplication, OMatrix<$float, R, C>> for $float
        where
            DefaultAllocator: Allocator<R, C>,
        {
            type Output = OMatrix<$float, R, C>;

            #[inline]
            fn of(&x: &$float, y: &OMatrix<$float, R, C>) -> OMatrix<$float, R, C> {
                y * x
            }

            #[inline]
            fn left_transposed(y: &OMatrix<$float, R, C>, z_bar: &OMatrix<$float, R, C>) -> $float {
                y.dot(z_bar)
            }

            #[inline]
            fn right_transposed(&x: &$float, z_bar: &OMatrix<$float, R, C>) -> OMatrix<$float, R, C> {
                z_bar * x
            }
        }

        /// z = x / y: dz = (dx − z dy) / y
        impl<R: Dim, C: Dim> Binary<Division, $float> for OMatrix<$float, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            type Output = Self;
            type Point = (Self, $float);

            #[inline]
            fn value(x: &Self, &y: &$float) -> Self {
                x / y
            }

            #[inline]
            fn point(_: &Self, &y: &$float, z: &Self) -> (Self, $float) {
                (z.clone(), y)
            }

            #[inline]
            fn left(&(_, y): &(Self, $float), x_dot: &Self) -> Self {
                x_dot / y
            }

            #[inline]
            fn left_transposed(&(_, y): &(Self, $float), z_bar: &Self) -> Self {
                z_bar / y
            }

            #[inline]
            fn right((z, y): &(Self, $float), &y_dot: &$float) -> Self {
                z * (-y_dot / *y)
            }

            #[inline]
            fn right_transposed((z, y): &(Self, $float), z_bar: &Self) -> $float {
                -z.dot(z_bar) / *y
            }

            /// −(dx δy + δx dy − 2 z dy δy) / y²
            #[inline]
            fn second((z, y): &(Self, $float), (x_dot, &y_dot): (&Self, &$float), (x_along, &y_along): (&Self, &$float)) -> Self {
                let two = 2.0;
                (z * (two * y_dot * y_along) - x_dot * y_along - x_along * y_dot) / (*y * *y)
            }

            #[inline]
            fn second_transposed((z, y): &(Self, $float), (x_dot, &y_dot): (&Self, &$float), z_dot_bar: &Self) -> (Self, $float) {
                let (two, square) = (2.0, *y * *y);
                (
                    z_dot_bar * (-y_dot / square),
                    (two * y_dot * z.dot(z_dot_bar) - x_dot.dot(z_dot_bar)) / square,
                )
            }
        }
    )*};
}

of_floats! { f32 f64 }

/// z = x / y, element by element: dz = (dx − z dy) / y
impl<T: Real, R: Dim, C: Dim> Binary<ComponentDiv, OMatrix<T, R, C>> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = Self;
    /// `z` and `y`.
    type Point = (Self, Self);

    #[inline]
    fn value(x: &Self, y: &Self) -> Self {
        x.component_div(y)
    }

    #[inline]
    fn point(_: &Self, y: &Self, z: &Self) -> (Self, Self) {
        (z.clone(), y.clone())
    }

    #[inline]
    fn left((_, y): &(Self, Self), x_dot: &Self) -> Self {
        x_dot.component_div(y)
    }

    #[inline]
    fn left_transposed((_, y): &(Self, Self), z_bar: &Self) -> Self {
        z_bar.component_div(y)
    }

    #[inline]
    fn right((z, y): &(Self, Self), y_dot: &Self) -> Self {
        -z.component_mul(y_dot).component_div(y)
    }

    #[inline]
    fn right_transposed((z, y): &(Self, Self), z_bar: &Self) -> Self {
        -z.component_mul(z_bar).component_div(y)
    }

    /// (2 z dy δy − dx δy − δx dy) / y²
    #[inline]
    fn second((z, y): &(Self, Self), dots: (&Self, &Self), along: (&Self, &Self)) -> Self {
        let both = z.component_mul(dots.1).component_mul(along.1);
        let crossed = dots.0.component_mul(along.1) + along.0.component_mul(dots.1);
        (&both + &both - crossed).component_div(y).component_div(y)
    }

    #[inline]
    fn second_transposed(
        (z, y): &(Self, Self),
        dots: (&Self, &Self),
        z_dot_bar: &Self,
    ) -> (Self, Self) {
        let scaled = z_dot_bar.component_div(y).component_div(y);
        let of_y = z.component_mul(dots.1);
        (
            -scaled.component_mul(dots.1),
            scaled.component_mul(&(&of_y + &of_y - dots.0)),
        )
    }
}

/// z = x · x
impl<T: Real, R: Dim, C: Dim> Unary<NormSquared> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = T;
    type Point = Self;

    #[inline]
    fn value(x: &Self) -> T {
        x.norm_squared()
    }

    #[inline]
    fn point(x: &Self, _: &T) -> Self {
        x.clone()
    }

    #[inline]
    fn linear(x: &Self, x_dot: &Self) -> T {
        let half = x.dot(x_dot);
        half + half
    }

    #[inline]
    fn transposed(x: &Self, &z_bar: &T) -> Self {
        x * (z_bar + z_bar)
    }

    #[inline]
    fn second(_: &Self, x_dot: &Self, along: &Self) -> T {
        <Self as Unary<NormSquared>>::linear(x_dot, along)
    }

    #[inline]
    fn second_transposed(_: &Self, x_dot: &Self, z_dot_bar: &T) -> Self {
        <Self as Unary<NormSquared>>::transposed(x_dot, z_dot_bar)
    }
}

/// What a norm of zero is divided by: its subgradient 0, as of the norm of an array.
#[inline]
fn reciprocal<T: Real>(norm: T) -> T {
    if norm == T::zero() {
        T::zero()
    } else {
        T::one() / norm
    }
}

/// z² = x · x: z dz = x · dx
impl<T: Real, R: Dim, C: Dim> Unary<Norm> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = T;
    /// `x` and `z`.
    type Point = (Self, T);

    #[inline]
    fn value(x: &Self) -> T {
        x.norm()
    }

    #[inline]
    fn point(x: &Self, &z: &T) -> (Self, T) {
        (x.clone(), z)
    }

    #[inline]
    fn linear((x, z): &(Self, T), x_dot: &Self) -> T {
        x.dot(x_dot) * reciprocal(*z)
    }

    #[inline]
    fn transposed((x, z): &(Self, T), &z_bar: &T) -> Self {
        x * (z_bar * reciprocal(*z))
    }

    #[inline]
    fn second((x, z): &(Self, T), x_dot: &Self, along: &Self) -> T {
        let reciprocal = reciprocal(*z);
        let across = x.dot(x_dot) * reciprocal * (x.dot(along) * reciprocal);
        (x_dot.dot(along) - across) * reciprocal
    }

    #[inline]
    fn second_transposed((x, z): &(Self, T), x_dot: &Self, &z_dot_bar: &T) -> Self {
        let reciprocal = reciprocal(*z);
        let unit = x * reciprocal;
        (x_dot - &unit * unit.dot(x_dot)) * (z_dot_bar * reciprocal)
    }
}

/// z = x / ‖x‖: dz = (dx − z (z · dx)) / ‖x‖, a map that is its own transpose.
impl<T: Real, R: Dim, C: Dim> Unary<Normalize> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = Self;
    /// `z`, and 1 / ‖x‖.
    type Point = (Self, T);

    #[inline]
    fn value(x: &Self) -> Self {
        x.normalize()
    }

    #[inline]
    fn point(x: &Self, z: &Self) -> (Self, T) {
        (z.clone(), reciprocal(x.norm()))
    }

    #[inline]
    fn linear((z, reciprocal): &(Self, T), x_dot: &Self) -> Self {
        (x_dot - z * z.dot(x_dot)) * *reciprocal
    }

    #[inline]
    fn transposed(point: &(Self, T), z_bar: &Self) -> Self {
        <Self as Unary<Normalize>>::linear(point, z_bar)
    }

    /// With u = dx, v = δx and P the map above: −(P u (z·v) + P v (z·u) + z (u·P v)) / ‖x‖, where P is taken without its factor.
    #[inline]
    fn second((z, reciprocal): &(Self, T), x_dot: &Self, along: &Self) -> Self {
        let (along_dot, along_z) = (z.dot(x_dot), z.dot(along));
        let across = x_dot.dot(along) - along_dot * along_z;
        let (u, v) = (x_dot - z * along_dot, along - z * along_z);
        (u * along_z + v * along_dot + z * across) * -(*reciprocal * *reciprocal)
    }

    #[inline]
    fn second_transposed((z, reciprocal): &(Self, T), x_dot: &Self, z_dot_bar: &Self) -> Self {
        let (along_dot, along_bar) = (z.dot(x_dot), z.dot(z_dot_bar));
        let (u, w) = (x_dot - z * along_dot, z_dot_bar - z * along_bar);
        (z * u.dot(z_dot_bar) + w * along_dot + u * along_bar) * -(*reciprocal * *reciprocal)
    }
}
