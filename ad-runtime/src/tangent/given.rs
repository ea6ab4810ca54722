//! What generated code does with a part of a tangent, which may be a [`Constant`]: it passes it to a callee, or adds to it what
//! comes back.
//!
//! It does not know the type of the field. A [`Constant`] has methods of its own, which the compiler prefers to those of the
//! trait that everything else has.

use super::fields::Constant;
use super::{Differentiable, Tangent};
use crate::{Active, Inactive};

/// A tangent or a cotangent, as an argument for a callee.
#[doc(hidden)]
pub trait Given: Sized {
    /// The tangent.
    #[inline]
    fn given(self) -> Option<Self> {
        Some(self)
    }

    /// The tangent, lent.
    #[inline]
    fn given_ref(&self) -> Option<&Self> {
        Some(self)
    }

    /// The cotangent to add to.
    #[inline]
    fn given_mut(&mut self) -> Option<&mut Self> {
        Some(self)
    }

    /// Adds to a cotangent.
    #[inline]
    fn gather(&mut self, term: &Self)
    where
        Self: Tangent,
    {
        self.accumulate(term);
    }

    /// What the callee is told of it.
    #[inline]
    fn activity(&self) -> Active {
        Active
    }
}

impl<T> Given for T {}

/// As [`Given`]: there is none.
impl<T: Differentiable + ?Sized> Constant<T> {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn given(self) -> Option<T::Tangent> {
        None
    }

    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn given_ref(&self) -> Option<&T::Tangent> {
        None
    }

    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn given_mut(&mut self) -> Option<&mut T::Tangent> {
        None
    }

    #[doc(hidden)]
    #[inline]
    pub fn gather<Term: ?Sized>(&mut self, _term: &Term) {}

    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn activity(&self) -> Inactive {
        Inactive
    }
}

/// The slot for the tangent of a first argument that is passed by value, in a call by the path of a type: the linkage of a function
/// takes it so, that of a method has it lent.
#[doc(hidden)]
pub trait FirstSlot<'a, T> {
    #[doc(hidden)]
    fn of(given: &'a mut Option<T>) -> Self;
}

impl<'a, T> FirstSlot<'a, T> for Option<T> {
    #[inline]
    fn of(given: &'a mut Option<T>) -> Self {
        given.take()
    }
}

impl<'a, T> FirstSlot<'a, T> for Option<&'a T> {
    #[inline]
    fn of(given: &'a mut Option<T>) -> Self {
        given.as_ref()
    }
}

/// That slot, as the callee has it.
#[doc(hidden)]
#[inline]
pub fn first_slot<'a, T, S: FirstSlot<'a, T>>(given: &'a mut Option<T>) -> S {
    S::of(given)
}

/// Whether a part of a value carries a derivative, as a type: that of a part of its tangent tells.
#[doc(hidden)]
#[inline]
pub fn activity_of<T: Differentiable + ?Sized, M: Default>(
    _value: &T,
    _part: impl FnOnce(&T::Tangent) -> M,
) -> M {
    M::default()
}

/// The tangent of an argument that is a part of a struct.
#[doc(hidden)]
#[macro_export]
macro_rules! given {
    ($part:expr) => {{
        #[allow(unused_imports)]
        use $crate::Given as _;
        ($part).given()
    }};
}

/// The same, of an argument that is lent: the tangent of an array is one of a slice.
#[doc(hidden)]
#[macro_export]
macro_rules! given_ref {
    ($part:expr) => {{
        #[allow(unused_imports)]
        use $crate::Given as _;
        match ($part).given_ref() {
            $crate::Some(part) => $crate::Some(part),
            $crate::None => $crate::None,
        }
    }};
}

/// The place for the cotangent of an argument that is a part of a struct.
#[doc(hidden)]
#[macro_export]
macro_rules! given_mut {
    ($part:expr) => {{
        #[allow(unused_imports)]
        use $crate::Given as _;
        match ($part).given_mut() {
            $crate::Some(part) => $crate::Some(part),
            $crate::None => $crate::None,
        }
    }};
}

/// Adds what comes back from a callee to the cotangent of a part of a struct.
#[doc(hidden)]
#[macro_export]
macro_rules! gather {
    ($part:expr, $term:expr) => {{
        #[allow(unused_imports)]
        use $crate::Given as _;
        ($part).gather(&$term);
    }};
}

/// Whether an argument that is a part of a struct carries a derivative.
#[doc(hidden)]
#[macro_export]
macro_rules! activity {
    ($value:expr, $($path:tt)+) => {{
        #[allow(unused_imports)]
        use $crate::Given as _;
        $crate::activity_of($value, |tangent| tangent $($path)+.activity())
    }};
}

#[cfg(test)]
mod tests {
    use core::marker::PhantomData;

    use super::*;

    const CONSTANT: Constant<f64> = Constant {
        constant_of: PhantomData,
    };

    /// Of a tangent with a constant.
    struct Held;

    #[derive(Clone)]
    struct HeldTangent {
        constant: Constant<f64>,
    }

    impl Differentiable for Held {
        type Tangent = HeldTangent;

        fn zero_tangent(&self) -> HeldTangent {
            HeldTangent { constant: CONSTANT }
        }
    }

    impl Tangent for HeldTangent {
        fn accumulate(&mut self, _other: &Self) {}
    }

    #[test]
    fn a_constant_has_no_tangent() {
        let mut constant = CONSTANT;
        let none: [Option<f64>; 3] = [
            crate::given!(constant),
            crate::given_ref!(constant).copied(),
            crate::given_mut!(constant).copied(),
        ];
        assert_eq!(none, [None; 3]);
        crate::gather!(constant, 2.0);
        let Inactive = crate::activity!(&Held, .constant);
    }

    #[test]
    fn anything_else_has_one() {
        let mut tangent = [1.0, 2.0];
        crate::gather!(tangent, [3.0, 4.0]);
        assert_eq!(crate::given!(tangent), Some([4.0, 6.0]));
        let slice: Option<&[f64]> = crate::given_ref!(tangent);
        assert_eq!(slice, Some(&[4.0, 6.0][..]));
        let slice: Option<&mut [f64]> = crate::given_mut!(tangent);
        assert_eq!(slice, Some(&mut [4.0, 6.0][..]));
        let Active = crate::activity!(&(1.0_f64, 2.0_f64), .0);
    }
}
