//! The error function's derivatives and the normal distribution.
//!
//! exp(−x²) turns a rounding error in x² into a relative error x² times as large. So x² is kept as
//! a sum of two numbers here.

use core::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

use num_traits::Float;

/// 1/√(2π).
const FRAC_1_SQRT_2PI: f64 = 0.398_942_280_401_432_7;

/// 1/√2 minus its nearest `f64`.
const FRAC_1_SQRT_2_TAIL: f64 = -4.833_646_656_726_457e-17;

/// Beyond it, exp(−x²/2) is zero in `f64`.
const CUTOFF: f64 = 39.0;

/// 2/√π exp(−x²).
pub(super) fn erf_partial(x: f64) -> f64 {
    if x.abs() > CUTOFF {
        return 0.0;
    }
    let (high, low) = square(x);
    FRAC_2_SQRT_PI * exp_of_negative(high, low)
}

/// exp(−x²/2) / √(2π).
pub(super) fn norm_pdf(x: f64) -> f64 {
    if x.abs() > CUTOFF {
        return 0.0;
    }
    let (high, low) = square(x);
    FRAC_1_SQRT_2PI * exp_of_negative(0.5 * high, 0.5 * low)
}

/// erfc(−x/√2) / 2.
///
/// In the left tail erfc multiplies a relative error of its argument by x². So the argument's
/// rounding error, which follows exactly from its parts, is carried to first order: erfc(z + δ) =
/// erfc z − 2/√π exp(−z²) δ. Right of the tail that is below half an ulp.
pub(super) fn norm_cdf(x: f64) -> f64 {
    let z = -x * FRAC_1_SQRT_2;
    let value = libm::erfc(z);
    if (-CUTOFF..-0.5).contains(&x) {
        let rounding = product_error(-x, FRAC_1_SQRT_2, z) - x * FRAC_1_SQRT_2_TAIL;
        0.5 * (value - erf_partial(z) * rounding)
    } else {
        0.5 * value
    }
}

/// `polynomial` times `density`, which vanishes faster than any polynomial grows.
pub(super) fn polynomial_times(polynomial: f64, density: f64) -> f64 {
    if density == 0.0 {
        0.0
    } else {
        polynomial * density
    }
}

/// exp(−(high + low)) for a `low` far below 1.
fn exp_of_negative(high: f64, low: f64) -> f64 {
    let leading = Float::exp(-high);
    leading - leading * low
}

/// x² as the sum of the nearest `f64` and a remainder.
fn square(x: f64) -> (f64, f64) {
    let high = x * x;
    (high, product_error(x, x, high))
}

/// a·b − product, exactly, for `product` = a·b rounded (Dekker 1971, Numer. Math. 18, §5).
fn product_error(a: f64, b: f64, product: f64) -> f64 {
    let ((a_high, a_low), (b_high, b_low)) = (halves(a), halves(b));
    (a_high * b_high - product) + (a_high * b_low + a_low * b_high) + a_low * b_low
}

/// `x` as the sum of its upper 26 significant bits and the rest, so that products of parts are
/// exact or nearly so.
fn halves(x: f64) -> (f64, f64) {
    let high = f64::from_bits(x.to_bits() & !((1 << 27) - 1));
    (high, x - high)
}
