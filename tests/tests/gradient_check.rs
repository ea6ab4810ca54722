//! `check_gradient!`: wrong derivatives are found and named, right ones pass at any scale.

#![allow(clippy::float_cmp, reason = "what is returned is exact")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_lossless,
    reason = "`as` is differentiable"
)]

use ad_runtime::check::{Note, Problem};
use ad_runtime::{check_gradient, differentiate, try_check_gradient};
use ad_tests::for_f32_and_f64;

/// The message of a check that must fail.
macro_rules! failure {
    ($($call:tt)*) => {
        try_check_gradient!($($call)*)
            .expect_err("the rule is wrong")
            .to_string()
    };
}

/// Functions of one variable, checked at points of all magnitudes.
macro_rules! grid {
    ($F:ident; $($name:ident: |$x:ident| $value:expr, at $($point:expr),+;)+) => {$(
        mod $name {
            use super::*;

            #[differentiate]
            fn f($x: $F) -> $F {
                $value
            }

            #[test]
            fn passes() {
                for x in [$($point as $F),+] {
                    check_gradient!(f(x));
                }
            }
        }
    )+};
}

for_f32_and_f64! { ($F:ident) => {
    /// `x.sin() * y` with a rule made wrong in one way.
    macro_rules! wrong {
        ($name:ident, |$x:ident, $y:ident| $slopes:expr) => {
            mod $name {
                use super::*;

                fn slopes($x: $F, $y: $F) -> ($F, $F) { $slopes }

                #[differentiate(partials = slopes)]
                fn f(x: $F, y: $F) -> $F { x.sin() * y }

                #[test]
                fn is_found() {
                    for (x, y) in [(0.7, 1.3), (-0.2, 3.0), (2.5, -0.4)] {
                        let message = failure!(f(x, y));
                        for companion in ["f_jvp", "f_vjp", "f_grad", "f_value_and_grad", "f_grad_into"] {
                            assert!(message.contains(companion), "{message}");
                        }
                    }
                }
            }
        };
    }

    wrong!(sign, |x, y| (-x.cos() * y, x.sin()));
    wrong!(factor, |x, y| (x.cos() * y * 1.0001, x.sin()));
    wrong!(factor_of_the_second, |x, y| (x.cos() * y, x.sin() * 0.9999));
    wrong!(swapped, |x, y| (x.sin(), x.cos() * y));
    wrong!(zero, |x, _y| (0.0, x.sin()));
    wrong!(everything_zero, |_x, _y| (0.0, 0.0));
    wrong!(another_function, |x, y| (x.cosh() * y, x.sin()));
    wrong!(inverse, |x, y| (1.0 / (x.cos() * y), x.sin()));

    mod slice {
        use super::*;

        fn slope(x: $F) -> $F { 2.02 * x }

        #[differentiate(partials = slope)]
        fn square(x: $F) -> $F { x * x }

        #[differentiate]
        fn f(a: &[$F]) -> $F { a[0] * a[1] + square(a[2]) }

        #[test]
        fn wrong_element_is_named() {
            let a: Vec<$F> = vec![0.5, -1.5, 4.0];
            let message = failure!(f(&a));
            assert!(message.contains("argument 1 (`&a`), element [2]: 8.0"), "{message}");
            assert!(!message.contains("element [0]") && !message.contains("element [1]"), "{message}");
        }
    }

    mod right {
        use super::*;

        #[differentiate]
        fn rosenbrock(p: &[$F]) -> $F {
            let (a, b) = (1.0 - p[0], p[1] - p[0] * p[0]);
            a * a + 100.0 * b * b
        }

        #[differentiate]
        fn polar(p: [$F; 2]) -> ($F, $F) { (p[0].hypot(p[1]), p[1].atan2(p[0])) }

        #[differentiate]
        fn rotated(p: &[$F; 2], angle: $F) -> [$F; 2] {
            [p[0] * angle.cos() - p[1] * angle.sin(), p[0] * angle.sin() + p[1] * angle.cos()]
        }

        #[differentiate]
        fn sequence(mut p: Vec<$F>, x: $F) -> Vec<$F> {
            p[1] = p[0] * x.exp();
            p
        }

        #[differentiate]
        fn determinant(m: Vec<Vec<$F>>) -> $F { m[0][0] * m[1][1] - m[0][1] * m[1][0] }

        #[differentiate]
        fn nested(p: ($F, [$F; 2]), by_reference: &$F) -> $F { p.0.powi(3) * by_reference + p.1[1] }

        #[test]
        fn of_every_shape() {
            check_gradient!(rosenbrock(&[0.3, -0.8]));
            check_gradient!(rosenbrock(&vec![-1.2, 1.0]));
            check_gradient!(rosenbrock(&vec![-1.2, 1.0, 5.0][1..]));
            check_gradient!(several polar([3.0, -0.1]));
            check_gradient!(several rotated(&[1.0, 2.0], 0.4));
            check_gradient!(several sequence(vec![1.0, 2.0], 0.4));
            check_gradient!(determinant(vec![vec![1.0, 2.0], vec![3.0, 4.5]]));
            check_gradient!(nested((0.7, [3.0, 1.0]), &2.0));
        }

        #[test]
        fn of_functions_with_one_family() {
            #[differentiate(forward)]
            fn ahead(x: $F) -> $F { x.ln() }
            #[differentiate(reverse)]
            fn back(x: $F, n: i32) -> $F { x.powi(n) }
            #[differentiate(reverse)]
            fn both_back(x: $F) -> ($F, $F) { (x.tan(), 1.0 / x) }

            check_gradient!(forward ahead(0.3));
            check_gradient!(reverse back(0.3, const 4));
            check_gradient!(reverse several both_back(0.3));
        }

        grid! { $F;
            sine: |x| x.sin(), at 0.0, 1e-8, 0.5, -3.0, 40.0;
            cosine: |x| x.cos(), at 0.0, 1e-4, 1.5, -3.0;
            tangent: |x| x.tan(), at 0.0, 0.1, 1.5, -2.0;
            arcsine: |x| x.asin(), at 0.0, 0.5, -0.999;
            arctangent: |x| x.atan(), at 0.0, 1e-3, 1.0, 1e4;
            exponential: |x| x.exp(), at 0.0, -20.0, 1.0, 50.0;
            logarithm: |x| x.ln(), at 1e-8, 0.1, 1.0, 1e8;
            logarithm_near_one: |x| x.ln_1p(), at 0.0, 1e-6, -0.9, 3.0;
            root: |x| x.sqrt(), at 1e-8, 2.0, 1e8;
            cube_root: |x| x.cbrt(), at 1e-8, -2.0, 1e8;
            reciprocal: |x| 1.0 / x, at 1e-8, -0.3, 1e8;
            square: |x| x * x, at 0.0, 1e-8, -7.0, 1e8;
            seventh_power: |x| x.powi(7), at 0.0, 0.1, -2.0, 100.0;
            polynomial: |x| 1.0 + x * (2.0 + x * (0.5 * x - 3.0)), at 0.0, 0.37, 5.0, -100.0;
            bell: |x| (-x * x).exp(), at 0.0, 0.7, -3.0;
            sigmoid: |x| 1.0 / (1.0 + (-x).exp()), at 0.0, 4.0, -15.0;
            hyperbolic: |x| x.tanh(), at 0.0, 1e-5, 2.0, 30.0;
            area: |x| x.asinh(), at 0.0, 0.1, -50.0;
            oscillation: |x| (30.0 * x).sin() / x, at 0.2, 1.0, 3.0;
            tiny: |x| 1e-8 * x.sin(), at 0.0, 0.5, 2.0;
            huge: |x| 1e8 * x.sin(), at 0.0, 0.5, 2.0;
            offset: |x| 1000.0 + x.sin(), at 0.0, 0.5, 2.0;
            cancelling: |x| (1000.0 + x.sin()) - 1000.0, at 0.0, 0.01, 0.5, 2.0;
            slow: |x| (1e-4 * x).sin(), at 0.0, 0.5, 1e4;
            fast: |x| (1e4 * x).sin(), at 0.0, 1e-4, 1e-3;
            rational: |x| x / (1.0 + x * x), at 0.0, 1.0, -5.0;
            power: |x| x.powf(2.3), at 0.01, 1.0, 1e4;
            constant: |x| 0.0 * x + 3.0, at 0.0, 1.0;
            linear: |x| 3.0 * x, at 0.0, 1e-8, 1e8;
            rounded: |x| x.floor() + 2.0 * x, at 0.4, -7.7;
            selected: |x| x.max(2.0), at 1.0, 1.9, 3.0;
            clamped: |x| x.clamp(-1.0, 1.0), at 0.5, -4.0, 1.05;
            magnitude: |x| x.abs(), at 1e-8, -1e-3, 5.0;
        }

        #[test]
        fn at_mixed_scales() {
            #[differentiate]
            fn f(p: [$F; 3]) -> $F { p[0] * 1e8 + p[1].sin() + (p[2] * 1e-8).exp() }

            let report = check_gradient!(f([1e-8, 1.0, 1e8]));
            assert!(report.notes().is_empty(), "{report}");
        }
    }

    mod kinks {
        use super::*;

        #[differentiate]
        fn magnitude(x: $F) -> $F { x.abs() + 3.0 * x }

        fn five(_x: $F) -> $F { 5.0 }

        #[differentiate(partials = five)]
        fn wrong(x: $F) -> $F { x.abs() + 3.0 * x }

        #[differentiate]
        fn larger(x: $F, y: $F) -> $F { (x * x).max(y) }

        #[test]
        fn between_the_slopes_is_accepted_and_listed() {
            let report = check_gradient!(magnitude(0.0));
            let [Note::Kink { below, above, analytic, .. }] = report.notes() else { panic!("{report}") };
            assert!((below - 2.0).abs() < 1e-4 && (above - 4.0).abs() < 1e-4 && *analytic == 3.0, "{report}");
        }

        #[test]
        fn of_several_arguments() {
            let report = check_gradient!(larger(1.5, 2.25));
            assert_eq!(report.notes().len(), 2, "{report}");
        }

        #[test]
        fn outside_of_the_slopes_is_not() {
            let failure = try_check_gradient!(wrong(0.0)).unwrap_err();
            assert!(matches!(failure.problems()[0], Problem::Kink { analytic: 5.0, .. }), "{failure}");
            assert!(failure.to_string().contains("outside of the slopes at a kink"), "{failure}");
        }
    }

    mod not_finite {
        use super::*;

        #[differentiate]
        fn root(x: $F) -> $F { x.sqrt() }

        #[differentiate]
        fn power(x: $F) -> $F { x.powf(1.5) }

        #[test]
        fn value() {
            assert_eq!(failure!(root(-1.0)), "the companions of `root` do not hold\n- `root` has the value NaN at this point");
        }

        #[test]
        fn derivative() {
            let message = failure!(root(0.0));
            assert!(message.contains("`root_grad`, argument 1 (`0.0`): inf returned"), "{message}");
        }

        #[test]
        fn on_one_side_of_the_domain() {
            check_gradient!(power(0.0));
        }
    }
} }

/// Narrower than the types say, and with errors that no type tells of.
mod narrow_arithmetic {
    use super::*;

    fn slope(x: f64) -> f64 {
        1.001 * x.cos()
    }

    #[differentiate]
    fn narrow(x: f64) -> f64 {
        (x as f32).sin() as f64
    }

    #[differentiate(partials = slope)]
    fn wrong(x: f64) -> f64 {
        f64::from((x as f32).sin())
    }

    #[test]
    fn is_measured() {
        for x in [0.0, 1e-3, 0.7, -2.0, 30.0] {
            check_gradient!(narrow(x));
            assert!(try_check_gradient!(wrong(x)).is_err(), "{x}");
        }
    }
}
