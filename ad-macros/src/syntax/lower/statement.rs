//! Statements and blocks.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{BinOp, Expr, Item, Local, Pat, Stmt, UseTree};

use super::Lowerer;
use super::expression::{Located, assigned_operator};
use crate::ir::{Mentions, Op, Place, Primitive, Sign, Verbatim};
use crate::syntax::fence;
use crate::syntax::scope::{self, Binding, BindingKey, Meaning, Renamer, Value};

impl Lowerer<'_> {
    /// Binds the constants of a block, which are in scope in all of it. Blocks are not kept, so
    /// those of inner ones get names of their own.
    fn hoist(&mut self, stmts: &[Stmt], inner: bool) {
        for stmt in stmts {
            match stmt {
                Stmt::Item(Item::Const(item)) => self.bind_constant(&item.ident, inner),
                Stmt::Item(Item::Static(item)) => self.bind_constant(&item.ident, inner),
                Stmt::Item(Item::Use(item)) if inner => match imported_constants(&item.tree) {
                    Some(constants) => {
                        for ident in constants {
                            self.bind_constant(ident, true);
                        }
                    }
                    // What nothing outside the block mentions may be imported for all of the function.
                    None if self.is_mentioned_outside(&item.tree, stmts) => {
                        fence::inner_use(item, self.errors);
                    }
                    None => {}
                },
                _ => {}
            }
        }
    }

    /// Whether a name that an import brings, or may bring, stands anywhere but in these statements.
    fn is_mentioned_outside(&self, tree: &UseTree, stmts: &[Stmt]) -> bool {
        match tree {
            UseTree::Path(path) => self.is_mentioned_outside(&path.tree, stmts),
            UseTree::Group(group) => {
                let mut parts = group.items.iter();
                parts.any(|part| self.is_mentioned_outside(part, stmts))
            }
            UseTree::Name(syn::UseName { ident: name })
            | UseTree::Rename(syn::UseRename { rename: name, .. }) => {
                let mut inside = BTreeMap::new();
                for stmt in stmts {
                    scope::count_identifiers(&stmt.to_token_stream(), &mut inside);
                }
                let name = name.unraw().to_string();
                name != "_" && inside.get(&name) != self.identifiers.get(&name)
            }
            UseTree::Glob(_) => true,
        }
    }

    fn bind_constant(&mut self, ident: &Ident, inner: bool) {
        let name = if inner {
            Ident::new(&self.vars.fresh(&ident.to_string()), ident.span())
        } else {
            self.binding_name(ident)
        };
        let meaning = Meaning::Inert {
            name,
            mutable: false,
        };
        let key = BindingKey::of(ident);
        self.scope.bind(
            ident,
            Binding {
                meaning,
                key,
                ascription: None,
            },
        );
    }

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
        let inspection = scope::inspect_expr(&self.scope, &self.vars, expr);
        let inert = inspection.active.is_empty()
            && inspection.written.is_empty()
            && inspection.activated.is_empty();
        if inert {
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
                let inspection = scope::inspect_macro(&self.scope, &self.vars, &mac.mac);
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
                let inspection = scope::inspect_expr(&self.scope, &self.vars, expr);
                self.note_activated(&inspection);
                if is_inert(&inspection) {
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
                let inspection = scope::inspect_stmt(&self.scope, &self.vars, stmt);
                self.note_activated(&inspection);
                if scope::ends_derivatives(expr) || is_inert(&inspection) {
                    self.opaque_statement(stmt, expr, &inspection);
                } else {
                    self.value(expr);
                }
            }
        }
    }

    fn opaque_statement(&mut self, stmt: &Stmt, expr: &Expr, inspection: &scope::Inspection) {
        if fence::check(expr, inspection, self.errors) {
            self.verbatim(stmt);
        }
    }

    /// A statement without a derivative, as written but for renamed variables.
    pub(super) fn verbatim(&mut self, stmt: &Stmt) {
        let inspection = scope::inspect_stmt(&self.scope, &self.vars, stmt);
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
            names = self.bind_inert(&local.pat);
            Renamer { names: &names }.visit_pat_mut(&mut target.pat);
            binds = scope::names_in(&target.pat).names;
        } else {
            rename_item(&mut renamed, &names);
            Renamer { names: &names }.visit_stmt_mut(&mut renamed);
        }
        end(&mut renamed);
        let mentions = Mentions {
            vars,
            names: scope::names_in(&renamed).names,
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
    fn bind_inert(&mut self, pat: &Pat) -> std::collections::BTreeMap<String, Ident> {
        let mut renamed = std::collections::BTreeMap::new();
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
            let inspection = scope::inspect_expr(&self.scope, &self.vars, diverge);
            if !fence::check_statement(&inspection, self.errors) {
                self.bind_inert(&local.pat);
                return;
            }
        }
        let inspection = scope::inspect_expr(&self.scope, &self.vars, &init.expr);
        self.note_activated(&inspection);
        let inert = is_inert(&inspection) || scope::ends_derivatives(&init.expr);
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
        let (pat, ascription) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some((*typed.ty).clone())),
            pat => (pat, None),
        };
        if let Pat::Ident(pat) = pat {
            let key = BindingKey::of(&pat.ident);
            let binding = Binding {
                meaning: Meaning::Deferred,
                key,
                ascription,
            };
            self.scope.bind(&pat.ident, binding);
        }
    }

    fn assign(&mut self, stmt: &Stmt, assign: &syn::ExprAssign) {
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
                let inspection = scope::inspect_stmt(&self.scope, &self.vars, stmt);
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

    fn compound_assign(&mut self, stmt: &Stmt, binary: &syn::ExprBinary) {
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

/// Gives a constant the name it is known by in generated code.
fn rename_item(stmt: &mut Stmt, names: &std::collections::BTreeMap<String, Ident>) {
    let ident = match stmt {
        Stmt::Item(Item::Const(item)) => &mut item.ident,
        Stmt::Item(Item::Static(item)) => &mut item.ident,
        Stmt::Item(Item::Use(item)) => return rename_imports(&mut item.tree, names),
        _ => return,
    };
    if let Some(name) = names.get(&scope::key(ident)) {
        *ident = name.clone();
    }
}

fn rename_imports(tree: &mut UseTree, names: &std::collections::BTreeMap<String, Ident>) {
    match tree {
        UseTree::Path(path) => rename_imports(&mut path.tree, names),
        UseTree::Group(group) => group
            .items
            .iter_mut()
            .for_each(|tree| rename_imports(tree, names)),
        UseTree::Name(name) => {
            if let Some(rename) = names.get(&scope::key(&name.ident)) {
                *tree = UseTree::Rename(syn::UseRename {
                    ident: name.ident.clone(),
                    as_token: syn::Token![as](name.ident.span()),
                    rename: rename.clone(),
                });
            }
        }
        UseTree::Rename(name) => {
            if let Some(rename) = names.get(&scope::key(&name.rename)) {
                name.rename = rename.clone();
            }
        }
        UseTree::Glob(_) => {}
    }
}

/// The names an import brings, if all of them are those of constants.
fn imported_constants(tree: &UseTree) -> Option<Vec<&Ident>> {
    let constant = |ident: &Ident| !ident.to_string().chars().any(char::is_lowercase);
    match tree {
        UseTree::Path(path) => imported_constants(&path.tree),
        UseTree::Group(group) => {
            let parts: Option<Vec<_>> = group.items.iter().map(imported_constants).collect();
            parts.map(|parts| parts.concat())
        }
        UseTree::Name(name) => constant(&name.ident).then(|| vec![&name.ident]),
        UseTree::Rename(name) => constant(&name.rename).then(|| vec![&name.rename]),
        UseTree::Glob(_) => None,
    }
}

/// Whether nothing active flows into a piece of source, or is written by it.
fn is_inert(inspection: &scope::Inspection) -> bool {
    inspection.active.is_empty() && inspection.written.is_empty() && inspection.activated.is_empty()
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

fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => strip(&paren.expr),
        Expr::Group(group) => strip(&group.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => strip(&unary.expr),
        other => other,
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
