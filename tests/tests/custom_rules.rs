//! `partials = path`: the partial derivatives are given by a function.

#![allow(clippy::float_cmp, reason = "the rule's slope is exact")]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};
use num_traits::Float;
use std::cell::Cell;

thread_local! {
    static VALUES: Cell<u32> = const { Cell::new(0) };
    static SLOPES: Cell<u32> = const { Cell::new(0) };
}

for_f32_and_f64! { ($F:ident) => {
    mod rules {
        pub fn of_square(x: $F) -> $F { 2.0 * x }
    }

    case! { one_parameter(0.7);
        fn slope(x: $F) -> $F { 2.0 * x }

        #[differentiate(partials = slope)]
        pub fn f(x: $F) -> $F { x * x }
    }
    case! { rule_by_path(0.7);
        #[differentiate(partials = rules::of_square)]
        pub fn f(x: $F) -> $F { x * x }
    }
    case! { rule_by_path_to_the_parent(0.7);
        #[differentiate(partials = super::rules::of_square)]
        pub fn f(x: $F) -> $F { x * x }
    }
    case! { two_parameters(0.7, 1.3);
        fn slopes(x: $F, y: $F) -> ($F, $F) { (y.exp(), x * y.exp()) }

        #[differentiate(partials = slopes)]
        pub fn f(x: $F, y: $F) -> $F { x * y.exp() }
    }
    case! { inactive_parameters(0.7, const 3, const 1.3);
        fn slope(x: $F, n: i32, scale: $F) -> $F { scale * n as $F * x.powi(n - 1) }

        #[differentiate(wrt(x), partials = slope)]
        pub fn f(x: $F, n: i32, scale: $F) -> $F { scale * x.powi(n) }
    }
    case! { array(&[0.7, 1.3]);
        fn slopes(a: &[$F; 2]) -> [$F; 2] { [a[1], a[0]] }

        #[differentiate(partials = slopes)]
        pub fn f(a: &[$F; 2]) -> $F { a[0] * a[1] }
    }
    case! { slice(&vec![0.7, 1.3]);
        fn slopes(a: &[$F]) -> Vec<$F> { vec![a[1], a[0]] }

        #[differentiate(partials = slopes)]
        pub fn f(a: &[$F]) -> $F { a[0] * a[1] }
    }
    case! { vector_and_scalar(vec![0.7, 1.3], 0.4);
        fn slopes(a: Vec<$F>, x: $F) -> (Vec<$F>, $F) { (vec![a[1] * x, a[0] * x], a[0] * a[1]) }

        #[differentiate(partials = slopes)]
        pub fn f(a: Vec<$F>, x: $F) -> $F { a[0] * a[1] * x }
    }
    case! { slice_of_arrays(&vec![[0.7, 1.3], [0.4, 0.2]]);
        fn slopes(a: &[[$F; 2]]) -> Vec<[$F; 2]> { vec![[a[1][1], 0.0], [0.0, a[0][0]]] }

        #[differentiate(partials = slopes)]
        pub fn f(a: &[[$F; 2]]) -> $F { a[0][0] * a[1][1] }
    }
    case! { called_with_a_slice(&vec![0.7, 1.3]);
        fn slopes(a: &[$F]) -> Vec<$F> { vec![a[1], a[0]] }

        #[differentiate(partials = slopes)]
        pub fn product(a: &[$F]) -> $F { a[0] * a[1] }

        #[differentiate]
        pub fn f(a: &[$F]) -> $F { product(a) * a[0] }
    }
    case! { array_and_scalar([0.7, 1.3], 0.4);
        fn slopes(a: [$F; 2], x: $F) -> ([$F; 2], $F) { ([a[1] * x, a[0] * x], a[0] * a[1]) }

        #[differentiate(partials = slopes)]
        pub fn f(a: [$F; 2], x: $F) -> $F { a[0] * a[1] * x }
    }
    case! { generic(0.7 as $F);
        fn slope<T: Float>(x: T) -> T { x + x }

        #[differentiate(partials = slope)]
        pub fn f<T: Float>(x: T) -> T { x * x }
    }
    case! { body_beyond_the_language(2.5);
        fn slope(x: $F) -> $F { 0.5 / f(x) }

        /// Newton's iteration, of which nothing is differentiated.
        #[differentiate(partials = slope)]
        pub fn f(x: $F) -> $F {
            let mut root = x;
            while (root * root - x).abs() > 4.0 * $F::EPSILON * x {
                root = 0.5 * (root + x / root);
            }
            root
        }
    }
    case! { called(0.7, 1.3);
        fn slopes(x: $F, y: $F) -> ($F, $F) { (y, x) }

        #[differentiate(partials = slopes)]
        pub fn product(x: $F, y: $F) -> $F { x * y }

        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { product(x.sin(), y) * product(y, y) + product(2.0, x) }
    }
    case! { called_from_another_module(0.7);
        pub mod ruled {
            use ad_runtime::differentiate;

            fn slope(x: $F) -> $F { 3.0 * x * x }

            #[differentiate(partials = slope)]
            pub fn cube(x: $F) -> $F { x * x * x }
        }
        use ruled::cube as third_power;

        #[differentiate]
        pub fn f(x: $F) -> $F { third_power(x) * x }
    }

    mod cost {
        use super::*;

        fn slope(x: $F) -> $F {
            SLOPES.set(SLOPES.get() + 1);
            2.0 * x
        }

        #[differentiate(partials = slope)]
        fn square(x: $F) -> $F {
            VALUES.set(VALUES.get() + 1);
            x * x
        }

        /// Its gradient needs the slope of the square and not the square.
        #[differentiate]
        fn linear_in_the_square(x: $F) -> $F { 3.0 * square(x) + x }

        /// Its gradient needs both.
        #[differentiate]
        fn product_with_the_square(x: $F) -> $F { x * square(x) }

        /// Values and slopes computed by `action`.
        fn counts(action: impl FnOnce()) -> (u32, u32) {
            VALUES.set(0);
            SLOPES.set(0);
            action();
            (VALUES.get(), SLOPES.get())
        }

        #[test]
        fn gradient_computes_no_value_it_does_not_need() {
            assert_eq!(counts(|| _ = linear_in_the_square_grad(0.7)), (0, 1));
            assert_eq!(counts(|| _ = product_with_the_square_grad(0.7)), (1, 1));
        }

        #[test]
        fn value_and_gradient_compute_everything_once() {
            assert_eq!(counts(|| _ = linear_in_the_square_value_and_grad(0.7)), (1, 1));
            assert_eq!(counts(|| _ = product_with_the_square_value_and_grad(0.7)), (1, 1));
            assert_eq!(counts(|| _ = product_with_the_square_grad_into(0.7, &mut 0.0)), (1, 1));
        }

        #[test]
        fn pushforward_computes_everything_once() {
            assert_eq!(counts(|| _ = linear_in_the_square_jvp(0.7, 1.0)), (1, 1));
        }
    }

    mod wins_over_the_body {
        use super::*;

        fn one(_x: $F) -> $F { 1.0 }

        /// A straight-through rounding: a slope that no differentiation of the body would give.
        #[differentiate(partials = one)]
        fn rounded(x: $F) -> $F { x.round() }

        #[differentiate]
        fn caller(x: $F) -> $F { 3.0 * rounded(x) * x }

        #[test]
        fn in_every_companion() {
            assert_eq!(rounded_grad(2.3), 1.0);
            assert_eq!(rounded_jvp(2.3, 0.5), (2.0, 0.5));
            assert_eq!(rounded_vjp(2.3).1(0.25), 0.25);
            assert_eq!(rounded_value_and_grad(2.3), (2.0, 1.0));
        }

        #[test]
        fn in_callers() {
            let expected = 3.0 * 2.3 + 3.0 * 2.0;
            assert!((caller_grad(2.3) - expected).abs() < 4.0 * $F::EPSILON * expected);
            assert!((caller_jvp(2.3, 1.0).1 - expected).abs() < 4.0 * $F::EPSILON * expected);
        }
    }
} }
