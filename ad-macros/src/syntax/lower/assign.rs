//! Assignments: of whole variables, which get a new value, and of parts of places.

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Stmt, Token};

use super::Lowerer;
use super::expression::{Located, assigned_operator};
use crate::ir::{Aggregate, Op, Place, Primitive, Sign};
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::scope::{self, Meaning, Value};

impl Lowerer<'_> {
    pub(super) fn assign(&mut self, stmt: &Stmt, assign: &syn::ExprAssign) {
        let value = self.value(&assign.right);
        if matches!(&*assign.left, Expr::Infer(_)) {
            if matches!(value, Value::Inert(_)) {
                self.verbatim(stmt);
            }
            return;
        }
        if let Some(targets) = written_out(&assign.left) {
            self.destructure(stmt, targets, &assign.right, value);
            return;
        }
        match self.target(&assign.left, &value) {
            Some(target) => self.assign_to(&assign.left, target, value),
            None => self.assign_inert(stmt, &assign.left, &value),
        }
    }

    /// Assigns to a variable, or to a part of one.
    fn assign_to(&mut self, left: &Expr, (ident, whole): (Ident, bool), value: Value) {
        if whole {
            self.reassign(&ident, value);
            return;
        }
        let span = left.span();
        let Some(Located::Place(place)) = self.place(left) else {
            self.poison(span);
            return;
        };
        let atom = self.materialize(value, span);
        self.emit(Vec::new(), Op::Store(place, atom), span);
    }

    /// `(a, b) = (b, a)`: every value is taken before any is assigned.
    fn destructure(&mut self, stmt: &Stmt, targets: Targets, right: &Expr, value: Value) {
        if let Value::Inert(_) = value {
            if self.any_active_target(targets.parts) {
                let parts = self.inert_parts(targets, right);
                self.assign_parts(targets, parts);
            } else {
                self.verbatim(stmt);
            }
            return;
        }
        self.assign_parts(targets, value);
    }

    /// Assigns the parts of a value, each to its target.
    fn assign_parts(&mut self, targets: Targets, value: Value) {
        if let Some(rest) = targets.parts.iter().find(|part| is_rest(part)) {
            fence::rest_pattern(rest.span(), self.errors);
            return;
        }
        let count = targets.parts.len();
        let parts = self.parts(targets.span, targets.kind, count, value, None);
        for (target, value) in targets.parts.iter().zip(parts) {
            self.assign_part(target, value);
        }
    }

    /// Assigns one part of a value, which may be taken apart again.
    fn assign_part(&mut self, left: &Expr, value: Value) {
        if let Some(targets) = written_out(left) {
            self.assign_parts(targets, value);
            return;
        }
        if let Expr::Infer(_) = left {
            self.materialize(value, left.span());
            return;
        }
        self.track(left);
        match self.target(left, &value) {
            Some(target) => self.assign_to(left, target, value),
            None => fence::foreign_place(left, self.errors),
        }
    }

    /// Has a variable without a derivative followed from here on, as those assigned beside it are.
    fn track(&mut self, left: &Expr) {
        let binding = scope::root(left).and_then(|ident| self.scope.lookup(ident));
        if let Some(binding) = binding.filter(|binding| is_inert(&binding.meaning)) {
            self.learnt.varied.insert(binding.key);
            if !matches!(strip(left), Expr::Path(_)) {
                self.learnt.places.insert(binding.key);
            }
        }
    }

    /// The parts of a value without a derivative, each evaluated where it stands.
    fn inert_parts(&mut self, targets: Targets, right: &Expr) -> Value {
        let Some(values) = written_out(right) else {
            let inert = self.inert(right);
            return self.evaluated(inert, right.span());
        };
        let parts = targets.parts.iter().zip(values.parts);
        let parts = parts.map(|(target, part)| match written_out(target) {
            Some(targets) => self.inert_parts(targets, part),
            None => {
                let inert = self.inert(part);
                self.evaluated(inert, right.span())
            }
        });
        Value::Aggregate(targets.kind, parts.collect())
    }

    /// Whether any target, however deep, may carry a derivative.
    fn any_active_target<'e>(&self, targets: impl IntoIterator<Item = &'e Expr>) -> bool {
        let is_active = |target| match (written_out(target), scope::root(target)) {
            (Some(targets), _) => self.any_active_target(targets.parts),
            (None, Some(ident)) => {
                let binding = self.scope.lookup(ident);
                binding.is_some_and(|binding| !is_inert(&binding.meaning))
            }
            (None, None) => false,
        };
        targets.into_iter().any(is_active)
    }

    /// The variable that an assignment is to, and whether to all of it; nothing where it is inert.
    fn target(&mut self, left: &Expr, value: &Value) -> Option<(Ident, bool)> {
        let ident = scope::root(left)?.clone();
        let whole = matches!(strip(left), Expr::Path(_));
        let binding = self.scope.lookup(&ident)?;
        let key = binding.key;
        let meaning = binding.meaning.clone();
        match meaning {
            Meaning::Inert { .. } => {
                if matches!(value, Value::Inert(_)) {
                    return None;
                }
                self.learnt.varied.insert(key);
                if !whole {
                    self.learnt.places.insert(key);
                }
                Some((ident, true)).filter(|_| whole)
            }
            Meaning::Place(_) => Some((ident, whole)),
            Meaning::Value(_) | Meaning::Deferred => {
                if !whole {
                    self.learnt.places.insert(key);
                    self.learnt.varied.insert(key);
                }
                Some((ident, whole))
            }
        }
    }

    fn assign_inert(&mut self, stmt: &Stmt, left: &Expr, value: &Value) {
        let known = scope::root(left).is_some_and(|ident| self.scope.lookup(ident).is_some());
        if matches!(value, Value::Inert(_)) {
            if let Stmt::Expr(expr, _) = stmt {
                let inspection = inspect::statement(&self.scope, &self.vars, stmt);
                self.opaque_statement(stmt, expr, &inspection);
            }
        } else if !known {
            fence::foreign_place(left, self.errors);
        }
    }

    /// Gives a variable a new value.
    fn reassign(&mut self, ident: &Ident, value: Value) {
        let span = ident.span();
        let Some(binding) = self.scope.lookup(ident).cloned() else {
            return;
        };
        if let Meaning::Place(var) = binding.meaning {
            let atom = self.materialize(value, span);
            self.emit(Vec::new(), Op::Store(Place::whole(var), atom), span);
            return;
        }
        // A literal would not tell the type that the variable has.
        let ascription = match (&binding.meaning, &value) {
            (Meaning::Value(Value::Atom(atom)), Value::Inert(_)) => self.scalar_type(atom),
            _ => None,
        };
        let ascription = binding.ascription.clone().or(ascription);
        let place = self.learnt.places.contains(&binding.key);
        let meaning = if place {
            let atom = self.materialize(value, span);
            Meaning::Place(self.declare(ident, atom, ascription))
        } else {
            let value = self.named(ident, value, ascription.as_ref());
            Meaning::Value(value)
        };
        if let Some(binding) = self.scope.lookup_mut(ident) {
            binding.meaning = meaning;
        }
    }

    pub(super) fn compound_assign(&mut self, stmt: &Stmt, binary: &syn::ExprBinary) {
        let value = self.value(&binary.right);
        let Some((ident, whole)) = self.target(&binary.left, &value) else {
            self.assign_inert(stmt, &binary.left, &value);
            return;
        };
        let Some(operator) = assigned_operator(&binary.op) else {
            return;
        };
        let span = binary.op.span();
        if !whole {
            self.update_element(&binary.left, operator, value, span);
            return;
        }
        let current = self.value(&binary.left);
        let current = self.scalar(current, &ident);
        let operand = self.scalar(value, &binary.right);
        let updated = self.apply(Primitive::Operator(operator), vec![current, operand], span);
        self.reassign(&ident, updated);
    }

    fn update_element(&mut self, target: &Expr, operator: BinOp, value: Value, span: Span) {
        let Some(Located::Place(place)) = self.place(target) else {
            self.poison(span);
            return;
        };
        let operand = self.scalar(value, &target);
        let sign = match operator {
            BinOp::Add(_) => Sign::Plus,
            BinOp::Sub(_) => Sign::Minus,
            _ => {
                let current = self.load(place.clone(), span);
                let updated =
                    self.apply(Primitive::Operator(operator), vec![current, operand], span);
                let atom = self.materialize(updated, span);
                self.emit(Vec::new(), Op::Store(place, atom), span);
                return;
            }
        };
        self.emit(Vec::new(), Op::Accumulate(place, sign, operand), span);
    }
}

/// The left-hand side of a destructuring assignment, or a right-hand side of its form.
#[derive(Clone, Copy)]
struct Targets<'e> {
    kind: Aggregate,
    parts: &'e Punctuated<Expr, Token![,]>,
    span: Span,
}

/// `(a, b)` or `[a, b]`, taken apart.
fn written_out(expr: &Expr) -> Option<Targets<'_>> {
    let (kind, parts) = match expr {
        Expr::Paren(paren) => return written_out(&paren.expr),
        Expr::Group(group) => return written_out(&group.expr),
        Expr::Tuple(tuple) => (Aggregate::Tuple, &tuple.elems),
        Expr::Array(array) => (Aggregate::Array, &array.elems),
        _ => return None,
    };
    Some(Targets {
        kind,
        parts,
        span: expr.span(),
    })
}

/// The `..` of a left-hand side.
fn is_rest(target: &Expr) -> bool {
    matches!(target, Expr::Range(range) if range.start.is_none() && range.end.is_none())
}

/// Whether a variable has no derivative.
fn is_inert(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Inert { .. })
}

fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => strip(&paren.expr),
        Expr::Group(group) => strip(&group.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => strip(&unary.expr),
        other => other,
    }
}
