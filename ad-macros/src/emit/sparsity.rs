//! Sparse derivatives: `f_jacobian_sparsity` and `f_hessian_sparsity`, by forward mode over sets of inputs; and
//! `f_jacobian_sparse` and `f_hessian_sparse`, by as many sweeps as a colouring has colours.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::companions::attributes;
use super::documentation::{self, Documentation};
use super::jacobian::float;
use super::linkage::linked;
use super::signature::{Target, bare_or_tuple};
use super::types::Floats;
use super::{all, over, second, types};
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::Parameter;

/// The sparse Jacobian of a function that has forward mode over any scalar.
pub(super) fn of_jacobian(target: &Target) -> Option<TokenStream> {
    let [tangents, inputs, value_dot] = ["tangents", "inputs", "value_dot"].map(linked);
    let arguments = target.signature.parameters.iter().map(|p| &p.ident);
    let jvp = target.companion("jvp_over");
    let turbofish = target.turbofish_over(over::scalar());
    let lent = all::lent(target, &quote!(#tangents));
    let parts = all::parts(&quote!(#tangents), target.active().count());
    let in_place = target.active().zip(parts);
    let in_place = in_place.filter(|(parameter, _)| parameter.in_place());
    let outputs = std::iter::once(quote!(#value_dot)).chain(in_place.map(|(_, part)| part));
    let outputs = all::nested(&outputs.collect::<Vec<_>>());
    let pattern = pattern(
        target,
        "Dependence",
        &quote! {
            let (_, #value_dot) = #jvp #turbofish(#(#arguments,)* #(#lent),*);
            let mut #value_dot = #outputs;
            #inputs.sparsity(&mut #value_dot)
        },
    )?;
    let sparsity = function(
        target,
        "jacobian_sparsity",
        &documentation::jacobian_sparsity(target),
        &TokenStream::new(),
        &pattern,
    )?;
    let sparse = compressed(
        target,
        "jacobian_sparse",
        &documentation::jacobian_sparse(target),
        &jacobian(target)?,
    )?;
    Some(quote!(#sparsity #sparse))
}

/// The sparse Hessian of a function of `order = 2` that has forward mode over any scalar.
pub(super) fn of_hessian(target: &Target) -> Option<TokenStream> {
    if target.in_place().next().is_some() {
        return None;
    }
    let arguments = target.signature.parameters.iter().map(|p| &p.ident);
    let [tangents, inputs, value_dot] = ["tangents", "inputs", "value_dot"].map(linked);
    let jvp = target.companion("jvp_over");
    let turbofish = target.turbofish_over(over::scalar());
    let lent = all::lent(target, &quote!(#tangents));
    let pattern = pattern(
        target,
        "Interaction",
        &quote! {
            let (_, #value_dot) = #jvp #turbofish(#(#arguments,)* #(#lent),*);
            #inputs.sparsity(#value_dot)
        },
    )?;
    let sparsity = function(
        target,
        "hessian_sparsity",
        &documentation::hessian_sparsity(target),
        &TokenStream::new(),
        &pattern,
    )?;
    let (runtime, zeros) = (&target.runtime, all::zeros(target, target.floats()));
    let (sparsity_of, colouring) = (linked("sparsity"), linked("colouring"));
    let product = second::product(target);
    let sparse = compressed(
        target,
        "hessian_sparse",
        &documentation::hessian_sparse(target),
        &quote!(#runtime::sparse_hessian(#sparsity_of, #colouring, #zeros, #product)),
    )?;
    Some(quote!(#sparsity #sparse))
}

/// What finds a pattern: the tangents are seeded with the sets of one input each.
fn pattern(target: &Target, set: &str, evaluated: &TokenStream) -> Option<TokenStream> {
    float(target)?;
    let (runtime, scalar) = (&target.runtime, over::scalar());
    let floats = Floats {
        scalar: Some(&scalar),
        ..target.floats()
    };
    let zeros = all::zeros(target, floats);
    let (tangents, inputs) = (linked("tangents"), linked("inputs"));
    let sets = Ident::new(&format!("{set}s"), Span::mixed_site());
    let set = Ident::new(set, Span::mixed_site());
    Some(quote! {
        use #runtime::scalar::#set as #scalar;
        let mut #tangents = #zeros;
        let #inputs = #runtime::scalar::#sets::new(
            #runtime::Elements::<#scalar>::count_elements(&mut #tangents)
        );
        #inputs.seed(&mut #tangents);
        #evaluated
    })
}

/// The Jacobian by columns or by rows, as its colouring is.
fn jacobian(target: &Target) -> Option<TokenStream> {
    let columns = target.family.forward().then(|| columns(target));
    let rows = target.family.reverse().then(|| rows(target));
    match (columns, rows) {
        (Some(columns), Some(rows)) => {
            let (runtime, colouring) = (&target.runtime, linked("colouring"));
            Some(quote! {
                match #colouring.compression() {
                    #runtime::Compression::Rows => { #rows }
                    _ => #columns,
                }
            })
        }
        (columns, rows) => columns.or(rows),
    }
}

/// What is written in place is written in a copy.
fn columns(target: &Target) -> TokenStream {
    let runtime = &target.runtime;
    let zeros = all::zeros(target, target.floats());
    let [direction, sparsity, colouring, value_dot] =
        ["direction", "sparsity", "colouring", "value_dot"].map(linked);
    let parts = all::parts(&quote!((*#direction)), target.active().count());
    let mut copies = TokenStream::new();
    let mut outputs = vec![quote!(#value_dot)];
    let mut tangents = all::lent(target, &quote!((*#direction)));
    for ((parameter, part), tangent) in target.active().zip(parts).zip(&mut tangents) {
        if parameter.in_place() {
            let (ident, dot) = (&parameter.ident, suffixed(parameter, "dot"));
            let copy = copied(parameter);
            copies.extend(quote!(let #ident = &mut #copy; let mut #dot = #part.clone();));
            *tangent = quote!(&mut #dot);
            outputs.push(quote!(#dot));
        }
    }
    let outputs = all::nested(&outputs);
    let (jvp, turbofish) = (target.companion("jvp"), target.turbofish());
    let arguments = target.arguments_again();
    quote! {
        #runtime::sparse_jacobian_by_columns(#sparsity, #colouring, #zeros, |#direction| {
            #copies
            let (_, #value_dot) = #jvp #turbofish(#(#arguments,)* #(#tangents),*);
            #outputs
        })
    }
}

fn rows(target: &Target) -> TokenStream {
    let runtime = &target.runtime;
    let [value, pullback, seed, sparsity, colouring] =
        ["value", "pullback", "seed", "sparsity", "colouring"].map(linked);
    let (vjp, turbofish) = (target.companion("vjp"), target.turbofish());
    let arguments = target.arguments_again();
    let result = &target.signature.result;
    let zero = types::zero(&result.shape(), &quote!(&#value), target.floats());
    let in_place: Vec<&Parameter> = target.in_place().collect();
    let zeros = in_place
        .iter()
        .map(|parameter| types::zero_of(parameter, &parameter.ident, target.floats()));
    let zeros: Vec<TokenStream> = std::iter::once(quote!(#zero)).chain(zeros).collect();
    let (zeros, parts) = (
        all::nested(&zeros),
        all::parts(&quote!((*#seed)), zeros.len()),
    );
    let mut parts = parts.into_iter();
    let own = parts.next();
    let own = (!target.signature.returns_nothing()).then(|| match result {
        Carrier::Vec(_) => quote!(&#own),
        _ => quote!(#own.clone()),
    });
    let buffers: Vec<Ident> = in_place.iter().map(|p| suffixed(p, "bar")).collect();
    let seeded = own
        .into_iter()
        .chain(buffers.iter().map(|bar| quote!(&mut #bar)));
    let returned = target
        .returned()
        .map(|parameter| suffixed(parameter, "bar"));
    let returned: Vec<TokenStream> = returned.map(|bar| quote!(#bar)).collect();
    let returned = bare_or_tuple(&returned);
    let bars = target.active().map(|parameter| suffixed(parameter, "bar"));
    let bars = all::nested(&bars.map(|bar| quote!(#bar)).collect::<Vec<_>>());
    quote! {
        let (#value, #pullback) = #vjp #turbofish(#(#arguments),*);
        #runtime::sparse_jacobian_by_rows(#sparsity, #colouring, #zeros, |#seed| {
            #(let mut #buffers = #parts.clone();)*
            let #returned = #pullback(#(#seeded),*);
            #bars
        })
    }
}

/// The contents of what is written in place.
fn copied(parameter: &Parameter) -> TokenStream {
    let ident = &parameter.ident;
    match parameter.carrier.referent() {
        Carrier::Slice(_) => quote!(#ident.to_vec()),
        _ => quote!((*#ident).clone()),
    }
}

fn suffixed(parameter: &Parameter, suffix: &str) -> Ident {
    linked(&super::companions::companion_name(&parameter.ident, suffix))
}

/// A companion that takes a pattern and its colouring, and returns a sparse matrix.
fn compressed(
    target: &Target,
    suffix: &str,
    documentation: &Documentation,
    body: &TokenStream,
) -> Option<TokenStream> {
    let (runtime, float) = (&target.runtime, float(target)?);
    let (sparsity, colouring) = (linked("sparsity"), linked("colouring"));
    let own = quote!(#sparsity: &#runtime::Sparsity, #colouring: &#runtime::Colouring);
    let written = written(target, suffix, documentation, &own, &quote!(Csr<#float>));
    written.map(|signature| quote!(#signature { #body }))
}

/// A companion that returns a pattern.
fn function(
    target: &Target,
    suffix: &str,
    documentation: &Documentation,
    own: &TokenStream,
    body: &TokenStream,
) -> Option<TokenStream> {
    let written = written(target, suffix, documentation, own, &quote!(Sparsity));
    written.map(|signature| quote!(#signature { #body }))
}

fn written(
    target: &Target,
    suffix: &str,
    documentation: &Documentation,
    own: &TokenStream,
    returned: &TokenStream,
) -> Option<TokenStream> {
    let attributes = attributes(target, documentation);
    let (vis, runtime, name) = (target.vis(), &target.runtime, target.companion(suffix));
    let generics = target.generics_of_matrices()?;
    let clause = &generics.where_clause;
    let inputs = target.inputs();
    Some(quote! {
        #attributes
        #vis fn #name #generics (#(#inputs,)* #own) -> #runtime::#returned #clause
    })
}
