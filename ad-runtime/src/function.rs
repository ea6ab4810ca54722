//! Functions that are passed to functions: values that can be called, and whose derivatives can be asked for.
//!
//! A differentiated function that calls a parameter of the type `impl Fn(f64) -> f64` on something that carries a derivative
//! has companions that take a [`Function`] in its place:
//!
//! ```
//! use ad_runtime::{differentiate, function, with_derivative};
//!
//! #[differentiate]
//! fn midpoint(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
//!     (b - a) * f(0.5 * (a + b))
//! }
//!
//! #[differentiate]
//! fn square(x: f64) -> f64 {
//!     x * x
//! }
//!
//! // A differentiated function, by its name, or any other together with its derivative.
//! assert_eq!(midpoint_grad(function!(square), 1.0, 3.0), (0.0, 8.0));
//! assert_eq!(midpoint_grad(with_derivative(|x| x * x, |x| 2.0 * x), 1.0, 3.0), (0.0, 8.0));
//! ```

mod argument;
mod call;
mod closure;
mod named;
mod twice;

pub use argument::{Argument, Arguments, Lendable, Lent, Value};
pub use call::*;
#[doc(hidden)]
pub use closure::{Closure, closure, closure_twice, without_derivative};
#[doc(hidden)]
pub use named::{Linkable, Linked, Named, NotDifferentiated, fallback, named};
pub use named::{WithDerivative, with_derivative};
pub use twice::FunctionTwice;
#[doc(hidden)]
pub use twice::{LinearSpace, OfFirstOrder, Second};

use crate::Differentiable;

/// A function that can be called, and whose derivative can be asked for.
///
/// Its [tangent](Differentiable::Tangent) is that of what it captures: nothing for a function that is named. `A` says what it
/// takes: a tuple with a [`Value`] or a [`Lent`] for each argument.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is called where a derivative flows, and has none",
    label = "this function has no derivative, or one of other arguments",
    note = "pass a function with `#[differentiate]` by its name; to a companion, as `function!(name)` or `with_derivative(f, its_derivative)`",
    note = "in a function with `#[differentiate]`, write a closure where it is passed: `|x: f64| ..`"
)]
pub trait Function<A: Arguments, R: Differentiable>: Differentiable + Clone {
    /// The linear map from the cotangent of the result to those of the arguments and of what is captured.
    type Pullback;

    /// The value.
    fn call(&self, arguments: A::Given<'_>) -> R;

    /// The value and its tangent; a tangent that is absent is zero.
    fn jvp(
        &self,
        arguments: A::Given<'_>,
        own: Option<&Self::Tangent>,
        tangents: A::Tangents<'_>,
    ) -> (R, R::Tangent);

    /// The value and the pullback.
    fn vjp(&self, arguments: A::Given<'_>) -> (R, Self::Pullback);

    /// The pullback, applied: what is behind references is added to, the other cotangents are returned.
    fn pull(
        pullback: &Self::Pullback,
        seed: R::Tangent,
        own: Option<&mut Self::Tangent>,
        slots: A::Slots<'_>,
    ) -> A::Cotangents;
}

#[diagnostic::do_not_recommend]
impl<A: Arguments, R: Differentiable, F: Function<A, R>> Function<A, R> for &F {
    type Pullback = F::Pullback;

    #[inline]
    fn call(&self, arguments: A::Given<'_>) -> R {
        (**self).call(arguments)
    }

    #[inline]
    fn jvp(
        &self,
        arguments: A::Given<'_>,
        own: Option<&F::Tangent>,
        tangents: A::Tangents<'_>,
    ) -> (R, R::Tangent) {
        (**self).jvp(arguments, own, tangents)
    }

    #[inline]
    fn vjp(&self, arguments: A::Given<'_>) -> (R, F::Pullback) {
        (**self).vjp(arguments)
    }

    #[inline]
    fn pull(
        pullback: &F::Pullback,
        seed: R::Tangent,
        own: Option<&mut F::Tangent>,
        slots: A::Slots<'_>,
    ) -> A::Cotangents {
        F::pull(pullback, seed, own, slots)
    }
}
