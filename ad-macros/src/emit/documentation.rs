//! The documentation of companions: what each returns, by which mode, with respect to what and at
//! what cost; then its code, where that is no more than a screenful.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ExprPath;

use super::body::Body;
use super::companions::default_names;
use super::signature::Target;
use super::tokens::Tokens;
use super::{over, source, types};
use crate::ir::Shape;

/// The documentation of one companion.
pub(super) struct Documentation {
    text: String,
    code: Option<String>,
}

impl Documentation {
    fn new(mut text: String, body: &Body) -> Self {
        let report = body.report();
        if !report.is_empty() {
            text.push_str("\n\n# Kept of each trip\n\n");
            text.push_str(report);
        }
        // A string of the user's could close the block of code.
        let code = body.shown().filter(|code| !code.contains("```"));
        Documentation { text, code }
    }
}

impl ToTokens for Documentation {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let text = &self.text;
        tokens.extend(quote!(#[doc = #text]));
        if let Some(code) = &self.code {
            // Not a test: hidden from those who run tests, so that none is listed as ignored.
            let code = format!("\n# Generated code\n\n```rust,ignore\n{code}\n```");
            tokens.extend(quote!(#[cfg_attr(not(doctest), doc = #code)]));
        }
    }
}

pub(super) fn jvp(target: &Target, dots: &[Ident], body: &Body) -> Documentation {
    let types = target.active().map(|p| target.shown(&p.ty));
    let text = format!(
        "The value of {} and its derivative along a direction: forward mode, with respect to {}.\n\n\
         Returns `({}, {})`. The direction is given by a tangent for each of these parameters: {}.\n\n\
         Cost: {}.",
        link(target),
        parameters(target),
        target.shown(&target.signature.output),
        target.shown(target.result_tangent()),
        listed(dots.iter().zip(types)),
        match &target.rules.jvp {
            Some(rule) => of_rule(rule),
            None => "a small constant times that of the function".to_owned(),
        },
    );
    Documentation::new(text, body)
}

pub(super) fn jvp_over(target: &Target, dots: &[Ident]) -> Documentation {
    let (runtime, scalar) = (source::line(&Tokens::of(&target.runtime)), over::scalar());
    plain(format!(
        "The value of {} and its derivatives over a scalar: forward mode, with respect to {}.\n\n\
         In {}, and in what is returned beside the value, a [`{scalar}`]({runtime}::TangentScalar) stands in the place of \
         every float: over `[f64; K]`, these are derivatives along K directions, over a [`Series`]({runtime}::Series) they are \
         Taylor coefficients.\n\n\
         Cost: that of the function, and a small constant times its operations on scalars.",
        link(target),
        parameters(target),
        enumerated(dots.iter().map(|dot| format!("`{dot}`"))),
    ))
}

pub(super) fn taylor(target: &Target, order: &Ident, names: &[Ident]) -> Documentation {
    let runtime = source::line(&Tokens::of(&target.runtime));
    let names = enumerated(names.iter().map(|name| format!("`{name}`")));
    let text = format!(
        "The value of {} and its Taylor coefficients of the orders 1 to {order} where its parameters move along power \
         series: with respect to {}.\n\n\
         In {names}, a [`Series`]({runtime}::Series) stands in the place of every float: the coefficients of \
         x(t) = x + c₁t + c₂t² + …. Along a direction v, that is `Series::along(v)`.\n\n\
         Cost: O({order}²) for each operation, whatever it is.",
        link(target),
        parameters(target),
    );
    plain(text)
}

pub(super) fn linearize(target: &Target, body: &Body) -> Documentation {
    let types = target.active().map(|p| target.shown(&p.ty));
    let text = format!(
        "The value of {} and its linearization: forward mode, with respect to {}, by a closure that may be called many \
         times.\n\n\
         The closure takes a direction to the derivative along it, `{}`: a tangent for each of these parameters: {}. {}",
        link(target),
        parameters(target),
        target.shown(target.result_tangent()),
        listed(default_names(target, "dot").iter().zip(types)),
        match &target.rules.jvp {
            Some(rule) => format!(
                "It keeps the arguments.\n\nCost, here: that of the function; of each call of the closure: {}, which \
                 computes the value again.",
                of_rule(rule)
            ),
            None => "It computes nothing of the value again.\n\n\
                     Cost, here and of each call of the closure: a small constant times that of the function. What the \
                     closure reads is kept: memory grows with the number of operations that are run."
                .to_owned(),
        },
    );
    Documentation::new(text, body)
}

pub(super) fn vjp(target: &Target, body: &Body) -> Documentation {
    let text = format!(
        "The value of {} and its pullback: reverse mode, with respect to {}.\n\n\
         The pullback takes a seed, the cotangent of the value, to the cotangents of these parameters: from \
         `{}` to {}. It may be called many times.\n\n\
         Cost, {}.",
        link(target),
        parameters(target),
        target.shown(target.seed()),
        cotangents(target),
        match &target.rules.vjp {
            Some(rule) if target.in_place().next().is_some() => format!(
                "here: that of the function; of each call of the pullback: {}, and of its pullback",
                of_rule(rule)
            ),
            Some(rule) => format!("here: {}; of each call: that of its pullback", of_rule(rule)),
            None => "here and of each call of the pullback: a small constant times that of the function, however many \
                     parameters there are"
                .to_owned(),
        },
    );
    Documentation::new(text, body)
}

pub(super) fn grad(target: &Target, with_value: bool, body: &Body) -> Documentation {
    let (what, value) = if with_value {
        let output = target.shown(&target.signature.output);
        (
            "value and the gradient",
            format!("the value, `{output}`, and beside it "),
        )
    } else {
        ("gradient", String::new())
    };
    let text = format!(
        "The {what} of {} with respect to {}, by reverse mode.\n\n\
         Returns {value}{}.\n\n\
         Cost: {}.",
        link(target),
        parameters(target),
        cotangents(target),
        of_gradient(target),
    );
    Documentation::new(text, body)
}

pub(super) fn grad_into(target: &Target, buffers: &[Ident], body: &Body) -> Documentation {
    let types = target
        .active()
        .map(|p| target.shown(types::buffer(&p.carrier, &target.runtime)));
    let panics = if has_sequences(target) {
        "\n\n# Panics\n\nIf a buffer has another length than its parameter."
    } else {
        ""
    };
    let text = format!(
        "The value of {}; its gradient with respect to {}, by reverse mode, overwrites the buffers.\n\n\
         Returns `{}`, and leaves in the buffers {}.\n\n\
         Cost: {}.{}{panics}",
        link(target),
        parameters(target),
        target.shown(&target.signature.output),
        listed(buffers.iter().zip(types)),
        of_gradient(target),
        if target.rules.vjp.is_some() {
            ""
        } else {
            " Allocates no output."
        },
    );
    Documentation::new(text, body)
}

pub(super) fn hvp(
    target: &Target,
    dots: &[Ident],
    with_gradient: bool,
    body: &Body,
) -> Documentation {
    let types = target.active().map(|p| target.shown(&p.ty));
    let (what, beside) = if with_gradient {
        (
            "The gradient of {f}, and the product of its Hessian",
            ", after the gradient in the same form",
        )
    } else {
        ("The product of the Hessian of {f}", "")
    };
    let what = what.replace("{f}", &link(target));
    let text = format!(
        "{what} with a direction, with respect to {}: reverse mode of forward mode.\n\n\
         Returns {}{beside}. The direction is given by a tangent for each of these parameters: {}.\n\n\
         Cost: a small constant times that of the gradient; no Hessian is formed.",
        parameters(target),
        cotangents(target),
        listed(dots.iter().zip(types)),
    );
    Documentation::new(text, body)
}

pub(super) fn jacobian(target: &Target, output: &TokenStream) -> Documentation {
    let text = format!(
        "The Jacobian of {} with respect to {}: `{}`.\n\n\
         A row for each output, a column for each element of the parameter.\n\n\
         Cost: one evaluation and a pullback for each output, or forward mode for each input, whichever are fewer.",
        link(target),
        parameters(target),
        target.shown(output),
    );
    Documentation { text, code: None }
}

/// `allocated` says what is allocated besides.
pub(super) fn jacobian_into(
    target: &Target,
    storages: &[Ident],
    types: &[TokenStream],
    allocated: &str,
    panics: bool,
) -> Documentation {
    let panics = if panics {
        "\n\n# Panics\n\nIf a matrix does not have a row for each output and a column for each element of its parameter."
    } else {
        ""
    };
    let types = types.iter().map(|ty| target.shown(ty));
    plain(format!(
        "The value of {}; its Jacobian with respect to {} overwrites the matrices.\n\n\
         Returns `{}`, and leaves in {} a row for each output, with a column for each element of the parameter.\n\n\
         Cost: that of `{}`. Allocates what the function does, and its tape{allocated}; no matrix.{panics}",
        link(target),
        parameters(target),
        target.shown(&target.signature.output),
        listed(storages.iter().zip(types)),
        target.companion("jacobian"),
    ))
}

pub(super) fn jacobian_sparsity(target: &Target) -> Documentation {
    plain(format!(
        "Which elements of the Jacobian of {} with respect to {} may be other than 0: a row for each output, a column for \
         each element of the parameters, in their order.\n\n\
         It holds at every point: where a branch, an index or a number of trips depends on the parameters, it is dense.\n\n\
         Cost: one evaluation over sets of inputs.",
        link(target),
        parameters(target),
    ))
}

pub(super) fn jacobian_sparse(target: &Target) -> Documentation {
    plain(format!(
        "The Jacobian of {} with respect to {}, as a sparse matrix with the given pattern: that of `{}`, or one with more \
         entries.\n\n\
         Cost: forward mode for each colour of columns, or one evaluation and a pullback for each colour of rows.\n\n\
         # Panics\n\n\
         If pattern and colouring are not of one matrix, or not of the size of this one.",
        link(target),
        parameters(target),
        target.companion("jacobian_sparsity"),
    ))
}

pub(super) fn hessian_sparsity(target: &Target) -> Documentation {
    plain(format!(
        "Which elements of the Hessian of {} with respect to {} may be other than 0, in the order of the parameters and of \
         their elements: pairs of these that primitives take together other than linearly.\n\n\
         It holds at every point: where a branch, an index or a number of trips depends on the parameters, it is dense.\n\n\
         Cost: one evaluation over sets of inputs and of pairs.",
        link(target),
        parameters(target),
    ))
}

pub(super) fn hessian_sparse(target: &Target) -> Documentation {
    plain(format!(
        "The Hessian of {} with respect to {}, as a sparse matrix with the given pattern: that of `{}`, or one with more \
         entries. Symmetric to the last bit.\n\n\
         Cost: a product of the Hessian with a direction for each colour.\n\n\
         # Panics\n\n\
         If the colouring is not a symmetric one of the pattern, or the pattern not of the size of the Hessian.",
        link(target),
        parameters(target),
        target.companion("hessian_sparsity"),
    ))
}

fn plain(text: String) -> Documentation {
    Documentation { text, code: None }
}

pub(super) fn hessian(target: &Target) -> Documentation {
    let text = format!(
        "The Hessian of {} with respect to {}: row by row, in the order of the parameters and of their \
         elements.\n\n\
         Symmetric to the last bit: each of its products with a unit vector gives the part of a column that \
         is in the upper triangle.\n\n\
         Cost: as many products of the Hessian with a direction as there are rows.",
        link(target),
        parameters(target),
    );
    Documentation { text, code: None }
}

pub(super) fn error_estimate(target: &Target, body: &Body) -> Documentation {
    let runtime = source::line(&Tokens::of(&target.runtime));
    let text = format!(
        "The value of {} and an estimate of its rounding error, to first order, by reverse mode, with respect \
         to {}.\n\n\
         Returns an [`ErrorEstimate<{}, N>`]({runtime}::ErrorEstimate), with the contribution of each variable. \
         The parameters are taken as exact.\n\n\
         Cost: a small constant times that of the function, however many variables there are.",
        link(target),
        parameters(target),
        target.shown(&target.signature.output),
    );
    Documentation::new(text, body)
}

/// What a gradient costs.
fn of_gradient(target: &Target) -> String {
    match &target.rules.vjp {
        Some(rule) => format!("{}, and of its pullback", of_rule(rule)),
        None => "a small constant times that of the function, however many parameters there are"
            .to_owned(),
    }
}

/// What a rule of the user's costs.
fn of_rule(rule: &ExprPath) -> String {
    format!("that of the rule, `{}`", source::line(&Tokens::of(rule)))
}

/// The function itself; not the enum of its linkage, which has the same name.
fn link(target: &Target) -> String {
    let function = &target.source.sig.ident;
    let name = function.to_string();
    let path = name.strip_prefix("r#").unwrap_or(&name);
    if target.source.host.is_impl() {
        format!("[`{function}`](Self::{path})")
    } else {
        format!("[`{function}`](fn@{path})")
    }
}

/// The active parameters by name.
fn parameters(target: &Target) -> String {
    enumerated(target.active().map(|p| format!("`{}`", p.ident)))
}

/// The cotangents by name and type.
fn cotangents(target: &Target) -> String {
    let types = target
        .active()
        .map(|p| target.shown(types::owned(&p.carrier, &target.runtime)));
    listed(default_names(target, "bar").iter().zip(types))
}

fn listed<'a>(variables: impl Iterator<Item = (&'a Ident, String)>) -> String {
    enumerated(variables.map(|(name, ty)| format!("`{name}: {ty}`")))
}

/// `a, b and c`.
fn enumerated(parts: impl Iterator<Item = String>) -> String {
    let mut parts: Vec<String> = parts.collect();
    match (parts.pop(), parts.is_empty()) {
        (Some(last), false) => format!("{} and {last}", parts.join(", ")),
        (last, _) => last.unwrap_or_default(),
    }
}

fn has_sequences(target: &Target) -> bool {
    target
        .active()
        .any(|p| matches!(p.carrier.shape(), Shape::Sequence(_)))
}

impl Target<'_> {
    /// A type, in the words of the user: `Vec<f64>` for the runtime's `Vec`.
    fn shown(&self, ty: impl ToTokens) -> String {
        let runtime = source::line(&Tokens::of(&self.runtime));
        let ty = source::line(&Tokens::of(ty));
        ty.replace(&format!("{runtime}::Vec<"), "Vec<")
    }
}
