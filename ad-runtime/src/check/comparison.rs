//! A function and its companions on flat lists of floats: what holds at first sight, and what is
//! compared further.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::Cell;

use super::coordinates::Precision;
use super::differences::{self, Slopes};
use super::report::{Failure, Note, Place, Problem, Report};

/// point ↦ value
pub(super) type Primal<'a> = Box<dyn Fn(&[f64]) -> Vec<f64> + 'a>;
/// (point, tangent or seed) ↦ (value, derivative)
pub(super) type Directional<'a> = Box<dyn Fn(&[f64], &[f64]) -> (Vec<f64>, Vec<f64>) + 'a>;
/// point ↦ (value where it returns one, gradient)
pub(super) type Gradient<'a> = Box<dyn Fn(&[f64]) -> (Option<Vec<f64>>, Vec<f64>) + 'a>;

/// What is checked; an absent companion is not.
pub(super) struct Subject<'a> {
    pub(super) name: String,
    pub(super) point: Vec<f64>,
    pub(super) value: Vec<f64>,
    pub(super) precisions: Vec<Precision>,
    /// The narrowest float of the parameters and the result.
    pub(super) arithmetic: Precision,
    pub(super) primal: Primal<'a>,
    pub(super) jvp: Option<(String, Directional<'a>)>,
    pub(super) vjp: Option<(String, Directional<'a>)>,
    pub(super) gradients: Vec<(String, Gradient<'a>)>,
    /// By coordinate: the position of the argument, its text, the element.
    pub(super) inputs: Vec<(usize, String, String)>,
    pub(super) outputs: Vec<String>,
}

/// ∂ value / ∂ point as one companion returns it, by row (output) and column (coordinate).
pub(super) struct Jacobian<'a> {
    pub(super) companion: &'a str,
    pub(super) rows: Vec<Vec<f64>>,
}

/// What has been found so far.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) problems: Vec<Problem>,
    pub(super) notes: Vec<Note>,
}

impl Subject<'_> {
    pub(super) fn check(&self) -> Result<Report, Failure> {
        let mut findings = Findings::default();
        let mut report = Report {
            function: self.name.clone(),
            derivatives: 0,
            evaluations: 1,
            notes: Vec::new(),
        };
        self.check_value_is_finite(&mut findings);
        if findings.problems.is_empty() {
            self.check_derivatives(&mut findings, &mut report);
        }
        if findings.problems.is_empty() {
            report.notes = findings.notes;
            Ok(report)
        } else {
            Err(Failure {
                function: report.function,
                problems: findings.problems,
            })
        }
    }

    /// Compares what is of the right length, finite and the function's own value.
    fn check_derivatives(&self, findings: &mut Findings, report: &mut Report) {
        let jacobians = self.jacobians(findings);
        if jacobians.is_empty() || !findings.problems.is_empty() {
            return;
        }
        let evaluations = Cell::new(report.evaluations);
        let slopes = self.slopes(&evaluations);
        report.evaluations = evaluations.get();
        report.derivatives = self.point.len() * self.value.len();
        self.check_slopes(&jacobians, &slopes, findings);
        self.check_transposes(&jacobians, &slopes, findings);
    }

    fn check_value_is_finite(&self, findings: &mut Findings) {
        if let Some(&value) = self.value.iter().find(|value| !value.is_finite()) {
            findings.problems.push(Problem::NotFinite {
                function: self.name.clone(),
                place: None,
                value,
            });
        }
    }

    /// The Jacobian of every companion, with what is wrong at first sight.
    fn jacobians(&self, findings: &mut Findings) -> Vec<Jacobian<'_>> {
        let (inputs, outputs) = (self.point.len(), self.value.len());
        let mut jacobians = Vec::new();
        if let Some((companion, jvp)) = &self.jvp {
            let columns = (0..inputs).map(|column| {
                let (value, column) = jvp(&self.point, &unit(inputs, column));
                self.check_value(companion, &value, findings);
                self.check_length(companion, column.len(), outputs, findings);
                column
            });
            let rows = transposed(&columns.collect::<Vec<_>>(), outputs);
            jacobians.push(Jacobian { companion, rows });
        }
        if let Some((companion, vjp)) = &self.vjp {
            let rows = (0..outputs).map(|row| {
                let (value, row) = vjp(&self.point, &unit(outputs, row));
                self.check_value(companion, &value, findings);
                self.check_length(companion, row.len(), inputs, findings);
                row
            });
            let rows = rows.collect();
            jacobians.push(Jacobian { companion, rows });
        }
        for (companion, gradient) in &self.gradients {
            let (value, row) = gradient(&self.point);
            // A gradient is that of one float.
            self.check_length(companion, 1, outputs, findings);
            if let Some(value) = value {
                self.check_value(companion, &value, findings);
            }
            self.check_length(companion, row.len(), inputs, findings);
            let rows = vec![row];
            jacobians.push(Jacobian { companion, rows });
        }
        if findings.problems.is_empty() {
            self.check_jacobians_are_finite(&jacobians, findings);
        }
        jacobians
    }

    fn check_value(&self, companion: &str, returned: &[f64], findings: &mut Findings) {
        self.check_length(companion, returned.len(), self.value.len(), findings);
        let differs = |(_, (a, b)): &(usize, (&f64, &f64))| a.to_bits() != b.to_bits();
        let mut pairs = returned.iter().zip(&self.value).enumerate();
        if let Some((row, (&returned, &expected))) = pairs.find(differs) {
            findings.add(Problem::Value {
                companion: companion.to_owned(),
                output: self.outputs.get(row).cloned().unwrap_or_default(),
                returned,
                expected,
            });
        }
    }

    #[expect(clippy::unused_self, reason = "one of the checks of a subject")]
    fn check_length(
        &self,
        companion: &str,
        returned: usize,
        expected: usize,
        findings: &mut Findings,
    ) {
        if returned != expected {
            findings.add(Problem::Length {
                companion: companion.to_owned(),
                returned,
                expected,
            });
        }
    }

    fn check_jacobians_are_finite(&self, jacobians: &[Jacobian<'_>], findings: &mut Findings) {
        for jacobian in jacobians {
            for (row, slopes) in jacobian.rows.iter().enumerate() {
                for (column, &value) in slopes.iter().enumerate() {
                    if !value.is_finite() {
                        findings.add(Problem::NotFinite {
                            function: jacobian.companion.to_owned(),
                            place: Some(self.place(row, column)),
                            value,
                        });
                    }
                }
            }
        }
    }

    /// The derivatives by differences, by column and row.
    fn slopes(&self, evaluations: &Cell<usize>) -> Vec<Vec<Slopes>> {
        let column = |(column, (&x, &precision)): (usize, (&f64, &Precision))| {
            let mut moved = self.point.clone();
            let pairs = differences::sweep(x, precision, self.arithmetic, |x| {
                evaluations.set(evaluations.get() + 1);
                moved[column] = x;
                (self.primal)(&moved)
            });
            let slopes = |(row, &centre)| differences::slopes(&pairs, row, centre, self.arithmetic);
            self.value.iter().enumerate().map(slopes).collect()
        };
        let coordinates = self.point.iter().zip(&self.precisions);
        coordinates.enumerate().map(column).collect()
    }

    pub(super) fn place(&self, row: usize, column: usize) -> Place {
        let (position, argument, element) = self.inputs[column].clone();
        Place {
            position,
            argument,
            element,
            output: self.outputs[row].clone(),
        }
    }
}

impl Findings {
    /// Adds what is not known yet: a companion called for each row says the same of its value again.
    pub(super) fn add(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

fn unit(length: usize, index: usize) -> Vec<f64> {
    (0..length)
        .map(|i| if i == index { 1.0 } else { 0.0 })
        .collect()
}

/// Columns as rows; floats that are missing become NaN, as their absence has been reported.
fn transposed(columns: &[Vec<f64>], rows: usize) -> Vec<Vec<f64>> {
    let row = |row: usize| {
        let element = |column: &Vec<f64>| column.get(row).copied().unwrap_or(f64::NAN);
        columns.iter().map(element).collect()
    };
    (0..rows).map(row).collect()
}
