//! `std::mem::swap`, `replace` and `take`: what is in places changes hands.

#![allow(
    clippy::needless_range_loop,
    clippy::mem_replace_with_default,
    reason = "written as users write it"
)]

use std::mem;

use ad_runtime::differentiate;
use ad_tests::{assert_near, case, differences, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { two_buffers(&vec![0.1, 0.9, 0.3, 0.4, 0.2], 0.2, const 3) (&vec![0.4, 0.7, 0.1], 0.3, const 0);
        #[differentiate]
        pub fn f(u0: &[$F], kappa: $F, steps: usize) -> $F {
            let n = u0.len();
            let mut u = u0.to_vec();
            let mut next = u.clone();
            for _ in 0..steps {
                for i in 1..n - 1 {
                    next[i] = u[i] * (1.0 + u[i]) + kappa * (u[i - 1] - 2.0 * u[i] + u[i + 1]);
                }
                std::mem::swap(&mut u, &mut next);
            }
            u.iter().map(|v| v * v).sum::<$F>() + next[0] * kappa
        }
    }
    case! { numbers(0.7, 1.3) (1.3, 0.7);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (mut low, mut high) = (x, y);
            if low > high { mem::swap(&mut low, &mut high); }
            let difference = high * high - low;
            mem::swap(&mut high, &mut low);
            difference * low.sin() + high
        }
    }
    case! { numbers_in_a_loop(0.7, 1.3, const 3);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: usize) -> $F {
            let (mut a, mut b) = (x, y);
            for i in 0..n {
                a = a * b + i as $F;
                core::mem::swap(&mut a, &mut b);
                if b > 2.0 { break; }
            }
            a.sin() * b
        }
    }
    case! { of_several_lengths(&vec![0.7, 1.3, 0.4], 0.6);
        #[differentiate]
        pub fn f(x: &[$F], y: $F) -> $F {
            let mut a = x.to_vec();
            let mut b = vec![y; 2];
            mem::swap(&mut a, &mut b);
            a.push(b[2] * y);
            mem::swap(&mut b, &mut a);
            a.push(b[1]);
            a[2] * b[2] + a[3] * a.len() as $F + b.iter().sum::<$F>()
        }
    }
    case! { an_inactive_one(&vec![0.7, 1.3], const &[0.5, 0.25]);
        #[differentiate(wrt(x))]
        pub fn f(x: &[$F], w: &[$F]) -> $F {
            let mut a = x.to_vec();
            let mut b = w.to_vec();
            let before = b[0];
            mem::swap(&mut a, &mut b);
            a[0] * b[0].sin() + b[1] * before
        }
    }
    case! { both_inactive(0.7, const 2);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let (mut i, mut j) = (n, 1);
            mem::swap(&mut i, &mut j);
            let mut w = [0.5, 0.25];
            let old = mem::replace(&mut w, [0.1, 0.2]);
            x.powi(j as i32) * w[i] + old[i]
        }
    }
    case! { rows_and_elements(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut m = vec![vec![x, y], vec![x * y, 2.0], vec![y, y]];
            let mut row = vec![x.sin(), x];
            mem::swap(&mut m[1], &mut row);
            m.swap(0, 2);
            m.swap(1, 1);
            let mut t = [x, y * y];
            mem::swap(&mut m[0][1], &mut t[0]);
            m[0][1] * m[1][0] + m[2][1] * row[0] * t[0] + t[1]
        }
    }
    case! { rows_of_arrays(0.7, 1.3, const 4);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: usize) -> $F {
            let mut m = [[x, y], [x * y, 2.0], [y, y]];
            for i in 0..n {
                m.swap(i % 3, (2 * i + 1) % 3);
                m[0][i % 2] *= m[1][0];
            }
            let [a, b, c] = m;
            a[0] * b[1] + c[0] * c[1]
        }
    }
    case! { parts_of_tuples(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut p = (x, [y, x * y]);
            let mut z = y.cos();
            mem::swap(&mut p.0, &mut z);
            mem::swap(&mut p.1[0], &mut z);
            p.0 * p.1[0] * p.1[1] + z
        }
    }
    case! { through_references(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = vec![x, y];
            let mut b = vec![x * y, 2.0 * x];
            let (p, q) = (0, 1);
            for u in a.iter_mut() { mem::swap(u, &mut b[p]); }
            for (u, v) in a.iter_mut().zip(&mut b) { mem::swap(u, v); }
            a[q] * b[q].sin() + a[p] * b[p]
        }
    }
    case! { replaced(0.7, 1.3, const 3);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: usize) -> $F {
            let mut last = x;
            let mut sum = 0.0;
            for _ in 0..n {
                let old = mem::replace(&mut last, last_of(x, y) * y);
                sum += old * old;
            }
            let mut v = vec![x, y];
            let old = std::mem::replace(&mut v, vec![y]);
            sum + last * old[1] + v[0] * old[0]
        }

        #[differentiate]
        pub fn last_of(x: $F, y: $F) -> $F { x.sin() + y }
    }
    case! { taken(&vec![0.7, 1.3], const 3);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut v = x.to_vec();
            let mut sum = 0.0;
            for i in 0..n {
                let old = mem::take(&mut v);
                sum += mem::take(&mut sum) * old[0] + old[i % old.len()];
                for y in old.iter() { v.push(y.sin()); }
                v.push(old[0] * old[1]);
            }
            sum + v.iter().product::<$F>()
        }
    }
    case! { from_the_end_to_the_front(&vec![0.7, 1.3, 0.4], const 2) (&vec![0.7, 1.3], const 1);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut v = x.to_vec();
            let mut sum = 0.0;
            for i in 0..n {
                v.reverse();
                v[i] *= v[0];
                v[1..].reverse();
                sum += v[1] * (i + 1) as $F;
            }
            let mut a = [x[0], x[1] * sum, sum, 0.5];
            a.reverse();
            let mut rows = vec![v, vec![sum]];
            rows.reverse();
            rows[1][0] * a[0] + a[3] * rows[0][0]
        }
    }
    case! { only_one_is_read_later(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, y];
            let mut b = [x * y, y];
            mem::swap(&mut a, &mut b);
            mem::swap(&mut b, &mut a);
            mem::swap(&mut a, &mut b);
            a[0] * a[1]
        }
    }
} }

#[differentiate]
fn rotate(y: &mut [f64; 3], z: &mut f64, v: &mut [f64]) {
    let mut w = [y[0] * *z, y[1]];
    std::mem::swap(&mut y[0], z);
    std::mem::swap(&mut v[1], &mut w[0]);
    y.swap(1, 2);
    v[0] *= w[1];
    let old = std::mem::replace(z, w[0]);
    y[0] += old;
}

#[differentiate]
fn through_the_call(x: f64, y: f64) -> f64 {
    let (mut a, mut z, mut v) = ([x, y, x * y], x.sin(), vec![y, x]);
    rotate(&mut a, &mut z, &mut v);
    a[0] * a[1] - a[2] * z + v[0] * v[1]
}

#[test]
fn what_is_behind_parameters_is_exchanged() {
    let at = [0.7, 1.3];
    let (x_bar, y_bar) = through_the_call_grad(at[0], at[1]);
    let expected = differences(|x| through_the_call(x[0], x[1]), &at);
    assert_near(&[x_bar, y_bar], &expected);
    let (_, dot) = through_the_call_jvp(at[0], at[1], 1.0, 0.0);
    assert_near(&[dot], &expected[..1]);
}
