//! The table of runs: how many digits of the certified parameters each fit found.

use super::data::Problem;
use super::fit::{Fit, fit};
use std::fmt;

/// Certified values are published with this many digits, so no fit can be seen to agree in more.
pub const MOST_DIGITS: f64 = 11.0;

/// The fits of every problem from both of its starts.
#[derive(Debug)]
pub struct Table<'a> {
    /// One row per problem and start.
    pub runs: Vec<Run<'a>>,
}

/// One row: a problem, one of its starts, and where the fit from there ended.
#[derive(Debug)]
pub struct Run<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Which of the two published starts, 1 or 2.
    pub start: usize,
    /// Where the fit ended.
    pub fit: Fit,
}

impl Run<'_> {
    /// In how many digits the worst of the parameters agrees with its certified value.
    #[must_use]
    pub fn digits(&self) -> f64 {
        agreeing_digits(&self.fit.parameters, &self.problem.certified)
    }
}

impl<'a> Table<'a> {
    /// Fits every problem from both of its starts. A fit that fails is a row like any other.
    #[must_use]
    pub fn of(problems: &'a [Problem]) -> Self {
        let runs = problems.iter().flat_map(|problem| {
            (1..)
                .zip(&problem.starts)
                .map(move |(start, parameters)| Run {
                    problem,
                    start,
                    fit: fit(problem, parameters),
                })
        });
        Self {
            runs: runs.collect(),
        }
    }

    /// How many runs agree with the certified values in at least so many digits.
    #[must_use]
    pub fn reaching(&self, digits: f64) -> usize {
        self.runs
            .iter()
            .filter(|run| run.digits() >= digits)
            .count()
    }
}

/// The smallest over the parameters of −log₁₀ of the relative error, between 0 and
/// [`MOST_DIGITS`]; 0 if an estimate is not a number. No certified value may be zero.
#[must_use]
pub fn agreeing_digits(estimates: &[f64], certified: &[f64]) -> f64 {
    estimates
        .iter()
        .zip(certified)
        .map(|(estimate, certified)| ((estimate - certified) / certified).abs())
        .map(|error| if error.is_nan() { 0.0 } else { -error.log10() })
        .fold(MOST_DIGITS, f64::min)
        .max(0.0)
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "problem   level    start  evaluations  refinements  digits"
        )?;
        for run in &self.runs {
            writeln!(f, "{run}")?;
        }
        write!(
            f,
            "{} runs: {} reach 4 digits, {} reach 6, {} reach 9",
            self.runs.len(),
            self.reaching(4.0),
            self.reaching(6.0),
            self.reaching(9.0),
        )
    }
}

impl fmt::Display for Run<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            problem,
            start,
            fit,
        } = self;
        write!(
            f,
            "{:<9} {:<8} {start:>5} {:>12} {:>12} {:>7.1}",
            problem.name,
            problem.level,
            fit.evaluations,
            fit.refinements,
            self.digits(),
        )?;
        if !fit.termination.was_successful() {
            write!(f, "  stopped: {:?}", fit.termination)?;
        }
        Ok(())
    }
}
