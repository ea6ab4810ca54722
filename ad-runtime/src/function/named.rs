//! Functions that capture nothing that has a derivative: those with a name, and those that come with their derivative.

use core::marker::PhantomData;

use num_traits::Float;

use super::twice::SecondOf;
use super::{Argument, Arguments, Function, Second, Value};
use crate::{Active, Differentiable};

/// A function by the functions of its linkage, of which `S` are those of second order.
#[derive(Debug)]
pub struct Named<P, J, V, K, S> {
    primal: P,
    jvp: J,
    vjp: V,
    activity: PhantomData<K>,
    pub(super) second: S,
}

impl<P: Clone, J: Clone, V: Clone, K, S: Clone> Clone for Named<P, J, V, K, S> {
    #[inline]
    fn clone(&self) -> Self {
        Named {
            primal: self.primal.clone(),
            jvp: self.jvp.clone(),
            vjp: self.vjp.clone(),
            activity: PhantomData,
            second: self.second.clone(),
        }
    }
}

impl<P: Copy, J: Copy, V: Copy, K, S: Copy> Copy for Named<P, J, V, K, S> {}

/// The same, of these functions. A function that holds a parameter constant is none: its `activity` takes nothing active there.
#[inline]
pub fn named<P, J, V, K, J2, V2>(
    primal: P,
    jvp: J,
    vjp: V,
    _activity: K,
    jvp_twice: J2,
    vjp_twice: V2,
) -> Named<P, J, V, K, Second<J2, V2>> {
    Named {
        primal,
        jvp,
        vjp,
        activity: PhantomData,
        second: Second::new(jvp_twice, vjp_twice),
    }
}

impl<P, J, V, K, S> Differentiable for Named<P, J, V, K, S> {
    type Tangent = ();

    #[inline]
    fn zero_tangent(&self) {}
}

/// A function of a linkage.
#[derive(Clone, Copy, Debug)]
pub struct Linked<F>(pub(super) F);

/// What a function of a linkage is taken for: what stands in its place where there is none says that itself.
pub trait Linkable: Sized {
    /// A function of a linkage.
    fn linked(self) -> Linked<Self> {
        Linked(self)
    }
}

impl<F> Linkable for F {}

/// In the place of a function's derivative, where it has none.
#[derive(Clone, Copy, Debug)]
pub struct NotDifferentiated;

impl NotDifferentiated {
    /// Itself: no function of a linkage.
    #[must_use]
    pub fn linked(self) -> Self {
        self
    }
}

/// What the name of a linkage means where a function has none: an import of the function shadows it, if there is one.
pub mod fallback {
    use super::NotDifferentiated;

    /// The linkage of a function without the attribute.
    #[allow(missing_debug_implementations)]
    pub enum LinkageOfFunction {}

    #[allow(missing_docs, non_upper_case_globals)]
    impl LinkageOfFunction {
        pub const jvp: NotDifferentiated = NotDifferentiated;
        pub const vjp: NotDifferentiated = NotDifferentiated;
        pub const activity: NotDifferentiated = NotDifferentiated;
    }
}

/// A function with `#[differentiate]`, to be passed to a companion that takes a [`Function`](crate::Function), or, if it is of
/// `order = 2`, a [`FunctionTwice`](crate::FunctionTwice).
///
/// ```
/// use ad_runtime::{differentiate, function};
///
/// #[differentiate]
/// fn twice(f: impl Fn(f64) -> f64, x: f64) -> f64 {
///     f(f(x))
/// }
///
/// #[differentiate]
/// fn square(x: f64) -> f64 {
///     x * x
/// }
///
/// assert_eq!(twice_grad(function!(square), 3.0), 108.0);
/// ```
#[macro_export]
macro_rules! function {
    ($($path:tt)+) => {{
        #[allow(unused_imports)]
        use $crate::function::{Linkable as _, OfFirstOrder as _, fallback::*};
        #[allow(unused_imports)]
        use $($path)+ as LinkageOfFunction;
        $crate::function::named(
            LinkageOfFunction,
            LinkageOfFunction::jvp.linked(),
            LinkageOfFunction::vjp,
            LinkageOfFunction::activity,
            LinkageOfFunction::twice_jvp.linked(),
            LinkageOfFunction::twice_vjp,
        )
    }};
}

macro_rules! named {
    ($($($ty:ident $x:ident $x_dot:ident $marker:ident),+;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($ty: Argument,)+ R: Differentiable, P, J, V, K, Pulled, S> Function<($($ty,)+), R> for Named<P, Linked<J>, V, K, S>
        where
            S: SecondOf<($($ty,)+), R>,
            P: for<'x> Fn($($ty::Given<'x>),+) -> R + Clone,
            J: for<'x, 'd> Fn($($ty::Given<'x>,)+ $(Option<$ty::Tangent<'d>>),+) -> (R, R::Tangent) + Clone,
            V: for<'x> Fn($($ty::Given<'x>),+) -> (R, Pulled) + Clone,
            K: Fn($($marker),+),
            Pulled: for<'s> Fn(R::Tangent, $(Option<$ty::Slot<'s>>),+) -> named!(@returned $($ty::Cotangent),+),
        {
            type Pullback = Pulled;

            #[inline]
            fn call(&self, ($($x,)+): <($($ty,)+) as Arguments>::Given<'_>) -> R {
                (self.primal)($($x),+)
            }

            #[inline]
            fn jvp(
                &self,
                ($($x,)+): <($($ty,)+) as Arguments>::Given<'_>,
                _: Option<&()>,
                ($($x_dot,)+): <($($ty,)+) as Arguments>::Tangents<'_>,
            ) -> (R, R::Tangent) {
                (self.jvp.0)($($x,)+ $($x_dot),+)
            }

            #[inline]
            fn vjp(&self, ($($x,)+): <($($ty,)+) as Arguments>::Given<'_>) -> (R, Pulled) {
                (self.vjp)($($x),+)
            }

            #[inline]
            fn pull(
                pullback: &Pulled,
                seed: R::Tangent,
                _: Option<&mut ()>,
                ($($x,)+): <($($ty,)+) as Arguments>::Slots<'_>,
            ) -> ($($ty::Cotangent,)+) {
                let named!(@returned $($x),+) = pullback(seed, $($x),+);
                ($($x,)+)
            }
        }
    )+};
    // One cotangent is returned bare.
    (@returned $one:ident) => { $one };
    (@returned $one:ident :: $bar:ident) => { $one::$bar };
    (@returned $($one:ident),+) => { ($($one),+) };
    (@returned $($one:ident :: $bar:ident),+) => { ($($one::$bar),+) };
}

named! {
    A a a_dot Active;
    A a a_dot Active, B b b_dot Active;
    A a a_dot Active, B b b_dot Active, C c c_dot Active;
    A a a_dot Active, B b b_dot Active, C c c_dot Active, D d d_dot Active;
}

/// A function of one float, with its derivative.
#[derive(Clone, Copy, Debug)]
pub struct WithDerivative<P, D> {
    primal: P,
    derivative: D,
}

/// A function of one float together with its derivative, to be passed to a companion that takes a
/// [`Function`](crate::Function).
///
/// It has first derivatives alone: companions of second order take a function of `order = 2` by its name.
///
/// ```
/// use ad_runtime::{differentiate, with_derivative};
///
/// #[differentiate]
/// fn twice(f: impl Fn(f64) -> f64, x: f64) -> f64 {
///     f(f(x))
/// }
///
/// assert_eq!(twice_grad(with_derivative(|x| x * x, |x| 2.0 * x), 3.0), 108.0);
/// ```
#[inline]
pub fn with_derivative<T: Float, P: Fn(T) -> T, D: Fn(T) -> T>(
    primal: P,
    derivative: D,
) -> WithDerivative<P, D> {
    WithDerivative { primal, derivative }
}

impl<P, D> Differentiable for WithDerivative<P, D> {
    type Tangent = ();

    #[inline]
    fn zero_tangent(&self) {}
}

#[diagnostic::do_not_recommend]
impl<T, P, D> Function<(Value<T>,), T> for WithDerivative<P, D>
where
    T: Float + Differentiable<Tangent = T>,
    P: Fn(T) -> T + Clone,
    D: Fn(T) -> T + Clone,
{
    type Pullback = T;

    #[inline]
    fn call(&self, (x,): (T,)) -> T {
        (self.primal)(x)
    }

    #[inline]
    fn jvp(&self, (x,): (T,), _: Option<&()>, (x_dot,): (Option<T>,)) -> (T, T) {
        let value = (self.primal)(x);
        let tangent = x_dot.map_or_else(T::zero, |x_dot| (self.derivative)(x) * x_dot);
        (value, tangent)
    }

    #[inline]
    fn vjp(&self, (x,): (T,)) -> (T, T) {
        ((self.primal)(x), (self.derivative)(x))
    }

    #[inline]
    fn pull(partial: &T, seed: T, _: Option<&mut ()>, _: (Option<()>,)) -> (T,) {
        (seed * *partial,)
    }
}
