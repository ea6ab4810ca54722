//! Fewer statements.

use super::mentions;
use crate::ast::{Expr, Function, Id, Pattern, Program, Stmt};

/// As many arms as a `match` may have.
const ARMS: usize = 6;

/// The program without one of its statements, and with a binding of several variables split.
///
/// A statement goes only if nothing mentions what it binds or initializes.
pub(super) fn candidates(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    for (index, function) in program.functions.iter().enumerate() {
        let mut count = 0;
        function
            .body
            .clone()
            .each_list(&mut |stmts, _| count += stmts.len());
        for position in 0..count {
            let mut smaller = program.clone();
            let shrunk = &mut smaller.functions[index];
            let dropped = replace(shrunk, position, |_| Vec::new());
            if dropped.is_some_and(|stmt| can_go(&stmt, shrunk)) {
                candidates.push(smaller);
            }
            let mut smaller = program.clone();
            let shrunk = &mut smaller.functions[index];
            let mut split = false;
            replace(shrunk, position, |stmt| match parts(stmt, function) {
                Some(parts) => {
                    split = true;
                    parts
                }
                None => vec![stmt.clone()],
            });
            candidates.extend(split.then_some(smaller));
            for arm in 0..ARMS {
                let mut smaller = program.clone();
                let mut opened = false;
                replace(&mut smaller.functions[index], position, |stmt| match stmt {
                    Stmt::If { .. } if arm < stmt.inner().len() => {
                        opened = true;
                        vec![Stmt::Block(stmt.inner()[arm].clone())]
                    }
                    Stmt::Match(_, arms) if arm < arms.len() => {
                        opened = true;
                        vec![Stmt::Block(arms[arm].body.clone())]
                    }
                    Stmt::Block(stmts) if arm == 0 => {
                        opened = true;
                        stmts.clone()
                    }
                    Stmt::For {
                        pattern,
                        chain,
                        label,
                        checkpoint,
                        body,
                        each,
                    } if (*each && arm == 0) || (arm < 2 && !chain.adaptors.is_empty()) => {
                        opened = true;
                        let mut chain = chain.clone();
                        if !*each || arm > 0 {
                            chain.adaptors.pop();
                        }
                        vec![Stmt::For {
                            pattern: pattern.clone(),
                            chain,
                            label: *label,
                            checkpoint: *checkpoint,
                            body: body.clone(),
                            each: *each && arm > 0,
                        }]
                    }
                    other => vec![other.clone()],
                });
                candidates.extend(opened.then_some(smaller));
            }
        }
    }
    candidates
}

/// Replaces the statement that `position` others are counted before; that is returned.
fn replace(
    function: &mut Function,
    position: usize,
    by: impl FnOnce(&Stmt) -> Vec<Stmt>,
) -> Option<Stmt> {
    let (mut before, mut by, mut replaced) = (0, Some(by), None);
    function.body.each_list(&mut |stmts, _| {
        let here = position.checked_sub(before);
        before += stmts.len();
        if let Some(at) = here.filter(|at| *at < stmts.len())
            && let Some(by) = by.take()
        {
            let stmt = stmts.remove(at);
            stmts.splice(at..at, by(&stmt));
            // What is further inside has another count now.
            before = usize::MAX / 2;
            replaced = Some(stmt);
        }
    });
    replaced
}

/// `let (p, q) = (x, y);` as `let p = x; let q = y;`
fn parts(stmt: &Stmt, function: &Function) -> Option<Vec<Stmt>> {
    let Stmt::Let {
        pattern: Pattern::Tuple(patterns) | Pattern::Array(patterns),
        ascription,
        value: Some(Expr::Tuple(values) | Expr::Array(values)),
    } = stmt
    else {
        return None;
    };
    let name = |id: &usize| &function.bindings[*id].name;
    let mentioned = values.iter().flat_map(Expr::mentioned);
    let mentioned: Vec<usize> = mentioned.collect();
    let bound: Vec<usize> = patterns.iter().flat_map(Pattern::bound).collect();
    let captures = |id: &usize| mentioned.iter().any(|other| name(other) == name(id));
    if bound.iter().any(captures) {
        return None;
    }
    let types = ascription.as_ref().map(crate::ast::Type::parts);
    let parts = patterns.iter().zip(values).enumerate();
    let parts = parts.map(|(index, (pattern, value))| Stmt::Let {
        pattern: pattern.clone(),
        ascription: types.as_ref().and_then(|types| types.get(index).cloned()),
        value: Some(value.clone()),
    });
    Some(parts.collect())
}

/// The variables that an assignment initializes.
fn uninitialized(function: &Function) -> Vec<Id> {
    let mut found = Vec::new();
    function.body.clone().each_list(&mut |stmts, _| {
        let deferred = stmts
            .iter()
            .filter(|stmt| matches!(stmt, Stmt::Let { value: None, .. }));
        found.extend(deferred.flat_map(Stmt::bound));
    });
    found
}

fn can_go(stmt: &Stmt, function: &Function) -> bool {
    let whole = |place: &Expr| match place {
        Expr::Var(id) => Some(*id),
        _ => None,
    };
    let declared = uninitialized(function);
    let deferred = |id: &Id| declared.contains(id);
    let needed: Vec<Id> = match stmt {
        Stmt::Assign {
            operator: Some(_), ..
        } => Vec::new(),
        Stmt::Assign { place, .. } => whole(place).into_iter().filter(deferred).collect(),
        Stmt::Destructure { places, .. } => {
            places.iter().filter_map(whole).filter(deferred).collect()
        }
        stmt => {
            let mut inner = stmt.inner().into_iter().flatten();
            if !inner.all(|stmt| can_go(stmt, function)) {
                return false;
            }
            stmt.bound()
        }
    };
    needed.iter().all(|id| !mentions(&function.body, *id))
}
