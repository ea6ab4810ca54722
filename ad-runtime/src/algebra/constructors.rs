//! Functions that make a vector or a matrix of numbers, linear in them: `Vector3::new(x, y, z)`.

#![allow(
    clippy::too_many_arguments,
    clippy::trivially_copy_pass_by_ref,
    clippy::type_complexity,
    clippy::unused_self,
    reason = "generated code calls every linkage alike, and takes apart what it gives"
)]

use core::marker::PhantomData;

use crate::support::DifferentiableTwice;
use crate::tangent::{Differentiable, Tangent};

/// A type that is made of numbers by a function `Op`, such as [`Assembled`]: of `X`, an array of them or one.
#[diagnostic::on_unimplemented(
    message = "`{Op}` of a `{Self}` from `{X}` has no derivative rule",
    label = "this value is to be differentiated",
    note = "implement `ad_runtime::algebra::MadeOf`, or enable the feature of `ad-runtime` for the library of the type"
)]
pub trait MadeOf<Op, X>: Tangent + Differentiable<Tangent = Self> {
    /// The transpose: what a cotangent is for each number.
    fn transposed(z_bar: &Self) -> X;
}

/// `new`, of all elements in the order in which it takes them.
#[derive(Debug)]
pub enum Assembled {}

/// `repeat`, of one number for all elements.
#[derive(Debug)]
pub enum Filled {}

/// A vector that `function` makes.
#[doc(hidden)]
#[inline]
pub fn assembled<X: Clone, Z>(x: &X, function: impl Fn(X) -> Z) -> Z {
    function(x.clone())
}

/// A vector that `function` makes.
#[doc(hidden)]
#[inline]
pub fn filled<X: Clone, Z>(x: &X, function: impl Fn(X) -> Z) -> Z {
    function(x.clone())
}

#[doc(hidden)]
#[allow(non_camel_case_types)]
pub type assembled = Linkage<Assembled>;

#[doc(hidden)]
#[allow(non_camel_case_types)]
pub type filled = Linkage<Filled>;

/// The transpose of such a function.
#[doc(hidden)]
pub struct Transpose<Op, X, Z>(PhantomData<fn(Op, X, Z)>);

#[doc(hidden)]
#[allow(missing_docs)]
impl<Op, X, Z: MadeOf<Op, X>> Transpose<Op, X, Z> {
    #[inline]
    pub fn left(&self, z_bar: &Z) -> X {
        Z::transposed(z_bar)
    }
}

/// The linkage of such functions.
#[doc(hidden)]
pub struct Linkage<Op>(PhantomData<Op>);

#[doc(hidden)]
#[allow(missing_docs)]
impl<Op> Linkage<Op> {
    #[inline]
    pub fn activity(_: impl Sized, _: impl Sized) {}

    #[inline]
    pub fn primal<X: Clone, Z>(x: &X, function: impl Fn(X) -> Z) -> Z {
        function(x.clone())
    }

    #[inline]
    pub fn jvp<X: Tangent + Differentiable<Tangent = X>, Z: MadeOf<Op, X>>(
        x: &X,
        function: impl Fn(X) -> Z,
        x_dot: Option<&X>,
        _: Option<()>,
    ) -> (Z, Z) {
        let z = function(x.clone());
        let z_dot = x_dot.map_or_else(|| z.zero_tangent(), |x_dot| function(x_dot.clone()));
        (z, z_dot)
    }

    #[inline]
    pub fn linearize<X: Tangent + Differentiable<Tangent = X>, Z: MadeOf<Op, X>, F: Fn(X) -> Z>(
        x: &X,
        function: F,
        _: &[bool; 2],
    ) -> (Z, impl Fn(Option<&X>, Option<()>) -> Z + use<Op, X, Z, F>) {
        let z = function(x.clone());
        let zero = z.zero_tangent();
        (z, move |x_dot: Option<&X>, _: Option<()>| {
            x_dot.map_or_else(|| zero.clone(), |x_dot| function(x_dot.clone()))
        })
    }

    #[inline]
    pub fn vjp<X: Clone, Z: MadeOf<Op, X>>(
        x: &X,
        function: impl Fn(X) -> Z,
    ) -> (Z, Transpose<Op, X, Z>) {
        (function(x.clone()), Transpose(PhantomData))
    }

    #[inline]
    pub fn pullback<X: Clone, Z: MadeOf<Op, X>>(_: &X, _: impl Fn(X) -> Z) -> Transpose<Op, X, Z> {
        Transpose(PhantomData)
    }
}

#[diagnostic::do_not_recommend]
impl<Op> DifferentiableTwice for Linkage<Op> {
    type ForwardMode = Self;
    const FORWARD_MODE: Self = Linkage(PhantomData);
}

/// The linkage of forward mode.
#[doc(hidden)]
#[allow(missing_docs)]
impl<Op> Linkage<Op> {
    #[inline]
    pub fn linked_jvp<X: Tangent + Differentiable<Tangent = X>, Z: MadeOf<Op, X>>(
        self,
        x: &X,
        function: impl Fn(X) -> Z,
        x_dot: Option<&X>,
        _: Option<()>,
        along: Option<&X>,
        _: Option<()>,
        dot_along: Option<&X>,
        _: Option<()>,
    ) -> ((Z, Z), (Z, Z)) {
        let z = function(x.clone());
        let of = |x: Option<&X>| x.map_or_else(|| z.zero_tangent(), |x| function(x.clone()));
        let (z_dot, dots) = (of(x_dot), (of(along), of(dot_along)));
        ((z, z_dot), dots)
    }

    #[inline]
    pub fn linked_vjp<X: Tangent + Differentiable<Tangent = X>, Z: MadeOf<Op, X>, F: Fn(X) -> Z>(
        self,
        x: &X,
        function: F,
        x_dot: Option<&X>,
        _: Option<()>,
    ) -> (
        (Z, Z),
        impl Fn((Z, Z), Option<&mut X>, Option<()>, Option<&mut X>, Option<()>) -> ((), (), (), ())
        + use<Op, X, Z, F>,
    ) {
        let z = function(x.clone());
        let z_dot = x_dot.map_or_else(|| z.zero_tangent(), |x| function(x.clone()));
        let pullback = move |(z_bar, z_dot_bar): (Z, Z),
                             slot: Option<&mut X>,
                             _: Option<()>,
                             dot_slot: Option<&mut X>,
                             _: Option<()>| {
            for (slot, bar) in [(slot, z_bar), (dot_slot, z_dot_bar)] {
                if let Some(sum) = slot {
                    sum.accumulate(&Z::transposed(&bar));
                }
            }
            ((), (), (), ())
        };
        ((z, z_dot), pullback)
    }

    #[inline]
    pub fn linked_pullback<
        X: Tangent + Differentiable<Tangent = X>,
        Z: MadeOf<Op, X>,
        F: Fn(X) -> Z,
    >(
        self,
        x: &X,
        function: F,
        x_dot: Option<&X>,
        none: Option<()>,
    ) -> impl Fn((Z, Z), Option<&mut X>, Option<()>, Option<&mut X>, Option<()>) -> ((), (), (), ())
    + use<Op, X, Z, F> {
        self.linked_vjp(x, function, x_dot, none).1
    }
}
