//! Type parameters, const parameters, lifetimes and where-clauses.

#![allow(
    clippy::needless_lifetimes,
    clippy::extra_unused_lifetimes,
    clippy::multiple_bound_locations
)]
#![allow(
    clippy::elidable_lifetime_names,
    clippy::unnecessary_cast,
    clippy::type_repetition_in_bounds
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};
use num_traits::{Float, FloatConst};

for_f32_and_f64! { ($F:ident) => {
    case! { scalar(0.7 as $F, 1.3 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T, y: T) -> T { x * y.sin() + x / y - x }
    }
    case! { bound_in_where_clause(0.7 as $F);
        #[differentiate]
        pub fn f<T>(x: T) -> T where T: Float { x.exp() * x }
    }
    case! { several_bounds(0.7 as $F);
        #[differentiate]
        pub fn f<T: Float + FloatConst + std::fmt::Debug>(x: T) -> T { (x * T::PI()).sin() + T::LN_2() * x }
    }
    case! { bound_by_path(0.7 as $F);
        #[differentiate]
        pub fn f<T: num_traits::Float>(x: T) -> T { x.tanh() }
    }
    case! { bounds_in_both_places(0.7 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T) -> T where T: std::fmt::Display { println!("{x}"); x * x }
    }
    case! { constants(0.7 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T) -> T {
            let two = T::from(2.0).unwrap();
            let y = two * x + T::one() / (x + T::one());
            T::zero() - y * T::epsilon() + y * T::from(0.5).unwrap()
        }
    }
    case! { constant_from_an_integer(0.7 as $F, const 3_u32);
        #[differentiate]
        pub fn f<T: Float>(x: T, n: u32) -> T { x * T::from(n).unwrap() }
    }
    case! { path_calls(0.7 as $F, 1.3 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T, y: T) -> T { T::sin(x) + <T as Float>::exp(y) * Float::sqrt(x) + T::powi(y, 3) }
    }
    case! { accumulator(0.7 as $F, 1.3 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T, y: T) -> T {
            let mut sum = T::zero();
            sum = sum + x * y;
            sum = sum + y;
            sum
        }
    }
    case! { typed_let(0.7 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T) -> T {
            let y: T = x * x;
            let pair: (T, T) = (y, x);
            pair.0 + pair.1
        }
    }
    case! { array(&[0.7 as $F, 1.3]);
        #[differentiate]
        pub fn f<T: Float>(a: &[T; 2]) -> T { a[0] * a[1].sin() }
    }
    case! { array_by_value([0.7 as $F, 1.3]);
        #[differentiate]
        pub fn f<T: Float>(a: [T; 2]) -> T { let [x, y] = a; x.hypot(y) }
    }
    case! { local_array(0.7 as $F, 1.3 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T, y: T) -> T {
            let mut a = [x, y, T::one()];
            a[2] = a[0] * a[1];
            a[0] = a[2] + a[1];
            a[0] * a[2]
        }
    }
    case! { slice(&vec![0.7 as $F, 1.3]);
        #[differentiate]
        pub fn f<T: Float>(a: &[T]) -> T { a[0] * a[1].sin() }
    }
    case! { vector(vec![0.7 as $F, 1.3]);
        #[differentiate]
        pub fn f<T: Float>(a: Vec<T>) -> T { a[0] * a[1].sin() }
    }
    case! { tuple((0.7 as $F, 1.3 as $F));
        #[differentiate]
        pub fn f<T: Float>(p: (T, T)) -> T { p.0 * p.1 }
    }
    case! { several several_results(0.7 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T) -> (T, [T; 2]) { (x * x, [x.sin(), T::one()]) }
    }
    case! { two_type_parameters(0.7 as $F, 1.3_f64);
        #[differentiate]
        pub fn f<T: Float, S: Float>(x: T, y: S) -> S { S::from(1.0).unwrap() * y * y + y * y.sin() }
    }
    case! { several beside_a_fixed_type(0.7 as $F, 1.3_f64);
        #[differentiate]
        pub fn f<T: Float>(x: T, y: f64) -> (T, f64) { (x * x, y * y.sin()) }
    }
    case! { inactive_type_parameter(0.7 as $F, const 3_u8);
        #[differentiate(wrt(x))]
        pub fn f<T: Float, N: Into<i32>>(x: T, n: N) -> T { x.powi(n.into()) }
    }

    case! { const_parameter(&[0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f<const N: usize>(a: &[$F; N]) -> $F { a[0] * a[N - 1] + a[1] * N as $F }
    }
    case! { const_parameter_of_a_result([0.7, 1.3]);
        #[differentiate]
        pub fn inner<const N: usize>(a: [$F; N]) -> [$F; N] { let mut b = a; b[0] *= a[1]; b }

        #[differentiate]
        pub fn f(a: [$F; 2]) -> $F { let b = inner(a); b[0] + b[1] }
    }
    case! { const_and_type_parameters([0.7 as $F, 1.3]);
        #[differentiate]
        pub fn f<T: Float, const N: usize>(a: [T; N]) -> T { a[0] * a[N - 1] }
    }
    case! { several const_parameter_in_the_result(0.7, const [4, 5, 6]);
        #[differentiate]
        pub fn f<const N: usize>(x: $F, _labels: [usize; N]) -> [$F; N] { [x * x; N] }
    }

    case! { lifetime(&[0.7, 1.3]);
        #[differentiate]
        pub fn f<'a>(a: &'a [$F; 2]) -> $F { a[0] * a[1] }
    }
    case! { two_lifetimes(&vec![0.7, 1.3], &vec![0.4]);
        #[differentiate]
        pub fn f<'a, 'b: 'a>(a: &'a [$F], b: &'b [$F]) -> $F where 'b: 'a { a[0] * b[0] + a[1] }
    }
    case! { lifetime_of_a_name_that_is_generated(&vec![0.7, 1.3], &vec![0.4]);
        #[differentiate]
        pub fn f<'r0>(a: &'r0 [$F], b: &[$F]) -> $F { a[0] * b[0] + a[1] }
    }
    case! { lifetime_and_type(&vec![0.7 as $F, 1.3], const "abc");
        #[differentiate]
        pub fn f<'a, 'text, T: Float + 'a>(a: &'a [T], text: &'text str) -> T {
            let n = T::from(text.len()).unwrap();
            a[0] * a[1] * n
        }
    }
    case! { static_lifetime(0.7, const "abc");
        #[differentiate]
        pub fn f(x: $F, text: &'static str) -> $F { x * text.len() as $F }
    }
    case! { anonymous_lifetime(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &'_ [$F; 2]) -> $F { a[0] * a[1] }
    }
} }

#[allow(clippy::float_cmp, reason = "small integers are exact")]
mod named_arguments {
    use super::*;

    #[differentiate]
    fn scaled<T: Float, const N: usize>(a: &[T; N], scale: T) -> T {
        a[0] * a[N - 1] * scale
    }

    #[test]
    fn companions_take_the_functions_generic_arguments() {
        let a = [2.0, 3.0, 5.0];
        assert_eq!(scaled_grad::<f64, 3>(&a, 7.0), ([35.0, 0.0, 14.0], 10.0));
        assert_eq!(
            scaled_jvp::<f64, 3>(&a, 7.0, &[1.0, 0.0, 0.0], 0.0),
            (70.0, 35.0)
        );
        let (value, pullback) = scaled_vjp::<f64, 3>(&a, 7.0);
        assert_eq!((value, pullback(2.0).1), (70.0, 20.0));
    }

    // Nothing but the turbofish tells `K`.
    #[differentiate]
    fn power<const K: i32>(x: f64) -> f64 {
        x.powi(K)
    }

    #[differentiate]
    fn cubed_and_squared(x: f64) -> f64 {
        power::<3>(x) + power::<2>(x)
    }

    #[test]
    fn arguments_that_no_parameter_tells() {
        assert_eq!(power_value_and_grad::<3>(2.0), (8.0, 12.0));
        let mut x_bar = 0.0;
        assert_eq!(power_grad_into::<3>(2.0, &mut x_bar), 8.0);
        assert_eq!(x_bar, 12.0);
        assert_eq!(cubed_and_squared_grad(2.0), 16.0);
        assert_eq!(cubed_and_squared_jvp(2.0, 1.0), (12.0, 16.0));
    }

    #[test]
    fn pullback_outlives_what_it_does_not_need() {
        let pullback = {
            let a = [2.0, 3.0];
            squared_vjp(a[0]).1
        };
        assert_eq!(pullback(1.0), 4.0);
    }

    #[differentiate]
    fn squared(x: f64) -> f64 {
        x * x
    }
}
