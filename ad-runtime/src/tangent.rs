//! What a derivative of a value looks like: [`Differentiable`] types, and their [`Tangent`]s with
//! the linear operations on them.
//!
//! ```
//! use ad_runtime::{Differentiable, Tangent};
//!
//! #[derive(Clone, Copy)]
//! struct Meters(f64);
//!
//! impl Differentiable for Meters {
//!     type Tangent = f64;
//!
//!     fn zero_tangent(&self) -> f64 {
//!         0.0
//!     }
//! }
//!
//! let mut total = [Meters(3.0), Meters(4.0)].zero_tangent();
//! total.accumulate(&[1.0, 0.5]);
//! assert_eq!(total, [1.0, 0.5]);
//! ```

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use num_traits::Float;

pub mod fields;
pub(crate) mod given;
#[cfg(test)]
mod tests;

/// A type with derivatives.
///
/// Floats are their own tangents; arrays, `Vec`s and tuples have the tangents of their elements in
/// the same shape; a slice has a `Vec` of them. Integers, `bool` and `char` carry no derivative, so
/// that a tuple or an array may hold them: their tangent is `()`.
///
/// ```
/// use ad_runtime::Differentiable;
///
/// let value = ([1.0_f32, 2.0], 3_u8);
/// assert_eq!(value.zero_tangent(), ([0.0, 0.0], ()));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a differentiable type",
    label = "no tangent is known for `{Self}`",
    note = "differentiable are `f32`, `f64`, and arrays, slices, `Vec`s, tuples and references of differentiable types",
    note = "derive `Differentiable` for a struct of your own, or hold a parameter of this type constant with `constant(..)`"
)]
pub trait Differentiable {
    /// The type of this type's tangents and cotangents.
    type Tangent: Tangent;

    /// The zero tangent in the shape of `self`.
    fn zero_tangent(&self) -> Self::Tangent;
}

/// A tangent or cotangent: an element of a vector space.
///
/// ```
/// use ad_runtime::Tangent;
///
/// let mut total = (1.0, [2.0, 3.0]);
/// total.accumulate(&(0.5, [0.25, 0.0]));
/// assert_eq!(total, (1.5, [2.25, 3.0]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the tangent of a differentiable type",
    label = "does not implement `Tangent`"
)]
pub trait Tangent: Clone {
    /// Adds `other` to `self`.
    ///
    /// # Panics
    ///
    /// When the two differ in length.
    #[track_caller]
    fn accumulate(&mut self, other: &Self);
}

/// A tangent whose scalars are `F`: what a rule given by its partial derivatives needs in forward
/// mode (`dot`) and in reverse (`scaled`).
///
/// ```
/// use ad_runtime::Scale;
///
/// let partials = [2.0, -1.0];
/// assert_eq!(partials.dot(&[1.0, 0.5]), 1.5); // along a tangent
/// assert_eq!(partials.scaled(3.0), [6.0, -3.0]); // from a seed
/// ```
pub trait Scale<F: Float>: Tangent {
    /// `factor` times `self`.
    #[must_use]
    fn scaled(&self, factor: F) -> Self;

    /// The Euclidean inner product of `self` and `other`.
    ///
    /// # Panics
    ///
    /// When the two differ in length.
    #[track_caller]
    fn dot(&self, other: &Self) -> F;

    /// The Euclidean norm.
    ///
    /// ```
    /// use ad_runtime::Scale;
    ///
    /// assert_eq!([3.0, 4.0].norm(), 5.0);
    /// ```
    fn norm(&self) -> F {
        self.dot(self).sqrt()
    }
}

/// The zero tangent in the shape of `value`.
///
/// ```
/// assert_eq!(ad_runtime::zero_tangent(&[1.5, 2.5]), [0.0, 0.0]);
/// ```
#[inline]
pub fn zero_tangent<S: Differentiable + ?Sized>(value: &S) -> S::Tangent {
    value.zero_tangent()
}

/// `a + b`.
///
/// # Panics
///
/// When the two differ in length.
#[doc(hidden)]
#[inline]
#[must_use]
#[track_caller]
pub fn sum<T: Tangent>(mut a: T, b: &T) -> T {
    a.accumulate(b);
    a
}

/// The inner product of partial derivatives and a tangent, of which either may be a `Vec` or a slice.
///
/// # Panics
///
/// When the two differ in length.
#[doc(hidden)]
#[inline]
#[must_use]
#[track_caller]
pub fn dot_slices<F: Float, T: Scale<F>>(partials: &[T], tangent: &[T]) -> F {
    check_same_length(partials.len(), tangent.len());
    let terms = partials.iter().zip(tangent);
    terms.fold(F::zero(), |sum, (partial, dot)| sum + partial.dot(dot))
}

/// `factor` times every element.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[inline]
#[must_use]
pub fn scaled_slice<F: Float, T: Scale<F>>(values: &[T], factor: F) -> Vec<T> {
    values.iter().map(|value| value.scaled(factor)).collect()
}

/// Adds `other` to `buffer`, element by element.
///
/// # Panics
///
/// When the two differ in length.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn accumulate_slice<T: Tangent>(buffer: &mut [T], other: &[T]) {
    check_same_length(buffer.len(), other.len());
    for (sum, term) in buffer.iter_mut().zip(other) {
        sum.accumulate(term);
    }
}

#[inline]
#[track_caller]
pub(crate) fn check_same_length(left: usize, right: usize) {
    assert!(
        left == right,
        "tangents of different lengths do not add up: {left} and {right}"
    );
}

#[inline]
fn dot_elements<'a, F: Float, S: Scale<F> + 'a>(
    left: impl IntoIterator<Item = &'a S>,
    right: impl IntoIterator<Item = &'a S>,
) -> F {
    left.into_iter()
        .zip(right)
        .fold(F::zero(), |sum, (a, b)| sum + a.dot(b))
}

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl Differentiable for $float {
            type Tangent = Self;

            #[inline]
            fn zero_tangent(&self) -> Self {
                0.0
            }
        }

        impl Tangent for $float {
            #[inline]
            fn accumulate(&mut self, other: &Self) {
                *self += *other;
            }
        }

        impl Scale<$float> for $float {
            #[inline]
            fn scaled(&self, factor: $float) -> Self {
                *self * factor
            }

            #[inline]
            fn dot(&self, other: &Self) -> $float {
                *self * *other
            }
        }
    )*};
}

floats! { f32 f64 }

macro_rules! without_derivative {
    ($($discrete:ty),*) => {$(
        impl Differentiable for $discrete {
            type Tangent = ();

            #[inline]
            fn zero_tangent(&self) {}
        }
    )*};
}

without_derivative! { i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, bool, char, () }

impl Tangent for () {
    #[inline]
    fn accumulate(&mut self, (): &Self) {}
}

impl<F: Float> Scale<F> for () {
    #[inline]
    fn scaled(&self, _factor: F) -> Self {}

    #[inline]
    fn dot(&self, (): &Self) -> F {
        F::zero()
    }
}

impl<S: Differentiable + ?Sized> Differentiable for &S {
    type Tangent = S::Tangent;

    #[inline]
    fn zero_tangent(&self) -> S::Tangent {
        (**self).zero_tangent()
    }
}

/// What is behind a parameter that a function writes.
impl<S: Differentiable + ?Sized> Differentiable for &mut S {
    type Tangent = S::Tangent;

    #[inline]
    fn zero_tangent(&self) -> S::Tangent {
        (**self).zero_tangent()
    }
}

impl<S: Differentiable, const N: usize> Differentiable for [S; N] {
    type Tangent = [S::Tangent; N];

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.each_ref().map(S::zero_tangent)
    }
}

impl<T: Tangent, const N: usize> Tangent for [T; N] {
    #[inline]
    #[track_caller]
    fn accumulate(&mut self, other: &Self) {
        accumulate_slice(self, other);
    }
}

impl<F: Float, T: Scale<F>, const N: usize> Scale<F> for [T; N] {
    #[inline]
    fn scaled(&self, factor: F) -> Self {
        self.each_ref().map(|element| element.scaled(factor))
    }

    #[inline]
    #[track_caller]
    fn dot(&self, other: &Self) -> F {
        dot_elements(self, other)
    }
}

#[cfg(feature = "alloc")]
impl<S: Differentiable> Differentiable for [S] {
    type Tangent = Vec<S::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.iter().map(S::zero_tangent).collect()
    }
}

#[cfg(feature = "alloc")]
impl<S: Differentiable> Differentiable for Vec<S> {
    type Tangent = Vec<S::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.as_slice().zero_tangent()
    }
}

#[cfg(feature = "alloc")]
impl<T: Tangent> Tangent for Vec<T> {
    #[inline]
    #[track_caller]
    fn accumulate(&mut self, other: &Self) {
        accumulate_slice(self, other);
    }
}

#[cfg(feature = "alloc")]
impl<F: Float, T: Scale<F>> Scale<F> for Vec<T> {
    #[inline]
    fn scaled(&self, factor: F) -> Self {
        self.iter().map(|element| element.scaled(factor)).collect()
    }

    #[inline]
    #[track_caller]
    fn dot(&self, other: &Self) -> F {
        check_same_length(self.len(), other.len());
        dot_elements(self, other)
    }
}

macro_rules! tuples {
    ($($($element:ident $index:tt),+;)+) => {$(
        impl<$($element: Differentiable),+> Differentiable for ($($element,)+) {
            type Tangent = ($($element::Tangent,)+);

            #[inline]
            fn zero_tangent(&self) -> Self::Tangent {
                ($(self.$index.zero_tangent(),)+)
            }
        }

        impl<$($element: Tangent),+> Tangent for ($($element,)+) {
            #[inline]
            #[track_caller]
            fn accumulate(&mut self, other: &Self) {
                $(self.$index.accumulate(&other.$index);)+
            }
        }

        impl<Factor: Float, $($element: Scale<Factor>),+> Scale<Factor> for ($($element,)+) {
            #[inline]
            fn scaled(&self, factor: Factor) -> Self {
                ($(self.$index.scaled(factor),)+)
            }

            #[inline]
            #[track_caller]
            fn dot(&self, other: &Self) -> Factor {
                Factor::zero() $(+ self.$index.dot(&other.$index))+
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

/// The sum of the elements of an array that is not empty: the transpose of `[x; N]`.
///
/// # Panics
///
/// When there is no element.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn total_tangent<T: Tangent>(values: &[T]) -> T {
    match values.split_first() {
        Some((first, rest)) => rest.iter().fold(first.clone(), sum),
        None => panic!("an array without elements has no element to differentiate"),
    }
}
