//! Statements.

use super::super::ast::{Block, Count, Expr, Kind, Operation, Place, Shape, Statement, Type};
use super::expression::{boxed, dot, float};
use super::rules::method;
use super::scope::Generator;

/// How many of the latest variables the result is made of.
const READ: usize = 3;

impl Generator<'_> {
    pub(super) fn statements(&mut self) -> Vec<Statement> {
        let mut statements = Vec::new();
        let count = if self.is_subject {
            2 + self.random.below(3)
        } else {
            1 + self.random.below(2)
        };
        for _ in 0..count {
            statements.push(self.statement());
        }
        if self.is_subject {
            for rule in self.favourites {
                let value = self.by(*rule, 1);
                statements.push(self.named(value, false));
            }
        }
        statements
    }

    fn statement(&mut self) -> Statement {
        self.budget = self.budget.saturating_sub(1);
        let nested = usize::from(self.budget > 1);
        let weights = [7, 5, 3, 2, 2 * nested, 3 * nested, nested, nested, 1];
        match self.random.weighted(&weights) {
            Some(1) => self.assignment(),
            Some(2) => self.element_assignment(),
            Some(3) => self.closure(),
            Some(4) => self.branches(),
            Some(5) => self.repeated(),
            Some(6) => self.over_list(),
            Some(7) => self.early(),
            Some(8) => self.exchange(),
            _ => Some(self.declaration()),
        }
        .unwrap_or_else(|| self.declaration())
    }

    pub(super) fn some_type(&mut self) -> Type {
        match self.random.one_in(3) {
            true => Type::Float,
            false => Type::Matrix(self.shape()),
        }
    }

    /// `let x = ..;`
    pub(super) fn declaration(&mut self) -> Statement {
        let ty = self.some_type();
        let fields = self.fields(ty);
        let (ascribed, value) = match self.random.below(8) {
            // Of these, no name tells the type.
            0 => match self.called(ty, 1) {
                Some(call) => (true, call),
                None => (false, self.value(ty, 2)),
            },
            1 | 2 if !fields.is_empty() => {
                let field = self.random.pick(&fields).cloned();
                (true, field.unwrap_or_else(|| self.value(ty, 2)))
            }
            3 => match ty {
                Type::Matrix(shape) => (self.random.one_in(2), self.constant(shape)),
                _ => (true, self.literal()),
            },
            _ => (self.random.one_in(4), self.value(ty, 2)),
        };
        self.named(value, ascribed)
    }

    fn named(&mut self, value: Expr, ascribed: bool) -> Statement {
        let mutable = self.random.one_in(2);
        // Of a part of a constant that is assigned later, the type is not known.
        let ascribed = ascribed || mutable && matches!(value.kind, Kind::Part(..));
        let variable = self.declare(value.ty, mutable);
        if self.random.one_in(5) {
            self.shadow(variable);
        }
        Statement::Let {
            variable,
            ascribed,
            value,
        }
    }

    fn closure(&mut self) -> Option<Statement> {
        if self.in_closure {
            return None;
        }
        let result = self.some_type();
        let mut types = vec![self.some_type()];
        if self.random.one_in(2) {
            types.push(Type::Float);
        }
        let (params, body) = self.closure_body(&types, false, result);
        let variable = self.declare(Type::Closure, false);
        self.closures.push((variable, types, result));
        Some(Statement::Closure {
            variable,
            params,
            body,
        })
    }

    /// `x = ..;` or `x += ..;`, of which loops do not make large numbers.
    fn assignment(&mut self) -> Option<Statement> {
        let writable = self.writable(|ty| ty == Type::Float || matches!(ty, Type::Matrix(_)));
        let variable = *self.random.pick(&writable)?;
        let ty = self.variables[variable].ty;
        let operator = self
            .random
            .pick(&[None, None, Some('+'), Some('-'), Some('*'), Some('/')]);
        let operator = operator.copied().flatten();
        let value = match operator {
            None => self.damped(ty),
            Some('+' | '-') => self.value(ty, 2),
            Some('*') => {
                let x = boxed(self.float(2));
                float(Kind::Scalar("cos", x))
            }
            Some(_) => self.positive(2),
        };
        let place = Place {
            variable,
            element: None,
        };
        Some(Statement::Assign {
            place,
            operator,
            value,
        })
    }

    fn damped(&mut self, ty: Type) -> Expr {
        let value = self.value(ty, 2);
        match self.random.one_in(2) {
            true => value,
            false => {
                let half = boxed(float(Kind::Literal(0.5)));
                Expr {
                    ty,
                    kind: Kind::Binary('*', boxed(value), half),
                }
            }
        }
    }

    /// `v[i] = ..;`
    fn element_assignment(&mut self) -> Option<Statement> {
        let writable = self.writable(|ty| matches!(ty, Type::Matrix(_)));
        let variable = *self.random.pick(&writable)?;
        let shape: Shape = self.variables[variable].ty.shape();
        let operator = self
            .random
            .pick(&[None, Some('+'), Some('-'), Some('*')])
            .copied()
            .flatten();
        let value = self.float(2);
        let place = Place {
            variable,
            element: Some(self.element_of(shape)),
        };
        Some(Statement::Assign {
            place,
            operator,
            value,
        })
    }

    fn exchange(&mut self) -> Option<Statement> {
        let writable = self.writable(|ty| matches!(ty, Type::Matrix(_)));
        let x = *self.random.pick(&writable)?;
        let ty = self.variables[x].ty;
        let others = self.writable(|other| other == ty);
        let others: Vec<usize> = others.into_iter().filter(|other| *other != x).collect();
        let y = *self.random.pick(&others)?;
        Some(Statement::Swap(x, y))
    }

    /// A block in which something of the outside is assigned.
    fn block(&mut self, in_loop: bool) -> Block {
        let (scope, was) = (self.scope.clone(), self.in_loop);
        self.in_loop = in_loop;
        let mut statements = Vec::new();
        for _ in 0..=self.random.below(2) {
            statements.push(self.statement());
        }
        statements.extend(self.assignment());
        if in_loop && self.random.one_in(5) {
            statements.push(Statement::Break(self.condition(1)));
        }
        self.scope = scope;
        self.in_loop = was;
        Block {
            statements,
            value: None,
        }
    }

    fn branches(&mut self) -> Option<Statement> {
        let condition = self.condition(2);
        let then = self.block(self.in_loop);
        let otherwise = self.random.one_in(2).then(|| self.block(self.in_loop));
        Some(Statement::If {
            condition,
            then,
            otherwise,
        })
    }

    fn repeated(&mut self) -> Option<Statement> {
        if self.writable(|ty| ty != Type::Index).is_empty() {
            return None;
        }
        let indexes = self.readable(|ty| ty == Type::Index).into_iter();
        // Those of loops are no bounds.
        let bounds: Vec<usize> = indexes.filter(|id| *id < self.params).collect();
        let count = match self.random.pick(&bounds) {
            Some(bound) => Count::Variable(*bound),
            None => Count::Number(2 + self.random.below(2)),
        };
        let scope = self.scope.clone();
        let index = self.declare(Type::Index, false);
        let body = self.block(true);
        self.scope = scope;
        let by_while = self.random.one_in(4);
        Some(Statement::For {
            index,
            count,
            by_while,
            body,
        })
    }

    fn over_list(&mut self) -> Option<Statement> {
        let lists = self.readable(|ty| matches!(ty, Type::List(..)));
        let list = *self.random.pick(&lists)?;
        let scope = self.scope.clone();
        let item = self.declare(Type::Matrix(self.variables[list].ty.shape()), false);
        self.variables[item].reference = true;
        let body = self.block(true);
        self.scope = scope;
        Some(Statement::Each { item, list, body })
    }

    fn early(&mut self) -> Option<Statement> {
        let condition = self.condition(2);
        Some(Statement::Return(condition, self.value(self.result, 2)))
    }

    /// The result: of several of the variables, and of the first parameter, so that it is no constant.
    pub(super) fn conclusion(&mut self) -> Expr {
        let result = self.result;
        let first = Expr {
            ty: self.variables[0].ty,
            kind: Kind::Read(0),
        };
        let scale = method(Operation::NormSquared, ".norm_squared()", "");
        let scale = float(Kind::Method(scale, vec![first]));
        let mut sum = Expr {
            ty: result,
            kind: Kind::Binary('*', boxed(self.value(result, 2)), boxed(scale)),
        };
        let latest = self.readable(|ty| ty == Type::Float || matches!(ty, Type::Matrix(_)));
        for id in latest.into_iter().rev().take(READ) {
            let ty = self.variables[id].ty;
            let read = Expr {
                ty,
                kind: Kind::Read(id),
            };
            let term = match (ty, result) {
                (ty, result) if ty == result => read,
                (Type::Matrix(shape), Type::Float) => {
                    let other = self.matrix(shape, 1);
                    dot(read, other)
                }
                (Type::Float, Type::Matrix(shape)) => {
                    let other = self.matrix(shape, 1);
                    Expr {
                        ty: result,
                        kind: Kind::Binary('*', boxed(other), boxed(read)),
                    }
                }
                (Type::Matrix(shape), Type::Matrix(_)) => {
                    let other = self.matrix(shape, 1);
                    let factor = boxed(dot(read, other));
                    Expr {
                        ty: result,
                        kind: Kind::Binary('*', boxed(self.value(result, 0)), factor),
                    }
                }
                _ => continue,
            };
            sum = Expr {
                ty: result,
                kind: Kind::Binary('+', boxed(sum), boxed(term)),
            };
        }
        sum
    }
}
