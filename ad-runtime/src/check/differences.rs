//! Derivatives by differences, with an estimate of their error.
//!
//! A sweep evaluates the function at pairs of points, from far apart to close together. The
//! quotients of each pair are extrapolated to step zero with polynomials in the step (Ridders 1982,
//! "Accurate computation of F′(x) and F′(x)F″(x)", Advances in Engineering Software 4), and the error
//! of an extrapolation is the distance to the extrapolations of one degree less. Ridders trusts the
//! smallest of these distances; among rounding errors, some are small by luck. Here no step is
//! trusted with less error than closer pairs have shown, scaled as rounding errors scale: as one
//! over the step.

use alloc::vec::Vec;

use super::coordinates::Precision;

/// The highest degree of extrapolation; one more gains nothing over rounding errors.
const DEGREE: usize = 4;
/// The largest step towards zero, relative to the coordinate: no sign changes, and functions that
/// are defined for positive numbers only can be checked.
const LARGEST_STEP: f64 = 0.25;
/// How much larger steps away from zero may be, up to what they are for 1: a small coordinate need
/// not mean that the function changes fast.
const REACH: f64 = 1e4;
/// The smallest steps only show how large rounding errors are: by luck one of them seems exact, and
/// there is nothing smaller to tell.
const WITNESSES: usize = 3;
/// Where the smallest change of the value is this small a part of the largest, no change at all
/// means that the change was lost to rounding, not that the function is flat.
const LOST: f64 = 1e-3;
/// So it does where the smallest change is this many roundings of the value: cancellation in the
/// function may have cost as much.
const CANCELLED: f64 = 1e5;

/// How the steps of a sweep get smaller.
struct Steps {
    /// From one to the next. Not a power of two, or quotients of rounded values would agree by the
    /// regularity of the steps.
    ratio: f64,
    /// As many as leave a fair part of the digits of a coordinate to the smallest.
    number: usize,
}

impl Steps {
    /// Few digits need steps close to each other: each costs accuracy.
    fn of(precision: Precision) -> Self {
        match precision {
            Precision::Single => Steps {
                ratio: 1.7,
                number: 24,
            },
            Precision::Double => Steps {
                ratio: 3.0,
                number: 24,
            },
        }
    }
}

/// A derivative by differences.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Estimate {
    pub(super) value: f64,
    /// How far `value` may be from the derivative.
    pub(super) error: f64,
    /// The smallest step that `value` is made of.
    pub(super) step: f64,
    /// The size of the errors of the values themselves, as differences of closer pairs show it.
    pub(super) noise: f64,
}

/// The derivatives of one output with respect to one coordinate.
#[derive(Clone, Debug)]
pub(super) struct Slopes {
    pub(super) central: Option<Estimate>,
    pub(super) below: Option<Estimate>,
    pub(super) above: Option<Estimate>,
    /// The magnitude of the second derivative at a step.
    curvatures: Vec<(f64, f64)>,
}

impl Slopes {
    /// The most accurate one. At the boundary of the domain there is one side only, and one side
    /// reaches further from a small coordinate.
    pub(super) fn best(&self) -> Option<Estimate> {
        [self.central, self.below, self.above]
            .into_iter()
            .flatten()
            .min_by(|a, b| a.error.total_cmp(&b.error))
    }

    /// The magnitude of the second derivative, as seen at `step`; 0 where only one side is.
    pub(super) fn curvature(&self, step: f64) -> f64 {
        let at_step = |(at, _): &&(f64, f64)| at.total_cmp(&step).is_eq();
        let found = self.curvatures.iter().find(at_step);
        found.map_or(0.0, |&(_, curvature)| curvature)
    }
}

/// The values at a step below and above a point, for all outputs; none where the step is too large.
pub(super) struct Pair {
    step: f64,
    step_below: f64,
    step_above: f64,
    below: Vec<f64>,
    above: Vec<f64>,
}

/// Evaluates `function` at both sides of `x`, from the largest step to the smallest.
pub(super) fn sweep(
    x: f64,
    precision: Precision,
    arithmetic: Precision,
    mut function: impl FnMut(f64) -> Vec<f64>,
) -> Vec<Pair> {
    let steps = Steps::of(precision.min(arithmetic));
    let (steps_away, mut step) = steps_away(x, steps.ratio);
    let mut pairs = Vec::new();
    for index in 0..steps_away + steps.number {
        let above = precision.round(x + step);
        let below = precision.round(x - (above - x));
        let mut value = |at: f64, away: bool| {
            if away || index >= steps_away {
                function(at)
            } else {
                Vec::new()
            }
        };
        if above > x && below < x {
            pairs.push(Pair {
                step,
                step_below: x - below,
                step_above: above - x,
                below: value(below, x < 0.0),
                above: value(above, x > 0.0),
            });
        }
        step /= steps.ratio;
    }
    pairs
}

/// How many steps are too large for the side towards zero, and the largest of all.
fn steps_away(x: f64, ratio: f64) -> (usize, f64) {
    if x == 0.0 {
        return (0, LARGEST_STEP);
    }
    let mut step = LARGEST_STEP * x.abs();
    let largest = LARGEST_STEP.min(REACH * step);
    let mut steps = 0;
    while step * ratio <= largest {
        step *= ratio;
        steps += 1;
    }
    (steps, step)
}

/// One difference quotient.
#[derive(Clone, Copy)]
struct Quotient {
    step: f64,
    value: f64,
    /// The least error it has.
    floor: f64,
}

/// The slopes of one output whose value at the point is `centre`.
pub(super) fn slopes(pairs: &[Pair], output: usize, centre: f64, arithmetic: Precision) -> Slopes {
    let value = |values: &Vec<f64>| values.get(output).copied().unwrap_or(f64::NAN);
    let differences = |ends: fn(f64, f64, f64, &Pair) -> Difference| {
        let differences = pairs
            .iter()
            .map(|pair| ends(value(&pair.below), centre, value(&pair.above), pair));
        quotients(&differences.collect::<Vec<_>>(), centre, arithmetic)
    };
    let central = differences(|below, _, above, pair| Difference {
        left: below,
        right: above,
        distance: pair.step_below + pair.step_above,
        step: pair.step,
    });
    let below = differences(|below, centre, _, pair| Difference {
        left: below,
        right: centre,
        distance: pair.step_below,
        step: pair.step,
    });
    let above = differences(|_, centre, above, pair| Difference {
        left: centre,
        right: above,
        distance: pair.step_above,
        step: pair.step,
    });
    let curvatures = above.iter().filter_map(|above| {
        let same_step = |below: &&Quotient| below.step.total_cmp(&above.step).is_eq();
        let below = below.iter().find(same_step)?;
        Some((above.step, ((above.value - below.value) / above.step).abs()))
    });
    Slopes {
        curvatures: curvatures.collect(),
        central: extrapolated(&central, 2),
        below: extrapolated(&below, 1),
        above: extrapolated(&above, 1),
    }
}

/// The values at two points.
struct Difference {
    left: f64,
    right: f64,
    distance: f64,
    step: f64,
}

impl Difference {
    fn is_finite(&self) -> bool {
        self.left.is_finite() && self.right.is_finite()
    }

    /// How far the values are from the one at the centre.
    fn change(&self, centre: f64) -> f64 {
        (self.left - centre).abs().max((self.right - centre).abs())
    }

    fn magnitude(&self) -> f64 {
        self.left.abs().max(self.right.abs())
    }
}

/// The quotients of differences that are finite.
fn quotients(differences: &[Difference], centre: f64, arithmetic: Precision) -> Vec<Quotient> {
    let finite = || {
        differences
            .iter()
            .filter(|difference| difference.is_finite())
    };
    let largest = |of: &dyn Fn(&Difference) -> f64| finite().map(of).fold(0.0, f64::max);
    let roundoff = arithmetic.roundoff();
    let largest_change = largest(&|difference| difference.change(centre));
    let largest_magnitude = largest(&Difference::magnitude);
    let smallest_change = finite()
        .map(|difference| difference.change(centre))
        .filter(|&change| change > 0.0)
        .fold(f64::INFINITY, f64::min);
    let flat_by_rounding = smallest_change < LOST * largest_change
        || smallest_change < CANCELLED * roundoff * largest_magnitude;
    let error = |difference: &Difference| {
        if flat_by_rounding && difference.change(centre) == 0.0 {
            smallest_change
        } else {
            2.0 * roundoff * difference.magnitude().max(arithmetic.smallest_normal())
        }
    };
    finite()
        .map(|difference| Quotient {
            step: difference.step,
            value: (difference.right - difference.left) / difference.distance,
            floor: error(difference) / difference.distance,
        })
        .filter(|quotient| quotient.value.is_finite())
        .collect()
}

/// The limit at step zero of quotients whose errors are series in `step^exponent`; none of fewer
/// than two.
fn extrapolated(quotients: &[Quotient], exponent: i32) -> Option<Estimate> {
    let candidates = candidates(quotients, exponent);
    let witnesses = WITNESSES.min(candidates.len().saturating_sub(1));
    let mut noise: f64 = 0.0;
    let mut best: Option<Estimate> = None;
    for (index, (candidate, floor)) in candidates.into_iter().rev().enumerate() {
        let error = candidate.error.max(noise / candidate.step).max(floor);
        noise = noise.max(candidate.error * candidate.step);
        if index >= witnesses && best.is_none_or(|best| error < best.error) {
            best = Some(Estimate {
                error,
                noise,
                ..candidate
            });
        }
    }
    best
}

/// For each step but the first, the extrapolation from it and larger steps that agrees best with
/// those of one degree less, and the floor of its error.
fn candidates(quotients: &[Quotient], exponent: i32) -> Vec<(Estimate, f64)> {
    let mut candidates = Vec::new();
    let mut previous: Vec<f64> = Vec::new();
    for (level, quotient) in quotients.iter().enumerate() {
        let mut row = Vec::with_capacity(DEGREE + 1);
        row.push(quotient.value);
        let mut best: Option<Estimate> = None;
        for (degree, &coarser) in previous.iter().enumerate().take(DEGREE) {
            let Some(start) = level.checked_sub(degree + 1) else {
                break;
            };
            let finer = row[degree];
            let ratio = power(quotients[start].step / quotient.step, exponent);
            let value = finer + (finer - coarser) / (ratio - 1.0);
            let error = (value - finer).abs().max((value - coarser).abs());
            if best.is_none_or(|best| error < best.error) {
                best = Some(Estimate {
                    value,
                    error,
                    step: quotient.step,
                    noise: 0.0,
                });
            }
            row.push(value);
        }
        candidates.extend(best.map(|best| (best, quotient.floor)));
        previous = row;
    }
    candidates
}

fn power(base: f64, exponent: i32) -> f64 {
    if exponent == 2 { base * base } else { base }
}
