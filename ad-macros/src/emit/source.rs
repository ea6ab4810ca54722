//! Tokens → text, for a reader: generated code in the documentation of what it is the code of.
//!
//! Assumes: the tokens parse. Guarantees: they are the same tokens, in the layout of rustfmt as far
//! as generated code needs it, and the same text in the compiler as outside of it. Only the `::`
//! before the runtime's own name is left out.
//!
//! ```text
//! let t0=-x*y;(t0,::ad_runtime::rules::abs(&x))     →     let t0 = -x * y;
//!                                                         (t0, ad_runtime::rules::abs(&x))
//! ```

mod layout;
mod lex;
#[cfg(test)]
mod tests;

use super::tokens::Tokens;

/// The most tokens that may be a screenful: more are not even looked at.
const MOST_TOKENS: usize = 600;
/// The lines of a screenful.
const MOST_LINES: usize = 40;

/// The statements of a body, a line each, where they are no more than a screenful.
pub(super) fn screenful(body: &Tokens) -> Option<String> {
    let pieces = lex::lex(body.trees(), MOST_TOKENS)?;
    let text = layout::block(&pieces);
    (text.lines().count() <= MOST_LINES).then_some(text)
}

/// A type, on one line.
pub(super) fn line(tokens: &Tokens) -> String {
    let pieces = lex::lex(tokens.trees(), usize::MAX);
    pieces.map_or_else(String::new, |pieces| layout::flat(&pieces))
}
