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

use super::Transposer;
use super::effects::Forward;
use super::fusion::fused_block;
use super::survey::Uses;
use crate::ir::{Arm, Atom, Block, Branch, Decision, Head, Loop, Op, Role, Shape, Stmt, Term, Var};
use crate::transform::linearize::{BranchStep, LoopStep, Steps};

impl Transposer<'_> {
    /// A branch: fused, or recorded by the forward sweep, and its arms backwards by the reverse sweep.
    pub(super) fn branch(&mut self, step: &BranchStep, forward: &mut Forward) {
        let tangents = step.tangents.iter().flatten();
        let seeds: Vec<Option<Atom>> = tangents.map(|var| self.finish(*var, step.span)).collect();
        let bodies: Vec<&Steps> = step.arms.iter().map(|arm| &arm.body).collect();
        let uses = Uses::of(bodies.iter().copied(), &self.vars);
        let flows = seeds.iter().any(Option::is_some) || self.flows_into(&uses);
        if flows {
            self.start_outside(&uses);
        }
        let early = (self.fuses && flows)
            .then(|| self.fusible(&bodies, &uses, &step.results, &seeds, forward))
            .flatten();
        let seeds = if flows { seeds.as_slice() } else { &[] };
        let early = early.map(|early| self.take(&early, forward));
        let fuses = std::mem::replace(&mut self.fuses, early.is_some());
        let sweeps = step.arms.iter().map(|arm| self.block(&arm.body, seeds));
        let sweeps: Vec<(Block, Block)> = sweeps.collect();
        self.fuses = fuses;
        if let Some(early) = early {
            let bodies = sweeps
                .into_iter()
                .map(|(there, back)| fused_block(there, back));
            forward.push(branch(step, bodies.collect(), false, step.results.clone()));
            self.early = early;
            return;
        }
        let (there, back): (Vec<Block>, Vec<Block>) = sweeps.into_iter().unzip();
        let recorded = back.iter().any(|block| !block.stmts.is_empty());
        let mut results = step.results.clone();
        if recorded {
            let record = self.record("branch", step.span);
            results.push(record);
            let arms = back.into_iter().map(Arm::new);
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
    pub(super) fn repeated(&mut self, step: &LoopStep, forward: &mut Forward) {
        let uses = Uses::of([&step.body], &self.vars);
        let flows = self.flows_into(&uses);
        if flows {
            self.start_outside(&uses);
        }
        let early = (self.fuses && flows && self.is_reduction(&step.body, &uses))
            .then(|| self.fusible(&[&step.body], &uses, &[], &[], forward))
            .flatten();
        if let (true, None, Head::For(counter), Some(checkpoint)) =
            (flows, &early, &step.head, &step.checkpoint)
        {
            self.checkpointed(step, counter, checkpoint, forward);
            return;
        }
        let early = early.map(|early| self.take(&early, forward));
        let fuses = std::mem::replace(&mut self.fuses, early.is_some());
        let (there, back) = self.block(&step.body, &[]);
        self.fuses = fuses;
        if let Some(early) = early {
            forward.push(repeated(step, fused_block(there, back), None));
            self.early = early;
            return;
        }
        let recorded = !back.stmts.is_empty();
        let tape = recorded.then(|| self.record("tape", step.span));
        if let Some(tape) = tape {
            let head = match &step.head {
                Head::For(counter) if counter.reversible => {
                    Head::Backwards(counter.clone(), Some(tape))
                }
                _ => Head::Unwind(tape),
            };
            let again = Op::Loop(Box::new(Loop::new(head, back)));
            self.emit(Vec::new(), again, step.span);
        }
        forward.push(repeated(step, there, tape));
    }

    /// Both sweeps of a nested block.
    pub(super) fn block(&mut self, body: &Steps, seeds: &[Option<Atom>]) -> (Block, Block) {
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
        let stmts = std::mem::replace(&mut self.out, outside).stmts;
        let reverse = Block {
            stmts,
            ..Block::default()
        };
        (forward, reverse)
    }

    pub(super) fn record(&mut self, name: &str, span: proc_macro2::Span) -> Var {
        self.vars.named(name, Shape::Unknown, Role::Record, span)
    }

    /// Whether a cotangent reaches what blocks write: nothing else leads out of them.
    fn flows_into(&self, uses: &Uses) -> bool {
        // The cotangent is as long as the sequence, whatever reaches it.
        !uses.resized.is_empty()
            || uses
                .written()
                .any(|tangent| self.places.contains_key(tangent))
    }

    /// Starts the cotangent of everything outside that blocks contribute to, or change the length of.
    fn start_outside(&mut self, uses: &Uses) {
        for tangent in uses.read.iter().chain(&uses.resized) {
            if self.homes.contains_key(tangent) && !uses.defined.contains(tangent) {
                self.started(*tangent, proc_macro2::Span::mixed_site());
            }
        }
    }
}

/// A branch of the forward sweep.
pub(super) fn branch(
    step: &BranchStep,
    bodies: Vec<Block>,
    recorded: bool,
    results: Vec<Var>,
) -> Stmt {
    let arms = step.arms.iter().zip(bodies);
    let arms = arms.map(|(arm, body)| arm.with(body));
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
        recorded: tape.is_some(),
        ..Loop::new(step.head.clone(), body)
    };
    Stmt {
        results: tape.into_iter().collect(),
        op: Op::Loop(Box::new(repeated)),
        span: step.span,
    }
}
