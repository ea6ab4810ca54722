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
use super::effects::{Effects, Forward};
use super::survey::{Uses, resizes};
use crate::ir::{Atom, Block, Op, Stmt, Var, Variables};
use crate::transform::linearize::{Steps, for_each_primal};

impl Transposer<'_> {
    /// What must run before blocks that are run backwards at once; none if these cannot be, for not everything that they
    /// would go by is known before what follows them.
    pub(super) fn fusible(
        &mut self,
        bodies: &[&Steps],
        uses: &Uses,
        results: &[Var],
        seeds: &[Option<Atom>],
        forward: &mut Forward,
    ) -> Option<Prelude> {
        let mut own = resized(bodies, &self.vars);
        own.extend(results);
        let blocks = self.backwards(uses, seeds);
        // First what the blocks themselves go by: most that cannot be run backwards fail there.
        if !forward.waits_for_none_of(&blocks, &BTreeSet::new()) {
            return None;
        }
        let (reverse, ahead) = self.out.needed_before(blocks);
        let read = self.early.effects.read.iter().chain(&ahead.read);
        let constants = constants_read(read, results, forward);
        let moved = constants.iter().filter_map(|at| forward.stmts.get(*at));
        let moved: BTreeSet<Var> = moved.flat_map(|stmt| &stmt.results).copied().collect();
        let between = forward.stmts.iter().enumerate().skip(self.early.at);
        let between = between.filter(|(at, _)| !constants.contains(at));
        let between = Effects::of(between.map(|(_, stmt)| stmt));
        let early = reverse.iter().filter_map(|at| self.out.stmts.get(*at));
        let known = own.is_disjoint(&ahead.read)
            && forward.waits_for_none_of(&ahead, &moved)
            && forward.known().1.names_nothing_in(early)
            && between.is_left_by(&self.early.effects.read)
            && between.names_nothing_in(&self.early.stmts);
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
            ..Effects::default()
        }
    }

    /// Takes what must run early out of both sweeps.
    pub(super) fn take(&mut self, prelude: &Prelude, forward: &mut Forward) -> Early {
        let mut early = std::mem::take(&mut self.early);
        let mut constants = forward.take(&prelude.constants);
        constants.reverse();
        let reverse = self.out.take(&prelude.reverse);
        early
            .effects
            .also(&Effects::of(constants.iter().chain(&reverse)));
        early.stmts.splice(..0, constants);
        early.stmts.extend(reverse);
        early.at = forward.stmts.len() + 1;
        early
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
    reverse: BTreeSet<usize>,
    constants: BTreeSet<usize>,
}

/// The places that have another form after blocks of the forward sweep, and so another cotangent.
fn resized(bodies: &[&Steps], vars: &Variables) -> BTreeSet<Var> {
    let mut found = BTreeSet::new();
    for body in bodies {
        for_each_primal(&body.steps, &mut |stmt| {
            if resizes(&stmt.op, vars) {
                stmt.op.for_each_write(&mut |place| {
                    found.insert(place.root);
                });
            }
        });
    }
    found
}

/// The statements of the forward sweep that others read, and that may stand before all of it: values without a
/// derivative that are the same anywhere.
fn constants_read<'v>(
    read: impl Iterator<Item = &'v Var> + Clone,
    results: &[Var],
    forward: &mut Forward,
) -> BTreeSet<usize> {
    let (stmts, following) = forward.known();
    let mut here = read.clone().filter(|var| following.written.contains(var));
    if here.next().is_none() {
        return BTreeSet::new();
    }
    let read: BTreeSet<&Var> = read.collect();
    let changed = |var: &Var| following.changes(*var) || results.contains(var);
    let constant = |stmt: &Stmt| match &stmt.op {
        Op::Inert(inert) => {
            inert.constant
                && !inert.mentions.vars.iter().any(changed)
                && inert.mentions.names.is_disjoint(&following.binds)
                && stmt.results.iter().any(|result| read.contains(result))
        }
        _ => false,
    };
    let constants = stmts.iter().enumerate().filter(|(_, stmt)| constant(stmt));
    constants.map(|(at, _)| at).collect()
}

/// Part of the reverse sweep that runs before the first block of the forward sweep that is run
/// backwards at once.
#[derive(Default)]
pub(super) struct Early {
    stmts: Vec<Stmt>,
    effects: Effects,
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
