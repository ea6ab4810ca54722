//! `f_linearize`: forward mode, of which the value is computed once.
//!
//! That it is `f_jvp` bit for bit is checked of every function that is tested by `case!`, and of random programs; here
//! are what these do not have, what is not run again, and what callers may rely on.

#![allow(
    clippy::assign_op_pattern,
    clippy::cast_lossless,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    clippy::manual_is_multiple_of,
    clippy::needless_lifetimes,
    clippy::needless_range_loop,
    clippy::never_loop,
    clippy::ptr_arg,
    reason = "written as users write it; the same bit for bit is what is meant"
)]

use std::cell::Cell;

use ad_runtime::differentiate;
use num_traits::Float;

/// Asserts that the linear map is that of `f_jvp`, in several directions one after the other.
macro_rules! assert_forward_mode {
    ($jvp:ident, $linearize:ident, $arguments:tt, $($tangents:tt),+) => {{
        let (value, linear) = $linearize $arguments;
        for _ in 0..2 {
            $(
                let (same, along) = applied!($jvp $arguments $tangents);
                assert_eq!(value, same);
                assert_eq!(linear $tangents, along);
            )+
        }
    }};
}

macro_rules! applied {
    ($jvp:ident ($($argument:expr),*) ($($tangent:expr),*)) => {
        $jvp($($argument,)* $($tangent),*)
    };
}

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

fn counted(n: usize) -> usize {
    CALLS.set(CALLS.get() + 1);
    n
}

#[differentiate]
fn counts(x: f64, n: usize) -> f64 {
    let times = counted(n);
    let mut s = x;
    for k in 0..times {
        s = s * x.sin() + counted(k) as f64 * s;
    }
    s
}

#[test]
fn the_value_is_computed_once() {
    CALLS.set(0);
    let (value, linear) = counts_linearize(0.7, 3);
    let made = CALLS.get();
    counts(0.7, 3);
    assert_eq!(CALLS.get(), 2 * made);
    let dots = [1.0, -0.5, 2.0].map(&linear);
    assert_eq!(CALLS.get(), 2 * made, "nothing of it is run again");
    for (dot, x_dot) in dots.into_iter().zip([1.0, -0.5, 2.0]) {
        assert_eq!((value, dot), counts_jvp(0.7, 3, x_dot));
    }
}

/// A function whose calls of `sin` and `exp` are counted: the float of a program that asks for no more than it needs.
mod transcendental {
    use super::{CALLS, differentiate};

    fn slope(x: f64) -> f64 {
        CALLS.set(CALLS.get() + 1);
        x.cos()
    }

    #[differentiate(partials = slope)]
    pub fn sine(x: f64) -> f64 {
        x.sin()
    }
}
use transcendental::sine;

#[differentiate]
fn waves(x: &[f64], w: f64) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        if x[i] > 0.0 {
            s += sine(x[i] * w) * s;
        } else {
            s -= sine(x[i]);
        }
    }
    s
}

#[test]
fn partial_derivatives_are_computed_once() {
    let x = [0.3, -0.2, 1.5, 0.9];
    CALLS.set(0);
    let (_, linear) = waves_linearize(&x, 1.1);
    assert_eq!(CALLS.get(), x.len());
    linear(&[1.0, 2.0, 3.0, 4.0], 0.5);
    linear(&[0.0, 0.0, 0.0, 1.0], 0.0);
    assert_eq!(CALLS.get(), x.len());
}

#[test]
fn the_map_is_linear() {
    let (x, v, w) = ([0.3, -0.2, 1.5], [1.0, 0.25, -2.0], [0.5, 1.0, 4.0]);
    let (_, linear) = waves_linearize(&x, 1.1);
    let sum: Vec<f64> = v.iter().zip(&w).map(|(v, w)| v + w).collect();
    let parts = linear(&v, 1.0) + linear(&w, -3.0);
    assert!((linear(&sum, -2.0) - parts).abs() < 1e-14 * parts.abs());
    assert_eq!(linear(&[0.0; 3], 0.0), 0.0);
    assert_eq!(linear(&v.map(|v| 4.0 * v), 4.0), 4.0 * linear(&v, 1.0));
}

#[test]
fn tangents_may_live_shorter_than_the_map() {
    let x = vec![0.3, -0.2];
    let (_, linear) = waves_linearize(&x, 1.1);
    let dots: Vec<f64> = (0..2)
        .map(|i| {
            let mut unit = vec![0.0; 2];
            unit[i] = 1.0;
            linear(&unit, 0.0)
        })
        .collect();
    assert_eq!(dots[0], waves_jvp(&x, 1.1, &[1.0, 0.0], 0.0).1);
    assert_eq!(dots[1], waves_jvp(&x, 1.1, &[0.0, 1.0], 0.0).1);
}

#[differentiate]
fn named<'a, 'b>(x: &'a [f64], y: &'b mut [f64]) -> f64 {
    y[0] *= x[0].sin();
    y[0] * x[1]
}

#[test]
fn lifetimes_of_the_function_are_not_those_of_tangents() {
    let linear = {
        let mut y = [2.0, 3.0];
        let (_, linear) = named_linearize(&[0.5, 0.25], &mut y);
        assert_eq!(y, [2.0 * 0.5_f64.sin(), 3.0]);
        linear
    };
    let (mut y, mut y_dot) = ([2.0, 3.0], [1.0, 1.0]);
    let along = linear(&[0.1, 0.2], &mut y_dot);
    let mut expected = [1.0, 1.0];
    let (_, dot) = named_jvp(&[0.5, 0.25], &mut y, &[0.1, 0.2], &mut expected);
    assert_eq!((along, y_dot), (dot, expected));
}

#[differentiate]
fn step(y: &mut [f64], h: f64) -> f64 {
    let old = y[0];
    for i in 1..y.len() {
        y[i - 1] += h * y[i];
        y[i] -= h * y[i - 1].sin();
    }
    old * y[1]
}

#[differentiate]
fn run(a: f64, h: f64, n: usize) -> f64 {
    let mut y = [a, 0.0, h];
    let mut energy = 0.0;
    for _ in 0..n {
        energy += step(&mut y, h);
        if energy > 1.5 {
            break;
        }
    }
    y[0] * y[1] + energy
}

#[differentiate]
fn inactive_state(a: f64, n: usize) -> f64 {
    let mut fixed = [1.0, 2.0];
    let s = step(&mut fixed, a);
    s * a + n as f64 * fixed[0]
}

#[test]
fn a_state_is_stepped_in_place() {
    let start = [1.0, 0.5, -0.3];
    let mut y = start;
    let (value, linear) = step_linearize(&mut y, 0.1);
    for (y_dot, h_dot) in [([1.0, 0.0, 2.0], 0.5), ([0.3, -1.0, 0.0], 0.0)] {
        let (mut left, mut expected) = (y_dot, y_dot);
        let mut again = start;
        let (same, along) = step_jvp(&mut again, 0.1, &mut expected, h_dot);
        assert_eq!((value, y), (same, again));
        assert_eq!(linear(&mut left, h_dot), along);
        assert_eq!(left, expected);
    }
    assert_forward_mode!(
        run_jvp,
        run_linearize,
        (1.0, 0.05, 40),
        (1.0, 0.5),
        (-0.3, 2.0)
    );
    assert_forward_mode!(
        inactive_state_jvp,
        inactive_state_linearize,
        (0.4, 3),
        (1.0),
        (2.0)
    );
}

#[differentiate]
fn filled(x: &[f64], out: &mut Vec<f64>) {
    for i in 0..x.len() {
        out[i] = x[i] * x[(i + 1) % x.len()].exp();
    }
}

#[test]
fn nothing_is_returned() {
    let x = [0.1, 0.2, 0.3];
    let mut out = vec![9.0; 3];
    let ((), linear) = filled_linearize(&x, &mut out);
    let (mut dots, mut expected) = (vec![7.0; 3], vec![7.0; 3]);
    linear(&[1.0, 2.0, 3.0], &mut dots);
    filled_jvp(&x, &mut out, &[1.0, 2.0, 3.0], &mut expected);
    assert_eq!(dots, expected);
}

#[differentiate]
fn grown(x: f64, n: usize) -> Vec<f64> {
    let fixed = vec![1.0; n];
    let mut all = fixed.clone();
    let mut rows = vec![vec![0.0; 2]; n];
    for i in 0..n {
        all.push(x.sin() * all[i]);
        rows[i][1] = x * all[i];
        rows[i].push(x);
    }
    let last = all.pop().unwrap();
    all.swap(0, n);
    let mut short = vec![0.0; 1];
    std::mem::swap(&mut short, &mut rows[0]);
    all.push(last * short[2] * rows[1][1]);
    all.extend_from_slice(&rows[1]);
    all
}

#[test]
fn sequences_grow_and_are_exchanged() {
    // The zero tangents are as long as the sequences were, not as they are in the end.
    assert_forward_mode!(grown_jvp, grown_linearize, (0.7, 3), (1.0), (-2.0));
}

#[differentiate]
fn constant_result(x: f64, n: usize) -> Vec<f64> {
    let mut out = vec![1.0; n];
    if x > 0.0 {
        out.push(2.0);
    }
    out
}

#[differentiate(wrt(w))]
fn held(x: &[f64], w: f64, _unused: f64) -> (f64, [f64; 2]) {
    let mut out = [x[0], x[1]];
    for i in 0..x.len() {
        out[i] *= x[i].exp();
    }
    (w * x[0], out)
}

#[differentiate]
fn ignores(_x: f64, y: &[f64], _z: &[f64]) -> f64 {
    y[0] * 2.0
}

#[test]
fn what_has_no_tangent_is_zero() {
    assert_forward_mode!(
        constant_result_jvp,
        constant_result_linearize,
        (0.7, 2),
        (1.0)
    );
    assert_forward_mode!(
        held_jvp,
        held_linearize,
        (&[1.0, 2.0], 0.5, 3.0),
        (1.0),
        (2.5)
    );
    let (y, z) = ([1.0], [2.0, 3.0]);
    assert_forward_mode!(
        ignores_jvp,
        ignores_linearize,
        (0.7, &y, &z),
        (1.0, &[2.0], &[3.0, 4.0])
    );
}

#[differentiate]
fn calls_constant(x: f64, y: &[f64]) -> f64 {
    let mut own = y.to_vec();
    own[0] *= x;
    let fixed = vec![0.5, 0.25];
    let (first, rest) = held_by_callee(x, &fixed);
    own[0] += first;
    let (again, more) = held_by_callee(x * x, &own);
    own[0] = 100.0;
    first + rest[1] * again + more[0]
}

#[differentiate]
fn held_by_callee(w: f64, v: &[f64]) -> (f64, Vec<f64>) {
    let mut out = vec![w; v.len()];
    for i in 0..v.len() {
        out[i] *= v[i].sin();
    }
    (w * v[0], out)
}

#[test]
fn tangents_of_constant_arguments_are_absent() {
    let y = [0.3, 0.9];
    assert_forward_mode!(
        calls_constant_jvp,
        calls_constant_linearize,
        (0.7, &y),
        (1.0, &[0.5, 0.1]),
        (0.0, &[1.0, 0.0])
    );
}

#[differentiate]
fn owned(v: Vec<f64>, pair: (f64, [f64; 2])) -> Vec<f64> {
    let (a, b) = pair;
    let mut out = v;
    out[0] *= a;
    out.push(b[1].exp());
    out
}

#[differentiate]
fn passes_owned(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        let v = vec![s, x];
        let out = owned(v, (s, [x, s]));
        let constant = owned(vec![1.0; i + 1], (x, [1.0, 2.0]));
        s = out[0] + out[2] * constant[0];
    }
    s
}

#[test]
fn owned_arguments_are_passed() {
    assert_forward_mode!(
        owned_jvp,
        owned_linearize,
        (vec![1.0, 2.0], (0.5, [0.1, 0.2])),
        (vec![1.0, 0.0], (2.0, [0.0, 1.0])),
        (vec![0.0, 3.0], (0.0, [1.0, 0.0]))
    );
    assert_forward_mode!(
        passes_owned_jvp,
        passes_owned_linearize,
        (0.3, 3),
        (1.0),
        (0.1)
    );
}

#[differentiate]
fn power(x: f64, n: u32) -> f64 {
    if n == 0 {
        return 1.0;
    }
    let half = power(x, n / 2);
    if n % 2 == 0 {
        half * half
    } else {
        half * half * x
    }
}

#[differentiate]
fn total(v: &[f64], scale: f64, from: usize) -> f64 {
    if from == v.len() {
        return 0.0;
    }
    let mut own = v.to_vec();
    own[from] *= scale;
    let rest = total(&own, scale * 0.5, from + 1);
    own[from] = 0.0;
    rest * v[from].sin() + v[from] * scale
}

#[differentiate(forward)]
fn calls_recursive(x: f64, v: &[f64]) -> f64 {
    power(x, 5) * total(v, x, 0) + total(&[1.0, 2.0], x, 1)
}

#[test]
fn recursion_runs_again() {
    for n in 0..9 {
        assert_forward_mode!(power_jvp, power_linearize, (1.3, n), (1.0), (2.0));
    }
    let v = [0.5, 1.5, -0.2];
    assert_forward_mode!(
        total_jvp,
        total_linearize,
        (&v, 0.9, 0),
        (&[1.0, 0.5, 0.2], 0.3),
        (&[0.0, 1.0, 0.0], 0.0)
    );
    assert_forward_mode!(
        calls_recursive_jvp,
        calls_recursive_linearize,
        (0.9, &v),
        (1.0, &[1.0, 0.5, 0.2])
    );
}

#[differentiate]
fn checkpointed(x0: f64, r: f64, n: usize) -> f64 {
    let mut x = x0;
    #[checkpoint]
    for i in 0..n {
        x = r * x * (1.0 - x);
        if i % 3 == 0 {
            x = x.sin() * 0.9;
        }
    }
    x
}

#[differentiate(order = 2)]
fn energy(q: &[f64], k: f64) -> f64 {
    let mut e = 0.0;
    for i in 1..q.len() {
        e += k * (q[i] - q[i - 1]).cosh();
    }
    e
}

#[differentiate]
fn force(q: &[f64], k: f64) -> f64 {
    let (g, _) = energy_grad(q, k * k);
    g[0] * q[1] + energy(q, k)
}

#[test]
fn checkpoints_and_second_order() {
    assert_forward_mode!(
        checkpointed_jvp,
        checkpointed_linearize,
        (0.4, 2.9, 50),
        (1.0, 0.0),
        (0.5, 2.0)
    );
    let q = [0.1, 0.5, -0.3];
    assert_forward_mode!(
        energy_jvp,
        energy_linearize,
        (&q, 1.5),
        (&[1.0, 0.2, 0.4], 0.1)
    );
    assert_forward_mode!(
        force_jvp,
        force_linearize,
        (&q, 1.5),
        (&[1.0, 0.2, 0.4], 0.1)
    );
}

#[differentiate]
fn searched(x: f64, n: usize) -> f64 {
    let found;
    let mut k = 0;
    loop {
        found = x.sin() * k as f64 + x;
        k += 1;
        break;
    }
    let mut left = x;
    let product = 'outer: loop {
        k += 1;
        if k > 30 {
            return left;
        }
        for i in 0..n {
            for j in 0..i {
                left = left * 0.9 + (x * j as f64).cos();
                if left > 1.2 {
                    continue 'outer;
                }
                if k > 7 {
                    break 'outer left * found;
                }
                k += 1;
            }
            if left < -3.0 {
                return left;
            }
        }
        k += 3;
        left *= 0.5;
        if k > 20 {
            break left;
        }
    };
    let mut it = 0;
    while product > it as f64 {
        left += x.exp() / (it as f64 + 1.0);
        it += 2;
    }
    match k {
        0 => unreachable!(),
        1..=8 => left * product,
        _ if product > 0.0 => product.sqrt(),
        _ => panic!("never"),
    }
}

#[test]
fn loops_are_left_where_they_were() {
    for n in 1..6 {
        for x in [0.1, 0.7, 1.4] {
            assert_forward_mode!(searched_jvp, searched_linearize, (x, n), (1.0), (-2.0));
        }
    }
}

#[differentiate]
fn generic<T: Float>(x: &[T], a: T) -> T {
    let mut best = x[0];
    let mut seen = Vec::new();
    for (i, v) in x.iter().enumerate() {
        let scaled = *v * a;
        if scaled > best {
            best = scaled.sin();
        }
        seen.push(best * a);
        if i > 2 {
            best = best + seen[i - 2];
        }
    }
    seen.iter().map(|v| v.exp()).fold(best, |s, v| s + v)
}

#[test]
fn generic_functions_in_both_precisions() {
    let x = [0.1, 0.9, 0.4, 2.0, 1.0];
    let dots = [1.0, 0.5, 0.25, -1.0, 2.0];
    assert_forward_mode!(generic_jvp, generic_linearize, (&x, 1.1), (&dots, 0.3));
    let (x, dots) = (x.map(|x| x as f32), dots.map(|x| x as f32));
    assert_forward_mode!(
        generic_jvp,
        generic_linearize,
        (&x, 1.1_f32),
        (&dots, 0.3_f32)
    );
}

#[differentiate(forward)]
fn only_forward(x: f64, n: usize) -> f64 {
    let mut s = x;
    for _ in 0..n {
        s = s.sin() * x;
    }
    s
}

#[differentiate(forward)]
fn calls_forward(x: f64) -> f64 {
    only_forward(x * x, 3) * x
}

#[test]
fn forward_mode_alone() {
    assert_forward_mode!(
        calls_forward_jvp,
        calls_forward_linearize,
        (0.7),
        (1.0),
        (3.0)
    );
}

#[test]
fn a_map_is_kept_and_sent() {
    fn keeps() -> Vec<Box<dyn Fn(f64) -> f64 + Send>> {
        let points = [0.2, 0.4];
        points
            .iter()
            .map(|x| Box::new(counts_linearize(*x, 4).1) as Box<dyn Fn(f64) -> f64 + Send>)
            .collect()
    }
    let slopes = std::thread::spawn(|| keeps().iter().map(|map| map(1.0)).collect::<Vec<_>>());
    let slopes = slopes.join().expect("slopes");
    assert_eq!(slopes, [0.2, 0.4].map(|x| counts_jvp(x, 4, 1.0).1));
}
