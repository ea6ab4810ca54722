//! `#[checkpoint]`: derivatives are those of keeping everything, to the last bit.

#![allow(
    clippy::assign_op_pattern,
    clippy::cast_lossless,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::ptr_arg,
    reason = "every way of writing them is tested, and counts are small"
)]

use ad_runtime::differentiate;
use allocation_counter::measure;

/// The bits of floats, however they are arranged.
trait Bits {
    fn bits(&self, found: &mut Vec<u64>);
}

impl Bits for f64 {
    fn bits(&self, found: &mut Vec<u64>) {
        found.push(self.to_bits());
    }
}

impl Bits for f32 {
    fn bits(&self, found: &mut Vec<u64>) {
        found.push(self.to_bits().into());
    }
}

impl<T: Bits> Bits for [T] {
    fn bits(&self, found: &mut Vec<u64>) {
        for part in self {
            part.bits(found);
        }
    }
}

impl<T: Bits, const N: usize> Bits for [T; N] {
    fn bits(&self, found: &mut Vec<u64>) {
        self.as_slice().bits(found);
    }
}

impl<T: Bits> Bits for Vec<T> {
    fn bits(&self, found: &mut Vec<u64>) {
        self.as_slice().bits(found);
    }
}

impl<A: Bits, B: Bits> Bits for (A, B) {
    fn bits(&self, found: &mut Vec<u64>) {
        self.0.bits(found);
        self.1.bits(found);
    }
}

impl<A: Bits, B: Bits, C: Bits> Bits for (A, B, C) {
    fn bits(&self, found: &mut Vec<u64>) {
        self.0.bits(found);
        self.1.bits(found);
        self.2.bits(found);
    }
}

/// The bits of several results.
macro_rules! bits {
    ($($value:expr),* $(,)?) => {{
        let mut found = Vec::new();
        $(super::super::Bits::bits(&$value, &mut found);)*
        found
    }};
}

/// All that is computed of a function of `n` trips, by each way of keeping.
macro_rules! alike {
    ($($case:ident: $lengths:expr;)*) => {$(
        mod $case {
            mod plain {
                $case! { f64; }
            }
            mod spaced {
                $case! { f64; #[checkpoint] }
            }
            mod one {
                $case! { f64; #[checkpoint(1)] }
            }
            mod two {
                $case! { f64; #[checkpoint(2)] }
            }
            mod three {
                $case! { f64; #[checkpoint(3)] }
            }
            mod ten {
                const STATES: usize = 5;
                $case! { f64; #[checkpoint(2 * STATES)] }
            }
            mod narrow {
                $case! { f32; }
            }
            mod narrow_spaced {
                $case! { f32; #[checkpoint] }
            }
            mod narrow_three {
                $case! { f32; #[checkpoint(3)] }
            }

            #[test]
            fn to_the_last_bit() {
                for n in $lengths {
                    let expected = plain::of(n);
                    assert!(expected.iter().any(|bits| *bits != 0), "nothing but zeros");
                    assert_eq!(expected, spaced::of(n), "{n} trips");
                    assert_eq!(expected, one::of(n), "{n} trips, one state");
                    assert_eq!(expected, two::of(n), "{n} trips, two states");
                    assert_eq!(expected, three::of(n), "{n} trips, three states");
                    assert_eq!(expected, ten::of(n), "{n} trips, ten states");
                    let expected = narrow::of(n);
                    assert_eq!(expected, narrow_spaced::of(n), "{n} trips of f32");
                    assert_eq!(expected, narrow_three::of(n), "{n} trips of f32, three states");
                }
            }
        }
    )*};
}

const LENGTHS: [usize; 7] = [0, 1, 2, 3, 7, 100, 1000];
const SHORT: [usize; 6] = [0, 1, 2, 3, 7, 40];

macro_rules! scalars {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        pub fn f(x0: $F, p: [$F; 2], n: usize) -> $F {
            let (mut x, mut v) = (x0, 1.0);
            $($mark)*
            for i in 0..n {
                let a = -p[0] * x.sin() - p[1] * v + 0.01 * (i as $F);
                v += a * 0.01;
                x += v * 0.01;
            }
            x * v
        }
        pub fn of(n: usize) -> Vec<u64> {
            let p = [1.3, 0.2];
            let (value, pullback) = f_vjp(0.7, p, n);
            let (mut x_bar, mut p_bar) = (0.0, [0.0; 2]);
            f_grad_into(0.7, p, n, &mut x_bar, &mut p_bar);
            bits![
                value, pullback(1.0), pullback(2.5), f_grad(0.7, p, n),
                f_value_and_grad(0.7, p, n), f_jvp(0.7, p, n, 1.0, [0.3, 0.4]), x_bar, p_bar,
            ]
        }
    };
}

/// Trips that only add, to one number and to elements of their own, inside of a loop that does not wait for them.
macro_rules! trips_that_add {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        pub fn f(x: &[$F], y: $F, n: usize) -> $F {
            let mut total = y;
            for k in 0..3 {
                let (mut s, mut sum) = (0.3, 0.0 * y);
                $($mark)*
                for j in 0..n {
                    s = (s * 1.7) % 1.0;
                    sum += x[j] * y * s + x[j] / (k + 1) as $F;
                }
                total = total.sin() * (1.0 + sum);
            }
            total
        }
        pub fn of(n: usize) -> Vec<u64> {
            let x: Vec<$F> = (0..n).map(|j| (j as $F * 0.77).sin() / (1.0 + j as $F)).collect();
            let (value, pullback) = f_vjp(&x, 0.7, n);
            bits![value, pullback(1.0), f_grad(&x, 0.7, n), f_value_and_grad(&x, 0.7, n)]
        }
    };
}

macro_rules! arrays {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        pub fn f(w: &[$F], m: [[$F; 2]; 2], n: usize) -> $F {
            let mut s = [0.5, 0.25];
            let mut last = w[0];
            $($mark)*
            for i in 0..n {
                let old = s[0];
                s[0] = (m[0][0] * s[0] + m[0][1] * s[1]).tanh() + w[i % 3] * 0.1;
                s[1] = (m[1][0] * old + m[1][1] * s[1]).tanh() * last;
                last = s[i % 2];
            }
            s[0] * s[1] + last
        }
        pub fn of(n: usize) -> Vec<u64> {
            let (w, m) = ([0.3, 0.1, 0.2], [[0.9, 0.3], [-0.2, 0.8]]);
            let (value, pullback) = f_vjp(&w, m, n);
            bits![value, pullback(1.0), pullback(-0.5), f_grad(&w, m, n), f_value_and_grad(&w, m, n)]
        }
    };
}

macro_rules! vectors {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        pub fn f(start: &[$F], rate: $F, n: usize) -> $F {
            let mut u = start.to_vec();
            let mut history = Vec::new();
            $($mark)*
            for _ in 0..n {
                let mut next = u.to_vec();
                for j in 1..u.len() - 1 {
                    next[j] = u[j] + rate * (u[j - 1] - 2.0 * u[j] + u[j + 1]) * u[j];
                }
                for j in 1..u.len() - 1 {
                    u[j] = next[j];
                }
                history.push(u[2]);
            }
            let mut sum = u[1];
            for h in history.iter() {
                sum += h * h;
            }
            sum
        }
        pub fn of(n: usize) -> Vec<u64> {
            let start = [0.1, 0.5, 0.9, 0.4, 0.2];
            let (value, pullback) = f_vjp(&start, 0.1, n);
            bits![value, pullback(1.0), pullback(3.0), f_grad(&start, 0.1, n)]
        }
    };
}

macro_rules! structured {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        fn helper(a: &[$F], x: $F) -> $F {
            let mut s = x;
            for v in a {
                if *v > 0.15 {
                    s = s * 0.9 + v * s.sin();
                }
            }
            s
        }
        #[ad_runtime::differentiate]
        fn smooth(y: &mut [$F; 2], x: $F) -> $F {
            y[0] = y[0] * 0.5 + x;
            y[1] *= x.cos();
            y[0] - y[1]
        }
        #[ad_runtime::differentiate]
        pub fn f(w: &[$F], x0: $F, n: usize) -> $F {
            let mut x = x0;
            let mut y = [1.0, 0.5];
            $($mark)*
            for i in 0..n {
                let z;
                if x > 0.4 {
                    z = helper(w, x) * 0.5;
                } else if i % 3 == 1 {
                    z = smooth(&mut y, x);
                } else {
                    let mut t = 0.0;
                    for j in 0..i % 4 {
                        t += w[j % w.len()] * x * y[1];
                    }
                    z = x + t.exp() * 0.1;
                }
                match i % 3 {
                    0 => x = z,
                    1 => {
                        x = z * 0.7;
                        y[0] = y[0] * x;
                    }
                    _ => {}
                }
                let x = x * 2.0;
                y[1] = y[1] * 0.99 + x * 0.01;
            }
            x * y[0] + y[1]
        }
        pub fn of(n: usize) -> Vec<u64> {
            let w = [0.3, 0.1, 0.2];
            let (value, pullback) = f_vjp(&w, 0.3, n);
            bits![value, pullback(1.0), pullback(2.0), f_grad(&w, 0.3, n), f_value_and_grad(&w, 0.3, n)]
        }
    };
}

macro_rules! in_place {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        pub fn f(y: &mut [$F], scale: &mut [$F; 1], p: $F, n: usize) {
            $($mark)*
            for i in 0..n {
                let k = i % y.len();
                y[k] = (y[k] * p + scale[0]).sin();
                scale[0] = scale[0] * 0.99 + y[0] * 0.01;
            }
        }
        pub fn of(n: usize) -> Vec<u64> {
            let (mut y, mut scale) = ([0.3, 0.1, 0.2], [0.7]);
            let ((), pullback) = f_vjp(&mut y, &mut scale, 0.9, n);
            let (mut y_bar, mut scale_bar) = ([1.0, -0.5, 2.0], [0.5]);
            let p_bar = pullback(&mut y_bar, &mut scale_bar);
            bits![y, scale, y_bar, scale_bar, p_bar]
        }
    };
}

macro_rules! in_a_loop {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        pub fn f(w: &[$F], n: usize) -> $F {
            let mut rates = vec![w[0], w[1]];
            let mut sum = 0.0;
            for t in 0..4 {
                rates[t % 2] = rates[t % 2] * 1.1;
                let mut x = w[2] + sum * 0.1;
                $($mark)*
                for i in 0..n {
                    x = x + rates[i % 2] * (1.0 - x) * 0.1;
                }
                rates[1] = rates[1] + x * 0.1;
                if t != 2 {
                    sum += x * x;
                }
            }
            sum
        }
        pub fn of(n: usize) -> Vec<u64> {
            let w = [0.3, 0.1, 0.2];
            let (value, pullback) = f_vjp(&w, n);
            bits![value, pullback(1.0), pullback(2.0), f_grad(&w, n), f_value_and_grad(&w, n)]
        }
    };
}

macro_rules! in_another {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        pub fn f(x0: $F, p: $F, n: usize) -> $F {
            let mut x = x0;
            let mut count = 0;
            $($mark)*
            for i in 0..n {
                let mut y = x;
                $($mark)*
                for j in 0..i % 5 {
                    y = y * p + (j as $F) * 0.01;
                    count += 1;
                    $($mark)*
                    for _ in 0..count % 3 {
                        y = y.sin() + x * 0.1;
                    }
                }
                x = x * 0.5 + y * 0.4;
            }
            x
        }
        pub fn of(n: usize) -> Vec<u64> {
            let (value, pullback) = f_vjp(0.6, 0.8, n);
            bits![value, pullback(1.0), pullback(2.0), f_grad(0.6, 0.8, n)]
        }
    };
}

macro_rules! inactive {
    ($F:ident; $($mark:tt)*) => {
        fn random(seed: &mut u64) -> usize {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (*seed >> 60) as usize
        }
        #[ad_runtime::differentiate]
        pub fn f(w: &[$F], x0: $F, n: usize) -> $F {
            let mut seed = 17u64;
            let mut visited = Vec::new();
            let (mut odd, mut step) = (0, 1);
            let mut table = [3usize, 1, 4];
            table[1] = 2;
            let mut x = x0;
            $($mark)*
            for _ in 0..n {
                let k = random(&mut seed) % w.len();
                if k % 2 == 1 {
                    odd += step;
                    visited.push(k);
                }
                if odd > 5 {
                    step = 2;
                    odd = visited.len() % 3;
                }
                x = x * w[k] + w[odd % 3] * (table[k] as $F) * 0.1;
            }
            table[0] = 7;
            x + (visited.len() + table[0]) as $F
        }
        pub fn of(n: usize) -> Vec<u64> {
            let w = [0.3, 0.9, 0.6];
            let (value, pullback) = f_vjp(&w, 0.4, n);
            bits![value, pullback(1.0), pullback(2.0), f_grad(&w, 0.4, n), f_value_and_grad(&w, 0.4, n)]
        }
    };
}

macro_rules! lent_seed {
    ($F:ident; $($mark:tt)*) => {
        fn random(seed: &mut u64) -> usize {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (*seed >> 60) as usize
        }
        #[ad_runtime::differentiate]
        pub fn f(w: &[$F], x0: $F, seed: &mut u64, counts: &mut Vec<usize>, n: usize) -> $F {
            let mut x = x0;
            $($mark)*
            for _ in 0..n {
                let k = random(seed) % w.len();
                counts[k] += 1;
                x = x * w[k] + w[counts[k] % 3] * 0.1;
            }
            x
        }
        pub fn of(n: usize) -> Vec<u64> {
            let w = [0.3, 0.9, 0.6];
            let (mut seed, mut counts) = (11, vec![0; 3]);
            let grad = f_grad(&w, 0.4, &mut seed, &mut counts, n);
            let (after, counted) = (seed, counts.iter().sum::<usize>());
            let (value, pullback) = f_vjp(&w, 0.4, &mut seed, &mut counts, n);
            bits![grad, after as f64, counted as f64, value, pullback(1.0), pullback(2.0)]
        }
    };
}

macro_rules! left_early {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        pub fn f(w: &[$F], x0: $F, limit: $F, n: usize) -> $F {
            let mut x = x0;
            let mut trips = 0;
            $($mark)*
            for i in 0..n {
                if i % 7 == 3 {
                    continue;
                }
                x = x * 1.01 + w[i % 3] * 0.05;
                trips += 1;
                if x > limit {
                    break;
                }
                if trips > 500 {
                    return x * w[1];
                }
                x += w[0] * x * 0.001;
            }
            x * w[2] + trips as $F
        }
        pub fn of(n: usize) -> Vec<u64> {
            let w = [0.3, 0.9, 0.6];
            let mut found = Vec::new();
            for limit in [0.7, 5.0, 1e30] {
                let (value, pullback) = f_vjp(&w, 0.4, limit, n);
                found.extend(bits![
                    value, pullback(1.0), pullback(2.0), f_grad(&w, 0.4, limit, n),
                    f_value_and_grad(&w, 0.4, limit, n),
                ]);
            }
            found
        }
    };
}

macro_rules! iterators {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        pub fn f(a: &[$F], b: &[$F], x0: $F) -> $F {
            let mut x = x0;
            $($mark)*
            for (n, (p, q)) in a.iter().zip(b).rev().enumerate() {
                x = (x * p + q * 0.1).sin() + n as $F * 0.01;
            }
            $($mark)*
            for k in (1..=a.len() as i32).rev() {
                x = x * 0.9 + a[k as usize - 1] * 0.1;
            }
            $($mark)*
            for k in (0..a.len()).step_by(2) {
                x = x + a[k] * 0.1;
            }
            $($mark)*
            for pair in b.windows(2) {
                x = x * pair[0] + pair[1].cos();
            }
            x
        }
        pub fn of(n: usize) -> Vec<u64> {
            let a: Vec<$F> = (0..n + 1).map(|i| (i as $F * 0.37).sin()).collect();
            let b: Vec<$F> = (0..n + 1).map(|i| (i as $F * 0.73).cos()).collect();
            let (value, pullback) = f_vjp(&a, &b, 0.4);
            bits![value, pullback(1.0), pullback(2.0), f_grad(&a, &b, 0.4)]
        }
    };
}

macro_rules! called {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        fn inner(w: &[$F], x0: $F, gain: &$F, m: &[$F; 2], table: &[usize], n: usize) -> $F {
            let mut x = x0;
            $($mark)*
            for i in 0..n {
                x = x * 0.9 + w[table[i % w.len()]] * x.cos() * gain * m[i % 2];
            }
            x
        }
        #[ad_runtime::differentiate]
        pub fn f(w: &[$F], x0: $F, table: &[usize], n: usize) -> $F {
            let mut v = w.to_vec();
            let mut gain = w[0] * 0.3;
            let mut m = [w[1], x0];
            let mut x = inner(&v, x0, &gain, &m, table, n);
            v[1] = x * x;
            for _ in 0..2 {
                x = x + inner(&v, x, &gain, &m, table, n / 2);
                v[0] = v[0] * x;
                gain = gain * 1.1;
                m[1] = m[1] * x;
            }
            $($mark)*
            for _ in 0..n.min(5) {
                x = x * inner(&v, x, &gain, &m, table, 3);
                v[2] = v[2] + x * 0.1;
            }
            x * v[0] + v[2]
        }
        pub fn of(n: usize) -> Vec<u64> {
            let w = [0.3, 0.9, 0.6];
            let table = [2, 0, 1];
            let (value, pullback) = f_vjp(&w, 0.4, &table, n);
            bits![
                value, pullback(1.0), pullback(2.0), f_grad(&w, 0.4, &table, n),
                f_value_and_grad(&w, 0.4, &table, n),
            ]
        }
    };
}

macro_rules! changed_after {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        pub fn f(w: &[$F], n: usize) -> $F {
            let mut a = [w[0], w[1], w[2]];
            let mut gain = w[1];
            if n > 2 {
                gain = gain * 1.1;
            }
            let mut x = w[0];
            let mut turns = 3;
            $($mark)*
            for i in 0..n {
                x = x * 0.9 + a[(i + turns) % 3] * gain * 0.1;
            }
            turns = 1;
            a[0] = x;
            gain = gain * x;
            $($mark)*
            for i in 0..n {
                x = x * a[(i + turns) % 3].cos() + gain;
            }
            a[1] = x;
            x * gain + a[0] * a[1]
        }
        pub fn of(n: usize) -> Vec<u64> {
            let w = [0.3, 0.9, 0.6];
            let (value, pullback) = f_vjp(&w, n);
            bits![value, pullback(1.0), pullback(2.0), f_grad(&w, n), f_value_and_grad(&w, n)]
        }
    };
}

macro_rules! many_variables {
    ($F:ident; $($mark:tt)*) => {
        #[ad_runtime::differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let (mut a, mut b, mut c, mut d, mut e) = (x, x * 0.5, x + 0.1, x * x, x * 0.1);
            let (mut g, mut h, mut i, mut j, mut k) = (x, x * 0.6, x - 0.1, x * 0.3, x * 0.2);
            let (mut l, mut m, mut o, mut p, mut q) = (x, x * 0.7, x * x, x - 0.2, x);
            $($mark)*
            for _ in 0..n {
                (a, b, c, d, e) = (b * 0.9, c * 0.9, d + 0.01, e.sin(), g * 0.9);
                (g, h, i, j, k) = (h * 0.9, i * 0.9, j + 0.01, k.cos(), l * 0.9);
                (l, m, o, p, q) = (m * 0.9, o * 0.9, p + 0.01, q.sin(), a * 0.9);
            }
            a + b + c + d + e + g + h + i + j + k + l + m + o + p + q
        }
        pub fn of(n: usize) -> Vec<u64> {
            let (value, pullback) = f_vjp(0.4, n);
            bits![value, pullback(1.0), pullback(2.0), f_grad(0.4, n)]
        }
    };
}

alike! {
    scalars: super::LENGTHS;
    trips_that_add: super::SHORT;
    arrays: super::LENGTHS;
    vectors: super::SHORT;
    structured: super::SHORT;
    in_place: super::LENGTHS;
    in_a_loop: super::SHORT;
    in_another: super::SHORT;
    inactive: super::SHORT;
    lent_seed: super::SHORT;
    left_early: super::LENGTHS;
    iterators: super::SHORT;
    called: super::SHORT;
    changed_after: super::LENGTHS;
    many_variables: super::SHORT;
}

/// A function of the user's macro, in which the attribute stands in an invisible group.
macro_rules! of_a_macro {
    ($mark:meta) => {
        #[differentiate]
        fn grouped(x: f64, n: usize) -> f64 {
            let mut y = x;
            #[$mark]
            'outer: for i in 0..n {
                y = y.sin();
                for j in 0..i {
                    if j == 4 {
                        continue 'outer;
                    }
                }
            }
            y
        }
    };
}

of_a_macro!(checkpoint(4));

#[differentiate]
fn generic<T: num_traits::Float>(x: T, n: usize) -> T {
    let mut y = x;
    let states = n / 3;
    #[checkpoint(states + 1)]
    for _ in 0..n {
        y = y.sin() + x;
    }
    y
}

/// Nothing of it has a derivative.
#[differentiate]
fn idle(x: f64, n: usize) -> f64 {
    let mut k = 0;
    #[checkpoint]
    for i in 0..n {
        k += i;
    }
    x * k as f64
}

/// Each trip is run backwards as soon as it has run.
#[differentiate]
fn reduction(x: &[f64]) -> f64 {
    let mut s = 0.0;
    #[checkpoint]
    for v in x {
        s += v * v;
    }
    s
}

#[test]
fn what_stands_around() {
    assert!(grouped_grad(0.7, 20) > 0.0);
    assert!(generic_grad(0.7_f32, 20) > 0.0);
    assert_eq!(idle_grad(0.5, 5), 10.0);
    assert_eq!(reduction_grad(&[1.0, 2.0]), [2.0, 4.0]);
}

macro_rules! orbit {
    ($($mark:tt)*) => {
        #[ad_runtime::differentiate]
        pub fn orbit(x0: f64, pull: f64, n: usize) -> f64 {
            let (mut x, mut v) = (x0, 0.0);
            $($mark)*
            for _ in 0..n {
                v -= pull * x.sin() * 0.001;
                x += v * 0.001;
            }
            x
        }
    };
}

mod keeping_everything {
    orbit! {}
}

mod spaced {
    orbit! { #[checkpoint] }
}

mod fifty {
    orbit! { #[checkpoint(50)] }
}

/// The most bytes that are held at a time.
fn most<R>(action: impl FnOnce() -> R) -> (R, u64) {
    let mut result = None;
    let bytes = measure(|| result = Some(action())).bytes_max;
    (result.expect("a result"), bytes)
}

#[test]
fn a_million_trips_take_a_hundredth_of_the_memory() {
    const TRIPS: usize = 1_000_000;
    let (expected, everything) = most(|| keeping_everything::orbit_grad(1.0, 1.3, TRIPS));
    assert!(everything > 8 * TRIPS as u64, "{everything} bytes");
    let (gradient, bytes) = most(|| spaced::orbit_grad(1.0, 1.3, TRIPS));
    assert_eq!(gradient, expected);
    assert!(bytes * 100 < everything, "{bytes} bytes of {everything}");
    let (gradient, bytes) = most(|| spaced::orbit_vjp(1.0, 1.3, TRIPS).1(1.0));
    assert_eq!(gradient, expected);
    assert!(bytes * 100 < everything, "{bytes} bytes of {everything}");
    let (gradient, bytes) = most(|| fifty::orbit_grad(1.0, 1.3, TRIPS));
    assert_eq!(gradient, expected);
    assert!(bytes < 50 * 200, "{bytes} bytes");
}

#[test]
fn what_is_only_written_is_not_kept() {
    #[differentiate]
    fn path(x0: f64, n: usize) -> f64 {
        let mut x = x0;
        let mut path = Vec::with_capacity(n);
        #[checkpoint]
        for _ in 0..n {
            x = x.sin();
            path.push(x);
        }
        path[n / 2] * path[n - 1]
    }
    let n = 100_000;
    // The path and its cotangent, and next to nothing else.
    let (_, bytes) = most(|| path_grad(0.5, n));
    assert!(bytes < 5 * 8 * n as u64, "{bytes} bytes");
}
