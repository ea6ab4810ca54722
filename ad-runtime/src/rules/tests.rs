use core::f64::consts::LN_2;

use num_traits::Float;

use super::{reference::*, *};
use crate::testing::{assert_binary, assert_same, assert_unary, ulps};

const INFINITY: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

mod accuracy {
    use super::*;

    #[test]
    fn of_exponentials_and_logarithms() {
        assert_unary(EXP2, 1.5, |x| exp2(Float::exp2(x)));
        assert_unary(LOG2, 1.5, |x| log2_denominator(x).recip());
        assert_unary(LOG10, 1.5, |x| log10_denominator(x).recip());
        assert_binary(LOG_ARGUMENT, 2.0, log_argument);
        assert_binary(LOG_BASE, 3.0, |x, b| log_base(b, Float::log(x, b)));
    }

    #[test]
    fn of_powers() {
        assert_unary(CBRT, 2.0, |x| cbrt(x, Float::cbrt(x)));
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the table holds whole exponents"
        )]
        assert_binary(POWI, 4.0, |x, n| powi(x, n as i32));
        assert_binary(POWF_BASE, 2.5, |x, y| powf_base(x, y, Float::powf(x, y)));
        assert_binary(POWF_EXPONENT, 2.5, |x, y| {
            powf_exponent(x, y, Float::powf(x, y))
        });
    }

    #[test]
    fn of_hyperbolic_functions() {
        assert_unary(TANH, 4.0, tanh);
        assert_unary(ACOSH, 2.0, |x| acosh_denominator(x).recip());
    }

    #[test]
    fn of_functions_of_the_plane() {
        assert_binary(HYPOT, 1.5, |x, y| hypot(x, Float::hypot(x, y)));
        assert_binary(HYPOT, 1.5, |x, y| hypot(x, Float::hypot(y, x)));
        assert_binary(ATAN2_Y, 2.5, atan2_y);
        assert_binary(ATAN2_X, 2.5, atan2_x);
    }

    #[test]
    fn of_remainders_is_exact() {
        assert_binary(REM, 0.0, |x, y| rem(x, y, x % y));
        assert_binary(REM_EUCLID, 0.0, |x, y| rem(x, y, x.rem_euclid(y)));
    }

    #[test]
    fn of_conversions_of_angles_is_exact() {
        assert_same(to_degrees(2.0_f64), 1.0_f64.to_degrees());
        assert_same(to_radians(2.0_f64), 1.0_f64.to_radians());
        assert_same(to_degrees(2.0_f32), 1.0_f32.to_degrees());
        assert_same(to_radians(2.0_f32), 1.0_f32.to_radians());
        assert!(ulps(to_degrees(2.0), 57.295_779_513_082_32) <= 1.0);
        assert!(ulps(to_radians(2.0), 0.017_453_292_519_943_295) <= 1.0);
    }

    /// Asserts that a rule of f32 is within `$bound` ulps of the same rule of f64 at each of the
    /// arguments.
    macro_rules! assert_single {
        ($bound:literal, $arguments:expr, |$x:ident, $y:ident| $rule:expr) => {
            for (x, y) in $arguments {
                let single = {
                    let ($x, $y): (f32, f32) = (x, y);
                    $rule
                };
                let double = {
                    let ($x, $y): (f64, f64) = (x.into(), y.into());
                    $rule
                };
                let error =
                    (f64::from(single) - double).abs() / (double.abs() * f64::from(f32::EPSILON));
                assert!(
                    error <= $bound,
                    "at ({x}, {y}): {single} is {error} ulps from {double}"
                );
            }
        };
    }

    #[test]
    fn in_single_precision() {
        let arguments = [
            (0.3, 0.7),
            (1.7, 2.3),
            (12.5, 0.9),
            (1e-4, 3.0),
            (2e4, 0.25),
        ];
        assert_single!(2.0, arguments, |x, _y| cbrt(x, x.cbrt()));
        assert_single!(2.0, arguments, |_x, y| exp2(y.exp2()));
        assert_single!(2.0, arguments, |x, _y| log2_denominator(x));
        assert_single!(2.0, arguments, |x, _y| log10_denominator(x));
        assert_single!(2.0, arguments, |x, y| log_argument(x, y));
        assert_single!(4.0, arguments, |x, y| log_base(y, Float::log(x, y)));
        assert_single!(4.0, arguments, |_x, y| tanh(y));
        assert_single!(2.0, arguments, |_x, y| acosh_denominator(1.0 + y));
        assert_single!(4.0, arguments, |x, _y| powi(x, 5));
        assert_single!(4.0, arguments, |x, y| powf_base(x, y, x.powf(y)));
        assert_single!(4.0, arguments, |x, y| powf_exponent(x, y, x.powf(y)));
        assert_single!(2.0, arguments, |x, y| hypot(x, x.hypot(y)));
        assert_single!(3.0, arguments, |x, y| atan2_y(y, x));
        assert_single!(3.0, arguments, |x, y| atan2_x(y, x));
    }
}

mod kinks {
    use super::*;

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
        assert!(ulps(base(1e200, 1.8), 1.8e160) <= 500.0);
        assert_same(base(1e-300, 1e10), 0.0);
        assert!(ulps(base(5e-324, 0.5), Float::exp2(536.0)) <= 2.0);
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
        assert_same(tanh(0.0), 1.0);
        assert_same(tanh(INFINITY), 0.0);
        assert_same(tanh(-800.0), 0.0);
        assert!(tanh(300.0) > 0.0);
    }

    #[test]
    fn remainders_by_infinity_do_not_wrap() {
        assert_same(rem(3.0, INFINITY, 3.0), 0.0);
        assert_same(rem(3.0, 0.0, NAN), NAN);
    }

    #[test]
    fn constants_are_those_of_the_type() {
        assert_same(exp2(1.0_f64), LN_2);
        assert_same(exp2(1.0_f32), core::f32::consts::LN_2);
        assert_same(log10_denominator(1.0_f32), core::f32::consts::LN_10);
    }
}
