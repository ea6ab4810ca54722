//! A spring that is not linear, found by how long its swings take.
//!
//! Three methods are written once, for any function: the roots of one by Newton, the integral of one by Simpson, and the
//! motion that one describes by Runge and Kutta. Whoever calls them passes a closure over what is not known, and has
//! derivatives by it: the stiffness of the spring comes in by what the closures capture.
//!
//! `cargo run --release -p ad-examples --bin swinging`

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use std::f64::consts::{FRAC_PI_2, SQRT_2};

use ad_examples::minimize::{Minimum, minimize};
use ad_runtime::differentiate;

/// A root of `f`, whose slope is given, near `start`.
#[differentiate(constant(start))]
fn root(f: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64, start: f64) -> f64 {
    let mut x = start;
    for _ in 0..30 {
        x -= f(x) / slope(x);
    }
    x
}

/// The integral of `f` from `a` to `b`, on `2 n` pieces.
#[differentiate]
fn simpson(f: impl Fn(f64) -> f64, a: f64, b: f64, n: usize) -> f64 {
    let h = (b - a) / (2 * n) as f64;
    let mut sum = f(a) + f(b);
    for i in 1..2 * n {
        let weight = if i % 2 == 1 { 4.0 } else { 2.0 };
        sum += weight * f(a + h * i as f64);
    }
    sum * h / 3.0
}

/// The state after `steps` steps of `h`, where `f` says how fast it changes.
#[differentiate]
fn rk4(f: impl Fn(&[f64]) -> Vec<f64>, y0: &[f64], h: f64, steps: usize) -> Vec<f64> {
    let mut y = y0.to_vec();
    for _ in 0..steps {
        let k1 = f(&y);
        let k2 = f(&moved(&y, 0.5 * h, &k1));
        let k3 = f(&moved(&y, 0.5 * h, &k2));
        let k4 = f(&moved(&y, h, &k3));
        for i in 0..y.len() {
            y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
    y
}

/// A state, moved along a slope.
#[differentiate]
fn moved(y: &[f64], by: f64, slope: &[f64]) -> Vec<f64> {
    let mut moved = y.to_vec();
    for i in 0..y.len() {
        moved[i] += by * slope[i];
    }
    moved
}

/// How far a swing of this energy goes: the potential is `k x² / 2 + c x⁴ / 4`.
#[differentiate]
fn amplitude(k: f64, c: f64, energy: f64) -> f64 {
    root(
        |x| 0.5 * k * x * x + 0.25 * c * x * x * x * x - energy,
        |x| k * x + c * x * x * x,
        1.0,
    )
}

/// How long it takes. With `x = A sin θ`, what is below the root of the speed has no zero.
#[differentiate]
fn period(k: f64, c: f64, energy: f64) -> f64 {
    let a = amplitude(k, c, energy);
    let stiffness = |theta: f64| {
        let s = theta.sin();
        k + 0.5 * c * a * a * (1.0 + s * s)
    };
    4.0 * simpson(|theta| 1.0 / stiffness(theta).sqrt(), 0.0, FRAC_PI_2, 24)
}

/// Where the mass is after a time.
#[differentiate]
fn motion(k: f64, c: f64, start: f64, time: f64, steps: usize) -> f64 {
    let end = rk4(
        |y: &[f64]| vec![y[1], -k * y[0] - c * y[0] * y[0] * y[0]],
        &[start, 0.0],
        time / steps as f64,
        steps,
    );
    end[0]
}

/// The squared errors of the periods; the parameters are logarithms.
#[differentiate(wrt(parameters))]
fn misfit(parameters: &[f64], energies: &[f64], periods: &[f64]) -> f64 {
    let k = parameters[0].exp();
    let c = parameters[1].exp();
    let mut total = 0.0;
    for i in 0..energies.len() {
        let error = period(k, c, energies[i]) - periods[i];
        total += error * error;
    }
    total
}

/// Energies, and how long the swings took: of `k = 2` and `c = 0.5`, to five decimals.
const ENERGIES: [f64; 5] = [0.1, 0.5, 1.0, 2.0, 4.0];
const PERIODS: [f64; 5] = [4.40233, 4.25898, 4.11176, 3.88534, 3.57913];

fn fit() -> Minimum {
    minimize(
        |parameters, gradient| misfit_grad_into(parameters, &ENERGIES, &PERIODS, gradient),
        &[0.0, 0.0],
        1e-9,
        200,
    )
}

fn main() {
    let fit = fit();
    let [k, c] = [0, 1].map(|i| fit.at[i].exp());
    println!("k = {k:.4}, c = {c:.4}, after {} steps\n", fit.steps);
    println!("energy  amplitude   period   measured   by k     by c");
    for (energy, measured) in ENERGIES.into_iter().zip(PERIODS) {
        let (period, (by_k, by_c, _)) = period_value_and_grad(k, c, energy);
        let amplitude = amplitude(k, c, energy);
        println!(
            "{energy:6.2}  {amplitude:9.4} {period:8.4}   {measured:8.4} {by_k:8.4} {by_c:8.4}"
        );
    }
    let start = amplitude(k, c, 1.0);
    let end = motion(k, c, start, period(k, c, 1.0), 400);
    println!("\nafter a period {end:.6} of {start:.6}");
    let harmonic = SQRT_2 * std::f64::consts::PI;
    println!("without c the period would be {harmonic:.4}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_linear_spring_the_period_is_known() {
        let k = 1.7_f64;
        let (value, (by_k, _, by_energy)) = period_value_and_grad(k, 0.0, 0.8);
        let exact = 2.0 * std::f64::consts::PI / k.sqrt();
        assert!((value - exact).abs() < 1e-12);
        assert!((by_k + 0.5 * exact / k).abs() < 1e-12);
        assert!(by_energy.abs() < 1e-12);
    }

    #[test]
    fn the_motion_takes_a_period() {
        let (k, c) = (2.0, 0.5);
        let start = amplitude(k, c, 1.0);
        let end = motion(k, c, start, period(k, c, 1.0), 800);
        assert!((end - start).abs() < 1e-8, "{end}");
    }

    #[test]
    fn the_spring_is_found() {
        let fit = fit();
        assert!(fit.slope < 1e-8, "{fit:?}");
        assert!((fit.at[0].exp() - 2.0).abs() < 1e-3, "{fit:?}");
        assert!((fit.at[1].exp() - 0.5).abs() < 1e-3, "{fit:?}");
    }

    #[test]
    fn gradients_agree_with_differences() {
        ad_runtime::check_gradient!(amplitude(2.0, 0.5, 1.0));
        ad_runtime::check_gradient!(period(2.0, 0.5, 1.0));
        ad_runtime::check_gradient!(motion(2.0, 0.5, 0.9, 2.5, const 20));
        ad_runtime::check_gradient!(misfit(&[0.3, 0.2], const &ENERGIES, const &PERIODS));
    }
}
