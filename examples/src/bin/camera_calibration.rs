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
use nalgebra::{DMatrix, DVector, Dyn, storage::Owned};

/// What is inside the camera: focal lengths and principal point in pixels, and the distortion by r² and r⁴.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Camera {
    focal: [f64; 2],
    center: [f64; 2],
    distortion: [f64; 2],
}

/// Where the board is: a rotation by its axis times the angle, and the way from the camera.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Pose {
    rotation: [f64; 3],
    translation: [f64; 3],
}

const INSIDE: usize = 6;
const OF_POSE: usize = 6;

impl Pose {
    /// A point of the board as the camera has it, by the formula of Rodrigues.
    #[differentiate(wrt(self))]
    fn placed(&self, point: [f64; 2]) -> [f64; 3] {
        let [a, b, c] = self.rotation;
        let angle = (a * a + b * b + c * c).sqrt();
        let (sine, cosine) = angle.sin_cos();
        let axis = [a / angle, b / angle, c / angle];
        let along = (axis[0] * point[0] + axis[1] * point[1]) * (1.0 - cosine);
        [
            point[0] * cosine - axis[2] * point[1] * sine + axis[0] * along + self.translation[0],
            point[1] * cosine + axis[2] * point[0] * sine + axis[1] * along + self.translation[1],
            (axis[0] * point[1] - axis[1] * point[0]) * sine
                + axis[2] * along
                + self.translation[2],
        ]
    }

    fn of(numbers: &[f64]) -> Self {
        let at = |i: usize| numbers[i];
        Pose {
            rotation: [at(0), at(1), at(2)],
            translation: [at(3), at(4), at(5)],
        }
    }
}

impl Camera {
    /// The pixel at which a point of the board appears.
    #[differentiate(wrt(self, pose))]
    fn sees(&self, pose: &Pose, point: [f64; 2]) -> [f64; 2] {
        let [x, y, z] = pose.placed(point);
        let (u, v) = (x / z, y / z);
        let r2 = u * u + v * v;
        let stretch = 1.0 + r2 * (self.distortion[0] + r2 * self.distortion[1]);
        [
            self.focal[0] * u * stretch + self.center[0],
            self.focal[1] * v * stretch + self.center[1],
        ]
    }

    fn of(numbers: &[f64]) -> Self {
        let at = |i: usize| numbers[i];
        Camera {
            focal: [at(0), at(1)],
            center: [at(2), at(3)],
            distortion: [at(4), at(5)],
        }
    }
}

/// The corners of the squares of the board, in centimetres.
fn board() -> Vec<[f64; 2]> {
    let corner = |i: u32| [3.0 * f64::from(i % 9) - 12.0, 3.0 * f64::from(i / 9) - 9.0];
    (0..63).map(corner).collect()
}

/// The pictures, and what is guessed of the camera and of the poses.
struct Calibration {
    board: Vec<[f64; 2]>,
    pictures: Vec<Vec<[f64; 2]>>,
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
    fn observations(&self) -> impl Iterator<Item = (usize, [f64; 2], [f64; 2])> {
        let pictures = self.pictures.iter().enumerate();
        pictures.flat_map(|(picture, seen)| {
            let corners = self.board.iter().zip(seen);
            corners.map(move |(point, seen)| (picture, *point, *seen))
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
            let [x, y] = camera.sees(&self.pose(picture), point);
            [x - seen[0], y - seen[1]]
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
            for (row, seed) in [[1.0, 0.0], [0.0, 1.0]].into_iter().enumerate() {
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
    focal: [812.0, 806.0],
    center: [322.0, 244.0],
    distortion: [-0.23, 0.11],
};

const POSES: [Pose; 4] = [
    Pose {
        rotation: [0.4, -0.1, 0.05],
        translation: [1.0, -2.0, 42.0],
    },
    Pose {
        rotation: [-0.3, 0.5, -0.1],
        translation: [-3.0, 1.0, 46.0],
    },
    Pose {
        rotation: [0.2, 0.6, 0.3],
        translation: [2.0, 2.0, 40.0],
    },
    Pose {
        rotation: [-0.5, -0.4, 0.1],
        translation: [0.0, -1.0, 44.0],
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
            .map(|point| TRUTH.sees(&pose, *point).map(&mut noisy));
        seen.collect()
    });
    let mut guess = vec![700.0, 700.0, 320.0, 240.0, 0.0, 0.0];
    for pose in POSES {
        let rough = pose
            .rotation
            .map(|angle| (angle * 5.0).round() / 5.0 + 0.01);
        guess.extend(rough);
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
            for (found, truth) in found.iter().zip(truth) {
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
        check_gradient!(several Camera::sees(&TRUTH, &POSES[1], const [6.0, -3.0]));
    }

    #[test]
    fn a_quarter_turn_is_one() {
        let pose = Pose {
            rotation: [0.0, 0.0, std::f64::consts::FRAC_PI_2],
            translation: [0.0, 0.0, 10.0],
        };
        for (placed, expected) in pose.placed([1.0, 0.0]).iter().zip([0.0, 1.0, 10.0]) {
            assert!((placed - expected).abs() < 1e-15);
        }
    }
}
