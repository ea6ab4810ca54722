//! The linkage of parameters that are functions.
//!
//! A caller that passes a function by its name does not know whether a derivative flows through the parameter. So it gives the
//! function as it is, and with its derivatives, and the linkage takes what the parameter needs.

mod constructor;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Type, WherePredicate};

use super::{derivatives, enclosing, linked, of_forward_mode};
use crate::emit::body;
use crate::emit::closure::Order;
use crate::emit::companions::jvp_function;
use crate::emit::signature::Target;
use crate::syntax::signature::Parameter;
use crate::syntax::{Body as Source, functions, names_in};
use crate::transform::linearize::Linear;

/// The linkage of a function that calls its parameters where a derivative flows.
pub(in crate::emit) fn of_functions(target: &Target, linear: &Linear) -> TokenStream {
    let mut tokens = enclosing(target, primal(target), derivatives(target, linear, false));
    if target.family.forward() {
        let (dots, body) = body::forward(target, linear);
        let jvp = jvp_function(target, &dots, body::Body::Code(body));
        tokens.extend(quote!(#[doc(hidden)] #jvp));
    }
    if target.twice {
        tokens.extend(of_forward_mode(target, linear));
    }
    tokens
}

/// The function itself, of functions whose derivatives can be asked for.
fn primal(target: &Target) -> TokenStream {
    let vis = target.vis();
    let generics = target.generics();
    let clause = &generics.where_clause;
    let inputs = target.source.sig.inputs.iter();
    let output = &target.signature.output;
    let Source::Block(body) = &target.source.body else {
        return TokenStream::new();
    };
    quote!(#vis fn primal #generics (#(#inputs),*) -> #output #clause #body)
}

/// Copies of the functions, for the pullback of one that calls itself, and what borrows them there.
pub(super) fn kept(target: &Target) -> (TokenStream, TokenStream) {
    let functions = target
        .active()
        .filter(|parameter| target.is_function(parameter));
    let kept = functions.map(|parameter| {
        let (name, kept) = (
            &parameter.ident,
            linked(&format!("{}_kept", parameter.ident)),
        );
        (
            quote!(let #kept = ::core::clone::Clone::clone(#name);),
            quote!(let #name = &#kept;),
        )
    });
    kept.unzip()
}

/// `: Fn(f64) -> f64`, of a function as it is: what tells the types in a closure.
fn plain_bound(target: &Target, parameter: &Parameter) -> Option<TokenStream> {
    let (arguments, output) = if parameter.active {
        let (_, _, bounds) = of_function(target, parameter);
        functions::plain(&bounds)?
    } else {
        functions::held_constant(target.signature, parameter)?
    };
    Some(quote!(: Fn(#(#arguments),*) -> #output))
}

/// The generics that the type of a function mentions, that type, and its bounds.
fn of_function(target: &Target, parameter: &Parameter) -> (Generics, Ident, TokenStream) {
    let mut generics = target.generics();
    let own = match parameter.carrier.foreign() {
        Some(Type::Path(path)) => path.path.get_ident().cloned(),
        _ => None,
    };
    let own = own.unwrap_or_else(|| parameter.ident.clone());
    let is_own = |ty: &Type| matches!(ty, Type::Path(path) if path.path.is_ident(&own));
    let inline = generics.type_params().filter(|param| param.ident == own);
    let inline = inline.map(|param| param.bounds.to_token_stream());
    let clauses = generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    let clauses = clauses.filter_map(|predicate| match predicate {
        WherePredicate::Type(of) if is_own(&of.bounded_ty) => Some(of.bounds.to_token_stream()),
        _ => None,
    });
    let bounds: Vec<TokenStream> = inline
        .chain(clauses)
        .filter(|bounds| !bounds.is_empty())
        .collect();
    let bounds = quote!(#(#bounds)+*);
    let mut mentioned = names_in(&bounds).names;
    mentioned.insert(own.to_string());
    let is_mentioned = |param: &GenericParam| match param {
        GenericParam::Type(param) => mentioned.contains(&param.ident.to_string()),
        GenericParam::Const(param) => mentioned.contains(&param.ident.to_string()),
        GenericParam::Lifetime(_) => false,
    };
    let dropped: Vec<String> = generics
        .params
        .iter()
        .filter(|param| !is_mentioned(param))
        .flat_map(|param| names_in(param).names)
        .filter(|name| !mentioned.contains(name))
        .collect();
    generics.params = generics.params.into_iter().filter(is_mentioned).collect();
    if let Some(clause) = &mut generics.where_clause {
        let kept = clause.predicates.iter().filter(|predicate| {
            let names = names_in(predicate).names;
            !dropped.iter().any(|name| names.contains(name))
        });
        clause.predicates = kept.cloned().collect();
    }
    (generics, own, bounds)
}

/// Whether a parameter may be a function, as far as its type shows.
pub(super) fn may_be_function(target: &Target, parameter: &Parameter) -> bool {
    let generics = &target.signature.generics;
    let is_generic = |ty: &Ident| generics.type_params().any(|param| param.ident == *ty);
    let ty = match &parameter.ty {
        Type::Reference(reference) => &*reference.elem,
        ty => ty,
    };
    let may_be = match ty {
        Type::ImplTrait(_) | Type::FnPtr(_) | Type::TraitObject(_) => true,
        Type::Path(path) => path.path.get_ident().is_some_and(is_generic),
        _ => false,
    };
    may_be && !parameter.carrier.carries_float()
}

/// What takes a function that is given by its name, and what makes one of a closure, for each parameter that may be one;
/// those of second order are methods of the linkage of forward mode.
pub(super) fn selected(target: &Target, order: Order) -> Vec<TokenStream> {
    if target.source.host.is_impl() {
        return Vec::new();
    }
    let vis = target.vis();
    let receiver = (order == Order::Second).then(|| quote!(self,));
    let parameters = target.signature.parameters.iter().enumerate();
    let functions = parameters.filter(|(_, parameter)| may_be_function(target, parameter));
    functions
        .map(|(index, parameter)| {
            let name = Ident::new(&format!("named_{index}"), Span::mixed_site());
            let closure = constructor::constructor(target, order, parameter, index);
            let plain = plain_bound(target, parameter);
            let named = if parameter.active {
                let (generics, own, bounds) = of_function(target, parameter);
                if bounds.is_empty() {
                    // A type that nothing is known of: a mistake, which has been reported.
                    return closure.to_token_stream();
                }
                let (params, clause) = (&generics.params, &generics.where_clause);
                // Whoever is given what is known to be a function does not complain of it again.
                let captured = generics.params.iter().map(|param| match param {
                    GenericParam::Type(param) => param.ident.to_token_stream(),
                    GenericParam::Const(param) => param.ident.to_token_stream(),
                    GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
                });
                quote! {
                    #[inline]
                    #vis fn #name<Plain #plain, #params>(#receiver _: Plain, function: &#own)
                        -> &(impl #bounds + use<Plain, #(#captured),*>) #clause { function }
                }
            } else {
                quote! {
                    #[inline]
                    #vis fn #name<Plain #plain, Function>(#receiver plain: Plain, _: &Function) -> Plain { plain }
                }
            };
            quote!(#named #closure)
        })
        .collect()
}
