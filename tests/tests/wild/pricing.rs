//! Prices and rates, as people publish them.

use std::collections::BTreeMap;

use ad_runtime::special::norm_cdf;
use ad_runtime::{Scalar, check_gradient, differentiate};

const BASIS: f64 = 1e-4;

#[differentiate(wrt(curve))]
pub fn discount(curve: &[(f64, f64)], t: f64) -> f64 {
    let i = curve.partition_point(|&(time, _)| time < t);
    let rate = match i {
        0 => curve[0].1,
        i if i == curve.len() => curve[i - 1].1,
        i => {
            let ((t0, r0), (t1, r1)) = (curve[i - 1], curve[i]);
            r0 + (r1 - r0) * (t - t0) / (t1 - t0)
        }
    };
    (-rate * t).exp()
}

#[differentiate(wrt(curve, coupon))]
pub fn bond_price(curve: &[(f64, f64)], coupon: f64, times: &[f64]) -> f64 {
    let Some(maturity) = times.last() else {
        return 0.0;
    };
    let coupons: f64 = times.iter().map(|&t| coupon * discount(curve, t)).sum();
    coupons + discount(curve, *maturity)
}

#[test]
fn bond_price_has_its_gradient() {
    check_gradient!(bond_price(&[(0.5, 0.01), (1.0, 0.02), (3.0, 0.03)], 0.04, const &[0.25, 0.75, 2.0, 4.0]));
}

#[differentiate]
pub fn yield_to_maturity(price: f64, coupon: f64, years: usize) -> f64 {
    let mut y = 0.05_f64;
    for _ in 0..50 {
        let (mut value, mut slope) = (-price, 0.0);
        for k in 1..=years {
            let cash = if k == years { 1.0 + coupon } else { coupon };
            let d = (1.0 + y).powi(-(k as i32));
            value += cash * d;
            slope -= k as f64 * cash * d / (1.0 + y);
        }
        let step = value / slope;
        y -= step;
        if step.abs() < 1e-14 {
            break;
        }
    }
    y
}

#[test]
fn yield_to_maturity_has_its_gradient() {
    check_gradient!(yield_to_maturity(0.95, 0.04, const 5));
}

#[differentiate]
pub fn black76<T: Scalar>(forward: T, strike: T, vol: T, expiry: T) -> T {
    let sd = vol * expiry.sqrt();
    if sd <= T::zero() {
        return (forward - strike).max(T::zero());
    }
    let d1 = (forward / strike).ln() / sd + sd / T::literal(2.0);
    let logistic = |z: T| T::one() / (T::one() + (-T::literal(1.702) * z).exp());
    forward * logistic(d1) - strike * logistic(d1 - sd)
}

#[test]
fn black76_has_its_gradient() {
    check_gradient!(black76(1.1, 1.0, 0.2, 2.0));
    check_gradient!(black76(1.1_f32, 1.0, 0.2, 2.0));
}

#[differentiate(wrt(spot, vol))]
pub fn digital(spot: f64, strike: f64, vol: f64, t: f64, call: bool) -> f64 {
    let d2 = ((spot / strike).ln() - 0.5 * vol * vol * t) / (vol * t.sqrt());
    let sign = if call { 1.0 } else { -1.0 };
    norm_cdf(sign * d2)
}

#[test]
fn digital_has_its_gradient() {
    check_gradient!(digital(1.1, const 1.0, 0.2, const 2.0, const true));
    check_gradient!(digital(1.1, const 1.0, 0.2, const 2.0, const false));
}

/// A portfolio by name; what has no price is worth nothing.
#[differentiate(wrt(prices))]
pub fn portfolio(names: &[&str], prices: &[f64], held: &BTreeMap<String, f64>) -> f64 {
    names
        .iter()
        .zip(prices)
        .filter_map(|(name, price)| held.get(*name).map(|quantity| quantity * price))
        .sum()
}

#[test]
fn portfolio_has_its_gradient() {
    let held = BTreeMap::from([("oil".to_owned(), 2.0), ("gold".to_owned(), 0.5)]);
    check_gradient!(portfolio(const &["gold", "tin", "oil"], &[3.0, 1.0, 2.0], const &held));
}

#[differentiate(constant(fee, cap))]
pub fn waterfall(cash: &[f64], tranches: &[f64], fee: f64, cap: Option<f64>) -> f64 {
    let mut left = tranches.to_vec();
    let mut equity = 0.0;
    for &amount in cash {
        let mut rest = amount * (1.0 - fee * BASIS);
        for owed in left.iter_mut() {
            let paid = rest.min(*owed);
            *owed -= paid;
            rest -= paid;
            if rest <= 0.0 {
                break;
            }
        }
        equity += rest.max(0.0);
    }
    match cap {
        Some(limit) if equity > limit => limit + (equity - limit).ln_1p(),
        _ => equity,
    }
}

#[test]
fn waterfall_has_its_gradient() {
    check_gradient!(waterfall(&[1.0, 2.5, 3.0], &[2.0, 1.5], const 10.0, const None));
    check_gradient!(waterfall(&[1.0, 2.5, 3.0], &[2.0, 1.5], const 10.0, const Some(1.0)));
}

#[differentiate]
pub fn expected_shortfall(returns: &[f64], level: f64) -> f64 {
    let mut losses: Vec<f64> = returns.iter().map(|r| -r).collect();
    losses.sort_by(|a, b| b.total_cmp(a));
    let tail = ((1.0 - constant(level)) * losses.len() as f64)
        .ceil()
        .max(1.0) as usize;
    losses[..tail].iter().sum::<f64>() / tail as f64 * level
}

use ad_runtime::constant;

#[test]
fn expected_shortfall_has_its_gradient() {
    check_gradient!(expected_shortfall(
        &[0.01, -0.03, 0.02, -0.05, 0.04, -0.01, 0.03],
        0.7
    ));
}

#[differentiate]
pub fn bootstrap(deposits: &[f64]) -> Vec<f64> {
    let mut factors: Vec<f64> = Vec::with_capacity(deposits.len());
    for rate in deposits {
        let annuity: f64 = factors.iter().sum();
        factors.push((1.0 - rate * annuity) / (1.0 + rate));
    }
    factors
}

#[differentiate]
pub fn par_rate(deposits: &[f64]) -> f64 {
    let factors = bootstrap(deposits);
    let Some(last) = factors.last() else {
        return 0.0;
    };
    (1.0 - last) / factors.iter().sum::<f64>()
}

#[test]
fn bootstrap_has_its_gradient() {
    check_gradient!(par_rate(&[0.01, 0.015, 0.02, 0.03]));
}
