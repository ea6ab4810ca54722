//! Patterns that ask whether an element is there, and guards that compare a number.

#![allow(
    clippy::manual_let_else,
    clippy::match_like_matches_macro,
    clippy::single_match_else,
    clippy::redundant_guards,
    reason = "written as users write it"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { last_or_nothing(&vec![0.7, -0.4, 1.3], 0.6) (&vec![], 0.6);
        #[differentiate]
        pub fn f(x: &[$F], y: $F) -> $F {
            if let Some(last) = x.last() { last * last + y } else { y.sin() }
        }
    }
    case! { several_at_once(&vec![0.7, 1.3], 0.6) (&vec![], 0.6);
        #[differentiate]
        pub fn f(x: &[$F], y: $F) -> $F {
            if let (Some(first), Some(&last)) = (x.first(), x.last()) { (last / first).ln() * y } else { y }
        }
    }
    case! { beside_what_has_no_derivative(&vec![0.7, 1.3], const Some(1)) (&vec![0.2], const None) (&vec![0.2], const Some(3));
        #[differentiate]
        pub fn f(x: &[$F], at: Option<usize>) -> $F {
            match (x.first(), at) {
                (Some(first), Some(i)) => first * x.get(i).unwrap_or(&2.0),
                (Some(first), None) => first.sin(),
                (None, _) => 0.0,
            }
        }
    }
    case! { in_a_chain_of_conditions(&vec![0.7, 1.3, 0.2], const 1) (&vec![0.7], const 1) (&vec![0.7], const 0);
        #[differentiate]
        pub fn f(x: &[$F], i: usize) -> $F {
            let mut sum = x[0];
            if i > 0 && let Some(v) = x.get(i) && *v > 0.5 { sum *= v; } else if let Some(&v) = x.first() { sum += v * v; }
            sum
        }
    }
    case! { of_nothing_else(&vec![0.7, 1.3], 0.3, const true) (&vec![0.7], 0.3, const false);
        #[differentiate]
        pub fn f(x: &[$F], y: $F, flag: bool) -> $F {
            let first = if let Some(v) = x.first() { *v } else { 0.0 };
            let next = if flag && let Some(v) = x.get(1) && *v > 0.5 { *v } else { first };
            next + if flag && let v = y { v } else { 0.0 }
        }
    }
    case! { in_a_loop(&vec![0.7, 1.3, 0.2], const 4);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut seen = Vec::new();
            let mut sum = 0.0;
            for i in 0..n {
                match x.get(i) {
                    None => sum *= 2.0,
                    Some(&v) => {
                        if let Some(&before) = seen.last() { sum += v * before; }
                        seen.push(v * v);
                    }
                }
            }
            sum + seen.len() as $F
        }
    }
    case! { or_leave(&vec![0.7, 1.3], 0.4) (&vec![], 0.4);
        #[differentiate]
        pub fn f(x: &[$F], y: $F) -> $F {
            let Some(&first) = x.first() else { return y * y; };
            let (Some(a), Some(b)) = (x.get(1), x.iter().copied().next()) else { return first * y; };
            first * a + b * y
        }
    }
    case! { or_go_on(&vec![0.7, 1.3, -0.4], const 5);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut sum = 0.0;
            for i in (0..n).rev() {
                let Some(v) = x.get(i) else { continue; };
                if sum < -5.0 { break; }
                sum += v * v * (i + 1) as $F;
            }
            sum
        }
    }
    case! { or_panic(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let Some(last) = x.last() else { panic!("empty") };
            let product = last * x[0];
            let Some(&(_, v)) = Some(&(1, 2.0)) else { unreachable!() };
            product * v
        }
    }
    case! { found_by_an_iterator(&vec![0.7, -0.4, 1.3], 0.6) (&vec![0.7], 5.0);
        #[differentiate]
        pub fn f(x: &[$F], y: $F) -> $F {
            let least = match x.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)) {
                Some((i, v)) => v * (i + 1) as $F,
                None => 0.0,
            };
            match x.iter().find(|v| **v > y) {
                Some(v) if x.len() > 1 => v * v + least,
                Some(_) | None => least * y,
            }
        }
    }
    case! { to_be_written(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, y, x * y];
            if let Some(first) = a.first_mut() { *first *= y; }
            if let Some(v) = a.get_mut(7) { *v = 0.0; }
            let Some(last) = a.last_mut() else { return 0.0; };
            *last += x;
            a[0] * a[2]
        }
    }
    case! { compared_by_guards(0.5) (1.5) (-1.5);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            match x {
                v if v < -1.0 => -v,
                v if v < 1.0 => v * v,
                _ => x.sqrt(),
            }
        }
    }
    case! { of_what_is_computed(0.5, 0.2) (1.5, 0.3) (-1.5, 0.7);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let z = x * y;
            let w = match z - x {
                z if z > 0.0 => z * y,
                x if x > -0.5 && z > x => x.sin(),
                mut other => { other *= 2.0; other * z }
            };
            w + match (x, y) {
                (x, y) if x > y => x / y,
                (a, _) if a < 0.0 => a * a,
                (_, b) => b.exp(),
            }
        }
    }
    case! { guards_in_a_loop(&vec![0.5, -0.3, 1.7, 1.4], 0.4);
        #[differentiate]
        pub fn f(x: &[$F], y: $F) -> $F {
            let mut state = y;
            for &v in x {
                state = match v * state {
                    p if p < 0.0 => continue,
                    p if p > 0.5 => { if p > 9.0 { return p; } p - y }
                    p => state + p,
                };
            }
            state * state
        }
    }
    case! { one_of_two_bindings_of_a_name(0.5, 0.2);
        #[differentiate]
        pub fn f(v: $F, x: $F) -> $F {
            let u = match x { v if v > 1.0 => v, v => v * v };
            u * v
        }
    }
} }
