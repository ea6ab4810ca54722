//! `jvp = path, vjp = path`: forward and reverse mode of a whole map are given by functions.

#![allow(clippy::float_cmp, reason = "the rules' slopes are exact")]
#![allow(clippy::ptr_arg, reason = "rules take what the function takes")]

use std::cell::Cell;

use ad_runtime::{check_gradient, differentiate, try_check_gradient};
use ad_tests::{case, for_f32_and_f64};
use num_traits::Float;

thread_local! {
    static FORWARD: Cell<u32> = const { Cell::new(0) };
    static REVERSE: Cell<u32> = const { Cell::new(0) };
    static PULLED: Cell<u32> = const { Cell::new(0) };
}

for_f32_and_f64! { ($F:ident) => {
    /// Rules of functions that several cases share, and these functions, whose bodies nothing could differentiate.
    mod rules {
        pub fn square_forward(x: $F, x_dot: $F) -> ($F, $F) { (x * x, 2.0 * x * x_dot) }
        pub fn square_reverse(x: $F) -> ($F, impl Fn($F) -> $F) { (x * x, move |seed| 2.0 * x * seed) }

        /// Of x ↦ a x, by rows.
        pub fn times(a: &[$F], x: &[$F]) -> Vec<$F> {
            let rows: Box<dyn Iterator<Item = &[$F]>> = Box::new(a.chunks(x.len()));
            rows.map(|row| row.iter().zip(x).map(|(a, x)| a * x).sum()).collect()
        }
        pub fn times_forward(a: &[$F], x: &[$F], a_dot: &[$F], x_dot: &[$F]) -> (Vec<$F>, Vec<$F>) {
            let along = times(a_dot, x).into_iter().zip(times(a, x_dot)).map(|(a, b)| a + b);
            (times(a, x), along.collect())
        }
        /// It borrows both.
        pub fn times_reverse(a: &[$F], x: &[$F]) -> (Vec<$F>, impl Fn(&[$F]) -> (Vec<$F>, Vec<$F>)) {
            let pullback = move |seed: &[$F]| {
                let a_bar = seed.iter().flat_map(|s| x.iter().map(move |x| s * x)).collect();
                let column = |j: usize| (0..seed.len()).map(|i| a[i * x.len() + j] * seed[i]).sum();
                (a_bar, (0..x.len()).map(column).collect())
            };
            (times(a, x), pullback)
        }

        /// x[i] x[i + 1] in place of x[i], around a circle, and the sum of what was there.
        pub fn around(x: &mut [$F]) -> $F {
            let (first, sum) = (x[0], x.iter().sum());
            let n = x.len();
            for i in 0..n { x[i] *= if i + 1 < n { x[i + 1] } else { first }; }
            sum
        }
        pub fn around_forward(x: &mut [$F], x_dot: &mut [$F]) -> ($F, $F) {
            let (old, old_dot, n) = (x.to_vec(), x_dot.to_vec(), x.len());
            let sum = around(x);
            for i in 0..n {
                let next = (i + 1) % n;
                x_dot[i] = old_dot[i] * old[next] + old[i] * old_dot[next];
            }
            (sum, old_dot.iter().sum())
        }
        pub fn around_reverse(x: &mut [$F]) -> ($F, impl Fn($F, &mut [$F])) {
            let (old, n) = (x.to_vec(), x.len());
            let sum = around(x);
            (sum, move |seed, x_bar: &mut [$F]| {
                let seeds = x_bar.to_vec();
                for i in 0..n {
                    let before = (i + n - 1) % n;
                    x_bar[i] = seed + seeds[i] * old[(i + 1) % n] + seeds[before] * old[before];
                }
            })
        }
    }

    case! { one_parameter(0.7);
        #[differentiate(jvp = rules::square_forward, vjp = rules::square_reverse)]
        pub fn f(x: $F) -> $F { x * x }
    }
    case! { forward only_forward(0.7);
        #[differentiate(jvp = rules::square_forward)]
        pub fn f(x: $F) -> $F { x * x }
    }
    case! { reverse only_reverse(0.7);
        #[differentiate(vjp = rules::square_reverse)]
        pub fn f(x: $F) -> $F { x * x }
    }
    case! { forward_rule_left_to_a_caller(0.7);
        #[differentiate(jvp = rules::square_forward, vjp = rules::square_reverse, name = "square")]
        pub fn squared(x: $F) -> $F { x * x }

        #[differentiate]
        pub fn f(x: $F) -> $F { squared(x.sin()) * x }
    }
    case! { two_parameters(0.7, 1.3);
        fn forward(x: $F, y: $F, x_dot: $F, y_dot: $F) -> ($F, $F) {
            (x * y.exp(), y.exp() * (x_dot + x * y_dot))
        }
        fn reverse(x: $F, y: $F) -> ($F, impl Fn($F) -> ($F, $F)) {
            (x * y.exp(), move |seed| (seed * y.exp(), seed * x * y.exp()))
        }

        #[differentiate(jvp = forward, vjp = reverse)]
        pub fn f(x: $F, y: $F) -> $F { x * y.exp() }
    }
    case! { inactive_parameters(0.7, const 3, const &[1.3], const "text");
        fn forward(x: $F, n: i32, scale: &[$F], _: &str, x_dot: $F) -> ($F, $F) {
            (scale[0] * x.powi(n), scale[0] * n as $F * x.powi(n - 1) * x_dot)
        }
        fn reverse<'a>(x: $F, n: i32, scale: &'a [$F], _: &str) -> ($F, impl Fn($F) -> $F + use<'a>) {
            (scale[0] * x.powi(n), move |seed| scale[0] * n as $F * x.powi(n - 1) * seed)
        }

        #[differentiate(wrt(x), jvp = forward, vjp = reverse)]
        pub fn f(x: $F, mut n: i32, scale: &[$F], _: &str) -> $F {
            n += 0;
            scale[0] * x.powi(n)
        }
    }
    case! { generic(0.7 as $F);
        fn forward<T: Float>(x: T, x_dot: T) -> (T, T) { (x * x, (x + x) * x_dot) }
        fn reverse<T: Float>(x: T) -> (T, impl Fn(T) -> T) { (x * x, move |seed| (x + x) * seed) }

        #[differentiate(jvp = forward, vjp = reverse)]
        pub fn f<T: Float>(x: T) -> T { x * x }
    }
    case! { generic_of_a_slice(&vec![0.7 as $F, 1.3]);
        fn forward<T: Float>(x: &[T], x_dot: &[T]) -> (T, T) { (x[0] * x[1], x_dot[0] * x[1] + x[0] * x_dot[1]) }
        fn reverse<T: Float>(x: &[T]) -> (T, impl Fn(T) -> Vec<T>) {
            (x[0] * x[1], move |seed| vec![seed * x[1], seed * x[0]])
        }

        #[differentiate(jvp = forward, vjp = reverse)]
        fn both<T: Float>(x: &[T]) -> T { x[0] * x[1] }

        #[differentiate]
        pub fn f<T: Float>(x: &[T]) -> T {
            let mut y = vec![x[0], x[0]];
            let z = both(&y);
            y[1] = z;
            both(&y) * both(x)
        }
    }
    case! { in_a_checkpointed_loop(&vec![0.7, 1.3], const 9);
        fn forward(x: &[$F], x_dot: &[$F]) -> (Vec<$F>, Vec<$F>) {
            (swapped(x), vec![x[1].cos() * x_dot[1], 0.5 * x_dot[0]])
        }
        fn reverse(x: &[$F]) -> (Vec<$F>, impl Fn(&[$F]) -> Vec<$F>) {
            (swapped(x), |seed| vec![0.5 * seed[1], x[1].cos() * seed[0]])
        }

        #[differentiate(jvp = forward, vjp = reverse)]
        fn swapped(x: &[$F]) -> Vec<$F> { vec![x[1].sin(), 0.5 * x[0]] }

        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut state = x.to_vec();
            #[checkpoint(2)]
            for _ in 0..n {
                state = swapped(&state);
            }
            state[0] * state[1]
        }
    }
    case! { slice_of_arrays_and_vector_by_reference(&vec![[0.7, 1.3], [0.4, 0.2]], &vec![0.5, 1.5]);
        type Bars = (Vec<[$F; 2]>, Vec<$F>);
        fn forward(a: &[[$F; 2]], x: &Vec<$F>, a_dot: &[[$F; 2]], x_dot: &Vec<$F>) -> ($F, $F) {
            (a[0][1] * x[1], a_dot[0][1] * x[1] + a[0][1] * x_dot[1])
        }
        fn reverse(a: &[[$F; 2]], x: &Vec<$F>) -> ($F, impl Fn($F) -> Bars) {
            let pullback = |seed: $F| {
                let mut a_bar = vec![[0.0; 2]; a.len()];
                a_bar[0][1] = seed * x[1];
                (a_bar, vec![0.0, seed * a[0][1]])
            };
            (a[0][1] * x[1], pullback)
        }

        #[differentiate(jvp = forward, vjp = reverse)]
        fn part(a: &[[$F; 2]], x: &Vec<$F>) -> $F { a[0][1] * x[1] }

        #[differentiate]
        pub fn f(a: &[[$F; 2]], x: &Vec<$F>) -> $F {
            let b = vec![[a[0][0], x[0] * a[1][1]]; 3];
            part(a, x) * part(&b, x) + part(&a[1..], x)
        }
    }

    mod references_in_a_tuple {
        use super::*;

        fn forward<'a>(p: (&'a [$F], $F), p_dot: (&'a [$F], $F)) -> ($F, $F) {
            (p.0[0] * p.1, p_dot.0[0] * p.1 + p.0[0] * p_dot.1)
        }
        fn reverse<'a>(p: (&'a [$F], $F)) -> ($F, impl Fn($F) -> (Vec<$F>, $F) + use<'a>) {
            (p.0[0] * p.1, move |seed| (vec![seed * p.1, 0.0], seed * p.0[0]))
        }

        #[differentiate(jvp = forward, vjp = reverse)]
        fn f<'a>(p: (&'a [$F], $F)) -> $F { p.0[0] * p.1 }

        #[test]
        fn are_lent() {
            let x = [3.0, 4.0];
            assert_eq!(f_grad((&x, 2.0)), (vec![2.0, 0.0], 3.0));
            assert_eq!(f_jvp((&x, 2.0), (&[1.0, 0.0], 0.5)), (6.0, 3.5));
            assert_eq!(f_linearize((&x, 2.0)).1((&[1.0, 0.0], 0.5)), 3.5);
        }
    }
    case! { several array_to_array([0.7, 1.3]);
        fn forward(x: [$F; 2], x_dot: [$F; 2]) -> ([$F; 2], [$F; 2]) {
            ([x[0] * x[1], x[0]], [x_dot[0] * x[1] + x[0] * x_dot[1], x_dot[0]])
        }
        fn reverse(x: [$F; 2]) -> ([$F; 2], impl Fn([$F; 2]) -> [$F; 2]) {
            ([x[0] * x[1], x[0]], move |[a, b]: [$F; 2]| [a * x[1] + b, a * x[0]])
        }

        #[differentiate(jvp = forward, vjp = reverse)]
        pub fn f(x: [$F; 2]) -> [$F; 2] { [x[0] * x[1], x[0]] }
    }
    case! { several tuples((0.7, [1.3, 0.4]), &0.2);
        type Pair = ($F, [$F; 2]);
        fn forward(p: ($F, [$F; 2]), s: &$F, p_dot: ($F, [$F; 2]), s_dot: &$F) -> (($F, $F), ($F, $F)) {
            let (x, [y, z]) = p;
            let (x_dot, [y_dot, z_dot]) = p_dot;
            ((x * y, z * s), (x_dot * y + x * y_dot, z_dot * s + z * s_dot))
        }
        fn reverse<'a>(p: Pair, s: &'a $F) -> (($F, $F), impl Fn(($F, $F)) -> (Pair, $F) + use<'a>) {
            let (x, [y, z]) = p;
            ((x * y, z * s), move |(a, b)| ((a * y, [a * x, b * s]), b * z))
        }

        #[differentiate(jvp = forward, vjp = reverse)]
        pub fn f(p: ($F, [$F; 2]), s: &$F) -> ($F, $F) {
            let (x, [y, z]) = p;
            (x * y, z * s)
        }
    }
    case! { scalar_of_a_slice(&vec![0.7, 1.3, 0.4]);
        fn forward(x: &[$F], x_dot: &[$F]) -> ($F, $F) {
            (f(x), 2.0 * x.iter().zip(x_dot).map(|(x, d)| x * d).sum::<$F>())
        }
        fn reverse(x: &[$F]) -> ($F, impl Fn($F) -> Vec<$F>) {
            (f(x), move |seed| x.iter().map(|x| 2.0 * seed * x).collect())
        }

        #[differentiate(jvp = forward, vjp = reverse)]
        pub fn f(x: &[$F]) -> $F { x.iter().map(|x| x * x).sum() }
    }
    case! { vector_of_slices(&vec![0.7, 1.3, 0.4, 0.2], &vec![0.5, 1.5]);
        use super::rules::{times, times_forward, times_reverse};

        #[differentiate(jvp = times_forward, vjp = times_reverse)]
        pub fn product(a: &[$F], x: &[$F]) -> Vec<$F> { times(a, x) }

        #[differentiate]
        pub fn f(a: &[$F], x: &[$F]) -> $F {
            let y = product(a, x);
            let z = product(a, &y);
            z[0] * y[1] + z[1]
        }
    }
    case! { vector vector_of_vectors(vec![0.7, 1.3, 0.4, 0.2], vec![0.5, 1.5]);
        fn forward(a: Vec<$F>, x: Vec<$F>, a_dot: Vec<$F>, x_dot: Vec<$F>) -> (Vec<$F>, Vec<$F>) {
            super::rules::times_forward(&a, &x, &a_dot, &x_dot)
        }
        fn reverse(a: Vec<$F>, x: Vec<$F>) -> (Vec<$F>, impl Fn(&[$F]) -> (Vec<$F>, Vec<$F>)) {
            let y = super::rules::times(&a, &x);
            (y, move |seed| super::rules::times_reverse(&a, &x).1(seed))
        }

        #[differentiate(jvp = forward, vjp = reverse)]
        pub fn f(a: Vec<$F>, x: Vec<$F>) -> Vec<$F> { super::rules::times(&a, &x) }
    }
    case! { vector vector_called(vec![0.7, 1.3, 0.4, 0.2], &vec![0.5, 1.5]);
        use super::rules::{times, times_forward, times_reverse};

        #[differentiate(jvp = times_forward, vjp = times_reverse)]
        pub fn product(a: &[$F], x: &[$F]) -> Vec<$F> { times(a, x) }

        #[differentiate]
        pub fn f(a: Vec<$F>, x: &[$F]) -> Vec<$F> {
            let mut y = product(&a, x);
            y[0] *= a[0];
            product(&a, &y)
        }
    }
    case! { in_loops_and_branches(&vec![0.7, 1.3, 0.4, 0.2], 0.5, const 4);
        use super::rules::{times, times_forward, times_reverse, square_forward, square_reverse};

        #[differentiate(jvp = times_forward, vjp = times_reverse)]
        fn product(a: &[$F], x: &[$F]) -> Vec<$F> { times(a, x) }

        #[differentiate(jvp = square_forward, vjp = square_reverse)]
        fn square(x: $F) -> $F { x * x }

        /// What is passed is overwritten afterwards.
        #[differentiate]
        pub fn f(a: &[$F], s: $F, n: usize) -> $F {
            let mut state = vec![s, 1.0];
            let mut sum = 0.0;
            for i in 0..n {
                let next = product(a, &state);
                if i % 2 == 0 {
                    state[0] = next[1] * 0.5;
                } else {
                    state[1] = square(next[0]);
                }
                sum += next[0] * square(state[1]);
            }
            sum + product(a, &state)[1]
        }
    }
    case! { part_of_a_slice(&vec![0.7, 1.3, 0.4, 0.2]);
        fn forward(x: &[$F], x_dot: &[$F]) -> ($F, $F) {
            (x[0] * x[1], x_dot[0] * x[1] + x[0] * x_dot[1])
        }
        fn reverse(x: &[$F]) -> ($F, impl Fn($F) -> Vec<$F>) {
            (x[0] * x[1], move |seed| vec![seed * x[1], seed * x[0]])
        }

        #[differentiate(jvp = forward, vjp = reverse)]
        fn both(x: &[$F]) -> $F { x[0] * x[1] }

        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut sum = 0.0;
            for i in 0..x.len() / 2 {
                sum += both(&x[2 * i..2 * i + 2]) * x[i];
            }
            sum
        }
    }
    case! { in_place(&vec![0.7, 1.3, 0.4], 0.5);
        use super::rules::{around, around_forward, around_reverse};

        #[differentiate(jvp = around_forward, vjp = around_reverse)]
        pub fn step(x: &mut [$F]) -> $F { around(x) }

        #[differentiate]
        pub fn f(x: &[$F], s: $F) -> $F {
            let mut state = x.to_vec();
            let mut sum = s;
            for i in 0..3 {
                state[i] += s;
                sum += step(&mut state) * x[i];
            }
            sum * state[0] + state[2]
        }
    }
    case! { only_in_place([0.7, 1.3]);
        fn forward(x: &mut [$F; 2], s: $F, x_dot: &mut [$F; 2], s_dot: $F) -> ((), ()) {
            *x_dot = [x_dot[0] * s + x[0] * s_dot, x_dot[1]];
            x[0] *= s;
            ((), ())
        }
        fn reverse(x: &mut [$F; 2], s: $F) -> ((), impl Fn(&mut [$F; 2]) -> $F) {
            let old = x[0];
            x[0] *= s;
            ((), move |x_bar: &mut [$F; 2]| {
                let s_bar = x_bar[0] * old;
                x_bar[0] *= s;
                s_bar
            })
        }

        #[differentiate(jvp = forward, vjp = reverse)]
        pub fn scale(x: &mut [$F; 2], s: $F) { x[0] *= s; }

        #[differentiate]
        pub fn f(x: [$F; 2]) -> $F {
            let mut state = x;
            scale(&mut state, x[1]);
            scale(&mut state, x[0]);
            state[0] * state[1]
        }
    }

    mod in_place_by_itself {
        use super::*;
        use super::rules::{around, around_forward, around_reverse};

        #[differentiate(jvp = around_forward, vjp = around_reverse)]
        pub fn step(x: &mut [$F]) -> $F { around(x) }

        const AT: [$F; 3] = [0.7, 1.3, 0.4];

        fn after() -> ($F, [$F; 3]) {
            let mut x = AT;
            (step(&mut x), x)
        }

        #[test]
        fn what_is_written_is_the_callers_while_the_pullback_lives() {
            let mut x = AT;
            let (value, pullback) = step_vjp(&mut x);
            assert_eq!((value, x), after());
            x = [0.0; 3];
            let mut x_bar = [0.0, 1.0, 0.0];
            pullback(0.0, &mut x_bar);
            assert_eq!((x, x_bar), ([0.0; 3], [0.0, 0.4, 1.3]));
            pullback(1.0, &mut x_bar);
            assert_eq!(x_bar[0], 1.0 + 1.3 * 0.4, "applied again");
        }

        #[test]
        fn linear_map() {
            let mut x = AT;
            let (value, linear) = step_linearize(&mut x);
            assert_eq!((value, x), after());
            let (mut y, mut along, mut same) = (AT, [1.0, 0.0, 2.0], [1.0, 0.0, 2.0]);
            let (_, dot) = step_jvp(&mut y, &mut along);
            assert_eq!((linear(&mut same), same), (dot, along));
        }

        #[test]
        fn gradients_of_the_value() {
            let mut x = AT;
            assert_eq!((step_grad(&mut x), x), (vec![1.0; 3], after().1));
            let mut x = AT;
            assert_eq!((step_value_and_grad(&mut x), x), ((after().0, vec![1.0; 3]), after().1));
            let (mut x, mut x_bar) = (AT, [$F::NAN; 3]);
            assert_eq!((step_grad_into(&mut x, &mut x_bar), x, x_bar), (after().0, after().1, [1.0; 3]));
        }

        #[test]
        fn jacobians_of_all_that_comes_out() {
            let expected = [[1.0; 3], [1.3, 0.7, 0.0], [0.0, 0.4, 1.3], [0.4, 0.0, 0.7]];
            let jacobian = step_jacobian(&mut AT.clone());
            let mut stored = ad_runtime::Jacobian::zeros(4, 3);
            let mut x = AT;
            assert_eq!((step_jacobian_into(&mut x, &mut stored), x), after());
            for (i, row) in expected.iter().enumerate() {
                assert_eq!((jacobian.row(i), stored.row(i)), (&row[..], &row[..]));
            }
        }
    }

    mod jacobians {
        use super::*;
        use super::rules::{times, times_forward, times_reverse};

        #[differentiate(jvp = times_forward, vjp = times_reverse)]
        fn product(a: &[$F], x: &[$F]) -> Vec<$F> { times(a, x) }

        #[differentiate(jvp = times_forward)]
        fn by_columns(a: &[$F], x: &[$F]) -> Vec<$F> { times(a, x) }

        const A: [$F; 4] = [0.7, 1.3, 0.4, 0.2];
        const X: [$F; 2] = [0.5, 1.5];

        #[test]
        fn of_both_parameters() {
            let (by_a, by_x) = product_jacobian(&A, &X);
            assert_eq!((by_x.row(0), by_x.row(1)), (&A[..2], &A[2..]));
            assert_eq!((by_a.row(0), by_a.row(1)), (&[0.5, 1.5, 0.0, 0.0][..], &[0.0, 0.0, 0.5, 1.5][..]));
            let mut stored = (ad_runtime::Jacobian::zeros(2, 4), ad_runtime::Jacobian::zeros(2, 2));
            assert_eq!(product_jacobian_into(&A, &X, &mut stored.0, &mut stored.1), times(&A, &X));
            assert_eq!(by_columns_jacobian(&A, &X), stored);
            assert_eq!(stored, (by_a, by_x));
        }
    }

    mod cost {
        use super::*;

        fn forward(x: &[$F], x_dot: &[$F]) -> (Vec<$F>, Vec<$F>) {
            FORWARD.set(FORWARD.get() + 1);
            (double(x), double(x_dot))
        }
        fn reverse(x: &[$F]) -> (Vec<$F>, impl Fn(&[$F]) -> Vec<$F>) {
            REVERSE.set(REVERSE.get() + 1);
            (double(x), |seed| {
                PULLED.set(PULLED.get() + 1);
                seed.iter().map(|s| 2.0 * s).collect()
            })
        }

        #[differentiate(jvp = forward, vjp = reverse)]
        fn double(x: &[$F]) -> Vec<$F> { x.iter().map(|x| 2.0 * x).collect() }

        #[differentiate]
        fn caller(x: &[$F]) -> $F { let y = double(x); y[0] * y[1] }

        fn counts(action: impl FnOnce()) -> (u32, u32, u32) {
            FORWARD.set(0);
            REVERSE.set(0);
            PULLED.set(0);
            action();
            (FORWARD.get(), REVERSE.get(), PULLED.get())
        }

        #[test]
        fn the_rule_of_the_mode_runs_once() {
            let x = [0.7, 1.3];
            assert_eq!(counts(|| _ = double_jvp(&x, &x)), (1, 0, 0));
            assert_eq!(counts(|| _ = caller_jvp(&x, &x)), (1, 0, 0));
            assert_eq!(counts(|| _ = caller_grad(&x)), (0, 1, 1));
            assert_eq!(counts(|| _ = double_jacobian(&x)), (0, 1, 2));
            let mut stored = ad_runtime::Jacobian::zeros(2, 2);
            assert_eq!(counts(|| _ = double_jacobian_into(&x, &mut stored)), (0, 1, 2));
        }

        fn reverse_of_one(x: &[$F]) -> ($F, impl Fn($F) -> Vec<$F>) {
            REVERSE.set(REVERSE.get() + 1);
            (squared(x), |seed| {
                PULLED.set(PULLED.get() + 1);
                x.iter().map(|x| 2.0 * x * seed).collect()
            })
        }

        #[differentiate(vjp = reverse_of_one)]
        fn squared(x: &[$F]) -> $F { x.iter().map(|x| x * x).sum() }

        #[differentiate(reverse)]
        fn several_of_one(x: &[$F]) -> [$F; 2] {
            let y = squared(x);
            [y, y * y]
        }

        #[test]
        fn of_one_float_it_is_pulled_back_once() {
            let x = [0.7, 1.3];
            assert_eq!(counts(|| _ = squared_grad(&x)), (0, 1, 1));
            let run = || { let (_, pullback) = several_of_one_vjp(&x); pullback([1.0, 0.0]); pullback([0.0, 1.0]); };
            assert_eq!(counts(run), (0, 1, 1));
        }

        #[test]
        fn the_linear_map_runs_it_for_each_direction() {
            let x = [0.7, 1.3];
            assert_eq!(counts(|| _ = double_linearize(&x)), (0, 0, 0));
            let run = || { let (_, linear) = double_linearize(&x); linear(&x); linear(&x); };
            assert_eq!(counts(run), (2, 0, 0));
        }
    }

    /// x ↦ (x₀ x₁, sin x₀), with a rule made wrong in one way.
    mod wrong {
        use super::*;

        type Pair = [$F; 2];

        fn value(x: &[$F]) -> Pair { [x[0] * x[1], x[0].sin()] }
        fn tangent(x: &[$F], d: &[$F]) -> Pair { [x[1] * d[0] + x[0] * d[1], x[0].cos() * d[0]] }
        fn cotangent(x: &[$F], s: Pair) -> Vec<$F> { vec![x[1] * s[0] + x[0].cos() * s[1], x[0] * s[0]] }

        macro_rules! found {
            ($name:ident, $companion:literal, ($x:ident, $d:ident, $s:ident) $forward:expr, $reverse:expr) => {
                mod $name {
                    use super::*;

                    fn forward($x: &[$F], $d: &[$F]) -> (Pair, Pair) { $forward }
                    fn reverse($x: &[$F]) -> (Pair, impl Fn(Pair) -> Vec<$F>) {
                        let (value, _) = ($reverse)([0.0; 2]);
                        (value, move |$s| ($reverse)($s).1)
                    }

                    #[differentiate(jvp = forward, vjp = reverse)]
                    fn f(x: &[$F]) -> Pair { value(x) }

                    #[test]
                    fn is_found() {
                        let check = try_check_gradient!(several f(&vec![0.7, 1.3]));
                        let message = check.expect_err("a rule is wrong").to_string();
                        assert!(message.contains($companion), "{message}");
                    }
                }
            };
        }

        found! { tangent_of_another_sign, "f_jvp", (x, d, s) (value(x), tangent(x, d).map(|d| -d)), |s| (value(x), cotangent(x, s)) }
        found! { tangent_of_another_size, "f_jvp", (x, d, s) (value(x), tangent(x, d).map(|d| d * 1.001)), |s| (value(x), cotangent(x, s)) }
        found! { cotangents_swapped, "f_vjp", (x, d, s) (value(x), tangent(x, d)), |s| (value(x), cotangent(x, s).into_iter().rev().collect::<Vec<_>>()) }
        found! { seeds_swapped, "f_vjp", (x, d, s) (value(x), tangent(x, d)), |s: Pair| (value(x), cotangent(x, [s[1], s[0]])) }
        found! { another_value_in_forward_mode, "f_jvp", (x, d, s) (value(x).map(|v| v * (1.0 + 2.0 * $F::EPSILON)), tangent(x, d)), |s| (value(x), cotangent(x, s)) }
        found! { another_value_in_reverse_mode, "f_vjp", (x, d, s) (value(x), tangent(x, d)), |s| (value(x).map(|v| v * (1.0 + 2.0 * $F::EPSILON)), cotangent(x, s)) }
        found! { too_few_cotangents, "f_vjp", (x, d, s) (value(x), tangent(x, d)), |s| (value(x), cotangent(x, s)[..1].to_vec()) }

        #[test]
        fn the_right_one_passes() {
            mod right {
                use super::*;

                fn forward(x: &[$F], d: &[$F]) -> (Pair, Pair) { (value(x), tangent(x, d)) }
                fn reverse(x: &[$F]) -> (Pair, impl Fn(Pair) -> Vec<$F>) {
                    (value(x), move |s| cotangent(x, s))
                }

                #[differentiate(jvp = forward, vjp = reverse)]
                pub fn f(x: &[$F]) -> Pair { value(x) }
            }
            use right::{f, f_jvp, f_vjp};
            check_gradient!(several f(&vec![0.7, 1.3]));
        }
    }

    mod wins_over_the_body {
        use super::*;

        fn forward(x: $F, x_dot: $F) -> ($F, $F) { (x.round(), x_dot) }
        fn reverse(x: $F) -> ($F, impl Fn($F) -> $F) { (x.round(), |seed| seed) }

        #[differentiate(jvp = forward, vjp = reverse)]
        fn rounded(x: $F) -> $F { x.round() }

        #[differentiate]
        fn caller(x: $F) -> $F { 3.0 * rounded(x) * x }

        #[test]
        fn in_every_companion() {
            assert_eq!(rounded_grad(2.3), 1.0);
            assert_eq!(rounded_jvp(2.3, 0.5), (2.0, 0.5));
            assert_eq!(rounded_linearize(2.3).1(0.5), 0.5);
            assert_eq!(rounded_vjp(2.3).1(0.25), 0.25);
            assert_eq!(rounded_value_and_grad(2.3), (2.0, 1.0));
            let mut x_bar = 0.0;
            assert_eq!((rounded_grad_into(2.3, &mut x_bar), x_bar), (2.0, 1.0));
        }

        #[test]
        fn in_callers() {
            let expected = 3.0 * 2.3 + 3.0 * 2.0;
            assert!((caller_grad(2.3) - expected).abs() < 4.0 * $F::EPSILON * expected);
            assert!((caller_jvp(2.3, 1.0).1 - expected).abs() < 4.0 * $F::EPSILON * expected);
        }
    }
} }

/// A struct carries derivatives as a tuple does.
mod structs {
    use ad_runtime::{Differentiable, differentiate};

    #[derive(Clone, Debug, PartialEq, Differentiable)]
    #[differentiable(tangent = Self)]
    pub struct Point {
        pub x: f64,
        pub y: f64,
    }

    fn forward(p: &Point, s: f64, p_dot: &Point, s_dot: f64) -> (Point, Point) {
        let value = swapped(p, s);
        (
            value,
            Point {
                x: p_dot.y * s + p.y * s_dot,
                y: p_dot.x,
            },
        )
    }

    fn reverse(p: &Point, s: f64) -> (Point, impl Fn(Point) -> (Point, f64)) {
        (swapped(p, s), move |seed| {
            (
                Point {
                    x: seed.y,
                    y: seed.x * s,
                },
                seed.x * p.y,
            )
        })
    }

    #[differentiate(jvp = forward, vjp = reverse)]
    fn swapped(p: &Point, s: f64) -> Point {
        Point { x: p.y * s, y: p.x }
    }

    #[differentiate]
    fn caller(p: &Point, s: f64) -> f64 {
        let q = swapped(p, s);
        let r = swapped(&q, s);
        r.x * r.y
    }

    #[test]
    fn through_a_caller() {
        let p = Point { x: 3.0, y: 4.0 };
        // x y s²
        let (p_bar, s_bar) = caller_grad(&p, 0.5);
        assert_eq!((p_bar, s_bar), (Point { x: 1.0, y: 0.75 }, 12.0));
        let along = Point { x: 1.0, y: 1.0 };
        assert_eq!(caller_jvp(&p, 0.5, &along, 1.0), (3.0, 13.75));
    }
}
