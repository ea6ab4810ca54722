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
use ad_tests::{assert_near, case, differences, for_f32_and_f64};

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

#[differentiate]
fn of_a_pair(p: (&[f64], f64)) -> f64 {
    p.0[0] * p.0[1].sin() * p.1
}

#[differentiate]
fn of_two_rows(rows: [&[f64]; 2], x: f64) -> f64 {
    let mut sum = 0.0;
    for (a, b) in rows[0].iter().zip(rows[1]) {
        sum += a * b.sin() * x;
    }
    sum
}

#[differentiate(constant(weights))]
fn of_constants(weights: (&[f64], usize), p: (&[f64], &[f64; 2])) -> f64 {
    weights.0[weights.1] * p.0[0] * p.1[0] + p.1[1].exp()
}

#[test]
fn parameters_that_hold_references() {
    let (x, y) = ([0.7, 1.3], [0.4, -0.2]);
    let (p_bar, c_bar) = of_a_pair_grad((&x, 0.4));
    let expected = differences(|x| of_a_pair((&x[..2], x[2])), &[0.7, 1.3, 0.4]);
    assert_near(&[p_bar[0], p_bar[1], c_bar], &expected);
    let (_, dot) = of_a_pair_jvp((&x, 0.4), (&y, 1.0));
    assert_near(
        &[dot],
        &[expected[0] * y[0] + expected[1] * y[1] + expected[2]],
    );

    let ([first, second], x_bar) = of_two_rows_grad([&x, &y], 0.5);
    let at = [x[0], x[1], y[0], y[1], 0.5];
    let expected = differences(|at| of_two_rows([&at[..2], &at[2..4]], at[4]), &at);
    assert_near(&[first, second, vec![x_bar]].concat(), &expected);

    let (value, pullback) = of_constants_vjp((&x, 1), (&[0.3], &[0.5, 0.1]));
    let (z_bar, [a_bar, b_bar]) = pullback(1.0);
    assert_near(&[value], &[1.3 * 0.3 * 0.5 + 0.1_f64.exp()]);
    assert_near(
        &[z_bar[0], a_bar, b_bar],
        &[1.3 * 0.5, 1.3 * 0.3, 0.1_f64.exp()],
    );
}
