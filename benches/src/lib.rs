//! Functions whose generated derivatives are timed against the plain function and against an adjoint written by hand.
//!
//! Each module holds one function: the plain one, the derivative by hand, and one wrapper per contestant. The
//! wrappers are the only callers and are never inlined, so that all contestants stand in the same inlining situation.

pub mod black_scholes;
pub mod checkpoints;
pub mod directions;
pub mod objectives;
pub mod reprojection;
pub mod two_variables;
pub mod vectors;

/// Coordinate `j` of point `i` of a sequence that fills [0, 1) evenly.
///
/// The multiples of irrational numbers modulo 1 (Kronecker's sequence), here of the roots of the first primes.
fn evenly_spread(i: u32, j: usize) -> f64 {
    const PRIMES: [f64; 17] = [
        2., 3., 5., 7., 11., 13., 17., 19., 23., 29., 31., 37., 41., 43., 47., 53., 59.,
    ];
    (f64::from(i + 1) * PRIMES[j].sqrt()).fract()
}

/// `count` points of `N` coordinates each, coordinate `j` between `bounds[j].0` and `bounds[j].1`.
#[must_use]
fn points<const N: usize>(count: u32, bounds: [(f64, f64); N]) -> Vec<[f64; N]> {
    let coordinate = |i, j: usize| bounds[j].0 + (bounds[j].1 - bounds[j].0) * evenly_spread(i, j);
    (0..count)
        .map(|i| std::array::from_fn(|j| coordinate(i, j)))
        .collect()
}

#[cfg(test)]
mod tests {
    /// Asserts that a list agrees with another to `tolerance`, relative to the other's largest element.
    #[track_caller]
    pub(crate) fn assert_agree(actual: &[f64], expected: &[f64], tolerance: f64) {
        let scale = expected
            .iter()
            .fold(0.0_f64, |largest, x| largest.max(x.abs()));
        let agree = actual
            .iter()
            .zip(expected)
            .all(|(a, e)| (a - e).abs() <= tolerance * scale);
        assert!(
            actual.len() == expected.len() && agree,
            "{actual:?} is not close to {expected:?}"
        );
    }

    /// Row `output` of a Jacobian by central differences.
    pub(crate) fn differences<const N: usize>(
        output: impl Fn(&[f64; N]) -> f64,
        at: &[f64; N],
    ) -> [f64; N] {
        std::array::from_fn(|j| {
            let moved = |h: f64| {
                let mut point = *at;
                point[j] += h;
                output(&point)
            };
            let slope = |h: f64| (moved(h) - moved(-h)) / (2.0 * h);
            (4.0 * slope(1e-4) - slope(2e-4)) / 3.0
        })
    }
}
