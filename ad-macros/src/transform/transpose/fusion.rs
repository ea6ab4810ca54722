//! Fusion: a block is run backwards at once, where the cotangents that reach it are known before it runs.
//!
//! Nothing is recorded then: a branch is reversed arm by arm, a loop trip by trip, if its trips only add to what is
//! outside. What a trip writes anew before it reads it is its own, wherever it is declared.
//!
//! ```text
//! for i { t = x[i] · x[i]; sum += t }      for i { t = x[i] · x[i]; sum += t; x_bar[i] += sum_bar · 2 x[i] }
//! for i backwards { … }               →
//! ```

use std::collections::BTreeSet;

use super::Transposer;
use super::survey::uses;
use crate::ir::{Atom, Block, Op, Place, Slot, Stmt, Var};
use crate::transform::linearize::{Steps, for_each_linear, for_each_primal};

impl Transposer<'_> {
    /// What must run before blocks that are run backwards at once; none if these cannot be, for not everything that they
    /// would go by is known before what follows them.
    ///
    /// `forward` is the forward sweep of what follows, last statement first.
    pub(super) fn fusible(
        &self,
        bodies: &[&Steps],
        results: &[Var],
        seeds: &[Option<Atom>],
        forward: &[Stmt],
    ) -> Option<Prelude> {
        let reverse = self.needed_before(bodies, seeds);
        let early = self.out.iter().zip(&reverse);
        let early: Vec<&Stmt> = early
            .filter_map(|(stmt, early)| early.then_some(stmt))
            .collect();
        let readers = self.early.stmts.iter().chain(early.iter().copied());
        let constants = constants_read(readers, results, forward);
        let stays = |(stmt, moved): (_, &bool)| (!moved).then_some(stmt);
        let following = forward.iter().zip(&constants).filter_map(stays);
        let between = forward.iter().zip(&constants).skip(self.early.at);
        let known = Following::of(between.filter_map(stays)).leaves(&self.early.stmts)
            && self.is_known_before(bodies, results, seeds, Following::of(following), &early);
        known.then_some(Prelude { reverse, constants })
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

    /// The statements of the reverse sweep that make what blocks run backwards go by. Those that only add to the same
    /// cotangents may run before or after.
    fn needed_before(&self, bodies: &[&Steps], seeds: &[Option<Atom>]) -> Vec<bool> {
        let (mut used, mut inside, mut written) = (Vec::new(), BTreeSet::new(), Vec::new());
        for body in bodies {
            uses(body, &mut used, &mut inside);
            for_each_linear(&body.steps, &mut |stmt| {
                stmt.op
                    .for_each_write(&mut |place| written.push(place.root));
            });
        }
        let bar = |tangent: &Var| self.places.get(tangent).copied();
        let mut block = Touched {
            read: seeds.iter().flatten().filter_map(Atom::var).collect(),
            added: used.iter().filter_map(bar).collect(),
            written: written.iter().filter_map(bar).collect(),
        };
        let mut needed: Vec<bool> = Vec::new();
        for stmt in self.out.iter().rev() {
            let touched = Touched::by(stmt);
            let early = !block.commutes_with(&touched);
            if early {
                block.also(touched);
            }
            needed.push(early);
        }
        needed.reverse();
        needed
    }

    /// Whether everything that blocks run backwards would go by is known before what follows them, once part of the
    /// reverse sweep runs before them.
    fn is_known_before(
        &self,
        bodies: &[&Steps],
        results: &[Var],
        seeds: &[Option<Atom>],
        mut following: Following,
        early: &[&Stmt],
    ) -> bool {
        following.vars.extend(results);
        let mut seeds = seeds.iter().flatten().filter_map(Atom::var);
        for body in bodies {
            for_each_primal(&body.steps, &mut |stmt| {
                let parts = matches!(stmt.op, Op::Accumulate(..));
                stmt.op.for_each_write(&mut |place| {
                    // What is written part by part keeps its form, and so does its cotangent.
                    if place.path.is_empty() && !parts {
                        following.vars.insert(place.root);
                    }
                });
            });
        }
        let mut known = following.leaves(early.iter().copied())
            && following.is_left_by(early.iter().copied())
            && seeds.all(|seed| !following.vars.contains(&seed))
            && !self
                .contributions(bodies)
                .iter()
                .any(|bar| following.read.contains(bar));
        for body in bodies {
            for_each_linear(&body.steps, &mut |stmt| {
                stmt.op.for_each_write(&mut |place| {
                    let bar = self.places.get(&place.root);
                    known &= bar.is_none_or(|bar| !following.vars.contains(bar));
                });
            });
        }
        known
    }

    /// The cotangents outside that blocks run backwards contribute to.
    fn contributions(&self, bodies: &[&Steps]) -> BTreeSet<Var> {
        let (mut touched, mut inside) = (Vec::new(), BTreeSet::new());
        for body in bodies {
            uses(body, &mut touched, &mut inside);
            for_each_linear(&body.steps, &mut |stmt| {
                // What is overwritten takes its cotangent out.
                if !matches!(stmt.op, Op::Accumulate(..)) {
                    stmt.op
                        .for_each_write(&mut |place| touched.push(place.root));
                }
            });
        }
        let bars = touched
            .iter()
            .filter_map(|tangent| self.places.get(tangent));
        bars.copied().collect()
    }

    /// Whether the trips of a loop only add to what is outside, and do not read it: then each may be
    /// run backwards at once. What every trip writes anew is none of that.
    pub(super) fn is_reduction(&self, body: &Steps) -> bool {
        let (mut used, mut defined) = (Vec::new(), BTreeSet::new());
        uses(body, &mut used, &mut defined);
        let own = self.fresh(body, &used);
        let used: BTreeSet<Var> = used.into_iter().collect();
        let mut reduction = true;
        for_each_linear(&body.steps, &mut |stmt| {
            stmt.op.for_each_write(&mut |place| {
                let outside =
                    self.homes.contains_key(&place.root) && !defined.contains(&place.root);
                let adds = matches!(stmt.op, Op::Accumulate(..)) && !used.contains(&place.root);
                reduction &= adds || !outside || own.contains(&place.root);
            });
        });
        reduction
    }
}

/// What runs before a block that is run backwards at once: statements of the reverse sweep, and constants of the forward
/// sweep that those read.
pub(super) struct Prelude {
    reverse: Vec<bool>,
    constants: Vec<bool>,
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
    let mut following = Following::of(forward);
    following.vars.extend(results);
    let constant = |stmt: &Stmt| match &stmt.op {
        Op::Inert(inert) => {
            inert.constant
                && inert.mentions.vars.is_disjoint(&following.vars)
                && inert.mentions.names.is_disjoint(&following.names)
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

/// What statements read, only add to, and write otherwise or define.
struct Touched {
    read: BTreeSet<Var>,
    added: BTreeSet<Var>,
    written: BTreeSet<Var>,
}

impl Touched {
    fn by(stmt: &Stmt) -> Self {
        let mut touched = Touched {
            read: BTreeSet::new(),
            added: BTreeSet::new(),
            written: BTreeSet::new(),
        };
        stmt.op.for_each_use(&mut |var| {
            touched.read.insert(var);
        });
        touched.writes(stmt);
        touched
    }

    fn writes(&mut self, stmt: &Stmt) {
        self.written.extend(&stmt.results);
        if !stmt.op.blocks().is_empty() {
            stmt.op.for_each_nested(&mut |stmt| self.writes(stmt));
            return;
        }
        let adds = |place: &Place| match &stmt.op {
            Op::Accumulate(..) => true,
            Op::Pullback(pullback) => {
                let slots = &mut pullback.slots.iter();
                !slots.any(
                    |slot| matches!(slot, Slot::InPlace(written) if written.root == place.root),
                )
            }
            _ => false,
        };
        stmt.op.for_each_write(&mut |place| {
            let set = if adds(place) {
                &mut self.added
            } else {
                &mut self.written
            };
            set.insert(place.root);
        });
        if let Op::Verbatim(verbatim) = &stmt.op {
            self.written.extend(&verbatim.mentions.vars);
        }
    }

    /// Whether it is all the same which comes first.
    fn commutes_with(&self, other: &Touched) -> bool {
        let apart = |a: &Touched, b: &Touched| {
            let changed = a.added.iter().chain(&a.written);
            let mut changed = changed.filter(|var| b.read.contains(var));
            changed.next().is_none()
                && a.written.is_disjoint(&b.written)
                && a.written.is_disjoint(&b.added)
        };
        apart(self, other) && apart(other, self)
    }

    fn also(&mut self, other: Touched) {
        self.read.extend(other.read);
        self.added.extend(other.added);
        self.written.extend(other.written);
    }
}

/// What statements define and change.
struct Following {
    vars: BTreeSet<Var>,
    names: BTreeSet<String>,
    /// What they read: cotangents that must be as they are until then.
    read: BTreeSet<Var>,
}

impl Following {
    fn of<'s>(stmts: impl IntoIterator<Item = &'s Stmt>) -> Self {
        let (mut vars, mut names) = (BTreeSet::new(), BTreeSet::new());
        let mut read = BTreeSet::new();
        for stmt in stmts {
            stmt.op.for_each_use(&mut |var| {
                read.insert(var);
            });
            vars.extend(&stmt.results);
            stmt.op.for_each_write(&mut |place| {
                vars.insert(place.root);
            });
            if let Op::Verbatim(verbatim) = &stmt.op {
                names.extend(verbatim.binds.iter().cloned());
            }
        }
        Following { vars, names, read }
    }

    /// Whether statements write nothing that these read.
    fn is_left_by<'s>(&self, stmts: impl IntoIterator<Item = &'s Stmt>) -> bool {
        let mut left = true;
        for stmt in stmts {
            stmt.op
                .for_each_write(&mut |place| left &= !self.read.contains(&place.root));
        }
        left
    }

    /// Whether statements read nothing of that.
    fn leaves<'s>(&self, stmts: impl IntoIterator<Item = &'s Stmt>) -> bool {
        let mut leaves = true;
        for stmt in stmts {
            stmt.op
                .for_each_use(&mut |var| leaves &= !self.vars.contains(&var));
            stmt.op
                .for_each_name(&mut |name| leaves &= !self.names.contains(name));
        }
        leaves
    }
}

/// Both sweeps of a block, one after the other.
///
/// What is added to the cotangents of elements outside stands last, in the order in which the elements
/// were read: a trip that stores in one order what the next loads in the other waits for its memory.
pub(super) fn fused_block(mut there: Block, back: Block) -> Block {
    let mut kept = BTreeSet::new();
    for stmt in &back.stmts {
        let touched = Touched::by(stmt);
        kept.extend(touched.read);
        kept.extend(touched.written);
    }
    let is_last = |stmt: &Stmt| match &stmt.op {
        Op::Accumulate(place, ..) => !place.path.is_empty() && !kept.contains(&place.root),
        _ => false,
    };
    let (last, first): (Vec<Stmt>, Vec<Stmt>) = back.stmts.into_iter().partition(is_last);
    there.stmts.extend(first);
    there.stmts.extend(last.into_iter().rev());
    there
}
