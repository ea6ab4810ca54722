//! Parameters behind `&mut`: inputs and outputs at once, in functions and in calls.

#![allow(
    clippy::assign_op_pattern,
    clippy::cast_precision_loss,
    reason = "written as users write it"
)]

use ad_runtime::differentiate;
use ad_tests::{assert_near, differences};

#[differentiate]
fn rhs(t: f64, y: &[f64], p: &[f64], dy: &mut [f64]) {
    dy[0] = p[0] * y[0] - p[1] * y[0] * y[1] + t.sin();
    dy[1] = -p[2] * y[1] + p[3] * y[0] * y[1];
}

#[test]
fn both_modes_of_a_right_hand_side_are_transposed() {
    let (t, y, p) = (0.3, [1.0, 0.5], [1.1, 0.4, 0.4, 0.1]);
    let (mut dy, mut dy_dot) = ([0.0; 2], [9.0; 2]);
    let (y_dot, p_dot) = ([0.5, 0.2], [0.1, 0.2, 0.3, 0.4]);
    let ((), ()) = rhs_jvp(t, &y, &p, &mut dy, 1.0, &y_dot, &p_dot, &mut dy_dot);
    let ((), pullback) = rhs_vjp(t, &y, &p, &mut dy);
    for _ in 0..2 {
        let mut dy_bar = [0.7, -0.3];
        let (t_bar, y_bar, p_bar) = pullback(&mut dy_bar);
        // What was in `dy` before has no influence.
        assert_near(&dy_bar, &[0.0, 0.0]);
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let forward = dot(&[0.7, -0.3], &dy_dot);
        let reverse = t_bar + dot(&y_bar, &y_dot) + dot(&p_bar, &p_dot);
        assert_near(&[forward], &[reverse]);
    }
}

#[differentiate]
fn step(y: &mut [f64; 2], h: f64) -> f64 {
    let old = y[0];
    y[0] += h * y[1];
    y[1] -= h * y[0].sin();
    old * y[1]
}

#[differentiate]
fn run(a: f64, h: f64, n: usize) -> f64 {
    let mut y = [a, 0.0];
    let mut energy = 0.0;
    for _ in 0..n {
        energy += step(&mut y, h);
    }
    y[0] * y[1] + energy
}

#[test]
fn a_state_is_stepped_in_place() {
    let (a_bar, h_bar) = run_grad(1.0, 0.05, 20);
    assert_near(
        &[a_bar, h_bar],
        &differences(|x| run(x[0], x[1], 20), &[1.0, 0.05]),
    );
    let (value, dot) = run_jvp(1.0, 0.05, 20, 1.0, 0.5);
    assert_eq!(value.to_bits(), run(1.0, 0.05, 20).to_bits());
    assert_near(&[dot], &[a_bar + 0.5 * h_bar]);
}

#[differentiate]
fn euler(y0: &[f64; 2], p: &[f64], n: usize) -> f64 {
    let mut y = y0.to_vec();
    let mut dy = vec![0.0; 2];
    for i in 0..n {
        rhs(0.01 * i as f64, &y, p, &mut dy);
        for k in 0..2 {
            y[k] += 0.01 * dy[k];
        }
    }
    y[0] + y[1] * y[1]
}

#[test]
fn a_buffer_is_written_again_and_again() {
    let (y, p) = ([1.0, 0.5], [1.1, 0.4, 0.4, 0.1]);
    let (y_bar, p_bar) = euler_grad(&y, &p, 30);
    assert_near(&y_bar, &differences(|y| euler(&[y[0], y[1]], &p, 30), &y));
    assert_near(&p_bar, &differences(|p| euler(&y, p, 30), &p));
    let (again, p_again) = euler_vjp(&y, &p, 30).1(2.0);
    assert_near(&again, &y_bar.map(|bar| 2.0 * bar));
    assert_near(
        &p_again,
        &p_bar.iter().map(|bar| 2.0 * bar).collect::<Vec<_>>(),
    );
}

#[differentiate]
fn scale(x: &mut [f64], f: f64) {
    for v in x.iter_mut() {
        *v *= f;
    }
}

#[differentiate]
fn scale_twice(x: &mut [f64], f: f64) {
    if f < 0.0 {
        return;
    }
    scale(x, f);
    scale(x, f);
    x[0] = x[0] * x[1];
}

#[test]
fn what_is_in_place_is_passed_on() {
    for f in [1.5, -1.0] {
        let mut x = [1.0, 2.0, 3.0];
        let ((), pullback) = scale_twice_vjp(&mut x, f);
        let mut x_bar = [1.0, 0.5, 0.25];
        let f_bar = pullback(&mut x_bar);
        let weighted = |at: &[f64]| {
            let mut x = [at[0], at[1], at[2]];
            scale_twice(&mut x, at[3]);
            x[0] + 0.5 * x[1] + 0.25 * x[2]
        };
        let expected = differences(weighted, &[1.0, 2.0, 3.0, f]);
        assert_near(&[x_bar.as_slice(), &[f_bar]].concat(), &expected);
    }
}

#[differentiate]
fn with_scratch(x: &[f64], scratch: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        scratch[i] += x[i] * x[i];
        sum += scratch[i] * x[0];
    }
    sum
}

#[test]
fn a_gradient_returns_the_cotangent_of_what_was_found() {
    let x = [0.3, 0.9, 1.4];
    let (x_bar, scratch_bar) = with_scratch_grad(&x, &mut [1.0, 2.0, 3.0]);
    assert_near(
        &x_bar,
        &differences(|x| with_scratch(x, &mut [1.0, 2.0, 3.0]), &x),
    );
    assert_near(&scratch_bar, &[0.3; 3]);
}

#[differentiate]
fn number(x: f64, y: &mut f64, n: usize) -> f64 {
    for _ in 0..n {
        *y *= x;
    }
    let z = *y * x;
    *y += z.sin();
    z
}

#[test]
fn a_number_is_written_in_place() {
    let mut y = 0.7;
    let (z, pullback) = number_vjp(1.3, &mut y, 2);
    assert_eq!((z, y), {
        let mut y = 0.7;
        (number(1.3, &mut y, 2), y)
    });
    let mut y_bar = 0.5;
    let x_bar = pullback(2.0, &mut y_bar);
    let weighted = |at: &[f64]| {
        let mut y = at[1];
        2.0 * number(at[0], &mut y, 2) + 0.5 * y
    };
    assert_near(&[x_bar, y_bar], &differences(weighted, &[1.3, 0.7]));
    let (mut y, mut y_dot) = (0.7, 0.3);
    let (_, z_dot) = number_jvp(1.3, &mut y, 2, 1.0, &mut y_dot);
    assert_near(&[2.0 * z_dot + 0.5 * y_dot], &[x_bar + 0.3 * y_bar]);
}

#[differentiate]
fn doubled(x: &mut f64) {
    *x += *x;
}

#[differentiate]
fn doubled_in_a_branch(x: f64, mut k: (i32, f64)) -> f64 {
    if x > 0.5 {
        doubled(&mut k.1);
        return k.1 * x;
    }
    1.0
}

/// The cotangent of what the call left is all there before the call is run backwards.
#[test]
fn parts_in_a_branch() {
    let (x_bar, ((), k_bar)) = doubled_in_a_branch_grad(0.7, (1, 1.3));
    assert_near(&[x_bar, k_bar], &[2.6, 1.4]);
}

#[differentiate]
fn counted(x: f64, y: &mut (usize, f64)) {
    y.0 += 1;
    y.1 *= x * y.0 as f64;
}

#[differentiate]
fn counted_twice(x: f64) -> f64 {
    let mut y = (1, x);
    counted(x, &mut y);
    counted(x.sin(), &mut y);
    y.1
}

#[test]
fn an_integer_beside_what_is_written() {
    let x_bar = counted_twice_grad(0.7);
    assert_near(&[x_bar], &differences(|x| counted_twice(x[0]), &[0.7]));
    let (_, y_dot) = counted_twice_jvp(0.7, 1.0);
    assert_near(&[y_dot], &[x_bar]);
    let (mut y, mut y_dot) = ((1, 0.7), ((), 0.5));
    counted_jvp(1.3, &mut y, 2.0, &mut y_dot);
    assert_eq!(y.0, 2);
    assert_near(&[y_dot.1], &[2.0 * 2.0 * 0.7 + 1.3 * 2.0 * 0.5]);
}

#[differentiate]
fn overwritten_in_trips(x: f64, y: &mut f64, n: usize) -> f64 {
    let mut sum = x;
    #[checkpoint(1)]
    for i in 0..n {
        *y = sum.sin() * i as f64;
        sum *= *y + 1.0;
    }
    sum
}

#[test]
fn a_number_is_overwritten_in_a_loop_with_checkpoints() {
    let (mut y, mut y_bar) = (0.7, 0.5);
    let (_, pullback) = overwritten_in_trips_vjp(1.3, &mut y, 5);
    let x_bar = pullback(2.0, &mut y_bar);
    let weighted = |at: &[f64]| {
        let mut y = at[1];
        2.0 * overwritten_in_trips(at[0], &mut y, 5) + 0.5 * y
    };
    assert_near(&[x_bar, y_bar], &differences(weighted, &[1.3, 0.7]));
}
