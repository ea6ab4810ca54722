//! ψ, ψ′ and ψ″: asymptotic series far right, recurrence down to them, reflection on the left.
//!
//! Equation numbers are those of the NIST Digital Library of Mathematical Functions,
//! <https://dlmf.nist.gov/5>.

use core::f64::consts::{FRAC_1_PI, PI};

use num_traits::Float;

/// From here on the asymptotic series below reach full precision.
const ASYMPTOTIC: f64 = 10.0;

/// The positive zero of ψ, and the zero minus its nearest `f64`.
const ROOT: f64 = 1.461_632_144_968_362_2;
const ROOT_TAIL: f64 = 9.549_995_429_965_697e-17;

/// ψ(x) / (x − root) on [1, 3] as a quotient of polynomials in x − 1, interpolated at Chebyshev
/// nodes; relative error below 1e-16.
const NUMERATOR: [f64; 7] = [
    1.250_380_137_503_405_4,
    1.929_929_751_380_871,
    1.060_284_770_672_018,
    0.259_436_542_515_590_6,
    0.028_469_953_883_289_24,
    0.001_212_625_695_701_510_2,
    1.268_189_734_106_261e-5,
];
const DENOMINATOR: [f64; 8] = [
    1.0,
    2.227_021_230_153_755_7,
    1.768_451_602_349_487_8,
    0.647_561_693_937_529_7,
    0.115_298_329_325_311_16,
    0.009_461_234_027_281_799,
    0.000_296_282_281_202_684_7,
    2.051_436_182_597_650_5e-6,
];

/// The Bernoulli numbers B₂, B₄, …, B₂₀.
const BERNOULLI: [f64; 10] = [
    1.0 / 6.0,
    -1.0 / 30.0,
    1.0 / 42.0,
    -1.0 / 30.0,
    5.0 / 66.0,
    -691.0 / 2730.0,
    7.0 / 6.0,
    -3617.0 / 510.0,
    43867.0 / 798.0,
    -174_611.0 / 330.0,
];

/// ψ(x).
pub(super) fn digamma(x: f64) -> f64 {
    if x == 0.0 {
        return -x.recip();
    }
    if x < 0.0 {
        // 5.5.4
        return if is_integer(x) {
            f64::NAN
        } else {
            digamma(1.0 - x) - PI * cotangent_of_pi(x)
        };
    }
    if x < 1.0 {
        // 5.5.2
        return digamma_near_root(x + 1.0) - x.recip();
    }
    if x < ASYMPTOTIC {
        let (base, sum) = descend(x, f64::recip);
        return digamma_near_root(base) + sum;
    }
    // 5.11.2
    let square = (x * x).recip();
    Float::ln(x) - 0.5 / x - square * series(square, |k, bernoulli| bernoulli / (2.0 * k))
}

/// ψ′(x).
pub(super) fn trigamma(x: f64) -> f64 {
    if x < 0.0 {
        // 5.15.6
        let sine = sine_of_pi(x) * FRAC_1_PI;
        return (sine * sine).recip() - trigamma(1.0 - x);
    }
    let (base, sum) = ascend(x, |x| (x * x).recip());
    // 5.15.8
    let square = (base * base).recip();
    let tail = 0.5 * square + square / base * series(square, |_, bernoulli| bernoulli);
    sum + (base.recip() + tail)
}

/// ψ″(x).
pub(super) fn tetragamma(x: f64) -> f64 {
    if x < 0.0 {
        // 5.15.6
        let sine = sine_of_pi(x) * FRAC_1_PI;
        let reflected = 2.0 * PI * cotangent_of_pi(x) / (sine * sine);
        return if is_integer(x) {
            f64::NAN
        } else {
            tetragamma(1.0 - x) - reflected
        };
    }
    let (base, sum) = ascend(x, |x| 2.0 / x / (x * x));
    // 5.15.9
    let square = (base * base).recip();
    let tail = square / base
        + square * square * series(square, |k, bernoulli| (2.0 * k + 1.0) * bernoulli);
    -(sum + (square + tail))
}

/// ψ(x) for 1 ≤ x ≤ 3, accurate at its zero as well.
fn digamma_near_root(x: f64) -> f64 {
    let t = x - 1.0;
    ((x - ROOT) - ROOT_TAIL) * (horner(&NUMERATOR, t) / horner(&DENOMINATOR, t))
}

/// From 1 ≤ x down in unit steps to a base in [1, 3), and the sum of `term` over the points stepped
/// on.
fn descend(mut x: f64, term: impl Fn(f64) -> f64) -> (f64, f64) {
    let mut sum = 0.0;
    while x >= 3.0 {
        x -= 1.0;
        sum += term(x);
    }
    (x, sum)
}

/// From 0 ≤ x up in unit steps to a base in the reach of the asymptotic series, and the sum of
/// `term` over the points left.
fn ascend(x: f64, term: impl Fn(f64) -> f64) -> (f64, f64) {
    let (mut base, mut steps, mut sum) = (x, 0.0, 0.0);
    while base < ASYMPTOTIC {
        sum += term(base);
        steps += 1.0;
        base = x + steps;
    }
    (base, sum)
}

/// Σ coefficient(k, B₂ₖ) squareᵏ⁻¹ over k = 1, 2, …, 10.
fn series(square: f64, coefficient: impl Fn(f64, f64) -> f64) -> f64 {
    let (sum, _) = BERNOULLI
        .iter()
        .rev()
        .fold((0.0, 10.0), |(sum, k), &bernoulli| {
            (sum * square + coefficient(k, bernoulli), k - 1.0)
        });
    sum
}

/// The polynomial with these coefficients, constant first, at `t`.
fn horner(coefficients: &[f64], t: f64) -> f64 {
    coefficients
        .iter()
        .rev()
        .fold(0.0, |sum, &coefficient| sum * t + coefficient)
}

fn is_integer(x: f64) -> bool {
    Float::floor(x) >= x
}

/// cot πx, with the reduction done on x, where it is exact.
fn cotangent_of_pi(x: f64) -> f64 {
    let offset = x - Float::round(x);
    if offset.abs() <= 0.25 {
        Float::tan(PI * offset).recip()
    } else {
        Float::tan(PI * (0.5 - offset.abs())).copysign(offset)
    }
}

/// sin πx up to sign, with the reduction done on x, where it is exact.
fn sine_of_pi(x: f64) -> f64 {
    let offset = (x - Float::round(x)).abs();
    if offset <= 0.25 {
        Float::sin(PI * offset)
    } else {
        Float::cos(PI * (0.5 - offset))
    }
}
