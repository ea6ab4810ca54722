//! Estimates of rounding errors.

use core::fmt::{self, Display, Formatter, LowerExp};

use num_traits::Float;

/// A value with an estimate of its rounding error, as `f_error_estimate` returns it.
///
/// Every operation that rounds is off by at most a unit of roundoff u of its result v, or by two where
/// a library computes it, by |n| for `powi(n)`; to first order that moves the function's value by
/// |v · v̄| u. The sum of these is the bound. It takes the parameters as exact, and what no active
/// parameter goes into. A call of another differentiated function counts as one operation of a library,
/// whatever rounding errors there are inside: those are in the callee's own estimate.
///
/// ```
/// use ad_runtime::differentiate;
///
/// /// The smaller root of x² − 2bx + c.
/// #[differentiate(wrt(b, c), error_estimate)]
/// fn cancels(b: f64, c: f64) -> f64 {
///     let discriminant = b * b - c;
///     b - discriminant.sqrt()
/// }
///
/// #[differentiate(wrt(b, c), error_estimate)]
/// fn stable(b: f64, c: f64) -> f64 {
///     let discriminant = b * b - c;
///     c / (b + discriminant.sqrt())
/// }
///
/// let (bad, good) = (cancels_error_estimate(1e6, 1.0), stable_error_estimate(1e6, 1.0));
/// assert!(bad.bound / bad.value > 1e-5);
/// assert!(good.bound / good.value < 1e-15);
/// assert!((bad.value - good.value).abs() <= bad.bound + good.bound);
///
/// let [(name, contribution), _] = bad.contributions;
/// assert!(name == "discriminant" && contribution <= bad.bound);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ErrorEstimate<T, const N: usize> {
    /// The value of the function.
    pub value: T,
    /// How far the value may be off, to first order.
    pub bound: T,
    /// What each variable adds to the bound, in their order: the errors of its value and of the
    /// operations it is made of. The value that is returned is called `result`, if nothing else.
    pub contributions: [(&'static str, T); N],
}

impl<T: Float, const N: usize> ErrorEstimate<T, N> {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn new(value: T, contributions: [(&'static str, T); N]) -> Self {
        let terms = contributions.iter();
        ErrorEstimate {
            value,
            bound: terms.fold(T::zero(), |sum, (_, term)| sum + *term),
            contributions,
        }
    }

    /// The contributions, the largest first.
    fn sorted(&self) -> [(&'static str, T); N] {
        let mut sorted = self.contributions;
        sorted.sort_unstable_by(|(_, a), (_, b)| {
            let nan_first = || b.is_nan().cmp(&a.is_nan());
            b.partial_cmp(a).unwrap_or_else(nan_first)
        });
        sorted
    }
}

/// `value ± bound`, then a line for each contribution, the largest first.
impl<T: Float + Display + LowerExp, const N: usize> Display for ErrorEstimate<T, N> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} ± {:.1e}", self.value, self.bound)?;
        for (name, contribution) in self.sorted() {
            write!(f, "\n  {contribution:.1e}  {name}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn shows_the_largest_contribution_first() {
        let estimate = ErrorEstimate::new(1.5, [("a", 1e-16), ("b", 2e-12), ("c", f64::NAN)]);
        assert!(estimate.bound.is_nan());
        let estimate = ErrorEstimate::new(1.5, [("a", 1e-16), ("b", 2e-12)]);
        assert_eq!(
            estimate.to_string(),
            "1.5 ± 2.0e-12\n  2.0e-12  b\n  1.0e-16  a"
        );
    }
}
