//! Bounds of rounding errors.

use num_traits::Float;

use crate::literal;

/// What the error of a rounded value, of so many units of roundoff, moves a result by whose cotangent
/// is given.
#[inline]
#[must_use]
pub fn rounding<V: Float, T: Float>(value: V, cotangent: V, units: V) -> T {
    let roundoff = V::epsilon() * literal(0.5);
    let bound = if cotangent.is_zero() {
        V::zero()
    } else {
        (value * cotangent).abs() * units * roundoff
    };
    T::from(bound).unwrap_or_else(T::nan)
}

/// The same, added to others.
#[inline]
#[must_use]
pub fn add_rounding<V: Float, T: Float>(value: V, cotangent: V, units: V, sum: T) -> T {
    sum + rounding(value, cotangent, units)
}

/// Units of roundoff of an integer power: one for each multiplication and division.
#[inline]
#[must_use]
pub fn power_roundings<V: Float>(exponent: i32) -> V {
    literal(f64::from(exponent.unsigned_abs().max(1)))
}
