//! Operations that select one of their operands, or its sign.

use num_traits::Float;

/// `r = |x|`: ∂r/∂x = sgn x, and 0 at ±0 (the mean of both sides).
#[inline]
pub fn abs<T: Float>(x: T) -> T {
    if x.is_zero() { T::zero() } else { x.signum() }
}

/// `r = copysign(x, s)`: ∂r/∂x = sgn x · sgn s, and 0 at x = ±0. The sign of `s` is its sign bit.
#[inline]
pub fn copysign<T: Float>(x: T, s: T) -> T {
    if s.is_sign_negative() {
        -abs(x)
    } else {
        abs(x)
    }
}

/// `r = a.max(b)`: ∂r/∂a = 1 where `a` was returned, else 0. A tie goes to `b`; a NaN operand is
/// never returned beside a number.
#[inline]
pub fn max_first<T: Float>(a: T, b: T) -> T {
    indicator(a > b || (b.is_nan() && !a.is_nan()))
}

/// `r = x.abs_sub(y)`: ∂r/∂x = 1 where x > y, else 0; ∂r/∂y is its negative.
#[inline]
pub fn abs_sub<T: Float>(x: T, y: T) -> T {
    indicator(x > y)
}

/// `r = a.max(b)`: ∂r/∂b = 1 − ∂r/∂a.
#[inline]
pub fn max_second<T: Float>(a: T, b: T) -> T {
    T::one() - max_first(a, b)
}

/// `r = a.min(b)`: ∂r/∂a = 1 where `a` was returned, else 0. A tie goes to `b`; a NaN operand is
/// never returned beside a number.
#[inline]
pub fn min_first<T: Float>(a: T, b: T) -> T {
    indicator(a < b || (b.is_nan() && !a.is_nan()))
}

/// `r = a.min(b)`: ∂r/∂b = 1 − ∂r/∂a.
#[inline]
pub fn min_second<T: Float>(a: T, b: T) -> T {
    T::one() - min_first(a, b)
}

/// `r = x.clamp(lo, hi)`: ∂r/∂x = 1 strictly between the bounds, else 0. A NaN is returned as it
/// is, so it keeps its 1.
#[inline]
pub fn clamp_argument<T: Float>(x: T, lo: T, hi: T) -> T {
    indicator((lo < x && x < hi) || x.is_nan())
}

/// `r = x.clamp(lo, hi)`: ∂r/∂lo = 1 where x ≤ lo < hi, else 0.
#[inline]
pub fn clamp_low<T: Float>(x: T, lo: T, hi: T) -> T {
    indicator(x <= lo && lo < hi)
}

/// `r = x.clamp(lo, hi)`: ∂r/∂hi = 1 where max(x, lo) ≥ hi, else 0.
#[inline]
pub fn clamp_high<T: Float>(x: T, lo: T, hi: T) -> T {
    indicator(x >= hi || (x <= lo && lo >= hi))
}

/// 1 where `condition` holds, else 0.
#[inline]
fn indicator<T: Float>(condition: bool) -> T {
    if condition { T::one() } else { T::zero() }
}
