//! Statements and blocks.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, Item, Local, Pat, Stmt};

use super::Lowerer;
use super::control::{Goal, bound_names, is_control};
use super::expression::assigned_operator;
use super::item::rename_item;
use crate::ir::{Mentions, Op, Verbatim};
use crate::syntax::fence;
use crate::syntax::identifiers::names_in;
use crate::syntax::inspect::{self, Inspection};
use crate::syntax::scope::{self, Binding, BindingKey, Meaning, Value, declared};

impl Lowerer<'_> {
    /// The body of the function: its statements and its value.
    pub(super) fn body(&mut self, block: &syn::Block) -> Value {
        self.hoist(&block.stmts, false);
        if block.stmts.is_empty() {
            return self.left_to_the_compiler(block.span());
        }
        if self.learnt.returns {
            self.returned = Some(self.result_place());
        }
        let ending = self.sequence(&block.stmts, None, &Goal::FUNCTION);
        match ending.value {
            Some(value) => value,
            None => self.missing_value(block),
        }
    }

    /// The value of a body that has none.
    fn missing_value(&mut self, block: &syn::Block) -> Value {
        match block.stmts.last() {
            Some(Stmt::Expr(Expr::Return(token), _)) if token.expr.is_none() => {
                self.without_value(token.return_token.span)
            }
            // A `let` or an assignment has none, whatever it is.
            Some(
                last @ (Stmt::Local(_)
                | Stmt::Expr(Expr::Assign(_) | Expr::Binary(_) | Expr::Unary(_), _)),
            ) => self.left_to_the_compiler(last.span()),
            Some(Stmt::Macro(mac)) => self.poison(mac.span()),
            Some(other) => self.without_value(other.span()),
            None => self.left_to_the_compiler(block.span()),
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
        let ending = self.sequence(&block.stmts, None, &Goal::VALUE);
        // A value without a derivative may mention bindings that end here; and the block has been
        // taken apart, so that no one must look into it again.
        let value = match ending.value {
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
                if fence::check_statement(&inspection, &self.name, self.errors) {
                    self.verbatim(stmt);
                }
            }
            Stmt::Expr(expr, _) => self.effect(stmt, expr),
        }
    }

    /// An expression whose value is not used.
    pub(super) fn side_effect(&mut self, expr: &Expr) {
        let end = Some(syn::token::Semi::default());
        self.effect(&Stmt::Expr(expr.clone(), end), expr);
    }

    pub(super) fn effect(&mut self, stmt: &Stmt, expr: &Expr) {
        match expr {
            Expr::Assign(_) | Expr::Binary(_) if self.assigns_selector(expr) => {}
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
            _ => {
                let inspection = inspect::statement(&self.scope, &self.vars, stmt);
                self.note_activated(&inspection);
                if let (Expr::MethodCall(call), false) = (expr, inspection.is_inert())
                    && call.method == "pop"
                    && call.args.is_empty()
                {
                    self.drop_last(call);
                    return;
                }
                if inspect::ends_derivatives(expr) || inspection.is_inert() {
                    self.opaque_statement(stmt, expr, &inspection);
                } else if is_control(expr) {
                    self.control(expr, &Goal::EFFECT);
                } else if let Expr::MethodCall(call) = expr
                    && self.method_in_place(expr, call)
                {
                    // What it writes is all that it is there for.
                } else {
                    self.value(expr);
                }
            }
        }
    }

    pub(super) fn opaque_statement(&mut self, stmt: &Stmt, expr: &Expr, inspection: &Inspection) {
        if fence::check(expr, inspection, &self.name, self.errors) {
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
        let mut constant = false;
        if let (Stmt::Local(local), Stmt::Local(target)) = (stmt, &mut renamed) {
            // The initializer still sees the names of before.
            if let (Some(value), Some(init)) = (&local.init, &mut target.init) {
                self.renamer(&names).visit_expr_mut(&mut init.expr);
                if self.declares_selectors(&local.pat, &value.expr, &inspection) {
                    *init.expr = self.declared_selector(&local.pat, *init.expr.clone());
                }
                if let Some((_, diverge)) = &mut init.diverge {
                    self.renamer(&names).visit_expr_mut(diverge);
                }
            }
            pure = match &local.init {
                Some(init) => init.diverge.is_none() && is_pure(&init.expr),
                None => true,
            };
            constant = pure && self.is_fixed_binding(local);
            let borrowing = match &local.init {
                Some(init) => self.borrowing(&local.pat, &init.expr),
                None => Vec::new(),
            };
            let vector = self.declares_vector(local);
            self.note_form(local);
            names = self.bind_inert(&local.pat);
            self.inert_vectors.extend(vector);
            self.note_borrowed(borrowing);
            self.renamer(&names).visit_pat_mut(&mut target.pat);
            binds = bound_names(&target.pat);
        } else {
            if let Stmt::Expr(Expr::Assign(assign), _) = stmt
                && let (Expr::Path(place), true) = (&*assign.left, self.borrows(&assign.right))
            {
                self.note_borrowed(place.path.get_ident());
            }
            rename_item(&mut renamed, &names);
            // An item can stand in any block that needs it.
            if let Stmt::Item(syn::Item::Const(item)) = &renamed {
                binds.insert(item.ident.unraw().to_string());
                constant = true;
            }
            self.renamer(&names).visit_stmt_mut(&mut renamed);
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
            constant,
        }));
        self.emit(Vec::new(), op, stmt.span());
    }

    /// Binds the names of an inert pattern; those that shadow get names of their own.
    pub(super) fn bind_inert(&mut self, pat: &Pat) -> BTreeMap<String, Ident> {
        let mut renamed = BTreeMap::new();
        for bound in declared(pat) {
            let name = self.binding_name(&bound.ident);
            if name != bound.ident {
                renamed.insert(scope::key(&bound.ident), name.clone());
            }
            let mutable = bound.mutability.is_some() || bound.by_ref.is_some();
            let meaning = Meaning::Inert { name, mutable };
            let binding = Binding::new(&bound.ident, meaning, None);
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
        if let (Pat::Ident(bound), Expr::Closure(closure)) = (&local.pat, &*init.expr) {
            self.bind_closure(stmt, &bound.ident, &init.expr, closure);
            return;
        }
        if let Some((_, diverge)) = &init.diverge {
            let inspection = inspect::expression(&self.scope, &self.vars, diverge);
            if !fence::check_statement(&inspection, &self.name, self.errors) {
                self.bind_inert(&local.pat);
                return;
            }
        }
        let inspection = inspect::expression(&self.scope, &self.vars, &init.expr);
        self.note_activated(&inspection);
        let selects = self.declares_selectors(&local.pat, &init.expr, &inspection);
        let inert = inspection.is_inert() || inspect::ends_derivatives(&init.expr) || selects;
        if inert && varied {
            self.learn_borrowed(&init.expr);
        }
        if inert && !varied {
            let holds = if selects {
                fence::check_selector(&inspection, &self.name, self.errors)
            } else {
                fence::check(&init.expr, &inspection, &self.name, self.errors)
            };
            if holds {
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
        if let Pat::Type(typed) = &local.pat
            && let Some(shape) = self.signature.shape(&typed.ty)
        {
            self.expect(&init.expr, &shape);
        }
        let value = self.value(&init.expr);
        self.note_form(local);
        self.bind_local_value(stmt, local, varied, value);
    }

    /// Binds the pattern of a `let` to a value that has been computed.
    pub(super) fn bind_local(&mut self, local: &Local, value: Value) {
        let value = match value {
            Value::Inert(inert) => self.evaluated(inert, local.span()),
            value => value,
        };
        self.bind(&local.pat, value, None);
    }

    fn bind_local_value(&mut self, stmt: &Stmt, local: &Local, varied: bool, value: Value) {
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
            let place = self.learnt.places.contains(&BindingKey::of(&pat.ident));
            let meaning = if place {
                Meaning::Place(self.defer(&pat.ident, ascription.cloned()))
            } else {
                Meaning::Deferred
            };
            let binding = Binding::new(&pat.ident, meaning, ascription.cloned());
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
pub(super) fn is_pure(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Path(_) | Expr::Closure(_) => true,
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
                    ["from", "one", "zero", "from_f64", "literal"].contains(&name.as_str())
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
