//! Comparison with reference values, in ulps.

use num_traits::Float;

/// Asserts that `function` stays within `bound` ulps of a table of (argument, value).
#[track_caller]
pub(crate) fn assert_unary(table: &[(f64, f64)], bound: f64, function: impl Fn(f64) -> f64) {
    for &(x, expected) in table {
        assert_close(function(x), expected, bound, &std::format!("x = {x:?}"));
    }
}

#[track_caller]
fn assert_close(actual: f64, expected: f64, bound: f64, place: &str) {
    let error = ulps(actual, expected);
    assert!(
        error <= bound,
        "at {place}: {actual:?} is {error} ulps from {expected:?}"
    );
}

/// The distance of `actual` from `expected` in units of the last place of `expected`.
pub(crate) fn ulps(actual: f64, expected: f64) -> f64 {
    let spacing = f64::from_bits(expected.abs().to_bits() + 1) - expected.abs();
    (actual - expected).abs() / spacing
}

/// Asserts that two floats are the same number, or both NaN; 0 and −0 are the same.
#[track_caller]
pub(crate) fn assert_same<T: Float + core::fmt::Debug>(actual: T, expected: T) {
    let same = actual == expected || (actual.is_nan() && expected.is_nan());
    assert!(same, "{actual:?} is not {expected:?}");
}

/// A whole number below a bound.
#[cfg(feature = "alloc")]
pub(crate) fn below(random: &mut crate::check::random::Random, bound: usize) -> usize {
    usize::try_from(random.next_bits() >> 33).expect("31 bits") % bound
}

/// The same as a float.
#[cfg(feature = "alloc")]
pub(crate) fn whole(random: &mut crate::check::random::Random, bound: u32) -> f64 {
    let bits = u32::try_from(random.next_bits() >> 33);
    f64::from(bits.expect("31 bits") % bound)
}
