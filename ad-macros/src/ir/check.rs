//! The invariants of the IR, checked after every pass in tests.
//!
//! 1. Every variable is defined exactly once, before its first use.
//! 2. Operations have as many results as they compute.
//! 3. Only places are written.

use std::collections::BTreeSet;

use super::{Atom, Block, Op, Role, Var, Variables};

/// The first broken invariant of a block in which `defined` are in scope, in words.
pub(crate) fn check(
    block: &Block,
    vars: &Variables,
    defined: impl IntoIterator<Item = Var>,
) -> Result<(), String> {
    let mut defined: BTreeSet<Var> = defined.into_iter().collect();
    for stmt in &block.stmts {
        let mut undefined = None;
        stmt.op.for_each_use(&mut |var| {
            if !defined.contains(&var) {
                undefined = Some(var);
            }
        });
        stmt.op.for_each_write(&mut |place| {
            if !defined.contains(&place.root) {
                undefined = Some(place.root);
            }
        });
        if let Some(var) = undefined {
            return Err(format!(
                "`{}` is used before its definition",
                name(vars, var)
            ));
        }
        check_writes(&stmt.op, vars)?;
        check_results(&stmt.op, stmt.results.len())?;
        for var in &stmt.results {
            if !defined.insert(*var) {
                return Err(format!("`{}` is defined twice", name(vars, *var)));
            }
        }
    }
    for atom in &block.results {
        match atom {
            Atom::Var(var) if !defined.contains(var) => {
                return Err(format!("result `{}` is not defined", name(vars, *var)));
            }
            _ => {}
        }
    }
    Ok(())
}

fn name(vars: &Variables, var: Var) -> String {
    vars.get(var)
        .map_or_else(|| format!("#{}", var.0), |v| v.name.to_string())
}

fn check_writes(op: &Op, vars: &Variables) -> Result<(), String> {
    let mut written = None;
    op.for_each_write(&mut |place| {
        if !matches!(
            vars.role(place.root),
            Role::Place | Role::Buffer | Role::Optional
        ) {
            written = Some(place.root);
        }
    });
    match written {
        Some(var) => Err(format!(
            "`{}` is written, but is not a place",
            name(vars, var)
        )),
        None => Ok(()),
    }
}

fn check_results(op: &Op, results: usize) -> Result<(), String> {
    let expected = match op {
        Op::Verbatim(_) | Op::Store(..) | Op::Accumulate(..) | Op::Clear(..) => 0..=0,
        Op::CallJvp(..) | Op::CallVjp(..) => 2..=2,
        Op::Unpack(..) | Op::Pullback(_) | Op::Plain(..) => 0..=usize::MAX,
        Op::Apply(..) => 1..=2,
        _ => 1..=1,
    };
    if expected.contains(&results) {
        Ok(())
    } else {
        Err(format!("an operation has {results} results"))
    }
}
