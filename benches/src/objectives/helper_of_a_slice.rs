//! A helper that reads two elements of a long slice, called in a loop.

use super::spread;
use ad_runtime::differentiate;

/// The slice.
pub type Input = Vec<f64>;
/// Of the slice.
pub type Gradient = Vec<f64>;

const CALLS: usize = 1000;

#[differentiate]
fn product(x: &[f64], i: usize) -> f64 {
    x[i] * x[i + 1]
}

#[differentiate]
fn sum_of_products(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..CALLS {
        sum += product(x, 7 * i);
    }
    sum
}

fn by_hand(x: &[f64]) -> Gradient {
    let mut x_bar = vec![0.0; x.len()];
    for i in 0..CALLS {
        x_bar[7 * i] += x[7 * i + 1];
        x_bar[7 * i + 1] += x[7 * i];
    }
    x_bar
}

/// A slice of this length.
#[must_use]
pub fn input(length: usize) -> Input {
    spread(length, 0, -1.0, 1.0)
}

/// The plain function.
#[must_use]
#[inline(never)]
pub fn plain(x: &Input) -> f64 {
    sum_of_products(x)
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn ours(x: &Input) -> Gradient {
    sum_of_products_grad(x)
}

/// The gradient written by hand.
#[must_use]
#[inline(never)]
pub fn hand(x: &Input) -> Gradient {
    by_hand(x)
}
