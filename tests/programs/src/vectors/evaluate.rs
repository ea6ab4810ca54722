//! What a program computes, number by number.

use super::ast::{
    Block, Condition, Count, Element, Expr, FIELDS, Function, Id, Index, Kind, Place, Program,
    Shape, Statement, Type,
};
use super::number::{Number, sum};
use super::operations::{arithmetic, definite, integer, made, operation, operator_of};
use super::rules::{By, Rule, Term};

/// The numbers of a value: of matrices, column by column.
pub(crate) type Value = Vec<Number>;

/// No value of a program that is checked is larger, nor a sum that it is made of.
const LARGEST: f64 = 1e3;
/// Conditions are not decided by rounding errors, and nothing is divided by less.
const MARGIN: f64 = 1e-3;

/// Why a program is of no use at a point.
#[derive(Debug)]
pub(crate) struct Unfit;

pub(crate) type Outcome<T> = Result<T, Unfit>;

enum Flow {
    Next,
    Break,
    Return(Value),
}

struct Frame<'p> {
    program: &'p Program,
    /// A term that is left out of all derivatives.
    without: Option<&'p Term>,
    function: &'p Function,
    memory: Vec<Value>,
}

/// The value of the function that is checked, without a term of its derivatives.
pub(crate) fn call(
    program: &Program,
    without: Option<&Term>,
    arguments: Vec<Value>,
) -> Outcome<Value> {
    program.functions.last().map_or(Err(Unfit), |function| {
        let frame = Frame {
            program,
            without,
            function,
            memory: Vec::new(),
        };
        frame.call(function, arguments)
    })
}

fn is_moderate(value: &Value) -> bool {
    value.iter().all(|number| {
        let size = number.size;
        let derivatives = size.along[0].max(size.along[1]) < LARGEST * 10.0;
        size.value < LARGEST && derivatives && size.mixed < LARGEST * 100.0
    })
}

impl Frame<'_> {
    fn call(&self, function: &Function, arguments: Vec<Value>) -> Outcome<Value> {
        let mut memory = arguments;
        memory.resize(function.variables.len(), Vec::new());
        let mut frame = Frame {
            function,
            memory,
            ..*self
        };
        match frame.block(&function.body)? {
            (Flow::Return(value), _) | (_, value) => Ok(value),
        }
    }

    fn block(&mut self, block: &Block) -> Outcome<(Flow, Value)> {
        for statement in &block.statements {
            match self.statement(statement)? {
                Flow::Next => {}
                flow => return Ok((flow, Vec::new())),
            }
        }
        let value = block.value.as_ref().map(|value| self.expr(value));
        Ok((Flow::Next, value.transpose()?.unwrap_or_default()))
    }

    fn statement(&mut self, statement: &Statement) -> Outcome<Flow> {
        match statement {
            Statement::Let {
                variable, value, ..
            } => self.memory[*variable] = self.expr(value)?,
            // What it captures does not change.
            Statement::Closure { .. } => {}
            Statement::Assign {
                place,
                operator,
                value,
            } => self.assign(place, *operator, value)?,
            Statement::Swap(x, y) => self.memory.swap(*x, *y),
            Statement::If {
                condition,
                then,
                otherwise,
            } => {
                let holds = self.condition(condition)?;
                let taken = if holds {
                    Some(then)
                } else {
                    otherwise.as_ref()
                };
                return taken.map_or(Ok(Flow::Next), |block| Ok(self.block(block)?.0));
            }
            Statement::For {
                index, count, body, ..
            } => {
                let count = match count {
                    Count::Number(count) => *count,
                    Count::Variable(id) => self.integer(*id),
                };
                return self.repeat(count, body, |frame, trip| {
                    frame.memory[*index] = vec![integer(trip)];
                });
            }
            Statement::Each { item, list, body } => {
                let Type::List(shape, length) = self.function.variables[*list].ty else {
                    return Err(Unfit);
                };
                return self.repeat(length, body, |frame, trip| {
                    let from = trip * shape.count();
                    frame.memory[*item] = frame.memory[*list][from..from + shape.count()].to_vec();
                });
            }
            Statement::Break(condition) => {
                if self.condition(condition)? {
                    return Ok(Flow::Break);
                }
            }
            Statement::Return(condition, value) => {
                if self.condition(condition)? {
                    return Ok(Flow::Return(self.expr(value)?));
                }
            }
        }
        Ok(Flow::Next)
    }

    fn repeat(
        &mut self,
        count: usize,
        body: &Block,
        begin: impl Fn(&mut Self, usize),
    ) -> Outcome<Flow> {
        for trip in 0..count {
            begin(self, trip);
            match self.block(body)?.0 {
                Flow::Next => {}
                Flow::Break => break,
                flow @ Flow::Return(_) => return Ok(flow),
            }
        }
        Ok(Flow::Next)
    }

    fn assign(&mut self, place: &Place, operator: Option<char>, value: &Expr) -> Outcome<()> {
        let value_is_number = value.ty == Type::Float;
        let value = self.expr(value)?;
        let shape = self.function.variables[place.variable].ty.shape();
        let range = match place.element {
            None => 0..self.memory[place.variable].len(),
            Some(element) => {
                let at = self.position(element, shape);
                at..at + 1
            }
        };
        for (position, old) in range.clone().enumerate() {
            let with = value[if value_is_number { 0 } else { position }];
            let old = &mut self.memory[place.variable][old];
            *old = match operator {
                None => with,
                Some(operator) => arithmetic(operator, *old, with)?,
            };
        }
        fit(self.memory[place.variable].clone()).map(|_| ())
    }

    fn integer(&self, id: Id) -> usize {
        let number = self.memory[id].first().map_or(0.0, |number| number.value);
        (0..u8::MAX).take_while(|n| f64::from(*n) < number).count()
    }

    fn index(&self, index: Index) -> usize {
        match index {
            Index::Number(n) => n,
            Index::Variable(id, offset, modulus) => (self.integer(id) + offset) % modulus,
        }
    }

    fn position(&self, element: Element, shape: Shape) -> usize {
        match element {
            Element::At(index) => self.index(index),
            Element::Of(row, column) => self.index(column) * shape.rows + self.index(row),
            Element::Named(position) => position,
        }
    }

    fn condition(&mut self, condition: &Condition) -> Outcome<bool> {
        let left = self.number(&condition.left)?.value;
        let right = self.number(&condition.right)?.value;
        if (left - right).abs() < MARGIN {
            return Err(Unfit);
        }
        Ok((left < right) == condition.less)
    }

    fn number(&mut self, expr: &Expr) -> Outcome<Number> {
        self.expr(expr)?.first().copied().ok_or(Unfit)
    }

    fn expr(&mut self, expr: &Expr) -> Outcome<Value> {
        fit(self.value(expr)?)
    }

    fn value(&mut self, expr: &Expr) -> Outcome<Value> {
        Ok(match &expr.kind {
            Kind::Literal(x) => vec![Number::constant(*x)],
            Kind::Read(id) => self.memory[*id].clone(),
            Kind::Field(id, field) => {
                let before = FIELDS[..*field].iter().map(|(_, ty)| ty.count());
                let from: usize = before.sum();
                self.memory[*id][from..from + expr.ty.count()].to_vec()
            }
            Kind::Item(id, index) => {
                let from = self.index(*index) * expr.ty.count();
                self.memory[*id][from..from + expr.ty.count()].to_vec()
            }
            Kind::Element(of, element) => {
                let position = self.position(*element, of.ty.shape());
                vec![self.expr(of)?[position]]
            }
            Kind::Scalar(name, x) => {
                let x = self.number(x)?;
                if (*name == "sqrt" && x.value < MARGIN) || x.value.abs() < MARGIN {
                    return Err(Unfit);
                }
                vec![x.function(name)]
            }
            Kind::Power(x, n) => vec![self.number(x)?.powi(*n)],
            Kind::Map(of, x, body) => {
                let of = self.expr(of)?;
                let values = of.into_iter().map(|number| {
                    self.memory[*x] = vec![number];
                    self.number(body)
                });
                values.collect::<Outcome<_>>()?
            }
            Kind::ZipMap(of, [x, y], body) => {
                let (a, b) = (self.expr(&of[0])?, self.expr(&of[1])?);
                let values = a.into_iter().zip(b).map(|(a, b)| {
                    self.memory[*x] = vec![a];
                    self.memory[*y] = vec![b];
                    self.number(body)
                });
                values.collect::<Outcome<_>>()?
            }
            Kind::SumOf(of, x, body) => {
                let of = self.expr(of)?;
                let values = of.into_iter().map(|number| {
                    self.memory[*x] = vec![number];
                    self.number(body)
                });
                vec![sum(values.collect::<Outcome<Vec<_>>>()?)]
            }
            Kind::Choice(condition, then, otherwise) => {
                let taken = if self.condition(condition)? {
                    then
                } else {
                    otherwise
                };
                self.block(taken)?.1
            }
            Kind::Call(function, arguments) => {
                let arguments = arguments.iter().map(|argument| self.expr(argument));
                let arguments = arguments.collect::<Outcome<_>>()?;
                self.call(&self.program.functions[*function], arguments)?
            }
            Kind::Apply(closure, arguments) => {
                let arguments = arguments.iter().map(|argument| self.expr(argument));
                let arguments = arguments.collect::<Outcome<Vec<_>>>()?;
                let (params, body) = closure_of(&self.function.body, *closure).ok_or(Unfit)?;
                for (param, argument) in params.iter().zip(arguments) {
                    self.memory[*param] = argument;
                }
                self.expr(body)?
            }
            Kind::Negated(..)
            | Kind::Binary(..)
            | Kind::Method(..)
            | Kind::Part(..)
            | Kind::Made(..) => self.operation(expr)?,
        })
    }

    /// What is computed of operands alone.
    fn operation(&mut self, expr: &Expr) -> Outcome<Value> {
        let operands = expr.operands().into_iter();
        let operands = operands.map(|operand| self.expr(operand));
        let operands = operands.collect::<Outcome<Vec<Value>>>()?;
        let of = |operands: &[Value]| self.computed(expr, operands);
        let is_of = |term: &&Term| Rule::of(expr) == Some(term.rule);
        match self.without.filter(is_of) {
            Some(term) => term.left_out(operands, of),
            None => of(&operands),
        }
    }

    fn computed(&self, expr: &Expr, operands: &[Value]) -> Outcome<Value> {
        let empty = Vec::new();
        let operand = |position: usize| operands.get(position).unwrap_or(&empty);
        Ok(match &expr.kind {
            Kind::Negated(_) => operand(0).iter().map(|x| x.negated()).collect(),
            Kind::Binary(operator, x, y) => {
                let (a, b) = (operand(0).clone(), operand(1).clone());
                operator_of(*operator, (x.ty, a), (y.ty, b))?
            }
            Kind::Method(method, of) => {
                let shape = of.first().map_or(expr.ty, |x| x.ty).shape();
                match method.by() {
                    By::Cholesky => {
                        let definite = definite(shape, operand(0))?;
                        operation(method.operation, shape, &definite, operand(1))?
                    }
                    _ => operation(method.operation, shape, operand(0), operand(1))?,
                }
            }
            Kind::Part(name, of, index) => {
                let (shape, index) = (of.ty.shape(), self.index(*index));
                let is_column = *name == "column";
                let is_within = |(at, number): (usize, &Number)| {
                    let part = if is_column {
                        at / shape.rows
                    } else {
                        at % shape.rows
                    };
                    (part == index).then_some(*number)
                };
                operand(0)
                    .iter()
                    .enumerate()
                    .filter_map(is_within)
                    .collect()
            }
            Kind::Made(maker, _) => {
                let parts: Vec<Number> = operands.iter().flatten().copied().collect();
                made(*maker, expr.ty.shape(), &parts)
            }
            _ => return Err(Unfit),
        })
    }
}

/// Where a closure is declared, however deep.
fn closure_of(block: &Block, closure: Id) -> Option<(&[Id], &Expr)> {
    block
        .statements
        .iter()
        .find_map(|statement| match statement {
            Statement::Closure {
                variable,
                params,
                body,
            } if *variable == closure => Some((&**params, body)),
            Statement::If {
                then, otherwise, ..
            } => closure_of(then, closure).or_else(|| closure_of(otherwise.as_ref()?, closure)),
            Statement::For { body, .. } | Statement::Each { body, .. } => closure_of(body, closure),
            _ => None,
        })
}

fn fit(value: Value) -> Outcome<Value> {
    if is_moderate(&value) {
        Ok(value)
    } else {
        Err(Unfit)
    }
}
