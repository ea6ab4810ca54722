//! Robotics and estimation, as people publish it.

use std::array::from_fn;
use std::f64::consts::{PI, TAU};

use ad_runtime::{Scalar, check_gradient, differentiate};

const LINKS: [f64; 3] = [0.5, 0.4, 0.25];
const TORQUE_LIMIT: f64 = 1.5;

#[differentiate]
pub fn wrapped<T: Scalar>(angle: T) -> T {
    let two_pi = T::TAU();
    let a = (angle + T::PI()).rem_euclid(two_pi);
    a - T::PI()
}

#[test]
fn wrapped_has_its_gradient() {
    check_gradient!(wrapped(4.0));
    check_gradient!(wrapped(-5.0_f32));
}

#[differentiate]
pub fn forward_kinematics(q: &[f64; 3]) -> [f64; 2] {
    let mut angle = 0.0;
    let mut tip = [0.0; 2];
    for (theta, length) in std::iter::zip(q, LINKS) {
        angle += theta;
        tip[0] += length * angle.cos();
        tip[1] += length * angle.sin();
    }
    tip
}

#[differentiate(constant(rest))]
pub fn reach_cost(q: &[f64; 3], target: [f64; 2], rest: Option<[f64; 3]>) -> f64 {
    let tip = forward_kinematics(q);
    let miss: [f64; 2] = from_fn(|i| tip[i] - target[i]);
    let posture = rest.map_or(0.0, |r| {
        r.iter().zip(q).map(|(a, b)| (a - b).powi(2)).sum::<f64>()
    });
    miss.iter().map(|e| e * e).sum::<f64>() + 0.1 * posture
}

#[test]
fn reach_cost_has_its_gradient() {
    check_gradient!(reach_cost(&[0.3, -0.2, 0.5], [0.4, 0.6], const Some([0.1, 0.2, 0.3])));
    check_gradient!(reach_cost(&[0.3, -0.2, 0.5], [0.4, 0.6], const None));
}

#[differentiate]
pub fn pid_cost(gains: [f64; 3], setpoint: f64, steps: usize) -> f64 {
    let [kp, ki, kd] = gains;
    let dt = 0.05;
    let (mut position, mut velocity) = (0.0, 0.0);
    let (mut integral, mut previous) = (0.0, setpoint);
    let mut cost = 0.0;
    for _ in 0..steps {
        let error = setpoint - position;
        integral += error * dt;
        let rate = (error - std::mem::replace(&mut previous, error)) / dt;
        let torque = (kp * error + ki * integral + kd * rate).clamp(-TORQUE_LIMIT, TORQUE_LIMIT);
        velocity += (torque - 0.3 * velocity) * dt;
        position += velocity * dt;
        cost += (error * error + 1e-3 * torque * torque) * dt;
    }
    cost
}

#[test]
fn pid_cost_has_its_gradient() {
    check_gradient!(pid_cost([0.8, 0.2, 0.1], 1.0, const 12));
}

#[differentiate]
pub fn quaternion_error(q: [f64; 4], r: [f64; 4]) -> f64 {
    let norm = |a: [f64; 4]| a.iter().map(|v| v * v).sum::<f64>().sqrt();
    let (nq, nr) = (norm(q), norm(r));
    let cos_half = q.iter().zip(&r).map(|(a, b)| a * b).sum::<f64>() / (nq * nr);
    let c = cos_half.abs();
    if c >= 1.0 {
        return 0.0;
    }
    2.0 * c.acos()
}

#[test]
fn quaternion_error_has_its_gradient() {
    check_gradient!(quaternion_error(
        [0.9, 0.1, -0.2, 0.3],
        [0.7, 0.5, 0.1, -0.2]
    ));
}

#[differentiate(wrt(pose, landmarks))]
pub fn range_bearing(pose: [f64; 3], landmarks: &[[f64; 2]], seen: &[Option<(f64, f64)>]) -> f64 {
    let [x, y, heading] = pose;
    landmarks
        .iter()
        .zip(seen)
        .filter_map(|(m, z)| {
            let (dx, dy) = (m[0] - x, m[1] - y);
            let range = dx.hypot(dy);
            let bearing = dy.atan2(dx) - heading;
            z.map(|(r, b)| {
                let e = (bearing - b + PI).rem_euclid(TAU) - PI;
                (range - r).powi(2) / 0.04 + e * e / 0.01
            })
        })
        .sum()
}

#[test]
fn range_bearing_has_its_gradient() {
    check_gradient!(range_bearing([0.1, 0.2, 0.3], &[[1.0, 2.0], [3.0, -1.0], [0.5, 0.4]], const &[Some((2.0, 0.5)), None, Some((0.5, 0.1))]));
}

#[differentiate]
pub fn ekf_predict(x: [f64; 3], p: [[f64; 3]; 3], v: f64, omega: f64) -> ([f64; 3], [[f64; 3]; 3]) {
    let dt = 0.1;
    let (s, c) = x[2].sin_cos();
    let moved = [x[0] + v * c * dt, x[1] + v * s * dt, x[2] + omega * dt];
    let f = [
        [1.0, 0.0, -v * s * dt],
        [0.0, 1.0, v * c * dt],
        [0.0, 0.0, 1.0],
    ];
    let mut fp = [[0.0; 3]; 3];
    for (i, row) in f.iter().enumerate() {
        for j in 0..3 {
            fp[i][j] = (0..3).map(|k| row[k] * p[k][j]).sum();
        }
    }
    let covariance: [[f64; 3]; 3] =
        from_fn(|i| from_fn(|j| (0..3).map(|k| fp[i][k] * f[j][k]).sum::<f64>()));
    (moved, covariance)
}

#[differentiate]
pub fn uncertainty(x: [f64; 3], p: [[f64; 3]; 3], v: f64, omega: f64) -> f64 {
    let (moved, p) = ekf_predict(x, p, v, omega);
    p[0][0] * p[1][1] - p[0][1] * p[1][0] + moved[2]
}

#[test]
fn ekf_predict_has_its_gradient() {
    check_gradient!(uncertainty(
        [0.1, 0.2, 0.3],
        [[0.5, 0.1, 0.0], [0.1, 0.4, 0.2], [0.0, 0.2, 0.6]],
        1.2,
        0.4
    ));
}

#[differentiate]
pub fn catmull_rom_length(points: &[[f64; 2]], samples: usize) -> f64 {
    if points.len() < 4 || samples == 0 {
        return 0.0;
    }
    let mut length = 0.0;
    for w in points.windows(4) {
        let at = |t: f64| -> [f64; 2] {
            let (t2, t3) = (t * t, t * t * t);
            let basis = [
                -0.5 * t3 + t2 - 0.5 * t,
                1.5 * t3 - 2.5 * t2 + 1.0,
                -1.5 * t3 + 2.0 * t2 + 0.5 * t,
                0.5 * t3 - 0.5 * t2,
            ];
            [
                w.iter().zip(basis).map(|(p, b)| p[0] * b).sum(),
                w.iter().zip(basis).map(|(p, b)| p[1] * b).sum(),
            ]
        };
        let mut last = at(0.0);
        for k in 1..=samples {
            let next = at(k as f64 / samples as f64);
            length += (next[0] - last[0]).hypot(next[1] - last[1]);
            last = next;
        }
    }
    length
}

#[test]
fn catmull_rom_length_has_its_gradient() {
    check_gradient!(catmull_rom_length(&[[0.0, 0.1], [1.0, 0.5], [2.0, -0.3], [3.0, 0.8], [4.0, 0.2]], const 4));
}

#[differentiate]
pub fn trapezoidal_profile_time(distance: f64, v_max: f64, a_max: f64) -> f64 {
    let d = distance.abs();
    let ramp = v_max * v_max / a_max;
    match ramp.partial_cmp(&d) {
        Some(std::cmp::Ordering::Less) => d / v_max + v_max / a_max,
        Some(_) => 2.0 * (d / a_max).sqrt(),
        None => f64::NAN,
    }
}

#[test]
fn trapezoidal_profile_time_has_its_gradient() {
    check_gradient!(trapezoidal_profile_time(3.0, 1.0, 2.0));
    check_gradient!(trapezoidal_profile_time(-0.2, 1.0, 2.0));
}
