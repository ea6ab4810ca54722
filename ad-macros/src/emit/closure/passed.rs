//! Functions as arguments: what the linkage of the callee makes of a closure, and takes of a function by its name.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprPath, Path, Type};

use super::Written;
use crate::emit::call::located;
use crate::emit::statement::Writer;
use crate::ir::{Argument, Call, Closure, Named, Passed, PassedFunction};

/// Which derivatives of a function that is passed are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Order {
    First,
    Second,
}

impl Order {
    /// Those that the derivative of a call asks for.
    pub(in crate::emit) fn of(call: &Call) -> Order {
        if call.tangents.is_some() {
            Order::Second
        } else {
            Order::First
        }
    }
}

impl Writer<'_> {
    /// A function as the linkage of the callee takes it: a closure, of a copy of what it captures.
    pub(in crate::emit) fn function(&mut self, order: Order, argument: &Argument) -> TokenStream {
        match argument.function.as_deref() {
            Some(PassedFunction::Closure(closure)) => {
                let captures = match &argument.value {
                    Passed::Reference { place, .. } => {
                        let place = self.place(place);
                        quote!(::core::clone::Clone::clone(&#place))
                    }
                    Passed::Value(_) => quote!(()),
                };
                passed(closure, order, &captures, self.runtime, self.generic)
            }
            Some(PassedFunction::Named(function)) => named(function, order, self.runtime),
            None => TokenStream::new(),
        }
    }
}

/// What the linkage of the callee makes of a closure; `captures` is what it captures, owned.
fn passed(
    closure: &Closure,
    order: Order,
    captures: &TokenStream,
    runtime: &Path,
    generic: Option<&Type>,
) -> TokenStream {
    let linkage = linkage_of(&closure.callee, order, runtime);
    let span = closure.callee.path.segments.last();
    let span = span.map_or_else(Span::call_site, |last| last.ident.span());
    let construct = Ident::new(&format!("closure_{}", closure.index), span);
    let written = Written::of(closure, runtime, generic);
    let modes = written.modes(order);
    let made = quote!(&#linkage #construct(#captures, #(#modes),*));
    match &closure.plain {
        Some(plain) => {
            let plain = match plain {
                // It outlives what it reads, as pullbacks do.
                Expr::Closure(plain) if plain.capture.is_none() => written.keeping(&quote!(#plain)),
                plain => quote!(#plain),
            };
            let select = Ident::new(&format!("named_{}", closure.index), span);
            quote!(#linkage #select(#plain, #made))
        }
        None => made,
    }
}

/// What the linkage of the callee takes of a function that is passed by its name: as it is, or with its derivatives.
fn named(named: &Named, order: Order, runtime: &Path) -> TokenStream {
    let (function, plain) = (&named.function, &named.plain);
    let span = function.span();
    let linkage = linkage_of(&named.callee, order, runtime);
    let select = Ident::new(&format!("named_{}", named.index), span);
    let taken = quote!(#select(#plain, &#runtime::function!(#function)));
    match order {
        Order::First => located(quote!(#linkage #taken), span),
        Order::Second => {
            let taken = located(taken, span);
            quote!(#linkage #taken)
        }
    }
}

/// `<g>::`, or what finds the linkage of its forward mode: that there is none is an error at the callee.
fn linkage_of(callee: &ExprPath, order: Order, runtime: &Path) -> TokenStream {
    match order {
        Order::First => quote!(<#callee>::),
        Order::Second => located(
            quote!(<#callee as #runtime::DifferentiableTwice>::FORWARD_MODE.),
            callee.span(),
        ),
    }
}
