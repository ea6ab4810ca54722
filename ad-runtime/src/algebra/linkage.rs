//! The linkage of operations, by which differentiated functions call them as they call each other.

#![allow(
    clippy::too_many_arguments,
    clippy::trivially_copy_pass_by_ref,
    clippy::type_complexity,
    clippy::unused_self,
    reason = "generated code calls every linkage alike, and takes apart what it gives"
)]

use core::marker::PhantomData;

use super::{Binary, Operand, TangentOf, Unary};
use crate::support::DifferentiableTwice;
use crate::tangent::{Differentiable, Tangent};

/// The type of an operand's tangent.
pub(super) type DotOf<X> = TangentOf<<X as Operand>::Value>;
/// What an operation of one operand gives, and of two.
pub(super) type Of1<Op, X> = <<X as Operand>::Value as Unary<Op>>::Output;
pub(super) type Of2<Op, X, Y> =
    <<X as Operand>::Value as Binary<Op, <Y as Operand>::Value>>::Output;
/// Where the cotangent of an operand is added to; nowhere, of one without a derivative.
pub(super) type Slot<'s, X> = Option<&'s mut DotOf<X>>;

/// The linkage of an operation of one operand.
#[doc(hidden)]
pub struct Linkage1<Op>(PhantomData<Op>);

/// The linkage of an operation of two operands.
#[doc(hidden)]
pub struct Linkage2<Op>(PhantomData<Op>);

/// Adds to a cotangent, if it is asked for.
#[inline]
fn add_to<T: Tangent>(slot: Option<&mut T>, bar: impl FnOnce() -> T) {
    if let Some(sum) = slot {
        sum.accumulate(&bar());
    }
}

/// The sum of the terms that there are.
#[inline]
fn sum_of<T: Tangent>(left: Option<T>, right: Option<T>) -> Option<T> {
    match (left, right) {
        (Some(mut sum), Some(term)) => {
            sum.accumulate(&term);
            Some(sum)
        }
        (left, right) => left.or(right),
    }
}

/// A copy of a tangent, or a zero.
#[inline]
fn or_zero<S: Differentiable>(dot: Option<&S::Tangent>, of: &S) -> S::Tangent {
    dot.map_or_else(|| of.zero_tangent(), Clone::clone)
}

/// The linear map of an operation of one operand, at a point.
#[doc(hidden)]
pub struct At1<Op, X: Unary<Op> + ?Sized>(X::Point);

#[doc(hidden)]
#[allow(missing_docs)]
impl<Op, X: Unary<Op>> At1<Op, X> {
    #[inline]
    pub fn transposed(&self, z_bar: &TangentOf<X::Output>) -> TangentOf<X> {
        X::transposed(&self.0, z_bar)
    }
}

/// The linear maps of an operation of two operands, at a point.
#[doc(hidden)]
pub struct At2<Op, X: Binary<Op, Y>, Y: Differentiable>(X::Point, PhantomData<fn(Y)>);

#[doc(hidden)]
#[allow(missing_docs)]
impl<Op, X: Binary<Op, Y>, Y: Differentiable> At2<Op, X, Y> {
    #[inline]
    pub fn left(&self, z_bar: &TangentOf<X::Output>) -> TangentOf<X> {
        X::left_transposed(&self.0, z_bar)
    }

    #[inline]
    pub fn right(&self, z_bar: &TangentOf<X::Output>) -> TangentOf<Y> {
        X::right_transposed(&self.0, z_bar)
    }

    #[inline]
    pub fn both(&self, z_bar: &TangentOf<X::Output>) -> (TangentOf<X>, TangentOf<Y>) {
        X::transposed(&self.0, z_bar)
    }
}

#[doc(hidden)]
#[allow(missing_docs)]
impl<Op> Linkage1<Op> {
    #[inline]
    pub fn activity(_: impl Sized) {}

    #[inline]
    pub fn primal<X: Operand<Value: Unary<Op>>>(x: &X) -> Of1<Op, X> {
        Unary::value(x.get())
    }

    #[inline]
    pub fn jvp<X: Operand<Value: Unary<Op>>>(
        x: &X,
        x_dot: Option<&DotOf<X>>,
    ) -> (Of1<Op, X>, TangentOf<Of1<Op, X>>) {
        let z = X::Value::value(x.get());
        let z_dot = match x_dot {
            Some(x_dot) => X::Value::linear(&X::Value::point(x.get(), &z), x_dot),
            None => z.zero_tangent(),
        };
        (z, z_dot)
    }

    #[inline]
    pub fn linearize<X: Operand<Value: Unary<Op>>>(
        x: &X,
        _: &[bool; 1],
    ) -> (
        Of1<Op, X>,
        impl Fn(Option<&DotOf<X>>) -> TangentOf<Of1<Op, X>> + use<Op, X>,
    ) {
        let z = X::Value::value(x.get());
        let (point, zero) = (X::Value::point(x.get(), &z), z.zero_tangent());
        (z, move |x_dot: Option<&DotOf<X>>| match x_dot {
            Some(x_dot) => <X::Value as Unary<Op>>::linear(&point, x_dot),
            None => zero.clone(),
        })
    }

    #[inline]
    #[track_caller]
    pub fn vjp<X: Operand<Value: Unary<Op>>>(x: &X) -> (Of1<Op, X>, At1<Op, X::Value>) {
        let z = X::Value::value(x.get());
        let point = X::Value::point(x.get(), &z);
        (z, At1(point))
    }

    #[inline]
    #[track_caller]
    pub fn pullback<X: Operand<Value: Unary<Op>>>(x: &X) -> At1<Op, X::Value> {
        Self::vjp(x).1
    }

    #[inline]
    pub fn lent_vjp<X: Operand<Value: Unary<Op>>>(
        x: &X,
    ) -> (
        Of1<Op, X>,
        impl Fn(TangentOf<Of1<Op, X>>, Slot<'_, X>) + use<Op, X>,
    ) {
        let z = X::Value::value(x.get());
        let point = X::Value::point(x.get(), &z);
        (
            z,
            #[inline(always)]
            move |z_bar: TangentOf<Of1<Op, X>>, slot: Slot<'_, X>| {
                add_to(slot, || <X::Value as Unary<Op>>::transposed(&point, &z_bar));
            },
        )
    }

    #[inline]
    pub fn lent_pullback<X: Operand<Value: Unary<Op>>>(
        x: &X,
    ) -> impl Fn(TangentOf<Of1<Op, X>>, Slot<'_, X>) + use<Op, X> {
        Self::lent_vjp(x).1
    }
}

#[diagnostic::do_not_recommend]
impl<Op> DifferentiableTwice for Linkage1<Op> {
    type ForwardMode = Self;
    const FORWARD_MODE: Self = Linkage1(PhantomData);
}

/// The linkage of forward mode.
#[doc(hidden)]
#[allow(missing_docs)]
impl<Op> Linkage1<Op> {
    #[inline]
    pub fn linked_jvp<X: Operand<Value: Unary<Op>>>(
        self,
        x: &X,
        x_dot: Option<&DotOf<X>>,
        along: Option<&DotOf<X>>,
        dot_along: Option<&DotOf<X>>,
    ) -> (
        (Of1<Op, X>, TangentOf<Of1<Op, X>>),
        (TangentOf<Of1<Op, X>>, TangentOf<Of1<Op, X>>),
    ) {
        let z = X::Value::value(x.get());
        let point = X::Value::point(x.get(), &z);
        let zero = || z.zero_tangent();
        let linear = |dot: Option<&DotOf<X>>| dot.map(|dot| X::Value::linear(&point, dot));
        let second = x_dot
            .zip(along)
            .map(|(x_dot, along)| X::Value::second(&point, x_dot, along));
        let dots = (
            linear(along).unwrap_or_else(zero),
            sum_of(second, linear(dot_along)).unwrap_or_else(zero),
        );
        let z_dot = linear(x_dot).unwrap_or_else(zero);
        ((z, z_dot), dots)
    }

    #[inline]
    pub fn linked_vjp<X: Operand<Value: Unary<Op>>>(
        self,
        x: &X,
        x_dot: Option<&DotOf<X>>,
    ) -> (
        (Of1<Op, X>, TangentOf<Of1<Op, X>>),
        impl Fn((TangentOf<Of1<Op, X>>, TangentOf<Of1<Op, X>>), Slot<'_, X>, Slot<'_, X>) -> ((), ())
        + use<Op, X>,
    ) {
        let z = X::Value::value(x.get());
        let point = X::Value::point(x.get(), &z);
        let x_dot = or_zero(x_dot, x.get());
        let z_dot = X::Value::linear(&point, &x_dot);
        let pullback = move |(z_bar, z_dot_bar): (TangentOf<Of1<Op, X>>, TangentOf<Of1<Op, X>>),
                             slot: Slot<'_, X>,
                             dot_slot: Slot<'_, X>| {
            add_to(slot, || {
                let mut x_bar = X::Value::transposed(&point, &z_bar);
                x_bar.accumulate(&X::Value::second_transposed(&point, &x_dot, &z_dot_bar));
                x_bar
            });
            add_to(dot_slot, || X::Value::transposed(&point, &z_dot_bar));
            ((), ())
        };
        ((z, z_dot), pullback)
    }

    #[inline]
    pub fn linked_pullback<X: Operand<Value: Unary<Op>>>(
        self,
        x: &X,
        x_dot: Option<&DotOf<X>>,
    ) -> impl Fn(
        (TangentOf<Of1<Op, X>>, TangentOf<Of1<Op, X>>),
        Slot<'_, X>,
        Slot<'_, X>,
    ) -> ((), ())
    + use<Op, X> {
        self.linked_vjp(x, x_dot).1
    }
}

#[doc(hidden)]
#[allow(missing_docs)]
impl<Op> Linkage2<Op> {
    #[inline]
    pub fn activity(_: impl Sized, _: impl Sized) {}

    #[inline]
    pub fn primal<X, Y>(x: &X, y: &Y) -> Of2<Op, X, Y>
    where
        X: Operand<Value: Binary<Op, Y::Value>>,
        Y: Operand,
    {
        Binary::value(x.get(), y.get())
    }

    #[inline]
    pub fn jvp<X, Y>(
        x: &X,
        y: &Y,
        x_dot: Option<&DotOf<X>>,
        y_dot: Option<&DotOf<Y>>,
    ) -> (Of2<Op, X, Y>, TangentOf<Of2<Op, X, Y>>)
    where
        X: Operand<Value: Binary<Op, Y::Value>>,
        Y: Operand,
    {
        let z = X::Value::value(x.get(), y.get());
        let point = X::Value::point(x.get(), y.get(), &z);
        let left = x_dot.map(|x_dot| X::Value::left(&point, x_dot));
        let right = y_dot.map(|y_dot| X::Value::right(&point, y_dot));
        let z_dot = sum_of(left, right).unwrap_or_else(|| z.zero_tangent());
        (z, z_dot)
    }

    #[inline]
    pub fn linearize<X, Y>(
        x: &X,
        y: &Y,
        _: &[bool; 2],
    ) -> (
        Of2<Op, X, Y>,
        impl Fn(Option<&DotOf<X>>, Option<&DotOf<Y>>) -> TangentOf<Of2<Op, X, Y>> + use<Op, X, Y>,
    )
    where
        X: Operand<Value: Binary<Op, Y::Value>>,
        Y: Operand,
    {
        let z = X::Value::value(x.get(), y.get());
        let point = X::Value::point(x.get(), y.get(), &z);
        let zero = z.zero_tangent();
        (
            z,
            move |x_dot: Option<&DotOf<X>>, y_dot: Option<&DotOf<Y>>| {
                let left = x_dot.map(|x_dot| X::Value::left(&point, x_dot));
                let right = y_dot.map(|y_dot| X::Value::right(&point, y_dot));
                sum_of(left, right).unwrap_or_else(|| zero.clone())
            },
        )
    }

    #[inline]
    #[track_caller]
    pub fn vjp<X, Y>(x: &X, y: &Y) -> (Of2<Op, X, Y>, At2<Op, X::Value, Y::Value>)
    where
        X: Operand<Value: Binary<Op, Y::Value>>,
        Y: Operand,
    {
        let z = X::Value::value(x.get(), y.get());
        let point = X::Value::point(x.get(), y.get(), &z);
        (z, At2(point, PhantomData))
    }

    #[inline]
    #[track_caller]
    pub fn pullback<X, Y>(x: &X, y: &Y) -> At2<Op, X::Value, Y::Value>
    where
        X: Operand<Value: Binary<Op, Y::Value>>,
        Y: Operand,
    {
        Self::vjp(x, y).1
    }

    #[inline]
    pub fn lent_vjp<X, Y>(
        x: &X,
        y: &Y,
    ) -> (
        Of2<Op, X, Y>,
        impl Fn(TangentOf<Of2<Op, X, Y>>, Slot<'_, X>, Slot<'_, Y>) -> ((), ()) + use<Op, X, Y>,
    )
    where
        X: Operand<Value: Binary<Op, Y::Value>>,
        Y: Operand,
    {
        let z = X::Value::value(x.get(), y.get());
        let point = X::Value::point(x.get(), y.get(), &z);
        (
            z,
            #[inline(always)]
            move |z_bar: TangentOf<Of2<Op, X, Y>>, x_slot: Slot<'_, X>, y_slot: Slot<'_, Y>| {
                match (x_slot, y_slot) {
                    (Some(x_sum), Some(y_sum)) => {
                        let (x_bar, y_bar) = X::Value::transposed(&point, &z_bar);
                        x_sum.accumulate(&x_bar);
                        y_sum.accumulate(&y_bar);
                    }
                    (x_slot, y_slot) => {
                        add_to(x_slot, || X::Value::left_transposed(&point, &z_bar));
                        add_to(y_slot, || X::Value::right_transposed(&point, &z_bar));
                    }
                }
                ((), ())
            },
        )
    }

    #[inline]
    pub fn lent_pullback<X, Y>(
        x: &X,
        y: &Y,
    ) -> impl Fn(TangentOf<Of2<Op, X, Y>>, Slot<'_, X>, Slot<'_, Y>) -> ((), ()) + use<Op, X, Y>
    where
        X: Operand<Value: Binary<Op, Y::Value>>,
        Y: Operand,
    {
        Self::lent_vjp(x, y).1
    }
}

#[diagnostic::do_not_recommend]
impl<Op> DifferentiableTwice for Linkage2<Op> {
    type ForwardMode = Self;
    const FORWARD_MODE: Self = Linkage2(PhantomData);
}

/// The linkage of forward mode.
#[doc(hidden)]
#[allow(missing_docs)]
impl<Op> Linkage2<Op> {
    #[inline]
    pub fn linked_jvp<X, Y>(
        self,
        x: &X,
        y: &Y,
        x_dot: Option<&DotOf<X>>,
        y_dot: Option<&DotOf<Y>>,
        x_along: Option<&DotOf<X>>,
        y_along: Option<&DotOf<Y>>,
        x_dot_along: Option<&DotOf<X>>,
        y_dot_along: Option<&DotOf<Y>>,
    ) -> (
        (Of2<Op, X, Y>, TangentOf<Of2<Op, X, Y>>),
        (TangentOf<Of2<Op, X, Y>>, TangentOf<Of2<Op, X, Y>>),
    )
    where
        X: Operand<Value: Binary<Op, Y::Value>>,
        Y: Operand,
    {
        let z = X::Value::value(x.get(), y.get());
        let point = X::Value::point(x.get(), y.get(), &z);
        let linear = |x_dot: Option<&DotOf<X>>, y_dot: Option<&DotOf<Y>>| {
            let left = x_dot.map(|x_dot| X::Value::left(&point, x_dot));
            let right = y_dot.map(|y_dot| X::Value::right(&point, y_dot));
            sum_of(left, right).unwrap_or_else(|| z.zero_tangent())
        };
        let own = |x_dot, y_dot| (or_zero(x_dot, x.get()), or_zero(y_dot, y.get()));
        let (dots, along) = (own(x_dot, y_dot), own(x_along, y_along));
        let mut second = X::Value::second(&point, (&dots.0, &dots.1), (&along.0, &along.1));
        second.accumulate(&linear(x_dot_along, y_dot_along));
        let (z_dot, z_along) = (linear(x_dot, y_dot), linear(x_along, y_along));
        ((z, z_dot), (z_along, second))
    }

    #[inline]
    pub fn linked_vjp<X, Y>(
        self,
        x: &X,
        y: &Y,
        x_dot: Option<&DotOf<X>>,
        y_dot: Option<&DotOf<Y>>,
    ) -> (
        (Of2<Op, X, Y>, TangentOf<Of2<Op, X, Y>>),
        impl Fn(
            (TangentOf<Of2<Op, X, Y>>, TangentOf<Of2<Op, X, Y>>),
            Slot<'_, X>,
            Slot<'_, Y>,
            Slot<'_, X>,
            Slot<'_, Y>,
        ) -> ((), (), (), ())
        + use<Op, X, Y>,
    )
    where
        X: Operand<Value: Binary<Op, Y::Value>>,
        Y: Operand,
    {
        let z = X::Value::value(x.get(), y.get());
        let point = X::Value::point(x.get(), y.get(), &z);
        let (x_dot, y_dot) = (or_zero(x_dot, x.get()), or_zero(y_dot, y.get()));
        let mut z_dot = X::Value::left(&point, &x_dot);
        z_dot.accumulate(&X::Value::right(&point, &y_dot));
        let pullback =
            move |(z_bar, z_dot_bar): (TangentOf<Of2<Op, X, Y>>, TangentOf<Of2<Op, X, Y>>),
                  x_slot: Slot<'_, X>,
                  y_slot: Slot<'_, Y>,
                  x_dot_slot: Slot<'_, X>,
                  y_dot_slot: Slot<'_, Y>| {
                if x_slot.is_some() || y_slot.is_some() {
                    let (x_bar, y_bar) =
                        X::Value::second_transposed(&point, (&x_dot, &y_dot), &z_dot_bar);
                    add_to(x_slot, || {
                        let mut sum = X::Value::left_transposed(&point, &z_bar);
                        sum.accumulate(&x_bar);
                        sum
                    });
                    add_to(y_slot, || {
                        let mut sum = X::Value::right_transposed(&point, &z_bar);
                        sum.accumulate(&y_bar);
                        sum
                    });
                }
                add_to(x_dot_slot, || X::Value::left_transposed(&point, &z_dot_bar));
                add_to(y_dot_slot, || {
                    X::Value::right_transposed(&point, &z_dot_bar)
                });
                ((), (), (), ())
            };
        ((z, z_dot), pullback)
    }

    #[inline]
    pub fn linked_pullback<X, Y>(
        self,
        x: &X,
        y: &Y,
        x_dot: Option<&DotOf<X>>,
        y_dot: Option<&DotOf<Y>>,
    ) -> impl Fn(
        (TangentOf<Of2<Op, X, Y>>, TangentOf<Of2<Op, X, Y>>),
        Slot<'_, X>,
        Slot<'_, Y>,
        Slot<'_, X>,
        Slot<'_, Y>,
    ) -> ((), (), (), ())
    + use<Op, X, Y>
    where
        X: Operand<Value: Binary<Op, Y::Value>>,
        Y: Operand,
    {
        self.linked_vjp(x, y, x_dot, y_dot).1
    }
}
