//! Rosenbrock's function of many variables, value and gradient.

use super::spread;
use ad_runtime::differentiate;

/// The point.
pub type Input = Vec<f64>;
/// The value, and the gradient.
pub type ValueAndGradient = (f64, Vec<f64>);

#[differentiate]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = 1.0 - x[i];
        let b = x[i + 1] - x[i] * x[i];
        sum += a * a + 100.0 * b * b;
    }
    sum
}

#[differentiate]
fn over_windows(x: &[f64]) -> f64 {
    x.windows(2)
        .map(|pair| {
            let a = 1.0 - pair[0];
            let b = pair[1] - pair[0] * pair[0];
            a * a + 100.0 * b * b
        })
        .sum()
}

/// One pass: what a term adds to its second variable waits for the next term.
fn by_hand(x: &[f64]) -> ValueAndGradient {
    let mut x_bar = vec![0.0; x.len()];
    let mut sum = 0.0;
    let mut carried = 0.0;
    for (pair, x_bar) in x.windows(2).zip(&mut x_bar) {
        let a = 1.0 - pair[0];
        let b = pair[1] - pair[0] * pair[0];
        sum += a * a + 100.0 * b * b;
        let b_bar = 200.0 * b;
        *x_bar = carried - 2.0 * a - 2.0 * pair[0] * b_bar;
        carried = b_bar;
    }
    if let Some(last) = x_bar.last_mut() {
        *last = carried;
    }
    (sum, x_bar)
}

/// A point of this many variables.
#[must_use]
pub fn input(variables: usize) -> Input {
    spread(variables, 0, -1.5, 1.5)
}

/// The plain function.
#[must_use]
#[inline(never)]
pub fn plain(x: &Input) -> f64 {
    rosenbrock(x)
}

/// The plain function, over windows.
#[must_use]
#[inline(never)]
pub fn plain_over_windows(x: &Input) -> f64 {
    over_windows(x)
}

/// The generated value and gradient.
#[must_use]
#[inline(never)]
pub fn ours(x: &Input) -> ValueAndGradient {
    rosenbrock_value_and_grad(x)
}

/// The generated value and gradient of the function over windows.
#[must_use]
#[inline(never)]
pub fn ours_over_windows(x: &Input) -> ValueAndGradient {
    over_windows_value_and_grad(x)
}

/// The value and gradient written by hand.
#[must_use]
#[inline(never)]
pub fn hand(x: &Input) -> ValueAndGradient {
    by_hand(x)
}
