//! Where the tangents of a program are defined and used.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Atom, Op, Projection, Stmt, Tangent, Var, Variables, part_shape};
use crate::transform::linearize::{Linear, Step, Steps, for_each_linear};

/// The tangents that a linear statement, or a linearized call, reads.
pub(super) fn read(stmt: &Stmt, visit: &mut dyn FnMut(Var)) {
    if let Op::CallJvp(_, tangents) = &stmt.op {
        for tangent in tangents.iter().flatten() {
            match tangent {
                Tangent::Value(atom) => atom.var().into_iter().for_each(&mut *visit),
                Tangent::Reference(place) => visit(place.root),
            }
        }
        return;
    }
    stmt.op
        .for_each_atom(&mut |atom| atom.var().into_iter().for_each(&mut *visit));
    stmt.op.for_each_read(&mut |place| visit(place.root));
    if let Op::Push(place, _) = &stmt.op {
        visit(place.root);
    }
}

/// Whether an operation may change how long a sequence is, or one inside: the cotangent is of another length after it
/// than before.
pub(super) fn resizes(op: &Op, vars: &Variables) -> bool {
    match op {
        Op::Push(..) | Op::Pop(_) => true,
        Op::Store(place, _) => {
            // A slice is overwritten by one that is as long.
            let part = matches!(place.path.last(), Some(Projection::Range(_)));
            !part && !part_shape(vars, place).is_static()
        }
        Op::Swap(one, other) => [one, other]
            .iter()
            .any(|place| !part_shape(vars, place).is_static()),
        _ => false,
    }
}

/// What blocks do with tangents, in whatever block of theirs.
#[derive(Default)]
pub(super) struct Uses {
    /// Those they read, in their order.
    pub(super) read: Vec<Var>,
    pub(super) defined: BTreeSet<Var>,
    /// Those they add to.
    pub(super) added: BTreeSet<Var>,
    /// Those they write in another way.
    pub(super) overwritten: BTreeSet<Var>,
    /// The sequences that they make longer or shorter, or replace.
    pub(super) resized: BTreeSet<Var>,
}

impl Uses {
    pub(super) fn of<'s>(bodies: impl IntoIterator<Item = &'s Steps>, vars: &Variables) -> Self {
        let mut uses = Uses::default();
        bodies.into_iter().for_each(|body| uses.body(body, vars));
        uses
    }

    fn body(&mut self, body: &Steps, vars: &Variables) {
        for_each_linear(&body.steps, &mut |stmt| {
            read(stmt, &mut |var| self.read.push(var));
            self.defined.extend(&stmt.results);
            let resizes = resizes(&stmt.op, vars);
            let written = match stmt.op {
                Op::Accumulate(..) => &mut self.added,
                _ => &mut self.overwritten,
            };
            stmt.op.for_each_write(&mut |place| {
                written.insert(place.root);
                if resizes {
                    self.resized.insert(place.root);
                }
            });
        });
        for_each_block(&body.steps, &mut |block| {
            self.read
                .extend(block.tangents.iter().filter_map(Atom::var));
        });
        self.read.extend(body.tangents.iter().filter_map(Atom::var));
        for_each_result(&body.steps, &mut |var| {
            self.defined.insert(var);
        });
    }

    /// Those they write in any way.
    pub(super) fn written(&self) -> impl Iterator<Item = &Var> {
        self.added.iter().chain(&self.overwritten)
    }
}

pub(super) fn for_each_block<'s>(steps: &'s [Step], visit: &mut dyn FnMut(&'s Steps)) {
    let mut nested = |body: &'s Steps| {
        visit(body);
        for_each_block(&body.steps, visit);
    };
    for step in steps {
        match step {
            Step::Plain { .. } | Step::Call(_) => {}
            Step::Branch(branch) => branch.arms.iter().for_each(|arm| nested(&arm.body)),
            Step::Loop(repeated) => nested(&repeated.body),
        }
    }
}

/// Visits the tangents of the results of branches.
fn for_each_result(steps: &[Step], visit: &mut dyn FnMut(Var)) {
    let mut of_steps = |steps: &[Step]| {
        for step in steps {
            if let Step::Branch(branch) = step {
                branch
                    .tangents
                    .iter()
                    .flatten()
                    .copied()
                    .for_each(&mut *visit);
            }
        }
    };
    of_steps(steps);
    for_each_block(steps, &mut |body| of_steps(&body.steps));
}

/// Where the tangents of a program are defined and used.
#[derive(Default)]
pub(super) struct Survey {
    /// The block that each tangent is defined in.
    pub(super) homes: BTreeMap<Var, usize>,
    blocks: usize,
    /// The tangents whose cotangents are places: those whose parts are read or written by themselves,
    /// and those that are used in another block than the one they are defined in.
    pub(super) accumulated: BTreeSet<Var>,
    /// How many statements read each tangent.
    pub(super) reads: BTreeMap<Var, usize>,
}

impl Survey {
    pub(super) fn of(linear: &Linear) -> Self {
        let mut survey = Survey::default();
        let params = linear.params.iter().filter_map(|param| param.var);
        for tangent in params.filter_map(|var| linear.tangents.get(&var)) {
            survey.homes.insert(*tangent, 0);
        }
        survey.steps(&linear.steps, 0);
        // The function ends with these.
        let result = linear.result.var().into_iter();
        let in_place = linear.params.iter().filter(|param| param.in_place);
        let last = result.chain(in_place.filter_map(|param| param.var));
        for tangent in last.filter_map(|var| linear.tangents.get(&var)) {
            *survey.reads.entry(*tangent).or_default() += 1;
        }
        survey
    }

    fn steps(&mut self, steps: &[Step], block: usize) {
        for step in steps {
            match step {
                Step::Plain { linear, .. } => {
                    for stmt in linear {
                        self.statement(stmt, block);
                    }
                }
                Step::Call(call) => self.statement(call, block),
                Step::Branch(branch) => {
                    branch.arms.iter().for_each(|arm| self.body(&arm.body));
                    let tangents = branch.tangents.iter().flatten();
                    self.homes.extend(tangents.map(|var| (*var, block)));
                }
                Step::Loop(repeated) => self.body(&repeated.body),
            }
        }
    }

    fn body(&mut self, body: &Steps) {
        self.blocks += 1;
        let block = self.blocks;
        self.steps(&body.steps, block);
        let results = body.tangents.iter().filter_map(Atom::var);
        results.for_each(|var| self.used(var, block));
    }

    fn statement(&mut self, stmt: &Stmt, block: usize) {
        read(stmt, &mut |var| self.used(var, block));
        let returned = matches!(&stmt.op, Op::CallJvp(call, _) if call.is_operation());
        let tangents = stmt.op.tangents().iter().flatten();
        let places = tangents.filter_map(Tangent::place);
        let places = places.filter(|place| !returned || !place.path.is_empty());
        self.accumulated.extend(places.map(|place| place.root));
        if !matches!(stmt.op, Op::CallJvp(..)) {
            stmt.op.for_each_read(&mut |place| {
                self.accumulated.insert(place.root);
            });
        }
        stmt.op.for_each_write(&mut |place| {
            self.accumulated.insert(place.root);
        });
        self.homes
            .extend(stmt.results.iter().map(|var| (*var, block)));
    }

    fn used(&mut self, tangent: Var, block: usize) {
        *self.reads.entry(tangent).or_default() += 1;
        if self.homes.get(&tangent).is_some_and(|home| *home != block) {
            self.accumulated.insert(tangent);
        }
    }
}
