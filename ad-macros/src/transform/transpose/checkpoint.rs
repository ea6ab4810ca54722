//! The transpose of a loop of which states are kept: the forward sweep runs the trips as they are, and
//! keeps nothing of them; the reverse sweep gets to each from a state, and runs it forwards and
//! backwards at once.
//!
//! What a trip reads of outside must be there again. What the trips write is the state. The rest is as
//! it was, unless something after the loop writes it: then it is loaded before the loop
//! ([`residuals`](crate::transform::sweeps) drops what need not be).
//!
//! ```text
//! for i keeping {                           for i {
//!     x = x · t0                  →             x = x · t0
//!     x_dot = x_dot · t0                    }
//! }                                         replay i { x = x · t0 } { …; x_bar = x_bar · t0 }
//! ```

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::Ident;

use super::Transposer;
use super::control::branch;
use super::effects::Forward;
use crate::ir::{
    Block, Checkpoint, Counter, Inert, Keeping, Loop, Mentions, Op, Place, Replay, Residual, Role,
    Shape, Stmt, Var,
};
use crate::transform::linearize::{LoopStep, Step, Steps};

impl Transposer<'_> {
    /// A loop, of which the forward sweep keeps states.
    pub(super) fn checkpointed(
        &mut self,
        step: &LoopStep,
        counter: &Rc<Counter>,
        checkpoint: &Rc<Checkpoint>,
        forward: &mut Forward,
    ) {
        // What is inside is done in the order in which a loop that keeps everything does it: floats are not
        // added up in another.
        let fuses = std::mem::replace(&mut self.fuses, false);
        let (mut trip, back) = self.block(&step.body, &[]);
        self.fuses = fuses;
        trip.stmts.extend(back.stmts);
        let advance = primal(&step.body);
        let written = written_outside(&advance);
        let (around, loads) = self.around(&advance, &trip, &written, checkpoint, step);
        let record = self.record("checkpoints", step.span);
        let keeping = Keeping {
            checkpoint: checkpoint.clone(),
            trips: self.record("trips", step.span),
        };
        let vars = written.iter().map(|var| Residual::Var(*var));
        let names = checkpoint.carried.keys().cloned().map(Residual::Name);
        let state: Vec<Residual> = vars.chain(names).collect();
        let replay = Replay {
            counter: counter.clone(),
            keeping: keeping.clone(),
            record,
            name: self.record("replay", step.span),
            state: state.clone(),
            written,
            around,
            advance: advance.clone(),
            trip,
        };
        self.emit(Vec::new(), Op::Replay(Box::new(replay)), step.span);
        let there = Loop {
            residuals: state,
            recorded: true,
            keeping: Some(keeping),
            ..Loop::new(step.head.clone(), advance)
        };
        forward.push(Stmt {
            results: vec![record],
            op: Op::Loop(Box::new(there)),
            span: step.span,
        });
        forward.extend(loads);
    }

    /// What the trips read of outside and do not write, and loads of all that.
    fn around(
        &mut self,
        advance: &Block,
        trip: &Block,
        written: &BTreeSet<Var>,
        checkpoint: &Checkpoint,
        step: &LoopStep,
    ) -> (Vec<(Residual, Var)>, Vec<Stmt>) {
        let mut read = BTreeSet::new();
        for block in [advance, trip] {
            block.for_each_use(&mut |var| {
                read.insert(var);
            });
            let inside = defined(block);
            read.retain(|var| !inside.contains(var) && !written.contains(var));
        }
        let cotangents: BTreeSet<Var> = self
            .places
            .values()
            .chain(self.buffers.values())
            .copied()
            .collect();
        read.retain(|var| {
            let changes = matches!(
                self.vars.role(*var),
                Role::Place | Role::Buffer | Role::Reference
            );
            changes && !cotangents.contains(var)
        });
        let (mut around, mut loads) = (Vec::new(), Vec::new());
        let vars = read.into_iter().map(|var| {
            let load = Op::Load(Place::whole(var));
            (Residual::Var(var), self.vars.shape(var), load)
        });
        let names = checkpoint.changing.iter().map(|(name, ident)| {
            let copy = Op::Inert(Rc::new(copied(name, ident)));
            (Residual::Name(name.clone()), Shape::Inert, copy)
        });
        let all: Vec<_> = vars.chain(names).collect();
        for (restored, shape, op) in all {
            let var = self.vars.temporary(shape, step.span);
            around.push((restored, var));
            loads.push(Stmt {
                results: vec![var],
                op,
                span: step.span,
            });
        }
        (around, loads)
    }
}

/// `name.clone()`
fn copied(name: &str, ident: &Ident) -> Inert {
    Inert {
        expr: syn::parse_quote_spanned!(ident.span()=> #ident.clone()),
        mentions: Mentions {
            vars: BTreeSet::new(),
            names: BTreeSet::from([name.to_owned()]),
        },
        duplicable: false,
        constant: false,
    }
}

/// The primal program of a block.
fn primal(body: &Steps) -> Block {
    let stmts = body.steps.iter().flat_map(|step| match step {
        Step::Plain { primal, .. } => primal.clone(),
        Step::Call(stmt) => vec![call(stmt)],
        Step::Branch(step) => {
            let bodies = step.arms.iter().map(|arm| primal(&arm.body)).collect();
            vec![branch(step, bodies, false, step.results.clone())]
        }
        Step::Loop(step) => vec![Stmt {
            results: Vec::new(),
            op: Op::Loop(Box::new(Loop::new(step.head.clone(), primal(&step.body)))),
            span: step.span,
        }],
    });
    Block {
        stmts: stmts.collect(),
        results: body.results.clone(),
        diverges: body.diverges,
    }
}

/// A linearized call, without its tangents.
fn call(stmt: &Stmt) -> Stmt {
    match &stmt.op {
        Op::CallJvp(call, _) => Stmt {
            results: stmt.results.iter().take(1).copied().collect(),
            op: Op::Call(call.clone()),
            span: stmt.span,
        },
        _ => stmt.clone(),
    }
}

/// The places that a block writes, of those outside.
fn written_outside(block: &Block) -> BTreeSet<Var> {
    let inside = defined(block);
    let mut written = BTreeSet::new();
    for stmt in &block.stmts {
        stmt.op.for_each_write(&mut |place| {
            written.insert(place.root);
        });
    }
    written.retain(|var| !inside.contains(var));
    written
}

/// The variables that a block defines, in it or in blocks inside.
fn defined(block: &Block) -> BTreeSet<Var> {
    let mut found = BTreeSet::new();
    for stmt in &block.stmts {
        found.extend(&stmt.results);
        found.extend(stmt.op.blocks().into_iter().flat_map(defined));
    }
    found
}
