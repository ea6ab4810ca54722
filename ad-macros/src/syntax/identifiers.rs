//! The identifiers in a piece of source, those that format strings capture included.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;

use crate::ir::Mentions;

/// The identifiers in a macro's tokens that may be variables, those that format strings capture
/// included.
pub(super) fn macro_identifiers(tokens: &TokenStream) -> Vec<Ident> {
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
pub(super) fn captured_names(literal: &Literal) -> Vec<Ident> {
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

/// Visits the name of every identifier in a piece of source.
fn for_each_identifier(tokens: TokenStream, visit: &mut dyn FnMut(String)) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => visit(ident.unraw().to_string()),
            TokenTree::Group(group) => for_each_identifier(group.stream(), visit),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Counts every identifier in a piece of syntax.
pub(super) fn count_identifiers(syntax: &impl ToTokens, found: &mut BTreeMap<String, usize>) {
    for_each_identifier(syntax.to_token_stream(), &mut |name| {
        *found.entry(name).or_default() += 1;
    });
}

/// Every identifier in a piece of syntax.
pub(crate) fn identifiers_in(syntax: &impl ToTokens, found: &mut BTreeSet<String>) {
    for_each_identifier(syntax.to_token_stream(), &mut |name| {
        found.insert(name);
    });
}

/// The identifiers in a piece of syntax, as names.
pub(crate) fn names_in(syntax: &impl ToTokens) -> Mentions {
    let mut names = BTreeSet::new();
    identifiers_in(syntax, &mut names);
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

/// A name of the user's.
pub(crate) fn identifier(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| Ident::new_raw(name, Span::call_site()))
}
