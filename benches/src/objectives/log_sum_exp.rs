//! The logarithm of a sum of exponentials.

use super::spread;
use ad_runtime::differentiate;

/// The exponents.
pub type Input = Vec<f64>;
/// One number per exponent.
pub type Gradient = Vec<f64>;

#[differentiate]
fn by_index(x: &[f64]) -> f64 {
    let mut largest = x[0];
    for i in 1..x.len() {
        if x[i] > largest {
            largest = x[i];
        }
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += (x[i] - largest).exp();
    }
    largest + sum.ln()
}

#[differentiate]
fn by_iterator(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = x.iter().map(|x| (x - largest).exp()).sum();
    largest + sum.ln()
}

/// The terms are kept where the gradient goes; the largest exponent cancels.
fn by_hand(x: &[f64]) -> Gradient {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut terms = vec![0.0; x.len()];
    let mut sum = 0.0;
    for (term, x) in terms.iter_mut().zip(x) {
        *term = (x - largest).exp();
        sum += *term;
    }
    let sum_inverse = 1.0 / sum;
    for term in &mut terms {
        *term *= sum_inverse;
    }
    terms
}

/// This many exponents.
#[must_use]
pub fn input(exponents: usize) -> Input {
    spread(exponents, 0, -3.0, 3.0)
}

/// The plain function, over indices.
#[must_use]
#[inline(never)]
pub fn plain(x: &Input) -> f64 {
    by_index(x)
}

/// The plain function, over iterators.
#[must_use]
#[inline(never)]
pub fn plain_by_iterator(x: &Input) -> f64 {
    by_iterator(x)
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn ours(x: &Input) -> Gradient {
    by_index_grad(x)
}

/// The generated gradient of the function over iterators.
#[must_use]
#[inline(never)]
pub fn ours_by_iterator(x: &Input) -> Gradient {
    by_iterator_grad(x)
}

/// The gradient written by hand.
#[must_use]
#[inline(never)]
pub fn hand(x: &Input) -> Gradient {
    by_hand(x)
}
