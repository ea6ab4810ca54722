//! The convention at every kink, in both modes.

#![allow(clippy::float_cmp, reason = "the expected derivatives are exact")]
#![allow(clippy::manual_clamp)]

use ad_runtime::differentiate;
use ad_tests::for_f32_and_f64;

for_f32_and_f64! { ($F:ident) => {
    const INFINITY: $F = $F::INFINITY;
    const NAN: $F = $F::NAN;

    #[track_caller]
    fn assert_same(actual: $F, expected: $F) {
        assert!(actual == expected || actual.is_nan() && expected.is_nan(), "slope {actual}, expected {expected}");
    }

    /// `name(x, …) = expression, at (x, …), slope (∂/∂x, …);`
    macro_rules! kink {
        ($name:ident($x:ident) = $body:expr, $at:expr => $slope:expr) => {
            #[test]
            fn $name() {
                mod differentiated {
                    use super::*;

                    #[differentiate]
                    pub fn f($x: $F) -> $F { $body }
                }
                use differentiated::{f_grad, f_jvp, f_vjp};
                let (at, slope): ($F, $F) = ($at, $slope);
                assert_same(f_grad(at), slope);
                assert_same(f_vjp(at).1(1.0), slope);
                assert_same(f_jvp(at, 1.0).1, slope);
            }
        };
        ($name:ident($x:ident, $y:ident) = $body:expr, ($at_x:expr, $at_y:expr) => ($dx:expr, $dy:expr)) => {
            #[test]
            fn $name() {
                mod differentiated {
                    use super::*;

                    #[differentiate]
                    pub fn f($x: $F, $y: $F) -> $F { $body }
                }
                use differentiated::{f_grad, f_jvp, f_vjp};
                let at: ($F, $F) = ($at_x, $at_y);
                let (dx, dy) = f_grad(at.0, at.1);
                assert_same(dx, $dx);
                assert_same(dy, $dy);
                let (dx, dy) = f_vjp(at.0, at.1).1(1.0);
                assert_same(dx, $dx);
                assert_same(dy, $dy);
                // A zero tangent times an infinite partial is NaN by IEEE 754; only finite rows say more.
                if $F::is_finite($dx) && $F::is_finite($dy) {
                    assert_same(f_jvp(at.0, at.1, 1.0, 0.0).1, $dx);
                    assert_same(f_jvp(at.0, at.1, 0.0, 1.0).1, $dy);
                }
            }
        };
    }

    kink!(abs_at_zero(x) = x.abs(), 0.0 => 0.0);
    kink!(abs_at_negative_zero(x) = x.abs(), -0.0 => 0.0);

    kink!(max_at_a_tie(x, y) = x.max(y), (0.5, 0.5) => (0.0, 1.0));
    kink!(min_at_a_tie(x, y) = x.min(y), (0.5, 0.5) => (0.0, 1.0));
    kink!(max_of_zeros(x, y) = x.max(y), (0.0, -0.0) => (0.0, 1.0));
    kink!(ramp_at_zero(x) = x.max(0.0), 0.0 => 0.0);
    kink!(ramp_at_six(x) = x.min(6.0), 6.0 => 0.0);
    kink!(max_of_itself(x) = x.max(x), 0.5 => 1.0);
    kink!(max_with_nan(x, y) = x.max(y), (0.5, NAN) => (1.0, 0.0));
    kink!(max_of_nan(x, y) = x.max(y), (NAN, 0.5) => (0.0, 1.0));
    kink!(min_with_nan(x, y) = x.min(y), (0.5, NAN) => (1.0, 0.0));
    kink!(min_of_nan(x, y) = x.min(y), (NAN, 0.5) => (0.0, 1.0));

    kink!(clamp_at_the_low_bound(x, low) = x.clamp(low, 1.0), (0.0, 0.0) => (0.0, 1.0));
    kink!(clamp_at_the_high_bound(x, high) = x.clamp(0.0, high), (1.0, 1.0) => (0.0, 1.0));
    kink!(clamp_at_a_low_literal(x) = x.clamp(0.0, 1.0), 0.0 => 0.0);
    kink!(clamp_at_a_high_literal(x) = x.clamp(0.0, 1.0), 1.0 => 0.0);

    kink!(sqrt_at_zero(x) = x.sqrt(), 0.0 => INFINITY);
    kink!(cbrt_at_zero(x) = x.cbrt(), 0.0 => INFINITY);

    kink!(power_one_at_zero(x) = x.powf(1.0), 0.0 => 1.0);
    kink!(power_zero_at_zero(x) = x.powf(0.0), 0.0 => 0.0);
    kink!(power_two_at_zero(x) = x.powf(2.0), 0.0 => 0.0);
    kink!(power_above_one_at_zero(x) = x.powf(1.5), 0.0 => 0.0);
    kink!(power_half_at_zero(x) = x.powf(0.5), 0.0 => INFINITY);
    kink!(power_of_negative_base(x) = x.powf(2.0), -3.0 => -6.0);
    kink!(power_by_exponent_at_zero(x, y) = x.powf(y), (0.0, 2.0) => (0.0, 0.0));
    kink!(power_by_zero_exponent_at_zero(x, y) = x.powf(y), (0.0, 0.0) => (0.0, NAN));
    kink!(power_by_exponent_of_negative_base(x, y) = x.powf(y), (-3.0, 2.0) => (-6.0, NAN));
    kink!(integer_power_zero_at_zero(x) = x.powi(0), 0.0 => 0.0);
    kink!(integer_power_one_at_zero(x) = x.powi(1), 0.0 => 1.0);
    kink!(integer_power_two_at_zero(x) = x.powi(2), 0.0 => 0.0);

    kink!(hypot_at_the_origin(x, y) = x.hypot(y), (0.0, 0.0) => (0.0, 0.0));
    kink!(atan2_at_the_origin(x, y) = x.atan2(y), (0.0, 0.0) => (0.0, 0.0));

    kink!(floor_at_an_integer(x) = x.floor(), 2.0 => 0.0);
    kink!(ceil_at_an_integer(x) = x.ceil(), 2.0 => 0.0);
    kink!(round_at_a_half(x) = x.round(), 2.5 => 0.0);
    kink!(round_ties_even_at_a_half(x) = x.round_ties_even(), 2.5 => 0.0);
    kink!(trunc_at_an_integer(x) = x.trunc(), -2.0 => 0.0);
    kink!(signum_at_zero(x) = x.signum(), 0.0 => 0.0);
    kink!(div_euclid_at_a_multiple(x, y) = x.div_euclid(y), (6.0, 3.0) => (0.0, 0.0));
    kink!(fract_at_an_integer(x) = x.fract(), 2.0 => 1.0);

    kink!(copysign_at_zero(x, s) = x.copysign(s), (0.0, -1.0) => (0.0, 0.0));
    kink!(copysign_of_negatives(x, s) = x.copysign(s), (-2.0, -1.0) => (1.0, 0.0));

    kink!(remainder_at_a_multiple(x, y) = x % y, (6.0, 3.0) => (1.0, -2.0));
    kink!(remainder_of_a_negative(x, y) = x % y, (-7.0, 2.0) => (1.0, 3.0));
    kink!(rem_euclid_at_a_multiple(x, y) = x.rem_euclid(y), (6.0, 3.0) => (1.0, -2.0));
    kink!(rem_euclid_of_a_negative(x, y) = x.rem_euclid(y), (-7.0, 2.0) => (1.0, 4.0));

    kink!(ln_at_zero(x) = x.ln(), 0.0 => INFINITY);
    kink!(asin_at_one(x) = x.asin(), 1.0 => INFINITY);
    kink!(acos_at_one(x) = x.acos(), 1.0 => -INFINITY);
    kink!(acosh_at_one(x) = x.acosh(), 1.0 => INFINITY);
    kink!(atanh_at_one(x) = x.atanh(), 1.0 => INFINITY);
} }
