//! Whether the derivatives the companions return are those that differences give.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::comparison::{Findings, Jacobian, Subject};
use super::differences::{Estimate, Slopes};
use super::report::{Note, Numeric, Place, Problem};

/// How many times its estimated error a derivative by differences may be off. Over many points of
/// functions with known derivatives, it was three times at worst.
const SAFETY: f64 = 5.0;
/// Unit roundoffs by which an analytic derivative may be off.
const ANALYTIC_ROUNDOFFS: f64 = 64.0;
/// Unit roundoffs by which the argument of an analytic derivative may be off.
const ARGUMENT_ROUNDOFFS: f64 = 8.0;
/// One-sided slopes closer than this, relative to the larger one, are no kink.
const KINK: f64 = 1e-3;
/// A derivative known worse than this, relative to its magnitude, is not resolved.
const RESOLVED: f64 = 1e-3;

impl Subject<'_> {
    pub(super) fn check_slopes(
        &self,
        jacobians: &[Jacobian<'_>],
        slopes: &[Vec<Slopes>],
        findings: &mut Findings,
    ) {
        for (column, slopes) in slopes.iter().enumerate() {
            for (row, slopes) in slopes.iter().enumerate() {
                let analytic = jacobians.iter().filter_map(|jacobian| {
                    let slope = jacobian.rows.get(row)?.get(column)?;
                    Some((jacobian.companion, *slope))
                });
                let place = self.place(row, column);
                self.check_slope(&place, self.point[column], analytic, slopes, findings);
            }
        }
    }

    fn check_slope<'a>(
        &self,
        place: &Place,
        x: f64,
        analytic: impl Iterator<Item = (&'a str, f64)>,
        slopes: &Slopes,
        findings: &mut Findings,
    ) {
        let Some(estimate) = slopes.best() else {
            findings.add(Problem::Isolated {
                place: place.clone(),
            });
            return;
        };
        let kink = kink(slopes);
        // What rounding the argument of the derivative does to it.
        let conditioning = ARGUMENT_ROUNDOFFS
            * self.arithmetic.roundoff()
            * x.abs()
            * slopes.curvature(estimate.step);
        let mut noted = false;
        for (companions, analytic) in by_derivative(analytic) {
            let tolerance = self.tolerance(analytic, estimate) + conditioning;
            let problem = match kink {
                Some((below, above)) => {
                    self.kink_problem(companions, place, analytic, below, above)
                }
                None if (analytic - estimate.value).abs() <= tolerance => None,
                None => Some(Problem::Slope {
                    companions,
                    place: place.clone(),
                    analytic,
                    numeric: estimate.into(),
                    tolerance,
                }),
            };
            match problem {
                Some(problem) => findings.add(problem),
                None if noted => {}
                None => {
                    noted = true;
                    findings
                        .notes
                        .extend(note(place, analytic, estimate, kink, tolerance));
                }
            }
        }
    }

    fn kink_problem(
        &self,
        companions: Vec<String>,
        place: &Place,
        analytic: f64,
        below: Estimate,
        above: Estimate,
    ) -> Option<Problem> {
        let (low, high) = if below.value < above.value {
            (below, above)
        } else {
            (above, below)
        };
        let inside = analytic >= low.value - self.tolerance(analytic, low)
            && analytic <= high.value + self.tolerance(analytic, high);
        (!inside).then(|| Problem::Kink {
            companions,
            place: place.clone(),
            analytic,
            below: below.value,
            above: above.value,
            step: below.step.min(above.step),
        })
    }

    fn tolerance(&self, analytic: f64, estimate: Estimate) -> f64 {
        SAFETY * estimate.error
            + ANALYTIC_ROUNDOFFS * self.arithmetic.roundoff() * analytic.abs()
            + self.arithmetic.smallest_normal()
    }
}

/// Companions that return the same, together.
fn by_derivative<'a>(analytic: impl Iterator<Item = (&'a str, f64)>) -> Vec<(Vec<String>, f64)> {
    let mut groups: Vec<(Vec<String>, f64)> = Vec::new();
    for (companion, derivative) in analytic {
        let same = |(_, other): &&mut (Vec<String>, f64)| other.total_cmp(&derivative).is_eq();
        match groups.iter_mut().find(same) {
            Some((companions, _)) => companions.push(companion.to_owned()),
            None => groups.push((vec![companion.to_owned()], derivative)),
        }
    }
    groups
}

/// The slopes below and above, where they certainly differ.
fn kink(slopes: &Slopes) -> Option<(Estimate, Estimate)> {
    let (below, above) = (slopes.below?, slopes.above?);
    let difference = (below.value - above.value).abs();
    let uncertain = SAFETY * (below.error + above.error);
    let magnitude = below.value.abs().max(above.value.abs());
    (difference > uncertain && difference > KINK * magnitude).then_some((below, above))
}

fn note(
    place: &Place,
    analytic: f64,
    estimate: Estimate,
    kink: Option<(Estimate, Estimate)>,
    tolerance: f64,
) -> Option<Note> {
    let place = place.clone();
    if let Some((below, above)) = kink {
        return Some(Note::Kink {
            place,
            below: below.value,
            above: above.value,
            analytic,
        });
    }
    let magnitude = analytic.abs().max(estimate.value.abs());
    (tolerance > RESOLVED * magnitude && magnitude > 0.0).then(|| Note::Unresolved {
        place,
        numeric: estimate.into(),
        analytic,
    })
}

impl From<Estimate> for Numeric {
    fn from(estimate: Estimate) -> Self {
        Numeric {
            value: estimate.value,
            error: estimate.error,
            step: estimate.step,
        }
    }
}
