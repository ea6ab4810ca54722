//! The smallest program that still fails.

use crate::ast::{Block, Expr, Function, Id, Pattern, Program, Stmt};

/// Drops statements of a program, one at a time, as long as `fails` holds of what is left.
///
/// A statement goes only if nothing mentions what it binds or initializes, so that what is left
/// is a program.
#[must_use]
pub fn shrink(program: &Program, fails: &mut dyn FnMut(&Program) -> bool) -> Program {
    let mut smallest = program.clone();
    while let Some(smaller) = candidates(&smallest)
        .into_iter()
        .find(|smaller| fails(smaller))
    {
        smallest = smaller;
    }
    smallest
}

/// The program without one of its statements, for each that can go.
fn candidates(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    for (index, function) in program.functions.iter().enumerate() {
        for position in 0..count(&function.body.stmts) {
            let mut smaller = program.clone();
            let shrunk = &mut smaller.functions[index];
            let mut left = position;
            let dropped = remove(&mut shrunk.body.stmts, &mut left);
            if dropped.is_some_and(|stmt| can_go(&stmt, shrunk)) {
                candidates.push(smaller);
            }
        }
    }
    candidates
}

fn count(stmts: &[Stmt]) -> usize {
    let inner = stmts.iter().map(|stmt| match stmt {
        Stmt::Block(stmts) => 1 + count(stmts),
        _ => 1,
    });
    inner.sum()
}

/// Takes out the statement that `left` others stand before.
fn remove(stmts: &mut Vec<Stmt>, left: &mut usize) -> Option<Stmt> {
    for index in 0..stmts.len() {
        if *left == 0 {
            return Some(stmts.remove(index));
        }
        *left -= 1;
        if let Some(Stmt::Block(inner)) = stmts.get_mut(index)
            && let Some(removed) = remove(inner, left)
        {
            return Some(removed);
        }
    }
    None
}

fn can_go(stmt: &Stmt, function: &Function) -> bool {
    let mut bound = Vec::new();
    match stmt {
        Stmt::Let { pattern, .. } => binds(pattern, &mut bound),
        Stmt::Const { id, .. } => bound.push(*id),
        // It may be what initializes the variable.
        Stmt::Assign {
            place: Expr::Var(id),
            operator: None,
            ..
        } => bound.push(*id),
        Stmt::Assign { .. } => {}
        Stmt::Destructure { places, .. } => {
            bound.extend(places.iter().filter_map(|place| match place {
                Expr::Var(id) => Some(*id),
                _ => None,
            }));
        }
        Stmt::Block(stmts) => return stmts.iter().all(|stmt| can_go(stmt, function)),
    }
    bound.iter().all(|id| !mentions(&function.body, *id))
}

fn binds(pattern: &Pattern, bound: &mut Vec<Id>) {
    match pattern {
        Pattern::Name(id) => bound.push(*id),
        Pattern::Wild => {}
        Pattern::Tuple(parts) | Pattern::Array(parts) => {
            for part in parts {
                binds(part, bound);
            }
        }
    }
}

/// Whether a variable is mentioned, read or written.
fn mentions(block: &Block, id: Id) -> bool {
    block.stmts.iter().any(|stmt| in_statement(stmt, id)) || in_expr(&block.value, id)
}

fn in_statement(stmt: &Stmt, id: Id) -> bool {
    match stmt {
        Stmt::Let { value, .. } => value.as_ref().is_some_and(|value| in_expr(value, id)),
        Stmt::Assign { place, value, .. } => in_expr(place, id) || in_expr(value, id),
        Stmt::Destructure { places, value } => {
            places.iter().any(|place| in_expr(place, id)) || in_expr(value, id)
        }
        Stmt::Const { value, .. } => in_expr(value, id),
        Stmt::Block(stmts) => stmts.iter().any(|stmt| in_statement(stmt, id)),
    }
}

fn in_expr(expr: &Expr, id: Id) -> bool {
    match expr {
        Expr::Float(..) | Expr::Integer(..) => false,
        Expr::Var(other) => *other == id,
        Expr::Index(x, y) | Expr::Binary(_, x, y) => in_expr(x, id) || in_expr(y, id),
        Expr::Field(x, _) | Expr::Cast(x, _) | Expr::Repeat(x, _) => in_expr(x, id),
        Expr::Negate(x) | Expr::Constant(x) => in_expr(x, id),
        Expr::Method { operands, .. } => operands.iter().any(|operand| in_expr(operand, id)),
        Expr::Tuple(parts) | Expr::Array(parts) | Expr::Call(_, parts) => {
            parts.iter().any(|part| in_expr(part, id))
        }
        Expr::Block(block) => mentions(block, id),
    }
}
