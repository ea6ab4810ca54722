//! Whether forward and reverse mode are transposes of each other.

use alloc::vec::Vec;

use super::comparison::{Findings, Jacobian, Subject};
use super::differences::Slopes;
use super::random::Random;
use super::report::Problem;

/// Unit roundoffs of the sum of magnitudes by which ⟨w, J v⟩ and ⟨Jᵀ w, v⟩ may differ.
const TRANSPOSE_ROUNDOFFS: f64 = 64.0;
/// Pairs of a tangent and a seed tried.
const DIRECTIONS: usize = 3;

impl Subject<'_> {
    /// ⟨w, J v⟩ = ⟨Jᵀ w, v⟩.
    pub(super) fn check_transposes(
        &self,
        jacobians: &[Jacobian<'_>],
        slopes: &[Vec<Slopes>],
        findings: &mut Findings,
    ) {
        let (Some((_, jvp)), Some((_, vjp)), Some(jacobian)) =
            (&self.jvp, &self.vjp, jacobians.first())
        else {
            return;
        };
        let mut random = Random::named(&self.name);
        let magnitudes = self.magnitudes(jacobian, slopes);
        for _ in 0..DIRECTIONS {
            let tangent = random.signed(self.point.len());
            let seed = random.signed(self.value.len());
            let forward = dot(&seed, &jvp(&self.point, &tangent).1);
            let reverse = dot(&vjp(&self.point, &seed).1, &tangent);
            let magnitude: f64 = magnitudes
                .iter()
                .zip(&seed)
                .map(|(row, seed)| (seed * absolute_dot(row, &tangent)).abs())
                .sum();
            let tolerance = TRANSPOSE_ROUNDOFFS * self.arithmetic.roundoff() * magnitude;
            // A NaN disagrees too.
            let agree = (forward - reverse).abs() <= tolerance;
            if !agree {
                findings.add(Problem::Transpose {
                    forward,
                    reverse,
                    tolerance,
                });
            }
        }
    }

    /// The Jacobian's elements as rounding errors see them: with what has cancelled in the
    /// derivative, which changes with its argument, and in the function.
    fn magnitudes(&self, jacobian: &Jacobian<'_>, slopes: &[Vec<Slopes>]) -> Vec<Vec<f64>> {
        let row = |(row, elements): (usize, &Vec<f64>)| {
            let amplification = self.amplification(row, slopes);
            let columns = self.point.iter().zip(slopes);
            let magnitude = |(element, (x, slopes)): (&f64, (&f64, &Vec<Slopes>))| {
                let slopes = slopes.get(row);
                let step = slopes.and_then(Slopes::best).map_or(0.0, |best| best.step);
                let curvature = slopes.map_or(0.0, |slopes| slopes.curvature(step));
                amplification * (element.abs() + x.abs() * curvature)
            };
            elements.iter().zip(columns).map(magnitude).collect()
        };
        jacobian.rows.iter().enumerate().map(row).collect()
    }

    /// How much larger than one rounding the errors of an output are.
    fn amplification(&self, row: usize, slopes: &[Vec<Slopes>]) -> f64 {
        let noise = slopes
            .iter()
            .filter_map(|slopes| Some(slopes.get(row)?.central?.noise))
            .fold(f64::INFINITY, f64::min);
        let value = self.value.get(row).map_or(0.0, |value| value.abs());
        let rounding = self.arithmetic.roundoff() * value;
        if noise.is_finite() && noise > rounding && rounding > 0.0 {
            noise / rounding
        } else {
            1.0
        }
    }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

fn absolute_dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| (a * b).abs()).sum()
}
