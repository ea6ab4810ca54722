//! The hidden linkage by which differentiated functions call each other: an empty enum of the
//! function's name, in the namespace of types, so that `use m::f;` brings both.
//!
//! Every parameter has one slot. Tangents come as `Option`, absent where the caller's argument is
//! inactive; cotangents of references are added to buffers the caller may leave out, all others
//! are returned. A receiver is lent, whether or not it is taken by value: callers cannot tell. Of one that is, the cotangent is
//! returned too, for callers by its path. `activity` takes a marker for each argument, so that an active argument where a
//! parameter is held constant is a compile error.

mod absent;
mod forward_mode;
mod functions;
mod gradient;
mod linearized;
mod place;
mod rules;

use std::collections::BTreeSet;

use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Generics, Lifetime, Path};

use self::place::{activity, constant_traits, placed};
use super::body::Taken;
use super::closure::Order;
use super::companions::{companion_name, default_names};
use super::signature::{Lent, Target, bare_or_tuple};
use super::types::Floats;
use super::{body, over, types};
use crate::ir::Shape;
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::{Parameter, may_borrow};
use crate::transform::linearize::Linear;
use crate::transform::transpose::{Adjoint, Destination, transpose};
use crate::transform::{self, Borrows};

pub(super) use forward_mode::{
    dots_of, forward_of_forward_mode, of_forward_mode, pullback_of_forward_mode,
    stub_of_forward_mode,
};
pub(super) use functions::of_functions;
pub(super) use gradient::of_gradients;
pub(super) use linearized::Rerun;
pub(super) use place::linked_method;
pub(super) use rules::by_rules;

pub(super) fn linkage(target: &Target, linear: &Linear, has_over: bool) -> TokenStream {
    let functions = derivatives(target, linear, has_over);
    enclosed(target, &forwarded_primal(target), functions)
}

/// The functions of the linkage beside that of the value.
fn derivatives(target: &Target, linear: &Linear, has_over: bool) -> Vec<TokenStream> {
    let mut functions = Vec::new();
    if target.family.forward() {
        functions.push(jvp_if_possible(target));
        functions.push(over(target, has_over));
        functions.push(linearized::of_linear_map(target, linear));
    }
    if target.family.reverse() && target.slots_lack_alloc() {
        functions.extend(reverse_stubs(target));
    } else if target.family.reverse() {
        functions.push(if has_references(target) || linear.reads_again() {
            reverse(target, linear, true)
        } else {
            vjp_function(target, true, Inputs::Forwarded, &forwarded(target, linear))
        });
        functions.push(reverse(target, linear, false));
    }
    functions
}

/// Forward mode. A tangent that is absent stands for a zero, which of a slice is a `Vec`: without an allocator, a stub.
fn jvp_if_possible(target: &Target) -> TokenStream {
    if target.cotangents_lack_alloc() {
        jvp_stub(target)
    } else {
        jvp(target)
    }
}

/// The function itself, of what is passed on.
fn forwarded_primal(target: &Target) -> TokenStream {
    let (name, arguments) = (
        target.beside(&target.source.sig.ident),
        forwarded_names(target),
    );
    let turbofish = target.turbofish_of_primal();
    quote!(#name #turbofish(#(#arguments),*))
}

/// The function itself, of what may be needed again.
pub(super) fn primal(target: &Target) -> TokenStream {
    if !target.source.functions.is_empty() {
        let (primal, turbofish) = (target.linked_path("primal"), target.turbofish());
        let arguments = target.linked_arguments();
        return quote!(#primal #turbofish(#(#arguments),*));
    }
    let (name, arguments) = (
        target.beside(&target.source.sig.ident),
        target.arguments_again(),
    );
    let turbofish = target.turbofish_of_primal();
    quote!(#name #turbofish(#(#arguments),*))
}

/// The pullback with its slots, after the value or alone.
fn reverse(target: &Target, linear: &Linear, with_value: bool) -> TokenStream {
    let (lent, body) = written_reverse(target, linear, with_value, None);
    let inputs = Inputs::Named { lent };
    vjp_function(target, with_value, inputs, &body::braced(body))
}

/// The body of that, and what the pullback reads behind references.
fn written_reverse(
    target: &Target,
    linear: &Linear,
    with_value: bool,
    taken: Option<&Taken>,
) -> (Lent, TokenStream) {
    let adjoint = transpose(linear, Destination::Linkage, false);
    let names = adjoint.buffers.iter().map(|buffer| {
        buffer
            .and_then(|buffer| adjoint.vars.get(buffer))
            .map(|v| v.name.clone())
    });
    let slots = slot_parameters(target, names, 0);
    let seed = target.result_tangent();
    let parameters = target.signature.parameters.iter();
    let returned = |bars| self::slots(target, parameters, &adjoint, bars);
    // Callers may write to what they lend once the value is there.
    let lent = lent(linear);
    let anything = match lent {
        Lent::All => Borrows::Anything,
        Lent::NotCopied | Lent::Constant | Lent::Shape | Lent::Nothing => Borrows::Nothing,
    };
    let sweeps = transform::sweeps(&adjoint, with_value, anything);
    let (kept, borrows) = match lent {
        Lent::All => functions::kept(target),
        _ => Default::default(),
    };
    let pullback = body::Pullback {
        with_value,
        inline: body::inline(linear, true),
        seed_type: &seed,
        slots: Some(&slots),
        borrows,
        taken,
    };
    let body = body::pullback(target, &adjoint, sweeps, pullback, returned).into_stream();
    (lent, quote!(#kept #body))
}

/// The value and the pullback, as those of a linkage, of parameters that are taken so.
pub(super) fn pullback_of_linkage(target: &Target, linear: &Linear, taken: &Taken) -> TokenStream {
    written_reverse(target, linear, true, Some(taken)).1
}

/// What the pullback of the linkage reads behind references.
fn lent(linear: &Linear) -> Lent {
    if linear.is_recursive() {
        Lent::All
    } else if linear.reads_again() {
        Lent::Constant
    } else {
        Lent::Shape
    }
}

pub(super) fn stubs(target: &Target) -> TokenStream {
    let mut functions = Vec::new();
    if target.family.forward() {
        functions.push(jvp_stub(target));
        functions.push(over(target, false));
        functions.push(linearized::stub(target));
    }
    if target.family.reverse() {
        functions.extend(reverse_stubs(target));
    }
    enclosed(target, &body::undifferentiated(target), functions)
}

fn jvp_stub(target: &Target) -> TokenStream {
    jvp_function(target, &body::braced(body::undifferentiated(target)))
}

fn reverse_stubs(target: &Target) -> Vec<TokenStream> {
    let unreachable = body::undifferentiated(target);
    let seed = target.result_tangent();
    let slots = slot_parameters(
        target,
        default_names(target, "bar").into_iter().map(Some),
        0,
    );
    let results = bare_or_tuple(&slot_results(target));
    let pullback = quote!(|_: #seed, #(#slots),*| -> #results { #unreachable });
    let inputs = Inputs::Named { lent: Lent::Shape };
    let with_value = body::braced(quote!((#unreachable, #pullback)));
    vec![
        vjp_function(target, true, inputs, &with_value),
        vjp_function(target, false, inputs, &body::braced(pullback)),
    ]
}

fn enclosed(target: &Target, primal: &TokenStream, functions: Vec<TokenStream>) -> TokenStream {
    let (vis, name) = (target.vis(), &target.source.sig.ident);
    let generics = target.generics();
    let clause = &generics.where_clause;
    let inputs = forwarded_inputs(target);
    let output = &target.signature.output;
    let called = target.linked(name, "primal");
    // A function that is only ever differentiated is not dead code.
    let primal = quote!(#vis fn #called #generics (#(#inputs),*) -> #output #clause { #primal });
    enclosing(target, primal, functions)
}

/// The linkage of these functions, the first of which is that of the value.
fn enclosing(target: &Target, primal: TokenStream, functions: Vec<TokenStream>) -> TokenStream {
    let name = &target.source.sig.ident;
    let traits = constant_traits(target);
    let (marker, absent) = absent::mode(target);
    let own = std::iter::once(primal).chain(activity(target, name, &[]));
    let own = own.chain(functions::selected(target, Order::First));
    let functions: Vec<TokenStream> = own.chain(functions).chain(absent).collect();
    let linkage = placed(target, &quote!(enum), name, &functions);
    quote!(#(#traits)* #marker #linkage)
}

fn has_references(target: &Target) -> bool {
    target.active().any(|parameter| may_borrow(&parameter.ty))
}

/// Parameters held constant although they carry floats, or may; or may be functions.
fn constant_parameters<'a>(target: &Target<'a>) -> impl Iterator<Item = &'a Parameter> {
    let signature = target.signature;
    signature.parameters.iter().filter(|p| {
        !p.active && (p.carrier.is_candidate() || functions::may_be_function(target, p))
    })
}

fn constant_trait(target: &Target, parameter: &Parameter) -> Ident {
    let function = companion_name(&target.source.sig.ident, "holds");
    let parameter = companion_name(&parameter.ident, "constant");
    Ident::new(&format!("{function}_{parameter}"), Span::mixed_site())
}

/// Names to pass the parameters on by, that no name of the user's will be.
fn forwarded_names(target: &Target) -> Vec<Ident> {
    let parameters = target.signature.parameters.iter().enumerate();
    let name = |(index, parameter): (usize, &Parameter)| {
        if parameter.is_receiver() {
            parameter.ident.clone()
        } else {
            linked(&format!("argument_{index}"))
        }
    };
    parameters.map(name).collect()
}

/// A name that is none of the user's.
pub(super) fn linked(name: &str) -> Ident {
    let name = name.strip_prefix("r#").unwrap_or(name);
    Ident::new(&format!("linked_{name}"), Span::mixed_site())
}

fn suffixed(name: &Ident, suffix: &str) -> Ident {
    Ident::new(&format!("{name}_{suffix}"), Span::mixed_site())
}

fn forwarded_inputs(target: &Target) -> Vec<TokenStream> {
    let types = target.parameters();
    let names = forwarded_names(target);
    names
        .iter()
        .zip(types)
        .map(|(name, (_, ty))| quote!(#name: #ty))
        .collect()
}

/// The active parameters, each with the name it is passed on by.
fn active<'a>(target: &Target<'a>) -> Vec<(&'a Parameter, Ident)> {
    let parameters = target
        .signature
        .parameters
        .iter()
        .zip(forwarded_names(target));
    parameters
        .filter(|(parameter, _)| parameter.active)
        .collect()
}

fn markers(target: &Target) -> Vec<TokenStream> {
    let parameters = target.signature.parameters.iter();
    parameters
        .map(|parameter| {
            let constant = parameter.carrier.is_candidate()
                || parameter.is_receiver()
                || functions::may_be_function(target, parameter);
            if !parameter.active && constant {
                let marker = if target.source.host.is_impl() {
                    let runtime = &target.runtime;
                    quote!(#runtime::HeldConstant)
                } else {
                    constant_trait(target, parameter).to_token_stream()
                };
                quote!(_: impl #marker)
            } else if parameter.is_receiver() && parameter.in_place() {
                let runtime = &target.runtime;
                quote!(_: impl #runtime::WrittenInPlace)
            } else {
                quote!(_: impl ::core::marker::Sized)
            }
        })
        .collect()
}

/// `_jvp`, with zeros for the tangents the caller leaves out.
fn jvp(target: &Target) -> TokenStream {
    let (name, turbofish) = (target.call("jvp"), target.turbofish());
    let arguments = forwarded_names(target);
    let (given, tangents) = given_tangents(target, target.floats());
    jvp_function(
        target,
        &body::braced(quote!(#given #name #turbofish(#(#arguments,)* #(#tangents),*))),
    )
}

/// `_jvp_over`, in the same way, if it is there; the scalar is told by the last argument.
fn over(target: &Target, is_there: bool) -> TokenStream {
    let scalar = over::scalar();
    let (runtime, vis) = (&target.runtime, target.vis());
    let generics = over::generics(target);
    let clause = &generics.where_clause;
    let inputs = forwarded_inputs(target);
    let names = forwarded_names(target);
    let parameters = target.signature.parameters.iter().zip(&names);
    let dots = parameters.zip(over::slots(target));
    let dots =
        dots.map(|((parameter, argument), slot)| slot_of_tangent(parameter, argument, &slot));
    let body = if is_there {
        let floats = Floats {
            scalar: Some(&scalar),
            ..target.floats()
        };
        let (given, tangents) = given_tangents(target, floats);
        let (name, turbofish) = (target.call("jvp_over"), target.turbofish_over(&scalar));
        quote!(#given #name #turbofish(#(#names,)* #(#tangents),*))
    } else {
        quote!(#runtime::scalar::unavailable::<#scalar, _>())
    };
    let (output, (tangent, _)) = (&target.signature.output, over::tangents(target));
    let over = target.linked(&target.source.sig.ident, "over");
    quote! {
        #[inline]
        #vis fn #over #generics (#(#inputs,)* #(#dots,)* _: #runtime::scalar::Marker<#scalar>) -> (#output, #tangent) #clause { #body }
    }
}

/// The tangents of the active parameters, by name, and what makes zeros of those that the caller leaves out.
fn given_tangents(target: &Target, floats: Floats) -> (TokenStream, Vec<Ident>) {
    let runtime = &target.runtime;
    let mut given = TokenStream::new();
    let mut tangents = Vec::new();
    for (parameter, argument) in active(target) {
        let (dot, zero) = (suffixed(&argument, "dot"), suffixed(&argument, "zero"));
        let (declared, absent) = absent_tangent(floats, parameter, &argument, &zero);
        let own = given_tangent(parameter, &dot);
        given.extend(quote! {
            #declared
            let #dot = match #dot {
                #runtime::Some(#dot) => #own,
                #runtime::None => #absent,
            };
        });
        tangents.push(dot);
    }
    (given, tangents)
}

/// A tangent that the caller gives, in the form of the parameter.
fn given_tangent(parameter: &Parameter, dot: &Ident) -> TokenStream {
    if parameter.is_taken_receiver() {
        quote!(::core::clone::Clone::clone(#dot))
    } else {
        quote!(#dot)
    }
}

/// The zero tangent of an argument, in the form of the parameter, and the declaration of what holds it, if something must.
fn absent_tangent(
    floats: Floats,
    parameter: &Parameter,
    argument: &Ident,
    zero: &Ident,
) -> (Option<TokenStream>, TokenStream) {
    absent_as(
        parameter,
        zero,
        &types::zero_of(parameter, argument, floats),
    )
}

/// The same of a zero tangent.
fn absent_as(
    parameter: &Parameter,
    zero: &Ident,
    value: &TokenStream,
) -> (Option<TokenStream>, TokenStream) {
    let reference = parameter.carrier.is_reference();
    let carrier = &parameter.carrier;
    let lends = may_borrow(&parameter.ty) && !carrier.is_partly_inert();
    let absent = if parameter.in_place() {
        quote!({ #zero = #value; &mut #zero })
    } else if reference {
        quote!({ #zero = #value; &#zero })
    } else if lends {
        let tangent = lent_parts(carrier, &quote!(#zero));
        quote!({ #zero = #value; #tangent })
    } else {
        quote!(#value)
    };
    let mutable = parameter.in_place().then(|| quote!(mut));
    let declared = (reference || lends).then(|| quote!(let #mutable #zero;));
    (declared, absent)
}

/// A tangent in the form of a parameter that holds references, from an owned one.
pub(super) fn lent_parts(carrier: &Carrier, owned: &TokenStream) -> TokenStream {
    lent_part(carrier, owned, 0)
}

/// The same of a part within so many arrays, of which each has its index.
fn lent_part(carrier: &Carrier, owned: &TokenStream, depth: usize) -> TokenStream {
    match carrier {
        Carrier::Reference(inner) if matches!(**inner, Carrier::Slice(_)) => quote!(&#owned[..]),
        Carrier::Reference(_) => quote!(&#owned),
        Carrier::Tuple(fields) => {
            let parts = fields.iter().enumerate().map(|(index, field)| {
                let index = syn::Index::from(index);
                lent_part(field, &quote!(#owned.#index), depth)
            });
            quote!((#(#parts,)*))
        }
        Carrier::Array(inner, _) => {
            let index = match depth {
                0 => format_ident!("index"),
                depth => format_ident!("index_{depth}"),
            };
            let part = lent_part(inner, &quote!(#owned[#index]), depth + 1);
            quote!(::core::array::from_fn(|#index| #part))
        }
        Carrier::Scalar(_) => owned.clone(),
        _ => quote!(#owned.clone()),
    }
}

fn jvp_function(target: &Target, body: &Group) -> TokenStream {
    let (output, tangent) = (&target.signature.output, target.result_tangent());
    let generics = target.generics_if(!target.cotangents_lack_alloc());
    let name = target.linked(&target.source.sig.ident, "jvp");
    let signature = jvp_signature(target, &name, &generics, &quote!((#output, #tangent)));
    quote!(#signature #body)
}

fn jvp_signature(
    target: &Target,
    name: &Ident,
    generics: &Generics,
    returned: &TokenStream,
) -> TokenStream {
    let vis = target.vis();
    let clause = &generics.where_clause;
    let inputs = forwarded_inputs(target);
    let runtime = &target.runtime;
    let parameters = target
        .signature
        .parameters
        .iter()
        .zip(forwarded_names(target));
    let dots = parameters.map(|(parameter, argument)| {
        let slot = tangent_slot(parameter, &types::tangent(parameter, runtime), runtime);
        slot_of_tangent(parameter, &argument, &slot)
    });
    quote! {
        #[inline]
        #vis fn #name #generics (#(#inputs,)* #(#dots),*) -> #returned #clause
    }
}

/// The type of the slot for the tangent of a parameter, of which `ty` is the type.
pub(super) fn tangent_slot(parameter: &Parameter, ty: &TokenStream, runtime: &Path) -> TokenStream {
    if parameter.active && parameter.is_taken_receiver() {
        quote!(#runtime::Option<&#ty>)
    } else if parameter.active || parameter.carrier.carries_float() {
        quote!(#runtime::Option<#ty>)
    } else {
        quote!(#runtime::Option<()>)
    }
}

/// That slot, named where the tangent is taken.
fn slot_of_tangent(parameter: &Parameter, argument: &Ident, slot: &TokenStream) -> TokenStream {
    if parameter.active {
        let dot = suffixed(argument, "dot");
        quote!(#dot: #slot)
    } else {
        quote!(_: #slot)
    }
}

/// A copy of what is behind a parameter that is a reference.
pub(super) fn copied(parameter: &Parameter, name: &Ident) -> TokenStream {
    match parameter.carrier.shape() {
        Shape::Sequence(_) => quote!(#name.to_vec()),
        _ => quote!(::core::clone::Clone::clone(&*#name)),
    }
}

/// The slots of the pullback's parameters.
///
/// `names` are those of the active parameters' buffers, `before` is the number of slots before these.
fn slot_parameters(
    target: &Target,
    mut names: impl Iterator<Item = Option<Ident>>,
    before: usize,
) -> Vec<TokenStream> {
    let runtime = &target.runtime;
    let slot = |(index, parameter): (usize, &Parameter)| {
        let name = parameter.active.then(|| names.next()).flatten().flatten();
        match name {
            Some(name) if parameter.in_place() => {
                let ty = types::buffer(&parameter.carrier, runtime);
                quote!(#name: #runtime::Option<&mut #ty>)
            }
            Some(name) if parameter.carrier.is_reference() => {
                let ty = types::buffer(&parameter.carrier, runtime);
                quote!(mut #name: #runtime::Option<&mut #ty>)
            }
            _ if parameter.active && parameter.is_taken_receiver() => {
                let (name, ty) = (receiver_slot(index), slot_type(parameter, runtime));
                quote!(#name: #ty)
            }
            _ => {
                let ty = slot_type(parameter, runtime);
                quote!(_: #ty)
            }
        }
    };
    let parameters = target.signature.parameters.iter();
    (before..).zip(parameters).map(slot).collect()
}

/// The name of the buffer for the cotangent of a receiver that is taken by value, by its position among all slots.
fn receiver_slot(index: usize) -> Ident {
    linked(&format!("slot_{index}"))
}

/// The cotangent of a receiver that is taken by value, which is returned, and added to what a caller lends for it: who calls it as
/// a method lends, and who calls it by its path takes what is returned.
fn added_to_receiver(runtime: &Path, index: usize, bar: &TokenStream) -> TokenStream {
    let (slot, returned) = (receiver_slot(index), linked("returned"));
    quote! {
        {
            let #returned = #bar;
            if let #runtime::Some(#slot) = #slot {
                #runtime::Tangent::accumulate(#slot, &#returned);
            }
            #returned
        }
    }
}

/// The type of a parameter's slot. Where it is held constant the marker alone refuses a caller's
/// derivative: the slot still has the type of one, so that the error is the only one.
fn slot_type(parameter: &Parameter, runtime: &Path) -> TokenStream {
    let is_known = parameter.active || parameter.carrier.carries_float();
    let is_taken = parameter.active && parameter.is_taken_receiver();
    if is_taken || is_known && parameter.carrier.is_reference() {
        let ty = types::buffer(&parameter.carrier, runtime);
        quote!(#runtime::Option<&mut #ty>)
    } else {
        quote!(#runtime::Option<()>)
    }
}

/// The type of what the pullback returns: a slot for each parameter, empty where nothing returns.
fn slot_results(target: &Target) -> Vec<TokenStream> {
    let parameters = target.signature.parameters.iter();
    let slots = parameters.map(|parameter| slot_result(parameter, &target.runtime));
    slots.collect()
}

fn slot_result(parameter: &Parameter, runtime: &Path) -> TokenStream {
    let lent = parameter.carrier.is_reference();
    if parameter.active && !lent || parameter.carrier.is_scalar() {
        types::owned(&parameter.carrier, runtime)
    } else {
        quote!(())
    }
}

/// What stands in a slot through which nothing returns.
fn empty_slot(target: &Target, parameter: &Parameter) -> TokenStream {
    if parameter.active || !parameter.carrier.is_scalar() {
        return quote!(());
    }
    let zero = types::zero(
        &parameter.carrier.shape(),
        &TokenStream::new(),
        target.floats(),
    );
    zero.tokens().into_stream()
}

/// The returned cotangents, each in its parameter's slot.
fn slots<'p>(
    target: &Target,
    parameters: impl Iterator<Item = &'p Parameter>,
    adjoint: &Adjoint,
    bars: Vec<TokenStream>,
) -> TokenStream {
    let mut bars = bars.into_iter();
    let mut returned = adjoint.cotangents.iter().map(Option::is_some);
    let slots: Vec<TokenStream> = parameters
        .enumerate()
        .map(|(index, parameter)| {
            let value = (parameter.active && returned.next() == Some(true)).then(|| bars.next());
            match value.flatten() {
                Some(bar) if parameter.is_taken_receiver() => {
                    added_to_receiver(&target.runtime, index, &bar)
                }
                Some(bar) => bar,
                None => empty_slot(target, parameter),
            }
        })
        .collect();
    bare_or_tuple(&slots)
}

/// The linkage of a function whose parameters are all values: its `_vjp`, slot by slot.
fn forwarded(target: &Target, linear: &Linear) -> Group {
    let (vjp, turbofish) = (target.call("vjp"), target.turbofish());
    let arguments = forwarded_names(target);
    let seed_type = target.result_tangent();
    let slots = slot_parameters(target, std::iter::empty(), 0);
    let bars = active(target)
        .into_iter()
        .map(|(_, argument)| suffixed(&argument, "bar"));
    let bars: Vec<TokenStream> = bars.map(|bar| quote!(#bar)).collect();
    let pattern = bare_or_tuple(&bars);
    let mut bars = bars.into_iter();
    let parameters = target.signature.parameters.iter();
    let returned: Vec<TokenStream> = parameters
        .enumerate()
        .map(|(index, parameter)| {
            let bar = parameter.active.then(|| bars.next()).flatten();
            match bar {
                Some(bar) if parameter.is_taken_receiver() => {
                    added_to_receiver(&target.runtime, index, &bar)
                }
                Some(bar) => bar,
                None => empty_slot(target, parameter),
            }
        })
        .collect();
    let returned = bare_or_tuple(&returned);
    let borrow = matches!(target.signature.result.shape(), Shape::Sequence(_)).then(|| quote!(&));
    let inline = body::inline(linear, true);
    let (value, pullback, seed) = (linked("value"), linked("pullback"), linked("seed"));
    body::braced(quote! {
        let (#value, #pullback) = #vjp #turbofish(#(#arguments),*);
        (#value, #inline move |#seed: #seed_type, #(#slots),*| {
            let #pattern = #pullback(#borrow #seed);
            #returned
        })
    })
}

/// The parameters of a function of the linkage.
#[derive(Clone, Copy)]
enum Inputs {
    /// To be passed on, by names that no name of the user's will be.
    Forwarded,
    /// As the user names them; the pullback may borrow what constant ones do.
    Named { lent: Lent },
}

impl Inputs {
    /// The parameters, and the lifetimes that the closure captures, by names.
    fn written(
        self,
        target: &Target,
        generics: &mut Generics,
    ) -> (Vec<TokenStream>, BTreeSet<Lifetime>) {
        match self {
            Inputs::Forwarded => (forwarded_inputs(target), BTreeSet::new()),
            Inputs::Named { lent } => {
                let mut parameters = target.parameters();
                let captured = target.name_lent(lent, &mut parameters, generics);
                let parameters = parameters.iter();
                let inputs = parameters.map(|(pat, ty)| quote!(#pat: #ty)).collect();
                (inputs, captured)
            }
        }
    }
}

/// `vjp`, or `pullback`: the same where the value is not needed.
///
/// What is held constant may be borrowed by the pullback where that has loops to run again; what is
/// active may not, because callers write to it, unless a value holds it whose cotangent takes its shape.
fn vjp_function(target: &Target, with_value: bool, inputs: Inputs, body: &Group) -> TokenStream {
    let vis = target.vis();
    let mut generics = target.generics_if(!target.slots_lack_alloc());
    let (inputs, captured) = inputs.written(target, &mut generics);
    let clause = &generics.where_clause;
    let output = &target.signature.output;
    let seed = target.result_tangent();
    let runtime = &target.runtime;
    let slots: Vec<TokenStream> = target
        .signature
        .parameters
        .iter()
        .map(|parameter| slot_type(parameter, runtime))
        .collect();
    let results = bare_or_tuple(&slot_results(target));
    let captures = target.captures(&generics, &captured);
    let pullback = quote!(impl #runtime::Fn(#seed, #(#slots),*) -> #results #captures);
    let (name, returned) = if with_value {
        ("vjp", quote!((#output, #pullback)))
    } else {
        ("pullback", pullback)
    };
    let name = target.linked(&target.source.sig.ident, name);
    quote! {
        #[inline]
        #vis fn #name #generics (#(#inputs),*) -> #returned #clause #body
    }
}
