//! How far a rule may be off, and why where that is more than 8 u.

use crate::rules::Setting;
use crate::table::{F32, F64, Precision, Reference, Row};
use ad_runtime::special::{digamma, ln_gamma};

/// A result of a rule: one of its partial derivatives, somewhere.
pub struct Case<'a> {
    pub row: &'a Row,
    /// Which partial derivative.
    pub index: usize,
    pub forward: bool,
    pub setting: Setting,
}

/// What a rule promises.
#[derive(Clone, Copy)]
pub struct Limit {
    /// The largest error, in units of `scale` u.
    pub units: f64,
    /// What errors grow with.
    pub scale: fn(&Case) -> f64,
    /// Where, at finite numbers, the rule promises no more than a number that is not of the other sign.
    pub except: Option<fn(&Case) -> bool>,
    /// Why the limit is not 8 u everywhere.
    pub reason: &'static str,
}

const EVERYWHERE: Limit = Limit {
    units: 8.0,
    scale: |_| 1.0,
    except: None,
    reason: "",
};

/// The limit of a rule.
pub fn of(rule: &str) -> Limit {
    match rule {
        "div" => Limit {
            except: Some(|case| {
                let reverse_overflows = !case.forward && case.overflows(case.row.at[1].recip());
                case.index == 1
                    && (reverse_overflows || case.is_subnormal(case.row.at[0] / case.row.at[1]))
            }),
            reason: "few digits where r is subnormal; reverse mode divides once, by y: ∞ where 1/y is",
            ..EVERYWHERE
        },
        "hypot" => Limit {
            except: Some(|case| case.overflows(case.norm()) || case.is_subnormal(case.norm())),
            reason: "0 where r overflows; a subnormal r has few digits",
            ..EVERYWHERE
        },
        "atan2" => Limit {
            except: Some(|case| {
                let (norm, opposite) = (case.norm(), case.row.at[1 - case.index].abs());
                case.overflows(norm)
                    || norm < 1.0 && case.is_subnormal(opposite / norm)
                    || case.is_subnormal(norm)
            }),
            reason: "0 for a subnormal number where h = hypot overflows; few digits where h, or x/h or y/h, is subnormal",
            ..EVERYWHERE
        },
        "atan" => Limit {
            except: Some(|case| case.overflows(case.row.at[0] * case.row.at[0])),
            reason: "0 for a subnormal number where x² overflows",
            ..EVERYWHERE
        },
        "exp2" => Limit {
            except: Some(|case| {
                case.overflows(case.row.at[0].exp2()) && case.expected().is_finite()
            }),
            reason: "∞ where r is",
            ..EVERYWHERE
        },
        "powf" => Limit {
            except: Some(|case| {
                case.setting.functions == "libm" && case.row.at[1].abs() > 2.0_f64.powi(31)
            }),
            reason: "`pow` of libm is itself some 300 u off for y beyond 2³¹ with x beside 1",
            ..EVERYWHERE
        },
        "powi" => Limit {
            units: 10.0,
            except: Some(has_subnormal_power),
            reason: "here n is at most 8 in magnitude; without `std`, a power of a rounded reciprocal; 0 or few digits where xⁿ⁻¹ is subnormal",
            ..EVERYWHERE
        },
        "powi of large exponents" => Limit {
            units: 3.0,
            scale: |case| case.row.at[1].abs(),
            except: Some(has_subnormal_power),
            reason: "in units of n u, the error of `powi` itself, which multiplies; 0 or few digits where xⁿ⁻¹ is subnormal",
        },
        "norm_pdf" | "erf_partial" | "erfc_partial" | "norm_pdf_partial" => Limit {
            except: Some(|case| {
                (case.expected() / case.row.at[0].powi(2)).abs() < f64::MIN_POSITIVE
            }),
            reason: "few digits where the bell is subnormal that a polynomial multiplies",
            ..EVERYWHERE
        },
        "digamma_partial" => Limit {
            except: Some(|case| (case.row.at[0] * case.row.at[0]).is_infinite()),
            reason: "0 for a subnormal number where x² overflows",
            ..EVERYWHERE
        },
        "value of erf" => promised(1.5),
        "value of erfc" | "value of norm_cdf" => promised(3.5),
        "value of norm_pdf" => promised(3.0),
        "value of ln_gamma" => Limit {
            scale: |case| case.beside(|x| 1.0 + ln_gamma(1.0 - x)),
            reason: "left of 0 in units of u times 1 + ln Γ(1 − x), as it crosses 0",
            ..promised(3.0)
        },
        "value of digamma" | "ln_gamma" => Limit {
            scale: |case| {
                case.beside(|x| {
                    let reflected = digamma(1.0 - x);
                    1.0 + reflected.max((reflected - case.expected()).abs())
                })
            },
            reason: "left of 0 in units of u times 1 plus ψ(1 − x) or π cot πx, whichever is greater, as it crosses 0",
            ..promised(5.5)
        },
        _ => EVERYWHERE,
    }
}

/// A limit that the documentation of the function states.
fn promised(units: f64) -> Limit {
    Limit {
        units,
        ..EVERYWHERE
    }
}

/// Whether n times a subnormal power is expected of `powi`.
fn has_subnormal_power(case: &Case) -> bool {
    case.expected() != 0.0 && case.is_subnormal(case.expected() / case.row.at[1])
}

impl Case<'_> {
    pub fn reference(&self) -> Reference {
        self.row.results[self.index]
    }

    pub fn precision(&self) -> Precision {
        if self.setting.float == "f64" {
            F64
        } else {
            F32
        }
    }

    /// The right result, rounded.
    pub fn expected(&self) -> f64 {
        self.reference().nearest
    }

    /// Whether arguments and result are finite.
    pub fn is_finite(&self) -> bool {
        self.row.at.iter().all(|x| x.is_finite()) && self.expected().is_finite()
    }

    fn overflows(&self, value: f64) -> bool {
        value.abs() > self.precision().max
    }

    fn is_subnormal(&self, value: f64) -> bool {
        value.abs() < self.precision().min_positive
    }

    fn norm(&self) -> f64 {
        self.row.at[0].hypot(self.row.at[1])
    }

    /// The factor from the expected number to `magnitude` at a negative argument, if that is greater.
    fn beside(&self, magnitude: impl Fn(f64) -> f64) -> f64 {
        let x = self.row.at[0];
        if x < 0.0 && self.expected().is_finite() {
            (magnitude(x) / self.expected().abs()).max(1.0)
        } else {
            1.0
        }
    }
}
