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
        // What calls others has no forward mode of forward mode yet: theirs is not linked.
        let called = if second.calls() {
            Vec::new()
        } else {
            called.functions(&second)
        };
        functions.into_iter().chain(called).collect()
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
    fn functions(&self, second: &Linear) -> Vec<TokenStream> {
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
        let (own, given, body) = self.forward(second);
        vec![
            quote! {
                #vis fn primal #generics (#(#inputs,)* #(#tangents),*) -> (#output, #tangent) #clause {
                    #jvp #turbofish(#(#names),*)
                }
                #vis fn activity(#(#markers,)* #(#sized),*) {}
                #[inline]
                #vis fn jvp #generics (#(#inputs,)* #(#tangents,)* #(#own),*)
                    -> ((#output, #tangent), (#tangent, #tangent)) #clause
                { #given #body }
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

    /// Forward mode of forward mode: what it takes the tangents of its parameters as, what makes zeros of those that are
    /// absent, and the body.
    fn forward(&self, second: &Linear) -> (Vec<TokenStream>, TokenStream, TokenStream) {
        let runtime = &self.target.runtime;
        let (names, body) = body::forward(self.target, second);
        let mut names = names.into_iter();
        let (mut own, mut given) = (Vec::new(), TokenStream::new());
        let parameters = self.target.signature.parameters.iter();
        let all = parameters.map(|parameter| (parameter, &parameter.ident));
        for (parameter, argument) in all.chain(self.with_tangent()) {
            let ty = if parameter.active || parameter.carrier.carries_float() {
                types::tangent(parameter, runtime)
            } else {
                quote!(())
            };
            let Some(dot) = parameter.active.then(|| names.next()).flatten() else {
                own.push(quote!(_: #runtime::Option<#ty>));
                continue;
            };
            own.push(quote!(#dot: #runtime::Option<#ty>));
            let zero = Ident::new(&format!("linked_{dot}"), Span::mixed_site());
            let (declared, absent) = absent_tangent(self.target, parameter, argument, &zero);
            given.extend(quote! {
                #declared
                let #dot = match #dot {
                    #runtime::Some(#dot) => #dot,
                    #runtime::None => #absent,
                };
            });
        }
        (own, given, body.into_stream())
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
        let dots = self.dots.iter().map(|dot| match dot {
            Some(dot) => quote!(#runtime::Some(#dot)),
            None => quote!(#runtime::None),
        });
        let arguments: Vec<TokenStream> = arguments.chain(dots).collect();
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
