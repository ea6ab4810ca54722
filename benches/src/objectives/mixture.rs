//! Log likelihood of points under a mixture of normal densities: a sum over the points of a logarithm of a sum.

use super::spread;
use ad_runtime::differentiate;

/// Points, and the three parameters of each component.
pub struct Input {
    points: Vec<f64>,
    log_weights: Vec<f64>,
    means: Vec<f64>,
    rates: Vec<f64>,
}

/// Of the logarithms of the weights, the means and the rates.
pub type Gradient = (Vec<f64>, Vec<f64>, Vec<f64>);

#[differentiate(constant(points))]
fn by_index(points: &[f64], log_weights: &[f64], means: &[f64], rates: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..points.len() {
        let mut sum = 0.0;
        for k in 0..means.len() {
            let z = (points[i] - means[k]) * rates[k];
            sum += (log_weights[k] - 0.5 * z * z).exp();
        }
        total += sum.ln();
    }
    total
}

#[differentiate(constant(points))]
fn by_iterator(points: &[f64], log_weights: &[f64], means: &[f64], rates: &[f64]) -> f64 {
    points
        .iter()
        .map(|point| {
            let sum: f64 = log_weights
                .iter()
                .zip(means)
                .zip(rates)
                .map(|((log_weight, mean), rate)| {
                    let z = (point - mean) * rate;
                    (log_weight - 0.5 * z * z).exp()
                })
                .sum();
            sum.ln()
        })
        .sum()
}

/// One pass over the points; the terms of one point are kept until their sum is known.
fn by_hand(input: &Input) -> Gradient {
    let Input {
        points,
        log_weights,
        means,
        rates,
    } = input;
    let components = means.len();
    let (log_weights, rates) = (&log_weights[..components], &rates[..components]);
    let mut log_weights_bar = vec![0.0; components];
    let mut means_bar = vec![0.0; components];
    let mut rates_bar = vec![0.0; components];
    let mut terms = vec![0.0; components];
    for point in points {
        let mut sum = 0.0;
        for (k, term) in terms.iter_mut().enumerate() {
            let z = (point - means[k]) * rates[k];
            *term = (log_weights[k] - 0.5 * z * z).exp();
            sum += *term;
        }
        let sum_inverse = 1.0 / sum;
        for (k, term) in terms.iter().enumerate() {
            let share = term * sum_inverse;
            let distance = point - means[k];
            let scaled = share * rates[k] * distance;
            log_weights_bar[k] += share;
            means_bar[k] += scaled * rates[k];
            rates_bar[k] -= scaled * distance;
        }
    }
    (log_weights_bar, means_bar, rates_bar)
}

/// This many points and components.
#[must_use]
pub fn input(points: usize, components: usize) -> Input {
    Input {
        points: spread(points, 0, -3.0, 3.0),
        log_weights: spread(components, 1, -3.0, -1.0),
        means: spread(components, 2, -2.0, 2.0),
        rates: spread(components, 3, 0.5, 1.5),
    }
}

/// The plain function, over indices.
#[must_use]
#[inline(never)]
pub fn plain(input: &Input) -> f64 {
    by_index(
        &input.points,
        &input.log_weights,
        &input.means,
        &input.rates,
    )
}

/// The plain function, over iterators.
#[must_use]
#[inline(never)]
pub fn plain_by_iterator(input: &Input) -> f64 {
    by_iterator(
        &input.points,
        &input.log_weights,
        &input.means,
        &input.rates,
    )
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn ours(input: &Input) -> Gradient {
    by_index_grad(
        &input.points,
        &input.log_weights,
        &input.means,
        &input.rates,
    )
}

/// The generated gradient of the function over iterators.
#[must_use]
#[inline(never)]
pub fn ours_by_iterator(input: &Input) -> Gradient {
    by_iterator_grad(
        &input.points,
        &input.log_weights,
        &input.means,
        &input.rates,
    )
}

/// The gradient written by hand.
#[must_use]
#[inline(never)]
pub fn hand(input: &Input) -> Gradient {
    by_hand(input)
}
