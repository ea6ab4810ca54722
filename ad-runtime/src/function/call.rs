//! The call of a function parameter: a differentiable function of the function itself and of its arguments.
//!
//! `call_2(&f, x, y)` is `f(x, y)`, and has a linkage like any function with the attribute, in the enum of its name. The
//! function is behind a reference, and its tangent is that of what it captures.

use super::twice::{Pair, Tangents};
use super::{Argument, Function, FunctionTwice};
use crate::Differentiable;
use crate::support::DifferentiableTwice;

macro_rules! calls {
    ($($name:ident $forward:ident $doc:literal: $($ty:ident $x:ident $x_dot:ident $x_along:ident $x_dot_along:ident),+;)+) => {$(
        #[doc = $doc]
        #[inline]
        pub fn $name<'x, F: Function<($($ty,)+), R>, $($ty: Argument,)+ R: Differentiable>(
            f: &F,
            $($x: $ty::Given<'x>,)+
        ) -> R {
            f.call(($($x,)+))
        }

        #[doc(hidden)]
        #[allow(non_camel_case_types, missing_debug_implementations)]
        pub enum $name {}

        #[doc(hidden)]
        #[allow(clippy::too_many_arguments, clippy::type_complexity, missing_docs)]
        impl $name {
            #[inline]
            pub fn primal<'x, F: Function<($($ty,)+), R>, $($ty: Argument,)+ R: Differentiable>(
                f: &F,
                $($x: $ty::Given<'x>,)+
            ) -> R {
                f.call(($($x,)+))
            }

            pub fn activity(_: impl Sized, $(_: calls!(@marker $x),)+) {}

            #[inline]
            pub fn jvp<'x, 'd, F: Function<($($ty,)+), R>, $($ty: Argument,)+ R: Differentiable>(
                f: &F,
                $($x: $ty::Given<'x>,)+
                f_dot: Option<&F::Tangent>,
                $($x_dot: Option<$ty::Tangent<'d>>,)+
            ) -> (R, R::Tangent) {
                f.jvp(($($x,)+), f_dot, ($($x_dot,)+))
            }

            #[inline]
            pub fn linearize<'x, F: Function<($($ty,)+), R>, $($ty: Argument,)+ R: Differentiable>(
                f: &F,
                $($x: $ty::Given<'x>,)+
                _: &[bool],
            ) -> (R, impl for<'f, 'd> Fn(Option<&'f F::Tangent>, $(Option<$ty::Tangent<'d>>),+) -> R::Tangent + use<F, $($ty,)+ R>) {
                let kept = ($($ty::kept(&$x),)+);
                let own = f.clone();
                let value = f.call(($($x,)+));
                (value, move |f_dot, $($x_dot),+| {
                    let ($($x,)+) = &kept;
                    own.jvp(($($ty::given($x),)+), f_dot, ($($x_dot,)+)).1
                })
            }

            #[inline]
            pub fn vjp<'x, F: Function<($($ty,)+), R>, $($ty: Argument,)+ R: Differentiable>(
                f: &F,
                $($x: $ty::Given<'x>,)+
            ) -> (
                R,
                impl for<'f, 's> Fn(R::Tangent, Option<&'f mut F::Tangent>, $(Option<$ty::Slot<'s>>),+) -> ((), $($ty::Cotangent),+) + use<F, $($ty,)+ R>,
            ) {
                let (value, pullback) = f.vjp(($($x,)+));
                (value, move |seed, f_bar, $($x_dot),+| {
                    let ($($x,)+) = F::pull(&pullback, seed, f_bar, ($($x_dot,)+));
                    ((), $($x),+)
                })
            }

            #[inline]
            pub fn pullback<'x, F: Function<($($ty,)+), R>, $($ty: Argument,)+ R: Differentiable>(
                f: &F,
                $($x: $ty::Given<'x>,)+
            ) -> impl for<'f, 's> Fn(R::Tangent, Option<&'f mut F::Tangent>, $(Option<$ty::Slot<'s>>),+) -> ((), $($ty::Cotangent),+) + use<F, $($ty,)+ R>
            {
                Self::vjp::<F, $($ty,)+ R>(f, $($x),+).1
            }
        }

        impl DifferentiableTwice for $name {
            type ForwardMode = $forward;
            const FORWARD_MODE: $forward = $forward {};
        }

        #[doc(hidden)]
        #[allow(non_camel_case_types, missing_debug_implementations)]
        pub struct $forward {}

        #[doc(hidden)]
        #[allow(clippy::too_many_arguments, clippy::type_complexity, missing_docs)]
        impl $forward {
            #[inline]
            pub fn linked_jvp<'x, 'd, 'e, 'g, F: FunctionTwice<($($ty,)+), R>, $($ty: Argument,)+ R: Differentiable>(
                self,
                f: &F,
                $($x: $ty::Given<'x>,)+
                f_dot: Option<&F::Tangent>,
                $($x_dot: Option<$ty::Tangent<'d>>,)+
                f_along: Option<&F::Tangent>,
                $($x_along: Option<$ty::Tangent<'e>>,)+
                f_dot_along: Option<&F::Tangent>,
                $($x_dot_along: Option<$ty::Tangent<'g>>,)+
            ) -> (Pair<R>, Tangents<R>) {
                f.jvp_twice(
                    ($($x,)+),
                    f_dot,
                    ($($x_dot,)+),
                    f_along,
                    ($($x_along,)+),
                    f_dot_along,
                    ($($x_dot_along,)+),
                )
            }

            #[inline]
            pub fn linked_vjp<'x, 'd, F: FunctionTwice<($($ty,)+), R>, $($ty: Argument,)+ R: Differentiable>(
                self,
                f: &F,
                $($x: $ty::Given<'x>,)+
                f_dot: Option<&F::Tangent>,
                $($x_dot: Option<$ty::Tangent<'d>>,)+
            ) -> (
                Pair<R>,
                impl for<'f, 's, 'g, 'r> Fn(
                    Tangents<R>,
                    Option<&'f mut F::Tangent>,
                    $(Option<$ty::Slot<'s>>,)+
                    Option<&'g mut F::Tangent>,
                    $(Option<$ty::Slot<'r>>),+
                ) -> ((), $($ty::Cotangent,)+ (), $($ty::Cotangent),+) + use<F, $($ty,)+ R>,
            ) {
                let (value, pullback) = f.vjp_twice(($($x,)+), f_dot, ($($x_dot,)+));
                (value, move |seed, f_bar, $($x,)+ f_dot_bar, $($x_dot),+| {
                    let (($($x,)+), ($($x_dot,)+)) =
                        F::pull_twice(&pullback, seed, f_bar, ($($x,)+), f_dot_bar, ($($x_dot,)+));
                    ((), $($x,)+ (), $($x_dot),+)
                })
            }

            #[inline]
            pub fn linked_pullback<'x, 'd, F: FunctionTwice<($($ty,)+), R>, $($ty: Argument,)+ R: Differentiable>(
                self,
                f: &F,
                $($x: $ty::Given<'x>,)+
                f_dot: Option<&F::Tangent>,
                $($x_dot: Option<$ty::Tangent<'d>>,)+
            ) -> impl for<'f, 's, 'g, 'r> Fn(
                Tangents<R>,
                Option<&'f mut F::Tangent>,
                $(Option<$ty::Slot<'s>>,)+
                Option<&'g mut F::Tangent>,
                $(Option<$ty::Slot<'r>>),+
            ) -> ((), $($ty::Cotangent,)+ (), $($ty::Cotangent),+) + use<F, $($ty,)+ R> {
                self.linked_vjp::<F, $($ty,)+ R>(f, $($x,)+ f_dot, $($x_dot),+).1
            }
        }
    )+};
    (@marker $x:ident) => { impl Sized };
}

calls! {
    call_1 call_1_forward "`f(a)`": A a a_dot a_along a_dot_along;
    call_2 call_2_forward "`f(a, b)`": A a a_dot a_along a_dot_along, B b b_dot b_along b_dot_along;
    call_3 call_3_forward "`f(a, b, c)`":
        A a a_dot a_along a_dot_along, B b b_dot b_along b_dot_along, C c c_dot c_along c_dot_along;
    call_4 call_4_forward "`f(a, b, c, d)`":
        A a a_dot a_along a_dot_along, B b b_dot b_along b_dot_along, C c c_dot c_along c_dot_along,
        D d d_dot d_along d_dot_along;
}
