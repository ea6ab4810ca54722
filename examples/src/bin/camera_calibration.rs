//! A camera, calibrated by pictures of a board: Levenberg–Marquardt on what a pinhole camera sees.
//!
//! The model and the procedure are those of Z. Zhang, "A Flexible New Technique for Camera Calibration", IEEE Transactions
//! on Pattern Analysis and Machine Intelligence 22 (2000), 1330–1334: a flat board of known points is seen from several
//! sides; focal lengths, principal point, radial distortion and the pose of the board in every picture follow from where
//! the points appear. The pictures here are computed, with noise of a known size, so that the truth is known.
//!
//! `cargo run -p ad-examples --bin camera_calibration`

use ad_runtime::{Differentiable, differentiate};
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Vector2, Vector3, storage::Owned};

/// What is inside the camera: focal lengths and principal point in pixels, and the distortion by r² and r⁴.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Camera {
    focal: Vector2<f64>,
    center: Vector2<f64>,
    distortion: Vector2<f64>,
}

/// Where the board is: a rotation by its axis times the angle, and the way from the camera.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Pose {
    rotation: Vector3<f64>,
    translation: Vector3<f64>,
}

const INSIDE: usize = 6;
const OF_POSE: usize = 6;

impl Pose {
    /// A point of the board as the camera has it, by the formula of Rodrigues.
    #[differentiate(wrt(self))]
    fn placed(&self, point: &Vector3<f64>) -> Vector3<f64> {
        let (rotation, translation): (Vector3<f64>, Vector3<f64>) =
            (self.rotation, self.translation);
        let angle = rotation.norm();
        let axis = rotation / angle;
        let (sine, cosine) = angle.sin_cos();
        let along = axis * (axis.dot(point) * (1.0 - cosine));
        point * cosine + axis.cross(point) * sine + along + translation
    }

    fn of(numbers: &[f64]) -> Self {
        Pose {
            rotation: Vector3::from_column_slice(&numbers[..3]),
            translation: Vector3::from_column_slice(&numbers[3..6]),
        }
    }
}

impl Camera {
    /// The pixel at which a point of the board appears.
    #[differentiate(wrt(self, pose))]
    fn sees(&self, pose: &Pose, point: &Vector3<f64>) -> Vector2<f64> {
        let (focal, center): (Vector2<f64>, Vector2<f64>) = (self.focal, self.center);
        let place: Vector3<f64> = pose.placed(point);
        let image = Vector2::new(place.x / place.z, place.y / place.z);
        let r2 = image.norm_squared();
        let stretch = 1.0 + r2 * (self.distortion.x + r2 * self.distortion.y);
        focal.component_mul(&image) * stretch + center
    }

    fn of(numbers: &[f64]) -> Self {
        Camera {
            focal: Vector2::from_column_slice(&numbers[..2]),
            center: Vector2::from_column_slice(&numbers[2..4]),
            distortion: Vector2::from_column_slice(&numbers[4..6]),
        }
    }
}

/// The corners of the squares of the board, in centimetres.
fn board() -> Vec<Vector3<f64>> {
    let corner = |i: u32| {
        Vector3::new(
            3.0 * f64::from(i % 9) - 12.0,
            3.0 * f64::from(i / 9) - 9.0,
            0.0,
        )
    };
    (0..63).map(corner).collect()
}

/// The pictures, and what is guessed of the camera and of the poses.
struct Calibration {
    board: Vec<Vector3<f64>>,
    pictures: Vec<Vec<Vector2<f64>>>,
    parameters: DVector<f64>,
}

impl Calibration {
    fn camera(&self) -> Camera {
        Camera::of(self.parameters.as_slice())
    }

    fn pose(&self, picture: usize) -> Pose {
        Pose::of(&self.parameters.as_slice()[INSIDE + OF_POSE * picture..])
    }

    /// Every corner of every picture: the picture, the point of the board and where it is seen.
    fn observations(&self) -> impl Iterator<Item = (usize, &Vector3<f64>, &Vector2<f64>)> {
        let pictures = self.pictures.iter().enumerate();
        pictures.flat_map(|(picture, seen)| {
            let corners = self.board.iter().zip(seen);
            corners.map(move |(point, seen)| (picture, point, seen))
        })
    }

    fn rows(&self) -> usize {
        2 * self.board.len() * self.pictures.len()
    }
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Calibration {
    type ParameterStorage = Owned<f64, Dyn>;
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;

    fn set_params(&mut self, parameters: &DVector<f64>) {
        self.parameters.copy_from(parameters);
    }

    fn params(&self) -> DVector<f64> {
        self.parameters.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        let camera = self.camera();
        let residuals = self.observations().flat_map(|(picture, point, seen)| {
            let missed = camera.sees(&self.pose(picture), point) - seen;
            [missed.x, missed.y]
        });
        Some(DVector::from_iterator(self.rows(), residuals))
    }

    /// Two rows for each corner, by the pullback of where it is seen.
    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let camera = self.camera();
        let mut jacobian = DMatrix::zeros(self.rows(), self.parameters.len());
        for (corner, (picture, point, _)) in self.observations().enumerate() {
            let pose = self.pose(picture);
            let (_, pullback) = camera.sees_vjp(&pose, point);
            for (row, seed) in [Vector2::x(), Vector2::y()].into_iter().enumerate() {
                let (camera, pose) = pullback(seed);
                let inside = [camera.focal, camera.center, camera.distortion];
                let of_pose = [pose.rotation, pose.translation];
                let row = 2 * corner + row;
                for (col, value) in inside.iter().flatten().enumerate() {
                    jacobian[(row, col)] = *value;
                }
                for (col, value) in of_pose.iter().flatten().enumerate() {
                    jacobian[(row, INSIDE + OF_POSE * picture + col)] = *value;
                }
            }
        }
        Some(jacobian)
    }
}

const TRUTH: Camera = Camera {
    focal: Vector2::new(812.0, 806.0),
    center: Vector2::new(322.0, 244.0),
    distortion: Vector2::new(-0.23, 0.11),
};

const POSES: [Pose; 4] = [
    Pose {
        rotation: Vector3::new(0.4, -0.1, 0.05),
        translation: Vector3::new(1.0, -2.0, 42.0),
    },
    Pose {
        rotation: Vector3::new(-0.3, 0.5, -0.1),
        translation: Vector3::new(-3.0, 1.0, 46.0),
    },
    Pose {
        rotation: Vector3::new(0.2, 0.6, 0.3),
        translation: Vector3::new(2.0, 2.0, 40.0),
    },
    Pose {
        rotation: Vector3::new(-0.5, -0.4, 0.1),
        translation: Vector3::new(0.0, -1.0, 44.0),
    },
];

/// Pixels between −1 and 1 that look like chance: a sequence of Weyl.
fn chance(number: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "numbers are small")]
    let turns = (number as f64 + 1.0) * 0.618_033_988_749_894_9;
    2.0 * turns.fract() - 1.0
}

/// The pictures that the true camera takes, with so many pixels of noise, and a rough guess.
fn calibration(noise: f64) -> Calibration {
    let board = board();
    let mut numbers = 0..;
    let mut noisy = |pixel: f64| pixel + noise * numbers.next().map_or(0.0, chance);
    let pictures = POSES.map(|pose| {
        let seen = board
            .iter()
            .map(|point| TRUTH.sees(&pose, point).map(&mut noisy));
        seen.collect()
    });
    let mut guess = vec![700.0, 700.0, 320.0, 240.0, 0.0, 0.0];
    for pose in POSES {
        let rough = pose
            .rotation
            .map(|angle| (angle * 5.0).round() / 5.0 + 0.01);
        guess.extend(rough.iter());
        guess.extend([0.0, 0.0, 40.0]);
    }
    Calibration {
        board,
        pictures: pictures.into(),
        parameters: DVector::from_vec(guess),
    }
}

fn calibrated(noise: f64) -> (Calibration, usize) {
    let (calibration, report) = LevenbergMarquardt::new().minimize(calibration(noise));
    assert!(
        report.termination.was_successful(),
        "{:?}",
        report.termination
    );
    (calibration, report.number_of_evaluations)
}

fn main() {
    for noise in [0.0, 0.1, 0.5] {
        let (calibration, evaluations) = calibrated(noise);
        let Camera {
            focal,
            center,
            distortion,
        } = calibration.camera();
        let residuals = calibration.residuals().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "there are some hundreds")]
        let error = residuals.norm() / (residuals.len() as f64).sqrt();
        println!("noise up to {noise} pixels: {evaluations} evaluations, error {error:.2e} pixels");
        println!("  focal lengths {:.3} {:.3}", focal[0], focal[1]);
        println!("  principal point {:.3} {:.3}", center[0], center[1]);
        println!("  distortion {:.5} {:.5}", distortion[0], distortion[1]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ad_runtime::check_gradient;

    #[test]
    fn without_noise_the_camera_is_found() {
        let (calibration, _) = calibrated(0.0);
        let found = calibration.camera();
        let pairs = [
            (found.focal, TRUTH.focal, 1e-6),
            (found.center, TRUTH.center, 1e-6),
            (found.distortion, TRUTH.distortion, 1e-8),
        ];
        for (found, truth, bound) in pairs {
            for (found, truth) in found.iter().zip(&truth) {
                assert!((found - truth).abs() < bound, "{found}, not {truth}");
            }
        }
    }

    #[test]
    fn half_a_pixel_of_noise_moves_it_a_little() {
        let (calibration, _) = calibrated(0.5);
        let found = calibration.camera();
        assert!((found.focal[0] - TRUTH.focal[0]).abs() < 5.0, "{found:?}");
        assert!(
            (found.distortion[0] - TRUTH.distortion[0]).abs() < 0.05,
            "{found:?}"
        );
        let residuals = calibration.residuals().unwrap_or_default();
        assert!(residuals.amax() < 1.0);
    }

    #[test]
    fn the_rows_are_gradients() {
        let point = Vector3::new(6.0, -3.0, 0.0);
        check_gradient!(several Camera::sees(&TRUTH, &POSES[1], const &point));
    }

    #[test]
    fn a_quarter_turn_is_one() {
        let pose = Pose {
            rotation: Vector3::new(0.0, 0.0, std::f64::consts::FRAC_PI_2),
            translation: Vector3::new(0.0, 0.0, 10.0),
        };
        for (placed, expected) in pose.placed(&Vector3::x()).iter().zip([0.0, 1.0, 10.0]) {
            assert!((placed - expected).abs() < 1e-15);
        }
    }
}
