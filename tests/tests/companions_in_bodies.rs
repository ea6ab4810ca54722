//! `g_grad`, `g_value_and_grad` and `g_jvp` in functions that are differentiated themselves, against differences.

use ad_runtime::{Jacobian, differentiate};
use ad_tests::{assert_near, differences};

/// Springs between neighbours, stiffer the more they are stretched.
#[differentiate(order = 2)]
fn potential(x: &[f64], k: f64) -> f64 {
    let mut sum = 0.0;
    for i in 1..x.len() {
        let d = x[i] - x[i - 1];
        sum += k * d * d * (1.0 + d.sin());
    }
    sum
}

/// Forces are gradients: the end of a chain after some steps.
#[differentiate]
fn simulate(x0: &[f64], k: f64, h: f64, steps: usize) -> f64 {
    let mut x = x0.to_vec();
    let mut v = vec![0.0; x0.len()];
    for _ in 0..steps {
        let (slope, _) = potential_grad(&x, k);
        for i in 0..x.len() {
            v[i] -= h * slope[i];
            x[i] += h * v[i];
        }
    }
    x[0] * x[x.len() - 1]
}

#[test]
fn forces_in_an_integrator() {
    let (x, k, h) = ([0.0, 1.2, 1.9], 0.8, 0.05);
    let (x_bar, k_bar, h_bar) = simulate_grad(&x, k, h, 20);
    let f = |z: &[f64]| simulate(&z[..3], z[3], z[4], 20);
    let bars = [&x_bar[..], &[k_bar, h_bar]].concat();
    assert_near(&bars, &differences(f, &[0.0, 1.2, 1.9, k, h]));
    let (value, dot) = simulate_jvp(&x, k, h, 20, &[0.3, 0.2, 0.1], 0.5, -0.7);
    let along = [0.3, 0.2, 0.1, 0.5, -0.7];
    let expected: f64 = bars.iter().zip(along).map(|(bar, dot)| bar * dot).sum();
    assert_eq!(value.to_bits(), simulate(&x, k, h, 20).to_bits());
    assert!((dot - expected).abs() < 1e-13 * expected.abs());
}

#[differentiate(order = 2)]
fn product(x: f64, y: f64) -> f64 {
    x.sin() * y * y
}

/// One argument twice, gradients of gradients' parts, a part that is not used.
#[differentiate]
fn of_gradients(a: f64, b: f64) -> f64 {
    let (p, q) = product_grad(a * b, b);
    let (value, (r, s)) = product_value_and_grad(a, p);
    let (_, t) = product_grad(b, b);
    p * q + value * r - s * t
}

#[test]
fn several_and_with_the_value() {
    let (a, b) = of_gradients_grad(0.7, 1.3);
    let expected = differences(|z: &[f64]| of_gradients(z[0], z[1]), &[0.7, 1.3]);
    assert_near(&[a, b], &expected);
    let (_, dot) = of_gradients_jvp(0.7, 1.3, 0.4, 0.2);
    let expected = a * 0.4 + b * 0.2;
    assert!((dot - expected).abs() < 1e-13 * expected.abs());
}

/// An optimiser inside: the minimum follows the parameter.
#[differentiate]
fn descent(k: f64, steps: usize) -> f64 {
    let mut x = 1.0;
    let mut value = 0.0;
    for _ in 0..steps {
        let (at, (slope, _)) = product_value_and_grad(x, k);
        x -= 0.1 * slope;
        value = at;
    }
    value * x
}

#[test]
fn descent_inside() {
    let expected = differences(|z: &[f64]| descent(z[0], 30), &[0.6]);
    assert_near(&[descent_grad(0.6, 30)], &expected);
}

/// Held constant: `scale`, and the data.
#[differentiate(order = 2, wrt(x))]
fn cubic(x: [f64; 2], scale: f64, data: &[f64]) -> f64 {
    x[0].powi(3) * x[1] * scale + data[0] * x[1].exp()
}

#[differentiate(wrt(x, a))]
fn field(x: [f64; 2], a: f64, data: &[f64; 2]) -> [f64; 2] {
    let slope = cubic_grad([x[0] * a, x[1]], 2.0, data);
    [slope[0] * a, slope[1]]
}

#[test]
fn of_arrays_with_constants() {
    let data = [3.0, 4.0];
    let (by_x, by_a) = field_jacobian([0.4, 0.6], 1.5, &data);
    for row in 0..2 {
        let f = |z: &[f64]| field([z[0], z[1]], z[2], &data)[row];
        let expected = differences(f, &[0.4, 0.6, 1.5]);
        assert_near(&[by_x[row][0], by_x[row][1], by_a[row][0]], &expected);
    }
}

/// The Jacobian of a gradient is the Hessian.
#[differentiate]
fn slope(x: &[f64], k: f64) -> Vec<f64> {
    let (slope, _) = potential_grad(x, k);
    slope
}

#[test]
fn jacobian_of_a_gradient() {
    let x = [0.0, 1.2, 1.9];
    let hessian: Jacobian<f64> = potential_hessian(&x, 0.8);
    let (by_x, by_k) = slope_jacobian(&x, 0.8);
    for row in 0..3 {
        assert_near(by_x.row(row), &hessian.row(row)[..3]);
        assert_near(by_k.row(row), &hessian.row(row)[3..]);
    }
}

/// A small network of time, its weights first those inside.
#[differentiate(order = 2)]
fn network(t: f64, weights: &[f64], width: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..width {
        sum += weights[i] * (weights[width + i] * t).tanh();
    }
    sum
}

/// By how much a network misses the equation u' = −u: its derivative by time is a derivative along a direction.
#[differentiate(wrt(weights))]
fn residual(weights: &[f64], times: &[f64]) -> f64 {
    let zeros = vec![0.0; weights.len()];
    let mut loss = 0.0;
    for &t in times {
        let (u, slope) = network_jvp(t, weights, weights.len() / 2, 1.0, &zeros);
        loss += (slope + u) * (slope + u);
    }
    loss
}

#[test]
fn derivatives_along_a_direction() {
    let (weights, times) = ([0.3, -0.4, 0.8, 1.2], [0.1, 0.5, 0.9]);
    let bars = residual_grad(&weights, &times);
    assert_near(
        &bars,
        &differences(|w: &[f64]| residual(w, &times), &weights),
    );
    let along = [0.2, 0.1, -0.5, 0.6];
    let expected: f64 = bars.iter().zip(along).map(|(bar, dot)| bar * dot).sum();
    let (_, dot) = residual_jvp(&weights, &times, &along);
    assert!((dot - expected).abs() < 1e-13 * expected.abs());
}

#[differentiate(order = 2)]
fn pair(x: f64, y: [f64; 2]) -> (f64, [f64; 2]) {
    (x * y[0], [y[1].sin() * x, y[0]])
}

/// The point and the direction both depend on the arguments.
#[differentiate]
fn of_several_results(x: f64, y: [f64; 2], v: f64) -> f64 {
    let ((a, b), (a_dot, b_dot)) = pair_jvp(x * v, y, x, [v, y[0]]);
    a * a_dot + b[0] * b_dot[1] - b[1] * b_dot[0] * v
}

#[test]
fn derivatives_of_several_results() {
    let (a, b, c) = of_several_results_grad(0.7, [0.4, 0.9], 1.1);
    let f = |z: &[f64]| of_several_results(z[0], [z[1], z[2]], z[3]);
    let expected = differences(f, &[0.7, 0.4, 0.9, 1.1]);
    assert_near(&[a, b[0], b[1], c], &expected);
    let (_, dot) = of_several_results_jvp(0.7, [0.4, 0.9], 1.1, 0.3, [0.1, 0.2], 0.5);
    let expected = a * 0.3 + b[0] * 0.1 + b[1] * 0.2 + c * 0.5;
    assert!((dot - expected).abs() < 1e-13 * expected.abs());
}

/// What a step leaves in its state, along a direction.
#[differentiate(order = 2)]
fn step(state: &mut [f64], h: f64) {
    for v in state {
        *v += h * v.sin();
    }
}

#[differentiate]
fn of_what_is_written(x: &[f64], h: f64) -> f64 {
    let mut state = x.to_vec();
    let mut state_dot = vec![0.0; x.len()];
    state_dot[0] = h;
    for _ in 0..3 {
        step_jvp(&mut state, h, &mut state_dot, 1.0);
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += state[i] * state_dot[i];
    }
    sum
}

#[test]
fn derivatives_of_what_is_written_in_place() {
    let (x_bar, h_bar) = of_what_is_written_grad(&[0.7, 0.4], 0.3);
    let f = |z: &[f64]| of_what_is_written(&z[..2], z[2]);
    let expected = differences(f, &[0.7, 0.4, 0.3]);
    assert_near(&[x_bar[0], x_bar[1], h_bar], &expected);
}
