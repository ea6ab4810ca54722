//! Ten thousand variables by Newton's method without a Hessian: conjugate gradients need only its products.
//!
//! The functions are those of J. J. Moré, B. S. Garbow and K. E. Hillstrom, "Testing Unconstrained Optimization Software",
//! ACM Transactions on Mathematical Software 7 (1981), 17–41, number 21, and its chained variant, in which every variable
//! depends on the next: Ph. L. Toint, "Some Numerical Results Using a Sparse Matrix Updating Formula in Unconstrained
//! Optimization", Mathematics of Computation 32 (1978), 839–851. Both are least, and zero, where all variables are 1. The
//! method is algorithm 7.1 of J. Nocedal and S. J. Wright, *Numerical Optimization* (2006).
//!
//! `cargo run --release -p ad-examples --bin newton_cg`

use std::time::Instant;

use ad_runtime::differentiate;

const VARIABLES: usize = 10_000;

/// Rosenbrock's function of each pair of variables.
#[differentiate(order = 2)]
fn extended(x: &[f64]) -> f64 {
    x.chunks_exact(2)
        .map(|pair| {
            let a = 1.0 - pair[0];
            let b = pair[1] - pair[0] * pair[0];
            a * a + 100.0 * b * b
        })
        .sum()
}

/// Rosenbrock's function of each variable and the next.
#[differentiate(order = 2)]
fn chained(x: &[f64]) -> f64 {
    x.windows(2)
        .map(|pair| {
            let a = 1.0 - pair[0];
            let b = pair[1] - pair[0] * pair[0];
            a * a + 100.0 * b * b
        })
        .sum()
}

/// A function with its derivatives.
struct Objective {
    value_and_gradient: fn(&[f64]) -> (f64, Vec<f64>),
    /// The Hessian, times a direction.
    product: fn(&[f64], &[f64]) -> Vec<f64>,
}

/// Where a minimization ended.
#[derive(Debug)]
struct Minimum {
    at: Vec<f64>,
    value: f64,
    /// The length of the gradient.
    slope: f64,
    steps: usize,
    /// How often the Hessian was multiplied.
    products: usize,
}

impl Objective {
    /// Downhill until the gradient is no longer than `tolerance`, or no step leads further down.
    fn minimum(&self, start: Vec<f64>, tolerance: f64) -> Minimum {
        let mut at = start;
        let (mut value, mut gradient) = (self.value_and_gradient)(&at);
        let (mut steps, mut products) = (0, 0);
        while norm(&gradient) > tolerance {
            let direction = self.direction(&at, &gradient, &mut products);
            let promised = dot(&direction, &gradient);
            let lengths = (0..60).map(|halvings| 0.5_f64.powi(halvings));
            let next = lengths.into_iter().find_map(|length| {
                let next: Vec<f64> = sum(&at, length, &direction);
                let (next_value, slope) = (self.value_and_gradient)(&next);
                let enough = next_value <= value + 1e-4 * length * promised;
                enough.then_some((next, next_value, slope))
            });
            let Some(next) = next else { break };
            (at, value, gradient) = next;
            steps += 1;
        }
        Minimum {
            at,
            value,
            slope: norm(&gradient),
            steps,
            products,
        }
    }

    /// Newton's direction, as precisely as is worth while; up to where the function no longer curves upwards.
    fn direction(&self, at: &[f64], gradient: &[f64], products: &mut usize) -> Vec<f64> {
        let slope = norm(gradient);
        let tolerance = slope * slope.sqrt().min(0.5);
        let mut direction = vec![0.0; at.len()];
        let mut residual = gradient.to_vec();
        let mut conjugate: Vec<f64> = gradient.iter().map(|g| -g).collect();
        let mut square = slope * slope;
        loop {
            let product = (self.product)(at, &conjugate);
            *products += 1;
            let curvature = dot(&conjugate, &product);
            if curvature <= 0.0 {
                let first = direction.iter().all(|d| *d == 0.0);
                return if first { conjugate } else { direction };
            }
            let length = square / curvature;
            add(&mut direction, length, &conjugate);
            add(&mut residual, length, &product);
            let next_square = dot(&residual, &residual);
            if next_square.sqrt() <= tolerance {
                return direction;
            }
            for (conjugate, residual) in conjugate.iter_mut().zip(&residual) {
                *conjugate = next_square / square * *conjugate - residual;
            }
            square = next_square;
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

fn add(to: &mut [f64], scale: f64, what: &[f64]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += scale * what;
    }
}

fn sum(a: &[f64], scale: f64, b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a + scale * b).collect()
}

/// −1.2 and 1 in turn.
fn start(variables: usize) -> Vec<f64> {
    [-1.2, 1.0].into_iter().cycle().take(variables).collect()
}

const EXTENDED: Objective = Objective {
    value_and_gradient: extended_value_and_grad,
    product: extended_hvp,
};

const CHAINED: Objective = Objective {
    value_and_gradient: chained_value_and_grad,
    product: chained_hvp,
};

fn main() {
    println!("{VARIABLES} variables\n");
    println!("function  steps  products      value  |gradient|  farthest from 1  seconds");
    for (name, objective) in [("extended", EXTENDED), ("chained", CHAINED)] {
        let before = Instant::now();
        let minimum = objective.minimum(start(VARIABLES), 1e-8);
        println!(
            "{name:8}  {:5}  {:8}  {:9.0e}  {:10.0e}  {:15.0e}  {:7.2}",
            minimum.steps,
            minimum.products,
            minimum.value,
            minimum.slope,
            farthest(&minimum),
            before.elapsed().as_secs_f64()
        );
    }
}

/// How far a variable is from 1, at most.
fn farthest(minimum: &Minimum) -> f64 {
    (minimum.at.iter()).fold(0.0, |far, x| (x - 1.0).abs().max(far))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_is_all_ones(minimum: &Minimum) {
        assert!(minimum.slope <= 1e-8, "{}", minimum.slope);
        assert!(minimum.value < 1e-20, "{}", minimum.value);
        assert!(farthest(minimum) < 1e-9, "{}", farthest(minimum));
    }

    #[test]
    fn ten_thousand_variables_in_pairs_need_as_few_steps_as_two() {
        let minimum = EXTENDED.minimum(start(VARIABLES), 1e-8);
        assert_is_all_ones(&minimum);
        assert!(minimum.steps < 100, "{}", minimum.steps);
    }

    /// One that cannot be taken apart, of fewer variables.
    #[test]
    fn a_chain_ends_at_the_known_minimum() {
        let minimum = CHAINED.minimum(start(200), 1e-8);
        assert_is_all_ones(&minimum);
        assert!(minimum.products > minimum.steps, "{}", minimum.products);
    }
}
