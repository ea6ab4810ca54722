//! `f_error_estimate`: what rounding errors contribute to that of the value.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::body::{self, Body};
use super::companions::attributes;
use super::documentation;
use super::signature::Target;
use super::tokens::Tokens;
use crate::transform::error_estimate::{Estimate, error_estimate};
use crate::transform::linearize::Linear;

/// What the contributions to the result itself are called, which has no name.
const RESULT: &str = "result";

pub(super) fn companion(target: &Target, linear: &Linear) -> TokenStream {
    let estimate = error_estimate(linear);
    let body = if target.cotangents_lack_alloc() {
        stub(target)
    } else {
        Body::Code(code(target, &estimate))
    };
    function(target, estimate.names.len(), body)
}

pub(super) fn stubbed(target: &Target) -> TokenStream {
    function(target, 0, stub(target))
}

fn stub(target: &Target) -> Body {
    Body::Stub(body::undifferentiated(target))
}

fn code(target: &Target, estimate: &Estimate) -> Tokens {
    let (mut tokens, results) = body::sweeps(target, &estimate.adjoint, true);
    let names = estimate.names.iter();
    let names = names.map(|name| name.as_deref().unwrap_or(RESULT));
    let (value, contributions) = results.split_at(1);
    let runtime = &target.runtime;
    tokens.extend(quote! {
        #runtime::ErrorEstimate::new(#(#value)*, [#((#names, #contributions)),*])
    });
    tokens
}

fn function(target: &Target, count: usize, body: Body) -> TokenStream {
    let name = target.companion("error_estimate");
    let documentation = documentation::error_estimate(target, &body);
    let (attributes, body) = (attributes(target, &documentation), body.braced());
    let vis = target.vis();
    let generics = target.generics_if(!target.cotangents_lack_alloc());
    let clause = &generics.where_clause;
    let inputs = target.inputs();
    let count = Literal::usize_unsuffixed(count);
    let (runtime, output) = (&target.runtime, &target.signature.output);
    quote! {
        #attributes
        #vis fn #name #generics (#(#inputs),*) -> #runtime::ErrorEstimate<#output, #count> #clause #body
    }
}
