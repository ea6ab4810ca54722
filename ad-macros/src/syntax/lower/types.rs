//! Type errors that the tokens alone show. The compiler reports them, in the item itself; derivatives
//! that repeat them would have it report them again, at tokens the user did not write.
//!
//! Only what is an error whatever else the program says counts: between the compiler's own number
//! types, by their names.

use proc_macro2::Span;
use syn::{Expr, Lit, Type};

use super::Lowerer;
use crate::ir::{Atom, Primitive, Shape};
use crate::syntax::scope::{self, Value};

/// What is known of a number's type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Float(&'static str),
    /// An unsuffixed literal.
    AnyFloat,
    Integer,
}

const FLOATS: [&str; 2] = ["f64", "f32"];
const INTEGERS: [&str; 12] = [
    "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
];

impl Lowerer<'_> {
    /// A value that has no type: nothing is written for the function but stubs.
    pub(super) fn left_to_the_compiler(&mut self, span: Span) -> Value {
        self.mistyped = true;
        self.poison(span)
    }

    /// Whether a primitive cannot be applied to operands of these types.
    pub(super) fn is_mistyped(&self, primitive: &Primitive, operands: &[Atom]) -> bool {
        let numbers: Vec<_> = operands.iter().map(|atom| self.number(atom)).collect();
        match (primitive, numbers.as_slice()) {
            (Primitive::Method(name, _), [Some(Number::Float(_) | Number::AnyFloat), exponent])
                if name == "powi" =>
            {
                matches!(exponent, Some(Number::Float(_) | Number::AnyFloat))
            }
            (_, numbers) => {
                let known = || numbers.iter().flatten();
                known().any(|a| known().any(|b| disagree(*a, *b)))
            }
        }
    }

    /// Whether values that stand for one another, as those of the arms of a branch, cannot.
    pub(super) fn are_of_different_types<'v>(
        &self,
        atoms: impl IntoIterator<Item = &'v Atom>,
    ) -> bool {
        let mut atoms = atoms.into_iter();
        let Some(first) = atoms.next() else {
            return false;
        };
        let (number, shape) = (self.number(first), self.shape_of(first));
        atoms.any(|atom| {
            let numbers = number.zip(self.number(atom));
            numbers.is_some_and(|(a, b)| disagree(a, b))
                || Self::conflict(&self.shape_of(atom), &shape)
        })
    }

    /// Whether a value cannot be the function's result.
    pub(super) fn is_no_result(&self, value: &Value) -> bool {
        let result = self.signature.result.shape();
        let found = match value {
            Value::Atom(atom) if Self::conflict(&self.shape_of(atom), &result) => return true,
            Value::Atom(atom) => self.number(atom),
            Value::Inert(inert) => self.number_of(&inert.expr),
            Value::Reference(_) | Value::Aggregate(..) => None,
        };
        let expected = match &result {
            Shape::Scalar(Some(ty)) => number_type(ty),
            _ => None,
        };
        let numbers = found.zip(expected);
        numbers.is_some_and(|(found, expected)| disagree(found, expected))
    }

    /// Literals beside a type parameter, converted: without that, the compiler would refuse them in
    /// the companions as it does in the function itself.
    pub(super) fn with_converted_literals(
        &self,
        primitive: &Primitive,
        operands: Vec<Atom>,
    ) -> Vec<Atom> {
        let integer_exponent = matches!(primitive, Primitive::Method(name, _) if name == "powi");
        let generic = |atom: &Atom| match self.shape_of(atom) {
            Shape::Scalar(Some(ty)) => number_type(&ty).is_none(),
            _ => false,
        };
        if integer_exponent || !operands.iter().any(generic) {
            return operands;
        }
        operands.into_iter().map(converted).collect()
    }

    /// Whether an atom is known to be one of the compiler's floats, and so to have their methods only.
    pub(super) fn is_float(&self, atom: &Atom) -> bool {
        matches!(self.number(atom), Some(Number::Float(_)))
    }

    /// Whether a value of one shape cannot stand where one of the other is expected.
    pub(super) fn conflict(found: &Shape, expected: &Shape) -> bool {
        match (found, expected) {
            (Shape::Scalar(Some(found)), Shape::Scalar(Some(expected))) => {
                match (number_type(found), number_type(expected)) {
                    (Some(found), Some(expected)) => disagree(found, expected),
                    _ => false,
                }
            }
            (Shape::Tuple(found), Shape::Tuple(expected)) => {
                let parts = || found.iter().zip(expected.iter());
                found.len() != expected.len() || parts().any(|(f, e)| Self::conflict(f, e))
            }
            (Shape::Array(found, length), Shape::Array(expected, wanted)) => {
                let lengths = length_of(length).zip(length_of(wanted));
                lengths.is_some_and(|(length, wanted)| length != wanted)
                    || Self::conflict(found, expected)
            }
            (Shape::Sequence(found), Shape::Sequence(expected)) => Self::conflict(found, expected),
            (Shape::Scalar(Some(ty)), Shape::Tuple(_) | Shape::Array(..) | Shape::Sequence(_))
            | (Shape::Tuple(_) | Shape::Array(..) | Shape::Sequence(_), Shape::Scalar(Some(ty))) => {
                number_type(ty).is_some()
            }
            (Shape::Tuple(_), Shape::Array(..)) | (Shape::Array(..), Shape::Tuple(_)) => true,
            _ => false,
        }
    }

    /// The type of a float, where it is known.
    pub(super) fn scalar_type(&self, atom: &Atom) -> Option<Type> {
        match self.shape_of(atom) {
            Shape::Scalar(Some(ty)) => Some((*ty).clone()),
            _ => None,
        }
    }

    fn number(&self, atom: &Atom) -> Option<Number> {
        match atom {
            Atom::Var(var) => match self.vars.shape(*var) {
                Shape::Scalar(Some(ty)) => number_type(&ty),
                _ => None,
            },
            Atom::Inert(inert) => self.number_of(&inert.expr),
            Atom::Literal(_) => None,
        }
    }

    fn number_of(&self, expr: &Expr) -> Option<Number> {
        match expr {
            Expr::Paren(paren) => self.number_of(&paren.expr),
            Expr::Group(group) => self.number_of(&group.expr),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
                self.number_of(&unary.expr)
            }
            Expr::Cast(cast) => number_type(&cast.ty),
            Expr::Lit(literal) => number_literal(&literal.lit),
            Expr::Path(_) => {
                let parameter = self.parameter(scope::root(expr)?)?;
                let own = scope::root(expr) == Some(&parameter.ident);
                number_type(&parameter.ty).filter(|_| own && !parameter.active)
            }
            _ => None,
        }
    }
}

fn length_of(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(length) => length.base10_parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

fn converted(operand: Atom) -> Atom {
    let value = match &operand {
        Atom::Inert(inert) => match &inert.expr {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Float(float) if float.suffix().is_empty() => float.base10_parse().ok(),
                Lit::Int(int) if int.suffix().is_empty() => int.base10_parse().ok(),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    value.map_or(operand, Atom::Literal)
}

fn number_literal(literal: &Lit) -> Option<Number> {
    match literal {
        Lit::Float(float) if float.suffix().is_empty() => Some(Number::AnyFloat),
        Lit::Float(float) => number_name(float.suffix()),
        Lit::Int(int) if int.suffix().is_empty() => Some(Number::Integer),
        Lit::Int(int) => number_name(int.suffix()),
        _ => None,
    }
}

fn number_type(ty: &Type) -> Option<Number> {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            number_name(&path.path.get_ident()?.to_string())
        }
        Type::Paren(paren) => number_type(&paren.elem),
        Type::Group(group) => number_type(&group.elem),
        _ => None,
    }
}

fn number_name(name: &str) -> Option<Number> {
    let float = FLOATS.into_iter().find(|float| *float == name);
    let integer = || INTEGERS.contains(&name).then_some(Number::Integer);
    float.map(Number::Float).or_else(integer)
}

fn disagree(a: Number, b: Number) -> bool {
    match (a, b) {
        (Number::Float(a), Number::Float(b)) => a != b,
        (Number::Integer, Number::Integer) => false,
        (Number::Integer, _) | (_, Number::Integer) => true,
        (Number::AnyFloat, _) | (_, Number::AnyFloat) => false,
    }
}
