//! One function seen through flat lists of floats, and everything that must hold of its derivatives over other scalars.

use ad_runtime::{Series, scalar::Scalars};
use ad_tests::{Random, assert_primal_bits};
use num_traits::Float;

use crate::duals;
use crate::hyper::{Hyper, Lift};

/// Directions at once. The last is none at all.
pub const LANES: usize = 4;
/// Order of the power series of functions without custom rules.
pub const ORDER: usize = 7;
/// Points tried: the one that the test names, and random ones around it.
const POINTS: usize = 3;
/// Largest relative distance of a random point from the named one.
const SPREAD: f64 = 0.03;
/// Where on its curve a function is compared with its series: at the first that is near enough.
const TIMES: [f64; 3] = [0.01, 0.01 / 8.0, 0.01 / 64.0];

/// The order up to which functions have series: those with a custom rule have a first coefficient.
pub const fn order(options: &str) -> usize {
    let (options, word) = (options.as_bytes(), b"partials");
    let mut start = 0;
    while start + word.len() <= options.len() {
        let mut matched = 0;
        while matched < word.len() && options[start + matched] == word[matched] {
            matched += 1;
        }
        if matched == word.len() {
            return 1;
        }
        start += 1;
    }
    ORDER
}

/// A function of a point.
pub type OfPoint<'a> = Box<dyn Fn(&[f64]) -> Vec<f64> + 'a>;
/// The value, and its tangent.
pub type Both<N> = (Vec<f64>, Vec<N>);
/// A companion: of a point, and of a scalar for each of its floats.
pub type Companion<'a, N> = Box<dyn Fn(&[f64], &[N]) -> Both<N> + 'a>;

/// A function and its companions.
pub struct Function<'a, const K: usize> {
    pub name: &'static str,
    pub at: Vec<f64>,
    pub roundoff: f64,
    /// A point rounded to the types of the parameters.
    pub represent: OfPoint<'a>,
    pub value: OfPoint<'a>,
    pub jvp: Companion<'a, f64>,
    pub over_floats: Companion<'a, f64>,
    pub over_lanes: Companion<'a, [f64; LANES]>,
    pub taylor: Companion<'a, [f64; K]>,
    /// The function itself, of dual numbers of third order.
    pub oracle: Companion<'a, [f64; 3]>,
}

impl<const K: usize> Function<'_, K> {
    pub fn check(&self) {
        let mut random = Random::named(self.name);
        for trial in 0..POINTS {
            let mut nearby = |&x: &f64| {
                let scale = if x == 0.0 { 1.0 } else { x };
                x + SPREAD * random.next_signed() * scale
            };
            let point: Vec<f64> = match trial {
                0 => self.at.clone(),
                _ => self.at.iter().map(&mut nearby).collect(),
            };
            let point = (self.represent)(&point);
            self.check_directions(&point, &mut random);
            self.check_series(&point, &mut random);
        }
    }

    fn check_directions(&self, point: &[f64], random: &mut Random) {
        let mut directions: [Vec<f64>; LANES] =
            std::array::from_fn(|_| (self.represent)(&random.signed(point.len())));
        directions[LANES - 1] = vec![0.0; point.len()];
        let lanes: Vec<[f64; LANES]> = (0..point.len())
            .map(|i| directions.each_ref().map(|direction| direction[i]))
            .collect();
        let (value, tangent) = (self.over_lanes)(point, &lanes);
        assert_primal_bits(&self.label("jvp_over"), &value, &(self.value)(point));
        for (lane, direction) in directions.iter().enumerate() {
            let (_, expected) = (self.jvp)(point, direction);
            let tangent: Vec<f64> = tangent.iter().map(|lanes| lanes[lane]).collect();
            self.check_tangent("jvp_over of lanes", &tangent, &expected);
            if lane == LANES - 1 {
                let stays = tangent.iter().all(|slope| *slope == 0.0);
                assert!(stays, "{}: {tangent:?}", self.label("jvp_over"));
            }
            let (value, tangent) = (self.over_floats)(point, direction);
            assert_primal_bits(&self.label("jvp_over"), &value, &(self.value)(point));
            self.check_tangent("jvp_over of floats", &tangent, &expected);
        }
    }

    /// Each element on its own, but for what is lost where large terms cancel.
    fn check_tangent(&self, companion: &str, actual: &[f64], expected: &[f64]) {
        assert_eq!(actual.len(), expected.len(), "{}", self.label(companion));
        let largest = magnitude(expected);
        for (actual, expected) in actual.iter().zip(expected) {
            let allowed = self.roundoff * (900.0 * expected.abs() + 10.0 * largest);
            assert!(
                (actual - expected).abs() <= allowed,
                "{}: {actual:e}, not {expected:e}",
                self.label(companion)
            );
        }
    }

    fn check_series(&self, point: &[f64], random: &mut Random) {
        let mut coefficient = |x: &f64| match x.abs() {
            0.0 => random.next_signed(),
            size => random.next_signed() * size,
        };
        let curves: Vec<[f64; K]> = (point.iter())
            .map(|x| std::array::from_fn(|_| coefficient(x)))
            .collect();
        let orders: Vec<Vec<f64>> = (0..K)
            .map(|order| (self.represent)(&curves.iter().map(|c| c[order]).collect::<Vec<_>>()))
            .collect();
        let curves: Vec<[f64; K]> = (0..point.len())
            .map(|i| std::array::from_fn(|order| orders[order][i]))
            .collect();
        let (value, series) = (self.taylor)(point, &curves);
        assert_primal_bits(&self.label("taylor"), &value, &(self.value)(point));
        let (_, slope) = (self.jvp)(point, &orders[0]);
        let first: Vec<f64> = series.iter().map(|series| series[0]).collect();
        self.check_tangent("taylor, order 1", &first, &slope);
        self.check_oracle(point, &curves, &series);
        if K > 3 && self.roundoff <= f64::EPSILON {
            self.check_values(point, &curves, &value, &series);
        }
    }

    fn check_oracle(&self, point: &[f64], curves: &[[f64; K]], series: &[[f64; K]]) {
        let low = |curve: &[f64; K]| std::array::from_fn(|i| curve.get(i).copied().unwrap_or(0.0));
        let curves: Vec<[f64; 3]> = curves.iter().map(low).collect();
        let (_, expected) = (self.oracle)(point, &curves);
        assert_eq!(series.len(), expected.len(), "{}", self.label("taylor"));
        let mut size = 0.0_f64;
        for order in 0..K.min(3) {
            let expected: Vec<f64> = expected.iter().map(|series| series[order]).collect();
            size = size.max(magnitude(&expected));
            for (series, expected) in series.iter().zip(&expected) {
                let actual = series[order];
                assert!(
                    (actual - expected).abs() <= self.roundoff * 4000.0 * size,
                    "{} at {point:?}: {actual:e} of order {}, by dual numbers {expected:e}",
                    self.label("taylor"),
                    order + 1
                );
            }
        }
    }

    /// The sum of the series is the value on the curve, as far from its start as the terms fall and no branch is left.
    fn check_values(&self, point: &[f64], curves: &[[f64; K]], value: &[f64], series: &[[f64; K]]) {
        let at = |floats: &[f64], lists: &[[f64; K]], time: f64| -> Vec<f64> {
            let sum = |(x, list): (&f64, &[f64; K])| Series::new(*list).value_at(*x, time);
            floats.iter().zip(lists).map(sum).collect()
        };
        for sign in [1.0, -1.0] {
            let times = TIMES.map(|time| sign * time);
            let compared = times.into_iter().find_map(|time| {
                let moved = at(point, curves, time);
                let values = (self.value)(&moved);
                let is_near = (series.iter().zip(value).zip(&values))
                    .all(|((series, value), moved)| is_near(series, time, moved - value));
                is_near.then_some((time, magnitude(&moved), values))
            });
            let (time, size, expected) = compared.expect("a time at which the terms fall");
            let actual = at(value, series, time);
            for ((series, actual), expected) in series.iter().zip(actual).zip(expected) {
                let last = term(series, K, time).max(term(series, K - 1, time));
                let allowed = last * time.abs().sqrt() + 4e-15 * (size + expected.abs());
                assert!(
                    (actual - expected).abs() <= allowed,
                    "{} at {point:?}: {actual:e} after {time}, not {expected:e}, by {series:?}",
                    self.label("taylor"),
                );
            }
        }
    }

    fn label(&self, companion: &str) -> String {
        format!("{}: {companion}", self.name)
    }
}

/// The size of a term.
fn term<const K: usize>(series: &[f64; K], order: usize, time: f64) -> f64 {
    let power = time
        .abs()
        .powi(i32::try_from(order).expect("a small order"));
    series[order - 1].abs() * power
}

/// Whether the terms fall, and a value moved no further than they say it may: else it is another function's.
fn is_near<const K: usize>(series: &[f64; K], time: f64, moved: f64) -> bool {
    let terms: [f64; K] = std::array::from_fn(|index| term(series, index + 1, time));
    let sum: f64 = terms.iter().sum();
    terms[K - 1] <= 1e-3 * sum && moved.abs() <= 3.0 * sum + 1e-12
}

fn magnitude(floats: &[f64]) -> f64 {
    floats.iter().fold(0.0, |largest, x| x.abs().max(largest))
}

/// A value whose floats are replaced by scalars.
pub fn with<S: Lift, D, N: Copy>(
    shape: &S,
    scalars: &[N],
    convert: impl Fn(f64, N) -> D,
) -> S::Of<D> {
    let mut scalars = scalars.iter();
    shape.lift(&mut |x| convert(x, *scalars.next().expect("as many as the shape holds")))
}

/// Floats of the type of a function.
pub fn narrow<T: Float, const K: usize>(floats: [f64; K]) -> [T; K] {
    floats.map(|x| T::from(x).expect("a float"))
}

/// The value, and each scalar of the tangent as a list.
pub fn read<D, const K: usize>(
    value: &impl ad_tests::Flat,
    tangent: &impl Scalars<D>,
    list: impl Fn(&D) -> [f64; K],
) -> Both<[f64; K]> {
    let mut lists = Vec::new();
    tangent.for_each_scalar(&mut |scalar| lists.push(list(scalar)));
    (ad_tests::flatten(value), lists)
}

pub fn wide<T: Float, const K: usize>(floats: &[T; K]) -> [f64; K] {
    floats.map(|x| x.to_f64().expect("a float"))
}

/// The value and the coefficients of what dual numbers compute.
pub fn of_duals(numbers: &impl Scalars<Hyper>) -> Both<[f64; 3]> {
    let (mut values, mut lists) = (Vec::new(), Vec::new());
    numbers.for_each_scalar(&mut |number| {
        values.push(number.0.re);
        lists.push(duals::coefficients(&number.0));
    });
    (values, lists)
}

impl Scalars<Hyper> for Hyper {
    fn for_each_scalar(&self, visit: &mut impl FnMut(&Hyper)) {
        visit(self);
    }
}

/// A function written once, `T` for the type of its floats: differentiated for `f64` (or for the type that stands before
/// its name), and run with dual numbers. Arguments are written as in a call; those of which nothing moves follow `const`,
/// and `held` where they are made of floats. An attribute before a function is its options.
macro_rules! over {
    ($name:ident($($arguments:tt)*); $($items:tt)*) => {
        $crate::over! { f64 $name($($arguments)*); $($items)* }
    };
    (
        $F:ident $name:ident($($arguments:tt)*);
        $($(#[$($option:tt)*])? fn $f:ident $(<$lifetime:lifetime>)? ($($params:tt)*) $(-> $ret:ty)? { $($body:tt)* })*
    ) => {
        #[allow(clippy::float_cmp, clippy::needless_range_loop, clippy::suboptimal_flops)]
        #[allow(clippy::needless_pass_by_value, clippy::assign_op_pattern, clippy::ptr_arg, dead_code)]
        mod $name {
            mod subject {
                pub type T = $F;
                const ZERO: T = 0.0;
                const ONE: T = 1.0;
                const TWO: T = 2.0;
                pub const ORDER: usize = $crate::check::order(stringify!($($($($option)*)?)*));
                $(
                    #[::ad_runtime::differentiate(float(T) $(, $($option)*)?)]
                    pub fn $f $(<$lifetime>)? ($($params)*) $(-> $ret)? { $($body)* }
                )*
            }
            mod oracle {
                type T = $crate::hyper::Hyper;
                const ZERO: T = T::of(0.0);
                const ONE: T = T::of(1.0);
                const TWO: T = T::of(2.0);
                $(pub fn $f $(<$lifetime>)? ($($params)*) $(-> $ret)? { $($body)* })*
            }
            #[test]
            fn agrees() {
                $crate::over_arguments! {
                    $name
                    [(a0 d0) (a1 d1) (a2 d2) (a3 d3) (a4 d4)]
                    [] [] [] []
                    $($arguments)*
                }
            }
        }
    };
}
pub(crate) use over;

/// Reads arguments one by one into: names and samples, arguments, the same of the oracle, tangents.
macro_rules! over_arguments {
    (
        $name:ident $pool:tt [$(($a:ident $d:ident $sample:expr))*] [$($call:tt)*] [$($lifted:tt)*] [$($tangent:tt)*]
    ) => {
        use $crate::check::{narrow, of_duals, read, wide, with};
        let samples = || ($($sample,)*);
        let reshape = move |floats: &[f64]| ::ad_tests::reshape(&samples(), floats);
        $crate::check::Function {
            name: stringify!($name),
            at: ::ad_tests::flatten(&samples()),
            roundoff: ::ad_tests::roundoff_of(&samples()),
            represent: Box::new(move |floats| ::ad_tests::flatten(&reshape(floats))),
            value: Box::new(move |point| {
                let ($($a,)*) = reshape(point);
                ::ad_tests::flatten(&subject::f($($call)*))
            }),
            jvp: Box::new(move |point, direction| {
                let ($($a,)*) = reshape(point);
                let ($($d,)*) = reshape(direction);
                let (value, tangent) = subject::f_jvp($($call)* $($tangent)*);
                (::ad_tests::flatten(&value), ::ad_tests::flatten(&tangent))
            }),
            over_floats: Box::new(move |point, direction| {
                let ($($a,)*) = reshape(point);
                let ($($d,)*) = reshape(direction);
                let (value, tangent) = subject::f_jvp_over::<subject::T>($($call)* $($tangent)*);
                (::ad_tests::flatten(&value), ::ad_tests::flatten(&tangent))
            }),
            over_lanes: Box::new(move |point, lanes| {
                let ($($a,)*) = reshape(point);
                let ($($d,)*) = with(&reshape(point), lanes, |_, lanes| narrow::<subject::T, _>(lanes));
                let (value, tangent) = subject::f_jvp_over($($call)* $($tangent)*);
                read(&value, &tangent, wide::<subject::T, _>)
            }),
            taylor: Box::new(move |point, curves| {
                let ($($a,)*) = reshape(point);
                let series = |_, curve| ::ad_runtime::Series::new(narrow::<subject::T, _>(curve));
                let ($($d,)*) = with(&reshape(point), curves, series);
                let (value, tangent) = subject::f_taylor::<{ subject::ORDER }>($($call)* $($tangent)*);
                let list = |series: &::ad_runtime::Series<subject::T, _>| wide(series.coefficients());
                read(&value, &tangent, list)
            }),
            oracle: Box::new(move |point, curves| {
                let number = |x, curve| $crate::hyper::Hyper($crate::duals::along(x, curve));
                let ($($a,)*) = with(&reshape(point), curves, number);
                of_duals(&oracle::f($($lifted)*))
            }),
        }
        .check();
    };
    (
        $name:ident $pool:tt $active:tt [$($call:tt)*] [$($lifted:tt)*] $tangent:tt
        const $inactive:expr $(, $($rest:tt)*)?
    ) => {
        $crate::over_arguments! {
            $name $pool $active [$($call)* $inactive,] [$($lifted)* $inactive,] $tangent $($($rest)*)?
        }
    };
    (
        $name:ident $pool:tt $active:tt [$($call:tt)*] [$($lifted:tt)*] $tangent:tt
        held & $inactive:expr $(, $($rest:tt)*)?
    ) => {
        $crate::over_arguments! {
            $name $pool $active [$($call)* &$inactive,] [$($lifted)* &$crate::hyper::held(&$inactive),] $tangent
            $($($rest)*)?
        }
    };
    (
        $name:ident $pool:tt $active:tt [$($call:tt)*] [$($lifted:tt)*] $tangent:tt
        held $inactive:expr $(, $($rest:tt)*)?
    ) => {
        $crate::over_arguments! {
            $name $pool $active [$($call)* $inactive,] [$($lifted)* $crate::hyper::held(&$inactive),] $tangent
            $($($rest)*)?
        }
    };
    (
        $name:ident [($a:ident $d:ident) $($pool:tt)*] [$($active:tt)*] [$($call:tt)*] [$($lifted:tt)*] [$($tangent:tt)*]
        & $sample:expr $(, $($rest:tt)*)?
    ) => {
        $crate::over_arguments! {
            $name [$($pool)*]
            [$($active)* ($a $d $sample)] [$($call)* &$a,] [$($lifted)* &$a,] [$($tangent)* &$d,] $($($rest)*)?
        }
    };
    (
        $name:ident [($a:ident $d:ident) $($pool:tt)*] [$($active:tt)*] [$($call:tt)*] [$($lifted:tt)*] [$($tangent:tt)*]
        $sample:expr $(, $($rest:tt)*)?
    ) => {
        $crate::over_arguments! {
            $name [$($pool)*]
            [$($active)* ($a $d $sample)] [$($call)* $a,] [$($lifted)* $a,] [$($tangent)* $d,] $($($rest)*)?
        }
    };
}
pub(crate) use over_arguments;
