//! Operations on vectors, matrices and whatever else is no float, and the rules that derivatives are made of.
//!
//! The macro sees tokens, not types: what `a * b` means of two matrices, and what its derivative is, the compiler finds by
//! a trait. A rule is one implementation of [`Unary`] or [`Binary`] for an operation, such as [`Multiplication`] or [`Norm`], and
//! says the value, and the partial derivatives at a point, each a linear map with its transpose: forward mode applies the maps,
//! reverse mode their transposes. Where an operation is linear itself there is less to say: [`Linear`], [`Bilinear`].
//!
//! With the features `nalgebra-0_34`, `ndarray-0_17`, `glam-0_34` and `faer-0_24` there are rules for the types of these
//! libraries: [`interop`](crate::interop) says which. For a type of one's own:
//!
//! ```
//! use ad_runtime::algebra::{Bilinear, Multiplication};
//! use ad_runtime::{Differentiable, differentiate};
//!
//! #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
//! #[differentiable(tangent = Self)]
//! struct Complex {
//!     re: f64,
//!     im: f64,
//! }
//!
//! impl std::ops::Mul for Complex {
//!     type Output = Complex;
//!     fn mul(self, other: Complex) -> Complex {
//!         Complex {
//!             re: self.re * other.re - self.im * other.im,
//!             im: self.re * other.im + self.im * other.re,
//!         }
//!     }
//! }
//!
//! impl Complex {
//!     fn conjugate(self) -> Complex {
//!         Complex { re: self.re, im: -self.im }
//!     }
//! }
//!
//! // The transpose of a product with y is one with its conjugate.
//! impl Bilinear<Multiplication, Complex> for Complex {
//!     type Output = Complex;
//!     fn of(x: &Complex, y: &Complex) -> Complex {
//!         *x * *y
//!     }
//!     fn left_transposed(y: &Complex, z_bar: &Complex) -> Complex {
//!         *z_bar * y.conjugate()
//!     }
//!     fn right_transposed(x: &Complex, z_bar: &Complex) -> Complex {
//!         x.conjugate() * *z_bar
//!     }
//! }
//!
//! #[differentiate]
//! fn squared(z: Complex) -> f64 {
//!     let square = z * z;
//!     square.re * square.re + square.im * square.im
//! }
//!
//! // |z²|² = |z|⁴, the gradient of which is 4 |z|² z.
//! let z_bar = squared_grad(Complex { re: 1.0, im: 2.0 });
//! assert_eq!(z_bar, Complex { re: 20.0, im: 40.0 });
//! ```

mod constructors;
mod linkage;
mod methods;
pub(crate) mod operand;
mod operations;
#[cfg(feature = "alloc")]
mod slices;

pub use constructors::{Assembled, Filled, MadeOf, assembled, filled};
#[doc(hidden)]
pub use methods::{MethodsOfLinkage1, MethodsOfLinkage2};
pub use operand::{Operand, operand};
pub use operations::*;
#[cfg(feature = "alloc")]
pub use slices::{Gathered, GatheredByRows, MadeOfSlice, gathered, gathered_by_rows};

use crate::tangent::{Differentiable, Tangent};

/// The tangent of a type.
pub type TangentOf<T> = <T as Differentiable>::Tangent;

/// The rule of an operation of one operand, `z = op(x)`.
#[diagnostic::on_unimplemented(
    message = "`{Op}` of a `{Self}` has no derivative rule",
    label = "this operation is to be differentiated",
    note = "implement `ad_runtime::algebra::Linear` or `Unary` for it, or enable the feature of `ad-runtime` for the library it is of"
)]
pub trait Unary<Op>: Differentiable {
    /// The type of `z`.
    type Output: Differentiable;
    /// What the derivative is read from: as little of `x` and `z` as will do.
    type Point;

    /// `z`.
    fn value(x: &Self) -> Self::Output;

    /// Where the maps below are taken.
    fn point(x: &Self, z: &Self::Output) -> Self::Point;

    /// The derivative: from a tangent of `x` to that of `z`.
    fn linear(point: &Self::Point, x_dot: &TangentOf<Self>) -> TangentOf<Self::Output>;

    /// Its transpose: from a cotangent of `z` to that of `x`.
    fn transposed(point: &Self::Point, z_bar: &TangentOf<Self::Output>) -> TangentOf<Self>;

    /// The second derivative, along two tangents of `x`.
    fn second(
        point: &Self::Point,
        x_dot: &TangentOf<Self>,
        along: &TangentOf<Self>,
    ) -> TangentOf<Self::Output>;

    /// Its transpose in `along`: from a cotangent of the derivative along `x_dot` to that of `x`.
    fn second_transposed(
        point: &Self::Point,
        x_dot: &TangentOf<Self>,
        z_dot_bar: &TangentOf<Self::Output>,
    ) -> TangentOf<Self>;
}

/// The rule of an operation of two operands, `z = op(x, y)`.
#[diagnostic::on_unimplemented(
    message = "`{Op}` of a `{Self}` and a `{Y}` has no derivative rule",
    label = "this operation is to be differentiated",
    note = "implement `ad_runtime::algebra::Bilinear` or `Binary` for it, or enable the feature of `ad-runtime` for the library it is of"
)]
pub trait Binary<Op, Y: Differentiable>: Differentiable {
    /// The type of `z`.
    type Output: Differentiable;
    /// What the derivatives are read from: as little of `x`, `y` and `z` as will do.
    type Point;

    /// `z`.
    fn value(x: &Self, y: &Y) -> Self::Output;

    /// Where the maps below are taken.
    fn point(x: &Self, y: &Y, z: &Self::Output) -> Self::Point;

    /// The derivative by the left operand: from a tangent of `x` to that of `z`.
    fn left(point: &Self::Point, x_dot: &TangentOf<Self>) -> TangentOf<Self::Output>;

    /// Its transpose: from a cotangent of `z` to that of `x`.
    fn left_transposed(point: &Self::Point, z_bar: &TangentOf<Self::Output>) -> TangentOf<Self>;

    /// The derivative by the right operand.
    fn right(point: &Self::Point, y_dot: &TangentOf<Y>) -> TangentOf<Self::Output>;

    /// Its transpose.
    fn right_transposed(point: &Self::Point, z_bar: &TangentOf<Self::Output>) -> TangentOf<Y>;

    /// Both transposes, where they have some of the work in common.
    #[inline]
    fn transposed(
        point: &Self::Point,
        z_bar: &TangentOf<Self::Output>,
    ) -> (TangentOf<Self>, TangentOf<Y>) {
        let x_bar = Self::left_transposed(point, z_bar);
        (x_bar, Self::right_transposed(point, z_bar))
    }

    /// The second derivative, along two tangents of the operands.
    fn second(
        point: &Self::Point,
        dots: (&TangentOf<Self>, &TangentOf<Y>),
        along: (&TangentOf<Self>, &TangentOf<Y>),
    ) -> TangentOf<Self::Output>;

    /// Its transpose in `along`: from a cotangent of the derivative along `dots` to those of `x` and `y`.
    fn second_transposed(
        point: &Self::Point,
        dots: (&TangentOf<Self>, &TangentOf<Y>),
        z_dot_bar: &TangentOf<Self::Output>,
    ) -> (TangentOf<Self>, TangentOf<Y>);
}

/// The rule of an operation that is linear, where tangents are of the types of the values: all of [`Unary`] follows.
pub trait Linear<Op>: Differentiable<Tangent = Self> + Tangent {
    /// The type of `z`.
    type Output: Tangent + Differentiable<Tangent = Self::Output>;
    /// What the transpose has to know of `x`: nothing, or its shape.
    type Shape;

    /// `z`.
    fn of(x: &Self) -> Self::Output;

    /// The shape of `x`.
    fn shape(x: &Self) -> Self::Shape;

    /// The transpose.
    fn transposed(shape: &Self::Shape, z_bar: &Self::Output) -> Self;
}

#[diagnostic::do_not_recommend]
impl<Op, X: Linear<Op>> Unary<Op> for X {
    type Output = X::Output;
    type Point = X::Shape;

    #[inline]
    fn value(x: &X) -> X::Output {
        X::of(x)
    }

    #[inline]
    fn point(x: &X, _: &X::Output) -> X::Shape {
        X::shape(x)
    }

    #[inline]
    fn linear(_: &X::Shape, x_dot: &X) -> X::Output {
        X::of(x_dot)
    }

    #[inline]
    fn transposed(shape: &X::Shape, z_bar: &X::Output) -> X {
        <X as Linear<Op>>::transposed(shape, z_bar)
    }

    #[inline]
    fn second(_: &X::Shape, x_dot: &X, _: &X) -> X::Output {
        X::of(x_dot).zero_tangent()
    }

    #[inline]
    fn second_transposed(_: &X::Shape, x_dot: &X, _: &X::Output) -> X {
        x_dot.zero_tangent()
    }
}

/// The rule of an operation that is linear in each of its operands, where tangents are of the types of the values: all of
/// [`Binary`] follows.
pub trait Bilinear<Op, Y: Tangent + Differentiable<Tangent = Y>>:
    Differentiable<Tangent = Self> + Tangent
{
    /// The type of `z`.
    type Output: Tangent + Differentiable<Tangent = Self::Output>;

    /// `z`.
    fn of(x: &Self, y: &Y) -> Self::Output;

    /// The transpose of the map of `x` that there is at `y`.
    fn left_transposed(y: &Y, z_bar: &Self::Output) -> Self;

    /// The transpose of the map of `y` that there is at `x`.
    fn right_transposed(x: &Self, z_bar: &Self::Output) -> Y;
}

#[diagnostic::do_not_recommend]
impl<Op, X: Bilinear<Op, Y>, Y: Tangent + Differentiable<Tangent = Y>> Binary<Op, Y> for X {
    type Output = X::Output;
    type Point = (X, Y);

    #[inline]
    fn value(x: &X, y: &Y) -> X::Output {
        X::of(x, y)
    }

    #[inline]
    fn point(x: &X, y: &Y, _: &X::Output) -> (X, Y) {
        (x.clone(), y.clone())
    }

    #[inline]
    fn left((_, y): &(X, Y), x_dot: &X) -> X::Output {
        X::of(x_dot, y)
    }

    #[inline]
    fn left_transposed((_, y): &(X, Y), z_bar: &X::Output) -> X {
        <X as Bilinear<Op, Y>>::left_transposed(y, z_bar)
    }

    #[inline]
    fn right((x, _): &(X, Y), y_dot: &Y) -> X::Output {
        X::of(x, y_dot)
    }

    #[inline]
    fn right_transposed((x, _): &(X, Y), z_bar: &X::Output) -> Y {
        <X as Bilinear<Op, Y>>::right_transposed(x, z_bar)
    }

    #[inline]
    fn second(_: &(X, Y), dots: (&X, &Y), along: (&X, &Y)) -> X::Output {
        let mut sum = X::of(dots.0, along.1);
        sum.accumulate(&X::of(along.0, dots.1));
        sum
    }

    #[inline]
    fn second_transposed(_: &(X, Y), dots: (&X, &Y), z_dot_bar: &X::Output) -> (X, Y) {
        (
            <X as Bilinear<Op, Y>>::left_transposed(dots.1, z_dot_bar),
            <X as Bilinear<Op, Y>>::right_transposed(dots.0, z_dot_bar),
        )
    }
}
