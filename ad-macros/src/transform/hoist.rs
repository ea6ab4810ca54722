//! Hoisting: what every trip of a loop would load alike is loaded before it.
//!
//! The reverse sweep of the loop then keeps one value, not one for each trip, and adds up its cotangent in a variable.
//! An element is loaded early only where it is known to be there, for the loop may make no trip.
//!
//! Assumes and guarantees: [`check`](crate::ir::check) holds.
//!
//! ```text
//! for j in 0..x.len() {                        for j in 0..x.len() {
//!     for k { t = load x[j]; s += t · k }  →       t = load x[j]
//! }                                                for k { s += t · k }
//!                                              }
//! ```

use std::collections::BTreeSet;

use super::changing::Changing;
use super::lengths::{Lengths, code};
use super::linearize::{Linear, LoopStep, Step, Steps};
use crate::ir::{Atom, Head, Op, Place, Projection, Stmt, Var};

/// Loads that are the same in every trip, before the loop; so are those of their tangents.
pub(crate) fn hoist(mut linear: Linear) -> Linear {
    let lengths = Lengths::of(&linear);
    let mut steps = std::mem::take(&mut linear.steps);
    let mut hoisting = Hoisting {
        linear: &linear,
        lengths: &lengths,
        counters: Vec::new(),
    };
    hoisting.steps(&mut steps);
    linear.steps = steps;
    linear
}

struct Hoisting<'a> {
    linear: &'a Linear,
    lengths: &'a Lengths,
    /// The indices of the loops around, and their ends.
    counters: Vec<(String, String)>,
}

impl Hoisting<'_> {
    fn steps(&mut self, steps: &mut Vec<Step>) {
        for mut step in std::mem::take(steps) {
            match &mut step {
                Step::Plain { .. } | Step::Call(_) => {}
                Step::Branch(branch) => {
                    for arm in &mut branch.arms {
                        self.steps(&mut arm.body.steps);
                    }
                }
                Step::Loop(repeated) => {
                    let around = self.counters.len();
                    if let Head::For(counter) = &repeated.head
                        && let Some((index, end)) = counter.indices()
                    {
                        self.counters.push((index.to_string(), code(end)));
                    }
                    self.steps(&mut repeated.body.steps);
                    self.counters.truncate(around);
                    steps.extend(self.out_of(repeated));
                }
            }
            steps.push(step);
        }
    }

    /// Takes what is loaded alike in every trip out of a loop.
    fn out_of(&self, repeated: &mut LoopStep) -> Option<Step> {
        let changing = changing(repeated);
        let (mut primal_out, mut linear_out) = (Vec::new(), Vec::new());
        for step in &mut repeated.body.steps {
            let Step::Plain { primal, linear } = step else {
                continue;
            };
            let fixed = |stmt: &mut Stmt| self.is_fixed(stmt, &changing);
            let loaded: Vec<Stmt> = primal.extract_if(.., fixed).collect();
            let tangents = loaded.iter().flat_map(|stmt| &stmt.results);
            let tangents = tangents.filter_map(|var| self.linear.tangents.get(var));
            let tangents: BTreeSet<Var> = tangents.copied().collect();
            let theirs = |stmt: &mut Stmt| stmt.results.iter().any(|var| tangents.contains(var));
            linear_out.extend(linear.extract_if(.., theirs));
            primal_out.extend(loaded);
        }
        let (primal, linear) = (primal_out, linear_out);
        (!primal.is_empty()).then_some(Step::Plain { primal, linear })
    }

    /// Whether a statement loads the same element in every trip, one that is there.
    fn is_fixed(&self, stmt: &Stmt, changing: &Changing) -> bool {
        let (Op::Load(place), [result]) = (&stmt.op, stmt.results.as_slice()) else {
            return false;
        };
        let scalar = self.linear.vars.shape(*result).is_scalar();
        let fixed = !changing.defines(place.root) && !changing.concerns(&place.path);
        scalar && fixed && self.is_there(place)
    }

    /// Whether a place is an element at the index of a loop around, which goes through all there are.
    fn is_there(&self, place: &Place) -> bool {
        let [Projection::Index(Atom::Inert(index))] = place.path.as_slice() else {
            return false;
        };
        let index = code(&index.expr);
        let counter = self.counters.iter().rev().find(|(name, _)| *name == index);
        counter.is_some_and(|(_, end)| self.lengths.is_length(&self.linear.vars, place.root, end))
    }
}

/// What differs between the trips of a loop.
fn changing(repeated: &LoopStep) -> Changing {
    let mut changing = Changing::default();
    changing.head(&repeated.head);
    changed_by(&repeated.body, &mut changing);
    changing
}

fn changed_by(body: &Steps, changing: &mut Changing) {
    for step in &body.steps {
        match step {
            Step::Plain { primal, linear } => {
                changing.stmts(primal);
                changing.stmts(linear);
            }
            Step::Call(call) => changing.stmts(std::slice::from_ref(call)),
            Step::Branch(branch) => {
                changing.vars(&branch.results);
                for arm in &branch.arms {
                    changing.names(&arm.binds);
                    changed_by(&arm.body, changing);
                }
            }
            Step::Loop(repeated) => {
                changing.head(&repeated.head);
                changed_by(&repeated.body, changing);
            }
        }
    }
}
