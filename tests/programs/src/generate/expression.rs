//! Expressions, one production for each kind.

use super::{Generator, LIMIT, Made, Production, choose, production};
use crate::ast::{Block, Comparison, Expr, Id, Operator, Param, Passing, Stmt, Type};
use crate::dual::{Dual, Primal, Value};
use crate::evaluate::{self, is_defined};
use crate::primitives::{PRIMITIVES, Primitive};

type Make = fn(&mut Generator, &Type, u32) -> Option<Made>;

/// Productions by weight and name.
macro_rules! table {
    ($($weight:literal $make:ident,)*) => {
        &[$(production($weight, |generator, ty, depth| generator.$make(ty, depth)),)*]
    };
}

/// A construct of the language that is a float has its line here.
const FLOATS: &[Production<Make>] = table![
    2 literal,
    10 variable,
    4 field_of_place,
    10 arithmetic,
    2 negated,
    8 primitive,
    1 power,
    2 widened_or_narrowed,
    1 integer_as_float,
    2 block,
    2 alternative,
    4 call,
    1 held_constant,
    1 part_of_aggregate,
    3 ended,
    3 applied_closure,
    1 selected,
];

const AGGREGATES: &[Production<Make>] = table![
    6 variable,
    6 aggregate,
    2 repeated,
    2 block,
    1 alternative,
    3 call,
    2 sine_and_cosine,
    1 held_constant,
    1 folded,
    2 applied_closure,
    1 selected,
];

const STRUCTS: &[Production<Make>] = table![
    6 variable,
    6 literal_of_struct,
    4 with_the_rest,
    2 block,
    1 alternative,
    3 call,
    1 held_constant,
    1 folded,
    2 applied_closure,
    1 selected,
];

const VECS: &[Production<Make>] = table![
    3 variable,
    3 listed,
    1 copied,
    4 collected,
];

const INTEGERS: &[Production<Make>] = table![
    2 literal,
    4 variable,
    1 integer_arithmetic,
    1 truncated,
];

const CONDITIONS: &[Production<Make>] = table![
    6 comparison,
    2 variable,
    1 connected,
    1 contrary,
];

/// Primitives without a derivative.
const FLAT: [&str; 3] = ["floor", "round", "signum"];

impl Generator<'_> {
    /// An expression of a type.
    pub(super) fn expression(&mut self, ty: &Type, depth: u32) -> Made {
        if *ty == Type::unit() {
            return packed(ty, Vec::new());
        }
        if depth == 0 {
            let place = self.variable(ty, 0);
            return place.unwrap_or_else(|| self.literals(ty));
        }
        let table = match ty {
            Type::F64 | Type::F32 => FLOATS,
            Type::I32 | Type::Usize => INTEGERS,
            Type::Bool => CONDITIONS,
            Type::Array(..) | Type::Tuple(_) | Type::Closure(_) => AGGREGATES,
            Type::Struct(_) => STRUCTS,
            Type::Vec(_) => VECS,
        };
        let make = choose(self.random, table);
        match make(self, ty, depth) {
            Some(made) => self.moderated(made, ty),
            None => self.expression(ty, depth - 1),
        }
    }

    /// The sine of what is too large.
    fn moderated(&mut self, made: Made, ty: &Type) -> Made {
        if made.value.is_moderate(LIMIT) || !ty.is_float() {
            return made;
        }
        applied("sin", self.random.one_in(2), vec![made])
    }

    /// Literals only.
    pub(super) fn literals(&mut self, ty: &Type) -> Made {
        match ty {
            Type::F64 | Type::F32 => {
                let round = [0.0, 0.5, 1.0, 2.0];
                let number = match self.random.below(8) {
                    index @ 0..4 => round[index],
                    _ => 1.5 * self.random.signed().abs(),
                };
                let value = Value::Float(Dual::constant(Primal::rounded(number, ty)));
                let expr = Expr::Float(number, ty.clone());
                Made { expr, value }
            }
            Type::Bool => self.literal_condition(),
            Type::I32 | Type::Usize => {
                let number = i64::try_from(self.random.below(4)).unwrap_or(0);
                let expr = Expr::Integer(number, ty.clone());
                Made {
                    expr,
                    value: Value::Integer(number),
                }
            }
            Type::Array(..) | Type::Tuple(_) | Type::Struct(_) | Type::Closure(_) => {
                let parts = ty.parts();
                let parts = parts.iter().map(|part| self.literals(part)).collect();
                packed(ty, parts)
            }
            Type::Vec(element) => {
                let length = 1 + self.random.below(3);
                let made = self.literals(&Type::Array(element.clone(), length));
                owned(made)
            }
        }
    }

    /// `1 < 2`
    fn literal_condition(&mut self) -> Made {
        let (x, y) = (self.literals(&Type::Usize), self.literals(&Type::Usize));
        let value = i64::from(x.value.integer() < y.value.integer());
        Made {
            expr: Expr::Compare(Comparison::Less, x.expr.into(), y.expr.into()),
            value: Value::Integer(value),
        }
    }

    fn literal(&mut self, ty: &Type, _: u32) -> Option<Made> {
        Some(self.literals(ty))
    }

    fn variable(&mut self, ty: &Type, _: u32) -> Option<Made> {
        let place = self.place(&|other| other == ty)?;
        Some(match ty {
            // What is moved is not there any more.
            Type::Vec(_) => owned(place),
            _ => place,
        })
    }

    fn arithmetic(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let x = self.expression(ty, depth - 1);
        let other = self.random.below(2).try_into().unwrap_or(0);
        let y = self.expression(ty, other.min(depth - 1));
        let operators = [
            Operator::Multiply,
            Operator::Divide,
            Operator::Remainder,
            Operator::Add,
            Operator::Subtract,
            Operator::Multiply,
        ];
        let start = self.random.below(operators.len());
        let operators = operators.iter().cycle().skip(start);
        let mut defined = operators.filter(|operator| is_defined(**operator, &x.value, &y.value));
        let operator = *defined.next()?;
        Some(Made {
            value: evaluate::binary(operator, &x.value, &y.value),
            expr: Expr::Binary(operator, Box::new(x.expr), Box::new(y.expr)),
        })
    }

    fn negated(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let x = self.expression(ty, depth - 1);
        Some(Made {
            value: Value::Float(x.value.float().negated()),
            expr: Expr::Negate(Box::new(x.expr)),
        })
    }

    /// A primitive that is well conditioned at operands chosen first.
    fn primitive(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let count = [1, 1, 2, 2, 3][self.random.below(5)];
        let writes = self.writes;
        let operands: Vec<Made> = (0..count)
            .map(|index| self.expression(ty, if index == 0 { depth - 1 } else { 0 }))
            .collect();
        let at: Vec<f64> = operands
            .iter()
            .map(|made| made.value.float().primal.wide())
            .collect();
        let fits = |primitive: &&Primitive| {
            // The language refuses assignments inside a value through which none flows.
            let flows = writes == self.writes || !FLAT.contains(&primitive.name);
            flows && primitive.operands == count && (primitive.domain)(&at)
        };
        let fitting: Vec<&Primitive> = PRIMITIVES.iter().filter(fits).collect();
        let primitive = *self.random.pick(&fitting)?;
        // A constant part of an aggregate may lose its type on the way to a receiver.
        let part = matches!(operands[0].expr, Expr::Field(..) | Expr::Index(..));
        let path = self.random.one_in(5) || (part && !moves(&operands[0].value));
        Some(applied(primitive.name, path, operands))
    }

    fn power(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let x = self.expression(ty, depth - 1);
        let n = self.expression(&Type::I32, 1);
        let size = x.value.float().primal.wide().abs();
        let exponent = n.value.integer();
        if !(0.1..4.0).contains(&size) || !(-3..=4).contains(&exponent) {
            return Some(x);
        }
        Some(applied("powi", false, vec![x, n]))
    }

    fn widened_or_narrowed(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let source = self.float();
        let x = self.expression(&source, depth - 1);
        // A field that is cast is taken for an integer, and so is what is computed with it, if no function tells.
        let x = match self.structs.is_empty() {
            true => x,
            false => applied("tanh", false, vec![x]),
        };
        Some(cast(x, ty))
    }

    fn integer_as_float(&mut self, ty: &Type, _: u32) -> Option<Made> {
        let source = [Type::I32, Type::Usize][self.random.below(2)].clone();
        let x = self.expression(&source, 1);
        Some(cast(x, ty))
    }

    fn integer_arithmetic(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let x = self.expression(ty, depth - 1);
        let y = self.literals(ty);
        let operator = [Operator::Add, Operator::Multiply][self.random.below(2)];
        let value = evaluate::binary(operator, &x.value, &y.value);
        if value.integer() > 20 {
            return Some(x);
        }
        let expr = Expr::Binary(operator, Box::new(x.expr), Box::new(y.expr));
        Some(Made { expr, value })
    }

    /// `constant(x) as i32`
    fn truncated(&mut self, ty: &Type, _: u32) -> Option<Made> {
        // A field that is cast is taken for an integer.
        if !self.structs.is_empty() {
            return None;
        }
        let x = self.held_constant(&Type::F64, 1)?;
        (*ty == Type::I32 && x.value.float().primal.wide().abs() < 20.0).then(|| cast(x, ty))
    }

    /// `{ …; x }`
    fn block(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        if self.depth > 1 {
            return None;
        }
        let memory = self.machine.memory.clone();
        let exits = std::mem::take(&mut self.exits);
        let (stmts, value) = self.in_block(
            |generator| {
                let length = 1 + generator.random.below(2);
                (0..length)
                    .filter_map(|_| generator.statement_of_expression())
                    .collect()
            },
            |generator| generator.expression(ty, depth - 1),
        );
        self.exits = exits;
        // The language refuses derivatives inside a value through which none flows.
        if !moves(&value.value) {
            self.machine.memory[..memory.len()].clone_from_slice(&memory);
            return None;
        }
        let block = Block {
            stmts,
            value: Box::new(value.expr),
        };
        Some(Made {
            expr: Expr::Block(block),
            value: value.value,
        })
    }

    /// `constant(x)`, or what is one.
    fn held_constant(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        if self.random.one_in(2) {
            return Some(self.inactive(ty, false));
        }
        self.pure += 1;
        // The language takes no closures over what is active apart where it is held constant.
        self.without_closures += 1;
        let x = self.expression(ty, depth.saturating_sub(1).min(2));
        self.without_closures -= 1;
        self.pure -= 1;
        Some(Made {
            value: x.value.detached(),
            expr: Expr::Constant(Box::new(x.expr)),
        })
    }

    /// What can be passed where no derivative may flow. What is lent, the callee's pullback may read again: it must not be
    /// one of the function's own.
    pub(super) fn inactive(&mut self, ty: &Type, lent: bool) -> Made {
        let held = |id: &Id| {
            let param = self.function.params.iter().find(|param| param.id == *id);
            let binding = &self.function.bindings[*id];
            let own = lent && binding.passing == Passing::Value;
            let constant = |param: &Param| param.constant && !binding.is_mutable() && !own;
            self.is_const(*id) || param.is_some_and(constant)
        };
        let among: Vec<Id> = self.visible().into_iter().filter(held).collect();
        let place = self.place_among(&among, &|other| other == ty, false);
        place.unwrap_or_else(|| self.literals(ty))
    }

    /// A statement inside an expression.
    pub(super) fn statement_of_expression(&mut self) -> Option<Stmt> {
        if self.pure == 0 {
            return self.statement();
        }
        self.pure_statement()
    }
}

/// Whether a derivative flows through a value.
pub(super) fn moves(value: &Value) -> bool {
    value.floats().iter().any(|dual| dual.magnitude > 0.0)
}

fn cast(x: Made, ty: &Type) -> Made {
    Made {
        value: evaluate::cast(&x.value, ty),
        expr: Expr::Cast(Box::new(x.expr), ty.clone()),
    }
}

/// A sequence as a `Vec`.
pub(super) fn owned(made: Made) -> Made {
    Made {
        expr: Expr::Owned(Box::new(made.expr)),
        value: made.value,
    }
}

pub(super) fn packed(ty: &Type, parts: Vec<Made>) -> Made {
    let (exprs, values) = parts
        .into_iter()
        .map(|made| (made.expr, made.value))
        .unzip();
    Made {
        expr: match ty {
            Type::Tuple(_) => Expr::Tuple(exprs),
            Type::Struct(of) => Expr::Struct {
                of: of.clone(),
                parts: exprs.into_iter().enumerate().collect(),
                rest: None,
            },
            _ => Expr::Array(exprs),
        },
        value: Value::List(values),
    }
}

pub(super) fn applied(name: &'static str, path: bool, operands: Vec<Made>) -> Made {
    let (operands, values): (Vec<Expr>, Vec<Value>) = operands
        .into_iter()
        .map(|made| (made.expr, made.value))
        .unzip();
    Made {
        expr: Expr::Method {
            name,
            path,
            operands,
        },
        value: evaluate::method(name, &values),
    }
}
