//! Sharing: what is computed twice is computed once, and what has just been stored is not loaded.
//! Floating-point arithmetic itself is never touched.
//!
//! Assumes and guarantees: [`check`](crate::ir::check) holds.
//!
//! ```text
//! t0 = cos x                 t0 = cos x
//! t1 = cos x          →      y = t0 * t0
//! t2 = sin x
//! y = t0 * t1
//! ```

use std::collections::BTreeMap;
use std::rc::Rc;

use proc_macro2::Span;
use quote::ToTokens;

use super::linearize::{Linear, Step, Steps, merge};
use crate::ir::{
    Atom, Op, Place, Primitive, Projection, Role, Stmt, Style, Term, Told, Var, Variables,
};

/// Equal primitives, and loads of what is never written, computed once; so are their tangents.
pub(crate) fn share(mut linear: Linear) -> Linear {
    let mut sharing = Sharing {
        vars: Rc::make_mut(&mut linear.vars),
        tangents: &mut linear.tangents,
        seen: BTreeMap::new(),
        same: BTreeMap::new(),
        depth: 0,
        versions: BTreeMap::new(),
    };
    sharing.steps(&mut linear.steps);
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
    vars: &'a mut Variables,
    tangents: &'a mut BTreeMap<Var, Var>,
    /// The variable that each value is computed as, and the depth of the block it is in.
    seen: BTreeMap<Key, (Var, usize)>,
    same: BTreeMap<Var, Var>,
    depth: usize,
    /// How often each place has been written so far.
    versions: BTreeMap<Var, usize>,
}

impl Sharing<'_> {
    fn steps(&mut self, steps: &mut [Step]) {
        for step in steps {
            self.step(step);
            // A loop's first trip finds the places as they were, later ones as the last left them.
            if let Step::Branch(_) | Step::Loop(_) = step {
                self.overwritten(step);
            }
        }
    }

    fn step(&mut self, step: &mut Step) {
        if let Step::Loop(_) = step {
            self.overwritten(step);
        }
        match step {
            Step::Plain { primal, linear } => {
                primal.retain_mut(|stmt| self.keeps(stmt));
                linear.retain_mut(|stmt| {
                    let keeps = self.keeps(stmt);
                    if keeps && let Op::Combine(terms) = &mut stmt.op {
                        self.merge(terms, primal, stmt.span);
                    }
                    keeps
                });
            }
            Step::Call(call) => {
                self.rename(&mut call.op);
                self.written(&call.op);
            }
            Step::Branch(branch) => {
                branch
                    .arms
                    .iter_mut()
                    .for_each(|arm| self.block(&mut arm.body));
            }
            Step::Loop(repeated) => self.block(&mut repeated.body),
        }
    }

    /// One term for each tangent, of those that are the same by now.
    fn merge(&mut self, terms: &mut Vec<Term>, primal: &mut Vec<Stmt>, span: Span) {
        let mut sums = Vec::new();
        *terms = merge(self.vars, &mut sums, std::mem::take(terms), span);
        sums.retain_mut(|sum| self.keeps(sum));
        primal.extend(sums);
        let times = terms.iter_mut().filter_map(|term| term.times.as_mut());
        for atom in times {
            if let Atom::Var(var) = atom {
                *var = self.first(*var);
            }
        }
    }

    /// A nested block sees what is computed outside; what it computes itself is not seen there.
    fn block(&mut self, body: &mut Steps) {
        let outside = self.seen.clone();
        self.depth += 1;
        self.steps(&mut body.steps);
        for atom in body.results.iter_mut().chain(&mut body.tangents) {
            if let Atom::Var(var) = atom {
                *var = self.first(*var);
            }
        }
        self.depth -= 1;
        self.seen = outside;
    }

    /// Notes what a step writes, in whatever block.
    fn overwritten(&mut self, step: &Step) {
        match step {
            Step::Plain { primal, linear } => {
                primal
                    .iter()
                    .chain(linear)
                    .for_each(|stmt| self.written(&stmt.op));
            }
            Step::Call(call) => self.written(&call.op),
            Step::Branch(branch) => {
                for arm in &branch.arms {
                    arm.body
                        .steps
                        .iter()
                        .for_each(|step| self.overwritten(step));
                }
            }
            Step::Loop(repeated) => {
                repeated
                    .body
                    .steps
                    .iter()
                    .for_each(|step| self.overwritten(step));
            }
        }
    }

    fn written(&mut self, op: &Op) {
        op.for_each_write(&mut |place| *self.versions.entry(place.root).or_default() += 1);
    }

    /// Whether a statement, with its operands renamed, computes anything new.
    fn keeps(&mut self, stmt: &mut Stmt) -> bool {
        self.rename(&mut stmt.op);
        self.written(&stmt.op);
        self.holds(stmt);
        let [result] = *stmt.results.as_slice() else {
            return true;
        };
        if self.same.contains_key(&result) {
            return false;
        }
        let version = |var: Var| self.versions.get(&var).copied().unwrap_or_default();
        let Some(key) = Key::of(&stmt.op, version) else {
            return true;
        };
        let Some((first, depth)) = self.seen.get(&key).copied() else {
            self.seen.insert(key, (result, self.depth));
            return true;
        };
        // Code may mention what has a name.
        if self.vars.get(result).is_some_and(|variable| variable.named) {
            return true;
        }
        // A tangent found in a nested block would not be in scope where the first is used.
        let tangents = &self.tangents;
        if depth != self.depth && tangents.contains_key(&result) && !tangents.contains_key(&first) {
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

    /// Notes what a place holds from now on: to load it is to know it.
    fn holds(&mut self, stmt: &Stmt) {
        let (place, value) = match (&stmt.op, stmt.results.as_slice()) {
            (Op::Store(place, Atom::Var(value)), _) => (place.clone(), *value),
            (Op::Declare(Atom::Var(value)), [root]) => (Place::whole(*root), *value),
            _ => return,
        };
        let copied = self.vars.shape(value).is_scalar() && self.vars.role(value) == Role::Value;
        let version = |var: Var| self.versions.get(&var).copied().unwrap_or_default();
        if let Some(key) = Key::of(&Op::Load(place), version).filter(|_| copied) {
            self.seen.insert(key, (value, self.depth));
        }
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

/// Whether two places are the same part of the same variable.
pub(crate) fn same(a: &Place, b: &Place) -> bool {
    a.root == b.root && a.path.iter().map(Part::of).eq(b.path.iter().map(Part::of))
}

/// What identifies the value of an operation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Apply(Applied, Vec<Operand>),
    /// Of a place that has been written so often.
    Load(Var, usize, Vec<Part>),
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Applied {
    Negate,
    Operator(String),
    Method(String),
    Path(String, String),
    Rule(&'static str),
    Told(Told),
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Operand {
    Var(Var),
    Literal(u64),
    Inert(String),
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Index(Operand),
    Field(u32),
    Named(String),
    Range(String),
}

impl Key {
    /// None where the value may differ each time.
    fn of(op: &Op, version: impl Fn(Var) -> usize) -> Option<Key> {
        match op {
            Op::Apply(primitive, operands) => {
                let operands = operands.iter().map(Operand::of).collect();
                Some(Key::Apply(Applied::of(primitive), operands))
            }
            Op::Load(place) => {
                let path = place.path.iter().map(Part::of).collect();
                Some(Key::Load(place.root, version(place.root), path))
            }
            _ => None,
        }
    }
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
            Primitive::Told(told) => Applied::Told(*told),
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
            Projection::Named { name, .. } => Part::Named(name.to_string()),
            Projection::Range(range) => Part::Range(range.expr.to_token_stream().to_string()),
        }
    }
}
