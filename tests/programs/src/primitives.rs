//! The float methods of the language, where they are well conditioned, and their derivatives.

use ad_runtime::special;

use crate::dual::{Dual, Primal};

/// A float method of floats.
pub struct Primitive {
    /// Its name.
    pub name: &'static str,
    /// The number of operands, the receiver included.
    pub operands: usize,
    /// Where it is smooth and well conditioned.
    pub domain: fn(&[f64]) -> bool,
    /// The partial derivative by each operand.
    pub partials: fn(&[f64]) -> [f64; 3],
}

const fn unary(
    name: &'static str,
    domain: fn(&[f64]) -> bool,
    partials: fn(&[f64]) -> [f64; 3],
) -> Primitive {
    Primitive {
        name,
        operands: 1,
        domain,
        partials,
    }
}

const fn of(
    operands: usize,
    name: &'static str,
    domain: fn(&[f64]) -> bool,
    partials: fn(&[f64]) -> [f64; 3],
) -> Primitive {
    Primitive {
        name,
        operands,
        domain,
        partials,
    }
}

fn by(partial: f64) -> [f64; 3] {
    [partial, 0.0, 0.0]
}

fn density(x: f64) -> f64 {
    (-x * x / 2.0).exp() / std::f64::consts::TAU.sqrt()
}

fn anywhere(_: &[f64]) -> bool {
    true
}

fn small(v: &[f64]) -> bool {
    v[0].abs() < 4.0
}

fn inside(v: &[f64]) -> bool {
    v[0].abs() < 0.9
}

fn positive(v: &[f64]) -> bool {
    v[0] > 0.1
}

fn nonzero(v: &[f64]) -> bool {
    v[0].abs() > 0.05
}

fn apart(v: &[f64]) -> bool {
    (v[0] - v[1]).abs() > 1e-3
}

/// Away from where rounding could change the integer part.
fn between_integers(v: &[f64]) -> bool {
    (v[0] - v[0].round()).abs() > 1e-3
}

fn off_origin(v: &[f64]) -> bool {
    v[0].hypot(v[1]) > 0.05
}

fn remainder(v: &[f64]) -> bool {
    v[1].abs() > 0.1 && between_integers(&[v[0] / v[1]])
}

fn clamped(v: &[f64]) -> bool {
    v[1] + 1e-3 < v[2] && (v[0] - v[1]).abs() > 1e-3 && (v[0] - v[2]).abs() > 1e-3
}

/// 1 where `condition`, else 0.
fn where_(condition: bool) -> f64 {
    f64::from(u8::from(condition))
}

/// All of them but `powi` and `sin_cos`, which take or return something else than floats.
#[rustfmt::skip]
pub const PRIMITIVES: &[Primitive] = &[
    unary("sin",        anywhere, |v| by(v[0].cos())),
    unary("cos",        anywhere, |v| by(-v[0].sin())),
    unary("tanh",       anywhere, |v| by(v[0].cosh().powi(-2))),
    unary("atan",       anywhere, |v| by((1.0 + v[0].powi(2)).recip())),
    unary("asinh",      anywhere, |v| by((1.0 + v[0].powi(2)).sqrt().recip())),
    unary("to_degrees", small,    |_| by(180.0 / std::f64::consts::PI)),
    unary("to_radians", anywhere, |_| by(std::f64::consts::PI / 180.0)),
    unary("tan",        |v| v[0].cos().abs() > 0.2, |v| by(v[0].cos().powi(-2))),
    unary("exp",        small,    |v| by(v[0].exp())),
    unary("exp2",       small,    |v| by(std::f64::consts::LN_2 * v[0].exp2())),
    unary("exp_m1",     small,    |v| by(v[0].exp())),
    unary("sinh",       small,    |v| by(v[0].cosh())),
    unary("cosh",       small,    |v| by(v[0].sinh())),
    unary("asin",       inside,   |v| by((1.0 - v[0].powi(2)).sqrt().recip())),
    unary("acos",       inside,   |v| by(-(1.0 - v[0].powi(2)).sqrt().recip())),
    unary("atanh",      inside,   |v| by((1.0 - v[0].powi(2)).recip())),
    unary("sqrt",       positive, |v| by(0.5 / v[0].sqrt())),
    unary("ln",         positive, |v| by(v[0].recip())),
    unary("log2",       positive, |v| by((v[0] * std::f64::consts::LN_2).recip())),
    unary("log10",      positive, |v| by((v[0] * std::f64::consts::LN_10).recip())),
    unary("ln_1p",      |v| v[0] > -0.8, |v| by((1.0 + v[0]).recip())),
    unary("acosh",      |v| v[0] > 1.2,  |v| by((v[0].powi(2) - 1.0).sqrt().recip())),
    unary("cbrt",       nonzero,  |v| by(v[0].cbrt() / (3.0 * v[0]))),
    unary("recip",      nonzero,  |v| by(-v[0].powi(-2))),
    unary("abs",        nonzero,  |v| by(v[0].signum())),
    unary("fract",      between_integers, |_| by(1.0)),
    unary("floor",      between_integers, |_| by(0.0)),
    unary("round",      |v| between_integers(&[v[0] + 0.5]), |_| by(0.0)),
    unary("signum",     nonzero,  |_| by(0.0)),
    unary("erf",        small,    |v| by(std::f64::consts::FRAC_2_SQRT_PI * (-v[0] * v[0]).exp())),
    unary("erfc",       small,    |v| by(-std::f64::consts::FRAC_2_SQRT_PI * (-v[0] * v[0]).exp())),
    unary("norm_cdf",   small,    |v| by(density(v[0]))),
    unary("norm_pdf",   small,    |v| by(-v[0] * density(v[0]))),
    of(2, "hypot",      off_origin, |v| { let r = v[0].hypot(v[1]); [v[0] / r, v[1] / r, 0.0] }),
    of(2, "atan2",      off_origin, |v| { let s = v[0].powi(2) + v[1].powi(2); [v[1] / s, -v[0] / s, 0.0] }),
    of(2, "powf",       |v| v[0] > 0.1 && v[0] < 4.0 && v[1].abs() < 3.0, |v| {
        let r = v[0].powf(v[1]);
        [v[1] * r / v[0], v[0].ln() * r, 0.0]
    }),
    of(2, "log",        |v| v[0] > 0.1 && v[1] > 1.2, |v| {
        let (a, b) = (v[0].ln(), v[1].ln());
        [(v[0] * b).recip(), -a / (v[1] * b * b), 0.0]
    }),
    of(2, "max",        apart, |v| [where_(v[0] > v[1]), where_(v[0] < v[1]), 0.0]),
    of(2, "min",        apart, |v| [where_(v[0] < v[1]), where_(v[0] > v[1]), 0.0]),
    of(2, "copysign",   |v| nonzero(v) && v[1].abs() > 1e-3, |v| by((v[0] * v[1]).signum())),
    of(2, "rem_euclid", remainder, |v| [1.0, -(v[0] - v[0].rem_euclid(v[1])) / v[1], 0.0]),
    of(2, "midpoint",   anywhere, |_| [0.5, 0.5, 0.0]),
    of(3, "mul_add",    anywhere, |v| [v[1], v[0], 1.0]),
    of(3, "clamp",      clamped, |v| {
        let (below, above) = (v[0] < v[1], v[0] > v[2]);
        [where_(!below && !above), where_(below), where_(above)]
    }),
];

/// Those of `ad_runtime::special`, functions and not methods.
pub(crate) const SPECIAL: [&str; 4] = ["erf", "erfc", "norm_cdf", "norm_pdf"];

/// Those whose partial derivatives are constant but for jumps.
const STRAIGHT: [&str; 13] = [
    "abs",
    "clamp",
    "copysign",
    "floor",
    "fract",
    "max",
    "midpoint",
    "min",
    "rem_euclid",
    "round",
    "signum",
    "to_degrees",
    "to_radians",
];

/// A step that stays within the domains, and leaves as many digits as there are in differences of sixth order.
const STEP: f64 = 2e-4;

/// The primitive of a name.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn primitive(name: &str) -> &'static Primitive {
    let found = PRIMITIVES.iter().find(|primitive| primitive.name == name);
    found.unwrap_or_else(|| unreachable!("no primitive `{name}`"))
}

macro_rules! methods {
    ($of:ident, $F:ty) => {
        fn $of(name: &str, v: &[$F]) -> $F {
            match name {
                "sin" => v[0].sin(),
                "cos" => v[0].cos(),
                "tanh" => v[0].tanh(),
                "atan" => v[0].atan(),
                "asinh" => v[0].asinh(),
                "to_degrees" => v[0].to_degrees(),
                "to_radians" => v[0].to_radians(),
                "tan" => v[0].tan(),
                "exp" => v[0].exp(),
                "exp2" => v[0].exp2(),
                "exp_m1" => v[0].exp_m1(),
                "sinh" => v[0].sinh(),
                "cosh" => v[0].cosh(),
                "asin" => v[0].asin(),
                "acos" => v[0].acos(),
                "atanh" => v[0].atanh(),
                "sqrt" => v[0].sqrt(),
                "ln" => v[0].ln(),
                "log2" => v[0].log2(),
                "log10" => v[0].log10(),
                "ln_1p" => v[0].ln_1p(),
                "acosh" => v[0].acosh(),
                "cbrt" => v[0].cbrt(),
                "recip" => v[0].recip(),
                "abs" => v[0].abs(),
                "fract" => v[0].fract(),
                "floor" => v[0].floor(),
                "round" => v[0].round(),
                "signum" => v[0].signum(),
                "erf" => special::erf(v[0]),
                "erfc" => special::erfc(v[0]),
                "norm_cdf" => special::norm_cdf(v[0]),
                "norm_pdf" => special::norm_pdf(v[0]),
                "hypot" => v[0].hypot(v[1]),
                "atan2" => v[0].atan2(v[1]),
                "powf" => v[0].powf(v[1]),
                "log" => v[0].log(v[1]),
                "max" => v[0].max(v[1]),
                "min" => v[0].min(v[1]),
                "copysign" => v[0].copysign(v[1]),
                "rem_euclid" => v[0].rem_euclid(v[1]),
                "midpoint" => v[0].midpoint(v[1]),
                "mul_add" => v[0].mul_add(v[1], v[2]),
                // A range that is none panics; shrinking may ask for one.
                "clamp" if v[1] <= v[2] => v[0].clamp(v[1], v[2]),
                _ => <$F>::NAN,
            }
        }
    };
}

methods!(double, f64);
methods!(single, f32);

impl Primitive {
    /// The second derivatives, to some twelve digits: differences of the first.
    #[must_use]
    pub fn curvature(&self, at: &[f64]) -> [[f64; 3]; 3] {
        let mut curvature = [[0.0; 3]; 3];
        if STRAIGHT.contains(&self.name) {
            return curvature;
        }
        for index in 0..at.len() {
            for (steps, weight) in [(1.0, 0.75), (2.0, -0.15), (3.0, 1.0 / 60.0)] {
                let moved = |by: f64| {
                    let mut moved = at.to_vec();
                    moved[index] += by * STEP;
                    (self.partials)(&moved)
                };
                let (right, left) = (moved(steps), moved(-steps));
                for (row, (right, left)) in curvature.iter_mut().zip(right.iter().zip(left)) {
                    row[index] += weight * (right - left) / STEP;
                }
            }
        }
        curvature
    }

    /// The value, in the precision of the operands.
    #[must_use]
    pub fn value(&self, operands: &[Dual]) -> Primal {
        let singles: Option<Vec<f32>> = operands.iter().map(as_single).collect();
        match singles {
            Some(operands) => Primal::Single(single(self.name, &operands)),
            None => {
                let wide: Vec<f64> = operands.iter().map(|dual| dual.primal.wide()).collect();
                Primal::Double(double(self.name, &wide))
            }
        }
    }
}

fn as_single(dual: &Dual) -> Option<f32> {
    match dual.primal {
        Primal::Single(x) => Some(x),
        Primal::Double(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every partial derivative is what differences say it is.
    #[test]
    fn partials_are_difference_quotients() {
        let points = [
            [0.7, 1.3, 2.1],
            [-0.4, 0.3, 0.9],
            [1.7, 2.2, 3.0],
            [2.5, -1.4, 0.6],
        ];
        for primitive in PRIMITIVES {
            let points = points.iter().map(|point| &point[..primitive.operands]);
            let points: Vec<&[f64]> = points.filter(|point| (primitive.domain)(point)).collect();
            assert!(!points.is_empty(), "no point for {}", primitive.name);
            for point in points {
                for index in 0..primitive.operands {
                    let at = |step: f64| {
                        let mut moved = point.to_vec();
                        moved[index] += step;
                        double(primitive.name, &moved)
                    };
                    let quotient = (at(1e-5) - at(-1e-5)) / 2e-5;
                    let partial = (primitive.partials)(point)[index];
                    assert!(
                        (partial - quotient).abs() <= 1e-8 * (1.0 + quotient.abs()),
                        "{} by {index} at {point:?}: {partial}, {quotient}",
                        primitive.name
                    );
                }
            }
        }
    }
}
