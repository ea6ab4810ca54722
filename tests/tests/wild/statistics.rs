//! Statistics, as people publish it.

use ad_runtime::{check_gradient, differentiate};
use std::f64::consts::PI;

#[differentiate(constant(returns))]
pub fn garch(omega: f64, alpha: f64, beta: f64, returns: &[f64]) -> f64 {
    let n = returns.len();
    let mean = returns.iter().sum::<f64>() / n as f64;
    let var0 = returns.iter().map(|r| (r - mean).powi(2)).sum::<f64>() / (n - 1) as f64;
    let mut sigma2 = vec![var0; n];
    let mut ll = 0.0;
    for t in 1..n {
        sigma2[t] = omega + alpha * returns[t - 1].powi(2) + beta * sigma2[t - 1];
        ll -= 0.5
            * ((2.0 * std::f64::consts::PI).ln() + sigma2[t].ln() + returns[t].powi(2) / sigma2[t]);
    }
    ll
}

#[differentiate(wrt(q, r))]
pub fn kalman(q: f64, r: f64, obs: &[f64]) -> f64 {
    let mut x = 0.0;
    let mut p = 1.0;
    let mut nll = 0.0;
    for &z in obs {
        p += q;
        let s = p + r;
        let k = p / s;
        let innov = z - x;
        x += k * innov;
        p *= 1.0 - k;
        nll += 0.5 * (s.ln() + innov * innov / s);
    }
    nll
}

#[differentiate(constant(delta))]
pub fn huber(r: &[f64], delta: f64) -> f64 {
    r.iter()
        .map(|&e| {
            let a = e.abs();
            if a <= delta {
                0.5 * e * e
            } else {
                delta * (a - 0.5 * delta)
            }
        })
        .sum()
}

#[differentiate(constant(obs))]
pub fn hmm(pi: &[f64], a: &[Vec<f64>], b: &[Vec<f64>], obs: &[usize]) -> f64 {
    let n = pi.len();
    let mut alpha: Vec<f64> = (0..n).map(|i| pi[i] * b[i][obs[0]]).collect();
    let mut ll = 0.0;
    for &o in &obs[1..] {
        let mut next = vec![0.0; n];
        for j in 0..n {
            for i in 0..n {
                next[j] += alpha[i] * a[i][j];
            }
            next[j] *= b[j][o];
        }
        let c: f64 = next.iter().sum();
        ll += c.ln();
        alpha = next.into_iter().map(|x| x / c).collect();
    }
    ll
}

#[differentiate]
pub fn welford(x: &[f64]) -> f64 {
    let (_, _, m2) = x.iter().fold((0.0, 0.0, 0.0), |(n, mean, m2), &v| {
        let n1 = n + 1.0;
        let d = v - mean;
        let mean1 = mean + d / n1;
        (n1, mean1, m2 + d * (v - mean1))
    });
    m2 / (x.len() - 1) as f64
}

#[differentiate(wrt(pred))]
pub fn pinball(pred: &[f64], y: &[f64], w: &[f64], tau: f64) -> f64 {
    pred.iter()
        .zip(y.iter())
        .zip(w.iter())
        .map(|((p, y), w)| {
            let e = y - p;
            w * if e >= 0.0 { tau * e } else { (tau - 1.0) * e }
        })
        .sum::<f64>()
        / w.iter().sum::<f64>()
}

#[differentiate]
pub fn elastic(w: &[f64], l1: f64, l2: f64) -> f64 {
    let (mut a, mut b) = (0.0, 0.0);
    w.iter().for_each(|v| {
        a += v.abs();
        b += v * v;
    });
    l1 * a + 0.5 * l2 * b
}

#[differentiate]
pub fn trimmed_mean(x: &[f64]) -> f64 {
    let mut idx: Vec<usize> = (0..x.len()).collect();
    idx.sort_by(|&a, &b| x[a].partial_cmp(&x[b]).unwrap());
    let k = x.len() / 4;
    let kept = &idx[k..x.len() - k];
    kept.iter().map(|&i| x[i]).sum::<f64>() / kept.len() as f64
}

#[differentiate]
pub fn norm_pdf(x: f64, mu: f64, s: f64) -> f64 {
    (-(x - mu).powi(2) / (2.0 * s.powi(2))).exp() / (s * (2.0 * PI).sqrt())
}
// reverse in place + rotate
#[differentiate]
pub fn reversed(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.reverse();
    v.iter()
        .enumerate()
        .map(|(i, a)| a * (i as f64 + 1.0))
        .sum()
}

#[differentiate]
pub fn sorted_gap(x: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|&i, &j| x[i].total_cmp(&x[j]));
    order.windows(2).map(|w| (x[w[1]] - x[w[0]]).powi(2)).sum()
}

#[differentiate]
pub fn median3(a: f64, b: f64, c: f64) -> f64 {
    a.max(b).min(a.min(b).max(c))
}

#[differentiate]
pub fn argmax(x: &[f64]) -> f64 {
    let (i, m) = x
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.partial_cmp(b.1).unwrap())
        .unwrap();
    m * i as f64
}

#[test]
fn garch_has_its_gradient() {
    check_gradient!(garch(0.1, 0.2, 0.6, const &[0.1, -0.2, 0.3, 0.05, -0.4]));
}

#[test]
fn kalman_has_its_gradient() {
    check_gradient!(kalman(0.1, 0.4, const &[0.1, 0.5, -0.3]));
}

#[test]
fn huber_has_its_gradient() {
    check_gradient!(huber(&[0.3, -2.0, 0.8], const 1.0));
}

#[test]
fn hmm_has_its_gradient() {
    check_gradient!(hmm(&[0.6, 0.4], &[vec![0.7, 0.3], vec![0.4, 0.6]], &[vec![0.5, 0.5], vec![0.1, 0.9]], const &[0, 1, 0, 1]));
}

#[test]
fn welford_has_its_gradient() {
    check_gradient!(welford(&[0.1, 0.7, 0.4]));
}

#[test]
fn pinball_has_its_gradient() {
    check_gradient!(pinball(&[0.1, 0.7, 0.3], const &[0.3, 0.2, 0.1], const &[1.0, 2.0, 3.0], const 0.3));
}

#[test]
fn elastic_has_its_gradient() {
    check_gradient!(elastic(&[0.1, -0.5, 0.2], 0.3, 0.4));
}

#[test]
fn trimmed_mean_has_its_gradient() {
    check_gradient!(trimmed_mean(&[0.3, 0.1, 0.9, 0.5, 0.2, 0.7, 0.8, 0.05]));
}

#[test]
fn norm_pdf_has_its_gradient() {
    check_gradient!(norm_pdf(0.3, 0.1, 0.8));
}

#[test]
fn sorted_gap_has_its_gradient() {
    check_gradient!(sorted_gap(&[0.3, 0.1, 0.8]));
}

#[test]
fn median3_has_its_gradient() {
    check_gradient!(median3(0.5, 0.2, 0.9));
}

#[test]
fn argmax_has_its_gradient() {
    check_gradient!(argmax(&[0.1, 0.5, 0.2]));
}
