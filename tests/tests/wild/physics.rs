//! Physics, as people publish it.

use ad_runtime::{check_gradient, differentiate};

#[differentiate]
pub fn heat(u0: &[f64], kappa: f64, steps: usize) -> f64 {
    let n = u0.len();
    let mut u = u0.to_vec();
    let mut next = u.clone();
    for _ in 0..steps {
        for i in 1..n - 1 {
            next[i] = u[i] + kappa * (u[i - 1] - 2.0 * u[i] + u[i + 1]);
        }
        std::mem::swap(&mut u, &mut next);
    }
    u.iter().map(|v| v * v).sum()
}

#[differentiate]
pub fn verlet(theta0: f64, omega0: f64, length: f64, dt: f64, n: u32) -> (f64, f64) {
    let g = 9.81;
    let acc = |theta: f64| -g / length * theta.sin();
    let (mut theta, mut omega) = (theta0, omega0);
    let mut a = acc(theta);
    for _ in 0..n {
        theta += omega * dt + 0.5 * a * dt * dt;
        let a_new = acc(theta);
        omega += 0.5 * (a + a_new) * dt;
        a = a_new;
    }
    (theta, omega)
}

#[differentiate]
pub fn lorenz(y0: &[f64; 3], sigma: f64, rho: f64, beta: f64, h: f64, n: usize) -> [f64; 3] {
    let deriv = |y: &[f64; 3]| -> [f64; 3] {
        [
            sigma * (y[1] - y[0]),
            y[0] * (rho - y[2]) - y[1],
            y[0] * y[1] - beta * y[2],
        ]
    };
    let mut y = *y0;
    for _ in 0..n {
        let k1 = deriv(&y);
        let mut t = [0.0; 3];
        for i in 0..3 {
            t[i] = y[i] + 0.5 * h * k1[i];
        }
        let k2 = deriv(&t);
        for i in 0..3 {
            t[i] = y[i] + 0.5 * h * k2[i];
        }
        let k3 = deriv(&t);
        for i in 0..3 {
            t[i] = y[i] + h * k3[i];
        }
        let k4 = deriv(&t);
        for i in 0..3 {
            y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
    y
}

#[differentiate(constant(m, eps))]
pub fn potential(pos: &[[f64; 3]], m: &[f64], eps: f64) -> f64 {
    let mut e = 0.0;
    for i in 0..pos.len() {
        for j in (i + 1)..pos.len() {
            let d: Vec<f64> = (0..3).map(|k| pos[i][k] - pos[j][k]).collect();
            let r2: f64 = d.iter().map(|x| x * x).sum();
            e -= m[i] * m[j] / (r2 + eps * eps).sqrt();
        }
    }
    e
}

#[differentiate(wrt(x))]
pub fn lj(x: &[f64], cutoff: f64) -> f64 {
    let n = x.len() / 3;
    let mut u = 0.0;
    for (i, a) in x.chunks_exact(3).enumerate() {
        for b in x.chunks_exact(3).take(i) {
            let r2 = a.iter().zip(b).fold(0.0, |s, (p, q)| s + (p - q) * (p - q));
            if r2 > cutoff * cutoff {
                continue;
            }
            let s6 = r2.recip().powi(3);
            u += 4.0 * s6 * (s6 - 1.0);
        }
    }
    u / n as f64
}

#[differentiate]
pub fn stencil(u: &[f64], n: usize) -> Vec<f64> {
    let mut r = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..n {
            let c = u[i * n + j];
            let l = if i > 0 { u[(i - 1) * n + j] } else { 0.0 };
            let rr = if i + 1 < n { u[(i + 1) * n + j] } else { 0.0 };
            let d = if j > 0 { u[i * n + j - 1] } else { 0.0 };
            let t = if j + 1 < n { u[i * n + j + 1] } else { 0.0 };
            r[i * n + j] = 4.0 * c - l - rr - d - t - 0.1 * c.exp();
        }
    }
    r
}

#[differentiate]
pub fn rk45_adaptive(y0: f64, k: f64, tend: f64) -> f64 {
    let f = |_t: f64, y: f64| -k * y + y.sin();
    let mut t = 0.0;
    let mut y = y0;
    let mut h: f64 = 0.1;
    while t < tend {
        if t + h > tend {
            h = tend - t;
        }
        let k1 = f(t, y);
        let k2 = f(t + 0.5 * h, y + 0.5 * h * k1);
        let k3 = f(t + h, y - h * k1 + 2.0 * h * k2);
        let y3 = y + h / 6.0 * (k1 + 4.0 * k2 + k3);
        let err = (h * (k2 - k1)).abs();
        if err < 0.05 {
            t += h;
            y = y3;
            h *= 1.5;
        } else {
            h *= 0.5;
        }
    }
    y
}

#[test]
fn heat_has_its_gradient() {
    check_gradient!(heat(&[0.1, 0.9, 0.3, 0.4, 0.2], 0.2, const 4));
}

#[test]
fn verlet_has_its_gradient() {
    check_gradient!(several verlet(0.3, 0.1, 1.2, 0.05, const 6));
}

#[test]
fn lorenz_has_its_gradient() {
    check_gradient!(several lorenz(&[1.0, 0.5, 0.2], 10.0, 28.0, 2.6, 0.01, const 5));
}

#[test]
fn potential_has_its_gradient() {
    check_gradient!(potential(&[[0.0, 0.1, 0.2], [1.0, 0.5, 0.3], [0.4, 1.2, 0.8]], const &[1.0, 2.0, 3.0], const 0.1));
}

#[test]
fn lj_has_its_gradient() {
    check_gradient!(lj(&[0.0, 0.0, 0.1, 1.0, 0.1, 0.0, 0.3, 1.1, 0.2], const 1.3));
}

#[test]
fn stencil_has_its_gradient() {
    check_gradient!(several stencil(&[0.1, 0.2, 0.3, 0.4], const 2));
}

#[test]
fn rk45_adaptive_has_its_gradient() {
    check_gradient!(rk45_adaptive(0.8, 0.5, 1.0));
}
