//! Second derivatives: `f_hvp`, `f_grad_and_hvp` and `f_hessian`, and the linkage of forward mode, by which functions
//! whose second derivatives are asked for call each other.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::body::{self, Body};
use super::companions::attributes;
use super::documentation;
use super::jacobian::common_float;
use super::signature::{Target, bare_or_tuple};
use super::types;
use super::{all, linkage};
use crate::ir::Shape;
use crate::transform::linearize::Linear;
use crate::transform::transpose::{Destination, transpose};
use crate::transform::{Derived, twice};

/// The companions of `order = 2`.
pub(super) fn companions(target: &Target, linear: &Linear) -> TokenStream {
    let target = &target.for_second_order();
    // That of a function of functions is read in another way, as its linkage is.
    let linked = target.source.functions.is_empty();
    let mut tokens = TokenStream::new();
    if linked {
        tokens.extend(linkage::of_forward_mode(target, linear));
    }
    if target.signature.result.is_scalar() {
        if target.cotangents_lack_alloc() {
            tokens.extend(products_stubs(target));
        } else {
            tokens.extend(products(target, linear));
        }
        if linked {
            tokens.extend(linkage::of_gradients(target));
        }
        tokens.extend(hessian(target));
    }
    tokens
}

/// The companions of a function that could not be differentiated.
pub(super) fn stubs(target: &Target) -> TokenStream {
    let mut tokens = linkage::stub_of_forward_mode(target);
    tokens.extend(products_stubs(target));
    tokens.extend(hessian(target));
    tokens
}

fn products_stubs(target: &Target) -> TokenStream {
    let dots = super::companions::default_names(target, "dot");
    let body = || Body::Stub(body::undifferentiated(target));
    let mut tokens = product_function(target, &dots, false, body());
    tokens.extend(product_function(target, &dots, true, body()));
    tokens
}

/// The products of the Hessian with a direction.
fn products(target: &Target, linear: &Linear) -> TokenStream {
    let dots = body::dots(linear);
    let adjoint = |derived| {
        let second = twice(linear, derived, target.rules);
        transpose(&second, Destination::Returned, true)
    };
    let mut product = adjoint(Derived::Tangent);
    product.cotangents.truncate(dots.len());
    let body = body::straight(target, &product, false, &[]);
    let mut tokens = product_function(target, &dots, false, body);
    let (mut code, mut products) = body::sweeps(target, &adjoint(Derived::TangentByAll), false);
    let gradient = products.split_off(products.len() / 2);
    let (gradient, product) = (bare_or_tuple(&gradient), bare_or_tuple(&products));
    code.extend(quote!((#gradient, #product)));
    tokens.extend(product_function(target, &dots, true, Body::Code(code)));
    tokens
}

fn product_function(
    target: &Target,
    dots: &[Ident],
    with_gradient: bool,
    body: Body,
) -> TokenStream {
    let name = target.companion(if with_gradient { "grad_and_hvp" } else { "hvp" });
    let documentation = documentation::hvp(target, dots, with_gradient, &body);
    let (attributes, body) = (attributes(target, &documentation), body.braced());
    let vis = target.vis();
    let generics = target.generics_if(!target.cotangents_lack_alloc());
    let clause = &generics.where_clause;
    let inputs = target.inputs();
    let tangents = target.active().zip(dots).map(|(parameter, dot)| {
        let ty = types::tangent(parameter, &target.runtime);
        quote!(#dot: #ty)
    });
    let cotangents = target.cotangents();
    let output = if with_gradient {
        quote!((#cotangents, #cotangents))
    } else {
        cotangents
    };
    quote! {
        #attributes
        #vis fn #name #generics (#(#inputs,)* #(#tangents),*) -> #output #clause #body
    }
}

/// How the elements of a Hessian are held.
enum Form {
    /// `[[f64; n]; n]`, of so many scalars or of one array.
    Square(TokenStream),
    /// Row by row.
    Dense,
}

/// `f_hessian`, of parameters of one type of floats that are not written.
fn hessian(target: &Target) -> Option<TokenStream> {
    let float = float(target)?;
    if target.in_place().next().is_some() {
        return None;
    }
    let runtime = &target.runtime;
    let (function, output) = match form(target) {
        Form::Square(count) => (quote!(hessian_of), quote!([[#float; #count]; #count])),
        Form::Dense if cfg!(feature = "alloc") => {
            (quote!(hessian), quote!(#runtime::Jacobian<#float>))
        }
        Form::Dense => return None,
    };
    let name = target.companion("hessian");
    let documentation = documentation::hessian(target);
    let attributes = attributes(target, &documentation);
    let vis = target.vis();
    let generics = target.generics_of_matrices()?;
    let clause = &generics.where_clause;
    let inputs = target.inputs();
    let body = hessian_body(target, &function);
    Some(quote! {
        #attributes
        #vis fn #name #generics (#(#inputs),*) -> #output #clause { #body }
    })
}

fn hessian_body(target: &Target, function: &TokenStream) -> TokenStream {
    let runtime = &target.runtime;
    let zeros = all::zeros(target, target.floats());
    let product = product(target);
    quote!(#runtime::#function(#zeros, #product))
}

/// A closure that takes a direction to the product of the Hessian with it, each as one value.
pub(super) fn product(target: &Target) -> TokenStream {
    let direction = linkage::linked("direction");
    let units = all::lent(target, &quote!((*#direction)));
    let arguments = target.arguments_again();
    let (product, turbofish) = (target.call("hvp"), target.turbofish());
    let product = quote!(#product #turbofish(#(#arguments,)* #(#units),*));
    let product = all::as_one(target.active().count(), product);
    quote!(|#direction| #product)
}

/// The type that all floats of the active parameters have, if it is the same.
fn float(target: &Target) -> Option<TokenStream> {
    let shapes: Vec<Shape> = target.active().map(|p| p.carrier.shape()).collect();
    common_float(&shapes)
}

fn form(target: &Target) -> Form {
    let shapes: Vec<Shape> = target.active().map(|p| p.carrier.shape()).collect();
    match shapes.as_slice() {
        [Shape::Array(element, length)] if element.is_scalar() => Form::Square(quote!(#length)),
        shapes if shapes.iter().all(Shape::is_scalar) => {
            let count = Literal::usize_unsuffixed(shapes.len());
            Form::Square(quote!(#count))
        }
        _ => Form::Dense,
    }
}
