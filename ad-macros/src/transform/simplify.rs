//! Simplification: what is computed twice is shared, what nobody reads is dropped. Floating-point
//! arithmetic itself is never touched.
//!
//! Assumes and guarantees: [`check`](crate::ir::check) holds.
//!
//! ```text
//! t0 = cos x                 t0 = cos x
//! t1 = cos x          →      y = t0 * t0
//! t2 = sin x
//! y = t0 * t1
//! ```

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;

use super::linearize::{Linear, Step};
use super::transpose::Adjoint;
use crate::ir::{
    Atom, Function, Op, Place, Primitive, Projection, Role, Stmt, Style, Var, Variables,
};

/// Equal primitives, and loads of what is never written, computed once; so are their tangents.
pub(crate) fn share(mut linear: Linear) -> Linear {
    let mut sharing = Sharing {
        vars: &linear.vars,
        tangents: &mut linear.tangents,
        seen: BTreeMap::new(),
        same: BTreeMap::new(),
    };
    for step in &mut linear.steps {
        match step {
            Step::Plain { primal, linear } => {
                primal.retain_mut(|stmt| sharing.keeps(stmt));
                linear.retain_mut(|stmt| sharing.keeps(stmt));
            }
            Step::Call(call) => sharing.rename(&mut call.op),
        }
    }
    let same = sharing.same;
    let first = |var: &mut Var| *var = same.get(var).copied().unwrap_or(*var);
    linear
        .tangents
        .retain(|primal, _| !same.contains_key(primal));
    linear.tangents.values_mut().for_each(first);
    if let Atom::Var(result) = &mut linear.result {
        first(result);
    }
    linear
}

struct Sharing<'a> {
    vars: &'a Variables,
    tangents: &'a mut BTreeMap<Var, Var>,
    seen: BTreeMap<Key, Var>,
    same: BTreeMap<Var, Var>,
}

impl Sharing<'_> {
    /// Whether a statement, with its operands renamed, computes anything new.
    fn keeps(&mut self, stmt: &mut Stmt) -> bool {
        self.rename(&mut stmt.op);
        let [result] = *stmt.results.as_slice() else {
            return true;
        };
        if self.same.contains_key(&result) {
            return false;
        }
        let Some(key) = Key::of(&stmt.op, self.vars) else {
            return true;
        };
        let Some(first) = self.seen.get(&key).copied() else {
            self.seen.insert(key, result);
            return true;
        };
        // What user code mentions by name is named.
        if self.vars.get(result).is_some_and(|variable| variable.named) {
            return true;
        }
        self.same.insert(result, first);
        if let Some(tangent) = self.tangents.get(&result).copied() {
            // The first may have no tangent, where nothing else that it is used for has a derivative.
            let shared = *self.tangents.entry(first).or_insert(tangent);
            if shared != tangent {
                self.same.insert(tangent, self.first(shared));
            }
        }
        false
    }

    /// The variable that a value is still computed as.
    fn first(&self, var: Var) -> Var {
        self.same.get(&var).copied().unwrap_or(var)
    }

    fn rename(&self, op: &mut Op) {
        if self.same.is_empty() {
            return;
        }
        op.for_each_atom_mut(&mut |atom| {
            if let Atom::Var(var) = atom {
                *var = self.first(*var);
            }
        });
        op.for_each_place_mut(&mut |place| place.root = self.first(place.root));
    }
}

/// What identifies the value of an operation.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Apply(Applied, Vec<Operand>),
    Load(Var, Vec<Part>),
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Applied {
    Negate,
    Operator(String),
    Method(String),
    Path(String, String),
    Rule(&'static str),
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Operand {
    Var(Var),
    Literal(u64),
    Inert(String),
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Index(Operand),
    Field(u32),
}

impl Key {
    /// None where the value may differ each time.
    fn of(op: &Op, vars: &Variables) -> Option<Key> {
        match op {
            Op::Apply(primitive, operands) => {
                let operands = operands.iter().map(Operand::of).collect();
                Some(Key::Apply(Applied::of(primitive), operands))
            }
            Op::Load(place) if is_constant(place, vars) => {
                let path = place.path.iter().map(Part::of).collect();
                Some(Key::Load(place.root, path))
            }
            _ => None,
        }
    }
}

fn is_constant(place: &Place, vars: &Variables) -> bool {
    matches!(vars.role(place.root), Role::Value | Role::Reference)
}

impl Applied {
    fn of(primitive: &Primitive) -> Applied {
        match primitive {
            Primitive::Negate => Applied::Negate,
            Primitive::Operator(op) => Applied::Operator(op.to_token_stream().to_string()),
            Primitive::Method(name, Style::Method) => Applied::Method(name.to_string()),
            Primitive::Method(name, Style::Path(path)) => {
                Applied::Path(path.to_token_stream().to_string(), name.to_string())
            }
            Primitive::Rule(name) => Applied::Rule(name),
        }
    }
}

impl Operand {
    fn of(atom: &Atom) -> Operand {
        match atom {
            Atom::Var(var) => Operand::Var(*var),
            Atom::Literal(value) => Operand::Literal(value.to_bits()),
            Atom::Inert(inert) => Operand::Inert(inert.expr.to_token_stream().to_string()),
        }
    }
}

impl Part {
    fn of(projection: &Projection) -> Part {
        match projection {
            Projection::Index(atom) => Part::Index(Operand::of(atom)),
            Projection::Field(index) => Part::Field(*index),
        }
    }
}

/// The statements of forward mode that its results depend on.
pub(crate) fn needed(function: &Function) -> Vec<&Stmt> {
    let mut live = Live::default();
    function.body.results.iter().for_each(|atom| live.add(atom));
    live.needed(&function.body.stmts, &function.vars)
}

/// The two sweeps of an adjoint.
pub(crate) struct Sweeps<'a> {
    pub(crate) forward: Vec<&'a Stmt>,
    pub(crate) reverse: Vec<&'a Stmt>,
}

/// The sweeps, without what neither the cotangents nor, where it is asked for, the value needs.
pub(crate) fn sweeps(adjoint: &Adjoint, with_value: bool) -> Sweeps<'_> {
    let mut live = Live::default();
    let cotangents = adjoint.cotangents.iter().flatten();
    cotangents.for_each(|atom| live.add(atom));
    let reverse = live.needed(&adjoint.reverse, &adjoint.vars);
    if with_value {
        live.add(&adjoint.result);
    }
    let forward = live.needed(&adjoint.forward, &adjoint.vars);
    Sweeps { forward, reverse }
}

/// What is read after a piece of code.
#[derive(Default)]
struct Live {
    vars: BTreeSet<Var>,
    names: BTreeSet<String>,
}

impl Live {
    fn add(&mut self, atom: &Atom) {
        match atom {
            Atom::Var(var) => {
                self.vars.insert(*var);
            }
            Atom::Inert(inert) => {
                self.vars.extend(&inert.mentions.vars);
                self.names.extend(inert.mentions.names.iter().cloned());
            }
            Atom::Literal(_) => {}
        }
    }

    fn reads(&mut self, op: &Op) {
        op.for_each_use(&mut |var| {
            self.vars.insert(var);
        });
        op.for_each_name(&mut |name| {
            self.names.insert(name.to_owned());
        });
    }

    /// The statements whose results are live after them; then `self` is what is live before.
    fn needed<'s>(&mut self, stmts: &'s [Stmt], vars: &Variables) -> Vec<&'s Stmt> {
        let mut kept = Vec::new();
        for stmt in stmts.iter().rev() {
            if self.needs(stmt, vars) {
                self.reads(&stmt.op);
                // A place that is only partly written was read, in effect.
                stmt.op.for_each_write(&mut |place| {
                    self.vars.insert(place.root);
                });
                kept.push(stmt);
            }
        }
        kept.reverse();
        kept
    }

    fn needs(&self, stmt: &Stmt, vars: &Variables) -> bool {
        if stmt.op.has_effect() || stmt.results.iter().any(|var| self.vars.contains(var)) {
            return true;
        }
        if let Op::Verbatim(verbatim) = &stmt.op {
            return !verbatim.binds.is_disjoint(&self.names);
        }
        let mut needed = false;
        stmt.op.for_each_write(&mut |place| {
            let external = matches!(vars.role(place.root), Role::Buffer | Role::Optional);
            needed |= external || self.vars.contains(&place.root);
        });
        needed
    }
}
