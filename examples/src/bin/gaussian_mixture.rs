//! Three groups of galaxies in the Corona Borealis region, told apart by their velocities: a mixture of normal densities.
//!
//! The velocities, in km/s: K. Roeder, "Density Estimation with Confidence Sets Exemplified by Superclusters and Voids in
//! the Galaxies", Journal of the American Statistical Association 85 (1990), 617–624.
//!
//! `cargo run -p ad-examples --bin gaussian_mixture`

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use ad_examples::minimize::{Minimum, minimize};
use ad_runtime::differentiate;
use std::f64::consts::PI;

/// Velocities in ascending order.
const VELOCITIES: [f64; 82] = [
    9172., 9350., 9483., 9558., 9775., 10227., 10406., 16084., 16170., 18419., 18552., 18600.,
    18927., 19052., 19070., 19330., 19343., 19349., 19440., 19473., 19529., 19541., 19547., 19663.,
    19846., 19856., 19863., 19914., 19918., 19973., 19989., 20166., 20175., 20179., 20196., 20215.,
    20221., 20415., 20629., 20795., 20821., 20846., 20875., 20986., 21137., 21492., 21701., 21814.,
    21921., 21960., 22185., 22209., 22242., 22249., 22314., 22374., 22495., 22746., 22747., 22888.,
    22914., 23206., 23241., 23263., 23484., 23538., 23542., 23666., 23706., 23711., 24129., 24285.,
    24289., 24366., 24717., 24990., 25633., 26960., 26995., 32065., 32789., 34279.,
];

/// Components.
const K: usize = 3;

/// A component.
#[derive(Clone, Copy, Debug)]
struct Component {
    weight: f64,
    mean: f64,
    deviation: f64,
}

/// The logarithm of the sum of exponentials.
#[differentiate]
fn log_sum_exp(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = x.iter().map(|x| (x - largest).exp()).sum();
    largest + sum.ln()
}

/// How improbable the points are. The parameters are the logarithms of the weights up to a constant, the means, and the
/// logarithms of the deviations.
#[differentiate(wrt(parameters))]
fn surprise(parameters: &[f64], points: &[f64]) -> f64 {
    let (logits, rest) = parameters.split_at(K);
    let (means, log_deviations) = rest.split_at(K);
    let mut total = 0.0;
    for point in points {
        let mut terms = [0.0; K];
        for k in 0..K {
            let z = (point - means[k]) / log_deviations[k].exp();
            terms[k] = logits[k] - log_deviations[k] - 0.5 * z * z;
        }
        total += log_sum_exp(&terms);
    }
    let constant = log_sum_exp(logits) + 0.5 * (2.0 * PI).ln();
    points.len() as f64 * constant - total
}

/// The fit, in thousands of km/s, from groups that a look at the data suggests.
fn fit() -> Minimum {
    let points = VELOCITIES.map(|v| v / 1000.0);
    let start = [0.0, 1.0, 0.0, 10.0, 21.0, 33.0, 0.0, 0.5, 0.0];
    minimize(
        |parameters, gradient| surprise_grad_into(parameters, &points, gradient),
        &start,
        1e-9,
        500,
    )
}

fn components(fit: &Minimum) -> [Component; K] {
    let total: f64 = fit.at[..K].iter().map(|logit| logit.exp()).sum();
    std::array::from_fn(|k| Component {
        weight: fit.at[k].exp() / total,
        mean: fit.at[K + k],
        deviation: fit.at[2 * K + k].exp(),
    })
}

fn main() {
    let fit = fit();
    println!("log likelihood {:.3} after {} steps", -fit.value, fit.steps);
    for Component {
        weight,
        mean,
        deviation,
    } in components(&fit)
    {
        println!(
            "{:5.1} % of the galaxies at {mean:6.3} ± {deviation:.3} thousand km/s",
            100.0 * weight
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A step of expectation maximization, which knows nothing of gradients, stays where the likelihood is greatest.
    #[test]
    fn expectation_maximization_moves_nothing() {
        let found = components(&fit());
        let points = VELOCITIES.map(|v| v / 1000.0);
        let density = |c: &Component, x: f64| {
            c.weight / c.deviation * (-0.5 * ((x - c.mean) / c.deviation).powi(2)).exp()
        };
        for (k, component) in found.iter().enumerate() {
            let shares = points
                .map(|x| density(component, x) / found.iter().map(|c| density(c, x)).sum::<f64>());
            let moment = |f: &dyn Fn(f64) -> f64| -> f64 {
                points
                    .iter()
                    .zip(&shares)
                    .map(|(x, share)| share * f(*x))
                    .sum()
            };
            let count = moment(&|_| 1.0);
            let mean = moment(&|x| x) / count;
            let deviation = (moment(&|x| (x - mean).powi(2)) / count).sqrt();
            let again = [count / 82.0, mean, deviation];
            for (again, found) in
                again
                    .iter()
                    .zip([component.weight, component.mean, component.deviation])
            {
                assert!(
                    (again - found).abs() < 1e-7,
                    "component {k}: {again} and {found}"
                );
            }
        }
    }

    #[test]
    fn the_groups_are_the_slow_the_many_and_the_fast() {
        let [slow, many, fast] = components(&fit());
        assert!((slow.weight * 82.0 - 7.0).abs() < 0.01 && (fast.weight * 82.0 - 3.0).abs() < 0.01);
        assert!(slow.mean < 10.0 && (many.mean - 21.4).abs() < 0.1 && fast.mean > 33.0);
    }
}
