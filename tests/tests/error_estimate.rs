//! `f_error_estimate`: the bound holds, is not absurd, and tells a stable formula from one that cancels.

use ad_runtime::{ErrorEstimate, differentiate};
use ad_tests::Random;
use num_traits::Float;

const POINTS: usize = 2000;

/// A formula in `f32`, differentiated, and the same in `f64`, which is exact beside it.
macro_rules! formula {
    ($name:ident($($x:ident),*) $body:tt) => {
        mod $name {
            #[ad_runtime::differentiate(error_estimate)]
            pub fn single($($x: f32),*) -> f32 $body

            pub fn exact($($x: f64),*) -> f64 $body
        }
    };
}

formula! { cosine(x) { (1.0 - x.cos()) / (x * x) } }
formula! { sine(x) {
    let half = 0.5 * x;
    let sinc = half.sin() / half;
    0.5 * sinc * sinc
} }
formula! { difference_of_roots(b, c) {
    let discriminant = b * b - c;
    b - discriminant.sqrt()
} }
formula! { quotient_of_roots(b, c) {
    let discriminant = b * b - c;
    c / (b + discriminant.sqrt())
} }
formula! { powers(x, y) {
    let mut s = x.powi(7) - y.powi(3);
    s += x.powf(1.5) * y.powi(-4);
    s - (x / y).ln().abs()
} }
formula! { places(x, y) {
    let mut a = [x * y, x, 0.0];
    a[2] = a[0] / 3.0;
    a[1] += a[2].exp();
    a[0] -= a[1] * x;
    let (s, c) = a[0].sin_cos();
    s * a[1] + c.max(y) * a[2]
} }

/// A point whose coordinates are between these powers of ten.
fn point<const N: usize>(random: &mut Random, exponents: [f64; 2]) -> [f32; N] {
    std::array::from_fn(|_| {
        let [low, high] = exponents;
        let exponent = low + (high - low) * (0.5 + 0.5 * random.next_signed());
        #[expect(clippy::cast_possible_truncation, reason = "to a representable point")]
        let coordinate = 10f64.powf(exponent) as f32;
        coordinate
    })
}

/// Checks that bounds hold, and returns the median of bounds relative to values.
#[track_caller]
fn check(errors: impl Iterator<Item = (f64, f64, f64)>, roundoff: f64) -> f64 {
    let (mut ratios, mut relative) = (Vec::new(), Vec::new());
    for (value, exact, bound) in errors {
        let error = (value - exact).abs();
        assert!(
            error <= bound * (1.0 + 1e-3),
            "off by {error:e}, bound {bound:e}, value {value:e}"
        );
        if error > 0.0 {
            ratios.push(bound / error);
        }
        relative.push(bound / exact.abs() / roundoff);
    }
    assert!(relative.len() >= 1000);
    let ratio = median(ratios);
    assert!(ratio < 100.0, "the median bound is {ratio} times the error");
    median(relative)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The same of a formula of `N` variables.
macro_rules! check {
    ($name:ident($($x:ident),*), $exponents:expr) => {{
        let mut random = Random::named(stringify!($name));
        let errors = (0..POINTS).map(|_| {
            let [$($x),*] = point(&mut random, $exponents);
            let estimate = $name::single_error_estimate($($x),*);
            assert_eq!(estimate.value.to_bits(), $name::single($($x),*).to_bits());
            let exact = $name::exact($(f64::from($x)),*);
            (f64::from(estimate.value), exact, f64::from(estimate.bound))
        });
        check(errors, f64::from(f32::EPSILON) / 2.0)
    }};
}

#[test]
fn cancellation_of_cosines_and_its_rewrite() {
    let cancels = check!(cosine(x), [-3.0, -1.0]);
    let stable = check!(sine(x), [-3.0, -1.0]);
    assert!(cancels > 1e3, "{cancels} units");
    assert!(stable < 10.0, "{stable} units");
}

#[test]
fn cancellation_of_roots_and_its_rewrite() {
    let points = || {
        let mut random = Random::named("roots");
        (0..POINTS).map(move |_| {
            let [b] = point(&mut random, [2.0, 3.0]);
            let [c] = point(&mut random, [-1.0, 1.0]);
            (b, c)
        })
    };
    let roundoff = f64::from(f32::EPSILON) / 2.0;
    let cancels = points().map(|(b, c)| {
        let estimate = difference_of_roots::single_error_estimate(b, c);
        let exact = difference_of_roots::exact(b.into(), c.into());
        (estimate.value.into(), exact, estimate.bound.into())
    });
    let cancels = check(cancels, roundoff);
    let stable = points().map(|(b, c)| {
        let estimate = quotient_of_roots::single_error_estimate(b, c);
        let exact = quotient_of_roots::exact(b.into(), c.into());
        (estimate.value.into(), exact, estimate.bound.into())
    });
    let stable = check(stable, roundoff);
    assert!(cancels > 1e4, "{cancels} units");
    assert!(stable < 10.0, "{stable} units");
}

#[test]
fn powers_and_logarithms() {
    check!(powers(x, y), [-0.3, 0.3]);
}

#[test]
fn elements_and_accumulation() {
    check!(places(x, y), [-0.5, 0.3]);
}

#[differentiate(error_estimate)]
fn generic<T: Float>(x: T) -> T {
    let numerator = T::one() - x.cos();
    numerator / (x * x)
}

#[test]
fn generic_functions_use_the_roundoff_of_their_type() {
    let (single, double) = (
        generic_error_estimate(0.125_f32),
        generic_error_estimate(0.125_f64),
    );
    let ratio = f64::from(single.bound) / double.bound;
    assert!((ratio.log2() - 29.0).abs() < 0.1, "{ratio}");
    let concrete = cosine::single_error_estimate(0.125);
    assert!((single.bound / concrete.bound - 1.0).abs() < 1e-6);
    assert!((double.value - sine::exact(0.125)).abs() <= double.bound);
}

/// An unevaluated sum of two `f64`.
#[derive(Clone, Copy)]
struct Double(f64, f64);

impl Double {
    fn sum(a: f64, b: f64) -> Double {
        let s = a + b;
        let t = s - a;
        Double(s, (a - (s - t)) + (b - t))
    }

    fn product(a: f64, b: f64) -> Double {
        let p = a * b;
        Double(p, a.mul_add(b, -p))
    }

    fn minus(self, other: Double) -> Double {
        let s = Double::sum(self.0, -other.0);
        Double::sum(s.0, s.1 + (self.1 - other.1))
    }

    fn sqrt(self) -> Double {
        let root = self.0.sqrt();
        let rest = self.minus(Double::product(root, root));
        Double::sum(root, rest.0 / (2.0 * root))
    }
}

#[differentiate(error_estimate)]
fn smaller_root(b: f64, c: f64) -> f64 {
    let discriminant = b * b - c;
    b - discriminant.sqrt()
}

#[test]
fn double_precision_against_twice_the_precision() {
    let mut random = Random::named("smaller_root");
    let errors = (0..POINTS).map(|_| {
        let [b] = point(&mut random, [2.0, 4.0]).map(f64::from);
        let c = 1.0 + 0.5 * random.next_signed();
        let b = b + random.next_signed();
        let estimate = smaller_root_error_estimate(b, c);
        let root = Double::product(b, b).minus(Double(c, 0.0)).sqrt();
        let exact = Double(b, 0.0).minus(root);
        (estimate.value, exact.0, estimate.bound)
    });
    assert!(check(errors, f64::EPSILON / 2.0) > 1e4);
}

#[test]
fn contributions_are_named_and_add_up() {
    let estimate: ErrorEstimate<f64, 2> = smaller_root_error_estimate(100.0, 1.0);
    let [(first, discriminant), (second, result)] = estimate.contributions;
    assert_eq!((first, second), ("discriminant", "result"));
    assert_eq!((discriminant + result).to_bits(), estimate.bound.to_bits());
    // (b² u + (b² − c) u) / 2√(b² − c), then √(b² − c) of a library, and the difference.
    let (root, u) = (9999.0_f64.sqrt(), f64::EPSILON / 2.0);
    let expected = (10_000.0 + 9999.0) * u / (2.0 * root);
    assert!((discriminant / expected - 1.0).abs() < 1e-12);
    let expected = (root + estimate.value) * u;
    assert!((result / expected - 1.0).abs() < 1e-12);
}

#[test]
fn what_does_not_round_contributes_nothing() {
    #[differentiate(error_estimate)]
    fn exact(x: f64, y: f64) -> f64 {
        let a = [-x, y.abs()];
        a[0].max(a[1]).copysign(x) % 3.0
    }
    let estimate = exact_error_estimate(1.5, -4.0);
    assert_eq!(estimate, ErrorEstimate::new(1.0, []));
}

#[test]
fn casts_round_in_the_narrower_type() {
    #[differentiate(error_estimate)]
    #[allow(clippy::cast_possible_truncation, clippy::cast_lossless)]
    fn narrowed(x: f64) -> f64 {
        let y = x as f32;
        let z = y * y;
        3.0 * z as f64
    }
    let estimate = narrowed_error_estimate(0.1);
    assert!((estimate.value - 3.0 * 0.1 * 0.1).abs() <= estimate.bound);
    assert!(estimate.bound > 1e-10);
}

#[differentiate(partials = logistic_slope, error_estimate)]
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn logistic_slope(x: f64) -> f64 {
    let y = logistic(x);
    y * (1.0 - y)
}

#[differentiate(error_estimate, wrt(w))]
fn neuron(w: &[f64], x: &[f64; 2]) -> f64 {
    let mut z = w[0] * x[0];
    z += w[1] * x[1];
    let y = logistic(z);
    1.0 - y
}

#[test]
fn calls_count_as_one_operation_of_a_library() {
    let u = f64::EPSILON / 2.0;
    let estimate = logistic_error_estimate(2.0);
    assert!((estimate.bound / (2.0 * u * estimate.value) - 1.0).abs() < 1e-12);
    let estimate = neuron_error_estimate(&[3.0, 4.0], &[1.0, 2.0]);
    let names = estimate.contributions.map(|(name, _)| name);
    assert_eq!(names, ["z", "z_1", "y", "result"]);
    let [.., (_, y), _] = estimate.contributions;
    assert!((y / (2.0 * u * logistic(11.0)) - 1.0).abs() < 1e-12);
}

#[test]
fn nothing_is_allocated() {
    let count = allocation_counter::measure(|| {
        std::hint::black_box(smaller_root_error_estimate(100.0, 1.0));
        std::hint::black_box(places::single_error_estimate(0.7, 1.3));
    });
    assert_eq!(count.count_total, 0);
}
