//! Vectors and matrices.

use super::super::ast::{Expr, Kind, Maker, Operation, Shape, Type};
use super::expression::{boxed, float};
use super::rules::{is_possible, method};
use super::scope::Generator;

pub(super) fn matrix(shape: Shape, kind: Kind) -> Expr {
    Expr {
        ty: Type::Matrix(shape),
        kind,
    }
}

pub(super) fn binary(shape: Shape, operator: char, x: Expr, y: Expr) -> Expr {
    matrix(shape, Kind::Binary(operator, boxed(x), boxed(y)))
}

impl Generator<'_> {
    pub(super) fn matrix(&mut self, shape: Shape, depth: usize) -> Expr {
        if depth == 0 {
            return self.matrix_leaf(shape);
        }
        let depth = depth - 1;
        match self.random.weighted(&[3, 32, 3, 3, 2, 1]) {
            Some(0) => self.matrix_leaf(shape),
            Some(1) => self.ruled(Type::Matrix(shape), depth),
            Some(2) => self.mapped(shape, depth),
            Some(3) => self.made(shape, depth),
            Some(4) if !self.in_closure => self.choice(Type::Matrix(shape), depth),
            _ => {
                // Of a branch, nothing shows that it is a vector.
                let of = self.matrix_leaf(shape);
                let written = self.random.pick(&[".clone_owned()", ".clone()"]);
                let copy = method(Operation::Copy, written.copied().unwrap_or(".clone()"), "");
                matrix(shape, Kind::Method(copy, vec![of]))
            }
        }
    }

    /// One that is known to be a matrix: of fields, parts and decompositions are not known by their names.
    pub(super) fn known(&mut self, shape: Shape, depth: usize) -> Expr {
        let made = self.matrix(shape, depth);
        match made.is_of_field() {
            true => self.matrix_leaf(shape),
            false => made,
        }
    }

    fn matrix_leaf(&mut self, shape: Shape) -> Expr {
        let places = self.places(Type::Matrix(shape));
        match self.random.pick(&places) {
            Some(place) if !self.random.one_in(12) => place.clone(),
            _ => self.made(shape, 0),
        }
    }

    /// What is summed over in a product.
    pub(super) fn inner(&mut self, shape: Shape) -> usize {
        // No type tells a row of one from a column of one.
        let least = if shape.dynamic { 2 } else { 1 };
        least + self.random.below(4 - least)
    }

    pub(super) fn product(&mut self, shape: Shape, depth: usize) -> Expr {
        let inner = self.inner(shape);
        let left = Shape::new(shape.rows, inner, shape.dynamic);
        let right = Shape::new(inner, shape.columns, shape.dynamic);
        let (x, y) = (self.matrix(left, depth), self.matrix(right, depth));
        binary(shape, '*', x, y)
    }

    /// A matrix whose elements are positive.
    pub(super) fn positive_matrix(&mut self, shape: Shape, depth: usize) -> Expr {
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
        let makers = [
            Maker::New,
            Maker::Repeat,
            Maker::FromColumns,
            Maker::FromRows,
        ];
        let makers = makers
            .into_iter()
            .filter(|maker| is_possible(*maker, shape));
        let makers: Vec<Maker> = makers.collect();
        let maker = self.random.pick(&makers).copied();
        self.made_by(maker.unwrap_or(Maker::Repeat), shape, depth)
    }

    pub(super) fn made_by(&mut self, maker: Maker, shape: Shape, depth: usize) -> Expr {
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
    pub(super) fn regular(&mut self, shape: Shape, depth: usize) -> Expr {
        let of = self.matrix(shape, depth);
        let shift = self.identity(shape);
        binary(shape, '+', of, shift)
    }

    /// One that is symmetric and positive definite, or whose lower triangle may be that of one.
    pub(super) fn definite(&mut self, shape: Shape, depth: usize) -> Expr {
        if self.random.one_in(2) {
            return self.regular(shape, depth);
        }
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

    /// A column or a row of a matrix.
    pub(super) fn part(&mut self, name: &'static str, shape: Shape, depth: usize) -> Option<Expr> {
        let other = 2 + self.random.below(2);
        let of = match (name, shape.rows, shape.columns) {
            ("column", rows, 1) => Shape::new(rows, other, shape.dynamic),
            ("row", 1, columns) => Shape::new(other, columns, shape.dynamic),
            _ => return None,
        };
        let index = self.index(other);
        let of = self.known(of, depth);
        Some(matrix(shape, Kind::Part(name, boxed(of), index)))
    }
}
