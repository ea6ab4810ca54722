//! The linkage of forward mode itself, by which callers are differentiated twice: the pullback of the value and its
//! tangent, with a slot for each parameter and then one for the tangent of each.

use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::quote;

use super::{absent_tangent, lent, slot_parameters, slot_results, slot_type, slots};
use crate::emit::signature::{Lent, Target, bare_or_tuple};
use crate::emit::{body, types};
use crate::syntax::signature::Parameter;
use crate::transform::linearize::Linear;
use crate::transform::transpose::{Destination, transpose};
use crate::transform::{self, Borrows, Derived, twice};

/// What has it is differentiable twice.
pub(in crate::emit) fn of_forward_mode(target: &Target, linear: &Linear) -> TokenStream {
    let dots = dots(target, linear);
    let functions: TokenStream = if target.slots_lack_alloc() || target.cotangents_lack_alloc() {
        stubs(target, &dots)
    } else {
        let second = twice(linear, Derived::Both, target.partials);
        let functions = [true, false].map(|with_value| reverse(target, &dots, &second, with_value));
        functions.into_iter().collect()
    };
    let (function, name) = (&target.source.sig.ident, target.companion("jvp"));
    let (vis, cfgs, runtime) = (target.vis(), target.cfgs(), &target.runtime);
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic)]
        #vis struct #name {}
        #(#cfgs)*
        #[doc(hidden)]
        impl #runtime::DifferentiableTwice for #function {
            type ForwardMode = #name;
            const FORWARD_MODE: #name = #name {};
        }
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic, clippy::nursery)]
        impl #name {
            #functions
        }
    }
}

fn stubs(target: &Target, dots: &[Option<Ident>]) -> TokenStream {
    let unreachable = body::undifferentiated(target);
    let slots = target.signature.parameters.iter();
    let slots = slots.clone().chain(slots).map(|_| quote!(_));
    let pullback = quote!(|_, #(#slots),*| #unreachable);
    let value = quote!((#unreachable, #pullback));
    let bodies = [(true, value), (false, pullback)];
    let functions = bodies.map(|(with_value, body)| {
        function(target, dots, with_value, Lent::Shape, &body::braced(body))
    });
    functions.into_iter().collect()
}

/// The names of the tangents, of all parameters.
fn dots(target: &Target, linear: &Linear) -> Vec<Option<Ident>> {
    let mut active = linear.params.iter().filter(|param| param.active);
    let mut name = || {
        let tangent = linear.tangents.get(&active.next()?.var?)?;
        Some(linear.vars.get(*tangent)?.name.clone())
    };
    let parameters = target.signature.parameters.iter();
    let names = parameters.map(|parameter| parameter.active.then(&mut name).flatten());
    names.collect()
}

/// The pullback with its slots, after the value and its tangent or alone.
fn reverse(
    target: &Target,
    dots: &[Option<Ident>],
    second: &Linear,
    with_value: bool,
) -> TokenStream {
    let adjoint = transpose(second, Destination::Linkage, false);
    let mut names = adjoint.buffers.iter().map(|buffer| {
        let variable = buffer.and_then(|buffer| adjoint.vars.get(buffer));
        variable.map(|variable| variable.name.clone())
    });
    let mut taken = slot_parameters(target, names.by_ref());
    taken.extend(slot_parameters(target, names));
    let lent = lent(second);
    let borrows = match lent {
        Lent::All => Borrows::Anything,
        Lent::Constant | Lent::Shape => Borrows::Nothing,
    };
    let tangent = target.result_tangent();
    let seed = quote!((#tangent, #tangent));
    let pullback = body::Pullback {
        with_value,
        inline: body::inline(second, true),
        seed_type: &seed,
        slots: Some(&taken),
    };
    let returned = |bars| {
        let parameters = target.signature.parameters.iter();
        slots(target, parameters.clone().chain(parameters), &adjoint, bars)
    };
    let sweeps = transform::sweeps(&adjoint, with_value, borrows);
    let body = body::pullback(target, &adjoint, sweeps, pullback, returned);
    let given = given(target, dots);
    let body = body.into_stream();
    function(
        target,
        dots,
        with_value,
        lent,
        &body::braced(quote!(#given #body)),
    )
}

/// The tangents, zeros for those that are absent.
fn given(target: &Target, dots: &[Option<Ident>]) -> TokenStream {
    let runtime = &target.runtime;
    let parameters = target.signature.parameters.iter().zip(dots);
    let parameters = parameters.filter_map(|(parameter, dot)| Some((parameter, dot.as_ref()?)));
    let given = parameters.map(|(parameter, dot)| {
        let zero = Ident::new(&format!("linked_{dot}"), Span::mixed_site());
        let (declared, absent) = absent_tangent(target, parameter, &parameter.ident, &zero);
        quote! {
            #declared
            let #dot = match #dot {
                #runtime::Some(#dot) => #dot,
                #runtime::None => #absent,
            };
        }
    });
    given.collect()
}

fn function(
    target: &Target,
    dots: &[Option<Ident>],
    with_value: bool,
    lent: Lent,
    body: &Group,
) -> TokenStream {
    let (vis, runtime) = (target.vis(), &target.runtime);
    let mut generics = target.generics_if(!target.slots_lack_alloc());
    let mut parameters = target.parameters();
    let captured = target.name_lent(lent, &mut parameters, &mut generics);
    let clause = &generics.where_clause;
    let inputs = parameters.iter().map(|(pat, ty)| quote!(#pat: #ty));
    let tangents = target.signature.parameters.iter().zip(dots);
    let tangents = tangents.map(|(parameter, dot)| match dot {
        Some(dot) => {
            let ty = types::tangent(parameter, runtime);
            quote!(#dot: #runtime::Option<#ty>)
        }
        None if parameter.carrier.carries_float() => {
            let ty = types::tangent(parameter, runtime);
            quote!(_: #runtime::Option<#ty>)
        }
        None => quote!(_: #runtime::Option<()>),
    });
    let (output, tangent) = (&target.signature.output, target.result_tangent());
    let slot = |parameter: &Parameter| slot_type(parameter, runtime);
    let slots: Vec<TokenStream> = target.signature.parameters.iter().map(slot).collect();
    let results = slot_results(target);
    let results = bare_or_tuple(&[&results[..], &results[..]].concat());
    let captures = Target::captures(&generics, &captured);
    let pullback = quote! {
        impl #runtime::Fn((#tangent, #tangent), #(#slots,)* #(#slots),*) -> #results + #captures
    };
    let (name, returned) = if with_value {
        ("vjp", quote!(((#output, #tangent), #pullback)))
    } else {
        ("pullback", pullback)
    };
    let name = Ident::new(name, Span::mixed_site());
    quote! {
        #[inline]
        #vis fn #name #generics (self, #(#inputs,)* #(#tangents),*) -> #returned #clause #body
    }
}
