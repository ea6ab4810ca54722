//! The odds that an O-ring of the space shuttle's boosters fails, by the temperature at launch.
//!
//! The 23 flights before Challenger's last: S. R. Dalal, E. B. Fowlkes and B. Hoadley, "Risk Analysis of the Space Shuttle:
//! Pre-Challenger Prediction of Failure", Journal of the American Statistical Association 84 (1989), 945–957, table 1.
//!
//! `cargo run -p ad-examples --bin logistic_regression`

use ad_examples::minimize::{Minimum, minimize};
use ad_runtime::differentiate;

/// The temperature in degrees Fahrenheit, and whether an O-ring of the field joints showed distress.
const FLIGHTS: [(f64, bool); 23] = [
    (66.0, false),
    (70.0, true),
    (69.0, false),
    (68.0, false),
    (67.0, false),
    (72.0, false),
    (73.0, false),
    (70.0, false),
    (57.0, true),
    (63.0, true),
    (70.0, true),
    (78.0, false),
    (67.0, false),
    (53.0, true),
    (67.0, false),
    (75.0, false),
    (70.0, false),
    (81.0, false),
    (76.0, false),
    (79.0, false),
    (75.0, true),
    (76.0, false),
    (58.0, true),
];

/// How improbable the flights are: the negative logarithm of their likelihood.
#[differentiate(wrt(odds))]
fn surprise(odds: &[f64], flights: &[(f64, bool)]) -> f64 {
    let mut total = 0.0;
    for &(temperature, distress) in flights {
        let z = odds[0] + odds[1] * (temperature - 70.0);
        let margin = if distress { z } else { -z };
        total += (-margin).exp().ln_1p();
    }
    total
}

/// The logarithm of the odds at 70 °F, and its slope.
fn fit() -> Minimum {
    minimize(
        |odds, gradient| surprise_grad_into(odds, &FLIGHTS, gradient),
        &[0.0, 0.0],
        1e-8,
        200,
    )
}

/// The probability of distress.
fn probability(fit: &Minimum, temperature: f64) -> f64 {
    1.0 / (1.0 + (-fit.at[0] - fit.at[1] * (temperature - 70.0)).exp())
}

fn main() {
    let fit = fit();
    println!(
        "log odds of distress = {:.4} {:+.4} T",
        fit.at[0] - 70.0 * fit.at[1],
        fit.at[1]
    );
    println!(
        "log likelihood       = {:.4} after {} steps",
        -fit.value, fit.steps
    );
    for temperature in [31.0, 53.0, 65.0, 70.0, 81.0] {
        println!(
            "probability at {temperature} °F: {:5.1} %",
            100.0 * probability(&fit, temperature)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R's `glm(distress ~ temperature, binomial)` finds 15.0429 and −0.2322, with a residual deviance of 20.315.
    #[test]
    fn the_fit_is_that_of_other_software() {
        let fit = fit();
        assert!(
            (fit.at[0] - 70.0 * fit.at[1] - 15.0429).abs() < 5e-5,
            "{fit:?}"
        );
        assert!((fit.at[1] + 0.2322).abs() < 5e-5, "{fit:?}");
        assert!((2.0 * fit.value - 20.315).abs() < 5e-4, "{fit:?}");
    }

    #[test]
    fn launch_day_was_far_outside_of_the_data_and_almost_sure_to_fail() {
        assert!(probability(&fit(), 31.0) > 0.99);
    }
}
