//! Floats whose functions are those of `libm`, as the feature `libm` of `num-traits` has them: what `T: Float` is
//! without the standard library. In one build the features `std` and `libm` exclude each other; a type does not.

use num_traits::{Float, Num, NumCast, One, ToPrimitive, Zero};
use std::num::FpCategory;
use std::ops::{Add, Div, Mul, Neg, Rem, Sub};

/// A float with the functions of `libm`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Libm<F>(pub F);

macro_rules! operators {
    ($($trait:ident::$method:ident)+) => {$(
        impl<F: $trait<Output = F>> $trait for Libm<F> {
            type Output = Self;
            fn $method(self, other: Self) -> Self { Self(self.0.$method(other.0)) }
        }
    )+};
}

operators! { Add::add Sub::sub Mul::mul Div::div Rem::rem }

impl<F: Neg<Output = F>> Neg for Libm<F> {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl<F: Zero> Zero for Libm<F> {
    fn zero() -> Self {
        Self(F::zero())
    }
    fn is_zero(&self) -> bool {
        self.0.is_zero()
    }
}

impl<F: One> One for Libm<F> {
    fn one() -> Self {
        Self(F::one())
    }
}

impl<F: Num> Num for Libm<F> {
    type FromStrRadixErr = F::FromStrRadixErr;
    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        F::from_str_radix(text, radix).map(Self)
    }
}

impl<F: ToPrimitive> ToPrimitive for Libm<F> {
    fn to_i64(&self) -> Option<i64> {
        self.0.to_i64()
    }
    fn to_u64(&self) -> Option<u64> {
        self.0.to_u64()
    }
    fn to_f64(&self) -> Option<f64> {
        self.0.to_f64()
    }
}

impl<F: NumCast> NumCast for Libm<F> {
    fn from<N: ToPrimitive>(value: N) -> Option<Self> {
        F::from(value).map(Self)
    }
}

/// `Float` for `Libm<$F>`: constants, questions and operations of `core`, functions of `libm`.
macro_rules! float {
    (
        $F:ident, $sin_cos:ident, constants $($constant:ident)+; questions $($question:ident)+; core $($core:ident)+;
        unary $($unary:ident = $of_one:ident)+; binary $($binary:ident = $of_two:ident)+;
    ) => {
        impl Float for Libm<$F> {
            $(fn $constant() -> Self { Self(Float::$constant()) })+
            $(fn $question(self) -> bool { self.0.$question() })+
            $(fn $core(self) -> Self { Self(self.0.$core()) })+
            $(fn $unary(self) -> Self { Self(libm::$of_one(self.0)) })+
            $(fn $binary(self, other: Self) -> Self { Self(libm::$of_two(self.0, other.0)) })+
            fn classify(self) -> FpCategory { self.0.classify() }
            fn max(self, other: Self) -> Self { Self(self.0.max(other.0)) }
            fn min(self, other: Self) -> Self { Self(self.0.min(other.0)) }
            fn clamp(self, low: Self, high: Self) -> Self { Self(self.0.clamp(low.0, high.0)) }
            fn fract(self) -> Self { self - self.trunc() }
            fn log(self, base: Self) -> Self { self.ln() / base.ln() }
            fn powi(self, n: i32) -> Self {
                let base = if n < 0 { self.recip() } else { self };
                num_traits::pow(base, n.unsigned_abs() as usize)
            }
            fn mul_add(self, a: Self, b: Self) -> Self { Self(libm::Libm::<$F>::fma(self.0, a.0, b.0)) }
            fn sin_cos(self) -> (Self, Self) {
                let (sin, cos) = libm::$sin_cos(self.0);
                (Self(sin), Self(cos))
            }
            fn integer_decode(self) -> (u64, i16, i8) { self.0.integer_decode() }
        }
    };
}

float! {
    f64, sincos,
    constants nan infinity neg_infinity neg_zero min_value max_value min_positive_value;
    questions is_nan is_infinite is_finite is_normal is_sign_positive is_sign_negative;
    core recip signum to_degrees to_radians;
    unary floor = floor ceil = ceil round = round trunc = trunc abs = fabs sqrt = sqrt cbrt = cbrt exp = exp exp2 = exp2
        exp_m1 = expm1 ln = log log2 = log2 log10 = log10 ln_1p = log1p sin = sin cos = cos tan = tan asin = asin
        acos = acos atan = atan sinh = sinh cosh = cosh tanh = tanh asinh = asinh acosh = acosh atanh = atanh;
    binary powf = pow hypot = hypot atan2 = atan2 copysign = copysign abs_sub = fdim;
}

float! {
    f32, sincosf,
    constants nan infinity neg_infinity neg_zero min_value max_value min_positive_value;
    questions is_nan is_infinite is_finite is_normal is_sign_positive is_sign_negative;
    core recip signum to_degrees to_radians;
    unary floor = floorf ceil = ceilf round = roundf trunc = truncf abs = fabsf sqrt = sqrtf cbrt = cbrtf exp = expf
        exp2 = exp2f exp_m1 = expm1f ln = logf log2 = log2f log10 = log10f ln_1p = log1pf sin = sinf cos = cosf
        tan = tanf asin = asinf acos = acosf atan = atanf sinh = sinhf cosh = coshf tanh = tanhf asinh = asinhf
        acosh = acoshf atanh = atanhf;
    binary powf = powf hypot = hypotf atan2 = atan2f copysign = copysignf abs_sub = fdimf;
}
