//! What a piece of source that stays as it is mentions and does.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};
use syn::visit::{self, Visit};
use syn::{Block, Expr, Macro, Member, PatIdent, Stmt};

use super::identifiers::macro_identifiers;
use super::iterators;
use super::lower::written_by_macro;
use super::scope::{Meaning, Scope, Value, key, root};
use super::vec_macro::Contents;
use crate::ir::{Atom, Shape, Variables};
use crate::rules;

/// What a piece of source mentions and does.
#[derive(Clone, Default)]
pub(super) struct Inspection {
    /// The variables in scope it mentions, each once.
    pub(super) mentions: BTreeMap<String, Ident>,
    /// The names that patterns in it bind.
    pub(super) bound: BTreeSet<String>,
    /// The constants it declares.
    pub(super) items: BTreeSet<String>,
    /// Whether there is a block in it, and so statements.
    pub(super) blocks: bool,
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

impl Inspection {
    /// Whether nothing active flows into the piece, or is written by it.
    pub(super) fn is_inert(&self) -> bool {
        self.active.is_empty() && self.written.is_empty() && self.activated.is_empty()
    }
}

pub(super) fn expression(scope: &Scope, vars: &Variables, expr: &Expr) -> Inspection {
    let mut inspector = Inspector::new(scope, vars);
    inspector.visit_expr(expr);
    inspector.found
}

/// The shape of a variable, or of a part of one.
pub(super) fn shape(scope: &Scope, vars: &Variables, expr: &Expr) -> Shape {
    Inspector::new(scope, vars).shape(expr)
}

pub(super) fn statement(scope: &Scope, vars: &Variables, stmt: &Stmt) -> Inspection {
    let mut inspector = Inspector::new(scope, vars);
    inspector.visit_stmt(stmt);
    inspector.found
}

pub(super) fn macro_call(scope: &Scope, vars: &Variables, mac: &Macro) -> Inspection {
    let mut inspector = Inspector::new(scope, vars);
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

impl<'a> Inspector<'a> {
    fn new(scope: &'a Scope, vars: &'a Variables) -> Self {
        Inspector {
            scope,
            vars,
            shadowed: Vec::new(),
            found: Inspection::default(),
            nested: 0,
        }
    }
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

    /// Whether a field has no derivative: of a variable that stands outside of the code, or of one with its name alone.
    fn is_discrete(&self, field: &Expr) -> bool {
        let is_outside = root(field).is_none_or(|root| !self.shadowed.contains(&key(root)));
        if is_outside {
            self.scope.is_discrete(field)
        } else {
            self.scope.discrete.contains(field, None)
        }
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
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
                self.shape(&unary.expr)
            }
            Expr::Field(field) => match &field.member {
                Member::Unnamed(index) => self.shape(&field.base).field(index.index),
                Member::Named(_) if self.is_discrete(expr) => Shape::Inert,
                Member::Named(name) => self.shape(&field.base).part_of_vector(name),
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
        let (active, closures) = (self.found.active.len(), self.found.closures.len());
        visit(self);
        self.found.active.truncate(active);
        self.found.closures.truncate(closures);
    }

    fn within(&mut self, visit: impl FnOnce(&mut Self)) {
        let mark = self.shadowed.len();
        visit(self);
        self.shadowed.truncate(mark);
    }
}

fn is_inert(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Value(value) => matches!(value, Value::Inert(_)),
        Meaning::Closure(closure) => closure.name.is_some(),
        _ => false,
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
            let decides = matches!(binary.op, syn::BinOp::And(_) | syn::BinOp::Or(_));
            is_comparison(&binary.op) || decides && lets(expr).is_empty()
        }
        Expr::MethodCall(call) => asks(call),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path.path.segments.last().is_some_and(|last| {
                let name = last.ident.to_string();
                name == "constant" || asks_by_path(path, &name, call.args.len())
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

/// Whether a value is what a function gives, or is computed of it.
pub(super) fn calls(expr: &Expr) -> bool {
    if ends_derivatives(expr) {
        return false;
    }
    match expr {
        Expr::Paren(paren) => calls(&paren.expr),
        Expr::Group(group) => calls(&group.expr),
        Expr::Reference(reference) => calls(&reference.expr),
        Expr::Unary(unary) => calls(&unary.expr),
        Expr::Binary(binary) => calls(&binary.left) || calls(&binary.right),
        Expr::Field(field) => calls(&field.base),
        Expr::Call(_) => true,
        Expr::MethodCall(call) => {
            !is_known_method(&call.method) || calls(&call.receiver) || call.args.iter().any(calls)
        }
        _ => false,
    }
}

/// Whether a method is one of floats, sequences or iterators by its name, which a type of the user's may have as well.
pub(super) fn is_known_method(name: &Ident) -> bool {
    let name = name.to_string();
    rules::method(&name).is_some()
        || rules::is_inert_method(&name)
        || iterators::is_iterator_method(&name)
}

/// `self`
pub(crate) fn is_self(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident("self"))
}

/// Whether a method is one of those whose result has no derivative: not one of that name of a type of
/// the user's.
fn asks(call: &syn::ExprMethodCall) -> bool {
    let name = call.method.to_string();
    if is_self(&call.receiver) && !call.args.is_empty()
        || !rules::is_inert_call(&name, call.args.len())
    {
        return false;
    }
    let of_iterator = || match &*call.receiver {
        Expr::MethodCall(call) => iterators::is_iterator_method(&call.method.to_string()),
        _ => false,
    };
    let takes_function = || match call.args.first() {
        Some(Expr::Closure(_)) => true,
        Some(Expr::Path(path)) => path.path.segments.len() > 1,
        _ => false,
    };
    !rules::is_search(&name) || of_iterator() || takes_function()
}

/// The same of a method called by its path, on its receiver and so many arguments in all.
fn asks_by_path(path: &syn::ExprPath, name: &str, arguments: usize) -> bool {
    const OWNERS: [&str; 9] = [
        "f64",
        "f32",
        "Float",
        "FloatCore",
        "Real",
        "PartialEq",
        "PartialOrd",
        "Iterator",
        "Vec",
    ];
    let owner = path.path.segments.iter().rev().nth(1);
    let known = owner.is_some_and(|owner| {
        let owner = owner.ident.to_string();
        // A type parameter.
        OWNERS.contains(&owner.as_str()) || owner.len() == 1 && owner.to_uppercase() == owner
    });
    let arguments = arguments.checked_sub(1);
    let asks = arguments.is_some_and(|arguments| rules::is_inert_call(name, arguments));
    asks && (path.qself.is_some() || known)
}

/// What a condition binds: what follows from it may have a derivative.
pub(super) fn lets(condition: &Expr) -> Vec<&syn::ExprLet> {
    match condition {
        Expr::Let(binding) => vec![binding],
        Expr::Binary(binary) if matches!(binary.op, syn::BinOp::And(_)) => {
            [lets(&binary.left), lets(&binary.right)].concat()
        }
        Expr::Paren(paren) => lets(&paren.expr),
        _ => Vec::new(),
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
            // What selects has no derivative.
            Expr::Index(index) if calls(&index.index) => {
                self.visit_expr(&index.expr);
                self.visit_freely(|this| this.visit_expr(&index.index));
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
        self.found.blocks = true;
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
        if let Some(contents) = Contents::of(mac) {
            self.contents(&contents);
            return;
        }
        let known = mac.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            rules::INERT_MACROS.contains(&name.as_str())
        });
        let active = self.found.active.len();
        for ident in macro_identifiers(&mac.tokens) {
            self.mention(&ident, true);
        }
        let mentions = self.found.active.len() > active;
        if known && (!mentions || written_by_macro(mac).is_empty()) {
            self.found.active.truncate(active);
        } else if mentions {
            self.found.macros.push(mac.clone());
        }
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Const(item) => {
                self.found.items.insert(item.ident.to_string());
                self.mention(&item.ident, false);
                self.visit_expr(&item.expr);
            }
            syn::Item::Static(item) => {
                self.found.items.insert(item.ident.to_string());
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
    fn contents(&mut self, contents: &Contents) {
        for expr in contents.exprs() {
            self.visit_expr(expr);
        }
    }

    fn assignment<'ast>(&mut self, target: &'ast Expr, value: &'ast Expr)
    where
        Self: Visit<'ast>,
    {
        let before = self.found.active.len();
        self.visit_expr(value);
        let active_value = self.found.active.len() > before && !self.scope.is_selector(target);
        self.assigned(target, active_value);
        self.visit_expr(target);
    }

    fn assigned(&mut self, target: &Expr, active_value: bool) {
        if let Expr::Tuple(syn::ExprTuple { elems, .. })
        | Expr::Array(syn::ExprArray { elems, .. }) = target
        {
            for part in elems {
                self.assigned(part, active_value);
            }
            return;
        }
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
    }
}

fn is_assigning(op: &syn::BinOp) -> bool {
    crate::syntax::lower::assigned_operator(op).is_some()
}
