//! Public, documented, annotated functions in a crate that forbids every warning: the companions add none.

#![deny(
    warnings,
    clippy::all,
    clippy::pedantic,
    missing_docs,
    unused,
    unreachable_pub,
    elided_lifetimes_in_paths
)]
#![deny(
    single_use_lifetimes,
    unused_qualifications,
    unused_results,
    trivial_casts,
    trivial_numeric_casts
)]
#![deny(
    unused_lifetimes,
    missing_debug_implementations,
    missing_copy_implementations,
    let_underscore_drop
)]
#![allow(clippy::missing_errors_doc)]

/// Functions of every kind.
pub mod functions {
    use ad_runtime::{constant, differentiate};
    use num_traits::Float;

    /// A public constant.
    pub const SCALE: f64 = 2.5;

    /// A wave.
    #[differentiate]
    #[must_use]
    pub fn wave(x: f64, y: f64) -> f64 {
        let z = x * y;
        z.sin() + (x / y).exp() - SCALE * x.powi(3)
    }

    /// The same for any float.
    #[differentiate]
    #[must_use]
    pub fn generic<T: Float>(x: T, a: &[T; 2]) -> T {
        let two = T::one() + T::one();
        two * x.sin() * a[0] + a[1]
    }

    /// In terms of a slice.
    #[differentiate]
    #[must_use]
    pub fn ends(a: &[f64]) -> f64 {
        a[0] * a[a.len() - 1]
    }

    /// In terms of vectors of vectors.
    #[differentiate]
    #[must_use]
    pub fn corner(rows: &[Vec<f64>], columns: &[[f64; 2]]) -> f64 {
        rows[0][0] * columns[0][1]
    }

    /// Calls of the others.
    #[differentiate]
    #[must_use]
    pub fn calls(x: f64, a: &[f64]) -> f64 {
        let u = wave(x, 2.0);
        let v = generic(u, &[x, 1.0]);
        v * ends(a) + constant(u) * helper(x)
    }

    /// Mutation.
    #[differentiate]
    #[must_use]
    pub fn mutation(mut x: f64, n: usize) -> f64 {
        let mut a = [x, 1.0, 0.0];
        a[1] += x;
        a[n] = a[0] * a[1];
        x *= a[2];
        x + a[n]
    }

    /// Several results.
    #[differentiate]
    #[must_use]
    pub fn several(p: (f64, f64), angle: f64) -> ([f64; 2], f64) {
        let (s, c) = angle.sin_cos();
        ([p.0 * c, p.1 * s], angle)
    }

    /// Some parameters held constant, some without a derivative.
    ///
    /// # Panics
    /// If `name` is empty.
    #[differentiate(wrt(x))]
    #[must_use]
    pub fn partly(x: f32, scale: f32, name: &str, flag: bool) -> f32 {
        let sign = if flag { 1.0 } else { -1.0 };
        assert!(!name.is_empty(), "a name");
        sign * scale * x
    }

    /// Forward mode only.
    #[differentiate(forward)]
    #[must_use]
    pub fn forward_only(x: f64) -> f64 {
        x.tanh()
    }

    /// Reverse mode only.
    #[differentiate(reverse, name = "backward")]
    #[must_use]
    pub fn reverse_only(x: f64) -> f64 {
        x.tanh()
    }

    /// With an estimate of its rounding error.
    #[differentiate(error_estimate)]
    #[must_use]
    pub fn estimated<T: Float>(x: T, a: &[T; 2]) -> T {
        let mut b = [a[0] * x, a[1]];
        b[1] = b[0].sin() + b[1].powi(3);
        generic(x, a) - b[1]
    }

    /// With second derivatives.
    #[differentiate(order = 2)]
    #[must_use]
    pub fn curved<T: Float>(x: T, a: &[T; 2]) -> T {
        let mut b = [a[0] * x, a[1]];
        for i in 0..2 {
            b[i] = b[i].sin() + b[1].powi(3);
        }
        if b[1] > x { b[1] * x } else { b[0] }
    }

    /// Calls of that, and of itself.
    #[differentiate(order = 2, wrt(a, v))]
    #[must_use]
    pub fn curved_twice<'a>(a: &'a [f64], v: Vec<f64>, scale: f64, _label: &'a str) -> f64 {
        if a.len() < 2 {
            return v[0] * scale;
        }
        let (head, tail) = a.split_at(1);
        curved(head[0], &[a[1], v[0]]) * curved_twice(tail, v, scale, "")
    }

    /// In place, several results, and one that is not used.
    #[differentiate(order = 2)]
    #[must_use]
    pub fn curved_in_place(x: &mut [f64], scale: f64, _unused: f64) -> (f64, [f64; 2]) {
        x[0] *= scale;
        (x[0] * x[1], [x[1], scale])
    }

    #[differentiate(order = 2, partials = slope_of_cube)]
    fn cube(x: f64) -> f64 {
        x * x * x
    }

    #[differentiate]
    fn slope_of_cube(x: f64) -> f64 {
        3.0 * x * x
    }

    #[differentiate(order = 2)]
    pub(crate) fn curved_and_restricted(x: f64) -> f64 {
        x * cube(x)
    }

    /// By rules for the whole map.
    #[differentiate(jvp = forward_of_scaled, vjp = reverse_of_scaled)]
    pub fn scaled(x: &mut [f64], by: &[f64], _: usize) -> Vec<f64> {
        for x in x.iter_mut() {
            *x *= by[0];
        }
        x.to_vec()
    }

    fn forward_of_scaled(
        x: &mut [f64],
        by: &[f64],
        _: usize,
        x_dot: &mut [f64],
        by_dot: &[f64],
    ) -> (Vec<f64>, Vec<f64>) {
        for (x, x_dot) in x.iter().zip(&mut *x_dot) {
            *x_dot = *x_dot * by[0] + x * by_dot[0];
        }
        (scaled(x, by, 0), x_dot.to_vec())
    }

    #[allow(clippy::type_complexity, reason = "the signature of `scaled_vjp`")]
    fn reverse_of_scaled(
        x: &mut [f64],
        by: &[f64],
        _: usize,
    ) -> (Vec<f64>, impl Fn(&[f64], &mut [f64]) -> Vec<f64>) {
        let old = x.to_vec();
        let pullback = move |seed: &[f64], x_bar: &mut [f64]| {
            let mut sum = 0.0;
            for ((x_bar, seed), old) in x_bar.iter_mut().zip(seed).zip(&old) {
                sum += (*x_bar + seed) * old;
                *x_bar = (*x_bar + seed) * by[0];
            }
            let mut by_bar = vec![0.0; by.len()];
            by_bar[0] = sum;
            by_bar
        };
        (scaled(x, by, 0), pullback)
    }

    /// By a rule for one mode.
    #[differentiate(vjp = reverse_of_halved)]
    #[must_use]
    pub fn halved(x: &[f64]) -> f64 {
        0.5 * x[0]
    }

    fn reverse_of_halved(x: &[f64]) -> (f64, impl Fn(f64) -> Vec<f64>) {
        (halved(x), |seed| vec![0.5 * seed])
    }

    /// By a rule.
    #[differentiate(partials = slope_of_square)]
    #[must_use]
    pub fn square(x: f64) -> f64 {
        x * x
    }

    fn slope_of_square(x: f64) -> f64 {
        2.0 * x
    }

    /// With a parameter that is not used.
    #[differentiate]
    #[must_use]
    pub fn unused(x: f64, _y: f64) -> f64 {
        x
    }

    /// With lifetimes and a length.
    #[differentiate]
    #[must_use]
    pub fn lengths<const N: usize>(a: &[f64; N], b: [f64; 2]) -> f64 {
        a[N - 1] * b[0]
    }

    /// Over lines of text.
    #[differentiate]
    #[must_use]
    pub fn lifetimes<'a>(a: &'a [f64], labels: &'a [&'a str]) -> f64 {
        a[labels.len()] * a[0]
    }

    #[differentiate]
    fn helper(x: f64) -> f64 {
        x.sqrt()
    }

    #[differentiate]
    pub(crate) fn restricted(x: f64) -> f64 {
        x * helper(x)
    }
}

use functions::{
    calls_value_and_grad, curved_and_restricted_hessian, mutation_grad, restricted_grad, wave,
    wave_grad, wave_jvp,
};

#[test]
fn companions_work() {
    let (x_bar, y_bar) = wave_grad(0.7, 1.3);
    let (value, slope) = wave_jvp(0.7, 1.3, 0.5, -2.0);
    assert!(value.to_bits() == wave(0.7, 1.3).to_bits());
    assert!((slope - (0.5 * x_bar - 2.0 * y_bar)).abs() < 1e-13);
    assert!(calls_value_and_grad(0.7, &[1.0, 2.0]).1.0.is_finite());
    assert!(mutation_grad(0.7, 2).is_finite());
    assert!((curved_and_restricted_hessian(2.0)[0][0] - 48.0).abs() < 1e-13);
    assert!((restricted_grad(4.0) - 3.0).abs() < 1e-13);
}
