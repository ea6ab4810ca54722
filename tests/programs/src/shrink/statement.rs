//! Fewer statements.

use super::{mentions, without_one};
use crate::ast::{Chain, Expr, Function, Id, Pattern, Program, Stmt};

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
            if dropped.as_ref().is_some_and(|stmt| can_go(stmt, shrunk)) {
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
            for stmts in dropped.iter().flat_map(opened) {
                let mut smaller = program.clone();
                replace(&mut smaller.functions[index], position, |_| stmts);
                candidates.push(smaller);
            }
        }
    }
    candidates
}

/// What may stand for a statement that has others inside.
fn opened(stmt: &Stmt) -> Vec<Vec<Stmt>> {
    match stmt {
        Stmt::If { .. } => {
            let arms = stmt.inner().into_iter();
            arms.map(|arm| vec![Stmt::Block(arm.clone())]).collect()
        }
        Stmt::Match(value, arms) => {
            let alone = arms.iter().map(|arm| vec![Stmt::Block(arm.body.clone())]);
            let fewer = without_one(arms).into_iter();
            let fewer = fewer.map(|arms| vec![Stmt::Match(value.clone(), arms)]);
            alone.chain(fewer).collect()
        }
        Stmt::Block(stmts) => vec![stmts.clone()],
        Stmt::Assign {
            place,
            operator,
            value: Expr::Block(block),
        } => {
            let assignment = Stmt::Assign {
                place: place.clone(),
                operator: *operator,
                value: (*block.value).clone(),
            };
            let before = block.stmts.iter().cloned();
            vec![before.chain([assignment]).collect()]
        }
        Stmt::For {
            pattern,
            chain,
            label,
            checkpoint,
            body,
            each,
        } => {
            let with = |chain: Chain, each: bool| {
                vec![Stmt::For {
                    pattern: pattern.clone(),
                    chain,
                    label: *label,
                    checkpoint: *checkpoint,
                    body: body.clone(),
                    each,
                }]
            };
            let mut shorter = chain.clone();
            let popped = shorter.adaptors.pop().is_some();
            let shorter = popped.then(|| with(shorter, *each));
            let plain = each.then(|| with(chain.clone(), false));
            plain.into_iter().chain(shorter).collect()
        }
        _ => Vec::new(),
    }
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
