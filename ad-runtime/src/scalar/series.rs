//! Truncated power series.

use core::{
    f64::consts::LN_2,
    ops::{Index, IndexMut},
};

use num_traits::Float;

use super::{Binary, Scalars, TangentScalar, Unary, lanes};
use crate::{elements::Elements, literal, rules};

mod recurrences;
#[cfg(test)]
mod tests;

use recurrences::{
    atan2, constant_power, exponential, hypot, log, logarithm, power, powf, product_term, quotient,
    root, sqrt, sqrt_of_one, square, tangent, trigonometric,
};

/// The coefficients of a power series, as the tangent of its value: of x(t) = x + c₁ t + c₂ t² + … + c<sub>K</sub>
/// t<sup>K</sup>, the coefficients of orders 1 to K.
///
/// The value x is not part of it: it stands beside the series as a primal does beside its tangent.
///
/// ```
/// use ad_runtime::{Series, TangentScalar, scalar::Unary};
///
/// let (x, x_dot) = (0.0_f64, Series::along(1.0));
/// let r = x.exp();
/// let r_dot: Series<f64, 4> = x_dot.times(r).unary(Unary::Exp, (x, x_dot), r);
/// assert_eq!(r_dot.coefficients(), &[1.0, 1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0]);
/// ```
///
/// The first coefficient is the tangent that forward mode computes, to the last bit. Each primitive takes O(K²) operations, in code
/// whose size does not depend on K.
///
/// Where a primitive has no power series (a root at 0, a logarithm at 0, a power of 0 with a fraction for an exponent),
/// the first coefficient is what its rule says, and those after it are infinite or NaN from the first that does not
/// exist. Where its derivative is 0 by convention (`hypot` and `atan2` at the origin), all coefficients are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Series<T, const K: usize> {
    coefficients: [T; K],
}

impl<T, const K: usize> Series<T, K> {
    /// The series with these coefficients, from order 1 on.
    ///
    /// ```
    /// use ad_runtime::Series;
    ///
    /// let series = Series::new([3.0, 0.5]);
    /// assert_eq!(series, Series::from([3.0, 0.5]));
    /// assert_eq!(series.value_at(1.0, 2.0), 1.0 + 3.0 * 2.0 + 0.5 * 4.0);
    /// ```
    #[inline]
    pub const fn new(coefficients: [T; K]) -> Self {
        Self { coefficients }
    }

    /// The coefficients, from order 1 on: that of order k has the index k - 1.
    ///
    /// ```
    /// use ad_runtime::Series;
    ///
    /// assert_eq!(Series::new([3.0, 0.5]).coefficients(), &[3.0, 0.5]);
    /// ```
    #[inline]
    pub const fn coefficients(&self) -> &[T; K] {
        &self.coefficients
    }
}

impl<T: Float, const K: usize> Series<T, K> {
    /// A straight line: the first coefficient is `direction`, the others are zero. Without coefficients, K = 0, nothing
    /// of it is left.
    ///
    /// ```
    /// use ad_runtime::Series;
    ///
    /// assert_eq!(Series::along(2.0), Series::new([2.0, 0.0, 0.0]));
    /// ```
    #[inline]
    #[must_use]
    pub fn along(direction: T) -> Self {
        let mut series = Self::default();
        if let Some(first) = series.coefficients.first_mut() {
            *first = direction;
        }
        series
    }

    /// The sum of the series around the value `x`: x + c₁ t + c₂ t² + …
    ///
    /// ```
    /// use ad_runtime::Series;
    ///
    /// // The exponential function around 0.
    /// let series = Series::new([1.0, 1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0]);
    /// assert!((series.value_at(1.0, 0.01) - 0.01_f64.exp()).abs() < 1e-12);
    /// ```
    #[inline]
    #[must_use]
    pub fn value_at(&self, x: T, t: T) -> T {
        let inner = self.coefficients.iter().rev();
        x + inner.fold(T::zero(), |sum, &coefficient| (sum + coefficient) * t)
    }

    /// The derivative of this order with respect to t, at t = 0: the coefficient times the factorial of its order.
    ///
    /// ```
    /// use ad_runtime::Series;
    ///
    /// let series = Series::new([3.0, 0.5, 2.0]);
    /// assert_eq!(series.derivative(3), 12.0);
    /// ```
    ///
    /// # Panics
    ///
    /// Panics where `order` is not one of the orders 1 to K.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn derivative(&self, order: usize) -> T {
        let mut factor = T::one();
        (1..order).fold(self[order], |product, _| {
            factor = factor + T::one();
            product * factor
        })
    }

    /// The lowest order with a coefficient other than zero, unless there is none.
    fn lowest_order(&self) -> Option<usize> {
        let index = self.coefficients.iter().position(|c| !c.is_zero())?;
        Some(index + 1)
    }

    /// `self` with a term added to each coefficient after the first: a function of the order, and of the coefficients of
    /// lower orders.
    #[inline]
    fn with_terms(mut self, mut term: impl FnMut(usize, &Self) -> T) -> Self {
        for order in 2..=K {
            self[order] = self[order] + term(order, &self);
        }
        self
    }

    /// `self` with these coefficients after the first.
    fn with_orders_above_first(self, mut higher: Self) -> Self {
        if let (Some(to), Some(&from)) =
            (higher.coefficients.first_mut(), self.coefficients.first())
        {
            *to = from;
        }
        higher
    }
}

/// The series with these coefficients, from order 1 on.
impl<T, const K: usize> From<[T; K]> for Series<T, K> {
    #[inline]
    fn from(coefficients: [T; K]) -> Self {
        Self::new(coefficients)
    }
}

/// The series of a constant.
impl<T: Float, const K: usize> Default for Series<T, K> {
    #[inline]
    fn default() -> Self {
        Self::new([T::zero(); K])
    }
}

/// The coefficient of an order.
///
/// ```
/// use ad_runtime::Series;
///
/// let mut series = Series::new([3.0, 0.5]);
/// assert_eq!(series[1], 3.0);
/// series[2] = 4.0;
/// assert_eq!(series, Series::new([3.0, 4.0]));
/// ```
///
/// The value that the series is around, order 0, is not part of it:
///
/// ```should_panic
/// # use ad_runtime::Series;
/// let value = Series::new([3.0, 0.5])[0];
/// ```
///
/// # Panics
///
/// Panics where the index is not one of the orders 1 to K.
impl<T, const K: usize> Index<usize> for Series<T, K> {
    type Output = T;

    #[inline]
    #[track_caller]
    fn index(&self, order: usize) -> &T {
        match self.coefficients.get(order.wrapping_sub(1)) {
            Some(coefficient) => coefficient,
            None => no_such_order(order, K),
        }
    }
}

/// The coefficient of an order.
///
/// # Panics
///
/// Panics where the index is not one of the orders 1 to K.
impl<T, const K: usize> IndexMut<usize> for Series<T, K> {
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, order: usize) -> &mut T {
        match self.coefficients.get_mut(order.wrapping_sub(1)) {
            Some(coefficient) => coefficient,
            None => no_such_order(order, K),
        }
    }
}

#[cold]
#[track_caller]
fn no_such_order(order: usize, orders: usize) -> ! {
    panic!("a series with the orders 1 to {orders} has no coefficient of order {order}")
}

impl<T, const K: usize> Elements<Self> for Series<T, K> {
    #[inline]
    fn for_each_element(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
    }
}

impl<T, const K: usize> Scalars<Self> for Series<T, K> {
    #[inline]
    fn for_each_scalar(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
    }
}

/// To the linear terms, of which generated code makes tangents, each primitive adds those of higher order.
///
/// ```
/// use ad_runtime::{Series, TangentScalar, scalar::Binary};
///
/// // x = 2 + t, y = 5 + 3 t
/// let (x, x_dot) = (2.0, Series::along(1.0));
/// let (y, y_dot) = (5.0, Series::along(3.0));
/// let linear = x_dot.times(y).plus(y_dot.times(x));
/// let product: Series<f64, 3> = linear.binary(Binary::Product, (x, x_dot), (y, y_dot), x * y);
/// assert_eq!(product.coefficients(), &[11.0, 3.0, 0.0]);
/// ```
///
/// Of a function with a custom rule, nothing is known beyond its linear term. In a series with more coefficients than
/// one, that is an error at compile time:
///
/// ```compile_fail,E0080
/// use ad_runtime::{Series, TangentScalar};
///
/// let series = Series::<f64, 2>::along(1.0).opaque();
/// ```
impl<T: Float, const K: usize> TangentScalar<T> for Series<T, K> {
    const RECORDS_DECISIONS: bool = false;

    #[inline]
    fn zero() -> Self {
        Self::default()
    }

    #[inline]
    fn plus(self, other: Self) -> Self {
        Self::new(lanes::plus(self.coefficients, other.coefficients))
    }

    #[inline]
    fn minus(self, other: Self) -> Self {
        Self::new(lanes::minus(self.coefficients, other.coefficients))
    }

    #[inline]
    fn negated(self) -> Self {
        Self::new(self.coefficients.map(T::neg))
    }

    #[inline]
    fn times(self, factor: T) -> Self {
        Self::new(self.coefficients.map(|coefficient| coefficient * factor))
    }

    #[inline]
    fn over(self, divisor: T) -> Self {
        Self::new(self.coefficients.map(|coefficient| coefficient / divisor))
    }

    fn unary(self, function: Unary, x: (T, Self), r: T) -> Self {
        let linear = self;
        let (x0, x) = x;
        let one = T::one();
        match function {
            Unary::Recip => quotient(linear, (x0, x)),
            Unary::Sqrt => sqrt(linear, r),
            Unary::Cbrt => power(linear, (x0, x), literal(1.0 / 3.0)),
            Unary::Exp | Unary::ExpM1 => exponential(linear, &x, one),
            Unary::Exp2 => exponential(linear, &x, literal(LN_2)),
            Unary::Ln | Unary::Log2 | Unary::Log10 => logarithm(linear, &x.over(x0)),
            Unary::Ln1p => logarithm(linear, &x.over(one + x0)),
            Unary::Sin | Unary::Cos => trigonometric(linear, &x, r, -one),
            Unary::Sinh | Unary::Cosh => trigonometric(linear, &x, r, one),
            Unary::Tan => tangent(linear, &x, r, one),
            Unary::Tanh => tangent(linear, &x, r, -one),
            Unary::Atan => logarithm(linear, &square(x0, x, one.hypot(x0))),
            Unary::Atanh => logarithm(linear, &square(x0, x, root(x0)).negated()),
            Unary::Asinh => logarithm(linear, &sqrt_of_one(square(x0, x, one.hypot(x0)))),
            Unary::Acosh => {
                let scaled = square(x0, x, rules::acosh_denominator(x0));
                logarithm(linear, &sqrt_of_one(scaled))
            }
            Unary::Asin | Unary::Acos => {
                logarithm(linear, &sqrt_of_one(square(x0, x, root(x0)).negated()))
            }
            Unary::Powi(exponent) => {
                constant_power(linear, (x0, x), literal(f64::from(exponent)), r)
            }
        }
    }

    fn binary(self, function: Binary, x: (T, Self), y: (T, Self), r: T) -> Self {
        let linear = self;
        match function {
            Binary::Product => linear.with_terms(|order, _| product_term(order, &x.1, &y.1)),
            Binary::Quotient => quotient(linear, y),
            Binary::Hypot => hypot(linear, x, y, r),
            Binary::Atan2 => atan2(linear, x, y),
            Binary::Log => log(linear, x, y, r),
            Binary::Powf => powf(linear, x, y, r),
        }
    }

    #[inline]
    fn opaque(self) -> Self {
        const {
            assert!(
                K <= 1,
                "Taylor coefficients after the first are asked of a function with a custom rule, which tells its first \
                 derivative only"
            );
        }
        self
    }
}
