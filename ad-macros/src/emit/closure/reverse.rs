//! Reverse mode of a closure, and how a pullback takes what is captured apart.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Written;
use crate::emit::body::Taken;
use crate::emit::linkage::{linked, pullback_of_linkage};
use crate::emit::signature::bare_or_tuple;
use crate::ir::Shape;
use crate::transform::linearize::Linear;

impl Written<'_> {
    pub(super) fn vjp(&self, linear: &Linear) -> TokenStream {
        let target = self.target();
        let seed = linked("seed");
        let Reversed {
            whole,
            others,
            opened: split,
            slots,
            bars,
            added,
        } = self.reversed("bar");
        let taken = Taken {
            parameters: quote!(#seed, #whole, (#(#others,)*)),
            opened: split,
            values: std::iter::once(quote!(#seed)).chain(slots).collect(),
            results: bare_or_tuple(&bars),
            closed: quote!(#added (#(#others,)*)),
        };
        let code = pullback_of_linkage(&target, linear, &taken);
        let (captures, arguments, opened) = (linked("captures"), self.arguments(), self.opened());
        self.keeping(&quote!(|#captures, #arguments| { #opened #code }))
    }

    /// What a pullback takes for the cotangents of all parameters, and what becomes of what it returns.
    pub(super) fn reversed(&self, suffix: &str) -> Reversed {
        let runtime = self.runtime;
        let whole = linked(&format!("captures_{suffix}"));
        let (parts, opened) = self.parts(&whole, suffix);
        let (captured, arguments) = self.apart();
        let names = |stem: &str, count| -> Vec<Ident> {
            let names = (0..count).map(|index| linked(&format!("{stem}_{index}_{suffix}")));
            names.collect()
        };
        let (own, others) = (
            names("own", parts.len()),
            names("argument", arguments.len()),
        );
        // The cotangents of values are added once they are there.
        let slots = captured.iter().zip(&parts).map(|(parameter, part)| {
            match (parameter.carrier.is_reference(), parameter.carrier.shape()) {
                (false, _) => quote!(#runtime::None),
                (true, Shape::Sequence(_)) => quote!(#part.map(|part| &mut part[..])),
                (true, _) => quote!(#part),
            }
        });
        let given = others.iter().map(|slot| quote!(#slot));
        let slots = slots.chain(given).collect();
        let bars = own.iter().chain(&others).map(|bar| quote!(#bar)).collect();
        let added = captured.iter().zip(parts.iter().zip(&own));
        let added = added.filter(|(parameter, _)| !parameter.carrier.is_reference());
        let added = added.map(|(_, (part, bar))| {
            quote! {
                if let #runtime::Some(#part) = #part {
                    #runtime::Tangent::accumulate(#part, &#bar);
                }
            }
        });
        let added = added.collect();
        Reversed {
            whole,
            others,
            opened,
            slots,
            bars,
            added,
        }
    }
}

/// The cotangents of what is captured and of the arguments, in a pullback.
pub(super) struct Reversed {
    /// The names by which the pullback takes them.
    pub(super) whole: Ident,
    pub(super) others: Vec<Ident>,
    /// What takes the first apart.
    pub(super) opened: TokenStream,
    /// Where those of references are added to, for each parameter.
    pub(super) slots: Vec<TokenStream>,
    /// The names of those that are returned, and what adds those of captured values.
    pub(super) bars: Vec<TokenStream>,
    pub(super) added: TokenStream,
}
