//! The linkage of forward mode itself.
//!
//! Callers that are differentiated twice find it by `DifferentiableTwice`, and give the tangents that they have: there is a
//! slot for each parameter, and then one for the tangent of each. Bodies that call `f_jvp` find it by that name, and call
//! it as any function: it has the parameters, and then the tangents of the active ones.

use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use super::{
    absent_tangent, lent, linked, markers, slot_parameters, slot_results, slot_type, slots,
};
use crate::emit::companions::default_names;
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
        let called = Called {
            target,
            dots: &dots,
            lent: lent(&second),
        };
        let forward = std::iter::once(forward(target, &dots, &second));
        let functions = functions.into_iter().chain(forward);
        functions.chain(called.functions()).collect()
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

fn enclosed(target: &Target, functions: &TokenStream) -> TokenStream {
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
    functions
        .into_iter()
        .chain([forward_stub(target, dots)])
        .collect()
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

/// Forward mode of forward mode.
fn forward(target: &Target, dots: &[Option<Ident>], second: &Linear) -> TokenStream {
    let (vis, runtime) = (target.vis(), &target.runtime);
    let generics = target.generics();
    let clause = &generics.where_clause;
    let (inputs, first) = (target.inputs(), dot_inputs(target, dots));
    let (names, body) = body::forward(target, second);
    let mut names = names.into_iter();
    let (mut own, mut given) = (Vec::new(), self::given(target, dots));
    let parameters = target.signature.parameters.iter();
    let of_dots = parameters
        .clone()
        .zip(dots)
        .map(|(p, dot)| (p, dot.as_ref()));
    let all = parameters
        .map(|p| (p, p.active.then_some(&p.ident)))
        .chain(of_dots);
    for (parameter, argument) in all {
        let ty = slot_of_tangent(parameter, runtime);
        let Some((argument, dot)) = argument.and_then(|argument| Some((argument, names.next()?)))
        else {
            own.push(quote!(_: #runtime::Option<#ty>));
            continue;
        };
        own.push(quote!(#dot: #runtime::Option<#ty>));
        given.extend(or_zero(target, parameter, argument, &dot));
    }
    let (output, tangent, body) = (
        &target.signature.output,
        target.result_tangent(),
        body.into_stream(),
    );
    quote! {
        #[inline]
        #vis fn linked_jvp #generics (self, #(#inputs,)* #(#first,)* #(#own),*)
            -> ((#output, #tangent), (#tangent, #tangent)) #clause
        { #given #body }
    }
}

fn forward_stub(target: &Target, dots: &[Option<Ident>]) -> TokenStream {
    let (vis, runtime) = (target.vis(), &target.runtime);
    let generics = target.generics_if(!target.cotangents_lack_alloc());
    let clause = &generics.where_clause;
    let (inputs, first) = (target.inputs(), dot_inputs(target, dots));
    let parameters = target.signature.parameters.iter();
    let own = parameters.clone().chain(parameters).map(|parameter| {
        let ty = slot_of_tangent(parameter, runtime);
        quote!(_: #runtime::Option<#ty>)
    });
    let (output, tangent) = (&target.signature.output, target.result_tangent());
    let body = body::undifferentiated(target);
    quote! {
        #vis fn linked_jvp #generics (self, #(#inputs,)* #(#first,)* #(#own),*)
            -> ((#output, #tangent), (#tangent, #tangent)) #clause
        { #body }
    }
}

/// The type of a tangent that a slot is for.
fn slot_of_tangent(parameter: &Parameter, runtime: &syn::Path) -> TokenStream {
    if parameter.active || parameter.carrier.carries_float() {
        types::tangent(parameter, runtime)
    } else {
        quote!(())
    }
}

/// What takes the tangents of all parameters.
fn dot_inputs(target: &Target, dots: &[Option<Ident>]) -> Vec<TokenStream> {
    let runtime = &target.runtime;
    let parameters = target.signature.parameters.iter().zip(dots);
    let inputs = parameters.map(|(parameter, dot)| {
        let ty = slot_of_tangent(parameter, runtime);
        match dot {
            Some(dot) => quote!(#dot: #runtime::Option<#ty>),
            None => quote!(_: #runtime::Option<#ty>),
        }
    });
    inputs.collect()
}

/// A tangent, or zero where it is absent.
fn or_zero(target: &Target, parameter: &Parameter, argument: &Ident, dot: &Ident) -> TokenStream {
    let runtime = &target.runtime;
    let zero = Ident::new(&format!("linked_{dot}"), Span::mixed_site());
    let (declared, absent) = absent_tangent(target, parameter, argument, &zero);
    quote! {
        #declared
        let #dot = match #dot {
            #runtime::Some(#dot) => #dot,
            #runtime::None => #absent,
        };
    }
}

/// The tangents, zeros for those that are absent.
fn given(target: &Target, dots: &[Option<Ident>]) -> TokenStream {
    let parameters = target.signature.parameters.iter().zip(dots);
    let given = parameters.filter_map(|(parameter, dot)| {
        Some(or_zero(target, parameter, &parameter.ident, dot.as_ref()?))
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
    let tangents = dot_inputs(target, dots);
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
        ("linked_vjp", quote!(((#output, #tangent), #pullback)))
    } else {
        ("linked_pullback", pullback)
    };
    let name = Ident::new(name, Span::mixed_site());
    quote! {
        #[inline]
        #vis fn #name #generics (self, #(#inputs,)* #(#tangents),*) -> #returned #clause #body
    }
}

/// `f_jvp`, as a function that differentiated bodies call.
struct Called<'a> {
    target: &'a Target<'a>,
    dots: &'a [Option<Ident>],
    /// What the pullback reads behind references.
    lent: Lent,
}

impl Called<'_> {
    fn functions(&self) -> Vec<TokenStream> {
        let Called { target, dots, .. } = self;
        let vis = target.vis();
        let (generics, turbofish) = (target.generics(), target.turbofish());
        let clause = &generics.where_clause;
        let (inputs, tangents) = (target.inputs(), self.tangents());
        let names = target.signature.parameters.iter().map(|p| &p.ident);
        let names: Vec<&Ident> = names.chain(dots.iter().flatten()).collect();
        let (output, tangent) = (&target.signature.output, target.result_tangent());
        let (jvp, markers) = (target.companion("jvp"), markers(target));
        let sized = dots
            .iter()
            .flatten()
            .map(|_| quote!(_: impl ::core::marker::Sized));
        let (taken, arguments) = self.second_tangents();
        vec![
            quote! {
                #vis fn primal #generics (#(#inputs,)* #(#tangents),*) -> (#output, #tangent) #clause {
                    #jvp #turbofish(#(#names),*)
                }
                #vis fn activity(#(#markers,)* #(#sized),*) {}
                #[inline]
                #vis fn jvp #generics (#(#inputs,)* #(#tangents,)* #(#taken),*)
                    -> ((#output, #tangent), (#tangent, #tangent)) #clause
                { Self {}.linked_jvp #turbofish(#(#arguments),*) }
            },
            self.reverse(true),
            self.reverse(false),
        ]
    }

    /// The parameters that take tangents.
    fn tangents(&self) -> Vec<TokenStream> {
        let tangents = self.with_tangent().map(|(parameter, dot)| {
            let ty = types::tangent(parameter, &self.target.runtime);
            quote!(#dot: #ty)
        });
        tangents.collect()
    }

    fn with_tangent(&self) -> impl Iterator<Item = (&Parameter, &Ident)> {
        let parameters = self.target.signature.parameters.iter().zip(self.dots);
        parameters.filter_map(|(parameter, dot)| Some((parameter, dot.as_ref()?)))
    }

    /// What takes the tangents of the parameters and of their tangents, and what is passed on then.
    fn second_tangents(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let runtime = &self.target.runtime;
        let parameters = self.target.signature.parameters.iter();
        let arguments = parameters.clone().map(|p| p.ident.to_token_stream());
        let mut arguments: Vec<TokenStream> = arguments.chain(self.given_dots()).collect();
        let mut taken = Vec::new();
        let of_dots = parameters
            .clone()
            .zip(self.dots)
            .map(|(p, dot)| (p, dot.is_some()));
        let all = parameters.map(|p| (p, true)).chain(of_dots);
        for (index, (parameter, has_slot)) in all.enumerate() {
            if has_slot {
                let (name, ty) = (
                    linked(&format!("tangent_{index}")),
                    slot_of_tangent(parameter, runtime),
                );
                taken.push(quote!(#name: #runtime::Option<#ty>));
                arguments.push(quote!(#name));
            } else {
                arguments.push(quote!(#runtime::None));
            }
        }
        (taken, arguments)
    }

    /// The tangents, as callers that are differentiated twice pass them.
    fn given_dots(&self) -> impl Iterator<Item = TokenStream> {
        let runtime = &self.target.runtime;
        self.dots.iter().map(move |dot| match dot {
            Some(dot) => quote!(#runtime::Some(#dot)),
            None => quote!(#runtime::None),
        })
    }

    /// The pullback by the linkage of callers that are differentiated twice: all tangents are there.
    fn reverse(&self, with_value: bool) -> TokenStream {
        let target = self.target;
        let (vis, runtime) = (target.vis(), &target.runtime);
        let mut generics = target.generics();
        let mut parameters = target.parameters();
        let captured = target.name_lent(self.lent, &mut parameters, &mut generics);
        let clause = &generics.where_clause;
        let inputs = parameters.iter().map(|(pat, ty)| quote!(#pat: #ty));
        let (tangents, turbofish) = (self.tangents(), target.turbofish());
        let arguments = target
            .signature
            .parameters
            .iter()
            .map(|p| p.ident.to_token_stream());
        let arguments: Vec<TokenStream> = arguments.chain(self.given_dots()).collect();
        let parameters = target.signature.parameters.iter();
        let own: Vec<TokenStream> = parameters.clone().map(|p| slot_type(p, runtime)).collect();
        let of_dots = self
            .with_tangent()
            .map(|(parameter, _)| slot_type(parameter, runtime));
        let of_dots: Vec<TokenStream> = of_dots.collect();
        let results = slot_results(target);
        let kept = results
            .iter()
            .zip(self.dots)
            .filter(|(_, dot)| dot.is_some());
        let kept = kept.map(|(ty, _)| ty.clone());
        let returned = bare_or_tuple(&results.iter().cloned().chain(kept).collect::<Vec<_>>());
        let captures = Target::captures(&generics, &captured);
        let (output, tangent) = (&target.signature.output, target.result_tangent());
        let pullback = quote! {
            impl #runtime::Fn((#tangent, #tangent), #(#own,)* #(#of_dots),*) -> #returned + #captures
        };
        let slots: Vec<Ident> = (0..own.len())
            .map(|i| linked(&format!("slot_{i}")))
            .collect();
        let dot_slots = self.dots.iter().enumerate();
        let dot_slots =
            dot_slots.map(|(i, dot)| dot.as_ref().map(|_| linked(&format!("dot_slot_{i}"))));
        let dot_slots: Vec<Option<Ident>> = dot_slots.collect();
        let taken: Vec<&Ident> = slots.iter().chain(dot_slots.iter().flatten()).collect();
        let passed = dot_slots.iter().map(|slot| match slot {
            Some(slot) => quote!(#slot),
            None => quote!(#runtime::None),
        });
        let patterns = dot_slots.iter().map(|slot| match slot {
            Some(slot) => quote!(#slot),
            None => quote!(_),
        });
        let (value, pulled, seed) = (linked("value"), linked("pullback"), linked("seed"));
        let closure = quote! {
            move |#seed: (#tangent, #tangent), #(#taken),*| {
                let (#(#slots,)* #(#patterns),*) = #pulled(#seed, #(#slots,)* #(#passed),*);
                (#(#taken),*)
            }
        };
        if with_value {
            quote! {
                #[inline]
                #vis fn vjp #generics (#(#inputs,)* #(#tangents),*) -> ((#output, #tangent), #pullback) #clause {
                    let (#value, #pulled) = Self {}.linked_vjp #turbofish(#(#arguments),*);
                    (#value, #closure)
                }
            }
        } else {
            quote! {
                #[inline]
                #vis fn pullback #generics (#(#inputs,)* #(#tangents),*) -> #pullback #clause {
                    let #pulled = Self {}.linked_pullback #turbofish(#(#arguments),*);
                    #closure
                }
            }
        }
    }
}
