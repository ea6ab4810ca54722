//! The sum of a series at a distance is the function of the sums of its arguments.

use super::*;

const STEPS: [f64; 4] = [0.03, -0.03, 0.15, -0.15];

/// `scale` is the size of what was rounded; `t`, to the power of what is left out of the series.
#[track_caller]
fn assert_sum<T: Float + Debug>(actual: T, expected: T, scale: T, t: T, place: impl Debug) {
    let bound = literal::<T>(5.0) * T::epsilon() * (expected.abs() + scale) + t.abs().powi(20);
    assert!(
        (actual - expected).abs() <= bound,
        "{place:?} and {t:?}: {actual:?} is not {expected:?} to {bound:?}"
    );
}

fn unary<T: Float + Debug>() {
    let mut random = Random(11);
    for &(function, places) in UNARY {
        for &x in places {
            // As far as the nearest singularity allows.
            let reach = if x.abs() < 0.1 && x != 0.0 {
                x.abs()
            } else {
                1.0
            };
            for t in STEPS {
                let Value(x, series) = random.around::<T, N>(x, 0.5 * reach);
                let t = literal(t);
                let Value(r, r_dot) = Value(x, series).unary(function);
                let shifted = series.value_at(x, t);
                let expected = value(function, shifted);
                // The rounding of x counts too, by the slope.
                let scale = slope(function, shifted, expected).abs() * x.abs();
                assert_sum(r_dot.value_at(r, t), expected, scale, t, (function, x));
            }
        }
    }
}

fn binary<T: Float + Debug>() {
    let mut random = Random(12);
    for &(function, places) in BINARY {
        for &(x, y) in places {
            for t in STEPS {
                let x = random.around::<T, N>(x, 0.4);
                let y = random.around::<T, N>(y, 0.3);
                let t = literal(t);
                let Value(r, r_dot) = x.binary(function, y);
                let at = |v: Value<T, N>| Value::<T, 0>(v.1.value_at(v.0, t), Series::new([]));
                let expected = at(x).binary(function, at(y)).0;
                let place = (function, x.0, y.0);
                assert_sum(r_dot.value_at(r, t), expected, T::one(), t, place);
            }
        }
    }
}

#[test]
fn of_functions_of_one_float() {
    unary::<f64>();
    unary::<f32>();
}

#[test]
fn of_functions_of_two_floats() {
    binary::<f64>();
    binary::<f32>();
}

/// The rounding errors of `f32`, seen from `f64`, in units of the last place of the largest coefficient when weighted
/// with powers of the rate at which they grow.
fn largest_error<const K: usize>(rounded: Series<f32, K>, exact: Series<f64, K>) -> f64 {
    let relative = exact.over(exact[1].abs());
    let steps = || (1..).zip(1..K).map(|(power, step)| (power, step + 1));
    let rates = steps().map(|(power, k)| relative[k].abs().powf(f64::from(power).recip()));
    let rate = rates.fold(0.0, f64::max);
    let error = |k: usize| (f64::from(rounded[k]) - exact[k]).abs() / exact[1].abs();
    let errors = steps().map(|(power, k)| error(k) / rate.powi(power));
    errors.fold(error(1), f64::max) / f64::from(f32::EPSILON)
}

fn widened(Value(x, series): Value<f32, 8>) -> Value<f64, 8> {
    Value(
        f64::from(x),
        Series::new(series.coefficients().map(f64::from)),
    )
}

#[test]
fn rounding_errors_are_a_few_units() {
    let mut random = Random(13);
    for &(function, places) in UNARY {
        for &x in places.iter().filter(|&&x| x.abs() > 1e-2) {
            for _ in 0..20 {
                let mut x = random.around::<f32, 8>(x, 0.5);
                x.1[1] = 0.5;
                let exact = widened(x).unary(function).1;
                if exact != Series::zero() {
                    let error = largest_error(x.unary(function).1, exact);
                    assert!(error <= 15.0, "{function:?} of {x:?}: {error:?}");
                }
            }
        }
    }
    for &(function, places) in BINARY {
        for &(x, y) in places {
            for _ in 0..20 {
                let mut x = random.around::<f32, 8>(x, 0.4);
                x.1[1] = 0.5;
                let y = random.around(y, 0.3);
                let exact = widened(x).binary(function, widened(y)).1;
                // Where the terms of the first coefficient cancel, so do those of the others.
                if exact[1].abs() > 0.1 {
                    let error = largest_error(x.binary(function, y).1, exact);
                    assert!(error <= 15.0, "{function:?} of {x:?}, {y:?}: {error:?}");
                }
            }
        }
    }
}
