//! Zeros, axes, negative bases, what over- and underflows.

use super::*;

fn line3(x: f64) -> Value<f64, 3> {
    Value(x, Series::along(1.0))
}

#[test]
fn whole_powers_of_zero() {
    let x = Value(0.0, Series::new([2.0, 3.0, 5.0]));
    for (n, expected) in [
        (0, [0.0, 0.0, 0.0]),
        (1, [2.0, 3.0, 5.0]),
        (2, [0.0, 4.0, 12.0]),
        (3, [0.0, 0.0, 8.0]),
        (4, [0.0, 0.0, 0.0]),
    ] {
        assert_eq!(x.unary(Unary::Powi(n)).1, Series::new(expected));
        let powf = x.binary(Binary::Powf, Value::constant(f64::from(n)));
        assert_eq!(powf.1, Series::new(expected));
    }
    for n in [i32::MAX, 1 << 20] {
        assert_eq!(x.unary(Unary::Powi(n)).1, Series::zero());
    }
    assert_eq!(line3(0.0).unary(Unary::Powi(-1)).1[1], f64::NEG_INFINITY);
}

/// x³ where x³ underflows, and x² where it overflows.
#[test]
fn whole_powers_out_of_range() {
    let cube = Value(1e-200, Series::<f64, 4>::along(1.0))
        .unary(Unary::Powi(3))
        .1;
    assert_eq!(cube, Series::new([0.0, 3e-200, 1.0, 0.0]));
    let square = line3(1e200).unary(Unary::Powi(2)).1;
    assert_eq!(square, Series::new([2e200, 1.0, 0.0]));
    assert_eq!(line3(2.0).unary(Unary::Powi(i32::MIN)).1, Series::zero());
    let one = line3(1.0).unary(Unary::Powi(i32::MIN)).1;
    let n = f64::from(i32::MIN);
    assert_eq!((one[1], one[2]), (n, n * (n - 1.0) / 2.0));
}

/// x near 0: the recurrence that divides by x would lose all digits.
#[test]
fn whole_powers_near_zero() {
    let x = Value(1e-14, Series::<f64, 6>::new([1.0, 1.0, 1.0, 0.0, 0.0, 0.0]));
    let cube = x.unary(Unary::Powi(3)).1;
    let expected = [1.0, 3.0, 6.0, 7.0];
    for (order, expected) in (3..).zip(expected) {
        assert!((cube[order] - expected).abs() < 1e-12);
    }
}

#[test]
fn powers_of_negative_numbers() {
    // (-2 + t)³ = -8 + 12 t - 6 t² + t³
    let cube = line3(-2.0).binary(Binary::Powf, Value::constant(3.0)).1;
    assert_eq!(cube, Series::new([12.0, -6.0, 1.0]));
    // 1 / (-2 + t)
    let recip = line3(-2.0).binary(Binary::Powf, Value::constant(-1.0)).1;
    assert_eq!(recip, Series::new([-0.25, -0.125, -0.0625]));
    assert!(line3(-2.0).binary(Binary::Powf, Value::constant(0.5)).1[2].is_nan());
    assert!(line3(-2.0).binary(Binary::Powf, line3(3.0)).1[2].is_nan());
}

#[test]
fn fractional_powers_of_zero() {
    let exponent = Value::constant(2.5);
    let power = line3(0.0).binary(Binary::Powf, exponent).1;
    assert_eq!(power, Series::new([0.0, 0.0, f64::INFINITY]));
    let still = Value(0.0, Series::<f64, 3>::zero());
    assert_eq!(still.binary(Binary::Powf, exponent).1, Series::zero());
    // |t|⁵ at 0
    let square = Value(0.0, Series::<f64, 4>::new([0.0, 1.0, 0.0, 0.0]));
    assert_eq!(
        square.binary(Binary::Powf, Value::constant(2.5)).1,
        Series::zero()
    );
    let root = line3(0.0).binary(Binary::Powf, Value::constant(0.5)).1;
    assert!(root.coefficients().iter().all(|c| !c.is_finite()));
}

#[test]
fn fractional_powers_out_of_range() {
    let exponent = Value::constant(2.5);
    // Here x² is 0, but 15/8 √x is not.
    let x = 1e-250;
    let power = line3(x).binary(Binary::Powf, exponent).1;
    assert_eq!(power[1], 0.0);
    assert!((power[2] / (1.875 * x.sqrt()) - 1.0).abs() < 1e-14);
    assert!((power[3] / (0.3125 / x.sqrt()) - 1.0).abs() < 1e-14);
    let x = 1e200;
    let power = line3(x).binary(Binary::Powf, exponent).1;
    assert!((power[1] / (2.5 * x * x.sqrt()) - 1.0).abs() < 1e-14);
    assert!((power[2] / (1.875 * x.sqrt()) - 1.0).abs() < 1e-14);
}

#[test]
fn varying_powers_of_zero() {
    // t^(3 + t) = t³ (1 + t ln t + …)
    let power = line3(0.0).binary(Binary::Powf, line3(3.0)).1;
    assert_eq!((power[1], power[2], power[3].is_nan()), (0.0, 0.0, true));
    // The power of a constant 0.
    let still = Value(0.0, Series::<f64, 3>::zero());
    assert_eq!(still.binary(Binary::Powf, line3(3.0)).1, Series::zero());
    // t^(2 (3 + t))
    let square = Value(0.0, Series::<f64, 3>::new([0.0, 1.0, 0.0]));
    assert_eq!(square.binary(Binary::Powf, line3(3.0)).1, Series::zero());
}

/// xʸ where it underflows, while its derivatives do not: like x³, but for what t in the exponent adds.
#[test]
fn varying_powers_out_of_range() {
    let power = |x: f64| {
        let exponent = Value(3.0, Series::<f64, 2>::along(1e-300));
        Value(x, Series::along(1.0))
            .binary(Binary::Powf, exponent)
            .1
    };
    let near = power(1e-120);
    assert!((near[1] / 3e-240 - 1.0).abs() < 1e-12);
    assert!((near[2] / 3e-120 - 1.0).abs() < 1e-12);
    // The logarithm has no second coefficient in range: no number, rather than a wrong one.
    assert!(!power(1e-170)[2].is_finite());
}

#[test]
fn powers_with_the_exponents_nothing_and_one() {
    for x in [0.0, -2.0, 3.0] {
        let nothing = line3(x).binary(Binary::Powf, Value::constant(0.0)).1;
        assert_eq!(nothing, Series::zero());
        let one = line3(x).binary(Binary::Powf, Value::constant(1.0)).1;
        assert_eq!(one, Series::along(1.0));
    }
}

#[test]
fn roots_of_zero() {
    for function in [Unary::Sqrt, Unary::Cbrt] {
        let root = line3(0.0).unary(function).1;
        assert_eq!(root[1], f64::INFINITY);
        assert!(root.coefficients().iter().all(|c| !c.is_finite()));
    }
    assert_eq!(line3(0.0).unary(Unary::Ln).1[1], f64::INFINITY);
    assert!(!line3(0.0).unary(Unary::Ln).1[2].is_finite());
}

#[test]
fn hypotenuse_on_the_axes() {
    // hypot(t, 2) = 2 + t²/4
    let two = Value::constant(2.0);
    let expected = Series::new([0.0, 0.25, 0.0]);
    assert_eq!(line3(0.0).binary(Binary::Hypot, two).1, expected);
    assert_eq!(two.binary(Binary::Hypot, line3(0.0)).1, expected);
    let zero = Value::constant(0.0);
    let straight = line3(-2.0).binary(Binary::Hypot, zero).1;
    assert_eq!(straight, Series::along(-1.0));
}

/// Where x is long and y short, the part that curves is small, and keeps its digits.
#[test]
fn hypotenuse_does_not_cancel() {
    let (x, y) = (1.0, 1e-5);
    let r = line3(x).binary(Binary::Hypot, Value::constant(y)).1;
    let radius = x.hypot(y);
    let curvature = 0.5 * y * y / radius.powi(3);
    assert!((r[2] / curvature - 1.0).abs() < 1e-14);
    let third = -0.5 * y * y * x / radius.powi(5);
    assert!((r[3] / third - 1.0).abs() < 1e-14);
}

#[test]
fn origin() {
    let zero = line3(0.0);
    assert_eq!(zero.binary(Binary::Hypot, zero).1, Series::zero());
    assert_eq!(zero.binary(Binary::Atan2, zero).1, Series::zero());
}

/// Scaled to huge and tiny values, the coefficients are those of the same triangle.
#[test]
fn triangles_of_any_size() {
    let (x, y) = (
        Series::new([1.0, -0.5, 0.25]),
        Series::new([0.5, 0.25, 2.0]),
    );
    let functions = [Binary::Hypot, Binary::Atan2];
    for (function, scale) in functions
        .into_iter()
        .flat_map(|f| [(f, 1e307), (f, 1e-307)])
    {
        let near = Value(3.0, x).binary(function, Value(-4.0, y)).1;
        let a = Value(3.0 * scale, x.times(scale));
        let far = a.binary(function, Value(-4.0 * scale, y.times(scale))).1;
        let unit = if function == Binary::Hypot {
            scale
        } else {
            1.0
        };
        assert_close(far, near.times(unit), 1.0, 1e-14, (function, scale));
    }
}

#[test]
fn angle_on_the_axes() {
    // atan2(t, ±1), atan2(±1, t)
    for sign in [1.0, -1.0] {
        let one = Value::constant(sign);
        let cube = Series::new([1.0, 0.0, -1.0 / 3.0]).times(sign);
        assert_close(
            line3(0.0).binary(Binary::Atan2, one).1,
            cube,
            1.0,
            1e-15,
            sign,
        );
        let cube = cube.negated();
        assert_close(
            one.binary(Binary::Atan2, line3(0.0)).1,
            cube,
            1.0,
            1e-15,
            sign,
        );
    }
}

#[test]
fn huge_arguments() {
    let x = Value(1e200, Series::<f64, 3>::new([1e200, 0.0, 0.0]));
    // atan is π/2 - 1/x, asinh and acosh are ln 2x, there.
    let linear = Series::new([1e-200, 0.0, 0.0]);
    let atan = linear.unary(Unary::Atan, (x.0, x.1), x.0.atan());
    assert_close(
        atan,
        Series::new([1e-200, -1e-200, 1e-200]),
        1.0,
        1e-14,
        "atan",
    );
    for function in [Unary::Asinh, Unary::Acosh, Unary::Ln] {
        let ln = Series::new([1.0, -0.5, 1.0 / 3.0]);
        assert_close(x.unary(function).1, ln, 1.0, 1e-14, function);
    }
    let ln = Value(1e300, Series::<f64, 3>::along(1e300))
        .unary(Unary::Log10)
        .1;
    assert!((ln[2] * -2.0 / ln[1] - 1.0).abs() < 1e-15);
}

/// At infinity, where the slope of forward mode is 0, so is what follows.
#[test]
fn infinite_arguments() {
    let x = Series::<f64, 4>::new([1.0, -2.0, 3.0, 0.5]);
    let flat = [
        (f64::INFINITY, Unary::Recip),
        (f64::INFINITY, Unary::Sqrt),
        (f64::INFINITY, Unary::Cbrt),
        (f64::INFINITY, Unary::Ln),
        (f64::INFINITY, Unary::Log2),
        (f64::INFINITY, Unary::Ln1p),
        (f64::INFINITY, Unary::Atan),
        (f64::NEG_INFINITY, Unary::Atan),
        (f64::INFINITY, Unary::Asinh),
        (f64::INFINITY, Unary::Acosh),
        (f64::INFINITY, Unary::Tanh),
        (f64::NEG_INFINITY, Unary::Tanh),
        (f64::NEG_INFINITY, Unary::Exp),
        (f64::NEG_INFINITY, Unary::Exp2),
        (f64::INFINITY, Unary::Powi(-1)),
    ];
    for (x0, function) in flat {
        let r = Value(x0, x).unary(function).1;
        assert_eq!(r, Series::zero(), "{function:?}");
    }
    let line = line3(1.0);
    let infinity = Value::constant(f64::INFINITY);
    assert_eq!(line.binary(Binary::Quotient, infinity).1, Series::zero());
    assert_eq!(line.binary(Binary::Hypot, infinity).1, Series::zero());
    assert_eq!(line.binary(Binary::Atan2, infinity).1, Series::zero());
}

/// tanh x = 1 - 2 exp(-2x) + …: its slope has every digit where tanh x rounds to 1.
#[test]
fn hyperbolic_tangent_of_large_arguments() {
    for x in [30.0_f64, -30.0, 300.0] {
        let tanh = line(x).unary(Unary::Tanh).1;
        let e = (-2.0 * x.abs()).exp();
        let sign = -2.0 * x.signum();
        assert_coefficients(tanh, 200.0, |k| {
            sign * e * (-2.0 * x.signum()).powi(k) / factorial(k)
        });
    }
}

/// A constant stays one, unless its slope is infinite: then forward mode says NaN.
#[test]
fn constants() {
    for &(function, places) in UNARY {
        for &x in places {
            assert_eq!(
                Value::<f64, 5>::constant(x).unary(function).1,
                Series::zero()
            );
        }
    }
    for &(function, places) in BINARY {
        for &(x, y) in places {
            let constant = Value::<f64, 5>::constant;
            let r = constant(x).binary(function, constant(y));
            assert_eq!(r.1, Series::zero(), "{function:?}");
        }
    }
    assert!(Value::<f64, 5>::constant(0.0).unary(Unary::Sqrt).1[1].is_nan());
}

/// (f(x(t)) has the coefficients of f(x(2 t)), halved by their orders: scaling by two is exact.
#[test]
fn scaling_of_time() {
    let mut random = Random(21);
    let faster = |series: Series<f64, N>| {
        let mut factor = 1.0;
        Series::new(series.coefficients().map(|c| {
            factor *= 2.0;
            c * factor
        }))
    };
    for &(function, places) in UNARY {
        for &x in places {
            let series = random.series(0.2);
            let slow = Value(x, series).unary(function).1;
            let fast = Value(x, faster(series)).unary(function).1;
            assert_eq!(fast, faster(slow), "{function:?}");
        }
    }
}

/// Coefficients up to an order do not depend on how many follow.
#[test]
fn truncation() {
    let mut random = Random(22);
    for &(function, places) in UNARY {
        for &x in places {
            let long = random.around::<f64, 9>(x, 0.3);
            let short = Series::<f64, 4>::new([1, 2, 3, 4].map(|k| long.1[k]));
            let (long, short) = (long.unary(function).1, Value(x, short).unary(function).1);
            assert_eq!(short.coefficients(), &long.coefficients()[..4]);
        }
    }
}
