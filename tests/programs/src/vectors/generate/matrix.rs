//! Vectors and matrices.

use super::super::ast::{Expr, Kind, Maker, Method, Operation, Shape, Type};
use super::expression::{boxed, float, method};
use super::scope::Generator;

fn matrix(shape: Shape, kind: Kind) -> Expr {
    Expr {
        ty: Type::Matrix(shape),
        kind,
    }
}

fn binary(shape: Shape, operator: char, x: Expr, y: Expr) -> Expr {
    matrix(shape, Kind::Binary(operator, boxed(x), boxed(y)))
}

/// A call of a method of two operands.
fn of_two(shape: Shape, method: Method, x: Expr, y: Expr) -> Expr {
    matrix(shape, Kind::Method(method, vec![x, y]))
}

impl Generator<'_> {
    pub(super) fn matrix(&mut self, shape: Shape, depth: usize) -> Expr {
        if depth == 0 {
            return self.matrix_leaf(shape);
        }
        let depth = depth - 1;
        match self
            .random
            .weighted(&[3, 8, 2, 5, 2, 4, 2, 1, 2, 2, 2, 3, 3, 2, 2, 2, 1])
        {
            Some(0) => self.matrix_leaf(shape),
            Some(1) => {
                let operator = if self.random.one_in(2) { '+' } else { '-' };
                let (x, y) = (self.matrix(shape, depth), self.matrix(shape, depth));
                binary(shape, operator, x, y)
            }
            Some(2) => matrix(shape, Kind::Negated(boxed(self.matrix(shape, depth)))),
            Some(3) => self.scaled(shape, depth),
            Some(4) => {
                let (x, y) = (self.matrix(shape, depth), self.positive(depth));
                match self.random.one_in(3) {
                    true => of_two(shape, method(Operation::Unscale, ".unscale(", ")"), x, y),
                    false => binary(shape, '/', x, y),
                }
            }
            Some(5) => self.product(shape, depth),
            Some(6) => {
                let (x, y) = (self.receiver(shape, depth), self.receiver(shape, depth));
                of_two(
                    shape,
                    method(Operation::ComponentMul, ".component_mul(", ")"),
                    x,
                    y,
                )
            }
            Some(7) => {
                let (x, y) = (
                    self.receiver(shape, depth),
                    self.positive_matrix(shape, depth),
                );
                of_two(
                    shape,
                    method(Operation::ComponentDiv, ".component_div(", ")"),
                    x,
                    y,
                )
            }
            Some(8) if shape.count() == 3 && shape.columns == 1 && !shape.dynamic => {
                let (x, y) = (self.receiver(shape, depth), self.receiver(shape, depth));
                of_two(shape, method(Operation::Cross, ".cross(", ")"), x, y)
            }
            Some(9) => {
                let of = self.receiver(shape, depth);
                matrix(
                    shape,
                    Kind::Method(method(Operation::Normalize, ".normalize()", ""), vec![of]),
                )
            }
            Some(10) => {
                let of = self.receiver(shape.transposed(), depth);
                matrix(
                    shape,
                    Kind::Method(method(Operation::Transpose, ".transpose()", ""), vec![of]),
                )
            }
            Some(11) => self.mapped(shape, depth),
            Some(12) => self.made(shape, depth),
            Some(13) if shape.rows > 1 => self.solved(shape, depth),
            Some(14) => self.part(shape, depth),
            Some(15) if !self.in_closure => self.choice(Type::Matrix(shape), depth),
            _ => {
                // Of a branch, nothing shows that it is a vector.
                let of = self.matrix_leaf(shape);
                let written = self.random.pick(&[".clone_owned()", ".clone()"]);
                let copy = method(Operation::Copy, written.copied().unwrap_or(".clone()"), "");
                matrix(shape, Kind::Method(copy, vec![of]))
            }
        }
    }

    fn matrix_leaf(&mut self, shape: Shape) -> Expr {
        let places = self.places(Type::Matrix(shape));
        match self.random.pick(&places) {
            Some(place) if !self.random.one_in(12) => place.clone(),
            _ => self.made(shape, 0),
        }
    }

    /// A number times a matrix, or the other way round.
    fn scaled(&mut self, shape: Shape, depth: usize) -> Expr {
        let x = self.matrix(shape, depth);
        let k = if self.random.one_in(3) {
            self.literal()
        } else {
            self.float(depth)
        };
        match self.random.below(5) {
            0 => of_two(shape, method(Operation::Scale, ".scale(", ")"), x, k),
            1 | 2 => binary(shape, '*', k, x),
            _ => binary(shape, '*', x, k),
        }
    }

    fn product(&mut self, shape: Shape, depth: usize) -> Expr {
        // No type tells a row of one from a column of one.
        let least = if shape.dynamic { 2 } else { 1 };
        let inner = least + self.random.below(4 - least);
        let left = Shape::new(shape.rows, inner, shape.dynamic);
        let right = Shape::new(inner, shape.columns, shape.dynamic);
        let y = self.matrix(right, depth);
        if self.random.one_in(4) {
            let x = self.receiver(left.transposed(), depth);
            return of_two(
                shape,
                method(Operation::TransposeMul, ".tr_mul(", ")"),
                x,
                y,
            );
        }
        let x = self.matrix(left, depth);
        binary(shape, '*', x, y)
    }

    /// A matrix whose elements are positive.
    fn positive_matrix(&mut self, shape: Shape, depth: usize) -> Expr {
        let x = self.matrix(shape, depth);
        let (params, _) = self.closure_body(&[Type::Float], false, Type::Float);
        let read = || boxed(float(Kind::Read(params[0])));
        let square = float(Kind::Binary('*', read(), read()));
        let body = float(Kind::Binary(
            '+',
            boxed(square),
            boxed(float(Kind::Literal(1.5))),
        ));
        matrix(shape, Kind::Map(boxed(x), params[0], boxed(body)))
    }

    fn mapped(&mut self, shape: Shape, depth: usize) -> Expr {
        let x = self.matrix(shape, depth);
        if self.random.one_in(2) {
            let (params, body) = self.closure_body(&[Type::Float], false, Type::Float);
            return matrix(shape, Kind::Map(boxed(x), params[0], boxed(body)));
        }
        let y = self.matrix(shape, depth);
        let (params, body) = self.closure_body(&[Type::Float; 2], false, Type::Float);
        matrix(
            shape,
            Kind::ZipMap(Box::new([x, y]), [params[0], params[1]], boxed(body)),
        )
    }

    pub(super) fn constant(&mut self, shape: Shape) -> Expr {
        if self.random.one_in(2) {
            let parts = vec![self.literal(), self.literal()];
            return matrix(shape, Kind::Made(Maker::FromFn, parts));
        }
        let maker = if shape.is_square() {
            Maker::Identity
        } else {
            Maker::Zeros
        };
        matrix(shape, Kind::Made(maker, Vec::new()))
    }

    /// One that is made of numbers.
    fn made(&mut self, shape: Shape, depth: usize) -> Expr {
        if self.random.one_in(5) {
            return self.constant(shape);
        }
        let maker = self.maker(shape);
        let count = if maker == Maker::Repeat {
            1
        } else {
            shape.count()
        };
        let mut parts = vec![self.float(depth.min(1))];
        for _ in 1..count {
            let is_literal = self.random.one_in(3);
            parts.push(if is_literal {
                self.literal()
            } else {
                self.float(0)
            });
        }
        matrix(shape, Kind::Made(maker, parts))
    }

    fn identity(&mut self, shape: Shape) -> Expr {
        let identity = matrix(shape, Kind::Made(Maker::Identity, Vec::new()));
        let by = float(Kind::Literal(if self.random.one_in(2) { 4.0 } else { 2.5 }));
        binary(shape, '*', identity, by)
    }

    /// A matrix that is not near a singular one.
    fn regular(&mut self, shape: Shape, depth: usize) -> Expr {
        let of = self.matrix(shape, depth);
        let shift = self.identity(shape);
        binary(shape, '+', of, shift)
    }

    /// One that is symmetric and positive definite.
    pub(super) fn definite(&mut self, shape: Shape, depth: usize) -> Expr {
        let (places, ty) = (self.places(Type::Matrix(shape)), Type::Matrix(shape));
        let of = match self.random.pick(&places) {
            Some(place) => place.clone(),
            None => self.value(ty, depth),
        };
        let transposed = Kind::Method(
            method(Operation::Transpose, ".transpose()", ""),
            vec![of.clone()],
        );
        let square = binary(shape, '*', of, matrix(shape, transposed));
        let shift = self.identity(shape);
        binary(shape, '+', square, shift)
    }

    /// What decompositions give: solutions, inverses and a factor.
    fn solved(&mut self, shape: Shape, depth: usize) -> Expr {
        let square = shape.square();
        let choice = self.random.below(if shape.is_square() { 6 } else { 2 });
        if choice < 2 {
            let right = self.matrix(shape, depth);
            let (a, by) = match choice {
                0 => (
                    self.regular(square, depth),
                    method(Operation::Solve, ".lu().solve(", ").unwrap()"),
                ),
                _ => (
                    self.definite(square, depth),
                    method(Operation::Solve, ".cholesky().unwrap().solve(", ")"),
                ),
            };
            return of_two(shape, by, a, right);
        }
        let (a, by) = match choice {
            2 => (
                self.definite(square, depth),
                method(Operation::Lower, ".cholesky().unwrap().l()", ""),
            ),
            3 => (
                self.definite(square, depth),
                method(Operation::Inverse, ".cholesky().unwrap().inverse()", ""),
            ),
            _ => (
                self.regular(square, depth),
                method(Operation::Inverse, ".try_inverse().unwrap()", ""),
            ),
        };
        matrix(shape, Kind::Method(by, vec![a]))
    }

    /// A column or a row of a matrix.
    fn part(&mut self, shape: Shape, depth: usize) -> Expr {
        let other = 2 + self.random.below(2);
        let (name, of) = match (shape.rows, shape.columns) {
            (rows, 1) => ("column", Shape::new(rows, other, shape.dynamic)),
            (1, columns) => ("row", Shape::new(other, columns, shape.dynamic)),
            _ => return self.made(shape, depth),
        };
        let index = self.index(if name == "column" {
            of.columns
        } else {
            of.rows
        });
        let of = self.receiver(of, depth);
        matrix(shape, Kind::Part(name, boxed(of), index))
    }
}
