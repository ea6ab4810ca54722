//! The bodies of companions: the sweeps of a program, and what they return.

use std::borrow::Cow;

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::{ToTokens, quote};

use super::report::report;
use super::signature::{Target, bare_or_tuple};
use super::source;
use super::statement::Writer;
use super::tokens::Tokens;
use super::types;
use crate::ir::{Atom, Function};
use crate::syntax::carrier::Carrier;
use crate::transform::linearize::{Linear, Step};
use crate::transform::transpose::Adjoint;
use crate::transform::{self, Borrows, Sweeps};

/// What a stub does: nothing that a program could get to.
pub(super) fn undifferentiated(target: &Target) -> TokenStream {
    let runtime = &target.runtime;
    quote!(#runtime::undifferentiated())
}

/// The body of a companion.
pub(super) enum Body {
    Code(Tokens),
    /// The same, and what it keeps of loops.
    Reported(Tokens, String),
    /// What only holds the place of one.
    Stub(TokenStream),
}

impl Body {
    /// The code as the documentation shows it, if that is no more than a screenful.
    pub(super) fn shown(&self) -> Option<String> {
        match self {
            Body::Code(body) | Body::Reported(body, _) => source::screenful(body),
            Body::Stub(_) => None,
        }
    }

    /// What is kept of each loop, as the documentation says it.
    pub(super) fn report(&self) -> &str {
        match self {
            Body::Reported(_, report) => report,
            Body::Code(_) | Body::Stub(_) => "",
        }
    }

    pub(super) fn braced(self) -> Group {
        braced(match self {
            Body::Code(body) | Body::Reported(body, _) => body.into_stream(),
            Body::Stub(value) => value,
        })
    }
}

/// `{ tokens }`.
pub(super) fn braced(tokens: TokenStream) -> Group {
    Group::new(Delimiter::Brace, tokens)
}

/// Forward mode, and the names of the tangents it takes.
pub(super) fn forward(target: &Target, linear: &Linear) -> (Vec<Ident>, Tokens) {
    let function = linear.forward();
    let tokens = evaluated(Writer::new(&function.vars, target), &function);
    (dots(linear), tokens)
}

/// The value and its tangent, by a program of forward mode.
pub(super) fn evaluated(mut writer: Writer, function: &Function) -> Tokens {
    let results = &function.body.results;
    let stmts = transform::needed(function);
    writer.count(stmts.iter().map(Cow::as_ref), results, 1);
    let (mut tokens, results) = writer.block(&stmts, results);
    tokens.extend(quote!((#(#results),*)));
    tokens
}

/// The names of the tangents of the active parameters.
pub(super) fn dots(linear: &Linear) -> Vec<Ident> {
    let active = linear.params.iter().filter(|param| param.active);
    let dots = active.filter_map(|param| linear.tangents.get(&param.var?));
    let dots = dots.filter_map(|dot| linear.vars.get(*dot));
    dots.map(|variable| variable.name.clone()).collect()
}

/// Both sweeps in one, from a seed that is known.
pub(super) fn straight(
    target: &Target,
    adjoint: &Adjoint,
    with_value: bool,
    checks: &[TokenStream],
) -> Body {
    let sweeps = transform::sweeps(adjoint, with_value, Borrows::Anything);
    let report = report(&sweeps.forward, &sweeps.reverse, &adjoint.vars);
    let (stmts, mut results) = written(target, adjoint, sweeps, with_value);
    let bars = results.split_off(usize::from(with_value));
    results.extend((!bars.is_empty()).then(|| bare_or_tuple(&bars)));
    let mut tokens = Tokens::of(quote!(#(#checks)*));
    tokens.append(stmts);
    tokens.extend(bare_or_tuple(&results));
    Body::Reported(tokens, report)
}

/// The statements of both sweeps, then the value, if it is asked for, and the cotangents.
pub(super) fn sweeps(
    target: &Target,
    adjoint: &Adjoint,
    with_value: bool,
) -> (Tokens, Vec<TokenStream>) {
    let sweeps = transform::sweeps(adjoint, with_value, Borrows::Anything);
    written(target, adjoint, sweeps, with_value)
}

fn written(
    target: &Target,
    adjoint: &Adjoint,
    Sweeps { forward, reverse }: Sweeps,
    with_value: bool,
) -> (Tokens, Vec<TokenStream>) {
    let stmts = [forward, reverse].concat();
    let value = with_value.then_some(&adjoint.result);
    let cotangents = adjoint.cotangents.iter().flatten();
    let results: Vec<Atom> = value.into_iter().chain(cotangents).cloned().collect();
    let mut writer = Writer::new(&adjoint.vars, target);
    writer.count(stmts.iter().map(Cow::as_ref), &results, 1);
    writer.block(&stmts, &results)
}

/// `#[inline(always)]`, for the pullback of a program that is small enough.
///
/// Inlined, a pullback finds its residuals in registers; a closure of its own reads them from
/// memory, which took a third of the time of the reprojection error's Jacobian by two pullbacks
/// (`benches`). What other functions call must be a leaf besides, or every level of calls would
/// multiply the code.
pub(super) fn inline(linear: &Linear, linked: bool) -> Option<TokenStream> {
    const LARGEST: usize = 200;
    let (mut size, mut leaf) = (0, true);
    for step in &linear.steps {
        match step {
            Step::Plain { linear, .. } => size += linear.len(),
            Step::Call(_) => leaf = false,
            // A loop runs long enough for a call not to matter.
            Step::Branch(_) | Step::Loop(_) => return None,
        }
    }
    (size <= LARGEST && (leaf || !linked)).then(|| quote!(#[inline(always)]))
}

/// The buffers with the seeds of what is written in place.
fn in_place(target: &Target, adjoint: &Adjoint) -> Vec<TokenStream> {
    let buffers = target.active().zip(&adjoint.buffers);
    let buffers = buffers.filter(|(parameter, _)| parameter.in_place());
    buffers
        .filter_map(|(parameter, buffer)| {
            let name = &adjoint.vars.get((*buffer)?)?.name;
            let ty = types::buffer(&parameter.carrier, &target.runtime);
            Some(quote!(#name: &mut #ty))
        })
        .collect()
}

/// What callers within the macro lend, which is never left out.
fn lent(target: &Target, adjoint: &Adjoint) -> TokenStream {
    let runtime = &target.runtime;
    // Of forward mode, a second time for the tangents.
    let parameters = target.active().chain(target.active());
    let buffers = parameters.zip(&adjoint.buffers);
    let buffers = buffers.filter(|(parameter, _)| parameter.in_place());
    let names = buffers.filter_map(|(_, buffer)| adjoint.vars.get((*buffer)?));
    names
        .map(|variable| {
            let name = &variable.name;
            quote!(let #name = #runtime::lent(#name);)
        })
        .collect()
}

/// How a pullback is written.
pub(super) struct Pullback<'a> {
    /// Whether the value stands beside it.
    pub(super) with_value: bool,
    pub(super) inline: Option<TokenStream>,
    pub(super) seed_type: &'a TokenStream,
    /// The parameters beside the seed that callers within the macro pass.
    pub(super) slots: Option<&'a [TokenStream]>,
    /// Borrows of what it owns, for the reverse sweep.
    pub(super) borrows: TokenStream,
    /// How it takes its parameters, where not one by one.
    pub(super) taken: Option<&'a Taken>,
}

/// How a pullback takes its parameters, and gives its results, where these are parts of something else.
pub(super) struct Taken {
    /// Its own parameters.
    pub(super) parameters: TokenStream,
    /// What takes them apart.
    pub(super) opened: TokenStream,
    /// The values of the others.
    pub(super) values: Vec<TokenStream>,
    /// The pattern of the results, and what is made of them.
    pub(super) results: TokenStream,
    pub(super) closed: TokenStream,
}

impl Taken {
    fn pullback(&self, parameters: impl Iterator<Item = TokenStream>, body: &Group) -> TokenStream {
        let Taken {
            parameters: own,
            opened,
            values,
            results,
            closed,
        } = self;
        let bound = parameters.zip(values);
        let bound = bound.map(|(parameter, value)| quote!(let #parameter = #value;));
        quote!(move |#own| { #opened #(#bound)* let #results = #body; #closed })
    }
}

/// `forward; (value, move |seed| { reverse; cotangents })`, or the closure alone.
pub(super) fn pullback(
    target: &Target,
    adjoint: &Adjoint,
    sweeps: Sweeps,
    Pullback {
        with_value,
        inline,
        seed_type,
        slots,
        borrows,
        taken,
    }: Pullback,
    returned: impl FnOnce(Vec<TokenStream>) -> TokenStream,
) -> Tokens {
    let cotangents: Vec<Atom> = adjoint.cotangents.iter().flatten().cloned().collect();
    let value: Vec<Atom> = with_value
        .then(|| adjoint.result.clone())
        .into_iter()
        .collect();
    let Sweeps { forward, reverse } = sweeps;
    let (in_forward, in_reverse) = (
        forward.iter().map(Cow::as_ref),
        reverse.iter().map(Cow::as_ref),
    );
    let mut writer = Writer::new(&adjoint.vars, target);
    writer.count(in_forward, &value, 1);
    // What the pullback reads of the forward sweep is kept by name.
    writer.count(in_reverse.clone(), &cotangents, 2);
    for stmt in in_reverse.clone() {
        stmt.op.for_each_use(&mut |var| {
            writer.kept.insert(var);
        });
    }
    let (mut tokens, value) = writer.block(&forward, &value);
    let mut writer = Writer::new(&adjoint.vars, target);
    writer.count(in_reverse, &cotangents, 1);
    let (mut reversed, bars) = writer.block(&reverse, &cotangents);
    reversed.extend(returned(bars));

    let seed = adjoint.seed.and_then(|seed| adjoint.vars.get(seed));
    let seed = seed.map_or_else(|| quote!(_), |seed| seed.name.to_token_stream());
    // A sequence is seeded by reference, and owned inside.
    let own = (slots.is_none() && matches!(target.signature.result, Carrier::Vec(_)))
        .then(|| quote!(let #seed = #seed.to_vec();));
    let lent = slots.is_some().then(|| lent(target, adjoint));
    let own = quote!(#own #lent #borrows);
    let reverse = braced(Tokens::of(own).then(reversed).into_stream());
    let nothing = slots.is_none() && target.signature.returns_nothing();
    let result = (!nothing).then(|| quote!(#seed: #seed_type));
    let parameters: Vec<TokenStream> = match slots {
        Some(slots) => slots.to_vec(),
        None => in_place(target, adjoint),
    };
    let parameters = result.into_iter().chain(parameters);
    let pullback = match taken {
        Some(taken) => taken.pullback(parameters, &reverse),
        None => quote!(#inline move |#(#parameters),*| #reverse),
    };
    tokens.extend(if with_value {
        quote!((#(#value)*, #pullback))
    } else {
        pullback
    });
    tokens
}
