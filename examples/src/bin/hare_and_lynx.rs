//! The rates of Lotka and Volterra that follow the hares and lynxes of Hudson Bay best, from 1900 to 1920.
//!
//! Thousands of pelts that the Hudson's Bay Company took in, as read from the plot of E. P. Odum, *Fundamentals of
//! Ecology* (1953), by P. Howard, "Modeling Basics" (lecture notes, Texas A&M University, 2009).
//!
//! `cargo run --release -p ad-examples --bin hare_and_lynx`

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use ad_examples::minimize::{Minimum, minimize};
use ad_runtime::differentiate;

/// Hares and lynxes, year by year.
const PELTS: [[f64; 2]; 21] = [
    [30.0, 4.0],
    [47.2, 6.1],
    [70.2, 9.8],
    [77.4, 35.2],
    [36.3, 59.4],
    [20.6, 41.7],
    [18.1, 19.0],
    [21.4, 13.0],
    [22.0, 8.3],
    [25.4, 9.1],
    [27.1, 7.4],
    [40.3, 8.0],
    [57.0, 12.3],
    [76.6, 19.5],
    [52.3, 45.7],
    [19.5, 51.1],
    [11.2, 29.7],
    [7.6, 15.8],
    [14.6, 9.7],
    [16.2, 10.1],
    [24.7, 8.6],
];

/// Runge–Kutta steps of a year.
const STEPS: usize = 20;

/// How fast the populations grow. The rates are: births of hares, hares eaten, lynxes fed, deaths of lynxes.
#[differentiate]
fn growth(rates: [f64; 4], state: [f64; 2]) -> [f64; 2] {
    let [hares, lynxes] = state;
    [
        hares * (rates[0] - rates[1] * lynxes),
        lynxes * (rates[2] * hares - rates[3]),
    ]
}

/// A state, moved along a slope.
#[differentiate]
fn moved(state: [f64; 2], time: f64, slope: [f64; 2]) -> [f64; 2] {
    [state[0] + time * slope[0], state[1] + time * slope[1]]
}

/// The populations after a year.
#[differentiate]
fn next_year(rates: [f64; 4], start: [f64; 2]) -> [f64; 2] {
    let time = 1.0 / STEPS as f64;
    let mut state = start;
    for _ in 0..STEPS {
        let k1 = growth(rates, state);
        let k2 = growth(rates, moved(state, 0.5 * time, k1));
        let k3 = growth(rates, moved(state, 0.5 * time, k2));
        let k4 = growth(rates, moved(state, time, k3));
        for i in 0..2 {
            state[i] += time / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
    state
}

/// The squared errors of the logarithms. The parameters are logarithms too: of the four rates and the first state.
#[differentiate(wrt(parameters))]
fn misfit(parameters: &[f64], pelts: &[[f64; 2]]) -> f64 {
    let mut rates = [0.0; 4];
    for i in 0..4 {
        rates[i] = parameters[i].exp();
    }
    let mut state = [parameters[4].exp(), parameters[5].exp()];
    let mut total = 0.0;
    for (year, counts) in pelts.iter().enumerate() {
        if year > 0 {
            state = next_year(rates, state);
        }
        for i in 0..2 {
            total += (state[i].ln() - counts[i].ln()).powi(2);
        }
    }
    total
}

fn fit() -> Minimum {
    let start = [0.5_f64, 0.03, 0.03, 0.8, 30.0, 4.0].map(f64::ln);
    minimize(
        |parameters, gradient| misfit_grad_into(parameters, &PELTS, gradient),
        &start,
        1e-9,
        500,
    )
}

fn main() {
    let fit = fit();
    let [birth, hunt, feed, death, hares, lynxes] = [0, 1, 2, 3, 4, 5].map(|i| fit.at[i].exp());
    println!("births of hares  {birth:.4} a year, eaten {hunt:.5} per lynx");
    println!("deaths of lynxes {death:.4} a year, fed   {feed:.5} per hare");
    println!("in 1900 {hares:.1} thousand hares, {lynxes:.1} thousand lynxes");
    println!(
        "typical error {:.1} %, after {} steps\n",
        100.0 * (fit.value / 42.0).sqrt(),
        fit.steps
    );
    println!("year    hares   model   lynxes   model");
    let mut state = [hares, lynxes];
    for (year, [hares, lynxes]) in (1900..).zip(PELTS) {
        println!(
            "{year}  {hares:7.1} {:7.1}  {lynxes:7.1} {:7.1}",
            state[0], state[1]
        );
        state = next_year([birth, hunt, feed, death], state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The posterior means of B. Carpenter, "Predator-Prey Population Dynamics: the Lotka–Volterra model in Stan"
    /// (2018), are 0.55, 0.028, 0.024, 0.80, 34 and 5.9.
    #[test]
    fn the_rates_are_those_of_a_published_fit() {
        let fit = fit();
        assert!(fit.slope < 1e-6, "{fit:?}");
        for (i, (published, tolerance)) in [
            (0.55, 0.02),
            (0.028, 0.001),
            (0.024, 0.001),
            (0.80, 0.02),
            (34.0, 1.0),
            (5.9, 0.2),
        ]
        .into_iter()
        .enumerate()
        {
            let found = fit.at[i].exp();
            assert!((found - published).abs() < tolerance, "{i}: {found}");
        }
    }

    #[test]
    fn gradient_agrees_with_differences() {
        let at = [0.5_f64, 0.03, 0.03, 0.8, 30.0, 4.0].map(f64::ln);
        ad_runtime::check_gradient!(misfit(&at, const &PELTS));
    }
}
