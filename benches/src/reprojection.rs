//! The reprojection error of bundle adjustment, for rotations away from zero, and its Jacobian of 2 × 15.
//!
//! A camera is an angle-axis rotation (3), a centre (3), a focal length, a principal point (2) and two coefficients of
//! radial distortion.

use ad_runtime::differentiate;

/// Columns: 11 of the camera, 3 of the point, 1 of the weight.
pub type Jacobian = [[f64; 15]; 2];

/// One observation of a point by a camera.
pub struct Input {
    camera: [f64; 11],
    point: [f64; 3],
    weight: f64,
    feature: [f64; 2],
}

#[differentiate(constant(feature))]
fn reprojection_error(
    camera: &[f64; 11],
    point: &[f64; 3],
    weight: f64,
    feature: &[f64; 2],
) -> [f64; 2] {
    let [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2] = *camera;
    let (d0, d1, d2) = (point[0] - c0, point[1] - c1, point[2] - c2);
    let theta = (r0 * r0 + r1 * r1 + r2 * r2).sqrt();
    let (sine, cosine) = theta.sin_cos();
    let (a0, a1, a2) = (r0 / theta, r1 / theta, r2 / theta);
    let along = (a0 * d0 + a1 * d1 + a2 * d2) * (1.0 - cosine);
    let p0 = d0 * cosine + (a1 * d2 - a2 * d1) * sine + a0 * along;
    let p1 = d1 * cosine + (a2 * d0 - a0 * d2) * sine + a1 * along;
    let p2 = d2 * cosine + (a0 * d1 - a1 * d0) * sine + a2 * along;
    let (x, y) = (p0 / p2, p1 / p2);
    let rho = x * x + y * y;
    let distortion = 1.0 + k1 * rho + k2 * rho * rho;
    [
        weight * (focal * x * distortion + u0 - feature[0]),
        weight * (focal * y * distortion + v0 - feature[1]),
    ]
}

type Vector = [f64; 3];

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: Vector, b: Vector) -> Vector {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

fn combination(
    scale_a: f64,
    a: Vector,
    scale_b: f64,
    b: Vector,
    scale_c: f64,
    c: Vector,
) -> Vector {
    let component = |i: usize| scale_a * a[i] + scale_b * b[i] + scale_c * c[i];
    [component(0), component(1), component(2)]
}

/// One forward sweep; then for each of the two outputs a reverse sweep that knows its seed and works on vectors.
fn jacobian_by_hand(input: &Input) -> Jacobian {
    let [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2] = input.camera;
    let weight = input.weight;
    let d = [
        input.point[0] - c0,
        input.point[1] - c1,
        input.point[2] - c2,
    ];
    let theta = (r0 * r0 + r1 * r1 + r2 * r2).sqrt();
    let theta_inverse = 1.0 / theta;
    let (sine, cosine) = theta.sin_cos();
    let versine = 1.0 - cosine;
    let axis = [r0 * theta_inverse, r1 * theta_inverse, r2 * theta_inverse];
    let along = dot(axis, d);
    let across = cross(axis, d);
    let p = combination(cosine, d, sine, across, along * versine, axis);
    let depth_inverse = 1.0 / p[2];
    let (x, y) = (p[0] * depth_inverse, p[1] * depth_inverse);
    let rho = x * x + y * y;
    let distortion = 1.0 + rho * (k1 + k2 * rho);
    let (x_error, y_error) = (
        focal * x * distortion + u0 - input.feature[0],
        focal * y * distortion + v0 - input.feature[1],
    );

    let scale = weight * focal;
    let stretch = scale * distortion;
    // Twice the slope of the distortion in ρ: ρ depends on x by 2x.
    let growth = 2.0 * scale * (k1 + 2.0 * k2 * rho);
    // The row of the Jacobian, given the cotangents of x and y that its seed leads to.
    let row = |own: f64, own_error: f64, x_bar: f64, y_bar: f64, u_bar: f64, v_bar: f64| {
        let (p0_bar, p1_bar) = (x_bar * depth_inverse, y_bar * depth_inverse);
        let p_bar = [p0_bar, p1_bar, -(p0_bar * x + p1_bar * y)];
        let axis_dot = dot(axis, p_bar);
        let theta_bar = cosine * dot(across, p_bar) - sine * (dot(d, p_bar) - along * axis_dot);
        let d_bar = combination(
            cosine,
            p_bar,
            sine,
            cross(p_bar, axis),
            versine * axis_dot,
            axis,
        );
        let axis_bar = combination(
            sine,
            cross(d, p_bar),
            versine * along,
            p_bar,
            versine * axis_dot,
            d,
        );
        let inward = theta_bar - dot(axis_bar, axis) * theta_inverse;
        let scaled = scale * own * rho;
        [
            axis_bar[0] * theta_inverse + inward * axis[0],
            axis_bar[1] * theta_inverse + inward * axis[1],
            axis_bar[2] * theta_inverse + inward * axis[2],
            -d_bar[0],
            -d_bar[1],
            -d_bar[2],
            weight * own * distortion,
            u_bar,
            v_bar,
            scaled,
            scaled * rho,
            d_bar[0],
            d_bar[1],
            d_bar[2],
            own_error,
        ]
    };
    let mixed = growth * x * y;
    [
        row(x, x_error, growth * x * x + stretch, mixed, weight, 0.0),
        row(y, y_error, mixed, growth * y * y + stretch, 0.0, weight),
    ]
}

/// Cameras that see their point at a moderate angle.
#[must_use]
pub fn inputs(count: u32) -> Vec<Input> {
    let turn = (0.1, 0.6);
    let offset = (-1.0, 1.0);
    let bounds = [
        turn,
        turn,
        turn,
        offset,
        offset,
        offset,
        (400.0, 900.0),
        offset,
        offset,
        (-0.2, 0.2),
        (-0.05, 0.05),
        offset,
        offset,
        (6.0, 9.0),
        (0.5, 1.5),
        (-300.0, 300.0),
        (-300.0, 300.0),
    ];
    let observation = |[
        r0,
        r1,
        r2,
        c0,
        c1,
        c2,
        focal,
        u0,
        v0,
        k1,
        k2,
        x0,
        x1,
        x2,
        weight,
        f0,
        f1,
    ]: [f64; 17]| Input {
        camera: [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2],
        point: [x0, x1, x2],
        weight,
        feature: [f0, f1],
    };
    crate::points(count, bounds)
        .into_iter()
        .map(observation)
        .collect()
}

/// The plain function.
#[must_use]
#[inline(never)]
pub fn plain(input: &Input) -> [f64; 2] {
    reprojection_error(&input.camera, &input.point, input.weight, &input.feature)
}

/// The Jacobian from two calls of the generated pullback.
#[must_use]
#[inline(never)]
pub fn ours(input: &Input) -> Jacobian {
    let (_, pullback) =
        reprojection_error_vjp(&input.camera, &input.point, input.weight, &input.feature);
    let row = |seed| {
        let ([r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2], [x0, x1, x2], weight) =
            pullback(seed);
        [
            r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2, x0, x1, x2, weight,
        ]
    };
    [row([1.0, 0.0]), row([0.0, 1.0])]
}

/// The generated Jacobian.
#[must_use]
#[inline(never)]
pub fn whole(input: &Input) -> Jacobian {
    let (camera, point, weight) =
        reprojection_error_jacobian(&input.camera, &input.point, input.weight, &input.feature);
    // The blocks beside each other, as the one written by hand has them. Copied as slices: element by element this costs
    // as much as the Jacobian.
    let mut rows = [[0.0; 15]; 2];
    for (row, into) in rows.iter_mut().enumerate() {
        into[..11].copy_from_slice(&camera[row]);
        into[11..14].copy_from_slice(&point[row]);
        into[14..].copy_from_slice(&weight[row]);
    }
    rows
}

/// The Jacobian by forward mode along all 15 unit vectors at once.
#[must_use]
#[inline(never)]
pub fn forward(input: &Input) -> Jacobian {
    let unit = |column: usize| -> [f64; 15] {
        std::array::from_fn(|lane| if lane == column { 1.0 } else { 0.0 })
    };
    let camera_dots = std::array::from_fn(unit);
    let point_dots = std::array::from_fn(|i| unit(11 + i));
    let (_, rows) = reprojection_error_jvp_over(
        &input.camera,
        &input.point,
        input.weight,
        &input.feature,
        &camera_dots,
        &point_dots,
        unit(14),
    );
    rows
}

/// The Jacobian written by hand.
#[must_use]
#[inline(never)]
pub fn hand(input: &Input) -> Jacobian {
    jacobian_by_hand(input)
}

#[cfg(test)]
mod tests {
    use super::{Input, forward, hand, inputs, ours, reprojection_error, whole};
    use crate::tests::{assert_agree, differences};

    fn active(input: &Input) -> [f64; 15] {
        let ([r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2], [x0, x1, x2]) =
            (input.camera, input.point);
        [
            r0,
            r1,
            r2,
            c0,
            c1,
            c2,
            focal,
            u0,
            v0,
            k1,
            k2,
            x0,
            x1,
            x2,
            input.weight,
        ]
    }

    fn error(
        &[
            r0,
            r1,
            r2,
            c0,
            c1,
            c2,
            focal,
            u0,
            v0,
            k1,
            k2,
            x0,
            x1,
            x2,
            weight,
        ]: &[f64; 15],
        input: &Input,
    ) -> [f64; 2] {
        let camera = [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2];
        reprojection_error(&camera, &[x0, x1, x2], weight, &input.feature)
    }

    #[test]
    fn by_hand_agrees_with_central_differences() {
        for input in inputs(100) {
            for (row, by_hand) in hand(&input).iter().enumerate() {
                assert_agree(
                    by_hand,
                    &differences(|at| error(at, &input)[row], &active(&input)),
                    1e-8,
                );
            }
        }
    }

    #[test]
    fn ours_agrees_with_by_hand() {
        for input in inputs(100) {
            for way in [ours, whole, forward] {
                for (ours, by_hand) in way(&input).iter().zip(&hand(&input)) {
                    assert_agree(ours, by_hand, 1e-12);
                }
            }
        }
    }
}
