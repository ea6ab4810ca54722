//! Estimates against closed forms, at many points and scales.

use std::format;
use std::string::ToString;
use std::vec;
use std::vec::Vec;

use super::coordinates::{Precision, filled, flatten, names, precisions};
use super::differences::{Slopes, slopes, sweep};
use super::random::Random;
use super::{Check, Note, Problem};

fn slopes_of(f: impl Fn(f64) -> f64, x: f64, precision: Precision) -> Slopes {
    let rounded = |x: f64| precision.round(f(x));
    let pairs = sweep(x, precision, precision, |x| vec![rounded(x)]);
    slopes(&pairs, 0, rounded(x), precision)
}

/// A function, its derivative and a sensible range of magnitudes.
type Case = (
    &'static str,
    fn(f64) -> f64,
    fn(f64) -> f64,
    core::ops::Range<i32>,
);

const CASES: &[Case] = &[
    ("sin", f64::sin, f64::cos, -6..0),
    ("1 + sin", |x| 1.0 + x.sin(), f64::cos, -3..0),
    ("exp", f64::exp, f64::exp, -3..1),
    ("ln", |x| x.abs().ln(), f64::recip, -1..6),
    (
        "sqrt",
        |x| x.abs().sqrt(),
        |x| 0.5 * x.signum() / x.abs().sqrt(),
        -8..8,
    ),
    ("1 / x", f64::recip, |x| -1.0 / (x * x), -6..6),
    ("x⁷", |x| x.powi(7), |x| 7.0 * x.powi(6), -3..3),
    ("atan", f64::atan, |x| 1.0 / (1.0 + x * x), -6..0),
    ("1e-8 sin", |x| 1e-8 * x.sin(), |x| 1e-8 * x.cos(), -6..0),
    ("1e8 sin", |x| 1e8 * x.sin(), |x| 1e8 * x.cos(), -6..0),
    ("3x", |x| 3.0 * x, |_| 3.0, -8..8),
];

/// Points of either sign with magnitudes 10ⁿ to 10ⁿ⁺¹.
fn points(name: &str, magnitudes: core::ops::Range<i32>) -> impl Iterator<Item = f64> {
    let mut random = Random::named(name);
    magnitudes.flat_map(move |n| {
        let scale = 10.0_f64.powi(n);
        random.signed(100).into_iter().map(move |x| 1.7 * x * scale)
    })
}

/// The largest distance from the derivative, in units of the estimated error; and the largest
/// estimate, relative to the derivative.
fn worst(precision: Precision) -> (f64, f64) {
    let (mut error, mut uncertainty): (f64, f64) = (0.0, 0.0);
    for (name, f, derivative, magnitudes) in CASES {
        for x in points(name, magnitudes.clone()) {
            let x = precision.round(x);
            // Not where the derivative vanishes: relative to nothing, nothing is accurate.
            if derivative(x).abs() < 0.05 * (f(x) / x).abs() {
                continue;
            }
            let best = slopes_of(f, x, precision).best().unwrap();
            let allowed = best.error + precision.roundoff() * derivative(x).abs();
            error = error.max((best.value - derivative(x)).abs() / allowed);
            uncertainty = uncertainty.max(best.error / derivative(x).abs());
        }
    }
    (error, uncertainty)
}

#[test]
fn errors_are_as_estimated() {
    for precision in [Precision::Single, Precision::Double] {
        let (error, _) = worst(precision);
        assert!(error <= 4.0, "{precision:?}: {error} times the estimate");
    }
}

#[test]
fn estimates_are_accurate() {
    let (_, double) = worst(Precision::Double);
    assert!(double < 1e-9, "{double:e}");
    let (_, single) = worst(Precision::Single);
    assert!(single < 3e-5, "{single:e}");
}

#[test]
fn no_step_changes_a_sign() {
    for x in [1e-300, 1e-8, 0.3, 1e8] {
        for pair in [x, -x] {
            sweep(pair, Precision::Double, Precision::Double, |at| {
                assert!(
                    at.signum() == pair.signum() && at != 0.0,
                    "{at:e} for {pair:e}"
                );
                vec![at]
            });
        }
    }
}

#[test]
fn one_sided_slopes_at_a_kink() {
    for precision in [Precision::Single, Precision::Double] {
        let slopes = slopes_of(|x| x.abs() + x.exp(), 0.0, precision);
        let (below, above) = (slopes.below.unwrap(), slopes.above.unwrap());
        assert!(
            (below.value - 0.0).abs() <= 5.0 * below.error + 1e-12,
            "{below:?}"
        );
        assert!(
            (above.value - 2.0).abs() <= 5.0 * above.error + 1e-12,
            "{above:?}"
        );
    }
}

#[test]
fn flat_functions_have_slope_zero() {
    let best = slopes_of(|_| 7.0, 0.3, Precision::Double).best().unwrap();
    assert!(best.value == 0.0 && best.error < 1e-13, "{best:?}");
}

/// The function changes by whole quanta only, and at the smallest steps not at all.
#[test]
fn cancellation_is_no_plateau() {
    for x in points("cancellation", -8..0) {
        let best = slopes_of(|x| (1000.0 + x.sin()) - 1000.0, x, Precision::Double)
            .best()
            .unwrap();
        assert!(
            (best.value - x.cos()).abs() <= 5.0 * best.error,
            "{x:e}: {best:?}"
        );
    }
}

#[test]
fn poles_within_the_steps_do_not_mislead() {
    let derivative = |x: f64| -1.0 / (x - 1.0).powi(2);
    for distance in [1e-2, 1e-4, 1e-6] {
        let x = 1.0 + distance;
        let best = slopes_of(|x| 1.0 / (x - 1.0), x, Precision::Double)
            .best()
            .unwrap();
        assert!(
            (best.value - derivative(x)).abs() <= 5.0 * best.error,
            "{x:?}: {best:?}"
        );
        assert!(best.error < 1e-4 * derivative(x).abs(), "{x:?}: {best:?}");
    }
}

#[test]
fn values_are_taken_apart_and_put_together() {
    let value = (1.0_f64, [2.0_f32, 3.0], vec![vec![4.0_f64]], 7_usize);
    assert_eq!(flatten(value.clone()), [1.0, 2.0, 3.0, 4.0]);
    assert_eq!(
        filled(value.clone(), &[9.0, 8.0, 0.1, 6.0]),
        (9.0, [8.0, 0.1], vec![vec![6.0]], 7)
    );
    let names: Vec<_> = names(value.clone())
        .into_iter()
        .map(|(i, name)| format!("{i}{name}"))
        .collect();
    assert_eq!(names, ["0", "1[0]", "1[1]", "2[0][0]"]);
    assert_eq!(
        precisions(value)[..2],
        [Precision::Double, Precision::Single]
    );
}

#[test]
fn random_numbers_survive_either_float_type() {
    let numbers = Random::named("f").signed(1000);
    for x in &numbers {
        assert!((0.5..=1.0).contains(&x.abs()), "{x:?}");
        assert_eq!(Precision::Single.round(*x).to_bits(), x.to_bits());
    }
    assert!(numbers.iter().any(|&x| x < 0.0) && numbers.iter().any(|&x| x > 0.0));
}

#[test]
fn failures_read_well() {
    let failure = Check::new("cube", (2.0,), |(x,): (f64,)| x * x * x)
        .arguments([(3, "length")])
        .grad("cube_grad", |(x,)| (2.0 * x * x,))
        .run()
        .unwrap_err();
    let text = failure.to_string();
    let start = "the companions of `cube` do not hold\n- argument 3 (`length`): 8.0 returned, ";
    assert!(
        text.starts_with(start)
            && text.contains("\n  off by 4.0e0, tolerance ")
            && text.ends_with("\n  returned by `cube_grad`"),
        "{text}"
    );
}

#[test]
fn a_long_list_is_cut() {
    let failure = Check::new("sum", ([1.0; 20],), |(a,): ([f64; 20],)| {
        a.iter().sum::<f64>()
    })
    .grad("sum_grad", |(a,)| (a.map(|_| 2.0),))
    .run()
    .unwrap_err();
    assert_eq!(failure.problems().len(), 20);
    let text = failure.to_string();
    assert!(text.ends_with("\n- and 12 more"), "{text}");
}

#[test]
fn modes_are_compared_to_a_few_roundings() {
    let check = |factor: f64| {
        Check::new("product", (0.7, 1.3), |(x, y): (f64, f64)| x * y)
            .jvp("product_jvp", |(x, y), (dx, dy)| (x * y, dx * y + dy * x))
            .vjp("product_vjp", move |(x, y), seed| {
                (x * y, (seed * y, seed * x * factor))
            })
            .run()
    };
    assert!(check(1.0).is_ok());
    let failure = check(1.0 + 5e-14).unwrap_err();
    assert!(
        failure
            .problems()
            .iter()
            .any(|problem| matches!(problem, Problem::Transpose { .. })),
        "{failure}"
    );
}

#[test]
fn kinks_are_noted() {
    let check = |slope: f64| {
        Check::new("abs", (0.0,), |(x,): (f64,)| x.abs())
            .grad("abs_grad", move |(_,)| (slope,))
            .run()
    };
    assert!(matches!(check(0.0).unwrap().notes(), [Note::Kink { .. }]));
    assert!(check(1.0).is_ok() && check(-1.0).is_ok());
    assert!(matches!(
        check(1.1).unwrap_err().problems(),
        [Problem::Kink { .. }]
    ));
}
