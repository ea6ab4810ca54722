//! A use of a name → the binding it means. Shadowing ends here: every binding that generated code
//! sees has a name of its own, the user's wherever that is free.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, FieldPat, FieldValue, Macro, Member, PatIdent, Stmt};

use crate::ir::{Aggregate, Atom, Inert, Mentions, Place, Shape, Var, Variables};
use crate::rules;
use std::rc::Rc;

/// What an expression evaluates to.
#[derive(Clone)]
pub(super) enum Value {
    Atom(Atom),
    /// A tuple or array still in its parts.
    Aggregate(Aggregate, Vec<Value>),
    /// A reference to a place.
    Reference(Place),
    /// Without a derivative.
    Inert(Rc<Inert>),
}

/// What a name is bound to.
#[derive(Clone)]
pub(super) enum Meaning {
    /// A value, the latest one where the variable is assigned to.
    Value(Value),
    /// A variable whose elements are assigned to.
    Place(Var),
    /// A variable without a derivative, under this name in generated code.
    Inert { name: Ident, mutable: bool },
    /// Declared, not yet assigned.
    Deferred,
}

/// A binding of a name.
#[derive(Clone)]
pub(super) struct Binding {
    pub(super) meaning: Meaning,
    /// Identifies the declaration across repeated lowering.
    pub(super) key: BindingKey,
    pub(super) ascription: Option<syn::Type>,
}

/// A declaration in the source, by its place in the syntax tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BindingKey(usize);

impl BindingKey {
    pub(super) fn of(ident: &Ident) -> Self {
        BindingKey(std::ptr::from_ref(ident).addr())
    }
}

/// What tells one name from another: its letters, raw or not, and the macro it comes from.
/// Two variables of one spelling are different if their hygiene is (the compiler shows it in a
/// span's debug form alone; where it does not, spelling decides).
pub(super) fn key(ident: &Ident) -> String {
    let span = format!("{:?}", ident.span());
    let context = span
        .split(' ')
        .next()
        .filter(|context| context.starts_with('#'));
    format!("{}{}", ident.unraw(), context.unwrap_or_default())
}

/// The bindings in scope, innermost last.
#[derive(Default)]
pub(super) struct Scope {
    bindings: Vec<(String, Binding)>,
}

impl Scope {
    pub(super) fn lookup(&self, name: &Ident) -> Option<&Binding> {
        let name = key(name);
        self.bindings
            .iter()
            .rev()
            .find(|(bound, _)| *bound == name)
            .map(|(_, binding)| binding)
    }

    pub(super) fn lookup_mut(&mut self, name: &Ident) -> Option<&mut Binding> {
        let name = key(name);
        let found = self
            .bindings
            .iter_mut()
            .rev()
            .find(|(bound, _)| *bound == name);
        found.map(|(_, binding)| binding)
    }

    pub(super) fn bind(&mut self, name: &Ident, binding: Binding) {
        self.bindings.push((key(name), binding));
    }

    /// The mark to `leave` a block at.
    pub(super) fn enter(&self) -> usize {
        self.bindings.len()
    }

    pub(super) fn leave(&mut self, mark: usize) {
        self.bindings.truncate(mark);
    }
}

/// What a piece of source mentions and does.
#[derive(Default)]
pub(super) struct Inspection {
    /// The variables in scope it mentions, each once.
    pub(super) mentions: BTreeMap<String, Ident>,
    /// The names it binds itself, anywhere in it.
    pub(super) bound: BTreeSet<String>,
    /// Mentions of variables through which a derivative would flow.
    pub(super) active: Vec<Ident>,
    /// Active variables it assigns to or borrows mutably.
    pub(super) written: Vec<Ident>,
    /// Inert variables it assigns an active value to.
    pub(super) activated: Vec<Ident>,
    /// Ways out of the function: `return`, `?`, `.await`.
    pub(super) exits: Vec<(Span, &'static str)>,
    /// `unsafe` blocks.
    pub(super) unsafe_blocks: Vec<Span>,
    /// Closures that mention active variables.
    pub(super) closures: Vec<Ident>,
    /// Macros that mention active variables and may do anything with them.
    pub(super) macros: Vec<Macro>,
}

pub(super) fn inspect_expr(scope: &Scope, vars: &Variables, expr: &Expr) -> Inspection {
    let mut inspector = Inspector {
        scope,
        vars,
        shadowed: Vec::new(),
        found: Inspection::default(),
        nested: 0,
    };
    inspector.visit_expr(expr);
    inspector.found
}

pub(super) fn inspect_stmt(scope: &Scope, vars: &Variables, stmt: &Stmt) -> Inspection {
    let mut inspector = Inspector {
        scope,
        vars,
        shadowed: Vec::new(),
        found: Inspection::default(),
        nested: 0,
    };
    inspector.visit_stmt(stmt);
    inspector.found
}

pub(super) fn inspect_macro(scope: &Scope, vars: &Variables, mac: &Macro) -> Inspection {
    let mut inspector = Inspector {
        scope,
        vars,
        shadowed: Vec::new(),
        found: Inspection::default(),
        nested: 0,
    };
    inspector.visit_macro(mac);
    inspector.found
}

struct Inspector<'a> {
    scope: &'a Scope,
    vars: &'a Variables,
    /// Names bound inside the piece itself.
    shadowed: Vec<String>,
    found: Inspection,
    /// The number of closures around, in which `return` and `?` stay.
    nested: usize,
}

impl Inspector<'_> {
    fn mention(&mut self, ident: &Ident, active: bool) {
        let name = key(ident);
        if self.shadowed.contains(&name) {
            return;
        }
        let Some(binding) = self.scope.lookup(ident) else {
            return;
        };
        self.found.mentions.insert(name, ident.clone());
        if active
            && !matches!(binding.meaning, Meaning::Inert { .. })
            && !is_inert(&binding.meaning)
        {
            self.found.active.push(ident.clone());
        }
    }

    /// Whether an expression is a part without a derivative of a tuple or array that has one.
    fn is_inert_part(&self, expr: &Expr) -> bool {
        matches!(self.component(expr), Some(Value::Inert(_)))
            || matches!(self.shape(expr), Shape::Inert)
    }

    /// The shape of a part of a variable.
    fn shape(&self, expr: &Expr) -> Shape {
        match expr {
            Expr::Path(path) => {
                let ident = path.path.get_ident();
                let binding = ident.and_then(|ident| self.scope.lookup(ident));
                match binding.map(|binding| &binding.meaning) {
                    Some(Meaning::Value(Value::Atom(Atom::Var(var))) | Meaning::Place(var)) => {
                        self.vars.shape(*var)
                    }
                    Some(Meaning::Value(Value::Reference(place))) if place.path.is_empty() => {
                        self.vars.shape(place.root)
                    }
                    _ => Shape::Unknown,
                }
            }
            Expr::Field(field) => match &field.member {
                Member::Unnamed(index) => self.shape(&field.base).field(index.index),
                Member::Named(_) => Shape::Unknown,
            },
            Expr::Index(index) => self.shape(&index.expr).element(),
            _ => Shape::Unknown,
        }
    }

    /// A part of a variable that is still in its parts.
    fn component(&self, expr: &Expr) -> Option<&Value> {
        let (base, index) = match expr {
            Expr::Path(path) => {
                let binding = self.scope.lookup(path.path.get_ident()?)?;
                return match &binding.meaning {
                    Meaning::Value(value) => Some(value),
                    _ => None,
                };
            }
            Expr::Field(syn::ExprField {
                base,
                member: Member::Unnamed(index),
                ..
            }) => (base, index.index as usize),
            Expr::Index(syn::ExprIndex { expr, index, .. }) => match &**index {
                Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Int(index),
                    ..
                }) => (expr, index.base10_parse().ok()?),
                _ => return None,
            },
            _ => return None,
        };
        match self.component(base)? {
            Value::Aggregate(_, parts) => parts.get(index),
            inert @ Value::Inert(_) => Some(inert),
            _ => None,
        }
    }

    /// Visits what may mention active values freely: nothing flows out of it.
    fn visit_freely(&mut self, visit: impl FnOnce(&mut Self)) {
        let active = self.found.active.len();
        visit(self);
        self.found.active.truncate(active);
    }

    fn within(&mut self, visit: impl FnOnce(&mut Self)) {
        let mark = self.shadowed.len();
        visit(self);
        self.shadowed.truncate(mark);
    }
}

fn is_inert(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Value(Value::Inert(_)))
}

/// The variable an assignment or a borrow reaches.
pub(super) fn root(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        Expr::Field(field) => root(&field.base),
        Expr::Index(index) => root(&index.expr),
        Expr::Paren(paren) => root(&paren.expr),
        Expr::Group(group) => root(&group.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => root(&unary.expr),
        Expr::Reference(reference) => root(&reference.expr),
        Expr::MethodCall(call) => root(&call.receiver),
        _ => None,
    }
}

fn is_comparison(op: &syn::BinOp) -> bool {
    use syn::BinOp;
    matches!(
        op,
        BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_)
    )
}

/// Whether the value of an expression has no derivative whatever its operands are.
pub(super) fn ends_derivatives(expr: &Expr) -> bool {
    match expr {
        Expr::Binary(binary) => {
            is_comparison(&binary.op) || matches!(binary.op, syn::BinOp::And(_) | syn::BinOp::Or(_))
        }
        Expr::MethodCall(call) => rules::is_inert_method(&call.method.to_string()),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path.path.segments.last().is_some_and(|last| {
                let name = last.ident.to_string();
                let of_type = path.qself.is_some() || path.path.segments.len() > 1;
                name == "constant" || (of_type && rules::is_inert_method(&name))
            }),
            _ => false,
        },
        Expr::Macro(mac) => mac
            .mac
            .path
            .segments
            .last()
            .is_some_and(|last| rules::INERT_MACROS.contains(&last.ident.to_string().as_str())),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Inspector<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        if ends_derivatives(expr) {
            self.visit_freely(|this| visit::visit_expr(this, expr));
            return;
        }
        match expr {
            Expr::Path(path) if path.qself.is_none() => {
                if let Some(ident) = path.path.get_ident() {
                    self.mention(ident, true);
                }
            }
            Expr::Field(_) | Expr::Index(_) if self.is_inert_part(expr) => {
                self.visit_freely(|this| visit::visit_expr(this, expr));
            }
            Expr::Closure(closure) => {
                let active = self.found.active.len();
                self.nested += 1;
                self.within(|this| {
                    for input in &closure.inputs {
                        this.visit_pat(input);
                    }
                    this.visit_expr(&closure.body);
                });
                self.nested -= 1;
                let captured = self.found.active.iter().skip(active).cloned();
                self.found.closures.extend(captured);
            }
            Expr::Assign(assign) => {
                self.assignment(&assign.left, &assign.right);
            }
            Expr::Binary(binary) if is_assigning(&binary.op) => {
                self.assignment(&binary.left, &binary.right);
            }
            Expr::Reference(reference) if reference.mutability.is_some() => {
                if let Some(ident) = root(&reference.expr) {
                    let before = self.found.active.len();
                    self.mention(ident, true);
                    self.found.written.extend(
                        self.found
                            .active
                            .get(before..)
                            .into_iter()
                            .flatten()
                            .cloned(),
                    );
                }
                visit::visit_expr_reference(self, reference);
            }
            Expr::Return(token) if self.nested == 0 => {
                self.found.exits.push((token.return_token.span, "return"));
                visit::visit_expr(self, expr);
            }
            Expr::Try(token) if self.nested == 0 => {
                self.found.exits.push((token.question_token.span, "?"));
                visit::visit_expr(self, expr);
            }
            Expr::Await(token) => {
                self.found.exits.push((token.await_token.span, ".await"));
                visit::visit_expr(self, expr);
            }
            Expr::Unsafe(block) => {
                self.found.unsafe_blocks.push(block.unsafe_token.span);
                visit::visit_expr(self, expr);
            }
            Expr::If(_) | Expr::While(_) | Expr::ForLoop(_) => {
                self.within(|this| visit::visit_expr(this, expr));
            }
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.within(|this| visit::visit_arm(this, arm));
    }

    fn visit_block(&mut self, block: &'ast Block) {
        self.within(|this| visit::visit_block(this, block));
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
        self.visit_pat(&local.pat);
    }

    fn visit_expr_for_loop(&mut self, token: &'ast syn::ExprForLoop) {
        self.visit_expr(&token.expr);
        self.visit_pat(&token.pat);
        self.visit_block(&token.body);
    }

    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.shadowed.push(key(&pat.ident));
        self.found.bound.insert(pat.ident.to_string());
        visit::visit_pat_ident(self, pat);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let known = mac.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            rules::INERT_MACROS.contains(&name.as_str())
        });
        let active = self.found.active.len();
        for ident in macro_identifiers(&mac.tokens) {
            self.mention(&ident, true);
        }
        if known {
            self.found.active.truncate(active);
        } else if self.found.active.len() > active {
            self.found.macros.push(mac.clone());
        }
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Const(item) => {
                self.found.bound.insert(item.ident.to_string());
                self.mention(&item.ident, false);
                self.visit_expr(&item.expr);
            }
            syn::Item::Static(item) => {
                self.found.bound.insert(item.ident.to_string());
                self.mention(&item.ident, false);
                self.visit_expr(&item.expr);
            }
            syn::Item::Use(item) => self.visit_use_tree(&item.tree),
            _ => {}
        }
    }

    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.mention(&name.ident, false);
    }

    fn visit_use_rename(&mut self, name: &'ast syn::UseRename) {
        self.mention(&name.rename, false);
    }
}

impl Inspector<'_> {
    fn assignment<'ast>(&mut self, target: &'ast Expr, value: &'ast Expr)
    where
        Self: Visit<'ast>,
    {
        let before = self.found.active.len();
        self.visit_expr(value);
        let active_value = self.found.active.len() > before;
        if let Some(ident) = root(target)
            && !self.shadowed.contains(&key(ident))
        {
            match self.scope.lookup(ident).map(|binding| &binding.meaning) {
                Some(Meaning::Inert { .. }) if active_value => {
                    self.found.activated.push(ident.clone());
                }
                Some(Meaning::Inert { .. }) | None => {}
                Some(_) => self.found.written.push(ident.clone()),
            }
        }
        self.visit_expr(target);
    }
}

fn is_assigning(op: &syn::BinOp) -> bool {
    crate::syntax::lower::assigned_operator(op).is_some()
}

/// The identifiers in a macro's tokens that may be variables, those that format strings capture
/// included.
fn macro_identifiers(tokens: &TokenStream) -> Vec<Ident> {
    let mut found = Vec::new();
    let mut after_dot = false;
    for token in tokens.clone() {
        match &token {
            TokenTree::Ident(ident) if !after_dot => found.push(ident.clone()),
            TokenTree::Group(group) => found.extend(macro_identifiers(&group.stream())),
            TokenTree::Literal(literal) => {
                found.extend(captured_names(literal));
            }
            _ => {}
        }
        after_dot = matches!(&token, TokenTree::Punct(dot) if dot.as_char() == '.');
    }
    found
}

/// The names in the braces of a format string.
fn captured_names(literal: &Literal) -> Vec<Ident> {
    let Ok(syn::Lit::Str(text)) = syn::parse_str::<syn::Lit>(&literal.to_string()) else {
        return Vec::new();
    };
    let text = text.value().replace("{{", "");
    text.split('{')
        .skip(1)
        .filter_map(|part| {
            let end = part.find(['}', ':'])?;
            let name = part.get(..end)?.trim();
            let name = syn::parse_str::<Ident>(name).ok()?;
            Some(Ident::new(&name.to_string(), literal.span()))
        })
        .collect()
}

/// Renames variables in user code.
pub(super) struct Renamer<'a> {
    pub(super) names: &'a BTreeMap<String, Ident>,
}

impl Renamer<'_> {
    fn renamed(&self, ident: &Ident) -> Option<Ident> {
        let name = self.names.get(&key(ident))?;
        Some(Ident::new(
            &name.to_string(),
            ident.span().resolved_at(name.span()),
        ))
    }

    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let mut after_dot = false;
        let mut renamed = TokenStream::new();
        for token in tokens {
            let dot = matches!(&token, TokenTree::Punct(dot) if dot.as_char() == '.');
            let token = match token {
                TokenTree::Ident(ident) if !after_dot => {
                    TokenTree::Ident(self.renamed(&ident).unwrap_or(ident))
                }
                TokenTree::Group(group) => {
                    let mut inner =
                        proc_macro2::Group::new(group.delimiter(), self.tokens(group.stream()));
                    inner.set_span(group.span());
                    TokenTree::Group(inner)
                }
                other => other,
            };
            renamed.extend([token]);
            after_dot = dot;
        }
        renamed
    }
}

impl VisitMut for Renamer<'_> {
    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if path.qself.is_none()
            && let Some(ident) = path.path.get_ident()
            && let Some(renamed) = self.renamed(ident)
        {
            path.path = renamed.into();
        }
    }

    fn visit_pat_ident_mut(&mut self, pat: &mut PatIdent) {
        if let Some(renamed) = self.renamed(&pat.ident) {
            pat.ident = renamed;
        }
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        if let (None, Member::Named(name)) = (&field.colon_token, &field.member)
            && self.renamed(name).is_some()
        {
            field.colon_token = Some(syn::Token![:](name.span()));
        }
        visit_mut::visit_field_value_mut(self, field);
    }

    fn visit_field_pat_mut(&mut self, field: &mut FieldPat) {
        if let (None, Member::Named(name)) = (&field.colon_token, &field.member)
            && self.renamed(name).is_some()
        {
            field.colon_token = Some(syn::Token![:](name.span()));
        }
        visit_mut::visit_field_pat_mut(self, field);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let captured: BTreeMap<String, Ident> = mac
            .tokens
            .clone()
            .into_iter()
            .filter_map(|token| match token {
                TokenTree::Literal(literal) => Some(captured_names(&literal)),
                _ => None,
            })
            .flatten()
            .filter(|name| self.names.contains_key(&key(name)))
            .map(|name| (name.to_string(), name))
            .collect();
        mac.tokens = self.tokens(mac.tokens.clone());
        let separator = (!captured.is_empty() && !ends_with_comma(&mac.tokens)).then(|| quote!(,));
        mac.tokens.extend(separator);
        for name in captured.into_values() {
            let renamed = self.renamed(&name);
            mac.tokens.extend(quote!(#name = #renamed,));
        }
    }
}

fn ends_with_comma(tokens: &TokenStream) -> bool {
    let last = tokens.clone().into_iter().last();
    matches!(last, Some(TokenTree::Punct(comma)) if comma.as_char() == ',')
}

/// Counts every identifier in a piece of source.
pub(super) fn count_identifiers(tokens: &TokenStream, found: &mut BTreeMap<String, usize>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(ident) => *found.entry(ident.unraw().to_string()).or_default() += 1,
            TokenTree::Group(group) => count_identifiers(&group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Every identifier in a piece of source.
fn identifiers(tokens: &TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(ident) => {
                found.insert(ident.unraw().to_string());
            }
            TokenTree::Group(group) => identifiers(&group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Every identifier in a piece of syntax.
pub(crate) fn identifiers_in(syntax: &impl ToTokens, found: &mut BTreeSet<String>) {
    identifiers(&syntax.to_token_stream(), found);
}

/// The identifiers in a piece of syntax, as names.
pub(super) fn names_in(syntax: &impl ToTokens) -> Mentions {
    let mut names = BTreeSet::new();
    identifiers(&syntax.to_token_stream(), &mut names);
    for token in syntax.to_token_stream() {
        collect_captured(token, &mut names);
    }
    Mentions {
        vars: BTreeSet::new(),
        names,
    }
}

fn collect_captured(token: TokenTree, names: &mut BTreeSet<String>) {
    match token {
        TokenTree::Literal(literal) => {
            names.extend(captured_names(&literal).iter().map(ToString::to_string));
        }
        TokenTree::Group(group) => {
            for token in group.stream() {
                collect_captured(token, names);
            }
        }
        _ => {}
    }
}
