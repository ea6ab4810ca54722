//! The rules that programs ask for, and whether an error of one would show.

use super::ast::{Expr, Kind, Maker, Method, Operation, Program, Type};
use super::evaluate::{Outcome, Value};
use super::number::Number;
use crate::random::Random;

/// What of a derivative is no rounding error, in `f64` and `f32`: relative to the sum of the magnitudes of all terms.
const LEAST: [f64; 2] = [1e-6, 1e-3];

/// An operation of vectors and matrices that has a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    Negation,
    /// Which of the operands are matrices, not numbers.
    Operator(bool, char, bool),
    /// Of a matrix or of a decomposition.
    Method(Operation, By),
    /// There are formulas of small ones.
    Determinant(usize),
    Part(&'static str),
    Made(Maker),
}

/// A decomposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    None,
    Lu,
    Cholesky,
}

/// All rules, and how often programs ask for each that are not about it.
pub(crate) const RULES: [(Rule, usize); 39] = {
    use Operation::{
        ComponentDiv, ComponentMul, Cross, Determinant, Dot, Inverse, LnDeterminant, Lower, Mean,
        Norm, NormSquared, Normalize, Scale, Solve, Sum, Trace, Transpose, TransposeMul, Unscale,
    };
    use Rule::{Made, Method, Negation, Operator, Part};
    [
        (Negation, 2),
        (Operator(true, '+', true), 4),
        (Operator(true, '-', true), 4),
        (Operator(true, '*', true), 3),
        (Operator(true, '*', false), 2),
        (Operator(false, '*', true), 2),
        (Operator(true, '/', false), 1),
        (Method(Scale, By::None), 1),
        (Method(Unscale, By::None), 1),
        (Method(ComponentMul, By::None), 2),
        (Method(ComponentDiv, By::None), 1),
        (Method(Cross, By::None), 2),
        (Method(Normalize, By::None), 2),
        (Method(Transpose, By::None), 2),
        (Method(TransposeMul, By::None), 1),
        (Method(Inverse, By::None), 1),
        (Method(Inverse, By::Lu), 0),
        (Method(Inverse, By::Cholesky), 0),
        (Method(Solve, By::Lu), 1),
        (Method(Solve, By::Cholesky), 1),
        (Method(Lower, By::Cholesky), 0),
        (Part("column"), 1),
        (Part("row"), 1),
        (Made(Maker::New), 1),
        (Made(Maker::Repeat), 1),
        (Made(Maker::FromColumns), 1),
        (Made(Maker::FromRows), 1),
        (Method(Norm, By::None), 3),
        (Method(NormSquared, By::None), 4),
        (Method(Dot, By::None), 4),
        (Method(Sum, By::None), 1),
        (Method(Mean, By::None), 1),
        (Method(Trace, By::None), 1),
        (Rule::Determinant(2), 1),
        (Rule::Determinant(3), 1),
        (Rule::Determinant(4), 0),
        (Method(Determinant, By::Lu), 1),
        (Method(Determinant, By::Cholesky), 0),
        (Method(LnDeterminant, By::Cholesky), 1),
    ]
};

impl Method {
    /// What the matrix is decomposed into.
    pub(crate) fn by(&self) -> By {
        match self.written {
            written if written.starts_with(".lu()") => By::Lu,
            written if written.starts_with(".cholesky()") => By::Cholesky,
            _ => By::None,
        }
    }
}

impl Rule {
    /// The rule of an expression.
    pub(crate) fn of(expr: &Expr) -> Option<Rule> {
        let is_matrix = |x: &Expr| matches!(x.ty, Type::Matrix(_));
        Some(match &expr.kind {
            Kind::Negated(x) if is_matrix(x) => Rule::Negation,
            Kind::Binary(operator, x, y) if is_matrix(x) || is_matrix(y) => {
                Rule::Operator(is_matrix(x), *operator, is_matrix(y))
            }
            Kind::Method(method, operands) => {
                match (method.operation, method.by(), operands.first()) {
                    (Operation::Determinant, By::None, Some(of)) => {
                        Rule::Determinant(of.ty.shape().rows)
                    }
                    (operation, by, _) => Rule::Method(operation, by),
                }
            }
            Kind::Part(name, ..) => Rule::Part(name),
            Kind::Made(maker, _) => Rule::Made(*maker),
            _ => return None,
        })
    }

    /// Whether an error in any part of its derivative would show, as far as they are checked.
    pub(crate) fn shows(self, program: &Program) -> bool {
        let checked = self
            .terms()
            .filter(|term| program.twice || term.of != Of::Second);
        checked.into_iter().all(|term| term.shows(program))
    }

    /// The parts of its derivative.
    pub(crate) fn terms(self) -> impl Iterator<Item = Term> {
        use Operation::{Mean, Sum, Trace, Transpose};
        let two = match self {
            Rule::Operator(..) => true,
            Rule::Method(operation, _) => operation.is_of_two(),
            _ => false,
        };
        let curved = match self {
            Rule::Operator(_, operator, _) => ['*', '/'].contains(&operator),
            Rule::Method(operation, _) => ![Transpose, Sum, Mean, Trace].contains(&operation),
            Rule::Determinant(_) => true,
            _ => false,
        };
        let operands = 0..=usize::from(two);
        let second = curved.then_some(Of::Second);
        operands
            .map(Of::Operand)
            .chain(second)
            .map(move |of| Term { rule: self, of })
    }
}

/// A part of the derivative of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) rule: Rule,
    pub(crate) of: Of,
}

/// What a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// The derivative by an operand.
    Operand(usize),
    /// The second derivative.
    Second,
}

impl Term {
    /// The value of an operation without this term of its derivative.
    pub(crate) fn left_out(
        &self,
        mut operands: Vec<Value>,
        of: impl Fn(&[Value]) -> Outcome<Value>,
    ) -> Outcome<Value> {
        match self.of {
            Of::Operand(position) => {
                let still = |x: &Number| Number::constant(x.value);
                for operand in operands.iter_mut().skip(position).take(1) {
                    *operand = operand.iter().map(still).collect();
                }
                of(&operands)
            }
            Of::Second => {
                let value = of(&operands)?;
                for number in operands.iter_mut().flatten() {
                    number.mixed = 0.0;
                }
                let curved = of(&operands)?;
                let without = |(x, curved): (Number, Number)| Number {
                    mixed: x.mixed - curved.mixed,
                    ..x
                };
                Ok(value.into_iter().zip(curved).map(without).collect())
            }
        }
    }

    /// Whether the derivatives that are checked would be others without it.
    pub(crate) fn shows(&self, program: &Program) -> bool {
        let mut random = Random::new(program.seed ^ 0x5e55);
        let count = program.point.iter().map(Vec::len).sum::<usize>();
        let mut direction = || (0..count).map(|_| random.signed()).collect::<Vec<f64>>();
        let (first, second) = (direction(), direction());
        let along = |without| program.along(without, &|index| first[index], &second);
        let Some((with, without)) = along(None).zip(along(Some(self))) else {
            return false;
        };
        let least = LEAST[usize::from(program.float == "f32")];
        with.iter().zip(&without).any(|(x, y)| match self.of {
            Of::Operand(_) => (x.along[0] - y.along[0]).abs() > least * x.size.along[0],
            Of::Second => program.twice && (x.mixed - y.mixed).abs() > least * x.size.mixed,
        })
    }
}
