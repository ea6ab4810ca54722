//! Assignments: of whole variables, which get a new value, and of parts of places.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Stmt};

use super::Lowerer;
use super::expression::{Located, assigned_operator};
use crate::ir::{Op, Place, Primitive, Sign};
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
        if let Expr::Tuple(_) | Expr::Array(_) = &*assign.left {
            self.destructure(stmt, assign, value);
            return;
        }
        let Some((ident, whole)) = self.target(&assign.left, &value) else {
            self.assign_inert(stmt, &assign.left, &value);
            return;
        };
        if whole {
            self.reassign(&ident, value);
            return;
        }
        let span = assign.eq_token.span;
        let Some(Located::Place(place)) = self.place(&assign.left) else {
            self.poison(span);
            return;
        };
        let atom = self.materialize(value, assign.right.span());
        self.emit(Vec::new(), Op::Store(place, atom), span);
    }

    /// `(a, b) = (b, a)`: every value is taken before any is assigned.
    fn destructure(&mut self, stmt: &Stmt, assign: &syn::ExprAssign, value: Value) {
        let (left, right) = (&*assign.left, &*assign.right);
        let (Expr::Tuple(syn::ExprTuple { elems, .. }) | Expr::Array(syn::ExprArray { elems, .. })) =
            left
        else {
            return;
        };
        let parts = match value {
            Value::Inert(_) if !self.any_active_target(elems) => {
                self.verbatim(stmt);
                return;
            }
            Value::Inert(_) => self.inert_parts(right),
            Value::Aggregate(_, parts) => parts,
            _ => Vec::new(),
        };
        if parts.len() != elems.len() {
            self.errors.help(
                left.span(),
                "a destructuring assignment needs its values written out",
                "assign the parts one by one".into(),
            );
            return;
        }
        for (target, value) in elems.iter().zip(parts) {
            if let Expr::Infer(_) = target {
                self.materialize(value, target.span());
                continue;
            }
            match self.target(target, &value) {
                Some((ident, true)) => self.reassign(&ident, value),
                _ => self
                    .errors
                    .push(target.span(), "assign this part in a statement of its own"),
            }
        }
    }

    /// The parts of a tuple or array without a derivative, each evaluated where it stands.
    fn inert_parts(&mut self, right: &Expr) -> Vec<Value> {
        let (Expr::Tuple(syn::ExprTuple { elems, .. }) | Expr::Array(syn::ExprArray { elems, .. })) =
            strip(right)
        else {
            return Vec::new();
        };
        let part = |part| {
            let inert = self.inert(part);
            self.evaluated(inert, right.span())
        };
        elems.iter().map(part).collect()
    }

    fn any_active_target<'e>(&self, targets: impl IntoIterator<Item = &'e Expr>) -> bool {
        targets.into_iter().filter_map(scope::root).any(|ident| {
            let meaning = self.scope.lookup(ident).map(|binding| &binding.meaning);
            !matches!(meaning, None | Some(Meaning::Inert { .. }))
        })
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

fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => strip(&paren.expr),
        Expr::Group(group) => strip(&group.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => strip(&unary.expr),
        other => other,
    }
}
