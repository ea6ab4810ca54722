//! How deep the syntax tree of some tokens may be, found without recursion and before anything
//! recursive reads them: the parser, every visitor and every destructor follow that tree, and the
//! compiler's stack is finite.
//!
//! Assumes nothing of the tokens. Guarantees an upper bound, by counting as a level whatever is not
//! known to be read by a loop:
//!
//! ```text
//! ((x))   --x   |x| |y| x   V<V<T>>   f(-x, -y)          nesting: 2, 2, 2, 2, 2
//! a + b * c + d   x.sin().cos()   x as T as U            chains: 3, 4, 2
//! ```
//!
//! A level of a chain is read by a loop, and only visited and dropped by recursion; so chains may
//! be much longer than brackets may be deep.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

/// The deepest nesting that is read.
const DEEPEST: usize = 96;

/// The longest chain of operators or methods that is read, those around it included.
const LONGEST: usize = 6000;

/// What begins an operand, and ends with it.
const PREFIXES: [&str; 7] = ["mut", "ref", "dyn", "impl", "const", "unsafe", "raw"];

/// What goes on to the end of the expression or item.
const OPENERS: [&str; 32] = [
    "async", "become", "box", "break", "continue", "do", "enum", "extern", "fn", "for", "gen",
    "if", "in", "let", "loop", "macro", "match", "mod", "move", "pub", "return", "static",
    "struct", "trait", "try", "type", "union", "use", "where", "while", "yield", "safe",
];

/// The first token nested too deeply to be read, if any.
pub(crate) fn too_deep(tokens: TokenStream) -> Option<Span> {
    let mut open = vec![(tokens, 0, 0)];
    while let Some((tokens, nesting, chain)) = open.pop() {
        let mut reader = Reader::new(nesting, chain);
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let span = match &token {
                TokenTree::Group(group) => group.span_open(),
                token => token.span(),
            };
            reader.read(token, tokens.peek());
            if reader.is_too_deep() {
                return Some(span);
            }
            open.append(&mut reader.finished);
        }
        reader.end_piece();
        open.append(&mut reader.finished);
    }
    None
}

/// Reads the tokens between two brackets. A piece is what stands between two separators.
struct Reader {
    /// Around the brackets.
    nesting: usize,
    chain: usize,
    /// Levels to the end of the piece.
    openers: usize,
    /// For each open `<`, the prefixes before it.
    angles: Vec<usize>,
    /// Levels of the open `<` and the prefixes before them.
    in_angles: usize,
    /// Levels to the end of the operand.
    prefixes: usize,
    /// Whether an operand stands before the next token, which is then an infix.
    operand: bool,
    /// Whether this is between the bars of a closure.
    parameters: bool,
    /// The operators of the piece that bind loosely, and the most that bind tightly between them.
    loose: usize,
    tight: usize,
    tightest: usize,
    /// The last punctuation, where the next token belongs to it.
    joint: Option<char>,
    /// What the next token belongs to: `'` of a lifetime, `#` of an attribute, `.` of a field.
    marker: Option<char>,
    /// The brackets in the piece, with their nesting.
    groups: Vec<(TokenStream, usize)>,
    /// The brackets in finished pieces, with their nesting and the chain around them.
    finished: Vec<(TokenStream, usize, usize)>,
}

impl Reader {
    fn new(nesting: usize, chain: usize) -> Self {
        Reader {
            nesting,
            chain,
            openers: 0,
            angles: Vec::new(),
            in_angles: 0,
            prefixes: 0,
            operand: false,
            parameters: false,
            loose: 0,
            tight: 0,
            tightest: 0,
            joint: None,
            marker: None,
            groups: Vec::new(),
            finished: Vec::new(),
        }
    }

    fn levels(&self) -> usize {
        self.nesting + self.openers + self.in_angles + self.prefixes
    }

    fn links(&self) -> usize {
        self.chain + self.loose + self.tightest
    }

    fn is_too_deep(&self) -> bool {
        self.levels() > DEEPEST || self.links() > LONGEST
    }

    fn read(&mut self, token: TokenTree, next: Option<&TokenTree>) {
        let joint = self.joint.take();
        match token {
            TokenTree::Group(group) => self.group(&group, next),
            TokenTree::Ident(ident) => self.ident(&ident),
            TokenTree::Literal(_) => self.literal(),
            TokenTree::Punct(punct) => self.punct(&punct, joint, next),
        }
    }

    fn group(&mut self, group: &Group, next: Option<&TokenTree>) {
        self.groups.push((group.stream(), self.levels() + 1));
        if self.marker.take() == Some('#') {
            self.operand = false;
            return;
        }
        if self.operand {
            self.link_tightly();
        }
        self.operand = true;
        if group.delimiter() == Delimiter::Brace && next.is_some_and(begins_piece) {
            self.end_piece();
        }
    }

    fn ident(&mut self, ident: &Ident) {
        if self.marker.take() == Some('\'') {
            return;
        }
        let name = ident.to_string();
        match name.as_str() {
            "as" => {
                self.link_tightly();
                self.operand = false;
            }
            "else" => self.operand = false,
            name if PREFIXES.contains(&name) => self.prefix(),
            name if OPENERS.contains(&name) => self.opener(),
            _ => self.name(),
        }
    }

    fn literal(&mut self) {
        // `0.1` in `x.0.1` is two fields.
        if self.marker == Some('.') {
            self.link_tightly();
        }
        self.name();
    }

    /// A name or a literal.
    fn name(&mut self) {
        self.marker = None;
        if self.operand {
            self.prefixes += 1;
        }
        self.operand = true;
    }

    fn prefix(&mut self) {
        self.prefixes += 1;
        self.operand = false;
    }

    fn opener(&mut self) {
        self.openers += self.prefixes + 1;
        self.prefixes = 0;
        self.operand = false;
    }

    fn link_tightly(&mut self) {
        self.tight += 1;
        self.tightest = self.tightest.max(self.tight);
    }

    fn infix(&mut self, tight: bool) {
        self.prefixes = 0;
        self.operand = false;
        if tight {
            self.link_tightly();
        } else {
            self.loose += 1;
            self.tight = 0;
        }
    }

    fn punct(&mut self, punct: &Punct, joint: Option<char>, next: Option<&TokenTree>) {
        let character = punct.as_char();
        if punct.spacing() == Spacing::Joint {
            self.joint = Some(character);
        }
        let marker = self.marker.take();
        match character {
            ';' => self.end_piece(),
            ',' => self.comma(),
            '\'' | '#' => {
                self.marker = Some(character);
                self.operand &= character == '\'';
            }
            '!' if marker == Some('#') => self.marker = marker,
            '<' if is_joint_with(punct, next, '=') => self.infix(false),
            '<' => self.open_angle(),
            '>' if matches!(joint, Some('-' | '=')) => self.operand = false,
            '>' => self.close_angle(),
            '|' | '&' if marker == Some(character) => {}
            '|' => self.bar(punct, next),
            '=' => self.equals(punct, joint, next),
            '.' => self.dot(joint),
            ':' if joint == Some(':') => self.prefix(),
            ':' => self.operand = false,
            '?' if self.operand => self.link_tightly(),
            '@' => self.opener(),
            '-' if is_joint_with(punct, next, '>') => self.opener(),
            '*' | '/' | '%' if self.operand => self.infix(true),
            '+' | '-' | '^' if self.operand => self.infix(false),
            '&' if self.operand => self.infix_or_doubled(punct, next),
            '!' if self.operand && is_joint_with(punct, next, '=') => self.infix(false),
            _ => self.prefix(),
        }
    }

    fn comma(&mut self) {
        if self.angles.is_empty() && !self.parameters {
            self.end_piece();
        }
        self.prefixes = 0;
        self.operand = false;
    }

    /// Of generic arguments, or less than.
    fn open_angle(&mut self) {
        if self.operand {
            self.loose += 1;
        }
        self.angles.push(self.prefixes);
        self.in_angles += self.prefixes + 1;
        self.prefixes = 0;
        self.operand = false;
    }

    fn close_angle(&mut self) {
        match self.angles.pop() {
            Some(prefixes) => {
                self.in_angles -= prefixes + 1;
                self.prefixes = prefixes;
                self.operand = true;
            }
            None => self.infix(false),
        }
    }

    /// Of a closure's parameters, or of alternatives.
    fn bar(&mut self, punct: &Punct, next: Option<&TokenTree>) {
        if self.parameters {
            self.parameters = false;
            self.prefixes = 0;
            self.operand = false;
        } else if self.operand {
            self.infix_or_doubled(punct, next);
        } else {
            self.opener();
            self.parameters = true;
        }
    }

    /// `&` or `|`, or the first half of `&&` or `||`.
    fn infix_or_doubled(&mut self, punct: &Punct, next: Option<&TokenTree>) {
        self.infix(false);
        let character = punct.as_char();
        self.marker = is_joint_with(punct, next, character).then_some(character);
    }

    /// An assignment, or part of a comparison.
    fn equals(&mut self, punct: &Punct, joint: Option<char>, next: Option<&TokenTree>) {
        let comparison = matches!(joint, Some('=' | '<' | '>' | '!')) && !self.operand;
        if is_joint_with(punct, next, '=') && !comparison {
            self.infix(false);
        } else if !comparison {
            self.opener();
        }
    }

    /// Of a method or field, or of a range.
    fn dot(&mut self, joint: Option<char>) {
        if joint == Some('.') || !self.operand {
            self.opener();
        } else {
            self.link_tightly();
            self.operand = false;
            self.marker = Some('.');
        }
    }

    fn end_piece(&mut self) {
        let chain = self.links();
        let finished = self.groups.drain(..);
        let finished = finished.map(|(stream, nesting)| (stream, nesting, chain));
        self.finished.extend(finished);
        *self = Reader {
            finished: std::mem::take(&mut self.finished),
            ..Reader::new(self.nesting, self.chain)
        };
    }
}

fn is_joint_with(punct: &Punct, next: Option<&TokenTree>, character: char) -> bool {
    punct.spacing() == Spacing::Joint
        && matches!(next, Some(TokenTree::Punct(next)) if next.as_char() == character)
}

/// Whether a token that follows braces cannot go on with what they end.
fn begins_piece(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(ident) => ident != "else" && ident != "as",
        TokenTree::Literal(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == '#',
        TokenTree::Group(_) => false,
    }
}
