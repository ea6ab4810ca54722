//! Parts of tangents under the names of fields, as generated code reads them and adds to them.

use core::marker::PhantomData;
use core::ops::{AddAssign, Deref, Index, SubAssign};
#[cfg(feature = "alloc")]
use core::ops::{DerefMut, IndexMut};

use num_traits::Float;

use super::{Differentiable, Tangent};

/// What stands in a tangent for a field that is held constant: nothing, of which every part is zero.
///
/// A tangent derefs to the constants of its type, so that generated code, which knows no fields, may name any of them.
pub struct Constant<T: ?Sized> {
    /// No field of a struct or a tuple is called so.
    #[doc(hidden)]
    pub constant_of: PhantomData<fn(&T)>,
}

#[cfg(feature = "alloc")]
impl<T: ?Sized> Constant<T> {
    const NOTHING: Self = Constant {
        constant_of: PhantomData,
    };
}

impl<T: ?Sized> Clone for Constant<T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Constant<T> {}

/// What is copied from one struct to another without its type being known may be a constant.
impl<T: ?Sized> Tangent for Constant<T> {
    #[inline]
    fn accumulate(&mut self, _other: &Self) {}
}

/// What has fields, as derived for structs: of a constant one, each of them is a constant.
#[doc(hidden)]
pub trait HasFields {
    /// The constants, under the names of the fields.
    type Constants;

    /// All of them.
    fn constants<'a>() -> &'a Self::Constants
    where
        Self: 'a;

    /// The same, where something is added to them.
    #[cfg(feature = "alloc")]
    fn constants_mut<'a>() -> &'a mut Self::Constants
    where
        Self: 'a;
}

impl<T: HasFields> Deref for Constant<T> {
    type Target = T::Constants;

    #[inline]
    fn deref(&self) -> &Self::Target {
        T::constants()
    }
}

#[cfg(feature = "alloc")]
impl<T: HasFields> DerefMut for Constant<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Self::Target {
        T::constants_mut()
    }
}

macro_rules! tuples {
    ($($($T:ident)+;)*) => {$(
        impl<$($T),+> HasFields for ($($T,)+) {
            type Constants = ($(Constant<$T>,)+);

            #[inline]
            fn constants<'a>() -> &'a Self::Constants
            where
                Self: 'a,
            {
                &($(Constant::<$T> { constant_of: PhantomData },)+)
            }

            #[cfg(feature = "alloc")]
            #[inline]
            fn constants_mut<'a>() -> &'a mut Self::Constants
            where
                Self: 'a,
            {
                held(($(Constant::<$T>::NOTHING,)+))
            }
        }
    )*};
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E G;
}

/// A part of a tangent that is a float, or a constant of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the tangent of a float",
    label = "arithmetic of a field that is not known to be a float",
    note = "bind a vector or a matrix by its type before it is computed with: `let v: Vector3<f64> = body.velocity;`",
    note = "integers that are computed with are told by a cast or an index"
)]
pub trait Part {
    /// The type of the float.
    type Float: Float;

    /// Its value.
    fn get(&self) -> Self::Float;

    /// Adds to it, unless it is of a constant.
    fn add(&mut self, term: Self::Float);
}

impl<F: Float> Part for F {
    type Float = F;

    #[inline]
    fn get(&self) -> F {
        *self
    }

    #[inline]
    fn add(&mut self, term: F) {
        *self = *self + term;
    }
}

impl<F: Float> Part for Constant<F> {
    type Float = F;

    #[inline]
    fn get(&self) -> F {
        F::zero()
    }

    #[inline]
    fn add(&mut self, _term: F) {}
}

impl<I, T: ?Sized + Index<I>> Index<I> for Constant<T> {
    type Output = Constant<T::Output>;

    #[inline]
    fn index(&self, _index: I) -> &Self::Output {
        &Constant {
            constant_of: PhantomData,
        }
    }
}

impl<T: ?Sized, Term> AddAssign<Term> for Constant<T> {
    #[inline]
    fn add_assign(&mut self, _term: Term) {}
}

impl<T: ?Sized, Term> SubAssign<Term> for Constant<T> {
    #[inline]
    fn sub_assign(&mut self, _term: Term) {}
}

#[cfg(feature = "alloc")]
impl<I, T: ?Sized + Index<I>> IndexMut<I> for Constant<T> {
    #[inline]
    fn index_mut(&mut self, _index: I) -> &mut Self::Output {
        held(Constant::NOTHING)
    }
}

/// A place for what has no size.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[inline]
#[must_use]
pub fn held<'a, T: 'a>(constants: T) -> &'a mut T {
    const { assert!(size_of::<T>() == 0, "what has a size would be leaked") }
    alloc::boxed::Box::leak(alloc::boxed::Box::new(constants))
}

/// The float of a part of a tangent.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn part<P: Part>(part: &P) -> P::Float {
    part.get()
}

/// Adds to a part of a cotangent.
#[doc(hidden)]
#[inline]
pub fn add<P: Part>(part: &mut P, term: P::Float) {
    part.add(term);
}

/// What can be set to zero.
#[doc(hidden)]
pub trait Clear {
    /// Sets it to zero.
    fn clear(&mut self);
}

impl<T: Tangent + Differentiable<Tangent = T>> Clear for T {
    #[inline]
    fn clear(&mut self) {
        *self = self.zero_tangent();
    }
}

impl<T: ?Sized> Clear for Constant<T> {
    #[inline]
    fn clear(&mut self) {}
}

/// Sets a part of a tangent to zero.
#[doc(hidden)]
#[inline]
pub fn clear(part: &mut impl Clear) {
    part.clear();
}

/// A value without a derivative.
#[diagnostic::on_unimplemented(
    message = "a cast from `{Self}` is taken for one from an integer",
    label = "the field may be a float",
    note = "of a float field write `f64::from(x)`, or bind it by `let x: f32 = ..` first"
)]
pub trait Discrete: Copy {}

macro_rules! discrete {
    ($($discrete:ty)*) => {$(impl Discrete for $discrete {})*};
}

discrete! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char }

/// What is cast: an integer, or the like.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn discrete<D: Discrete>(value: D) -> D {
    value
}

/// What selects: an index, a condition, or several.
#[diagnostic::on_unimplemented(
    message = "what selects is no float, as `{Self}` may be",
    label = "its derivative would be lost",
    note = "write `constant(..)` if that is meant"
)]
pub trait Selector {}

macro_rules! selector {
    ($($selector:ty)*) => {$(impl Selector for $selector {})*};
}

selector! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char str }

impl<S: Selector + ?Sized> Selector for &S {}
impl<S: Selector> Selector for [S] {}
impl<S: Selector, const N: usize> Selector for [S; N] {}
impl<S: Selector> Selector for Option<S> {}
impl<S: Selector> Selector for core::ops::Range<S> {}
impl<S: Selector, E> Selector for Result<S, E> {}
impl<A: Selector, B: Selector> Selector for (A, B) {}
impl<A: Selector, B: Selector, C: Selector> Selector for (A, B, C) {}
impl<A: Selector, B: Selector, C: Selector, D: Selector> Selector for (A, B, C, D) {}
#[cfg(feature = "alloc")]
impl<S: Selector> Selector for alloc::vec::Vec<S> {}
#[cfg(feature = "alloc")]
impl Selector for alloc::string::String {}

/// What is computed of a value that is being differentiated, to select by it.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn selector<S: Selector>(value: S) -> S {
    value
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;

    #[test]
    fn constants_are_zero_whatever_is_added() {
        let mut tangent = Constant::<[f64]>::NOTHING;
        add(&mut tangent[7], 3.0);
        assert_eq!(part(&tangent[7]).to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn floats_are_themselves() {
        let mut sum = 1.5_f32;
        add(&mut sum, 2.0);
        assert_eq!(part(&sum).to_bits(), 3.5_f32.to_bits());
    }
}
