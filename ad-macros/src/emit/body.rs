//! The bodies of companions: the sweeps of a program, and what they return.

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::{ToTokens, quote};

use super::signature::{Target, bare_or_tuple};
use super::source;
use super::statement::Writer;
use super::tokens::Tokens;
use crate::ir::Atom;
use crate::syntax::carrier::Carrier;
use crate::transform::linearize::{Linear, Step};
use crate::transform::simplify::{self, Sweeps};
use crate::transform::transpose::Adjoint;

/// What a stub does: nothing that a program could get to.
pub(super) fn undifferentiated(target: &Target) -> TokenStream {
    let runtime = &target.runtime;
    quote!(#runtime::undifferentiated())
}

/// The body of a companion.
pub(super) enum Body {
    Code(Tokens),
    /// What only holds the place of one.
    Stub(TokenStream),
}

impl Body {
    /// The code as the documentation shows it, if that is no more than a screenful.
    pub(super) fn shown(&self) -> Option<String> {
        match self {
            Body::Code(body) => source::screenful(body),
            Body::Stub(_) => None,
        }
    }

    pub(super) fn braced(self) -> Group {
        braced(match self {
            Body::Code(body) => body.into_stream(),
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
    let results = &function.body.results;
    let mut writer = Writer::new(&function.vars, target);
    let stmts = simplify::needed(&function);
    writer.count(&stmts, results, 1);
    let (mut tokens, results) = writer.block(&stmts, results);
    tokens.extend(quote!((#(#results),*)));
    let active = linear.params.iter().filter(|param| param.active);
    let dots = active.filter_map(|param| {
        let tangent = linear.tangents.get(&param.var?)?;
        function
            .vars
            .get(*tangent)
            .map(|tangent| tangent.name.clone())
    });
    (dots.collect(), tokens)
}

/// Both sweeps in one, from a seed that is known.
pub(super) fn straight(
    target: &Target,
    adjoint: &Adjoint,
    with_value: bool,
    checks: &[TokenStream],
) -> Tokens {
    let (stmts, mut results) = sweeps(target, adjoint, with_value);
    let bars = results.split_off(usize::from(with_value));
    results.extend((!bars.is_empty()).then(|| bare_or_tuple(&bars)));
    let mut tokens = Tokens::of(quote!(#(#checks)*));
    tokens.append(stmts);
    tokens.extend(bare_or_tuple(&results));
    tokens
}

/// The statements of both sweeps, then the value, if it is asked for, and the cotangents.
pub(super) fn sweeps(
    target: &Target,
    adjoint: &Adjoint,
    with_value: bool,
) -> (Tokens, Vec<TokenStream>) {
    let Sweeps { forward, reverse } = simplify::sweeps(adjoint, with_value);
    let stmts = [forward, reverse].concat();
    let value = with_value.then_some(&adjoint.result);
    let cotangents = adjoint.cotangents.iter().flatten();
    let results: Vec<Atom> = value.into_iter().chain(cotangents).cloned().collect();
    let mut writer = Writer::new(&adjoint.vars, target);
    writer.count(&stmts, &results, 1);
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
        }
    }
    (size <= LARGEST && (leaf || !linked)).then(|| quote!(#[inline(always)]))
}

/// `forward; (value, move |seed| { reverse; cotangents })`, or the closure alone.
pub(super) fn pullback(
    target: &Target,
    adjoint: &Adjoint,
    with_value: bool,
    inline: Option<&TokenStream>,
    seed_type: &TokenStream,
    slots: &[TokenStream],
    returned: impl FnOnce(Vec<TokenStream>) -> TokenStream,
) -> Tokens {
    let cotangents: Vec<Atom> = adjoint.cotangents.iter().flatten().cloned().collect();
    let value: Vec<Atom> = with_value
        .then(|| adjoint.result.clone())
        .into_iter()
        .collect();
    let sweeps = simplify::sweeps(adjoint, with_value);
    let mut writer = Writer::new(&adjoint.vars, target);
    writer.count(&sweeps.forward, &value, 1);
    // What the pullback reads of the forward sweep is kept by name.
    writer.count(&sweeps.reverse, &cotangents, 2);
    let (mut forward, value) = writer.block(&sweeps.forward, &value);
    let mut writer = Writer::new(&adjoint.vars, target);
    writer.count(&sweeps.reverse, &cotangents, 1);
    let (mut reverse, bars) = writer.block(&sweeps.reverse, &cotangents);
    reverse.extend(returned(bars));

    let seed = adjoint.seed.and_then(|seed| adjoint.vars.get(seed));
    let seed = seed.map_or_else(|| quote!(_), |seed| seed.name.to_token_stream());
    // A sequence is seeded by reference, and owned inside.
    let own = (slots.is_empty() && matches!(target.signature.result, Carrier::Vec(_)))
        .then(|| quote!(let #seed = #seed.to_vec();));
    let reverse = braced(Tokens::of(own).then(reverse).into_stream());
    let pullback = quote!(#inline move |#seed: #seed_type, #(#slots),*| #reverse);
    forward.extend(if with_value {
        quote!((#(#value)*, #pullback))
    } else {
        pullback
    });
    forward
}
