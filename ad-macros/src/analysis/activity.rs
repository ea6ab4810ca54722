//! Activity: which variables carry a derivative.
//!
//! A variable is *varied* if it depends on an active parameter, *useful* if the result depends on
//! it, and active if it is both (Griewank & Walther 2008, §6.2).
//!
//! ```text
//! y = sin x                   x, y, z: varied
//! z = cos x            →      x, y: useful; x, y: active
//! return y
//! ```

use std::collections::BTreeSet;

use crate::ir::{Atom, Block, Function, Op, Stmt, Var};

/// The active variables of a function.
pub(crate) struct Activity {
    active: BTreeSet<Var>,
}

impl Activity {
    pub(crate) fn is_active(&self, var: Var) -> bool {
        self.active.contains(&var)
    }
}

pub(crate) fn activity(primal: &Function) -> Activity {
    let wrt = primal
        .params
        .iter()
        .filter(|param| param.active)
        .filter_map(|param| param.var);
    let varied = varied(&primal.body, wrt.clone().collect());
    let useful = useful(&primal.body);
    let mut active: BTreeSet<Var> = varied.intersection(&useful).copied().collect();
    // A parameter has its tangent and cotangent even where the result does not depend on it.
    active.extend(wrt);
    Activity { active }
}

/// What an operation is differentiated by. Inert expressions and verbatim statements mention
/// variables, but have no operands: no derivative passes through them.
fn operands(op: &Op) -> BTreeSet<Var> {
    let mut vars = BTreeSet::new();
    op.for_each_atom(&mut |atom| vars.extend(atom.var()));
    op.for_each_read(&mut |place| {
        vars.insert(place.root);
    });
    vars
}

fn written(stmt: &Stmt) -> BTreeSet<Var> {
    let mut vars: BTreeSet<Var> = stmt.results.iter().copied().collect();
    stmt.op.for_each_write(&mut |place| {
        vars.insert(place.root);
    });
    vars
}

fn varied(block: &Block, mut varied: BTreeSet<Var>) -> BTreeSet<Var> {
    for stmt in &block.stmts {
        if !operands(&stmt.op).is_disjoint(&varied) {
            varied.extend(written(stmt));
        }
    }
    varied
}

fn useful(block: &Block) -> BTreeSet<Var> {
    let mut useful: BTreeSet<Var> = block.results.iter().filter_map(Atom::var).collect();
    for stmt in block.stmts.iter().rev() {
        if !written(stmt).is_disjoint(&useful) {
            useful.extend(operands(&stmt.op));
        }
    }
    useful
}
