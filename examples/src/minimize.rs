//! A minimizer of smooth functions: the limited-memory BFGS method (Nocedal & Wright 2006, algorithm 7.5).

use std::collections::VecDeque;

/// Steps that the approximation of the Hessian remembers.
const MEMORY: usize = 20;
/// The part of the decrease that the slope promises which a step must achieve.
const SUFFICIENT: f64 = 1e-4;
/// Halvings after which a step is given up.
const HALVINGS: usize = 60;

/// Where a minimization ended.
#[derive(Clone, Debug)]
pub struct Minimum {
    /// The point.
    pub at: Vec<f64>,
    /// The function there.
    pub value: f64,
    /// The largest component of the gradient there, by magnitude.
    pub slope: f64,
    /// How many steps led there.
    pub steps: usize,
}

/// A step, and by how much it changed the gradient.
struct Move {
    step: Vec<f64>,
    change: Vec<f64>,
    curvature: f64,
}

/// Follows `f` downhill from a point until no component of its gradient is larger than `tolerance`, for `most` steps
/// at most. `f` writes its gradient into its second argument and returns its value, as the generated `_grad_into` do.
pub fn minimize(
    mut f: impl FnMut(&[f64], &mut [f64]) -> f64,
    start: &[f64],
    tolerance: f64,
    most: usize,
) -> Minimum {
    let mut at = start.to_vec();
    let mut gradient = vec![0.0; at.len()];
    let mut value = f(&at, &mut gradient);
    let mut history: VecDeque<Move> = VecDeque::with_capacity(MEMORY);
    let mut next = at.clone();
    let mut next_gradient = gradient.clone();
    let mut steps = 0;
    while steps < most && largest(&gradient) > tolerance {
        let direction = downhill(&gradient, &history);
        let promised = dot(&direction, &gradient);
        let mut length = if history.is_empty() {
            1.0 / (1.0 + largest(&gradient))
        } else {
            1.0
        };
        let found = (0..HALVINGS).any(|_| {
            for ((next, x), d) in next.iter_mut().zip(&at).zip(&direction) {
                *next = x + length * d;
            }
            let next_value = f(&next, &mut next_gradient);
            let enough = next_value <= value + SUFFICIENT * length * promised;
            if enough {
                value = next_value;
            } else {
                length *= 0.5;
            }
            enough
        });
        if !found {
            break;
        }
        let step = difference(&next, &at);
        let change = difference(&next_gradient, &gradient);
        let curvature = dot(&step, &change);
        if curvature > f64::EPSILON * dot(&change, &change) {
            if history.len() == MEMORY {
                history.pop_front();
            }
            history.push_back(Move {
                step,
                change,
                curvature,
            });
        }
        at.clone_from(&next);
        gradient.clone_from(&next_gradient);
        steps += 1;
    }
    Minimum {
        slope: largest(&gradient),
        at,
        value,
        steps,
    }
}

/// The negative gradient times the approximate inverse of the Hessian.
fn downhill(gradient: &[f64], history: &VecDeque<Move>) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut weights = Vec::with_capacity(history.len());
    for past in history.iter().rev() {
        let weight = dot(&past.step, &direction) / past.curvature;
        add(&mut direction, -weight, &past.change);
        weights.push(weight);
    }
    if let Some(last) = history.back() {
        let scale = last.curvature / dot(&last.change, &last.change);
        for d in &mut direction {
            *d *= scale;
        }
    }
    for (past, weight) in history.iter().zip(weights.iter().rev()) {
        let correction = weight - dot(&past.change, &direction) / past.curvature;
        add(&mut direction, correction, &past.step);
    }
    direction
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], scale: f64, what: &[f64]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += scale * what;
    }
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn largest(gradient: &[f64]) -> f64 {
    gradient.iter().fold(0.0, |largest, g| g.abs().max(largest))
}
