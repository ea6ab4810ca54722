//! Tokens → pieces that know where they want a space.

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenTree};

/// A token, or a group of them.
pub(super) struct Piece {
    pub(super) text: Text,
    /// Whether a space may stand before it, and after it: one does where both sides want it.
    pub(super) before: bool,
    pub(super) after: bool,
}

pub(super) enum Text {
    /// A name, a keyword, a lifetime or a literal.
    Word(String),
    Mark(&'static str),
    /// A comma of the group's own: not one between type arguments or the parameters of a closure.
    Comma,
    Group(Delimiter, Vec<Piece>),
}

impl Piece {
    pub(super) fn is_mark(&self, mark: &str) -> bool {
        matches!(self.text, Text::Mark(text) if text == mark)
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(&self.text, Text::Word(text) if text == word)
    }

    pub(super) fn is_comma(&self) -> bool {
        matches!(self.text, Text::Comma)
    }

    pub(super) fn is_brace(&self) -> bool {
        matches!(self.text, Text::Group(Delimiter::Brace, _))
    }

    fn is_keyword(&self) -> bool {
        matches!(&self.text, Text::Word(word) if KEYWORDS.contains(&word.as_str()))
    }

    /// Whether it is an operator between two operands.
    pub(super) fn is_infix(&self) -> bool {
        matches!(self.text, Text::Mark(_)) && self.before && self.after
    }

    fn new(text: Text, (before, after): (bool, bool)) -> Piece {
        Piece {
            text,
            before,
            after,
        }
    }
}

/// The words after which an expression or a pattern begins.
const KEYWORDS: [&str; 15] = [
    "as", "break", "else", "for", "if", "in", "let", "loop", "match", "move", "mut", "ref",
    "return", "unsafe", "while",
];

/// The marks of several characters, longer ones first.
const JOINED: [&str; 24] = [
    "..=", "<<=", ">>=", "...", "::", "->", "=>", "..", "==", "!=", "<=", ">=", "&&", "||", "<<",
    ">>", "+=", "-=", "*=", "/=", "%=", "^=", "&=", "|=",
];

// Where marks want spaces: before and after.
const TIGHT: (bool, bool) = (false, false);
const PREFIX: (bool, bool) = (true, false);
const INFIX: (bool, bool) = (true, true);
const TRAILING: (bool, bool) = (false, true);

/// The marks of one character.
const SINGLE: &str = "!#$%&'*+,-./:;<=>?@^|~";

/// The pieces of some code; none if there are more than `most`.
pub(super) fn lex(tokens: &[TokenTree], most: usize) -> Option<Vec<Piece>> {
    let mut left = most;
    lexed(tokens, &mut left)
}

fn lexed(tokens: &[TokenTree], left: &mut usize) -> Option<Vec<Piece>> {
    *left = left.checked_sub(tokens.len())?;
    let mut lexer = Lexer::default();
    let mut rest = tokens;
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        match token {
            TokenTree::Punct(punct) => {
                let closes = punct.as_char() == '>' && lexer.angles > 0;
                let joined = joined(punct, after).filter(|_| !closes);
                let (mark, length) = joined.unwrap_or((single(punct), 1));
                lexer.mark(mark);
                rest = after.get(length - 1..).unwrap_or_default();
            }
            TokenTree::Group(group) => lexer.group(group, left)?,
            token => lexer.word(token.to_string()),
        }
    }
    Some(lexer.pieces)
}

/// The mark of several characters that begins here, and their number.
fn joined(first: &Punct, rest: &[TokenTree]) -> Option<(&'static str, usize)> {
    if first.spacing() == Spacing::Alone {
        return None;
    }
    let mut marks = JOINED
        .iter()
        .filter(|mark| mark.starts_with(first.as_char()));
    let mark = marks.find(|mark| {
        let (mut joint, mut rest) = (true, rest.iter());
        mark.chars().skip(1).all(|expected| match rest.next() {
            Some(TokenTree::Punct(next)) if joint && next.as_char() == expected => {
                joint = next.spacing() == Spacing::Joint;
                true
            }
            _ => false,
        })
    })?;
    Some((mark, mark.len()))
}

fn single(punct: &Punct) -> &'static str {
    let position = SINGLE.find(punct.as_char());
    position
        .and_then(|at| SINGLE.get(at..=at))
        .unwrap_or_default()
}

#[derive(Default)]
struct Lexer {
    pieces: Vec<Piece>,
    /// How many lists of type arguments are open.
    angles: usize,
    /// Whether the parameters of a closure are open.
    closure: bool,
}

impl Lexer {
    fn word(&mut self, word: String) {
        let mut text = word;
        if self.pieces.last().is_some_and(|piece| piece.is_mark("'")) {
            self.pieces.pop();
            text.insert(0, '\'');
        }
        // The `::` before the runtime's own name.
        let global = self.pieces.last();
        if global.is_some_and(|piece| piece.is_mark("::") && piece.before) && is_runtime(&text) {
            self.pieces.pop();
        }
        self.pieces.push(Piece::new(Text::Word(text), INFIX));
    }

    fn group(&mut self, group: &Group, left: &mut usize) -> Option<()> {
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        let mut pieces = lexed(&inner, left)?;
        let mut delimiter = group.delimiter();
        if delimiter == Delimiter::None {
            if !pieces.iter().any(Piece::is_infix) {
                self.pieces.append(&mut pieces);
                return Some(());
            }
            delimiter = Delimiter::Parenthesis;
        }
        if delimiter != Delimiter::Brace {
            drop_last_comma(&mut pieces);
        }
        let before = delimiter == Delimiter::Brace || self.expects_operand();
        let text = Text::Group(delimiter, pieces);
        self.pieces.push(Piece::new(text, (before, true)));
        Some(())
    }

    /// Whether what comes next begins an operand: nothing that it could belong to stands before it.
    fn expects_operand(&self) -> bool {
        let Some(last) = self.pieces.last() else {
            return true;
        };
        match &last.text {
            Text::Word(word) => last.is_keyword() || word.starts_with('\''),
            Text::Group(delimiter, _) => *delimiter == Delimiter::Brace,
            Text::Comma => true,
            Text::Mark("?") => false,
            Text::Mark(mark) => last.before || !matches!(*mark, ">" | "!"),
        }
    }

    fn mark(&mut self, mark: &'static str) {
        if mark == "," && self.angles == 0 && !self.closure {
            self.pieces.push(Piece::new(Text::Comma, TRAILING));
            return;
        }
        if mark == "|" && self.closure && self.pieces.last().is_some_and(|last| last.is_mark(",")) {
            self.pieces.pop();
        }
        let spaces = self.spaces(mark);
        self.pieces.push(Piece::new(Text::Mark(mark), spaces));
    }

    fn spaces(&mut self, mark: &str) -> (bool, bool) {
        let operand = self.expects_operand();
        match mark {
            "::" if operand => PREFIX,
            "." | ".." | "..=" | "::" | "?" => TIGHT,
            "," | ";" | ":" => TRAILING,
            "#" | "'" => PREFIX,
            ">" if self.angles > 0 => {
                self.angles -= 1;
                TRAILING
            }
            "<" if operand || self.names_a_type() => {
                self.angles += 1;
                if self.names_a_type() { TIGHT } else { PREFIX }
            }
            "|" if self.closure => {
                self.closure = false;
                TRAILING
            }
            "|" if operand => {
                self.closure = true;
                PREFIX
            }
            "||" | "->" => INFIX,
            "!" if !operand => TIGHT,
            "-" | "*" | "&" | "&&" | "!" if operand => PREFIX,
            _ => INFIX,
        }
    }

    /// Whether the last piece can have type arguments: `Vec`, or `collect::`.
    fn names_a_type(&self) -> bool {
        let Some(last) = self.pieces.last() else {
            return false;
        };
        match &last.text {
            Text::Word(word) => {
                word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase)
            }
            Text::Mark(mark) => *mark == "::",
            Text::Comma | Text::Group(..) => false,
        }
    }
}

/// `(a, b)` of `(a, b,)`.
fn drop_last_comma(pieces: &mut Vec<Piece>) {
    let commas = pieces.iter().filter(|piece| piece.is_comma()).count();
    if commas > 1 && pieces.last().is_some_and(Piece::is_comma) {
        pieces.pop();
    }
}

fn is_runtime(word: &str) -> bool {
    matches!(word, "ad_runtime" | "core")
}
