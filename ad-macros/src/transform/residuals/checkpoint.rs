//! What is kept of a loop that is run again from states.

use super::super::live;
use super::Chooser;
use crate::ir::{Block, Head, Loop, Op, Replay, Residual, Stmt, Var};

impl Chooser<'_> {
    /// Chooses the state; where there is none, no trip waits for another, and the loop is run backwards.
    pub(super) fn replay(&self, recorded: &mut Loop, backwards: &mut Op) {
        let Op::Replay(replay) = backwards else {
            return;
        };
        self.state(recorded, replay);
        let counter = &replay.counter;
        let again = self.may_mention(&counter.iterator.mentions);
        let whole = recorded.body.results.is_empty();
        let waits = !replay.state.is_empty() || declares(&replay.trip);
        if again && whole && !waits && replay.around.is_empty() {
            recorded.recorded = false;
            recorded.keeping = None;
            *backwards = Op::Loop(Box::new(Loop::new(
                Head::Backwards(counter.clone(), None),
                std::mem::take(&mut replay.trip),
            )));
        }
    }

    fn state(&self, recorded: &mut Loop, replay: &mut Replay) {
        self.when_repeated(false).block(&mut replay.trip);
        // What has not changed, and may be read, is read where it is.
        replay.around.retain(|(restored, _)| match restored {
            Residual::Var(var) => !self.may_read(*var),
            Residual::Name(_) => true,
        });
        live::checkpoint::choose(replay, self.vars);
        recorded.residuals.clone_from(&replay.state);
        for var in replay.written.clone() {
            if !replay.state.contains(&Residual::Var(var)) {
                declare(&mut replay.advance, var);
                declare(&mut replay.trip, var);
            }
        }
    }
}

/// Declares a place that has no value before a trip, where the trip gives it one.
fn declare(block: &mut Block, var: Var) {
    let mut given = false;
    for stmt in &block.stmts {
        stmt.op
            .for_each_write(&mut |place| given |= place.root == var);
    }
    if !given {
        return;
    }
    let declared = Stmt {
        results: vec![var],
        op: Op::Defer,
        span: proc_macro2::Span::mixed_site(),
    };
    block.stmts.insert(0, declared);
}

/// Whether a block has places that have the names of others outside.
fn declares(block: &Block) -> bool {
    block.stmts.iter().any(|stmt| matches!(stmt.op, Op::Defer))
}
