//! A double pendulum on springs: which stiffness swings it to a target.
//!
//! The forces are the gradient of the potential energy, which is all that is written of the mechanics; the miss of the
//! target is differentiated through every step of the flight, and so through these gradients: an outer gradient of inner
//! ones. The integrator is the leapfrog of E. Hairer, C. Lubich & G. Wanner, *Geometric Numerical Integration* (2006),
//! section I.1.4.
//!
//! `cargo run --release -p ad-examples --bin pendulum_springs`

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use ad_examples::minimize::minimize;
use ad_runtime::differentiate;

/// In meters, kilograms and seconds.
const LENGTH: f64 = 1.0;
const MASS: f64 = 1.0;
const GRAVITY: f64 = 9.81;

const DURATION: f64 = 3.0;
const STEPS: usize = 3000;
/// Where the lower mass should be in the end.
const TARGET: [f64; 2] = [1.2, -1.9];

/// The potential energy of two masses at `[x, y, x, y]`, the upper one hung up at the origin.
#[differentiate(order = 2)]
fn potential(at: &[f64; 4], stiffness: f64) -> f64 {
    let upper = at[0].hypot(at[1]) - LENGTH;
    let lower = (at[2] - at[0]).hypot(at[3] - at[1]) - LENGTH;
    MASS * GRAVITY * (at[1] + at[3]) + 0.5 * stiffness * (upper * upper + lower * lower)
}

/// Where the masses are in the end, and how fast; at first both hang to the right, at rest.
#[differentiate(wrt(stiffness))]
fn flight(stiffness: f64, steps: usize) -> [[f64; 4]; 2] {
    let step = DURATION / steps as f64;
    let mut at = [LENGTH, 0.0, 2.0 * LENGTH, 0.0];
    let mut velocity = [0.0; 4];
    let (mut slope, _) = potential_grad(&at, stiffness);
    for _ in 0..steps {
        for i in 0..4 {
            velocity[i] -= 0.5 * step / MASS * slope[i];
            at[i] += step * velocity[i];
        }
        (slope, _) = potential_grad(&at, stiffness);
        for i in 0..4 {
            velocity[i] -= 0.5 * step / MASS * slope[i];
        }
    }
    [at, velocity]
}

/// Half of the squared distance to the target.
#[differentiate(wrt(stiffness))]
fn miss(stiffness: f64, steps: usize) -> f64 {
    let [at, _] = flight(stiffness, steps);
    let (x, y) = (at[2] - TARGET[0], at[3] - TARGET[1]);
    0.5 * (x * x + y * y)
}

/// The stiffness from a guess on that misses the target least.
fn best(guess: f64, steps: usize) -> f64 {
    let cost = |stiffness: &[f64], slope: &mut [f64]| {
        let (value, gradient) = miss_value_and_grad(stiffness[0], steps);
        slope[0] = gradient;
        value
    };
    minimize(cost, &[guess], 1e-9, 100).at[0]
}

fn energy([at, velocity]: [[f64; 4]; 2], stiffness: f64) -> f64 {
    let squares: f64 = velocity.iter().map(|v| v * v).sum();
    potential(&at, stiffness) + 0.5 * MASS * squares
}

fn main() {
    println!("stiffness    to      miss   slope of the miss   drift of the energy");
    for guess in [60.0, 90.0, 120.0] {
        let stiffness = best(guess, STEPS);
        let (value, slope) = miss_value_and_grad(stiffness, STEPS);
        let end = energy(flight(stiffness, STEPS), stiffness);
        println!(
            "{guess:9.1} {stiffness:7.3} {:9.6} {slope:19.1e} {end:21.1e}",
            (2.0 * value).sqrt()
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradients_agree_with_differences() {
        ad_runtime::check_gradient!(miss(80.0, const 300));
    }

    #[test]
    fn energy_stays_what_it_was() {
        for stiffness in [60.0, 100.0] {
            assert!(energy(flight(stiffness, STEPS), stiffness).abs() < 1e-3);
        }
    }

    #[test]
    fn the_best_stiffness_has_no_slope() {
        let stiffness = best(90.0, 600);
        let (value, slope) = miss_value_and_grad(stiffness, 600);
        assert!(slope.abs() < 1e-6, "{slope}");
        assert!(value < miss(90.0, 600));
        assert!(value <= miss(stiffness + 0.1, 600) && value <= miss(stiffness - 0.1, 600));
    }
}
