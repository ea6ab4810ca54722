//! From tokens to IR: the only place that reads syn expressions.

pub(crate) mod algebra;
mod bindings;
pub(crate) mod carrier;
pub(crate) mod checkpoint;
pub(crate) mod depth;
mod discrete;
pub(crate) mod fence;
pub(crate) mod functions;
pub(crate) mod host;
mod identifiers;
pub(crate) mod impl_block;
mod inspect;
mod iterators;
pub(crate) mod lower;
mod rename;
mod scope;
pub(crate) mod signature;
mod vec_macro;

pub(crate) use functions::Functions;
pub(crate) use host::Host;
pub(crate) use identifiers::{identifier, identifiers_in, names_in};
pub(crate) use inspect::is_self;
pub(crate) use lower::lower;
pub(crate) use vec_macro::repeated_length;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Block, Visibility};

/// The annotated function: its head, and its body where that parses.
pub(crate) struct Source {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: syn::Signature,
    pub(crate) body: Body,
    pub(crate) host: Host,
    /// Its parameters that are called where a derivative flows, in one of the two readings that there are then.
    pub(crate) functions: Functions,
}

pub(crate) enum Body {
    Block(Box<Block>),
    /// Half-typed: the compiler says what is wrong with it.
    Unparsed,
    /// Beyond what can be read.
    TooDeep(Span),
    /// A function without a body.
    Missing(Span),
}

/// A function without its body.
struct Head {
    attrs: Vec<Attribute>,
    vis: Visibility,
    sig: syn::Signature,
    /// Where a semicolon stands for the body.
    semicolon: Option<syn::Token![;]>,
    /// Tokens that belong to nothing.
    rest: TokenStream,
}

impl Parse for Head {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        Ok(Head {
            attrs: input.call(Attribute::parse_outer)?,
            vis: input.parse()?,
            sig: input.parse()?,
            semicolon: input.parse()?,
            rest: input.parse()?,
        })
    }
}

/// Parses the item the attribute stands on; nothing where its head is half-typed, which the compiler
/// reports.
pub(crate) fn parse(item: &TokenStream) -> syn::Result<Option<Source>> {
    let (head, body) = split(item);
    if let Some(span) = depth::too_deep(head.clone()) {
        return Err(fence::too_deep(span));
    }
    let head: Head = match syn::parse2(head) {
        Ok(head) => head,
        Err(error) => return fence::not_a_function(item, error).map_or(Ok(None), Err),
    };
    let body = match (head.semicolon, body) {
        (Some(semicolon), _) => Body::Missing(semicolon.span),
        (None, Some(body)) if head.rest.is_empty() => parse_body(body),
        _ => Body::Unparsed,
    };
    Ok(Some(Source {
        attrs: head.attrs,
        vis: head.vis,
        host: Host::of(&head.sig, item),
        sig: head.sig,
        body,
        functions: Functions::default(),
    }))
}

/// The tokens before the braces of the body, and these: the head can be read where the body cannot.
fn split(item: &TokenStream) -> (TokenStream, Option<Group>) {
    let mut head: Vec<TokenTree> = item.clone().into_iter().collect();
    match head.pop() {
        Some(TokenTree::Group(body)) if is_block(&body) => (head.into_iter().collect(), Some(body)),
        _ => (item.clone(), None),
    }
}

/// Whether these are braces, as written or as `$body:block` of a macro's.
fn is_block(group: &Group) -> bool {
    match group.delimiter() {
        Delimiter::Brace => true,
        Delimiter::None => {
            let mut tokens = group.stream().into_iter();
            let braces = matches!(tokens.next(), Some(TokenTree::Group(inner))
                if inner.delimiter() == Delimiter::Brace);
            braces && tokens.next().is_none()
        }
        Delimiter::Parenthesis | Delimiter::Bracket => false,
    }
}

fn parse_body(body: Group) -> Body {
    let body = TokenStream::from(TokenTree::Group(body));
    match depth::too_deep(body.clone()) {
        Some(span) => Body::TooDeep(span),
        None => syn::parse2(body).map_or(Body::Unparsed, |block| Body::Block(Box::new(block))),
    }
}
