//! Special functions, quadrature, interpolation, as people publish it.

use ad_runtime::{check_gradient, differentiate};

#[differentiate]
pub fn lagrange(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    let mut total = 0.0;
    for (i, (&xi, &yi)) in xs.iter().zip(ys.iter()).enumerate() {
        let mut w = 1.0;
        for (j, &xj) in xs.iter().enumerate() {
            if i != j {
                w *= (x - xj) / (xi - xj);
            }
        }
        total += yi * w;
    }
    total
}

#[differentiate]
pub fn interp(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    if x <= xs[0] {
        return ys[0];
    }
    let n = xs.len();
    if x >= xs[n - 1] {
        return ys[n - 1];
    }
    let (mut lo, mut hi) = (0, n - 1);
    while hi - lo > 1 {
        let mid = (lo + hi) / 2;
        if xs[mid] > x { hi = mid } else { lo = mid }
    }
    let t = (x - xs[lo]) / (xs[hi] - xs[lo]);
    ys[lo] * (1.0 - t) + ys[hi] * t
}

#[differentiate]
pub fn polyval(c: &[f64], x: f64) -> f64 {
    c.iter().rev().fold(0.0, |acc, &ci| acc * x + ci)
}

#[differentiate]
pub fn horner_rec(c: &[f64], x: f64) -> f64 {
    if c.is_empty() {
        0.0
    } else {
        c[0] + x * horner_rec(&c[1..], x)
    }
}

#[differentiate]
pub fn erf_as(x: f64) -> f64 {
    let sign = if x < 0.0 { -1.0 } else { 1.0 };
    let x = x.abs();
    let t = 1.0 / (1.0 + 0.3275911 * x);
    let y = 1.0
        - (((((1.061405429 * t - 1.453152027) * t) + 1.421413741) * t - 0.284496736) * t
            + 0.254829592)
            * t
            * (-x * x).exp();
    sign * y
}

#[differentiate]
pub fn spline_eval(xs: &[f64], ys: &[f64], ms: &[f64], x: f64) -> f64 {
    let i = xs
        .iter()
        .position(|&v| v > x)
        .unwrap_or(xs.len() - 1)
        .max(1)
        - 1;
    let h = xs[i + 1] - xs[i];
    let t = (x - xs[i]) / h;
    let (t2, t3) = (t * t, t * t * t);
    (2.0 * t3 - 3.0 * t2 + 1.0) * ys[i]
        + (t3 - 2.0 * t2 + t) * h * ms[i]
        + (-2.0 * t3 + 3.0 * t2) * ys[i + 1]
        + (t3 - t2) * h * ms[i + 1]
}

#[differentiate]
pub fn simpson(a: f64, b: f64, n: usize) -> f64 {
    let f = |x: f64| (x * x).sin() + a * x;
    let h = (b - a) / n as f64;
    let mut s = f(a) + f(b);
    for i in 1..n {
        let x = a + i as f64 * h;
        s += f(x) * if i % 2 == 0 { 2.0 } else { 4.0 };
    }
    s * h / 3.0
}

#[differentiate]
pub fn adaptive(a: f64, b: f64, depth: u32) -> f64 {
    let m = 0.5 * (a + b);
    let f = |x: f64| x.sin() * x;
    let whole = (b - a) / 6.0 * (f(a) + 4.0 * f(m) + f(b));
    if depth == 0 {
        whole
    } else {
        adaptive(a, m, depth - 1) + adaptive(m, b, depth - 1)
    }
}

#[differentiate]
pub fn bessel_j0(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    let mut k = 1.0;
    let q = -0.25 * x * x;
    while f64::abs(term) > 1e-16 * f64::abs(sum) {
        term *= q / (k * k);
        sum += term;
        k += 1.0;
    }
    sum
}

#[differentiate]
pub fn newton_sqrt(a: f64) -> f64 {
    let mut x = a;
    let mut it = 0;
    loop {
        let next = 0.5 * (x + a / x);
        it += 1;
        if (next - x).abs() <= 1e-15 * x.abs() || it > 50 {
            return next;
        }
        x = next;
    }
}

static GAUSS: [(f64, f64); 3] = [
    (-0.7745966692414834, 0.5555555555555556),
    (0.0, 0.8888888888888888),
    (0.7745966692414834, 0.5555555555555556),
];
#[differentiate]
pub fn gauss_quad(a: f64, b: f64) -> f64 {
    let (c, h) = (0.5 * (a + b), 0.5 * (b - a));
    GAUSS
        .iter()
        .map(|&(x, w)| w * (c + h * x).exp())
        .sum::<f64>()
        * h
}

#[differentiate]
pub fn brent_like(a: f64) -> f64 {
    let mut lo = 0.0;
    let mut hi = 2.0 * a;
    let phi = (5f64.sqrt() - 1.0) / 2.0;
    for _ in 0..8 {
        let m1 = hi - phi * (hi - lo);
        let m2 = lo + phi * (hi - lo);
        let f1 = (m1 - a) * (m1 - a);
        let f2 = (m2 - a) * (m2 - a);
        if f1 < f2 {
            hi = m2;
        } else {
            lo = m1;
        }
    }
    0.5 * (lo + hi)
}

#[differentiate]
pub fn trapz(f0: f64, k: f64, n: usize) -> f64 {
    let g = |t: f64| f0 * (-k * t).exp();
    let h = |t: f64| g(t) * g(t * 0.5);
    (0..n)
        .map(|i| {
            let t = i as f64 / n as f64;
            0.5 * (h(t) + h(t + 1.0 / n as f64)) / n as f64
        })
        .sum()
}

#[differentiate]
pub fn power_table(x: f64, n: u32) -> f64 {
    match n {
        0 => 1.0,
        1 => x,
        2 | 3 => x.powi(n as i32),
        n if n % 2 == 0 => power_table(x * x, n / 2),
        _ => x * power_table(x, n - 1),
    }
}

#[differentiate]
pub fn clamp01(x: f64, lo: f64, hi: f64) -> f64 {
    let t = ((x - lo) / (hi - lo)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
#[differentiate]
pub fn perlin_fade(t: f32) -> f32 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}
// labelled blocks
#[differentiate]
pub fn labelled(x: f64, y: f64) -> f64 {
    let z = 'a: {
        if x > y {
            break 'a x * x;
        }
        let t = y - x;
        if t > 1.0 {
            break 'a t.ln();
        }
        t * y
    };
    z * y
}

#[test]
fn lagrange_has_its_gradient() {
    check_gradient!(lagrange(&[0.0, 1.0, 2.5], &[0.3, 0.8, -0.1], 1.7));
}

#[test]
fn interp_has_its_gradient() {
    check_gradient!(interp(&[0.0, 1.0, 2.5, 4.0], &[0.3, 0.8, -0.1, 0.7], 1.7));
}

#[test]
fn polyval_has_its_gradient() {
    check_gradient!(polyval(&[0.3, -2.0, 0.8], 1.3));
}

#[test]
fn horner_rec_has_its_gradient() {
    check_gradient!(horner_rec(&[0.1, 0.2, 0.3], 0.5));
}

#[test]
fn erf_as_has_its_gradient() {
    check_gradient!(erf_as(-0.6));
}

#[test]
fn spline_eval_has_its_gradient() {
    check_gradient!(spline_eval(
        &[0.0, 1.0, 2.0],
        &[0.3, 0.1, 0.8],
        &[0.1, 0.2, 0.3],
        1.3
    ));
}

#[test]
fn simpson_has_its_gradient() {
    check_gradient!(simpson(0.1, 1.2, const 6));
}

#[test]
fn adaptive_has_its_gradient() {
    check_gradient!(adaptive(0.1, 1.2, const 3));
}

#[test]
fn bessel_j0_has_its_gradient() {
    check_gradient!(bessel_j0(1.3));
}

#[test]
fn newton_sqrt_has_its_gradient() {
    check_gradient!(newton_sqrt(1.7));
}

#[test]
fn gauss_quad_has_its_gradient() {
    check_gradient!(gauss_quad(0.1, 0.9));
}

#[test]
fn brent_like_has_its_gradient() {
    check_gradient!(brent_like(1.3));
}

#[test]
fn trapz_has_its_gradient() {
    check_gradient!(trapz(0.1, 0.7, const 5));
}

#[test]
fn power_table_has_its_gradient() {
    check_gradient!(power_table(1.1, const 11));
}

#[test]
fn clamp01_has_its_gradient() {
    check_gradient!(clamp01(0.3, 0.1, 0.9));
}

#[test]
fn perlin_fade_has_its_gradient() {
    check_gradient!(perlin_fade(0.3));
}

#[differentiate]
pub fn piecewise(x: f64) -> f64 {
    match x {
        v if v < -1.0 => -v,
        v if v < 1.0 => v * v,
        _ => x.sqrt(),
    }
}

#[test]
fn piecewise_has_its_gradient() {
    check_gradient!(piecewise(0.5));
    check_gradient!(piecewise(1.5));
    check_gradient!(piecewise(-1.5));
}
