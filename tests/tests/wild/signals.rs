//! Signal processing, as people publish it.

use ad_runtime::{check_gradient, differentiate};

#[differentiate]
pub fn fir_energy(h: &[f64], x: &[f64]) -> f64 {
    x.windows(h.len())
        .map(|w| {
            w.iter()
                .zip(h.iter().rev())
                .map(|(a, b)| a * b)
                .sum::<f64>()
        })
        .map(|y| y * y)
        .sum()
}

#[differentiate]
pub fn fft_power(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let mut re = x.to_vec();
    let mut im = vec![0.0; n];
    let mut j = 0usize;
    for i in 1..n {
        let mut bit = n >> 1;
        while j & bit != 0 {
            j ^= bit;
            bit >>= 1;
        }
        j |= bit;
        if i < j {
            re.swap(i, j);
            im.swap(i, j);
        }
    }
    let mut len = 2;
    while len <= n {
        let ang = -2.0 * std::f64::consts::PI / len as f64;
        for start in (0..n).step_by(len) {
            for k in 0..len / 2 {
                let (ws, wc) = (ang * k as f64).sin_cos();
                let (a, b) = (start + k, start + k + len / 2);
                let tr = re[b] * wc - im[b] * ws;
                let ti = re[b] * ws + im[b] * wc;
                re[b] = re[a] - tr;
                im[b] = im[a] - ti;
                re[a] += tr;
                im[a] += ti;
            }
        }
        len <<= 1;
    }
    re.iter()
        .zip(im.iter())
        .map(|(r, i)| r * r + i * i)
        .collect()
}

#[differentiate]
pub fn biquad(x: &[f64], b: &[f64; 3], a: &[f64; 2]) -> f64 {
    let (mut z1, mut z2) = (0.0, 0.0);
    let mut energy = 0.0;
    for &s in x {
        let y = b[0] * s + z1;
        z1 = b[1] * s - a[0] * y + z2;
        z2 = b[2] * s - a[1] * y;
        energy += y * y;
    }
    energy
}

#[differentiate]
pub fn conv_same(x: &[f64], k: &[f64]) -> Vec<f64> {
    let half = (k.len() / 2) as isize;
    let n = x.len() as isize;
    let mut out = vec![0.0; x.len()];
    for i in 0..n {
        for (j, kj) in k.iter().enumerate() {
            let p = i + j as isize - half;
            if p < 0 || p >= n {
                continue;
            }
            out[i as usize] += kj * x[p as usize];
        }
    }
    out
}

#[differentiate]
pub fn skip_while(x: &[f64]) -> f64 {
    x.iter()
        .skip_while(|v| **v < 0.2)
        .take_while(|v| **v < 2.0)
        .map(|v| v.ln())
        .sum()
}

#[differentiate]
pub fn concat(x: &[f64], y: &[f64]) -> f64 {
    let z: Vec<f64> = x.iter().chain(y.iter()).copied().collect();
    z.windows(2).map(|w| w[0] * w[1]).sum()
}

#[test]
fn fir_energy_has_its_gradient() {
    check_gradient!(fir_energy(&[0.1, 0.4, -0.2], &[1.0, 2.0, 0.5, -0.4, 0.6]));
}

#[test]
fn fft_power_has_its_gradient() {
    check_gradient!(several fft_power(&[0.1, 0.5, -0.3, 0.8, 1.0, -0.2, 0.4, 0.3]));
}

#[test]
fn biquad_has_its_gradient() {
    check_gradient!(biquad(&[1.0, 0.2, -0.4], &[0.2, 0.3, 0.1], &[0.5, -0.2]));
}

#[test]
fn conv_same_has_its_gradient() {
    check_gradient!(several conv_same(&[0.1, 0.7, 0.3], &[0.3, 0.5, 0.1]));
}

#[test]
fn skip_while_has_its_gradient() {
    check_gradient!(skip_while(&[0.1, 0.5, 0.2, 3.0]));
}

#[test]
fn concat_has_its_gradient() {
    check_gradient!(concat(&[0.5, 0.2], &[0.9]));
}
