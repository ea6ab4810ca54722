//! The companions: `f_jvp`, `f_vjp`, `f_grad`, `f_value_and_grad`, `f_grad_into`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use super::linkage;
use super::signature::{Target, bare_or_tuple, name_lifetimes};
use super::statement::Writer;
use super::types;
use crate::ir::{Atom, Function, Shape};
use crate::syntax::signature::Carrier;
use crate::transform::linearize::Linear;
use crate::transform::simplify::{self, Live, Sharing};
use crate::transform::transpose::{Adjoint, Destination, transpose};

/// Every companion of a function.
pub(crate) fn companions(target: &Target, linear: &Linear) -> TokenStream {
    let mut tokens = linkage::linkage(target, linear);
    if target.family.forward() {
        tokens.extend(jvp(target, linear));
    }
    if target.family.reverse() {
        tokens.extend(vjp(target, linear));
        if target.signature.result.is_scalar() {
            tokens.extend(grad(target, linear));
            tokens.extend(value_and_grad(target, linear));
            tokens.extend(grad_into(target, linear));
        }
    }
    tokens
}

/// The companions of a function that could not be differentiated: right signatures, no bodies.
pub(crate) fn stubs(target: &Target) -> TokenStream {
    let mut tokens = linkage::stubs(target);
    let unreachable = quote!(::core::unreachable!());
    if target.family.forward() {
        tokens.extend(jvp_function(
            target,
            &default_names(target, "dot"),
            &unreachable,
        ));
    }
    if target.family.reverse() {
        let seed = target.seed();
        let cotangents = target.cotangents();
        let pullback = quote!(|_: #seed| -> #cotangents { #unreachable });
        tokens.extend(vjp_function(target, &quote!((#unreachable, #pullback))));
        if target.signature.result.is_scalar() {
            tokens.extend(grad_function(target, "grad", &unreachable));
            tokens.extend(grad_function(target, "value_and_grad", &unreachable));
            tokens.extend(into_function(
                target,
                &default_names(target, "bar"),
                &unreachable,
            ));
        }
    }
    tokens
}

/// A function with its attributes and documentation.
pub(super) fn attributes(target: &Target, doc: &str) -> TokenStream {
    let attrs = &target.attrs;
    let inline = attrs
        .iter()
        .all(|attr| !attr.path().is_ident("inline"))
        .then(|| quote!(#[inline]));
    quote! {
        #[doc = #doc]
        #(#attrs)*
        #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic, clippy::nursery)]
        #inline
    }
}

fn names(target: &Target) -> String {
    let names: Vec<String> = target.active().map(|p| format!("`{}`", p.ident)).collect();
    names.join(", ")
}

fn jvp(target: &Target, linear: &Linear) -> TokenStream {
    let Function { vars, body, .. } = linear.clone().forward();
    let mut stmts = body.stmts;
    let mut sharing = Sharing::default();
    let mentioned = simplify::mentioned(&stmts);
    sharing.share(&mut stmts, &vars, &mentioned);
    let results: Vec<Atom> = body
        .results
        .iter()
        .map(|atom| sharing.renamed(atom))
        .collect();
    let stmts = simplify::eliminate(stmts, &vars, &mut Live::of(&results));
    let mut writer = Writer::new(&vars, target);
    writer.count(&stmts, &results, 1);
    let (tokens, results) = writer.block(&stmts, &results);
    let dots = linear
        .params
        .iter()
        .filter(|param| param.active)
        .filter_map(|param| {
            let tangent = linear.tangents.get(&param.var?)?;
            vars.get(*tangent).map(|variable| variable.name.clone())
        });
    let dots: Vec<Ident> = dots.collect();
    jvp_function(target, &dots, &quote!(#tokens (#(#results),*)))
}

fn jvp_function(target: &Target, dots: &[Ident], body: &TokenStream) -> TokenStream {
    let name = target.companion("jvp");
    let function = &target.source.sig.ident;
    let doc = format!(
        "Forward mode of [`{function}`]: its value, and its directional derivative along the tangents of {}.\n\n\
         Cost: a small constant times that of the function.",
        names(target)
    );
    let attributes = attributes(target, &doc);
    let vis = target.vis();
    let generics = target.generics();
    let clause = &generics.where_clause;
    let inputs = target.inputs();
    let tangents = target.active().zip(dots).map(|(parameter, dot)| {
        let ty = &parameter.ty;
        quote!(#dot: #ty)
    });
    let output = &target.signature.output;
    let tangent = target.result_tangent();
    quote! {
        #attributes
        #vis fn #name #generics (#(#inputs,)* #(#tangents),*) -> (#output, #tangent) #clause { #body }
    }
}

pub(super) fn companion_name(ident: &Ident, suffix: &str) -> String {
    let name = ident.to_string();
    format!("{}_{suffix}", name.strip_prefix("r#").unwrap_or(&name))
}

/// An adjoint without what nobody reads.
pub(super) fn simplified(adjoint: Adjoint, keep_value: bool) -> Adjoint {
    let Adjoint {
        mut forward,
        mut reverse,
        vars,
        ..
    } = adjoint;
    let mut mentioned = simplify::mentioned(&forward);
    mentioned.extend(simplify::mentioned(&reverse));
    let mut sharing = Sharing::default();
    sharing.share(&mut forward, &vars, &mentioned);
    sharing.share(&mut reverse, &vars, &mentioned);
    let result = sharing.renamed(&adjoint.result);
    let cotangents: Vec<Option<Atom>> = adjoint
        .cotangents
        .iter()
        .map(|bar| bar.as_ref().map(|bar| sharing.renamed(bar)))
        .collect();
    let mut live = Live::of(cotangents.iter().flatten());
    let reverse = simplify::eliminate(reverse, &vars, &mut live);
    if keep_value {
        live.add(&result);
    }
    let forward = simplify::eliminate(forward, &vars, &mut live);
    Adjoint {
        vars,
        forward,
        result,
        reverse,
        cotangents,
        ..adjoint
    }
}

fn vjp(target: &Target, linear: &Linear) -> TokenStream {
    let adjoint = simplified(
        transpose(linear.clone(), Destination::Returned, false),
        true,
    );
    let body = closure_body(target, &adjoint, &target.seed(), &[], true);
    vjp_function(target, &body)
}

/// `forward; (value, move |seed| { reverse; cotangents })`.
pub(super) fn closure_body(
    target: &Target,
    adjoint: &Adjoint,
    seed_type: &TokenStream,
    slots: &[TokenStream],
    with_value: bool,
) -> TokenStream {
    let cotangents: Vec<Atom> = adjoint.cotangents.iter().flatten().cloned().collect();
    let results: Vec<Atom> = with_value
        .then(|| adjoint.result.clone())
        .into_iter()
        .collect();
    let mut writer = Writer::new(&adjoint.vars, target);
    // What the pullback reads of the forward sweep is kept by name.
    writer.count(&adjoint.forward, &results, 1);
    let mut outside = Writer::new(&adjoint.vars, target);
    outside.count(&adjoint.reverse, &cotangents, 2);
    writer.also_used(&outside);
    let (forward, value) = writer.block(&adjoint.forward, &results);
    let mut writer = Writer::new(&adjoint.vars, target);
    writer.count(&adjoint.reverse, &cotangents, 1);
    let (reverse, bars) = writer.block(&adjoint.reverse, &cotangents);
    let seed = adjoint
        .seed
        .and_then(|seed| adjoint.vars.get(seed))
        .map(|v| v.name.clone());
    let seed = seed.map_or_else(|| quote!(_), |seed| seed.to_token_stream());
    let returned = if slots.is_empty() {
        bare_or_tuple(&bars)
    } else {
        linkage::slots(target, adjoint, bars)
    };
    // A sequence is seeded by reference, and owned inside.
    let own = (slots.is_empty() && matches!(target.signature.result, Carrier::Vec(_)))
        .then(|| quote!(let #seed = #seed.to_vec();));
    let pullback = quote!(move |#seed: #seed_type, #(#slots),*| { #own #reverse #returned });
    if with_value {
        quote!(#forward (#(#value)*, #pullback))
    } else {
        quote!(#forward #pullback)
    }
}

fn vjp_function(target: &Target, body: &TokenStream) -> TokenStream {
    let name = target.companion("vjp");
    let function = &target.source.sig.ident;
    let doc = format!(
        "Reverse mode of [`{function}`]: its value, and its pullback, which takes a seed for the value to the cotangents of {}.\n\n\
         The pullback may be called many times. Cost of each call: a small constant times that of the function.",
        names(target)
    );
    let attributes = attributes(target, &doc);
    let vis = target.vis();
    let mut generics = target.generics();
    let mut parameters = target.parameters();
    let lifetimes = target.captures_parameters();
    if lifetimes {
        name_lifetimes(&mut parameters, &mut generics);
    }
    let clause = &generics.where_clause;
    let inputs = parameters.iter().map(|(pat, ty)| quote!(#pat: #ty));
    let output = &target.signature.output;
    let seed = target.seed();
    let cotangents = target.cotangents();
    let captures = Target::captures(&generics, lifetimes);
    let runtime = &target.runtime;
    quote! {
        #attributes
        #vis fn #name #generics (#(#inputs),*) -> (#output, impl #runtime::Fn(#seed) -> #cotangents + #captures) #clause { #body }
    }
}

fn straight_body(
    target: &Target,
    adjoint: &Adjoint,
    results: &[Atom],
) -> (TokenStream, Vec<TokenStream>) {
    let mut stmts = adjoint.forward.clone();
    stmts.extend(adjoint.reverse.iter().cloned());
    let mut writer = Writer::new(&adjoint.vars, target);
    writer.count(&stmts, results, 1);
    writer.block(&stmts, results)
}

fn grad(target: &Target, linear: &Linear) -> TokenStream {
    let adjoint = simplified(
        transpose(linear.clone(), Destination::Returned, true),
        false,
    );
    let cotangents: Vec<Atom> = adjoint.cotangents.iter().flatten().cloned().collect();
    let (tokens, bars) = straight_body(target, &adjoint, &cotangents);
    let bars = bare_or_tuple(&bars);
    grad_function(target, "grad", &quote!(#tokens #bars))
}

fn value_and_grad(target: &Target, linear: &Linear) -> TokenStream {
    let adjoint = simplified(transpose(linear.clone(), Destination::Returned, true), true);
    let mut results = vec![adjoint.result.clone()];
    results.extend(adjoint.cotangents.iter().flatten().cloned());
    let (tokens, mut results) = straight_body(target, &adjoint, &results);
    let bars = bare_or_tuple(&results.split_off(1.min(results.len())));
    grad_function(
        target,
        "value_and_grad",
        &quote!(#tokens (#(#results)*, #bars)),
    )
}

fn grad_function(target: &Target, suffix: &str, body: &TokenStream) -> TokenStream {
    let name = target.companion(suffix);
    let function = &target.source.sig.ident;
    let with_value = suffix == "value_and_grad";
    let what = if with_value {
        "The value and the gradient"
    } else {
        "The gradient"
    };
    let doc = format!(
        "{what} of [`{function}`] with respect to {}, by reverse mode.\n\n\
         Cost: a small constant times that of the function, however many parameters there are.",
        names(target)
    );
    let attributes = attributes(target, &doc);
    let vis = target.vis();
    let generics = target.generics();
    let clause = &generics.where_clause;
    let inputs = target.inputs();
    let cotangents = target.cotangents();
    let output = &target.signature.output;
    let output = if with_value {
        quote!((#output, #cotangents))
    } else {
        cotangents
    };
    quote! {
        #attributes
        #vis fn #name #generics (#(#inputs),*) -> #output #clause { #body }
    }
}

fn grad_into(target: &Target, linear: &Linear) -> TokenStream {
    let adjoint = simplified(transpose(linear.clone(), Destination::Buffers, true), true);
    let names: Vec<Ident> = adjoint
        .buffers
        .iter()
        .flatten()
        .filter_map(|buffer| adjoint.vars.get(*buffer))
        .map(|variable| variable.name.clone())
        .collect();
    let results = [adjoint.result.clone()];
    let (tokens, value) = straight_body(target, &adjoint, &results);
    let checks = checks(target, &names);
    into_function(target, &names, &quote!(#(#checks)* #tokens #(#value)*))
}

/// The names of tangents or buffers, where nothing else has chosen them.
pub(super) fn default_names(target: &Target, suffix: &str) -> Vec<Ident> {
    let name = |ident: &Ident| Ident::new(&companion_name(ident, suffix), Span::mixed_site());
    target
        .active()
        .map(|parameter| name(&parameter.ident))
        .collect()
}

/// Checks of the lengths of the caller's buffers.
fn checks(target: &Target, names: &[Ident]) -> Vec<TokenStream> {
    let function = target.companion("grad_into").to_string();
    let runtime = &target.runtime;
    let sequences = target
        .active()
        .zip(names)
        .filter(|(parameter, _)| matches!(parameter.carrier.shape(), Shape::Sequence(_)));
    sequences
        .map(|(parameter, name)| {
            let (ident, shape) = (&parameter.ident, parameter.carrier.shape());
            let parameter = ident.to_string();
            let rows =
                matches!(shape, Shape::Sequence(inner) if matches!(*inner, Shape::Sequence(_)));
            let rows = rows.then(|| {
                let element = format!("{parameter}[..]");
                quote! {
                    for (row_bar, row) in #name.iter().zip(#ident.iter()) {
                        #runtime::check_length(#function, #element, row_bar.len(), row.len());
                    }
                }
            });
            quote! {
                #runtime::check_length(#function, #parameter, #name.len(), #ident.len());
                #rows
            }
        })
        .collect()
}

fn into_function(target: &Target, buffers: &[Ident], body: &TokenStream) -> TokenStream {
    let name = target.companion("grad_into");
    let function = &target.source.sig.ident;
    let sequences = target
        .active()
        .any(|p| matches!(p.carrier.shape(), Shape::Sequence(_)));
    let panics = if sequences {
        "\n\n# Panics\n\nIf a buffer has another length than its parameter."
    } else {
        ""
    };
    let doc = format!(
        "The value of [`{function}`]; its gradient with respect to {} overwrites the buffers.\n\n\
         Cost: a small constant times that of the function. Allocates no output.{panics}",
        names(target)
    );
    let attributes = attributes(target, &doc);
    let vis = target.vis();
    let generics = target.generics();
    let clause = &generics.where_clause;
    let inputs = target.inputs();
    let buffers = target.active().zip(buffers).map(|(parameter, name)| {
        let ty = types::buffer(&parameter.carrier, &target.runtime);
        quote!(#name: &mut #ty)
    });
    let output = &target.signature.output;
    quote! {
        #attributes
        #[track_caller]
        #vis fn #name #generics (#(#inputs,)* #(#buffers),*) -> #output #clause { #body }
    }
}
