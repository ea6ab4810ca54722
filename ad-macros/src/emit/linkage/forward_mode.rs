//! The linkage of forward mode itself.
//!
//! Callers that are differentiated twice find it by `DifferentiableTwice`, and give the tangents that they have: there is a
//! slot for each parameter, and then one for the tangent of each. Bodies that call `f_jvp` find it by that name, and call
//! it as any function: it has the parameters, and then the tangents of the active ones.
//!
//! A tangent that the pullback reads behind a reference it owns, for callers write to what they lend; where they lend it to
//! the pullback, as they do to a function that calls itself, it owns but the zeros of absent ones.

mod called;
mod given;
mod passed;

use std::collections::BTreeSet;

use proc_macro2::{Group, Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Type;

use self::called::Called;
use self::given::{given, name_lent_tangents, or_zero, read};
use super::functions::{kept, selected};
use super::{lent, linked, linked_method, placed, slot_parameters, slot_results, slot_type, slots};
use crate::emit::body::Taken;
use crate::emit::closure::Order;
use crate::emit::companions::default_names;
use crate::emit::signature::{Lent, Target, bare_or_tuple};
use crate::emit::{body, types};
use crate::syntax::signature::Parameter;
use crate::transform::linearize::Linear;
use crate::transform::transpose::{Destination, transpose};
use crate::transform::{self, Borrows, Derived, twice};

/// What has it is differentiable twice.
pub(in crate::emit) fn of_forward_mode(target: &Target, linear: &Linear) -> TokenStream {
    let target = &target.for_second_order();
    let dots = dots_of(target, linear);
    if target.slots_lack_alloc() || target.cotangents_lack_alloc() {
        return enclosed(target, stubs(target, &dots), &[]);
    }
    let second = twice(linear, Derived::Both, target.rules);
    let mut functions = vec![
        reverse(target, &dots, &second, true),
        reverse(target, &dots, &second, false),
        forward(target, &dots, &second),
    ];
    let lent = lent(&second);
    // That of a function of functions is called by no name.
    if target.source.functions.is_empty() {
        let called = Called {
            target,
            dots: &dots,
            lent,
        };
        functions.extend(called.functions());
    }
    let passed = passed::functions(target, &dots, lent);
    enclosed(target, functions, &passed)
}

/// The same of a function that could not be differentiated.
pub(in crate::emit) fn stub_of_forward_mode(target: &Target) -> TokenStream {
    let mut names = default_names(target, "dot").into_iter();
    let parameters = target.signature.parameters.iter();
    let dots = parameters.map(|parameter| parameter.active.then(|| names.next()).flatten());
    enclosed(target, stubs(target, &dots.collect::<Vec<_>>()), &[])
}

/// The linkage of these functions; `passed` are those by which the function is passed to another.
fn enclosed(
    target: &Target,
    mut functions: Vec<TokenStream>,
    passed: &[TokenStream],
) -> TokenStream {
    functions.extend(selected(target, Order::Second));
    let (function, name) = (&target.source.sig.ident, target.companion("jvp"));
    let (cfgs, runtime) = (target.cfgs(), &target.runtime);
    let found = (!target.source.host.is_impl()).then(|| {
        quote! {
            #(#cfgs)*
            #[doc(hidden)]
            impl #runtime::DifferentiableTwice for #function {
                type ForwardMode = #name;
                const FORWARD_MODE: #name = #name {};
            }
            #(#cfgs)*
            #[doc(hidden)]
            #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic, clippy::nursery)]
            impl #function {
                #(#passed)*
            }
        }
    });
    let linkage = placed(target, &quote!(struct), &name, &functions);
    quote!(#linkage #found)
}

/// How callers that are differentiated twice know a function: by a trait, or, of a method, by its name.
struct Twice {
    name: Ident,
    /// The parameter by which the trait gives it, and that as an argument.
    parameter: Option<TokenStream>,
    argument: Option<TokenStream>,
}

impl Twice {
    fn of(target: &Target, function: &str) -> Twice {
        if target.source.host.is_impl() {
            Twice {
                name: linked_method(&target.source.sig.ident, &format!("twice_{function}")),
                parameter: None,
                argument: None,
            }
        } else {
            Twice {
                name: linked(function),
                parameter: Some(quote!(self,)),
                argument: Some(quote!(Self {},)),
            }
        }
    }
}

fn stubs(target: &Target, dots: &[Option<Ident>]) -> Vec<TokenStream> {
    let unreachable = body::undifferentiated(target);
    let slots = target.signature.parameters.iter();
    let slots = slots.clone().chain(slots).map(|_| quote!(_));
    let pullback = quote!(|_, #(#slots),*| #unreachable);
    let value = quote!((#unreachable, #pullback));
    let bodies = [(true, value), (false, pullback)];
    let functions = bodies.map(|(with_value, body)| {
        let place = Twice::of(target, name_of(with_value));
        let body = body::braced(body);
        function(target, place, dots, with_value, Lent::Shape, &body)
    });
    let place = Twice::of(target, "jvp");
    let forward = forward_function(target, place, dots, &no_names(target), &unreachable);
    functions.into_iter().chain([forward]).collect()
}

/// The names of the tangents, of all parameters.
pub(in crate::emit) fn dots_of(target: &Target, linear: &Linear) -> Vec<Option<Ident>> {
    let mut active = linear.params.iter().filter(|param| param.active);
    let mut name = || {
        let tangent = linear.tangents.get(&active.next()?.var?)?;
        Some(linear.vars.get(*tangent)?.name.clone())
    };
    let parameters = target.signature.parameters.iter();
    let names = parameters.map(|parameter| parameter.active.then(&mut name).flatten());
    names.collect()
}

/// What the linkage calls the pullback, after the value and its tangent or alone.
fn name_of(with_value: bool) -> &'static str {
    if with_value { "vjp" } else { "pullback" }
}

/// The pullback with its slots, after the value and its tangent or alone.
fn reverse(
    target: &Target,
    dots: &[Option<Ident>],
    second: &Linear,
    with_value: bool,
) -> TokenStream {
    let (lent, body) = written_reverse(target, dots, second, with_value, None);
    let place = Twice::of(target, name_of(with_value));
    function(target, place, dots, with_value, lent, &body::braced(body))
}

/// Forward mode and its pullback, as those of a linkage, of parameters that are taken so; the tangents are options.
pub(in crate::emit) fn pullback_of_forward_mode(
    target: &Target,
    dots: &[Option<Ident>],
    second: &Linear,
    taken: &Taken,
) -> TokenStream {
    written_reverse(target, dots, second, true, Some(taken)).1
}

/// The body of that, and what the pullback reads behind references.
fn written_reverse(
    target: &Target,
    dots: &[Option<Ident>],
    second: &Linear,
    with_value: bool,
    taken: Option<&Taken>,
) -> (Lent, TokenStream) {
    let adjoint = transpose(second, Destination::Linkage, false);
    let mut names = adjoint.buffers.iter().map(|buffer| {
        let variable = buffer.and_then(|buffer| adjoint.vars.get(buffer));
        variable.map(|variable| variable.name.clone())
    });
    let mut all = slot_parameters(target, names.by_ref(), 0);
    all.extend(slot_parameters(target, names, all.len()));
    let lent = lent(second);
    let (borrows, (kept, again)) = match lent {
        Lent::All => (Borrows::Anything, kept(target)),
        Lent::NotCopied | Lent::Constant | Lent::Shape | Lent::Nothing => {
            (Borrows::Nothing, Default::default())
        }
    };
    let tangent = target.result_tangent();
    let seed = quote!((#tangent, #tangent));
    let sweeps = transform::sweeps(&adjoint, with_value, borrows);
    let given = given(target, dots, &read(&adjoint, &sweeps), lent);
    let of_dots = given.again;
    let pullback = body::Pullback {
        with_value,
        inline: body::inline(second, true),
        seed_type: &seed,
        slots: Some(&all),
        borrows: quote!(#again #of_dots),
        taken,
    };
    let returned = |bars| {
        let parameters = target.signature.parameters.iter();
        slots(target, parameters.clone().chain(parameters), &adjoint, bars)
    };
    let body = body::pullback(target, &adjoint, sweeps, pullback, returned);
    let (given, body) = (given.declared, body.into_stream());
    (lent, quote!(#kept #given #body))
}

/// The types of the tangents, of all parameters.
fn tangents(target: &Target) -> Vec<Type> {
    let parameters = target.signature.parameters.iter();
    let types = parameters.map(|parameter| {
        if !(parameter.active || parameter.carrier.carries_float()) {
            return syn::parse_quote!(());
        }
        let ty = types::tangent(parameter, &target.runtime);
        if parameter.active && parameter.is_taken_receiver() {
            return syn::parse_quote!(&#ty);
        }
        syn::parse_quote!(#ty)
    });
    types.collect()
}

/// Forward mode of forward mode.
fn forward(target: &Target, dots: &[Option<Ident>], second: &Linear) -> TokenStream {
    let (along, body) = forward_of_forward_mode(target, dots, second);
    let place = Twice::of(target, "jvp");
    forward_function(target, place, dots, &along, &body)
}

/// The names of the tangents of the parameters, and of the tangents of their tangents, and forward mode of forward mode by
/// these: all are options.
pub(in crate::emit) fn forward_of_forward_mode(
    target: &Target,
    dots: &[Option<Ident>],
    second: &Linear,
) -> (Vec<Option<Ident>>, TokenStream) {
    let (names, body) = body::forward(target, second);
    let mut names = names.into_iter();
    let parameters = target.signature.parameters.iter();
    let own = parameters
        .clone()
        .map(|p| (p, p.active.then_some(&p.ident)));
    let of_dots = parameters.zip(dots).map(|(p, dot)| (p, dot.as_ref()));
    let mut given = given(target, dots, &BTreeSet::new(), Lent::Shape).declared;
    let mut taken = Vec::new();
    for (parameter, argument) in own.chain(of_dots) {
        let named = argument.and_then(|argument| Some((argument, names.next()?)));
        if let Some((argument, dot)) = &named {
            given.extend(or_zero(target, parameter, argument, dot));
        }
        taken.push(named.map(|(_, dot)| dot));
    }
    let body = body.into_stream();
    (taken, quote!(#given #body))
}

/// `names` are those of the tangents of the parameters, and of the tangents of their tangents.
fn forward_function(
    target: &Target,
    place: Twice,
    dots: &[Option<Ident>],
    names: &[Option<Ident>],
    body: &TokenStream,
) -> TokenStream {
    let (vis, runtime) = (target.vis(), &target.runtime);
    let generics = target.generics_if(!target.cotangents_lack_alloc());
    let clause = &generics.where_clause;
    let (inputs, types) = (target.inputs(), tangents(target));
    let names = dots.iter().chain(names);
    let types = types.iter().chain(&types).chain(&types);
    let tangents = names.zip(types).map(|(name, ty)| {
        let name = name
            .as_ref()
            .map_or_else(|| quote!(_), ToTokens::to_token_stream);
        quote!(#name: #runtime::Option<#ty>)
    });
    let (output, tangent) = (&target.signature.output, target.result_tangent());
    let Twice {
        name, parameter, ..
    } = place;
    quote! {
        #[inline]
        #vis fn #name #generics (#parameter #(#inputs,)* #(#tangents),*)
            -> ((#output, #tangent), (#tangent, #tangent)) #clause
        { #body }
    }
}

/// As many absent names as there are tangents of parameters and of their tangents.
fn no_names(target: &Target) -> Vec<Option<Ident>> {
    let parameters = target.signature.parameters.iter();
    parameters.clone().chain(parameters).map(|_| None).collect()
}

fn function(
    target: &Target,
    place: Twice,
    dots: &[Option<Ident>],
    with_value: bool,
    lent: Lent,
    body: &Group,
) -> TokenStream {
    let (vis, runtime) = (target.vis(), &target.runtime);
    let mut generics = target.generics_if(!target.slots_lack_alloc());
    let mut parameters = target.parameters();
    let mut captured = target.name_lent(lent, &mut parameters, &mut generics);
    let mut tangents = tangents(target);
    captured.extend(name_lent_tangents(
        target,
        lent,
        &mut tangents,
        &mut generics,
    ));
    let clause = &generics.where_clause;
    let inputs = parameters.iter().map(|(pat, ty)| quote!(#pat: #ty));
    let tangents = dots.iter().zip(&tangents).map(|(dot, ty)| {
        let dot = dot
            .as_ref()
            .map_or_else(|| quote!(_), ToTokens::to_token_stream);
        quote!(#dot: #runtime::Option<#ty>)
    });
    let (output, tangent) = (&target.signature.output, target.result_tangent());
    let slot = |parameter: &Parameter| slot_type(parameter, runtime);
    let slots: Vec<TokenStream> = target.signature.parameters.iter().map(slot).collect();
    let results = slot_results(target);
    let results = bare_or_tuple(&[&results[..], &results[..]].concat());
    let captures = target.captures(&generics, &captured);
    let pullback = quote! {
        impl #runtime::Fn((#tangent, #tangent), #(#slots,)* #(#slots),*) -> #results #captures
    };
    let returned = if with_value {
        quote!(((#output, #tangent), #pullback))
    } else {
        pullback
    };
    let Twice {
        name, parameter, ..
    } = place;
    quote! {
        #[inline]
        #vis fn #name #generics (#parameter #(#inputs,)* #(#tangents),*) -> #returned #clause #body
    }
}
