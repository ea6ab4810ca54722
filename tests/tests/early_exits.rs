//! Early exits: guards before a formula, `return` from loops, branches and matches.

#![allow(clippy::assign_op_pattern, reason = "written out to be tested")]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};
use num_traits::Float;

for_f32_and_f64! { ($F:ident) => {
    case! { generic guard(0.7 as $F) (-0.7 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T) -> T {
            if x < T::zero() {
                return x * x;
            }
            x.sqrt() * x
        }
    }
    case! { guard_with_an_inactive_value(0.7) (-0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            if x <= 0.0 { return $F::NEG_INFINITY.max(-1.0); }
            x.ln()
        }
    }
    case! { every_way_returns(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            if x < y { return x * y; } else { return x - y * y; }
        }
    }
    case! { last_expression_returns(0.7);
        #[differentiate]
        #[allow(clippy::needless_return)]
        pub fn f(x: $F) -> $F { return x.sin() * x; }
    }
    case! { return_of_a_value_of_a_branch(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = if x < y { x * y } else { return y.sin() };
            a * a
        }
    }
    case! { nested_guards(0.7, 1.3) (-0.7, 1.3) (-0.7, -1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            if x < 0.0 {
                let a = x * x;
                if y < 0.0 { return a * y; }
                return a - y;
            }
            x * y
        }
    }
    case! { guard_inside_a_branch_that_continues(0.7, 1.3) (-0.7, 1.3) (-2.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = x * y;
            if x < 0.0 {
                a = a.sin();
                if x < -2.0 { return a; }
                a *= y;
            }
            a + x
        }
    }
    case! { out_of_a_for(&vec![0.7, 1.3, 0.4]) (&vec![0.7, -1.3, 0.4]) (&vec![-0.7]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut product = 1.0;
            for &x in a {
                if x < 0.0 { return product * x * x; }
                product *= x.sin();
            }
            product
        }
    }
    case! { out_of_a_range_loop(0.7) (1.4) (9.0);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = x;
            for i in 0..6 {
                if a > 4.0 { return a * i as $F + x; }
                a *= x + 0.5;
            }
            a
        }
    }
    case! { out_of_a_while(0.7) (4.0);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = x;
            while a < 14.0 {
                if a > 8.0 { return a.ln(); }
                a *= x + 1.0;
            }
            a * x
        }
    }
    case! { out_of_a_loop(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = x;
            loop {
                a = a * 1.5 + x;
                if a > 6.5 { return a * x; }
            }
        }
    }
    case! { out_of_nested_loops(0.7, const 4) (0.7, const 1) (1.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = x;
            for i in 0..n {
                for j in 0..=i {
                    if a > 5.0 { return a * x + (i * j) as $F; }
                    a += x.powi(j as i32);
                }
                a *= x;
                if a < 0.0 { return x; }
            }
            a.sin()
        }
    }
    case! { in_match_arms(0.7, const 0) (0.7, const 1) (0.7, const 2) (0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: u32) -> $F {
            let a = match n {
                0 => return x,
                1 => return x * x,
                2 => x.sin(),
                _ => x.cos(),
            };
            a * x
        }
    }
    case! { match_whose_arms_return(0.7, const 0) (0.7, const 1) (0.7, const 2);
        #[differentiate]
        pub fn f(x: $F, n: u32) -> $F {
            match n {
                0 => return x,
                1 => { if x > 0.5 { return x * x; } }
                _ => {}
            }
            x.exp()
        }
    }
    case! { break_and_return(0.7) (0.2) (3.0);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = x;
            for i in 0..8 {
                a = a * x + 1.0;
                if a > 3.0 { return a / x; }
                if i == 5 { break; }
                if i % 2 == 0 { continue; }
                a -= x;
            }
            a * a
        }
    }
    case! { inactive_condition(0.7, const 0) (0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            if n == 0 { return 0.0; }
            x.powi(n as i32) / n as $F
        }
    }
    case! { empty_slice(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            if a.is_empty() { return 0.0; }
            a[0] * a[a.len() - 1]
        }
    }
    case! { several tuple(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> ($F, $F) {
            if x > y { return (x * y, 1.0); }
            (y, x / y)
        }
    }
    case! { several array(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> [$F; 2] {
            let mut a = [x, y];
            if x > y { return a; }
            a[0] *= y;
            a
        }
    }
    case! { vector vector_result(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> Vec<$F> {
            if x > y { return vec![x * y, x, y]; }
            vec![x, y * y, 1.0]
        }
    }
    case! { places_at_the_exit(0.7, const 4) (1.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = vec![x; n];
            for i in 1..n {
                a[i] = a[i - 1] * x + a[i];
                if a[i] > 4.0 { return a[i] * a[0]; }
            }
            a[n - 1]
        }
    }
    case! { generic guards(0.7 as $F, 1.3 as $F) (-0.7 as $F, 1.3 as $F) (0.7 as $F, -1.3 as $F) (2.7 as $F, 1.3 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T, y: T) -> T {
            if x < T::zero() { return T::zero(); }
            if y < T::zero() { return x; }
            let a = x * y;
            if a > T::one() { return a.ln() + y; }
            a * a
        }
    }
}}
