//! From one circular orbit to the largest that a spacecraft reaches in a given time: where to steer a small thrust.
//!
//! The problem of A. E. Bryson & Y.-C. Ho, *Applied Optimal Control* (1975), section 2.5, with their figures, those of a
//! flight from the Earth towards Mars in 193 days. The unknowns are the angles of the thrust, each for part of the time;
//! the gradient goes back through every Runge–Kutta step of the flight, in the memory of two hundred of them.
//!
//! `cargo run --release -p ad-examples --bin orbit_transfer`

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use ad_examples::minimize::minimize;
use ad_runtime::differentiate;

/// How long the thrust is on, where a year is 2π.
const DURATION: f64 = 3.32;
/// The acceleration by the thrust at the start, where the sun's is 1.
const THRUST: f64 = 0.1405;
/// The part of the mass that is burnt in a unit of time.
const BURNT: f64 = 0.07487;

/// Runge–Kutta steps of the flight, and angles among which they are divided.
const STEPS: usize = 10_000;
const ANGLES: usize = 50;

/// How fast a state changes, at a time, with the thrust at an angle to the way around. A state is the distance from the
/// sun, the velocity away from it and that around it.
#[differentiate(wrt(state, angle))]
fn slope(state: [f64; 3], angle: f64, time: f64) -> [f64; 3] {
    let [radius, away, around] = state;
    let thrust = THRUST / (1.0 - BURNT * time);
    [
        away,
        around * around / radius - 1.0 / (radius * radius) + thrust * angle.sin(),
        -away * around / radius + thrust * angle.cos(),
    ]
}

/// A state, moved along a slope.
#[differentiate(wrt(state, slope))]
fn moved(state: [f64; 3], time: f64, slope: [f64; 3]) -> [f64; 3] {
    [
        state[0] + time * slope[0],
        state[1] + time * slope[1],
        state[2] + time * slope[2],
    ]
}

/// The state after a step.
#[differentiate(wrt(state, angle))]
fn next(state: [f64; 3], angle: f64, time: f64, step: f64) -> [f64; 3] {
    let half = 0.5 * step;
    let k1 = slope(state, angle, time);
    let k2 = slope(moved(state, half, k1), angle, time + half);
    let k3 = slope(moved(state, half, k2), angle, time + half);
    let k4 = slope(moved(state, step, k3), angle, time + step);
    let outer = moved(moved(state, step / 6.0, k1), step / 6.0, k4);
    moved(moved(outer, step / 3.0, k2), step / 3.0, k3)
}

/// Where a flight ends that starts on the orbit of radius 1.
#[differentiate(wrt(angles))]
fn flight(angles: &[f64], steps: usize) -> [f64; 3] {
    let step = DURATION / steps as f64;
    let mut state = [1.0, 0.0, 1.0];
    #[checkpoint]
    for i in 0..steps {
        let angle = angles[i * angles.len() / steps];
        state = next(state, angle, i as f64 * step, step);
    }
    state
}

/// By how much a state misses a circular orbit: the velocity away from the sun, and what that around it is too fast.
#[differentiate]
fn misses(state: [f64; 3]) -> [f64; 2] {
    [state[1], state[2] - 1.0 / state[0].sqrt()]
}

/// An augmented Lagrangian of the problem: the negative radius, and what it costs to miss the orbit.
#[differentiate(wrt(angles))]
fn cost(angles: &[f64], prices: [f64; 2], weight: f64, steps: usize) -> f64 {
    let state = flight(angles, steps);
    let misses = misses(state);
    let mut cost = -state[0];
    for i in 0..2 {
        cost += prices[i] * misses[i] + 0.5 * weight * misses[i] * misses[i];
    }
    cost
}

/// What is known after some rounds.
struct Plan {
    angles: Vec<f64>,
    state: [f64; 3],
    /// The larger of the misses.
    miss: f64,
    /// How often the gradient has been asked for.
    gradients: usize,
}

/// The best angles for steps of that number, after each round in which the prices rise as long as the orbit is missed.
fn rounds(steps: usize) -> impl Iterator<Item = Plan> {
    // Away from the sun, then towards it.
    let guess = |i| if 2 * i < ANGLES { 0.8 } else { -0.8 };
    let (mut angles, mut prices) = ((0..ANGLES).map(guess).collect::<Vec<f64>>(), [0.0; 2]);
    let weight = 60.0;
    (0..8).map(move |_| {
        let mut gradients = 0;
        let cost = |angles: &[f64], gradient: &mut [f64]| {
            gradients += 1;
            cost_grad_into(angles, prices, weight, steps, gradient)
        };
        angles = minimize(cost, &angles, 1e-7, 100).at;
        let state = flight(&angles, steps);
        let misses = misses(state);
        for (price, miss) in prices.iter_mut().zip(misses) {
            *price += weight * miss;
        }
        Plan {
            angles: angles.clone(),
            state,
            miss: misses[0].abs().max(misses[1].abs()),
            gradients,
        }
    })
}

fn main() {
    println!("{ANGLES} angles, {STEPS} steps");
    println!("round  gradients   radius    miss");
    let mut last = None;
    for (round, plan) in (1..).zip(rounds(STEPS)) {
        let (radius, miss) = (plan.state[0], plan.miss);
        println!("{round:5}  {:9}  {radius:.5}  {miss:.0e}", plan.gradients);
        last = Some(plan);
    }
    let Some(plan) = last else {
        return;
    };
    println!("\nday  angle of the thrust to the way around, in degrees");
    let days = 193.0 / ANGLES as f64;
    for (i, angle) in plan.angles.iter().enumerate().step_by(5) {
        let angle = angle.to_degrees().rem_euclid(360.0);
        println!("{:3.0}  {angle:5.1}", (i as f64 + 0.5) * days);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fewer steps than those of the program are as good for this.
    const FEW: usize = 300;

    #[test]
    fn the_orbit_is_the_published_one() {
        let plan = rounds(FEW).last().expect("there are rounds");
        let [radius, ..] = plan.state;
        assert!(plan.miss < 1e-5, "{}", plan.miss);
        assert!((radius - 1.525).abs() < 2e-3, "{radius}");
    }

    #[test]
    fn gradients_agree_with_differences() {
        let angles: Vec<f64> = (0..ANGLES).map(|i| 0.1 * i as f64).collect();
        ad_runtime::check_gradient!(cost(&angles, const [0.3, -0.2], const 10.0, const FEW));
    }
}
