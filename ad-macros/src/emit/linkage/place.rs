//! Where the functions of a linkage stand, and what they are called there.
//!
//! ```text
//! enum f {}  impl f { fn jvp(..) }        of a function: `<m::f>::jvp`
//! fn f_differentiated_jvp(..)             beside a method: `x.f_differentiated_jvp`, `Self::f_differentiated_jvp`
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Visibility;

use super::{constant_trait, markers};
use crate::emit::signature::Target;

/// The name of a function of the linkage of a method: what is missing shows in the compiler's error where a method that
/// is not differentiated is called.
pub(in crate::emit) fn linked_method(method: &Ident, function: &str) -> Ident {
    let name = method.to_string();
    let name = name.strip_prefix("r#").unwrap_or(&name);
    Ident::new(&format!("{name}_differentiated_{function}"), method.span())
}

impl Target<'_> {
    /// A function of the linkage of `name`.
    pub(in crate::emit) fn linked(&self, name: &Ident, function: &str) -> Ident {
        if self.source.host.is_impl() {
            linked_method(name, function)
        } else {
            Ident::new(function, Span::mixed_site())
        }
    }

    /// The same of that of the function, as the function's companions call it.
    pub(in crate::emit) fn linked_path(&self, function: &str) -> TokenStream {
        let name = &self.source.sig.ident;
        let linked = self.linked(name, function);
        if self.source.host.is_impl() {
            quote!(Self::#linked)
        } else {
            quote!(#name::#linked)
        }
    }

    /// A companion, as what stands beside it calls it.
    pub(in crate::emit) fn beside(&self, name: &Ident) -> TokenStream {
        if self.source.host.is_impl() {
            quote!(Self::#name)
        } else {
            name.to_token_stream()
        }
    }
}

/// The linkage of `name`: in a type of that name, where it is not of a method.
pub(super) fn placed(
    target: &Target,
    ty: &TokenStream,
    name: &Ident,
    functions: &[TokenStream],
) -> TokenStream {
    let (vis, cfgs) = (target.vis(), target.cfgs());
    let allowed = quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic, clippy::nursery)]
    };
    if target.source.host.is_impl() {
        return quote!(#(#allowed #functions)*);
    }
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic)]
        #vis #ty #name {}
        #allowed
        impl #name {
            #(#functions)*
        }
    }
}

/// Takes a marker for each argument, and refuses a derivative where a parameter is constant; a receiver besides, which must
/// be one of this type, and not of one that is behind a `Deref`: that may have another method of the name. `more` are
/// further parameters.
pub(super) fn activity(target: &Target, name: &Ident, more: &[TokenStream]) -> Vec<TokenStream> {
    let (markers, activity) = (markers(target), target.linked(name, "activity"));
    let vis = match target.vis() {
        // In a trait, where companions of a body that others replace would be wrong, this is an error.
        Visibility::Inherited if target.source.host.is_impl() => quote!(pub(self)),
        vis => vis.to_token_stream(),
    };
    let mut functions = vec![quote!(#vis fn #activity(#(#markers,)* #(#more),*) {})];
    if target.source.sig.receiver().is_some() {
        let (runtime, receiver) = (&target.runtime, target.linked(name, "receiver"));
        functions.push(quote! {
            #vis fn #receiver(&self, _: &impl #runtime::IsOrRefersTo<Self>, #(#markers,)* #(#more),*) {}
        });
    }
    functions
}

/// The traits by which a function refuses derivatives of parameters that it holds constant. There is no place for them
/// beside a method.
pub(super) fn constant_traits(target: &Target) -> Vec<TokenStream> {
    if target.source.host.is_impl() {
        return Vec::new();
    }
    let (vis, cfgs, runtime) = (target.vis(), target.cfgs(), &target.runtime);
    let name = &target.source.sig.ident;
    let traits = super::constant_parameters(target).map(|parameter| {
        let marker = constant_trait(target, parameter);
        let message = format!("parameter `{}` of `{name}` is held constant", parameter.ident);
        quote! {
            #(#cfgs)*
            #[doc(hidden)]
            #[diagnostic::on_unimplemented(message = #message, label = "this argument carries a derivative")]
            #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic)]
            #vis trait #marker {}
            #(#cfgs)*
            #[doc(hidden)]
            impl #marker for #runtime::Inactive {}
        }
    });
    traits.collect()
}
