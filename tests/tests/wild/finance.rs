//! Finance, as people publish it.

use ad_runtime::{check_gradient, differentiate};

#[differentiate]
pub fn crr(s: f64, k: f64, r: f64, sigma: f64, t: f64, steps: usize) -> f64 {
    let dt = t / steps as f64;
    let u = (sigma * dt.sqrt()).exp();
    let d = 1.0 / u;
    let p = ((r * dt).exp() - d) / (u - d);
    let disc = (-r * dt).exp();
    let mut values: Vec<f64> = (0..=steps)
        .map(|i| (s * u.powi(i as i32) * d.powi((steps - i) as i32) - k).max(0.0))
        .collect();
    for step in (0..steps).rev() {
        for i in 0..=step {
            values[i] = disc * (p * values[i + 1] + (1.0 - p) * values[i]);
        }
    }
    values[0]
}

#[differentiate]
pub fn sabr(f: f64, k: f64, t: f64, alpha: f64, beta: f64, rho: f64, nu: f64) -> f64 {
    if (f - k).abs() < 1e-12 {
        let fb = f.powf(1.0 - beta);
        let t1 = (1.0 - beta).powi(2) / 24.0 * alpha * alpha / (fb * fb);
        let t2 = 0.25 * rho * beta * nu * alpha / fb;
        let t3 = (2.0 - 3.0 * rho * rho) / 24.0 * nu * nu;
        return alpha / fb * (1.0 + (t1 + t2 + t3) * t);
    }
    let log_fk = (f / k).ln();
    let fk = (f * k).powf((1.0 - beta) / 2.0);
    let z = nu / alpha * fk * log_fk;
    let x = (((1.0 - 2.0 * rho * z + z * z).sqrt() + z - rho) / (1.0 - rho)).ln();
    let b2 = (1.0 - beta).powi(2);
    let denom = fk * (1.0 + b2 / 24.0 * log_fk.powi(2) + b2.powi(2) / 1920.0 * log_fk.powi(4));
    alpha / denom
        * (z / x)
        * (1.0
            + (b2 / 24.0 * alpha.powi(2) / fk.powi(2)
                + 0.25 * rho * beta * nu * alpha / fk
                + (2.0 - 3.0 * rho.powi(2)) / 24.0 * nu.powi(2))
                * t)
}

#[differentiate(wrt(s0, sigma))]
pub fn mc(s0: f64, sigma: f64, paths: usize, seed: u64) -> f64 {
    let mut state = seed;
    let mut next = || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((state >> 33) as f64) / ((1u64 << 31) as f64)
    };
    let mut sum = 0.0;
    for _ in 0..paths {
        let u1: f64 = next();
        let u2: f64 = next();
        let z = (-2.0 * (u1 + 1e-12).ln()).sqrt() * (2.0 * std::f64::consts::PI * u2).cos();
        let st = s0 * ((-0.5 * sigma * sigma) + sigma * z).exp();
        sum += (st - 1.0).max(0.0);
    }
    sum / paths as f64
}

#[differentiate]
pub fn max_drawdown(r: &[f64]) -> f64 {
    let mut peak = 1.0f64;
    let mut value = 1.0f64;
    let mut dd = 0.0f64;
    for &x in r {
        value *= 1.0 + x;
        peak = peak.max(value);
        dd = dd.max((peak - value) / peak);
    }
    dd
}

#[test]
fn crr_has_its_gradient() {
    check_gradient!(crr(100.0, 95.0, 0.05, 0.2, 1.0, const 7));
}

#[test]
fn sabr_has_its_gradient() {
    check_gradient!(sabr(0.05, 0.04, 2.0, 0.03, 0.6, -0.3, 0.4));
}

#[test]
fn mc_has_its_gradient() {
    check_gradient!(mc(1.1, 0.2, const 20, const 42));
}

#[test]
fn max_drawdown_has_its_gradient() {
    check_gradient!(max_drawdown(&[0.1, -0.2, 0.05, -0.1, 0.3]));
}

#[differentiate]
pub fn momentum(prices: &[f64]) -> f64 {
    if let (Some(first), Some(last)) = (prices.first(), prices.last()) {
        (last / first).ln()
    } else {
        0.0
    }
}

#[test]
fn momentum_has_its_gradient() {
    check_gradient!(momentum(&[0.1, 0.2, 0.3]));
}
