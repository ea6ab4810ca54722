//! Statements and blocks.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, Item, Local, Pat, Stmt};

use super::Lowerer;
use super::expression::assigned_operator;
use super::item::rename_item;
use crate::ir::{Mentions, Op, Verbatim};
use crate::syntax::fence;
use crate::syntax::identifiers::names_in;
use crate::syntax::inspect::{self, Inspection};
use crate::syntax::rename::Renamer;
use crate::syntax::scope::{self, Binding, BindingKey, Meaning, Value};

impl Lowerer<'_> {
    /// The body of the function: its statements and its value.
    pub(super) fn body(&mut self, block: &syn::Block) -> Value {
        self.hoist(&block.stmts, false);
        let Some((last, rest)) = block.stmts.split_last() else {
            return self.left_to_the_compiler(block.span());
        };
        for stmt in rest {
            self.statement(stmt);
        }
        match last {
            Stmt::Expr(Expr::Return(token), _) => match &token.expr {
                Some(expr) => self.value(expr),
                None => self.without_value(token.return_token.span),
            },
            Stmt::Expr(expr, None) => self.value(expr),
            // The value is missing: a `let` or an assignment has none, whatever it is.
            Stmt::Local(_) | Stmt::Expr(Expr::Assign(_) | Expr::Binary(_) | Expr::Unary(_), _) => {
                self.statement(last);
                self.left_to_the_compiler(last.span())
            }
            Stmt::Macro(mac) => {
                self.statement(last);
                self.poison(mac.span())
            }
            other => {
                self.statement(other);
                self.without_value(other.span())
            }
        }
    }

    /// A consequence, as a rule, where there is another mistake.
    fn without_value(&mut self, span: Span) -> Value {
        if self.errors.is_empty() {
            fence::without_value(span, &self.name, self.errors);
        }
        self.poison(span)
    }

    /// A block as an expression: its bindings end with it, its value stays.
    pub(super) fn block(&mut self, expr: &Expr, block: &syn::Block) -> Value {
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        if inspection.is_inert() {
            return self.opaque(expr);
        }
        let mark = self.scope.enter();
        self.hoist(&block.stmts, true);
        let mut value = None;
        for (index, stmt) in block.stmts.iter().enumerate() {
            match stmt {
                Stmt::Expr(expr, None) if index + 1 == block.stmts.len() => {
                    value = Some(self.value(expr));
                }
                stmt => self.statement(stmt),
            }
        }
        // A value without a derivative may mention bindings that end here; and the block has been
        // taken apart, so that no one must look into it again.
        let value = match value {
            Some(Value::Inert(inert)) => Value::Atom(self.inert_atom(inert, expr.span())),
            Some(value) => value,
            None => self.poison(expr.span()),
        };
        self.scope.leave(mark);
        value
    }

    pub(super) fn statement(&mut self, stmt: &Stmt) {
        if let Some(attribute) = attributes(stmt)
            .iter()
            .find(|attribute| !fence::carried(attribute))
        {
            fence::attribute(attribute, self.errors);
            return;
        }
        match stmt {
            Stmt::Local(local) => self.local(stmt, local),
            Stmt::Item(Item::Use(_) | Item::Const(_) | Item::Static(_)) => self.verbatim(stmt),
            Stmt::Item(item) => fence::nested_item(item, &self.name, self.errors),
            Stmt::Macro(mac) => {
                let inspection = inspect::macro_call(&self.scope, &self.vars, &mac.mac);
                if fence::check_statement(&inspection, self.errors) {
                    self.verbatim(stmt);
                }
            }
            Stmt::Expr(expr, _) => self.effect(stmt, expr),
        }
    }

    fn effect(&mut self, stmt: &Stmt, expr: &Expr) {
        match expr {
            Expr::Assign(assign) => self.assign(stmt, assign),
            Expr::Binary(binary) if assigned_operator(&binary.op).is_some() => {
                self.compound_assign(stmt, binary);
            }
            Expr::Block(block) if block.label.is_none() => {
                let inspection = inspect::expression(&self.scope, &self.vars, expr);
                self.note_activated(&inspection);
                if inspection.is_inert() {
                    self.opaque_statement(stmt, expr, &inspection);
                } else {
                    let mark = self.scope.enter();
                    self.hoist(&block.block.stmts, true);
                    for stmt in &block.block.stmts {
                        self.statement(stmt);
                    }
                    self.scope.leave(mark);
                }
            }
            Expr::Paren(paren) => self.effect(stmt, &paren.expr),
            Expr::Return(token) => {
                self.errors.push(
                    token.return_token.span,
                    "early `return` is not supported yet",
                );
            }
            _ => {
                let inspection = inspect::statement(&self.scope, &self.vars, stmt);
                self.note_activated(&inspection);
                if inspect::ends_derivatives(expr) || inspection.is_inert() {
                    self.opaque_statement(stmt, expr, &inspection);
                } else {
                    self.value(expr);
                }
            }
        }
    }

    pub(super) fn opaque_statement(&mut self, stmt: &Stmt, expr: &Expr, inspection: &Inspection) {
        if fence::check(expr, inspection, self.errors) {
            self.verbatim(stmt);
        }
    }

    /// A statement without a derivative, as written but for renamed variables.
    pub(super) fn verbatim(&mut self, stmt: &Stmt) {
        let inspection = inspect::statement(&self.scope, &self.vars, stmt);
        let (mut names, vars) = self.renames(&inspection);
        let mut renamed = stmt.clone();
        let mut binds = BTreeSet::new();
        let mut pure = false;
        if let (Stmt::Local(local), Stmt::Local(target)) = (stmt, &mut renamed) {
            // The initializer still sees the names of before.
            if let Some(init) = &mut target.init {
                Renamer { names: &names }.visit_expr_mut(&mut init.expr);
                if let Some((_, diverge)) = &mut init.diverge {
                    Renamer { names: &names }.visit_expr_mut(diverge);
                }
            }
            pure = match &local.init {
                Some(init) => init.diverge.is_none() && is_pure(&init.expr),
                None => true,
            };
            let borrowing = match &local.init {
                Some(init) => self.borrowing(&local.pat, &init.expr),
                None => Vec::new(),
            };
            names = self.bind_inert(&local.pat);
            self.note_borrowed(borrowing);
            Renamer { names: &names }.visit_pat_mut(&mut target.pat);
            binds = names_in(&target.pat).names;
        } else {
            if let Stmt::Expr(Expr::Assign(assign), _) = stmt
                && let (Expr::Path(place), true) = (&*assign.left, self.borrows(&assign.right))
            {
                self.note_borrowed(place.path.get_ident());
            }
            rename_item(&mut renamed, &names);
            Renamer { names: &names }.visit_stmt_mut(&mut renamed);
        }
        end(&mut renamed);
        let mentions = Mentions {
            vars,
            names: names_in(&renamed).names,
        };
        let op = Op::Verbatim(Rc::new(Verbatim {
            stmt: renamed,
            mentions,
            binds,
            pure,
        }));
        self.emit(Vec::new(), op, stmt.span());
    }

    /// Binds the names of an inert pattern; those that shadow get names of their own.
    fn bind_inert(&mut self, pat: &Pat) -> BTreeMap<String, Ident> {
        let mut renamed = BTreeMap::new();
        for bound in declared(pat) {
            let name = self.binding_name(&bound.ident);
            if name != bound.ident {
                renamed.insert(scope::key(&bound.ident), name.clone());
            }
            let mutable = bound.mutability.is_some() || bound.by_ref.is_some();
            let binding = Binding {
                meaning: Meaning::Inert { name, mutable },
                key: BindingKey::of(&bound.ident),
                ascription: None,
            };
            self.scope.bind(&bound.ident, binding);
        }
        renamed
    }

    fn local(&mut self, stmt: &Stmt, local: &Local) {
        let varied = declared(&local.pat)
            .iter()
            .any(|bound| self.learnt.varied.contains(&BindingKey::of(&bound.ident)));
        let Some(init) = &local.init else {
            self.deferred(stmt, local, varied);
            return;
        };
        if let Some((_, diverge)) = &init.diverge {
            let inspection = inspect::expression(&self.scope, &self.vars, diverge);
            if !fence::check_statement(&inspection, self.errors) {
                self.bind_inert(&local.pat);
                return;
            }
        }
        let inspection = inspect::expression(&self.scope, &self.vars, &init.expr);
        self.note_activated(&inspection);
        let inert = inspection.is_inert() || inspect::ends_derivatives(&init.expr);
        if inert && !varied {
            if fence::check(&init.expr, &inspection, self.errors) {
                self.verbatim(stmt);
            } else {
                self.bind_inert(&local.pat);
            }
            return;
        }
        if let Some((token, _)) = &init.diverge {
            self.errors.push(
                token.span,
                "a pattern cannot inspect a value being differentiated",
            );
        }
        let value = self.value(&init.expr);
        if matches!(value, Value::Inert(_)) && !varied {
            // What looked active has no derivative after all.
            self.verbatim(stmt);
            return;
        }
        self.bind(&local.pat, value, None);
    }

    /// `let y;`, assigned later.
    fn deferred(&mut self, stmt: &Stmt, local: &Local, varied: bool) {
        if !varied {
            self.verbatim(stmt);
            for bound in declared(&local.pat) {
                if let Some(binding) = self.scope.lookup_mut(&bound.ident)
                    && let Meaning::Inert { mutable, .. } = &mut binding.meaning
                {
                    *mutable = true;
                }
            }
            return;
        }
        let ascription = match &local.pat {
            Pat::Type(typed) if matches!(&*typed.pat, Pat::Ident(_)) => Some(&*typed.ty),
            _ => None,
        };
        for pat in declared(&local.pat) {
            let binding = Binding {
                meaning: Meaning::Deferred,
                key: BindingKey::of(&pat.ident),
                ascription: ascription.cloned(),
            };
            self.scope.bind(&pat.ident, binding);
        }
    }
}

/// Ends a statement that was the last of its block, and is not any more.
fn end(stmt: &mut Stmt) {
    if let Stmt::Expr(expr, end @ None) = stmt
        && !matches!(
            expr,
            Expr::If(_)
                | Expr::Match(_)
                | Expr::While(_)
                | Expr::ForLoop(_)
                | Expr::Loop(_)
                | Expr::Block(_)
                | Expr::Unsafe(_)
        )
    {
        *end = Some(syn::token::Semi::default());
    }
}

/// The identifiers a pattern declares, in the source itself.
pub(super) fn declared(pat: &Pat) -> Vec<&syn::PatIdent> {
    match pat {
        Pat::Ident(ident) => {
            let inner = ident.subpat.iter().flat_map(|(_, pat)| declared(pat));
            std::iter::once(ident).chain(inner).collect()
        }
        Pat::Type(typed) => declared(&typed.pat),
        Pat::Paren(paren) => declared(&paren.pat),
        Pat::Reference(reference) => declared(&reference.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().flat_map(declared).collect(),
        Pat::Slice(slice) => slice.elems.iter().flat_map(declared).collect(),
        Pat::TupleStruct(tuple) => tuple.elems.iter().flat_map(declared).collect(),
        Pat::Struct(fields) => fields
            .fields
            .iter()
            .flat_map(|field| declared(&field.pat))
            .collect(),
        Pat::Or(or) => or.cases.first().map(declared).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn attributes(stmt: &Stmt) -> &[syn::Attribute] {
    match stmt {
        Stmt::Local(local) => &local.attrs,
        Stmt::Macro(mac) => &mac.attrs,
        Stmt::Expr(Expr::Assign(expr), _) => &expr.attrs,
        Stmt::Expr(Expr::Binary(expr), _) => &expr.attrs,
        Stmt::Expr(Expr::Block(expr), _) => &expr.attrs,
        Stmt::Expr(Expr::Call(expr), _) => &expr.attrs,
        Stmt::Expr(Expr::MethodCall(expr), _) => &expr.attrs,
        Stmt::Expr(Expr::If(expr), _) => &expr.attrs,
        Stmt::Expr(Expr::Return(expr), _) => &expr.attrs,
        Stmt::Expr(_, _) | Stmt::Item(_) => &[],
    }
}

/// Whether an inert initializer may be dropped when its value is not needed.
fn is_pure(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Paren(paren) => is_pure(&paren.expr),
        Expr::Group(group) => is_pure(&group.expr),
        Expr::Unary(unary) => is_pure(&unary.expr),
        Expr::Binary(binary) => {
            assigned_operator(&binary.op).is_none()
                && is_pure(&binary.left)
                && is_pure(&binary.right)
        }
        Expr::Cast(cast) => is_pure(&cast.expr),
        Expr::Field(field) => is_pure(&field.base),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            let known = crate::rules::method(&name).is_some()
                || crate::rules::is_inert_method(&name)
                || name == "unwrap";
            known && is_pure(&call.receiver) && call.args.iter().all(is_pure)
        }
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => {
                let constructor = path.path.segments.last().is_some_and(|last| {
                    let name = last.ident.to_string();
                    ["from", "one", "zero", "from_f64"].contains(&name.as_str())
                        || name.chars().all(|c| !c.is_lowercase())
                });
                constructor && call.args.iter().all(is_pure)
            }
            _ => false,
        },
        Expr::Array(array) => array.elems.iter().all(is_pure),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_pure),
        _ => false,
    }
}
