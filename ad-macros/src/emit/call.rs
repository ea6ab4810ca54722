//! Differentiable calls: what they pass to a callee's hidden linkage, and what comes back.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::statement::Writer;
use crate::ir::{Argument, Atom, Call, Passed, Place, Pullback, Role, Slot, Tangent, Var};

impl Writer<'_> {
    pub(super) fn arguments(&mut self, list: &[Argument]) -> Vec<TokenStream> {
        list.iter()
            .map(|argument| match &argument.value {
                Passed::Value(atom) => self.owned(atom).tokens().clone(),
                Passed::Reference {
                    place,
                    borrow: false,
                } => {
                    let name = self.name(place.root);
                    quote!(#name)
                }
                Passed::Reference {
                    place,
                    borrow: true,
                } => {
                    let place = self.place(place);
                    quote!(&#place)
                }
            })
            .collect()
    }

    /// The path of a hidden companion of a callee: `m::g::vjp::<T>` of `m::g::<T>`.
    ///
    /// `inferred` type arguments stand behind the user's own.
    fn linkage(path: &syn::ExprPath, name: &str, inferred: usize) -> syn::ExprPath {
        let mut path = path.clone();
        let arguments = path
            .path
            .segments
            .last_mut()
            .map(|last| std::mem::replace(&mut last.arguments, syn::PathArguments::None));
        let arguments = arguments.map(|mut arguments| {
            if let syn::PathArguments::AngleBracketed(arguments) = &mut arguments {
                arguments.args.extend(
                    (0..inferred).map(|_| -> syn::GenericArgument { syn::parse_quote!(_) }),
                );
            }
            arguments
        });
        let span = path
            .path
            .segments
            .last()
            .map_or_else(Span::mixed_site, |last| last.ident.span());
        path.path.segments.push(syn::PathSegment {
            ident: Ident::new(name, span),
            arguments: arguments.unwrap_or(syn::PathArguments::None),
        });
        path
    }

    /// Which arguments carry a derivative, for the callee to check.
    fn markers(&self, call: &Call, active: impl Iterator<Item = bool>) -> Vec<TokenStream> {
        let runtime = self.runtime;
        active
            .zip(&call.arguments)
            .map(|(active, argument)| {
                let marker = if active { "Active" } else { "Inactive" };
                let marker = Ident::new(marker, argument.span.resolved_at(Span::mixed_site()));
                let colons = quote_spanned!(argument.span=> ::);
                quote!(#runtime #colons #marker)
            })
            .collect()
    }

    pub(super) fn call_jvp(&mut self, call: &Call, tangents: &[Option<Tangent>]) -> TokenStream {
        let runtime = self.runtime;
        let path = Self::linkage(&call.path, "jvp", 0);
        let arguments = self.arguments(&call.arguments);
        let dots: Vec<TokenStream> = tangents
            .iter()
            .zip(&call.arguments)
            .map(|(tangent, argument)| match (tangent, &argument.value) {
                (Some(Tangent::Value(atom)), _) => {
                    let value = self.owned(atom);
                    let tokens = value.tokens();
                    quote!(#runtime::Some(#tokens))
                }
                (Some(Tangent::Reference(place)), Passed::Reference { borrow: false, .. }) => {
                    let name = self.name(place.root);
                    quote!(#runtime::Some(#name))
                }
                (Some(Tangent::Reference(place)), _) => {
                    let place = self.place(place);
                    quote!(#runtime::Some(&#place))
                }
                (None, _) => quote!(#runtime::None),
            })
            .collect();
        let markers = self.markers(call, tangents.iter().map(Option::is_some));
        quote!(#path(#(#arguments,)* #(#dots,)* #(#markers),*))
    }

    pub(super) fn call_vjp(
        &mut self,
        call: &Call,
        active: &[bool],
        with_value: bool,
    ) -> TokenStream {
        let function = if with_value { "vjp" } else { "pullback" };
        let path = Self::linkage(&call.path, function, call.arguments.len());
        let arguments = self.arguments(&call.arguments);
        let markers = self.markers(call, active.iter().copied());
        quote!(#path(#(#arguments,)* #(#markers),*))
    }

    pub(super) fn pullback(&mut self, pullback: &Pullback, results: &[Var]) {
        let runtime = self.runtime;
        let name = self.name(pullback.map);
        let seed = self.seed(&pullback.seed);
        let mut patterns = Vec::new();
        let mut arguments = Vec::new();
        for slot in &pullback.slots {
            match slot {
                Slot::Inactive => {
                    patterns.push(quote!(_));
                    arguments.push(quote!(#runtime::None));
                }
                Slot::Returned(index) => {
                    let result = results.get(*index);
                    patterns.push(result.map_or(quote!(_), |var| self.pattern(*var)));
                    arguments.push(quote!(#runtime::None));
                }
                Slot::Accumulated(place) => {
                    patterns.push(quote!(_));
                    arguments.push(self.accumulator(place));
                }
            }
        }
        self.flush(true);
        let call = quote!(#name(#seed, #(#arguments),*));
        let used = results.iter().any(|var| self.is_used(*var));
        self.emit(match patterns.as_slice() {
            _ if !used => quote!(#call;),
            [pattern] => quote!(let #pattern = #call;),
            patterns => quote!(let (#(#patterns),*) = #call;),
        });
    }

    /// The seed of a pullback; sequences are seeded by reference.
    fn seed(&mut self, atom: &Atom) -> TokenStream {
        let value = self.operand(atom);
        value.tokens().clone()
    }

    /// The cotangent that a callee adds to.
    fn accumulator(&mut self, place: &Place) -> TokenStream {
        let runtime = self.runtime;
        let name = self.name(place.root);
        let target = self.place(place);
        match self.vars.role(place.root) {
            Role::Optional => quote! {
                match #name.as_deref_mut() {
                    #runtime::Some(#name) => #runtime::Some(&mut #target),
                    #runtime::None => #runtime::None,
                }
            },
            _ => quote!(#runtime::Some(&mut #target)),
        }
    }
}
