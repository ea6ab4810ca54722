//! Types of tangents and cotangents, and their zeros, from what types and shapes tell.

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Path, Type};

use super::expression::Fragment;
use super::tokens::Tokens;
use crate::ir::Shape;
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::Parameter;

/// The owned type of a tangent or cotangent.
pub(super) fn owned(carrier: &Carrier, runtime: &Path) -> TokenStream {
    match carrier {
        Carrier::Scalar(ty) => ty.to_token_stream(),
        Carrier::Array(inner, length) => {
            let inner = owned(inner, runtime);
            quote!([#inner; #length])
        }
        Carrier::Slice(inner) | Carrier::Vec(inner) => {
            let inner = owned(inner, runtime);
            quote!(#runtime::Vec<#inner>)
        }
        Carrier::Tuple(fields) => {
            let fields = fields.iter().map(|field| owned(field, runtime));
            quote!((#(#fields,)*))
        }
        Carrier::Reference(inner) => owned(inner, runtime),
        Carrier::Inert => quote!(()),
        Carrier::Foreign(ty) => quote!(<#ty as #runtime::Differentiable>::Tangent),
    }
}

/// The type of the tangent that `_jvp` takes: that of the parameter itself, as it is written, but for
/// parts without a derivative.
pub(super) fn tangent(parameter: &Parameter, runtime: &Path) -> TokenStream {
    match &parameter.carrier {
        carrier if !carrier.is_partly_inert() => parameter.ty.to_token_stream(),
        Carrier::Reference(inner) if parameter.in_place() => {
            let inner = of_carrier(inner, runtime);
            quote!(&mut #inner)
        }
        carrier => of_carrier(carrier, runtime),
    }
}

fn of_carrier(carrier: &Carrier, runtime: &Path) -> TokenStream {
    match carrier {
        Carrier::Reference(inner) => {
            let inner = of_carrier(inner, runtime);
            quote!(&#inner)
        }
        Carrier::Slice(inner) => {
            let inner = owned(inner, runtime);
            quote!([#inner])
        }
        carrier => owned(carrier, runtime),
    }
}

/// The type behind a caller's `&mut` buffer.
pub(super) fn buffer(carrier: &Carrier, runtime: &Path) -> TokenStream {
    match carrier.referent() {
        Carrier::Slice(inner) | Carrier::Vec(inner) => {
            let inner = owned(inner, runtime);
            quote!([#inner])
        }
        other => owned(other, runtime),
    }
}

/// Whether the owned form of a shape holds a `Vec`.
pub(super) fn owns_vec(shape: &Shape) -> bool {
    match shape {
        Shape::Sequence(_) => true,
        Shape::Array(inner, _) => owns_vec(inner),
        Shape::Tuple(fields) => fields.iter().any(owns_vec),
        Shape::Scalar(_) | Shape::Inert | Shape::Unknown => false,
    }
}

/// Whether the type behind a caller's `&mut` buffer holds a `Vec`.
pub(super) fn buffer_owns_vec(carrier: &Carrier) -> bool {
    match carrier.referent() {
        Carrier::Slice(inner) | Carrier::Vec(inner) => owns_vec(&inner.shape()),
        other => owns_vec(&other.shape()),
    }
}

/// The type a shape tells.
pub(super) fn of_shape(shape: &Shape, runtime: &Path) -> Option<TokenStream> {
    match shape {
        Shape::Scalar(ty) => ty.as_ref().map(ToTokens::to_token_stream),
        Shape::Array(inner, length) => {
            let inner = of_shape(inner, runtime)?;
            Some(quote!([#inner; #length]))
        }
        Shape::Sequence(inner) => {
            let inner = of_shape(inner, runtime)?;
            Some(quote!(#runtime::Vec<#inner>))
        }
        Shape::Tuple(fields) => {
            let fields = fields.iter().map(|field| of_shape(field, runtime));
            let fields: Option<Vec<TokenStream>> = fields.collect();
            fields.map(|fields| quote!((#(#fields,)*)))
        }
        Shape::Inert | Shape::Unknown => None,
    }
}

/// A constant; in generic code, converted to its type.
pub(super) fn literal(
    value: f64,
    ty: Option<&Type>,
    runtime: &Path,
    generic: Option<&Type>,
) -> Fragment {
    let literal = Literal::f64_unsuffixed(value);
    match (generic, ty) {
        (None, _) => {
            let mut tokens = Tokens::default();
            tokens.push(literal);
            Fragment::atom(tokens)
        }
        // Operators on what a variable is yet to be would not tell its type.
        (Some(generic), ty) => {
            let ty = ty.unwrap_or(generic);
            Fragment::quoted(quote!(#runtime::literal::<#ty>(#literal)))
        }
    }
}

/// The zero of a shape; `like` is a reference to a value of it.
pub(super) fn zero(
    shape: &Shape,
    like: &TokenStream,
    runtime: &Path,
    generic: Option<&Type>,
) -> Fragment {
    match shape {
        Shape::Scalar(ty) => literal(0.0, ty.as_deref(), runtime, generic),
        Shape::Inert => Fragment::quoted(quote!(())),
        Shape::Array(inner, length) if inner.is_static() => {
            let zero = zero(inner, like, runtime, generic);
            Fragment::quoted(quote!([#zero; #length]))
        }
        // A parameter's type is written; that of a local value is best told by itself.
        Shape::Sequence(inner) if inner.is_scalar() && is_borrowed(like) => {
            Fragment::quoted(quote!(#runtime::zeros_like(#like)))
        }
        Shape::Sequence(inner) if inner.is_scalar() => {
            Fragment::quoted(quote!(#runtime::zeros(#like.len())))
        }
        Shape::Sequence(inner) if inner.is_static() => {
            let like = strip(like);
            let zero = zero(inner, &like, runtime, generic);
            Fragment::quoted(quote!(#runtime::repeat(#zero, #like.len())))
        }
        Shape::Tuple(fields) if fields.iter().all(Shape::is_static) => {
            let zeros = fields
                .iter()
                .map(|field| zero(field, like, runtime, generic));
            Fragment::quoted(quote!((#(#zeros,)*)))
        }
        Shape::Unknown if generic.is_some() => literal(0.0, None, runtime, generic),
        _ => Fragment::quoted(quote!(#runtime::zero_tangent(#like))),
    }
}

/// Whether tokens are `&x`.
fn is_borrowed(like: &TokenStream) -> bool {
    let first = like.clone().into_iter().next();
    matches!(first, Some(TokenTree::Punct(and)) if and.as_char() == '&')
}

/// `x` of `&x`, and of a reference `x`.
fn strip(like: &TokenStream) -> TokenStream {
    let borrow = |token: &TokenTree| matches!(token, TokenTree::Punct(and) if and.as_char() == '&');
    like.clone().into_iter().skip_while(borrow).collect()
}
