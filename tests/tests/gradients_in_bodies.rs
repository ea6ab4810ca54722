//! `g_grad` and `g_value_and_grad` in functions that are differentiated themselves, against differences.

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
