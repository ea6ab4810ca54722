//! Parameters the result does not depend on have a cotangent of zeros, of the right shape.

#![allow(clippy::needless_pass_by_value, clippy::float_cmp, clippy::ptr_arg)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { scalar(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, _y: $F) -> $F { x * x }
    }
    case! { array(0.7, &[1.3, 0.4]);
        #[differentiate]
        pub fn f(x: $F, _a: &[$F; 2]) -> $F { x * x }
    }
    case! { array_by_value([0.7, 1.3], 0.4);
        #[differentiate]
        pub fn f(_a: [$F; 2], x: $F) -> $F { x * x }
    }
    case! { slice(&vec![0.7, 1.3], 0.4);
        #[differentiate]
        pub fn f(_a: &[$F], x: $F) -> $F { x * x }
    }
    case! { vector(vec![0.7, 1.3], 0.4);
        #[differentiate]
        pub fn f(_a: Vec<$F>, x: $F) -> $F { x * x }
    }
    case! { vector_by_reference(&vec![0.7, 1.3], 0.4);
        #[differentiate]
        pub fn f(_a: &Vec<$F>, x: $F) -> $F { x * x }
    }
    case! { nested(&vec![vec![0.7, 1.3], vec![0.4]], 0.4, &vec![[1.0, 2.0]]);
        #[differentiate]
        pub fn f(_a: &[Vec<$F>], x: $F, _b: &[[$F; 2]]) -> $F { x * x }
    }
    case! { tuple((0.7, 1.3), 0.4);
        #[differentiate]
        pub fn f(_p: ($F, $F), x: $F) -> $F { x * x }
    }
    case! { all(0.7, &[1.3, 0.4], &vec![0.2]);
        #[differentiate]
        pub fn f(_x: $F, _a: &[$F; 2], _b: &[$F]) -> $F { 3.0 }
    }
    case! { used_in_vain(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let _z = x * y;
            assert!(y > 0.0);
            x * x
        }
    }
    case! { used_for_its_length_only(0.7, &vec![1.3, 0.4]);
        #[differentiate]
        pub fn f(x: $F, a: &[$F]) -> $F { x * a.len() as $F }
    }
    case! { used_through_zero_slopes_only(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { x * x + y.floor() }
    }
    case! { overwritten(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, mut y: $F) -> $F {
            assert!(y > 0.0);
            y = x * x;
            y
        }
    }
    case! { inactive(0.7, const 3, const "unused");
        #[differentiate]
        pub fn f(x: $F, _n: usize, _text: &str) -> $F { x * x }
    }
    case! { several one_of_two_results(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, _y: $F) -> ($F, $F) { (x * x, 1.0) }
    }
    case! { several inactive_results(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(_a: &[$F]) -> [$F; 2] { [1.0, 2.0] }
    }
    case! { generic(0.7 as $F, &[1.3, 0.4]);
        #[differentiate]
        pub fn f<T: num_traits::Float>(x: T, _a: &[T; 2]) -> T { x * x }
    }
    case! { generic_constant(0.7 as $F);
        #[differentiate]
        pub fn f<T: num_traits::Float>(_x: T) -> T { T::one() }
    }

    case! { several unnamed([0.7, 1.3], const 3);
        #[differentiate]
        pub fn f(x: [$F; 2], _: i32) -> [$F; 2] { [x[0] * x[1], x[0]] }
    }

    mod unnamed_in_every_companion {
        use super::*;

        #[differentiate(order = 2)]
        fn f(x: $F, _: i32) -> $F { x * x * x }

        #[differentiate]
        fn g(x: [$F; 2], _: i32) -> [$F; 2] { [x[0] * x[1], x[0]] }

        fn slope(x: $F, _: i32) -> $F { 2.0 * x }

        #[differentiate(partials = slope)]
        fn h(x: $F, _: i32) -> $F { x * x }

        #[test]
        fn is_passed_on() {
            let series = ad_runtime::Series::along(1.0);
            assert_eq!(f_taylor::<3>(2.0, 0, series).1.coefficients(), &[12.0, 6.0, 1.0]);
            assert_eq!(f_hessian(2.0, 0), [[12.0]]);
            assert_eq!(g_jacobian([3.0, 2.0], 0), [[2.0, 3.0], [1.0, 0.0]]);
            assert_eq!(h_grad(3.0, 0), 6.0);
        }
    }

    mod zeros {
        use super::*;

        #[differentiate]
        fn f(_x: $F, _a: &[$F], _b: [$F; 2], _m: &[Vec<$F>]) -> $F { 3.0 }

        #[test]
        fn have_the_parameters_shapes() {
            let m = [vec![1.0, 2.0], vec![]];
            let expected = (0.0, vec![0.0; 3], [0.0; 2], vec![vec![0.0; 2], vec![]]);
            assert_eq!(f_grad(1.0, &[1.0; 3], [1.0; 2], &m), expected);
            assert_eq!(f_vjp(1.0, &[1.0; 3], [1.0; 2], &m).1(5.0), expected);
        }
    }
} }
