//! Every rule as a user meets it: a differentiated function, and its derivatives in both modes.

#![allow(
    deprecated,
    reason = "`abs_sub` is a primitive as long as it is a method"
)]

use crate::libm_float::Libm;
use ad_runtime::{differentiate, special};
use num_traits::Float;

/// A float type a rule is tested in.
pub trait Number: Copy {
    fn of(value: f64) -> Self;
    fn value(self) -> f64;
}

impl Number for f64 {
    fn of(value: f64) -> Self {
        value
    }
    fn value(self) -> f64 {
        self
    }
}

impl Number for f32 {
    fn of(value: f64) -> Self {
        num_traits::cast(value).expect("any number is one of f32")
    }
    fn value(self) -> f64 {
        self.into()
    }
}

impl<F: Number> Number for Libm<F> {
    fn of(value: f64) -> Self {
        Self(F::of(value))
    }
    fn value(self) -> f64 {
        self.0.value()
    }
}

/// The ways to the same numbers: forward mode, the gradient, the pullback.
pub type Modes = [Vec<f64>; 3];

/// A rule's results at an argument.
pub type Evaluate = fn(&[f64]) -> Modes;

/// A float type, and whose functions it has.
#[derive(Clone, Copy, PartialEq)]
pub struct Setting {
    pub float: &'static str,
    pub functions: &'static str,
}

impl Setting {
    pub const ALL: [Self; 4] = [STD_F64, STD_F32, LIBM_F64, LIBM_F32];
}

/// A rule, and how to evaluate it in each setting.
pub struct Rule {
    pub name: &'static str,
    pub arguments: &'static [&'static str],
    pub settings: Vec<(Setting, Evaluate)>,
}

const STD_F64: Setting = Setting {
    float: "f64",
    functions: "std",
};
const STD_F32: Setting = Setting {
    float: "f32",
    functions: "std",
};
const LIBM_F64: Setting = Setting {
    float: "f64",
    functions: "libm",
};
const LIBM_F32: Setting = Setting {
    float: "f32",
    functions: "libm",
};

/// The derivatives of the `f` in scope at `$at`, with arguments of type `$N`.
macro_rules! derivatives {
    ($N:ty, $at:ident, ($x:ident)) => {{
        let $x = <$N>::of($at[0]);
        let one = <$N>::of(1.0);
        [f_jvp($x, one).1, f_grad($x), f_vjp($x).1(one)].map(|slope| vec![slope.value()])
    }};
    ($N:ty, $at:ident, ($x:ident, const $n:ident)) => {{
        let ($x, $n) = (
            <$N>::of($at[0]),
            num_traits::cast($at[1]).expect("an exponent"),
        );
        let one = <$N>::of(1.0);
        [f_jvp($x, $n, one).1, f_grad($x, $n), f_vjp($x, $n).1(one)]
            .map(|slope| vec![slope.value()])
    }};
    ($N:ty, $at:ident, ($x:ident, $y:ident)) => {{
        let ($x, $y) = (<$N>::of($at[0]), <$N>::of($at[1]));
        let (zero, one) = (<$N>::of(0.0), <$N>::of(1.0));
        let forward = (f_jvp($x, $y, one, zero).1, f_jvp($x, $y, zero, one).1);
        [forward, f_grad($x, $y), f_vjp($x, $y).1(one)].map(|(a, b)| vec![a.value(), b.value()])
    }};
    ($N:ty, $at:ident, ($x:ident, $y:ident, $z:ident)) => {{
        let ($x, $y, $z) = (<$N>::of($at[0]), <$N>::of($at[1]), <$N>::of($at[2]));
        let (zero, one) = (<$N>::of(0.0), <$N>::of(1.0));
        let forward = (
            f_jvp($x, $y, $z, one, zero, zero).1,
            f_jvp($x, $y, $z, zero, one, zero).1,
            f_jvp($x, $y, $z, zero, zero, one).1,
        );
        [forward, f_grad($x, $y, $z), f_vjp($x, $y, $z).1(one)]
            .map(|(a, b, c)| vec![a.value(), b.value(), c.value()])
    }};
}

/// A module with a differentiated `f` of floats of one type.
macro_rules! concrete {
    ($module:ident, $F:ident, ($x:ident $(, $y:ident)*), $body:expr, $arguments:tt) => {
        mod $module {
            use super::super::*;

            #[differentiate]
            fn f($x: $F $(, $y: $F)*) -> $F { $body }

            pub fn evaluate(at: &[f64]) -> Modes { derivatives!($F, at, $arguments) }
        }
    };
}

/// The rules as data: the name in the tables, then a function, whose name is that of a module.
///
/// `of_std` where `num_traits::Float` does not have the function, `of_integer` where the second argument is one, `value`
/// where the value itself is tested, in place of the derivative.
macro_rules! rules {
    ($($(#[$kind:ident])? $text:literal $name:ident($($x:ident),+) = $body:expr;)+) => {
        $(mod $name { rule! { $($kind)? ($($x),+) = $body } })+

        /// Every rule.
        pub fn rules() -> Vec<Rule> {
            vec![$(Rule { name: $text, arguments: &[$(stringify!($x)),+], settings: $name::settings() }),+]
        }
    };
}

macro_rules! rule {
    (of_std ($($x:ident),+) = $body:expr) => {
        concrete! { in_f64, f64, ($($x),+), $body, ($($x),+) }
        concrete! { in_f32, f32, ($($x),+), $body, ($($x),+) }

        pub fn settings() -> Vec<(super::Setting, super::Evaluate)> {
            vec![(super::STD_F64, in_f64::evaluate), (super::STD_F32, in_f32::evaluate)]
        }
    };
    (value ($x:ident) = $body:expr) => {
        mod generic {
            use super::super::*;

            #[differentiate]
            fn f<T: Float>($x: T) -> T { $body }

            pub fn evaluate<N: Number + Float>(at: &[f64]) -> Modes {
                let $x = N::of(at[0]);
                [f_jvp($x, N::one()).0, f_value_and_grad($x).0, f_vjp($x).0].map(|value| vec![value.value()])
            }
        }
        all_settings! { generic }
    };
    (of_integer ($x:ident, $n:ident) = $body:expr) => {
        mod in_f64 {
            use super::super::*;

            #[differentiate]
            fn f($x: f64, $n: i32) -> f64 { $body }

            pub fn evaluate(at: &[f64]) -> Modes { derivatives!(f64, at, ($x, const $n)) }
        }
        mod in_f32 {
            use super::super::*;

            #[differentiate]
            fn f($x: f32, $n: i32) -> f32 { $body }

            pub fn evaluate(at: &[f64]) -> Modes { derivatives!(f32, at, ($x, const $n)) }
        }
        mod generic {
            use super::super::*;

            #[differentiate]
            fn f<T: Float>($x: T, $n: i32) -> T { $body }

            pub fn evaluate<N: Number + Float>(at: &[f64]) -> Modes { derivatives!(N, at, ($x, const $n)) }
        }
        all_settings! { generic, in_f64 in_f32 }
    };
    (($($x:ident),+) = $body:expr) => {
        concrete! { in_f64, f64, ($($x),+), $body, ($($x),+) }
        concrete! { in_f32, f32, ($($x),+), $body, ($($x),+) }
        mod generic {
            use super::super::*;

            #[differentiate]
            fn f<T: Float>($($x: T),+) -> T { $body }

            pub fn evaluate<N: Number + Float>(at: &[f64]) -> Modes { derivatives!(N, at, ($($x),+)) }
        }
        all_settings! { generic, in_f64 in_f32 }
    };
}

/// A generic function with the floats of `std` and of `libm`, and the same with a float type written out.
macro_rules! all_settings {
    ($generic:ident $(, $in_f64:ident $in_f32:ident)?) => {
        pub fn settings() -> Vec<(super::Setting, super::Evaluate)> {
            use super::{LIBM_F32, LIBM_F64, Libm, STD_F32, STD_F64};
            vec![
                $((STD_F64, $in_f64::evaluate), (STD_F32, $in_f32::evaluate),)?
                (STD_F64, $generic::evaluate::<f64>),
                (STD_F32, $generic::evaluate::<f32>),
                (LIBM_F64, $generic::evaluate::<Libm<f64>>),
                (LIBM_F32, $generic::evaluate::<Libm<f32>>),
            ]
        }
    };
}

rules! {
    "neg" neg(x) = -x;
    "add" add(x, y) = x + y;
    "sub" sub(x, y) = x - y;
    "mul" mul(x, y) = x * y;
    "div" div(x, y) = x / y;
    "rem" rem(x, y) = x % y;
    "recip" recip(x) = x.recip();
    "mul_add" mul_add(x, a, b) = x.mul_add(a, b);
    "to_degrees" to_degrees(x) = x.to_degrees();
    "to_radians" to_radians(x) = x.to_radians();
    #[of_std] "midpoint" midpoint(x, y) = x.midpoint(y);

    "sqrt" sqrt(x) = x.sqrt();
    "cbrt" cbrt(x) = x.cbrt();
    "hypot" hypot(x, y) = x.hypot(y);
    #[of_integer] "powi" powi(x, n) = x.powi(n);
    #[of_integer] "powi of large exponents" powi_of_large_exponents(x, n) = x.powi(n);
    "powf" powf(x, y) = x.powf(y);
    "exp" exp(x) = x.exp();
    "exp2" exp2(x) = x.exp2();
    "exp_m1" exp_m1(x) = x.exp_m1();
    "ln" ln(x) = x.ln();
    "ln_1p" ln_1p(x) = x.ln_1p();
    "log" log(x, b) = x.log(b);
    "log2" log2(x) = x.log2();
    "log10" log10(x) = x.log10();

    "sin" sin(x) = x.sin();
    "cos" cos(x) = x.cos();
    "sin_cos.0" sin_of_sin_cos(x) = x.sin_cos().0;
    "sin_cos.1" cos_of_sin_cos(x) = x.sin_cos().1;
    "tan" tan(x) = x.tan();
    "asin" asin(x) = x.asin();
    "acos" acos(x) = x.acos();
    "atan" atan(x) = x.atan();
    "atan2" atan2(y, x) = y.atan2(x);
    "sinh" sinh(x) = x.sinh();
    "cosh" cosh(x) = x.cosh();
    "tanh" tanh(x) = x.tanh();
    "asinh" asinh(x) = x.asinh();
    "acosh" acosh(x) = x.acosh();
    "atanh" atanh(x) = x.atanh();

    "abs" abs(x) = x.abs();
    "max" max(x, y) = x.max(y);
    "min" min(x, y) = x.min(y);
    "clamp" clamp(x, low, high) = x.clamp(low, high);
    "copysign" copysign(x, s) = x.copysign(s);
    "abs_sub" abs_sub(x, y) = x.abs_sub(y);
    "fract" fract(x) = x.fract();
    "signum" signum(x) = x.signum();
    "floor" floor(x) = x.floor();
    "ceil" ceil(x) = x.ceil();
    "round" round(x) = x.round();
    "trunc" trunc(x) = x.trunc();
    #[of_std] "round_ties_even" round_ties_even(x) = x.round_ties_even();
    #[of_std] "div_euclid" div_euclid(x, y) = x.div_euclid(y);
    #[of_std] "rem_euclid" rem_euclid(x, y) = x.rem_euclid(y);

    #[value] "value of erf" value_of_erf(x) = special::erf(x);
    "erf" erf(x) = special::erf(x);
    "erf_partial" erf_partial(x) = special::erf_partial(x);
    #[value] "value of erfc" value_of_erfc(x) = special::erfc(x);
    "erfc" erfc(x) = special::erfc(x);
    "erfc_partial" erfc_partial(x) = special::erfc_partial(x);
    #[value] "value of norm_cdf" value_of_norm_cdf(x) = special::norm_cdf(x);
    "norm_cdf" norm_cdf(x) = special::norm_cdf(x);
    #[value] "value of norm_pdf" value_of_norm_pdf(x) = special::norm_pdf(x);
    "norm_pdf" norm_pdf(x) = special::norm_pdf(x);
    "norm_pdf_partial" norm_pdf_partial(x) = special::norm_pdf_partial(x);
    #[value] "value of ln_gamma" value_of_ln_gamma(x) = special::ln_gamma(x);
    "ln_gamma" ln_gamma(x) = special::ln_gamma(x);
    #[value] "value of digamma" value_of_digamma(x) = special::digamma(x);
    "digamma" digamma(x) = special::digamma(x);
    "digamma_partial" digamma_partial(x) = special::digamma_partial(x);
}
