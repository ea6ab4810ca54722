//! Coefficients that are known as formulas.

use super::*;

#[test]
fn exponentials() {
    let exp = line(0.0).unary(Unary::Exp).1;
    assert_coefficients(exp, 15.0, |k| factorial(k).recip());
    let exp = line(1.5).unary(Unary::Exp).1;
    assert_coefficients(exp, 15.0, |k| 1.5_f64.exp() / factorial(k));
    let exp2 = line(-1.0).unary(Unary::Exp2).1;
    assert_coefficients(exp2, 40.0, |k| 0.5 * LN_2.powi(k) / factorial(k));
    let exp_m1 = line(1e-9).unary(Unary::ExpM1).1;
    assert_coefficients(exp_m1, 15.0, |k| 1e-9_f64.exp() / factorial(k));
}

#[test]
fn logarithms() {
    let terms = |x: f64| move |k: i32| -(-x).powi(k).recip() / f64::from(k);
    assert_coefficients(line(1.0).unary(Unary::Ln).1, 0.0, terms(1.0));
    assert_coefficients(line(3.0).unary(Unary::Ln).1, 40.0, terms(3.0));
    assert_coefficients(line(0.0).unary(Unary::Ln1p).1, 0.0, terms(1.0));
    assert_coefficients(line(2.0).unary(Unary::Ln1p).1, 40.0, terms(3.0));
    let (two, ten) = (2.0_f64.ln(), 10.0_f64.ln());
    let log2 = line(3.0).unary(Unary::Log2).1;
    assert_coefficients(log2, 40.0, |k| terms(3.0)(k) / two);
    let log10 = line(3.0).unary(Unary::Log10).1;
    assert_coefficients(log10, 40.0, |k| terms(3.0)(k) / ten);
    let log = line(3.0).binary(Binary::Log, Value::constant(10.0)).1;
    assert_coefficients(log, 40.0, |k| terms(3.0)(k) / ten);
}

#[test]
fn sines() {
    let sin = line(0.0).unary(Unary::Sin).1;
    assert_coefficients(sin, 15.0, |k| quarter(k - 1) / factorial(k));
    let cos = line(0.0).unary(Unary::Cos).1;
    assert_coefficients(cos, 15.0, |k| quarter(k) / factorial(k));
    let (s, c) = 0.7_f64.sin_cos();
    let sin = line(0.7).unary(Unary::Sin).1;
    assert_coefficients(sin, 15.0, |k| {
        (quarter(k) * s + quarter(k - 1) * c) / factorial(k)
    });
    let cos = line(0.7).unary(Unary::Cos).1;
    assert_coefficients(cos, 15.0, |k| {
        (quarter(k) * c - quarter(k - 1) * s) / factorial(k)
    });
    let sinh = line(0.0).unary(Unary::Sinh).1;
    assert_coefficients(sinh, 15.0, |k| odd(k) / factorial(k));
    let cosh = line(0.7).unary(Unary::Cosh).1;
    assert_coefficients(cosh, 15.0, |k| {
        (odd(k) * 0.7_f64.sinh() + odd(k + 1) * 0.7_f64.cosh()) / factorial(k)
    });
}

#[test]
fn tangents() {
    let (tan, tanh) = (
        line(0.0).unary(Unary::Tan).1,
        line(0.0).unary(Unary::Tanh).1,
    );
    let known = [1.0, 1.0 / 3.0, 2.0 / 15.0, 17.0 / 315.0, 62.0 / 2835.0];
    for (i, known) in known.into_iter().enumerate() {
        let order = 2 * i + 1;
        let sign = if i % 2 == 0 { 1.0 } else { -1.0 };
        assert!((tan[order] - known).abs() < 1e-16);
        assert!((tanh[order] - sign * known).abs() < 1e-16);
        assert_eq!((tan[order + 1], tanh[order + 1]), (0.0, 0.0));
    }
    // tan x = Σ 2⁴… beyond: the poles at ±π/2 dominate, 2 (2/π)ᵏ⁺¹.
    let pole = 2.0 * core::f64::consts::FRAC_2_PI.powi(20);
    assert!((tan[19] / pole - 1.0).abs() < 1e-8);
}

#[test]
fn inverses_of_sines() {
    // asin x = Σ (2n over n) x²ⁿ⁺¹ / (4ⁿ (2n + 1))
    let of = |k: i32| odd(k) * binomial(-0.5, (k - 1) / 2).abs() / f64::from(k);
    let alternating = |k: i32| of(k) * quarter(k - 1);
    assert_coefficients(line(0.0).unary(Unary::Asin).1, 20.0, of);
    assert_coefficients(line(0.0).unary(Unary::Acos).1, 20.0, |k| -of(k));
    assert_coefficients(line(0.0).unary(Unary::Asinh).1, 20.0, alternating);
    let atan = line(0.0).unary(Unary::Atan).1;
    assert_coefficients(atan, 10.0, |k| quarter(k - 1) / f64::from(k));
    let atanh = line(0.0).unary(Unary::Atanh).1;
    assert_coefficients(atanh, 10.0, |k| odd(k) / f64::from(k));
}

#[test]
fn arc_tangent_away_from_zero() {
    // The imaginary part of ln(1 + i x): (-1)ᵏ⁺¹ sin(k φ) / (k ρᵏ) with 1 + i x₀ = ρ exp(i ψ), φ = π/2 - ψ.
    let x = 3.0_f64;
    let (angle, radius) = (x.recip().atan(), 1.0.hypot(x));
    let atan = line(x).unary(Unary::Atan).1;
    let mut expected = Series::<f64, N>::zero();
    for (order, k) in (1..=N).zip(1..) {
        let n = f64::from(k);
        expected[order] = -(-1.0_f64).powi(k) * (n * angle).sin() / (n * radius.powi(k));
    }
    assert_close(atan, expected, radius.recip(), 1e-14, "atan");
    let atan2 = line(x).binary(Binary::Atan2, Value::constant(1.0)).1;
    assert_close(atan2, expected, radius.recip(), 1e-14, "atan2");
    let atan2 = Value::constant(1.0).binary(Binary::Atan2, line(x)).1;
    assert_close(atan2.negated(), expected, radius.recip(), 1e-14, "atan2");
}

#[test]
fn geometric() {
    let geometric = Value(1.0, Series::<f64, N>::along(-1.0))
        .unary(Unary::Recip)
        .1;
    assert_eq!(geometric, Series::new([1.0; N]));
    let one = Value::constant(1.0);
    let quotient = one
        .binary(Binary::Quotient, Value(1.0, Series::along(-1.0)))
        .1;
    assert_eq!(quotient, Series::new([1.0; N]));
    let power = Value(1.0, Series::<f64, N>::along(-1.0))
        .unary(Unary::Powi(-1))
        .1;
    assert_eq!(power, Series::new([1.0; N]));
}

#[test]
fn powers() {
    for a in [0.5, 1.0 / 3.0, -0.5, 2.5, -7.25] {
        let terms = |k| binomial(a, k) * 1.5_f64.powf(a - f64::from(k));
        let powf = line(1.5).binary(Binary::Powf, Value::constant(a)).1;
        assert_coefficients(powf, 60.0, terms);
    }
    for n in [-30, -3, -1, 0, 1, 2, 11, 20, 30] {
        let a = f64::from(n);
        let terms = |k| binomial(a, k) * 1.5_f64.powf(a - f64::from(k));
        let powf = line(1.5).binary(Binary::Powf, Value::constant(a)).1;
        assert_coefficients(powf, 60.0, terms);
        assert_coefficients(line(1.5).unary(Unary::Powi(n)).1, 60.0, terms);
    }
    let terms = |k| binomial(0.5, k) * 1.5_f64.powf(0.5 - f64::from(k));
    assert_coefficients(line(1.5).unary(Unary::Sqrt).1, 60.0, terms);
    let terms = |k| binomial(1.0 / 3.0, k) * 1.5_f64.powf(1.0 / 3.0 - f64::from(k));
    assert_coefficients(line(1.5).unary(Unary::Cbrt).1, 60.0, terms);
}

/// Of a large exponent, the value is accurate; squares of squares would not be.
#[test]
fn large_powers() {
    let (x, n) = (1.0 + 1e-6_f64, 1e6);
    let power = line(x).binary(Binary::Powf, Value::constant(n)).1;
    assert_coefficients(power, 60.0, |k| binomial(n, k) * x.powf(n - f64::from(k)));
}

#[test]
fn power_with_a_varying_exponent() {
    // 3^(2 + t) = 9 exp(t ln 3)
    let power = Value::constant(3.0).binary(Binary::Powf, line(2.0)).1;
    assert_coefficients(power, 40.0, |k| 9.0 * 3.0_f64.ln().powi(k) / factorial(k));
    // (1 + t)^(1 + t) = 1 + t + t² + t³/2 + t⁴/3 + t⁵/12 + 3 t⁶/40 …
    let power = line(1.0).binary(Binary::Powf, line(1.0)).1;
    let known = [1.0, 1.0, 0.5, 1.0 / 3.0, 1.0 / 12.0, 3.0 / 40.0];
    for (actual, expected) in power.coefficients().iter().zip(known) {
        assert!((actual - expected).abs() < 1e-15);
    }
}

#[test]
fn inverse_hyperbolic_cosine() {
    // The derivative of acosh (1 + s²/2 …) is no power series at 1; at 5/4, √(x² - 1) = 3/4.
    let acosh = line(1.25).unary(Unary::Acosh).1;
    let known = [4.0 / 3.0, -40.0 / 27.0];
    for (actual, expected) in acosh.coefficients().iter().zip(known) {
        assert!((actual - expected).abs() < 1e-14);
    }
}
