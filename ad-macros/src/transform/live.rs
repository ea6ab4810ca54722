//! Liveness: what nobody reads is dropped.
//!
//! Assumes and guarantees: [`check`](crate::ir::check) holds.
//!
//! ```text
//! t0 = cos x
//! t1 = sin x          →      t1 = sin x
//! return t1                  return t1
//! ```

pub(super) mod checkpoint;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Arm, Atom, Block, Branch, Decision, Function, Loop, Op, Residual, Role, Stmt, Var, Variables,
};

/// The statements of forward mode that its results depend on.
pub(crate) fn needed(function: &Function) -> Vec<Cow<'_, Stmt>> {
    let mut live = Live::default();
    for atom in &function.body.results {
        live.add(atom);
    }
    Pruning::new(&function.vars).needed(&mut live, &function.body.stmts)
}

/// What is read after a piece of code.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Live {
    vars: BTreeSet<Var>,
    names: BTreeSet<String>,
}

impl Live {
    pub(super) fn add(&mut self, atom: &Atom) {
        atom.for_each_use(&mut |var| {
            self.vars.insert(var);
        });
        if let Atom::Inert(inert) = atom {
            self.names.extend(inert.mentions.names.iter().cloned());
        }
    }

    fn add_residuals(&mut self, residuals: &[Residual]) {
        for residual in residuals {
            match residual {
                Residual::Var(var) => {
                    self.vars.insert(*var);
                }
                Residual::Name(name) => {
                    self.names.insert(name.clone());
                }
            }
        }
    }

    /// Before its definition, a variable is not live.
    fn defined(&mut self, stmt: &Stmt) {
        for var in &stmt.results {
            self.vars.remove(var);
        }
    }

    fn reads(&mut self, op: &Op) {
        op.for_each_use(&mut |var| {
            self.vars.insert(var);
        });
        op.for_each_name(&mut |name| {
            self.names.insert(name.to_owned());
        });
    }

    fn also(&mut self, other: Live) {
        self.vars.extend(other.vars);
        self.names.extend(other.names);
    }

    fn decisions(&mut self, op: &Op) {
        self.vars.extend(op.record());
        for mentions in op.decisions() {
            self.vars.extend(&mentions.vars);
            self.names.extend(mentions.names.iter().cloned());
        }
    }

    fn needs(&self, stmt: &Stmt, vars: &Variables) -> bool {
        if stmt.op.has_effect() || stmt.results.iter().any(|var| self.vars.contains(var)) {
            return true;
        }
        match &stmt.op {
            Op::Verbatim(verbatim) => return !verbatim.binds.is_disjoint(&self.names),
            Op::Rewind(tape) => return self.vars.contains(tape),
            _ => {}
        }
        let mut needed = false;
        stmt.op.for_each_write(&mut |place| {
            let external = matches!(vars.role(place.root), Role::Buffer | Role::Optional);
            needed |= external || self.vars.contains(&place.root);
        });
        needed
    }
}

/// Dropping what is not needed, backwards from the end.
pub(super) struct Pruning<'a> {
    vars: &'a Variables,
    /// What is known to be live around the body of each loop. To begin with what the last visit has
    /// found keeps nested loops from being gone through twice at every level.
    around: BTreeMap<usize, Live>,
}

impl<'a> Pruning<'a> {
    pub(super) fn new(vars: &'a Variables) -> Self {
        Pruning {
            vars,
            around: BTreeMap::new(),
        }
    }

    /// The statements whose results are live after them; then `live` is what is live before.
    pub(super) fn needed<'s>(&mut self, live: &mut Live, stmts: &'s [Stmt]) -> Vec<Cow<'s, Stmt>> {
        let mut kept = Vec::new();
        for stmt in stmts.iter().rev() {
            match &stmt.op {
                Op::Branch(branch) => {
                    kept.extend(self.branch(live, stmt, branch).map(Cow::Owned));
                }
                Op::Loop(repeated) => {
                    kept.extend(self.repeated(live, stmt, repeated).map(Cow::Owned));
                }
                Op::Replay(replay) => {
                    kept.extend(self.replay(live, stmt, replay).map(Cow::Owned));
                }
                Op::CallLinearized(call, _)
                    if !stmt
                        .results
                        .last()
                        .is_some_and(|map| live.vars.contains(map)) =>
                {
                    let plain = Stmt {
                        results: stmt.results.iter().take(1).copied().collect(),
                        op: Op::Call(call.clone()),
                        span: stmt.span,
                    };
                    live.defined(&plain);
                    live.reads(&plain.op);
                    plain.op.for_each_write(&mut |place| {
                        live.vars.insert(place.root);
                    });
                    kept.push(Cow::Owned(plain));
                }
                op => {
                    if live.needs(stmt, self.vars) {
                        live.defined(stmt);
                        live.reads(op);
                        // A place that is only partly written was read, in effect.
                        op.for_each_write(&mut |place| {
                            live.vars.insert(place.root);
                        });
                        kept.push(Cow::Borrowed(stmt));
                    }
                }
            }
        }
        kept.reverse();
        kept
    }

    /// A branch without the results and the statements that are not needed.
    fn branch(&mut self, live: &mut Live, stmt: &Stmt, branch: &Branch) -> Option<Stmt> {
        let results: Vec<bool> = stmt
            .results
            .iter()
            .map(|var| live.vars.contains(var))
            .collect();
        let recorded = branch.recorded && results.last() == Some(&true);
        let mut before = live.clone();
        let mut arms = Vec::new();
        for arm in &branch.arms {
            let mut inside = live.clone();
            let trip = arm.trip.as_ref();
            let trip = trip.filter(|trip| live.vars.contains(&trip.tape));
            let body = self.arm(&mut inside, arm, &results, recorded);
            before.also(inside);
            arms.push(Arm {
                case: arm.case.clone(),
                binds: arm.binds.clone(),
                residuals: arm.residuals.clone(),
                trip: trip.cloned(),
                body,
            });
        }
        // What never ends has never been taken.
        let taken = matches!(branch.decision, Decision::Taken(_));
        let idle = |arm: &Arm| {
            let ends = taken || !arm.body.diverges;
            arm.body.stmts.is_empty() && arm.trip.is_none() && ends
        };
        if arms.iter().all(idle) && !results.contains(&true) {
            return None;
        }
        *live = before;
        live.defined(stmt);
        live.decisions(&stmt.op);
        let kept = stmt.results.iter().zip(&results).filter(|(_, live)| **live);
        let op = Branch {
            decision: branch.decision.clone(),
            arms,
            recorded,
        };
        Some(Stmt {
            results: kept.map(|(var, _)| *var).collect(),
            op: Op::Branch(Box::new(op)),
            span: stmt.span,
        })
    }

    /// The body of an arm, with those of its results that are needed.
    fn arm(&mut self, live: &mut Live, arm: &Arm, results: &[bool], recorded: bool) -> Block {
        let kept = arm
            .body
            .results
            .iter()
            .zip(results)
            .filter(|(_, live)| **live);
        let kept: Vec<Atom> = kept.map(|(atom, _)| atom.clone()).collect();
        for atom in &kept {
            live.add(atom);
        }
        if recorded {
            live.add_residuals(&arm.residuals);
        }
        if let Some(trip) = &arm.trip
            && live.vars.contains(&trip.tape)
        {
            live.add_residuals(&trip.residuals);
        }
        let stmts = self.needed(live, &arm.body.stmts);
        Block {
            stmts: stmts.into_iter().map(Cow::into_owned).collect(),
            results: kept,
            diverges: arm.body.diverges,
        }
    }

    /// A loop without the statements that are not needed, in whatever trip.
    fn repeated(&mut self, live: &mut Live, stmt: &Stmt, repeated: &Loop) -> Option<Stmt> {
        let mut tapes = stmt.results.iter().chain(&repeated.shared);
        let recorded = repeated.recorded && tapes.any(|tape| live.vars.contains(tape));
        let address = std::ptr::from_ref(repeated).addr();
        let mut around = self.around.remove(&address).unwrap_or_default();
        around.also(live.clone());
        let mut inside = around.clone();
        Self::end_of_trip(&mut inside, stmt, repeated, recorded);
        let stmts = loop {
            let mut before = inside.clone();
            let stmts = self.needed(&mut before, &repeated.body.stmts);
            before.also(inside.clone());
            if before == inside {
                break stmts;
            }
            inside = before;
        };
        self.around.insert(address, inside.clone());
        if stmts.is_empty() && !recorded {
            return None;
        }
        *live = inside;
        live.defined(stmt);
        let op = Loop {
            head: repeated.head.clone(),
            body: Block {
                stmts: stmts.into_iter().map(Cow::into_owned).collect(),
                results: repeated.body.results.clone(),
                diverges: repeated.body.diverges,
            },
            residuals: repeated.residuals.clone(),
            recorded,
            checkpoint: None,
            keeping: repeated.keeping.clone().filter(|_| recorded),
            // The reverse sweep reads it, the forward sweep only writes it.
            shared: repeated.shared.filter(|_| recorded || !repeated.recorded),
            sparse: repeated.sparse,
            complete: repeated.complete,
            forwards: repeated.forwards,
        };
        Some(Stmt {
            results: stmt.results.iter().copied().filter(|_| recorded).collect(),
            op: Op::Loop(Box::new(op)),
            span: stmt.span,
        })
    }

    /// What the end of a trip reads.
    fn end_of_trip(live: &mut Live, stmt: &Stmt, repeated: &Loop, recorded: bool) {
        for atom in &repeated.body.results {
            live.add(atom);
        }
        live.decisions(&stmt.op);
        if recorded {
            live.add_residuals(&repeated.residuals);
        }
    }
}
