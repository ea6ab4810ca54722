//! Straight-line code of scalars and fixed-size arrays allocates nothing, in any companion.

use ad_runtime::{Jacobian, differentiate};
use allocation_counter::measure;
use std::cell::RefCell;
use std::hint::black_box;

#[track_caller]
fn assert_allocates_nothing<R>(what: &str, action: impl Fn() -> R) {
    // Once outside the measurement, for whatever is set up at the first use.
    black_box(action());
    let count = measure(|| drop(black_box(action()))).count_total;
    assert_eq!(count, 0, "{what} allocates");
}

#[differentiate]
fn scalars(x: f64, y: f64) -> f64 {
    let mut z = x * y;
    z += (x / y).exp();
    z * (x * x + y * y).sqrt().tanh()
}

#[differentiate]
fn arrays(a: &[f64; 3], m: [[f64; 2]; 2], x: f64) -> f64 {
    let mut b = [a[0] * x, a[1], a[2]];
    b[0] *= m[0][1];
    b[2] += b[0].sin() * m[1][0];
    let [p, _, q] = b;
    scalars(p, q) * norm(a)
}

#[differentiate]
fn norm(a: &[f64; 3]) -> f64 {
    (a[0] * a[0] + a[1] * a[1] + a[2] * a[2]).sqrt()
}

#[differentiate]
fn rotation(p: (f64, f64), angle: f64) -> [f64; 2] {
    let (s, c) = angle.sin_cos();
    [c * p.0 - s * p.1, s * p.0 + c * p.1]
}

/// The slice's cotangent goes into the caller's buffer.
#[differentiate]
fn slices(a: &[f64], x: f64) -> f64 {
    helper(a, x) * a[0]
}

#[differentiate]
fn helper(a: &[f64], x: f64) -> f64 {
    a[1] * x.exp()
}

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(black_box(vec![1.0; 10]))).count_total, 1);
    assert!(measure(|| drop(black_box(slices_grad(&[1.0, 2.0], 0.5)))).count_total > 0);
}

#[test]
fn of_scalars() {
    let (x, y) = black_box((0.7, 1.3));
    assert_allocates_nothing("scalars_jvp", || scalars_jvp(x, y, 1.0, 2.0));
    assert_allocates_nothing("scalars_vjp", || scalars_vjp(x, y).0);
    assert_allocates_nothing("the pullback", || scalars_vjp(x, y).1(1.0));
    assert_allocates_nothing("scalars_grad", || scalars_grad(x, y));
    assert_allocates_nothing("scalars_value_and_grad", || scalars_value_and_grad(x, y));
    assert_allocates_nothing("scalars_grad_into", || {
        scalars_grad_into(x, y, &mut 0.0, &mut 0.0)
    });
}

#[test]
fn of_arrays() {
    let (a, m, x) = black_box(([0.7, 1.3, 0.4], [[1.0, 2.0], [3.0, 4.0]], 0.5));
    assert_allocates_nothing("arrays_jvp", || arrays_jvp(&a, m, x, &a, m, x));
    assert_allocates_nothing("arrays_vjp", || arrays_vjp(&a, m, x).0);
    assert_allocates_nothing("the pullback", || arrays_vjp(&a, m, x).1(1.0));
    assert_allocates_nothing("arrays_grad", || arrays_grad(&a, m, x));
    assert_allocates_nothing("arrays_value_and_grad", || arrays_value_and_grad(&a, m, x));
    assert_allocates_nothing("arrays_grad_into", || {
        arrays_grad_into(&a, m, x, &mut [0.0; 3], &mut [[0.0; 2]; 2], &mut 0.0)
    });
}

#[test]
fn of_several_results() {
    let (p, angle) = black_box(((0.7, 1.3), 0.5));
    assert_allocates_nothing("rotation_jvp", || rotation_jvp(p, angle, p, angle));
    assert_allocates_nothing("rotation_vjp", || rotation_vjp(p, angle).0);
    assert_allocates_nothing("the pullback", || rotation_vjp(p, angle).1([1.0, 0.0]));
}

#[test]
fn of_slices_with_the_callers_buffer() {
    let (a, x) = black_box(([0.7, 1.3], 0.5));
    assert_allocates_nothing("slices_jvp", || slices_jvp(&a, x, &a, x));
    assert_allocates_nothing("slices_grad_into", || {
        slices_grad_into(&a, x, &mut [0.0; 2], &mut 0.0)
    });
}

#[differentiate]
fn residuals(points: &[[f64; 2]], weights: &[f64], scale: f64) -> [f64; 2] {
    let (a, b) = (points[0], points[1]);
    let x = (a[0] - b[0]) * weights[0];
    let y = (a[1] - b[1]) * weights[1];
    [x.hypot(y) * scale, x * y * scale * scale]
}

#[differentiate]
fn oscillator(t: f64, y: &[f64], dy: &mut [f64]) {
    dy[0] = y[1] * t;
    dy[1] = dy[1] * t - y[0].sin();
}

/// Rows, and columns in lanes, of arrays.
#[test]
fn of_jacobians_in_arrays() {
    let (p, angle) = black_box(((0.7, 1.3), 0.5));
    assert_allocates_nothing("rotation_jacobian_into", || {
        rotation_jacobian_into(p, angle, &mut [[0.0; 2]; 2], &mut [[0.0]; 2])
    });
    assert_allocates_nothing("powers_jacobian_into", || {
        powers_jacobian_into(angle, &mut [[0.0]; 3])
    });
}

#[differentiate]
fn powers(x: f64) -> [f64; 3] {
    [x, x * x, x * x * x]
}

/// What is behind references is lent rows of the caller's matrices.
#[test]
fn of_jacobians_in_matrices() {
    let (points, weights) = black_box(([[1.0, 2.0], [3.0, 5.0]], [0.5, 0.25]));
    let (by_points, by_weights) = (Jacobian::zeros(2, 4), Jacobian::zeros(2, 2));
    let matrices = RefCell::new((by_points, by_weights, [[0.0]; 2]));
    assert_allocates_nothing("residuals_jacobian_into", || {
        let (by_points, by_weights, by_scale) = &mut *matrices.borrow_mut();
        residuals_jacobian_into(&points, &weights, 2.0, by_points, by_weights, by_scale)
    });
    let (by_points, by_weights, by_scale) = residuals_jacobian(&points, &weights, 2.0);
    assert_eq!(matrices.into_inner(), (by_points, by_weights, by_scale));

    let matrices = (
        Jacobian::zeros(2, 1),
        Jacobian::zeros(2, 2),
        Jacobian::zeros(2, 2),
    );
    let matrices = RefCell::new(matrices);
    assert_allocates_nothing("oscillator_jacobian_into", || {
        let (by_t, by_y, by_dy) = &mut *matrices.borrow_mut();
        oscillator_jacobian_into(0.5, &weights, &mut [1.0, 2.0], by_t, by_y, by_dy);
    });
    let expected = oscillator_jacobian(0.5, &weights, &mut [1.0, 2.0]);
    assert_eq!(matrices.into_inner(), expected);
}
