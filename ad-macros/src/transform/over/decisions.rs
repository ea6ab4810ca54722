//! What is decided by active values: branches, indices, numbers of trips, and whatever else code without a derivative
//! makes of them. Their tangents do not show it, so the scalar is told.
//!
//! Of a sequence whose length alone is read, nothing is.

use std::collections::BTreeSet;

use proc_macro2::Span;
use syn::visit::{self, Visit};

use super::{Over, is_unknown};
use crate::ir::{Atom, Decision, Inert, Mentions, Op, Primitive, Stmt, Told, Var};

impl Over<'_> {
    /// Says what active values a statement depends on whose tangents do not show it.
    pub(super) fn decisions(&mut self, stmts: &mut Vec<Stmt>, stmt: &Stmt) {
        match &stmt.op {
            Op::Branch(branch) => {
                if let Decision::If(value) | Decision::Match(value) = &branch.decision {
                    self.decided_by(stmts, value);
                }
                for case in branch.arms.iter().filter_map(|arm| arm.case.as_ref()) {
                    if let Some(guard) = &case.guard {
                        self.decided(stmts, &case.mentions, |read| read.visit_expr(guard));
                    }
                }
                return;
            }
            Op::Loop(repeated) => {
                if let Some(head) = repeated.head.code() {
                    self.decided_by(stmts, head);
                }
                return;
            }
            Op::Inert(inert) => self.decided_by(stmts, inert),
            // Macros in the place of a statement leave nothing behind.
            Op::Verbatim(verbatim) if !matches!(verbatim.stmt, syn::Stmt::Macro(_)) => {
                self.decided(stmts, &verbatim.mentions, |read| {
                    read.visit_stmt(&verbatim.stmt);
                });
            }
            Op::Verbatim(_) => {}
            op if self.loses_tangents(stmt) => {
                let mut read = BTreeSet::new();
                op.for_each_use(&mut |var| {
                    read.insert(var);
                });
                for var in read {
                    self.decided_by_variable(stmts, var);
                }
            }
            _ => {}
        }
        stmt.op.for_each_atom(&mut |atom| {
            if let Atom::Inert(inert) = atom {
                self.decided_by(stmts, inert);
            }
        });
    }

    /// Whether a statement of the program has results, and none that is active.
    fn loses_tangents(&self, stmt: &Stmt) -> bool {
        let is_own = |var: &Var| (var.0 as usize) < self.own;
        let is_active = |var: &Var| self.tangents.contains_key(var);
        stmt.results.iter().any(is_own) && !stmt.results.iter().any(is_active)
    }

    pub(super) fn decided_by(&mut self, stmts: &mut Vec<Stmt>, inert: &Inert) {
        self.decided(stmts, &inert.mentions, |read| read.visit_expr(&inert.expr));
    }

    fn decided(
        &mut self,
        stmts: &mut Vec<Stmt>,
        mentions: &Mentions,
        visit: impl FnOnce(&mut Read),
    ) {
        let mut read = Read::default();
        visit(&mut read);
        for var in &mentions.vars {
            let variable = self.vars.get(*var);
            if variable.is_none_or(|variable| read.names.contains(&variable.name.to_string())) {
                self.decided_by_variable(stmts, *var);
            }
        }
    }

    fn decided_by_variable(&mut self, stmts: &mut Vec<Stmt>, var: Var) {
        let Some(tangent) = self.tangents.get(&var) else {
            return;
        };
        self.has_unknown |= is_unknown(&self.vars.shape(*tangent));
        stmts.push(Stmt {
            results: Vec::new(),
            op: Op::Apply(Primitive::Told(Told::Decision), vec![Atom::Var(*tangent)]),
            span: Span::call_site(),
        });
    }
}

/// The names that code reads more of than a length.
#[derive(Default)]
struct Read {
    names: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Read {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if call.method != "len" && call.method != "is_empty" {
            visit::visit_expr_method_call(self, call);
            return;
        }
        let mut receiver = &*call.receiver;
        while let syn::Expr::Index(element) = receiver {
            self.visit_expr(&element.index);
            receiver = &element.expr;
        }
        if !matches!(receiver, syn::Expr::Path(_)) {
            self.visit_expr(receiver);
        }
    }

    fn visit_ident(&mut self, ident: &'ast syn::Ident) {
        self.names.insert(ident.to_string());
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        crate::syntax::identifiers_in(&mac.tokens, &mut self.names);
    }
}
