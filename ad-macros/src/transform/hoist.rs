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

use super::lengths::{Lengths, code};
use super::linearize::{Linear, LoopStep, Step, Steps, for_each_flat};
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
        let changing = Changing::of(repeated);
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
        scalar && !changing.concerns(place) && self.is_there(place)
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

/// What the trips of a loop define and write.
#[derive(Default)]
struct Changing {
    vars: BTreeSet<Var>,
    names: BTreeSet<String>,
}

impl Changing {
    fn of(repeated: &LoopStep) -> Self {
        let mut changing = Changing::default();
        changing
            .names
            .extend(repeated.head.binds().into_iter().flatten().cloned());
        changing.body(&repeated.body);
        changing
    }

    fn body(&mut self, body: &Steps) {
        for step in &body.steps {
            match step {
                Step::Plain { .. } | Step::Call(_) => {
                    for_each_flat(std::slice::from_ref(step), &mut |primal, _| {
                        for stmt in primal {
                            self.stmt(stmt);
                        }
                    });
                }
                Step::Branch(branch) => {
                    self.vars.extend(&branch.results);
                    for arm in &branch.arms {
                        self.names.extend(arm.binds.iter().cloned());
                        self.body(&arm.body);
                    }
                }
                Step::Loop(repeated) => {
                    self.names
                        .extend(repeated.head.binds().into_iter().flatten().cloned());
                    self.body(&repeated.body);
                }
            }
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        self.vars.extend(&stmt.results);
        stmt.op.for_each_write(&mut |place| {
            self.vars.insert(place.root);
        });
        if let Op::Verbatim(verbatim) = &stmt.op {
            self.names.extend(verbatim.binds.iter().cloned());
            if !verbatim.pure {
                self.vars.extend(&verbatim.mentions.vars);
            }
        }
    }

    fn concerns(&self, place: &Place) -> bool {
        let mut concerns = self.vars.contains(&place.root);
        for projection in &place.path {
            let inert = match projection {
                Projection::Index(Atom::Inert(inert)) | Projection::Range(inert) => inert,
                Projection::Index(Atom::Var(var)) => {
                    concerns |= self.vars.contains(var);
                    continue;
                }
                Projection::Index(Atom::Literal(_)) | Projection::Field(_) => continue,
            };
            concerns |= !inert.mentions.vars.is_disjoint(&self.vars)
                || !inert.mentions.names.is_disjoint(&self.names);
        }
        concerns
    }
}
