//! Variables and calls replaced by what they stand for.

use super::renamed;
use crate::ast::{Binding, Block, Expr, Function, Id, Passing, Pattern, Program, Stmt, Type};
use crate::walk::root;

/// What is copied to each use.
const LIMIT: usize = 30;

/// The program with its variables replaced by their initializers, where those mean the same.
#[must_use]
pub fn with_variables_inlined(program: &Program) -> Program {
    // No name means two things, so none is captured.
    let mut program = renamed(program);
    for function in &mut program.functions {
        function
            .body
            .each_list(&mut |stmts, value| inline(stmts, value, &function.bindings));
    }
    program
}

fn inline(stmts: &mut Vec<Stmt>, mut value: Option<&mut Expr>, bindings: &[Binding]) {
    let mut position = 0;
    while position < stmts.len() {
        let rest = &stmts[position + 1..];
        let Some((id, initializer)) = inlinable(&stmts[position], rest, value.as_deref(), bindings)
        else {
            position += 1;
            continue;
        };
        stmts.remove(position);
        let mut rest = Block {
            stmts: stmts.split_off(position),
            value: Box::new(value.as_deref().cloned().unwrap_or(Expr::Var(id))),
        };
        rest.change(&mut |expr| {
            if matches!(expr, Expr::Var(other) if *other == id) {
                *expr = initializer.clone();
            }
        });
        stmts.append(&mut rest.stmts);
        if let Some(value) = value.as_deref_mut() {
            *value = *rest.value;
        }
    }
}

/// The variable that a statement binds and what it stands for in all that follows.
fn inlinable(
    stmt: &Stmt,
    rest: &[Stmt],
    value: Option<&Expr>,
    bindings: &[Binding],
) -> Option<(Id, Expr)> {
    let Stmt::Let {
        pattern: Pattern::Name(id),
        value: Some(initializer),
        ..
    } = stmt
    else {
        return None;
    };
    let mut assigned: Vec<Id> = rest.iter().flat_map(Stmt::assigned).collect();
    assigned.extend(value.map(Expr::assigned).unwrap_or_default());
    let lasts = !initializer
        .mentioned()
        .iter()
        .any(|id| assigned.contains(id));
    let repeatable = initializer.assigned().is_empty() && initializer.size() <= LIMIT;
    // A part of an aggregate that is written out is for the language a part of nothing.
    let whole = || !is_taken_apart(*id, rest, value);
    // What is borrowed from, or moved, is one thing.
    let copied =
        !matches!(bindings[*id].ty, Type::Vec(_)) && bindings[*id].passing == Passing::Value;
    // The language takes no closures apart in a condition.
    let mut chains = false;
    initializer.visit(&mut |expr| chains |= matches!(expr, Expr::Chain(..) | Expr::Apply(..)));
    let fits = copied
        && !chains
        && lasts
        && repeatable
        && !assigned.contains(id)
        && (initializer.is_place() || whole());
    fits.then(|| (*id, initializer.clone()))
}

fn is_taken_apart(id: Id, rest: &[Stmt], value: Option<&Expr>) -> bool {
    let mut found = false;
    let mut see = |expr: &Expr| {
        if let Expr::Index(base, _) | Expr::Field(base, _) = expr {
            found |= matches!(**base, Expr::Var(other) if other == id);
        }
    };
    for stmt in rest {
        stmt.visit(&mut see);
    }
    if let Some(value) = value {
        value.visit(&mut see);
    }
    found
}

/// The program without calls of what has one end: each is a block that binds the parameters to the arguments.
#[must_use]
pub fn with_calls_inlined(program: &Program) -> Program {
    let mut program = program.clone();
    for index in 0..program.functions.len() {
        let (callees, callers) = program.functions.split_at_mut(index);
        let Some(caller) = callers.first_mut() else {
            break;
        };
        let bindings = &mut caller.bindings;
        caller.body.change(&mut |expr| {
            let by_name = |argument: &Expr| match argument {
                Expr::Mutable(place) => matches!(**place, Expr::Var(_)),
                _ => true,
            };
            if let Expr::Call(callee, arguments) = expr
                && !callees[*callee].returns_early()
                && arguments.iter().all(by_name)
            {
                let arguments = std::mem::take(arguments);
                *expr = Expr::Block(opened(&callees[*callee], arguments, bindings));
            }
        });
    }
    program
}

/// The body of a callee, its variables among those of the caller.
fn opened(callee: &Function, arguments: Vec<Expr>, bindings: &mut Vec<Binding>) -> Block {
    let first = bindings.len();
    let mut variables: Vec<Id> = (first..first + callee.bindings.len()).collect();
    let mut stmts = Vec::new();
    for (id, binding) in callee.bindings.iter().enumerate() {
        let constant = binding.name.starts_with(char::is_uppercase);
        let is_param = callee.params.iter().any(|param| param.id == id);
        bindings.push(Binding {
            name: format!(
                "{}_{}",
                if constant { "INLINED" } else { "inlined" },
                first + id
            ),
            passing: match is_param {
                true => Passing::Value,
                false => binding.passing,
            },
            ..binding.clone()
        });
    }
    for (param, argument) in callee.params.iter().zip(arguments) {
        let taken = callee.bindings[param.id].passing;
        match argument {
            // A slice is no array to bind; it cannot be assigned to, so its name will do.
            Expr::Var(id)
                if matches!(
                    bindings[id].passing,
                    Passing::Slice | Passing::Vec | Passing::MutableSlice
                ) || matches!(bindings[id].ty, Type::Vec(_)) =>
            {
                variables[param.id] = id;
            }
            // What is written through a reference is the argument's own.
            Expr::Mutable(place) => variables[param.id] = root(&place),
            argument @ Expr::Part(..) => {
                bindings[variables[param.id]].passing = taken;
                stmts.push(Stmt::Let {
                    pattern: Pattern::Name(variables[param.id]),
                    ascription: None,
                    value: Some(argument),
                });
            }
            argument => stmts.push(Stmt::Let {
                pattern: Pattern::Name(variables[param.id]),
                ascription: Some(callee.bindings[param.id].ty.clone()),
                value: Some(match param.constant {
                    true => Expr::Constant(Box::new(argument)),
                    false => argument,
                }),
            }),
        }
    }
    let mut body = callee.body.clone();
    body.each_id(&mut |id| *id = variables[*id]);
    stmts.append(&mut body.stmts);
    Block {
        stmts,
        value: body.value,
    }
}
