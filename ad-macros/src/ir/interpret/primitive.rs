//! Primitives and the runtime's rules, in either precision.

use num_traits::{Euclid, Float};
use quote::ToTokens;
use syn::BinOp;

use super::value::{Value, narrow};

/// The value of a binary operator.
pub(super) fn operator(op: &BinOp, x: &Value, y: &Value) -> Value {
    match op {
        BinOp::Eq(_) => return Value::Truth(same(x, y)),
        BinOp::Ne(_) => return Value::Truth(!same(x, y)),
        BinOp::Lt(_) => return Value::Truth(x.number() < y.number()),
        BinOp::Le(_) => return Value::Truth(x.number() <= y.number()),
        BinOp::Gt(_) => return Value::Truth(x.number() > y.number()),
        BinOp::Ge(_) => return Value::Truth(x.number() >= y.number()),
        _ => {}
    }
    computed(
        &[x.clone(), y.clone()],
        |v| operate(op, v[0], v[1]),
        |v| operate(op, v[0], v[1]),
    )
}

/// `x == y`
pub(super) fn same(x: &Value, y: &Value) -> bool {
    match (x, y) {
        (Value::Truth(x), Value::Truth(y)) => x == y,
        (Value::List(x), Value::List(y)) => {
            x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same(x, y))
        }
        _ => x.numbers() == y.numbers(),
    }
}

/// The value of a method.
pub(crate) fn method(name: &str, operands: &[Value]) -> Value {
    computed(operands, |v| named(name, v), |v| named(name, v))
}

/// The value of a function of the runtime's `rules`.
pub(crate) fn rule(name: &str, operands: &[Value]) -> Value {
    computed(operands, |v| partial(name, v), |v| partial(name, v))
}

/// The values of `x.sin_cos()`.
pub(super) fn sin_cos(x: &Value) -> Vec<Value> {
    match x {
        Value::Single(x) => vec![Value::Single(x.sin_cos().0), Value::Single(x.sin_cos().1)],
        x => vec![x.number().sin_cos().0.into(), x.number().sin_cos().1.into()],
    }
}

/// A number computed in the precision of its operands.
fn computed(
    operands: &[Value],
    double: impl Fn(&[f64]) -> f64,
    single: impl Fn(&[f32]) -> f32,
) -> Value {
    let wide: Vec<f64> = operands.iter().map(Value::number).collect();
    if operands
        .iter()
        .any(|operand| matches!(operand, Value::Single(_)))
    {
        let narrow: Vec<f32> = wide.into_iter().map(narrow).collect();
        return Value::Single(single(&narrow));
    }
    double(&wide).into()
}

fn operate<F: Float>(op: &BinOp, x: F, y: F) -> F {
    match op {
        BinOp::Add(_) | BinOp::AddAssign(_) => x + y,
        BinOp::Sub(_) | BinOp::SubAssign(_) => x - y,
        BinOp::Mul(_) | BinOp::MulAssign(_) => x * y,
        BinOp::Div(_) | BinOp::DivAssign(_) => x / y,
        BinOp::Rem(_) | BinOp::RemAssign(_) => x % y,
        other => panic!("operator `{}`", other.to_token_stream()),
    }
}

fn named<F: Float + Euclid>(name: &str, operands: &[F]) -> F {
    match operands {
        [x] => unary(name, *x),
        [x, y] => binary(name, *x, *y),
        [x, y, z] => match name {
            "mul_add" => x.mul_add(*y, *z),
            "clamp" => num_traits::clamp(*x, *y, *z),
            _ => panic!("unknown method `{name}`"),
        },
        _ => panic!("unknown method `{name}`"),
    }
}

fn unary<F: Float>(name: &str, x: F) -> F {
    match name {
        "abs" => x.abs(),
        "acos" => x.acos(),
        "acosh" => x.acosh(),
        "asin" => x.asin(),
        "asinh" => x.asinh(),
        "atan" => x.atan(),
        "atanh" => x.atanh(),
        "cbrt" => x.cbrt(),
        "ceil" => x.ceil(),
        "cos" => x.cos(),
        "cosh" => x.cosh(),
        "exp" => x.exp(),
        "exp2" => x.exp2(),
        "exp_m1" => x.exp_m1(),
        "floor" => x.floor(),
        "fract" => x.fract(),
        "ln" => x.ln(),
        "ln_1p" => x.ln_1p(),
        "log10" => x.log10(),
        "log2" => x.log2(),
        "recip" => x.recip(),
        "round" => x.round(),
        "signum" => x.signum(),
        "sin" => x.sin(),
        "sinh" => x.sinh(),
        "sqrt" => x.sqrt(),
        "tan" => x.tan(),
        "tanh" => x.tanh(),
        "to_degrees" => x.to_degrees(),
        "to_radians" => x.to_radians(),
        _ => panic!("unknown method `{name}`"),
    }
}

fn binary<F: Float + Euclid>(name: &str, x: F, y: F) -> F {
    match name {
        "atan2" => x.atan2(y),
        "copysign" => x.copysign(y),
        "hypot" => x.hypot(y),
        "log" => x.log(y),
        "max" => x.max(y),
        "midpoint" => (x + y) / (F::one() + F::one()),
        "min" => x.min(y),
        "powf" => x.powf(y),
        "powi" => x.powi(integer(y)),
        "rem_euclid" => x.rem_euclid(&y),
        _ => panic!("unknown method `{name}`"),
    }
}

fn integer<F: Float>(number: F) -> i32 {
    number.to_i32().expect("an exponent")
}

fn partial<F: Float>(name: &str, operands: &[F]) -> F {
    use ad_runtime::rules;
    match (name, operands) {
        ("abs", [x]) => rules::abs(*x),
        ("acosh_denominator", [x]) => rules::acosh_denominator(*x),
        ("exp2", [r]) => rules::exp2(*r),
        ("log10", [x]) => rules::log10(*x),
        ("log2", [x]) => rules::log2(*x),
        ("tanh", [x, r]) => rules::tanh(*x, *r),
        ("to_degrees", [x]) => rules::to_degrees(*x),
        ("to_radians", [x]) => rules::to_radians(*x),
        ("abs_sub", [x, y]) => rules::abs_sub(*x, *y),
        ("atan2_x", [y, x]) => rules::atan2_x(*y, *x),
        ("atan2_y", [y, x]) => rules::atan2_y(*y, *x),
        ("cbrt", [x, r]) => rules::cbrt(*x, *r),
        ("copysign", [x, s]) => rules::copysign(*x, *s),
        ("hypot", [x, r]) => rules::hypot(*x, *r),
        ("log_argument", [x, b]) => rules::log_argument(*x, *b),
        ("log_base", [b, r]) => rules::log_base(*b, *r),
        ("max_first", [x, y]) => rules::max_first(*x, *y),
        ("max_second", [x, y]) => rules::max_second(*x, *y),
        ("min_first", [x, y]) => rules::min_first(*x, *y),
        ("min_second", [x, y]) => rules::min_second(*x, *y),
        ("powi", [x, n]) => rules::powi(*x, integer(*n)),
        ("powi_twice", [x, n]) => rules::powi_twice(*x, integer(*n)),
        ("reciprocal", [x]) => rules::reciprocal(*x),
        ("powf_base_base", [x, y]) => rules::powf_base_base(*x, *y),
        ("powf_base_exponent", [x, y]) => rules::powf_base_exponent(*x, *y),
        ("powf_exponent_exponent", [x, y, r]) => rules::powf_exponent_exponent(*x, *y, *r),
        ("clamp_argument", [x, low, high]) => rules::clamp_argument(*x, *low, *high),
        ("clamp_high", [x, low, high]) => rules::clamp_high(*x, *low, *high),
        ("clamp_low", [x, low, high]) => rules::clamp_low(*x, *low, *high),
        ("powf_base", [x, y, r]) => rules::powf_base(*x, *y, *r),
        ("powf_exponent", [x, y, r]) => rules::powf_exponent(*x, *y, *r),
        ("rem", [x, y, r]) => rules::rem(*x, *y, *r),
        _ => panic!("unknown rule `{name}`"),
    }
}
