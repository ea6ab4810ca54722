//! Operations that have rules of their own.

use super::super::ast::{Expr, Kind, Maker, Method, Operation, Shape, Type};
use super::super::rules::{By, RULES, Rule};
use super::expression::{boxed, float};
use super::matrix::{binary, matrix};
use super::scope::Generator;

/// How much heavier a rule is that the program is about.
const FAVOURED: usize = 12;

pub(super) fn method(operation: Operation, written: &'static str, after: &'static str) -> Method {
    Method {
        operation,
        written,
        after,
    }
}

impl Generator<'_> {
    /// An operation that gives a type.
    pub(super) fn ruled(&mut self, ty: Type, depth: usize) -> Expr {
        let weights = RULES.map(|(rule, weight)| match self.favourites.contains(&rule) {
            true => weight + FAVOURED,
            false => weight,
        });
        loop {
            let (rule, _) = RULES[self.random.weighted(&weights).unwrap_or(0)];
            let made = match ty {
                Type::Matrix(shape) => self.matrix_by(rule, shape, depth),
                _ => self.float_by(rule, depth),
            };
            if let Some(made) = made {
                return made;
            }
        }
    }

    /// What an operation gives, of a type that it can give.
    pub(super) fn by(&mut self, rule: Rule, depth: usize) -> Expr {
        loop {
            let shape = match self.random.below(4) {
                // That of a cross product, which a program of other shapes may have as well.
                0 => Shape::new(3, 1, false),
                1 => self.square(),
                2 => self.shapes[0].transposed(),
                _ => self.shape(),
            };
            let made = self.matrix_by(rule, shape, depth);
            if let Some(made) = made.or_else(|| self.float_by(rule, depth)) {
                return made;
            }
        }
    }

    /// A matrix of a shape, if the operation gives one.
    fn matrix_by(&mut self, rule: Rule, shape: Shape, depth: usize) -> Option<Expr> {
        let (is_vector, is_square) = (shape.columns == 1, shape.is_square());
        Some(match rule {
            Rule::Negation => matrix(shape, Kind::Negated(boxed(self.matrix(shape, depth)))),
            Rule::Operator(true, '*', true) => self.product(shape, depth),
            Rule::Operator(true, operator, true) => {
                let (x, y) = (self.matrix(shape, depth), self.matrix(shape, depth));
                binary(shape, operator, x, y)
            }
            Rule::Operator(true, '/', _) => {
                let (x, y) = (self.matrix(shape, depth), self.positive(depth));
                binary(shape, '/', x, y)
            }
            Rule::Operator(is_left, ..) => {
                let (x, k) = (self.matrix(shape, depth), self.factor(depth));
                let (x, k) = if is_left { (x, k) } else { (k, x) };
                binary(shape, '*', x, k)
            }
            Rule::Part(name) => return self.part(name, shape, depth),
            Rule::Made(maker) if is_possible(maker, shape) => self.made_by(maker, shape, depth),
            Rule::Made(_) | Rule::Determinant(_) => return None,
            Rule::Method(Operation::Cross, _) if !is_vector || shape.rows != 3 || shape.dynamic => {
                return None;
            }
            Rule::Method(Operation::Solve, _) if shape.rows == 1 => return None,
            Rule::Method(Operation::Inverse | Operation::Lower, _)
                if !is_square || shape.rows == 1 =>
            {
                return None;
            }
            Rule::Method(operation, by) => {
                let (operands, method) = self.method_by(operation, by, shape, depth)?;
                matrix(shape, Kind::Method(method, operands))
            }
        })
    }

    /// The operands of a method that gives a matrix, and how it is written.
    fn method_by(
        &mut self,
        operation: Operation,
        by: By,
        shape: Shape,
        depth: usize,
    ) -> Option<(Vec<Expr>, Method)> {
        use Operation::{
            ComponentDiv, ComponentMul, Cross, Inverse, Lower, Normalize, Scale, Solve, Transpose,
            TransposeMul, Unscale,
        };
        let square = shape.square();
        let (operands, written, after) = match (operation, by) {
            (Scale, _) => {
                let operands = vec![self.matrix(shape, depth), self.factor(depth)];
                (operands, ".scale(", ")")
            }
            (Unscale, _) => {
                let operands = vec![self.matrix(shape, depth), self.positive(depth)];
                (operands, ".unscale(", ")")
            }
            (ComponentMul, _) => (self.two(shape, depth), ".component_mul(", ")"),
            (Cross, _) => (self.two(shape, depth), ".cross(", ")"),
            (ComponentDiv, _) => {
                let x = self.receiver(shape, depth);
                let operands = vec![x, self.positive_matrix(shape, depth)];
                (operands, ".component_div(", ")")
            }
            (Normalize, _) => (vec![self.receiver(shape, depth)], ".normalize()", ""),
            (Transpose, _) => {
                let of = self.receiver(shape.transposed(), depth);
                (vec![of], ".transpose()", "")
            }
            (TransposeMul, _) => {
                let inner = self.inner(shape);
                let left = Shape::new(inner, shape.rows, shape.dynamic);
                let right = Shape::new(inner, shape.columns, shape.dynamic);
                let operands = vec![self.receiver(left, depth), self.matrix(right, depth)];
                (operands, ".tr_mul(", ")")
            }
            (Inverse, By::None) => {
                let of = self.regular(square, depth);
                (vec![of], ".try_inverse().unwrap()", "")
            }
            (Inverse, By::Lu) => {
                let of = self.regular(square, depth);
                (vec![of], ".lu().try_inverse().unwrap()", "")
            }
            (Inverse, By::Cholesky) => {
                let of = self.definite(square, depth);
                (vec![of], ".cholesky().unwrap().inverse()", "")
            }
            (Solve, By::Cholesky) => {
                let operands = vec![self.definite(square, depth), self.matrix(shape, depth)];
                (operands, ".cholesky().unwrap().solve(", ")")
            }
            (Solve, _) => {
                let operands = vec![self.regular(square, depth), self.matrix(shape, depth)];
                (operands, ".lu().solve(", ").unwrap()")
            }
            (Lower, _) => {
                let of = self.definite(square, depth);
                (vec![of], ".cholesky().unwrap().l()", "")
            }
            _ => return None,
        };
        Some((operands, method(operation, written, after)))
    }

    /// A float, if the operation gives one.
    fn float_by(&mut self, rule: Rule, depth: usize) -> Option<Expr> {
        use Operation::{Determinant, Dot, LnDeterminant, Mean, Norm, NormSquared, Sum, Trace};
        let shape = self.shape();
        let (of, operation, written) = match rule {
            Rule::Method(Dot, _) => {
                let operands = self.two(shape, depth);
                return Some(float(Kind::Method(method(Dot, ".dot(", ")"), operands)));
            }
            Rule::Method(operation @ (Norm | NormSquared | Sum | Mean), _) => {
                let spellings = match operation {
                    Norm => [".norm()", ".magnitude()"],
                    NormSquared => [".norm_squared()", ".magnitude_squared()"],
                    Sum => [".sum()"; 2],
                    _ => [".mean()"; 2],
                };
                let written = spellings[self.random.below(2)];
                (self.receiver(shape, depth), operation, written)
            }
            Rule::Method(Trace, _) => {
                let square = self.square();
                (self.receiver(square, depth), Trace, ".trace()")
            }
            Rule::Determinant(order) => {
                let square = Shape::new(order, order, shape.dynamic);
                (self.receiver(square, depth), Determinant, ".determinant()")
            }
            Rule::Method(Determinant, By::Lu) => {
                let square = self.square();
                (
                    self.known(square, depth),
                    Determinant,
                    ".lu().determinant()",
                )
            }
            Rule::Method(operation @ (Determinant | LnDeterminant), _) => {
                let square = self.square();
                let written = match operation {
                    Determinant => ".cholesky().unwrap().determinant()",
                    _ => ".cholesky().unwrap().ln_determinant()",
                };
                (self.definite(square, depth), operation, written)
            }
            _ => return None,
        };
        Some(float(Kind::Method(
            method(operation, written, ""),
            vec![of],
        )))
    }

    /// The shape of the first parameter, as that of a square matrix.
    fn square(&self) -> Shape {
        self.shapes[0].square()
    }

    fn two(&mut self, shape: Shape, depth: usize) -> Vec<Expr> {
        vec![self.receiver(shape, depth), self.receiver(shape, depth)]
    }

    /// A number that matrices are multiplied by.
    fn factor(&mut self, depth: usize) -> Expr {
        match self.random.one_in(4) {
            true => self.literal(),
            false => self.float(depth),
        }
    }
}

/// Whether a matrix of that shape can be made so.
pub(super) fn is_possible(maker: Maker, shape: Shape) -> bool {
    match maker {
        Maker::New => !shape.dynamic,
        Maker::FromRows => shape.rows > 1 && shape.columns > 1,
        _ => true,
    }
}
