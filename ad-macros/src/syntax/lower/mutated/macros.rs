//! What macros that are kept write to: `assert!({ n += 1; n < 9 })`.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{Expr, Macro, Token};

use super::Search;
use crate::syntax::identifiers::macro_identifiers;

/// The names of what the arguments of a macro assign to, borrow mutably, or change by a method known to do so.
pub(in crate::syntax) fn written_by_macro(mac: &Macro) -> BTreeSet<String> {
    let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(mac.tokens.clone());
    let Ok(arguments) = arguments else {
        // Patterns, for one. Whatever is assigned there may be any of the names.
        let names = macro_identifiers(&mac.tokens).into_iter();
        let names = names.filter(|_| assigns(&mac.tokens));
        return names.map(|ident| ident.unraw().to_string()).collect();
    };
    let mut search = Search::for_methods(changes);
    for argument in &arguments {
        match argument {
            // An argument of a format string, with its name.
            Expr::Assign(named) if matches!(*named.left, Expr::Path(_)) => {
                search.visit_expr(&named.right);
            }
            argument => search.visit_expr(argument),
        }
    }
    search.found
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
