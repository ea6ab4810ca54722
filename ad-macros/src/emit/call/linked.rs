//! How code names what it calls: a function, and the functions of its linkage.
//!
//! ```text
//! m::g::<T>(x)  →  <m::g>::vjp::<T>(x)
//! M::g(x)       →  M::g_differentiated_vjp(x)
//! m.g(x)        →  m.g_differentiated_vjp(x)
//! ```

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::PathArguments;

use crate::emit::linkage::linked_method;
use crate::emit::statement::Writer;
use crate::emit::types::is_borrowed;
use crate::ir::{Call, Callee, Passed};

/// The path of a callee without its type arguments, a name where its own stands, and these arguments.
fn apart(path: &syn::ExprPath, name: &str) -> (syn::ExprPath, Ident, PathArguments) {
    let mut path = path.clone();
    let last = path.path.segments.last_mut();
    let (span, arguments) = last.map_or_else(
        || (Span::mixed_site(), PathArguments::None),
        |last| (last.ident.span(), std::mem::take(&mut last.arguments)),
    );
    (path, Ident::new(name, span), arguments)
}

/// A call by a path, or by the name of a method, of which the first argument is the receiver.
pub(super) fn call_of(call: &Call, path: &syn::ExprPath, arguments: &[TokenStream]) -> TokenStream {
    match (call.callee, arguments) {
        (callee, [receiver, arguments @ ..]) if callee.is_method() => {
            let receiver = match call.arguments.first().map(|argument| &argument.value) {
                // Lent by the call itself: only so may the arguments read of it.
                Some(Passed::Reference {
                    borrow: true,
                    mutable: true,
                    ..
                }) => {
                    let place: TokenStream = receiver.clone().into_iter().skip(2).collect();
                    quote!((#place))
                }
                _ if is_borrowed(receiver) => quote!((#receiver)),
                _ => receiver.clone(),
            };
            quote!(#receiver.#path(#(#arguments),*))
        }
        _ => quote!(#path(#(#arguments),*)),
    }
}

/// Tokens as if they all stood in one place.
pub(in crate::emit) fn located(tokens: TokenStream, span: Span) -> TokenStream {
    let at = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            let inner = located(group.stream(), span);
            token = TokenTree::Group(proc_macro2::Group::new(group.delimiter(), inner));
        }
        token.set_span(span.resolved_at(token.span()));
        token
    };
    tokens.into_iter().map(at).collect()
}

/// A call of a hidden companion of a callee: `<m::g>::vjp::<T>(x)` of `m::g::<T>(x)`, where the compiler expects
/// a type, and says of a function without companions that it found a function. Those of methods stand
/// beside them.
pub(super) fn linked_call(
    runtime: &syn::Path,
    call: &Call,
    name: &str,
    arguments: &[TokenStream],
) -> TokenStream {
    if call.callee.is_path_of_function() {
        let (path, name, turbofish) = apart(&call.path, name);
        let linked = quote!(<#path>::#name #turbofish(#(#arguments),*));
        return match call.callee {
            // That a rule is missing is an error at the operator.
            Callee::Operation => located(linked, name.span()),
            _ => linked,
        };
    }
    let mut path = call.path.clone();
    if let Some(last) = path.path.segments.last_mut() {
        last.ident = linked_method(&last.ident, name);
    }
    if call.callee == Callee::MethodOrOperation {
        // Not behind a reference: there the trait's methods would come before those that take `self` by value.
        let (receiver, others) = match arguments {
            [receiver, others @ ..] => (itself(call, receiver), others),
            [] => (TokenStream::new(), arguments),
        };
        let linked = quote!(#receiver.#path(#(#others),*));
        let operands = call
            .tangents
            .as_ref()
            .map_or(call.arguments.len(), Vec::len);
        let methods = Ident::new(&format!("MethodsOfLinkage{operands}"), Span::mixed_site());
        return quote!({ use #runtime::algebra::#methods as _; #linked });
    }
    call_of(call, &path, arguments)
}

/// The receiver of a method, not a reference to it.
fn itself(call: &Call, receiver: &TokenStream) -> TokenStream {
    let passed = call.arguments.first().map(|argument| &argument.value);
    if is_borrowed(receiver) {
        let place: TokenStream = receiver.clone().into_iter().skip(1).collect();
        return quote!((#place));
    }
    match passed {
        Some(Passed::Reference { borrow: false, .. }) => quote!((*#receiver)),
        _ => receiver.clone(),
    }
}

impl Writer<'_> {
    /// The linkage of a callee's forward mode, which not every function has that can be differentiated.
    pub(super) fn call_forward_mode(
        &self,
        call: &Call,
        name: &str,
        arguments: &[TokenStream],
    ) -> TokenStream {
        if !call.callee.is_path_of_function() {
            return linked_call(self.runtime, call, &format!("twice_{name}"), arguments);
        }
        let runtime = self.runtime;
        let (path, name, turbofish) = apart(&call.path, &format!("linked_{name}"));
        quote! {
            <#path as #runtime::DifferentiableTwice>::FORWARD_MODE.#name #turbofish(#(#arguments),*)
        }
    }
}
