//! The Black–Scholes price of a European call, and every first-order Greek from one call, beside
//! the closed forms of the textbook.
//!
//! `cargo run -p ad-examples --bin black_scholes`

use ad_runtime::differentiate;
use ad_runtime::special::{norm_cdf, norm_pdf};

/// The price today of the right to buy at `strike` after `expiry` years what costs `spot` now.
#[differentiate]
fn price(spot: f64, strike: f64, rate: f64, volatility: f64, expiry: f64) -> f64 {
    let deviation = volatility * expiry.sqrt();
    let drift = (rate + 0.5 * volatility * volatility) * expiry;
    let d1 = ((spot / strike).ln() + drift) / deviation;
    let d2 = d1 - deviation;
    spot * norm_cdf(d1) - strike * (-rate * expiry).exp() * norm_cdf(d2)
}

/// A first-order sensitivity of the price, computed twice.
struct Greek {
    name: &'static str,
    derivative: &'static str,
    generated: f64,
    textbook: f64,
}

/// All first-order Greeks, with the price; rates, volatilities and times are per year.
fn greeks(spot: f64, strike: f64, rate: f64, volatility: f64, expiry: f64) -> (f64, [Greek; 5]) {
    let (value, (spot_bar, strike_bar, rate_bar, volatility_bar, expiry_bar)) =
        price_value_and_grad(spot, strike, rate, volatility, expiry);

    let root = expiry.sqrt();
    let d1 =
        ((spot / strike).ln() + (rate + volatility.powi(2) / 2.0) * expiry) / (volatility * root);
    let d2 = d1 - volatility * root;
    let discounted = strike * (-rate * expiry).exp();

    let greek = |name, derivative, generated, textbook| Greek {
        name,
        derivative,
        generated,
        textbook,
    };
    let greeks = [
        greek("delta", "∂V/∂S", spot_bar, norm_cdf(d1)),
        greek(
            "dual delta",
            "∂V/∂K",
            strike_bar,
            -discounted / strike * norm_cdf(d2),
        ),
        greek("rho", "∂V/∂r", rate_bar, discounted * expiry * norm_cdf(d2)),
        greek("vega", "∂V/∂σ", volatility_bar, spot * norm_pdf(d1) * root),
        // Theta is the change with time that passes, and what passes is no longer left to expiry.
        greek(
            "theta",
            "−∂V/∂T",
            -expiry_bar,
            -spot * norm_pdf(d1) * volatility / (2.0 * root) - rate * discounted * norm_cdf(d2),
        ),
    ];
    (value, greeks)
}

fn main() {
    let (spot, strike, rate, volatility, expiry) = (100.0, 105.0, 0.03, 0.2, 0.75);
    let (value, greeks) = greeks(spot, strike, rate, volatility, expiry);
    println!("European call: spot S = {spot}, strike K = {strike}, rate r = {rate},");
    println!("volatility σ = {volatility}, expiry T = {expiry} years\n");
    let plain = price(spot, strike, rate, volatility, expiry);
    println!("price V = {value:.12}, by the plain function {plain:.12}\n");
    println!("Greek       is               generated           textbook  difference");
    for Greek {
        name,
        derivative,
        generated,
        textbook,
    } in greeks
    {
        let difference = generated - textbook;
        println!(
            "{name:<11} {derivative:<7} {generated:>18.12} {textbook:>18.12}  {difference:>10.1e}"
        );
    }
    println!("\nTheta is per year that passes: −∂V/∂T, as T is the time that is left.");
}

#[cfg(test)]
mod tests {
    use super::greeks;

    #[test]
    fn greeks_are_those_of_the_textbook() {
        for spot in [60.0, 95.0, 100.0, 180.0] {
            for (rate, volatility) in [(0.0, 0.1), (0.03, 0.2), (-0.01, 0.6)] {
                for expiry in [0.05, 0.75, 10.0] {
                    let (value, greeks) = greeks(spot, 100.0, rate, volatility, expiry);
                    assert!(value >= 0.0);
                    for greek in greeks {
                        let scale = greek.textbook.abs().max(1e-9);
                        let error = (greek.generated - greek.textbook).abs() / scale;
                        assert!(
                            error < 1e-12,
                            "{} at {spot} is off by {error:e}",
                            greek.name
                        );
                    }
                }
            }
        }
    }

    /// Hull, *Options, Futures, and Other Derivatives*, 9th edition, example 15.6.
    #[test]
    fn price_is_that_of_the_literature() {
        let (value, _) = greeks(42.0, 40.0, 0.1, 0.2, 0.5);
        assert!((value - 4.76).abs() < 0.005, "{value}");
    }
}
