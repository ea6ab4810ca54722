//! Names: raw ones, ones that generated code likes too, and items of the prelude's names.

#![allow(
    non_snake_case,
    non_upper_case_globals,
    clippy::used_underscore_binding,
    clippy::no_effect_underscore_binding
)]
#![allow(dead_code, clippy::module_inception, clippy::items_after_statements)]

use ad_runtime::differentiate;
use ad_tests::{case, companions, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { raw_parameters(0.7, 1.3);
        #[differentiate]
        pub fn f(r#type: $F, r#in: $F) -> $F { r#type * r#in.sin() + r#type }
    }
    case! { raw_locals(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let r#match = x * x;
            let mut r#loop = r#match.sin();
            r#loop += r#match;
            r#loop
        }
    }
    case! { raw_slice(&vec![0.7, 1.3], const 1);
        #[differentiate]
        pub fn f(r#fn: &[$F], r#if: usize) -> $F { r#fn[r#if] * r#fn[0] }
    }
    case! { raw_and_plain_spelling(0.7);
        #[differentiate]
        pub fn f(r#x: $F) -> $F { let r#y = x * x; y * r#x }
    }
    case! { locals_named_as_cotangents(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let x_bar = x * y;
            let y_bar = x_bar + y;
            let x_bar_bar = x_bar * y_bar;
            x_bar_bar.sin() * x_bar
        }
    }
    case! { locals_named_as_tangents(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let x_dot = x * y;
            let y_dot = x_dot + y;
            x_dot.sin() * y_dot
        }
    }
    case! { parameters_named_as_cotangents(0.7, 1.3, 0.4);
        #[differentiate]
        pub fn f(x: $F, x_bar: $F, x_bar_bar: $F) -> $F { x * x_bar.sin() + x_bar_bar * x_bar }
    }
    case! { parameters_named_as_tangents(0.7, 1.3, 0.4);
        #[differentiate]
        pub fn f(x: $F, x_dot: $F, x_dot_dot: $F) -> $F { x * x_dot.sin() + x_dot_dot * x_dot }
    }
    case! { locals_named_as_intermediates(0.7, 1.3);
        #[differentiate]
        pub fn f(t0: $F, t1: $F) -> $F {
            let t2 = t0 * t1 + t0;
            let t3 = (t2 * t0).sin() * t1;
            let t4 = t3 / t2;
            let t1 = t4 * t0;
            t1 + t3
        }
    }
    case! { names_of_the_pullback(0.7, 1.3);
        #[differentiate]
        pub fn f(pullback: $F, seed: $F) -> $F {
            let value = pullback * seed;
            let result = value.sin();
            let primal = result * value;
            let output = primal + seed;
            let y = output * output;
            let y_bar = y * seed;
            let y_dot = y_bar + y;
            let residual = y_dot * y;
            residual
        }
    }
    case! { names_of_companions(0.7, 1.3);
        #[differentiate]
        pub fn f(f_grad: $F, f_vjp: $F) -> $F {
            let f_jvp = f_grad * f_vjp;
            let f = f_jvp.sin();
            f * f_grad
        }
    }
    case! { underscores(0.7, 1.3);
        #[differentiate]
        pub fn f(_x: $F, __: $F) -> $F { let _y_ = _x * __; _y_ * _x }
    }
    case! { greek(0.7, 1.3);
        #[differentiate]
        pub fn f(θ: $F, Δx: $F) -> $F { let σ = θ.sin(); σ * Δx + θ }
    }
    case! { upper_case(0.7);
        #[differentiate]
        pub fn f(X: $F) -> $F { let Y = X * X; Y.sin() * X }
    }
    case! { one_letter_capitals_of_type_parameters(0.7, 1.3);
        #[differentiate]
        pub fn f(T: $F, F: $F) -> $F { let R = T * F; R * T }
    }
    case! { names_of_primitives(0.7, 1.3);
        #[differentiate]
        pub fn f(sin: $F, exp: $F) -> $F { let max = sin.sin() * exp.exp(); let sqrt = max.sqrt(); sqrt.max(sin) }
    }
    case! { items_with_names_of_the_prelude(0.7, &vec![0.4, 1.3]);
        pub struct Vec;
        pub struct Option;
        pub struct Some;
        pub struct Fn;
        pub struct Clone;
        pub struct Into;
        pub struct Default;
        pub struct Iterator;
        pub struct Copy;
        pub fn drop() {}

        #[differentiate]
        pub fn f(x: $F, a: &[$F]) -> $F { let mut b = [x, a[0]]; b[0] *= a[1]; b[0] * b[1] }
    }
    case! { modules_with_names_of_crates(0.7, &vec![0.4, 1.3]);
        pub mod std {}
        pub mod core {}
        pub mod alloc {}
        pub mod num_traits {}
        pub mod ad_macros {}

        #[differentiate]
        pub fn f(x: $F, a: &[$F]) -> $F { (x * a[0]).tanh().hypot(a[1]) }
    }
    case! { constants_with_names_of_intermediates(0.7);
        pub const t0: $F = 3.0;
        pub const t1: $F = 4.0;
        pub const t2: $F = 5.0;
        pub const x_bar: $F = 6.0;
        pub const x_dot: $F = 7.0;

        #[differentiate]
        pub fn f(x: $F) -> $F { (x * t0).sin() * x + t1 / (x + t2) - x_bar * x * x_dot }
    }
    case! { statics_with_names_of_intermediates(0.7);
        pub static t0: $F = 3.0;
        pub static t1: $F = 4.0;
        pub static y: $F = 5.0;
        pub static value: $F = 6.0;
        pub static pullback: $F = 6.0;
        pub static seed: $F = 6.0;

        #[differentiate]
        pub fn f(x: $F) -> $F { (x * t0).sin() * x + t1 / (x + y) - value * x * seed + pullback }
    }
    case! { functions_with_names_of_intermediates(0.7);
        fn t0() -> $F { 3.0 }
        fn x_bar() -> $F { 3.0 }

        #[differentiate]
        pub fn f(x: $F) -> $F { (x * t0()).sin() * x + x_bar() / (x + 5.0) }
    }
    case! { inactive_names(0.7, const 3, const 2);
        #[differentiate]
        pub fn f(x: $F, x_bar: usize, t0: usize) -> $F {
            let x_dot = x_bar + t0;
            x.sin() * x_dot as $F * x + t0 as $F
        }
    }
} }

mod raw_function_names {
    use super::*;

    #[differentiate]
    fn r#match(x: f64) -> f64 {
        x * x
    }

    #[differentiate]
    fn r#loop(x: f64) -> f64 {
        r#match(x) * x
    }

    #[test]
    fn companions_have_no_prefix() {
        companions!(scalar, [r#match match_jvp match_linearize match_vjp match_grad match_value_and_grad match_grad_into], (0.7)).check();
        companions!(scalar, [r#loop loop_jvp loop_linearize loop_vjp loop_grad loop_value_and_grad loop_grad_into], (0.7)).check();
    }
}

mod function_names {
    use super::*;

    /// Named as the method it calls.
    #[differentiate]
    fn sin(x: f64) -> f64 {
        x.sin() * 2.0
    }

    /// Named as a local of itself and as a keyword of other languages.
    #[differentiate]
    fn function(x: f64) -> f64 {
        let function = sin(x);
        function * x
    }

    #[differentiate]
    fn Capitalized(x: f64) -> f64 {
        function(x)
    }

    #[test]
    fn are_free() {
        companions!(scalar, [sin sin_jvp sin_linearize sin_vjp sin_grad sin_value_and_grad sin_grad_into], (0.7))
            .check();
        companions!(
            scalar,
            [function function_jvp function_linearize function_vjp function_grad function_value_and_grad function_grad_into],
            (0.7)
        )
        .check();
        companions!(
            scalar,
            [Capitalized Capitalized_jvp Capitalized_linearize Capitalized_vjp Capitalized_grad Capitalized_value_and_grad Capitalized_grad_into],
            (0.7)
        )
        .check();
    }
}
