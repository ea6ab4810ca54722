//! The tangents of all active parameters as one value, whose elements can be visited: of several, a tuple.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::jacobian::lent_tangent;
use super::linkage::linked;
use super::signature::{Target, bare_or_tuple};
use super::types::{self, Floats};

/// The longest tuple whose elements can be visited.
const LARGEST_TUPLE: usize = 12;

/// A tuple, or a tuple that ends in another where it would be too long.
pub(super) fn nested(parts: &[TokenStream]) -> TokenStream {
    match parts.split_at_checked(LARGEST_TUPLE - 1) {
        Some((first, rest)) if rest.len() > 1 => {
            let rest = nested(rest);
            quote!((#(#first,)* #rest))
        }
        _ => bare_or_tuple(parts),
    }
}

/// Where a part of so many is in it.
fn path(index: usize, count: usize) -> Vec<Literal> {
    let last = LARGEST_TUPLE - 1;
    if count <= LARGEST_TUPLE || index < last {
        vec![Literal::usize_unsuffixed(index)]
    } else {
        let mut path = vec![Literal::usize_unsuffixed(last)];
        path.extend(self::path(index - last, count - last));
        path
    }
}

/// The zero tangents.
pub(super) fn zeros(target: &Target, floats: Floats) -> TokenStream {
    let zeros = target
        .active()
        .map(|parameter| types::zero_of(parameter, &parameter.ident, floats));
    nested(&zeros.collect::<Vec<_>>())
}

/// Those in a value, each in the form of its parameter.
pub(super) fn lent(target: &Target, value: &TokenStream) -> Vec<TokenStream> {
    let parts = parts(value, target.active().count());
    let parts = target.active().zip(parts);
    let lent = parts.map(|(parameter, part)| {
        if parameter.in_place() {
            quote!(&mut #part)
        } else {
            lent_tangent(&parameter.carrier, &part)
        }
    });
    lent.collect()
}

/// So many parts of a value.
pub(super) fn parts(value: &TokenStream, count: usize) -> Vec<TokenStream> {
    if count == 1 {
        return vec![value.clone()];
    }
    let part = |index| {
        let path = path(index, count);
        quote!(#value #(.#path)*)
    };
    (0..count).map(part).collect()
}

/// What a companion returns, a tuple of so many.
pub(super) fn as_one(count: usize, returned: TokenStream) -> TokenStream {
    if count <= LARGEST_TUPLE {
        return returned;
    }
    let parts = (0..count).map(|index| linked(&format!("part_{index}")));
    let parts: Vec<TokenStream> = parts.map(ToTokens::into_token_stream).collect();
    let nested = nested(&parts);
    quote!({ let (#(#parts),*) = #returned; #nested })
}
