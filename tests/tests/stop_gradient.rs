//! `ad_runtime::constant(e)`: `e`, without a derivative.

#![allow(clippy::float_cmp, reason = "the expected derivatives are exact")]

use ad_runtime::{constant, differentiate};
use ad_tests::for_f32_and_f64;

for_f32_and_f64! { ($F:ident) => {
    /// Asserts the value and the derivative of a function of one variable in both modes.
    macro_rules! assert_slope {
        ($x:expr, $slope:expr) => {{
            let (x, slope): ($F, $F) = ($x, $slope);
            assert_eq!(f_jvp(x, 1.0), (f(x), slope));
            assert_eq!(f_vjp(x).0, f(x));
            assert_eq!(f_vjp(x).1(1.0), slope);
            assert_eq!(f_grad(x), slope);
            assert_eq!(f_value_and_grad(x), (f(x), slope));
        }};
    }

    mod one_factor {
        use super::*;
        #[differentiate]
        fn f(x: $F) -> $F { x * constant(x) }
        #[test]
        fn moves_alone() { assert_slope!(3.0, 3.0) }
    }

    mod by_path {
        use super::*;
        #[differentiate]
        fn f(x: $F) -> $F { ad_runtime::constant(x * x) * x + ::ad_runtime::constant(x) }
        #[test]
        fn works() { assert_slope!(3.0, 9.0) }
    }

    mod inside_an_expression {
        use super::*;
        #[differentiate]
        fn f(x: $F) -> $F { constant(x * x + 1.0).sqrt() * x }
        #[test]
        fn stops_there() { assert_slope!(0.0, 1.0) }
    }

    mod variable {
        use super::*;
        #[differentiate]
        fn f(x: $F) -> $F {
            let y = x * x;
            let z = constant(y);
            z * y
        }
        #[test]
        fn is_held() { assert_slope!(3.0, 9.0 * 6.0) }
    }

    mod everything {
        use super::*;
        #[differentiate]
        fn f(x: $F) -> $F { constant(x) }
        #[test]
        fn is_held() { assert_slope!(3.0, 0.0) }
    }

    mod nested {
        use super::*;
        #[differentiate]
        fn f(x: $F) -> $F { constant(x + constant(x)) * x }
        #[test]
        fn is_held_once() { assert_slope!(3.0, 6.0) }
    }

    mod into_an_integer {
        use super::*;
        #[differentiate]
        #[allow(clippy::cast_possible_truncation)]
        fn f(x: $F) -> $F { x * (constant(x) as i32) as $F }
        #[test]
        fn drops_the_derivative() { assert_slope!(3.5, 3.0) }
    }

    mod step_count {
        use super::*;
        #[differentiate]
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        fn f(x: $F) -> $F {
            let n = constant(x.floor()) as usize;
            let table = [1.0, 2.0, 4.0, 8.0];
            x * table[n]
        }
        #[test]
        fn may_depend_on_a_value() { assert_slope!(2.5, 4.0) }
    }

    mod element {
        use super::*;
        #[differentiate]
        fn f(a: &[$F; 2]) -> $F { a[0] * constant(a[1]) + a[1] }
        #[test]
        fn is_held() {
            assert_eq!(f_grad(&[2.0, 3.0]), [3.0, 1.0]);
            assert_eq!(f_jvp(&[2.0, 3.0], &[0.0, 1.0]), (9.0, 1.0));
        }
    }

    mod reassigned {
        use super::*;
        #[differentiate]
        fn f(x: $F) -> $F {
            let mut y = x * x;
            y = constant(y);
            y * x
        }
        #[test]
        fn drops_what_came_before() { assert_slope!(3.0, 9.0) }
    }
} }
