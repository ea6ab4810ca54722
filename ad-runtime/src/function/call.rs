//! The call of a function parameter: a differentiable function of the function itself and of its arguments.
//!
//! `call_2(&f, x, y)` is `f(x, y)`, and has a linkage like any function with the attribute, in the enum of its name. The
//! function is behind a reference, and its tangent is that of what it captures.

use super::{Argument, Function};
use crate::Differentiable;

macro_rules! calls {
    ($($name:ident $doc:literal: $($ty:ident $x:ident $x_dot:ident),+;)+) => {$(
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
    )+};
    (@marker $x:ident) => { impl Sized };
}

calls! {
    call_1 "`f(a)`": A a a_dot;
    call_2 "`f(a, b)`": A a a_dot, B b b_dot;
    call_3 "`f(a, b, c)`": A a a_dot, B b b_dot, C c c_dot;
    call_4 "`f(a, b, c, d)`": A a a_dot, B b b_dot, C c c_dot, D d d_dot;
}
