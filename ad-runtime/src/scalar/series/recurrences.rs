//! The recurrences of the primitives.
//!
//! Of `r = f(x)`, the coefficient of order k is that of the linear term, `f'(x₀) xₖ`, and terms in coefficients of lower
//! orders only. The linear term comes with the rules of forward mode, which stay accurate where f' cancels or overflows;
//! here are the others. They follow from a differential equation of f (Griewank & Walther 2008, §13.2; Neidinger 2010,
//! "Introduction to automatic differentiation and MATLAB object-oriented programming"), divided by what stands before
//! `r'` so that no square of a large value overflows. Where
//!
//! ```text
//! ∗ is the product without constant coefficients:       (a ∗ b)ₖ =     Σ   aⱼ bₖ₋ⱼ   over 0 < j < k
//! ⊛ is the integral of a' b, likewise:                  (a ⊛ b)ₖ = 1/k Σ j aⱼ bₖ₋ⱼ   over 0 < j < k
//! ```
//!
//! they are `x ⊛ s` for `r' = s x'`, and `-(r ⊛ s)` for `s r' = x'` with s scaled to `s₀ = 1`.

use num_traits::Float;

use super::Series;
use crate::{TangentScalar, literal};

/// `(a ∗ b)ₖ`
#[inline]
pub(super) fn product_term<T: Float, const K: usize>(
    order: usize,
    a: &Series<T, K>,
    b: &Series<T, K>,
) -> T {
    pairs(order, a, b).fold(T::zero(), |sum, (a, b)| sum + a * b)
}

/// `(a ⊛ b)ₖ`
#[inline]
fn integral_term<T: Float, const K: usize>(order: usize, a: &Series<T, K>, b: &Series<T, K>) -> T {
    let (sum, k) = pairs(order, a, b).fold((T::zero(), T::one()), |(sum, j), (a, b)| {
        (sum + j * a * b, j + T::one())
    });
    sum / k
}

/// `(aⱼ, bₖ₋ⱼ)` for 0 < j < k
#[inline]
fn pairs<T: Float, const K: usize>(
    order: usize,
    a: &Series<T, K>,
    b: &Series<T, K>,
) -> impl Iterator<Item = (T, T)> {
    let a = a.coefficients[..order - 1].iter();
    let b = b.coefficients[..order - 1].iter();
    a.copied().zip(b.rev().copied())
}

/// The product of two values with their series.
fn product<T: Float, const K: usize>(
    (x0, x): (T, Series<T, K>),
    (y0, y): (T, Series<T, K>),
) -> (T, Series<T, K>) {
    let linear = x.times(y0).plus(y.times(x0));
    let product = linear.with_terms(|order, _| product_term(order, &x, &y));
    (x0 * y0, product)
}

/// `(x / scale)²`: at infinity, constant.
pub(super) fn square<T: Float, const K: usize>(x0: T, x: Series<T, K>, scale: T) -> Series<T, K> {
    if scale.is_infinite() {
        return Series::default();
    }
    let x = (x0 / scale, x.over(scale));
    product(x, x).1
}

/// √(1 − x²)
pub(super) fn root<T: Float>(x: T) -> T {
    ((T::one() - x) * (T::one() + x)).sqrt()
}

/// The root of a series around 1.
pub(super) fn sqrt_of_one<T: Float, const K: usize>(x: Series<T, K>) -> Series<T, K> {
    sqrt(x.over(literal(2.0)), T::one())
}

/// `r = √x`: r² = x.
pub(super) fn sqrt<T: Float, const K: usize>(linear: Series<T, K>, r0: T) -> Series<T, K> {
    let twice = r0 + r0;
    let mut ratio = Series::<T, K>::default();
    linear.with_terms(|order, r| {
        ratio[order - 1] = r[order - 1] / twice;
        -product_term(order, &ratio, r)
    })
}

/// `r = c / y`: y r = c, whatever c is.
pub(super) fn quotient<T: Float, const K: usize>(
    linear: Series<T, K>,
    (y0, y): (T, Series<T, K>),
) -> Series<T, K> {
    let ratio = y.over(y0);
    linear.with_terms(|order, r| -product_term(order, &ratio, r))
}

/// `r = exp(rate · x) + c`: r' = rate (r − c) x'.
pub(super) fn exponential<T: Float, const K: usize>(
    linear: Series<T, K>,
    x: &Series<T, K>,
    rate: T,
) -> Series<T, K> {
    linear.with_terms(|order, r| rate * integral_term(order, x, r))
}

/// `s r' = c x'`, where `s` is the series of s around 1: r = c ln x for s = x / x₀.
pub(super) fn logarithm<T: Float, const K: usize>(
    linear: Series<T, K>,
    s: &Series<T, K>,
) -> Series<T, K> {
    linear.with_terms(|order, r| -integral_term(order, r, s))
}

/// A solution of r'' = sign · r as a function of x: with its slope s, r' = s x' and s' = sign · r x'.
pub(super) fn trigonometric<T: Float, const K: usize>(
    linear: Series<T, K>,
    x: &Series<T, K>,
    r0: T,
    sign: T,
) -> Series<T, K> {
    let mut slope = Series::<T, K>::default();
    linear.with_terms(|order, r| {
        let below = order - 1;
        slope[below] = sign * (x[below] * r0 + integral_term(below, x, r));
        integral_term(order, x, &slope)
    })
}

/// `r' = (1 + sign · r²) x'`: tan and tanh.
pub(super) fn tangent<T: Float, const K: usize>(
    linear: Series<T, K>,
    x: &Series<T, K>,
    r0: T,
    sign: T,
) -> Series<T, K> {
    let twice = r0 + r0;
    let mut slope = Series::<T, K>::default();
    linear.with_terms(|order, r| {
        let below = order - 1;
        slope[below] = sign * (twice * r[below] + product_term(below, r, r));
        integral_term(order, x, &slope)
    })
}

/// `r = xᵃ` for a constant a.
pub(super) fn constant_power<T: Float, const K: usize>(
    linear: Series<T, K>,
    x: (T, Series<T, K>),
    a: T,
    r: T,
) -> Series<T, K> {
    match a.to_u32().filter(|_| a.fract().is_zero()) {
        Some(n) if (n as usize) < K => whole_power(linear, x, n),
        _ if r.is_normal() => power(linear, x, a),
        _ => power_by_derivatives(linear, x, a),
    }
}

/// `r = xᵃ` for a constant a: x r' = a r x'. It divides by x. Of an integer a, the terms cancel only where a is one of the
/// orders below the last: then, much for a small x.
pub(super) fn power<T: Float, const K: usize>(
    linear: Series<T, K>,
    (x0, x): (T, Series<T, K>),
    a: T,
) -> Series<T, K> {
    let ratio = x.over(x0);
    let mut k = T::one();
    linear.with_terms(|order, r| {
        k = k + T::one();
        let (sum, _) = pairs(order, &ratio, r).fold((T::zero(), T::one()), |(sum, j), (x, r)| {
            (sum + (a * j - (k - j)) * x * r, j + T::one())
        });
        sum / k
    })
}

/// `r = xⁿ`, by products: a polynomial, at x = 0 too.
fn whole_power<T: Float, const K: usize>(
    linear: Series<T, K>,
    x: (T, Series<T, K>),
    n: u32,
) -> Series<T, K> {
    if n < 2 {
        return linear;
    }
    let mut power = x;
    for bit in (0..n.ilog2()).rev() {
        power = product(power, power);
        if n >> bit & 1 == 1 {
            power = product(power, x);
        }
    }
    linear.with_orders_above_first(power.1)
}

/// `r = xᵃ` for a constant a where xᵃ is 0, infinite or subnormal, while xᵃ⁻ᵏ may not be: the sum of (a over k) xᵃ⁻ᵏ times
/// the powers of the series.
#[cold]
fn power_by_derivatives<T: Float, const K: usize>(
    linear: Series<T, K>,
    (x0, x): (T, Series<T, K>),
    a: T,
) -> Series<T, K> {
    let mut r = linear;
    let mut k = T::one();
    let mut binomial = a;
    let mut power = x;
    for lowest in 2..=K {
        binomial = binomial * (a - k);
        k = k + T::one();
        binomial = binomial / k;
        power = Series::default().with_terms(|order, _| product_term(order, &power, &x));
        let factor = binomial * x0.powf(a - k);
        for order in lowest..=K {
            // Infinitely many times nothing is nothing.
            if !power[order].is_zero() {
                r[order] = r[order] + factor * power[order];
            }
        }
    }
    r
}

/// `r = xʸ = exp(y ln x)`.
pub(super) fn powf<T: Float, const K: usize>(
    linear: Series<T, K>,
    (x0, x): (T, Series<T, K>),
    (y0, y): (T, Series<T, K>),
    r0: T,
) -> Series<T, K> {
    if y.lowest_order().is_none() {
        return constant_power(linear, (x0, x), y0, r0);
    }
    if x0.is_zero() {
        return power_of_zero(linear, &x, y0);
    }
    let ratio = x.over(x0);
    let (_, exponent) = product((y0, y), (x0.ln(), logarithm(ratio, &ratio)));
    let series = if r0.is_normal() {
        exponential(exponent.times(r0), &exponent, T::one())
    } else {
        // As in the rules: in two halves.
        let half = literal(0.5);
        let (r0, exponent) = (x0.powf(y0 * half), exponent.times(half));
        let root = (r0, exponential(exponent.times(r0), &exponent, T::one()));
        product(root, root).1
    };
    linear.with_orders_above_first(series)
}

/// `r = xʸ` at x = 0 for a y that is not constant. Where x begins with tᵐ, r begins with a power of t with the exponent
/// m y and a logarithm: orders below vanish, as the linear term does; those from there on do not exist.
#[cold]
fn power_of_zero<T: Float, const K: usize>(
    linear: Series<T, K>,
    x: &Series<T, K>,
    y0: T,
) -> Series<T, K> {
    let Some(lowest) = x.lowest_order() else {
        return linear;
    };
    let first = T::from(lowest).unwrap_or_else(T::nan) * y0;
    let mut k = T::one();
    linear.with_terms(|_, _| {
        k = k + T::one();
        if k < first { T::zero() } else { T::nan() }
    })
}

/// `r = ln x / ln y`: r ln y = ln x.
pub(super) fn log<T: Float, const K: usize>(
    linear: Series<T, K>,
    (x0, x): (T, Series<T, K>),
    (y0, y): (T, Series<T, K>),
    r0: T,
) -> Series<T, K> {
    let of_x = x.over(x0);
    if y.lowest_order().is_none() {
        return logarithm(linear, &of_x);
    }
    let of_y = y.over(y0);
    let (ln_x, ln_y) = (logarithm(of_x, &of_x), logarithm(of_y, &of_y));
    let denominator = y0.ln();
    let quotients = ln_x.minus(ln_y.times(r0)).over(denominator);
    let quotients = linear.with_orders_above_first(quotients);
    quotient(quotients, (denominator, ln_y))
}

/// `r = hypot(x, y)`: in the parts of (x, y) along and across its value, p and q, r² = p² + q², and p' is the linear term.
/// What r has beyond p is q² / (p + r), which does not cancel.
pub(super) fn hypot<T: Float, const K: usize>(
    linear: Series<T, K>,
    (x0, x): (T, Series<T, K>),
    (y0, y): (T, Series<T, K>),
    r0: T,
) -> Series<T, K> {
    if r0.is_zero() || r0.is_infinite() {
        return linear;
    }
    let across = y.times(x0 / r0).minus(x.times(y0 / r0));
    let angle = across.over(r0);
    let half = literal::<T>(0.5);
    let mut beyond = Series::<T, K>::default();
    let mut ratio = Series::<T, K>::default();
    linear.with_terms(|order, _| {
        let below = order - 1;
        ratio[below] = linear[below] / r0 + half * (beyond[below] / r0);
        let square = half * product_term(order, &angle, &across);
        beyond[order] = square - product_term(order, &beyond, &ratio);
        beyond[order]
    })
}

/// `r = atan2(y, x)`: the imaginary part of the logarithm of x + i y, around 1 if the plane is turned and scaled by its
/// value; then the imaginary part of x + i y is the linear term.
pub(super) fn atan2<T: Float, const K: usize>(
    linear: Series<T, K>,
    (y0, y): (T, Series<T, K>),
    (x0, x): (T, Series<T, K>),
) -> Series<T, K> {
    let radius = x0.hypot(y0);
    if radius.is_zero() || radius.is_infinite() {
        return linear;
    }
    let (x, y) = (x.over(radius), y.over(radius));
    let real = x.times(x0 / radius).plus(y.times(y0 / radius));
    let imaginary = linear;
    let mut log_radius = Series::<T, K>::default();
    linear.with_terms(|order, r| {
        let below = order - 1;
        log_radius[below] = real[below] - integral_term(below, &log_radius, &real)
            + integral_term(below, r, &imaginary);
        -integral_term(order, &log_radius, &imaginary) - integral_term(order, r, &real)
    })
}
