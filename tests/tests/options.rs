//! The arguments of the attribute.

use ad_runtime::differentiate;
use ad_tests::{case, companions, for_f32_and_f64};

/// A path to the runtime other than its own name.
mod reexported {
    pub use ad_runtime as runtime;
}

for_f32_and_f64! { ($F:ident) => {
    case! { empty(0.7, 1.3);
        #[differentiate()]
        pub fn f(x: $F, y: $F) -> $F { x * y }
    }
    case! { wrt_first(0.7, const 1.3);
        #[differentiate(wrt(x))]
        pub fn f(x: $F, y: $F) -> $F { x * y.sin() * x }
    }
    case! { wrt_last(const 0.7, 1.3);
        #[differentiate(wrt(y))]
        pub fn f(x: $F, y: $F) -> $F { x * y.sin() * x }
    }
    case! { wrt_all(0.7, 1.3);
        #[differentiate(wrt(x, y))]
        pub fn f(x: $F, y: $F) -> $F { x * y.sin() }
    }
    case! { wrt_with_trailing_comma(0.7, const 1.3, 0.4);
        #[differentiate(wrt(x, z,))]
        pub fn f(x: $F, y: $F, z: $F) -> $F { x * y.sin() * z }
    }
    case! { wrt_in_another_order(0.7, const 1.3, 0.4);
        #[differentiate(wrt(z, x))]
        pub fn f(x: $F, y: $F, z: $F) -> $F { x * x * y.sin() * z }
    }
    case! { wrt_a_slice(const 0.7, &vec![1.3, 0.4], const &[2.0, 3.0]);
        #[differentiate(wrt(a))]
        pub fn f(x: $F, a: &[$F], b: &[$F]) -> $F { x * a[0] * b[1] + a[1] * b[0] }
    }
    case! { held_constant(0.7, const 1.3, const &[0.4, 0.2]);
        #[differentiate(constant(y, table))]
        pub fn f(x: $F, y: $F, table: &[$F; 2]) -> $F { x * y * table[0] + x * x * table[1] }
    }
    case! { wrt_a_raw_name(0.7, const 1.3);
        #[differentiate(wrt(r#type))]
        pub fn f(r#type: $F, y: $F) -> $F { r#type * r#type * y }
    }
    case! { constant_mutated(0.7, const 1.3);
        #[differentiate(constant(y))]
        pub fn f(x: $F, mut y: $F) -> $F {
            y *= 2.0;
            let mut z = x * y;
            y += 1.0;
            z *= y;
            z
        }
    }
    case! { constant_that_becomes_active(0.7, const 1.3);
        #[differentiate(wrt(x))]
        pub fn f(x: $F, mut y: $F) -> $F {
            y *= x;
            y * y
        }
    }
    case! { constant_array_that_becomes_active(0.7, const [1.3, 0.4]);
        #[differentiate(wrt(x))]
        pub fn f(x: $F, mut a: [$F; 2]) -> $F {
            a[0] *= x;
            a[1] += a[0];
            a[0] * a[1]
        }
    }
    case! { several wrt_with_several_results(0.7, const 1.3);
        #[differentiate(wrt(x))]
        pub fn f(x: $F, y: $F) -> ($F, $F) { (x * y, y) }
    }
    case! { forward forward_only(0.7, 1.3);
        #[differentiate(forward)]
        pub fn f(x: $F, y: $F) -> $F { x * y.sin() }

        // The names of the other family stay free.
        pub fn f_vjp() {}
        pub fn f_grad() {}
        pub fn f_value_and_grad() {}
        pub fn f_grad_into() {}
    }
    case! { reverse reverse_only(0.7, 1.3);
        #[differentiate(reverse)]
        pub fn f(x: $F, y: $F) -> $F { x * y.sin() }

        pub fn f_jvp() {}
    }
    case! { runtime_by_absolute_path(0.7, &[0.4, 1.3], &vec![0.2]);
        #[differentiate(crate = ::ad_runtime)]
        pub fn f(x: $F, a: &[$F; 2], b: &[$F]) -> $F { x.tanh() * a[0] * a[1].max(x) * b[0] }
    }
    case! { runtime_reexported(0.7, &[0.4, 1.3], &vec![0.2]);
        #[differentiate(crate = crate::reexported::runtime)]
        pub fn f(x: $F, a: &[$F; 2], b: &[$F]) -> $F { x.tanh() * a[0] * a[1].max(x) * b[0] }
    }
    case! { attribute_by_path(0.7);
        #[ad_runtime::differentiate(wrt(x))]
        pub fn f(x: $F) -> $F { x.exp() * x }
    }
    case! { attribute_renamed(0.7);
        use ad_runtime::differentiate as derivatives;

        #[derivatives]
        pub fn f(x: $F) -> $F { x.exp() * x }
    }
    case! { beside_other_attributes(0.7);
        /// Documented, deprecated nowhere.
        #[inline]
        #[must_use]
        #[allow(clippy::needless_return)]
        #[cfg(not(any()))]
        #[differentiate]
        pub fn f(x: $F) -> $F { return x.exp() * x; }
    }
    case! { before_other_attributes(0.7);
        #[differentiate]
        #[inline(always)]
        #[must_use]
        #[allow(clippy::needless_return, clippy::inline_always)]
        pub fn f(x: $F) -> $F { return x.exp() * x; }
    }

    mod renamed {
        use super::*;

        #[differentiate(name = "g")]
        fn f(x: $F, y: $F) -> $F { x * y.sin() }

        /// Taken by something else.
        #[expect(dead_code)]
        fn f_grad() {}

        #[test]
        fn companions_have_the_stem() {
            companions!(scalar, [f g_jvp g_linearize g_vjp g_grad g_value_and_grad g_grad_into], (0.7, 1.3)).check();
        }
    }

    mod combined {
        use super::*;

        #[differentiate(reverse, name = "slope", constant(n, y), crate = ad_runtime)]
        fn f(x: $F, y: $F, n: $F) -> $F { x.powf(n) * y }

        #[test]
        fn options_combine() {
            companions!(reverse, [f slope_jvp slope_linearize slope_vjp slope_grad slope_value_and_grad slope_grad_into], (0.7, const 1.3, const 2.0))
                .check();
        }
    }
} }

/// A function that is not compiled in has no companions either.
#[cfg(any())]
#[differentiate]
fn absent(x: f64) -> f64 {
    x
}

mod visibility {
    pub mod outer {
        use ad_runtime::differentiate;

        #[differentiate]
        pub(in crate::visibility) fn f(x: f64) -> f64 {
            x * x
        }

        #[differentiate]
        pub(crate) fn g(x: f64) -> f64 {
            x * f(x)
        }

        #[differentiate]
        fn private(x: f64) -> f64 {
            g(x) * x
        }

        #[test]
        fn private_companions_are_in_reach() {
            assert!((private_grad(2.0) - 32.0).abs() < 1e-12);
        }
    }

    #[test]
    fn companions_are_as_visible_as_the_function() {
        assert!((outer::f_grad(2.0) - 4.0).abs() < 1e-12);
        assert!((outer::g_grad(2.0) - 12.0).abs() < 1e-12);
    }
}
