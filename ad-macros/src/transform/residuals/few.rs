//! Loops that record few of their trips.
//!
//! Where all that the reverse sweep does of a trip is in one arm of a branch, only the trips that get to
//! that arm are put on the tape: by the arm itself.
//!
//! Assumes: the blocks inside are paired. Guarantees: the tape has a record of each trip that leaves the
//! reverse sweep something to do, in order.
//!
//! ```text
//! for i onto t {                                for i {
//!     b = if … { …; keep t1 }                       if … { …; onto t: t1, i }
//! }                                      →      }
//! for i, t backwards {                          for t backwards with t1, i {
//!     match b { taken with t1 → { … } }             …
//! }                                             }
//! ```

use super::Chooser;
use crate::ir::{Arm, Decision, Head, Loop, Op, Trip};

impl Chooser<'_> {
    /// Records only the trips that get to one arm, where the others leave the reverse sweep nothing to do.
    pub(super) fn few(&self, recorded: &mut Loop, backwards: &mut Loop) -> Option<()> {
        let tape = match &backwards.head {
            Head::Follow(_) => return None,
            head => head.tape()?,
        };
        let [stmt] = backwards.body.stmts.as_mut_slice() else {
            return None;
        };
        let Op::Branch(taken) = &mut stmt.op else {
            return None;
        };
        let Decision::Taken(record) = taken.decision else {
            return None;
        };
        let at_work = |(_, arm): &(usize, &mut Arm)| !arm.body.stmts.is_empty();
        let mut arms = taken.arms.iter_mut().enumerate().filter(at_work);
        let ((index, arm), None) = (arms.next()?, arms.next()) else {
            return None;
        };
        let stmt = recorded.body.stmts.last()?;
        let last = stmt.results.last() == Some(&record) && recorded.body.results.is_empty();
        if !last || self.decides_alike(&stmt.op) {
            return None;
        }
        let choice = self.choice(&recorded.body, recorded.head.binds(), &arm.body);
        choice.again(&recorded.body.stmts, &mut arm.body);
        let body = std::mem::take(&mut arm.body);
        let residuals = [std::mem::take(&mut arm.residuals), choice.kept].concat();

        let stmt = recorded.body.stmts.last_mut()?;
        stmt.results.pop();
        if let Op::Branch(branch) = &mut stmt.op {
            branch.recorded = false;
            for arm in &mut branch.arms {
                arm.residuals.clear();
            }
            let residuals = residuals.clone();
            branch.arms.get_mut(index)?.trip = Some(Trip { tape, residuals });
        }
        recorded.sparse = true;
        *backwards = Loop {
            residuals,
            forwards: backwards.forwards,
            ..Loop::new(Head::Unwind(tape), body)
        };
        Some(())
    }
}
