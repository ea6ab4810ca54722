//! A planet on an ellipse for a hundred years, by its Taylor series of order 20.
//!
//! The acceleration is an ordinary function; of the series of its argument, `acceleration_taylor` makes the series of its
//! result. In q″ = a(q), the coefficients of q up to an order give those of a(q) up to the same order, and these are those
//! of q two orders higher. How long a step is, its last coefficients say: À. Jorba and M. Zou, "A Software Package for the
//! Numerical Integration of ODEs by Means of High-Order Taylor Methods", Experimental Mathematics 14 (2005), 99–117,
//! section 3.2.
//!
//! `cargo run --release -p ad-examples --bin kepler`

use std::f64::consts::TAU;

use ad_runtime::{Series, differentiate};

const ORDER: usize = 20;
const ECCENTRICITY: f64 = 0.6;
const REVOLUTIONS: u32 = 100;

/// Towards the sun at the origin, whose mass is 1.
#[differentiate]
fn acceleration(at: [f64; 2]) -> [f64; 2] {
    let distance = at[0].hypot(at[1]);
    let cube = distance * distance * distance;
    [-at[0] / cube, -at[1] / cube]
}

type Curve = Series<f64, ORDER>;

#[derive(Clone, Copy, Debug)]
struct State {
    at: [f64; 2],
    velocity: [f64; 2],
}

impl State {
    /// Nearest to the sun, on an ellipse of half axis 1, which takes 2π.
    fn start() -> Self {
        let speed = ((1.0 + ECCENTRICITY) / (1.0 - ECCENTRICITY)).sqrt();
        State {
            at: [1.0 - ECCENTRICITY, 0.0],
            velocity: [0.0, speed],
        }
    }

    /// The series of the position in time.
    fn curve(&self) -> [Curve; 2] {
        let mut curve = self.velocity.map(Curve::along);
        // Coefficients that are not known yet are zero, and do not show in those of lower order.
        for order in 2..=ORDER {
            let (value, force) = acceleration_taylor(self.at, curve);
            for i in 0..2 {
                let coefficient = if order == 2 {
                    value[i]
                } else {
                    force[i][order - 2]
                };
                curve[i][order] = coefficient / count(order * (order - 1));
            }
        }
        curve
    }

    /// After a time along its series.
    fn after(&self, time: f64, curve: &[Curve; 2]) -> Self {
        let slope = |curve: &Curve| {
            let mut derivative = Series::<f64, { ORDER - 1 }>::default();
            for order in 1..ORDER {
                derivative[order] = count(order + 1) * curve[order + 1];
            }
            derivative
        };
        State {
            at: [0, 1].map(|i| curve[i].value_at(self.at[i], time)),
            velocity: [0, 1].map(|i| slope(&curve[i]).value_at(self.velocity[i], time)),
        }
    }

    fn energy(&self) -> f64 {
        let [u, v] = self.velocity;
        0.5 * (u * u + v * v) - 1.0 / self.at[0].hypot(self.at[1])
    }

    fn angular_momentum(&self) -> f64 {
        self.at[0] * self.velocity[1] - self.at[1] * self.velocity[0]
    }
}

#[allow(clippy::cast_precision_loss, reason = "orders are small")]
fn count(n: usize) -> f64 {
    n as f64
}

/// The step after which the terms of the last orders are e⁻² to the power of their orders, of the size of the
/// position: for order 20, a rounding error.
fn step(at: [f64; 2], curve: &[Curve; 2]) -> f64 {
    let size = at[0].abs().max(at[1].abs());
    let radius = |order: usize| {
        let coefficient = curve[0][order].abs().max(curve[1][order].abs());
        (size / coefficient).powf(1.0 / count(order))
    };
    radius(ORDER - 1).min(radius(ORDER)) * (-2.0_f64).exp()
}

/// What a flight lost, at most, relative to the start, and how many steps it took.
#[derive(Debug)]
struct Flight {
    end: State,
    energy_drift: f64,
    momentum_drift: f64,
    steps: usize,
}

fn flight(revolutions: u32) -> Flight {
    let start = State::start();
    let (energy, momentum) = (start.energy(), start.angular_momentum());
    let mut flight = Flight {
        end: start,
        energy_drift: 0.0,
        momentum_drift: 0.0,
        steps: 0,
    };
    for _ in 0..revolutions {
        let mut rest = TAU;
        while rest > 0.0 {
            let state = flight.end;
            let curve = state.curve();
            let time = step(state.at, &curve).min(rest);
            let next = state.after(time, &curve);
            rest -= time;
            flight.end = next;
            flight.steps += 1;
            flight.energy_drift = (next.energy() / energy - 1.0)
                .abs()
                .max(flight.energy_drift);
            flight.momentum_drift = (next.angular_momentum() / momentum - 1.0)
                .abs()
                .max(flight.momentum_drift);
        }
    }
    flight
}

/// How far a flight ends from where it began, and where it should end.
fn miss(end: &State) -> f64 {
    let start = State::start();
    (end.at[0] - start.at[0]).hypot(end.at[1] - start.at[1])
}

fn main() {
    println!("eccentricity {ECCENTRICITY}, order {ORDER}\n");
    println!("revolutions  steps  drift of the energy  of the angular momentum  off the start");
    for revolutions in [1, 10, REVOLUTIONS] {
        let flight = flight(revolutions);
        println!(
            "{revolutions:11}  {:5}  {:19.0e}  {:23.0e}  {:13.0e}",
            flight.steps,
            flight.energy_drift,
            flight.momentum_drift,
            miss(&flight.end)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_revolutions_lose_rounding_errors() {
        let flight = flight(REVOLUTIONS);
        assert!(flight.energy_drift < 1e-13, "{flight:?}");
        assert!(flight.momentum_drift < 1e-13, "{flight:?}");
        assert!(miss(&flight.end) < 1e-10, "{flight:?}");
    }

    /// E - e sin E = t, x = cos E - e, y = sqrt(1 - e²) sin E.
    #[test]
    fn steps_are_on_the_ellipse_at_the_time_of_kepler() {
        let (mut state, mut time) = (State::start(), 0.0);
        while time < TAU {
            let mut anomaly = time;
            for _ in 0..50 {
                anomaly -= (anomaly - ECCENTRICITY * anomaly.sin() - time)
                    / (1.0 - ECCENTRICITY * anomaly.cos());
            }
            let across = (1.0 - ECCENTRICITY * ECCENTRICITY).sqrt();
            let expected = [anomaly.cos() - ECCENTRICITY, across * anomaly.sin()];
            let off = (state.at[0] - expected[0]).hypot(state.at[1] - expected[1]);
            assert!(off < 1e-13, "{off:e} after {time}");
            let curve = state.curve();
            let length = step(state.at, &curve);
            state = state.after(length, &curve);
            time += length;
        }
    }

    /// On a circle, x = cos t, whose coefficients are known.
    #[test]
    #[allow(clippy::needless_range_loop, reason = "orders are not indices")]
    fn coefficients_of_a_circle() {
        let circle = State {
            at: [1.0, 0.0],
            velocity: [0.0, 1.0],
        };
        let curve = circle.curve();
        let mut factorial = 1.0;
        for order in 1..=ORDER {
            factorial *= count(order);
            let sign = if order % 4 < 2 { 1.0 } else { -1.0 };
            let [cosine, sine] = if order % 2 == 0 {
                [sign, 0.0]
            } else {
                [0.0, sign]
            };
            let off = (factorial * curve[0][order] - cosine).abs();
            assert!(off < 1e-6, "{off:e} in order {order}");
            let off = (factorial * curve[1][order] - sine).abs();
            assert!(off < 1e-6, "{off:e} in order {order}");
        }
    }
}
