//! Closed forms, identities between primitives, sums of series at a distance, edges.

#![expect(
    clippy::float_cmp,
    reason = "coefficients that are exact, infinite, or the same to the last bit"
)]

use core::fmt::Debug;
use std::{vec, vec::Vec};

use num_traits::Float;

use super::*;

mod closed_forms;
mod edges;
mod identities;
mod interface;
mod sums;

/// The highest order that is tested.
const N: usize = 20;

/// Every function of one float, with places where it is smooth, for steps of up to 0.4.
const UNARY: &[(Unary, &[f64])] = &[
    (Unary::Recip, &[1.5, -0.8, 3e-3, -40.0]),
    (Unary::Sqrt, &[1.5, 0.6, 30.0, 1e-3]),
    (Unary::Cbrt, &[1.5, -0.8, 30.0, -1e-3]),
    (Unary::Exp, &[0.0, 1.5, -0.7, 20.0, -20.0]),
    (Unary::Exp2, &[0.0, 1.5, -0.7, 20.0, -20.0]),
    (Unary::ExpM1, &[0.0, 1e-9, 1.5, -0.7, -20.0]),
    (Unary::Ln, &[1.0, 1.5, 0.6, 3e4, 1e-3]),
    (Unary::Ln1p, &[0.0, 1e-9, 1.5, -0.4, 3e4]),
    (Unary::Log2, &[1.0, 1.5, 0.6, 3e4]),
    (Unary::Log10, &[1.0, 1.5, 0.6, 3e4]),
    (Unary::Sin, &[0.0, 0.5, -0.9, 8.0]),
    (Unary::Cos, &[0.0, 0.5, -0.9, 8.0]),
    (Unary::Tan, &[0.0, 0.5, -0.9, 2.5]),
    (Unary::Asin, &[0.0, 0.3, -0.5]),
    (Unary::Acos, &[0.0, 0.3, -0.5]),
    (Unary::Atan, &[0.0, 0.5, -0.9, 8.0, -300.0]),
    (Unary::Sinh, &[0.0, 0.5, -0.9, 8.0]),
    (Unary::Cosh, &[0.0, 0.5, -0.9, 8.0]),
    (Unary::Tanh, &[0.0, 0.5, -0.9, 8.0]),
    (Unary::Asinh, &[0.0, 0.5, -0.9, 8.0, -300.0]),
    (Unary::Acosh, &[1.8, 3.0, 300.0]),
    (Unary::Atanh, &[0.0, 0.3, -0.5]),
    (Unary::Powi(0), &[0.0, 1.5, -0.7]),
    (Unary::Powi(1), &[0.0, 1.5, -0.7]),
    (Unary::Powi(2), &[0.0, 1.5, -0.7]),
    (Unary::Powi(3), &[0.0, 1.5, -0.7]),
    (Unary::Powi(13), &[0.0, 1.5, -0.7]),
    (Unary::Powi(-1), &[1.5, -0.7]),
    (Unary::Powi(-5), &[1.5, -0.7]),
];

/// Every function of two floats, with places.
const BINARY: &[(Binary, &[(f64, f64)])] = &[
    (Binary::Product, &[(0.0, 0.0), (1.5, -0.7)]),
    (Binary::Quotient, &[(0.0, 1.5), (1.5, -0.7)]),
    (
        Binary::Hypot,
        &[(0.9, 0.0), (0.0, -0.9), (1.5, -0.7), (-8.0, 8.0)],
    ),
    (
        Binary::Atan2,
        &[
            (0.9, 0.0),
            (-0.9, 0.0),
            (0.0, 0.9),
            (1.5, 0.7),
            (1.5, -0.7),
            (-1.5, -0.7),
            (-1.5, 0.7),
        ],
    ),
    (Binary::Log, &[(1.5, 3.0), (30.0, 0.3)]),
    (
        Binary::Powf,
        &[(1.5, 0.7), (0.9, -2.0), (30.0, 0.0), (2.0, 3.0)],
    ),
];

/// A value and its series, to which the primitives apply as in generated code.
#[derive(Clone, Copy, Debug)]
struct Value<T, const K: usize>(T, Series<T, K>);

impl<T: Float, const K: usize> Value<T, K> {
    fn constant(value: T) -> Self {
        Self(value, Series::zero())
    }

    fn unary(self, function: Unary) -> Self {
        let Self(x, x_dot) = self;
        let r = value(function, x);
        let linear = x_dot.times(slope(function, x, r));
        Self(r, linear.unary(function, (x, x_dot), r))
    }

    fn binary(self, function: Binary, other: Self) -> Self {
        let (Self(x, x_dot), Self(y, y_dot)) = (self, other);
        let (r, by_x, by_y) = match function {
            Binary::Product => (x * y, y, x),
            Binary::Quotient => (x / y, y.recip(), -(x / y) / y),
            Binary::Hypot => {
                let r = x.hypot(y);
                (r, rules::hypot(x, r), rules::hypot(y, r))
            }
            Binary::Atan2 => (x.atan2(y), rules::atan2_y(x, y), rules::atan2_x(x, y)),
            Binary::Log => {
                let r = x.log(y);
                (r, rules::log_argument(x, y), rules::log_base(y, r))
            }
            Binary::Powf => {
                let r = x.powf(y);
                (r, rules::powf_base(x, y, r), rules::powf_exponent(x, y, r))
            }
        };
        // The tangent of a constant is absent.
        let mut linear = x_dot.times(by_x);
        if y_dot != Series::zero() {
            linear = linear.plus(y_dot.times(by_y));
        }
        Self(r, linear.binary(function, (x, x_dot), (y, y_dot), r))
    }

    fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0, self.1.plus(other.1))
    }

    fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0, self.1.minus(other.1))
    }

    fn mul(self, other: Self) -> Self {
        self.binary(Binary::Product, other)
    }
}

fn value<T: Float>(function: Unary, x: T) -> T {
    match function {
        Unary::Recip => x.recip(),
        Unary::Sqrt => x.sqrt(),
        Unary::Cbrt => x.cbrt(),
        Unary::Exp => x.exp(),
        Unary::Exp2 => x.exp2(),
        Unary::ExpM1 => x.exp_m1(),
        Unary::Ln => x.ln(),
        Unary::Ln1p => x.ln_1p(),
        Unary::Log2 => x.log2(),
        Unary::Log10 => x.log10(),
        Unary::Sin => x.sin(),
        Unary::Cos => x.cos(),
        Unary::Tan => x.tan(),
        Unary::Asin => x.asin(),
        Unary::Acos => x.acos(),
        Unary::Atan => x.atan(),
        Unary::Sinh => x.sinh(),
        Unary::Cosh => x.cosh(),
        Unary::Tanh => x.tanh(),
        Unary::Asinh => x.asinh(),
        Unary::Acosh => x.acosh(),
        Unary::Atanh => x.atanh(),
        Unary::Powi(n) => x.powi(n),
    }
}

fn slope<T: Float>(function: Unary, x: T, r: T) -> T {
    let one = T::one();
    match function {
        Unary::Recip => -r * r,
        Unary::Sqrt => literal::<T>(0.5) / r,
        Unary::Cbrt => rules::cbrt(x, r),
        Unary::Exp => r,
        Unary::Exp2 => rules::exp2(r),
        Unary::ExpM1 => x.exp(),
        Unary::Ln => x.recip(),
        Unary::Ln1p => (one + x).recip(),
        Unary::Log2 => rules::log2(x),
        Unary::Log10 => rules::log10(x),
        Unary::Sin => x.cos(),
        Unary::Cos => -x.sin(),
        Unary::Tan => one + r * r,
        Unary::Asin => root(x).recip(),
        Unary::Acos => -root(x).recip(),
        Unary::Atan => one.hypot(x).recip() / one.hypot(x),
        Unary::Sinh => x.cosh(),
        Unary::Cosh => x.sinh(),
        Unary::Tanh => rules::tanh(x, r),
        Unary::Asinh => one.hypot(x).recip(),
        Unary::Acosh => rules::acosh_denominator(x).recip(),
        Unary::Atanh => ((one - x) * (one + x)).recip(),
        Unary::Powi(n) => rules::powi(x, n),
    }
}

/// Numbers between -1 and 1 that look random, the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f64::from((self.0 >> 40) as u32) / f64::from(1 << 23) - 1.0
    }

    /// Coefficients whose magnitudes decrease like powers of `ratio`.
    fn series<T: Float, const K: usize>(&mut self, ratio: f64) -> Series<T, K> {
        let mut scale = 1.0;
        Series::new([(); K].map(|()| {
            scale *= ratio;
            literal(self.next() * scale)
        }))
    }

    /// A value of its own, and several series around it.
    fn around<T: Float, const K: usize>(&mut self, x: f64, ratio: f64) -> Value<T, K> {
        Value(literal(x), self.series(ratio))
    }
}

/// Asserts that the coefficients agree to `tolerance`, relative to the largest from each order on when weighted with
/// powers of `ratio`: a coefficient that happens to be small has the rounding errors of its neighbours.
#[track_caller]
fn assert_close<T: Float + Debug, const K: usize>(
    actual: Series<T, K>,
    expected: Series<T, K>,
    ratio: f64,
    tolerance: f64,
    place: impl Debug,
) {
    let weight = |order: usize| literal::<T>(ratio).powi(i32::try_from(order).unwrap());
    let largest = (1..=K).fold(T::zero(), |m, k| m.max(expected[k].abs() / weight(k)));
    for k in 1..=K {
        let error = (actual[k] - expected[k]).abs();
        let bound = literal::<T>(tolerance) * (largest * weight(k) + T::min_positive_value());
        assert!(
            error <= bound,
            "{place:?}, order {k}: {:?} is not {:?}\n{actual:?}\n{expected:?}",
            actual[k],
            expected[k]
        );
    }
}

/// Asserts that each coefficient is within so many units of 1e-16, relative to itself.
#[track_caller]
fn assert_coefficients<const K: usize>(
    actual: Series<f64, K>,
    units: f64,
    expected: impl Fn(i32) -> f64,
) {
    for (k, &actual) in (1..).zip(actual.coefficients()) {
        let expected = expected(k);
        assert!(
            (actual - expected).abs() <= units * 1e-16 * expected.abs(),
            "order {k}: {actual:?} is not {expected:?}"
        );
    }
}

fn line(x: f64) -> Value<f64, N> {
    Value(x, Series::along(1.0))
}

fn factorial(k: i32) -> f64 {
    (1..=k).map(f64::from).product()
}

fn binomial(a: f64, k: i32) -> f64 {
    (0..k)
        .map(|i| (a - f64::from(i)) / f64::from(i + 1))
        .product()
}

/// 1, 0, -1, 0, …
fn quarter(k: i32) -> f64 {
    [1.0, 0.0, -1.0, 0.0][k.rem_euclid(4) as usize]
}

fn odd(k: i32) -> f64 {
    f64::from(k % 2)
}
