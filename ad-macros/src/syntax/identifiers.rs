//! The identifiers in a piece of source, those that format strings capture included.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;

use crate::ir::Mentions;

/// The identifiers in a macro's tokens that may be variables, those that format strings capture
/// included.
pub(super) fn macro_identifiers(tokens: &TokenStream) -> Vec<Ident> {
    let mut found = Vec::new();
    for_each_name(tokens.clone(), false, &mut |ident| found.push(ident));
    found
}

/// Visits the identifiers that may be variables or types, those that format strings capture included: not the members
/// in `x.name` and `path::name`, nor the fields in `S { name: value }`.
fn for_each_name(tokens: TokenStream, braced: bool, visit: &mut dyn FnMut(Ident)) {
    let mut tokens = tokens.into_iter().peekable();
    // How many dots and colons stand before.
    let (mut dots, mut colons) = (0, 0);
    while let Some(token) = tokens.next() {
        let member = dots == 1 || colons == 2;
        let punct = match &token {
            TokenTree::Punct(punct) => Some(punct.as_char()),
            _ => None,
        };
        dots = if punct == Some('.') { dots + 1 } else { 0 };
        colons = if punct == Some(':') { colons + 1 } else { 0 };
        match token {
            TokenTree::Ident(ident) => {
                let field = braced
                    && matches!(tokens.peek(), Some(TokenTree::Punct(colon)) if is_lone_colon(colon));
                if !member && !field {
                    visit(ident);
                }
            }
            TokenTree::Group(group) => {
                let braced = group.delimiter() == Delimiter::Brace;
                for_each_name(group.stream(), braced, visit);
            }
            TokenTree::Literal(literal) => {
                captured_names(&literal).into_iter().for_each(&mut *visit);
            }
            TokenTree::Punct(_) => {}
        }
    }
}

/// `:`, which is no half of `::`.
fn is_lone_colon(punct: &Punct) -> bool {
    punct.as_char() == ':' && punct.spacing() == Spacing::Alone
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

/// The names of what may be variables or types in a piece of syntax.
pub(crate) fn names_in(syntax: &impl ToTokens) -> Mentions {
    let mut names = BTreeSet::new();
    for_each_name(syntax.to_token_stream(), false, &mut |ident| {
        names.insert(ident.unraw().to_string());
    });
    Mentions {
        vars: BTreeSet::new(),
        names,
    }
}

/// A name of the user's.
pub(crate) fn identifier(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| Ident::new_raw(name, Span::call_site()))
}

#[cfg(test)]
mod tests {
    use super::names_in;

    fn names(source: &str) -> Vec<String> {
        let tokens: proc_macro2::TokenStream = source.parse().expect("tokens");
        names_in(&tokens).names.into_iter().collect()
    }

    #[test]
    fn names_are_of_variables_and_types() {
        assert_eq!(names("a.b.c(d)"), ["a", "d"]);
        assert_eq!(names("S { a: b, c, ..d }"), ["S", "b", "c", "d"]);
        assert_eq!(names("v[a..b]"), ["a", "b", "v"]);
        assert_eq!(names("v[a..=b]"), ["a", "b", "v"]);
        assert_eq!(names("a::b(c)"), ["a", "c"]);
        assert_eq!(names("|a: T| a"), ["T", "a"]);
        assert_eq!(names("print!(\"{a} {{b}}\", c.d)"), ["a", "c", "print"]);
        assert_eq!(names("{ T::of(a) }"), ["T", "a"]);
    }
}
