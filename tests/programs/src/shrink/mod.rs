//! The smallest program that still fails.

mod expression;
mod function;
mod statement;

use crate::ast::{Arm, Block, Expr, Function, Id, Program, Stmt};

/// Makes a program smaller, one step at a time, as long as `fails` holds of what is left.
///
/// A step drops a function, a struct, a parameter or a statement that nothing mentions, or an arm, puts an operand or a
/// literal in the place of an expression, or opens a call or a tuple. Not every step leaves a
/// program of the language; `fails` says so.
#[must_use]
pub fn shrink(program: &Program, fails: &mut dyn FnMut(&Program) -> bool) -> Program {
    let mut smallest = program.clone();
    while let Some(smaller) = candidates(&smallest)
        .into_iter()
        .find(|smaller| weight(smaller) < weight(&smallest) && fails(smaller))
    {
        smallest = smaller;
    }
    smallest
}

/// The programs that are one step away, the boldest steps first.
fn candidates(program: &Program) -> Vec<Program> {
    let mut candidates = function::candidates(program);
    candidates.extend(statement::candidates(program));
    candidates.extend(expression::candidates(program));
    for candidate in &mut candidates {
        for function in &mut candidate.functions {
            function.settle();
        }
    }
    candidates
}

/// What every step makes less.
fn weight(program: &Program) -> usize {
    let functions = program.functions.iter();
    let weights = functions.map(|function| {
        let mut weight = 1000 + 10 * function.params.len();
        function
            .body
            .clone()
            .each_list(&mut |stmts, _| weight += 10 * stmts.len());
        function.body.visit(&mut |expr| {
            weight += match expr {
                Expr::Float(..) | Expr::Integer(..) => 1,
                // So that literals are less, those of small aggregates too.
                Expr::Var(_) => 6,
                _ => 2,
            };
        });
        weight
    });
    let structs = 10 * program.structs.len();
    structs + weights.sum::<usize>()
}

impl Function {
    /// Says again of which variables only the uses tell the type.
    pub(crate) fn settle(&mut self) {
        let mut bound: Vec<(Vec<Id>, Expr)> = Vec::new();
        self.body.each_list(&mut |stmts, _| {
            for stmt in stmts {
                if let Stmt::Let {
                    pattern,
                    ascription: None,
                    value: Some(value),
                } = stmt
                {
                    bound.push((pattern.bound(), value.clone()));
                }
            }
        });
        // An initializer mentions only variables that were bound before.
        bound.sort_by_key(|(ids, _)| ids.first().copied());
        for (ids, value) in bound {
            let loose = !self.is_known(&value);
            for id in ids {
                self.bindings[id].loose = loose;
            }
        }
    }
}

/// Whether a variable is mentioned, read or written.
fn mentions(block: &Block, id: Id) -> bool {
    let mut found = false;
    block.visit(&mut |expr| found |= matches!(expr, Expr::Var(other) if *other == id));
    found
}

/// The arms of a `match` without one of them, the last excepted, which takes what the others leave.
fn without_one<B: Clone>(arms: &[Arm<B>]) -> Vec<Vec<Arm<B>>> {
    let but_the_last = 0..arms.len().saturating_sub(1);
    let fewer = but_the_last.map(|dropped| {
        let mut arms = arms.to_vec();
        arms.remove(dropped);
        arms
    });
    fewer.collect()
}
