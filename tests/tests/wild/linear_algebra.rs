//! Linear algebra, as people publish it.

use ad_runtime::{check_gradient, differentiate};

#[differentiate]
pub fn thomas(a: &[f64], b: &[f64], c: &[f64], d: &[f64]) -> Vec<f64> {
    let n = b.len();
    let mut cp = vec![0.0; n];
    let mut dp = vec![0.0; n];
    cp[0] = c[0] / b[0];
    dp[0] = d[0] / b[0];
    for i in 1..n {
        let m = b[i] - a[i] * cp[i - 1];
        cp[i] = c[i] / m;
        dp[i] = (d[i] - a[i] * dp[i - 1]) / m;
    }
    let mut x = vec![0.0; n];
    x[n - 1] = dp[n - 1];
    for i in (0..n - 1).rev() {
        x[i] = dp[i] - cp[i] * x[i + 1];
    }
    x
}

#[differentiate]
pub fn chol_logdet(a: &[Vec<f64>]) -> f64 {
    let n = a.len();
    let mut l = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let mut s = a[i][j];
            for k in 0..j {
                s -= l[i][k] * l[j][k];
            }
            if i == j {
                l[i][j] = s.sqrt();
            } else {
                l[i][j] = s / l[j][j];
            }
        }
    }
    2.0 * (0..n).map(|i| l[i][i].ln()).sum::<f64>()
}

#[differentiate]
pub fn gauss(a: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let n = b.len();
    let mut m: Vec<Vec<f64>> = a.to_vec();
    let mut x = b.to_vec();
    for k in 0..n {
        let mut p = k;
        for i in k + 1..n {
            if m[i][k].abs() > m[p][k].abs() {
                p = i;
            }
        }
        m.swap(k, p);
        x.swap(k, p);
        for i in k + 1..n {
            let f = m[i][k] / m[k][k];
            for j in k..n {
                m[i][j] -= f * m[k][j];
            }
            x[i] -= f * x[k];
        }
    }
    for i in (0..n).rev() {
        let mut s = x[i];
        for j in i + 1..n {
            s -= m[i][j] * x[j];
        }
        x[i] = s / m[i][i];
    }
    x
}

#[differentiate]
pub fn lu_det(m: Vec<Vec<f64>>) -> f64 {
    let mut a = m;
    let n = a.len();
    let mut det = 1.0;
    for c in 0..n {
        let mut p = c;
        for r in c + 1..n {
            if a[r][c].abs() > a[p][c].abs() {
                p = r;
            }
        }
        if a[p][c].abs() < 1e-12 {
            return 0.0;
        }
        if p != c {
            a.swap(p, c);
            det = -det;
        }
        det *= a[c][c];
        for r in c + 1..n {
            let f = a[r][c] / a[c][c];
            for k in c..n {
                let t = a[c][k];
                a[r][k] -= f * t;
            }
        }
    }
    det
}

#[differentiate]
pub fn cg(a: &[f64], b: &[f64], iters: usize) -> Vec<f64> {
    let n = b.len();
    let matvec = |v: &Vec<f64>| -> Vec<f64> {
        (0..n)
            .map(|i| (0..n).map(|j| a[i * n + j] * v[j]).sum())
            .collect()
    };
    let mut x = vec![0.0; n];
    let mut r = b.to_vec();
    let mut p = r.clone();
    let mut rs: f64 = r.iter().map(|v| v * v).sum();
    for _ in 0..iters {
        let ap = matvec(&p);
        let pap: f64 = p.iter().zip(&ap).map(|(x, y)| x * y).sum();
        let alpha = rs / pap;
        for i in 0..n {
            x[i] += alpha * p[i];
            r[i] -= alpha * ap[i];
        }
        let rs_new: f64 = r.iter().map(|v| v * v).sum();
        if rs_new.sqrt() < 1e-12 {
            break;
        }
        let beta = rs_new / rs;
        for i in 0..n {
            p[i] = r[i] + beta * p[i];
        }
        rs = rs_new;
    }
    x
}

#[differentiate]
pub fn gram_schmidt(v: &[Vec<f64>]) -> f64 {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for u in v {
        let mut w = u.clone();
        for b in &basis {
            let d: f64 = b.iter().zip(u).map(|(x, y)| x * y).sum();
            for (wi, bi) in w.iter_mut().zip(b) {
                *wi -= d * bi;
            }
        }
        let n = w.iter().map(|x| x * x).sum::<f64>().sqrt();
        basis.push(w.iter().map(|x| x / n).collect());
    }
    basis
        .iter()
        .enumerate()
        .map(|(i, b)| (i + 1) as f64 * b[0] * b[b.len() - 1])
        .sum()
}

#[differentiate]
pub fn quad_form(h: &[f64], x: &[f64]) -> f64 {
    let n = x.len();
    let mut total = 0.0;
    for (i, xi) in x.iter().enumerate() {
        let row: f64 = (0..n).map(|j| h[i * n + j] * x[j]).sum();
        total += xi * row;
    }
    0.5 * total
}

#[differentiate]
pub fn matrix_exp(a: &[[f64; 2]; 2]) -> f64 {
    let mut term = [[1.0, 0.0], [0.0, 1.0]];
    let mut sum = term;
    for k in 1..8 {
        let mut next = [[0.0; 2]; 2];
        for i in 0..2 {
            for j in 0..2 {
                for l in 0..2 {
                    next[i][j] += term[i][l] * a[l][j] / k as f64;
                }
            }
        }
        term = next;
        for (s, t) in sum.iter_mut().zip(term.iter()) {
            for (u, v) in s.iter_mut().zip(t) {
                *u += *v;
            }
        }
    }
    sum[0][0] * sum[1][1] - sum[0][1]
}

#[differentiate]
pub fn dot_n<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    let mut s = 0.0;
    for i in 0..N {
        s += a[i] * b[i];
    }
    s
}

#[test]
fn thomas_has_its_gradient() {
    check_gradient!(several thomas(&[0.0, 1.0, 0.5], &[4.0, 5.0, 6.0], &[1.0, 0.3, 0.0], &[1.0, 2.0, 3.0]));
}

#[test]
fn chol_logdet_has_its_gradient() {
    check_gradient!(chol_logdet(&[
        vec![4.0, 1.0, 0.2],
        vec![1.0, 5.0, 0.4],
        vec![0.2, 0.4, 3.0]
    ]));
}

#[test]
fn gauss_has_its_gradient() {
    check_gradient!(several gauss(&[vec![0.1, 2.0, 0.3], vec![3.0, 0.2, 1.0], vec![1.0, 1.5, 2.0]], &[1.0, 2.0, 3.0]));
}

#[test]
fn lu_det_has_its_gradient() {
    check_gradient!(lu_det(vec![
        vec![0.1, 2.0, 0.3],
        vec![3.0, 0.2, 1.0],
        vec![1.0, 1.5, 2.0]
    ]));
}

#[test]
fn cg_has_its_gradient() {
    check_gradient!(several cg(&[4.0, 1.0, 1.0, 3.0], &[1.0, 2.0], const 2));
}

#[test]
fn gram_schmidt_has_its_gradient() {
    check_gradient!(gram_schmidt(&[vec![0.1, 0.7], vec![0.3, 0.2]]));
}

#[test]
fn quad_form_has_its_gradient() {
    check_gradient!(quad_form(&[1.0, 0.2, 0.3, 2.0], &[0.4, 0.6]));
}

#[test]
fn matrix_exp_has_its_gradient() {
    check_gradient!(matrix_exp(&[[0.1, 0.2], [0.3, 0.4]]));
}

#[test]
fn dot_n_has_its_gradient() {
    check_gradient!(dot_n(&[0.1, 0.5], &[0.3, 0.8]));
}
