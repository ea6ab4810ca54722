//! The linkage of a function whose rules are the user's: that of its companions, slot by slot.
//!
//! A rule may borrow its arguments, and callers write to what they lend where they differentiate. Of one float, the
//! cotangents are computed at once. Of several, there are copies of what is behind references, and the rule runs on them
//! when the pullback is called; the value is that of the function.

use proc_macro2::{Group, TokenStream};
use quote::{ToTokens, quote};

use super::linearized::{self, Rerun};
use super::{
    Inputs, empty_slot, enclosed, jvp_if_possible, linked, over, primal, reverse_stubs, slot_type,
    vjp_function,
};
use crate::emit::body::braced;
use crate::emit::jacobian::{float, local};
use crate::emit::signature::{Lent, Target, bare_or_tuple};
use crate::ir::Shape;
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::Parameter;

pub(in crate::emit) fn by_rules(target: &Target) -> TokenStream {
    let mut functions = Vec::new();
    if target.family.forward() {
        functions.push(jvp_if_possible(target));
        functions.push(over(target, false));
        functions.push(linearized::by_rule(target));
    }
    if target.family.reverse() && target.slots_lack_alloc() {
        functions.extend(reverse_stubs(target));
    } else if target.family.reverse() {
        for with_value in [true, false] {
            let inputs = Inputs::Named {
                lent: Lent::NotCopied,
            };
            let body = reverse(target, with_value);
            functions.push(vjp_function(target, with_value, inputs, &body));
        }
    }
    enclosed(target, &super::forwarded_primal(target), functions)
}

/// How the linkage gets at the cotangents that a rule's pullback returns.
enum Pulled {
    /// The pullback owns what it reads, and is kept.
    ByClosure,
    /// Of one float: those for the seed 1 are kept, and scaled.
    AtOnce,
    /// The pullback may borrow: this makes it anew for each application.
    Again(TokenStream),
}

/// The pullback with its slots, after the value or alone.
fn reverse(target: &Target, with_value: bool) -> Group {
    let (vjp, turbofish) = (target.call("vjp"), target.turbofish());
    let [value, pullback] = ["value", "pullback"].map(linked);
    let arguments = target.signature.parameters.iter().map(|p| &p.ident);
    let evaluated = quote!(let (#value, #pullback) = #vjp #turbofish(#(#arguments),*););
    let and_value = |closure: TokenStream| {
        if with_value {
            quote!((#value, #closure))
        } else {
            closure
        }
    };
    let owning = target.in_place().next().is_some() || !target.active().any(Parameter::is_lent);
    if owning {
        let closure = and_value(applied(target, &Pulled::ByClosure));
        return braced(quote!(#evaluated #closure));
    }
    let scalable = target.generic.is_none() && float(target).is_some();
    if target.signature.result.is_scalar() && scalable {
        let (bars, closure) = (bars(target), and_value(applied(target, &Pulled::AtOnce)));
        return braced(quote!(#evaluated let #bars = #pullback(1.0); #closure));
    }
    let parameters = target.signature.parameters.iter();
    let parameters = parameters.map(|parameter| (parameter, parameter.ident.clone()));
    let Rerun { kept, passed, .. } = Rerun::of(parameters, Parameter::is_lent);
    let rerun = quote!(let (_, #pullback) = #vjp #turbofish(#(#passed),*););
    let closure = applied(target, &Pulled::Again(rerun));
    braced(if with_value {
        let primal = primal(target);
        quote! {
            #kept
            let #value = #primal;
            (#value, #closure)
        }
    } else {
        quote!(#kept #closure)
    })
}

/// The cotangents that a rule's pullback returns, by name.
fn bars(target: &Target) -> TokenStream {
    let bars = target
        .returned()
        .map(|p| local(p, "bar").into_token_stream());
    bare_or_tuple(&bars.collect::<Vec<_>>())
}

/// The closure that hands on the cotangents: added where callers lend a buffer, all others returned.
fn applied(target: &Target, pulled: &Pulled) -> TokenStream {
    let runtime = &target.runtime;
    let [seed, pullback] = ["seed", "pullback"].map(linked);
    let (mut taken, mut lent, mut added, mut returned) = (vec![], vec![], vec![], vec![]);
    for parameter in &target.signature.parameters {
        let ty = slot_type(parameter, runtime);
        if !parameter.active {
            taken.push(quote!(_: #ty));
            returned.push(empty_slot(target, parameter));
            continue;
        }
        let (bar, slot) = (local(parameter, "bar"), local(parameter, "slot"));
        let cotangent = match pulled {
            Pulled::AtOnce => quote!(#runtime::Scale::scaled(&#bar, #seed)),
            Pulled::ByClosure | Pulled::Again(_) => quote!(#bar),
        };
        if parameter.in_place() {
            taken.push(quote!(#slot: #ty));
            lent.push(quote!(#runtime::lent(#slot)));
            returned.push(quote!(()));
        } else if parameter.carrier.is_reference() || parameter.is_taken_receiver() {
            taken.push(quote!(#slot: #ty));
            let add = match parameter.carrier.shape() {
                Shape::Scalar(_) => quote!(*#slot = *#slot + #cotangent),
                // Of any type of floats.
                Shape::Array(inner, _) | Shape::Sequence(inner) if inner.is_scalar() => {
                    quote!(#runtime::accumulate_floats(#slot, &#cotangent))
                }
                Shape::Sequence(_) => quote!(#runtime::accumulate_slice(#slot, &#cotangent)),
                _ => quote!(#runtime::Tangent::accumulate(#slot, &#cotangent)),
            };
            if parameter.is_taken_receiver() {
                added.push(quote!(let #bar = #cotangent;));
                added.push(quote!(if let #runtime::Some(#slot) = #slot { #runtime::Tangent::accumulate(#slot, &#bar); }));
                returned.push(quote!(#bar));
                continue;
            }
            added.push(quote!(if let #runtime::Some(#slot) = #slot { #add; }));
            returned.push(quote!(()));
        } else {
            taken.push(quote!(_: #ty));
            returned.push(cotangent);
        }
    }
    let seeded = match &target.signature.result {
        _ if target.signature.returns_nothing() => None,
        Carrier::Vec(_) => Some(quote!(&#seed)),
        _ => Some(seed.to_token_stream()),
    };
    let (passed, bars) = (seeded.into_iter().chain(lent), bars(target));
    let called = quote!(let #bars = #pullback(#(#passed),*););
    let called = match pulled {
        Pulled::AtOnce => TokenStream::new(),
        Pulled::ByClosure => called,
        Pulled::Again(rerun) => quote!(#rerun #called),
    };
    let (ty, returned) = (target.result_tangent(), bare_or_tuple(&returned));
    quote! {
        move |#seed: #ty, #(#taken),*| {
            #called
            #(#added)*
            #returned
        }
    }
}
