//! Functions, each as a Rust function and as its source.
#![allow(
    clippy::needless_pass_by_value,
    clippy::eq_op,
    clippy::suboptimal_flops,
    clippy::many_single_char_names,
    clippy::let_and_return,
    clippy::no_effect_underscore_binding,
    clippy::trivially_copy_pass_by_ref,
    clippy::cast_possible_truncation,
    clippy::cast_lossless,
    clippy::useless_conversion,
    clippy::useless_vec,
    clippy::items_after_statements,
    clippy::too_many_lines,
    clippy::assign_op_pattern,
    clippy::op_ref,
    clippy::deref_addrof,
    clippy::unnecessary_cast,
    clippy::shadow_unrelated,
    clippy::toplevel_ref_arg,
    clippy::explicit_auto_deref,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::needless_range_loop,
    clippy::excessive_precision,
    clippy::borrow_deref_ref,
    clippy::imprecise_flops,
    clippy::needless_borrow,
    clippy::blocks_in_conditions,
    clippy::unnecessary_operation,
    clippy::let_unit_value,
    clippy::missing_const_for_fn,
    unused_assignments
)]

use crate::ir::interpret::{Native, Natives, Value};

/// A function to test with.
pub(super) struct Case {
    pub(super) args: &'static str,
    pub(super) source: &'static str,
    /// A point; others are near it.
    pub(super) at: Vec<Value>,
    pub(super) direct: fn(&[Value]) -> Value,
    /// Rounded on the way, so that difference quotients tell nothing.
    pub(super) rounded: bool,
}

macro_rules! case {
    ($cases:ident, ($($args:tt)*), $item:item, [$($at:expr),*], $direct:expr) => {{
        $item
        $cases.push(Case {
            args: stringify!($($args)*),
            source: stringify!($item),
            at: vec![$(Value::from($at)),*],
            direct: $direct,
            rounded: false,
        });
    }};
}

mod buffers;
mod contents;
mod control;

fn n(values: &[Value], index: usize) -> f64 {
    values[index].number()
}

fn a<const N: usize>(values: &[Value], index: usize) -> [f64; N] {
    values[index].array()
}

fn scaled_sine(x: f64, k: f64) -> f64 {
    k * x.sin()
}

fn norm(v: &[f64; 2]) -> f64 {
    (v[0] * v[0] + v[1] * v[1]).sqrt()
}

fn stretched(v: &[f64; 2], k: f64) -> f64 {
    k * norm(v)
}

fn lens(f: f64, d: f64) -> f64 {
    1.0 / (1.0 / f - 1.0 / d)
}

/// What the cases call.
pub(super) fn natives() -> Natives {
    let mut natives = Natives::default();
    natives.insert(
        "scaled_sine",
        Native {
            value: |v| vec![scaled_sine(n(v, 0), n(v, 1)).into()],
            partials: Some(|v| vec![(n(v, 1) * n(v, 0).cos()).into(), n(v, 0).sin().into()]),
        },
    );
    natives.insert(
        "norm",
        Native {
            value: |v| vec![norm(&a(v, 0)).into()],
            partials: Some(|v| {
                let [x, y] = a(v, 0);
                let norm = norm(&[x, y]);
                vec![[x / norm, y / norm].into()]
            }),
        },
    );
    natives.insert(
        "stretched",
        Native {
            value: |v| vec![stretched(&a(v, 0), n(v, 1)).into()],
            partials: Some(|v| {
                let ([x, y], k) = (a(v, 0), n(v, 1));
                let norm = norm(&[x, y]);
                vec![[k * x / norm, k * y / norm].into(), norm.into()]
            }),
        },
    );
    natives.insert(
        "lens",
        Native {
            value: |v| vec![lens(n(v, 0), n(v, 1)).into()],
            partials: None,
        },
    );
    natives.insert(
        "lens_partials",
        Native {
            value: |v| {
                let (f, d) = (n(v, 0), n(v, 1));
                let image = lens(f, d);
                vec![
                    (image * image / (f * f)).into(),
                    (-image * image / (d * d)).into(),
                ]
            },
            partials: None,
        },
    );
    natives.insert(
        "spread",
        Native {
            value: |v| vec![(a::<2>(v, 0)[0] * a::<2>(v, 0)[1] * n(v, 1)).into()],
            partials: None,
        },
    );
    natives.insert(
        "spread_partials",
        Native {
            value: |v| {
                let [x, y] = a(v, 0);
                let k = n(v, 1);
                vec![[y * k, x * k].into(), (x * y).into()]
            },
            partials: None,
        },
    );
    natives
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = control::cases();
    cases.extend(buffers::cases());
    cases.extend(contents::cases());
    case!(
        cases,
        (),
        fn arithmetic(x: f64, y: f64) -> f64 {
            x * y + x / y - 2.0 * x + 3.0 - y
        },
        [0.7, 1.3],
        |v| arithmetic(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn quotient_of_same(x: f64, y: f64) -> f64 {
            x / x + (x * y) / (x + y) - -x % 3.0
        },
        [0.7, 1.3],
        |v| quotient_of_same(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn elementary(x: f64, y: f64) -> f64 {
            (x * y).sin() + (x / y).exp() - (x * x + y * y).sqrt() * (1.0 + x * x).ln()
        },
        [0.7, 1.3],
        |v| elementary(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn many_rules(x: f64, y: f64) -> f64 {
            let a = x.tanh() + y.atan2(x) + x.hypot(y) + x.powf(y) + x.powi(3) + x.cbrt();
            let b = x.mul_add(y, x) + x.max(y) - x.min(y) + (x - y).abs() + x.clamp(0.0, y);
            let c = y.log(x + 2.0) + x.exp2() + y.log2() + x.ln_1p() + y.asinh() + x.copysign(-1.0);
            a * b + c + (5.0 * x).rem_euclid(y) + f64::tan(x) + x.recip() + y.log10() + x.asin()
        },
        [0.7, 1.3],
        |v| many_rules(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn more_rules(x: f64, y: f64) -> f64 {
            let a = x.cos() + x.exp_m1() * y.atan() + x.sinh() / y.cosh() + x.acos() - y.acosh();
            let b = x.atanh() + x.to_degrees() - y.to_radians() + x.midpoint(y) + (x * y).fract();
            a * b + (y + 1.0).max(x) * x.min(y + 1.0)
        },
        [0.7, 1.3],
        |v| more_rules(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn shadowing(x: f64, y: f64) -> f64 {
            let x = x * y;
            let y = x.sin() + y;
            let x = x + y * x;
            x * y
        },
        [0.7, 1.3],
        |v| shadowing(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn blocks(x: f64) -> f64 {
            let y = {
                let x = x.exp();
                let z = x * x;
                z + {
                    let x = z.sin();
                    x * z
                }
            };
            x * y
        },
        [0.3],
        |v| blocks(n(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn mutable(x: f64, y: f64) -> f64 {
            let mut s = x;
            s += y * x;
            s *= s;
            let t = s;
            s -= t.cos();
            s /= 1.0 + t * t;
            s = s + t;
            s
        },
        [0.7, 1.3],
        |v| mutable(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn mutable_from_zero(x: f64, y: f64) -> f64 {
            let mut s = 0.0;
            s += x * y;
            s += x;
            {
                s += y.sin();
            }
            s
        },
        [0.7, 1.3],
        |v| mutable_from_zero(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn mutable_parameter(mut x: f64, y: f64) -> f64 {
            x += y;
            x *= y;
            x
        },
        [0.7, 1.3],
        |v| mutable_parameter(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn elements(x: f64, y: f64) -> f64 {
            let mut v = [0.0; 3];
            v[0] = x * y;
            v[1] = v[0].sin() + x;
            v[2] = v[1] * v[0];
            v[0] = v[2] - v[0];
            v[1] += v[2] * x;
            v[2] *= y;
            v[0] * v[1] + v[2]
        },
        [0.7, 1.3],
        |v| elements(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn overwritten(x: f64, y: f64) -> f64 {
            let mut v = [x, y];
            v[0] = 2.0;
            v[1] -= x;
            let w = v;
            v = [y, x * w[1]];
            v[0] * w[0] + v[1] * w[1]
        },
        [0.7, 1.3],
        |v| overwritten(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn matrix(x: f64, y: f64) -> f64 {
            let mut m = [[x, y], [0.0, 1.0]];
            m[1][0] = x * y;
            m[0][1] += m[1][0];
            let row = m[0];
            m[1][1] *= row[1];
            m[0][0] * m[1][1] - m[0][1] * m[1][0]
        },
        [0.7, 1.3],
        |v| matrix(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn repeated(x: f64, y: f64) -> f64 {
            let mut v = [x * y; 3];
            v[1] += x;
            v[0] * v[1] + v[2] * y
        },
        [0.7, 1.3],
        |v| repeated(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn tuples(p: (f64, f64), k: f64) -> f64 {
            let (a, b) = p;
            let q = (a * k, b + p.0);
            let (s, c) = q.0.sin_cos();
            s * q.1 - c * p.1
        },
        [(0.7, 0.4), 1.3],
        |v| tuples(a::<2>(v, 0).into(), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn swapped(x: f64, y: f64) -> f64 {
            let (mut p, mut q) = (x, y);
            (p, q) = (q * x, p);
            p += q;
            p * q
        },
        [0.7, 1.3],
        |v| swapped(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn array_parameter(v: [f64; 3], k: f64) -> f64 {
            let [a, b, c] = v;
            a * b + k * c * v[1]
        },
        [[0.7, 0.4, -0.2], 1.3],
        |v| array_parameter(a(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn array_result(x: f64, y: f64) -> [f64; 2] {
            let r = x.hypot(y);
            [r, y.atan2(x) * r]
        },
        [0.7, 1.3],
        |v| array_result(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn tuple_result(v: [f64; 2]) -> (f64, f64) {
            let mut w = v;
            w[0] *= v[1];
            (w[0] + w[1], w[0])
        },
        [[0.7, 1.3]],
        |v| tuple_result(a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn references(x: &f64, v: &[f64; 2]) -> f64 {
            let [a, b] = *v;
            let r = &a;
            *x * a + v[1] * *r + b * *x
        },
        [0.7, [1.3, 0.2]],
        |v| references(&n(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn slices(v: &[f64], k: f64) -> f64 {
            let mut w = [0.0; 2];
            w[0] = v[0] * v[1];
            w[1] += v[1] * k;
            w[0] += w[1] * v[v.len() - 1];
            w[0] * w[1]
        },
        [[0.7, 1.3, 0.4], 0.9],
        |v| slices(&a::<3>(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn part_of_slice(v: &[f64]) -> f64 {
            v[0] * v[0] + 1.0
        },
        [[0.7, 1.3, 0.4]],
        |v| part_of_slice(&a::<3>(v, 0)).into()
    );
    case!(
        cases,
        (wrt(x)),
        fn constants(x: f64, t: f64, n: i32) -> f64 {
            const SCALE: f64 = 2.5;
            let k = t * t + n as f64;
            let mut offset = k.sqrt();
            offset += 1.0;
            SCALE * x.powi(n) * k + (x - offset).powi(2) + std::f64::consts::PI
        },
        [0.7, 1.3, 3.0],
        |v| constants(n(v, 0), n(v, 1), 3).into()
    );
    case!(
        cases,
        (),
        fn unused(x: f64, y: f64) -> f64 {
            let _z = x * y;
            let w = y.sin();
            x + 0.0 * w.floor()
        },
        [0.7, 1.3],
        |v| unused(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn constant_result(x: f64) -> f64 {
            let _y = x.sin();
            2.0
        },
        [0.7],
        |v| constant_result(n(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn identity(x: f64, _y: f64) -> f64 {
            let z = x;
            z
        },
        [0.7, 1.3],
        |v| {
            let _ = identity;
            n(v, 0).into()
        }
    );
    case!(
        cases,
        (),
        fn casts(x: f64, y: f64) -> f64 {
            let z = (x * y) as f64;
            z * y + (z as f64)
        },
        [0.7, 1.3],
        |v| casts(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn narrowed(x: f64, y: f64) -> f64 {
            let z = (x * y) as f32;
            (z as f64) * y
        },
        [0.7, 1.3],
        |v| narrowed(n(v, 0), n(v, 1)).into()
    );
    if let Some(case) = cases.last_mut() {
        case.rounded = true;
    }
    case!(
        cases,
        (),
        fn calls(x: f64, y: f64) -> f64 {
            let s = scaled_sine(x * y, 2.0);
            let t = scaled_sine(s, x);
            s * t + scaled_sine(1.0, y)
        },
        [0.7, 1.3],
        |v| calls(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn calls_by_reference(v: &[f64; 2], k: f64) -> f64 {
            let w = [k * v[0], v[1]];
            let mut u = w;
            u[1] = norm(&w);
            norm(v) * norm(&u) + norm(&[u[0], k])
        },
        [[0.7, 0.4], 1.3],
        |v| calls_by_reference(&a(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn call_before_a_store(x: f64) -> f64 {
            let mut w = [0.3, 0.4];
            let length = stretched(&w, x);
            w[0] = x;
            length
        },
        [0.7],
        |v| call_before_a_store(n(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn reciprocals(x: f64, y: f64) -> f64 {
            let r = x * y;
            2.0 / r + 3.0 / r - x / r - y.ln() / y
        },
        [0.7, 1.3],
        |v| reciprocals(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (partials = lens_partials),
        fn lens(f: f64, d: f64) -> f64 {
            1.0 / (1.0 / f - 1.0 / d)
        },
        [0.7, 1.3],
        |v| lens(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (partials = spread_partials),
        fn spread(v: [f64; 2], k: f64) -> f64 {
            v[0] * v[1] * k
        },
        [[0.7, 0.4], 1.3],
        |v| spread(a(v, 0), n(v, 1)).into()
    );
    cases
}
