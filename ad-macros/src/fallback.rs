//! What stands in for the companions of a function that could not be differentiated: the errors,
//! then stubs with the right signatures, so that one mistake never becomes ten.

use proc_macro2::TokenStream;

use crate::diagnostics::Errors;
use crate::emit::{self, Target};

pub(crate) fn fallback(target: &Target, errors: Errors) -> TokenStream {
    let mut tokens = errors.into_tokens();
    tokens.extend(emit::stubs(target));
    tokens
}
