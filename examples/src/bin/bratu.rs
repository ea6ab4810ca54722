//! Newton's method on a grid of a hundred by a hundred points, by a sparse Jacobian.
//!
//! Bratu's problem, Δu + λ eᵘ = 0 in the unit square and u = 0 on its border, has two solutions for λ below 6.8081, and none
//! above: R. Glowinski, H. B. Keller and L. Reinhart, "Continuation-Conjugate Gradient Methods for the Least Squares Solution
//! of Nonlinear Boundary Value Problems", SIAM Journal on Scientific and Statistical Computing 6 (1985), 793–832. Each of
//! the residuals depends on five of the ten thousand unknowns: that pattern is found once, from the function itself, and
//! tells which columns of the Jacobian one sweep of forward mode gives together.
//!
//! `cargo run --release -p ad-examples --bin bratu`

use std::time::Instant;

use ad_runtime::{Colouring, Csr, Sparsity, differentiate};
use nalgebra::DVector;
use nalgebra_sparse::CscMatrix;
use nalgebra_sparse::factorization::CscCholesky;

/// The points in a row of the grid.
const SIZE: usize = 100;

/// What −Δu by differences is more than λ eᵘ, at every point of a grid, times the square of its spacing.
#[differentiate(wrt(u))]
fn residual(u: &[f64], size: usize, lambda: f64) -> Vec<f64> {
    #[allow(clippy::cast_precision_loss, reason = "a few hundred points")]
    let spacing = 1.0 / (size + 1) as f64;
    let mut residual = Vec::new();
    for row in 0..size {
        for col in 0..size {
            let at = row * size + col;
            let mut around = 0.0;
            if row > 0 {
                around += u[at - size];
            }
            if row + 1 < size {
                around += u[at + size];
            }
            if col > 0 {
                around += u[at - 1];
            }
            if col + 1 < size {
                around += u[at + 1];
            }
            residual.push(4.0 * u[at] - around - spacing * spacing * lambda * u[at].exp());
        }
    }
    residual
}

/// The solution of a symmetric positive definite system.
fn solved(matrix: Csr<f64>, right: &[f64]) -> Option<Vec<f64>> {
    let (rows, cols) = (matrix.rows(), matrix.cols());
    // Rows of a symmetric matrix are its columns.
    let (starts, indices, values) = matrix.into_parts();
    let matrix = CscMatrix::try_from_csc_data(rows, cols, starts, indices, values).ok()?;
    let factors = CscCholesky::factor(&matrix).ok()?;
    let solution = factors.solve(&DVector::from_column_slice(right));
    Some(solution.as_slice().to_vec())
}

/// Bratu's problem on a grid: the pattern of its Jacobian, and which of the columns are computed together.
struct Problem {
    size: usize,
    lambda: f64,
    sparsity: Sparsity,
    colouring: Colouring,
}

impl Problem {
    fn new(size: usize, lambda: f64) -> Self {
        let sparsity = residual_jacobian_sparsity(&vec![0.0; size * size], size, lambda);
        let colouring = Colouring::columns(&sparsity);
        Problem {
            size,
            lambda,
            sparsity,
            colouring,
        }
    }

    /// The lower solution, and the largest residual before each step and after the last; none where a step finds no
    /// downhill curvature, which is on the upper solution or where there is none.
    fn solve(&self) -> Option<(Vec<f64>, Vec<f64>)> {
        let Problem {
            size,
            lambda,
            sparsity,
            colouring,
        } = self;
        let mut u = vec![0.0; size * size];
        let mut norms = Vec::new();
        for _ in 0..20 {
            let value = residual(&u, *size, *lambda);
            let norm = largest(&value);
            norms.push(norm);
            if norm < 1e-14 {
                return Some((u, norms));
            }
            let jacobian = residual_jacobian_sparse(&u, *size, *lambda, sparsity, colouring);
            for (u, step) in u.iter_mut().zip(solved(jacobian, &value)?) {
                *u -= step;
            }
        }
        None
    }
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most, value| value.abs().max(most))
}

fn main() {
    let start = Instant::now();
    let problem = Problem::new(SIZE, 6.8);
    println!(
        "Jacobian: {}; {} sweeps of forward mode for all of it",
        problem.sparsity,
        problem.colouring.sweeps()
    );
    let Some((u, norms)) = problem.solve() else {
        println!("no solution found for λ = {}", problem.lambda);
        return;
    };
    for (step, norm) in norms.iter().enumerate() {
        println!("step {step}: largest residual {norm:.1e}");
    }
    println!(
        "λ = {}: u is {:.6} in the middle, after {:.2} s",
        problem.lambda,
        largest(&u),
        start.elapsed().as_secs_f64()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sweeps_do_not_grow_with_the_grid() {
        let sweeps = [10, 20, 40].map(|size| Problem::new(size, 1.0).colouring.sweeps());
        assert_eq!(sweeps, [7; 3]);
    }

    #[test]
    fn converges_quadratically_below_the_fold() {
        let (u, norms) = Problem::new(15, 5.0).solve().expect("a solution");
        assert!(u.iter().all(|u| *u > 0.0));
        let last = &norms[norms.len() - 3..];
        assert!(last[1] < last[0] * last[0] * 1e4, "{norms:?}");
        assert!(norms.len() <= 7, "{norms:?}");
    }

    #[test]
    fn finds_nothing_above_the_fold() {
        assert!(Problem::new(15, 8.0).solve().is_none());
    }
}
