//! Values as tokens: fragments that know their precedence, so that parentheses stand only where
//! they must.

use std::iter::Sum;

use proc_macro2::{Delimiter, Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{BinOp, Expr};

use super::tokens::Tokens;

/// How tightly an expression binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precedence {
    Loose,
    Sum,
    Product,
    Cast,
    Unary,
    Postfix,
}

/// A piece of an expression.
#[derive(Clone)]
pub(super) struct Fragment {
    tokens: Tokens,
    precedence: Precedence,
    /// How tightly its first operand binds: what a sign before it would go to.
    leading: Precedence,
    pub(super) extent: Extent,
}

/// What matters of a fragment to the one it becomes a part of.
#[derive(Clone, Copy, Default)]
pub(super) struct Extent {
    /// The number of operations in it.
    pub(super) size: usize,
    /// Reads something that may be written later, or may have an effect.
    pub(super) fragile: bool,
}

impl Sum for Extent {
    fn sum<I: Iterator<Item = Extent>>(parts: I) -> Extent {
        parts.fold(Extent::default(), |sum, part| Extent {
            size: sum.size + part.size,
            fragile: sum.fragile || part.fragile,
        })
    }
}

impl Fragment {
    pub(super) fn new(tokens: Tokens, precedence: Precedence) -> Self {
        Fragment {
            tokens,
            precedence,
            leading: precedence,
            extent: Extent::default(),
        }
    }

    pub(super) fn atom(tokens: Tokens) -> Self {
        Fragment::new(tokens, Precedence::Postfix)
    }

    /// From `quote!`.
    pub(super) fn quoted(stream: TokenStream) -> Self {
        Fragment::atom(Tokens::of(stream))
    }

    /// User code.
    pub(super) fn user(expr: &Expr) -> Self {
        Fragment::new(Tokens::of(expr), precedence_of(expr))
    }

    /// The same, as one operation on operands of which this is known.
    pub(super) fn made_of(self, operands: Extent) -> Self {
        Fragment {
            extent: Extent {
                size: 1 + operands.size,
                fragile: self.extent.fragile || operands.fragile,
            },
            ..self
        }
    }

    pub(super) fn fragile(mut self) -> Self {
        self.extent.fragile = true;
        self
    }

    /// The tokens where anything may stand.
    pub(super) fn tokens(self) -> Tokens {
        self.tokens
    }

    /// The tokens where something that binds at least this tightly may stand.
    pub(super) fn at(self, precedence: Precedence) -> Tokens {
        if self.precedence >= precedence {
            self.tokens
        } else {
            self.tokens.group(Delimiter::Parenthesis)
        }
    }

    /// How tightly the first operand binds where this is one that must bind at least so tightly.
    fn leading_at(&self, precedence: Precedence) -> Precedence {
        if self.precedence >= precedence {
            self.leading
        } else {
            Precedence::Postfix
        }
    }

    pub(super) fn negated(self) -> Fragment {
        let extent = self.extent;
        Fragment::new(minus(self.at(Precedence::Unary)), Precedence::Unary).made_of(extent)
    }

    /// `-a * b` of `a * b`: the sign of a product goes to its first factor.
    pub(super) fn leading_negated(self) -> Fragment {
        let extent = self.extent;
        // The sign of a cast would go to what is cast.
        let cast = self.leading == Precedence::Cast;
        let tokens = self.at(if cast {
            Precedence::Unary
        } else {
            Precedence::Product
        });
        let tokens = if tokens.starts_with('-') {
            tokens.without_first()
        } else {
            minus(tokens)
        };
        Fragment::new(tokens, Precedence::Product).made_of(extent)
    }

    /// `self.name(arguments)`
    pub(super) fn method(
        self,
        name: &str,
        arguments: impl IntoIterator<Item = Fragment>,
    ) -> Fragment {
        let extent = self.extent;
        let mut tokens = self.at(Precedence::Postfix);
        tokens.mark('.');
        tokens.push(Ident::new(name, Span::mixed_site()));
        Fragment::atom(tokens)
            .made_of(extent)
            .called_with(arguments)
    }

    /// `self.method(arguments)`, `path(arguments)`: the fragment is what stands before the list.
    pub(super) fn called_with(self, arguments: impl IntoIterator<Item = Fragment>) -> Fragment {
        let mut extent = self.extent;
        let arguments = arguments.into_iter().map(|argument| {
            extent = [extent, argument.extent].into_iter().sum();
            argument.tokens
        });
        let list = Tokens::separated(arguments).group(Delimiter::Parenthesis);
        Fragment::atom(self.tokens.then(list)).made_of(extent)
    }
}

impl ToTokens for Fragment {
    fn to_tokens(&self, stream: &mut TokenStream) {
        self.tokens.to_tokens(stream);
    }
}

fn minus(operand: Tokens) -> Tokens {
    let mut tokens = Tokens::default();
    tokens.mark('-');
    tokens.then(operand)
}

/// `left op right`.
pub(super) fn binary(left: Fragment, op: &BinOp, right: Fragment) -> Fragment {
    let level = level_of(op);
    let extent = [left.extent, right.extent].into_iter().sum();
    let tighter = if level == Precedence::Sum {
        Precedence::Product
    } else {
        Precedence::Cast
    };
    let leading = left.leading_at(level);
    let mut tokens = left.at(level);
    tokens.extend(op);
    let fragment = Fragment::new(tokens.then(right.at(tighter)), level).made_of(extent);
    Fragment {
        leading,
        ..fragment
    }
}

/// `left * right` or `left / right`.
pub(super) fn product(left: Fragment, mark: char, right: Fragment) -> Fragment {
    let extent = [left.extent, right.extent].into_iter().sum();
    let leading = left.leading_at(Precedence::Product);
    let mut tokens = left.at(Precedence::Product);
    tokens.mark(mark);
    let tokens = tokens.then(right.at(Precedence::Cast));
    let fragment = Fragment::new(tokens, Precedence::Product).made_of(extent);
    Fragment {
        leading,
        ..fragment
    }
}

fn level_of(op: &BinOp) -> Precedence {
    match op {
        BinOp::Add(_) | BinOp::Sub(_) => Precedence::Sum,
        _ => Precedence::Product,
    }
}

fn precedence_of(expr: &Expr) -> Precedence {
    match expr {
        Expr::Lit(_)
        | Expr::Path(_)
        | Expr::Call(_)
        | Expr::MethodCall(_)
        | Expr::Index(_)
        | Expr::Field(_)
        | Expr::Macro(_)
        | Expr::Paren(_)
        | Expr::Tuple(_)
        | Expr::Array(_)
        | Expr::Repeat(_) => Precedence::Postfix,
        Expr::Group(group) => precedence_of(&group.expr).min(Precedence::Unary),
        Expr::Unary(_) | Expr::Reference(_) => Precedence::Unary,
        Expr::Cast(_) => Precedence::Cast,
        Expr::Binary(binary) => match &binary.op {
            BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_) => Precedence::Product,
            BinOp::Add(_) | BinOp::Sub(_) => Precedence::Sum,
            _ => Precedence::Loose,
        },
        _ => Precedence::Loose,
    }
}
