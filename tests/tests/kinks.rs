//! The convention at every kink, in both modes, in functions of `f64`, `f32` and `T: Float`.

#![allow(clippy::float_cmp, reason = "the expected derivatives are exact")]
#![allow(clippy::manual_clamp)]
#![allow(
    deprecated,
    reason = "`abs_sub` is a primitive as long as it is a method"
)]

use ad_runtime::differentiate;
use ad_tests::for_f32_and_f64;
use num_traits::Float;

#[track_caller]
fn assert_same<T: Float + std::fmt::Debug>(actual: T, expected: T) {
    let same = actual == expected || actual.is_nan() && expected.is_nan();
    assert!(same, "slope {actual:?}, expected {expected:?}");
}

/// `F: name(x, …) = expression, at (x, …) => slope (∂/∂x, …)`: a test in a function of the float type, and one in a
/// function of `T: Float`, whose expression may be one of its own. After `of_floats`, the former only.
macro_rules! kink {
    (of_floats $F:ident: $name:ident($($x:ident),+) = $body:expr, $at:expr => $slope:expr) => {
        mod $name {
            use super::*;

            #[differentiate]
            fn f($($x: $F),+) -> $F { $body }

            #[test]
            fn of_the_type() { assert_slopes!($F, ($($x),+), $at, $slope) }
        }
    };
    ($F:ident: $name:ident($($x:ident),+) = $body:expr, generic $generic:expr, $at:expr => $slope:expr) => {
        mod $name {
            use super::*;

            #[differentiate]
            fn f($($x: $F),+) -> $F { $body }

            #[test]
            fn of_the_type() { assert_slopes!($F, ($($x),+), $at, $slope) }

            mod generic {
                use super::*;

                #[differentiate]
                fn f<T: Float>($($x: T),+) -> T { $generic }

                #[test]
                fn of_any_type() { assert_slopes!($F, ($($x),+), $at, $slope) }
            }
        }
    };
    ($F:ident: $name:ident($($x:ident),+) = $body:expr, $at:expr => $slope:expr) => {
        kink! { $F: $name($($x),+) = $body, generic $body, $at => $slope }
    };
}

/// Asserts the derivatives of the `f` in scope.
macro_rules! assert_slopes {
    ($F:ident, ($x:ident), $at:expr, $slope:expr) => {{
        let (at, slope): ($F, $F) = ($at, $slope);
        assert_same(f_grad(at), slope);
        assert_same(f_vjp(at).1(1.0), slope);
        assert_same(f_jvp(at, 1.0).1, slope);
    }};
    ($F:ident, ($x:ident, $y:ident), $at:expr, $slope:expr) => {{
        let ((x, y), (dx, dy)): (($F, $F), ($F, $F)) = ($at, $slope);
        for (x_bar, y_bar) in [f_grad(x, y), f_vjp(x, y).1(1.0)] {
            assert_same(x_bar, dx);
            assert_same(y_bar, dy);
        }
        // A zero tangent times an infinite partial is NaN by IEEE 754; only finite rows say more.
        if dx.is_finite() && dy.is_finite() {
            assert_same(f_jvp(x, y, 1.0, 0.0).1, dx);
            assert_same(f_jvp(x, y, 0.0, 1.0).1, dy);
        }
    }};
}

for_f32_and_f64! { ($F:ident) => {
    const INFINITY: $F = $F::INFINITY;
    const NAN: $F = $F::NAN;

    kink!($F: abs_at_zero(x) = x.abs(), 0.0 => 0.0);
    kink!($F: abs_at_negative_zero(x) = x.abs(), -0.0 => 0.0);

    kink!($F: max_at_a_tie(x, y) = x.max(y), (0.5, 0.5) => (0.0, 1.0));
    kink!($F: min_at_a_tie(x, y) = x.min(y), (0.5, 0.5) => (0.0, 1.0));
    kink!($F: max_of_zeros(x, y) = x.max(y), (0.0, -0.0) => (0.0, 1.0));
    kink!($F: ramp_at_zero(x) = x.max(0.0), generic x.max(T::zero()), 0.0 => 0.0);
    kink!($F: ramp_at_six(x) = x.min(6.0), generic x.min(T::from(6.0).unwrap()), 6.0 => 0.0);
    kink!($F: max_of_itself(x) = x.max(x), 0.5 => 1.0);
    kink!($F: max_with_nan(x, y) = x.max(y), (0.5, NAN) => (1.0, 0.0));
    kink!($F: max_of_nan(x, y) = x.max(y), (NAN, 0.5) => (0.0, 1.0));
    kink!($F: max_of_two_nans(x, y) = x.max(y), (NAN, NAN) => (0.0, 1.0));
    kink!($F: min_with_nan(x, y) = x.min(y), (0.5, NAN) => (1.0, 0.0));
    kink!($F: min_of_nan(x, y) = x.min(y), (NAN, 0.5) => (0.0, 1.0));
    kink!($F: min_of_two_nans(x, y) = x.min(y), (NAN, NAN) => (0.0, 1.0));
    kink!($F: min_of_zeros(x, y) = x.min(y), (-0.0, 0.0) => (0.0, 1.0));
    kink!($F: min_of_itself(x) = x.min(x), 0.5 => 1.0);
    kink!($F: positive_difference_at_a_tie(x, y) = x.abs_sub(y), (0.5, 0.5) => (0.0, 0.0));

    kink!($F: clamp_at_the_low_bound(x, low) = x.clamp(low, 1.0), generic x.clamp(low, T::one()), (0.0, 0.0) => (0.0, 1.0));
    kink!($F: clamp_at_the_high_bound(x, high) = x.clamp(0.0, high), generic x.clamp(T::zero(), high), (1.0, 1.0) => (0.0, 1.0));
    kink!($F: clamp_at_a_low_literal(x) = x.clamp(0.0, 1.0), generic x.clamp(T::zero(), T::one()), 0.0 => 0.0);
    kink!($F: clamp_at_a_high_literal(x) = x.clamp(0.0, 1.0), generic x.clamp(T::zero(), T::one()), 1.0 => 0.0);
    kink!($F: clamp_of_nan(x) = x.clamp(0.0, 1.0), generic x.clamp(T::zero(), T::one()), NAN => 1.0);
    kink!($F: clamp_between_equal_bounds(x, low) = x.clamp(low, low), (0.5, 0.5) => (0.0, 1.0));

    kink!($F: sqrt_at_zero(x) = x.sqrt(), 0.0 => INFINITY);
    // The root of −0 is −0, and so is the side.
    kink!($F: sqrt_at_negative_zero(x) = x.sqrt(), -0.0 => -INFINITY);
    kink!($F: cbrt_at_zero(x) = x.cbrt(), 0.0 => INFINITY);
    kink!($F: cbrt_at_negative_zero(x) = x.cbrt(), -0.0 => INFINITY);

    kink!($F: power_one_at_zero(x) = x.powf(1.0), generic x.powf(T::one()), 0.0 => 1.0);
    kink!($F: power_zero_at_zero(x) = x.powf(0.0), generic x.powf(T::zero()), 0.0 => 0.0);
    kink!($F: power_two_at_zero(x) = x.powf(2.0), generic x.powf(T::one() + T::one()), 0.0 => 0.0);
    kink!($F: power_above_one_at_zero(x) = x.powf(1.5), generic x.powf(T::from(1.5).unwrap()), 0.0 => 0.0);
    kink!($F: power_half_at_zero(x) = x.powf(0.5), generic x.powf(T::from(0.5).unwrap()), 0.0 => INFINITY);
    kink!($F: power_of_negative_base(x) = x.powf(2.0), generic x.powf(T::one() + T::one()), -3.0 => -6.0);
    kink!($F: power_by_exponent_at_zero(x, y) = x.powf(y), (0.0, 2.0) => (0.0, 0.0));
    kink!($F: power_by_zero_exponent_at_zero(x, y) = x.powf(y), (0.0, 0.0) => (0.0, NAN));
    kink!($F: power_by_negative_exponent_at_zero(x, y) = x.powf(y), (0.0, -1.0) => (-INFINITY, NAN));
    kink!($F: power_by_exponent_one_at_zero(x, y) = x.powf(y), (0.0, 1.0) => (1.0, 0.0));
    kink!($F: power_by_exponent_half_at_zero(x, y) = x.powf(y), (0.0, 0.5) => (INFINITY, 0.0));
    kink!($F: power_at_negative_zero(x, y) = x.powf(y), (-0.0, 2.0) => (0.0, 0.0));
    kink!($F: power_by_exponent_of_negative_base(x, y) = x.powf(y), (-3.0, 2.0) => (-6.0, NAN));
    kink!($F: integer_power_zero_at_zero(x) = x.powi(0), 0.0 => 0.0);
    kink!($F: integer_power_one_at_zero(x) = x.powi(1), 0.0 => 1.0);
    kink!($F: integer_power_two_at_zero(x) = x.powi(2), 0.0 => 0.0);

    kink!($F: hypot_at_the_origin(x, y) = x.hypot(y), (0.0, 0.0) => (0.0, 0.0));
    kink!($F: hypot_at_negative_zeros(x, y) = x.hypot(y), (-0.0, -0.0) => (0.0, 0.0));
    kink!($F: hypot_of_infinities(x, y) = x.hypot(y), (INFINITY, -INFINITY) => (1.0, -1.0));
    kink!($F: atan2_at_the_origin(x, y) = x.atan2(y), (0.0, 0.0) => (0.0, 0.0));
    kink!($F: atan2_at_negative_zeros(x, y) = x.atan2(y), (-0.0, -0.0) => (0.0, 0.0));
    kink!($F: atan_of_infinity(x) = x.atan(), INFINITY => 0.0);

    kink!($F: floor_at_an_integer(x) = x.floor(), 2.0 => 0.0);
    kink!($F: ceil_at_an_integer(x) = x.ceil(), 2.0 => 0.0);
    kink!($F: round_at_a_half(x) = x.round(), 2.5 => 0.0);
    kink!(of_floats $F: round_ties_even_at_a_half(x) = x.round_ties_even(), 2.5 => 0.0);
    kink!($F: trunc_at_an_integer(x) = x.trunc(), -2.0 => 0.0);
    kink!($F: signum_at_zero(x) = x.signum(), 0.0 => 0.0);
    kink!($F: signum_at_negative_zero(x) = x.signum(), -0.0 => 0.0);
    kink!(of_floats $F: div_euclid_at_a_multiple(x, y) = x.div_euclid(y), (6.0, 3.0) => (0.0, 0.0));
    kink!($F: fract_at_an_integer(x) = x.fract(), 2.0 => 1.0);

    kink!($F: copysign_at_zero(x, s) = x.copysign(s), (0.0, -1.0) => (0.0, 0.0));
    kink!($F: copysign_of_negatives(x, s) = x.copysign(s), (-2.0, -1.0) => (1.0, 0.0));

    kink!($F: remainder_at_a_multiple(x, y) = x % y, (6.0, 3.0) => (1.0, -2.0));
    kink!($F: remainder_of_a_negative(x, y) = x % y, (-7.0, 2.0) => (1.0, 3.0));
    kink!(of_floats $F: rem_euclid_at_a_multiple(x, y) = x.rem_euclid(y), (6.0, 3.0) => (1.0, -2.0));
    kink!(of_floats $F: rem_euclid_of_a_negative(x, y) = x.rem_euclid(y), (-7.0, 2.0) => (1.0, 4.0));

    kink!($F: ln_at_zero(x) = x.ln(), 0.0 => INFINITY);
    kink!($F: asin_at_one(x) = x.asin(), 1.0 => INFINITY);
    kink!($F: acos_at_one(x) = x.acos(), 1.0 => -INFINITY);
    kink!($F: acosh_at_one(x) = x.acosh(), 1.0 => INFINITY);
    kink!($F: atanh_at_one(x) = x.atanh(), 1.0 => INFINITY);
} }
