//! Second derivatives through functions that are passed, by every companion, and of every kind of function.
#![allow(
    clippy::float_cmp,
    clippy::cast_precision_loss,
    clippy::needless_pass_by_value,
    clippy::trivially_copy_pass_by_ref
)]

use ad_runtime::{differentiate, function, with_derivative};
use ad_tests::{assert_close, case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    pub mod library {
        use ad_runtime::{Scalar, differentiate};

        #[differentiate(order = 2)]
        pub fn midpoint<T: Scalar, G>(f: G, a: T, b: T) -> T where G: Fn(T) -> T { (b - a) * f((a + b) * T::literal(0.5)) }

        #[differentiate(order = 2)]
        pub fn twice(f: &impl Fn($F) -> $F, x: $F) -> $F { f(f(x)) }

        #[differentiate(order = 2)]
        pub fn bump(x: $F) -> $F { x * x.sin() }

        #[differentiate(order = 2)]
        pub fn cubed<T: num_traits::Float>(x: T) -> T { x * x * x }
    }

    // The derivative of a gradient that is called is a second derivative, forward over forward where it is a tangent.
    case! { of_a_gradient(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[differentiate(order = 2)]
        fn energy(k: $F, a: $F) -> $F { twice(&|x| (k * x).sin() * a, a) * midpoint(bump, k, a) }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { let (p, q) = energy_grad(k, a); p * q + p }
    }
    case! { of_a_tangent(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[differentiate(order = 2)]
        fn energy(k: $F, a: $F) -> $F { twice(&|x| midpoint(|y| x * y * k, a, x), a) * midpoint(cubed, k, a) }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { let (v, d) = energy_jvp(k, a, a, k * k); v * d }
    }
    case! { of_a_tangent_with_slices(&vec![0.7 as $F, 1.1], 0.3 as $F);
        use super::library::*;
        #[differentiate(order = 2)]
        fn energy(c: &[$F], a: $F) -> $F { twice(&|x| { let mut s = a; for v in c { s += v * x * x; } s }, c[0]) }
        #[differentiate]
        pub fn f(c: &[$F], a: $F) -> $F { let (v, d) = energy_jvp(c, a, c, a * a); let (p, q) = energy_grad(c, a); v * d + p[0] * p[1] * q }
    }
    case! { generic(0.7 as $F, 1.1 as $F);
        use super::library::*;
        use ad_runtime::Scalar;
        #[differentiate(order = 2)]
        fn inner<T: Scalar>(k: T, a: T) -> T { midpoint(|x: T| (x * k).sin() * a, k, a) }
        #[differentiate(order = 2)]
        fn outer(k: $F, a: $F) -> $F { inner(k, a) * midpoint(|x: $F| x * a, k, k * a) }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { let (p, q) = outer_grad(k, a); p * q }
    }
    case! { of_structs(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[derive(Clone, Copy, ad_runtime::Differentiable)]
        struct Spring { k: $F, length: $F }
        #[differentiate(order = 2)]
        fn force(s: &Spring, x: $F) -> $F { s.k * (x - s.length) * x }
        #[differentiate(order = 2)]
        fn energy(s: &Spring, a: $F) -> $F { twice(&|x| force(s, x) * s.k + s.length * x, a) }
        #[differentiate(order = 2)]
        fn all(k: $F, a: $F) -> $F {
            let s = Spring { k: k * a, length: a };
            energy(&s, a) + midpoint(|x| s.k * x * x, 0.0, s.length)
        }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { let (p, q) = all_grad(k, a); p * q }
    }
    case! { with_checkpoints(0.7 as $F, 1.1 as $F, const 3_usize);
        use super::library::*;
        #[differentiate(order = 2)]
        fn all(k: $F, a: $F, n: usize) -> $F {
            let mut s = k;
            #[checkpoint]
            for i in 0..n {
                let j = i as $F;
                s = twice(&|x| (s * x * a).sin() + j * k, a) * 0.5;
            }
            s
        }
        #[differentiate]
        pub fn f(k: $F, a: $F, n: usize) -> $F { let (p, q) = all_grad(k, a, n); p * q }
    }
    // First derivatives of what has second ones.
    case! { of_first_order(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[differentiate]
        fn g(x: $F) -> $F { x * x.cos() }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { twice(&|x| (k * x).sin() * a, a) * midpoint(g, k, a) * midpoint(bump, k, a) }
    }
    // A function of second order through which no derivative flows may be passed one without.
    case! { where_no_derivative_flows(0.7 as $F, 1.1 as $F);
        fn weight(i: usize) -> $F { 1.0 / (i + 1) as $F }
        #[differentiate(order = 2)]
        fn weighted(x: $F, weight: impl Fn(usize) -> $F) -> $F { x * x * x * weight(2) }
        #[differentiate(order = 2)]
        fn all(k: $F, a: $F) -> $F { weighted(k, weight) * weighted(a, |i| i as $F) * a }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { let (p, q) = all_grad(k, a); p * q }
    }
} }

mod functions {
    use ad_runtime::differentiate;

    #[differentiate(order = 2)]
    pub fn damped(x: f64) -> f64 {
        (-0.3 * x).exp() * (2.0 * x).cos()
    }

    #[differentiate(order = 2)]
    pub fn scaled(f: impl Fn(f64) -> f64, k: f64, x: f64) -> f64 {
        k * k * f(x * k)
    }

    /// The same of `damped`.
    #[differentiate(order = 2)]
    pub fn written_out(k: f64, x: f64) -> f64 {
        k * k * damped(x * k)
    }
}

#[test]
fn companions_take_functions_of_second_order() {
    use functions::{
        damped_grad, scaled_grad, scaled_grad_and_hvp, scaled_hessian, scaled_hvp,
        written_out_grad, written_out_hessian, written_out_hvp,
    };
    let (k, x) = (1.3, 0.4);
    assert_eq!(
        functions::scaled(functions::damped, k, x),
        functions::written_out(k, x)
    );
    let close = |found: &[f64], expected: &[f64]| {
        assert_close("of a function", "written out", found, expected, 1e-14);
    };
    let (p, q) = scaled_hvp(function!(functions::damped), k, x, 0.3, -0.7);
    let (r, s) = written_out_hvp(k, x, 0.3, -0.7);
    close(&[p, q], &[r, s]);
    let ((a, b), (c, d)) = scaled_grad_and_hvp(function!(functions::damped), k, x, 0.3, -0.7);
    let (t, u) = written_out_grad(k, x);
    close(&[a, b, c, d], &[t, u, r, s]);
    let (found, expected) = (
        scaled_hessian(function!(functions::damped), k, x),
        written_out_hessian(k, x),
    );
    close(found.as_flattened(), expected.as_flattened());
    // Of first derivatives, less is asked.
    let (p, q) = scaled_grad(with_derivative(functions::damped, damped_grad), k, x);
    close(&[p, q], &[t, u]);
}
