//! What stands in for the companions of a function that could not be differentiated: the errors,
//! then stubs with the right signatures, so that one mistake never becomes ten.

use proc_macro2::TokenStream;

use crate::attr::Options;
use crate::diagnostics::Errors;
use crate::emit::{self, Target};
use crate::syntax::signature::{Parameter, Signature};
use crate::syntax::{Body, Source};

pub(crate) fn fallback(
    source: &Source,
    signature: Signature,
    options: &Options,
    errors: Errors,
) -> TokenStream {
    let mut tokens = errors.into_tokens();
    // Beside a function that only a trait can hold no companion could stand, nor of a method with a receiver that is
    // none of its parameters.
    let receiver = source.sig.receiver().is_some();
    let unread = receiver && !signature.parameters.iter().any(Parameter::is_receiver);
    let companionless = unread || matches!(source.body, Body::Missing(_));
    if !companionless && !signature.is_anonymous() {
        let signature = signature.without_foreign_types();
        tokens.extend(emit::stubs(&Target::new(source, &signature, options)));
    }
    tokens
}
