//! Times each plain function, its generated derivative and a hand-written one, and prints their ratios.
//!
//! The contestants take turns within every sample, so that a slow moment of the machine hits all of them; a ratio is
//! the median of the samples' ratios.

use std::hint::black_box;
use std::time::Instant;

use ad_benches::{black_scholes, reprojection, two_variables};

/// Points per sample; few enough to stay in the first-level cache.
const POINTS: u32 = 64;
/// Passes over the points per contestant and sample.
const PASSES: u32 = 16;
/// Samples; odd, so that there is a middle one.
const SAMPLES: usize = 501;

fn main() {
    println!(
        "{:<38}{:>10}{:>16}{:>12}{:>12}",
        "function", "plain ns", "gradient/plain", "hand/plain", "ours/hand"
    );
    let points = two_variables::inputs(POINTS);
    row(
        "sin(xy) + exp(x/y) − …",
        &points,
        two_variables::plain,
        two_variables::ours,
        two_variables::hand,
    );
    let points = black_scholes::inputs(POINTS);
    row(
        "Black–Scholes, 5 inputs",
        &points,
        black_scholes::plain,
        black_scholes::ours,
        black_scholes::hand,
    );
    row(
        "  hand = textbook formulas",
        &points,
        black_scholes::plain,
        black_scholes::ours,
        black_scholes::textbook,
    );
    let points = reprojection::inputs(POINTS);
    row(
        "reprojection error, Jacobian 2 × 15",
        &points,
        reprojection::plain,
        reprojection::ours,
        reprojection::hand,
    );
}

fn row<I, V, G>(
    name: &str,
    points: &[I],
    plain: fn(&I) -> V,
    ours: fn(&I) -> G,
    hand: fn(&I) -> G,
) {
    let warm_up = SAMPLES / 10;
    let samples: Vec<[f64; 3]> = (0..SAMPLES + warm_up)
        .map(|_| {
            [
                nanoseconds(points, plain),
                nanoseconds(points, ours),
                nanoseconds(points, hand),
            ]
        })
        .skip(warm_up)
        .collect();
    println!(
        "{name:<38}{:>10.1}{:>16.2}{:>12.2}{:>12.2}",
        median(samples.iter().map(|[plain, ..]| *plain)),
        median(samples.iter().map(|[plain, ours, _]| ours / plain)),
        median(samples.iter().map(|[plain, _, hand]| hand / plain)),
        median(samples.iter().map(|[_, ours, hand]| ours / hand)),
    );
}

/// Mean time of one call.
fn nanoseconds<I, R>(points: &[I], contestant: fn(&I) -> R) -> f64 {
    let contestant = black_box(contestant);
    let start = Instant::now();
    for _ in 0..PASSES {
        for point in points {
            black_box(contestant(black_box(point)));
        }
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(PASSES * POINTS)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
