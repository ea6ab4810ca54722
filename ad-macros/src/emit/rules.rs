//! The companions of a function whose rules are the user's: `jvp = path` and `vjp = path`, of the signatures of `f_jvp` and
//! `f_vjp`. Nothing looks into the body; all that calls a rule are these two, so that one mistake in it is one error, at
//! its path.
//!
//! ```text
//! #[differentiate(jvp = forward, vjp = reverse)]        fn f_jvp(x: &[f64], x_dot: &[f64]) -> (f64, f64) { forward(x, x_dot) }
//! fn f(x: &[f64]) -> f64                          →     fn f_vjp(x: &[f64]) -> (f64, impl Fn(f64) -> Vec<f64>) { reverse(x) }
//!                                                       fn f_grad(x: &[f64]) -> Vec<f64> { f_vjp(x).1(1.0) }
//! ```

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ExprPath;
use syn::spanned::Spanned;

use super::body::Body;
use super::companions::{
    default_names, grad_function, into_function, jvp_function, no_gradient, returning_stubs,
    stored, vjp_function,
};
use super::linkage::{Rerun, primal};
use super::signature::{Lent, Target, bare_or_tuple};
use super::tokens::Tokens;
use super::{jacobian, linearized, linkage, second, types};
use crate::ir::Variables;
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::Parameter;
use crate::transform::linearize::Linear;

/// Every companion that the rules give.
///
/// `linear` is a call of the function.
pub(super) fn companions(target: &Target, linear: &Linear) -> TokenStream {
    let mut tokens = linkage::by_rules(target);
    if let Some(rule) = &target.rules.jvp {
        let dots = default_names(target, "dot");
        let arguments = names(target).chain(dots.iter());
        let body = called(rule, arguments.map(ToTokens::to_token_stream));
        tokens.extend(jvp_function(target, &dots, Body::Code(Tokens::of(body))));
        tokens.extend(linearized::by_rule(target));
    }
    if let Some(rule) = &target.rules.vjp {
        let gradients = target.signature.result.is_scalar();
        if target.cotangents_lack_alloc() {
            tokens.extend(returning_stubs(target, gradients));
        } else {
            tokens.extend(vjp(target, rule));
            tokens.extend(gradients.then(|| gradients_by_pullback(target)));
        }
        tokens.extend(if gradients {
            let buffers = default_names(target, "bar");
            let body = if target.cotangents_lack_alloc() {
                Body::Stub(super::body::undifferentiated(target))
            } else {
                Body::Code(stored(target, &buffers))
            };
            into_function(target, &buffers, body)
        } else {
            no_gradient(target)
        });
    }
    if target.has_several_outputs() {
        tokens.extend(jacobian::companions(target, false));
    }
    if target.twice {
        tokens.extend(second::companions(target, linear));
    }
    tokens
}

fn names<'a>(target: &Target<'a>) -> impl Iterator<Item = &'a Ident> {
    let parameters = target.signature.parameters.iter();
    parameters.map(|parameter| &parameter.ident)
}

/// A call of a rule, all of it at the path: what does not fit is reported there.
fn called(rule: &ExprPath, arguments: impl Iterator<Item = TokenStream>) -> TokenStream {
    let arguments = quote!((#(#arguments),*));
    let arguments = located(arguments, rule.span());
    quote!(#rule #arguments)
}

/// The same tokens at another place.
pub(super) fn located(tokens: TokenStream, at: Span) -> TokenStream {
    let located = tokens.into_iter().map(|token| {
        let mut token = match token {
            TokenTree::Group(group) => {
                let inner = located(group.stream(), at);
                TokenTree::Group(Group::new(group.delimiter(), inner))
            }
            token => token,
        };
        token.set_span(token.span().located_at(at));
        token
    });
    located.collect()
}

/// `f_vjp`. What is written in place is the caller's again while the pullback lives: the function itself writes it, and the
/// rule runs on a copy of what was there, when the pullback is called.
fn vjp(target: &Target, rule: &ExprPath) -> TokenStream {
    if target.in_place().next().is_none() {
        let body = called(rule, names(target).map(ToTokens::to_token_stream));
        return vjp_function(target, Lent::All, Body::Code(Tokens::of(body)));
    }
    let parameters = target.signature.parameters.iter();
    let parameters = parameters.map(|parameter| (parameter, parameter.ident.clone()));
    let Rerun {
        kept,
        opened,
        passed,
    } = Rerun::of(parameters, Parameter::is_lent);
    let (primal, rerun) = (primal(target), called(rule, passed.into_iter()));
    let [value, pullback, seed] = locals(target, ["value", "pullback", "seed"]);
    let types = target.seeds();
    let seed = (!target.signature.returns_nothing()).then_some(seed);
    let buffers = bars(target).into_iter().filter(|(p, _)| p.in_place());
    let buffers = buffers.map(|(_, bar)| bar);
    let taken: Vec<Ident> = seed.into_iter().chain(buffers).collect();
    let body = Tokens::of(quote! {
        #kept
        let #value = #primal;
        (#value, move |#(#taken: #types),*| {
            #opened
            let (_, #pullback) = #rerun;
            #pullback(#(#taken),*)
        })
    });
    vjp_function(target, Lent::NotCopied, Body::Code(body))
}

/// Names of a body of which the documentation shows the code; none of them is one of the parameters'.
pub(super) fn locals<const N: usize>(target: &Target, stems: [&str; N]) -> [Ident; N] {
    let taken = names(target).map(ToString::to_string).collect();
    let mut names = Variables::avoiding(taken);
    stems.map(|stem| Ident::new(&names.fresh(stem), Span::mixed_site()))
}

/// The active parameters, each with the name of its cotangent.
fn bars<'a>(target: &Target<'a>) -> Vec<(&'a Parameter, Ident)> {
    target.active().zip(default_names(target, "bar")).collect()
}

/// `f_grad` and `f_value_and_grad`.
fn gradients_by_pullback(target: &Target) -> TokenStream {
    let gradient = grad_function(target, "grad", pulled(target, false));
    let with_value = grad_function(target, "value_and_grad", pulled(target, true));
    quote!(#gradient #with_value)
}

/// The pullback of 1. What the function leaves behind `&mut` is no result: its seed is zero.
fn pulled(target: &Target, with_value: bool) -> Body {
    let (vjp, turbofish) = (target.call("vjp"), target.turbofish());
    let (arguments, bars) = (names(target), bars(target));
    let [value, pullback] = locals(target, ["value", "pullback"]);
    let (in_place, returned): (Vec<_>, Vec<_>) = bars.iter().partition(|(p, _)| p.in_place());
    let zeros = in_place.iter().map(|(parameter, bar)| {
        let zero = types::zero_of(parameter, &parameter.ident, target.floats());
        let ty = types::owned(&parameter.carrier, &target.runtime);
        quote!(let mut #bar: #ty = #zero;)
    });
    let buffers = in_place.iter().map(|(_, bar)| bar);
    let ty = match &target.signature.result {
        Carrier::Scalar(ty) => Some(&**ty),
        _ => None,
    };
    let one = types::literal(1.0, ty, &target.runtime, target.generic.as_ref());
    let one = one.to_token_stream();
    let tuple = |bars: &[(&Parameter, Ident)]| {
        let bars: Vec<TokenStream> = bars.iter().map(|(_, bar)| quote!(#bar)).collect();
        bare_or_tuple(&bars)
    };
    let returned: Vec<(&Parameter, Ident)> = returned.into_iter().cloned().collect();
    let (returned, all) = (tuple(&returned), tuple(&bars));
    let (kept, result) = if with_value {
        (quote!(#value), quote!((#value, #all)))
    } else {
        (quote!(_), all)
    };
    Body::Code(Tokens::of(quote! {
        let (#kept, #pullback) = #vjp #turbofish(#(#arguments),*);
        #(#zeros)*
        let #returned = #pullback(#one #(, &mut #buffers)*);
        #result
    }))
}
