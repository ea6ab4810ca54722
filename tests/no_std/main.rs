//! A program without `std`, `alloc` and an allocator, checked by its exit status: see `tests/tests/no_std.rs`.
//!
//! Its own panic handler is the proof that `std` is nowhere among its dependencies, for `std` brings
//! one too, and two of them are a compile error; so is `alloc` without a global allocator.

#![no_std]
#![no_main]
#![allow(clippy::float_cmp, reason = "companions agree to the last bit")]
#![allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "references are what is tested"
)]
#![allow(
    clippy::cast_possible_truncation,
    reason = "numbers are wanted in either precision"
)]

use core::f64::consts::PI;
use core::ffi::{c_int, c_void};
use core::fmt::{self, Debug, Write};
use core::panic::PanicInfo;

use ad_runtime::special::{erf, norm_cdf, norm_pdf};
use ad_runtime::{constant, differentiate};
// The float functions of `std` by another way: `x.sin()` is a method of this trait.
use num_traits::Float;

#[link(name = "c")]
unsafe extern "C" {
    safe fn abort() -> !;
    fn write(file: c_int, bytes: *const c_void, length: usize) -> isize;
}

struct Stderr;

impl Write for Stderr {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // SAFETY: the pointer and the length are those of one string.
        let written = unsafe { write(2, text.as_ptr().cast(), text.len()) };
        if written < 0 { Err(fmt::Error) } else { Ok(()) }
    }
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    let _ = writeln!(Stderr, "{info}");
    abort()
}

// What unwinding would call: `core` comes compiled for it, though a program that aborts never does.
// SAFETY: `std` has the only other function of this name.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

// SAFETY: no other function of the program has this name.
#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    scalars();
    rules_of_maps();
    generic_functions();
    arrays();
    slices();
    calls();
    custom_rules();
    special_functions();
    second_derivatives();
    0
}

/// Asserts that two numbers agree to a few digits less than the type has.
#[track_caller]
fn assert_near<T: Float + Debug>(actual: T, expected: T) {
    let tolerance = T::epsilon() * T::from(8).unwrap() * expected.abs().max(T::one());
    assert!(
        (actual - expected).abs() <= tolerance,
        "{actual:?} is not {expected:?}"
    );
}

#[differentiate]
fn wave(x: f64, y: f64) -> f64 {
    let z = x * y;
    z.sin() * x + (x / y).exp().sqrt() - x.powi(3) * y.abs().ln()
}

fn scalars() {
    let (x, y) = (0.7, 1.3);
    let root = (x / y).exp().sqrt();
    let x_bar = (x * y).cos() * y * x + (x * y).sin() + root / (2.0 * y) - 3.0 * x * x * y.ln();
    let y_bar = (x * y).cos() * x * x - root * x / (2.0 * y * y) - x * x * x / y;

    let (gradient_x, gradient_y) = wave_grad(x, y);
    assert_near(gradient_x, x_bar);
    assert_near(gradient_y, y_bar);

    let (value, derivative) = wave_jvp(x, y, 2.0, -3.0);
    assert_eq!(value, wave(x, y));
    assert_near(derivative, 2.0 * x_bar - 3.0 * y_bar);

    let (value, pullback) = wave_vjp(x, y);
    assert_eq!(value, wave(x, y));
    assert_eq!(pullback(1.0), wave_value_and_grad(x, y).1);
    assert_near(pullback(-2.0).1, -2.0 * y_bar);

    let (mut into_x, mut into_y) = (0.0, 0.0);
    assert_eq!(wave_grad_into(x, y, &mut into_x, &mut into_y), value);
    assert_eq!((into_x, into_y), (gradient_x, gradient_y));
}

#[differentiate]
fn growth<T: Float>(x: T, rate: T) -> T {
    x.exp2() * rate.tanh() + x.cbrt() * constant(rate)
}

fn generic_functions() {
    fn check<T: Float + Debug>(number: impl Fn(f64) -> T) {
        let (x, rate) = (number(1.5), number(0.25));
        let (x_bar, rate_bar) = growth_grad(x, rate);
        let ln_2 = number(core::f64::consts::LN_2);
        let expected = ln_2 * x.exp2() * rate.tanh() + rate * x.cbrt() / (number(3.0) * x);
        assert_near(x_bar, expected);
        assert_near(rate_bar, x.exp2() * (number(1.0) - rate.tanh().powi(2)));
        assert_near(
            growth_jvp(x, rate, number(1.0), number(2.0)).1,
            x_bar + number(2.0) * rate_bar,
        );
    }
    check(|number| number);
    check(|number| number as f32);
}

#[differentiate]
fn transform(matrix: [[f32; 2]; 2], point: &[f32; 2]) -> [f32; 2] {
    let mut image = [0.0; 2];
    image[0] = matrix[0][0] * point[0] + matrix[0][1] * point[1];
    image[1] = matrix[1][0] * point[0] + matrix[1][1] * point[1];
    image[1] *= point[0].hypot(point[1]);
    image
}

#[differentiate(wrt(weights))]
fn loss(weights: [f64; 3], inputs: &[f64], target: f64) -> f64 {
    let prediction = weights[0] * inputs[0] + weights[1] * inputs[1] + weights[2];
    (prediction.tanh() - target).powi(2)
}

fn arrays() {
    let (matrix, point) = ([[1.0, 2.0], [-3.0, 0.5]], [3.0, 4.0]);
    let (image, pullback) = transform_vjp(matrix, &point);
    assert_eq!(image, [11.0, -35.0]);
    let (matrix_bar, point_bar) = pullback([0.0, 1.0]);
    assert_eq!(matrix_bar, [[0.0, 0.0], [15.0, 20.0]]);
    // (−3, ½) · 5 − 7 · (3, 4) / 5
    assert_near(point_bar[0], -19.2);
    assert_near(point_bar[1], -3.1);
    let (_, image_dot) = transform_jvp(matrix, &point, [[0.0; 2]; 2], &[1.0, 0.0]);
    assert_near(image_dot[0], 1.0);
    assert_near(image_dot[1], -19.2);

    let gradient = loss_grad([0.0; 3], &[1.0, 2.0], 0.5);
    assert_eq!(gradient, [-1.0, -2.0, -1.0]);
}

#[differentiate]
fn ends(a: &[f64], scale: f64) -> f64 {
    scale * a[0] * a[a.len() - 1].sin()
}

#[differentiate(reverse)]
fn middle(x: f64, y: f64) -> f64 {
    x * ends(&[y, 1.0, x], 3.0)
}

fn slices() {
    let a = [2.0, 7.0, 0.5];
    let (sin, cos) = (0.5.sin(), 0.5.cos());

    let (value, derivative) = ends_jvp(&a, 3.0, &[0.0, 1.0, 2.0], -1.0);
    assert_eq!(value, ends(&a, 3.0));
    assert_near(derivative, 12.0 * cos - 2.0 * sin);

    let (mut a_bar, mut scale_bar) = ([f64::NAN; 3], f64::NAN);
    assert_eq!(ends_grad_into(&a, 3.0, &mut a_bar, &mut scale_bar), value);
    assert_near(a_bar[0], 3.0 * sin);
    assert_near(a_bar[1], 0.0);
    assert_near(a_bar[2], 6.0 * cos);
    assert_near(scale_bar, 2.0 * sin);

    let (x_bar, y_bar) = middle_grad(0.5, 2.0);
    assert_near(x_bar, 6.0 * sin + 3.0 * cos);
    assert_near(y_bar, 1.5 * sin);
}

/// What takes a `Vec`.
#[cfg(feature = "refused")]
mod refused {
    use super::ends_grad;

    fn gradient() {
        let _ = ends_grad(&[1.0], 2.0);
    }

    fn product() {
        let _ = super::curved_ends_hvp(&[1.0], 2.0, &[1.0], 0.0);
    }

    #[super::differentiate(forward)]
    fn call(x: f64) -> f64 {
        x * super::ends(&[x, 1.0], 3.0)
    }
}

fn radius(point: [f64; 2]) -> f64 {
    point[0].hypot(point[1])
}

mod geometry {
    use num_traits::Float;

    #[ad_runtime::differentiate]
    pub fn polar(point: &[f64; 2]) -> (f64, f64) {
        (point[0].hypot(point[1]), point[1].atan2(point[0]))
    }

    #[ad_runtime::differentiate]
    pub fn area(radius: f32, angle: f32) -> f32 {
        0.5 * radius.powi(2) * (angle - angle.sin())
    }
}

#[differentiate]
fn spiral(x: f64, y: f64) -> f64 {
    let (r, angle) = geometry::polar(&[x, y]);
    r * (r + angle).cos()
}

#[differentiate]
fn segment(x: f32) -> f32 {
    geometry::area(x, x * x)
}

fn calls() {
    let (x, y) = (0.6, -0.8);
    let (r, angle) = (radius([x, y]), y.atan2(x));
    let r_bar = (r + angle).cos() - r * (r + angle).sin();
    let angle_bar = -r * (r + angle).sin();
    let (x_bar, y_bar) = spiral_grad(x, y);
    assert_near(x_bar, r_bar * x / r - angle_bar * y / (r * r));
    assert_near(y_bar, r_bar * y / r + angle_bar * x / (r * r));
    assert_near(spiral_jvp(x, y, 0.0, 1.0).1, y_bar);

    let x = 1.2_f32;
    let angle = x * x;
    let expected = x * (angle - angle.sin()) + x * angle * (1.0 - angle.cos());
    assert_near(segment_grad(x), expected);
    assert_near(segment_jvp(x, 1.0).1, expected);
}

/// ∫₀ˣ sin(t²) dt by its series, whose derivative is not that of the series.
#[differentiate(partials = fresnel_partial)]
fn fresnel(x: f64) -> f64 {
    let square = x * x;
    let (mut term, mut sum) = (x * square, 0.0);
    for n in 0..20 {
        sum += term / f64::from(4 * n + 3);
        term *= -square * square / f64::from((2 * n + 2) * (2 * n + 3));
    }
    sum
}

fn fresnel_partial(x: f64) -> f64 {
    (x * x).sin()
}

#[differentiate]
fn diffracted(x: f64) -> f64 {
    fresnel(x * x)
}

fn custom_rules() {
    assert_near(fresnel(1.0), 0.310_268_301_723_381_1);
    assert_eq!(fresnel_grad(0.9), 0.81.sin());
    assert_near(diffracted_grad(0.9), 1.8 * 0.9.powi(4).sin());
}

#[differentiate]
fn call_option(spot: f64, volatility: f64) -> f64 {
    let d = (spot / 100.0).ln() / volatility + 0.5 * volatility;
    spot * norm_cdf(d) - 100.0 * norm_cdf(d - volatility)
}

#[differentiate]
fn error_function(x: f32) -> f32 {
    erf(x)
}

fn special_functions() {
    let (spot, volatility) = (105.0, 0.2);
    let d = (spot / 100.0).ln() / volatility + 0.5 * volatility;
    let (delta, vega) = call_option_grad(spot, volatility);
    assert_near(delta, norm_cdf(d));
    assert_near(vega, spot * norm_pdf(d));
    assert_near(
        error_function_grad(0.5),
        (2.0 / PI.sqrt() * (-0.25).exp()) as f32,
    );
}

#[differentiate(order = 2)]
fn potential(x: &[f64; 3], scale: f64) -> f64 {
    ((x[0] * x[1]).sin() + (x[1] * x[2]).sin()) * scale
}

#[differentiate(order = 2)]
fn chain(x: [f64; 3]) -> f64 {
    potential(&x, x[0]) * erf(x[2])
}

#[differentiate(order = 2)]
fn curved<T: Float>(x: T, y: T) -> T {
    x.hypot(y) * x.powf(y)
}

/// Forward mode needs no `Vec`.
#[differentiate(order = 2)]
fn curved_ends(a: &[f64], scale: f64) -> f64 {
    scale * a[0] * a[a.len() - 1].sin()
}

fn second_derivatives() {
    const STEP: f64 = 1e-5;
    let x = [0.7, 1.3, -0.4];
    let hessian = chain_hessian(x);
    for (column, unit) in [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]].into_iter().enumerate() {
        let (gradient, product) = chain_grad_and_hvp(x, unit);
        assert_eq!(product, chain_hvp(x, unit));
        let (mut above, mut below) = (x, x);
        above[column] += STEP;
        below[column] -= STEP;
        let (above, below) = (chain_grad(above), chain_grad(below));
        for row in 0..3 {
            assert_near(gradient[row], chain_grad(x)[row]);
            assert_near(hessian[row][column], product[row]);
            let quotient = (above[row] - below[row]) / (2.0 * STEP);
            assert!((product[row] - quotient).abs() < 1e-8);
        }
    }
    let [[xx, xy], [yx, yy]] = curved_hessian(0.7, 1.3);
    assert_eq!(xy, yx);
    assert_near(curved_hvp(0.7, 1.3, 2.0, 1.0).0, 2.0 * xx + xy);
    assert_near(curved_hvp(0.7, 1.3, 0.0, 1.0).1, yy);
    assert_eq!(curved_ends_jvp(&[2.0, 0.0], 3.0, &[0.0, 1.0], 0.0).1, 6.0);
}

fn turned_forward(x: [f64; 2], angle: f64, x_dot: [f64; 2], angle_dot: f64) -> ([f64; 2], [f64; 2]) {
    let (y, across) = (turned(x, angle), turned(x_dot, angle));
    (y, [across[0] - y[1] * angle_dot, across[1] + y[0] * angle_dot])
}

fn turned_reverse(x: [f64; 2], angle: f64) -> ([f64; 2], impl Fn([f64; 2]) -> ([f64; 2], f64)) {
    let y = turned(x, angle);
    (y, move |seed| (turned(seed, -angle), y[0] * seed[1] - y[1] * seed[0]))
}

#[differentiate(jvp = turned_forward, vjp = turned_reverse)]
fn turned(x: [f64; 2], angle: f64) -> [f64; 2] {
    let (sine, cosine) = angle.sin_cos();
    [cosine * x[0] - sine * x[1], sine * x[0] + cosine * x[1]]
}

fn scaled_forward(x: &mut [f64; 2], by: f64, x_dot: &mut [f64; 2], by_dot: f64) -> ((), ()) {
    *x_dot = [0, 1].map(|i| x_dot[i] * by + x[i] * by_dot);
    scaled(x, by);
    ((), ())
}

fn scaled_reverse(x: &mut [f64; 2], by: f64) -> ((), impl Fn(&mut [f64; 2]) -> f64) {
    let old = *x;
    scaled(x, by);
    let pullback = move |x_bar: &mut [f64; 2]| {
        let by_bar = old[0] * x_bar[0] + old[1] * x_bar[1];
        scaled(x_bar, by);
        by_bar
    };
    ((), pullback)
}

#[differentiate(jvp = scaled_forward, vjp = scaled_reverse)]
fn scaled(x: &mut [f64; 2], by: f64) {
    *x = x.map(|x| x * by);
}

#[differentiate]
fn along(x: [f64; 2], angle: f64) -> f64 {
    let mut y = turned(x, angle);
    scaled(&mut y, angle);
    y[0] * y[1]
}

fn sum_forward(x: &[f64], x_dot: &[f64]) -> (f64, f64) {
    (sum_of(x), sum_of(x_dot))
}

/// What a rule for reverse mode would return takes an allocator.
#[differentiate(jvp = sum_forward)]
fn sum_of(x: &[f64]) -> f64 {
    x.iter().sum()
}

fn overwritten_forward(x: &mut [f64], x_dot: &mut [f64]) -> (f64, f64) {
    let (old, old_dot) = (x[0], x_dot[0]);
    (x[0], x_dot[0]) = (1.0, 0.0);
    (old, old_dot)
}

#[differentiate(jvp = overwritten_forward)]
fn overwritten(x: &mut [f64]) -> f64 {
    core::mem::replace(&mut x[0], 1.0)
}

fn rules_of_maps() {
    let (x, angle) = ([2.0, 1.0], 0.5);
    let (value, (x_bar, angle_bar)) = along_value_and_grad(x, angle);
    let y = turned(x, angle).map(|y| y * angle);
    assert_eq!(value, y[0] * y[1]);
    let (_, slope) = along_jvp(x, angle, [0.3, -0.2], 0.7);
    assert_near(slope, 0.3 * x_bar[0] - 0.2 * x_bar[1] + 0.7 * angle_bar);
    let by_angle = 2.0 * value / angle + y[0] * y[0] - y[1] * y[1];
    assert_near(angle_bar, by_angle);
    let (by_x, _) = turned_jacobian(x, 0.0);
    assert_eq!(by_x, [[1.0, 0.0], [0.0, 1.0]]);
    assert_eq!(sum_of_jvp(&[1.0, 2.0], &[0.5, 0.25]), (3.0, 0.75));
    let (mut x, mut x_dot) = ([3.0, 2.0], [0.5, 0.0]);
    assert_eq!(overwritten_jvp(&mut x, &mut x_dot), (3.0, 0.5));
    assert_eq!((x, x_dot), ([1.0, 2.0], [0.0, 0.0]));
}
