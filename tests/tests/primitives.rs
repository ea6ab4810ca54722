//! Every primitive in every spelling: against central differences, and against the closed form of its derivative.

#![allow(
    deprecated,
    reason = "`abs_sub` is a primitive as long as it is a method"
)]
#![allow(
    clippy::unnecessary_cast,
    clippy::cast_lossless,
    clippy::cast_possible_truncation,
    clippy::suboptimal_flops
)]
#![allow(clippy::manual_clamp, clippy::unreadable_literal)]

use ad_runtime::differentiate;
use ad_runtime::special;
use ad_tests::{Companions, assert_close, companions};
use num_traits::Float;
use std::f64::consts::{LN_2, LN_10, PI};

/// Checks the companions around their point, and the gradient at it against the closed form.
fn check(companions: &Companions, closed_form: impl Fn(&[f64]) -> Vec<f64>) {
    companions.check();
    let point = (companions.represent)(&companions.at);
    let tolerance = if companions.roundoff > f64::EPSILON {
        2e-6
    } else {
        4e-15
    };
    let gradient = (companions.gradients[0].1)(&point).1;
    assert_close(
        companions.name,
        "the closed form",
        &gradient,
        &closed_form(&point),
        tolerance,
    );
}

/// One spelling of a primitive: a differentiated `f`, and a test at every point.
///
/// `$F` is the type of the samples, `$T` that of the parameters: the same, or a type parameter.
macro_rules! spelling {
    (
        $module:ident: $F:ident, [$($generics:tt)*] $T:ident, ($($x:ident),+) = $body:expr,
        at [$(($($at:expr),+)),+], slope [$($slope:expr),+]
    ) => {
        mod $module {
            use super::super::*;

            #[differentiate]
            pub fn f $($generics)* ($($x: $T),+) -> $T { $body }

            #[test]
            fn agrees() {
                let closed_form = |at: &[f64]| {
                    let &[$($x),+] = at else { unreachable!("as many floats as parameters") };
                    let _ = [$($x),+];
                    vec![$($slope),+]
                };
                $(check(
                    &companions!(scalar, [f f_jvp f_linearize f_vjp f_grad f_value_and_grad f_grad_into], ($($at as $F),+)),
                    closed_form,
                );)+
            }
        }
    };
}

/// Methods in all their spellings; `of_both` where `num_traits::Float` has them as well, `of_std` otherwise.
macro_rules! methods {
    (of_std $($name:ident($x:ident $(, $y:ident)*) at $at:tt, slope $slope:tt;)+) => {$(
        mod $name {
            spelling! { method_f64: f64, [] f64, ($x $(, $y)*) = $x.$name($($y),*), at $at, slope $slope }
            spelling! { method_f32: f32, [] f32, ($x $(, $y)*) = $x.$name($($y),*), at $at, slope $slope }
            spelling! { path_f64: f64, [] f64, ($x $(, $y)*) = f64::$name($x $(, $y)*), at $at, slope $slope }
            spelling! { path_f32: f32, [] f32, ($x $(, $y)*) = f32::$name($x $(, $y)*), at $at, slope $slope }
        }
    )+};
    (of_both $($name:ident($x:ident $(, $y:ident)*) at $at:tt, slope $slope:tt;)+) => {$(
        mod $name {
            spelling! { method_f64: f64, [] f64, ($x $(, $y)*) = $x.$name($($y),*), at $at, slope $slope }
            spelling! { method_f32: f32, [] f32, ($x $(, $y)*) = $x.$name($($y),*), at $at, slope $slope }
            spelling! { path_f64: f64, [] f64, ($x $(, $y)*) = f64::$name($x $(, $y)*), at $at, slope $slope }
            spelling! { path_f32: f32, [] f32, ($x $(, $y)*) = f32::$name($x $(, $y)*), at $at, slope $slope }
            spelling! { bracketed: f64, [] f64, ($x $(, $y)*) = <f64>::$name($x $(, $y)*), at $at, slope $slope }
            spelling! { generic_method: f64, [<T: Float>] T, ($x $(, $y)*) = $x.$name($($y),*), at $at, slope $slope }
            spelling! { generic_path: f32, [<T: Float>] T, ($x $(, $y)*) = T::$name($x $(, $y)*), at $at, slope $slope }
            spelling! { qualified: f64, [<T: Float>] T, ($x $(, $y)*) = <T as Float>::$name($x $(, $y)*), at $at, slope $slope }
            spelling! { of_the_trait: f32, [<T: Float>] T, ($x $(, $y)*) = Float::$name($x $(, $y)*), at $at, slope $slope }
        }
    )+};
}

/// Expressions in floats: for both float types, and after `everywhere` for a type parameter as well.
macro_rules! expressions {
    (of_floats $($name:ident $x:tt = $body:expr, at $at:tt, slope $slope:tt;)+) => {$(
        mod $name {
            spelling! { in_f64: f64, [] f64, $x = $body, at $at, slope $slope }
            spelling! { in_f32: f32, [] f32, $x = $body, at $at, slope $slope }
        }
    )+};
    (everywhere $($name:ident $x:tt = $body:expr, at $at:tt, slope $slope:tt;)+) => {$(
        mod $name {
            spelling! { in_f64: f64, [] f64, $x = $body, at $at, slope $slope }
            spelling! { in_f32: f32, [] f32, $x = $body, at $at, slope $slope }
            spelling! { generic_f64: f64, [<T: Float>] T, $x = $body, at $at, slope $slope }
            spelling! { generic_f32: f32, [<T: Float>] T, $x = $body, at $at, slope $slope }
        }
    )+};
}

methods! { of_both
    abs(x) at [(0.7), (-1.3)], slope [x.signum()];
    sqrt(x) at [(0.7), (4.2)], slope [0.5 / x.sqrt()];
    cbrt(x) at [(0.7), (-1.3)], slope [1.0 / (3.0 * x.cbrt().powi(2))];
    recip(x) at [(0.7), (-1.3)], slope [-1.0 / (x * x)];
    exp(x) at [(0.7), (-1.3)], slope [x.exp()];
    exp2(x) at [(0.7), (-1.3)], slope [x.exp2() * LN_2];
    exp_m1(x) at [(0.7), (-1.3)], slope [x.exp()];
    ln(x) at [(0.7), (4.2)], slope [1.0 / x];
    log2(x) at [(0.7), (4.2)], slope [1.0 / (x * LN_2)];
    log10(x) at [(0.7), (4.2)], slope [1.0 / (x * LN_10)];
    ln_1p(x) at [(0.7), (-0.4)], slope [1.0 / (1.0 + x)];
    sin(x) at [(0.7), (-1.3)], slope [x.cos()];
    cos(x) at [(0.7), (-1.3)], slope [-x.sin()];
    tan(x) at [(0.7), (-1.1)], slope [1.0 / x.cos().powi(2)];
    asin(x) at [(0.7), (-0.4)], slope [1.0 / (1.0 - x * x).sqrt()];
    acos(x) at [(0.7), (-0.4)], slope [-1.0 / (1.0 - x * x).sqrt()];
    atan(x) at [(0.7), (-1.3)], slope [1.0 / (1.0 + x * x)];
    sinh(x) at [(0.7), (-1.3)], slope [x.cosh()];
    cosh(x) at [(0.7), (-1.3)], slope [x.sinh()];
    tanh(x) at [(0.7), (-1.3)], slope [1.0 / x.cosh().powi(2)];
    asinh(x) at [(0.7), (-1.3)], slope [1.0 / (1.0 + x * x).sqrt()];
    acosh(x) at [(1.7), (4.2)], slope [1.0 / (x * x - 1.0).sqrt()];
    atanh(x) at [(0.7), (-0.4)], slope [1.0 / (1.0 - x * x)];
    fract(x) at [(0.7), (-1.3)], slope [1.0];
    to_degrees(x) at [(0.7), (-1.3)], slope [180.0 / PI];
    to_radians(x) at [(0.7), (-1.3)], slope [PI / 180.0];
    signum(x) at [(0.7), (-1.3)], slope [0.0];
    floor(x) at [(0.7), (-1.3)], slope [0.0];
    ceil(x) at [(0.7), (-1.3)], slope [0.0];
    round(x) at [(0.7), (-1.3)], slope [0.0];
    trunc(x) at [(0.7), (-1.3)], slope [0.0];
    hypot(x, y) at [(0.7, 1.3), (-0.4, 0.2)], slope [x / x.hypot(y), y / x.hypot(y)];
    atan2(y, x) at [(0.7, 1.3), (-0.4, -0.2)], slope [x / (x * x + y * y), -y / (x * x + y * y)];
    powf(x, y) at [(0.7, 1.3), (2.2, -0.8)], slope [y * x.powf(y - 1.0), x.powf(y) * x.ln()];
    log(x, b) at [(0.7, 1.5), (4.2, 2.2)], slope [1.0 / (x * b.ln()), -x.ln() / (b * b.ln().powi(2))];
    max(x, y) at [(0.7, 1.3), (0.7, -1.3)], slope [f64::from(x > y), f64::from(x < y)];
    min(x, y) at [(0.7, 1.3), (0.7, -1.3)], slope [f64::from(x < y), f64::from(x > y)];
    copysign(x, s) at [(0.7, -1.3), (-0.7, -1.3)], slope [x.signum() * s.signum(), 0.0];
    abs_sub(x, y) at [(0.7, 1.3), (1.3, 0.7)], slope [f64::from(x > y), -f64::from(x > y)];
    mul_add(x, a, b) at [(0.7, 1.3, -0.4)], slope [a, x, 1.0];
    clamp(x, low, high) at [(0.7, 0.2, 1.3), (-0.7, 0.2, 1.3), (1.7, 0.2, 1.3)],
        slope [f64::from(low < x && x < high), f64::from(x < low), f64::from(x > high)];
}

methods! { of_std
    round_ties_even(x) at [(0.7), (-1.3)], slope [0.0];
    rem_euclid(x, y) at [(7.0, 2.0), (-7.0, 2.0)], slope [1.0, -((x - x.rem_euclid(y)) / y).round()];
    div_euclid(x, y) at [(7.0, 2.0), (-7.0, 2.0)], slope [0.0, 0.0];
    midpoint(x, y) at [(0.7, 1.3)], slope [0.5, 0.5];
}

expressions! { everywhere
    add(x, y) = x + y, at [(0.7, 1.3)], slope [1.0, 1.0];
    subtract(x, y) = x - y, at [(0.7, 1.3)], slope [1.0, -1.0];
    multiply(x, y) = x * y, at [(0.7, 1.3)], slope [y, x];
    divide(x, y) = x / y, at [(0.7, 1.3), (-4.2, 0.3)], slope [1.0 / y, -x / (y * y)];
    remainder(x, y) = x % y, at [(7.0, 2.0), (-7.0, 2.0)], slope [1.0, -(x / y).trunc()];
    negate(x) = -x, at [(0.7)], slope [-1.0];
    sin_cos_pattern(x) = { let (s, c) = x.sin_cos(); s * c }, at [(0.7), (-1.3)], slope [(2.0 * x).cos()];
    sin_cos_sine(x) = x.sin_cos().0, at [(0.7)], slope [x.cos()];
    sin_cos_cosine(x) = x.sin_cos().1, at [(0.7)], slope [-x.sin()];
    powi_positive(x) = x.powi(3), at [(0.7), (-1.3)], slope [3.0 * x * x];
    powi_negative(x) = x.powi(-2), at [(0.7), (-1.3)], slope [-2.0 / x.powi(3)];
    powi_zero(x) = x.powi(0), at [(0.7)], slope [0.0];
    powi_one(x) = x.powi(1), at [(0.7)], slope [1.0];
    mul_add_of_itself(x) = x.mul_add(x, x), at [(0.7)], slope [2.0 * x + 1.0];
    max_of_min(x, y, z) = x.max(y.min(z)), at [(0.7, 1.3, 0.9)], slope [0.0, 0.0, 1.0];
    power_of_itself(x) = x.powf(x), at [(0.7)], slope [x.powf(x) * (x.ln() + 1.0)];
    erf(x) = special::erf(x), at [(0.7), (-1.3)], slope [2.0 / PI.sqrt() * (-x * x).exp()];
    erfc(x) = special::erfc(x), at [(0.7), (-1.3)], slope [-2.0 / PI.sqrt() * (-x * x).exp()];
    norm_cdf(x) = special::norm_cdf(x), at [(0.7), (-1.3)], slope [(-0.5 * x * x).exp() / (2.0 * PI).sqrt()];
    norm_pdf(x) = special::norm_pdf(x), at [(0.7), (-1.3)], slope [-x * (-0.5 * x * x).exp() / (2.0 * PI).sqrt()];
    ln_gamma(x) = special::ln_gamma(x), at [(1.7), (4.2)], slope [special::digamma(x)];
    digamma(x) = special::digamma(x), at [(1.0)], slope [PI * PI / 6.0];
    digamma_of_a_half(x) = special::digamma(x), at [(0.5)], slope [PI * PI / 2.0];
    special_by_full_path(x) = ad_runtime::special::erf(x) * ::ad_runtime::special::erfc(x), at [(0.7)], slope [
        2.0 / PI.sqrt() * (-x * x).exp() * (special::erfc(x) - special::erf(x))
    ];
}

mod imported_special_functions {
    use super::*;
    use ad_runtime::special::{erf, ln_gamma};

    #[differentiate]
    fn f(x: f64) -> f64 {
        erf(x) * ln_gamma(x)
    }

    #[test]
    fn agree() {
        companions!(scalar, [f f_jvp f_linearize f_vjp f_grad f_value_and_grad f_grad_into], (1.7))
            .check();
    }
}

expressions! { of_floats
    literal_arguments(x) = x.powf(2.5) + x.log(3.0) + x.hypot(0.5) + x.atan2(2.0) + x.max(0.1) + x.min(9.0), at [(0.7)],
        slope [2.5 * x.powf(1.5) + 1.0 / (x * 3.0_f64.ln()) + x / x.hypot(0.5) + 2.0 / (4.0 + x * x) + 2.0];
    more_literal_arguments(x) = x.mul_add(2.0, 1.0) + x.clamp(0.0, 1.0) + x.copysign(-1.0) + x.rem_euclid(0.4), at [(0.7)],
        slope [3.0];
    associated_min_and_max(x, y) = x.max(y).min(4.0).max(-4.0), at [(0.7, 1.3)], slope [0.0, 1.0];
}

mod literal_receivers {
    use super::*;

    #[differentiate]
    fn f(x: f64) -> f64 {
        2.0_f64.powf(x)
            + 1.5_f64.hypot(x)
            + f64::atan2(2.0, x)
            + 3.0_f64.mul_add(x, x)
            + 0.5_f64.max(x)
            + 7.0_f64.log(x)
    }

    #[test]
    fn agree() {
        check(
            &companions!(scalar, [f f_jvp f_linearize f_vjp f_grad f_value_and_grad f_grad_into], (1.7)),
            |at| {
                let x = at[0];
                vec![
                    2.0_f64.powf(x) * LN_2 + x / x.hypot(1.5) - 2.0 / (4.0 + x * x) + 5.0
                        - 7.0_f64.ln() / (x * x.ln().powi(2)),
                ]
            },
        );
    }
}

/// A spelling of the type parameter's own does not depend on the trait's name in scope.
mod trait_renamed {
    use super::*;
    use num_traits::Float as Real;

    #[differentiate]
    fn f<T: Real>(x: T) -> T {
        <T as Real>::sin(x) * Real::exp(x)
            + x.cos()
            + <T as num_traits::Float>::sqrt(x)
            + num_traits::Float::ln(x)
    }

    #[test]
    fn agrees() {
        companions!(scalar, [f f_jvp f_linearize f_vjp f_grad f_value_and_grad f_grad_into], (0.7_f64)).check();
        companions!(scalar, [f f_jvp f_linearize f_vjp f_grad f_value_and_grad f_grad_into], (0.7_f32)).check();
    }
}

/// Derivatives where the obvious formula has lost its digits.
mod conditioning {
    use super::*;

    macro_rules! conditioned {
        ($($name:ident: |$x:ident| $body:expr, at $at:expr, slope $slope:expr;)+) => {$(
            mod $name {
                use super::*;

                #[differentiate]
                fn f($x: f64) -> f64 { $body }

                #[test]
                fn keeps_its_digits() {
                    let expected: f64 = $slope;
                    for slope in [f_grad($at), f_jvp($at, 1.0).1, f_vjp($at).1(1.0)] {
                        assert!((slope - expected).abs() <= 1e-14 * expected.abs(), "slope {slope:e}, expected {expected:e}");
                    }
                }
            }
        )+};
    }

    conditioned! {
        tanh_far_out: |x| x.tanh(), at 20.0, slope 4.0 * (-40.0_f64).exp() / (1.0 + (-40.0_f64).exp()).powi(2);
        exp_m1_far_below: |x| x.exp_m1(), at -40.0, slope (-40.0_f64).exp();
        asin_near_one: |x| x.asin(), at 1.0 - f64::EPSILON, slope 1.0 / (f64::EPSILON * (2.0 - f64::EPSILON)).sqrt();
        acos_near_one: |x| x.acos(), at 1.0 - f64::EPSILON, slope -1.0 / (f64::EPSILON * (2.0 - f64::EPSILON)).sqrt();
        atanh_near_one: |x| x.atanh(), at 1.0 - f64::EPSILON, slope 1.0 / (f64::EPSILON * (2.0 - f64::EPSILON));
        acosh_near_one: |x| x.acosh(), at 1.0 + f64::EPSILON, slope 1.0 / (f64::EPSILON * (2.0 + f64::EPSILON)).sqrt();
        acosh_of_huge: |x| x.acosh(), at 1e200, slope 1e-200;
        asinh_of_huge: |x| x.asinh(), at 1e200, slope 1e-200;
        atan_of_huge: |x| x.atan(), at 1e200, slope 0.0;
        tanh_of_huge: |x| x.tanh(), at 1e200, slope 0.0;
        quotient_of_tiny: |y| 1e-200 / y, at 1e-200, slope -1e200;
        hypot_of_huge: |x| x.hypot(1e200), at 1e200, slope std::f64::consts::FRAC_1_SQRT_2;
        atan2_of_tiny: |y| y.atan2(1e-200), at 1e-200, slope 0.5e200;
        atan2_of_huge: |x| 1e200_f64.atan2(x), at 1e200, slope -0.5e-200;
        power_of_great_exponent: |x| x.powf(1000.0), at 1.001, slope 1000.0 * 1.001_f64.powf(1000.0) / 1.001;
        power_of_least_exponent: |x| x.powi(i32::MIN), at 1.0, slope f64::from(i32::MIN);
        norm_cdf_far_below: |x| special::norm_cdf(x), at -30.0, slope special::norm_pdf(-30.0);
        remainder_of_a_multiple: |y| 0.3 % y, at 0.1, slope -2.0;
    }
}
