//! Pieces → lines: a statement each, broken where they are too long or hold blocks.

use proc_macro2::Delimiter;

use super::lex::{Piece, Text};

const WIDTH: usize = 100;
const INDENT: usize = 4;

/// The statements of a block, a line each.
pub(super) fn block(pieces: &[Piece]) -> String {
    let mut layout = Layout::default();
    layout.block(pieces);
    layout.text
}

/// Everything on one line.
pub(super) fn flat(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 && spaced(pieces.get(index - 1), piece) {
            text.push(' ');
        }
        match &piece.text {
            Text::Word(word) => text.push_str(word),
            Text::Mark(mark) => text.push_str(mark),
            Text::Comma => text.push(','),
            Text::Group(delimiter, inner) => {
                let (open, close) = delimiters(*delimiter);
                let padding = *delimiter == Delimiter::Brace && !inner.is_empty();
                let padding = if padding { " " } else { "" };
                text.extend([open, padding, &flat(inner), padding, close]);
            }
        }
    }
    text
}

fn spaced(left: Option<&Piece>, right: &Piece) -> bool {
    left.is_none_or(|left| left.after) && right.before
}

fn delimiters(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    }
}

#[derive(Default)]
struct Layout {
    text: String,
    depth: usize,
}

impl Layout {
    fn block(&mut self, pieces: &[Piece]) {
        for (index, statement) in statements(pieces).into_iter().enumerate() {
            if index > 0 {
                self.newline();
            }
            self.statement(statement);
        }
    }

    fn statement(&mut self, pieces: &[Piece]) {
        let line = flat(pieces);
        let fits = self.column() + line.chars().count() <= WIDTH;
        let blocks = pieces.iter().any(holds_statements);
        if fits && !blocks {
            self.text.push_str(&line);
        } else if !blocks && pieces.iter().any(is_sum) {
            self.sum(pieces);
        } else {
            self.broken(pieces);
        }
    }

    /// A sum that is too long, a line for each term.
    fn sum(&mut self, pieces: &[Piece]) {
        let mut rest = pieces;
        self.depth += 1;
        while let Some(length) = rest.iter().skip(1).position(is_sum) {
            let (term, after) = rest.split_at(length + 1);
            self.text.push_str(&flat(term));
            self.newline();
            rest = after;
        }
        self.text.push_str(&flat(rest));
        self.depth -= 1;
    }

    /// The groups that do not fit, or hold statements, over several lines.
    fn broken(&mut self, pieces: &[Piece]) {
        for (index, piece) in pieces.iter().enumerate() {
            let before = |distance| index.checked_sub(distance).and_then(|i| pieces.get(i));
            if before(2).is_some_and(|piece| piece.is_mark("#")) {
                // What an attribute stands on.
                self.newline();
            } else if index > 0 && spaced(before(1), piece) {
                self.text.push(' ');
            }
            let line = flat(std::slice::from_ref(piece));
            let fits = self.column() + line.chars().count() <= WIDTH;
            match &piece.text {
                Text::Group(delimiter, inner) if !fits || holds_statements(piece) => {
                    self.group(*delimiter, inner);
                }
                _ => self.text.push_str(&line),
            }
        }
    }

    fn group(&mut self, delimiter: Delimiter, inner: &[Piece]) {
        let (open, close) = delimiters(delimiter);
        self.text.push_str(open);
        self.depth += 1;
        self.newline();
        if delimiter == Delimiter::Brace {
            self.block(inner);
        } else {
            self.list(inner);
        }
        self.depth -= 1;
        self.newline();
        self.text.push_str(close);
    }

    /// `a, b`, a line each.
    fn list(&mut self, pieces: &[Piece]) {
        let mut parts = pieces.split(Piece::is_comma).peekable();
        let single = parts.clone().nth(1).is_none();
        while let Some(part) = parts.next() {
            self.statement(part);
            if !single {
                self.text.push(',');
            }
            match parts.peek() {
                Some([]) => break,
                Some(_) => self.newline(),
                None => {}
            }
        }
    }

    fn newline(&mut self) {
        self.text.push('\n');
        self.text
            .extend(std::iter::repeat_n(' ', INDENT * self.depth));
    }

    fn column(&self) -> usize {
        let line = self.text.rsplit('\n').next();
        line.map_or(0, |line| line.chars().count())
    }
}

/// Whether a group has lines of its own: a block of statements, or something that holds one.
fn holds_statements(piece: &Piece) -> bool {
    match &piece.text {
        Text::Group(Delimiter::Brace, inner) => inner
            .iter()
            .any(|piece| piece.is_mark(";") || piece.is_brace() || holds_statements(piece)),
        Text::Group(_, inner) => inner.iter().any(holds_statements),
        _ => false,
    }
}

fn is_sum(piece: &Piece) -> bool {
    piece.is_infix() && (piece.is_mark("+") || piece.is_mark("-"))
}

/// The pieces of each statement: up to a `;`, to the end of a block like that of `if`, or to the comma
/// of an arm.
fn statements(pieces: &[Piece]) -> Vec<&[Piece]> {
    let mut statements = Vec::new();
    let (mut rest, mut index) = (pieces, 0);
    while let Some(piece) = rest.get(index) {
        index += 1;
        let ends = piece.is_mark(";")
            || piece.is_comma()
            || (piece.is_brace() && may_end(rest, index) && begins_anew(rest.get(index)));
        if ends {
            let (statement, after) = rest.split_at(index);
            statements.push(statement);
            (rest, index) = (after, 0);
        }
    }
    if !rest.is_empty() {
        statements.push(rest);
    }
    statements
}

/// Whether a statement or an arm may end with the block before `end`, and without a mark.
fn may_end(pieces: &[Piece], end: usize) -> bool {
    const WORDS: [&str; 6] = ["if", "match", "for", "while", "loop", "unsafe"];
    let first = pieces.first();
    let arm = end.checked_sub(2).and_then(|arrow| pieces.get(arrow));
    arm.is_some_and(|arrow| arrow.is_mark("=>"))
        || first
            .is_some_and(|first| first.is_brace() || WORDS.iter().any(|word| first.is_word(word)))
}

/// Whether a piece after a block begins another statement.
fn begins_anew(next: Option<&Piece>) -> bool {
    match next.map(|next| &next.text) {
        Some(Text::Word(word)) => word != "else" && word != "as",
        Some(Text::Group(..)) => true,
        Some(Text::Mark(mark)) => *mark == "*" || *mark == "#",
        Some(Text::Comma) | None => false,
    }
}
