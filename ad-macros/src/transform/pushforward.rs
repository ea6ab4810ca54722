//! Forward mode in two sweeps: the primal program, which records what blocks do, and the linear program of the tangents, which
//! follows the records in their order. So the linear program runs again and again without the primal one.
//!
//! Assumes: every tangent is computed by linear operations from tangents defined before it. Guarantees: the second sweep
//! reads primal values and records, and writes nothing of the primal program; each of its operations is that of forward
//! mode.
//!
//! ```text
//! y = x * x                           y = x * x; t0 = x + x
//! y_dot = x_dot · t0           →      | y_dot = x_dot · t0
//! ```
//!
//! Reference: Radul et al., "You Only Linearize Once" (POPL 2023).

use std::collections::BTreeSet;
use std::rc::Rc;

use super::linearize::{BranchStep, Linear, LoopStep, Step, Steps, zero};
use super::transpose::Adjoint;
use crate::ir::{
    Arm, Atom, Block, Branch, Call, Decision, Head, Loop, Op, Role, Shape, Stmt, Var, Variables,
};

/// Both sweeps, in the form of those of an adjoint: the second computes the tangent of the result.
pub(crate) fn pushforward(linear: &Linear) -> Adjoint {
    let mut splitter = Splitter {
        vars: Variables::extending(&linear.vars),
        deferred: BTreeSet::new(),
    };
    let mut sweeps = Sweeps::default();
    splitter.steps(&linear.steps, &mut sweeps);
    let result = linear.result.clone();
    let of_result = result.var().and_then(|var| linear.tangents.get(&var));
    let tangent = of_result.map_or_else(
        || splitter.zero(&result, &mut sweeps),
        |tangent| Atom::Var(*tangent),
    );
    Adjoint {
        vars: splitter.vars,
        forward: sweeps.primal,
        result,
        reverse: sweeps.linear,
        cotangents: vec![Some(tangent)],
        buffers: Vec::new(),
        seed: None,
    }
}

/// The statements of both sweeps of a block.
#[derive(Default)]
struct Sweeps {
    primal: Vec<Stmt>,
    linear: Vec<Stmt>,
}

struct Splitter {
    vars: Variables,
    /// The tangents that get their values later.
    deferred: BTreeSet<Var>,
}

impl Splitter {
    fn steps(&mut self, steps: &[Step], sweeps: &mut Sweeps) {
        for step in steps {
            match step {
                Step::Plain { primal, linear } => {
                    sweeps.primal.extend(primal.iter().cloned());
                    for stmt in linear {
                        self.linear(stmt, sweeps);
                    }
                }
                Step::Call(stmt) => self.call(stmt, sweeps),
                Step::Branch(step) => self.branch(step, sweeps),
                Step::Loop(step) => self.repeated(step, sweeps),
            }
        }
    }

    fn linear(&mut self, stmt: &Stmt, sweeps: &mut Sweeps) {
        match (&stmt.op, stmt.results.as_slice()) {
            // What it is like may be longer or shorter by the time of the second sweep.
            (Op::Zero(like @ (Atom::Var(_) | Atom::Inert(_))), [result]) => {
                let (shape, span) = (self.vars.shape(*result), stmt.span);
                let zero = self.vars.named("zero", shape, Role::Record, span);
                let of = |var, like| Stmt {
                    results: vec![var],
                    op: Op::Zero(like),
                    span,
                };
                sweeps.primal.push(of(zero, like.clone()));
                sweeps.linear.push(of(*result, Atom::Var(zero)));
            }
            (op, results) => {
                if let Op::Defer = op {
                    self.deferred.extend(results);
                }
                sweeps.linear.push(stmt.clone());
            }
        }
    }

    /// The zero tangent of the result.
    fn zero(&mut self, result: &Atom, sweeps: &mut Sweeps) -> Atom {
        let shape = result
            .var()
            .map_or(Shape::Scalar(None), |var| self.vars.shape(var));
        let mut stmts = Vec::new();
        let zero = zero(&mut self.vars, &mut stmts, result, &shape);
        for stmt in &stmts {
            self.linear(stmt, sweeps);
        }
        zero
    }

    /// A call: the first sweep makes its linear map, which the second applies. That of a function which calls itself cannot
    /// be kept, for a closure cannot hold one of its own type: there, the call runs again.
    fn call(&mut self, stmt: &Stmt, sweeps: &mut Sweeps) {
        let (Op::CallJvp(call, tangents), [result, tangent]) = (&stmt.op, stmt.results.as_slice())
        else {
            return;
        };
        let span = stmt.span;
        if call.recursive {
            sweeps.primal.push(Stmt {
                results: vec![*result],
                op: Op::Call(call.clone()),
                span,
            });
            let again = self.vars.temporary(self.vars.shape(*result), span);
            sweeps.linear.push(Stmt {
                results: vec![again, *tangent],
                ..stmt.clone()
            });
            return;
        }
        let map = self.vars.named(
            &format!("{}_linear", called(call)),
            Shape::Unknown,
            Role::Record,
            span,
        );
        let active = tangents.iter().map(Option::is_some).collect();
        sweeps.primal.push(Stmt {
            results: vec![*result, map],
            op: Op::CallLinearized(call.clone(), active),
            span,
        });
        let given = tangents.iter().zip(&call.arguments);
        let given = given.map(|(tangent, argument)| Some(tangent.as_ref()?.passed_as(argument)));
        sweeps.linear.push(Stmt {
            results: vec![*tangent],
            op: Op::Pushforward(map, given.collect()),
            span,
        });
    }

    /// A branch, recorded by the first sweep; the second takes the arm that was taken, to the tangents of the results.
    fn branch(&mut self, step: &BranchStep, sweeps: &mut Sweeps) {
        let bodies = step.arms.iter().map(|arm| self.block(&arm.body));
        let (primal, linear): (Vec<Block>, Vec<Block>) =
            bodies.collect::<Vec<_>>().into_iter().unzip();
        let tangents: Vec<Var> = step.tangents.iter().flatten().copied().collect();
        let mut results = step.results.clone();
        let recorded = !tangents.is_empty() || linear.iter().any(|arm| !arm.stmts.is_empty());
        if recorded {
            let record = self.record("branch", step.span);
            results.push(record);
            let again = Branch {
                decision: Decision::Taken(record),
                arms: linear.into_iter().map(Arm::new).collect(),
                recorded: false,
            };
            sweeps.linear.push(Stmt {
                results: tangents,
                op: Op::Branch(Box::new(again)),
                span: step.span,
            });
        }
        let arms = step.arms.iter().zip(primal);
        let branch = Branch {
            decision: step.decision.clone(),
            arms: arms.map(|(arm, body)| arm.with(body)).collect(),
            recorded,
        };
        sweeps.primal.push(Stmt {
            results,
            op: Op::Branch(Box::new(branch)),
            span: step.span,
        });
    }

    /// A loop, recorded by the first sweep, whose trips the second makes in their order.
    fn repeated(&mut self, step: &LoopStep, sweeps: &mut Sweeps) {
        let (primal, linear) = self.block(&step.body);
        let recorded = !linear.stmts.is_empty();
        let tape = recorded.then(|| self.record("tape", step.span));
        if let Some(tape) = tape {
            let head = match &step.head {
                Head::For(counter) if counter.reversible => {
                    Head::Backwards(counter.clone(), Some(tape))
                }
                Head::Forever if self.gives_values(&linear) => Head::Follow(tape),
                _ => Head::Unwind(tape),
            };
            let again = Loop {
                forwards: true,
                ..Loop::new(head, linear)
            };
            sweeps.linear.push(Stmt {
                results: Vec::new(),
                op: Op::Loop(Box::new(again)),
                span: step.span,
            });
        }
        let repeated = Loop {
            recorded,
            ..Loop::new(step.head.clone(), primal)
        };
        sweeps.primal.push(Stmt {
            results: tape.into_iter().collect(),
            op: Op::Loop(Box::new(repeated)),
            span: step.span,
        });
    }

    /// Both sweeps of a nested block.
    fn block(&mut self, body: &Steps) -> (Block, Block) {
        let mut sweeps = Sweeps::default();
        self.steps(&body.steps, &mut sweeps);
        let primal = Block {
            stmts: sweeps.primal,
            results: body.results.clone(),
            diverges: body.diverges,
        };
        let linear = if body.diverges {
            // It is never followed.
            Block {
                diverges: true,
                ..Block::default()
            }
        } else {
            Block {
                stmts: sweeps.linear,
                results: body.tangents.clone(),
                diverges: false,
            }
        };
        (primal, linear)
    }

    /// Whether a block stores what has no value before: then the compiler must see that a trip is made.
    fn gives_values(&self, block: &Block) -> bool {
        let mut gives = false;
        for stmt in &block.stmts {
            stmt.op
                .for_each_write(&mut |place| gives |= self.deferred.contains(&place.root));
        }
        gives
    }

    fn record(&mut self, name: &str, span: proc_macro2::Span) -> Var {
        self.vars.named(name, Shape::Unknown, Role::Record, span)
    }
}

/// The name of the function that is called.
fn called(call: &Rc<Call>) -> String {
    let last = call.path.path.segments.last();
    last.map_or_else(|| "call".to_owned(), |last| last.ident.to_string())
}
