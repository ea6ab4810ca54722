//! Assignments: of whole variables, which get a new value, and of parts of places.

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Stmt, Token};

use super::Lowerer;
use super::expression::assigned_operator;
use super::place::Located;
use crate::ir::{Aggregate, Atom, Op, Place, Primitive, Role, Shape, Sign, Var};
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::scope::{self, Meaning, Value};

impl Lowerer<'_> {
    pub(super) fn assign(&mut self, stmt: &Stmt, assign: &syn::ExprAssign) {
        let shape = inspect::shape(&self.scope, &self.vars, &assign.left);
        self.expect(&assign.right, &shape);
        let value = self.value(&assign.right);
        self.assign_value(stmt, assign, value);
    }

    /// An assignment of a value that has been computed.
    pub(super) fn assign_value(&mut self, stmt: &Stmt, assign: &syn::ExprAssign, value: Value) {
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
        if let Some(place) = self.referenced_place(&assign.left) {
            let atom = self.materialize(value, assign.right.span());
            if !self.is_of_a_caller(&place, assign.left.span()) {
                self.emit(Vec::new(), Op::Store(place, atom), assign.eq_token.span);
            }
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
        if !matches!(meaning, Meaning::Place(_)) && is_dereferenced(left) {
            // What is behind the reference is not known, unless the next round knows more.
            if !matches!((&meaning, value), (Meaning::Inert { .. }, Value::Inert(_))) {
                self.learnt.varied.insert(key);
                // A consequence, as a rule, where the reference itself is a mistake.
                if self.errors.is_empty() {
                    fence::foreign_place(left, self.errors);
                }
            }
            return None;
        }
        match meaning {
            Meaning::Inert { mutable, .. } => {
                if matches!(value, Value::Inert(_)) {
                    return None;
                }
                self.learnt.varied.insert(key);
                if !whole {
                    // A name that is not `mut` is one of a reference.
                    if mutable {
                        self.learnt.places.insert(key);
                    }
                    // What it is a part of is not known, unless the next round knows more.
                    fence::foreign_place(left, self.errors);
                }
                Some((ident, true)).filter(|_| whole)
            }
            Meaning::Place(_) | Meaning::Closure(_) => Some((ident, whole)),
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
                // What has no derivative is made of what may have one.
                self.note_activated(&inspection);
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
            self.overwrite(var, value, span);
            return;
        }
        if binding.depth < self.scope.depth {
            // What is assigned here is read after the block, or by its next run.
            self.learnt.places.insert(binding.key);
            self.learnt.varied.insert(binding.key);
            fence::foreign_place(&syn::parse_quote!(#ident), self.errors);
            self.materialize(value, span);
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

    /// The place behind a reference that an assignment goes through: `*v`, `v[i]`, `v.0`.
    fn referenced_place(&mut self, target: &Expr) -> Option<Place> {
        if let Expr::Path(_) = target {
            return None;
        }
        let ident = scope::root(target)?;
        let binding = self.scope.lookup(ident)?;
        let Meaning::Value(Value::Reference(place)) = &binding.meaning else {
            return None;
        };
        if !matches!(self.vars.role(place.root), Role::Place | Role::Buffer) {
            return None;
        }
        match self.place(target)? {
            Located::Place(place) => Some(place),
            Located::Value(_) | Located::Inert => None,
        }
    }

    /// `place = value`
    pub(super) fn overwrite(&mut self, place: Var, value: Value, span: Span) {
        let atom = self.materialize(value, span);
        self.learn_shape(place, &atom);
        let place = Place::whole(place);
        if !self.is_of_a_caller(&place, span) {
            self.emit(Vec::new(), Op::Store(place, atom), span);
        }
    }

    /// What is stored in a place tells its shape, where its declaration did not.
    fn learn_shape(&mut self, place: Var, value: &Atom) {
        let shape = self.shape_of(value);
        if let Some(variable) = self.vars.get_mut(place)
            && matches!(variable.shape, Shape::Unknown | Shape::Scalar(None))
            && !matches!(shape, Shape::Unknown | Shape::Inert)
        {
            variable.shape = shape;
        }
    }

    pub(super) fn compound_assign(&mut self, stmt: &Stmt, binary: &syn::ExprBinary) {
        let value = self.value(&binary.right);
        if let (Some(place), Some(operator)) = (
            self.referenced_place(&binary.left),
            assigned_operator(&binary.op),
        ) {
            self.update(place, operator, value, &binary.right, binary.op.span());
            return;
        }
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
        if self.has_operators(&value)
            || self.is_vector(&binary.left)
            || self.is_foreign_variable(&ident)
        {
            let current = self.value(&binary.left);
            let operands = ((&current, &*binary.left), (&value, &*binary.right));
            if let Some(updated) = self.operator_of_types(&operator, operands.0, operands.1) {
                self.reassign(&ident, updated);
            }
            return;
        }
        if let (Some(sign), Some(Meaning::Place(place))) = (
            sign_of(&operator),
            self.scope
                .lookup(&ident)
                .map(|binding| binding.meaning.clone()),
        ) {
            let operand = self.scalar(value, &binary.right);
            self.learn_shape(place, &operand);
            let op = Op::Accumulate(Place::whole(place), sign, operand);
            self.emit(Vec::new(), op, span);
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
        self.update(place, operator, value, target, span);
    }

    /// `place op= value`
    fn update(&mut self, place: Place, operator: BinOp, value: Value, source: &Expr, span: Span) {
        let current = Value::Reference(place.clone());
        if let Some(updated) =
            self.operator_of_types(&operator, (&current, source), (&value, source))
        {
            let atom = self.materialize(updated, span);
            self.emit(Vec::new(), Op::Store(place, atom), span);
            return;
        }
        let operand = self.scalar(value, &source);
        let Some(sign) = sign_of(&operator) else {
            let current = self.load(place.clone(), span);
            let updated = self.apply(Primitive::Operator(operator), vec![current, operand], span);
            let atom = self.materialize(updated, span);
            self.emit(Vec::new(), Op::Store(place, atom), span);
            return;
        };
        self.emit(Vec::new(), Op::Accumulate(place, sign, operand), span);
    }
}

/// The sign with which an operator adds.
fn sign_of(operator: &BinOp) -> Option<Sign> {
    match operator {
        BinOp::Add(_) => Some(Sign::Plus),
        BinOp::Sub(_) => Some(Sign::Minus),
        _ => None,
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

/// Whether an assignment goes through a reference.
fn is_dereferenced(target: &Expr) -> bool {
    match target {
        Expr::Paren(paren) => is_dereferenced(&paren.expr),
        Expr::Group(group) => is_dereferenced(&group.expr),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
        _ => false,
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
