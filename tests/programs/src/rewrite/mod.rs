//! Programs that must mean the same.

mod open;
mod reorder;
mod substitute;

use crate::ast::{Binding, Block, Expr, Operator, Passing, Pattern, Program, Stmt, Type};
pub use open::{with_closures_inlined, with_loops_for_chains};
pub use reorder::reordered;
pub use substitute::{with_calls_inlined, with_variables_inlined};

/// A program made of another one that has the same value, bit for bit, and the same derivatives.
pub type Rewrite = fn(&Program) -> Program;

/// All of them.
pub const REWRITES: [Rewrite; 9] = [
    keeping_everything,
    renamed,
    with_dead_code,
    in_a_block,
    with_variables_inlined,
    with_calls_inlined,
    with_closures_inlined,
    with_loops_for_chains,
    reordered,
];

/// The program without `#[checkpoint]`.
#[must_use]
pub fn keeping_everything(program: &Program) -> Program {
    fn keep(stmts: &mut [Stmt]) {
        for stmt in stmts {
            if let Stmt::For { checkpoint, .. } = stmt {
                *checkpoint = None;
            }
            for body in stmt.inner_mut() {
                keep(body);
            }
        }
    }
    let mut program = program.clone();
    for function in &mut program.functions {
        keep(&mut function.body.stmts);
    }
    program
}

/// The program with every variable under a name of its own, so that none shadows another.
#[must_use]
pub fn renamed(program: &Program) -> Program {
    let mut program = program.clone();
    for function in &mut program.functions {
        for (id, binding) in function.bindings.iter_mut().enumerate() {
            let constant = binding.name.starts_with(char::is_uppercase);
            binding.name = format!("{}_{id}", if constant { "RENAMED" } else { "renamed" });
        }
    }
    program
}

/// The program with the value of the subject bound to a name first, after code that nobody needs.
#[must_use]
pub fn with_dead_code(program: &Program) -> Program {
    let mut program = program.clone();
    let Some(subject) = program.functions.last_mut() else {
        return program;
    };
    let id = subject.bindings.len();
    let mut bind = |name: &str, ty: Type| {
        subject.bindings.push(Binding {
            name: name.to_owned(),
            ty,
            mutable: false,
            passing: Passing::Value,
            loose: false,
        });
    };
    bind("result", subject.result.clone());
    bind("dead", subject.result.clone());
    let value = std::mem::replace(&mut *subject.body.value, Expr::Var(id));
    let bound = |id, value| Stmt::Let {
        pattern: Pattern::Name(id),
        ascription: Some(subject.result.clone()),
        value: Some(value),
    };
    subject.body.stmts.push(bound(id, value));
    let dead = match subject.result.is_float() {
        true => {
            let result = || Box::new(Expr::Var(id));
            Expr::Binary(Operator::Multiply, result(), result())
        }
        false => Expr::Var(id),
    };
    subject.body.stmts.push(bound(id + 1, dead));
    program
}

/// The program with the body of the subject in a block of its own.
#[must_use]
pub fn in_a_block(program: &Program) -> Program {
    let mut program = program.clone();
    if let Some(subject) = program.functions.last_mut() {
        let body = Block {
            stmts: std::mem::take(&mut subject.body.stmts),
            value: std::mem::replace(&mut subject.body.value, Box::new(Expr::Var(0))),
        };
        *subject.body.value = Expr::Block(body);
    }
    program
}
