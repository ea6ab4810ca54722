//! Items in a function: constants and imports.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Item, Stmt, UseTree};

use super::Lowerer;
use crate::syntax::fence;
use crate::syntax::identifiers::count_identifiers;
use crate::syntax::scope::{self, Binding, Meaning};

impl Lowerer<'_> {
    /// Binds the constants of a block, which are in scope in all of it. Blocks are not kept, so
    /// those of inner ones get names of their own.
    pub(super) fn hoist(&mut self, stmts: &[Stmt], inner: bool) {
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
                    count_identifiers(stmt, &mut inside);
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
        let binding = Binding {
            item: true,
            ..Binding::new(ident, meaning, None)
        };
        self.scope.bind(ident, binding);
    }
}

/// Gives a constant the name it is known by in generated code.
pub(super) fn rename_item(stmt: &mut Stmt, names: &BTreeMap<String, Ident>) {
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

fn rename_imports(tree: &mut UseTree, names: &BTreeMap<String, Ident>) {
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
