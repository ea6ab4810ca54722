//! A chain of pendulums in the plane: the lengths of its rods, the damping and the gravity, from where its end was seen.
//!
//! The equations of motion are those of Lagrange (L. D. Landau and E. M. Lifshitz, "Mechanics", 3rd edition, 1976, §5,
//! has those of two pendulums); a system of linear equations gives the angular accelerations, and the classical
//! Runge–Kutta scheme the motion. The fit is that of Gauss and Newton: reverse mode gives the gradient of the miss, and
//! forward mode, along one parameter at a time, the matrix.
//!
//! `cargo run -p ad-examples --bin pendulum_chain`

#![allow(clippy::cast_precision_loss, reason = "counts are small")]
#![allow(clippy::needless_range_loop, reason = "formulas of indices")]

use ad_runtime::{Differentiable, differentiate, zero_tangent};

const LINKS: usize = 3;

/// What is fitted, and unknown in the beginning.
const PARAMETERS: usize = LINKS + 2;

/// Masses of 1 kg on rods without mass, each hung from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Chain {
    /// m
    lengths: [f64; LINKS],
    /// N m s, of the turning of each rod
    damping: f64,
    /// m / s²
    gravity: f64,
    /// Intervals between two observations that the Runge–Kutta scheme takes.
    substeps: u32,
}

/// Angles from the vertical, and how fast they change.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Motion {
    angles: [f64; LINKS],
    rates: [f64; LINKS],
}

/// Where the end of the chain was seen, m.
type Observation = [f64; 2];

/// s
const INTERVAL: f64 = 0.1;

#[differentiate]
impl Motion {
    /// What the motion is after a time, if it goes on as it does in another moment.
    #[differentiate(wrt(self, slope, time))]
    fn after(&self, slope: &Motion, time: f64) -> Motion {
        let mut next = *self;
        for i in 0..LINKS {
            next.angles[i] += time * slope.angles[i];
            next.rates[i] += time * slope.rates[i];
        }
        next
    }
}

/// The solution of symmetric, positive definite equations, by elimination without pivots.
#[differentiate]
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for k in 0..N {
        for i in k + 1..N {
            let factor = matrix[i][k] / matrix[k][k];
            for j in k..N {
                matrix[i][j] -= factor * matrix[k][j];
            }
            right[i] -= factor * right[k];
        }
    }
    for i in (0..N).rev() {
        for j in i + 1..N {
            right[i] -= matrix[i][j] * right[j];
        }
        right[i] /= matrix[i][i];
    }
    right
}

#[differentiate]
impl Chain {
    /// The rates, and how they change.
    #[differentiate(wrt(self, motion))]
    fn slope(&self, motion: &Motion) -> Motion {
        let (angles, rates, lengths) = (motion.angles, motion.rates, self.lengths);
        let mut inertia = [[0.0; LINKS]; LINKS];
        let mut torques = [0.0; LINKS];
        for i in 0..LINKS {
            torques[i] = -self.damping * rates[i]
                - (LINKS - i) as f64 * self.gravity * lengths[i] * angles[i].sin();
            for j in 0..LINKS {
                // The masses that both rods carry.
                let carried = (LINKS - i.max(j)) as f64 * lengths[i] * lengths[j];
                let (sin, cos) = (angles[i] - angles[j]).sin_cos();
                inertia[i][j] = carried * cos;
                torques[i] -= carried * sin * rates[j] * rates[j];
            }
        }
        Motion {
            angles: rates,
            rates: solve(inertia, torques),
        }
    }

    /// The motion a step later.
    #[differentiate(wrt(self, motion))]
    fn step(&self, motion: &Motion, time: f64) -> Motion {
        let first = self.slope(motion);
        let second = self.slope(&motion.after(&first, 0.5 * time));
        let third = self.slope(&motion.after(&second, 0.5 * time));
        let fourth = self.slope(&motion.after(&third, time));
        let next = motion.after(&first, time / 6.0);
        let next = Motion::after(&next, &second, time / 3.0);
        let next = Motion::after(&next, &third, time / 3.0);
        Motion::after(&next, &fourth, time / 6.0)
    }

    /// Where the end of the chain is, after each interval.
    #[differentiate(wrt(self, start))]
    fn path(&self, start: &Motion, intervals: usize) -> Vec<Observation> {
        let time = INTERVAL / f64::from(self.substeps);
        let mut motion = *start;
        let mut path = Vec::with_capacity(intervals);
        for _ in 0..intervals {
            for _ in 0..self.substeps {
                motion = self.step(&motion, time);
            }
            let (mut x, mut y) = (0.0, 0.0);
            for i in 0..LINKS {
                x += self.lengths[i] * motion.angles[i].sin();
                y -= self.lengths[i] * motion.angles[i].cos();
            }
            path.push([x, y]);
        }
        path
    }

    /// Half the sum of the squares of the distances between where the end is and where it was seen, m².
    #[differentiate(wrt(self))]
    fn miss(&self, start: &Motion, seen: &[Observation]) -> f64 {
        let mut sum = 0.0;
        let path = self.path(start, seen.len());
        for (at, seen) in path.iter().zip(seen) {
            sum += 0.5 * ((at[0] - seen[0]).powi(2) + (at[1] - seen[1]).powi(2));
        }
        sum
    }

    /// Kinetic and potential energy, J.
    fn energy(&self, motion: &Motion) -> f64 {
        let (mut height, mut across, mut up, mut sum) = (0.0, 0.0, 0.0, 0.0);
        for i in 0..LINKS {
            let (sin, cos) = motion.angles[i].sin_cos();
            height -= self.lengths[i] * cos;
            across += self.lengths[i] * cos * motion.rates[i];
            up += self.lengths[i] * sin * motion.rates[i];
            sum += 0.5 * (across * across + up * up) + self.gravity * height;
        }
        sum
    }
}

/// What is fitted, in a list.
fn listed(tangent: &ChainTangent) -> [f64; PARAMETERS] {
    let [a, b, c] = tangent.lengths;
    [a, b, c, tangent.damping, tangent.gravity]
}

fn tangent_of([a, b, c, damping, gravity]: [f64; PARAMETERS]) -> ChainTangent {
    ChainTangent {
        lengths: [a, b, c],
        damping,
        gravity,
    }
}

fn moved(chain: &Chain, by: &ChainTangent) -> Chain {
    Chain {
        lengths: std::array::from_fn(|i| chain.lengths[i] + by.lengths[i]),
        damping: chain.damping + by.damping,
        gravity: chain.gravity + by.gravity,
        ..*chain
    }
}

/// The miss and its gradient, and Gauss and Newton's approximation of its Hessian: how the path moves with two
/// parameters, summed up.
fn normal_equations(
    chain: &Chain,
    start: &Motion,
    seen: &[Observation],
) -> (f64, [f64; PARAMETERS], [[f64; PARAMETERS]; PARAMETERS]) {
    let (miss, gradient) = chain.miss_value_and_grad(start, seen);
    let columns: [Vec<Observation>; PARAMETERS] = std::array::from_fn(|k| {
        let mut unit = [0.0; PARAMETERS];
        unit[k] = 1.0;
        let still = zero_tangent(start);
        chain
            .path_jvp(start, seen.len(), &tangent_of(unit), &still)
            .1
    });
    let product = |i: usize, j: usize| {
        let pairs = columns[i].iter().zip(&columns[j]);
        pairs.map(|(a, b)| a[0] * b[0] + a[1] * b[1]).sum::<f64>()
    };
    let matrix = std::array::from_fn(|i| std::array::from_fn(|j| product(i, j)));
    (miss, listed(&gradient), matrix)
}

/// The chain that misses least, by damped steps (Levenberg 1944, Marquardt 1963), and their number.
fn fit(mut chain: Chain, start: &Motion, seen: &[Observation]) -> (Chain, usize) {
    let mut caution = 1e-3;
    for steps in 0..100 {
        let (miss, gradient, matrix) = normal_equations(&chain, start, seen);
        let slope = gradient.iter().map(|g| g * g).sum::<f64>().sqrt();
        if slope < 1e-10 {
            return (chain, steps);
        }
        loop {
            let mut cautious = matrix;
            for (i, row) in cautious.iter_mut().enumerate() {
                row[i] *= 1.0 + caution;
            }
            let step = tangent_of(solve(cautious, gradient.map(|g| -g)));
            let next = moved(&chain, &step);
            if next.miss(start, seen) < miss {
                chain = next;
                caution *= 0.1;
                break;
            }
            caution *= 10.0;
            if caution > 1e12 {
                return (chain, steps);
            }
        }
    }
    (chain, 100)
}

const CHAIN: Chain = Chain {
    lengths: [0.7, 0.4, 0.9],
    damping: 0.15,
    gravity: 9.81,
    substeps: 10,
};

/// What one would guess.
const GUESS: Chain = Chain {
    lengths: [0.6, 0.5, 0.8],
    damping: 0.0,
    gravity: 9.5,
    substeps: 10,
};

const START: Motion = Motion {
    angles: [0.5, 0.8, -0.3],
    rates: [0.0; LINKS],
};

/// Where the end of a chain is seen, up to errors of some size, which are deterministic and of either sign.
fn observations(chain: &Chain, count: usize, error: f64) -> Vec<Observation> {
    let mut path = chain.path(&START, count);
    for (i, at) in path.iter_mut().enumerate() {
        let phase = i as f64;
        at[0] += error * (7.3 * phase).sin();
        at[1] += error * (4.1 * phase).cos();
    }
    path
}

fn simulated(chain: &Chain, start: &Motion, steps: u32, time: f64) -> Motion {
    (0..steps).fold(*start, |motion, _| chain.step(&motion, time))
}

fn main() {
    let end = simulated(&CHAIN, &START, 400, 0.01);
    let [before, after] = [START, end].map(|motion| CHAIN.energy(&motion));
    println!("energy lost within 4 s: {:.3} J", before - after);
    let seen = observations(&CHAIN, 40, 2e-3);
    let (found, steps) = fit(GUESS, &START, &seen);
    let off = (2.0 * found.miss(&START, &seen) / seen.len() as f64).sqrt();
    println!("{steps} steps; seen off the path by {:.2} mm\n", off * 1e3);
    println!("{:<12}{:>10}{:>10}{:>10}", "", "guess", "found", "true");
    let row = |name, of: fn(&Chain) -> f64| {
        let [guess, found, truth] = [GUESS, found, CHAIN].map(|chain| of(&chain));
        println!("{name:<12}{guess:>10.4}{found:>10.4}{truth:>10.4}");
    };
    row("first rod", |chain| chain.lengths[0]);
    row("second rod", |chain| chain.lengths[1]);
    row("third rod", |chain| chain.lengths[2]);
    row("damping", |chain| chain.damping);
    row("gravity", |chain| chain.gravity);
}

#[cfg(test)]
mod tests {
    use super::*;
    use ad_runtime::check_gradient;

    #[test]
    fn energy_is_conserved_without_damping_and_lost_with_it() {
        let wild = Motion {
            angles: [2.0, -1.0, 1.5],
            rates: [1.0, -0.5, 0.2],
        };
        let free = Chain {
            damping: 0.0,
            ..CHAIN
        };
        let before = free.energy(&wild);
        let lost = |steps: u32| {
            let end = simulated(&free, &wild, steps, 1.0 / f64::from(steps));
            (free.energy(&end) - before).abs()
        };
        assert!(lost(1000) < 1e-7, "{:e}", lost(1000));
        // A scheme of fourth order.
        assert!(
            lost(500) > 8.0 * lost(1000),
            "{:e} {:e}",
            lost(500),
            lost(1000)
        );
        // Damping takes its torques times the rates.
        let change =
            CHAIN.energy(&CHAIN.step(&wild, 1e-4)) - CHAIN.energy(&CHAIN.step(&wild, -1e-4));
        let power = CHAIN.damping * wild.rates.iter().map(|rate| rate * rate).sum::<f64>();
        assert!(
            (change / 2e-4 + power).abs() < 1e-5 * power,
            "{change:e} {power}"
        );
    }

    /// Of equal rods, the squares of the frequencies are the zeros of a Laguerre polynomial, here that of degree 3, so
    /// what takes small angles to their accelerations is a zero of it too.
    #[test]
    fn small_swings_are_those_of_a_hanging_chain() {
        let chain = Chain {
            lengths: [0.5; LINKS],
            damping: 0.0,
            ..CHAIN
        };
        let rest = Motion {
            angles: [0.0; LINKS],
            rates: [0.0; LINKS],
        };
        let returned = |angles: [f64; LINKS]| {
            let displaced = MotionTangent {
                angles,
                ..zero_tangent(&rest)
            };
            let (_, slope) = chain.slope_jvp(&rest, &zero_tangent(&chain), &displaced);
            slope.rates.map(|rate| -rate * 0.5 / chain.gravity)
        };
        let angles = [0.3, -0.8, 0.5];
        let once = returned(angles);
        let twice = returned(once);
        let thrice = returned(twice);
        for i in 0..LINKS {
            let sum = thrice[i] - 9.0 * twice[i] + 18.0 * once[i] - 6.0 * angles[i];
            assert!(sum.abs() < 1e-12 * thrice[i].abs(), "{sum:e}");
        }
    }

    #[test]
    fn gradients_are_differences() {
        let seen = observations(&CHAIN, 4, 0.01);
        let few = Chain {
            substeps: 2,
            ..GUESS
        };
        check_gradient!(Chain::miss(&few, const &START, const &seen));
        check_gradient!(several Chain::step(&few, &START, const 0.05));
        check_gradient!(several Chain::path(&few, &START, const 3));
    }

    #[test]
    fn what_made_the_path_is_found() {
        let (found, _) = fit(GUESS, &START, &observations(&CHAIN, 30, 0.0));
        for i in 0..LINKS {
            assert!(
                (found.lengths[i] - CHAIN.lengths[i]).abs() < 1e-8,
                "{found:?}"
            );
        }
        assert!((found.damping - CHAIN.damping).abs() < 1e-8, "{found:?}");
        assert!((found.gravity - CHAIN.gravity).abs() < 1e-8, "{found:?}");
    }

    #[test]
    fn errors_of_millimetres_leave_little_doubt() {
        let (found, _) = fit(GUESS, &START, &observations(&CHAIN, 40, 2e-3));
        for i in 0..LINKS {
            assert!(
                (found.lengths[i] - CHAIN.lengths[i]).abs() < 0.01,
                "{found:?}"
            );
        }
        assert!((found.damping - CHAIN.damping).abs() < 0.01, "{found:?}");
    }
}
