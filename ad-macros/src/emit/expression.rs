//! Values as tokens: fragments that know their precedence, so that parentheses stand only where
//! they must.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{BinOp, Expr};

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
    tokens: TokenStream,
    precedence: Precedence,
    /// The number of operations in it.
    pub(super) size: usize,
    /// Reads something that may be written later, or may have an effect.
    pub(super) fragile: bool,
}

impl Fragment {
    pub(super) fn new(tokens: TokenStream, precedence: Precedence) -> Self {
        Fragment {
            tokens,
            precedence,
            size: 0,
            fragile: false,
        }
    }

    pub(super) fn atom(tokens: impl ToTokens) -> Self {
        Fragment::new(tokens.to_token_stream(), Precedence::Postfix)
    }

    /// The same, with what is known of the operands it was made of.
    pub(super) fn made_of(self, operands: &[Fragment]) -> Self {
        Fragment {
            size: 1 + operands.iter().map(|operand| operand.size).sum::<usize>(),
            fragile: self.fragile || operands.iter().any(|operand| operand.fragile),
            ..self
        }
    }

    pub(super) fn fragile(self) -> Self {
        Fragment {
            fragile: true,
            ..self
        }
    }

    /// User code.
    pub(super) fn user(expr: &Expr) -> Self {
        Fragment::new(expr.to_token_stream(), precedence_of(expr))
    }

    /// The tokens where anything may stand.
    pub(super) fn tokens(&self) -> &TokenStream {
        &self.tokens
    }

    /// The tokens where something that binds at least this tightly may stand.
    pub(super) fn at(&self, precedence: Precedence) -> TokenStream {
        let tokens = &self.tokens;
        if self.precedence >= precedence {
            tokens.clone()
        } else {
            quote!((#tokens))
        }
    }

    pub(super) fn negated(self) -> Fragment {
        let operand = self.at(Precedence::Unary);
        Fragment::new(quote!(-#operand), Precedence::Unary).made_of(&[self])
    }
}

/// `left op right`.
pub(super) fn binary(
    left: Fragment,
    op: &impl ToTokens,
    level: Precedence,
    right: Fragment,
) -> Fragment {
    let tighter = if level == Precedence::Sum {
        Precedence::Product
    } else {
        Precedence::Cast
    };
    let (l, r) = (left.at(level), right.at(tighter));
    Fragment::new(quote!(#l #op #r), level).made_of(&[left, right])
}

pub(super) fn level_of(op: &BinOp) -> Precedence {
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
