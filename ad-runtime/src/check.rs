//! A gradient checker, for tests.
//!
//! [`check_gradient!`](crate::check_gradient) checks all companions of a differentiated function at
//! a point, in one line:
//!
//! ```
//! use ad_runtime::{check_gradient, differentiate};
//!
//! #[differentiate]
//! fn energy(r: f64, charges: &[f64], n: i32) -> f64 {
//!     charges[0] * charges[1] / r.powi(n)
//! }
//!
//! check_gradient!(energy(0.8, &[1.0, -2.0], const 3));
//! ```
//!
//! This is mostly for functions with `partials = path`, where a rule is yours, and for kinks:
//!
//! ```should_panic
//! # use ad_runtime::{check_gradient, differentiate};
//! #[differentiate(partials = slopes)]
//! fn product(x: f64, y: f64) -> f64 {
//!     x * y
//! }
//! fn slopes(x: f64, y: f64) -> (f64, f64) {
//!     (x, y) // the wrong way round
//! }
//!
//! check_gradient!(product(2.0, 5.0));
//! ```
//!
//! ```text
//! the companions of `product` do not hold
//! - argument 1 (`2.0`): 2.0 returned, 4.999999999999997 by differences
//!   off by 3.0e0, tolerance 5.4e-14; step 1.7e-1, error of the differences 8.0e-15
//!   returned by `product_jvp`, `product_vjp`, `product_grad`, `product_value_and_grad`, `product_grad_into`
//! - argument 2 (`5.0`): 5.0 returned, 2.0 by differences
//!   off by 3.0e0, tolerance 5.0e-14; step 4.2e-1, error of the differences 2.9e-15
//!   returned by `product_jvp`, `product_vjp`, `product_grad`, `product_value_and_grad`, `product_grad_into`
//! ```
//!
//! # What is checked
//!
//! - Every derivative of every float of the result with respect to every active float, as each
//!   companion returns it, against differences of the plain function.
//! - ⟨w, J v⟩ = ⟨Jᵀ w, v⟩ for the jvp and the vjp, to a few rounding errors, in directions v and w
//!   that look random and are the same in every run.
//! - The value each companion returns against that of the plain function, bit for bit.
//! - Whether all of these are finite.
//!
//! # Differences
//!
//! Differences are taken at steps from a quarter of a coordinate's magnitude (of 1 at 0) down to
//! where rounding errors prevail, and extrapolated to step zero, after Ridders (1982). How much the
//! extrapolations scatter says how far to trust them, and the tolerance follows from that, for
//! functions of any scale, in `f32` and in `f64`. For a well-conditioned function, a derivative that is
//! off by a factor of 1 + 1e-8 is found in `f64`, and in `f32` as a rule one of 1 + 1e-4. Where a derivative is not even
//! known to a thousandth, the report has a [`Note::Unresolved`].
//!
//! No step changes the sign of a coordinate, but steps leave intervals like [0, 1] close to their
//! ends. A value that is not finite there is left out; a panic is a panic. Where the function is finite
//! on one side only, or where larger steps away from zero are more accurate, one-sided differences
//! are used.
//!
//! # Kinks
//!
//! Where the slopes below and above disagree, as those of `x.abs()` at 0, any derivative between the
//! two is accepted, and the report has a [`Note::Kink`]; one that is outside is a [`Problem::Kink`].
//!
//! # Cost
//!
//! For every active float, 48 calls of the plain function, up to 17 more where the float is smaller
//! than 1, and one of the jvp; for every float of the result, one of the vjp. Each copies the
//! arguments once. Check large inputs at a smaller size.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::marker::PhantomData;

use crate::Differentiable;

mod comparison;
mod coordinates;
mod differences;
pub(crate) mod random;
mod report;
mod seed;
mod slopes;
#[cfg(test)]
mod tests;
mod transpose;

pub use coordinates::{Coordinates, Visitor};
pub use report::{Failure, Note, Numeric, Place, Problem, Report};
pub use seed::Seed;

use comparison::Subject;
use coordinates::{Precision, filled, flatten, names, precisions};

/// Checks all companions of a differentiated function at a point, and panics with the [`Failure`]
/// if one does not hold.
///
/// What to call is written as a call. An argument without a derivative follows `const`, and is
/// evaluated anew at every call. Other arguments are owned values, or `&` before one: a variable that
/// is a slice itself is written `&*variable`. The value is a [`Report`].
///
/// Words before the call say which companions there are: `forward` or `reverse` where only that family
/// is emitted, `several` where the result holds several floats and there is no gradient.
///
/// ```
/// use ad_runtime::{check_gradient, differentiate};
///
/// mod geometry {
///     # use ad_runtime::differentiate;
///     #[differentiate]
///     pub fn polar(point: [f64; 2], scale: f64) -> (f64, f64) {
///         (scale * point[0].hypot(point[1]), point[1].atan2(point[0]))
///     }
/// }
///
/// #[differentiate(forward, wrt(x))]
/// fn trend(x: f32, data: &[f32]) -> f32 {
///     data[0] + data[1] * x
/// }
///
/// let report = check_gradient!(several geometry::polar([3.0, -4.0], 0.5));
/// assert!(report.notes().is_empty());
///
/// let data = vec![1.0, 0.5];
/// check_gradient!(forward trend(0.7, const &data));
/// ```
///
/// # Panics
///
/// When something does not hold; see the [module](mod@crate::check) for what is checked.
/// [`try_check_gradient!`](crate::try_check_gradient) returns it as a value.
#[macro_export]
macro_rules! check_gradient {
    ($($call:tt)*) => {
        $crate::check::expect_held($crate::__check_gradient!($crate $($call)*))
    };
}

/// [`check_gradient!`](crate::check_gradient) as a value: a `Result` of a [`Report`] or a
/// [`Failure`].
///
/// ```
/// use ad_runtime::{check::Problem, differentiate, try_check_gradient};
///
/// #[differentiate]
/// fn root(x: f64) -> f64 {
///     x.sqrt()
/// }
///
/// let failure = try_check_gradient!(root(0.0)).unwrap_err();
/// assert!(matches!(failure.problems()[0], Problem::NotFinite { .. }));
/// ```
#[macro_export]
macro_rules! try_check_gradient {
    ($($call:tt)*) => {
        $crate::__check_gradient!($crate $($call)*)
    };
}

/// What [`check_gradient!`](crate::check_gradient) is made of, for companions it cannot call: methods, functions of
/// references inside other values, or derivatives from elsewhere.
///
/// `P` is the tuple of the active arguments, owned; `R` is the result. Companions are closures that
/// take the former apart. A companion that is not given is not checked.
///
/// ```
/// use ad_runtime::check::Check;
///
/// struct Spring { stiffness: f64 }
///
/// impl Spring {
///     fn energy(&self, x: f64) -> f64 { 0.5 * self.stiffness * x * x }
///     fn force(&self, x: f64) -> f64 { -self.stiffness * x }
/// }
///
/// let spring = Spring { stiffness: 3.0 };
/// let report = Check::new("energy", (0.2,), |(x,)| spring.energy(x))
///     .grad("-force", |(x,)| (-spring.force(x),))
///     .run()?;
/// assert_eq!(report.derivatives(), 1);
/// # Ok::<(), ad_runtime::check::Failure>(())
/// ```
#[must_use = "`run` does the check"]
pub struct Check<'a, P: Differentiable, R: Differentiable> {
    subject: Subject<'a>,
    point: P,
    tangent: P::Tangent,
    seed: R::Tangent,
    result: PhantomData<R>,
}

impl<'a, P, R> Check<'a, P, R>
where
    P: Differentiable<Tangent: Coordinates + 'a> + Coordinates + 'a,
    R: Differentiable<Tangent: Coordinates + 'a> + Coordinates + 'a,
{
    /// A check of `function`, called `name` in failures, at `point`.
    pub fn new(name: &str, point: P, function: impl Fn(P) -> R + 'a) -> Self {
        let value = function(point.clone());
        let shape = point.clone();
        let precisions = precisions(point.clone());
        let narrowest = precisions
            .iter()
            .copied()
            .chain(self::precisions(value.clone()));
        let subject = Subject {
            name: name.to_owned(),
            point: flatten(point.clone()),
            arithmetic: narrowest.min().unwrap_or(Precision::Double),
            precisions,
            primal: Box::new(move |floats| flatten(function(filled(shape.clone(), floats)))),
            jvp: None,
            vjp: None,
            gradients: Vec::new(),
            inputs: named_inputs(&point),
            outputs: names((value.clone(),))
                .into_iter()
                .map(|(_, name)| name)
                .collect(),
            value: flatten(value.clone()),
        };
        Check {
            subject,
            tangent: point.zero_tangent(),
            seed: value.zero_tangent(),
            point,
            result: PhantomData,
        }
    }

    /// Names the active arguments: the position of each in the call, from 1, and its text.
    pub fn arguments<'s>(mut self, arguments: impl AsRef<[(usize, &'s str)]>) -> Self {
        self.subject.inputs = names(self.point.clone())
            .into_iter()
            .map(|(index, element)| match arguments.as_ref().get(index) {
                Some((position, text)) => (*position, (*text).to_owned(), element),
                None => (index + 1, String::new(), element),
            })
            .collect();
        self
    }

    /// Checks a pushforward: (point, tangent) ↦ (value, its tangent).
    pub fn jvp<D>(mut self, name: &str, jvp: impl Fn(P, P::Tangent) -> (R, D) + 'a) -> Self
    where
        D: Coordinates,
    {
        let (point, zero) = (self.point.clone(), self.tangent.clone());
        let flat = move |floats: &[f64], tangent: &[f64]| {
            let tangent = filled(zero.clone(), tangent);
            let (value, value_dot) = jvp(filled(point.clone(), floats), tangent);
            (flatten(value), flatten(value_dot))
        };
        self.subject.jvp = Some((name.to_owned(), Box::new(flat)));
        self
    }

    /// Checks a pullback: (point, seed) ↦ (value, cotangents).
    pub fn vjp<B>(mut self, name: &str, vjp: impl Fn(P, R::Tangent) -> (R, B) + 'a) -> Self
    where
        B: Coordinates,
    {
        let (point, zero) = (self.point.clone(), self.seed.clone());
        let flat = move |floats: &[f64], seed: &[f64]| {
            let (value, bars) = vjp(filled(point.clone(), floats), filled(zero.clone(), seed));
            (flatten(value), flatten(bars))
        };
        self.subject.vjp = Some((name.to_owned(), Box::new(flat)));
        self
    }

    /// Checks a gradient.
    pub fn grad<B: Coordinates>(mut self, name: &str, grad: impl Fn(P) -> B + 'a) -> Self {
        let point = self.point.clone();
        let flat = move |floats: &[f64]| (None, flatten(grad(filled(point.clone(), floats))));
        self.subject
            .gradients
            .push((name.to_owned(), Box::new(flat)));
        self
    }

    /// Checks a gradient that comes with the value.
    pub fn value_and_grad<B: Coordinates>(
        mut self,
        name: &str,
        value_and_grad: impl Fn(P) -> (R, B) + 'a,
    ) -> Self {
        let point = self.point.clone();
        let flat = move |floats: &[f64]| {
            let (value, bars) = value_and_grad(filled(point.clone(), floats));
            (Some(flatten(value)), flatten(bars))
        };
        self.subject
            .gradients
            .push((name.to_owned(), Box::new(flat)));
        self
    }

    /// Checks a gradient that is written to a buffer. The buffer holds NaN before, so that what is
    /// left unwritten, or added to, shows.
    pub fn grad_into(
        mut self,
        name: &str,
        grad_into: impl Fn(P, &mut P::Tangent) -> R + 'a,
    ) -> Self {
        let (point, zero) = (self.point.clone(), self.tangent.clone());
        let flat = move |floats: &[f64]| {
            let mut bars = filled(zero.clone(), &vec![f64::NAN; floats.len()]);
            let value = grad_into(filled(point.clone(), floats), &mut bars);
            (Some(flatten(value)), flatten(bars))
        };
        self.subject
            .gradients
            .push((name.to_owned(), Box::new(flat)));
        self
    }

    /// Does the check.
    pub fn run(self) -> Result<Report, Failure> {
        self.subject.check()
    }
}

/// Positions in the tuple, where no call has been written.
fn named_inputs(point: &impl Coordinates) -> Vec<(usize, String, String)> {
    names(point.clone())
        .into_iter()
        .map(|(index, element)| (index + 1, String::new(), element))
        .collect()
}

/// The report of a check that must pass.
#[doc(hidden)]
#[expect(clippy::must_use_candidate, reason = "a statement, as assertions are")]
#[track_caller]
pub fn expect_held(result: Result<Report, Failure>) -> Report {
    match result {
        Ok(report) => report,
        Err(failure) => panic!("{}", failure.to_string()),
    }
}

/// An owned sample of an argument that is passed by reference.
#[doc(hidden)]
pub fn owned<T: ToOwned + ?Sized>(argument: &T) -> T::Owned {
    argument.to_owned()
}
