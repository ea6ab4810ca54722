//! Closures and iterators replaced by what they do.

use super::renamed;
use crate::ast::{Adaptor, Program, Stmt, Type};
use crate::ast::{Binding, Block, Chain, Closure, End, Expr, Id, Operator, Passing, Pattern};

/// The labels of new loops; there are fewer others.
const LABELS: usize = 1_000_000;

/// The program with each call of a closure that borrows what it mentions replaced by its body.
#[must_use]
pub fn with_closures_inlined(program: &Program) -> Program {
    // No name means two things, so none is captured.
    let mut program = renamed(program);
    for function in &mut program.functions {
        let mut closures = Vec::new();
        function.body.each_list(&mut |stmts, _| {
            for stmt in stmts {
                if let Stmt::Closure {
                    id,
                    types,
                    moving: false,
                    closure,
                } = stmt
                {
                    closures.push((*id, types.clone(), closure.clone()));
                }
            }
        });
        let bindings = &mut function.bindings;
        function.body.change(&mut |expr| {
            if let Expr::Apply(id, arguments) = expr
                && let Some((_, types, closure)) = closures.iter().find(|(other, ..)| other == id)
            {
                *expr = applied(closure, types, std::mem::take(arguments), bindings);
            }
        });
    }
    program
}

/// The body of a closure, its variables under names of their own.
fn applied(
    closure: &Closure,
    types: &[Type],
    arguments: Vec<Expr>,
    bindings: &mut Vec<Binding>,
) -> Expr {
    let params = closure.params.iter().zip(types);
    let mut stmts: Vec<Stmt> = params
        .zip(arguments)
        .map(|((pattern, ty), argument)| Stmt::Let {
            pattern: pattern.clone(),
            ascription: Some(ty.clone()),
            value: Some(argument),
        })
        .collect();
    let mut own: Vec<Id> = closure.params.iter().flat_map(Pattern::bound).collect();
    own.extend(Expr::Block(closure.body.clone()).bound());
    stmts.extend(closure.body.stmts.iter().cloned());
    let mut body = Block {
        stmts,
        value: closure.body.value.clone(),
    };
    let first = bindings.len();
    for id in &own {
        let name = format!("applied_{}", bindings.len());
        bindings.push(Binding {
            name,
            ..bindings[*id].clone()
        });
    }
    body.each_id(&mut |id| {
        if let Some(position) = own.iter().position(|other| other == id) {
            *id = first + position;
        }
    });
    Expr::Block(body)
}

/// The program with a loop for each sum, product or fold of values.
#[must_use]
pub fn with_loops_for_chains(program: &Program) -> Program {
    // No name means two things, so none is captured.
    let mut program = renamed(program);
    let functions = program.functions.clone();
    for (function, original) in program.functions.iter_mut().zip(&functions) {
        let bindings = &mut function.bindings;
        function.body.change(&mut |expr| {
            let Expr::Chain(chain, end) = expr else {
                return;
            };
            let ty = match &**end {
                End::Sum(ty) | End::Product(ty) if gives_values(chain) => ty.clone(),
                End::Fold(init, _) => original.type_of(init, &functions),
                _ => return,
            };
            *expr = looped((**chain).clone(), (**end).clone(), &ty, bindings);
        });
    }
    program
}

/// Whether the items are known to be no references.
fn gives_values(chain: &Chain) -> bool {
    let last = chain.adaptors.last();
    last.is_some_and(|last| matches!(last, Adaptor::Map(_) | Adaptor::Copied | Adaptor::Cloned))
}

fn looped(chain: Chain, end: End, ty: &Type, bindings: &mut Vec<Binding>) -> Expr {
    let mut declare = |mutable| {
        bindings.push(Binding {
            name: format!("looped_{}", bindings.len()),
            ty: ty.clone(),
            mutable,
            passing: Passing::Value,
            loose: false,
        });
        bindings.len() - 1
    };
    let result = declare(true);
    let step = |operator, value| Stmt::Assign {
        place: Expr::Var(result),
        operator,
        value,
    };
    let mut accumulated = |operator| {
        let item = declare(false);
        (Pattern::Name(item), step(Some(operator), Expr::Var(item)))
    };
    let (init, (pattern, step)) = match end {
        // The sum of nothing is -0.0.
        End::Sum(ty) => {
            let zero = Box::new(Expr::Float(0.0, ty));
            (Expr::Negate(zero), accumulated(Operator::Add))
        }
        End::Product(ty) => (Expr::Float(1.0, ty), accumulated(Operator::Multiply)),
        End::Fold(init, Closure { mut params, body }) => {
            let item = params.pop().unwrap_or(Pattern::Wild);
            let mut stmts: Vec<Stmt> = params
                .into_iter()
                .map(|so_far| Stmt::Let {
                    pattern: so_far,
                    ascription: None,
                    value: Some(Expr::Var(result)),
                })
                .collect();
            stmts.extend(body.stmts);
            let value = body.value;
            (
                init,
                (item, step(None, Expr::Block(Block { stmts, value }))),
            )
        }
        End::Collect(_) => unreachable!("a `Vec` is not accumulated"),
    };
    let stmts = vec![
        Stmt::Let {
            pattern: Pattern::Name(result),
            ascription: Some(ty.clone()),
            value: Some(init),
        },
        Stmt::For {
            pattern,
            chain,
            label: LABELS + result,
            checkpoint: None,
            body: vec![step],
            each: false,
        },
    ];
    let value = Box::new(Expr::Var(result));
    Expr::Block(Block { stmts, value })
}
