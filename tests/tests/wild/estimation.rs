//! Statistics and signals, as people publish them.

use std::iter::zip;

use ad_runtime::special::ln_gamma;
use ad_runtime::{Scalar, check_gradient, differentiate};

#[differentiate(wrt(x))]
pub fn quantile<T: Scalar>(x: &[T], q: f64) -> T {
    let mut sorted = x.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).expect("no NaN"));
    let position = q * (sorted.len() - 1) as f64;
    let (low, high) = (position.floor() as usize, position.ceil() as usize);
    let t = T::literal(position - position.floor());
    sorted[low] + (sorted[high] - sorted[low]) * t
}

#[test]
fn quantile_has_its_gradient() {
    check_gradient!(quantile(&[0.3, 0.9, 0.1, 0.7], const 0.4));
}

#[differentiate]
pub fn mad<T: Scalar>(x: &[T]) -> T {
    let center = quantile(x, 0.5);
    let deviations: Vec<T> = x.iter().map(|v| (*v - center).abs()).collect();
    T::literal(1.4826) * quantile(&deviations, 0.5)
}

#[test]
fn mad_has_its_gradient() {
    check_gradient!(mad(&[0.3, 0.9, 0.1, 0.7, 0.45]));
    check_gradient!(mad(&[0.3_f32, 0.9, 0.1, 0.7, 0.45]));
}

#[differentiate(wrt(x))]
pub fn weighted_mean(x: &[f64], weights: Option<&[f64]>) -> f64 {
    match weights {
        Some(w) => {
            let total: f64 = w.iter().sum();
            zip(x, w).map(|(x, w)| x * w).sum::<f64>() / total
        }
        None if x.is_empty() => 0.0,
        None => x.iter().sum::<f64>() / x.len() as f64,
    }
}

#[test]
fn weighted_mean_has_its_gradient() {
    check_gradient!(weighted_mean(&[0.3, 0.9, 0.1], const Some(&[1.0, 2.0, 3.0])));
    check_gradient!(weighted_mean(&[0.3, 0.9, 0.1], const None));
}

#[differentiate]
pub fn spearman_like(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len().min(y.len());
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| x[a].total_cmp(&x[b]));
    let mut gini = 0.0;
    for (rank, &i) in order.iter().enumerate() {
        gini += (2 * rank + 1) as f64 * y[i] * x[i];
    }
    gini / (n * n) as f64
}

#[test]
fn spearman_like_has_its_gradient() {
    check_gradient!(spearman_like(&[0.3, 0.9, 0.1], &[1.0, 0.5, 2.0]));
}

#[differentiate]
pub fn negative_binomial(counts: &[u32], mu: f64, r: f64) -> f64 {
    counts
        .iter()
        .map(|&k| {
            let k = f64::from(k);
            ln_gamma(k + r) - ln_gamma(r) - ln_gamma(k + 1.0)
                + r * (r / (r + mu)).ln()
                + k * (mu / (r + mu)).ln()
        })
        .sum()
}

#[test]
fn negative_binomial_has_its_gradient() {
    check_gradient!(negative_binomial(const &[0, 2, 5, 1], 1.7, 2.3));
}

#[differentiate(wrt(beta))]
pub fn cox_partial(times: &[f64], died: &[bool], x: &[[f64; 2]], beta: [f64; 2]) -> f64 {
    let risk = |i: usize| x[i][0] * beta[0] + x[i][1] * beta[1];
    (0..times.len())
        .filter(|&i| died[i])
        .map(|i| {
            let at_risk: f64 = (0..times.len())
                .filter(|&j| times[j] >= times[i])
                .map(|j| risk(j).exp())
                .sum();
            risk(i) - at_risk.ln()
        })
        .sum()
}

#[test]
fn cox_partial_has_its_gradient() {
    check_gradient!(cox_partial(const &[3.0, 1.0, 2.0, 4.0], const &[true, true, false, true], const &[[0.1, 0.2], [0.5, -0.4], [0.3, 0.9], [-0.2, 0.6]], [0.4, -0.3]));
}

/// Kaplan–Meier with smooth weights.
#[differentiate]
pub fn survival(times: &[f64], weights: &[f64], at: f64) -> f64 {
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_unstable_by(|&i, &j| times[i].partial_cmp(&times[j]).unwrap());
    let mut at_risk: f64 = weights.iter().sum();
    let mut s = 1.0;
    for &i in &order {
        if times[i] > at {
            break;
        }
        s *= 1.0 - weights[i] / at_risk;
        at_risk -= weights[i];
    }
    s
}

#[test]
fn survival_has_its_gradient() {
    check_gradient!(survival(&[3.0, 1.0, 2.0, 4.0], &[1.0, 0.7, 0.9, 1.2], 2.5));
}

#[differentiate]
pub fn ar_loglik(y: &[f64], phi: &[f64], sigma: f64) -> f64 {
    let p = phi.len();
    let mut ll = 0.0;
    for t in p..y.len() {
        let mean: f64 = phi.iter().enumerate().map(|(k, c)| c * y[t - 1 - k]).sum();
        let z = (y[t] - mean) / sigma;
        ll -= 0.5 * z * z + sigma.ln();
    }
    ll
}

#[test]
fn ar_loglik_has_its_gradient() {
    check_gradient!(ar_loglik(&[0.1, 0.4, -0.2, 0.3, 0.6], &[0.5, -0.2], 0.8));
}

#[differentiate]
pub fn goertzel(x: &[f64], k: usize) -> f64 {
    let omega = std::f64::consts::TAU * k as f64 / x.len() as f64;
    let c = 2.0 * omega.cos();
    let (s1, s2) = x
        .iter()
        .fold((0.0, 0.0), |(s1, s2), v| (v + c * s1 - s2, s1));
    s1 * s1 + s2 * s2 - c * s1 * s2
}

#[test]
fn goertzel_has_its_gradient() {
    check_gradient!(goertzel(&[0.3, 0.9, -0.1, 0.7, 0.45], const 2));
}

#[differentiate(wrt(x, cutoff))]
pub fn one_pole(x: &[f64], cutoff: f64, rate: f64, state: Option<f64>) -> Vec<f64> {
    let a = 1.0 - (-std::f64::consts::TAU * cutoff / rate).exp();
    let mut y = state.unwrap_or(x[0]);
    let mut out = Vec::with_capacity(x.len());
    for v in x {
        y += a * (v - y);
        out.push(y);
    }
    out
}

#[differentiate(wrt(x, cutoff))]
pub fn ripple(x: &[f64], cutoff: f64, state: Option<f64>) -> f64 {
    one_pole(x, cutoff, 2.0, state)
        .windows(2)
        .map(|w| (w[1] - w[0]).powi(2))
        .sum()
}

#[test]
fn one_pole_has_its_gradient() {
    check_gradient!(ripple(&[0.3, 0.9, -0.1], 0.2, const None));
    check_gradient!(ripple(&[0.3, 0.9, -0.1], 0.2, const Some(0.1)));
}

#[differentiate]
pub fn envelope(x: &[f64], attack: f64, release: f64) -> f64 {
    let mut level = 0.0_f64;
    let mut peak = f64::MIN;
    for sample in x.iter().map(|v| v.abs()) {
        let g = if sample > level { attack } else { release };
        level = g * level + (1.0 - g) * sample;
        peak = peak.max(level);
    }
    20.0 * peak.log10()
}

#[test]
fn envelope_has_its_gradient() {
    check_gradient!(envelope(&[0.3, -0.9, 0.1, 0.7], 0.2, 0.6));
}

#[differentiate]
pub fn savitzky_golay(y: &[f64]) -> Vec<f64> {
    const C: [f64; 5] = [-3.0, 12.0, 17.0, 12.0, -3.0];
    let mut out = y.to_vec();
    for (i, w) in y.windows(5).enumerate() {
        out[i + 2] = zip(w, C).map(|(v, c)| v * c).sum::<f64>() / 35.0;
    }
    out
}

#[differentiate]
pub fn roughness(y: &[f64]) -> f64 {
    let smooth = savitzky_golay(y);
    zip(y, &smooth).map(|(a, b)| (a - b) * (a - b)).sum()
}

#[test]
fn savitzky_golay_has_its_gradient() {
    check_gradient!(roughness(&[0.3, 0.9, 0.1, 0.7, 0.4, 0.8, 0.2]));
}

#[differentiate(wrt(x))]
pub fn missing_values(x: &[f64], mask: &[bool]) -> f64 {
    let known: Vec<f64> = zip(x, mask)
        .filter_map(|(v, known)| if *known { Some(*v) } else { None })
        .collect();
    let n = known.len();
    if n < 2 {
        return 0.0;
    }
    let mean = known.iter().sum::<f64>() / n as f64;
    known.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1) as f64
}

#[test]
fn missing_values_has_its_gradient() {
    check_gradient!(missing_values(&[0.3, 0.9, 0.1, 0.7], const &[true, false, true, true]));
}
