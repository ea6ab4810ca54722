//! Finance on structs, as people publish it.

use ad_runtime::special::norm_cdf;
use ad_runtime::{Differentiable, check_gradient, differentiate};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    Call,
    Put,
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Market {
    pub spot: f64,
    pub rate: f64,
    pub dividend: f64,
    pub volatility: f64,
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct EuropeanOption {
    pub strike: f64,
    pub maturity: f64,
    #[differentiable(constant)]
    pub right: Right,
}

#[differentiate]
impl EuropeanOption {
    #[differentiate(wrt(self, market))]
    fn d1(&self, market: &Market) -> f64 {
        let carry = market.rate - market.dividend + 0.5 * market.volatility * market.volatility;
        ((market.spot / self.strike).ln() + carry * self.maturity)
            / (market.volatility * self.maturity.sqrt())
    }

    #[differentiate(wrt(self, market))]
    fn d2(&self, market: &Market) -> f64 {
        self.d1(market) - market.volatility * self.maturity.sqrt()
    }

    #[differentiate(wrt(self, market))]
    pub fn price(&self, market: &Market) -> f64 {
        if self.maturity <= 0.0 {
            return match self.right {
                Right::Call => (market.spot - self.strike).max(0.0),
                Right::Put => (self.strike - market.spot).max(0.0),
            };
        }
        let discounted_strike = self.strike * (-market.rate * self.maturity).exp();
        let forward = market.spot * (-market.dividend * self.maturity).exp();
        let (d1, d2) = (self.d1(market), self.d2(market));
        match self.right {
            Right::Call => forward * norm_cdf(d1) - discounted_strike * norm_cdf(d2),
            Right::Put => discounted_strike * norm_cdf(-d2) - forward * norm_cdf(-d1),
        }
    }
}

#[derive(Debug, Clone, Differentiable)]
pub struct Position {
    pub option: EuropeanOption,
    pub quantity: f64,
}

#[derive(Debug, Clone, Differentiable)]
pub struct Book {
    pub positions: Vec<Position>,
}

impl Book {
    #[differentiate(wrt(self, market))]
    pub fn value(&self, market: &Market) -> f64 {
        self.positions
            .iter()
            .map(|p| p.quantity * p.option.price(market))
            .sum()
    }

    #[differentiate(wrt(market))]
    pub fn stressed(&self, market: &Market, shocks: &[f64]) -> f64 {
        let mut worst = 0.0_f64;
        let base = self.value(market);
        for shock in shocks {
            let shocked = Market {
                spot: market.spot * (1.0 + shock),
                ..*market
            };
            worst = worst.min(self.value(&shocked) - base);
        }
        worst
    }
}

const MARKET: Market = Market {
    spot: 100.0,
    rate: 0.03,
    dividend: 0.01,
    volatility: 0.2,
};

fn book() -> Book {
    let option = |strike, maturity, right| EuropeanOption {
        strike,
        maturity,
        right,
    };
    Book {
        positions: vec![
            Position {
                option: option(95.0, 0.5, Right::Call),
                quantity: 10.0,
            },
            Position {
                option: option(105.0, 1.0, Right::Put),
                quantity: -4.0,
            },
            Position {
                option: option(90.0, 0.0, Right::Call),
                quantity: 1.0,
            },
        ],
    }
}

#[test]
fn options_have_their_gradients() {
    for position in book().positions {
        check_gradient!(EuropeanOption::price(&position.option, &MARKET));
    }
    let call = EuropeanOption {
        strike: 100.0,
        maturity: 1.0,
        right: Right::Call,
    };
    let put = EuropeanOption {
        right: Right::Put,
        ..call
    };
    let (call_bar, market_bar) = call.price_grad(&MARKET);
    // Parity of call and put, and of their derivatives by the spot.
    let parity = 100.0 * (-0.01_f64).exp() - 100.0 * (-0.03_f64).exp();
    assert!((call.price(&MARKET) - put.price(&MARKET) - parity).abs() < 1e-12);
    let (put_bar, other_bar) = put.price_grad(&MARKET);
    assert!((market_bar.spot - other_bar.spot - (-0.01_f64).exp()).abs() < 1e-14);
    assert!((call_bar.strike - put_bar.strike + (-0.03_f64).exp()).abs() < 1e-14);
}

#[test]
fn books_have_their_gradients() {
    check_gradient!(Book::value(&book(), &MARKET));
    let desk: &'static Book = Box::leak(Box::new(book()));
    check_gradient!(Book::stressed(const desk, &MARKET, const &[-0.1, 0.05, -0.2]));
}

#[derive(Debug, Clone, Differentiable)]
pub struct YieldCurve {
    #[differentiable(constant)]
    pub tenors: Vec<f64>,
    pub rates: Vec<f64>,
}

impl YieldCurve {
    #[differentiate(wrt(self, t))]
    pub fn zero_rate(&self, t: f64) -> f64 {
        let last = self.tenors.len() - 1;
        if t <= self.tenors[0] {
            return self.rates[0];
        }
        if t >= self.tenors[last] {
            return self.rates[last];
        }
        let mut i = 0;
        while self.tenors[i + 1] < t {
            i += 1;
        }
        let w = (t - self.tenors[i]) / (self.tenors[i + 1] - self.tenors[i]);
        self.rates[i] * (1.0 - w) + self.rates[i + 1] * w
    }

    #[differentiate(wrt(self, t))]
    pub fn discount(&self, t: f64) -> f64 {
        (-self.zero_rate(t) * t).exp()
    }
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Swap {
    pub fixed_rate: f64,
    pub notional: f64,
    pub periods: u32,
}

impl Swap {
    #[differentiate(wrt(self, curve))]
    pub fn present_value(&self, curve: &YieldCurve) -> f64 {
        let mut annuity = 0.0;
        for k in 1..=self.periods {
            annuity += curve.discount(k as f64);
        }
        let floating = 1.0 - curve.discount(f64::from(self.periods));
        self.notional * (floating - self.fixed_rate * annuity)
    }
}

#[test]
fn swaps_have_their_gradients() {
    let curve = YieldCurve {
        tenors: vec![1.0, 2.5, 5.0],
        rates: vec![0.02, 0.03, 0.035],
    };
    let swap = Swap {
        fixed_rate: 0.03,
        notional: 1000.0,
        periods: 4,
    };
    check_gradient!(YieldCurve::zero_rate(&curve, 1.75));
    check_gradient!(YieldCurve::zero_rate(&curve, 0.5));
    check_gradient!(YieldCurve::zero_rate(&curve, 7.0));
    check_gradient!(Swap::present_value(&swap, &curve));
    assert_eq!(curve.zero_rate(1.75), 0.025);
    let (swap_bar, _) = swap.present_value_grad(&curve);
    assert!((swap_bar.notional - swap.present_value(&curve) / 1000.0).abs() < 1e-15);
}
