//! The attribute `#[checkpoint]`, which the compiler does not know.
//!
//! ```text
//! #[checkpoint]      for i in 0..n { … }        as many states as the square root of the number of trips
//! #[checkpoint(20)]  for i in 0..n { … }        so many
//! ```

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Expr, ExprForLoop, Meta};

use super::fence;
use crate::diagnostics::Errors;

const NAME: &str = "checkpoint";

pub(super) fn is_checkpoint(attribute: &Attribute) -> bool {
    attribute.path().is_ident(NAME)
}

/// The attribute of a loop.
pub(super) fn of(token: &ExprForLoop) -> Option<&Attribute> {
    token.attrs.iter().find(|other| is_checkpoint(other))
}

/// The number of states that an attribute asks for, where it does; an error where it is none.
pub(super) fn count(attribute: &Attribute) -> Result<Option<Expr>, proc_macro2::Span> {
    match &attribute.meta {
        Meta::Path(_) => Ok(None),
        Meta::List(list) => match list.parse_args::<Expr>() {
            Ok(count) => Ok(Some(count)),
            Err(_) => Err(list.delimiter.span().join()),
        },
        Meta::NameValue(pair) => Err(pair.eq_token.span),
    }
}

/// Reports every such attribute that is malformed, or stands where it means nothing.
pub(super) fn check(body: &Block, errors: &mut Errors) {
    Search { errors }.visit_block(body);
}

struct Search<'a> {
    errors: &'a mut Errors,
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_expr_for_loop(&mut self, token: &'ast ExprForLoop) {
        let mut found = token.attrs.iter().filter(|other| is_checkpoint(other));
        if let Some(attribute) = found.next() {
            match count(attribute) {
                Err(span) => fence::checkpoint_argument(span, self.errors),
                Ok(Some(count)) if is_zero(&count) => {
                    fence::no_checkpoints(count.span(), self.errors);
                }
                Ok(_) => {}
            }
        }
        if let Some(second) = found.next() {
            fence::checkpoint_twice(second, self.errors);
        }
        let others = token.attrs.iter().filter(|other| !is_checkpoint(other));
        others.for_each(|attribute| self.visit_attribute(attribute));
        self.visit_pat(&token.pat);
        self.visit_expr(&token.expr);
        self.visit_block(&token.body);
    }

    fn visit_expr_while(&mut self, token: &'ast syn::ExprWhile) {
        if token.attrs.iter().any(is_checkpoint) {
            fence::checkpoint_of(token.while_token.span, "while", self.errors);
        }
        self.visit_expr(&token.cond);
        self.visit_block(&token.body);
    }

    fn visit_expr_loop(&mut self, token: &'ast syn::ExprLoop) {
        if token.attrs.iter().any(is_checkpoint) {
            fence::checkpoint_of(token.loop_token.span, "loop", self.errors);
        }
        self.visit_block(&token.body);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if is_checkpoint(attribute) {
            fence::misplaced_checkpoint(attribute, self.errors);
        }
        visit::visit_attribute(self, attribute);
    }
}

fn is_zero(count: &Expr) -> bool {
    match count {
        Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Int(number) => number.base10_digits() == "0",
            _ => false,
        },
        Expr::Paren(paren) => is_zero(&paren.expr),
        _ => false,
    }
}

/// The item without the attribute; what is in the arguments of macros stays. The number of states is
/// still mentioned there: a variable that is only good for that is used.
pub(crate) fn without(item: &TokenStream) -> TokenStream {
    stripped(item).unwrap_or_else(|| item.clone())
}

/// The tokens without the attribute, if it is among them.
fn stripped(tokens: &TokenStream) -> Option<TokenStream> {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut found = false;
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let TokenTree::Group(group) = &token else {
            kept.push(token);
            continue;
        };
        let before = kept.last();
        if is_punctuation(before, '#') && names_checkpoint(group) {
            kept.pop();
            found = true;
            let is_loop = match tokens.peek() {
                Some(TokenTree::Ident(word)) => word == "for",
                Some(TokenTree::Punct(tick)) => tick.as_char() == '\'',
                _ => false,
            };
            if let (true, Some(count)) = (is_loop, argument(group.stream())) {
                let mention = quote_spanned!(Span::mixed_site()=> let _ = #count;);
                kept.extend(mention);
            }
            continue;
        }
        let of_macro = is_punctuation(before, '!') || is_punctuation(before, '#');
        let inner = (!of_macro).then(|| stripped(&group.stream())).flatten();
        kept.push(match inner {
            Some(inner) => {
                found = true;
                let mut inner = Group::new(group.delimiter(), inner);
                inner.set_span(group.span());
                inner.into()
            }
            None => token,
        });
    }
    found.then(|| kept.into_iter().collect())
}

fn is_punctuation(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// Whether brackets are those of the attribute.
fn names_checkpoint(group: &Group) -> bool {
    group.delimiter() == Delimiter::Bracket
        && matches!(first(group.stream()), Some(TokenTree::Ident(name)) if name == NAME)
}

/// What is in the parentheses of the attribute, if that is one expression.
fn argument(attribute: TokenStream) -> Option<Expr> {
    match attribute.into_iter().last()? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => argument(group.stream()),
        TokenTree::Group(group) => syn::parse2(group.stream()).ok(),
        _ => None,
    }
}

/// The first token, out of the invisible groups around what a macro was given.
fn first(tokens: TokenStream) -> Option<TokenTree> {
    match tokens.into_iter().next()? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => first(group.stream()),
        token => Some(token),
    }
}
