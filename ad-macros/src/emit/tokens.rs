//! Tokens under construction. They are moved into each other and copied into a stream once, where
//! `quote!` would copy them at every level of nesting.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};

#[derive(Clone, Default)]
pub(super) struct Tokens(Vec<TokenTree>);

impl Tokens {
    pub(super) fn of(tokens: impl ToTokens) -> Self {
        Tokens(tokens.into_token_stream().into_iter().collect())
    }

    pub(super) fn ident(ident: Ident) -> Self {
        Tokens(vec![ident.into()])
    }

    pub(super) fn then(mut self, more: Tokens) -> Self {
        self.append(more);
        self
    }

    pub(super) fn append(&mut self, mut more: Tokens) {
        if self.0.is_empty() {
            *self = more;
        } else {
            self.0.append(&mut more.0);
        }
    }

    pub(super) fn push(&mut self, token: impl Into<TokenTree>) {
        self.0.push(token.into());
    }

    /// A mark of one character.
    pub(super) fn mark(&mut self, mark: char) {
        self.push(Punct::new(mark, Spacing::Alone));
    }

    /// The first character of a mark of two.
    pub(super) fn joint_mark(&mut self, mark: char) {
        self.push(Punct::new(mark, Spacing::Joint));
    }

    pub(super) fn word(&mut self, word: &str) {
        self.push(Ident::new(word, Span::call_site()));
    }

    pub(super) fn extend(&mut self, tokens: impl ToTokens) {
        self.0.extend(tokens.into_token_stream());
    }

    pub(super) fn group(self, delimiter: Delimiter) -> Self {
        let stream: TokenStream = self.0.into_iter().collect();
        Tokens(vec![Group::new(delimiter, stream).into()])
    }

    /// `a, b, c`.
    pub(super) fn separated(parts: impl IntoIterator<Item = Tokens>) -> Self {
        let mut list = Tokens::default();
        for part in parts {
            if !list.0.is_empty() {
                list.mark(',');
            }
            list.append(part);
        }
        list
    }

    pub(super) fn starts_with(&self, mark: char) -> bool {
        matches!(self.0.first(), Some(TokenTree::Punct(first)) if first.as_char() == mark)
    }

    pub(super) fn without_first(mut self) -> Self {
        self.0.remove(0);
        self
    }

    pub(super) fn trees(&self) -> &[TokenTree] {
        &self.0
    }

    pub(super) fn into_stream(self) -> TokenStream {
        self.0.into_iter().collect()
    }
}

impl ToTokens for Tokens {
    fn to_tokens(&self, stream: &mut TokenStream) {
        stream.append_all(&self.0);
    }

    fn into_token_stream(self) -> TokenStream {
        self.into_stream()
    }
}
