//! What generated code calls besides rules and tangents.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use num_traits::{Float, NumCast};

/// `value`, with no derivative: stop-gradient.
///
/// Inside a differentiated body, whatever is wrapped in `constant` counts as a number that does not
/// depend on the parameters. In `x * constant(x)` the derivative with respect to `x` is `x`, not
/// `2.0 * x`: only the first factor moves. Anywhere else, and in the value of a differentiated
/// function, it is the identity.
///
/// ```
/// use ad_runtime::{constant, differentiate};
///
/// #[differentiate]
/// fn f(x: f64) -> f64 {
///     x * constant(x)
/// }
///
/// assert_eq!((f(3.0), f_grad(3.0)), (9.0, 3.0));
/// ```
#[inline]
pub fn constant<T>(value: T) -> T {
    value
}

/// What stands where a result is kept that is returned from within a loop, until it is: never read, it may be anything.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn returned_from_within_a_loop<T: Default>() -> T {
    T::default()
}

/// The linkage of a function that has second derivatives.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no second derivatives, which this call needs",
    label = "called by a function of `order = 2`",
    note = "mark `{Self}` with `#[differentiate(order = 2)]`"
)]
pub trait DifferentiableTwice {
    /// The linkage of its forward mode.
    type ForwardMode;
    /// The only value of that type, so that it is methods that are called: where there are none, the compiler says no
    /// more than that.
    const FORWARD_MODE: Self::ForwardMode;
}

/// Marks an argument of a differentiable call that carries a derivative.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Active;

/// Marks an argument of a differentiable call that carries none.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Inactive;

impl Active {
    /// Whether there is a tangent.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub const fn is_active(self) -> bool {
        true
    }
}

impl Inactive {
    /// Whether there is a tangent.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub const fn is_active(self) -> bool {
        false
    }
}

/// The constant `value` of a formula in the precision of `T`; NaN in a type that cannot hold it.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn literal<T: Float>(value: f64) -> T {
    T::from(value).unwrap_or_else(T::nan)
}

/// `value` in the type of `like`, with the meaning of `as`: rounded to nearest, infinite on
/// overflow.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn cast_like<S: NumCast, T: Float>(value: S, _like: T) -> T {
    T::from(value).unwrap_or_else(T::nan)
}

/// Checks that the caller's buffer for the cotangent of `parameter` is as long as `parameter`
/// itself.
///
/// # Panics
///
/// When the two lengths differ.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn check_length(function: &str, parameter: &str, buffer: usize, expected: usize) {
    if buffer != expected {
        wrong_length(function, parameter, buffer, expected);
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn wrong_length(function: &str, parameter: &str, buffer: usize, expected: usize) -> ! {
    panic!(
        "`{function}`: the buffer for `{parameter}` has length {buffer}, but `{parameter}` has length {expected}"
    )
}

/// Adds `other` to `buffer`, element by element; works for any float type.
///
/// # Panics
///
/// When the lengths differ.
#[doc(hidden)]
#[inline]
pub fn accumulate_floats<T: Float>(buffer: &mut [T], other: &[T]) {
    assert_eq!(
        buffer.len(),
        other.len(),
        "cotangents of different lengths do not add up"
    );
    for (sum, term) in buffer.iter_mut().zip(other) {
        *sum = *sum + *term;
    }
}

/// The sum of the elements: the transpose of `[x; N]`.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn total<T: Float>(values: &[T]) -> T {
    values.iter().fold(T::zero(), |sum, value| sum + *value)
}

/// A cotangent of `len` zeros.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[inline]
#[must_use]
pub fn zeros<T: Float>(len: usize) -> Vec<T> {
    repeat(T::zero(), len)
}

/// As many records as a loop makes trips, each to be overwritten: all of a tape.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[inline]
#[must_use]
pub fn records<T: Clone>(tape: &mut Vec<T>, trips: impl Iterator, zero: T) -> &mut [T] {
    let count = count(trips);
    tape.resize(count, zero);
    // Of the slice, the compiler knows the length.
    &mut tape[..count]
}

/// As many records as a loop makes trips, each to be overwritten, at the end of a tape.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[inline]
#[must_use]
pub fn further_records<T: Clone>(tape: &mut Vec<T>, trips: impl Iterator, zero: T) -> &mut [T] {
    let (start, count) = (tape.len(), count(trips));
    tape.resize(start + count, zero);
    &mut tape[start..][..count]
}

/// Takes off the end of a tape, of which this is left, as many records as a loop makes trips.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn last_trips<'t, T>(left: &mut &'t [T], trips: impl Iterator) -> &'t [T] {
    let (earlier, last) = left.split_at(left.len() - count(trips));
    *left = earlier;
    last
}

/// Takes off the front of a tape, of which this is left, as many records as a loop makes trips.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn first_trips<'t, T>(left: &mut &'t [T], trips: impl Iterator) -> &'t [T] {
    let (first, later) = left.split_at(count(trips));
    *left = later;
    first
}

/// The record of a trip that is known to have been made.
///
/// # Panics
///
/// If it was not.
#[doc(hidden)]
#[inline]
#[must_use]
#[track_caller]
pub fn next_trip<'t, T>(trips: &mut core::slice::Iter<'t, T>) -> &'t T {
    match trips.next() {
        Some(trip) => trip,
        None => panic!("a trip is missing on a tape: this is a bug of `ad-macros`"),
    }
}

/// The zero that stands for a tangent that a caller leaves out.
///
/// # Panics
///
/// If there is none: a caller says which tangents it will leave out.
#[doc(hidden)]
#[inline]
#[must_use]
#[track_caller]
pub fn absent<T>(zero: &Option<T>) -> &T {
    match zero {
        Some(zero) => zero,
        None => panic!("a tangent is missing: this is a bug of `ad-macros`"),
    }
}

/// How many trips an iterator makes.
#[inline]
fn count(trips: impl Iterator) -> usize {
    match trips.size_hint() {
        (least, Some(most)) if least == most => least,
        _ => trips.count(),
    }
}

/// A cotangent of zeros, as many as there are values.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[inline]
#[must_use]
pub fn zeros_like<T: Float>(values: &[T]) -> Vec<T> {
    zeros(values.len())
}

/// A cotangent of `len` copies of `element`.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[inline]
#[must_use]
pub fn repeat<T: Clone>(element: T, len: usize) -> Vec<T> {
    alloc::vec![element; len]
}

/// The cotangent that a caller lends for what is written in place.
///
/// # Panics
///
/// If there is none: what is written in place by a differentiated call always has one.
#[doc(hidden)]
#[inline]
#[must_use]
#[track_caller]
pub fn lent<T: ?Sized>(cotangent: Option<&mut T>) -> &mut T {
    match cotangent {
        Some(cotangent) => cotangent,
        None => panic!("a cotangent in place is missing: this is a bug of `ad-macros`"),
    }
}

/// The cotangent of the last element of a sequence, which is taken off.
///
/// # Panics
///
/// If there is none: the sequence had no element pushed to it.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[inline]
#[must_use]
#[track_caller]
pub fn pop<T>(sequence: &mut Vec<T>) -> T {
    match sequence.pop() {
        Some(last) => last,
        None => panic!("a cotangent is shorter than its sequence: this is a bug of `ad-macros`"),
    }
}

/// Has the compiler agree that two names are those of one function: no two functions are of one type.
#[doc(hidden)]
#[inline(always)]
pub fn same_function<F>(_: F, _: F) {}

/// A function by the user's name for it, of which the compiler agrees that it is the known one.
#[doc(hidden)]
#[inline]
pub fn known_function<F>(_: F, named: F) -> F {
    named
}

/// What stands in for the body of a companion that could not be written.
///
/// The mistake has been reported, by the macro or by the compiler. Should neither have seen one, a
/// use of the companion is an error of compilation: the constant is evaluated once the function is
/// needed.
#[doc(hidden)]
#[must_use]
pub fn undifferentiated<T>() -> T {
    const { panic!("a function that could not be differentiated is called") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trips_are_taken_off_the_end_of_a_tape() {
        let mut left: &[u8] = &[1, 2, 3];
        assert_eq!(last_trips(&mut left, 0..1), [3]);
        assert_eq!(last_trips(&mut left, 0..0), []);
        let odd = (0..4).filter(|trip| trip % 2 == 1);
        assert_eq!(last_trips(&mut left, odd), [1, 2]);
    }

    #[test]
    fn trips_are_taken_off_the_front_of_a_tape() {
        let mut left: &[u8] = &[1, 2, 3];
        assert_eq!(first_trips(&mut left, 0..1), [1]);
        assert_eq!(first_trips(&mut left, 0..0), []);
        let odd = (0..4).filter(|trip| trip % 2 == 1);
        assert_eq!(first_trips(&mut left, odd), [2, 3]);
    }

    #[test]
    fn trips_follow_each_other() {
        let mut trips = [1, 2].iter();
        assert_eq!([next_trip(&mut trips), next_trip(&mut trips)], [&1, &2]);
    }

    #[test]
    #[should_panic(expected = "a trip is missing on a tape")]
    fn a_missing_trip_is_a_bug() {
        let _ = next_trip(&mut [0.0; 0].iter());
    }

    #[test]
    #[should_panic(expected = "a tangent is missing")]
    fn a_missing_zero_is_a_bug() {
        let _: &f64 = absent(&None);
    }

    #[test]
    fn constant_is_the_identity() {
        assert_eq!(constant("x"), "x");
    }

    #[test]
    fn literal_rounds_to_the_type() {
        assert_eq!(
            literal::<f64>(core::f64::consts::LN_10).to_bits(),
            core::f64::consts::LN_10.to_bits()
        );
        assert_eq!(
            literal::<f32>(core::f64::consts::LN_10).to_bits(),
            core::f32::consts::LN_10.to_bits()
        );
    }

    #[test]
    fn cast_like_has_the_meaning_of_as() {
        assert_eq!(cast_like(0.1_f64, 1.0_f32).to_bits(), 0.1_f32.to_bits());
        assert_eq!(cast_like(0.5_f32, 1.0_f64).to_bits(), 0.5_f64.to_bits());
        assert!(cast_like(1e300_f64, 1.0_f32).is_infinite());
        assert!(cast_like(f64::NAN, 1.0_f32).is_nan());
        assert!(cast_like(i64::MAX, 1.0_f64) > 9.2e18);
    }

    #[test]
    fn equal_lengths_pass() {
        check_length("f_grad_into", "x", 4, 4);
    }

    #[test]
    #[should_panic(
        expected = "`f_grad_into`: the buffer for `x` has length 3, but `x` has length 4"
    )]
    fn unequal_lengths_panic_with_both() {
        check_length("f_grad_into", "x", 3, 4);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn cotangents_of_a_given_length() {
        assert_eq!(zeros::<f32>(2), [0.0, 0.0]);
        assert_eq!(repeat([1.0, 2.0], 2), [[1.0, 2.0], [1.0, 2.0]]);
    }
}
