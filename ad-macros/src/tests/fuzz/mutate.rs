//! Mutations of token trees.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::tests::pipeline::Numbers;

const DELIMITERS: [Delimiter; 4] = [
    Delimiter::Parenthesis,
    Delimiter::Brace,
    Delimiter::Bracket,
    Delimiter::None,
];

const WORDS: [&str; 66] = [
    "x", "y", "z", "f", "a", "n", "T", "Self", "self", "super", "crate", "f64", "f32", "usize",
    "let", "mut", "ref", "if", "else", "match", "for", "in", "while", "loop", "return", "break",
    "continue", "fn", "struct", "enum", "union", "impl", "trait", "mod", "use", "const", "static",
    "type", "unsafe", "async", "await", "move", "dyn", "where", "as", "pub", "extern", "true",
    "yield", "try", "gen", "_", "box", "raw", "sin", "powi", "max", "sqrt", "wrt", "constant",
    "forward", "name", "partials", "jvp", "vjp", "order",
];

const PUNCTUATION: &str = "+-*/%^!&|=<>.,;:#$?~@'";

/// The number of token trees at any depth.
pub(super) fn count(stream: &TokenStream) -> usize {
    let trees = stream.clone().into_iter();
    trees
        .map(|tree| match tree {
            TokenTree::Group(group) => 1 + count(&group.stream()),
            _ => 1,
        })
        .sum()
}

pub(super) fn group(delimiter: Delimiter, stream: TokenStream) -> TokenTree {
    TokenTree::Group(Group::new(delimiter, stream))
}

/// Makes inputs of a corpus.
pub(super) struct Mutator<'a> {
    corpus: &'a [(TokenStream, TokenStream)],
    numbers: Numbers,
}

impl<'a> Mutator<'a> {
    pub(super) fn new(corpus: &'a [(TokenStream, TokenStream)], numbers: Numbers) -> Self {
        Mutator { corpus, numbers }
    }

    fn index(&mut self, length: usize) -> usize {
        let length = u32::try_from(length).unwrap_or(u32::MAX).max(1);
        self.numbers.below(length) as usize
    }

    fn pick<'t, T>(&mut self, choices: &'t [T]) -> &'t T {
        &choices[self.index(choices.len())]
    }

    fn one_in(&mut self, chances: u32) -> bool {
        self.numbers.below(chances) == 0
    }

    /// Arguments of the attribute, and a function, with one to four mutations in all.
    pub(super) fn input(&mut self) -> (TokenStream, TokenStream) {
        let (mut args, mut item) = self.pick(self.corpus).clone();
        for _ in 0..=self.numbers.below(4) {
            if self.one_in(6) {
                args = self.mutated(args);
            } else {
                item = self.mutated(item);
            }
        }
        (args, item)
    }

    /// Tokens at random, in brackets of some depth.
    pub(super) fn soup(&mut self, depth: u32) -> TokenStream {
        let length = self.numbers.below(12);
        (0..length)
            .map(|_| {
                if depth > 0 && self.one_in(4) {
                    group(*self.pick(&DELIMITERS), self.soup(depth - 1))
                } else {
                    self.token()
                }
            })
            .collect()
    }

    fn token(&mut self) -> TokenTree {
        let span = Span::call_site();
        match self.numbers.below(8) {
            0..=2 => {
                let word = *self.pick(&WORDS);
                let raw =
                    self.one_in(16) && !["_", "self", "Self", "super", "crate"].contains(&word);
                if raw {
                    Ident::new_raw(word, span).into()
                } else {
                    Ident::new(word, span).into()
                }
            }
            3 => self.literal().into(),
            4 => self.leaf(),
            _ => {
                let marks: Vec<char> = PUNCTUATION.chars().collect();
                let mark = *self.pick(&marks);
                let joint = mark == '\'' || self.one_in(3);
                let spacing = if joint {
                    Spacing::Joint
                } else {
                    Spacing::Alone
                };
                Punct::new(mark, spacing).into()
            }
        }
    }

    fn literal(&mut self) -> Literal {
        match self.numbers.below(8) {
            0 => Literal::f64_suffixed(self.numbers.float().abs()),
            1 => Literal::f32_unsuffixed(0.5),
            2 => Literal::u128_unsuffixed(u128::MAX),
            3 => Literal::string("\u{1F980}\n\"{x}\""),
            4 => Literal::byte_string(b"\0\xff"),
            5 => Literal::character('\''),
            6 => Literal::i64_suffixed(-1),
            _ => Literal::usize_unsuffixed(self.index(5)),
        }
    }

    /// A piece of any function of the corpus.
    fn piece(&mut self) -> Vec<TokenTree> {
        let mut stream = self.pick(self.corpus).1.clone();
        loop {
            let trees: Vec<TokenTree> = stream.into_iter().collect();
            if trees.is_empty() {
                return trees;
            }
            let start = self.index(trees.len());
            match &trees[start] {
                TokenTree::Group(group) if !self.one_in(4) => stream = group.stream(),
                _ => {
                    let length = 1 + self.index(6);
                    return trees.into_iter().skip(start).take(length).collect();
                }
            }
        }
    }

    fn leaf(&mut self) -> TokenTree {
        let mut piece = self.piece();
        piece
            .pop()
            .unwrap_or_else(|| Punct::new(';', Spacing::Alone).into())
    }

    /// One mutation, at a random depth.
    fn mutated(&mut self, stream: TokenStream) -> TokenStream {
        let mut trees: Vec<TokenTree> = stream.into_iter().collect();
        let groups = trees.iter().enumerate();
        let groups: Vec<usize> = groups
            .filter(|(_, tree)| matches!(tree, TokenTree::Group(_)))
            .map(|(index, _)| index)
            .collect();
        if !groups.is_empty() && !self.one_in(5) {
            let index = *self.pick(&groups);
            if let TokenTree::Group(inner) = &trees[index] {
                trees[index] = group(inner.delimiter(), self.mutated(inner.stream()));
            }
        } else {
            self.mutate(&mut trees);
        }
        trees.into_iter().collect()
    }

    fn mutate(&mut self, trees: &mut Vec<TokenTree>) {
        let start = self.index(trees.len() + 1);
        let end = (start + 1 + self.index(3)).min(trees.len());
        match self.numbers.below(12) {
            0 | 1 => drop(trees.drain(start..end)),
            2 => {
                let copy = trees[start..end].to_vec();
                trees.splice(start..start, copy);
            }
            3 if start < trees.len() => {
                let other = self.index(trees.len());
                trees.swap(start, other);
            }
            4 | 5 => {
                let token = self.token();
                trees.splice(start..end, [token]);
            }
            6 => trees.insert(start, self.token()),
            7 => {
                let piece = self.piece();
                trees.splice(start..end, piece);
            }
            8 => {
                let piece = self.piece();
                trees.splice(start..start, piece);
            }
            9 => trees.truncate(start),
            10 => self.nest(trees, start, end),
            _ => self.bracket(trees, start, end),
        }
    }

    /// Puts some tokens into other brackets, or takes them out.
    fn bracket(&mut self, trees: &mut Vec<TokenTree>, start: usize, end: usize) {
        let delimiter = *self.pick(&DELIMITERS);
        let tokens: Vec<TokenTree> = trees.drain(start..end).collect();
        let changed: Vec<TokenTree> = match &tokens[..] {
            [TokenTree::Group(inner)] if self.one_in(3) => inner.stream().into_iter().collect(),
            [TokenTree::Group(inner)] => vec![group(delimiter, inner.stream())],
            _ => vec![group(delimiter, tokens.into_iter().collect())],
        };
        trees.splice(start..start, changed);
    }

    /// Repeats what stands before some tokens, or puts them into many brackets.
    fn nest(&mut self, trees: &mut Vec<TokenTree>, start: usize, end: usize) {
        let times = 1 + self.index(120);
        if self.one_in(2) {
            let piece = trees[start..end].to_vec();
            let repeated = std::iter::repeat_n(piece, times).flatten();
            let repeated: Vec<TokenTree> = repeated.collect();
            trees.splice(start..end, repeated);
            return;
        }
        let delimiter = *self.pick(&DELIMITERS);
        let inner: TokenStream = trees.drain(start..end).collect();
        let nested = (0..times).fold(inner, |inner, _| group(delimiter, inner).into());
        trees.splice(start..start, nested);
    }
}
