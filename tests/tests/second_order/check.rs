//! One function of order 2 seen through flat lists of floats, and everything that must hold of its second derivatives.

use ad_runtime::Jacobian;
use ad_tests::{Flat, Random, assert_close, assert_primal_bits, flatten};

use crate::duals::moving;
use crate::hyper::{Hyper, Lift};

/// Points tried: the one that the test names, and random ones around it.
const POINTS: usize = 3;
/// Largest relative distance of a random point from the named one.
const SPREAD: f64 = 0.03;

/// A companion of a point.
pub type OfPoint<'a> = Box<dyn Fn(&[f64]) -> Vec<f64> + 'a>;
/// A companion of a point and a direction.
pub type OfDirection<'a> = Box<dyn Fn(&[f64], &[f64]) -> Vec<f64> + 'a>;
/// The function itself, of hyper-dual numbers: its value, slope and second derivative.
pub type Oracle<'a> = Box<dyn Fn(&[f64], &[f64], &[f64]) -> Hyper + 'a>;

/// A function and its companions.
pub struct Second<'a> {
    pub name: &'static str,
    pub at: Vec<f64>,
    pub roundoff: f64,
    /// A point rounded to the types of the parameters.
    pub represent: OfPoint<'a>,
    pub gradient: OfPoint<'a>,
    pub product: OfDirection<'a>,
    /// The gradient, and then the product.
    pub both: OfDirection<'a>,
    pub hessian: Option<OfPoint<'a>>,
    pub oracle: Option<Oracle<'a>>,
}

impl Second<'_> {
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
            let direction = (self.represent)(&random.signed(point.len()));
            self.check_at(&point, &direction);
        }
    }

    fn check_at(&self, point: &[f64], direction: &[f64]) {
        let count = point.len();
        let gradient = (self.gradient)(point);
        let product = (self.product)(point, direction);
        let both = (self.both)(point, direction);
        // The gradient is that by the direction here: quotients are rounded in another order.
        let (first, second) = both.split_at(count);
        let (what, rounding) = (self.label("grad_and_hvp"), self.roundoff * 64.0);
        assert_close(&what, "f_grad", first, &gradient, rounding);
        assert_primal_bits(&what, second, &product);
        let columns = (0..count).flat_map(|column| (self.product)(point, &unit(count, column)));
        let columns: Vec<f64> = columns.collect();
        let matrix = match &self.hessian {
            Some(hessian) => hessian(point),
            None => columns.clone(),
        };
        assert_eq!(matrix.len(), count * count, "{}", self.label("hessian"));
        assert_close(
            &self.label("hessian"),
            "by products",
            &matrix,
            &columns,
            self.tolerance(),
        );
        if self.hessian.is_some() {
            let transposed = (0..count * count).map(|i| matrix[i % count * count + i / count]);
            let transposed: Vec<f64> = transposed.collect();
            assert_primal_bits(&self.label("hessian"), &matrix, &transposed);
        }
        self.check_product(&matrix, direction, &product);
        self.check_differences(point, &matrix);
        if let Some(oracle) = &self.oracle {
            self.check_oracle(point, &gradient, &matrix, oracle);
        }
    }

    fn check_product(&self, matrix: &[f64], direction: &[f64], product: &[f64]) {
        let terms = |row: usize| {
            let row = &matrix[row * direction.len()..][..direction.len()];
            row.iter().zip(direction).map(|(h, v)| h * v)
        };
        for (row, actual) in product.iter().enumerate() {
            let (expected, scale): (f64, f64) = (terms(row).sum(), terms(row).map(f64::abs).sum());
            let rest = matrix.iter().fold(0.0, |largest, h| h.abs().max(largest));
            let allowed = self.tolerance() * (scale + rest);
            assert!(
                (actual - expected).abs() <= allowed,
                "{}: {product:?}, not {expected:e} in row {row} of {matrix:?} times {direction:?}",
                self.label("hvp")
            );
        }
    }

    fn check_differences(&self, point: &[f64], matrix: &[f64]) {
        let count = point.len();
        for column in 0..count {
            let along = |step: f64| {
                let mut moved = point.to_vec();
                moved[column] += step;
                let moved = (self.represent)(&moved);
                (moved[column], (self.gradient)(&moved))
            };
            let slopes = |step: f64| -> Vec<f64> {
                let ((above_at, above), (below_at, below)) = (along(step), along(-step));
                let pairs = above.iter().zip(&below);
                pairs
                    .map(|(a, b)| (a - b) / (above_at - below_at))
                    .collect()
            };
            let scale = point[column].abs().max(1e-3);
            let step = self.roundoff.powf(0.25) * scale;
            let (coarse, fine) = (slopes(2.0 * step), slopes(step));
            let gradient = (self.gradient)(point);
            for row in 0..count {
                let extrapolated = (4.0 * fine[row] - coarse[row]) / 3.0;
                let (actual, size) = (matrix[row * count + column], gradient[row].abs() / scale);
                let allowed = self.roundoff.sqrt() * 40.0 * (actual.abs() + size)
                    + (coarse[row] - fine[row]).abs();
                assert!(
                    (extrapolated - actual).abs() <= allowed,
                    "{} at {point:?}: {actual:e} in row {row}, column {column}, by differences {extrapolated:e}",
                    self.label("hessian")
                );
            }
        }
    }

    fn check_oracle(&self, point: &[f64], gradient: &[f64], matrix: &[f64], oracle: &Oracle) {
        let count = point.len();
        let (mut slopes, mut second) = (Vec::new(), Vec::new());
        for row in 0..count {
            for column in 0..count {
                let number = oracle(point, &unit(count, row), &unit(count, column)).0;
                if column == 0 {
                    slopes.push(number.eps1);
                }
                second.push(number.eps1eps2);
            }
        }
        let reference = "by hyper-dual numbers";
        let tolerance = self.tolerance();
        assert_close(&self.label("grad"), reference, gradient, &slopes, tolerance);
        assert_close(
            &self.label("hessian"),
            reference,
            matrix,
            &second,
            tolerance,
        );
    }

    fn label(&self, companion: &str) -> String {
        format!("{}: {companion}", self.name)
    }

    fn tolerance(&self) -> f64 {
        if self.roundoff > f64::EPSILON {
            3e-5
        } else {
            1e-12
        }
    }
}

fn unit(count: usize, index: usize) -> Vec<f64> {
    let mut unit = vec![0.0; count];
    unit[index] = 1.0;
    unit
}

/// The function of hyper-dual arguments.
pub fn lifted<S: Lift>(shape: &S, first: &[f64], second: &[f64]) -> S::Of<Hyper> {
    let mut directions = first.iter().zip(second);
    shape.lift(&mut |value| {
        let (first, second) = directions.next().expect("as many as the shape holds");
        Hyper(moving(value, *first, *second))
    })
}

/// What `f_hessian` returns.
pub trait Matrix {
    fn elements(&self) -> Vec<f64>;
}

impl<S: Flat, const N: usize> Matrix for [[S; N]; N] {
    fn elements(&self) -> Vec<f64> {
        flatten(self)
    }
}

impl<F: Flat> Matrix for Jacobian<F> {
    fn elements(&self) -> Vec<f64> {
        assert_eq!(self.rows(), self.cols());
        self.iter_rows()
            .flat_map(|row| row.iter().flat_map(flatten))
            .collect()
    }
}

/// A function written once, `T` for the type of its floats: differentiated twice for `f64` (or for the type that stands
/// before its name), and run with hyper-dual numbers. Arguments are written as in a call; those of which nothing moves
/// follow `const`, and `held` where they are made of floats. An attribute before a function is its options.
#[macro_export]
macro_rules! second {
    ($name:ident($($arguments:tt)*); $($items:tt)*) => {
        $crate::second! { f64 $name($($arguments)*); $($items)* }
    };
    (
        $F:ident $name:ident($($arguments:tt)*);
        $($(#[$($option:tt)*])? fn $f:ident $(<$lifetime:lifetime>)? ($($params:tt)*) $(-> $ret:ty)? { $($body:tt)* })*
    ) => {
        #[allow(clippy::float_cmp, clippy::needless_range_loop, clippy::suboptimal_flops)]
        #[allow(clippy::needless_pass_by_value, clippy::assign_op_pattern, clippy::ptr_arg, dead_code)]
        mod $name {
            mod subject {
                type T = $F;
                const ZERO: T = 0.0;
                const ONE: T = 1.0;
                const TWO: T = 2.0;
                $(
                    #[::ad_runtime::differentiate(order = 2, float(T) $(, $($option)*)?)]
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
                $crate::second_arguments! {
                    $name
                    [(a0 d0) (a1 d1) (a2 d2) (a3 d3) (a4 d4)]
                    [] [] [] []
                    $($arguments)*
                }
            }
        }
    };
}

/// Reads arguments one by one into: names and samples, arguments, the same of the oracle, tangents.
#[macro_export]
macro_rules! second_arguments {
    (
        $name:ident $pool:tt [$(($a:ident $d:ident $sample:expr))*] [$($call:tt)*] [$($lifted:tt)*] [$($tangent:tt)*]
    ) => {
        let samples = || ($($sample,)*);
        let reshape = move |floats: &[f64]| ::ad_tests::reshape(&samples(), floats);
        $crate::check::Second {
            name: stringify!($name),
            at: ::ad_tests::flatten(&samples()),
            roundoff: ::ad_tests::roundoff_of(&samples()),
            represent: Box::new(move |floats| ::ad_tests::flatten(&reshape(floats))),
            gradient: Box::new(move |point| {
                let ($($a,)*) = reshape(point);
                ::ad_tests::flatten(&subject::f_grad($($call)*))
            }),
            product: Box::new(move |point, direction| {
                let ($($a,)*) = reshape(point);
                let ($($d,)*) = reshape(direction);
                ::ad_tests::flatten(&subject::f_hvp($($call)* $($tangent)*))
            }),
            both: Box::new(move |point, direction| {
                let ($($a,)*) = reshape(point);
                let ($($d,)*) = reshape(direction);
                ::ad_tests::flatten(&subject::f_grad_and_hvp($($call)* $($tangent)*))
            }),
            hessian: Some(Box::new(move |point| {
                let ($($a,)*) = reshape(point);
                $crate::check::Matrix::elements(&subject::f_hessian($($call)*))
            })),
            oracle: Some(Box::new(move |point, first, second| {
                let ($($a,)*) = $crate::check::lifted(&reshape(point), first, second);
                oracle::f($($lifted)*)
            })),
        }
        .check();
    };
    (
        $name:ident $pool:tt $active:tt [$($call:tt)*] [$($lifted:tt)*] $tangent:tt
        const $inactive:expr $(, $($rest:tt)*)?
    ) => {
        $crate::second_arguments! {
            $name $pool $active [$($call)* $inactive,] [$($lifted)* $inactive,] $tangent $($($rest)*)?
        }
    };
    (
        $name:ident $pool:tt $active:tt [$($call:tt)*] [$($lifted:tt)*] $tangent:tt
        held & $inactive:expr $(, $($rest:tt)*)?
    ) => {
        $crate::second_arguments! {
            $name $pool $active [$($call)* &$inactive,] [$($lifted)* &$crate::hyper::held(&$inactive),] $tangent
            $($($rest)*)?
        }
    };
    (
        $name:ident $pool:tt $active:tt [$($call:tt)*] [$($lifted:tt)*] $tangent:tt
        held $inactive:expr $(, $($rest:tt)*)?
    ) => {
        $crate::second_arguments! {
            $name $pool $active [$($call)* $inactive,] [$($lifted)* $crate::hyper::held(&$inactive),] $tangent
            $($($rest)*)?
        }
    };
    (
        $name:ident [($a:ident $d:ident) $($pool:tt)*] [$($active:tt)*] [$($call:tt)*] [$($lifted:tt)*] [$($tangent:tt)*]
        & $sample:expr $(, $($rest:tt)*)?
    ) => {
        $crate::second_arguments! {
            $name [$($pool)*]
            [$($active)* ($a $d $sample)] [$($call)* &$a,] [$($lifted)* &$a,] [$($tangent)* &$d,] $($($rest)*)?
        }
    };
    (
        $name:ident [($a:ident $d:ident) $($pool:tt)*] [$($active:tt)*] [$($call:tt)*] [$($lifted:tt)*] [$($tangent:tt)*]
        $sample:expr $(, $($rest:tt)*)?
    ) => {
        $crate::second_arguments! {
            $name [$($pool)*]
            [$($active)* ($a $d $sample)] [$($call)* $a,] [$($lifted)* $a,] [$($tangent)* $d,] $($($rest)*)?
        }
    };
}
