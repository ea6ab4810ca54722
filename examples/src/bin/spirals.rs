//! A small neural network, trained until it separates two spirals that wind around each other.
//!
//! The task: K. J. Lang and M. J. Witbrock, "Learning to Tell Two Spirals Apart", Proceedings of the 1988 Connectionist
//! Models Summer School, 52–59.
//!
//! `cargo run --release -p ad-examples --bin spirals`

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use ad_examples::minimize::{Minimum, minimize};
use ad_runtime::differentiate;
use std::f64::consts::PI;

/// Neurons of each hidden layer.
const WIDTH: usize = 16;
/// Points of each spiral.
const POINTS: usize = 97;
/// Weights and biases of two hidden layers and of the output.
const PARAMETERS: usize = 3 * WIDTH + (WIDTH + 1) * WIDTH + (WIDTH + 1);
/// The weight of the penalty for large parameters.
const DECAY: f64 = 1e-5;

/// A point, and its spiral: +1 or −1.
struct Sample {
    at: [f64; 2],
    label: f64,
}

/// The output of the network at a point: positive on one spiral, negative on the other.
#[differentiate(wrt(parameters))]
fn network(parameters: &[f64], at: [f64; 2]) -> f64 {
    let (first, rest) = parameters.split_at(3 * WIDTH);
    let (second, output) = rest.split_at((WIDTH + 1) * WIDTH);
    let mut a = [0.0; WIDTH];
    for i in 0..WIDTH {
        a[i] = (first[3 * i] * at[0] + first[3 * i + 1] * at[1] + first[3 * i + 2]).tanh();
    }
    let mut result = output[WIDTH];
    for i in 0..WIDTH {
        let weights = &second[i * (WIDTH + 1)..(i + 1) * (WIDTH + 1)];
        let mut z = weights[WIDTH];
        for j in 0..WIDTH {
            z += weights[j] * a[j];
        }
        result += output[i] * z.tanh();
    }
    result
}

/// The mean cross entropy, with a penalty for large parameters.
#[differentiate(wrt(parameters))]
fn loss(parameters: &[f64], points: &[[f64; 2]], labels: &[f64]) -> f64 {
    let mut total = 0.0;
    for (at, label) in points.iter().zip(labels) {
        total += (-label * network(parameters, *at)).exp().ln_1p();
    }
    let penalty: f64 = parameters.iter().map(|p| p * p).sum();
    total / points.len() as f64 + DECAY * penalty
}

/// Three turns of each spiral, from the outside in.
fn samples() -> Vec<Sample> {
    let spiral = |label: f64| {
        (0..POINTS).map(move |i| {
            let angle = i as f64 * PI / 16.0;
            let radius = label * (104 - i) as f64 / 104.0;
            Sample {
                at: [radius * angle.sin(), radius * angle.cos()],
                label,
            }
        })
    };
    spiral(1.0).chain(spiral(-1.0)).collect()
}

/// Numbers of both signs, the same in every run.
fn start() -> Vec<f64> {
    (1..=PARAMETERS)
        .map(|i| 4.0 * (i as f64 * 2.0_f64.sqrt()).fract() - 2.0)
        .collect()
}

fn train(samples: &[Sample], most: usize) -> Minimum {
    let points: Vec<[f64; 2]> = samples.iter().map(|sample| sample.at).collect();
    let labels: Vec<f64> = samples.iter().map(|sample| sample.label).collect();
    minimize(
        |parameters, gradient| loss_grad_into(parameters, &points, &labels, gradient),
        &start(),
        1e-5,
        most,
    )
}

/// How many samples are on their own side.
fn right(parameters: &[f64], samples: &[Sample]) -> usize {
    samples
        .iter()
        .filter(|sample| network(parameters, sample.at) * sample.label > 0.0)
        .count()
}

fn main() {
    let samples = samples();
    let trained = train(&samples, 5000);
    println!(
        "{} of {} points right, loss {:.6}, after {} steps\n",
        right(&trained.at, &samples),
        samples.len(),
        trained.value,
        trained.steps,
    );
    for row in -12..=12 {
        let line: String = (-25..=25)
            .map(|column| {
                let at = [f64::from(column) / 25.0, f64::from(-row) / 12.5];
                if network(&trained.at, at) > 0.0 {
                    '#'
                } else {
                    '·'
                }
            })
            .collect();
        println!("{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_ends_on_its_side() {
        let samples = samples();
        let before = right(&start(), &samples);
        let trained = train(&samples, 700);
        assert!(before < 150, "{before}");
        assert_eq!(
            right(&trained.at, &samples),
            samples.len(),
            "{}",
            trained.value
        );
    }

    #[test]
    fn gradient_agrees_with_differences() {
        ad_runtime::check_gradient!(loss(&start(), const &[[0.3, -0.2], [0.5, 0.9]], const &[1.0, -1.0]));
    }
}
