//! What is written in place by a function of one float: its directions are written in place too.

use ad_runtime::differentiate;
use ad_tests::{assert_near, differences};

#[differentiate(order = 2)]
fn written(y: &mut [f64; 2], x: f64) -> f64 {
    y[0] *= x;
    y[1] += y[0] * y[0];
    y[1] * x.sin()
}

/// The product of the Hessian along a direction is the derivative of the gradient along it.
#[test]
fn products_are_derivatives_of_the_gradient() {
    let (at, along) = ([0.3, 0.4, 0.7], [0.1, 0.2, 0.5]);
    let slope = |row: usize, by: f64| {
        let moved: Vec<f64> = at.iter().zip(along).map(|(x, v)| x + by * v).collect();
        let (y_bar, x_bar) = written_grad(&mut [moved[0], moved[1]], moved[2]);
        [y_bar[0], y_bar[1], x_bar][row]
    };
    let expected: Vec<f64> = (0..3)
        .map(|row| differences(|by: &[f64]| slope(row, by[0]), &[0.0])[0])
        .collect();
    let dots = || ([along[0], along[1]], along[2]);
    let (mut y_dot, x_dot) = dots();
    let (y_bar, x_bar) = written_hvp(&mut [at[0], at[1]], at[2], &mut y_dot, x_dot);
    assert_near(&[y_bar[0], y_bar[1], x_bar], &expected);

    let (mut y_dot, x_dot) = dots();
    let ((y_slope, x_slope), product) =
        written_grad_and_hvp(&mut [at[0], at[1]], at[2], &mut y_dot, x_dot);
    assert_eq!(product, (y_bar, x_bar));
    assert_near(
        &[y_slope[0], y_slope[1], x_slope],
        &[slope(0, 0.0), slope(1, 0.0), slope(2, 0.0)],
    );
}

/// A closure cannot be passed twice unless it is cloned: the Hessian asks for that.
#[differentiate(order = 2)]
fn powers(x: f64, count: impl Fn(i32) -> i32, n: i32) -> f64 {
    let mut sum = 0.0;
    for i in 0..count(n) {
        sum += x.powi(i);
    }
    sum
}

#[test]
fn a_function_beside_what_is_differentiated() {
    let second = powers_hvp(2.0, |n| n + 1, 3, 1.0);
    assert_near(&[second], &[2.0 + 12.0]);
    assert_near(&powers_hessian(2.0, |n| n + 1, 3)[0], &[second]);
}
