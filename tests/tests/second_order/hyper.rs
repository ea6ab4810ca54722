//! Numbers of `num-dual` that carry derivatives of higher order, with the operators and methods of floats: an oracle.
//!
//! What `num-dual` does not have is composed of what it has. Which of its numbers, the crate says in a module `duals`.

use std::cmp::Ordering;
use std::iter::{Product, Sum};
use std::ops::{
    Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign,
};

use num_dual::DualNum;

use crate::duals::{Inner, constant, moves};

/// A value and its derivatives; compared by the value alone.
#[derive(Clone, Copy, Debug)]
pub struct Hyper(pub Inner);

impl Hyper {
    pub const fn of(value: f64) -> Self {
        Hyper(constant(value))
    }
}

impl From<f64> for Hyper {
    fn from(value: f64) -> Self {
        Hyper::of(value)
    }
}

impl From<u8> for Hyper {
    fn from(value: u8) -> Self {
        Hyper::of(value.into())
    }
}

impl PartialEq for Hyper {
    fn eq(&self, other: &Self) -> bool {
        self.0.re == other.0.re
    }
}

impl PartialOrd for Hyper {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.0.re.partial_cmp(&other.0.re)
    }
}

impl PartialEq<f64> for Hyper {
    fn eq(&self, other: &f64) -> bool {
        self.0.re == *other
    }
}

impl PartialOrd<f64> for Hyper {
    fn partial_cmp(&self, other: &f64) -> Option<Ordering> {
        self.0.re.partial_cmp(other)
    }
}

impl Neg for Hyper {
    type Output = Self;
    fn neg(self) -> Self {
        Hyper(-self.0)
    }
}

macro_rules! operators {
    ($($Operator:ident $operator:ident $Assign:ident $assign:ident |$x:ident, $y:ident| $value:expr;)*) => {$(
        impl $Operator for Hyper {
            type Output = Self;
            fn $operator(self, other: Self) -> Self {
                let ($x, $y) = (self.0, other.0);
                Hyper($value)
            }
        }
        impl $Operator<f64> for Hyper {
            type Output = Self;
            fn $operator(self, other: f64) -> Self {
                self.$operator(Hyper::of(other))
            }
        }
        impl $Operator<Hyper> for f64 {
            type Output = Hyper;
            fn $operator(self, other: Hyper) -> Hyper {
                Hyper::of(self).$operator(other)
            }
        }
        impl $Assign for Hyper {
            fn $assign(&mut self, other: Self) {
                *self = self.$operator(other);
            }
        }
        impl $Assign<f64> for Hyper {
            fn $assign(&mut self, other: f64) {
                *self = self.$operator(other);
            }
        }
    )*};
}

operators! {
    Add add AddAssign add_assign |x, y| x + y;
    Sub sub SubAssign sub_assign |x, y| x - y;
    Mul mul MulAssign mul_assign |x, y| x * y;
    Div div DivAssign div_assign |x, y| x / y;
    Rem rem RemAssign rem_assign |x, y| x - y * (x.re / y.re).trunc();
}

impl Sum for Hyper {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Hyper::of(0.0), Add::add)
    }
}

impl Product for Hyper {
    fn product<I: Iterator<Item = Self>>(factors: I) -> Self {
        factors.fold(Hyper::of(1.0), Mul::mul)
    }
}

macro_rules! methods {
    ($($method:ident)*) => {$(
        pub fn $method(self) -> Self {
            Hyper(DualNum::$method(&self.0))
        }
    )*};
}

impl Hyper {
    methods! {
        recip sqrt cbrt exp exp2 exp_m1 ln ln_1p log2 log10 sin cos tan asin acos atan sinh cosh asinh acosh atanh
    }

    /// As `num-dual` has it, in terms of the value, its derivatives have lost their digits where the value is almost 1.
    pub fn tanh(self) -> Self {
        let sign = self.0.re.signum();
        let rest = ((self * (2.0 * sign)).exp() + 1.0).recip() * (-2.0 * sign);
        let value = self.0.re.tanh();
        Hyper(Inner {
            re: value,
            ..rest.0
        })
    }

    pub fn sin_cos(self) -> (Self, Self) {
        (self.sin(), self.cos())
    }

    pub fn powi(self, n: i32) -> Self {
        Hyper(DualNum::powi(&self.0, n))
    }

    pub fn powf(self, exponent: impl Into<Hyper>) -> Self {
        let exponent = exponent.into();
        if moves(&exponent.0) {
            Hyper(self.0.powd(exponent.0))
        } else {
            Hyper(DualNum::powf(&self.0, exponent.0.re))
        }
    }

    pub fn log(self, base: impl Into<Hyper>) -> Self {
        self.ln() / base.into().ln()
    }

    pub fn atan2(self, x: impl Into<Hyper>) -> Self {
        Hyper(self.0.atan2(x.into().0))
    }

    pub fn hypot(self, other: impl Into<Hyper>) -> Self {
        let other = other.into();
        (self * self + other * other).sqrt()
    }

    pub fn mul_add(self, factor: impl Into<Hyper>, term: impl Into<Hyper>) -> Self {
        self * factor.into() + term.into()
    }

    pub fn abs(self) -> Self {
        if self < 0.0 { -self } else { self }
    }

    pub fn abs_sub(self, other: impl Into<Hyper>) -> Self {
        (self - other.into()).max(0.0)
    }

    pub fn signum(self) -> Self {
        Hyper::of(self.0.re.signum())
    }

    pub fn copysign(self, sign: impl Into<Hyper>) -> Self {
        self.abs() * sign.into().signum()
    }

    pub fn max(self, other: impl Into<Hyper>) -> Self {
        let other = other.into();
        if self > other { self } else { other }
    }

    pub fn min(self, other: impl Into<Hyper>) -> Self {
        let other = other.into();
        if self < other { self } else { other }
    }

    pub fn clamp(self, low: impl Into<Hyper>, high: impl Into<Hyper>) -> Self {
        self.max(low).min(high)
    }

    pub fn rem_euclid(self, other: impl Into<Hyper>) -> Self {
        let other = other.into();
        self - other * self.0.re.div_euclid(other.0.re)
    }

    pub fn fract(self) -> Self {
        self - self.0.re.trunc()
    }

    pub fn midpoint(self, other: impl Into<Hyper>) -> Self {
        (self + other.into()) * 0.5
    }

    pub fn to_degrees(self) -> Self {
        self * 1.0_f64.to_degrees()
    }

    pub fn to_radians(self) -> Self {
        self * 1.0_f64.to_radians()
    }
}

/// A value made of floats, and the same of other numbers.
pub trait Lift {
    type Of<N>;

    fn lift<N>(&self, number: &mut dyn FnMut(f64) -> N) -> Self::Of<N>;
}

impl Lift for f64 {
    type Of<N> = N;

    fn lift<N>(&self, number: &mut dyn FnMut(f64) -> N) -> N {
        number(*self)
    }
}

impl Lift for f32 {
    type Of<N> = N;

    fn lift<N>(&self, number: &mut dyn FnMut(f64) -> N) -> N {
        number(f64::from(*self))
    }
}

impl<S: Lift, const LEN: usize> Lift for [S; LEN] {
    type Of<N> = [S::Of<N>; LEN];

    fn lift<N>(&self, number: &mut dyn FnMut(f64) -> N) -> Self::Of<N> {
        self.each_ref().map(|part| part.lift(number))
    }
}

impl<S: Lift> Lift for Vec<S> {
    type Of<N> = Vec<S::Of<N>>;

    fn lift<N>(&self, number: &mut dyn FnMut(f64) -> N) -> Self::Of<N> {
        self.iter().map(|part| part.lift(number)).collect()
    }
}

macro_rules! tuples {
    ($($($part:ident $index:tt),+;)+) => {$(
        impl<$($part: Lift),+> Lift for ($($part,)+) {
            type Of<N> = ($($part::Of<N>,)+);

            fn lift<N>(&self, number: &mut dyn FnMut(f64) -> N) -> Self::Of<N> {
                ($(self.$index.lift(number),)+)
            }
        }
    )+};
}

tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
}

/// A value where nothing moves.
pub fn held<S: Lift>(value: &S) -> S::Of<Hyper> {
    value.lift(&mut Hyper::of)
}
