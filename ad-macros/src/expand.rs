//! The pipeline, one line per pass, and the only error boundary.

use std::panic::{self, AssertUnwindSafe};

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::attr::{self, Options};
use crate::check::GradientCheck;
use crate::diagnostics::{self, Errors};
use crate::emit::{self, Target};
use crate::syntax::impl_block::{self, Member};
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
    let signature = signature::read(source, options, &mut errors);
    let primal = syntax::lower(&signature, source, options, &mut errors);
    let Some(primal) = primal.filter(|_| errors.is_empty()) else {
        return fallback::fallback(source, signature, options, errors);
    };
    let activity = analysis::activity(&primal);
    let partials = options.rules.partials.as_ref();
    let linear = transform::linearize(&primal, &activity, partials);
    linear.for_each_call(&mut |call| source.host.check_call(call, &mut errors));
    if !errors.is_empty() {
        return fallback::fallback(source, signature, options, errors);
    }
    let over = transform::over(&linear, primal.vars.len());
    let primal = transform::branch_extremes(primal);
    let activity = analysis::activity(&primal);
    let linear = transform::linearize(&primal, &activity, partials);
    let linear = transform::invert(transform::hoist(transform::share(linear)));
    emit::companions(
        &Target::new(source, &signature, options),
        &linear,
        over.as_ref(),
    )
}
