//! Special functions of statistics and finance, with derivatives.
//!
//! Values and derivatives are computed in `f64` and rounded to the type asked for. The errors
//! stated are the largest measured in `f64`, in units of 2⁻⁵³ of the result; below the normal
//! range, the spacing of subnormal numbers is the limit.
//!
//! ```
//! use ad_runtime::{differentiate, special::norm_cdf};
//!
//! /// The probability that a normal variable is within `k` standard deviations.
//! #[differentiate]
//! fn within(k: f64) -> f64 {
//!     norm_cdf(k) - norm_cdf(-k)
//! }
//!
//! let (probability, density) = within_value_and_grad(2.0);
//! assert!((probability - 0.954_499_7).abs() < 1e-7 && density > 0.0);
//! ```

use num_traits::Float;

use crate::{differentiate, literal};

mod gamma;
mod gaussian;
#[cfg(test)]
mod tests;

/// The error function, 2/√π ∫₀ˣ exp(−t²) dt.
///
/// Within 1.5 units.
///
/// ```
/// use ad_runtime::special::{erf, erf_grad};
///
/// assert_eq!(erf(0.0), 0.0);
/// assert_eq!(erf_grad(0.0), std::f64::consts::FRAC_2_SQRT_PI);
/// ```
#[differentiate(order = 2, partials = erf_partial, crate = crate)]
#[inline]
pub fn erf<T: Float>(x: T) -> T {
    in_f64(x, libm::erf)
}

/// The complementary error function, 1 − erf x, without the cancellation.
///
/// Within 3.5 units, also where it is tiny.
///
/// ```
/// use ad_runtime::special::{erfc, erfc_grad};
///
/// assert_eq!(erfc(0.0), 1.0);
/// assert!(erfc(10.0) > 0.0 && erfc_grad(10.0) < 0.0);
/// ```
#[differentiate(order = 2, partials = erfc_partial, crate = crate)]
#[inline]
pub fn erfc<T: Float>(x: T) -> T {
    in_f64(x, libm::erfc)
}

/// The cumulative distribution function of the standard normal distribution, erfc(−x/√2) / 2.
///
/// Within 3.5 units, also in the left tail.
///
/// ```
/// use ad_runtime::special::{norm_cdf, norm_cdf_grad, norm_pdf};
///
/// assert_eq!(norm_cdf(0.0), 0.5);
/// assert_eq!(norm_cdf_grad(1.0), norm_pdf(1.0));
/// ```
#[differentiate(order = 2, partials = norm_cdf_partial, crate = crate)]
#[inline]
pub fn norm_cdf<T: Float>(x: T) -> T {
    in_f64(x, gaussian::norm_cdf)
}

/// The density of the standard normal distribution, exp(−x²/2) / √(2π).
///
/// Within 3 units, also in the tails.
///
/// ```
/// use ad_runtime::special::{norm_pdf, norm_pdf_grad};
///
/// assert!((norm_pdf(0.0) - 0.398_942_280_401_432_7_f64).abs() < 1e-15);
/// assert_eq!(norm_pdf_grad(0.0), 0.0); // its maximum
/// ```
#[differentiate(order = 2, partials = norm_pdf_partial, crate = crate)]
#[inline]
pub fn norm_pdf<T: Float>(x: T) -> T {
    in_f64(x, gaussian::norm_pdf)
}

/// The logarithm of the gamma function's absolute value, ln |Γ(x)|; +∞ at its poles 0, −1, −2, …
///
/// Within 3 units for positive arguments. For negative ones it crosses zero beside every pole;
/// there the absolute error is a few units of 1 + ln Γ(1 − x), and the relative error has no bound.
///
/// ```
/// use ad_runtime::special::{digamma, ln_gamma, ln_gamma_grad};
///
/// assert!((ln_gamma(5.0) - 24.0_f64.ln()).abs() < 1e-15);
/// assert_eq!(ln_gamma_grad(5.0), digamma(5.0));
/// ```
#[differentiate(order = 2, partials = ln_gamma_partial, crate = crate)]
#[inline]
pub fn ln_gamma<T: Float>(x: T) -> T {
    in_f64(x, libm::lgamma)
}

/// The digamma function ψ(x) = Γ′(x) / Γ(x); −∞ at 0, +∞ at −0, NaN at its other poles −1, −2, …
///
/// Within 5.5 units for positive arguments, also beside the zero at 1.4616…. For negative ones it
/// is the difference of ψ(1 − x) and π cot πx, with the absolute error of a few units of 1 plus the
/// larger of the two.
///
/// ```
/// use ad_runtime::special::{digamma, digamma_grad};
///
/// assert!((digamma(2.0) - digamma(1.0) - 1.0_f64).abs() < 1e-15);
/// assert!((digamma_grad(1.0) - std::f64::consts::PI.powi(2) / 6.0).abs() < 1e-14);
/// ```
#[differentiate(order = 2, partials = digamma_partial, crate = crate)]
#[inline]
pub fn digamma<T: Float>(x: T) -> T {
    in_f64(x, gamma::digamma)
}

/// d erf x / dx = 2/√π exp(−x²).
#[doc(hidden)]
#[differentiate(partials = erf_second_partial, crate = crate)]
#[inline]
pub fn erf_partial<T: Float>(x: T) -> T {
    in_f64(x, gaussian::erf_partial)
}

/// d erfc x / dx = −2/√π exp(−x²).
#[doc(hidden)]
#[differentiate(partials = erfc_second_partial, crate = crate)]
#[inline]
pub fn erfc_partial<T: Float>(x: T) -> T {
    -in_f64(x, gaussian::erf_partial)
}

/// d Φ(x) / dx = φ(x), the density.
#[doc(hidden)]
#[differentiate(partials = norm_pdf_partial, crate = crate)]
#[inline]
pub fn norm_cdf_partial<T: Float>(x: T) -> T {
    norm_pdf(x)
}

/// dφ(x)/dx = −x φ(x).
#[doc(hidden)]
#[differentiate(partials = norm_pdf_second_partial, crate = crate)]
#[inline]
pub fn norm_pdf_partial<T: Float>(x: T) -> T {
    in_f64(x, |x| -gaussian::polynomial_times(x, gaussian::norm_pdf(x)))
}

/// d ln |Γ(x)| / dx = ψ(x).
#[doc(hidden)]
#[differentiate(partials = digamma_partial, crate = crate)]
#[inline]
pub fn ln_gamma_partial<T: Float>(x: T) -> T {
    in_f64(x, gamma::digamma)
}

/// dψ(x)/dx = ψ′(x), the trigamma function.
#[doc(hidden)]
#[differentiate(partials = digamma_second_partial, crate = crate)]
#[inline]
pub fn digamma_partial<T: Float>(x: T) -> T {
    in_f64(x, gamma::trigamma)
}

/// d² erf x / dx² = −2x · 2/√π exp(−x²).
#[doc(hidden)]
#[inline]
pub fn erf_second_partial<T: Float>(x: T) -> T {
    in_f64(x, |x| {
        -gaussian::polynomial_times(2.0 * x, gaussian::erf_partial(x))
    })
}

/// d² erfc x / dx² = 2x · 2/√π exp(−x²).
#[doc(hidden)]
#[inline]
pub fn erfc_second_partial<T: Float>(x: T) -> T {
    -erf_second_partial(x)
}

/// d²φ(x)/dx² = (x − 1)(x + 1) φ(x).
#[doc(hidden)]
#[inline]
pub fn norm_pdf_second_partial<T: Float>(x: T) -> T {
    in_f64(x, |x| {
        gaussian::polynomial_times((x - 1.0) * (x + 1.0), gaussian::norm_pdf(x))
    })
}

/// d²ψ(x)/dx² = ψ″(x), the tetragamma function.
#[doc(hidden)]
#[inline]
pub fn digamma_second_partial<T: Float>(x: T) -> T {
    in_f64(x, gamma::tetragamma)
}

/// `function` of `x`, computed in `f64`.
#[inline]
fn in_f64<T: Float>(x: T, function: impl Fn(f64) -> f64) -> T {
    x.to_f64().map_or_else(T::nan, |x| literal(function(x)))
}
