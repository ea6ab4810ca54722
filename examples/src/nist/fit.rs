//! Least-squares fits by Levenberg–Marquardt, with Jacobians made of generated gradients.

use super::data::{Observation, Problem};
use super::models::Model;
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt, TerminationReason};
use nalgebra::{DMatrix, DVector, Dyn, storage::Owned};

/// Stands for a residual that is no number: finite, as the solver demands of the residuals, and
/// so large that it turns down the step that led there.
const REFUSED: f64 = 1e100;

/// No fit that converges comes near this number of Gauss–Newton steps.
const MOST_STEPS: usize = 100;

/// Where a fit ended.
#[derive(Debug)]
pub struct Fit {
    /// The estimated parameters.
    pub parameters: Vec<f64>,
    /// The sum of the squares of the residuals there.
    pub residual_sum_of_squares: f64,
    /// How often the solver computed the residuals.
    pub evaluations: usize,
    /// How many Gauss–Newton steps refined the solver's answer.
    pub refinements: usize,
    /// Why the solver stopped.
    pub termination: TerminationReason,
}

/// The fit of a problem from one start: what the solver finds when it can do no more, refined by
/// Gauss–Newton steps if it converged.
#[must_use]
pub fn fit(problem: &Problem, start: &[f64]) -> Fit {
    let regression = Regression {
        model: &problem.model,
        observations: &problem.observations,
        parameters: DVector::from_column_slice(start),
    };
    let (mut regression, report) = solver().minimize(regression);
    let refinements = if report.termination.was_successful() {
        regression.refine()
    } else {
        0
    };
    Fit {
        residual_sum_of_squares: regression.residual_vector().norm_squared(),
        parameters: regression.parameters.as_slice().to_vec(),
        evaluations: report.number_of_evaluations,
        refinements,
        termination: report.termination,
    }
}

/// The solver, told to stop only where `f64` does. Its first step is at most as long as the start
/// is from zero: at the default of a hundred times that, the first step of a model that saturates
/// can end where every residual is flat.
fn solver() -> LevenbergMarquardt<f64> {
    LevenbergMarquardt::new()
        .with_ftol(f64::EPSILON)
        .with_xtol(f64::EPSILON)
        .with_gtol(f64::EPSILON)
        .with_stepbound(1.0)
        .with_patience(1000)
}

/// A least-squares problem at its current parameters; what the solver works on.
struct Regression<'a> {
    model: &'a Model,
    observations: &'a [Observation],
    parameters: DVector<f64>,
}

/// A Gauss–Newton step.
struct Step {
    /// What it subtracts from the parameters.
    parameters: DVector<f64>,
    /// By how much it moves the predictions.
    length: f64,
}

impl Regression<'_> {
    /// Takes Gauss–Newton steps for as long as they get shorter, and returns how many.
    ///
    /// Around its minimum the sum of squares is flat: steps of √ε change it by less than it is
    /// rounded, so the solver, which judges steps by it, stops with half of the digits that the
    /// data determine. The length of a Gauss–Newton step depends on the gradient, which is not
    /// flat there, and tells the other half.
    fn refine(&mut self) -> usize {
        let mut steps = 0;
        let mut next = self.gauss_newton_step();
        while let Some(step) = next
            && steps < MOST_STEPS
        {
            let before = self.parameters.clone();
            self.parameters -= &step.parameters;
            next = self
                .gauss_newton_step()
                .filter(|next| next.length < step.length);
            if next.is_none() {
                self.parameters = before;
            } else {
                steps += 1;
            }
        }
        steps
    }

    /// The least-squares solution p of J p = r; none if the columns of J are linearly dependent.
    fn gauss_newton_step(&self) -> Option<Step> {
        let decomposition = self.jacobian_matrix().qr();
        let mut residuals = self.residual_vector();
        decomposition.q_tr_mul(&mut residuals);
        let projected = residuals.rows(0, self.parameters.len()).into_owned();
        Some(Step {
            parameters: decomposition.r().solve_upper_triangular(&projected)?,
            length: projected.norm(),
        })
    }

    fn residual_vector(&self) -> DVector<f64> {
        let residuals = self.observations.iter().map(|row| self.residual(row));
        DVector::from_iterator(self.observations.len(), residuals)
    }

    fn residual(&self, row: &Observation) -> f64 {
        let predicted = self
            .model
            .value(self.parameters.as_slice(), &row.predictors);
        let residual = predicted - self.model.response(row.response);
        if residual.is_finite() {
            residual
        } else {
            REFUSED
        }
    }

    fn jacobian_matrix(&self) -> DMatrix<f64> {
        let gradients = self.observations.iter().flat_map(|row| {
            self.model
                .gradient(self.parameters.as_slice(), &row.predictors)
        });
        DMatrix::from_row_iterator(self.observations.len(), self.parameters.len(), gradients)
    }
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Regression<'_> {
    type ParameterStorage = Owned<f64, Dyn>;
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;

    fn set_params(&mut self, parameters: &DVector<f64>) {
        self.parameters.copy_from(parameters);
    }

    fn params(&self) -> DVector<f64> {
        self.parameters.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        Some(self.residual_vector())
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        Some(self.jacobian_matrix())
    }
}
