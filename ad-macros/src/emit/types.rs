//! Types of tangents and cotangents, and their zeros, from what types and shapes tell.

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Path, Type};

use super::expression::Fragment;
use super::tokens::Tokens;
use crate::ir::Shape;
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::{Parameter, is_mutable};

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
        Carrier::Foreign(ty) if matches!(**ty, Type::Infer(_)) => quote!(_),
        Carrier::Foreign(ty) => {
            // One error where the user wrote the type, however often its tangent is named.
            let span = ty.span().resolved_at(Span::mixed_site());
            quote_spanned!(span=> <#ty as #runtime::Differentiable>::Tangent)
        }
    }
}

/// The type of the tangent that `_jvp` takes: that of the parameter itself, as it is written, but for
/// parts without a derivative.
pub(super) fn tangent(parameter: &Parameter, runtime: &Path) -> TokenStream {
    match &parameter.carrier {
        carrier if carrier.is_its_own_tangent() => parameter.ty.to_token_stream(),
        Carrier::Reference(inner) if parameter.in_place() => {
            let inner = of_carrier(inner, runtime);
            quote!(&mut #inner)
        }
        carrier => of_carrier(carrier, runtime),
    }
}

/// The same, made of another scalar.
pub(super) fn tangent_over(parameter: &Parameter, scalar: &Type, runtime: &Path) -> TokenStream {
    let carrier = parameter.carrier.over(scalar);
    let form = if carrier.is_partly_inert() {
        of_carrier
    } else {
        as_written
    };
    match &carrier {
        Carrier::Reference(inner) if is_mutable(&parameter.ty) => {
            let inner = form(inner, runtime);
            quote!(&mut #inner)
        }
        carrier => form(carrier, runtime),
    }
}

fn as_written(carrier: &Carrier, runtime: &Path) -> TokenStream {
    match carrier {
        Carrier::Reference(inner) => {
            let inner = as_written(inner, runtime);
            quote!(&#inner)
        }
        Carrier::Array(inner, length) => {
            let inner = as_written(inner, runtime);
            quote!([#inner; #length])
        }
        Carrier::Slice(inner) => {
            let inner = as_written(inner, runtime);
            quote!([#inner])
        }
        Carrier::Vec(inner) => {
            let inner = as_written(inner, runtime);
            quote!(#runtime::Vec<#inner>)
        }
        Carrier::Tuple(fields) => {
            let fields = fields.iter().map(|field| as_written(field, runtime));
            quote!((#(#fields,)*))
        }
        carrier => owned(carrier, runtime),
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
        Shape::Scalar(_) | Shape::Vector | Shape::Inert | Shape::Unknown => false,
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
        Shape::Vector | Shape::Inert | Shape::Unknown => None,
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

/// How the floats of tangents are written.
#[derive(Clone, Copy)]
pub(super) struct Floats<'a> {
    pub(super) runtime: &'a Path,
    /// The type parameter that they have, if any.
    pub(super) generic: Option<&'a Type>,
    /// What stands for each of them, where it is not a float.
    pub(super) scalar: Option<&'a Ident>,
    /// Whether values whose types are not known have tangents of their own.
    pub(super) tangents: bool,
}

impl Floats<'_> {
    fn zero(self, ty: Option<&Type>) -> Fragment {
        match self.scalar {
            Some(scalar) => Fragment::quoted(quote!(#scalar::zero())),
            None => literal(0.0, ty, self.runtime, self.generic),
        }
    }

    /// As many zeros as there are elements.
    fn zeros(self, like: &TokenStream) -> Fragment {
        let runtime = self.runtime;
        Fragment::quoted(match self.scalar {
            Some(scalar) => {
                let like = strip(like);
                quote!(#runtime::repeat(#scalar::zero(), #like.len()))
            }
            // A parameter's type is written; that of a local value is best told by itself.
            None if is_borrowed(like) => quote!(#runtime::zeros_like(#like)),
            None => quote!(#runtime::zeros(#like.len())),
        })
    }

    fn zero_tangent(self, like: &TokenStream) -> Fragment {
        let runtime = self.runtime;
        Fragment::quoted(match self.scalar {
            Some(scalar) => quote!(#runtime::scalar::zero_over::<#scalar, _>(#like)),
            None => quote!(#runtime::zero_tangent(#like)),
        })
    }
}

/// The zero of a shape; `like` is a reference to a value of it.
pub(super) fn zero(shape: &Shape, like: &TokenStream, floats: Floats) -> Fragment {
    let runtime = floats.runtime;
    match shape {
        Shape::Scalar(ty) => floats.zero(ty.as_deref()),
        Shape::Inert => Fragment::quoted(quote!(())),
        Shape::Array(inner, length) if inner.is_static() => {
            let zero = zero(inner, like, floats);
            Fragment::quoted(quote!([#zero; #length]))
        }
        Shape::Sequence(inner) if inner.is_scalar() => floats.zeros(like),
        Shape::Sequence(inner) if inner.is_static() => {
            let like = strip(like);
            let zero = zero(inner, &like, floats);
            Fragment::quoted(quote!(#runtime::repeat(#zero, #like.len())))
        }
        Shape::Tuple(fields) if fields.iter().all(Shape::is_static) => {
            let zeros = fields.iter().map(|field| zero(field, like, floats));
            Fragment::quoted(quote!((#(#zeros,)*)))
        }
        Shape::Unknown if !floats.tangents => floats.zero(None),
        _ => floats.zero_tangent(like),
    }
}

/// The zero tangent of an argument, owned.
pub(super) fn zero_of(parameter: &Parameter, argument: &Ident, floats: Floats) -> TokenStream {
    let like = if parameter.carrier.is_reference() {
        quote!(#argument)
    } else {
        quote!(&#argument)
    };
    if let Carrier::Foreign(_) = parameter.carrier.referent() {
        return floats.zero_tangent(&like).to_token_stream();
    }
    zero(&parameter.carrier.shape(), &like, floats).to_token_stream()
}

/// Whether tokens are `&x`.
pub(super) fn is_borrowed(like: &TokenStream) -> bool {
    let first = like.clone().into_iter().next();
    matches!(first, Some(TokenTree::Punct(and)) if and.as_char() == '&')
}

/// `x` of `&x`, and of a reference `x`.
fn strip(like: &TokenStream) -> TokenStream {
    let borrow = |token: &TokenTree| matches!(token, TokenTree::Punct(and) if and.as_char() == '&');
    like.clone().into_iter().skip_while(borrow).collect()
}
