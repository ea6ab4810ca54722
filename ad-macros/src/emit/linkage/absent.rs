//! The linkage of the mode that a function does not have, because it is asked for the other one only, or has a rule for that one
//! alone: its signatures, with a bound that never holds. So the compiler's error is at the call, and says what is missing.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{jvp_stub, linearized, over, reverse_stubs};
use crate::attr::Family;
use crate::emit::companions::companion_name;
use crate::emit::signature::Target;

/// The trait of the bound, and the functions.
///
/// Beside a method there is no place for the trait.
pub(super) fn mode(target: &Target) -> (TokenStream, Vec<TokenStream>) {
    if target.source.host.is_impl() {
        return (TokenStream::new(), Vec::new());
    }
    let name = &target.source.sig.ident;
    let (mode, marker, rule, option) = match target.family {
        Family::Both => return (TokenStream::new(), Vec::new()),
        Family::Forward => ("reverse", "has_reverse_mode", "vjp", "forward"),
        Family::Reverse => ("forward", "has_forward_mode", "jvp", "reverse"),
    };
    let message = format!("`{name}` has no {mode} mode");
    let note = if target.rules.are_of_maps() {
        format!("give it a rule for that too: `{rule} = path`")
    } else {
        format!("its attribute has the option `{option}`")
    };
    let marker = Ident::new(&companion_name(name, marker), Span::mixed_site());
    let (vis, cfgs) = (target.vis(), target.cfgs());
    let declared = quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[diagnostic::on_unimplemented(message = #message, label = "called here, where it is differentiated", note = #note)]
        #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic)]
        #vis trait #marker {}
    };
    let absent = Target {
        absent: Some(marker),
        ..target.clone()
    };
    let functions = match target.family {
        Family::Reverse => [
            jvp_stub(&absent),
            over(&absent, false),
            linearized::stub(&absent),
        ]
        .into(),
        _ => reverse_stubs(&absent),
    };
    (declared, functions)
}
