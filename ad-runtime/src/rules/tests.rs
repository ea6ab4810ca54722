use core::f64::consts::LN_2;

use num_traits::Float;

use super::*;
use crate::testing::{assert_same, ulps};

const INFINITY: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

#[test]
fn abs_has_slope_zero_at_zero() {
    assert_same(abs(0.0), 0.0);
    assert_same(abs(-0.0), 0.0);
    assert_same(abs(-3.0), -1.0);
    assert_same(abs(5e-324), 1.0);
    assert_same(abs(-INFINITY), -1.0);
    assert_same(abs(NAN), NAN);
}

#[test]
fn the_argument_of_max_wins_a_tie() {
    for (a, b, first) in [
        (1.0, 1.0, 0.0),
        (0.0, -0.0, 0.0),
        (2.0, 1.0, 1.0),
        (1.0, 2.0, 0.0),
        (INFINITY, 0.0, 1.0),
    ] {
        assert_same(max_first(a, b), first);
        assert_same(max_second(a, b), 1.0 - first);
    }
}

#[test]
fn the_argument_of_min_wins_a_tie() {
    for (a, b, first) in [
        (1.0, 1.0, 0.0),
        (-0.0, 0.0, 0.0),
        (2.0, 1.0, 0.0),
        (1.0, 2.0, 1.0),
        (-INFINITY, 0.0, 1.0),
    ] {
        assert_same(min_first(a, b), first);
        assert_same(min_second(a, b), 1.0 - first);
    }
}

#[test]
fn max_and_min_with_nan_follow_the_operand_returned() {
    for (a, b, first) in [(NAN, 1.0, 0.0), (1.0, NAN, 1.0), (NAN, NAN, 0.0)] {
        assert_same(max_first(a, b), first);
        assert_same(max_second(a, b), 1.0 - first);
        assert_same(min_first(a, b), first);
        assert_same(min_second(a, b), 1.0 - first);
    }
}

#[test]
fn clamp_at_a_bound_belongs_to_the_bound() {
    let assert_partials = |x, lo, hi, expected: [f64; 3]| {
        assert_same(clamp_argument(x, lo, hi), expected[0]);
        assert_same(clamp_low(x, lo, hi), expected[1]);
        assert_same(clamp_high(x, lo, hi), expected[2]);
    };
    assert_partials(0.5, 0.0, 1.0, [1.0, 0.0, 0.0]);
    assert_partials(0.0, 0.0, 1.0, [0.0, 1.0, 0.0]);
    assert_partials(1.0, 0.0, 1.0, [0.0, 0.0, 1.0]);
    assert_partials(-1.0, 0.0, 1.0, [0.0, 1.0, 0.0]);
    assert_partials(2.0, 0.0, 1.0, [0.0, 0.0, 1.0]);
    assert_partials(NAN, 0.0, 1.0, [1.0, 0.0, 0.0]);
    for x in [0.5, 1.0, 2.0] {
        assert_partials(x, 1.0, 1.0, [0.0, 0.0, 1.0]);
    }
}

#[test]
fn clamp_is_the_composition_of_max_and_min() {
    for x in [-2.0, -1.0, 0.5, 1.0, 3.0] {
        for (lo, hi) in [(-1.0, 1.0), (0.5, 0.5), (1.0, 3.0)] {
            let raised = Float::max(x, lo);
            assert_same(
                clamp_argument(x, lo, hi),
                max_first(x, lo) * min_first(raised, hi),
            );
            assert_same(
                clamp_low(x, lo, hi),
                max_second(x, lo) * min_first(raised, hi),
            );
            assert_same(clamp_high(x, lo, hi), min_second(raised, hi));
        }
    }
}

#[test]
fn abs_sub_is_flat_up_to_a_tie() {
    assert_same(abs_sub(2.0, 1.0), 1.0);
    assert_same(abs_sub(1.0, 1.0), 0.0);
    assert_same(abs_sub(1.0, 2.0), 0.0);
}

#[test]
fn copysign_multiplies_the_signs() {
    assert_same(copysign(-3.0, -0.0), 1.0);
    assert_same(copysign(-3.0, 0.0), -1.0);
    assert_same(copysign(3.0, -2.0), -1.0);
    assert_same(copysign(3.0, 2.0), 1.0);
    assert_same(copysign(0.0, -2.0), 0.0);
    assert_same(copysign(-0.0, 2.0), 0.0);
}

#[test]
fn cbrt_is_vertical_at_zero_and_flat_at_infinity() {
    assert_same(cbrt(0.0, 0.0), INFINITY);
    assert_same(cbrt(-0.0, -0.0), INFINITY);
    assert_same(cbrt(-INFINITY, -INFINITY), 0.0);
    assert_same(cbrt(NAN, NAN), NAN);
}

#[test]
fn powf_at_zero_follows_the_limit() {
    for (y, slope) in [
        (1.0, 1.0),
        (0.0, 0.0),
        (1.5, 0.0),
        (2.0, 0.0),
        (0.5, INFINITY),
        (-1.0, -INFINITY),
        (-0.5, -INFINITY),
    ] {
        assert_same(powf_base(0.0, y, Float::powf(0.0, y)), slope);
    }
    assert_same(powf_base(-0.0, 2.0, 0.0), 0.0);
    assert_same(powf_base(NAN, 0.0, 1.0), 0.0);
}

#[test]
fn powf_survives_over_and_underflow_of_the_result() {
    let base = |x: f64, y: f64| powf_base(x, y, x.powf(y));
    assert!(ulps(base(1e-300, 2.0), 2e-300) <= 2.0);
    assert!(ulps(base(1e200, 1.8), 1.800_000_000_000_037e160) <= 2.0);
    assert_same(base(1e-300, 1e10), 0.0);
    assert!(ulps(base(5e-324, 0.5), Float::exp2(536.0)) <= 2.0);
    let power = |exponent: f64| exponent.exp2();
    assert!(ulps(base(-power(-400.0), 3.0), 3.0 * power(-800.0)) <= 2.0);
    assert!(ulps(base(-power(400.0), 3.0), 3.0 * power(800.0)) <= 2.0);
    assert!(ulps(base(power(400.0), 3.0), 3.0 * power(800.0)) <= 2.0);
    assert_same(base(INFINITY, 1.0), 1.0);
    assert_same(base(INFINITY, 2.0), INFINITY);
    assert_same(base(INFINITY, 0.5), 0.0);
}

#[test]
fn powf_moves_with_its_exponent_for_positive_bases_only() {
    let exponent = |x: f64, y: f64| powf_exponent(x, y, x.powf(y));
    assert_same(exponent(0.0, 2.0), 0.0);
    assert_same(exponent(0.0, 0.0), NAN);
    assert_same(exponent(0.0, -1.0), NAN);
    assert_same(exponent(-2.0, 2.0), NAN);
    assert_same(exponent(1.0, 7.0), 0.0);
    assert_same(exponent(INFINITY, -1.0), 0.0);
    assert_same(exponent(1e-300, 2.0), 0.0);
    assert_same(exponent(2.0, NAN), NAN);
    assert_same(exponent(0.0, NAN), NAN);
}

#[test]
fn powi_with_exponent_zero_is_flat_everywhere() {
    for x in [0.0, -0.0, 1.0, INFINITY, NAN] {
        assert_same(powi(x, 0), 0.0);
    }
}

#[test]
fn powi_reaches_the_ends_of_its_exponents() {
    assert_same(powi(1.0, i32::MIN), f64::from(i32::MIN));
    assert_same(powi(-1.0, i32::MIN), -f64::from(i32::MIN));
    assert_same(powi(2.0, i32::MIN), 0.0);
    let x = 1.000_000_1_f64;
    let slope = f64::from(i32::MIN) * (num_traits::Float::powi(x, i32::MIN) / x);
    assert_same(powi(x, i32::MIN), slope);
    assert_same(powi(1.0, i32::MAX), f64::from(i32::MAX));
    assert_same(powi(0.0, -1), -INFINITY);
}

#[test]
fn hypot_has_slope_zero_at_the_origin() {
    assert_same(hypot(0.0, 0.0), 0.0);
    assert_same(hypot(-0.0, 0.0), 0.0);
    assert_same(hypot(INFINITY, INFINITY), 1.0);
    assert_same(hypot(-INFINITY, INFINITY), -1.0);
    assert_same(hypot(3.0, INFINITY), 0.0);
    assert_same(hypot(NAN, NAN), NAN);
}

#[test]
fn atan2_has_slope_zero_at_the_origin() {
    for partial in [atan2_y, atan2_x] {
        assert_same(partial(0.0, 0.0), 0.0);
        assert_same(partial(-0.0, -0.0), 0.0);
        assert_same(partial(INFINITY, 1.0), 0.0);
        assert_same(partial(-INFINITY, INFINITY), 0.0);
        assert_same(partial(NAN, 1.0), NAN);
    }
}

#[test]
fn tanh_flattens_without_losing_digits() {
    let slope = |x: f64| tanh(x, x.tanh());
    assert_same(slope(0.0), 1.0);
    assert_same(slope(INFINITY), 0.0);
    assert_same(slope(-800.0), 0.0);
    assert!(slope(300.0) > 0.0);
    assert!(slope(f64::NAN).is_nan());
    // Up to r = ¾, the result is all that is looked at.
    assert_same(tanh(NAN, -0.5), 0.75);
    assert_same(tanh(NAN, 0.75), NAN);
}

#[test]
fn remainders_by_infinity_do_not_wrap() {
    assert_same(rem(3.0, INFINITY, 3.0), 0.0);
    assert_same(rem(3.0, 0.0, NAN), NAN);
}

#[test]
fn roundings_are_counted_in_units_of_roundoff() {
    let roundoff = f64::EPSILON / 2.0;
    let bound: f64 = rounding(3.0, -2.0, 5.0);
    assert_same(bound, 30.0 * roundoff);
    let sum: f64 = add_rounding(3.0, -2.0, 5.0, 7.0 * roundoff);
    assert_same(sum, 37.0 * roundoff);
    let narrow: f64 = rounding(3.0_f32, 1.0, 4.0);
    assert_same(narrow, 6.0 * f64::from(f32::EPSILON));
    let nowhere: f64 = rounding(INFINITY, 0.0, 1.0);
    assert_same(nowhere, 0.0);
    for (exponent, multiplications) in [(3, 3.0), (-3, 3.0), (0, 1.0), (i32::MIN, 2_147_483_648.0)]
    {
        assert_same(power_roundings(exponent), multiplications);
    }
}

#[test]
fn constants_are_those_of_the_type() {
    assert_same(exp2(1.0_f64), LN_2);
    assert_same(exp2(1.0_f32), core::f32::consts::LN_2);
    assert_same(log10(1.0_f32), core::f32::consts::LOG10_E);
    assert_same(to_degrees(2.0_f64), 1.0_f64.to_degrees());
    assert_same(to_radians(2.0_f64), 1.0_f64.to_radians());
    assert_same(to_degrees(2.0_f32), 1.0_f32.to_degrees());
    assert_same(to_radians(2.0_f32), 1.0_f32.to_radians());
}

#[track_caller]
fn assert_slope(slope: f64, x: f64, function: &dyn Fn(f64) -> f64) {
    let step = 1e-5 * x.abs();
    let quotient = (function(x + step) - function(x - step)) / (2.0 * step);
    let error = (slope - quotient).abs();
    assert!(error <= 1e-8 * quotient.abs(), "{slope} is not {quotient}");
}

#[test]
fn formulas_are_difference_quotients() {
    for x in [0.7_f64, 1.9] {
        assert_slope(cbrt(x, x.cbrt()), x, &|x| x.cbrt());
        assert_slope(cbrt(-x, -x.cbrt()), -x, &|x| x.cbrt());
        assert_slope(exp2(x.exp2()), x, &|x| x.exp2());
        assert_slope(log2(x), x, &|x| x.log2());
        assert_slope(log10(x), x, &|x| x.log10());
        assert_slope(log_argument(x, 3.0), x, &|x| x.log(3.0));
        assert_slope(log_base(x, 3.0_f64.log(x)), x, &|b| 3.0_f64.log(b));
        assert_slope(tanh(x, x.tanh()), x, &|x| x.tanh());
        assert_slope(acosh_denominator(1.0 + x).recip(), 1.0 + x, &|x| x.acosh());
        assert_slope(powi(x, 3), x, &|x| x.powi(3));
        assert_slope(powi(-x, -2), -x, &|x| x.powi(-2));
        assert_slope(powf_base(x, 2.5, x.powf(2.5)), x, &|x| x.powf(2.5));
        assert_slope(powf_base(-x, 3.0, -x.powi(3)), -x, &|x| x.powf(3.0));
        assert_slope(powf_exponent(3.0, x, 3.0_f64.powf(x)), x, &|y| {
            3.0_f64.powf(y)
        });
        assert_slope(hypot(-x, x.hypot(1.3)), -x, &|x| x.hypot(1.3));
        assert_slope(atan2_y(x, 1.3), x, &|y| y.atan2(1.3));
        assert_slope(atan2_x(1.3, x), x, &|x| 1.3_f64.atan2(x));
        assert_slope(to_degrees(x), x, &|x| x.to_degrees());
        assert_slope(to_radians(x), x, &|x| x.to_radians());
        assert_slope(rem(7.3, x, 7.3 % x), x, &|y| 7.3 % y);
        assert_slope(rem(-7.3, x, -7.3 % x), x, &|y| -7.3 % y);
    }
}

#[test]
fn second_derivatives_of_integer_powers() {
    for x in [0.0, -0.0, -3.0, 0.5, INFINITY, NAN] {
        assert_same(powi_twice(x, 0), 0.0);
        assert_same(powi_twice(x, 1), 0.0);
    }
    assert_same(powi_twice(0.0, 2), 2.0);
    assert_same(powi_twice(0.0, 3), 0.0);
    assert_same(powi_twice(-3.0, 3), -18.0);
    assert_same(powi_twice(2.0, -1), 0.25);
    assert_same(powi_twice(-2.0, -1), -0.25);
    assert_same(powi_twice(0.0, -1), INFINITY);
    let n = f64::from(i32::MIN);
    assert_same(powi_twice(1.0, i32::MIN), n * (n - 1.0));
    assert_same(powi_twice(1.0, i32::MIN + 1), (n + 1.0) * n);
    // The product of the exponents is beyond 2²⁴.
    assert_same(powi_twice(1.0_f32, 70_001), 4.900_07e9);
}

#[test]
fn second_derivatives_of_powers() {
    for x in [0.0, -2.0, 0.5, INFINITY, NAN] {
        assert_same(powf_base_base(x, 0.0), 0.0);
        assert_same(powf_base_base(x, 1.0), 0.0);
    }
    assert_same(powf_base_base(0.0, 2.0), 2.0);
    assert_same(powf_base_base(-2.0, 2.0), 2.0);
    assert_same(powf_base_base(0.0, 3.0), 0.0);
    assert_same(powf_base_base(-2.0, 3.0), -12.0);
    assert_same(powf_base_base(0.0, 1.5), INFINITY);
    assert_same(powf_base_base(-2.0, 2.5), NAN);
    assert_same(powf_base_base(2.0, -1.0), 0.25);

    assert_same(powf_base_exponent(0.0, 2.0), 0.0);
    assert_same(powf_base_exponent(0.0, 1.0), -INFINITY);
    assert_same(powf_base_exponent(0.0, 0.5), -INFINITY);
    assert_same(powf_base_exponent(1.0, 7.0), 1.0);
    assert_same(powf_base_exponent(4.0, 0.0), 0.25);
    assert_same(powf_base_exponent(INFINITY, 0.5), 0.0);
    assert_same(powf_base_exponent(-2.0, 2.0), NAN);

    assert_same(powf_exponent_exponent(0.0, 2.0, 0.0), 0.0);
    assert_same(powf_exponent_exponent(1.0, 2.0, 1.0), 0.0);
    assert_same(powf_exponent_exponent(2.0, 0.0, 1.0), LN_2 * LN_2);
    assert_same(powf_exponent_exponent(0.0, 0.0, 1.0), NAN);
    assert_same(powf_exponent_exponent(0.0, -1.0, INFINITY), NAN);
    assert_same(powf_exponent_exponent(-2.0, 2.0, 4.0), NAN);
}

#[test]
fn the_reciprocal_of_zero_is_zero() {
    assert_same(reciprocal(0.0), 0.0);
    assert_same(reciprocal(-0.0), 0.0);
    assert_same(reciprocal(-4.0), -0.25);
    assert_same(reciprocal(INFINITY), 0.0);
    assert_same(reciprocal(NAN), NAN);
}

#[test]
fn second_formulas_are_difference_quotients() {
    for x in [0.02_f64, 0.7, 1.9, 31.0] {
        for n in [-3, -1, 2, 3, 7] {
            assert_slope(powi_twice(x, n), x, &|x| powi(x, n));
            assert_slope(powi_twice(-x, n), -x, &|x| powi(x, n));
            let y = f64::from(n);
            assert_slope(powf_base_base(-x, y), -x, &|x| powf_base(x, y, x.powf(y)));
        }
        for y in [-2.5, 0.5, 1.5, 3.2] {
            assert_slope(powf_base_base(x, y), x, &|x| powf_base(x, y, x.powf(y)));
            assert_slope(powf_base_exponent(x, y), y, &|y| powf_base(x, y, x.powf(y)));
            assert_slope(powf_exponent_exponent(x, y, x.powf(y)), y, &|y| {
                powf_exponent(x, y, x.powf(y))
            });
        }
    }
}
