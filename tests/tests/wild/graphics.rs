//! Graphics, as people publish it.

use std::array;
use std::mem::swap;

use ad_runtime::{check_gradient, differentiate};

#[differentiate]
pub fn reflect(d: [f64; 3], n: [f64; 3]) -> [f64; 3] {
    let along = d.iter().zip(&n).map(|(a, b)| a * b).sum::<f64>();
    array::from_fn(|i| d[i] - 2.0 * along * n[i])
}

#[differentiate]
pub fn glint(d: [f64; 3], n: [f64; 3], hardness: f64) -> f64 {
    let [_, up, toward] = reflect(d, n);
    (up * toward).abs().powf(hardness)
}

#[test]
fn reflect_has_its_gradient() {
    check_gradient!(glint([0.3, -0.8, 0.5], [0.1, 0.9, 0.2], 3.0));
}

#[differentiate(constant(far))]
pub fn ray_sphere(
    origin: [f64; 3],
    direction: [f64; 3],
    center: [f64; 3],
    radius: f64,
    far: f64,
) -> f64 {
    let oc: [f64; 3] = array::from_fn(|i| origin[i] - center[i]);
    let dot = |a: &[f64; 3], b: &[f64; 3]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let a = dot(&direction, &direction);
    let half_b = dot(&oc, &direction);
    let c = dot(&oc, &oc) - radius * radius;
    let discriminant = half_b * half_b - a * c;
    if discriminant < 0.0 {
        return far;
    }
    let root = discriminant.sqrt();
    let (mut near, mut away) = ((-half_b - root) / a, (-half_b + root) / a);
    if near > away {
        swap(&mut near, &mut away);
    }
    if near > 1e-4 { near } else { away }
}

#[test]
fn ray_sphere_has_its_gradient() {
    check_gradient!(ray_sphere([0.0, 0.1, -3.0], [0.05, 0.02, 1.0], [0.1, 0.2, 0.3], 1.0, const 1e3));
    check_gradient!(ray_sphere([0.1, 0.2, 0.4], [0.05, 0.02, 1.0], [0.1, 0.2, 0.3], 1.0, const 1e3));
}

#[differentiate]
pub fn tone_map(rgb: [f64; 3], exposure: f64) -> [f64; 3] {
    const A: f64 = 2.51;
    const B: f64 = 0.03;
    rgb.map(|c| {
        let x = c * exposure;
        let y = ((x * (A * x + B)) / (x * (2.43 * x + 0.59) + 0.14)).clamp(0.0, 1.0);
        if y <= 0.003_130_8 {
            12.92 * y
        } else {
            1.055 * y.powf(1.0 / 2.4) - 0.055
        }
    })
}

#[differentiate]
pub fn luminance(rgb: [f64; 3], exposure: f64) -> f64 {
    std::iter::zip(tone_map(rgb, exposure), [0.2126, 0.7152, 0.0722])
        .map(|(c, w)| c * w)
        .sum()
}

#[test]
fn tone_map_has_its_gradient() {
    check_gradient!(luminance([0.2, 0.5, 0.001], 0.8));
}

#[differentiate]
pub fn signed_distance(p: [f64; 2], k: f64) -> f64 {
    let circle = p[0].hypot(p[1]) - 0.5;
    let d = [p[0].abs() - 0.4, p[1].abs() - 0.3];
    let outside = d[0].max(0.0).hypot(d[1].max(0.0));
    let square = outside + d[0].max(d[1]).min(0.0);
    let h = (0.5 + 0.5 * (square - circle) / k).clamp(0.0, 1.0);
    square + (circle - square) * h - k * h * (1.0 - h)
}

#[test]
fn signed_distance_has_its_gradient() {
    check_gradient!(signed_distance([0.7, 0.4], 0.2));
    check_gradient!(signed_distance([0.2, -0.6], 0.3));
}

#[differentiate]
pub fn barycentric(p: [f64; 2], t: &[[f64; 2]; 3], colors: &[[f64; 3]; 3]) -> [f64; 3] {
    let edge = |a: [f64; 2], b: [f64; 2], c: [f64; 2]| {
        (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    };
    let area = edge(t[0], t[1], t[2]);
    let w = [
        edge(t[1], t[2], p),
        edge(t[2], t[0], p),
        edge(t[0], t[1], p),
    ]
    .map(|e| e / area);
    array::from_fn(|channel| {
        (0..3)
            .map(|vertex| w[vertex] * colors[vertex][channel])
            .sum()
    })
}

#[differentiate]
pub fn shade(p: [f64; 2], t: &[[f64; 2]; 3], colors: &[[f64; 3]; 3]) -> f64 {
    let c = barycentric(p, t, colors);
    c[0] * c[1] + c[2]
}

#[test]
fn barycentric_has_its_gradient() {
    check_gradient!(shade(
        [0.3, 0.2],
        &[[0.0, 0.0], [1.0, 0.1], [0.2, 1.0]],
        &[[1.0, 0.0, 0.2], [0.3, 0.5, 0.1], [0.2, 0.4, 0.9]]
    ));
}

#[differentiate]
pub fn look_at(eye: [f64; 3], target: [f64; 3]) -> [[f64; 3]; 3] {
    let normalize = |v: [f64; 3]| {
        let n = (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]).sqrt();
        [v[0] / n, v[1] / n, v[2] / n]
    };
    let cross = |a: [f64; 3], b: [f64; 3]| {
        [
            a[1] * b[2] - a[2] * b[1],
            a[2] * b[0] - a[0] * b[2],
            a[0] * b[1] - a[1] * b[0],
        ]
    };
    let forward = normalize(array::from_fn(|i| target[i] - eye[i]));
    let right = normalize(cross(forward, [0.0, 1.0, 0.0]));
    let up = cross(right, forward);
    [right, up, forward.map(|v| -v)]
}

#[differentiate]
pub fn view_depth(eye: [f64; 3], target: [f64; 3]) -> f64 {
    let view = look_at(eye, target);
    let corner = view.map(|axis| axis[0] + 2.0 * axis[1]);
    corner[0] * corner[1] - corner[2]
}

#[test]
fn look_at_has_its_gradient() {
    check_gradient!(view_depth([1.0, 2.0, 3.0], [0.1, 0.2, -0.3]));
}

#[differentiate(wrt(density))]
pub fn transmittance(density: &[f64], step: f64, stop: Option<f64>) -> f64 {
    let mut optical = 0.0;
    let mut radiance = 0.0;
    for (i, d) in density.iter().enumerate() {
        let alpha = 1.0 - (-d * step).exp();
        let t = f64::exp(-optical);
        radiance += t * alpha * (1.0 + i as f64).recip();
        optical += d * step;
        if let Some(limit) = stop {
            if t < limit {
                break;
            }
        }
    }
    radiance
}

#[test]
fn transmittance_has_its_gradient() {
    check_gradient!(transmittance(&[0.5, 1.0, 2.0, 0.3], const 0.4, const None));
    check_gradient!(transmittance(&[0.5, 1.0, 2.0, 0.3], const 0.4, const Some(0.7)));
}

#[differentiate]
pub fn bezier_patch(control: &[[f64; 4]; 4], u: f64, v: f64) -> f64 {
    fn_basis(control, u, v)
}

#[differentiate]
pub fn fn_basis<const N: usize>(control: &[[f64; N]; 4], u: f64, v: f64) -> f64 {
    let bernstein = |t: f64| {
        [
            (1.0 - t).powi(3),
            3.0 * t * (1.0 - t).powi(2),
            3.0 * t * t * (1.0 - t),
            t.powi(3),
        ]
    };
    let (bu, bv) = (bernstein(u), bernstein(v));
    let mut height = 0.0;
    for (row, wu) in control.iter().zip(bu) {
        height += wu * row.iter().zip(bv).map(|(p, wv)| p * wv).sum::<f64>();
    }
    height
}

#[test]
fn bezier_patch_has_its_gradient() {
    check_gradient!(bezier_patch(
        &[
            [0.1, 0.2, 0.3, 0.4],
            [0.5, 0.1, 0.9, 0.2],
            [0.3, 0.3, 0.7, 0.1],
            [0.8, 0.6, 0.2, 0.5]
        ],
        0.3,
        0.6
    ));
}
