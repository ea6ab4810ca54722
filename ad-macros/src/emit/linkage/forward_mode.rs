//! The linkage of forward mode itself.
//!
//! Callers that are differentiated twice find it by `DifferentiableTwice`, and give the tangents that they have: there is a
//! slot for each parameter, and then one for the tangent of each. Bodies that call `f_jvp` find it by that name, and call
//! it as any function: it has the parameters, and then the tangents of the active ones.
//!
//! A tangent that the pullback reads behind a reference it owns, for callers write to what they lend; where they lend it to
//! the pullback, as they do to a function that calls itself, it owns but the zeros of absent ones.

mod called;

use std::collections::BTreeSet;

use proc_macro2::{Group, Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Generics, Lifetime, Type};

use self::called::Called;
use super::{
    absent_tangent, copied, given_tangent, lent, lent_parts, linked, linked_method, placed,
    slot_parameters, slot_results, slot_type, slots,
};
use crate::emit::companions::default_names;
use crate::emit::signature::{Lent, Target, bare_or_tuple, is_captured, name_lifetimes};
use crate::emit::{body, types};
use crate::syntax::signature::{Parameter, may_borrow};
use crate::transform::linearize::Linear;
use crate::transform::transpose::{Adjoint, Destination, transpose};
use crate::transform::{self, Borrows, Derived, Sweeps, twice};

/// What has it is differentiable twice.
pub(in crate::emit) fn of_forward_mode(target: &Target, linear: &Linear) -> TokenStream {
    let dots = dots(target, linear);
    let functions: Vec<TokenStream> = if target.slots_lack_alloc() || target.cotangents_lack_alloc()
    {
        stubs(target, &dots)
    } else {
        let second = twice(linear, Derived::Both, target.rules);
        let reverse = [true, false].map(|with_value| reverse(target, &dots, &second, with_value));
        let called = Called {
            target,
            dots: &dots,
            lent: lent(&second),
        };
        let forward = forward(target, &dots, &second);
        let own = reverse.into_iter().chain([forward]);
        own.chain(called.functions()).collect()
    };
    enclosed(target, &functions)
}

/// The same of a function that could not be differentiated.
pub(in crate::emit) fn stub_of_forward_mode(target: &Target) -> TokenStream {
    let mut names = default_names(target, "dot").into_iter();
    let parameters = target.signature.parameters.iter();
    let dots = parameters.map(|parameter| parameter.active.then(|| names.next()).flatten());
    enclosed(target, &stubs(target, &dots.collect::<Vec<_>>()))
}

fn enclosed(target: &Target, functions: &[TokenStream]) -> TokenStream {
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
        }
    });
    let linkage = placed(target, &quote!(struct), &name, functions);
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
        function(target, dots, with_value, Lent::Shape, &body::braced(body))
    });
    let forward = forward_function(target, dots, &no_names(target), &unreachable);
    functions.into_iter().chain([forward]).collect()
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
    let mut taken = slot_parameters(target, names.by_ref(), 0);
    taken.extend(slot_parameters(target, names, taken.len()));
    let lent = lent(second);
    let borrows = match lent {
        Lent::All => Borrows::Anything,
        Lent::NotCopied | Lent::Constant | Lent::Shape | Lent::Nothing => Borrows::Nothing,
    };
    let tangent = target.result_tangent();
    let seed = quote!((#tangent, #tangent));
    let sweeps = transform::sweeps(&adjoint, with_value, borrows);
    let given = given(target, dots, &read(&adjoint, &sweeps), lent);
    let pullback = body::Pullback {
        with_value,
        inline: body::inline(second, true),
        seed_type: &seed,
        slots: Some(&taken),
        borrows: given.again,
        taken: None,
    };
    let returned = |bars| {
        let parameters = target.signature.parameters.iter();
        slots(target, parameters.clone().chain(parameters), &adjoint, bars)
    };
    let body = body::pullback(target, &adjoint, sweeps, pullback, returned);
    let (given, body) = (given.declared, body.into_stream());
    function(
        target,
        dots,
        with_value,
        lent,
        &body::braced(quote!(#given #body)),
    )
}

/// The names of what the pullback reads.
fn read(adjoint: &Adjoint, sweeps: &Sweeps) -> BTreeSet<Ident> {
    let mut names = BTreeSet::new();
    for stmt in &sweeps.reverse {
        stmt.op.for_each_use(&mut |var| {
            names.extend(adjoint.vars.get(var).map(|variable| variable.name.clone()));
        });
    }
    names
}

/// Whether callers lend the tangent of a parameter to the pullback, as they do the parameter.
fn lends(parameter: &Parameter, lent: Lent) -> bool {
    let held = !parameter.carrier.is_reference() && is_captured(parameter);
    !parameter.in_place() && (held || matches!(lent, Lent::All))
}

/// The tangents, as the two sweeps read them.
#[derive(Default)]
struct Given {
    declared: TokenStream,
    /// Borrowed again in the pullback, of what it has become the owner of.
    again: TokenStream,
}

/// The tangents, zeros for those that are absent. Of what the pullback reads it owns what is behind references; where
/// callers lend it the tangent, only the zeros.
fn given(target: &Target, dots: &[Option<Ident>], read: &BTreeSet<Ident>, lent: Lent) -> Given {
    let runtime = &target.runtime;
    let parameters = target.signature.parameters.iter().zip(dots);
    let parameters = parameters.filter_map(|(parameter, dot)| Some((parameter, dot.as_ref()?)));
    let mut all = Given::default();
    for (parameter, dot) in parameters {
        let zero = linked(&dot.to_string());
        let (ident, carrier) = (&parameter.ident, &parameter.carrier);
        let owned = !may_borrow(&parameter.ty) || parameter.is_taken_receiver();
        if !read.contains(dot) || owned || parameter.in_place() {
            all.declared.extend(or_zero(target, parameter, ident, dot));
            continue;
        }
        let zeros = types::zero_of(parameter, ident, target.floats());
        let (declared, borrowed) = if lends(parameter, lent) {
            let (given, borrowed) = (
                linked(&format!("{dot}_given")),
                lent_parts(carrier, &quote!((*#zero))),
            );
            let declared = quote! {
                let #given = #dot;
                let #zero = match #given {
                    #runtime::Some(_) => #runtime::None,
                    #runtime::None => #runtime::Some(#zeros),
                };
            };
            let borrowed = quote! {
                match (#given.clone(), &#zero) {
                    (#runtime::Some(#dot), _) => #dot,
                    (_, #runtime::Some(#zero)) => #borrowed,
                    (#runtime::None, #runtime::None) => ::core::unreachable!(),
                }
            };
            (declared, borrowed)
        } else {
            let own = copied(parameter, dot);
            let declared = quote! {
                let #zero = match #dot {
                    #runtime::Some(#dot) => #own,
                    #runtime::None => #zeros,
                };
            };
            (declared, lent_parts(carrier, &quote!(#zero)))
        };
        all.declared.extend(quote!(#declared let #dot = #borrowed;));
        all.again.extend(quote!(let #dot = #borrowed;));
    }
    all
}

/// Names every lifetime of the tangents that the pullback captures, and returns them.
fn name_lent_tangents(
    target: &Target,
    lent: Lent,
    types: &mut [Type],
    generics: &mut Generics,
) -> BTreeSet<Lifetime> {
    let borrowed = types.iter_mut().zip(&target.signature.parameters);
    let borrowed = borrowed.filter(|(_, parameter)| {
        parameter.active && !parameter.is_taken_receiver() && lends(parameter, lent)
    });
    name_lifetimes(borrowed.map(|(ty, _)| ty), generics)
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
    let (names, body) = body::forward(target, second);
    let mut names = names.into_iter();
    let parameters = target.signature.parameters.iter();
    let own = parameters
        .clone()
        .map(|p| (p, p.active.then_some(&p.ident)));
    let of_dots = parameters.zip(dots).map(|(p, dot)| (p, dot.as_ref()));
    let mut given = self::given(target, dots, &BTreeSet::new(), Lent::Shape).declared;
    let mut taken = Vec::new();
    for (parameter, argument) in own.chain(of_dots) {
        let named = argument.and_then(|argument| Some((argument, names.next()?)));
        if let Some((argument, dot)) = &named {
            given.extend(or_zero(target, parameter, argument, dot));
        }
        taken.push(named.map(|(_, dot)| dot));
    }
    let body = body.into_stream();
    forward_function(target, dots, &taken, &quote!(#given #body))
}

/// `names` are those of the tangents of the parameters, and of the tangents of their tangents.
fn forward_function(
    target: &Target,
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
    } = Twice::of(target, "jvp");
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

/// A tangent, or zero where it is absent.
fn or_zero(target: &Target, parameter: &Parameter, argument: &Ident, dot: &Ident) -> TokenStream {
    let (runtime, zero) = (&target.runtime, linked(&dot.to_string()));
    let (declared, absent) = absent_tangent(target.floats(), parameter, argument, &zero);
    let own = given_tangent(parameter, dot);
    quote! {
        #declared
        let #dot = match #dot {
            #runtime::Some(#dot) => #own,
            #runtime::None => #absent,
        };
    }
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
    let (name, returned) = if with_value {
        ("vjp", quote!(((#output, #tangent), #pullback)))
    } else {
        ("pullback", pullback)
    };
    let Twice {
        name, parameter, ..
    } = Twice::of(target, name);
    quote! {
        #[inline]
        #vis fn #name #generics (#parameter #(#inputs,)* #(#tangents),*) -> #returned #clause #body
    }
}
