//! Cameras and points of a scene from where the cameras see the points: bundle adjustment, with a sparse Jacobian.
//!
//! The camera model is that of the `ADBench` suite: F. Šrajer, Z. Kukelova and A. Fitzgibbon, "A Benchmark of Selected
//! Algorithmic Differentiation Tools on Some Problems in Computer Vision and Machine Learning", Optimization Methods and
//! Software 33 (2018), 889–906.
//!
//! `cargo run --release -p ad-examples --bin bundle_adjustment`

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use ad_runtime::differentiate;

/// Parameters of a camera: rotation (3), centre (3), focal length, principal point (2), radial distortion (2).
const CAMERA: usize = 11;
/// Coordinates of a point.
const POINT: usize = 3;

#[differentiate]
fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[differentiate]
fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

/// `x`, turned about the axis `r` by the angle |r|: the formula of Rodrigues.
#[differentiate]
fn rotated(r: [f64; 3], x: [f64; 3]) -> [f64; 3] {
    let square = dot(r, r);
    let mut turned = [0.0; 3];
    if square > 0.0 {
        let angle = square.sqrt();
        let (sine, cosine) = angle.sin_cos();
        let axis = [r[0] / angle, r[1] / angle, r[2] / angle];
        let across = cross(axis, x);
        let along = dot(axis, x) * (1.0 - cosine);
        for i in 0..3 {
            turned[i] = x[i] * cosine + across[i] * sine + axis[i] * along;
        }
    } else {
        let across = cross(r, x);
        for i in 0..3 {
            turned[i] = x[i] + across[i];
        }
    }
    turned
}

/// How far from its image the camera sees the point, times the weight of the observation.
#[differentiate(constant(feature))]
fn reprojection_error(
    camera: &[f64; CAMERA],
    point: &[f64; POINT],
    weight: f64,
    feature: &[f64; 2],
) -> [f64; 2] {
    let [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2] = *camera;
    let p = rotated([r0, r1, r2], [point[0] - c0, point[1] - c1, point[2] - c2]);
    let (x, y) = (p[0] / p[2], p[1] / p[2]);
    let rho = x * x + y * y;
    let distortion = 1.0 + k1 * rho + k2 * rho * rho;
    [
        weight * (focal * x * distortion + u0 - feature[0]),
        weight * (focal * y * distortion + v0 - feature[1]),
    ]
}

/// A camera that saw a point, and where.
#[derive(Clone, Copy)]
struct Observation {
    camera: usize,
    point: usize,
    feature: [f64; 2],
}

/// Cameras, points and the weights of the observations.
#[derive(Clone)]
struct Scene {
    cameras: Vec<[f64; CAMERA]>,
    points: Vec<[f64; POINT]>,
    weights: Vec<f64>,
}

/// A sparse matrix, row by row.
struct Csr {
    row_starts: Vec<usize>,
    columns: Vec<usize>,
    values: Vec<f64>,
    width: usize,
}

impl Csr {
    fn row(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.row_starts[row]..self.row_starts[row + 1];
        self.columns[range.clone()]
            .iter()
            .copied()
            .zip(self.values[range].iter().copied())
    }

    fn push_row(&mut self, entries: impl IntoIterator<Item = (usize, f64)>) {
        for (column, value) in entries {
            self.columns.push(column);
            self.values.push(value);
        }
        self.row_starts.push(self.columns.len());
    }

    fn rows(&self) -> usize {
        self.row_starts.len() - 1
    }

    fn times(&self, x: &[f64]) -> Vec<f64> {
        (0..self.rows())
            .map(|i| self.row(i).map(|(j, value)| value * x[j]).sum())
            .collect()
    }

    fn transposed_times(&self, y: &[f64]) -> Vec<f64> {
        let mut x = vec![0.0; self.width];
        for (i, y) in y.iter().enumerate() {
            for (j, value) in self.row(i) {
                x[j] += value * y;
            }
        }
        x
    }
}

impl Scene {
    fn parameters(&self) -> usize {
        CAMERA * self.cameras.len() + POINT * self.points.len() + self.weights.len()
    }

    /// Two errors per observation, then how far each weight is from one.
    fn residuals(&self, observations: &[Observation]) -> Vec<f64> {
        let errors = observations
            .iter()
            .zip(&self.weights)
            .flat_map(|(seen, weight)| {
                reprojection_error(
                    &self.cameras[seen.camera],
                    &self.points[seen.point],
                    *weight,
                    &seen.feature,
                )
            });
        let of_weights = self.weights.iter().map(|weight| 1.0 - weight * weight);
        errors.chain(of_weights).collect()
    }

    /// The derivatives of the residuals: cameras in the first columns, then points, then weights.
    fn jacobian(&self, observations: &[Observation]) -> Csr {
        let first_point = CAMERA * self.cameras.len();
        let first_weight = first_point + POINT * self.points.len();
        let entries = 31 * observations.len();
        let mut jacobian = Csr {
            row_starts: Vec::with_capacity(3 * observations.len() + 1),
            columns: Vec::with_capacity(entries),
            values: Vec::with_capacity(entries),
            width: self.parameters(),
        };
        jacobian.row_starts.push(0);
        for (i, (seen, weight)) in observations.iter().zip(&self.weights).enumerate() {
            let (_, pullback) = reprojection_error_vjp(
                &self.cameras[seen.camera],
                &self.points[seen.point],
                *weight,
                &seen.feature,
            );
            for seed in [[1.0, 0.0], [0.0, 1.0]] {
                let (camera_bar, point_bar, weight_bar) = pullback(seed);
                let camera = (CAMERA * seen.camera..).zip(camera_bar);
                let point = (first_point + POINT * seen.point..).zip(point_bar);
                jacobian.push_row(camera.chain(point).chain([(first_weight + i, weight_bar)]));
            }
        }
        for (i, weight) in self.weights.iter().enumerate() {
            jacobian.push_row([(first_weight + i, -2.0 * weight)]);
        }
        jacobian
    }

    /// The scene, moved by a step.
    fn moved(&self, step: &[f64]) -> Self {
        let mut moved = self.clone();
        let cameras = moved.cameras.as_flattened_mut().iter_mut();
        let points = moved.points.as_flattened_mut().iter_mut();
        for (x, step) in cameras.chain(points).chain(&mut moved.weights).zip(step) {
            *x += step;
        }
        moved
    }

    /// The scene that explains the observations best, by steps of Levenberg and Marquardt, and the cost before and after each.
    fn adjusted(mut self, observations: &[Observation], most: usize) -> (Self, Vec<f64>) {
        let mut residuals = self.residuals(observations);
        let mut costs = vec![square(&residuals)];
        let mut damping = 1e-3;
        for _ in 0..most {
            let jacobian = self.jacobian(observations);
            let step = damped_step(&jacobian, &residuals, damping);
            let next = self.moved(&step);
            let next_residuals = next.residuals(observations);
            let cost = square(&next_residuals);
            if cost < costs[costs.len() - 1] {
                (self, residuals) = (next, next_residuals);
                costs.push(cost);
                damping *= 0.3;
            } else {
                damping *= 5.0;
            }
        }
        (self, costs)
    }
}

fn square(residuals: &[f64]) -> f64 {
    residuals.iter().map(|r| r * r).sum()
}

/// The solution of `(JᵀJ + λ diag JᵀJ) p = −Jᵀr` by conjugate gradients, scaled by the diagonal.
fn damped_step(jacobian: &Csr, residuals: &[f64], damping: f64) -> Vec<f64> {
    let mut diagonal = vec![1e-12; jacobian.width];
    for row in 0..jacobian.rows() {
        for (column, value) in jacobian.row(row) {
            diagonal[column] += value * value;
        }
    }
    let scalar_product =
        |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let scaled = |x: &[f64]| -> Vec<f64> { x.iter().zip(&diagonal).map(|(x, d)| x / d).collect() };
    let mut step = vec![0.0; jacobian.width];
    let mut rest: Vec<f64> = jacobian
        .transposed_times(residuals)
        .iter()
        .map(|x| -x)
        .collect();
    let mut direction = scaled(&rest);
    let mut size = scalar_product(&rest, &direction);
    let enough = 1e-20 * size;
    for _ in 0..4 * jacobian.width {
        if size <= enough {
            break;
        }
        let mut image = jacobian.transposed_times(&jacobian.times(&direction));
        for ((image, d), x) in image.iter_mut().zip(&diagonal).zip(&direction) {
            *image += damping * d * x;
        }
        let length = size / scalar_product(&direction, &image);
        for i in 0..step.len() {
            step[i] += length * direction[i];
            rest[i] -= length * image[i];
        }
        let next = scaled(&rest);
        let next_size = scalar_product(&rest, &next);
        for (direction, next) in direction.iter_mut().zip(&next) {
            *direction = next + next_size / size * *direction;
        }
        size = next_size;
    }
    step
}

/// A scene of cameras on an arc, the first of them not turned at all, and what they see.
fn example() -> (Scene, Vec<Observation>) {
    let spread = |i: usize, root: f64| (i as f64 * root.sqrt()).fract() - 0.5;
    let cameras: Vec<_> = (0..4)
        .map(|i| {
            let angle = 0.15 * f64::from(i);
            [
                0.2 * angle,
                -angle,
                0.1 * angle,
                6.0 * angle.sin(),
                0.1 * angle,
                -6.0 * angle.cos(),
                500.0,
                320.0,
                240.0,
                0.01,
                -0.002,
            ]
        })
        .collect();
    let points: Vec<_> = (1..=30)
        .map(|i| {
            [
                3.0 * spread(i, 2.0),
                3.0 * spread(i, 3.0),
                3.0 * spread(i, 5.0),
            ]
        })
        .collect();
    let observations: Vec<_> = (0..cameras.len())
        .flat_map(|camera| (0..points.len()).map(move |point| (camera, point)))
        .map(|(camera, point)| Observation {
            camera,
            point,
            feature: reprojection_error(&cameras[camera], &points[point], 1.0, &[0.0, 0.0]),
        })
        .collect();
    let weights = vec![1.0; observations.len()];
    (
        Scene {
            cameras,
            points,
            weights,
        },
        observations,
    )
}

/// The scene with all points and all cameras but the first a little off.
fn disturbed(scene: &Scene) -> Scene {
    let mut disturbed = scene.clone();
    for (i, x) in disturbed.points.as_flattened_mut().iter_mut().enumerate() {
        *x += 0.1 * ((i as f64 * 7.0_f64.sqrt()).fract() - 0.5);
    }
    for (i, camera) in disturbed.cameras.iter_mut().enumerate().skip(1) {
        for (j, x) in camera[..6].iter_mut().enumerate() {
            *x += 0.04 * (((6 * i + j) as f64 * 11.0_f64.sqrt()).fract() - 0.5);
        }
    }
    disturbed
}

fn main() {
    let (scene, observations) = example();
    let start = disturbed(&scene);
    let jacobian = start.jacobian(&observations);
    println!(
        "{} residuals of {} parameters; the Jacobian has {} entries, {:.1} % of all",
        jacobian.rows(),
        jacobian.width,
        jacobian.values.len(),
        100.0 * jacobian.values.len() as f64 / (jacobian.rows() * jacobian.width) as f64,
    );
    let (_, costs) = start.adjusted(&observations, 16);
    for (step, cost) in costs.iter().enumerate() {
        let error = (cost / observations.len() as f64).sqrt();
        println!("after {step:2} steps the points are {error:.3e} pixels off");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jacobian_is_that_of_differences() {
        let (scene, observations) = example();
        let scene = disturbed(&scene);
        let jacobian = scene.jacobian(&observations);
        assert_eq!(jacobian.rows(), 3 * observations.len());
        // A direction that every column has a part in.
        let direction: Vec<f64> = (0..jacobian.width).map(|i| (i as f64).sin()).collect();
        let along = |h: f64| {
            let step: Vec<f64> = direction.iter().map(|x| h * x).collect();
            scene.moved(&step).residuals(&observations)
        };
        let h = 1e-6;
        let (up, down) = (along(h), along(-h));
        for ((up, down), slope) in up.iter().zip(&down).zip(jacobian.times(&direction)) {
            let difference = (up - down) / (2.0 * h);
            assert!(
                (difference - slope).abs() < 1e-6 * (1.0 + slope.abs()),
                "{difference} and {slope}"
            );
        }
    }

    #[test]
    fn a_camera_that_is_not_turned_has_finite_derivatives() {
        let (scene, _) = example();
        assert_eq!(scene.cameras[0][..3], [0.0; 3]);
        let (_, pullback) =
            reprojection_error_vjp(&scene.cameras[0], &scene.points[0], 1.0, &[0.0; 2]);
        let (camera_bar, ..) = pullback([1.0, 1.0]);
        assert!(camera_bar.iter().all(|x| x.is_finite()) && camera_bar[..3] != [0.0; 3]);
    }

    #[test]
    fn the_disturbed_scene_is_brought_back_to_what_was_seen() {
        let (scene, observations) = example();
        let (_, costs) = disturbed(&scene).adjusted(&observations, 16);
        let (first, last) = (costs[0], costs[costs.len() - 1]);
        assert!(first > 1.0 && last < 1e-12, "{costs:?}");
    }
}
