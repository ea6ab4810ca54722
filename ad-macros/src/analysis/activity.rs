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

use crate::ir::{Atom, Block, Branch, Function, Op, Shape, Stmt, Var, Variables};
use crate::rules::depends_on;

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
    let mut varied = wrt.clone().collect();
    until_stable(&mut varied, |varied| {
        self::varied(&primal.vars, &primal.body, varied);
    });
    let mut useful: BTreeSet<Var> = primal.body.results.iter().filter_map(Atom::var).collect();
    let in_place = primal.params.iter().filter(|param| param.in_place);
    useful.extend(in_place.filter_map(|param| param.var));
    until_stable(&mut useful, |useful| self::useful(&primal.body, useful));
    let mut active: BTreeSet<Var> = varied.intersection(&useful).copied().collect();
    // A parameter has its tangent and cotangent even where the result does not depend on it.
    active.extend(wrt);
    Activity { active }
}

/// What an operation is differentiated by. Inert expressions and verbatim statements mention
/// variables, but have no operands: no derivative passes through them.
fn operands(op: &Op) -> BTreeSet<Var> {
    let mut vars = BTreeSet::new();
    if let Op::Apply(primitive, operands) = op {
        let differentiated = operands.iter().enumerate();
        let differentiated = differentiated.filter(|(index, _)| depends_on(primitive, *index));
        vars.extend(differentiated.filter_map(|(_, atom)| atom.var()));
        return vars;
    }
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

/// Whether variables are known to have no derivative, whatever they are a part of.
fn is_inert(vars: &Variables, results: &[Var]) -> bool {
    let inert = |var: &Var| matches!(vars.shape(*var), Shape::Inert);
    results.iter().all(inert)
}

/// The results of a branch, each with what it may be.
fn alternatives<'b>(results: &'b [Var], branch: &'b Branch) -> impl Iterator<Item = (Var, Var)> {
    branch.arms.iter().flat_map(|arm| {
        let pairs = results.iter().zip(&arm.body.results);
        pairs.filter_map(|(result, atom)| Some((*result, atom.var()?)))
    })
}

fn varied(vars: &Variables, block: &Block, varied: &mut BTreeSet<Var>) {
    for stmt in &block.stmts {
        match &stmt.op {
            Op::Branch(branch) => {
                for arm in &branch.arms {
                    self::varied(vars, &arm.body, varied);
                }
                for (result, atom) in alternatives(&stmt.results, branch) {
                    if varied.contains(&atom) {
                        varied.insert(result);
                    }
                }
            }
            Op::Loop(repeated) => self::varied(vars, &repeated.body, varied),
            // An integer of a struct.
            Op::Load(_) if is_inert(vars, &stmt.results) => {}
            op => {
                if !operands(op).is_disjoint(varied) {
                    varied.extend(written(stmt));
                }
            }
        }
    }
}

fn useful(block: &Block, useful: &mut BTreeSet<Var>) {
    for stmt in block.stmts.iter().rev() {
        match &stmt.op {
            Op::Branch(branch) => {
                for (result, atom) in alternatives(&stmt.results, branch) {
                    if useful.contains(&result) {
                        useful.insert(atom);
                    }
                }
                for arm in &branch.arms {
                    self::useful(&arm.body, useful);
                }
            }
            Op::Loop(repeated) => self::useful(&repeated.body, useful),
            op => {
                if !written(stmt).is_disjoint(useful) {
                    useful.extend(operands(op));
                }
            }
        }
    }
}

/// Goes through a function until that tells nothing new: a trip of a loop tells of the next one.
fn until_stable(found: &mut BTreeSet<Var>, mut through: impl FnMut(&mut BTreeSet<Var>)) {
    loop {
        let before = found.len();
        through(found);
        if found.len() == before {
            return;
        }
    }
}
