//! Sparse derivatives: `f_jacobian_sparsity` and `f_hessian_sparsity`, by forward mode over sets of inputs; and
//! `f_jacobian_sparse` and `f_hessian_sparse`, by as many sweeps as a colouring has colours.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::companions::attributes;
use super::documentation::{self, Documentation};
use super::jacobian::{float, local};
use super::linkage::{copied, linked};
use super::signature::{Target, bare_or_tuple};
use super::types::Floats;
use super::{all, over, second, types};
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::Parameter;

/// The sparse Jacobian of a function that has forward mode over any scalar.
pub(super) fn of_jacobian(target: &Target) -> Option<TokenStream> {
    let [tangents, inputs, value_dot] = ["tangents", "inputs", "value_dot"].map(linked);
    let parts = all::parts(&quote!(#tangents), target.active().count());
    let in_place = target.active().zip(parts);
    let in_place = in_place.filter(|(parameter, _)| parameter.in_place());
    let outputs = std::iter::once(quote!(#value_dot)).chain(in_place.map(|(_, part)| part));
    let outputs = all::nested(&outputs.collect::<Vec<_>>());
    let found = quote! {
        let mut #value_dot = #outputs;
        #inputs.sparsity(&mut #value_dot)
    };
    let documentation = documentation::jacobian_sparsity(target);
    let sparsity = sparsity(
        target,
        "jacobian_sparsity",
        &documentation,
        "Dependence",
        &found,
    )?;
    let documentation = documentation::jacobian_sparse(target);
    let sparse = compressed(
        target,
        "jacobian_sparse",
        &documentation,
        &jacobian(target)?,
    )?;
    Some(quote!(#sparsity #sparse))
}

/// The sparse Hessian of a function of `order = 2` that has forward mode over any scalar.
pub(super) fn of_hessian(target: &Target) -> Option<TokenStream> {
    if target.in_place().next().is_some() {
        return None;
    }
    let [inputs, value_dot, pattern, colouring] =
        ["inputs", "value_dot", "sparsity", "colouring"].map(linked);
    let found = quote!(#inputs.sparsity(#value_dot));
    let documentation = documentation::hessian_sparsity(target);
    let sparsity = sparsity(
        target,
        "hessian_sparsity",
        &documentation,
        "Interaction",
        &found,
    )?;
    let (runtime, zeros) = (&target.runtime, all::zeros(target, target.floats()));
    let product = second::product(target);
    let hessian = quote!(#runtime::sparse_hessian(#pattern, #colouring, #zeros, #product));
    let documentation = documentation::hessian_sparse(target);
    let sparse = compressed(target, "hessian_sparse", &documentation, &hessian)?;
    Some(quote!(#sparsity #sparse))
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
            let (ident, dot) = (&parameter.ident, local(parameter, "dot"));
            let copy = copied(parameter, ident);
            copies.extend(quote!(let #ident = &mut #copy; let mut #dot = #part.clone();));
            *tangent = quote!(&mut #dot);
            outputs.push(quote!(#dot));
        }
    }
    let outputs = all::nested(&outputs);
    let (jvp, turbofish) = (target.call("jvp"), target.turbofish());
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
    let (vjp, turbofish) = (target.call("vjp"), target.turbofish());
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
    let buffers: Vec<Ident> = in_place.iter().map(|p| local(p, "bar")).collect();
    let seeded = own
        .into_iter()
        .chain(buffers.iter().map(|bar| quote!(&mut #bar)));
    let returned = target.returned().map(|parameter| local(parameter, "bar"));
    let returned: Vec<TokenStream> = returned.map(|bar| quote!(#bar)).collect();
    let returned = bare_or_tuple(&returned);
    let bars = target.active().map(|parameter| local(parameter, "bar"));
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

/// A companion that returns a pattern: `found` of the tangent of the value, where the tangents of the inputs are seeded with
/// the sets of one input each.
fn sparsity(
    target: &Target,
    suffix: &str,
    documentation: &Documentation,
    set: &str,
    found: &TokenStream,
) -> Option<TokenStream> {
    let (runtime, scalar) = (&target.runtime, over::scalar());
    let floats = Floats {
        scalar: Some(&scalar),
        ..target.floats()
    };
    let zeros = all::zeros(target, floats);
    let [tangents, inputs, value_dot] = ["tangents", "inputs", "value_dot"].map(linked);
    let [set, sets] =
        [set.to_owned(), format!("{set}s")].map(|name| Ident::new(&name, Span::mixed_site()));
    let (jvp, turbofish) = (target.call("jvp_over"), target.turbofish_over(&scalar));
    let arguments = target.signature.parameters.iter().map(|p| &p.ident);
    let lent = all::lent(target, &quote!(#tangents));
    let own = TokenStream::new();
    let signature = signature(target, suffix, documentation, &own, &quote!(Sparsity))?;
    Some(quote! {
        #signature {
            use #runtime::scalar::#set as #scalar;
            let mut #tangents = #zeros;
            let #inputs = #runtime::scalar::#sets::new(
                #runtime::Elements::<#scalar>::count_elements(&mut #tangents)
            );
            #inputs.seed(&mut #tangents);
            let (_, #value_dot) = #jvp #turbofish(#(#arguments,)* #(#lent),*);
            #found
        }
    })
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
    let signature = signature(target, suffix, documentation, &own, &quote!(Csr<#float>))?;
    Some(quote!(#signature { #body }))
}

fn signature(
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
