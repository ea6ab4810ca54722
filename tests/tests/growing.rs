//! `Vec`s that grow and shrink.

#![allow(clippy::vec_init_then_push, reason = "written as users write it")]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { with_capacity(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut v = Vec::with_capacity(n);
            for i in 0..n { v.push(x * x * i as $F); }
            v.iter().map(|y| y.sin()).sum::<$F>() * v[1]
        }
    }
    case! { popped(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut v = vec![x, y, x * y];
            let last = v.pop().unwrap();
            v.push(last * last);
            v.push(y);
            v.pop();
            let last = v.pop().expect("there is one");
            last * v[0] + v.pop().unwrap()
        }
    }
    case! { popped_from_nothing(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut v = vec![x * x];
            v.pop();
            v.pop();
            v.push(x);
            v[0] * v.len() as $F
        }
    }
    case! { popped_in_a_loop(&vec![0.7, 1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut v = a.to_vec();
            let mut s = 1.0;
            while v.len() > 1 {
                let last = v.pop().unwrap();
                let before = v.pop().unwrap();
                v.push(last * before + s);
                s *= last;
            }
            s + v[0]
        }
    }
    case! { popped_under_a_condition(&vec![0.7, -1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut v = vec![1.0];
            for &x in a {
                if x < 0.0 { v.pop(); } else { v.push(x * v.len() as $F); }
            }
            v.iter().fold(1.0, |s, x| s * x + x)
        }
    }
    case! { stack_machine(0.7, 1.3, const &[1, 2, 0, 1, 2, 0]);
        #[differentiate(wrt(x, y))]
        pub fn f(x: $F, y: $F, code: &[u8]) -> $F {
            let mut stack = vec![x * y];
            for op in code {
                match op {
                    1 => stack.push(x),
                    2 => stack.push(y.sin()),
                    _ => {
                        let (b, a) = (stack.pop().unwrap(), stack.pop().unwrap());
                        stack.push(a * b + a);
                    }
                }
            }
            stack.iter().sum()
        }
    }
    case! { cleared_in_every_trip(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut v = Vec::new();
            let mut s = x;
            for i in 0..n {
                v.clear();
                for k in 0..=i { v.push(s * k as $F + x); }
                s = v.iter().map(|y| y.sin()).sum();
            }
            s + v[0]
        }
    }
    case! { truncated(&vec![0.7, 1.3, 0.4, 0.9], const 2) (&vec![0.7, 1.3, 0.4, 0.9], const 9);
        #[differentiate]
        pub fn f(a: &[$F], n: usize) -> $F {
            let mut v = a.to_vec();
            let before: $F = v.iter().product();
            v.truncate(n);
            v.iter().map(|x| x * x).sum::<$F>() * before
        }
    }
    case! { resized(0.7, const 4) (0.7, const 1) (0.7, const 0);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut v = vec![x, x * x];
            v.resize(n, 0.0);
            for y in &mut v { *y += x; }
            v.resize(n + 1, x * 3.0);
            v.iter().fold(1.0, |s, y| s * y.cos() + y)
        }
    }
    case! { extended(&vec![0.7, 1.3], 0.8);
        #[differentiate]
        pub fn f(a: &[$F], t: $F) -> $F {
            let mut v = vec![t];
            v.extend_from_slice(a);
            v.extend(a.iter().map(|x| x * t));
            v.extend(a);
            v.extend([t, 2.0]);
            v.extend_from_slice(&[1.5, t]);
            v.extend_from_slice(&[0.5]);
            v.extend(vec![0.3; 2]);
            v.iter().fold(1.0, |s, x| s * x.cos() + x)
        }
    }
    case! { vector several_stages(&vec![0.7, 1.3, 0.4], const 2);
        #[differentiate]
        pub fn f(a: &[$F], n: usize) -> Vec<$F> {
            let mut out = Vec::with_capacity(a.len());
            out.extend(a.iter().map(|x| x * a[0]));
            out.truncate(n);
            out.push(a[1]);
            out
        }
    }
    case! { rows_popped(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut rows = vec![[x, y], [x * y, 1.0]];
            rows.push([y, x]);
            let [a, b] = rows.pop().unwrap();
            rows.pop();
            a * b * rows[0][1]
        }
    }
    case! { pairs_written(&vec![(0.7, 1.3), (0.4, 0.9)]);
        #[differentiate]
        pub fn f(a: &[($F, $F)]) -> $F {
            let mut v = a.to_vec();
            for (x, y) in v.iter_mut() { *x *= *y; *y = *x + 1.0; }
            for (x, y) in &mut v { *y += *x; }
            v.iter().map(|(x, y)| x * y.sin()).sum()
        }
    }
    case! { written_beside_what_is_read(&vec![0.7, 1.3], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            let mut v = a.to_vec();
            let mut w = vec![1.0; 2];
            for (x, y) in v.iter_mut().zip(b) { *x = y * *x * *x; }
            for (i, (x, y)) in v.iter_mut().zip(w.iter_mut()).enumerate() { *y += *x * i as $F; *x = *y; }
            v[0] * w[1] + v[1]
        }
    }
    case! { arrays_written(&vec![[0.7, 1.3], [0.4, 0.9]]);
        #[differentiate]
        pub fn f(a: &[[$F; 2]]) -> $F {
            let mut v = a.to_vec();
            for [x, y] in v.iter_mut() { *x *= *y; *y -= *x; }
            v[0][0] * v[1][1] + v[0][1]
        }
    }
}}
