//! Machine learning, as people publish it.

use ad_runtime::{check_gradient, differentiate};

#[differentiate(wrt(logits))]
pub fn cross_entropy(logits: &[f64], label: usize) -> f64 {
    let max = logits.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
    let exps: Vec<f64> = logits.iter().map(|&z| (z - max).exp()).collect();
    let sum: f64 = exps.iter().sum();
    -(exps[label] / sum).ln()
}

#[differentiate(wrt(params))]
pub fn mlp(params: &[f64], sizes: &[usize], input: &[f64]) -> f64 {
    let mut act = input.to_vec();
    let mut off = 0;
    for l in 1..sizes.len() {
        let (nin, nout) = (sizes[l - 1], sizes[l]);
        let mut next = Vec::with_capacity(nout);
        for o in 0..nout {
            let row = &params[off + o * (nin + 1)..off + (o + 1) * (nin + 1)];
            let z = row[nin] + row[..nin].iter().zip(&act).map(|(w, a)| w * a).sum::<f64>();
            next.push(if l + 1 < sizes.len() { z.tanh() } else { z });
        }
        off += nout * (nin + 1);
        act = next;
    }
    act.iter().map(|v| v.powi(2)).sum()
}

#[differentiate]
pub fn attention(q: &[f64], k: &[Vec<f64>], v: &[Vec<f64>]) -> Vec<f64> {
    let d = q.len() as f64;
    let scores: Vec<f64> = k
        .iter()
        .map(|ki| ki.iter().zip(q).map(|(a, b)| a * b).sum::<f64>() / d.sqrt())
        .collect();
    let m = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let e: Vec<f64> = scores.iter().map(|s| (s - m).exp()).collect();
    let z: f64 = e.iter().sum();
    let mut out = vec![0.0; v[0].len()];
    for (w, vi) in e.iter().zip(v) {
        for (o, x) in out.iter_mut().zip(vi) {
            *o += w / z * x;
        }
    }
    out
}

#[differentiate]
pub fn soft_dtw(x: &[f64], y: &[f64], gamma: f64) -> f64 {
    let (n, m) = (x.len(), y.len());
    let mut r = vec![vec![1e10; m + 1]; n + 1];
    r[0][0] = 0.0;
    for i in 1..=n {
        for j in 1..=m {
            let d = (x[i - 1] - y[j - 1]).powi(2);
            let a = -r[i - 1][j] / gamma;
            let b = -r[i][j - 1] / gamma;
            let c = -r[i - 1][j - 1] / gamma;
            let mx = a.max(b).max(c);
            let z = (a - mx).exp() + (b - mx).exp() + (c - mx).exp();
            r[i][j] = d - gamma * (z.ln() + mx);
        }
    }
    r[n][m]
}

#[differentiate]
pub fn batchnorm(x: &[Vec<f64>], gamma: &[f64], beta: &[f64]) -> Vec<Vec<f64>> {
    let n = x.len() as f64;
    let d = gamma.len();
    let mut mean = vec![0.0; d];
    let mut var = vec![0.0; d];
    for row in x {
        for (m, v) in mean.iter_mut().zip(row) {
            *m += v / n;
        }
    }
    for row in x {
        for j in 0..d {
            var[j] += (row[j] - mean[j]).powi(2) / n;
        }
    }
    x.iter()
        .map(|row| {
            row.iter()
                .enumerate()
                .map(|(j, v)| gamma[j] * (v - mean[j]) / (var[j] + 1e-5).sqrt() + beta[j])
                .collect::<Vec<f64>>()
        })
        .collect()
}

#[differentiate]
pub fn lse(x: &[f64]) -> f64 {
    let m = x.iter().cloned().fold(f64::MIN, |a, b| a.max(b));
    m + x.iter().map(|v| (v - m).exp()).sum::<f64>().ln()
}

#[differentiate]
pub fn isotonic_like(mut x: Vec<f64>) -> Vec<f64> {
    for i in 1..x.len() {
        x[i] += x[i - 1];
    }
    let total = x[x.len() - 1];
    x.iter_mut().for_each(|v| *v /= total);
    x
}

#[differentiate]
pub fn ackley(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let s1 = (x.iter().map(|v| v.powi(2)).sum::<f64>() / n).sqrt();
    let s2 = x
        .iter()
        .map(|v| (2.0 * std::f64::consts::PI * v).cos())
        .sum::<f64>()
        / n;
    -20.0 * f64::exp(-0.2 * s1) - s2.exp() + 20.0 + std::f64::consts::E
}

#[differentiate]
pub fn rosen_iter(x: &[f64]) -> f64 {
    x.iter()
        .zip(x.iter().skip(1))
        .map(|(a, b)| 100.0 * (b - a * a).powi(2) + (1.0 - a).powi(2))
        .sum()
}

#[test]
fn cross_entropy_has_its_gradient() {
    check_gradient!(cross_entropy(&[0.1, 2.0, -1.0], const 1));
}

#[test]
fn mlp_has_its_gradient() {
    check_gradient!(mlp(&[0.1, 0.2, 0.3, -0.1, 0.4, 0.2, 0.5, -0.3, 0.7], const &[2, 2, 1], const &[0.3, 0.6]));
}

#[test]
fn attention_has_its_gradient() {
    check_gradient!(several attention(&[0.1, 0.2], &[vec![0.3, 0.4], vec![0.1, -0.2]], &[vec![0.5, 0.1, 0.2], vec![0.3, 0.2, 0.9]]));
}

#[test]
fn soft_dtw_has_its_gradient() {
    check_gradient!(soft_dtw(&[0.1, 0.9, 0.3], &[0.2, 0.6], 0.7));
}

#[test]
fn batchnorm_has_its_gradient() {
    check_gradient!(several batchnorm(&[vec![0.1, 0.7], vec![0.3, 0.2], vec![0.9, -0.4]], &[1.0, 0.5], &[0.1, 0.2]));
}

#[test]
fn lse_has_its_gradient() {
    check_gradient!(lse(&[0.1, 0.7, 0.3]));
}

#[test]
fn isotonic_like_has_its_gradient() {
    check_gradient!(several isotonic_like(vec![0.1, 0.7, 0.4]));
}

#[test]
fn ackley_has_its_gradient() {
    check_gradient!(ackley(&[0.1, 0.5, 0.2]));
}

#[test]
fn rosen_iter_has_its_gradient() {
    check_gradient!(rosen_iter(&[0.1, 0.5, 0.2]));
}
