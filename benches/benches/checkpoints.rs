//! Times the gradient of a million steps with states kept against the same gradient keeping everything, and prints
//! the ratios of time and of the most memory held at a time, each beside what it may be.
//!
//! The contestants take turns within every sample; a ratio is that of the medians. Before anything is timed, the
//! gradients must be the same to the last bit.

#![allow(clippy::cast_precision_loss, reason = "sizes are small")]

use std::hint::black_box;
use std::time::Instant;

use ad_benches::checkpoints::{
    STEPS, hundred_grad, keeping_everything, keeping_everything_grad, spaced_grad, thousand_grad,
    twenty_grad,
};
use allocation_counter::measure;

type Gradient = (f64, f64, f64, f64);
type Contestant = fn(f64, f64, f64, f64, usize) -> Gradient;

/// Samples; odd, so that there is a middle one.
const SAMPLES: usize = 15;
/// The most time that the square root may take, of the gradient that keeps everything.
const TIME: f64 = 2.5;
/// The least part of the memory that it may save.
const MEMORY: f64 = 100.0;

fn main() {
    let contestants: [(&str, Contestant); 5] = [
        ("keeping everything", keeping_everything_grad),
        ("#[checkpoint]", spaced_grad),
        ("#[checkpoint(1000)]", thousand_grad),
        ("#[checkpoint(100)]", hundred_grad),
        ("#[checkpoint(20)]", twenty_grad),
    ];
    let expected = call(keeping_everything_grad);
    let mut plain = Vec::new();
    let mut times = vec![Vec::new(); contestants.len()];
    for _ in 0..SAMPLES {
        plain.push(seconds(|| {
            keeping_everything(1.1, 0.4, 0.1, 0.4, black_box(STEPS))
        }));
        for ((name, contestant), times) in contestants.iter().zip(&mut times) {
            let mut gradient = None;
            times.push(seconds(|| gradient = Some(call(*contestant))));
            assert_eq!(gradient, Some(expected), "{name}");
        }
    }
    let plain = median(&mut plain);
    println!(
        "{STEPS} Runge–Kutta steps of Lotka–Volterra; plain {:.1} ms",
        plain * 1e3
    );
    println!(
        "{:<22}{:>10}{:>14}{:>18}{:>12}{:>20}",
        "gradient", "ms", "over plain", "over everything", "peak kB", "everything over"
    );
    let mut everything = None;
    for ((name, contestant), times) in contestants.iter().zip(&mut times) {
        let time = median(times);
        let bytes = measure(|| {
            black_box(call(*contestant));
        })
        .bytes_max as f64;
        let (all_time, all_bytes) = *everything.get_or_insert((time, bytes));
        let (slower, smaller) = (time / all_time, all_bytes / bytes);
        let judged = if *name == "#[checkpoint]" {
            let kept = slower <= TIME && smaller >= MEMORY;
            if kept { " ✓" } else { " ✗" }
        } else {
            ""
        };
        println!(
            "{name:<22}{:>10.1}{:>14.2}{:>18.2}{:>12.1}{:>20.0}{judged}",
            time * 1e3,
            time / plain,
            slower,
            bytes / 1e3,
            smaller,
        );
    }
}

fn call(contestant: Contestant) -> Gradient {
    contestant(1.1, 0.4, 0.1, 0.4, black_box(STEPS))
}

fn seconds<R>(action: impl FnOnce() -> R) -> f64 {
    let start = Instant::now();
    black_box(action());
    start.elapsed().as_secs_f64()
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
