//! What is not written once for two types: what is written in place, generic functions, checkpoints, closures as
//! parameters, constants, special functions, and the companions under their names.

use ad_runtime::special::{erf, ln_gamma, norm_cdf};
use ad_runtime::{Series, constant, differentiate};
use ad_tests::{assert_close, assert_primal_bits};
use num_traits::Float;

type Power = Series<f64, 4>;

#[track_caller]
fn assert_series(actual: &Power, expected: [f64; 4]) {
    assert_close("series", "by hand", actual.coefficients(), &expected, 1e-14);
}

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
        assert_primal_bits("jvp_over", &value, &expected);
        for (dot, expected) in dots.iter().zip(tangent) {
            assert_close("jvp_over", "jvp", &[dot[lane]], &[expected], 1e-14);
        }
    }
}

#[differentiate]
fn step(at: &mut [f64], speed: &mut f64, time: f64) -> f64 {
    for i in 1..at.len() {
        at[i] = at[i] * at[i - 1] + *speed * time;
    }
    at[0] = time * time;
    *speed *= at[1];
    at[0] * *speed
}

#[differentiate]
fn steps(x: f64, time: f64) -> f64 {
    let mut at = vec![x, x * time];
    let mut speed = time;
    let first = step(&mut at, &mut speed, x);
    let second = step(&mut at, &mut speed, 2.0);
    first * second + at[1] * speed
}

#[test]
fn in_place() {
    let (at, at_dots) = ([0.7, 1.3], [[1.0, 0.0, 0.3], [0.5, 2.0, 0.0]]);
    let (speed, speed_dots) = (0.4, [0.0, 1.0, -0.5]);
    let (time, time_dots) = (0.2, [0.1, 0.0, 1.0]);
    let (mut values, mut dots) = (at, at_dots);
    let (mut last_speed, mut last_dots) = (speed, speed_dots);
    let (value, tangent) = step_jvp_over(
        &mut values,
        &mut last_speed,
        time,
        &mut dots,
        &mut last_dots,
        time_dots,
    );
    for lane in 0..3 {
        let (mut at, mut at_dot) = (at, at_dots.map(|dots| dots[lane]));
        let (mut speed, mut speed_dot) = (speed, speed_dots[lane]);
        let (expected, slope) = step_jvp(
            &mut at,
            &mut speed,
            time,
            &mut at_dot,
            &mut speed_dot,
            time_dots[lane],
        );
        assert_eq!((value, values, last_speed), (expected, at, speed));
        let actual = [tangent[lane], dots[0][lane], dots[1][lane], last_dots[lane]];
        let expected = [slope, at_dot[0], at_dot[1], speed_dot];
        assert_close("jvp_over", "jvp", &actual, &expected, 1e-14);
    }
}

/// With x = t and two steps, everything is a polynomial.
#[test]
fn in_place_along_a_curve() {
    // time = 1: at = [t, t], speed = 1: at = [t², t² + t], speed = t + t²: first = t³ + t⁴;
    // at = [4, (t² + t) t² + 2 (t + t²)], speed = (t + t²) (2 t + 2 t² + t³ + t⁴): second = 4 speed.
    // The sum: first second + at[1] speed, where at[1] = 2 t + 2 t² + t³ + t⁴.
    let (_, series) = steps_taylor::<6>(0.0, 1.0, Series::along(1.0), Series::along(0.0));
    // at[1] speed = (t + t²) (2 t + 2 t² + t³ + t⁴)² = 4 t³ + 12 t⁴ + 16 t⁵ + …
    // first second = 4 (t³ + t⁴) (2 t² + …) = 8 t⁵ + …
    let low = &series.coefficients()[..5];
    assert_close(
        "series",
        "by hand",
        low,
        &[0.0, 0.0, 4.0, 12.0, 24.0],
        1e-14,
    );
}

#[allow(clippy::needless_range_loop, reason = "indexing is what is tested")]
#[differentiate]
fn generic<const N: usize, T: Float>(x: [T; N]) -> T {
    let mut product = T::one();
    for i in 0..N {
        product = product * x[i].sin();
    }
    product
}

#[differentiate]
fn of_a_generic_one(x: f64, y: f64) -> f64 {
    generic::<3, f64>([x; 3]) * generic::<2, _>([y, y])
}

#[test]
fn explicit_type_arguments() {
    let dots = ([1.0, 0.0], [0.0, 1.0]);
    let (_, lanes) = of_a_generic_one_jvp_over(0.7, 1.3, dots.0, dots.1);
    let (x, y) = (0.7_f64, 1.3_f64);
    let expected = [
        3.0 * x.sin().powi(2) * x.cos() * y.sin().powi(2),
        2.0 * x.sin().powi(3) * y.sin() * y.cos(),
    ];
    assert_close("jvp_over", "by hand", &lanes, &expected, 1e-14);
    // sin³ t = t³ - t⁵/2 + …, sin² (π/2) = 1
    let quarter = std::f64::consts::FRAC_PI_2;
    let (_, series) =
        of_a_generic_one_taylor::<5>(0.0, quarter, Series::along(1.0), Series::along(0.0));
    let expected = [0.0, 0.0, 1.0, 0.0, -0.5];
    assert_close("series", "by hand", series.coefficients(), &expected, 1e-14);
    let (_, narrow) = generic_taylor::<3, f32, 5>([0.0; 3], [Series::along(1.0); 3]);
    let narrow = narrow.coefficients().map(f64::from);
    assert_close("series", "by hand", &narrow, &expected, 1e-6);
}

#[differentiate]
fn checkpointed(x: f64, r: f64, n: usize) -> f64 {
    let mut y = [x, r];
    #[checkpoint(3)]
    for _ in 0..n {
        let z = (y[0] * r).sin() + y[1];
        y[1] = y[0] * x;
        y[0] = z;
    }
    y[0] * y[1]
}

#[differentiate]
fn kept(x: f64, r: f64, n: usize) -> f64 {
    let mut y = [x, r];
    for _ in 0..n {
        let z = (y[0] * r).sin() + y[1];
        y[1] = y[0] * x;
        y[0] = z;
    }
    y[0] * y[1]
}

#[test]
fn checkpoints_change_nothing() {
    let curves = (Power::new([0.3, -0.1, 0.2, 1.0]), Power::along(-0.5));
    for n in 0..9 {
        let series = checkpointed_taylor(0.7, 1.3, n, curves.0, curves.1);
        assert_eq!(series, kept_taylor(0.7, 1.3, n, curves.0, curves.1));
        let (_, slope) = kept_jvp(0.7, 1.3, n, 0.3, -0.5);
        assert_close("order 1", "jvp", &[series.1[1]], &[slope], 1e-13);
    }
}

#[differentiate]
fn with_a_closure(x: f64, count: impl Fn(i32) -> i32, n: i32) -> f64 {
    let mut sum = 0.0;
    for i in 0..count(n) {
        sum += x.powi(i);
    }
    sum
}

#[test]
fn a_function_beside_what_is_differentiated() {
    // 1 + x + x² + x³ at 2
    let (value, series) = with_a_closure_taylor(2.0, |n| n + 1, 3, Power::along(1.0));
    assert!((value - 15.0).abs() < 1e-14);
    assert_series(&series, [17.0, 7.0, 1.0, 0.0]);
    let (_, lanes) = with_a_closure_jvp_over(2.0, |n| n + 1, 3, [1.0, -2.0]);
    assert_close("jvp_over", "by hand", &lanes, &[17.0, -34.0], 1e-14);
}

#[differentiate]
fn stopped(x: f64, y: f64) -> f64 {
    x * x * constant(x * y) * y
}

#[test]
fn what_is_constant_does_not_move() {
    // (2 + t)² · 6 · (3 + t) = 6 (12 + 16 t + 7 t² + t³)
    let (_, series) = stopped_taylor(2.0, 3.0, Power::along(1.0), Power::along(1.0));
    assert_series(&series, [96.0, 42.0, 6.0, 0.0]);
}

#[differentiate(wrt(y))]
fn with_respect_to(x: f64, y: f64, scale: &[f64]) -> f64 {
    x * y * y * scale[0]
}

#[differentiate]
fn beside_what_is_held(y: f64) -> f64 {
    with_respect_to(2.0, y, &[3.0])
}

#[test]
fn with_respect_to_some() {
    let (_, series) = with_respect_to_taylor(2.0, 1.0, &[3.0], Power::along(1.0));
    assert_series(&series, [12.0, 6.0, 0.0, 0.0]);
    let (_, series) = beside_what_is_held_taylor(1.0, Power::along(1.0));
    assert_series(&series, [12.0, 6.0, 0.0, 0.0]);
}

#[differentiate]
fn of_special_functions(x: f64, y: f64) -> f64 {
    erf(x * y) + norm_cdf(y) * ln_gamma(x)
}

/// Of functions with custom rules there are directions, and the first coefficient.
#[test]
fn special_functions() {
    let (x, y) = (2.3, 0.4);
    let (dots, lane) = (([1.0, 0.0, 0.3], [0.0, 1.0, -2.0]), |lane: usize| {
        let (x_dot, y_dot) = ([1.0, 0.0, 0.3][lane], [0.0, 1.0, -2.0][lane]);
        of_special_functions_jvp(x, y, x_dot, y_dot).1
    });
    let (_, lanes) = of_special_functions_jvp_over(x, y, dots.0, dots.1);
    let expected = [lane(0), lane(1), lane(2)];
    assert_close("jvp_over", "jvp", &lanes, &expected, 1e-14);
    let curves = (Series::along(0.3), Series::along(-2.0));
    let (_, series) = of_special_functions_taylor::<1>(x, y, curves.0, curves.1);
    assert_close(
        "order 1",
        "jvp",
        series.coefficients(),
        &expected[2..],
        1e-14,
    );
}

fn slope(x: f64) -> f64 {
    7.0 * x
}

/// Not its derivative: only the rule can have said so.
#[differentiate(partials = slope)]
fn ruled(x: f64) -> f64 {
    x
}

#[test]
fn the_first_coefficient_is_what_a_rule_says() {
    let (value, series) = ruled_taylor::<1>(2.0, Series::along(0.5));
    assert!((value - 2.0).abs() < 1e-15);
    assert_close("order 1", "the rule", series.coefficients(), &[7.0], 1e-15);
    let (_, lanes) = ruled_jvp_over(2.0, [1.0, 0.5]);
    assert_close("jvp_over", "the rule", &lanes, &[14.0, 7.0], 1e-15);
}

#[differentiate(name = "stem")]
pub(crate) fn named(r#match: &[f64], series: f64) -> f64 {
    r#match[0] * series
}

#[test]
fn names_of_companions() {
    let dots = ([Power::along(1.0)], Power::along(1.0));
    let (_, series) = stem_taylor(&[2.0], 3.0, &dots.0, dots.1);
    assert_series(&series, [5.0, 1.0, 0.0, 0.0]);
    let (_, lanes) = stem_jvp_over(&[2.0], 3.0, &[[1.0, 0.0]], [0.0, 1.0]);
    assert_close("jvp_over", "by hand", &lanes, &[3.0, 2.0], 1e-15);
}
