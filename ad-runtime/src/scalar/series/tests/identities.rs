//! Identities between primitives, on series that look random.

use super::*;

/// Series with slowly and with quickly decreasing coefficients, around `places`.
fn inputs(places: &[f64]) -> Vec<Value<f64, N>> {
    let mut random = Random(7);
    let mut inputs = vec![];
    for &x in places {
        for ratio in [0.2, 0.7] {
            inputs.push(random.around(x, ratio * x.abs().clamp(0.1, 1.0)));
            inputs.push(Value(x, Series::along(ratio)));
        }
    }
    inputs
}

/// The rate at which coefficients grow, in absolute terms or relative to the value.
fn rate(Value(x, series): &Value<f64, N>) -> f64 {
    let unit = if *x == 0.0 { 1.0 } else { x.abs().min(1.0) };
    let roots = (1..)
        .zip(series.coefficients())
        .map(|(k, c)| (c.abs() / unit).powf(f64::from(k).recip()));
    roots.fold(1e-3, f64::max)
}

#[track_caller]
fn assert_identity(actual: Value<f64, N>, expected: Value<f64, N>, by: &[Value<f64, N>]) {
    let values = || by.iter().chain([&expected]);
    let rate = values().map(rate).fold(0.0, f64::max);
    let scale = values().fold(0.0, |m, v| v.0.abs().max(m));
    let (one, other) = (actual, expected);
    assert!(
        (one.0 - other.0).abs() <= 1e-14 * scale,
        "{actual:?} is not {expected:?}"
    );
    for (k, order) in (1..=N).zip(1..) {
        let bound = 1e-12 * scale.max(1.0) * rate.powi(order);
        assert!(
            (one.1[k] - other.1[k]).abs() <= bound,
            "order {k}, to {bound:?}: {one:?} is not {other:?}"
        );
    }
}

/// g(f(x)) = x
#[track_caller]
fn assert_inverse(f: Unary, g: Unary, places: &[f64]) {
    for x in inputs(places) {
        let r = x.unary(f);
        assert_identity(r.unary(g), x, &[r]);
    }
}

#[test]
fn inverse_functions() {
    let small = [0.0, 0.3, -0.4];
    let positive = [0.3, 1.0, 2.5];
    assert_inverse(Unary::Ln, Unary::Exp, &positive);
    assert_inverse(Unary::Exp, Unary::Ln, &small);
    assert_inverse(Unary::Log2, Unary::Exp2, &positive);
    assert_inverse(Unary::Exp2, Unary::Log2, &small);
    assert_inverse(Unary::Ln1p, Unary::ExpM1, &small);
    assert_inverse(Unary::ExpM1, Unary::Ln1p, &small);
    assert_inverse(Unary::Asin, Unary::Sin, &small);
    assert_inverse(Unary::Sin, Unary::Asin, &small);
    assert_inverse(Unary::Acos, Unary::Cos, &small);
    assert_inverse(Unary::Cos, Unary::Acos, &[0.8, 1.5, 2.0]);
    assert_inverse(Unary::Atan, Unary::Tan, &[0.0, 0.3, -0.4, 3.0]);
    assert_inverse(Unary::Tan, Unary::Atan, &small);
    assert_inverse(Unary::Asinh, Unary::Sinh, &[0.0, 0.3, -0.4, 3.0]);
    assert_inverse(Unary::Sinh, Unary::Asinh, &[0.0, 0.3, -0.4, 3.0]);
    assert_inverse(Unary::Acosh, Unary::Cosh, &[1.8, 3.0]);
    assert_inverse(Unary::Cosh, Unary::Acosh, &[1.2, 3.0]);
    assert_inverse(Unary::Atanh, Unary::Tanh, &small);
    assert_inverse(Unary::Tanh, Unary::Atanh, &small);
    assert_inverse(Unary::Recip, Unary::Recip, &[0.3, -1.0, 2.5]);
    assert_inverse(Unary::Sqrt, Unary::Powi(2), &positive);
    assert_inverse(Unary::Powi(2), Unary::Sqrt, &positive);
    assert_inverse(Unary::Cbrt, Unary::Powi(3), &[0.3, -1.0, 2.5]);
    assert_inverse(Unary::Powi(3), Unary::Cbrt, &[0.3, -1.0, 2.5]);
}

#[test]
fn base_ten() {
    for x in inputs(&[0.3, 1.0, 2.5]) {
        let scaled = Value::constant(10.0).binary(Binary::Powf, x.unary(Unary::Log10));
        assert_identity(scaled, x, &[x.unary(Unary::Ln)]);
    }
}

#[test]
fn circle_and_hyperbola() {
    let one = Value::constant(1.0);
    for x in inputs(&[0.0, 0.3, -0.4, 2.0]) {
        let (s, c) = (x.unary(Unary::Sin), x.unary(Unary::Cos));
        assert_identity(s.mul(s).plus(c.mul(c)), one, &[s, c]);
        assert_identity(s.binary(Binary::Quotient, c), x.unary(Unary::Tan), &[s, c]);
        let (s, c) = (x.unary(Unary::Sinh), x.unary(Unary::Cosh));
        assert_identity(c.mul(c).minus(s.mul(s)), one, &[s, c]);
        assert_identity(s.binary(Binary::Quotient, c), x.unary(Unary::Tanh), &[s, c]);
        let e = x.unary(Unary::Exp);
        assert_identity(s.plus(c), e, &[s, c]);
        assert_identity(x.unary(Unary::ExpM1).plus(one), e, &[]);
    }
}

#[test]
fn whole_powers_are_repeated_products() {
    for x in inputs(&[0.0, 0.3, -0.4, 2.0]) {
        let mut product = Value::constant(1.0);
        for n in 0..12 {
            assert_identity(x.unary(Unary::Powi(n)), product, &[x]);
            let powf = x.binary(Binary::Powf, Value::constant(f64::from(n)));
            assert_identity(powf, product, &[x]);
            if x.0 != 0.0 {
                let inverse = product.unary(Unary::Recip);
                assert_identity(x.unary(Unary::Powi(-n)), inverse, &[x, product]);
                let powf = x.binary(Binary::Powf, Value::constant(f64::from(-n)));
                assert_identity(powf, inverse, &[x, product]);
            }
            product = product.mul(x);
        }
    }
}

#[test]
fn powers_are_exponentials_of_logarithms() {
    let mut random = Random(3);
    for x in inputs(&[0.3, 1.0, 2.5]) {
        let ln = x.unary(Unary::Ln);
        for y in [0.0, 0.5, -1.5, 3.0] {
            for y in [random.around(y, 0.5), Value::constant(y)] {
                let expected = y.mul(ln).unary(Unary::Exp);
                assert_identity(x.binary(Binary::Powf, y), expected, &[x, y, ln]);
            }
        }
    }
}

#[test]
fn quotients() {
    let mut random = Random(4);
    for x in inputs(&[0.3, 1.0, -2.5]) {
        for y in [
            random.around(0.0, 0.5),
            random.around(1.5, 0.5),
            Value::constant(2.0),
        ] {
            let quotient = y.binary(Binary::Quotient, x);
            assert_identity(quotient.mul(x), y, &[quotient, x]);
            let recip = x.unary(Unary::Recip);
            assert_identity(y.mul(recip), quotient, &[x, recip, y]);
        }
    }
}

#[test]
fn logarithms_to_a_base() {
    let mut random = Random(5);
    for x in inputs(&[0.3, 1.0, 2.5]) {
        for b in [
            random.around(0.4, 0.1),
            random.around(3.0, 0.5),
            Value::constant(7.0),
        ] {
            let (ln_x, ln_b) = (x.unary(Unary::Ln), b.unary(Unary::Ln));
            let expected = ln_x.binary(Binary::Quotient, ln_b);
            let actual = x.binary(Binary::Log, b);
            assert_identity(actual, expected, &[ln_x, ln_b, ln_b.unary(Unary::Recip)]);
        }
    }
}

#[test]
fn hypotenuse() {
    let mut random = Random(6);
    for x in inputs(&[0.0, 0.9, -2.5]) {
        for y in [
            random.around(1.5, 0.5),
            random.around(-0.8, 0.3),
            Value::constant(1.0),
        ] {
            let r = x.binary(Binary::Hypot, y);
            assert_identity(r.mul(r), x.mul(x).plus(y.mul(y)), &[r, x, y]);
            let swapped = y.binary(Binary::Hypot, x);
            assert_identity(swapped, r, &[x, y]);
        }
    }
}

#[test]
fn polar_coordinates() {
    let mut random = Random(8);
    for x in inputs(&[0.9, -2.5, 0.6]) {
        for y in [
            random.around(0.0, 0.2),
            random.around(1.5, 0.5),
            random.around(-0.8, 0.3),
        ] {
            for (x, y) in [(x, y), (y, x)] {
                let (angle, radius) = (y.binary(Binary::Atan2, x), x.binary(Binary::Hypot, y));
                let by = [x, y, angle, radius];
                assert_identity(radius.mul(angle.unary(Unary::Cos)), x, &by);
                assert_identity(radius.mul(angle.unary(Unary::Sin)), y, &by);
                if x.0 > 0.0 {
                    let quotient = y.binary(Binary::Quotient, x);
                    let expected = quotient.unary(Unary::Atan);
                    assert_identity(angle, expected, &[x, y, quotient]);
                }
            }
        }
    }
}

#[test]
fn products_keep_what_else_is_in_the_linear_term() {
    let (x, y) = (Series::new([1.0, 2.0, 3.0]), Series::new([5.0, 7.0, 11.0]));
    let linear = Series::new([100.0, 200.0, 300.0]);
    let product = linear.binary(Binary::Product, (2.0, x), (3.0, y), 6.0);
    assert_eq!(product, Series::new([100.0, 205.0, 317.0 - 0.0]));
}
