//! The two sweeps of an adjoint, as they are written down: without what nobody reads, and with the
//! residuals of every block chosen.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::live::{Live, Pruning};
use super::residuals;
use super::transpose::Adjoint;
use crate::ir::{Op, Role, Stmt, Variables};

pub(crate) struct Sweeps<'a> {
    pub(crate) forward: Vec<Cow<'a, Stmt>>,
    pub(crate) reverse: Vec<Cow<'a, Stmt>>,
}

/// What the reverse sweep may read again instead of having it kept.
#[derive(Clone, Copy)]
pub(crate) enum Borrows {
    /// Everything the function borrows.
    Anything,
    /// Nothing that is behind a reference, of the parameters that carry a derivative.
    Nothing,
}

impl Borrows {
    /// Whether the reverse sweep may read a variable that is never written.
    pub(super) fn allow(self, role: Role) -> bool {
        match self {
            Borrows::Anything => matches!(role, Role::Value | Role::Reference),
            Borrows::Nothing => role == Role::Value,
        }
    }
}

/// The sweeps, without what neither the cotangents nor, where it is asked for, the value needs.
pub(crate) fn sweeps(adjoint: &Adjoint, with_value: bool, borrows: Borrows) -> Sweeps<'_> {
    let mut live = returned(adjoint);
    let mut pruning = Pruning::new(&adjoint.vars);
    let reverse = pruning.needed(&mut live, &adjoint.reverse);
    let structured = |stmt: &Stmt| !stmt.op.blocks().is_empty();
    if !reverse.iter().any(|stmt| structured(stmt)) && !adjoint.forward.iter().any(structured) {
        if with_value {
            live.add(&adjoint.result);
        }
        let forward = pruning.needed(&mut live, &adjoint.forward);
        return Sweeps { forward, reverse };
    }
    let mut forward = adjoint.forward.clone();
    let mut reverse: Vec<Stmt> = reverse.into_iter().map(Cow::into_owned).collect();
    residuals::choose(&mut forward, &mut reverse, &adjoint.vars, borrows);
    pruned(adjoint, &forward, &reverse, with_value)
}

/// Once residuals are chosen, what the others were computed by may not be needed either.
fn pruned<'a>(
    adjoint: &Adjoint,
    forward: &[Stmt],
    reverse: &[Stmt],
    with_value: bool,
) -> Sweeps<'a> {
    let mut live = returned(adjoint);
    let mut pruning = Pruning::new(&adjoint.vars);
    let reverse = owned(&pruning.needed(&mut live, reverse));
    if with_value {
        live.add(&adjoint.result);
    }
    let forward = owned(&pruning.needed(&mut live, forward));
    Sweeps { forward, reverse }
}

/// What is read after the reverse sweep.
fn returned(adjoint: &Adjoint) -> Live {
    let mut live = Live::default();
    for cotangent in adjoint.cotangents.iter().flatten() {
        live.add(cotangent);
    }
    live
}

fn owned<'a>(stmts: &[Cow<Stmt>]) -> Vec<Cow<'a, Stmt>> {
    let stmts = stmts.iter();
    stmts
        .map(|stmt| Cow::Owned(stmt.clone().into_owned()))
        .collect()
}

/// Whether statements read what is behind a reference.
pub(crate) fn borrow(stmts: &[Cow<Stmt>], vars: &Variables, borrowed: &BTreeSet<String>) -> bool {
    let mut borrows = false;
    for stmt in stmts {
        borrows |= borrows_in(stmt, vars, borrowed);
    }
    borrows
}

fn borrows_in(stmt: &Stmt, vars: &Variables, borrowed: &BTreeSet<String>) -> bool {
    let mut borrows = false;
    match &stmt.op {
        Op::Branch(_) | Op::Loop(_) => {
            stmt.op
                .for_each_nested(&mut |stmt| borrows |= borrows_in(stmt, vars, borrowed));
            for mentions in stmt.op.decisions() {
                borrows |= !mentions.names.is_disjoint(borrowed);
            }
        }
        op => {
            op.for_each_use(&mut |var| borrows |= vars.role(var) == Role::Reference);
            op.for_each_name(&mut |name| borrows |= borrowed.contains(name));
        }
    }
    borrows
}
