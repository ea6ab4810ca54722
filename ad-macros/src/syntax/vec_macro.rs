//! `vec!`, the one macro whose arguments are looked into.

use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Token};

/// What is in the brackets.
pub(super) enum Contents {
    Repeated(Box<Repeated>),
    Listed(Punctuated<Expr, Token![,]>),
}

/// `element; length`
pub(super) struct Repeated {
    pub(super) element: Expr,
    pub(super) length: Expr,
}

impl Parse for Repeated {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let element = input.parse()?;
        input.parse::<Token![;]>()?;
        let length = input.parse()?;
        Ok(Repeated { element, length })
    }
}

impl Contents {
    pub(super) fn of(mac: &Macro) -> Option<Self> {
        if !is_vec(mac) {
            return None;
        }
        if let Ok(repeated) = syn::parse2(mac.tokens.clone()) {
            return Some(Contents::Repeated(Box::new(repeated)));
        }
        let listed = Punctuated::parse_terminated.parse2(mac.tokens.clone());
        listed.ok().map(Contents::Listed)
    }

    pub(super) fn exprs(&self) -> Vec<&Expr> {
        match self {
            Contents::Repeated(repeated) => vec![&repeated.element, &repeated.length],
            Contents::Listed(elements) => elements.iter().collect(),
        }
    }
}

/// `n`, of `vec![element; n]`.
pub(crate) fn repeated_length(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Macro(mac) => match Contents::of(&mac.mac)? {
            Contents::Repeated(repeated) => Some(repeated.length),
            Contents::Listed(_) => None,
        },
        _ => None,
    }
}

/// Whether a macro is `vec!`.
pub(super) fn is_vec(mac: &Macro) -> bool {
    mac.path
        .segments
        .last()
        .is_some_and(|last| last.ident == "vec")
}
