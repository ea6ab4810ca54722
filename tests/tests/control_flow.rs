//! Branches, loops, and the ways out of them; iterators and closures.

#![allow(
    clippy::needless_return,
    clippy::needless_range_loop,
    clippy::let_and_return
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { branch(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { if x > 0.0 { x * x } else { -x } }
    }
    case! { branch_in_let(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let z = if x > y { x.sin() } else if x * y < 0.0 { x } else { y.exp() * x };
            z * x
        }
    }
    case! { early_return(1.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            if x > 1.0 {
                return x.sqrt();
            }
            x * x
        }
    }
    case! { guards_without_return(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            if x > 1.0 { return x; }
            if x * x > 4.0 { return x.exp(); }
            let y = x.sin();
            if y > 2.0 { return y; }
            y * x
        }
    }
    case! { pattern_of_an_option(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let scale = Some(2.0);
            if let Some(scale) = scale { scale * x * x } else { x }
        }
    }
    case! { let_else(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let parts = [1.5, 2.5];
            let [first, _] = parts;
            let Some(last) = parts.last() else { return x; };
            x * x * *last + first * x
        }
    }
    case! { match_with_guards(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut s = 0.0;
            for n in 0..6 {
                s += match n {
                    0 => x,
                    1 | 2 if x > y => x * y,
                    1..=3 => { let z = x * y; z.sin() }
                    m if m == 4 => x * m as $F,
                    _ => y.exp(),
                };
            }
            s
        }
    }
    case! { counted(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut y = x;
            for _ in 0..3 {
                y *= x;
            }
            y
        }
    }
    case! { conditional(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut y = x;
            while y < 10.0 {
                y *= 2.0 + x;
            }
            y
        }
    }
    case! { conditional_by_pattern(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut n = Some(3_u32);
            let mut y = x;
            while let Some(left) = n {
                y *= x;
                n = left.checked_sub(1);
            }
            y
        }
    }
    case! { endless(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut y = x;
            loop {
                y *= 2.0;
                if y > 12.0 {
                    break;
                }
                y += x;
            }
            y
        }
    }
    case! { value_of_a_loop(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut y = x;
            let z = loop {
                y *= x + 1.0;
                if y > 8.0 { break y * x; }
            };
            z.sqrt()
        }
    }
    case! { labelled_block(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = 'found: {
                if x > 1.0 { break 'found x; }
                let z = x * x;
                if z < 0.7 { break 'found z.sin(); }
                z * x
            };
            y * x
        }
    }
    case! { labelled_loops(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut y = x;
            'outer: for i in 0..4 {
                for j in 0..4 {
                    if j > i { continue 'outer; }
                    if i == 3 && j == 2 { break 'outer; }
                    y = y * x + x.sin();
                }
                y += 1.0;
            }
            y
        }
    }
    case! { return_from_nested_loops(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut y = x;
            for i in 0..4 {
                for j in 0..4 {
                    y = y * x + x.sin();
                    if i * j == 4 { return y * x; }
                }
            }
            x
        }
    }
    case! { closure(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let scale = |y: $F| x * y;
            scale(x) + scale(2.0)
        }
    }
    case! { unused_closure(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let _scale = |y: $F| x * y;
            x * x
        }
    }
    case! { closure_in_a_condition(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let scaled = |y: $F| y * x;
            if scaled(x) > 0.1 { scaled(2.0) * x } else { x }
        }
    }
    case! { closure_in_a_loop_condition(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let scaled = |y: $F| y * (x + 1.0);
            let mut y = x;
            while scaled(y) < 20.0 { y = scaled(y); }
            y
        }
    }
    case! { closure_in_an_assertion(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let scaled = |y: $F| y * x;
            assert!(scaled(1.0) > 0.0, "{}", scaled(2.0));
            scaled(x)
        }
    }
    case! { closure_of_a_copy(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let (mut s, mut n) = (x * x, 2.0);
            let mut scaled = move |y: $F| { s *= 2.0; y * s * n };
            s += x.sin();
            n += 1.0;
            if x > 0.5 { s *= n; }
            scaled(x) + scaled(s)
        }
    }
    case! { question_of_an_iterator(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = [x, y, x * y];
            let large = a.iter().filter(|z| **z > 0.8).count();
            if a.iter().any(|z| *z > 1.0) && !a.iter().all(|z| *z > y) { a[2] * large as $F } else { x }
        }
    }
    case! { iterators(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = [x, y, x * y];
            let squares: $F = a.iter().map(|z| z * z).sum();
            let weighted = a.iter().enumerate().rev().fold(0.0, |s, (i, z)| s * x + z * i as $F);
            let positive = a.iter().copied().filter(|z| *z > 0.8).product::<$F>();
            squares + weighted * positive
        }
    }
    case! { for_each(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut s = 0.0;
            (0..4).for_each(|i| s += x.powi(i) * x);
            s
        }
    }
    case! { shadowing_in_branches(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = x * x;
            let z = if y > 0.1 { let y = y.sin(); let x = y * 2.0; x * y } else { y };
            for x in 0..2 { let y = x; let _ = y; }
            z * y * x
        }
    }
    case! { parts_in_a_condition(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let p = (x * y, [x, y]);
            let q = p;
            let r = if q.1[0] > q.0 { q.0 * x } else { y };
            if [x, y].contains(&q.0) { r } else { r * q.1[1] }
        }
    }
    case! { whole_in_a_condition(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let p = (x * y, y);
            let mut n = 0;
            let mut s = x;
            while p > (0.5, 0.0) && n < 3 { n += 1; s *= p.0; }
            if p > (1.0, 2.0) { s } else { s * p.1 }
        }
    }
    case! { alias_in_a_condition(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = [x * y, y, x];
            let mut s = x;
            for z in &a {
                let w = z;
                if *w > 0.8 { s *= z; }
                while s > *w + 3.0 { s *= 0.5; }
            }
            s
        }
    }
    case! { renamed_in_a_guard(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let x = x * y;
            let y = 2.0;
            let mut s = x;
            for i in 0..3 {
                let y = y * x;
                let x = (x, y);
                s += match i { 0 if { let y = 0.5; y < x.1 } => x.0, 1 if x > (1.0, 1.0) => y, _ => x.1 * s };
            }
            s
        }
    }
}}
