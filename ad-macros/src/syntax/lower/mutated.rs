//! The variables whose contents may change: what is assigned to, lent as `&mut`, or the receiver of a
//! method that is not known to leave it as it is.
//!
//! What is read of them has another value later, whether or not the variable itself is `mut`:
//!
//! ```text
//! let first = &mut indices[0];        `indices`, `first`
//! *first += 1;
//! ```

mod macros;

use std::collections::BTreeSet;

use syn::ext::IdentExt;
use syn::visit::{self, Visit};
use syn::{Block, Expr};

use super::{assigned_operator, inert::is_fixed_method};
use crate::rules;
use crate::syntax::identifiers::macro_identifiers;
use crate::syntax::scope::{self, root};
use crate::syntax::vec_macro::Contents;

pub(in crate::syntax) use macros::written_by_macro;

/// The names of these variables in a body.
pub(super) fn mutated(body: &Block) -> BTreeSet<String> {
    let mut search = Search::for_methods(may_change);
    search.visit_block(body);
    search.found
}

/// Whether an expression may do more than give a value: change a variable, print, or panic by a macro.
pub(super) fn has_effect(expr: &Expr) -> bool {
    let mut search = Search::for_methods(may_change);
    search.visit_expr(expr);
    search.macros || !search.found.is_empty()
}

/// The same in a piece of code.
pub(super) fn mutated_by_expression(expr: &Expr) -> BTreeSet<String> {
    let mut search = Search::for_methods(may_change);
    search.visit_expr(expr);
    search.found
}

/// The same in a statement.
pub(super) fn mutated_by_statement(stmt: &syn::Stmt) -> BTreeSet<String> {
    let mut search = Search::for_methods(may_change);
    search.visit_stmt(stmt);
    search.found
}

struct Search {
    found: BTreeSet<String>,
    /// Whether a macro is called that does something.
    macros: bool,
    /// Whether a method of this name is taken to change its receiver.
    changes: fn(&str) -> bool,
}

impl Search {
    fn for_methods(changes: fn(&str) -> bool) -> Self {
        Search {
            found: BTreeSet::new(),
            macros: false,
            changes,
        }
    }

    fn writes(&mut self, place: &Expr) {
        match place {
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|part| self.writes(part)),
            Expr::Array(array) => array.elems.iter().for_each(|part| self.writes(part)),
            place => {
                let name = root(place).map(|ident| ident.unraw().to_string());
                self.found.extend(name);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Search {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        // A name bound to what may be written through it.
        let writes = local.init.as_ref().is_some_and(|init| lends(&init.expr));
        if writes {
            for bound in scope::declared(&local.pat) {
                self.found.insert(bound.ident.unraw().to_string());
            }
        }
        visit::visit_local(self, local);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Assign(assign) => self.writes(&assign.left),
            Expr::Binary(binary) if assigned_operator(&binary.op).is_some() => {
                self.writes(&binary.left);
            }
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.writes(&reference.expr);
            }
            Expr::MethodCall(call) if (self.changes)(&call.method.to_string()) => {
                self.writes(&call.receiver);
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        if let Some(contents) = Contents::of(mac) {
            let mut inside = Search::for_methods(self.changes);
            for expr in contents.exprs() {
                inside.visit_expr(expr);
            }
            self.found.append(&mut inside.found);
            self.macros |= inside.macros;
            return;
        }
        self.macros = true;
        let last = mac.path.segments.last().map(|last| last.ident.to_string());
        let known = last.is_some_and(|name| rules::INERT_MACROS.contains(&name.as_str()));
        if known {
            self.found.extend(written_by_macro(mac));
        } else {
            let names = macro_identifiers(&mac.tokens).into_iter();
            self.found
                .extend(names.map(|ident| ident.unraw().to_string()));
        }
    }
}

/// Whether there is a mutable borrow in an expression, or a method that may return one.
fn lends(expr: &Expr) -> bool {
    match expr {
        Expr::Reference(reference) => reference.mutability.is_some(),
        Expr::MethodCall(call) => call.method.to_string().contains("mut") || lends(&call.receiver),
        Expr::Paren(paren) => lends(&paren.expr),
        _ => false,
    }
}

/// Whether a method is not known to leave its receiver as it is.
fn may_change(method: &str) -> bool {
    const METHODS: [&str; 24] = [
        "as_ref",
        "as_slice",
        "chain",
        "chunks",
        "chunks_exact",
        "clone",
        "cloned",
        "collect",
        "copied",
        "enumerate",
        "filter",
        "fold",
        "for_each",
        "iter",
        "map",
        "product",
        "skip",
        "split_at",
        "sum",
        "take",
        "to_vec",
        "unwrap",
        "windows",
        "zip",
    ];
    let leaves_alone = METHODS.contains(&method)
        || is_fixed_method(method)
        || rules::is_inert_method(method)
        || rules::method(method).is_some();
    !leaves_alone
}
