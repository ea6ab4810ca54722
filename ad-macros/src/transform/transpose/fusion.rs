//! Fusion: a block is run backwards at once, where the cotangents that reach it are known before it runs.
//!
//! Nothing is recorded then: a branch is reversed arm by arm, a loop trip by trip, if its trips only add to what is
//! outside. What a trip writes anew before it reads it is its own, wherever it is declared.
//!
//! Assumes: the sweeps of what follows the block are there, and the cotangents that it contributes to are started.
//! Guarantees: what is moved before the block computes what it computes after it.
//!
//! ```text
//! for i { t = x[i]; sum += t · t }          sum_bar = 1; x_bar = 0
//! sum_bar = 1; x_bar = 0               →    for i { t = x[i]; sum += t · t; x_bar[i] += sum_bar · 2 t }
//! for i backwards { … }
//! ```

use std::collections::BTreeSet;

use super::Transposer;
use super::survey::Uses;
use crate::ir::{Atom, Block, Op, Place, Slot, Stmt, Var};
use crate::transform::linearize::{Steps, for_each_primal};

impl Transposer<'_> {
    /// What must run before blocks that are run backwards at once; none if these cannot be, for not everything that they
    /// would go by is known before what follows them.
    ///
    /// `forward` is the forward sweep of what follows, last statement first.
    pub(super) fn fusible(
        &self,
        bodies: &[&Steps],
        uses: &Uses,
        results: &[Var],
        seeds: &[Option<Atom>],
        forward: &[Stmt],
    ) -> Option<Prelude> {
        let blocks = self.backwards(uses, seeds);
        let (reverse, ahead) = needed_before(&self.out, blocks);
        let early = those(&self.out, &reverse);
        let readers = self.early.stmts.iter().chain(early.iter().copied());
        let constants = constants_read(readers, results, forward);
        let stays = |(stmt, moved): (_, &bool)| (!moved).then_some(stmt);
        let following = forward.iter().zip(&constants);
        let between = following.clone().skip(self.early.at).filter_map(stays);
        let mut following = Effects::of(following.filter_map(stays));
        following.written.extend(results);
        following.written.append(&mut overwritten(bodies));
        let known = following.is_apart_from(&ahead)
            && following.names_nothing_in(early)
            && Effects::of(between).leaves(&self.early.stmts);
        known.then_some(Prelude { reverse, constants })
    }

    /// What blocks run backwards do with cotangents.
    fn backwards(&self, uses: &Uses, seeds: &[Option<Atom>]) -> Effects {
        let bar = |tangent: &Var| self.places.get(tangent).copied();
        let seeds = seeds.iter().flatten().filter_map(Atom::var);
        Effects {
            read: uses.written().filter_map(bar).chain(seeds).collect(),
            added: uses.read.iter().filter_map(bar).collect(),
            // What is overwritten takes its cotangent out.
            written: uses.overwritten.iter().filter_map(bar).collect(),
            binds: BTreeSet::new(),
        }
    }

    /// Takes what must run early out of both sweeps.
    pub(super) fn take(&mut self, prelude: &Prelude, forward: &mut Vec<Stmt>) -> Early {
        let mut stmts = taken(forward, &prelude.constants);
        stmts.reverse();
        stmts.append(&mut self.early.stmts);
        stmts.extend(taken(&mut self.out, &prelude.reverse));
        Early {
            stmts,
            at: forward.len() + 1,
        }
    }

    /// Whether the trips of a loop only add to what is outside, and do not read it: then each may be
    /// run backwards at once. What every trip writes anew is none of that.
    pub(super) fn is_reduction(&self, body: &Steps, uses: &Uses) -> bool {
        let own = self.fresh(body, uses);
        let read: BTreeSet<&Var> = uses.read.iter().collect();
        let inside = |var: &Var| {
            !self.homes.contains_key(var) || uses.defined.contains(var) || own.contains(var)
        };
        let adds = |var: &Var| inside(var) || !read.contains(var);
        uses.added.iter().all(adds) && uses.overwritten.iter().all(inside)
    }
}

/// What runs before a block that is run backwards at once: statements of the reverse sweep, and constants of the forward
/// sweep that those read.
pub(super) struct Prelude {
    reverse: Vec<bool>,
    constants: Vec<bool>,
}

/// The statements of the reverse sweep that make what blocks run backwards go by, and what these do together. Those that
/// only add to the same cotangents may run before or after.
fn needed_before(out: &[Stmt], blocks: Effects) -> (Vec<bool>, Effects) {
    let mut ahead = blocks;
    let mut needed = Vec::new();
    for stmt in out.iter().rev() {
        let effects = Effects::of([stmt]);
        let early = !ahead.commutes_with(&effects);
        if early {
            ahead.also(effects);
        }
        needed.push(early);
    }
    needed.reverse();
    (needed, ahead)
}

/// The places that blocks of the forward sweep overwrite. What is written part by part keeps its form, and so does its
/// cotangent.
fn overwritten(bodies: &[&Steps]) -> BTreeSet<Var> {
    let mut found = BTreeSet::new();
    for body in bodies {
        for_each_primal(&body.steps, &mut |stmt| {
            let parts = matches!(stmt.op, Op::Accumulate(..));
            stmt.op.for_each_write(&mut |place| {
                if place.path.is_empty() && !parts {
                    found.insert(place.root);
                }
            });
        });
    }
    found
}

fn those<'s>(stmts: &'s [Stmt], which: &[bool]) -> Vec<&'s Stmt> {
    let those = stmts.iter().zip(which).filter(|(_, which)| **which);
    those.map(|(stmt, _)| stmt).collect()
}

/// Takes statements out of others.
fn taken(stmts: &mut Vec<Stmt>, which: &[bool]) -> Vec<Stmt> {
    let mut which = which.iter();
    let taken = |_: &mut Stmt| which.next().is_some_and(|taken| *taken);
    stmts.extract_if(.., taken).collect()
}

/// The statements of the forward sweep that statements of the reverse sweep read, and that may stand before all of it:
/// values without a derivative that are the same anywhere.
fn constants_read<'s>(
    early: impl Iterator<Item = &'s Stmt>,
    results: &[Var],
    forward: &[Stmt],
) -> Vec<bool> {
    let mut read = BTreeSet::new();
    for stmt in early {
        stmt.op.for_each_use(&mut |var| {
            read.insert(var);
        });
    }
    let mut following = Effects::of(forward);
    following.written.extend(results);
    let constant = |stmt: &Stmt| match &stmt.op {
        Op::Inert(inert) => {
            inert.constant
                && !inert
                    .mentions
                    .vars
                    .iter()
                    .any(|var| following.changes(*var))
                && inert.mentions.names.is_disjoint(&following.binds)
                && stmt.results.iter().any(|var| read.contains(var))
        }
        _ => false,
    };
    forward.iter().map(constant).collect()
}

/// Part of the reverse sweep that runs before the first block of the forward sweep that is run
/// backwards at once.
#[derive(Default)]
pub(super) struct Early {
    stmts: Vec<Stmt>,
    /// Its place in the forward sweep, which is made last statement first.
    at: usize,
}

impl Early {
    pub(super) fn place(self, forward: &mut Vec<Stmt>) {
        let after = forward.split_off(self.at.min(forward.len()));
        forward.extend(self.stmts.into_iter().rev());
        forward.extend(after);
    }
}

/// What statements do.
#[derive(Default)]
struct Effects {
    /// The variables they read.
    read: BTreeSet<Var>,
    /// Those they only add to.
    added: BTreeSet<Var>,
    /// Those they write in another way or define.
    written: BTreeSet<Var>,
    /// The names of the user's that they bind for what follows.
    binds: BTreeSet<String>,
}

impl Effects {
    fn of<'s>(stmts: impl IntoIterator<Item = &'s Stmt>) -> Self {
        let mut effects = Effects::default();
        for stmt in stmts {
            stmt.op.for_each_use(&mut |var| {
                effects.read.insert(var);
            });
            effects.changed_by(stmt);
            if let Op::Verbatim(verbatim) = &stmt.op {
                effects.binds.extend(verbatim.binds.iter().cloned());
            }
        }
        effects
    }

    fn changed_by(&mut self, stmt: &Stmt) {
        self.written.extend(&stmt.results);
        stmt.op.for_each_nested(&mut |stmt| self.changed_by(stmt));
        match &stmt.op {
            Op::Branch(_) | Op::Loop(_) | Op::Replay(_) => {}
            Op::Verbatim(verbatim) if verbatim.pure => {}
            Op::Verbatim(verbatim) => self.written.extend(&verbatim.mentions.vars),
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

    fn also(&mut self, mut other: Effects) {
        self.read.append(&mut other.read);
        self.added.append(&mut other.added);
        self.written.append(&mut other.written);
        self.binds.append(&mut other.binds);
    }

    fn changes(&self, var: Var) -> bool {
        self.added.contains(&var) || self.written.contains(&var)
    }

    /// Whether it is all the same which comes first.
    fn commutes_with(&self, other: &Effects) -> bool {
        let overwrites = |a: &Effects, b: &Effects| a.written.iter().any(|var| b.changes(*var));
        self.is_apart_from(other) && !overwrites(self, other) && !overwrites(other, self)
    }

    /// Whether none of the two changes what the other reads.
    fn is_apart_from(&self, other: &Effects) -> bool {
        let reads = |a: &Effects, b: &Effects| a.read.iter().any(|var| b.changes(*var));
        !reads(self, other) && !reads(other, self)
    }

    /// Whether statements read nothing of what is changed here.
    fn leaves<'s>(&self, stmts: impl IntoIterator<Item = &'s Stmt> + Clone) -> bool {
        let read = Effects::of(stmts.clone()).read;
        !read.iter().any(|var| self.changes(*var)) && self.names_nothing_in(stmts)
    }

    /// Whether statements mention no name that is bound here.
    fn names_nothing_in<'s>(&self, stmts: impl IntoIterator<Item = &'s Stmt>) -> bool {
        let mut nothing = true;
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

/// Both sweeps of a block, one after the other.
///
/// What is added to the cotangents of elements outside stands last, in the order in which the elements
/// were read: a trip that stores in one order what the next loads in the other waits for its memory.
pub(super) fn fused_block(mut there: Block, back: Block) -> Block {
    let Effects { read, written, .. } = Effects::of(&back.stmts);
    let is_last = |stmt: &Stmt| match &stmt.op {
        Op::Accumulate(place, ..) => {
            let root = &place.root;
            !place.path.is_empty() && !read.contains(root) && !written.contains(root)
        }
        _ => false,
    };
    let (last, first): (Vec<Stmt>, Vec<Stmt>) = back.stmts.into_iter().partition(is_last);
    there.stmts.extend(first);
    there.stmts.extend(last.into_iter().rev());
    there
}
