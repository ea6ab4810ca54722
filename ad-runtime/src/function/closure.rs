//! Closures that are passed to differentiated functions, by their derivatives and by what they capture.

use super::{Arguments, Function, Second};
use crate::Differentiable;

/// A closure: what it captures that has a derivative, and functions of that and of the arguments; `S` are those of second
/// order, if there are any.
#[derive(Clone, Copy, Debug)]
pub struct Closure<C, P, J, V, S = ()> {
    pub(super) captures: C,
    primal: P,
    jvp: J,
    vjp: V,
    pub(super) second: S,
}

/// The same, of these functions: the value, forward mode, and the value and the pullback.
#[inline]
pub fn closure<C, P, J, V>(captures: C, primal: P, jvp: J, vjp: V) -> Closure<C, P, J, V> {
    Closure {
        captures,
        primal,
        jvp,
        vjp,
        second: (),
    }
}

/// The same, and forward mode of forward mode, and that with the pullback.
#[inline]
pub fn closure_twice<C, P, J, V, J2, V2>(
    captures: C,
    primal: P,
    jvp: J,
    vjp: V,
    jvp_twice: J2,
    vjp_twice: V2,
) -> Closure<C, P, J, V, Second<J2, V2>> {
    Closure {
        captures,
        primal,
        jvp,
        vjp,
        second: Second::new(jvp_twice, vjp_twice),
    }
}

impl<C: Differentiable, P, J, V, S> Differentiable for Closure<C, P, J, V, S> {
    type Tangent = C::Tangent;

    #[inline]
    fn zero_tangent(&self) -> C::Tangent {
        self.captures.zero_tangent()
    }
}

#[diagnostic::do_not_recommend]
impl<A: Arguments, R: Differentiable, C, P, J, V, Pulled, S> Function<A, R>
    for Closure<C, P, J, V, S>
where
    S: Clone,
    C: Differentiable + Clone,
    P: for<'c, 'x> Fn(&'c C, A::Given<'x>) -> R + Clone,
    J: for<'c, 'x, 't, 'd> Fn(
            &'c C,
            A::Given<'x>,
            Option<&'t C::Tangent>,
            A::Tangents<'d>,
        ) -> (R, R::Tangent)
        + Clone,
    V: for<'c, 'x> Fn(&'c C, A::Given<'x>) -> (R, Pulled) + Clone,
    Pulled: for<'t, 's> Fn(R::Tangent, Option<&'t mut C::Tangent>, A::Slots<'s>) -> A::Cotangents,
{
    type Pullback = Pulled;

    #[inline]
    fn call(&self, arguments: A::Given<'_>) -> R {
        (self.primal)(&self.captures, arguments)
    }

    #[inline]
    fn jvp(
        &self,
        arguments: A::Given<'_>,
        own: Option<&C::Tangent>,
        tangents: A::Tangents<'_>,
    ) -> (R, R::Tangent) {
        (self.jvp)(&self.captures, arguments, own, tangents)
    }

    #[inline]
    fn vjp(&self, arguments: A::Given<'_>) -> (R, Pulled) {
        (self.vjp)(&self.captures, arguments)
    }

    #[inline]
    fn pull(
        pullback: &Pulled,
        seed: R::Tangent,
        own: Option<&mut C::Tangent>,
        slots: A::Slots<'_>,
    ) -> A::Cotangents {
        pullback(seed, own, slots)
    }
}

/// Compiles for what has no derivative alone: an argument of a closure that is an index or a number.
#[inline]
pub fn without_derivative<T: Differentiable<Tangent = ()> + ?Sized>(_: &T) {}
