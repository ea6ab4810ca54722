//! Power series to order 20 against closed forms, along straight lines and along curves.

use std::f64::consts::FRAC_PI_2;

use ad_runtime::{Series, differentiate};
use ad_tests::{assert_close, assert_primal_bits};

const ORDER: usize = 20;
type Power = Series<f64, ORDER>;

#[track_caller]
fn assert_coefficients(actual: &Power, expected: impl Fn(i32) -> f64) {
    for order in 1..=20_u8 {
        let (actual, expected) = (actual[order.into()], expected(order.into()));
        assert!(
            (actual - expected).abs() <= 1e-12 * expected.abs().max(1e-4),
            "order {order}: {actual:e}, not {expected:e}"
        );
    }
}

fn factorial(n: i32) -> f64 {
    (1..=n).map(f64::from).product()
}

/// The series whose coefficients these are.
fn series(coefficient: impl Fn(i32) -> f64) -> Power {
    let mut series = Power::along(0.0);
    for order in 1..=20_u8 {
        series[order.into()] = coefficient(order.into());
    }
    series
}

#[differentiate]
fn exponential(x: f64) -> f64 {
    x.exp()
}

#[differentiate]
fn sine(x: f64) -> f64 {
    x.sin()
}

#[differentiate]
fn geometric(x: f64) -> f64 {
    1.0 / (1.0 - x)
}

#[differentiate]
fn power(x: f64, exponent: f64) -> f64 {
    x.powf(exponent)
}

#[differentiate]
fn logarithm(x: f64) -> f64 {
    x.ln_1p()
}

#[differentiate]
fn arc_tangent(x: f64) -> f64 {
    x.atan()
}

#[differentiate]
fn arc_sine(x: f64) -> f64 {
    x.asin()
}

#[test]
fn along_a_line() {
    let line = Power::along(1.0);
    let (_, dot) = exponential_taylor(0.7, line);
    assert_coefficients(&dot, |n| 0.7_f64.exp() / factorial(n));
    let (_, dot) = sine_taylor(0.7, line);
    assert_coefficients(&dot, |n| {
        (0.7 + f64::from(n) * FRAC_PI_2).sin() / factorial(n)
    });
    let (_, dot) = geometric_taylor(0.5, line);
    assert_coefficients(&dot, |n| 2.0_f64.powi(n + 1));
    let (_, dot) = logarithm_taylor(0.5, line);
    assert_coefficients(&dot, |n| -(-1.5_f64).powi(-n) / f64::from(n));
    let (_, dot) = power_taylor(1.5, 2.5, line, Power::along(0.0));
    let binomial = |n| -> f64 {
        let factors = (0..n).map(|k| (2.5 - f64::from(k)) / f64::from(k + 1));
        factors.product()
    };
    assert_coefficients(&dot, |n| binomial(n) * 1.5_f64.powf(2.5 - f64::from(n)));
    // 1 / (1 + x²) is the imaginary part of 1 / (x - i).
    let (_, dot) = arc_tangent_taylor(0.5, line);
    let (distance, angle) = (0.5_f64.hypot(1.0), 1.0_f64.atan2(0.5));
    assert_coefficients(&dot, |n| {
        let sign = if n % 2 == 0 { -1.0 } else { 1.0 };
        sign * (f64::from(n) * angle).sin() / (f64::from(n) * distance.powi(n))
    });
}

/// A base that does not move, and an exponent that does.
#[test]
fn of_an_exponent() {
    let (_, dot) = power_taylor(1.5, 0.3, Power::along(0.0), Power::along(1.0));
    assert_coefficients(&dot, |n| {
        1.5_f64.powf(0.3) * 1.5_f64.ln().powi(n) / factorial(n)
    });
}

/// t / (1 - t)
fn hyperbola() -> Power {
    series(|_| 1.0)
}

#[test]
fn along_a_curve() {
    // 1 / (1 - t / (1 - t)) = 1 + t / (1 - 2 t)
    let (value, dot) = geometric_taylor(0.0, hyperbola());
    assert!((value - 1.0).abs() < 1e-15);
    assert_coefficients(&dot, |n| 2.0_f64.powi(n - 1));
    // ln(1 + t / (1 - t)) = -ln(1 - t)
    let (_, dot) = logarithm_taylor(0.0, hyperbola());
    assert_coefficients(&dot, |n| 1.0 / f64::from(n));
    // exp(-ln(1 - t)) = 1 / (1 - t)
    let (_, dot) = exponential_taylor(0.0, series(|n| 1.0 / f64::from(n)));
    assert_coefficients(&dot, |_| 1.0);
    // (1 + t / (1 - t))³ = (1 - t)⁻³
    let (_, dot) = power_taylor(1.0, 3.0, hyperbola(), Power::along(0.0));
    assert_coefficients(&dot, |n| f64::from((n + 1) * (n + 2)) / 2.0);
    // asin(sin t) = t
    let (_, wave) = sine_taylor(0.0, Power::along(1.0));
    let (_, dot) = arc_sine_taylor(0.0, wave);
    assert_coefficients(&dot, |n| if n == 1 { 1.0 } else { 0.0 });
    // sin(atan t) = t / sqrt(1 + t²)
    let (_, angle) = arc_tangent_taylor(0.0, Power::along(1.0));
    let (_, dot) = sine_taylor(0.0, angle);
    assert_coefficients(&dot, |n| {
        let pairs = (0..n / 2).map(|k| -(0.5 + f64::from(k)) / f64::from(k + 1));
        if n % 2 == 0 { 0.0 } else { pairs.product() }
    });
}

/// Newton's iteration squares the error: three of them give coefficients up to order 7, a fourth up to 15.
#[differentiate]
fn root(x: f64, steps: usize) -> f64 {
    let mut root = 1.0;
    for _ in 0..steps {
        root = 0.5 * (root + x / root);
    }
    root
}

#[test]
fn through_a_loop() {
    let (_, dot) = root_taylor(1.0, 5, Power::along(1.0));
    let binomial = |n| -> f64 {
        let factors = (0..n).map(|k| (0.5 - f64::from(k)) / f64::from(k + 1));
        factors.product()
    };
    assert_coefficients(&dot, binomial);
    let (_, dot) = root_taylor(1.0, 3, Power::along(1.0));
    assert!((dot[7] - binomial(7)).abs() < 1e-14);
    assert!((dot[8] - binomial(8)).abs() > 1e-6);
}

#[differentiate]
fn legs(x: f64, n: usize) -> f64 {
    if n == 0 {
        return x;
    }
    let half = legs(0.5 * x, n - 1);
    if n == 2 { exponential(half) } else { half }
}

/// The exponential function of t/4, through calls of itself.
#[test]
fn through_calls() {
    let (_, dot) = legs_taylor(0.0, 2, Power::along(1.0));
    assert_coefficients(&dot, |n| 0.25_f64.powi(n) / factorial(n));
}

#[test]
fn of_integers() {
    let (value, series) = geometric_taylor::<20>(0.0, Series::along(1.0));
    assert_eq!((value, series.coefficients()), (1.0, &[1.0; 20]));
}

#[allow(clippy::cast_precision_loss, reason = "counts are small")]
#[differentiate]
fn wave(x: &[f64], t: f64) -> f64 {
    let mut sum = 0.0;
    for (i, a) in x.iter().enumerate() {
        sum += a * (t * (i + 1) as f64).sin() + (t / a).exp();
    }
    sum
}

/// Derivatives along t: aₖ (k+1)ⁿ sin⁽ⁿ⁾ + exp/aₖⁿ.
#[allow(clippy::cast_precision_loss, reason = "counts are small")]
#[test]
fn of_a_loop() {
    let (x, t) = ([0.5, -1.25, 2.0], 0.3);
    let zeros = [Series::along(0.0); 3];
    let (value, series) = wave_taylor::<12>(&x, t, &zeros, Series::along(1.0));
    assert_primal_bits("wave_taylor", &[value], &[wave(&x, t)]);
    let mut factorial = 1.0;
    for n in 1..=12_u8 {
        factorial *= f64::from(n);
        let terms = x.iter().enumerate().map(|(i, a)| {
            let k = (i + 1) as f64;
            let phase = t * k + f64::from(n) * FRAC_PI_2;
            a * k.powi(n.into()) * phase.sin() + (t / a).exp() / a.powi(n.into())
        });
        let expected: f64 = terms.sum::<f64>() / factorial;
        assert_close("order", "by hand", &[series[n.into()]], &[expected], 1e-12);
    }
}
