//! What is needed of a loop that is run again from states, and what of a state.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Live, Pruning};
use crate::ir::{Block, Op, Replay, Residual, Role, Stmt, Var, Variables};

/// Drops what no trip needs, and of the state all but what trips read before they write it, or write through a
/// reference.
pub(in crate::transform) fn choose(replay: &mut Replay, vars: &Variables) {
    // All that is written of outside is of use.
    let mut after = Live::default();
    for stmt in &replay.trip.stmts {
        stmt.op.for_each_write(&mut |place| {
            after.vars.insert(place.root);
        });
    }
    let (before, advance, trip) = Pruning::new(vars).trips(&after, replay);
    let (advance, trip) = (owned(&replay.advance, advance), owned(&replay.trip, trip));
    let mut read = BTreeSet::new();
    for block in [&advance, &trip] {
        read_first(&block.stmts, &mut BTreeSet::new(), &mut read);
    }
    // What is behind a reference is written where there is something.
    let mut behind = BTreeSet::new();
    for stmt in advance.stmts.iter().chain(&trip.stmts) {
        stmt.op.for_each_write(&mut |place| {
            behind.extend((vars.role(place.root) == Role::Buffer).then_some(place.root));
        });
    }
    replay.around.retain(|(restored, _)| before.has(restored));
    replay.state.retain(|residual| match residual {
        Residual::Var(var) => behind.contains(var) || (before.has(residual) && read.contains(var)),
        Residual::Name(_) => before.has(residual),
    });
    (replay.advance, replay.trip) = (advance, trip);
}

impl Pruning<'_> {
    /// A replay without the statements that are not needed, in whatever trip.
    pub(super) fn replay(&mut self, live: &mut Live, stmt: &Stmt, replay: &Replay) -> Option<Stmt> {
        let (before, advance, trip) = self.trips(live, replay);
        if trip.is_empty() {
            return None;
        }
        let mut left = replay.clone();
        left.around.retain(|(restored, _)| before.has(restored));
        left.advance = owned(&replay.advance, advance);
        left.trip = owned(&replay.trip, trip);
        live.also(before.outside(replay));
        live.vars.insert(left.record);
        live.vars
            .extend(left.around.iter().map(|(_, as_it_was)| *as_it_was));
        Some(Stmt {
            results: Vec::new(),
            op: Op::Replay(Box::new(left)),
            span: stmt.span,
        })
    }

    /// What is live before a trip, and what is needed of one that is advanced over and of one that is run
    /// backwards.
    fn trips<'s>(
        &mut self,
        live: &Live,
        replay: &'s Replay,
    ) -> (Live, Vec<Cow<'s, Stmt>>, Vec<Cow<'s, Stmt>>) {
        let mut inside = live.clone().outside(replay);
        loop {
            // Once a trip has been run backwards, its state is of no use.
            let mut before = inside.clone().outside(replay);
            let trip = self.needed(&mut before, &replay.trip.stmts);
            let mut through = inside.clone();
            let advance = self.needed(&mut through, &replay.advance.stmts);
            before.also(through);
            before.also(inside.clone());
            if before == inside {
                return (inside, advance, trip);
            }
            inside = before;
        }
    }
}

impl Live {
    fn has(&self, residual: &Residual) -> bool {
        match residual {
            Residual::Var(var) => self.vars.contains(var),
            Residual::Name(name) => self.names.contains(name),
        }
    }

    /// Without what the blocks of a replay have of their own.
    fn outside(mut self, replay: &Replay) -> Live {
        self.vars.retain(|var| !replay.owns(*var));
        self.names.retain(|name| !replay.owns_name(name));
        self
    }
}

/// A block of which these statements are left, without its results: whether it is the last trip is known by then.
fn owned(block: &Block, stmts: Vec<Cow<Stmt>>) -> Block {
    Block {
        stmts: stmts.into_iter().map(Cow::into_owned).collect(),
        results: Vec::new(),
        diverges: block.diverges,
    }
}

/// What statements read before they give it a value, and what they have given one for certain.
fn read_first(stmts: &[Stmt], given: &mut BTreeSet<Var>, read: &mut BTreeSet<Var>) {
    for stmt in stmts {
        match &stmt.op {
            Op::Branch(branch) => {
                for mentions in stmt.op.decisions() {
                    read.extend(mentions.vars.difference(given));
                }
                let mut ends = Vec::new();
                for arm in &branch.arms {
                    let mut end = given.clone();
                    read_first(&arm.body.stmts, &mut end, read);
                    let results = arm.body.results.iter();
                    results.for_each(|atom| atom.for_each_use(&mut |var| uses(var, &end, read)));
                    ends.extend((!arm.body.diverges).then_some(end));
                }
                if let Some(all) = ends.into_iter().reduce(|all, end| &all & &end) {
                    *given = all;
                }
            }
            op => {
                op.for_each_use(&mut |var| uses(var, given, read));
                op.for_each_write(&mut |place| match op {
                    Op::Store(..) if place.path.is_empty() => {}
                    _ => uses(place.root, given, read),
                });
                if let Op::Store(place, _) = op
                    && place.path.is_empty()
                {
                    given.insert(place.root);
                }
            }
        }
    }
}

fn uses(var: Var, given: &BTreeSet<Var>, read: &mut BTreeSet<Var>) {
    if !given.contains(&var) {
        read.insert(var);
    }
}
