//! The resistance of a network between two of its nodes, and how much it depends on each resistor, by the adjoint of one
//! linear solve.
//!
//! The potentials solve A v = b, which a library does: nothing of it is differentiated. Its rules are those of the
//! equation, A v' = b' - A' v forward, and Aᵀ b̄ = v̄, Ā = -b̄ vᵀ in reverse: M. B. Giles, "Collected Matrix
//! Derivative Results for Forward and Reverse Mode Algorithmic Differentiation" (2008), section 2.3.1. The arguments come
//! by value, so that the pullback keeps the factors of the matrix for as long as it is needed.
//!
//! `cargo run -p ad-examples --bin resistor_network`

#![allow(
    clippy::needless_pass_by_value,
    reason = "what is by value is the pullback's own"
)]

use ad_runtime::differentiate;
use nalgebra::{DMatrix, DVector, Dyn, LU};

/// The x where A x = b; A by its rows.
#[differentiate(jvp = solve_forward, vjp = solve_reverse)]
fn solve(a: Vec<f64>, b: Vec<f64>) -> Vec<f64> {
    factors(&a, b.len()).solve_by(&b)
}

fn solve_forward(
    a: Vec<f64>,
    b: Vec<f64>,
    a_dot: Vec<f64>,
    b_dot: Vec<f64>,
) -> (Vec<f64>, Vec<f64>) {
    let factors = factors(&a, b.len());
    let x = factors.solve_by(&b);
    let rows = a_dot.chunks(b.len()).zip(b_dot);
    let right =
        rows.map(|(row, b_dot)| b_dot - row.iter().zip(&x).map(|(a, x)| a * x).sum::<f64>());
    let right: Vec<f64> = right.collect();
    let x_dot = factors.solve_by(&right);
    (x, x_dot)
}

/// The cotangents of A and b.
type Bars = (Vec<f64>, Vec<f64>);

fn solve_reverse(a: Vec<f64>, b: Vec<f64>) -> (Vec<f64>, impl Fn(&[f64]) -> Bars) {
    let factors = factors(&a, b.len());
    let x = factors.solve_by(&b);
    let kept = x.clone();
    let pullback = move |x_bar: &[f64]| {
        let b_bar = factors.solve_transposed(x_bar);
        let a_bar = b_bar.iter().flat_map(|b| kept.iter().map(move |x| -b * x));
        (a_bar.collect(), b_bar)
    };
    (x, pullback)
}

/// A = L U, with its rows in another order.
struct Factors {
    of_matrix: LU<f64, Dyn, Dyn>,
    of_transposed: LU<f64, Dyn, Dyn>,
}

fn factors(a: &[f64], n: usize) -> Factors {
    let a = DMatrix::from_row_slice(n, n, a);
    Factors {
        of_transposed: a.transpose().lu(),
        of_matrix: a.lu(),
    }
}

impl Factors {
    fn solve_by(&self, b: &[f64]) -> Vec<f64> {
        solved(&self.of_matrix, b)
    }

    fn solve_transposed(&self, b: &[f64]) -> Vec<f64> {
        solved(&self.of_transposed, b)
    }
}

fn solved(factors: &LU<f64, Dyn, Dyn>, b: &[f64]) -> Vec<f64> {
    let x = factors.solve(&DVector::from_column_slice(b));
    x.expect("every node is connected").data.into()
}

/// The resistance between the first node and the last, which is grounded: the potential that a unit current makes.
#[differentiate(wrt(conductances))]
fn resistance(conductances: &[f64], ends: &[[usize; 2]], nodes: usize) -> f64 {
    let n = nodes - 1;
    let mut a = vec![0.0; n * n];
    for k in 0..ends.len() {
        let [i, j] = ends[k];
        if i < n {
            a[i * n + i] += conductances[k];
        }
        if j < n {
            a[j * n + j] += conductances[k];
        }
        if i < n && j < n {
            a[i * n + j] -= conductances[k];
            a[j * n + i] -= conductances[k];
        }
    }
    let mut current = vec![0.0; n];
    current[0] = 1.0;
    let potentials = solve(a, current);
    potentials[0]
}

/// A square grid of nodes, with a resistor between any two neighbours.
fn grid(side: usize) -> Vec<[usize; 2]> {
    let mut ends = Vec::new();
    for row in 0..side {
        for column in 0..side {
            let node = row * side + column;
            if column + 1 < side {
                ends.push([node, node + 1]);
            }
            if row + 1 < side {
                ends.push([node, node + side]);
            }
        }
    }
    ends
}

fn main() {
    const SIDE: usize = 6;
    let ends = grid(SIDE);
    let conductances = vec![1.0; ends.len()];
    let nodes = SIDE * SIDE;
    let (total, gradient) = resistance_value_and_grad(&conductances, &ends, nodes);
    println!(
        "{SIDE} × {SIDE} nodes, 1 ohm between neighbours: {total:.6} ohm from corner to corner\n"
    );
    println!("the share of each resistor along the edge in it:");
    for (ends, slope) in ends.iter().zip(&gradient) {
        if ends[1] < SIDE {
            println!(
                "  {} – {}: {:6.2} %",
                ends[0],
                ends[1],
                -100.0 * slope / total
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ad_runtime::check_gradient;

    /// A Wheatstone bridge, out of balance.
    const BRIDGE: [[usize; 2]; 5] = [[0, 1], [0, 2], [1, 2], [1, 3], [2, 3]];

    #[test]
    fn the_rules_are_those_of_the_solve() {
        let (a, b) = (
            vec![4.0, 1.0, -0.5, 0.3, 3.0, 1.0, 0.2, -1.0, 2.0],
            vec![1.0, -2.0, 0.5],
        );
        check_gradient!(several solve(a.clone(), b.clone()));
    }

    #[test]
    fn gradient_is_right_in_both_modes() {
        let conductances = vec![1.0, 0.5, 0.2, 2.0, 0.7];
        check_gradient!(resistance(&conductances, const &BRIDGE, const 4));
    }

    /// A conductance takes part by the square of the voltage at it: Cohn's theorem.
    #[test]
    fn gradient_is_the_square_of_the_voltages() {
        let conductances = [1.0, 0.5, 0.2, 2.0, 0.7];
        let gradient = resistance_grad(&conductances, &BRIDGE, 4);
        let total = resistance(&conductances, &BRIDGE, 4);
        let whole: f64 = conductances
            .iter()
            .zip(&gradient)
            .map(|(g, slope)| g * slope)
            .sum();
        assert!(
            (whole + total).abs() < 1e-14,
            "twice the conductances, half the resistance"
        );
        assert!(gradient.iter().all(|slope| *slope <= 0.0));
        let [bridged, across] = [gradient[1], gradient[4]].map(|slope| (-slope).sqrt());
        assert!(
            (bridged + across - total).abs() < 1e-14,
            "voltages along a path add up"
        );
    }

    #[test]
    fn resistors_in_a_row_add_up() {
        let gradient = resistance_grad(&[0.5, 0.25], &[[0, 1], [1, 2]], 3);
        assert!((resistance(&[0.5, 0.25], &[[0, 1], [1, 2]], 3) - 6.0).abs() < 1e-14);
        assert!((gradient[0] + 4.0).abs() < 1e-13 && (gradient[1] + 16.0).abs() < 1e-13);
    }
}
