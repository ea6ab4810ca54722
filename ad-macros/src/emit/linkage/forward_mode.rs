//! The linkage of forward mode itself.
//!
//! Callers that are differentiated twice find it by `DifferentiableTwice`, and give the tangents that they have: there is a
//! slot for each parameter, and then one for the tangent of each. Bodies that call `f_jvp` find it by that name, and call
//! it as any function: it has the parameters, and then the tangents of the active ones.

use std::collections::BTreeSet;

use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Generics, Lifetime, Type};

use super::{
    absent_tangent, lent, lent_parts, linked, markers, slot_parameters, slot_results, slot_type,
    slots,
};
use crate::emit::signature::{Lent, Target, bare_or_tuple, is_captured, name_lifetimes};
use crate::emit::{body, types};
use crate::ir::{Op, Stmt};
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::{Parameter, may_borrow};
use crate::transform::linearize::Linear;
use crate::transform::transpose::{Adjoint, Destination, transpose};
use crate::transform::{self, Borrows, Derived, Sweeps, twice};

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
        // Forward mode of forward mode is not what callees have.
        let leaf = !calls(&linear.forward().body.stmts);
        let called = leaf.then(|| called.functions(&second));
        functions
            .into_iter()
            .chain(called.into_iter().flatten())
            .collect()
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

/// Whether statements call differentiated functions.
fn calls(stmts: &[Stmt]) -> bool {
    let mut found = false;
    for stmt in stmts {
        found |= matches!(stmt.op, Op::CallJvp(..));
        let blocks = stmt.op.blocks();
        found |= blocks.into_iter().any(|block| calls(&block.stmts));
    }
    found
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
    let sweeps = transform::sweeps(&adjoint, with_value, borrows);
    let given = given(target, dots, &read(&adjoint, &sweeps), lent);
    let pullback = body::Pullback {
        with_value,
        inline: body::inline(second, true),
        seed_type: &seed,
        slots: Some(&taken),
        borrows: given.again,
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
        if !read.contains(dot) || !may_borrow(&parameter.ty) || parameter.in_place() {
            let (declared, absent) = absent_tangent(target, parameter, ident, &zero);
            all.declared.extend(quote! {
                #declared
                let #dot = match #dot {
                    #runtime::Some(#dot) => #dot,
                    #runtime::None => #absent,
                };
            });
            continue;
        }
        let generic = target.generic.as_ref();
        let like = if carrier.is_reference() {
            quote!(#ident)
        } else {
            quote!(&#ident)
        };
        let zeros = types::zero(&carrier.shape(), &like, runtime, generic);
        let zeros = zeros.to_token_stream();
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
            let own = match carrier {
                Carrier::Reference(inner) if matches!(**inner, Carrier::Slice(_)) => {
                    quote!(#dot.to_vec())
                }
                _ => quote!(::core::clone::Clone::clone(#dot)),
            };
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
    let borrowed = borrowed.filter(|(_, parameter)| parameter.active && lends(parameter, lent));
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
        syn::parse_quote!(#ty)
    });
    types.collect()
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
        let mut captured = target.name_lent(self.lent, &mut parameters, &mut generics);
        let mut types = tangents(target);
        captured.extend(name_lent_tangents(
            target,
            self.lent,
            &mut types,
            &mut generics,
        ));
        let clause = &generics.where_clause;
        let inputs = parameters.iter().map(|(pat, ty)| quote!(#pat: #ty));
        let tangents = self.dots.iter().zip(&types);
        let tangents = tangents.filter_map(|(dot, ty)| Some((dot.as_ref()?, ty)));
        let tangents: Vec<TokenStream> = tangents.map(|(dot, ty)| quote!(#dot: #ty)).collect();
        let turbofish = target.turbofish();
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
