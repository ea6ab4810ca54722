//! Residuals: what the forward sweep keeps of a block that the reverse sweep runs backwards.
//!
//! The reverse sweep reads primal values. Of those computed in the block, nothing is kept that is
//! there anyway: parameters and what is loaded from them, constants, the counter of a loop. From
//! what is kept, cheap arithmetic computes the rest again, and the choice is the cheapest by that
//! rule; transcendental functions and calls are never repeated.
//!
//! Assumes: [`transpose`](super::transpose) made both sweeps. Guarantees: a block of the reverse
//! sweep reads nothing of the forward sweep's but what stands outside, or is kept.
//!
//! ```text
//! for i { t0 = load x[i]; t1 = sin t0 }         for i { t0 = load x[i]; t1 = sin t0; keep t1 }
//! for i backwards { … t0 · t1 }            →    for i backwards with t1 { t0 = load x[i]; … t0 · t1 }
//! ```
//!
//! References: Hascoët, Naumann & Pascual, "To be recorded" analysis in reverse-mode automatic
//! differentiation (FGCS 21, 2005); smallest cuts: Moses, Churavy et al., "Reverse-mode automatic
//! differentiation and optimization of GPU kernels via Enzyme" (SC 2021).

mod checkpoint;
mod choice;
mod few;
mod tape;

use std::collections::BTreeSet;

use self::choice::Choice;
use super::sweeps::Borrows;
use crate::ir::{Block, Branch, Decision, Head, Loop, Mentions, Op, Role, Stmt, Var, Variables};

/// Chooses the residuals of every pair of blocks: those of the reverse sweep and what they run
/// backwards.
pub(crate) fn choose(
    forward: &mut Vec<Stmt>,
    reverse: &mut Vec<Stmt>,
    vars: &Variables,
    borrows: Borrows,
) {
    let chooser = Chooser {
        vars,
        borrows,
        later: BTreeSet::new(),
        repeats: false,
    };
    let turn = forward.len();
    forward.append(reverse);
    chooser.list(forward);
    *reverse = forward.split_off(turn);
    tape::declare(forward);
    tape::declare(reverse);
}

struct Chooser<'a> {
    vars: &'a Variables,
    borrows: Borrows,
    /// The places that are written between the two sweeps of the block at hand, or in it.
    later: BTreeSet<Var>,
    /// Whether the block at hand is inside a loop that the reverse sweep runs backwards.
    repeats: bool,
}

impl Chooser<'_> {
    fn statements(&self, forward: &mut [Stmt], reverse: &mut [Stmt]) {
        for backwards in reverse {
            let Some(record) = backwards.op.record() else {
                continue;
            };
            let position = forward
                .iter()
                .position(|stmt| stmt.results.contains(&record));
            let Some((recorded, after)) =
                position.and_then(|position| forward.get_mut(position..)?.split_first_mut())
            else {
                continue;
            };
            self.inside(recorded, after)
                .pair(recorded, &mut backwards.op);
        }
    }

    /// The blocks in a block of both sweeps, one after the other.
    fn block(&self, block: &mut Block) {
        self.list(&mut block.stmts);
        tape::declare(&mut block.stmts);
    }

    fn list(&self, stmts: &mut [Stmt]) {
        for index in 0..stmts.len() {
            let (before, rest) = stmts.split_at_mut(index);
            let Some(stmt) = rest.first_mut() else {
                continue;
            };
            let recorded = match stmt.op.record() {
                Some(record) => before
                    .iter()
                    .position(|stmt| stmt.results.contains(&record)),
                None => None,
            };
            let Some(position) = recorded else {
                if !stmt.op.is_recorded() {
                    // Each time its blocks run, they do so in both directions.
                    let inside = self.when(BTreeSet::new());
                    for block in stmt.op.blocks_mut() {
                        inside.block(block);
                    }
                }
                continue;
            };
            let between = before
                .get_mut(position..)
                .and_then(<[Stmt]>::split_first_mut);
            if let Some((recorded, between)) = between {
                let mut later = written(recorded, between);
                later.extend(written(stmt, &[]));
                self.when(later).pair(recorded, &mut stmt.op);
            }
        }
    }

    /// The same, inside a statement that others follow.
    fn inside(&self, stmt: &Stmt, after: &[Stmt]) -> Self {
        self.when(self.later.union(&written(stmt, after)).copied().collect())
    }

    /// The same, when these places are written before the reverse sweep.
    fn when(&self, later: BTreeSet<Var>) -> Self {
        Chooser { later, ..*self }
    }

    /// The same, for blocks inside that run again, or that do not.
    fn when_repeated(&self, repeats: bool) -> Self {
        Chooser {
            repeats,
            ..self.when(self.later.clone())
        }
    }

    fn pair(&self, recorded: &mut Stmt, backwards: &mut Op) {
        match (&mut recorded.op, backwards) {
            (Op::Branch(recorded), Op::Branch(backwards)) => self.branch(recorded, backwards),
            (Op::Loop(repeated), Op::Loop(backwards)) => self.repeated(repeated, backwards),
            (Op::Loop(repeated), replay @ Op::Replay(_)) => self.replay(repeated, replay),
            _ => {}
        }
        if let Op::Loop(repeated) = &recorded.op
            && (!repeated.recorded || repeated.shared.is_some())
        {
            recorded.results.clear();
        }
    }

    fn branch(&self, recorded: &mut Branch, backwards: &mut Branch) {
        debug_assert!(matches!(backwards.decision, Decision::Taken(_)));
        for (recorded, backwards) in recorded.arms.iter_mut().zip(&mut backwards.arms) {
            self.statements(&mut recorded.body.stmts, &mut backwards.body.stmts);
            let choice = self.choice(&recorded.body, Some(&recorded.binds), &backwards.body);
            choice.again(&recorded.body.stmts, &mut backwards.body);
            recorded.residuals.clone_from(&choice.kept);
            backwards.residuals = choice.kept;
        }
    }

    fn repeated(&self, recorded: &mut Loop, backwards: &mut Loop) {
        self.when_repeated(true)
            .statements(&mut recorded.body.stmts, &mut backwards.body.stmts);
        if self.few(recorded, backwards).is_some() {
            return;
        }
        let choice = self.run_again(recorded, backwards).unwrap_or_else(|| {
            if let Head::Backwards(_, Some(tape)) = backwards.head {
                backwards.head = Head::Unwind(tape);
            }
            self.choice(&recorded.body, recorded.head.binds(), &backwards.body)
        });
        choice.again(&recorded.body.stmts, &mut backwards.body);
        recorded.residuals.clone_from(&choice.kept);
        backwards.residuals = choice.kept;
    }

    /// What to keep of a loop whose trips are counted again, where they can be and that is worth it: not
    /// even a tape, if nothing is kept; one for all runs of the loop, if their lengths are known by then.
    fn run_again(&self, recorded: &mut Loop, backwards: &mut Loop) -> Option<Choice> {
        let Head::Backwards(counter, Some(tape)) = &backwards.head else {
            return None;
        };
        let (counter, tape) = (counter.clone(), *tape);
        if !self.may_mention(&counter.iterator.mentions) {
            return None;
        }
        let choice = self.choice(&recorded.body, None, &backwards.body);
        let whole = recorded.body.results.is_empty();
        if whole && choice.kept.is_empty() {
            backwards.head = Head::Backwards(counter, None);
            recorded.recorded = false;
        } else if whole && self.repeats {
            (recorded.shared, backwards.shared) = (Some(tape), Some(tape));
        } else if !(counter.exact || whole) {
            return None;
        }
        backwards.complete = whole;
        Some(choice)
    }

    /// Whether a variable has the same value in the reverse sweep, and may be read there.
    fn may_read(&self, var: Var) -> bool {
        match self.vars.role(var) {
            // What is in it now is in it in the reverse sweep.
            Role::Place => !self.later.contains(&var),
            role => self.borrows.allow(role),
        }
    }

    /// The same for all that code mentions.
    fn may_mention(&self, mentions: &Mentions) -> bool {
        mentions.vars.iter().all(|var| self.may_read(*var))
    }
}

/// The places that a statement writes, and those after it.
fn written(stmt: &Stmt, after: &[Stmt]) -> BTreeSet<Var> {
    let mut found = BTreeSet::new();
    for stmt in std::iter::once(stmt).chain(after) {
        stmt.op.for_each_write(&mut |place| {
            found.insert(place.root);
        });
        // A place is written where it is declared.
        found.extend(&stmt.results);
    }
    found
}
