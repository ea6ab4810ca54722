//! The transposes of structured statements: the arm that was taken, backwards; the trips of a loop,
//! from the last to the first.
//!
//! Where the cotangents that reach a block are known before it runs, it is run backwards at once, and
//! nothing is recorded: a branch arm by arm, a loop trip by trip if it only adds to what is outside.
//!
//! What flows out of a block flows through places: before the blocks of the reverse sweep, a place is
//! started for the cotangent of everything outside that a block contributes to.
//!
//! ```text
//! for i {                              for i backwards {
//!     s_dot += x_dot[i] · t0     →         x_bar[i] += s_bar · t0
//! }                                    }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::Transposer;
use crate::ir::{
    Arm, Atom, Block, Branch, Decision, Head, Loop, Op, Role, Shape, Stmt, Tangent, Term, Var,
};
use crate::transform::linearize::{BranchStep, Linear, LoopStep, Step, Steps};

impl Transposer<'_> {
    /// A branch: fused, or recorded by the forward sweep, and its arms backwards by the reverse sweep.
    ///
    /// `forward` is the forward sweep of what follows, last statement first.
    pub(super) fn branch(&mut self, step: &BranchStep, forward: &mut Vec<Stmt>) {
        let tangents = step.tangents.iter().flatten();
        let seeds: Vec<Option<Atom>> = tangents.map(|var| self.finish(*var, step.span)).collect();
        let bodies: Vec<&Steps> = step.arms.iter().map(|arm| &arm.body).collect();
        let flows = seeds.iter().any(Option::is_some) || self.flows_into(&bodies);
        if flows {
            self.start_outside(&bodies);
        }
        let fused =
            self.fuses && flows && self.is_known_before(&bodies, &step.results, &seeds, forward);
        let seeds = if flows { seeds.as_slice() } else { &[] };
        let early = if fused {
            std::mem::take(&mut self.out)
        } else {
            Vec::new()
        };
        let fuses = std::mem::replace(&mut self.fuses, fused);
        let sweeps = step.arms.iter().map(|arm| self.block(&arm.body, seeds));
        let sweeps: Vec<(Block, Block)> = sweeps.collect();
        self.fuses = fuses;
        if fused {
            let bodies = sweeps
                .into_iter()
                .map(|(there, back)| fused_block(there, back));
            forward.push(branch(step, bodies.collect(), false, step.results.clone()));
            self.early.goes_to(forward.len(), early);
            return;
        }
        let (there, back): (Vec<Block>, Vec<Block>) = sweeps.into_iter().unzip();
        let recorded = back.iter().any(|block| !block.stmts.is_empty());
        let mut results = step.results.clone();
        if recorded {
            let record = self.record("branch", step.span);
            results.push(record);
            let arms = back.into_iter().map(|body| Arm {
                case: None,
                binds: BTreeSet::new(),
                body,
                residuals: Vec::new(),
            });
            let again = Branch {
                decision: Decision::Taken(record),
                arms: arms.collect(),
                recorded: false,
            };
            self.emit(Vec::new(), Op::Branch(Box::new(again)), step.span);
        }
        forward.push(branch(step, there, recorded, results));
    }

    /// A loop: fused, or recorded by the forward sweep, and run backwards by the reverse sweep.
    ///
    /// `forward` is the forward sweep of what follows, last statement first.
    pub(super) fn repeated(&mut self, step: &LoopStep, forward: &mut Vec<Stmt>) {
        let flows = self.flows_into(&[&step.body]);
        if flows {
            self.start_outside(&[&step.body]);
        }
        let fused = self.fuses
            && flows
            && self.is_reduction(&step.body)
            && self.is_known_before(&[&step.body], &[], &[], forward);
        let early = if fused {
            std::mem::take(&mut self.out)
        } else {
            Vec::new()
        };
        let fuses = std::mem::replace(&mut self.fuses, fused);
        let (there, back) = self.block(&step.body, &[]);
        self.fuses = fuses;
        if fused {
            forward.push(repeated(step, fused_block(there, back), None));
            self.early.goes_to(forward.len(), early);
            return;
        }
        let recorded = !back.stmts.is_empty();
        let tape = recorded.then(|| self.record("tape", step.span));
        if let Some(tape) = tape {
            let again = Loop {
                head: match &step.head {
                    Head::For(counter) if counter.reversible => {
                        Head::Backwards(counter.clone(), Some(tape))
                    }
                    _ => Head::Unwind(tape),
                },
                body: back,
                residuals: Vec::new(),
                recorded: false,
            };
            self.emit(Vec::new(), Op::Loop(Box::new(again)), step.span);
        }
        forward.push(repeated(step, there, tape));
    }

    /// Whether everything that blocks run backwards would go by is known before what follows them.
    fn is_known_before(
        &self,
        bodies: &[&Steps],
        results: &[Var],
        seeds: &[Option<Atom>],
        forward: &[Stmt],
    ) -> bool {
        let mut following = Following::of(forward);
        following.vars.extend(results);
        let between = forward.get(self.early.at..).unwrap_or_default();
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
        let mut known = following.leaves(&self.out)
            && following.is_left_by(&self.out)
            && Following::of(between).leaves(&self.early.stmts)
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
    /// run backwards at once.
    fn is_reduction(&self, body: &Steps) -> bool {
        let (mut used, mut defined) = (Vec::new(), BTreeSet::new());
        uses(body, &mut used, &mut defined);
        let used: BTreeSet<Var> = used.into_iter().collect();
        let mut reduction = true;
        for_each_linear(&body.steps, &mut |stmt| {
            stmt.op.for_each_write(&mut |place| {
                let outside =
                    self.homes.contains_key(&place.root) && !defined.contains(&place.root);
                let adds = matches!(stmt.op, Op::Accumulate(..)) && !used.contains(&place.root);
                reduction &= adds || !outside;
            });
        });
        reduction
    }

    /// Both sweeps of a nested block.
    fn block(&mut self, body: &Steps, seeds: &[Option<Atom>]) -> (Block, Block) {
        let outside = std::mem::take(&mut self.out);
        if !body.diverges {
            for (tangent, seed) in body.tangents.iter().zip(seeds) {
                if let Some(seed) = seed {
                    self.contribute_atom(tangent, Term::plain(seed.clone()));
                }
            }
        }
        let forward = Block {
            stmts: self.steps(&body.steps),
            results: body.results.clone(),
            diverges: body.diverges,
        };
        let stmts = std::mem::replace(&mut self.out, outside);
        let reverse = Block {
            stmts,
            ..Block::default()
        };
        (forward, reverse)
    }

    fn record(&mut self, name: &str, span: proc_macro2::Span) -> Var {
        self.vars.named(name, Shape::Unknown, Role::Record, span)
    }

    /// Whether a cotangent reaches what blocks write: nothing else leads out of them.
    fn flows_into(&self, bodies: &[&Steps]) -> bool {
        let mut flows = false;
        for body in bodies {
            for_each_linear(&body.steps, &mut |stmt| {
                stmt.op
                    .for_each_write(&mut |place| flows |= self.places.contains_key(&place.root));
                // The cotangent is as long as the sequence, whatever reaches it.
                flows |= matches!(stmt.op, Op::Push(..));
            });
        }
        flows
    }

    /// Starts the cotangent of everything outside that blocks contribute to.
    fn start_outside(&mut self, bodies: &[&Steps]) {
        let mut used = Vec::new();
        let mut inside = BTreeSet::new();
        for body in bodies {
            uses(body, &mut used, &mut inside);
        }
        for tangent in used {
            if self.homes.contains_key(&tangent) && !inside.contains(&tangent) {
                self.started(tangent, proc_macro2::Span::mixed_site());
            }
        }
    }
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
    fn goes_to(&mut self, at: usize, more: Vec<Stmt>) {
        self.stmts.extend(more);
        self.at = at;
    }

    pub(super) fn place(self, forward: &mut Vec<Stmt>) {
        let after = forward.split_off(self.at.min(forward.len()));
        forward.extend(self.stmts.into_iter().rev());
        forward.extend(after);
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
    fn of(stmts: &[Stmt]) -> Self {
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
    fn is_left_by(&self, stmts: &[Stmt]) -> bool {
        let mut left = true;
        for stmt in stmts {
            stmt.op
                .for_each_write(&mut |place| left &= !self.read.contains(&place.root));
        }
        left
    }

    /// Whether statements read nothing of that.
    fn leaves(&self, stmts: &[Stmt]) -> bool {
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
fn fused_block(mut there: Block, back: Block) -> Block {
    let mut kept = BTreeSet::new();
    for stmt in &back.stmts {
        kept.extend(&stmt.results);
        stmt.op.for_each_use(&mut |var| {
            kept.insert(var);
        });
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

/// A branch of the forward sweep.
fn branch(step: &BranchStep, bodies: Vec<Block>, recorded: bool, results: Vec<Var>) -> Stmt {
    let arms = step.arms.iter().zip(bodies).map(|(arm, body)| Arm {
        case: arm.case.clone(),
        binds: arm.binds.clone(),
        body,
        residuals: Vec::new(),
    });
    let branch = Branch {
        decision: step.decision.clone(),
        arms: arms.collect(),
        recorded,
    };
    Stmt {
        results,
        op: Op::Branch(Box::new(branch)),
        span: step.span,
    }
}

/// A loop of the forward sweep.
fn repeated(step: &LoopStep, body: Block, tape: Option<Var>) -> Stmt {
    let repeated = Loop {
        head: step.head.clone(),
        body,
        residuals: Vec::new(),
        recorded: tape.is_some(),
    };
    Stmt {
        results: tape.into_iter().collect(),
        op: Op::Loop(Box::new(repeated)),
        span: step.span,
    }
}

/// Visits every primal statement of steps, and the calls.
fn for_each_primal<'s>(steps: &'s [Step], visit: &mut dyn FnMut(&'s Stmt)) {
    for step in steps {
        match step {
            Step::Plain { primal, .. } => primal.iter().for_each(&mut *visit),
            Step::Call(call) => visit(call),
            Step::Branch(branch) => {
                for arm in &branch.arms {
                    for_each_primal(&arm.body.steps, visit);
                }
            }
            Step::Loop(repeated) => for_each_primal(&repeated.body.steps, visit),
        }
    }
}

/// Visits every linear statement of steps, and the linearized calls.
fn for_each_linear<'s>(steps: &'s [Step], visit: &mut dyn FnMut(&'s Stmt)) {
    for step in steps {
        match step {
            Step::Plain { linear, .. } => linear.iter().for_each(&mut *visit),
            Step::Call(call) => visit(call),
            Step::Branch(branch) => {
                for arm in &branch.arms {
                    for_each_linear(&arm.body.steps, visit);
                }
            }
            Step::Loop(repeated) => for_each_linear(&repeated.body.steps, visit),
        }
    }
}

/// The tangents that a linear statement, or a linearized call, reads.
fn read(stmt: &Stmt, visit: &mut dyn FnMut(Var)) {
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

/// The tangents that a block reads, in their order, and those it defines.
fn uses(body: &Steps, used: &mut Vec<Var>, defined: &mut BTreeSet<Var>) {
    for_each_linear(&body.steps, &mut |stmt| {
        read(stmt, &mut |var| used.push(var));
        defined.extend(&stmt.results);
    });
    for_each_block(&body.steps, &mut |block| {
        used.extend(block.tangents.iter().filter_map(Atom::var));
    });
    used.extend(body.tangents.iter().filter_map(Atom::var));
    for_each_result(&body.steps, &mut |var| {
        defined.insert(var);
    });
}

fn for_each_block<'s>(steps: &'s [Step], visit: &mut dyn FnMut(&'s Steps)) {
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
}

impl Survey {
    pub(super) fn of(linear: &Linear) -> Self {
        let mut survey = Survey::default();
        let params = linear.params.iter().filter_map(|param| param.var);
        for tangent in params.filter_map(|var| linear.tangents.get(&var)) {
            survey.homes.insert(*tangent, 0);
        }
        survey.steps(&linear.steps, 0);
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
        let tangents = stmt.op.tangents().iter().flatten();
        self.accumulated
            .extend(tangents.filter_map(Tangent::place).map(|place| place.root));
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
        if self.homes.get(&tangent).is_some_and(|home| *home != block) {
            self.accumulated.insert(tangent);
        }
    }
}
