//! User code under the names that generated code gives its variables.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FieldPat, FieldValue, Macro, Member, PatIdent, Token};

use super::checkpoint::is_checkpoint;
use super::discrete::Discrete;
use super::identifiers::captured_names;
use super::scope::key;
use super::vec_macro::Repeated;

/// Renames variables in user code.
pub(super) struct Renamer<'a> {
    pub(super) names: &'a BTreeMap<String, Ident>,
    /// What casts of fields must be of.
    pub(super) discrete: &'a Discrete,
    pub(super) runtime: &'a syn::Path,
}

impl Renamer<'_> {
    fn renamed(&self, ident: &Ident) -> Option<Ident> {
        let name = self.names.get(&key(ident))?;
        Some(Ident::new(
            &name.to_string(),
            ident.span().resolved_at(name.span()),
        ))
    }

    /// The arguments of a macro that are expressions, so that fields and methods are told from variables.
    fn arguments(&mut self, mac: &Macro) -> Option<TokenStream> {
        if let Ok(Repeated {
            mut element,
            mut length,
        }) = syn::parse2(mac.tokens.clone())
        {
            self.visit_expr_mut(&mut element);
            self.visit_expr_mut(&mut length);
            return Some(quote!(#element; #length));
        }
        let listed = Punctuated::<Expr, Token![,]>::parse_terminated;
        let mut listed = listed.parse2(mac.tokens.clone()).ok()?;
        listed
            .iter_mut()
            .for_each(|argument| self.visit_expr_mut(argument));
        Some(quote!(#listed))
    }

    /// The same of what is no list of expressions: names after a dot are those of fields and methods.
    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let mut after_dot = false;
        let mut renamed = TokenStream::new();
        for token in tokens {
            let dot = matches!(&token, TokenTree::Punct(dot) if dot.as_char() == '.');
            let token = match token {
                TokenTree::Ident(ident) if !after_dot => {
                    TokenTree::Ident(self.renamed(&ident).unwrap_or(ident))
                }
                TokenTree::Group(group) => {
                    let mut inner =
                        proc_macro2::Group::new(group.delimiter(), self.tokens(group.stream()));
                    inner.set_span(group.span());
                    TokenTree::Group(inner)
                }
                other => other,
            };
            renamed.extend([token]);
            after_dot = dot;
        }
        renamed
    }
}

impl VisitMut for Renamer<'_> {
    /// A loop that stays as it is needs no states.
    fn visit_expr_for_loop_mut(&mut self, token: &mut syn::ExprForLoop) {
        token.attrs.retain(|attribute| !is_checkpoint(attribute));
        visit_mut::visit_expr_for_loop_mut(self, token);
    }

    fn visit_expr_cast_mut(&mut self, cast: &mut syn::ExprCast) {
        let confirmed = self.discrete.is_to_be_confirmed(&cast.expr);
        visit_mut::visit_expr_cast_mut(self, cast);
        if confirmed {
            let (runtime, value) = (self.runtime, &cast.expr);
            let value = if let Expr::Paren(paren) = &**value {
                &paren.expr
            } else {
                value
            };
            cast.expr = syn::parse_quote!(#runtime::discrete(#value));
        }
    }

    fn visit_expr_unary_mut(&mut self, unary: &mut syn::ExprUnary) {
        let negates = matches!(unary.op, syn::UnOp::Not(_));
        let confirmed = negates && self.discrete.is_to_be_confirmed(&unary.expr);
        visit_mut::visit_expr_unary_mut(self, unary);
        if confirmed {
            let (runtime, value) = (self.runtime, &unary.expr);
            unary.expr = syn::parse_quote!(#runtime::discrete(#value));
        }
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if path.qself.is_none()
            && let Some(ident) = path.path.get_ident()
            && let Some(renamed) = self.renamed(ident)
        {
            path.path = renamed.into();
        }
    }

    fn visit_pat_ident_mut(&mut self, pat: &mut PatIdent) {
        if let Some(renamed) = self.renamed(&pat.ident) {
            pat.ident = renamed;
        }
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        if let (None, Member::Named(name)) = (&field.colon_token, &field.member)
            && self.renamed(name).is_some()
        {
            field.colon_token = Some(Token![:](name.span()));
        }
        visit_mut::visit_field_value_mut(self, field);
    }

    fn visit_field_pat_mut(&mut self, field: &mut FieldPat) {
        if let (None, Member::Named(name)) = (&field.colon_token, &field.member)
            && self.renamed(name).is_some()
        {
            field.colon_token = Some(Token![:](name.span()));
        }
        visit_mut::visit_field_pat_mut(self, field);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let captured: BTreeMap<String, Ident> = mac
            .tokens
            .clone()
            .into_iter()
            .filter_map(|token| match token {
                TokenTree::Literal(literal) => Some(captured_names(&literal)),
                _ => None,
            })
            .flatten()
            .filter(|name| self.names.contains_key(&key(name)))
            .map(|name| (name.to_string(), name))
            .collect();
        mac.tokens = match self.arguments(mac) {
            Some(arguments) => arguments,
            None => self.tokens(mac.tokens.clone()),
        };
        let separator = (!captured.is_empty() && !ends_with_comma(&mac.tokens)).then(|| quote!(,));
        mac.tokens.extend(separator);
        for name in captured.into_values() {
            let renamed = self.renamed(&name);
            mac.tokens.extend(quote!(#name = #renamed,));
        }
    }
}

fn ends_with_comma(tokens: &TokenStream) -> bool {
    let last = tokens.clone().into_iter().last();
    matches!(last, Some(TokenTree::Punct(comma)) if comma.as_char() == ',')
}
