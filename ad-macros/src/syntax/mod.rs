//! From tokens to IR: the only place that reads syn expressions.

pub(crate) mod fence;
pub(crate) mod lower;
mod scope;
pub(crate) mod signature;

pub(crate) use lower::lower;
pub(crate) use scope::identifiers_in as identifiers;

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Block, Visibility};

/// The annotated function: its head, and its body where that parses.
pub(crate) struct Source {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: syn::Signature,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    Block(Box<Block>),
    /// Half-typed: the compiler says what is wrong with it.
    Unparsed,
    /// A function without a body.
    Missing(proc_macro2::Span),
}

impl Parse for Source {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let sig = input.parse()?;
        let body = if input.peek(syn::Token![;]) {
            Body::Missing(input.parse::<syn::Token![;]>()?.span)
        } else {
            let tokens: TokenStream = input.parse()?;
            syn::parse2(tokens).map_or(Body::Unparsed, |block| Body::Block(Box::new(block)))
        };
        Ok(Source {
            attrs,
            vis,
            sig,
            body,
        })
    }
}

/// The deepest nesting of brackets that is read: beyond it recursion would exhaust the stack.
const DEEPEST: usize = 96;

/// The first bracket, or invisible group of a macro's, nested too deeply to be read, if any; found
/// without recursion.
fn too_deep(tokens: &TokenStream) -> Option<proc_macro2::Span> {
    let mut open: Vec<(TokenStream, usize)> = vec![(tokens.clone(), 0)];
    while let Some((tokens, depth)) = open.pop() {
        for token in tokens {
            if let TokenTree::Group(group) = token {
                if depth > DEEPEST {
                    return Some(group.span_open());
                }
                open.push((group.stream(), depth + 1));
            }
        }
    }
    None
}

/// Parses the item the attribute stands on.
pub(crate) fn parse(item: &TokenStream) -> syn::Result<Source> {
    if let Some(span) = too_deep(item) {
        return Err(fence::too_deep(span));
    }
    syn::parse2::<Source>(item.clone()).map_err(|error| fence::not_a_function(item, error))
}
