//! What every trip of a loop writes anew before it reads it: a buffer that is declared outside, so as to be made once.
//!
//! Assumes: the tangents are surveyed. Guarantees: nothing flows from one trip to the next through what is found here,
//! nor out of the last trip; its cotangent is zero between trips.
//!
//! ```text
//! let mut row = vec![0.0; n];
//! for i {
//!     for j in 0..n { row[j] = … }      all of it, for it is `n` long
//!     …                                 only here it is read
//! }
//! ```

use std::collections::BTreeSet;

use super::Transposer;
use super::survey::{Uses, for_each_block, read};
use crate::ir::{Atom, Head, Op, Place, Projection, Stmt, Var};
use crate::transform::lengths::code;
use crate::transform::linearize::{LoopStep, Step, Steps, for_each_linear};

impl Transposer<'_> {
    /// The tangents that each trip of a body writes anew before it reads them, and that no one else reads.
    pub(super) fn fresh(&self, body: &Steps, uses: &Uses) -> BTreeSet<Var> {
        let own = |root: &Var| {
            self.are_all(&uses.read, *root) && self.is_written_first(&body.steps, *root)
        };
        uses.written().copied().filter(own).collect()
    }

    /// Whether these are all reads of a tangent.
    fn are_all(&self, reads: &[Var], root: Var) -> bool {
        let here = reads.iter().filter(|read| **read == root).count();
        self.reads.get(&root).copied().unwrap_or_default() == here
    }

    /// Whether the first to touch a tangent writes all of it.
    fn is_written_first(&self, steps: &[Step], root: Var) -> bool {
        let first = steps.iter().find(|step| touches(step, root));
        match first {
            Some(Step::Plain { linear, .. }) => {
                let first = linear.iter().find(|stmt| touched(stmt, root));
                first.is_some_and(|stmt| match &stmt.op {
                    Op::Store(place, _) => {
                        place.path.is_empty() && self.vars.shape(root).is_static()
                    }
                    _ => false,
                })
            }
            Some(Step::Loop(repeated)) => {
                // It may make no trip; then nothing is read.
                self.writes_all(repeated, root)
                    || self.are_all(&Uses::of([&repeated.body], &self.vars).read, root)
                        && self.is_written_first(&repeated.body.steps, root)
            }
            _ => false,
        }
    }

    /// Whether a tangent has this many elements, all the time.
    fn has_length(&self, root: Var, end: &str) -> bool {
        let primal = self.primals.get(&root);
        primal.is_some_and(|primal| self.lengths.is_length(&self.vars, *primal, end))
    }

    /// Whether a loop goes through all elements of a tangent, and each trip first writes its own.
    fn writes_all(&self, step: &LoopStep, root: Var) -> bool {
        let Head::For(counter) = &step.head else {
            return false;
        };
        let Some((index, end)) = counter.indices() else {
            return false;
        };
        let index = index.to_string();
        let own = |place: &Place| match place.path.first() {
            Some(Projection::Index(Atom::Inert(at))) => code(&at.expr) == index,
            _ => false,
        };
        let (mut first, mut only_own) = (None, true);
        for_each_linear(&step.body.steps, &mut |stmt| {
            let mut check = |place: &Place| {
                if place.root == root {
                    only_own &= own(place);
                    first.get_or_insert(stmt);
                }
            };
            stmt.op.for_each_read(&mut check);
            stmt.op.for_each_write(&mut check);
        });
        let outright = step.body.steps.iter().any(|step| match step {
            Step::Plain { linear, .. } => linear
                .iter()
                .any(|stmt| first.is_some_and(|first| std::ptr::eq(first, stmt))),
            _ => false,
        });
        let stores = first
            .is_some_and(|stmt| matches!(&stmt.op, Op::Store(place, _) if place.path.len() == 1));
        let complete = step.body.results.is_empty() && !step.body.diverges;
        complete && only_own && outright && stores && self.has_length(root, &code(end))
    }
}

/// What touches a tangent, in whatever block.
fn touches(step: &Step, root: Var) -> bool {
    let mut found = false;
    for_each_linear(std::slice::from_ref(step), &mut |stmt| {
        found |= touched(stmt, root);
    });
    for_each_block(std::slice::from_ref(step), &mut |block| {
        found |= block.tangents.iter().any(|atom| atom.var() == Some(root));
    });
    found
}

fn touched(stmt: &Stmt, root: Var) -> bool {
    let mut found = stmt.results.contains(&root);
    read(stmt, &mut |var| found |= var == root);
    stmt.op
        .for_each_write(&mut |place| found |= place.root == root);
    found
}
