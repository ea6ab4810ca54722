//! The `#[differentiate]` attribute of [`ad-runtime`](https://docs.rs/ad-runtime): automatic
//! differentiation by source transformation. Depend on `ad-runtime`, which re-exports it.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod analysis;
mod attr;
mod check;
mod diagnostics;
mod emit;
mod expand;
mod fallback;
mod ir;
mod rules;
mod syntax;
#[cfg(test)]
mod tests;
mod transform;

/// Emits the derivatives of a function beside it.
#[proc_macro_attribute]
pub fn differentiate(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand::expand(args.into(), &item.into()).into()
}

/// Checks the companions of a function at a point; `ad_runtime::check_gradient!` is the way to call it.
#[doc(hidden)]
#[proc_macro]
pub fn check_gradient(call: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::expand_check(call.into()).into()
}
