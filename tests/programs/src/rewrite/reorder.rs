//! Statements in another order.

use super::renamed;
use crate::ast::{Id, Program, Stmt};

/// The program with neighbouring statements exchanged that have nothing to do with each other.
#[must_use]
pub fn reordered(program: &Program) -> Program {
    // No name means two things, so none is captured.
    let mut program = renamed(program);
    for function in &mut program.functions {
        function.body.each_list(&mut |stmts, _| {
            for position in 1..stmts.len() {
                if are_independent(&stmts[position - 1], &stmts[position]) {
                    stmts.swap(position - 1, position);
                }
            }
        });
    }
    program
}

fn are_independent(first: &Stmt, second: &Stmt) -> bool {
    let touched = |stmt: &Stmt| [stmt.bound(), stmt.mentioned()].concat();
    let written = |stmt: &Stmt| [stmt.bound(), stmt.assigned()].concat();
    let apart = |written: Vec<Id>, touched: Vec<Id>| !written.iter().any(|id| touched.contains(id));
    let go_on = !first.exits() && !second.exits();
    go_on && apart(written(first), touched(second)) && apart(written(second), touched(first))
}
