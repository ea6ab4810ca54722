//! Asian calls by Monte Carlo, with all Greeks by one reverse sweep through the simulation.
//!
//! The option pays by how much the average price at a number of dates exceeds the strike. Where the average is the
//! geometric one there is a closed form, which makes it the control variate for the arithmetic one: A. G. Z. Kemna and
//! A. C. F. Vorst, "A Pricing Method for Options Based on Average Asset Values", Journal of Banking and Finance 14
//! (1990), 113–129. The Greeks are pathwise derivatives: M. Broadie and P. Glasserman, "Estimating Security Price
//! Derivatives Using Simulation", Management Science 42 (1996), 269–285. The closed form inside the estimator is
//! differentiated with the rest of it.
//!
//! `cargo run --release -p ad-examples --bin monte_carlo_greeks`

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use ad_runtime::special::norm_cdf;
use ad_runtime::{Differentiable, differentiate};

/// Rates and volatility are per year.
#[derive(Clone, Copy, Debug, Differentiable)]
struct Market {
    spot: f64,
    rate: f64,
    volatility: f64,
    dividend: f64,
}

#[derive(Clone, Copy, Debug)]
struct Contract {
    strike: f64,
    /// years
    expiry: f64,
    /// The price counts at this many dates, equally far apart, of which the last is the expiry.
    dates: usize,
}

const MARKET: Market = Market {
    spot: 100.0,
    rate: 0.05,
    volatility: 0.25,
    dividend: 0.02,
};

const CONTRACT: Contract = Contract {
    strike: 102.0,
    expiry: 1.0,
    dates: 12,
};

/// The numbers of G. L. Steele, D. Lea and C. H. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014:
/// a hash of a counter.
fn random_bits(counter: u64) -> u64 {
    let mut z = counter.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Standard normal numbers, in pairs by the method of Box and Muller; each stream has its own.
fn normals(stream: u32, count: usize) -> Vec<f64> {
    let uniform = |counter| ((random_bits(counter) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    let first = u64::from(stream) << 32;
    (first..)
        .step_by(2)
        .take(count.div_ceil(2))
        .flat_map(|counter| {
            let radius = (-2.0 * uniform(counter).ln()).sqrt();
            let (sin, cos) = (std::f64::consts::TAU * uniform(counter + 1)).sin_cos();
            [radius * cos, radius * sin]
        })
        .take(count)
        .collect()
}

/// The averages of the price along one path: the arithmetic and the geometric one.
#[differentiate(wrt(market))]
fn averages(market: &Market, expiry: f64, normals: &[f64]) -> (f64, f64) {
    let count = normals.len() as f64;
    let interval = expiry / count;
    let variance = market.volatility * market.volatility;
    let drift = (market.rate - market.dividend - 0.5 * variance) * interval;
    let deviation = market.volatility * interval.sqrt();
    let mut log_price = market.spot.ln();
    let (mut prices, mut logs) = (0.0, 0.0);
    for z in normals {
        log_price += drift + deviation * z;
        prices += log_price.exp();
        logs += log_price;
    }
    (prices / count, (logs / count).exp())
}

/// The geometric Asian call by Monte Carlo.
#[differentiate(wrt(market))]
fn geometric(market: &Market, contract: &Contract, normals: &[f64]) -> f64 {
    let mut sum = 0.0;
    for path in normals.chunks_exact(contract.dates) {
        let (_, average) = averages(market, contract.expiry, path);
        sum += (average - contract.strike).max(0.0);
    }
    let paths = (normals.len() / contract.dates) as f64;
    (-market.rate * contract.expiry).exp() * sum / paths
}

/// The geometric Asian call in closed form: the average is lognormal.
#[differentiate(wrt(market))]
fn geometric_in_closed_form(market: &Market, contract: &Contract) -> f64 {
    let count = contract.dates as f64;
    let variance = market.volatility * market.volatility;
    let mean = market.spot.ln()
        + (market.rate - market.dividend - 0.5 * variance) * contract.expiry * (count + 1.0)
            / (2.0 * count);
    let time = contract.expiry * (count + 1.0) * (2.0 * count + 1.0) / (6.0 * count * count);
    let deviation = market.volatility * time.sqrt();
    let d2 = (mean - contract.strike.ln()) / deviation;
    let forward = (mean + 0.5 * deviation * deviation).exp();
    let payoff = forward * norm_cdf(d2 + deviation) - contract.strike * norm_cdf(d2);
    (-market.rate * contract.expiry).exp() * payoff
}

/// The arithmetic Asian call by Monte Carlo: what it is worth more than the geometric one, whose price is known.
#[differentiate(wrt(market))]
fn arithmetic(market: &Market, contract: &Contract, normals: &[f64]) -> f64 {
    let mut sum = 0.0;
    for path in normals.chunks_exact(contract.dates) {
        let (arithmetic, geometric) = averages(market, contract.expiry, path);
        sum += (arithmetic - contract.strike).max(0.0) - (geometric - contract.strike).max(0.0);
    }
    let paths = (normals.len() / contract.dates) as f64;
    let discount = (-market.rate * contract.expiry).exp();
    geometric_in_closed_form(market, contract) + discount * sum / paths
}

const NAMES: [&str; 5] = ["price", "delta", "rho", "vega", "dividend rho"];

/// The price and the Greeks in the order of their names.
fn listed((price, greeks): (f64, MarketTangent)) -> [f64; 5] {
    [
        price,
        greeks.spot,
        greeks.rate,
        greeks.volatility,
        greeks.dividend,
    ]
}

/// The mean of an estimator over independent batches, and the standard errors of the mean.
fn batched(
    batches: u32,
    paths: usize,
    contract: &Contract,
    estimator: impl Fn(&[f64]) -> [f64; 5],
) -> ([f64; 5], [f64; 5]) {
    let (mut sums, mut squares) = ([0.0; 5], [0.0; 5]);
    for stream in 0..batches {
        let estimates = estimator(&normals(stream, paths * contract.dates));
        for i in 0..5 {
            sums[i] += estimates[i];
            squares[i] += estimates[i] * estimates[i];
        }
    }
    let count = f64::from(batches);
    let means = sums.map(|sum| sum / count);
    let error =
        |i| (f64::max(squares[i] / count - means[i] * means[i], 0.0) / (count - 1.0)).sqrt();
    (means, std::array::from_fn(error))
}

fn main() {
    let (market, contract) = (&MARKET, &CONTRACT);
    let exact = listed(geometric_in_closed_form_value_and_grad(market, contract));
    let (plain, plain_errors) = batched(64, 4096, contract, |z| {
        listed(geometric_value_and_grad(market, contract, z))
    });
    let (controlled, controlled_errors) = batched(64, 4096, contract, |z| {
        listed(arithmetic_value_and_grad(market, contract, z))
    });
    println!("Asian calls on {market:?},\n{contract:?}\n");
    println!(
        "{:<14}{:>12}{:>22}{:>28}",
        "", "geometric", "by Monte Carlo", "arithmetic, controlled"
    );
    for i in 0..5 {
        println!(
            "{:<14}{:>12.5}{:>12.5} ± {:.5}{:>18.5} ± {:.5}",
            NAMES[i], exact[i], plain[i], plain_errors[i], controlled[i], controlled_errors[i]
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ad_runtime::check_gradient;

    fn assert_near(actual: f64, expected: f64, relative: f64) {
        let error = ((actual - expected) / expected).abs();
        assert!(error < relative, "{actual}, not {expected}: {error:e}");
    }

    #[test]
    fn price_and_greeks_are_those_of_the_closed_form() {
        for strike in [85.0, 102.0, 120.0] {
            let contract = &Contract { strike, ..CONTRACT };
            let exact = listed(geometric_in_closed_form_value_and_grad(&MARKET, contract));
            let (means, errors) = batched(32, 1024, contract, |z| {
                listed(geometric_value_and_grad(&MARKET, contract, z))
            });
            for i in 0..5 {
                let off = (means[i] - exact[i]).abs();
                assert!(off < 4.0 * errors[i], "{} at {strike}: {off}", NAMES[i]);
                assert!(
                    errors[i] < 0.05 * exact[i].abs(),
                    "{} at {strike}",
                    NAMES[i]
                );
            }
        }
    }

    #[test]
    fn the_control_variate_changes_the_error_and_not_the_mean() {
        let plain = |z: &[f64]| {
            let control = geometric_value_and_grad(&MARKET, &CONTRACT, z);
            let exact = geometric_in_closed_form_value_and_grad(&MARKET, &CONTRACT);
            let (controlled, control, exact) = (
                listed(arithmetic_value_and_grad(&MARKET, &CONTRACT, z)),
                listed(control),
                listed(exact),
            );
            std::array::from_fn(|i| controlled[i] - exact[i] + control[i])
        };
        let controlled = |z: &[f64]| listed(arithmetic_value_and_grad(&MARKET, &CONTRACT, z));
        let (means, errors) = batched(16, 1024, &CONTRACT, plain);
        let (better, small) = batched(16, 1024, &CONTRACT, controlled);
        for i in 0..5 {
            assert!(
                (means[i] - better[i]).abs() < 4.0 * errors[i],
                "{}",
                NAMES[i]
            );
            assert!(small[i] < 0.2 * errors[i], "{}: {}", NAMES[i], small[i]);
        }
    }

    /// With one date both averages are the price at the expiry, and the call is that of Merton (1973).
    #[test]
    fn one_date_makes_a_european_call() {
        let contract = &Contract {
            dates: 1,
            ..CONTRACT
        };
        let z = &normals(7, 500);
        let [price, delta, rho, vega, dividend_rho] =
            listed(geometric_in_closed_form_value_and_grad(&MARKET, contract));
        let deviation = MARKET.volatility * contract.expiry.sqrt();
        let drift = (MARKET.rate - MARKET.dividend) * contract.expiry;
        let d1 = ((MARKET.spot / contract.strike).ln() + drift) / deviation + 0.5 * deviation;
        let carried = MARKET.spot * (-MARKET.dividend * contract.expiry).exp();
        let paid = contract.strike * (-MARKET.rate * contract.expiry).exp();
        let density = (-0.5 * d1 * d1).exp() / std::f64::consts::TAU.sqrt();
        let exercised = paid * norm_cdf(d1 - deviation);
        assert_near(price, carried * norm_cdf(d1) - exercised, 1e-12);
        assert_near(delta, carried / MARKET.spot * norm_cdf(d1), 1e-12);
        assert_near(rho, contract.expiry * exercised, 1e-12);
        assert_near(vega, carried * density * contract.expiry.sqrt(), 1e-12);
        assert_near(
            dividend_rho,
            -contract.expiry * carried * norm_cdf(d1),
            1e-12,
        );
        assert_near(arithmetic(&MARKET, contract, z), price, 1e-12);
    }

    #[test]
    fn derivatives_are_differences() {
        let z = &normals(3, 20 * CONTRACT.dates);
        check_gradient!(geometric_in_closed_form(&MARKET, const &CONTRACT));
        check_gradient!(geometric(&MARKET, const &CONTRACT, const z));
        check_gradient!(arithmetic(&MARKET, const &CONTRACT, const z));
    }

    #[test]
    fn the_numbers_are_normal() {
        let z = normals(5, 100_000);
        let moment = |power| z.iter().map(|z| z.powi(power)).sum::<f64>() / 1e5;
        for (power, expected, deviation) in
            [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)]
        {
            let bound = 4.0 * f64::sqrt(deviation / 1e5);
            assert!(
                (moment(power) - expected).abs() < bound,
                "{power}: {}",
                moment(power)
            );
        }
    }
}
