//! User code under the names that generated code gives its variables.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FieldPat, FieldValue, Macro, Member, PatIdent, Token};

use super::checkpoint::is_checkpoint;
use super::discrete::Discrete;
use super::identifiers::captured_names;
use super::inspect;
use super::scope::{self, Meaning, Scope, Value, is_place, key};
use super::vec_macro::Repeated;
use crate::rules;

/// Renames variables in user code.
pub(super) struct Renamer<'a> {
    pub(super) names: &'a BTreeMap<String, Ident>,
    /// What casts of fields must be of.
    pub(super) discrete: &'a Discrete,
    pub(super) runtime: &'a syn::Path,
    /// What the names mean.
    pub(super) scope: &'a Scope,
    /// The variables that the code itself has declared so far.
    pub(super) locals: Vec<Local>,
}

/// A variable of code without a derivative.
pub(super) struct Local {
    name: String,
    /// Declared `mut`: the code may write it.
    mutable: bool,
    /// Whether what it begins with may carry a derivative.
    active: bool,
}

impl Renamer<'_> {
    /// Whether a name stands for what may carry a derivative.
    fn is_active(&self, name: &Ident) -> bool {
        if let Some(local) = self.local(name) {
            return local.active;
        }
        let binding = self.scope.lookup(name);
        binding.is_some_and(|binding| match &binding.meaning {
            Meaning::Value(value) => !matches!(value, Value::Inert(_)),
            Meaning::Place(_) => true,
            Meaning::Inert { .. } | Meaning::Deferred | Meaning::Closure(_) => false,
        })
    }

    fn local(&self, name: &Ident) -> Option<&Local> {
        let name = name.to_string();
        self.locals.iter().rev().find(|local| local.name == name)
    }

    /// Whether an argument may carry a derivative, in code that has none itself.
    fn may_carry(&self, argument: &Expr) -> bool {
        struct Search<'a> {
            of: &'a Renamer<'a>,
            found: bool,
        }
        impl<'ast> Visit<'ast> for Search<'_> {
            fn visit_expr(&mut self, expr: &'ast Expr) {
                let discrete =
                    inspect::ends_derivatives(expr) || self.of.discrete.contains(expr, None);
                if !discrete && !matches!(expr, Expr::Cast(_) | Expr::Closure(_)) {
                    visit::visit_expr(self, expr);
                }
            }

            fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
                let ident = path.path.get_ident();
                self.found |= ident.is_some_and(|ident| self.of.is_active(ident));
            }
        }
        let mut search = Search {
            of: self,
            found: false,
        };
        search.visit_expr(argument);
        search.found
    }

    /// Whether a variable without a derivative is lent to a call that is given what carries one: it must stay as it is.
    fn stays<'e>(&self, lent: &Expr, given: impl IntoIterator<Item = &'e Expr>) -> bool {
        let root = is_place(lent).then(|| scope::root(lent)).flatten();
        let own = |root| self.local(root).is_some_and(|local| local.mutable);
        root.is_some_and(|root| !self.is_active(root) && !own(root))
            && given.into_iter().any(|argument| self.may_carry(argument))
    }

    /// Whether a method of the user's might write what has a derivative, which would be lost: it is given a shared reference.
    fn is_kept_from(&self, call: &syn::ExprMethodCall) -> bool {
        let is_known = inspect::is_known_method(&call.method)
            || rules::returns_a_borrow(&call.method.to_string());
        let root = is_place(&call.receiver).then(|| scope::root(&call.receiver));
        let written = |root| {
            let binding = self
                .scope
                .lookup(root)
                .filter(|_| self.local(root).is_none());
            binding.is_some_and(|binding| {
                matches!(
                    binding.meaning,
                    Meaning::Place(_) | Meaning::Value(Value::Reference(_))
                )
            })
        };
        !is_known && root.flatten().is_some_and(written)
    }

    /// `constant`, unless the path says whose it is. A function of the user's may have that name, and a derivative.
    fn other_constant(&self, function: &Expr) -> Option<syn::ExprPath> {
        let Expr::Path(path) = function else {
            return None;
        };
        let mut segments = path.path.segments.iter().rev();
        let is_named = segments.next().is_some_and(|last| last.ident == "constant");
        let owner = segments.next().map(|owner| &owner.ident);
        let runtime = self.runtime.segments.last().map(|last| &last.ident);
        (is_named && (owner.is_none() || owner != runtime)).then(|| path.clone())
    }

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

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let outside = self.locals.len();
        visit_mut::visit_block_mut(self, block);
        self.locals.truncate(outside);
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        struct Names(Vec<(String, bool)>);
        impl<'ast> Visit<'ast> for Names {
            fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
                let name = pat.ident.to_string();
                self.0.push((name, pat.mutability.is_some()));
                visit::visit_pat_ident(self, pat);
            }
        }
        let mut names = Names(Vec::new());
        names.visit_pat(&local.pat);
        let init = local.init.as_ref();
        let active = init.is_some_and(|init| self.may_carry(&init.expr));
        visit_mut::visit_local_mut(self, local);
        let declared = names.0.into_iter().map(|(name, mutable)| Local {
            name,
            mutable,
            active,
        });
        self.locals.extend(declared);
    }

    /// That a method does not write what it is called on, the compiler confirms.
    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        let stays = self.stays(&call.receiver, &call.args) || self.is_kept_from(call);
        visit_mut::visit_expr_method_call_mut(self, call);
        if stays {
            *call.receiver = shared(&call.receiver);
        }
    }

    /// The same of a function, and what it is lent.
    fn visit_expr_call_mut(&mut self, call: &mut syn::ExprCall) {
        let args: Vec<Expr> = call.args.iter().cloned().collect();
        let stay = args.iter().map(|argument| match argument {
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.stays(&reference.expr, &args)
            }
            _ => false,
        });
        let stay: Vec<bool> = stay.collect();
        visit_mut::visit_expr_call_mut(self, call);
        if let Some(path) = self.other_constant(&call.func) {
            let runtime = self.runtime;
            *call.func = syn::parse_quote!(#runtime::known_function(#runtime::constant, #path));
        }
        for (argument, stays) in call.args.iter_mut().zip(stay) {
            if let (Expr::Reference(reference), true) = (argument, stays) {
                reference.mutability = None;
            }
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

/// `(&place)`, at the place.
fn shared(place: &Expr) -> Expr {
    syn::parse_quote_spanned!(place.span()=> (&#place))
}

fn ends_with_comma(tokens: &TokenStream) -> bool {
    let last = tokens.clone().into_iter().last();
    matches!(last, Some(TokenTree::Punct(comma)) if comma.as_char() == ',')
}
