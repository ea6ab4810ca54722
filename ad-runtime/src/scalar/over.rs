//! Values and tangents made of scalars.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use core::borrow::Borrow;
use core::mem::size_of;

use num_traits::Float;

use super::TangentScalar;
use crate::tangent::check_same_length;

/// What is made of scalars `D`, to look at each of them.
#[doc(hidden)]
pub trait Scalars<D> {
    fn for_each_scalar(&self, visit: &mut impl FnMut(&D));
}

/// A value whose tangents may be made of scalars `D`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "tangents of `{Self}` cannot be made of any scalar",
    note = "floats, and arrays, slices, `Vec`s and tuples of them can"
)]
pub trait Over<D> {
    type Tangent;

    fn zero_over(&self) -> Self::Tangent;
}

/// The zero tangent in the shape of a value.
#[doc(hidden)]
#[inline]
pub fn zero_over<D, V: Over<D> + ?Sized>(value: &V) -> V::Tangent {
    value.zero_over()
}

/// A float that may be behind a reference, as operators take it.
#[doc(hidden)]
#[inline]
pub fn float<T: Float>(value: impl Borrow<T>) -> T {
    *value.borrow()
}

/// What stands in for forward mode over a scalar of a function that has none: an error of compilation where it is needed.
///
/// The constant depends on the scalar, or the compiler would evaluate it in functions that nobody calls.
#[doc(hidden)]
#[must_use]
pub fn unavailable<D, T>() -> T {
    const {
        assert!(
            size_of::<D>() > isize::MAX as usize,
            "a function that is called has no `_jvp_over`: it mixes types of floats, or has values of other types with derivatives"
        );
    }
    unreachable!()
}

/// A decision depends on a value with this tangent.
#[doc(hidden)]
#[inline]
pub fn decide<T: Float, D: TangentScalar<T>>(tangent: &(impl Scalars<D> + ?Sized)) {
    if D::RECORDS_DECISIONS {
        tangent.for_each_scalar(&mut |scalar| scalar.decides());
    }
}

/// Partial derivatives of the shape of a tangent.
#[doc(hidden)]
pub trait Partials<T, D, Tangent: ?Sized> {
    /// Visits every partial derivative with the scalar that it is the factor of.
    fn for_each_term(&self, tangent: &Tangent, visit: &mut impl FnMut(T, D));
}

/// Partial derivatives times a tangent, summed.
///
/// # Panics
///
/// When there are not as many of one as of the other.
#[doc(hidden)]
#[inline]
#[must_use]
#[track_caller]
pub fn dot_over<T: Float, D: TangentScalar<T>, Tangent: ?Sized>(
    partials: &(impl Partials<T, D, Tangent> + ?Sized),
    tangent: &Tangent,
) -> D {
    let mut sum = D::zero();
    partials.for_each_term(tangent, &mut |partial, scalar| {
        sum = sum.plus(scalar.times(partial));
    });
    sum
}

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl Scalars<$float> for $float {
            #[inline]
            fn for_each_scalar(&self, visit: &mut impl FnMut(&$float)) {
                visit(self);
            }
        }

        impl<D: TangentScalar<$float>> Over<D> for $float {
            type Tangent = D;

            #[inline]
            fn zero_over(&self) -> D {
                D::zero()
            }
        }

        impl<D: TangentScalar<$float>> Partials<$float, D, D> for $float {
            #[inline]
            fn for_each_term(&self, tangent: &D, visit: &mut impl FnMut($float, D)) {
                visit(*self, *tangent);
            }
        }

        impl<const K: usize> Scalars<[$float; K]> for [$float; K] {
            #[inline]
            fn for_each_scalar(&self, visit: &mut impl FnMut(&[$float; K])) {
                visit(self);
            }
        }
    )*};
}

floats! { f32 f64 }

macro_rules! without_derivative {
    ($($discrete:ty),*) => {$(
        impl<D> Over<D> for $discrete {
            type Tangent = ();

            #[inline]
            fn zero_over(&self) {}
        }
    )*};
}

without_derivative! { i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, bool, char, () }

impl<D> Scalars<D> for () {
    #[inline]
    fn for_each_scalar(&self, _visit: &mut impl FnMut(&D)) {}
}

impl<D, V: Scalars<D> + ?Sized> Scalars<D> for &V {
    #[inline]
    fn for_each_scalar(&self, visit: &mut impl FnMut(&D)) {
        (**self).for_each_scalar(visit);
    }
}

impl<D, V: Scalars<D> + ?Sized> Scalars<D> for &mut V {
    #[inline]
    fn for_each_scalar(&self, visit: &mut impl FnMut(&D)) {
        (**self).for_each_scalar(visit);
    }
}

impl<D, V: Over<D> + ?Sized> Over<D> for &V {
    type Tangent = V::Tangent;

    #[inline]
    fn zero_over(&self) -> V::Tangent {
        (**self).zero_over()
    }
}

impl<D, V: Scalars<D>> Scalars<D> for [V] {
    #[inline]
    fn for_each_scalar(&self, visit: &mut impl FnMut(&D)) {
        for part in self {
            part.for_each_scalar(visit);
        }
    }
}

impl<D, V: Scalars<D>, const N: usize> Scalars<D> for [V; N] {
    #[inline]
    fn for_each_scalar(&self, visit: &mut impl FnMut(&D)) {
        self.as_slice().for_each_scalar(visit);
    }
}

impl<D, V: Over<D>, const N: usize> Over<D> for [V; N] {
    type Tangent = [V::Tangent; N];

    #[inline]
    fn zero_over(&self) -> Self::Tangent {
        self.each_ref().map(V::zero_over)
    }
}

impl<T, D, V: Partials<T, D, W>, W> Partials<T, D, [W]> for [V] {
    #[inline]
    fn for_each_term(&self, tangent: &[W], visit: &mut impl FnMut(T, D)) {
        check_same_length(self.len(), tangent.len());
        for (partial, part) in self.iter().zip(tangent) {
            partial.for_each_term(part, visit);
        }
    }
}

impl<T, D, V: Partials<T, D, W>, W, const N: usize> Partials<T, D, [W; N]> for [V; N] {
    #[inline]
    fn for_each_term(&self, tangent: &[W; N], visit: &mut impl FnMut(T, D)) {
        self.as_slice().for_each_term(tangent.as_slice(), visit);
    }
}

#[cfg(feature = "alloc")]
impl<T, D, V: Partials<T, D, W>, W> Partials<T, D, Vec<W>> for Vec<V> {
    #[inline]
    fn for_each_term(&self, tangent: &Vec<W>, visit: &mut impl FnMut(T, D)) {
        self.as_slice().for_each_term(tangent.as_slice(), visit);
    }
}

#[cfg(feature = "alloc")]
impl<T, D, V: Partials<T, D, W>, W> Partials<T, D, [W]> for Vec<V> {
    #[inline]
    fn for_each_term(&self, tangent: &[W], visit: &mut impl FnMut(T, D)) {
        self.as_slice().for_each_term(tangent, visit);
    }
}

#[cfg(feature = "alloc")]
impl<D, V: Scalars<D>> Scalars<D> for Vec<V> {
    #[inline]
    fn for_each_scalar(&self, visit: &mut impl FnMut(&D)) {
        self.as_slice().for_each_scalar(visit);
    }
}

#[cfg(feature = "alloc")]
impl<D, V: Over<D>> Over<D> for [V] {
    type Tangent = Vec<V::Tangent>;

    #[inline]
    fn zero_over(&self) -> Self::Tangent {
        self.iter().map(V::zero_over).collect()
    }
}

#[cfg(feature = "alloc")]
impl<D, V: Over<D>> Over<D> for Vec<V> {
    type Tangent = Vec<V::Tangent>;

    #[inline]
    fn zero_over(&self) -> Self::Tangent {
        self.as_slice().zero_over()
    }
}

macro_rules! tuples {
    ($($($element:ident $index:tt),+;)+) => {$(
        impl<Scalar, $($element: Scalars<Scalar>),+> Scalars<Scalar> for ($($element,)+) {
            #[inline]
            fn for_each_scalar(&self, visit: &mut impl FnMut(&Scalar)) {
                $(self.$index.for_each_scalar(visit);)+
            }
        }

        impl<Scalar, $($element: Over<Scalar>),+> Over<Scalar> for ($($element,)+) {
            type Tangent = ($($element::Tangent,)+);

            #[inline]
            fn zero_over(&self) -> Self::Tangent {
                ($(self.$index.zero_over(),)+)
            }
        }
    )+};
}

tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11;
}
