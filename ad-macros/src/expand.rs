//! The pipeline, one line per pass, and the only error boundary.

use proc_macro2::TokenStream;
use quote::quote;

use crate::attr::{self, Options};
use crate::diagnostics::Errors;
use crate::emit::{self, Target};
use crate::syntax::{self, Source, fence, signature};
use crate::{analysis, fallback, transform};

/// The annotated item, unchanged, then its companions; on error, the errors and stubs.
pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = attr::parse(args, &mut errors);
    let companions = match syntax::parse(item) {
        Ok(source) => differentiate(&source, &options, errors),
        Err(error) => {
            errors.absorb(error);
            errors.into_tokens()
        }
    };
    quote!(#item #companions)
}

fn differentiate(source: &Source, options: &Options, mut errors: Errors) -> TokenStream {
    if fence::is_applied_twice(source, &mut errors) {
        // The other attribute emits the companions.
        return errors.into_tokens();
    }
    let signature = signature::read(&source.sig, options, &mut errors);
    let primal = syntax::lower(&signature, source, options, &mut errors);
    let Some(primal) = primal.filter(|_| errors.is_empty()) else {
        return fallback::fallback(source, signature, options, errors);
    };
    let activity = analysis::activity(&primal);
    let linear = transform::linearize(&primal, &activity, options.partials.as_ref());
    let linear = transform::invert(transform::share(linear));
    emit::companions(&Target::new(source, &signature, options), &linear)
}
