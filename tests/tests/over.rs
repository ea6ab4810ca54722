//! Forward mode over other scalars: several directions at once.

use ad_runtime::differentiate;
use approx::assert_relative_eq;

#[differentiate]
fn reprojection(camera: [f64; 3], point: [f64; 2]) -> [f64; 4] {
    let r = point[0] * point[0] + point[1] * point[1];
    let scale = camera[2] * (1.0 + camera[0] * r + camera[1] * r * r);
    [
        scale * point[0],
        scale * point[1],
        (scale / r).ln(),
        r.sqrt(),
    ]
}

#[test]
fn lanes_are_directions() {
    let (camera, point) = ([0.1, -0.02, 1.5], [0.7, -0.4]);
    let camera_dots = [[1.0, 0.0, 0.3], [0.0, 2.0, -1.0], [0.5, 0.1, 0.0]];
    let point_dots = [[0.0, 1.0, 1.0], [1.0, 0.0, -0.5]];
    let (value, dots) = reprojection_jvp_over(camera, point, camera_dots, point_dots);
    for lane in 0..3 {
        let camera_dot = camera_dots.map(|dots| dots[lane]);
        let point_dot = point_dots.map(|dots| dots[lane]);
        let (expected, tangent) = reprojection_jvp(camera, point, camera_dot, point_dot);
        assert_eq!(value, expected);
        for (dot, expected) in dots.iter().zip(tangent) {
            assert_relative_eq!(dot[lane], expected, max_relative = 1e-14);
        }
    }
}

mod taylor {
    use ad_runtime::{Series, differentiate};
    use approx::assert_relative_eq;

    #[differentiate]
    fn geometric(x: f64) -> f64 {
        1.0 / (1.0 - x)
    }

    #[test]
    fn of_a_quotient() {
        let (value, series) = geometric_taylor::<20>(0.0, Series::along(1.0));
        assert_eq!(value, 1.0);
        assert_eq!(series.coefficients(), &[1.0; 20]);
    }

    #[differentiate]
    fn wave(x: &[f64], t: f64) -> f64 {
        let mut sum = 0.0;
        for (i, a) in x.iter().enumerate() {
            sum += a * (t * (i + 1) as f64).sin() + (t / a).exp();
        }
        sum
    }

    /// Derivatives along t: aₖ (k+1)ⁿ sin⁽ⁿ⁾ + exp/aₖⁿ.
    #[test]
    fn of_a_loop() {
        let (x, t) = ([0.5, -1.25, 2.0], 0.3);
        let zeros = [Series::along(0.0); 3];
        let (value, series) = wave_taylor::<12>(&x, t, &zeros, Series::along(1.0));
        assert_eq!(value, wave(&x, t));
        let mut factorial = 1.0;
        for n in 1..=12 {
            factorial *= n as f64;
            let terms = x.iter().enumerate().map(|(i, a)| {
                let k = (i + 1) as f64;
                let phase = t * k + n as f64 * std::f64::consts::FRAC_PI_2;
                a * k.powi(n) * phase.sin() + (t / a).exp() / a.powi(n)
            });
            let expected: f64 = terms.sum::<f64>() / factorial;
            assert_relative_eq!(series[n as usize], expected, max_relative = 1e-12);
        }
    }
}
