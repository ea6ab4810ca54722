//! The hidden linkage by which differentiated functions call each other: an empty enum of the
//! function's name, in the namespace of types, so that `use m::f;` brings both.
//!
//! Every parameter has one slot. Tangents come as `Option`, absent where the caller's argument is
//! inactive; cotangents of references are added to buffers the caller may leave out, all others
//! are returned. A marker for each argument says whether it carries a derivative, so that an
//! active argument where a parameter is held constant is a compile error.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::Pat;

use super::companions::{closure_body, companion_name, default_names, simplified};
use super::signature::{Target, bare_or_tuple};
use super::types;
use crate::ir::Shape;
use crate::syntax::signature::Parameter;
use crate::transform::linearize::Linear;
use crate::transform::transpose::{Adjoint, Destination, transpose};

pub(super) fn linkage(target: &Target, linear: &Linear) -> TokenStream {
    let jvp = target.family.forward().then(|| jvp(target));
    let vjp = target.family.reverse().then(|| {
        if has_references(target) {
            let adjoint = simplified(transpose(linear.clone(), Destination::Linkage, false), true);
            let seed = target.result_tangent();
            let names = adjoint.buffers.iter().map(|buffer| {
                buffer
                    .and_then(|buffer| adjoint.vars.get(buffer))
                    .map(|v| v.name.clone())
            });
            let slots = slot_parameters(target, names);
            vjp_function(target, &closure_body(target, &adjoint, &seed, &slots))
        } else {
            vjp_function(target, &forwarded(target))
        }
    });
    enclosed(target, &jvp, &vjp)
}

pub(super) fn stubs(target: &Target) -> TokenStream {
    let unreachable = quote!(::core::unreachable!());
    let jvp = target
        .family
        .forward()
        .then(|| jvp_function(target, &unreachable));
    let vjp = target.family.reverse().then(|| {
        let seed = target.result_tangent();
        let slots = slot_parameters(target, default_names(target, "bar").into_iter().map(Some));
        let results = slot_results(target);
        let pullback = quote!(|_: #seed, #(#slots),*| -> #results { #unreachable });
        vjp_function(target, &quote!((#unreachable, #pullback)))
    });
    enclosed(target, &jvp, &vjp)
}

fn enclosed(target: &Target, jvp: &Option<TokenStream>, vjp: &Option<TokenStream>) -> TokenStream {
    let vis = target.vis();
    let name = &target.source.sig.ident;
    let cfgs = target
        .attrs
        .iter()
        .filter(|attr| attr.path().is_ident("cfg"));
    let cfgs: Vec<_> = cfgs.collect();
    let traits = constant_parameters(target).map(|parameter| {
        let marker = constant_trait(target, parameter);
        let message = format!("parameter `{}` of `{name}` is held constant", parameter.ident);
        let runtime = &target.runtime;
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
    let generics = target.generics();
    let clause = &generics.where_clause;
    let inputs = named_inputs(target);
    let arguments = argument_names(target);
    let output = &target.signature.output;
    quote! {
        #(#traits)*
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic)]
        #vis enum #name {}
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic, clippy::nursery)]
        impl #name {
            // A function that is only ever differentiated is not dead code.
            #vis fn primal #generics (#(#inputs),*) -> #output #clause { #name(#(#arguments),*) }
            #jvp
            #vjp
        }
    }
}

fn has_references(target: &Target) -> bool {
    target
        .active()
        .any(|parameter| parameter.carrier.is_reference())
}

/// Parameters held constant although they carry floats.
fn constant_parameters<'a>(target: &Target<'a>) -> impl Iterator<Item = &'a Parameter> {
    let signature = target.signature;
    signature
        .parameters
        .iter()
        .filter(|p| !p.active && p.carrier.carries_float())
}

fn constant_trait(target: &Target, parameter: &Parameter) -> Ident {
    let function = companion_name(&target.source.sig.ident, "holds");
    let parameter = companion_name(&parameter.ident, "constant");
    Ident::new(&format!("{function}_{parameter}"), Span::mixed_site())
}

/// A name for each parameter, `_` included, to pass it on by.
fn argument_names(target: &Target) -> Vec<Ident> {
    let parameters = target.signature.parameters.iter().enumerate();
    parameters
        .map(|(index, parameter)| {
            if parameter.ident == "_" {
                Ident::new(&format!("unnamed_{index}"), Span::mixed_site())
            } else {
                parameter.ident.clone()
            }
        })
        .collect()
}

fn named_inputs(target: &Target) -> Vec<TokenStream> {
    let types = target.parameters();
    argument_names(target)
        .iter()
        .zip(types)
        .zip(&target.signature.parameters)
        .map(|((name, (pat, ty)), parameter)| match parameter.pat {
            Pat::Wild(_) => quote!(#name: #ty),
            _ => quote!(#pat: #ty),
        })
        .collect()
}

fn markers(target: &Target) -> Vec<TokenStream> {
    let parameters = target.signature.parameters.iter();
    parameters
        .map(|parameter| {
            if !parameter.active && parameter.carrier.carries_float() {
                let marker = constant_trait(target, parameter);
                quote!(_: impl #marker)
            } else {
                quote!(_: impl ::core::marker::Sized)
            }
        })
        .collect()
}

fn jvp(target: &Target) -> TokenStream {
    let name = target.companion("jvp");
    let arguments = argument_names(target);
    let runtime = &target.runtime;
    let mut prelude = TokenStream::new();
    let mut tangents = Vec::new();
    for (parameter, dot) in target.active().zip(default_names(target, "dot")) {
        let ident = &parameter.ident;
        let zero = Ident::new(&companion_name(ident, "zero"), Span::mixed_site());
        let shape = parameter.carrier.shape();
        let reference = parameter.carrier.is_reference();
        let like = if reference {
            quote!(#ident)
        } else {
            quote!(&#ident)
        };
        let value = types::zero(&shape, &like, runtime, target.generic.as_ref());
        let value = value.tokens();
        prelude.extend(if reference {
            quote! {
                let #zero;
                let #dot = match #dot { #runtime::Some(#dot) => #dot, #runtime::None => { #zero = #value; &#zero } };
            }
        } else {
            quote!(let #dot = match #dot { #runtime::Some(#dot) => #dot, #runtime::None => #value };)
        });
        tangents.push(dot);
    }
    jvp_function(
        target,
        &quote!(#prelude #name(#(#arguments,)* #(#tangents),*)),
    )
}

fn jvp_function(target: &Target, body: &TokenStream) -> TokenStream {
    let vis = target.vis();
    let generics = target.generics();
    let clause = &generics.where_clause;
    let inputs = named_inputs(target);
    let markers = markers(target);
    let runtime = &target.runtime;
    let dots = target.signature.parameters.iter().map(|parameter| {
        if parameter.active {
            let dot = Ident::new(&companion_name(&parameter.ident, "dot"), Span::mixed_site());
            let ty = &parameter.ty;
            quote!(#dot: #runtime::Option<#ty>)
        } else {
            quote!(_: #runtime::Option<()>)
        }
    });
    let output = &target.signature.output;
    let tangent = target.result_tangent();
    quote! {
        #[inline]
        #vis fn jvp #generics (#(#inputs,)* #(#dots,)* #(#markers),*) -> (#output, #tangent) #clause { #body }
    }
}

/// The slots of the pullback's parameters.
///
/// `names` are those of the active parameters' buffers.
fn slot_parameters(
    target: &Target,
    mut names: impl Iterator<Item = Option<Ident>>,
) -> Vec<TokenStream> {
    let runtime = &target.runtime;
    let slot = |parameter: &Parameter| {
        let name = parameter.active.then(|| names.next()).flatten().flatten();
        match name {
            Some(name) if parameter.carrier.is_reference() => {
                let ty = types::buffer(&parameter.carrier, runtime);
                quote!(mut #name: #runtime::Option<&mut #ty>)
            }
            _ => quote!(_: #runtime::Option<()>),
        }
    };
    target.signature.parameters.iter().map(slot).collect()
}

/// The type of what the pullback returns: a slot for each parameter, empty where nothing returns.
fn slot_results(target: &Target) -> TokenStream {
    let runtime = &target.runtime;
    let slots: Vec<TokenStream> = target
        .signature
        .parameters
        .iter()
        .map(|parameter| {
            if parameter.active && !parameter.carrier.is_reference() {
                types::owned(&parameter.carrier, runtime)
            } else {
                quote!(())
            }
        })
        .collect();
    bare_or_tuple(&slots)
}

/// The returned cotangents, each in its parameter's slot.
pub(super) fn slots(target: &Target, adjoint: &Adjoint, bars: Vec<TokenStream>) -> TokenStream {
    let mut bars = bars.into_iter();
    let mut returned = adjoint.cotangents.iter().map(Option::is_some);
    let slots: Vec<TokenStream> = target
        .signature
        .parameters
        .iter()
        .map(|parameter| {
            let value = (parameter.active && returned.next() == Some(true)).then(|| bars.next());
            value.flatten().unwrap_or_else(|| quote!(()))
        })
        .collect();
    bare_or_tuple(&slots)
}

/// The linkage of a function whose parameters are all values: its `_vjp`, slot by slot.
fn forwarded(target: &Target) -> TokenStream {
    let vjp = target.companion("vjp");
    let arguments = argument_names(target);
    let seed = target.result_tangent();
    let names = default_names(target, "bar");
    let slots = slot_parameters(target, std::iter::empty());
    let pattern: Vec<TokenStream> = names.iter().map(|name| quote!(#name)).collect();
    let pattern = bare_or_tuple(&pattern);
    let returned: Vec<TokenStream> = target
        .signature
        .parameters
        .iter()
        .map(|parameter| {
            if parameter.active {
                let name = Ident::new(&companion_name(&parameter.ident, "bar"), Span::mixed_site());
                quote!(#name)
            } else {
                quote!(())
            }
        })
        .collect();
    let returned = bare_or_tuple(&returned);
    let borrow = matches!(target.signature.result.shape(), Shape::Sequence(_)).then(|| quote!(&));
    quote! {
        let (linked_value, linked_pullback) = #vjp(#(#arguments),*);
        (linked_value, move |linked_seed: #seed, #(#slots),*| {
            let #pattern = linked_pullback(#borrow linked_seed);
            #returned
        })
    }
}

fn vjp_function(target: &Target, body: &TokenStream) -> TokenStream {
    let vis = target.vis();
    let mut generics = target.generics();
    let clause = generics.where_clause.take();
    let inputs = named_inputs(target);
    // Anonymous type parameters cannot be captured by name, and all must be: name the markers.
    let mut marked = Vec::new();
    for (index, parameter) in target.signature.parameters.iter().enumerate() {
        let name = format_ident!("Marker{index}", span = Span::mixed_site());
        if !parameter.active && parameter.carrier.carries_float() {
            let bound = constant_trait(target, parameter);
            generics.params.push(syn::parse_quote!(#name: #bound));
        } else {
            generics.params.push(syn::parse_quote!(#name));
        }
        marked.push(quote!(_: #name));
    }
    let output = &target.signature.output;
    let seed = target.result_tangent();
    let runtime = &target.runtime;
    let slots: Vec<TokenStream> = target
        .signature
        .parameters
        .iter()
        .map(|parameter| {
            if parameter.active && parameter.carrier.is_reference() {
                let ty = types::buffer(&parameter.carrier, &target.runtime);
                quote!(#runtime::Option<&mut #ty>)
            } else {
                quote!(#runtime::Option<()>)
            }
        })
        .collect();
    let results = slot_results(target);
    let captures = target.captures(&generics, false);
    quote! {
        #[inline]
        #vis fn vjp #generics (#(#inputs,)* #(#marked),*) -> (#output, impl #runtime::Fn(#seed, #(#slots),*) -> #results + #captures) #clause { #body }
    }
}
