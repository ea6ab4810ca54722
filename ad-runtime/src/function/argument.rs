//! What functions take: values, and what is behind references.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::marker::PhantomData;

use crate::Differentiable;

/// An argument passed by value.
#[derive(Clone, Copy, Debug)]
pub struct Value<T>(PhantomData<T>);

/// An argument passed by reference.
#[derive(Clone, Copy, Debug)]
pub struct Lent<T: ?Sized>(PhantomData<T>);

/// How an argument and its derivatives are passed.
pub trait Argument {
    /// The argument itself.
    type Given<'a>;
    /// Its tangent, in its own form.
    type Tangent<'a>;
    /// Where the cotangent of what is lent is added to.
    type Slot<'a>;
    /// The cotangent of a value, which is returned.
    type Cotangent;
    /// The argument, owned.
    type Kept;

    /// A copy to keep.
    fn kept(given: &Self::Given<'_>) -> Self::Kept;

    /// The argument of a copy.
    fn given(kept: &Self::Kept) -> Self::Given<'_>;
}

impl<T: Differentiable + Clone> Argument for Value<T> {
    type Given<'a> = T;
    type Tangent<'a> = T::Tangent;
    type Slot<'a> = ();
    type Cotangent = T::Tangent;
    type Kept = T;

    #[inline]
    fn kept(given: &T) -> T {
        given.clone()
    }

    #[inline]
    fn given(kept: &T) -> T {
        kept.clone()
    }
}

/// What can be behind the reference of an argument.
pub trait Lendable: Differentiable + 'static {
    /// What is behind the reference of its tangent.
    type Dot: ?Sized + 'static;
    /// What cotangents are added to.
    type Bar: ?Sized + 'static;
    /// The owned form.
    type Owned;

    /// A copy.
    fn owned(&self) -> Self::Owned;

    /// What a copy is one of.
    fn lent(owned: &Self::Owned) -> &Self;
}

impl<T: Lendable + ?Sized> Argument for Lent<T> {
    type Given<'a> = &'a T;
    type Tangent<'a> = &'a T::Dot;
    type Slot<'a> = &'a mut T::Bar;
    type Cotangent = ();
    type Kept = T::Owned;

    #[inline]
    fn kept(given: &&T) -> T::Owned {
        given.owned()
    }

    #[inline]
    fn given(kept: &T::Owned) -> &T {
        T::lent(kept)
    }
}

macro_rules! lent_as_they_are {
    ($([$($generics:tt)*] $ty:ty),*) => {$(
        impl<$($generics)*> Lendable for $ty {
            type Dot = <$ty as Differentiable>::Tangent;
            type Bar = <$ty as Differentiable>::Tangent;
            type Owned = Self;

            #[inline]
            fn owned(&self) -> Self {
                self.clone()
            }

            #[inline]
            fn lent(owned: &Self) -> &Self {
                owned
            }
        }
    )*};
}

lent_as_they_are! {
    [] f32,
    [] f64,
    [T: Differentiable<Tangent: 'static> + Clone + 'static, const N: usize] [T; N],
    [T: Differentiable<Tangent: 'static> + Clone + 'static, U: Differentiable<Tangent: 'static> + Clone + 'static] (T, U)
}

#[cfg(feature = "alloc")]
impl<T: Differentiable<Tangent: 'static> + Clone + 'static> Lendable for [T] {
    type Dot = [T::Tangent];
    type Bar = [T::Tangent];
    type Owned = Vec<T>;

    #[inline]
    fn owned(&self) -> Vec<T> {
        self.to_vec()
    }

    #[inline]
    fn lent(owned: &Vec<T>) -> &[T] {
        owned
    }
}

#[cfg(feature = "alloc")]
impl<T: Differentiable<Tangent: 'static> + Clone + 'static> Lendable for Vec<T> {
    type Dot = Vec<T::Tangent>;
    type Bar = [T::Tangent];
    type Owned = Vec<T>;

    #[inline]
    fn owned(&self) -> Vec<T> {
        self.clone()
    }

    #[inline]
    fn lent(owned: &Vec<T>) -> &Vec<T> {
        owned
    }
}

/// The arguments of a function: a tuple with a [`Value`] or a [`Lent`] for each.
pub trait Arguments {
    /// The arguments themselves.
    type Given<'a>;
    /// Their tangents, each of which may be absent.
    type Tangents<'a>;
    /// The places for the cotangents of what is lent, each of which may be absent.
    type Slots<'a>;
    /// The cotangents of values.
    type Cotangents;
}

macro_rules! arguments {
    ($($($argument:ident),+;)+) => {$(
        impl<$($argument: Argument),+> Arguments for ($($argument,)+) {
            type Given<'a> = ($($argument::Given<'a>,)+);
            type Tangents<'a> = ($(Option<$argument::Tangent<'a>>,)+);
            type Slots<'a> = ($(Option<$argument::Slot<'a>>,)+);
            type Cotangents = ($($argument::Cotangent,)+);
        }
    )+};
}

arguments! {
    A;
    A, B;
    A, B, C;
    A, B, C, D;
}
