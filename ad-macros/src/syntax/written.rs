//! What macros that are kept write to: `assert!({ n += 1; n < 9 })`.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, Macro, Token};

use super::identifiers::macro_identifiers;
use super::scope::root;

/// The names of what the arguments of a macro assign to, borrow mutably, or change by a method.
pub(super) fn written_by_macro(mac: &Macro) -> BTreeSet<String> {
    let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(mac.tokens.clone());
    let Ok(arguments) = arguments else {
        // Patterns, for one. Whatever is assigned there may be any of the names.
        let names = macro_identifiers(&mac.tokens).into_iter();
        let names = names.filter(|_| assigns(&mac.tokens));
        return names.map(|ident| ident.unraw().to_string()).collect();
    };
    let mut written = Written::default();
    for argument in &arguments {
        match argument {
            // An argument of a format string, with its name.
            Expr::Assign(named) if matches!(*named.left, Expr::Path(_)) => {
                written.visit_expr(&named.right);
            }
            argument => written.visit_expr(argument),
        }
    }
    written.0
}

/// Whether there is an assignment or a mutable borrow among tokens.
fn assigns(tokens: &TokenStream) -> bool {
    let mut operator = String::new();
    let mut found = false;
    for token in tokens.clone() {
        match &token {
            TokenTree::Punct(punct) => operator.push(punct.as_char()),
            token => {
                const COMPARISONS: [&str; 6] = ["==", "!=", "<=", ">=", "=>", "..="];
                let compares = |operator: &str| {
                    COMPARISONS
                        .iter()
                        .any(|comparison| operator.starts_with(comparison))
                };
                found |= operator.contains('=') && !compares(&operator);
                found |= matches!(token, TokenTree::Ident(ident) if ident == "mut");
                if let TokenTree::Group(group) = token {
                    found |= assigns(&group.stream());
                }
                operator.clear();
            }
        }
    }
    found
}

#[derive(Default)]
struct Written(BTreeSet<String>);

impl Written {
    /// Remembers the variable that a place is in.
    fn writes(&mut self, place: &Expr) {
        match place {
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|part| self.writes(part)),
            Expr::Array(array) => array.elems.iter().for_each(|part| self.writes(part)),
            place => {
                let name = root(place).map(|ident| ident.unraw().to_string());
                self.0.extend(name);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Written {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Assign(assign) => self.writes(&assign.left),
            Expr::Binary(binary) if super::lower::assigned_operator(&binary.op).is_some() => {
                self.writes(&binary.left);
            }
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.writes(&reference.expr);
            }
            Expr::MethodCall(call) if changes(&call.method.to_string()) => {
                self.writes(&call.receiver);
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.0.append(&mut written_by_macro(mac));
    }
}

/// Whether a method changes its receiver, or lends it to be changed.
fn changes(method: &str) -> bool {
    const METHODS: [&str; 24] = [
        "append",
        "clear",
        "clone_from_slice",
        "copy_from_slice",
        "copy_within",
        "drain",
        "extend",
        "extend_from_slice",
        "fill",
        "fill_with",
        "insert",
        "next",
        "next_back",
        "pop",
        "push",
        "remove",
        "resize",
        "retain",
        "reverse",
        "split_off",
        "swap",
        "swap_remove",
        "swap_with_slice",
        "truncate",
    ];
    let words = ["mut", "sort", "dedup", "rotate"];
    METHODS.contains(&method) || method.split('_').any(|word| words.contains(&word))
}
