//! What the tables have in common.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts and sizes are small"
)]

use std::hint::black_box;
use std::time::Instant;

use allocation_counter::measure;

/// Samples, of which the fastest counts.
const SAMPLES: usize = 101;
/// Seconds that a sample of one contestant takes, if a call is shorter.
const SAMPLE: f64 = 1e-3;
/// How far derivatives may be apart, relative to the largest component.
const TOLERANCE: f64 = 1e-10;

/// The word that the names of the wanted rows contain, if not all are wanted.
pub fn word() -> Option<String> {
    std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'))
}

/// Calls whose arguments and result the compiler knows nothing of.
pub fn hidden<I, R>(input: &I, contestant: fn(&I) -> R) -> impl Fn() {
    move || {
        black_box(black_box(contestant)(black_box(input)));
    }
}

/// Seconds of one call of each contestant, in its fastest sample; they take turns.
pub fn fastest<const N: usize>(contestants: [&dyn Fn(); N]) -> [f64; N] {
    let passes = contestants.map(passes);
    let mut fastest = [f64::INFINITY; N];
    for _ in 0..SAMPLES {
        for i in 0..N {
            fastest[i] = seconds(contestants[i], passes[i]).min(fastest[i]);
        }
    }
    fastest
}

/// How many calls make a sample.
fn passes(contestant: &dyn Fn()) -> u32 {
    seconds(contestant, 1);
    (SAMPLE / seconds(contestant, 1)).ceil() as u32
}

/// Mean time of one call.
fn seconds(contestant: &dyn Fn(), passes: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..passes {
        contestant();
    }
    start.elapsed().as_secs_f64() / f64::from(passes)
}

/// A ratio, and whether it is at most what it may be.
pub fn judged(ratio: f64, most: f64) -> String {
    match most {
        f64::INFINITY => format!("{ratio:.2}           "),
        _ if ratio <= most => format!("{ratio:.2} ≤ {most:<4.2}   "),
        _ => format!("{ratio:.2} > {most:<4.2} ✗ "),
    }
}

pub fn assert_agree(name: &str, ours: &[f64], other: &[f64]) {
    let scale = other
        .iter()
        .fold(0.0_f64, |largest, x| largest.max(x.abs()));
    let difference =
        (ours.iter().zip(other)).fold(0.0_f64, |largest, (x, y)| largest.max((x - y).abs()));
    assert!(
        ours.len() == other.len() && difference <= TOLERANCE * scale,
        "the derivatives of {name} differ by {difference:e}, of {scale:e}"
    );
}

/// The most kilobytes that a call holds at a time.
pub fn peak<R>(call: impl Fn() -> R) -> f64 {
    measure(|| drop(black_box(call()))).bytes_max as f64 / 1e3
}
