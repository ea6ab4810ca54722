//! Floats.

use super::super::ast::{Block, Condition, Element, Expr, Index, Kind, Operation, Shape, Type};
use super::super::number::FUNCTIONS;
use super::rules::method;
use super::scope::Generator;

pub(super) fn float(kind: Kind) -> Expr {
    Expr {
        ty: Type::Float,
        kind,
    }
}

pub(super) fn boxed(expr: Expr) -> Box<Expr> {
    Box::new(expr)
}

pub(super) fn dot(a: Expr, b: Expr) -> Expr {
    float(Kind::Method(
        method(Operation::Dot, ".dot(", ")"),
        vec![a, b],
    ))
}

impl Generator<'_> {
    /// A float of which not all is a literal.
    pub(super) fn float(&mut self, depth: usize) -> Expr {
        if depth == 0 {
            return self.float_leaf();
        }
        let depth = depth - 1;
        match self.random.weighted(&[3, 6, 2, 3, 1, 12, 4, 1, 2, 2, 2]) {
            Some(0) => self.float_leaf(),
            Some(1) => {
                let operator = self.random.pick(&['+', '-', '*']).copied().unwrap_or('+');
                let (x, y) = (self.float(depth), self.float(depth));
                float(Kind::Binary(operator, boxed(x), boxed(y)))
            }
            Some(2) => {
                let operator = self
                    .random
                    .pick(&['+', '-', '*', '/'])
                    .copied()
                    .unwrap_or('+');
                let (x, literal) = (self.float(depth), self.literal());
                let swapped = operator != '/' && self.random.one_in(2);
                let (x, y) = if swapped { (literal, x) } else { (x, literal) };
                float(Kind::Binary(operator, boxed(x), boxed(y)))
            }
            Some(3) => {
                let name = self.random.pick(&FUNCTIONS).copied().unwrap_or("sin");
                let x = match name {
                    "sqrt" => self.positive(depth),
                    _ => self.float(depth),
                };
                float(Kind::Scalar(name, boxed(x)))
            }
            Some(4) => {
                let n = if self.random.one_in(2) { 2 } else { 3 };
                float(Kind::Power(boxed(self.float(depth)), n))
            }
            Some(5) => self.ruled(Type::Float, depth),
            Some(6) => self.element(depth),
            Some(7) => {
                let (x, y) = (self.float(depth), self.positive(depth));
                float(Kind::Binary('/', boxed(x), boxed(y)))
            }
            Some(8) if !self.in_closure => self.choice(Type::Float, depth),
            Some(9) => self
                .called(Type::Float, depth)
                .unwrap_or_else(|| self.ruled(Type::Float, depth)),
            Some(10) if !self.in_closure => self.sum_of(depth),
            _ => float(Kind::Negated(boxed(self.float(depth)))),
        }
    }

    fn float_leaf(&mut self) -> Expr {
        let mut places = self.places(Type::Float);
        places.extend(self.fields(Type::Float));
        if places.is_empty() || self.random.one_in(3) {
            return self.element(0);
        }
        self.random
            .pick(&places)
            .cloned()
            .unwrap_or_else(|| self.literal())
    }

    pub(super) fn literal(&mut self) -> Expr {
        let x = self.random.signed();
        let x = if x.abs() < 0.1 { 0.75 } else { x * 2.0 };
        float(Kind::Literal((x * 100.0).round() / 100.0))
    }

    /// A float that is away from zero.
    pub(super) fn positive(&mut self, depth: usize) -> Expr {
        let inner = self.float(depth.saturating_sub(1));
        let positive = match self.random.below(4) {
            0 => float(Kind::Binary('*', boxed(inner.clone()), boxed(inner))),
            1 => float(Kind::Scalar("exp", boxed(inner))),
            2 => float(Kind::Scalar("abs", boxed(inner))),
            _ => {
                let of = self.any_matrix(depth.saturating_sub(1));
                float(Kind::Method(
                    method(Operation::NormSquared, ".norm_squared()", ""),
                    vec![of],
                ))
            }
        };
        float(Kind::Binary(
            '+',
            boxed(positive),
            boxed(float(Kind::Literal(1.25))),
        ))
    }

    pub(super) fn any_matrix(&mut self, depth: usize) -> Expr {
        let shape = self.shape();
        self.matrix(shape, depth)
    }

    /// A matrix as what methods are called of.
    pub(super) fn receiver(&mut self, shape: Shape, depth: usize) -> Expr {
        let fields = self.fields(Type::Matrix(shape));
        match self.random.pick(&fields) {
            Some(field) => field.clone(),
            None => self.matrix(shape, depth),
        }
    }

    pub(super) fn index(&mut self, limit: usize) -> Index {
        let loops = self.readable(|ty| ty == Type::Index);
        match self.random.pick(&loops) {
            Some(id) if !self.random.one_in(3) => Index::Variable(*id, self.random.below(3), limit),
            _ => Index::Number(self.random.below(limit)),
        }
    }

    /// An element of a matrix of a shape.
    pub(super) fn element_of(&mut self, shape: Shape) -> Element {
        let is_vector = shape.columns == 1;
        if is_vector && !shape.dynamic && self.random.one_in(2) {
            return Element::Named(self.random.below(shape.rows));
        }
        match is_vector || self.random.one_in(4) {
            true => Element::At(self.index(shape.count())),
            false => Element::Of(self.index(shape.rows), self.index(shape.columns)),
        }
    }

    /// An element, of a variable or of what is computed.
    pub(super) fn element(&mut self, depth: usize) -> Expr {
        let shapes = self.shapes.iter().copied().map(Type::Matrix);
        let shapes: Vec<Type> = shapes.collect();
        let mut places: Vec<Expr> = Vec::new();
        for ty in shapes {
            places.extend(self.places(ty));
            places.extend(self.fields(ty));
        }
        let of = match self.random.pick(&places) {
            Some(place) if depth == 0 || !self.random.one_in(3) => place.clone(),
            _ => self.any_matrix(depth),
        };
        let element = self.element_of(of.ty.shape());
        float(Kind::Element(boxed(of), element))
    }

    /// `a.iter().map(|x| ..).sum()`
    fn sum_of(&mut self, depth: usize) -> Expr {
        let shape = self.shape();
        let places = self.places(Type::Matrix(shape));
        let Some(of) = self.random.pick(&places).cloned() else {
            return self.ruled(Type::Float, depth);
        };
        let (params, body) = self.closure_body(&[Type::Float], true, Type::Float);
        float(Kind::SumOf(boxed(of), params[0], boxed(body)))
    }

    pub(super) fn condition(&mut self, depth: usize) -> Condition {
        let right = if self.random.one_in(2) {
            self.literal()
        } else {
            self.float(0)
        };
        Condition {
            left: self.float(depth),
            less: self.random.one_in(2),
            right,
        }
    }

    /// `if c { .. } else { .. }`
    pub(super) fn choice(&mut self, ty: Type, depth: usize) -> Expr {
        let condition = Box::new(self.condition(depth.min(1)));
        let then = self.branch(ty, depth);
        let otherwise = self.branch(ty, depth);
        Expr {
            ty,
            kind: Kind::Choice(condition, then, otherwise),
        }
    }

    fn branch(&mut self, ty: Type, depth: usize) -> Block {
        let scope = self.scope.clone();
        let mut statements = Vec::new();
        if self.budget > 0 && self.random.one_in(3) {
            self.budget -= 1;
            statements.push(self.declaration());
        }
        let value = Some(boxed(self.value(ty, depth)));
        self.scope = scope;
        Block { statements, value }
    }

    /// A value of a type, of which no more is told where it stands.
    pub(super) fn value(&mut self, ty: Type, depth: usize) -> Expr {
        match ty {
            Type::Matrix(shape) => self.matrix(shape, depth),
            _ => self.float(depth),
        }
    }

    /// The call of a function or of a closure that gives a type.
    pub(super) fn called(&mut self, ty: Type, depth: usize) -> Option<Expr> {
        let closures = self
            .closures
            .iter()
            .filter(|(id, _, result)| *result == ty && self.scope.contains(id));
        let closures: Vec<_> = closures.cloned().collect();
        if let Some((id, params, _)) = self.random.pick(&closures).cloned()
            && !self.in_closure
        {
            let arguments = params.iter().map(|ty| self.value(*ty, depth));
            let kind = Kind::Apply(id, arguments.collect());
            return Some(Expr { ty, kind });
        }
        let functions = self
            .functions
            .iter()
            .enumerate()
            .filter(|(_, function)| function.result == ty);
        let functions: Vec<usize> = functions.map(|(position, _)| position).collect();
        let position = *self.random.pick(&functions)?;
        let function = &self.functions[position];
        let mut arguments = Vec::new();
        for param in function.variables.iter().take(function.params) {
            arguments.push(match param.ty {
                Type::List(..) | Type::Struct | Type::Index => {
                    let known = self.readable(|ty| ty == param.ty);
                    let kind = Kind::Read(*self.random.pick(&known)?);
                    Expr { ty: param.ty, kind }
                }
                ty => self.value(ty, depth),
            });
        }
        let kind = Kind::Call(position, arguments);
        Some(Expr { ty, kind })
    }

    /// The parameters and the body of a closure.
    pub(super) fn closure_body(
        &mut self,
        types: &[Type],
        by_reference: bool,
        result: Type,
    ) -> (Vec<usize>, Expr) {
        let (scope, was) = (self.scope.clone(), self.in_closure);
        self.in_closure = true;
        let params: Vec<usize> = types.iter().map(|ty| self.declare(*ty, false)).collect();
        for param in &params {
            self.variables[*param].reference = by_reference;
        }
        let x = float(Kind::Read(params[0]));
        let body = match (result, types[0]) {
            (Type::Float, Type::Float) => {
                let y = match params.get(1) {
                    Some(y) if self.variables[*y].ty == Type::Float => float(Kind::Read(*y)),
                    _ => self.float(1),
                };
                let operator = self.random.pick(&['+', '-', '*']).copied().unwrap_or('*');
                let both = float(Kind::Binary(operator, boxed(x.clone()), boxed(y)));
                match self.random.below(3) {
                    0 => float(Kind::Scalar("sin", boxed(both))),
                    1 => float(Kind::Binary(
                        '+',
                        boxed(both),
                        boxed(float(Kind::Power(boxed(x), 2))),
                    )),
                    _ => both,
                }
            }
            _ => self.value(result, 2),
        };
        self.scope = scope;
        self.in_closure = was;
        (params, body)
    }
}
