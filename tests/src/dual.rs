//! Dual numbers: an oracle of derivatives that has nothing in common with the macro.

use num_traits::{Float, FromPrimitive, Num, NumCast, One, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::iter::{Product, Sum};
use std::num::FpCategory;
use std::ops::{
    Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign,
};

/// A value and its slope along one direction; compared by the value alone.
#[derive(Clone, Copy, Debug)]
pub struct Dual<F> {
    /// The value.
    pub value: F,
    /// Its derivative.
    pub slope: F,
}

impl<F: Float> Dual<F> {
    /// A number that does not depend on the direction.
    pub fn constant(value: F) -> Self {
        Self {
            value,
            slope: F::zero(),
        }
    }

    /// The chain rule: `value` is a function of `self` whose derivative there is `partial`.
    fn chain(self, value: F, partial: F) -> Self {
        Self {
            value,
            slope: self.slope * partial,
        }
    }

    /// The chain rule for a function of `self` and `other`.
    fn chain_with(self, other: Self, value: F, partials: (F, F)) -> Self {
        Self {
            value,
            slope: self.slope * partials.0 + other.slope * partials.1,
        }
    }
}

impl<F: PartialEq> PartialEq for Dual<F> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<F: PartialOrd> PartialOrd for Dual<F> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<F: Float> Neg for Dual<F> {
    type Output = Self;
    fn neg(self) -> Self {
        self.chain(-self.value, -F::one())
    }
}

macro_rules! operators {
    ($($Operator:ident $operator:ident $Assign:ident $assign:ident, |$x:ident, $y:ident| $partials:expr;)*) => {$(
        impl<F: Float> $Operator for Dual<F> {
            type Output = Self;
            fn $operator(self, other: Self) -> Self {
                let ($x, $y) = (self.value, other.value);
                self.chain_with(other, $x.$operator($y), $partials)
            }
        }
        impl<F: Float> $Assign for Dual<F> {
            fn $assign(&mut self, other: Self) {
                *self = self.$operator(other);
            }
        }
    )*};
}

operators! {
    Add add AddAssign add_assign, |_x, _y| (F::one(), F::one());
    Sub sub SubAssign sub_assign, |_x, _y| (F::one(), -F::one());
    Mul mul MulAssign mul_assign, |x, y| (y, x);
    Div div DivAssign div_assign, |x, y| (y.recip(), -x / (y * y));
    Rem rem RemAssign rem_assign, |x, y| (F::one(), -(x / y).trunc());
}

impl<F: Float> Zero for Dual<F> {
    fn zero() -> Self {
        Self::constant(F::zero())
    }
    fn is_zero(&self) -> bool {
        self.value.is_zero()
    }
}

impl<F: Float> One for Dual<F> {
    fn one() -> Self {
        Self::constant(F::one())
    }
}

impl<F: Float> Sum for Dual<F> {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self::zero(), Add::add)
    }
}

impl<F: Float> Product for Dual<F> {
    fn product<I: Iterator<Item = Self>>(factors: I) -> Self {
        factors.fold(Self::one(), Mul::mul)
    }
}

impl<F: Float> Num for Dual<F> {
    type FromStrRadixErr = F::FromStrRadixErr;
    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        F::from_str_radix(text, radix).map(Self::constant)
    }
}

impl<F: Float> ToPrimitive for Dual<F> {
    fn to_i64(&self) -> Option<i64> {
        self.value.to_i64()
    }
    fn to_u64(&self) -> Option<u64> {
        self.value.to_u64()
    }
    fn to_f64(&self) -> Option<f64> {
        self.value.to_f64()
    }
}

impl<F: Float> NumCast for Dual<F> {
    fn from<N: ToPrimitive>(number: N) -> Option<Self> {
        F::from(number).map(Self::constant)
    }
}

impl<F: Float> FromPrimitive for Dual<F> {
    fn from_i64(number: i64) -> Option<Self> {
        NumCast::from(number)
    }
    fn from_u64(number: u64) -> Option<Self> {
        NumCast::from(number)
    }
    fn from_f64(number: f64) -> Option<Self> {
        NumCast::from(number)
    }
}

/// Methods by what they do: constants, questions about the value, and functions with their derivatives.
macro_rules! float_methods {
    (
        constants $($constant:ident)*;
        questions $($question:ident -> $Answer:ty)*;
        $($function:ident |$x:ident, $y:ident| $partial:expr;)*
    ) => {
        $(fn $constant() -> Self {
            Self::constant(F::$constant())
        })*
        $(fn $question(self) -> $Answer {
            self.value.$question()
        })*
        $(fn $function(self) -> Self {
            let $x = self.value;
            let $y = $x.$function();
            self.chain($y, $partial)
        })*
    };
}

impl<F: Float> Float for Dual<F> {
    float_methods! {
        constants nan infinity neg_infinity neg_zero min_value min_positive_value max_value epsilon;
        questions
            is_nan -> bool is_infinite -> bool is_finite -> bool is_normal -> bool classify -> FpCategory
            is_sign_positive -> bool is_sign_negative -> bool integer_decode -> (u64, i16, i8);
        floor |_x, _y| F::zero();
        ceil |_x, _y| F::zero();
        round |_x, _y| F::zero();
        trunc |_x, _y| F::zero();
        signum |_x, _y| F::zero();
        fract |_x, _y| F::one();
        abs |x, _y| x.signum();
        recip |_x, y| -y * y;
        sqrt |_x, y| (y + y).recip();
        cbrt |x, y| y / (x + x + x);
        exp |_x, y| y;
        exp2 |_x, y| y * (F::one() + F::one()).ln();
        exp_m1 |_x, y| y + F::one();
        ln |x, _y| x.recip();
        ln_1p |x, _y| (x + F::one()).recip();
        log2 |x, _y| (x * (F::one() + F::one()).ln()).recip();
        log10 |x, y| y / (x * x.ln());
        sin |x, _y| x.cos();
        cos |x, _y| -x.sin();
        tan |_x, y| y * y + F::one();
        asin |x, _y| (F::one() - x * x).sqrt().recip();
        acos |x, _y| -(F::one() - x * x).sqrt().recip();
        atan |x, _y| (F::one() + x * x).recip();
        sinh |x, _y| x.cosh();
        cosh |x, _y| x.sinh();
        tanh |_x, y| F::one() - y * y;
        asinh |x, _y| (x * x + F::one()).sqrt().recip();
        acosh |x, _y| (x * x - F::one()).sqrt().recip();
        atanh |x, _y| (F::one() - x * x).recip();
    }
    fn mul_add(self, factor: Self, term: Self) -> Self {
        Self {
            value: self.value.mul_add(factor.value, term.value),
            slope: (self * factor + term).slope,
        }
    }
    fn powi(self, n: i32) -> Self {
        let exponent = F::from(n).expect("a float holds every i32, rounded");
        self.chain(self.value.powi(n), exponent * self.value.powi(n - 1))
    }
    fn powf(self, other: Self) -> Self {
        let (x, y) = (self.value, other.value);
        let value = x.powf(y);
        self.chain_with(other, value, (y * x.powf(y - F::one()), value * x.ln()))
    }
    fn log(self, base: Self) -> Self {
        self.ln() / base.ln()
    }
    fn max(self, other: Self) -> Self {
        if self.value >= other.value || other.is_nan() {
            self
        } else {
            other
        }
    }
    fn min(self, other: Self) -> Self {
        if self.value <= other.value || other.is_nan() {
            self
        } else {
            other
        }
    }
    fn abs_sub(self, other: Self) -> Self {
        if self.value > other.value {
            self - other
        } else {
            Self::zero()
        }
    }
    fn hypot(self, other: Self) -> Self {
        let value = self.value.hypot(other.value);
        self.chain_with(other, value, (self.value / value, other.value / value))
    }
    fn atan2(self, other: Self) -> Self {
        let (y, x) = (self.value, other.value);
        let square = x * x + y * y;
        self.chain_with(other, y.atan2(x), (x / square, -y / square))
    }
    fn sin_cos(self) -> (Self, Self) {
        (self.sin(), self.cos())
    }
}
