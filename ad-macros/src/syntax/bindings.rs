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
    /// The declarations as they stand.
    declared: Vec<(BindingKey, String)>,
    /// How many there are of a name.
    count: BTreeMap<String, usize>,
    /// The number of the declaration, of declarations and uses.
    meant: BTreeMap<BindingKey, usize>,
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
        let count = self.count.get(&ident.to_string());
        count.is_none_or(|count| *count < 2)
    }

    /// A name for what an identifier means: its own, where that is the only one.
    pub(super) fn name(&self, ident: &Ident) -> Option<String> {
        if self.is_only(ident) {
            return Some(ident.to_string());
        }
        let number = self.meant.get(&BindingKey::of(ident))?;
        Some(self.among(&ident.to_string(), *number))
    }

    /// The declarations, each with a name for what it declares.
    pub(super) fn declarations(&self) -> impl Iterator<Item = (BindingKey, String)> {
        let numbered = self.declared.iter().enumerate();
        numbered.map(|(number, (key, name))| (*key, self.among(name, number)))
    }

    fn among(&self, name: &str, number: usize) -> String {
        match self.count.get(name) {
            Some(2..) => format!("{name}{AMONG}{number}"),
            _ => name.to_owned(),
        }
    }

    fn declare(&mut self, ident: &Ident) {
        let (key, number) = (BindingKey::of(ident), self.declared.len());
        *self.count.entry(ident.to_string()).or_default() += 1;
        self.meant.insert(key, number);
        self.visible.push((scope::key(ident), number));
        self.declared.push((key, ident.to_string()));
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
