//! Which declaration a use of a name means, in the source as it stands.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use syn::visit::{self, Visit};

use super::scope::{self, BindingKey};

/// What stands between a name and the number of the declaration, where there are several of the name.
pub(super) const AMONG: char = '@';

/// The declarations of a function, numbered as they stand, and what uses of names mean by them.
#[derive(Default)]
pub(super) struct Bindings {
    /// How many declarations there are of a name.
    declared: BTreeMap<String, usize>,
    /// The number of the declaration, of declarations and uses.
    meant: BTreeMap<BindingKey, usize>,
    count: usize,
    /// The declarations as they stand: where, their names and numbers.
    places: Vec<(BindingKey, String, usize)>,
    /// Those that are visible, innermost last.
    visible: Vec<(String, usize)>,
}

impl Bindings {
    pub(super) fn of<'a>(
        body: &syn::Block,
        parameters: impl IntoIterator<Item = &'a Ident>,
    ) -> Self {
        let mut bindings = Bindings::default();
        for parameter in parameters {
            bindings.declare(parameter);
        }
        bindings.visit_block(body);
        bindings
    }

    /// Whether no two declarations are of this name.
    pub(super) fn is_only(&self, ident: &Ident) -> bool {
        self.declared
            .get(&ident.to_string())
            .is_none_or(|count| *count < 2)
    }

    /// A name for what an identifier means: its own, where that is the only one.
    pub(super) fn name(&self, ident: &Ident) -> Option<String> {
        if self.is_only(ident) {
            return Some(ident.to_string());
        }
        let number = self.meant.get(&BindingKey::of(ident))?;
        Some(format!("{ident}{AMONG}{number}"))
    }

    /// The names of declarations that are not alone with theirs.
    pub(super) fn names_of_several(&self) -> BTreeMap<BindingKey, String> {
        let several = self
            .places
            .iter()
            .filter(|(_, name, _)| self.declared.get(name) > Some(&1));
        let named = |(place, name, number): &(BindingKey, String, usize)| {
            (*place, format!("{name}{AMONG}{number}"))
        };
        several.map(named).collect()
    }

    fn declare(&mut self, ident: &Ident) {
        *self.declared.entry(ident.to_string()).or_default() += 1;
        self.meant.insert(BindingKey::of(ident), self.count);
        self.places
            .push((BindingKey::of(ident), ident.to_string(), self.count));
        self.visible.push((scope::key(ident), self.count));
        self.count += 1;
    }

    fn within(&mut self, visit: impl FnOnce(&mut Self)) {
        let outside = self.visible.len();
        visit(self);
        self.visible.truncate(outside);
    }
}

impl<'ast> Visit<'ast> for Bindings {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        self.declare(&pat.ident);
        visit::visit_pat_ident(self, pat);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if let Some(ident) = path.path.get_ident() {
            let name = scope::key(ident);
            let mut meant = self.visible.iter().rev();
            if let Some((_, number)) = meant.find(|(visible, _)| *visible == name) {
                self.meant.insert(BindingKey::of(ident), *number);
            }
        }
    }

    /// A declaration is not visible to its own value.
    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.visit_local_init(init);
        }
        self.visit_pat(&local.pat);
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.within(|this| visit::visit_block(this, block));
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.within(|this| visit::visit_arm(this, arm));
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.within(|this| visit::visit_expr_closure(this, closure));
    }

    fn visit_expr_for_loop(&mut self, repeated: &'ast syn::ExprForLoop) {
        self.visit_expr(&repeated.expr);
        self.within(|this| {
            this.visit_pat(&repeated.pat);
            this.visit_block(&repeated.body);
        });
    }

    /// What a condition binds is visible to the rest of it.
    fn visit_expr_let(&mut self, binding: &'ast syn::ExprLet) {
        self.visit_expr(&binding.expr);
        self.visit_pat(&binding.pat);
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.within(|this| {
            this.visit_expr(&branch.cond);
            this.visit_block(&branch.then_branch);
        });
        if let Some((_, otherwise)) = &branch.else_branch {
            self.visit_expr(otherwise);
        }
    }

    fn visit_expr_while(&mut self, repeated: &'ast syn::ExprWhile) {
        self.within(|this| visit::visit_expr_while(this, repeated));
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
