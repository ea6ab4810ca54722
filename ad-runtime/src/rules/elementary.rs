//! Exponentials, logarithms, powers, trigonometric and hyperbolic functions.

use core::f64::consts::{LN_2, LN_10};

use num_traits::Float;

use crate::literal;

/// `r = cbrt x`: ∂r/∂x = r / (3x), which is +∞ at 0 and 0 at ±∞ (the limits).
#[inline]
pub fn cbrt<T: Float>(x: T, r: T) -> T {
    if x.is_zero() {
        T::infinity()
    } else if x.is_infinite() {
        T::zero()
    } else {
        r / x / literal(3.0)
    }
}

/// `r = 2ˣ`: ∂r/∂x = r ln 2.
#[inline]
pub fn exp2<T: Float>(r: T) -> T {
    r * literal(LN_2)
}

/// `r = log₂ x`: ∂r/∂x = 1 / (x ln 2); this is the denominator.
#[inline]
pub fn log2_denominator<T: Float>(x: T) -> T {
    x * literal(LN_2)
}

/// `r = log₁₀ x`: ∂r/∂x = 1 / (x ln 10); this is the denominator.
#[inline]
pub fn log10_denominator<T: Float>(x: T) -> T {
    x * literal(LN_10)
}

/// `r = log_b x`: ∂r/∂x = 1 / (x ln b).
#[inline]
pub fn log_argument<T: Float>(x: T, b: T) -> T {
    (x * b.ln()).recip()
}

/// `r = log_b x`: ∂r/∂b = −r / (b ln b).
#[inline]
pub fn log_base<T: Float>(b: T, r: T) -> T {
    -r / (b * b.ln())
}

/// `r = tanh x`: ∂r/∂x = 1 / cosh² x. In terms of `r`, 1 − r² has lost every digit by x ≈ 20.
#[inline]
pub fn tanh<T: Float>(x: T) -> T {
    let c = x.cosh().recip();
    c * c
}

/// `r = acosh x`: ∂r/∂x = 1 / (√(x − 1) √(x + 1)); this is the denominator. One root of x² − 1
/// overflows and cancels.
#[inline]
pub fn acosh_denominator<T: Float>(x: T) -> T {
    (x - T::one()).sqrt() * (x + T::one()).sqrt()
}

/// `r = xⁿ` for an integer n: ∂r/∂x = n xⁿ⁻¹, and 0 for n = 0 whatever x is.
#[inline]
pub fn powi<T: Float>(x: T, n: i32) -> T {
    let power = match n.checked_sub(1) {
        _ if n == 0 => return T::zero(),
        Some(exponent) => x.powi(exponent),
        None => x.powi(n) / x,
    };
    literal::<T>(f64::from(n)) * power
}

/// `r = xʸ`: ∂r/∂x = (y/x) r, and 0 for y = 0 whatever x is.
///
/// At x = 0 the limit: 1 for y = 1, 0 for y > 1, +∞ for 0 < y < 1, infinite for y < 0. There, and
/// where `r` over- or underflows while its derivative does not, y xʸ⁻¹ is used; it is less
/// accurate.
#[inline]
pub fn powf_base<T: Float>(x: T, y: T, r: T) -> T {
    let rate = y / x;
    if y.is_zero() {
        T::zero()
    } else if r.is_normal() && rate.is_finite() {
        rate * r
    } else {
        y * x.powf(y - T::one())
    }
}

/// `r = xʸ`: ∂r/∂y = r ln x for x > 0, and 0 where `r` vanishes. At x = 0: 0 for y > 0, else NaN.
/// For x < 0: NaN.
#[inline]
pub fn powf_exponent<T: Float>(x: T, y: T, r: T) -> T {
    if x < T::zero() || (x.is_zero() && y <= T::zero()) {
        T::nan()
    } else if r.is_zero() {
        T::zero()
    } else {
        r * x.ln()
    }
}

/// `r = hypot(x, y)`: ∂r/∂x = x / r, and 0 at the origin. Where `r` is infinite: ±1 for an infinite
/// x, 0 for a finite one.
#[inline]
pub fn hypot<T: Float>(x: T, r: T) -> T {
    if r.is_zero() {
        T::zero()
    } else if x.is_infinite() {
        x.signum()
    } else {
        x / r
    }
}

/// `r = atan2(y, x)`: ∂r/∂y = x / h² with h = hypot(x, y), and 0 where h is 0 or infinite.
#[inline]
pub fn atan2_y<T: Float>(y: T, x: T) -> T {
    over_square(x, x.hypot(y))
}

/// `r = atan2(y, x)`: ∂r/∂x = −y / h² with h = hypot(x, y), and 0 where h is 0 or infinite.
#[inline]
pub fn atan2_x<T: Float>(y: T, x: T) -> T {
    over_square(-y, x.hypot(y))
}

/// a / h² without forming h², which over- and underflows; 0 where h is 0 or infinite.
#[inline]
fn over_square<T: Float>(a: T, h: T) -> T {
    if h.is_zero() || h.is_infinite() {
        T::zero()
    } else {
        a / h / h
    }
}

/// `r = x.to_degrees()`: ∂r/∂x = 180/π, the very factor the primal multiplies by.
#[inline]
#[must_use]
pub fn to_degrees<T: Float>(_x: T) -> T {
    T::one().to_degrees()
}

/// `r = x.to_radians()`: ∂r/∂x = π/180, the very factor the primal multiplies by.
#[inline]
#[must_use]
pub fn to_radians<T: Float>(_x: T) -> T {
    T::one().to_radians()
}
