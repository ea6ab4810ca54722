//! Errors: collected, so that all independent mistakes of a function are reported together.
//!
//! The style is rustc's: lowercase, no full stop, code in backticks, the caret on the smallest
//! guilty token, at most one `help:` line with something the user can type.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Errors {
    errors: Vec<syn::Error>,
}

impl Errors {
    pub(crate) fn push(&mut self, span: Span, message: impl std::fmt::Display) {
        self.errors.push(error(span, message, None));
    }

    pub(crate) fn help(&mut self, span: Span, message: impl std::fmt::Display, help: String) {
        self.errors.push(error(span, message, Some(help)));
    }

    pub(crate) fn absorb(&mut self, error: syn::Error) {
        self.errors.extend(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// Whether a mistake has been reported with these words.
    pub(crate) fn has(&self, message: &str) -> bool {
        let reported = |error: &syn::Error| error.to_string().starts_with(message);
        self.errors.iter().any(reported)
    }

    pub(crate) fn len(&self) -> usize {
        self.errors.len()
    }

    /// Forgets what was found after there were `len` errors.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.errors.truncate(len);
    }

    /// Every error as `compile_error!`.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.errors
            .iter()
            .map(syn::Error::to_compile_error)
            .collect()
    }
}

/// One error: a headline, and what the user can type to mend it.
pub(crate) fn error(
    span: Span,
    message: impl std::fmt::Display,
    help: Option<String>,
) -> syn::Error {
    match help {
        Some(help) => syn::Error::new(span, format!("{message}\n\nhelp: {help}")),
        None => syn::Error::new(span, message),
    }
}

/// Syntax as its user would write it.
pub(crate) fn source(syntax: &impl ToTokens) -> String {
    const TIGHT: [(&str, &str); 12] = [
        (" :: ", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" ;", ";"),
        ("[ ", "["),
        (" ]", "]"),
        ("( ", "("),
        (" )", ")"),
        ("& ", "&"),
    ];
    let tokens = syntax.to_token_stream().to_string();
    let source = TIGHT.into_iter().fold(tokens, |source, (loose, tight)| {
        source.replace(loose, tight)
    });
    source
        .strip_prefix("* ")
        .map_or(source.clone(), |place| format!("*{place}"))
}

/// The answer to a panic of the macro's own.
pub(crate) fn bug(span: Span, message: &str) -> syn::Error {
    error(
        span,
        format!("`#[differentiate]` panicked, which is a bug in it: {message}"),
        Some("please report it to the authors of `ad-runtime`, with the function".into()),
    )
}

/// The number of insertions, deletions and substitutions between two words (Levenshtein 1966).
pub(crate) fn edit_distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, to) in row
            .iter_mut()
            .zip(std::iter::once('\0').chain(b.chars()))
            .skip(1)
        {
            let substituted = diagonal + usize::from(from != to);
            diagonal = *cell;
            left = substituted.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{edit_distance, source};

    #[test]
    fn types_as_written() {
        for ty in [
            "Result<f64, String>",
            "&'a [(f64, usize); 3]",
            "std::vec::Vec<Option<T>>",
        ] {
            assert_eq!(source(&syn::parse_str::<syn::Type>(ty).unwrap()), ty);
        }
    }

    #[test]
    fn edit_distances() {
        assert_eq!(edit_distance("", "abc"), 3);
        assert_eq!(edit_distance("sin", "sin"), 0);
        assert_eq!(edit_distance("sqrt", "sqtr"), 2);
        assert_eq!(edit_distance("gamma", "ln_gamma"), 3);
    }
}
