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

use crate::ir::{Atom, Op, Place, Primitive, Projection, Role, Stmt, Style, Var, Variables};

/// What is read after a piece of code.
#[derive(Clone, Default)]
pub(crate) struct Live {
    vars: BTreeSet<Var>,
    names: BTreeSet<String>,
}

impl Live {
    pub(crate) fn of<'a>(atoms: impl IntoIterator<Item = &'a Atom>) -> Self {
        let mut live = Live::default();
        for atom in atoms {
            live.add(atom);
        }
        live
    }

    pub(crate) fn add(&mut self, atom: &Atom) {
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
}

/// Drops what is not live after it; on return `live` is what is read before it.
pub(crate) fn eliminate(stmts: Vec<Stmt>, vars: &Variables, live: &mut Live) -> Vec<Stmt> {
    let mut kept = Vec::new();
    for stmt in stmts.into_iter().rev() {
        if is_needed(&stmt, vars, live) {
            live.reads(&stmt.op);
            // A place that is only partly written was read, in effect.
            stmt.op.for_each_write(&mut |place| {
                live.vars.insert(place.root);
            });
            kept.push(stmt);
        }
    }
    kept.reverse();
    kept
}

fn is_needed(stmt: &Stmt, vars: &Variables, live: &Live) -> bool {
    if stmt.op.has_effect() || stmt.results.iter().any(|var| live.vars.contains(var)) {
        return true;
    }
    if let Op::Verbatim(verbatim) = &stmt.op {
        return !verbatim.binds.is_disjoint(&live.names);
    }
    let mut needed = false;
    stmt.op.for_each_write(&mut |place| {
        let external = matches!(vars.role(place.root), Role::Buffer | Role::Optional);
        needed |= external || live.vars.contains(&place.root);
    });
    needed
}

/// Computes equal primitives, and loads of what is never written, once.
#[derive(Default)]
pub(crate) struct Sharing {
    seen: BTreeMap<String, Var>,
    same: BTreeMap<Var, Var>,
}

impl Sharing {
    /// Shares within `stmts`, and with what was shared before.
    pub(crate) fn share(
        &mut self,
        stmts: &mut Vec<Stmt>,
        vars: &Variables,
        mentioned: &BTreeSet<Var>,
    ) {
        stmts.retain_mut(|stmt| {
            rename(&mut stmt.op, &self.same);
            let ([result], Some(key)) = (stmt.results.as_slice(), key(&stmt.op, vars)) else {
                return true;
            };
            let named = vars.get(*result).is_some_and(|variable| variable.named);
            let Some(first) = self.seen.get(&key) else {
                self.seen.insert(key, *result);
                return true;
            };
            if named || mentioned.contains(result) {
                return true;
            }
            self.same.insert(*result, *first);
            false
        });
    }

    /// The atom under the name it is still computed by.
    pub(crate) fn renamed(&self, atom: &Atom) -> Atom {
        match atom {
            Atom::Var(var) => Atom::Var(self.same.get(var).copied().unwrap_or(*var)),
            atom => atom.clone(),
        }
    }
}

/// The variables that user code mentions by name.
pub(crate) fn mentioned(stmts: &[Stmt]) -> BTreeSet<Var> {
    let mut found = BTreeSet::new();
    for stmt in stmts {
        found.extend(
            stmt.op
                .mentions()
                .into_iter()
                .flat_map(|mentions| mentions.vars.iter().copied()),
        );
        stmt.op.for_each_atom(&mut |atom| {
            if let Atom::Inert(inert) = atom {
                found.extend(inert.mentions.vars.iter().copied());
            }
        });
    }
    found
}

fn rename(op: &mut Op, same: &BTreeMap<Var, Var>) {
    if same.is_empty() {
        return;
    }
    op.for_each_atom_mut(&mut |atom| {
        if let Atom::Var(var) = atom
            && let Some(first) = same.get(var)
        {
            *var = *first;
        }
    });
    op.for_each_place_mut(&mut |place| {
        if let Some(first) = same.get(&place.root) {
            place.root = *first;
        }
    });
}

/// What identifies the value of an operation; none where it may differ each time.
fn key(op: &Op, vars: &Variables) -> Option<String> {
    match op {
        Op::Apply(primitive, operands) => {
            let operands: Vec<String> = operands.iter().map(atom_key).collect();
            Some(format!(
                "{}({})",
                primitive_key(primitive),
                operands.join(",")
            ))
        }
        Op::Load(place) if is_constant(place, vars) => {
            let path: Vec<String> = place
                .path
                .iter()
                .map(|projection| match projection {
                    Projection::Index(atom) => format!("[{}]", atom_key(atom)),
                    Projection::Field(index) => format!(".{index}"),
                })
                .collect();
            Some(format!("{:?}{}", place.root, path.concat()))
        }
        _ => None,
    }
}

fn is_constant(place: &Place, vars: &Variables) -> bool {
    matches!(vars.role(place.root), Role::Value | Role::Reference)
}

fn atom_key(atom: &Atom) -> String {
    match atom {
        Atom::Var(var) => format!("{var:?}"),
        Atom::Literal(value) => format!("{:x}", value.to_bits()),
        Atom::Inert(inert) => inert.expr.to_token_stream().to_string(),
    }
}

fn primitive_key(primitive: &Primitive) -> String {
    match primitive {
        Primitive::Negate => "-".to_owned(),
        Primitive::Operator(op) => op.to_token_stream().to_string(),
        Primitive::Method(name, Style::Method) => name.to_string(),
        Primitive::Method(name, Style::Path(path)) => format!("{}::{name}", path.to_token_stream()),
        Primitive::Rule(name) => format!("rules::{name}"),
    }
}
