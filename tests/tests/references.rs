//! `&` and `*` on values.

#![allow(
    clippy::deref_addrof,
    clippy::op_ref,
    clippy::needless_borrow,
    clippy::explicit_auto_deref
)]
#![allow(
    clippy::trivially_copy_pass_by_ref,
    clippy::borrow_deref_ref,
    clippy::toplevel_ref_arg
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { of_a_scalar(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let r = &x;
            *r * *r + x
        }
    }
    case! { of_a_local(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = x.sin();
            let r = &y;
            *r * x
        }
    }
    case! { of_a_temporary(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let r = &(x * x);
            *r + x
        }
    }
    case! { at_once(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { *&x * *(&x) }
    }
    case! { receiver(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let r = &x;
            r.sin() * (*r).exp() + (&x).cos()
        }
    }
    case! { operands(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { &x * &y + (&x - y) / (x + &y) }
    }
    case! { scalar_parameter(&0.7);
        #[differentiate]
        pub fn f(x: &$F) -> $F { *x * *x }
    }
    case! { scalar_parameters(&0.7, 1.3, &0.4);
        #[differentiate]
        pub fn f(x: &$F, y: $F, z: &$F) -> $F { x.sin() * y + *z * *x }
    }
    case! { of_an_array(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = [x, x * y];
            let r = &a;
            r[0] * r[1]
        }
    }
    case! { of_an_element(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F; 2]) -> $F {
            let first = &a[0];
            *first * a[1] * *first
        }
    }
    case! { of_a_parameter_array([0.7, 1.3]);
        #[differentiate]
        pub fn f(a: [$F; 2]) -> $F {
            let r = &a;
            let [x, y] = *r;
            x * y + r[0]
        }
    }
    case! { reborrow(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F; 2]) -> $F {
            let r = &*a;
            r[0] * r[1]
        }
    }
    case! { pattern(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let &y = &x;
            y * x
        }
    }
    case! { tuple_of_references(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (a, b) = (&x, &y);
            *a * *b + *a
        }
    }
    case! { element_through_dereference(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F; 2]) -> $F { (*a)[0] * (*a)[1] }
    }
    case! { two_of_one_value(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let (r, s) = (&x, &x);
            *r * *s * x
        }
    }
    case! { of_an_inactive_value(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: i32) -> $F {
            let r = &n;
            x * *r as $F
        }
    }
} }
