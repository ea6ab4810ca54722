//! The flow of the Nile by a Kalman filter, whose noise is estimated by maximum likelihood, with the derivatives of the
//! filter.
//!
//! The local level model and the estimates are those of J. Durbin and S. J. Koopman, "Time Series Analysis by State
//! Space Methods", 2nd edition, Oxford University Press (2012), chapter 2. The first observation starts the filter, as
//! nothing is known of the level before it; the variances are found by Newton's method in their logarithms, and the
//! Hessian that it takes tells how well they are known.
//!
//! `cargo run -p ad-examples --bin kalman`

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use ad_runtime::{Differentiable, differentiate};

/// The annual flow at Aswan in 10⁸ m³, 1871–1970.
const NILE: [f64; 100] = [
    1120.0, 1160.0, 963.0, 1210.0, 1160.0, 1160.0, 813.0, 1230.0, 1370.0, 1140.0, 995.0, 935.0,
    1110.0, 994.0, 1020.0, 960.0, 1180.0, 799.0, 958.0, 1140.0, 1100.0, 1210.0, 1150.0, 1250.0,
    1260.0, 1220.0, 1030.0, 1100.0, 774.0, 840.0, 874.0, 694.0, 940.0, 833.0, 701.0, 916.0, 692.0,
    1020.0, 1050.0, 969.0, 831.0, 726.0, 456.0, 824.0, 702.0, 1120.0, 1100.0, 832.0, 764.0, 821.0,
    768.0, 845.0, 864.0, 862.0, 698.0, 845.0, 744.0, 796.0, 1040.0, 759.0, 781.0, 865.0, 845.0,
    944.0, 984.0, 897.0, 822.0, 1010.0, 771.0, 676.0, 649.0, 846.0, 812.0, 742.0, 801.0, 1040.0,
    860.0, 874.0, 848.0, 890.0, 744.0, 749.0, 838.0, 1050.0, 918.0, 986.0, 797.0, 923.0, 975.0,
    815.0, 1020.0, 906.0, 901.0, 1170.0, 912.0, 746.0, 919.0, 718.0, 714.0, 740.0,
];

/// What is observed is a level with noise, and the level is a random walk. The noise, by the logarithms of the variances.
#[derive(Clone, Copy, Debug, Differentiable)]
struct LocalLevel {
    observation: f64,
    level: f64,
}

/// The level given what was observed so far.
#[derive(Clone, Copy, Debug, Differentiable)]
struct Belief {
    mean: f64,
    variance: f64,
}

#[differentiate]
impl LocalLevel {
    /// The belief after one more observation, and the logarithm of the density that it had.
    #[differentiate(wrt(self, belief), order = 2)]
    fn observed(&self, belief: Belief, y: f64) -> (Belief, f64) {
        let predicted = belief.variance + self.level.exp();
        let spread = predicted + self.observation.exp();
        let surprise = y - belief.mean;
        let gain = predicted / spread;
        let after = Belief {
            mean: belief.mean + gain * surprise,
            variance: predicted * (1.0 - gain),
        };
        let density = -0.5 * ((std::f64::consts::TAU * spread).ln() + surprise * surprise / spread);
        (after, density)
    }

    /// The logarithm of the likelihood of all observations but the first, given the first.
    #[differentiate(wrt(self), order = 2)]
    fn log_likelihood(&self, series: &[f64]) -> f64 {
        let mut belief = Belief {
            mean: series[0],
            variance: self.observation.exp(),
        };
        let mut sum = 0.0;
        for &y in &series[1..] {
            let (after, density) = self.observed(belief, y);
            belief = after;
            sum += density;
        }
        sum
    }

    fn variances(&self) -> [f64; 2] {
        [self.observation.exp(), self.level.exp()]
    }

    fn moved(&self, step: [f64; 2]) -> Self {
        Self {
            observation: self.observation + step[0],
            level: self.level + step[1],
        }
    }

    /// The gradient of the log-likelihood, and its Hessian by two products.
    fn second_order(&self, series: &[f64]) -> ([f64; 2], [[f64; 2]; 2]) {
        let list = |t: LocalLevelTangent| [t.observation, t.level];
        let along = |observation, level| {
            self.log_likelihood_grad_and_hvp(series, &LocalLevelTangent { observation, level })
        };
        let (gradient, first) = along(1.0, 0.0);
        let (_, second) = along(0.0, 1.0);
        (list(gradient), [list(first), list(second)])
    }
}

/// The principal curvatures of a Hessian, each with its direction.
fn curvatures([[a, b], [_, c]]: [[f64; 2]; 2]) -> [(f64, [f64; 2]); 2] {
    let (sin, cos) = (0.5 * (2.0 * b).atan2(a - c)).sin_cos();
    [[cos, sin], [-sin, cos]]
        .map(|v| (a * v[0] * v[0] + 2.0 * b * v[0] * v[1] + c * v[1] * v[1], v))
}

/// What maximum likelihood finds.
#[derive(Debug)]
struct Estimate {
    model: LocalLevel,
    log_likelihood: f64,
    /// Of the logarithms of the variances.
    standard_errors: [f64; 2],
    iterations: usize,
}

/// Newton's method with halved steps, uphill also where the log-likelihood is not concave.
fn fit(start: LocalLevel, series: &[f64]) -> Option<Estimate> {
    let mut model = start;
    for iterations in 0..100 {
        let log_likelihood = model.log_likelihood(series);
        let (gradient, hessian) = model.second_order(series);
        let mut step = [0.0; 2];
        let mut promised = 0.0;
        let mut variances = [0.0; 2];
        let mut concave = true;
        for (curvature, v) in curvatures(hessian) {
            let slope = v[0] * gradient[0] + v[1] * gradient[1];
            // No variance changes by more than some factor of ten at once.
            let length = (slope / curvature.abs()).clamp(-2.0, 2.0);
            promised += slope * length;
            concave &= curvature < 0.0;
            for i in 0..2 {
                step[i] += length * v[i];
                variances[i] -= v[i] * v[i] / curvature;
            }
        }
        if concave && promised < 1e-10 {
            return Some(Estimate {
                model,
                log_likelihood,
                standard_errors: variances.map(f64::sqrt),
                iterations,
            });
        }
        let gain = |step| model.moved(step).log_likelihood(series) - log_likelihood;
        let mut part = 1.0;
        while gain(step) < 1e-4 * part * promised && part > 1e-10 {
            step = step.map(|s| 0.5 * s);
            part *= 0.5;
        }
        model = model.moved(step);
    }
    None
}

/// Both variances that of the whole series.
fn start(series: &[f64]) -> LocalLevel {
    let count = series.len() as f64;
    let mean = series.iter().sum::<f64>() / count;
    let variance = series.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / (count - 1.0);
    LocalLevel {
        observation: variance.ln(),
        level: variance.ln(),
    }
}

fn main() {
    let Some(found) = fit(start(&NILE), &NILE) else {
        println!("no maximum found");
        return;
    };
    println!(
        "log-likelihood {:.4} after {} Newton steps\n",
        found.log_likelihood, found.iterations
    );
    println!(
        "{:<14}{:>10}{:>22}",
        "variance of", "estimate", "within a factor of"
    );
    let [observation, level] = found.model.variances();
    let [observation_error, level_error] = found.standard_errors;
    for (name, variance, error) in [
        ("observation", observation, observation_error),
        ("level", level, level_error),
    ] {
        println!("{name:<14}{variance:>10.1}{:>22.2}", error.exp());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ad_runtime::check_gradient;

    const MODEL: LocalLevel = LocalLevel {
        observation: 9.3,
        level: 7.9,
    };

    fn assert_near(actual: f64, expected: f64, relative: f64) {
        let error = ((actual - expected) / expected).abs();
        assert!(error < relative, "{actual}, not {expected}: {error:e}");
    }

    /// The increments are normal, with a tridiagonal covariance: those of a moving average.
    fn log_likelihood_of_increments(model: &LocalLevel, series: &[f64]) -> f64 {
        let [observation, level] = model.variances();
        let (diagonal, beside) = (level + 2.0 * observation, -observation);
        let (mut sum, mut pivot, mut rest) = (0.0, f64::INFINITY, 0.0);
        for pair in series.windows(2) {
            let factor = beside / pivot;
            pivot = diagonal - factor * beside;
            rest = pair[1] - pair[0] - factor * rest;
            sum -= 0.5 * (std::f64::consts::TAU.ln() + pivot.ln() + rest * rest / pivot);
        }
        sum
    }

    #[test]
    fn the_filter_computes_the_density_of_the_increments() {
        for (observation, level) in [(9.6, 7.3), (5.0, 9.0), (10.0, 2.0)] {
            let model = LocalLevel { observation, level };
            let expected = log_likelihood_of_increments(&model, &NILE);
            assert_near(model.log_likelihood(&NILE), expected, 1e-12);
        }
    }

    #[test]
    fn derivatives_are_differences() {
        check_gradient!(LocalLevel::log_likelihood(&MODEL, const &NILE));
        let (_, hessian) = MODEL.second_order(&NILE);
        let step = 1e-5;
        for (column, direction) in hessian.iter().zip([[step, 0.0], [0.0, step]]) {
            let (ahead, _) = MODEL.moved(direction).second_order(&NILE);
            let (behind, _) = MODEL.moved(direction.map(|d| -d)).second_order(&NILE);
            for i in 0..2 {
                assert_near(column[i], (ahead[i] - behind[i]) / (2.0 * step), 1e-6);
            }
        }
    }

    /// Durbin and Koopman (2012), section 2.10.3.
    #[test]
    fn the_estimates_are_those_of_the_literature() {
        let found = fit(start(&NILE), &NILE).expect("a maximum");
        let [observation, level] = found.model.variances();
        assert_near(observation, 15_099.0, 1e-3);
        assert_near(level, 1469.1, 1e-3);
        assert!((found.log_likelihood + 632.54).abs() < 0.01, "{found:?}");
        // Their table 2.1 leaves out the constants, of 99 densities.
        let constants = 0.5 * 99.0 * (std::f64::consts::TAU.ln() + 1.0);
        let concentrated = found.log_likelihood + constants;
        assert!((concentrated + 492.07).abs() < 0.005, "{concentrated}");
    }

    #[test]
    fn the_maximum_does_not_depend_on_the_start() {
        let expected = fit(MODEL, &NILE).expect("a maximum").model;
        for (observation, level) in [(4.0, 4.0), (12.0, 3.0), (6.0, 12.0)] {
            let found = fit(LocalLevel { observation, level }, &NILE).expect("a maximum");
            assert_near(found.model.observation, expected.observation, 1e-6);
            assert_near(found.model.level, expected.level, 1e-6);
        }
    }
}
