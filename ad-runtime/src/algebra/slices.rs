//! Functions that make a vector or a matrix of a slice, linear in its elements: `DVector::from_column_slice(x)`.

#![allow(
    clippy::too_many_arguments,
    clippy::trivially_copy_pass_by_ref,
    clippy::type_complexity,
    clippy::unused_self,
    reason = "generated code calls every linkage alike, and takes apart what it gives"
)]

use alloc::vec::Vec;
use core::marker::PhantomData;

use crate::support::DifferentiableTwice;
use crate::tangent::{Differentiable, Tangent, accumulate_slice};

/// A type that is made of the elements of a slice by a function `Op`: [`Gathered`] or [`GatheredByRows`].
#[diagnostic::on_unimplemented(
    message = "`{Op}` of a `{Self}` from a slice of `{T}` has no derivative rule",
    label = "this value is to be differentiated",
    note = "implement `ad_runtime::algebra::MadeOfSlice`, or enable the feature of `ad-runtime` for the library it is of"
)]
pub trait MadeOfSlice<Op, T>: Tangent + Differentiable<Tangent = Self> {
    /// The transpose: what a cotangent is for each element, in their order.
    fn transposed(z_bar: &Self) -> Vec<T>;
}

/// What elements are given in.
#[doc(hidden)]
pub trait Listed {
    type Element;
    /// What their cotangents are given back in.
    type Cotangents;

    fn listed(&self) -> &[Self::Element];
    fn cotangents(elements: Vec<Self::Element>) -> Self::Cotangents;
}

impl<T> Listed for [T] {
    type Element = T;
    type Cotangents = Vec<T>;

    #[inline]
    fn listed(&self) -> &[T] {
        self
    }

    #[inline]
    fn cotangents(elements: Vec<T>) -> Vec<T> {
        elements
    }
}

impl<T> Listed for Vec<T> {
    type Element = T;
    type Cotangents = Vec<T>;

    #[inline]
    fn listed(&self) -> &[T] {
        self
    }

    #[inline]
    fn cotangents(elements: Vec<T>) -> Vec<T> {
        elements
    }
}

impl<T, const N: usize> Listed for [T; N] {
    type Element = T;
    type Cotangents = [T; N];

    #[inline]
    fn listed(&self) -> &[T] {
        self
    }

    #[inline]
    fn cotangents(elements: Vec<T>) -> [T; N] {
        let elements = elements.try_into();
        elements.unwrap_or_else(|_| unreachable!("as many cotangents as elements"))
    }
}

/// `from_slice` and its like, of elements as they stand in memory: column by column.
#[derive(Debug)]
pub enum Gathered {}

/// `from_row_slice`, of elements row by row.
#[derive(Debug)]
pub enum GatheredByRows {}

/// A vector that `function` makes.
#[doc(hidden)]
#[inline]
pub fn gathered<T, Z>(x: &[T], function: impl Fn(&[T]) -> Z) -> Z {
    function(x)
}

/// A matrix that `function` makes.
#[doc(hidden)]
#[inline]
pub fn gathered_by_rows<T, Z>(x: &[T], function: impl Fn(&[T]) -> Z) -> Z {
    function(x)
}

#[doc(hidden)]
#[allow(non_camel_case_types)]
pub type gathered = Linkage<Gathered>;

#[doc(hidden)]
#[allow(non_camel_case_types)]
pub type gathered_by_rows = Linkage<GatheredByRows>;

/// The linkage of such functions.
#[doc(hidden)]
pub struct Linkage<Op>(PhantomData<Op>);

/// The transpose of such a function.
#[doc(hidden)]
pub struct Transpose<Op, X: ?Sized, Z>(PhantomData<fn(Op, Z)>, PhantomData<fn(&X)>);

#[doc(hidden)]
#[allow(missing_docs)]
impl<Op, X: Listed + ?Sized, Z: MadeOfSlice<Op, X::Element>> Transpose<Op, X, Z> {
    #[inline]
    pub fn left(&self, z_bar: &Z) -> X::Cotangents {
        X::cotangents(Z::transposed(z_bar))
    }
}

/// Adds to a cotangent, if it is asked for.
#[inline]
fn add_to<Op, T: Tangent, Z: MadeOfSlice<Op, T>>(slot: Option<&mut [T]>, z_bar: &Z) {
    if let Some(sum) = slot {
        accumulate_slice(sum, &Z::transposed(z_bar));
    }
}

#[doc(hidden)]
#[allow(missing_docs)]
impl<Op> Linkage<Op> {
    #[inline]
    pub fn jvp<T, Z: MadeOfSlice<Op, T>>(
        x: &[T],
        function: impl Fn(&[T]) -> Z,
        x_dot: Option<&[T]>,
        _: Option<()>,
    ) -> (Z, Z) {
        let z = function(x);
        let z_dot = x_dot.map_or_else(|| z.zero_tangent(), &function);
        (z, z_dot)
    }

    #[inline]
    pub fn linearize<T, Z: MadeOfSlice<Op, T>, F: Fn(&[T]) -> Z>(
        x: &[T],
        function: F,
        _: &[bool; 2],
    ) -> (Z, impl Fn(Option<&[T]>, Option<()>) -> Z + use<Op, T, Z, F>) {
        let z = function(x);
        let zero = z.zero_tangent();
        (z, move |x_dot: Option<&[T]>, _: Option<()>| {
            x_dot.map_or_else(|| zero.clone(), &function)
        })
    }

    #[inline]
    pub fn vjp<X: Listed + ?Sized, Z: MadeOfSlice<Op, X::Element>>(
        x: &X,
        function: impl Fn(&[X::Element]) -> Z,
    ) -> (Z, Transpose<Op, X, Z>) {
        (function(x.listed()), Transpose(PhantomData, PhantomData))
    }

    #[inline]
    pub fn pullback<X: Listed + ?Sized, Z: MadeOfSlice<Op, X::Element>>(
        _: &X,
        _: impl Fn(&[X::Element]) -> Z,
    ) -> Transpose<Op, X, Z> {
        Transpose(PhantomData, PhantomData)
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
    pub fn linked_jvp<T, Z: MadeOfSlice<Op, T>>(
        self,
        x: &[T],
        function: impl Fn(&[T]) -> Z,
        x_dot: Option<&[T]>,
        _: Option<()>,
        along: Option<&[T]>,
        _: Option<()>,
        dot_along: Option<&[T]>,
        _: Option<()>,
    ) -> ((Z, Z), (Z, Z)) {
        let z = function(x);
        let of = |x: Option<&[T]>| x.map_or_else(|| z.zero_tangent(), &function);
        let (z_dot, dots) = (of(x_dot), (of(along), of(dot_along)));
        ((z, z_dot), dots)
    }

    #[inline]
    pub fn linked_vjp<T: Tangent, Z: MadeOfSlice<Op, T>, F: Fn(&[T]) -> Z>(
        self,
        x: &[T],
        function: F,
        x_dot: Option<&[T]>,
        _: Option<()>,
    ) -> (
        (Z, Z),
        impl Fn((Z, Z), Option<&mut [T]>, Option<()>, Option<&mut [T]>, Option<()>) -> ((), (), (), ())
        + use<Op, T, Z, F>,
    ) {
        let z = function(x);
        let z_dot = x_dot.map_or_else(|| z.zero_tangent(), &function);
        let pullback = move |(z_bar, z_dot_bar): (Z, Z),
                             slot: Option<&mut [T]>,
                             _: Option<()>,
                             dot_slot: Option<&mut [T]>,
                             _: Option<()>| {
            add_to(slot, &z_bar);
            add_to(dot_slot, &z_dot_bar);
            ((), (), (), ())
        };
        ((z, z_dot), pullback)
    }

    #[inline]
    pub fn linked_pullback<T: Tangent, Z: MadeOfSlice<Op, T>, F: Fn(&[T]) -> Z>(
        self,
        x: &[T],
        function: F,
        x_dot: Option<&[T]>,
        none: Option<()>,
    ) -> impl Fn(
        (Z, Z),
        Option<&mut [T]>,
        Option<()>,
        Option<&mut [T]>,
        Option<()>,
    ) -> ((), (), (), ())
    + use<Op, T, Z, F> {
        self.linked_vjp(x, function, x_dot, none).1
    }
}
