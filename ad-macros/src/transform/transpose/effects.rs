//! What statements read and change, and the sweeps that are asked for it: each statement is looked through once.
//!
//! ```text
//! t0 = load x_bar[i]       reads x_bar, defines t0
//! y_bar += t0              reads t0, only adds to y_bar
//! x_bar[i] = 0             writes x_bar
//! ```

use std::collections::BTreeSet;

use crate::ir::{Op, Place, Slot, Stmt, Var};

/// What statements do.
#[derive(Default)]
pub(super) struct Effects {
    /// The variables they read.
    pub(super) read: BTreeSet<Var>,
    /// Those they only add to.
    pub(super) added: BTreeSet<Var>,
    /// Those they write in another way or define.
    pub(super) written: BTreeSet<Var>,
    /// The names of the user's that they bind for what follows.
    pub(super) binds: BTreeSet<String>,
}

impl Effects {
    pub(super) fn of<'s>(stmts: impl IntoIterator<Item = &'s Stmt>) -> Self {
        let mut effects = Effects::default();
        stmts.into_iter().for_each(|stmt| effects.and(stmt));
        effects
    }

    fn and(&mut self, stmt: &Stmt) {
        stmt.op.for_each_use(&mut |var| {
            self.read.insert(var);
        });
        self.changed_by(stmt);
        if let Op::Verbatim(verbatim) = &stmt.op {
            self.binds.extend(verbatim.binds.iter().cloned());
        }
    }

    fn changed_by(&mut self, stmt: &Stmt) {
        self.written.extend(&stmt.results);
        stmt.op.for_each_nested(&mut |stmt| self.changed_by(stmt));
        match &stmt.op {
            Op::Branch(_) | Op::Loop(_) | Op::Replay(_) => {}
            op => op.for_each_write(&mut |place| {
                let set = if adds(op, place) {
                    &mut self.added
                } else {
                    &mut self.written
                };
                set.insert(place.root);
            }),
        }
    }

    pub(super) fn also(&mut self, other: &Effects) {
        self.read.extend(&other.read);
        self.added.extend(&other.added);
        self.written.extend(&other.written);
        self.binds.extend(other.binds.iter().cloned());
    }

    pub(super) fn changes(&self, var: Var) -> bool {
        self.added.contains(&var) || self.written.contains(&var)
    }

    /// Whether one of the few things that others read or change is read here, where they change it, or changed.
    fn meets(&self, few: &Effects) -> bool {
        few.read.iter().any(|var| self.changes(*var))
            || few.added.iter().any(|var| self.read.contains(var))
            || few.written.iter().any(|var| self.read.contains(var))
    }

    /// Whether it is all the same which comes first, this or the few things that others do.
    fn commutes_with(&self, few: &Effects) -> bool {
        let overwritten = few.written.iter().any(|var| self.changes(*var))
            || few.added.iter().any(|var| self.written.contains(var));
        !overwritten && !self.meets(few)
    }

    /// Whether others read nothing of what is changed here.
    pub(super) fn is_left_by(&self, read: &BTreeSet<Var>) -> bool {
        !read.iter().any(|var| self.changes(*var))
    }

    /// Whether statements mention no name that is bound here.
    pub(super) fn names_nothing_in<'s>(&self, stmts: impl IntoIterator<Item = &'s Stmt>) -> bool {
        let mut nothing = true;
        if self.binds.is_empty() {
            return nothing;
        }
        for stmt in stmts {
            stmt.op
                .for_each_name(&mut |name| nothing &= !self.binds.contains(name));
        }
        nothing
    }
}

/// Whether what an operation does to a place is to add.
fn adds(op: &Op, place: &Place) -> bool {
    match op {
        Op::Accumulate(..) => true,
        Op::Pullback(pullback) => {
            let in_place =
                |slot: &Slot| matches!(slot, Slot::InPlace(written) if written.root == place.root);
            !pullback.slots.iter().any(in_place)
        }
        _ => false,
    }
}

/// The forward sweep of a block from a step on, last statement first.
#[derive(Default)]
pub(super) struct Forward {
    pub(super) stmts: Vec<Stmt>,
    /// What the first so many of them do.
    effects: (Effects, usize),
}

impl Forward {
    pub(super) fn push(&mut self, stmt: Stmt) {
        self.stmts.push(stmt);
    }

    pub(super) fn extend(&mut self, stmts: impl IntoIterator<Item = Stmt>) {
        self.stmts.extend(stmts);
    }

    /// The statements, and what they do.
    pub(super) fn known(&mut self) -> (&[Stmt], &Effects) {
        let (effects, known) = &mut self.effects;
        for stmt in self.stmts.iter().skip(*known) {
            effects.and(stmt);
        }
        *known = self.stmts.len();
        (&self.stmts, effects)
    }

    /// Whether everything that others read is known before these statements, but for what some of them define that are
    /// moved; and whether these read nothing that the others change.
    pub(super) fn waits_for_none_of(&mut self, others: &Effects, moved: &BTreeSet<Var>) -> bool {
        let (_, effects) = self.known();
        let defined = |var: &Var| effects.changes(*var) && !moved.contains(var);
        !others.read.iter().any(defined)
            && !others.added.iter().any(|var| effects.read.contains(var))
            && !others.written.iter().any(|var| effects.read.contains(var))
    }

    /// Takes statements out that only define a value each.
    pub(super) fn take(&mut self, which: &BTreeSet<usize>) -> Vec<Stmt> {
        let taken = taken(&mut self.stmts, which);
        let (effects, known) = &mut self.effects;
        for var in taken.iter().flat_map(|stmt| &stmt.results) {
            effects.written.remove(var);
        }
        *known -= taken.len();
        taken
    }
}

/// The reverse sweep of a block so far.
#[derive(Default)]
pub(super) struct Reverse {
    pub(super) stmts: Vec<Stmt>,
    /// What each of the first of them does.
    effects: Vec<Effects>,
}

impl Reverse {
    /// The statements that blocks run backwards go by, or that these go by, and what all of them do together. Those that
    /// only add to the same cotangents may run before or after.
    pub(super) fn needed_before(&mut self, blocks: Effects) -> (BTreeSet<usize>, Effects) {
        let known = self.effects.len();
        let new = self.stmts.iter().skip(known);
        self.effects.extend(new.map(|stmt| Effects::of([stmt])));
        let (mut ahead, mut needed) = (blocks, BTreeSet::new());
        for (at, effects) in self.effects.iter().enumerate().rev() {
            if !ahead.commutes_with(effects) {
                ahead.also(effects);
                needed.insert(at);
            }
        }
        (needed, ahead)
    }

    pub(super) fn remove(&mut self, at: usize) {
        self.stmts.remove(at);
        self.effects.truncate(at);
    }

    pub(super) fn take(&mut self, which: &BTreeSet<usize>) -> Vec<Stmt> {
        let mut at = 0..;
        self.effects
            .retain(|_| at.next().is_none_or(|at| !which.contains(&at)));
        taken(&mut self.stmts, which)
    }
}

/// Takes statements out of others.
fn taken(stmts: &mut Vec<Stmt>, which: &BTreeSet<usize>) -> Vec<Stmt> {
    if which.is_empty() {
        return Vec::new();
    }
    let mut at = 0..;
    let taken = |_: &mut Stmt| at.next().is_some_and(|at| which.contains(&at));
    stmts.extract_if(.., taken).collect()
}
