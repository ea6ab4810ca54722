//! Exponentials, logarithms, powers, trigonometric and hyperbolic functions.

use core::f64::consts::{LN_2, LOG2_E, LOG10_E};

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

/// `r = log₂ x`: ∂r/∂x = log₂ e / x.
#[inline]
pub fn log2<T: Float>(x: T) -> T {
    literal::<T>(LOG2_E) / x
}

/// `r = log₁₀ x`: ∂r/∂x = log₁₀ e / x. The product x ln 10 overflows.
#[inline]
pub fn log10<T: Float>(x: T) -> T {
    literal::<T>(LOG10_E) / x
}

/// `r = log_b x`: ∂r/∂x = 1 / (x ln b), without the product, which overflows.
#[inline]
pub fn log_argument<T: Float>(x: T, b: T) -> T {
    b.ln().recip() / x
}

/// `r = log_b x`: ∂r/∂b = −r / (b ln b), without the product, which overflows and is inexact for
/// subnormal b.
#[inline]
pub fn log_base<T: Float>(b: T, r: T) -> T {
    -r / b.ln() / b
}

/// `r = tanh x`: ∂r/∂x = 1 / cosh² x. In terms of `r`, (1 − r) (1 + r) has lost every digit by x ≈ 20, but none that
/// counts as far as r = ¾; beyond, 1 / cosh² x = 4 e / (1 + e)² with e = exp(−2 |x|).
#[inline]
pub fn tanh<T: Float>(x: T, r: T) -> T {
    let one = T::one();
    let two = one + one;
    if r.abs() < one - two.powi(-2) {
        (one - r) * (one + r)
    } else {
        let e = (-two * x.abs()).exp();
        let c = two / (one + e);
        c * c * e
    }
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

/// `r = xⁿ` for an integer n: ∂²r/∂x² = n (n − 1) xⁿ⁻², and 0 for n = 0 and n = 1 whatever x is.
#[inline]
pub fn powi_twice<T: Float>(x: T, n: i32) -> T {
    let power = match n.checked_sub(2) {
        _ if n == 0 || n == 1 => return T::zero(),
        Some(exponent) => x.powi(exponent),
        None => x.powi(n) / x / x,
    };
    let n = f64::from(n);
    literal::<T>(n * (n - 1.0)) * power
}

/// `r = xʸ`: ∂r/∂x = (y/x) r, and 0 for y = 0 whatever x is.
///
/// At x = 0 and at x = ∞, the limit: y xʸ⁻¹, which at 0 is 1 for y = 1, 0 for y > 1, +∞ for
/// 0 < y < 1, infinite for y < 0. Where `r` over- or underflows while the derivative may not, it is
/// taken in two halves.
#[inline]
pub fn powf_base<T: Float>(x: T, y: T, r: T) -> T {
    if y.is_zero() {
        return T::zero();
    }
    let rate = y / x;
    if r.is_normal() && rate.is_normal() {
        rate * r
    } else if r.is_normal() {
        y * r / x
    } else if x.is_zero() || x.is_infinite() || r.is_nan() {
        y * x.powf(y - T::one())
    } else {
        let half = half_power(x, y);
        times_power(y * half / x, half, r)
    }
}

/// `r = xʸ`: ∂r/∂y = r ln x for x > 0, and 0 where `r` vanishes. At x = 0: 0 for y > 0, else NaN.
/// For x < 0: NaN.
#[inline]
pub fn powf_exponent<T: Float>(x: T, y: T, r: T) -> T {
    if x < T::zero() || (x.is_zero() && y <= T::zero()) {
        T::nan()
    } else if r.is_normal() {
        r * x.ln()
    } else {
        let half = half_power(x, y);
        times_power(x.ln() * half, half, r)
    }
}

/// `r = xʸ`: ∂²r/∂x² = y (y − 1) xʸ⁻², and 0 for y = 0 and y = 1 whatever x is.
#[inline]
pub fn powf_base_base<T: Float>(x: T, y: T) -> T {
    let factor = y * (y - T::one());
    if factor.is_zero() {
        T::zero()
    } else {
        factor * x.powf(y - literal(2.0))
    }
}

/// `r = xʸ`: ∂²r/∂x∂y = xʸ⁻¹ (1 + y ln x), and 0 where xʸ⁻¹ vanishes. For x < 0: NaN.
#[inline]
pub fn powf_base_exponent<T: Float>(x: T, y: T) -> T {
    let power = x.powf(y - T::one());
    if power.is_zero() {
        T::zero()
    } else {
        power * (T::one() + y * x.ln())
    }
}

/// `r = xʸ`: ∂²r/∂y² = r ln² x, and 0 where ∂r/∂y vanishes.
#[inline]
pub fn powf_exponent_exponent<T: Float>(x: T, y: T, r: T) -> T {
    let slope = powf_exponent(x, y, r);
    if slope.is_zero() {
        T::zero()
    } else {
        slope * x.ln()
    }
}

/// 1 / x, and 0 at 0: where a derivative is 0 by convention, its own is.
#[inline]
pub fn reciprocal<T: Float>(x: T) -> T {
    if x.is_zero() { T::zero() } else { x.recip() }
}

/// |x|^(y/2): a normal number in places where xʸ is not.
#[cold]
fn half_power<T: Float>(x: T, y: T) -> T {
    x.abs().powf(y * literal(0.5))
}

/// `scaled · half` with the sign that `r` gives it; 0 where `half` vanishes, and `r` with it.
#[cold]
fn times_power<T: Float>(scaled: T, half: T, r: T) -> T {
    if half.is_zero() {
        T::zero()
    } else if r.is_sign_negative() {
        -scaled * half
    } else {
        scaled * half
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
