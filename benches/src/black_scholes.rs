//! The Black–Scholes price of a European call and its five first-order sensitivities.

use ad_runtime::differentiate;
use ad_runtime::special::{norm_cdf, norm_pdf};

/// Spot, strike, time to expiry, interest rate, volatility.
pub type Input = [f64; 5];
/// The price's derivatives by the inputs, in their order.
pub type Gradient = (f64, f64, f64, f64, f64);

#[differentiate]
fn call_price(spot: f64, strike: f64, time: f64, rate: f64, volatility: f64) -> f64 {
    let deviation = volatility * time.sqrt();
    let d1 = ((spot / strike).ln() + (rate + 0.5 * volatility * volatility) * time) / deviation;
    let d2 = d1 - deviation;
    spot * norm_cdf(d1) - strike * (-rate * time).exp() * norm_cdf(d2)
}

/// The adjoint of `call_price`, statement by statement, with every intermediate used again.
fn gradient_by_hand(spot: f64, strike: f64, time: f64, rate: f64, volatility: f64) -> Gradient {
    let root = time.sqrt();
    let deviation = volatility * root;
    let deviation_inverse = 1.0 / deviation;
    let drift = rate + 0.5 * volatility * volatility;
    let d1 = ((spot / strike).ln() + drift * time) * deviation_inverse;
    let d2 = d1 - deviation;
    let discount = (-rate * time).exp();
    let discounted_strike = strike * discount;
    let exercised = norm_cdf(d2);

    let d2_bar = -discounted_strike * norm_pdf(d2);
    let d1_bar = spot * norm_pdf(d1) + d2_bar;
    let numerator_bar = d1_bar * deviation_inverse;
    let deviation_bar = -d2_bar - numerator_bar * d1;
    let exponent_bar = -discounted_strike * exercised;
    (
        norm_cdf(d1) + numerator_bar / spot,
        -discount * exercised - numerator_bar / strike,
        numerator_bar * drift - exponent_bar * rate + 0.5 * deviation_bar * volatility / root,
        (numerator_bar - exponent_bar) * time,
        numerator_bar * volatility * time + deviation_bar * root,
    )
}

/// The textbook formulas, which use spot · φ(d1) = discounted strike · φ(d2): a fact about the normal distribution
/// that cannot be read off the program, and that saves a density, four products and two quotients.
fn textbook_greeks(spot: f64, strike: f64, time: f64, rate: f64, volatility: f64) -> Gradient {
    let root = time.sqrt();
    let deviation = volatility * root;
    let d1 = ((spot / strike).ln() + (rate + 0.5 * volatility * volatility) * time) / deviation;
    let exercised = (-rate * time).exp() * norm_cdf(d1 - deviation);
    let vega = spot * norm_pdf(d1) * root;
    let rho = strike * time * exercised;
    (
        norm_cdf(d1),
        -exercised,
        (0.5 * vega * volatility + rate * rho) / time,
        rho,
        vega,
    )
}

/// Options from far out of the money to deep in it.
#[must_use]
pub fn inputs(count: u32) -> Vec<Input> {
    crate::points(
        count,
        [
            (60.0, 140.0),
            (60.0, 140.0),
            (0.1, 2.0),
            (0.0, 0.1),
            (0.1, 0.6),
        ],
    )
}

/// The plain function.
#[must_use]
#[inline(never)]
pub fn plain(&[spot, strike, time, rate, volatility]: &Input) -> f64 {
    call_price(spot, strike, time, rate, volatility)
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn ours(&[spot, strike, time, rate, volatility]: &Input) -> Gradient {
    call_price_grad(spot, strike, time, rate, volatility)
}

/// The gradient written by hand.
#[must_use]
#[inline(never)]
pub fn hand(&[spot, strike, time, rate, volatility]: &Input) -> Gradient {
    gradient_by_hand(spot, strike, time, rate, volatility)
}

/// The gradient as textbooks print it.
#[must_use]
#[inline(never)]
pub fn textbook(&[spot, strike, time, rate, volatility]: &Input) -> Gradient {
    textbook_greeks(spot, strike, time, rate, volatility)
}

#[cfg(test)]
mod tests {
    use super::{hand, inputs, ours, plain, textbook};
    use crate::tests::{assert_agree, differences};

    #[test]
    fn by_hand_agrees_with_central_differences() {
        for input in inputs(100) {
            assert_agree(
                &<[f64; 5]>::from(hand(&input)),
                &differences(plain, &input),
                1e-7,
            );
        }
    }

    #[test]
    fn by_hand_agrees_with_textbook() {
        for input in inputs(100) {
            assert_agree(
                &<[f64; 5]>::from(hand(&input)),
                &<[f64; 5]>::from(textbook(&input)),
                1e-12,
            );
        }
    }

    #[test]
    fn ours_agrees_with_by_hand() {
        for input in inputs(100) {
            assert_agree(
                &<[f64; 5]>::from(ours(&input)),
                &<[f64; 5]>::from(hand(&input)),
                1e-12,
            );
        }
    }
}
