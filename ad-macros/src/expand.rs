//! The pipeline, one line per pass, and the only error boundary.

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};

use crate::attr::{self, Options};
use crate::check::GradientCheck;
use crate::diagnostics::{self, Errors};
use crate::emit::{self, Target};
use crate::ir::Function;
use crate::syntax::functions::{self, FunctionParameter};
use crate::syntax::impl_block::{self, Member};
use crate::syntax::signature::Signature;
use crate::syntax::{self, Host, Source, checkpoint, depth, fence, signature};
use crate::{analysis, fallback, transform};

/// The annotated item, unchanged but for `#[checkpoint]`, then its companions; on error, the errors and stubs.
pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    if impl_block::is_impl(item) {
        return expand_impl(&args, item);
    }
    let companions = contained(|| companions(args, item));
    let item = checkpoint::without(item);
    quote!(#item #companions)
}

/// The `impl` block, with the companions of each function in it that has the attribute beside that function.
fn expand_impl(args: &TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(block) = impl_block::parse(args, item, &mut errors) else {
        let errors = errors.into_tokens();
        return quote!(#item #errors);
    };
    let refused = !errors.is_empty();
    let members = block.members.iter().map(|member| match member {
        Member::Other(tokens) => tokens.clone(),
        Member::Differentiated { item, .. } if refused => item.clone(),
        Member::Differentiated { args, item } => {
            let host = Host::Impl(Some(block.host.clone()));
            let companions = contained(|| companions_of(Some(host), args.clone(), item));
            let item = checkpoint::without(item);
            quote!(#item #companions)
        }
    });
    let block = block.with(members.collect());
    let errors = errors.into_tokens();
    quote!(#block #errors)
}

/// The check that a call of `check_gradient!` stands for; on error, the error.
pub(crate) fn expand_check(call: TokenStream) -> TokenStream {
    contained(|| check(call))
}

/// What an expansion makes, or an error where it panics: a bug, but not one that hides the item.
pub(crate) fn contained(expansion: impl FnOnce() -> TokenStream) -> TokenStream {
    panic::catch_unwind(AssertUnwindSafe(expansion)).unwrap_or_else(|payload| {
        let message = payload.downcast_ref::<&str>().copied();
        let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        diagnostics::bug(Span::call_site(), message.unwrap_or("no message")).to_compile_error()
    })
}

/// What stands after the item. Never panics.
pub(crate) fn companions(args: TokenStream, item: &TokenStream) -> TokenStream {
    companions_of(None, args, item)
}

/// The same of a function of which it is known where it stands.
fn companions_of(host: Option<Host>, args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = attr::parse(args, &mut errors);
    match syntax::parse(item) {
        Ok(Some(mut source)) => {
            source.host = host.unwrap_or(source.host);
            differentiate(&source, &options, errors)
        }
        Ok(None) => errors.into_tokens(),
        Err(error) => {
            errors.absorb(error);
            errors.into_tokens()
        }
    }
}

/// What stands for a call of `check_gradient!`. Never panics.
pub(crate) fn check(call: TokenStream) -> TokenStream {
    if let Some(span) = depth::too_deep(call.clone()) {
        return fence::too_deep(span).to_compile_error();
    }
    let check = syn::parse2::<GradientCheck>(call);
    check.map_or_else(|error| error.to_compile_error(), |check| check.expand())
}

fn differentiate(source: &Source, options: &Options, mut errors: Errors) -> TokenStream {
    if fence::is_applied_twice(source, &mut errors) {
        // The other attribute emits the companions.
        return errors.into_tokens();
    }
    let parameters = functions::parameters(source);
    let mut called = BTreeSet::new();
    if has_functions_alone(source, options, &parameters) {
        called.extend(
            parameters
                .iter()
                .map(|parameter| parameter.ident.to_string()),
        );
        let functions = Reading::of(source, options, &parameters, &called);
        if let Some(functions) = functions {
            let (errors, linkage) = (errors.into_tokens(), linkage(&functions, options));
            return quote!(#errors #linkage);
        }
    }
    let before = errors.len();
    // Which functions are called where a derivative flows shows only when calls of others are known for what they are.
    loop {
        let functions = Reading::of(source, options, &parameters, &called);
        let (source, known) = (
            functions.as_ref().map_or(source, |f| &f.companions),
            called.len(),
        );
        let signature = signature::read(source, options, &mut errors);
        let primal = syntax::lower(
            &signature,
            source,
            options,
            &parameters,
            &mut called,
            &mut errors,
        );
        if called.len() > known {
            errors.truncate(before);
            continue;
        }
        let tokens = written(source, options, signature, primal, errors);
        return match functions {
            Some(functions) if tokens.1 => {
                let linkage = linkage(&functions, options);
                let tokens = tokens.0;
                quote!(#tokens #linkage)
            }
            _ => tokens.0,
        };
    }
}

/// Whether derivatives come into a function by what its functions capture alone: then there is a linkage, for callers, and no
/// companion.
fn has_functions_alone(
    source: &Source,
    options: &Options,
    parameters: &[FunctionParameter],
) -> bool {
    let constant = |parameter: &FunctionParameter| options.constant.contains(&parameter.ident);
    if parameters.is_empty() || parameters.iter().any(constant) || options.wrt.is_some() {
        return false;
    }
    let signature = signature::read(source, options, &mut Errors::default());
    !signature
        .parameters
        .iter()
        .any(|parameter| parameter.active)
}

/// A function that calls parameters of it where a derivative flows, as its companions read it, and as its linkage does.
struct Reading {
    companions: Source,
    linkage: Source,
}

impl Reading {
    fn of(
        source: &Source,
        options: &Options,
        parameters: &[FunctionParameter],
        called: &BTreeSet<String>,
    ) -> Option<Reading> {
        let is_called =
            |parameter: &&FunctionParameter| called.contains(&parameter.ident.to_string());
        let called: Vec<&FunctionParameter> = parameters.iter().filter(is_called).collect();
        let runtime = options.runtime();
        let reading = |active| source.with_functions(&called, active, &runtime);
        (!called.is_empty()).then(|| Reading {
            companions: reading(false),
            linkage: reading(true),
        })
    }
}

/// The linkage of a function with these parameters.
fn linkage(functions: &Reading, options: &Options) -> TokenStream {
    let source = &functions.linkage;
    let mut errors = Errors::default();
    let options = Options {
        name: Some(format_ident!("{}_differentiated", source.sig.ident)),
        ..options.clone()
    };
    let signature = signature::read(source, &options, &mut errors);
    let primal = syntax::lower(
        &signature,
        source,
        &options,
        &[],
        &mut BTreeSet::new(),
        &mut errors,
    );
    written(source, &options, signature, primal, errors).0
}

/// The companions of a function that has been lowered, and whether it could be.
fn written(
    source: &Source,
    options: &Options,
    signature: Signature,
    primal: Option<Function>,
    mut errors: Errors,
) -> (TokenStream, bool) {
    let Some(primal) = primal.filter(|_| errors.is_empty()) else {
        return (
            fallback::fallback(source, signature, options, errors),
            false,
        );
    };
    let activity = analysis::activity(&primal);
    let partials = options.rules.partials.as_ref();
    let linear = transform::linearize(&primal, &activity, partials);
    linear.for_each_call(&mut |call| {
        source.host.check_call(call, &mut errors);
    });
    if !errors.is_empty() {
        return (
            fallback::fallback(source, signature, options, errors),
            false,
        );
    }
    let over = transform::over(&linear, primal.vars.len()).filter(|_| source.functions.is_empty());
    let primal = transform::branch_extremes(primal);
    let activity = analysis::activity(&primal);
    let linear = transform::linearize(&primal, &activity, partials);
    let linear = transform::invert(transform::hoist(transform::share(linear)));
    let target = Target::new(source, &signature, options);
    (emit::companions(&target, &linear, over.as_ref()), true)
}
