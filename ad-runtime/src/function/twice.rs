//! Second derivatives of functions that are passed: those of their forward mode.
//!
//! The forward mode of a function is a function of the arguments, of what is captured, and of the tangents of both. So its
//! own derivatives take what those of the function take, and then once more for the tangents.

use super::named::{Linked, Named, NotDifferentiated};
use super::{Argument, Arguments, Closure, Function};
use crate::{Differentiable, Tangent};

/// A value and its tangent.
pub(super) type Pair<R> = (R, <R as Differentiable>::Tangent);
/// The tangent of a value, and the tangent of its tangent; or a cotangent for each of the two.
pub(super) type Tangents<R> = (
    <R as Differentiable>::Tangent,
    <R as Differentiable>::Tangent,
);

/// A tangent whose own tangents are of its type.
pub trait LinearSpace: Tangent + Differentiable<Tangent = Self> {}

impl<T: Tangent + Differentiable<Tangent = T>> LinearSpace for T {}

/// A function that can be called, and whose second derivatives can be asked for.
///
/// A function of `order = 2` is one, by its name, and so is a closure where it is passed by a function of `order = 2`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is called where a second derivative flows, and has none",
    label = "this function has no second derivatives",
    note = "pass a function with `#[differentiate(order = 2)]` by its name; to a companion, as `function!(name)`"
)]
pub trait FunctionTwice<A: Arguments, R: Differentiable>:
    Function<A, R> + Differentiable<Tangent: LinearSpace>
{
    /// The linear map from the cotangents of the value and of its tangent to those of the arguments, of what is captured, and
    /// of the tangents of both.
    type PullbackTwice;

    /// Forward mode, and its tangent along the directions that come last: of the arguments and of what is captured, and of the
    /// tangents of both. What is absent is zero.
    #[allow(clippy::too_many_arguments, reason = "forward mode of forward mode")]
    fn jvp_twice(
        &self,
        arguments: A::Given<'_>,
        own: Option<&Self::Tangent>,
        tangents: A::Tangents<'_>,
        own_along: Option<&Self::Tangent>,
        along: A::Tangents<'_>,
        own_dot_along: Option<&Self::Tangent>,
        dot_along: A::Tangents<'_>,
    ) -> (Pair<R>, Tangents<R>);

    /// Forward mode, and its pullback.
    fn vjp_twice(
        &self,
        arguments: A::Given<'_>,
        own: Option<&Self::Tangent>,
        tangents: A::Tangents<'_>,
    ) -> (Pair<R>, Self::PullbackTwice);

    /// The pullback, applied: what is behind references is added to, the other cotangents are returned, those of the
    /// arguments and then those of their tangents.
    fn pull_twice(
        pullback: &Self::PullbackTwice,
        seed: Tangents<R>,
        own: Option<&mut Self::Tangent>,
        slots: A::Slots<'_>,
        own_dot: Option<&mut Self::Tangent>,
        dot_slots: A::Slots<'_>,
    ) -> (A::Cotangents, A::Cotangents);
}

#[diagnostic::do_not_recommend]
impl<A: Arguments, R: Differentiable, F: FunctionTwice<A, R>> FunctionTwice<A, R> for &F {
    type PullbackTwice = F::PullbackTwice;

    #[inline]
    fn jvp_twice(
        &self,
        arguments: A::Given<'_>,
        own: Option<&F::Tangent>,
        tangents: A::Tangents<'_>,
        own_along: Option<&F::Tangent>,
        along: A::Tangents<'_>,
        own_dot_along: Option<&F::Tangent>,
        dot_along: A::Tangents<'_>,
    ) -> (Pair<R>, Tangents<R>) {
        (**self).jvp_twice(
            arguments,
            own,
            tangents,
            own_along,
            along,
            own_dot_along,
            dot_along,
        )
    }

    #[inline]
    fn vjp_twice(
        &self,
        arguments: A::Given<'_>,
        own: Option<&F::Tangent>,
        tangents: A::Tangents<'_>,
    ) -> (Pair<R>, F::PullbackTwice) {
        (**self).vjp_twice(arguments, own, tangents)
    }

    #[inline]
    fn pull_twice(
        pullback: &F::PullbackTwice,
        seed: Tangents<R>,
        own: Option<&mut F::Tangent>,
        slots: A::Slots<'_>,
        own_dot: Option<&mut F::Tangent>,
        dot_slots: A::Slots<'_>,
    ) -> (A::Cotangents, A::Cotangents) {
        F::pull_twice(pullback, seed, own, slots, own_dot, dot_slots)
    }
}

/// The functions of second order: forward mode of forward mode, and that with the pullback.
#[derive(Clone, Copy, Debug)]
pub struct Second<J, V> {
    jvp: J,
    vjp: V,
}

impl<J, V> Second<J, V> {
    pub(super) fn new(jvp: J, vjp: V) -> Self {
        Second { jvp, vjp }
    }
}

/// What the linkage of a function of first order has in the place of that of its forward mode: a function of second order
/// has functions of these names, which come first.
#[allow(missing_docs, non_upper_case_globals)]
pub trait OfFirstOrder {
    const twice_jvp: NotDifferentiated = NotDifferentiated;
    const twice_vjp: NotDifferentiated = NotDifferentiated;
}

impl<L> OfFirstOrder for L {}

/// The functions of second order that a function has which takes `A` and returns `R`: none, or some of these arguments.
/// That tells the compiler what type it is of which a generic function is passed, where its first derivatives alone are
/// asked for.
pub trait SecondOf<A, R>: Clone {}

impl<A, R> SecondOf<A, R> for Second<NotDifferentiated, NotDifferentiated> {}

#[diagnostic::do_not_recommend]
impl<A: Arguments, R: Differentiable, C, P, J, V, J2, V2, PulledTwice> FunctionTwice<A, R>
    for Closure<C, P, J, V, Second<J2, V2>>
where
    Self: Function<A, R> + Differentiable<Tangent = C::Tangent>,
    C: Differentiable<Tangent: LinearSpace>,
    J2: for<'c, 'x, 't, 'd, 'u, 'e, 'v, 'f> Fn(
        &'c C,
        A::Given<'x>,
        Option<&'t C::Tangent>,
        A::Tangents<'d>,
        Option<&'u C::Tangent>,
        A::Tangents<'e>,
        Option<&'v C::Tangent>,
        A::Tangents<'f>,
    ) -> (Pair<R>, Tangents<R>),
    V2: for<'c, 'x, 't, 'd> Fn(
        &'c C,
        A::Given<'x>,
        Option<&'t C::Tangent>,
        A::Tangents<'d>,
    ) -> (Pair<R>, PulledTwice),
    PulledTwice: for<'t, 's, 'u, 'r> Fn(
        Tangents<R>,
        Option<&'t mut C::Tangent>,
        A::Slots<'s>,
        Option<&'u mut C::Tangent>,
        A::Slots<'r>,
    ) -> (A::Cotangents, A::Cotangents),
{
    type PullbackTwice = PulledTwice;

    #[inline]
    fn jvp_twice(
        &self,
        arguments: A::Given<'_>,
        own: Option<&C::Tangent>,
        tangents: A::Tangents<'_>,
        own_along: Option<&C::Tangent>,
        along: A::Tangents<'_>,
        own_dot_along: Option<&C::Tangent>,
        dot_along: A::Tangents<'_>,
    ) -> (Pair<R>, Tangents<R>) {
        (self.second.jvp)(
            &self.captures,
            arguments,
            own,
            tangents,
            own_along,
            along,
            own_dot_along,
            dot_along,
        )
    }

    #[inline]
    fn vjp_twice(
        &self,
        arguments: A::Given<'_>,
        own: Option<&C::Tangent>,
        tangents: A::Tangents<'_>,
    ) -> (Pair<R>, PulledTwice) {
        (self.second.vjp)(&self.captures, arguments, own, tangents)
    }

    #[inline]
    fn pull_twice(
        pullback: &PulledTwice,
        seed: Tangents<R>,
        own: Option<&mut C::Tangent>,
        slots: A::Slots<'_>,
        own_dot: Option<&mut C::Tangent>,
        dot_slots: A::Slots<'_>,
    ) -> (A::Cotangents, A::Cotangents) {
        pullback(seed, own, slots, own_dot, dot_slots)
    }
}

macro_rules! named {
    ($($($ty:ident $x:ident $dot:ident $along:ident $dot_along:ident),+;)+) => {$(
        impl<$($ty: Argument,)+ R: Differentiable, J2, V2, PulledTwice> SecondOf<($($ty,)+), R> for Second<Linked<J2>, V2>
        where
            Self: Clone,
            J2: for<'x, 'd, 'e, 'f> Fn(
                $($ty::Given<'x>,)+
                $(Option<$ty::Tangent<'d>>,)+
                $(Option<$ty::Tangent<'e>>,)+
                $(Option<$ty::Tangent<'f>>),+
            ) -> (Pair<R>, Tangents<R>),
            V2: for<'x, 'd> Fn($($ty::Given<'x>,)+ $(Option<$ty::Tangent<'d>>),+) -> (Pair<R>, PulledTwice),
        {
        }

        #[diagnostic::do_not_recommend]
        impl<$($ty: Argument,)+ R: Differentiable, P, J, V, K, J2, V2, PulledTwice> FunctionTwice<($($ty,)+), R>
            for Named<P, Linked<J>, V, K, Second<Linked<J2>, V2>>
        where
            Self: Function<($($ty,)+), R> + Differentiable<Tangent = ()>,
            J2: for<'x, 'd, 'e, 'f> Fn(
                $($ty::Given<'x>,)+
                $(Option<$ty::Tangent<'d>>,)+
                $(Option<$ty::Tangent<'e>>,)+
                $(Option<$ty::Tangent<'f>>),+
            ) -> (Pair<R>, Tangents<R>),
            V2: for<'x, 'd> Fn($($ty::Given<'x>,)+ $(Option<$ty::Tangent<'d>>),+) -> (Pair<R>, PulledTwice),
            PulledTwice: for<'s, 'r> Fn(
                Tangents<R>,
                $(Option<$ty::Slot<'s>>,)+
                $(Option<$ty::Slot<'r>>),+
            ) -> ($($ty::Cotangent,)+ $($ty::Cotangent),+),
        {
            type PullbackTwice = PulledTwice;

            #[inline]
            fn jvp_twice(
                &self,
                ($($x,)+): <($($ty,)+) as Arguments>::Given<'_>,
                _: Option<&()>,
                ($($dot,)+): <($($ty,)+) as Arguments>::Tangents<'_>,
                _: Option<&()>,
                ($($along,)+): <($($ty,)+) as Arguments>::Tangents<'_>,
                _: Option<&()>,
                ($($dot_along,)+): <($($ty,)+) as Arguments>::Tangents<'_>,
            ) -> (Pair<R>, Tangents<R>) {
                (self.second.jvp.0)($($x,)+ $($dot,)+ $($along,)+ $($dot_along),+)
            }

            #[inline]
            fn vjp_twice(
                &self,
                ($($x,)+): <($($ty,)+) as Arguments>::Given<'_>,
                _: Option<&()>,
                ($($dot,)+): <($($ty,)+) as Arguments>::Tangents<'_>,
            ) -> (Pair<R>, PulledTwice) {
                (self.second.vjp)($($x,)+ $($dot),+)
            }

            #[inline]
            fn pull_twice(
                pullback: &PulledTwice,
                seed: Tangents<R>,
                _: Option<&mut ()>,
                ($($x,)+): <($($ty,)+) as Arguments>::Slots<'_>,
                _: Option<&mut ()>,
                ($($dot,)+): <($($ty,)+) as Arguments>::Slots<'_>,
            ) -> (($($ty::Cotangent,)+), ($($ty::Cotangent,)+)) {
                let ($($x,)+ $($dot),+) = pullback(seed, $($x,)+ $($dot),+);
                (($($x,)+), ($($dot,)+))
            }
        }
    )+};
}

named! {
    A a a_dot a_along a_dot_along;
    A a a_dot a_along a_dot_along, B b b_dot b_along b_dot_along;
    A a a_dot a_along a_dot_along, B b b_dot b_along b_dot_along, C c c_dot c_along c_dot_along;
    A a a_dot a_along a_dot_along, B b b_dot b_along b_dot_along, C c c_dot c_along c_dot_along,
        D d d_dot d_along d_dot_along;
}
