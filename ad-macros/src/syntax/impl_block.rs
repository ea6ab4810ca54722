//! `#[differentiate]` on an `impl` block: its functions with the attribute, and what is between them.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Attribute, ImplItem, ItemImpl, Meta};

use super::carrier::last_segment;
use super::host::Seen;
use super::{depth, fence};
use crate::diagnostics::Errors;

/// An `impl` block, taken apart.
pub(crate) struct ImplBlock {
    /// The tokens before the braces.
    head: TokenStream,
    braces: Span,
    pub(crate) host: Rc<Seen>,
    pub(crate) members: Vec<Member>,
}

pub(crate) enum Member {
    Other(TokenStream),
    /// A function with the attribute, of which these are the arguments.
    Differentiated {
        args: TokenStream,
        item: TokenStream,
    },
}

impl ImplBlock {
    /// The block with these tokens in the braces.
    pub(crate) fn with(&self, members: TokenStream) -> TokenStream {
        let mut braces = Group::new(Delimiter::Brace, members);
        braces.set_span(self.braces);
        let head = &self.head;
        quote!(#head #braces)
    }
}

/// Whether an item is an `impl` block, by its first words.
pub(crate) fn is_impl(item: &TokenStream) -> bool {
    let mut tokens = item.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(hash) if hash.as_char() == '#' => {
                tokens.next();
            }
            TokenTree::Ident(word) if word == "unsafe" => {}
            TokenTree::Ident(word) => return word == "impl",
            _ => return false,
        }
    }
    false
}

/// Takes a block apart; nothing where what is outside the bodies is half-typed, which the compiler reports.
pub(crate) fn parse(
    args: &TokenStream,
    item: &TokenStream,
    errors: &mut Errors,
) -> Option<ImplBlock> {
    let mut head: Vec<TokenTree> = item.clone().into_iter().collect();
    let Some(TokenTree::Group(braces)) = head.pop() else {
        return None;
    };
    let head: TokenStream = head.into_iter().collect();
    let (outline, bodies) = without_bodies(braces.stream());
    let outline = quote!(#head { #outline });
    if let Some(span) = depth::too_deep(outline.clone()) {
        errors.absorb(fence::too_deep(span));
        return None;
    }
    let block: ItemImpl = syn::parse2(outline).ok()?;
    let before = errors.len();
    if !args.is_empty() {
        fence::options_of_impl(args.span(), errors);
    }
    if let Some((of, _)) = &block.trait_ {
        fence::impl_of_trait(of.span(), errors);
    }
    let mut bodies = bodies.into_iter();
    let members = block.items.iter();
    let members: Vec<Member> = members
        .map(|item| member(item, &mut bodies, errors))
        .collect();
    let differentiated = |member: &Member| matches!(member, Member::Differentiated { .. });
    if errors.len() == before && !members.iter().any(differentiated) {
        fence::impl_without_functions(block.impl_token.span, errors);
    }
    Some(ImplBlock {
        head,
        braces: braces.span(),
        host: Rc::new(Seen {
            name: last_segment(&block.self_ty).cloned(),
            plain: plain(&block.items, &members),
            generics: block.generics,
        }),
        members,
    })
}

/// The tokens of a block with nothing in the braces among them, and these braces: the functions can be told apart where
/// their bodies are half-typed.
fn without_bodies(members: TokenStream) -> (TokenStream, Vec<Group>) {
    let mut bodies = Vec::new();
    let emptied = members.into_iter().map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            bodies.push(group);
            Group::new(Delimiter::Brace, TokenStream::new()).into()
        }
        token => token,
    });
    let emptied = emptied.collect();
    (emptied, bodies)
}

/// The same tokens with the braces in their places.
fn with_bodies(tokens: TokenStream, bodies: &mut impl Iterator<Item = Group>) -> TokenStream {
    let filled = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            bodies.next().unwrap_or(group).into()
        }
        token => token,
    });
    filled.collect()
}

/// The names of the functions without the attribute.
fn plain(items: &[ImplItem], members: &[Member]) -> BTreeSet<String> {
    let plain = items.iter().zip(members).filter_map(|both| match both {
        (ImplItem::Fn(function), Member::Other(_)) => Some(function.sig.ident.to_string()),
        _ => None,
    });
    plain.collect()
}

fn member(
    item: &ImplItem,
    bodies: &mut impl Iterator<Item = Group>,
    errors: &mut Errors,
) -> Member {
    let is_ours = |attribute: &Attribute| {
        let last = attribute.path().segments.last();
        last.is_some_and(|last| last.ident == "differentiate")
    };
    let (mut item, mut args) = (item.clone(), None);
    if let ImplItem::Fn(function) = &mut item
        && let Some(index) = function.attrs.iter().position(is_ours)
    {
        args = Some(match function.attrs.remove(index).meta {
            Meta::Path(_) => TokenStream::new(),
            Meta::List(list) => list.tokens,
            Meta::NameValue(pair) => {
                errors.push(pair.eq_token.span, "expected `(..)`, or nothing");
                TokenStream::new()
            }
        });
    }
    let item = with_bodies(item.into_token_stream(), bodies);
    match args {
        Some(args) => Member::Differentiated { args, item },
        None => Member::Other(item),
    }
}
