//! Geodesy, robotics and graphics, as people publish it.

use ad_runtime::{check_gradient, differentiate};

#[differentiate]
pub fn haversine(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    const R: f64 = 6371.0;
    let d_lat = (lat2 - lat1).to_radians();
    let d_lon = (lon2 - lon1).to_radians();
    let a = (d_lat / 2.0).sin().powi(2)
        + lat1.to_radians().cos() * lat2.to_radians().cos() * (d_lon / 2.0).sin().powi(2);
    2.0 * R * a.sqrt().atan2((1.0 - a).sqrt())
}

#[differentiate]
pub fn vincenty(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    let a = 6378137.0;
    let f = 1.0 / 298.257223563;
    let b = (1.0 - f) * a;
    let u1 = ((1.0 - f) * lat1.tan()).atan();
    let u2 = ((1.0 - f) * lat2.tan()).atan();
    let l = lon2 - lon1;
    let mut lambda = l;
    let (sin_u1, cos_u1) = u1.sin_cos();
    let (sin_u2, cos_u2) = u2.sin_cos();
    let mut iter_limit = 100;
    let (mut cos_sq_alpha, mut sin_sigma, mut cos2_sigma_m, mut cos_sigma, mut sigma);
    loop {
        let sin_lambda = lambda.sin();
        let cos_lambda = lambda.cos();
        sin_sigma = ((cos_u2 * sin_lambda) * (cos_u2 * sin_lambda)
            + (cos_u1 * sin_u2 - sin_u1 * cos_u2 * cos_lambda)
                * (cos_u1 * sin_u2 - sin_u1 * cos_u2 * cos_lambda))
            .sqrt();
        if sin_sigma == 0.0 {
            return 0.0;
        }
        cos_sigma = sin_u1 * sin_u2 + cos_u1 * cos_u2 * cos_lambda;
        sigma = sin_sigma.atan2(cos_sigma);
        let sin_alpha = cos_u1 * cos_u2 * sin_lambda / sin_sigma;
        cos_sq_alpha = 1.0 - sin_alpha * sin_alpha;
        cos2_sigma_m = cos_sigma - 2.0 * sin_u1 * sin_u2 / cos_sq_alpha;
        if cos2_sigma_m.is_nan() {
            cos2_sigma_m = 0.0;
        }
        let c = f / 16.0 * cos_sq_alpha * (4.0 + f * (4.0 - 3.0 * cos_sq_alpha));
        let lambda_p = lambda;
        lambda = l
            + (1.0 - c)
                * f
                * sin_alpha
                * (sigma
                    + c * sin_sigma
                        * (cos2_sigma_m
                            + c * cos_sigma * (-1.0 + 2.0 * cos2_sigma_m * cos2_sigma_m)));
        iter_limit -= 1;
        if (lambda - lambda_p).abs() < 1e-12 || iter_limit == 0 {
            break;
        }
    }
    let u_sq = cos_sq_alpha * (a * a - b * b) / (b * b);
    let aa = 1.0 + u_sq / 16384.0 * (4096.0 + u_sq * (-768.0 + u_sq * (320.0 - 175.0 * u_sq)));
    let bb = u_sq / 1024.0 * (256.0 + u_sq * (-128.0 + u_sq * (74.0 - 47.0 * u_sq)));
    let delta = bb
        * sin_sigma
        * (cos2_sigma_m
            + bb / 4.0
                * (cos_sigma * (-1.0 + 2.0 * cos2_sigma_m.powi(2))
                    - bb / 6.0
                        * cos2_sigma_m
                        * (-3.0 + 4.0 * sin_sigma.powi(2))
                        * (-3.0 + 4.0 * cos2_sigma_m.powi(2))));
    b * aa * (sigma - delta)
}

#[differentiate]
pub fn matmul3(a: &[[f64; 3]; 3], b: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let mut c = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            for k in 0..3 {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}

#[differentiate]
pub fn rot_z(t: f64) -> [[f64; 3]; 3] {
    let (s, c) = t.sin_cos();
    [[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]]
}

#[differentiate]
pub fn planar_arm(q: &[f64; 3], l: &[f64; 3]) -> [f64; 2] {
    let mut r = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let mut pos = [0.0, 0.0];
    for i in 0..3 {
        let rz = rot_z(q[i]);
        r = matmul3(&r, &rz);
        pos[0] += r[0][0] * l[i];
        pos[1] += r[1][0] * l[i];
    }
    pos
}

#[differentiate]
pub fn qmul(p: [f64; 4], q: [f64; 4]) -> [f64; 4] {
    let [a1, b1, c1, d1] = p;
    let [a2, b2, c2, d2] = q;
    [
        a1 * a2 - b1 * b2 - c1 * c2 - d1 * d2,
        a1 * b2 + b1 * a2 + c1 * d2 - d1 * c2,
        a1 * c2 - b1 * d2 + c1 * a2 + d1 * b2,
        a1 * d2 + b1 * c2 - c1 * b2 + d1 * a2,
    ]
}

#[differentiate]
pub fn rotate(q: [f64; 4], v: [f64; 3]) -> [f64; 3] {
    let n = q.iter().map(|c| c * c).sum::<f64>().sqrt();
    let q = [q[0] / n, q[1] / n, q[2] / n, q[3] / n];
    let conj = [q[0], -q[1], -q[2], -q[3]];
    let r = qmul(qmul(q, [0.0, v[0], v[1], v[2]]), conj);
    [r[1], r[2], r[3]]
}

#[differentiate]
pub fn casteljau(p: &[[f64; 2]], t: f64) -> [f64; 2] {
    let mut q = p.to_vec();
    let n = q.len();
    for k in 1..n {
        for i in 0..n - k {
            for d in 0..2 {
                q[i][d] = (1.0 - t) * q[i][d] + t * q[i + 1][d];
            }
        }
    }
    q[0]
}

#[differentiate]
pub fn euler(r: [[f64; 3]; 3]) -> (f64, f64, f64) {
    let sy = (r[0][0] * r[0][0] + r[1][0] * r[1][0]).sqrt();
    if sy > 1e-6 {
        (
            r[2][1].atan2(r[2][2]),
            (-r[2][0]).atan2(sy),
            r[1][0].atan2(r[0][0]),
        )
    } else {
        ((-r[1][2]).atan2(r[1][1]), (-r[2][0]).atan2(sy), 0.0)
    }
}

#[differentiate]
pub fn pairs(p: &[(f64, f64)]) -> f64 {
    let mut area = 0.0;
    for i in 0..p.len() {
        let (x0, y0) = p[i];
        let (x1, y1) = p[(i + 1) % p.len()];
        area += x0 * y1 - x1 * y0;
    }
    0.5 * area.abs()
}

#[differentiate]
pub fn wrap_angle(a: f64, b: f64) -> f64 {
    let two_pi = 2.0 * std::f64::consts::PI;
    let d = (a - b + std::f64::consts::PI).rem_euclid(two_pi) - std::f64::consts::PI;
    d * d + (a % 1.5)
}

#[differentiate(wrt(u, v))]
pub fn bilinear(img: &[u8], w: usize, u: f64, v: f64) -> f64 {
    let (x0, y0) = (u.floor() as usize, v.floor() as usize);
    let (fx, fy) = (u - u.floor(), v - v.floor());
    let at = |x: usize, y: usize| img[y * w + x] as f64;
    at(x0, y0) * (1.0 - fx) * (1.0 - fy)
        + at(x0 + 1, y0) * fx * (1.0 - fy)
        + at(x0, y0 + 1) * (1.0 - fx) * fy
        + at(x0 + 1, y0 + 1) * fx * fy
}

#[test]
fn haversine_has_its_gradient() {
    check_gradient!(haversine(48.1, 11.5, 52.5, 13.4));
}

#[test]
fn vincenty_has_its_gradient() {
    check_gradient!(vincenty(0.8, 0.2, 0.9, 0.25));
}

#[test]
fn planar_arm_has_its_gradient() {
    check_gradient!(several planar_arm(&[0.1, 0.2, 0.3], &[1.0, 0.8, 0.5]));
}

#[test]
fn rotate_has_its_gradient() {
    check_gradient!(several rotate([0.9, 0.1, 0.2, 0.3], [1.0, 0.5, 0.2]));
}

#[test]
fn casteljau_has_its_gradient() {
    check_gradient!(several casteljau(&[[0.0, 0.1], [0.5, 1.0], [1.0, 0.2]], 0.3));
}

#[test]
fn euler_has_its_gradient() {
    check_gradient!(several euler([[0.9, -0.1, 0.3], [0.2, 0.95, 0.1], [-0.3, 0.05, 0.92]]));
}

#[test]
fn pairs_has_its_gradient() {
    check_gradient!(pairs(&[(0.0, 0.1), (1.0, 0.2), (0.7, 1.1)]));
}

#[test]
fn wrap_angle_has_its_gradient() {
    check_gradient!(wrap_angle(3.0, -2.5));
}

#[test]
fn bilinear_has_its_gradient() {
    check_gradient!(bilinear(const &[1, 2, 3, 4, 5, 7, 1, 9, 4], const 3, 0.3, 0.6));
}
