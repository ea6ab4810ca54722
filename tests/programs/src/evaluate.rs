//! What a program computes, and its derivative along a direction.

use crate::ast::{
    Block, Comparison, Connective, Expr, Function, Id, Label, Operator, Pattern, Range, Stmt, Type,
};
use crate::dual::{Dual, Primal, Value};
use crate::primitives::primitive;

/// The variables of a call under way.
pub struct Machine<'a> {
    functions: &'a [Function],
    /// A value for each binding that has one yet.
    pub memory: Vec<Option<Value>>,
    /// Whether compiled code would have undefined, or left the domain of an operation.
    pub undefined: bool,
    /// The trips of loops that are left.
    trips: u32,
}

/// The trips that loops make at most, in a call.
const TRIPS: u32 = 500;

/// How a statement ends.
pub enum Flow {
    /// With the next one.
    Next,
    /// With `break`.
    Break(Option<Label>),
    /// With `continue`.
    Continue(Option<Label>),
    /// With the value of the function.
    Return(Value),
}

/// The value of a function, unless it panics or leaves the domain of an operation; `functions` are those it may call.
#[must_use]
pub fn call(function: &Function, functions: &[Function], arguments: &[Value]) -> Option<Value> {
    let mut machine = Machine::new(functions, function.bindings.len());
    for (param, argument) in function.params.iter().zip(arguments) {
        let argument = if param.constant {
            argument.detached()
        } else {
            argument.clone()
        };
        machine.set(param.id, argument);
    }
    let value = match machine.run(&function.body.stmts) {
        Flow::Return(value) => value,
        _ => machine.value(&function.body.value),
    };
    (!machine.undefined).then_some(value)
}

/// `x op y` of numbers of one type.
#[must_use]
pub fn binary(operator: Operator, x: &Value, y: &Value) -> Value {
    match (x, y) {
        (Value::Float(x), Value::Float(y)) => Value::Float(Dual::binary(operator, *x, *y)),
        _ => {
            let (x, y) = (x.integer(), y.integer());
            Value::Integer(match operator {
                Operator::Add => x + y,
                Operator::Subtract => x - y,
                Operator::Multiply => x * y,
                Operator::Divide => x.checked_div(y).unwrap_or(0),
                Operator::Remainder => x.checked_rem(y).unwrap_or(0),
            })
        }
    }
}

/// A method.
#[must_use]
pub fn method(name: &str, operands: &[Value]) -> Value {
    match (name, operands) {
        ("powi", [x, n]) => {
            let n = i32::try_from(n.integer()).unwrap_or(0);
            Value::Float(x.float().powi(n))
        }
        ("sin_cos", [x]) => Value::List(x.float().sin_cos().map(Value::Float).to_vec()),
        _ => {
            let operands: Vec<Dual> = operands.iter().map(Value::float).collect();
            Value::Float(Dual::method(primitive(name), &operands))
        }
    }
}

/// `value as ty`
#[must_use]
pub fn cast(value: &Value, ty: &Type) -> Value {
    match value {
        Value::Float(dual) if ty.is_float() => Value::Float(dual.cast(ty)),
        Value::Float(dual) => Value::Integer(truncated(dual.primal.wide())),
        Value::Integer(n) if ty.is_float() => {
            let n = i32::try_from(*n).unwrap_or(0);
            Value::Float(Dual::constant(Primal::rounded(f64::from(n), ty)))
        }
        other => other.clone(),
    }
}

fn is_empty_range(bounds: &[Value]) -> bool {
    let bound = |value: &Value| value.float().primal.wide();
    !matches!(bounds, [low, high] if bound(low) <= bound(high))
}

/// Whether an operator is well conditioned at its operands.
pub fn is_defined(operator: Operator, x: &Value, y: &Value) -> bool {
    match (operator, x, y) {
        (Operator::Divide, _, Value::Float(y)) => y.primal.wide().abs() > 0.1,
        (Operator::Remainder, Value::Float(x), Value::Float(y)) => {
            let (x, y) = (x.primal.wide(), y.primal.wide());
            let quotient = x / y;
            y.abs() > 0.1 && (quotient - quotient.round()).abs() > 1e-3
        }
        (Operator::Divide | Operator::Remainder, ..) => false,
        _ => true,
    }
}

/// Whether a method is well conditioned at its operands.
fn is_in_domain(name: &str, operands: &[Value]) -> bool {
    match (name, operands) {
        ("powi", [x, n]) => {
            let size = x.float().primal.wide().abs();
            (0.1..4.0).contains(&size) && (-3..=4).contains(&n.integer())
        }
        ("sin_cos", _) => true,
        _ => {
            let at = operands.iter().map(|operand| operand.float().primal.wide());
            (primitive(name).domain)(&at.collect::<Vec<f64>>())
        }
    }
}

/// Whether two floats are so close that rounding decides which is less.
fn is_tie(x: &Value, y: &Value) -> bool {
    match (x, y) {
        (Value::Float(x), Value::Float(y)) => (x.primal.wide() - y.primal.wide()).abs() < 1e-6,
        _ => false,
    }
}

/// `x < y` of numbers of one type.
fn compare(comparison: Comparison, x: &Value, y: &Value) -> bool {
    let order = match (x, y) {
        (Value::Float(x), Value::Float(y)) => x.primal.wide().partial_cmp(&y.primal.wide()),
        _ => Some(x.integer().cmp(&y.integer())),
    };
    order.is_some_and(|order| match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
        Comparison::Equal => order.is_eq(),
        Comparison::Different => order.is_ne(),
    })
}

fn zero(ty: &Type) -> Value {
    match ty {
        Type::F64 | Type::F32 => Value::Float(Dual::constant(Primal::rounded(0.0, ty))),
        Type::I32 | Type::Usize | Type::Bool => Value::Integer(0),
        Type::Array(..) | Type::Tuple(_) => Value::List(ty.parts().iter().map(zero).collect()),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "as in the program")]
fn truncated(number: f64) -> i64 {
    number as i64
}

impl<'a> Machine<'a> {
    /// No variable has a value yet.
    #[must_use]
    pub fn new(functions: &'a [Function], bindings: usize) -> Self {
        Machine {
            functions,
            memory: vec![None; bindings],
            undefined: false,
            trips: TRIPS,
        }
    }

    /// Gives a variable a value.
    pub fn set(&mut self, id: Id, value: Value) {
        if self.memory.len() <= id {
            self.memory.resize(id + 1, None);
        }
        self.memory[id] = Some(value);
    }

    fn block(&mut self, block: &Block) -> Value {
        let flow = self.run(&block.stmts);
        assert!(matches!(flow, Flow::Next), "an operand is not left");
        self.value(&block.value)
    }

    fn run(&mut self, stmts: &[Stmt]) -> Flow {
        for stmt in stmts {
            match self.statement(stmt) {
                Flow::Next => {}
                exit => return exit,
            }
        }
        Flow::Next
    }

    /// Does what a statement says.
    pub fn statement(&mut self, stmt: &Stmt) -> Flow {
        match stmt {
            Stmt::Let { value: None, .. } => {}
            Stmt::Let {
                pattern,
                value: Some(value),
                ..
            } => {
                let value = self.value(value);
                self.bind(pattern, &value);
            }
            Stmt::Assign {
                place,
                operator,
                value,
            } => {
                let value = self.value(value);
                let value = match operator {
                    Some(operator) => {
                        let current = self.value(place);
                        self.binary(*operator, &current, &value)
                    }
                    None => value,
                };
                self.assign(place, value);
            }
            Stmt::Destructure { places, value } => {
                let value = self.value(value);
                for (place, part) in places.iter().zip(value.list()) {
                    self.assign(place, part.clone());
                }
            }
            Stmt::Const { id, value } => {
                let value = self.value(value);
                self.set(*id, value);
            }
            Stmt::Block(stmts) => return self.run(stmts),
            Stmt::If {
                condition,
                then,
                otherwise,
            } => {
                let taken = self.holds(condition);
                return self.run(if taken { then } else { otherwise });
            }
            Stmt::For {
                id,
                range,
                label,
                body,
                ..
            } => {
                let mut numbers = self.numbers(range).into_iter();
                return self.repeated(*label, body, |machine| {
                    let number = numbers.next();
                    number.is_some_and(|number| {
                        machine.set(*id, Value::Integer(number));
                        true
                    })
                });
            }
            Stmt::While {
                condition,
                label,
                body,
            } => return self.repeated(*label, body, |machine| machine.holds(condition)),
            Stmt::Break(label) => return Flow::Break(*label),
            Stmt::Continue(label) => return Flow::Continue(*label),
            Stmt::Return(value) => return Flow::Return(self.value(value)),
        }
        Flow::Next
    }

    /// What a range counts, in order.
    fn numbers(&mut self, range: &Range) -> Vec<i64> {
        let (start, end) = (self.value(&range.start), self.value(&range.end));
        let end = end.integer() + i64::from(range.inclusive);
        let numbers = start.integer()..end;
        match range.reversed {
            true => numbers.rev().collect(),
            false => numbers.collect(),
        }
    }

    /// Trips of a loop, as long as there is another.
    fn repeated(
        &mut self,
        label: Label,
        body: &[Stmt],
        mut another: impl FnMut(&mut Self) -> bool,
    ) -> Flow {
        let here = |to: &Option<Label>| to.is_none_or(|to| to == label);
        while another(self) {
            // What runs forever is undefined.
            let Some(left) = self.trips.checked_sub(1) else {
                self.undefined = true;
                return Flow::Next;
            };
            self.trips = left;
            match self.run(body) {
                Flow::Next => {}
                Flow::Break(to) if here(&to) => break,
                Flow::Continue(to) if here(&to) => {}
                exit => return exit,
            }
        }
        Flow::Next
    }

    fn holds(&mut self, condition: &Expr) -> bool {
        self.value(condition).integer() != 0
    }

    /// Gives the variables of a pattern their parts of a value.
    pub fn bind(&mut self, pattern: &Pattern, value: &Value) {
        match pattern {
            Pattern::Name(id) => self.set(*id, value.clone()),
            Pattern::Wild => {}
            Pattern::Tuple(parts) | Pattern::Array(parts) => {
                for (pattern, value) in parts.iter().zip(value.list()) {
                    self.bind(pattern, value);
                }
            }
        }
    }

    /// Overwrites a variable or a part of one.
    pub fn assign(&mut self, place: &Expr, value: Value) {
        match place {
            Expr::Var(id) => self.set(*id, value),
            _ => *self.part(place) = value,
        }
    }

    fn part(&mut self, place: &Expr) -> &mut Value {
        let (base, position) = match place {
            Expr::Index(base, index) => {
                let position = self.value(index).integer();
                (base, usize::try_from(position).unwrap_or(usize::MAX))
            }
            Expr::Field(base, field) => (base, *field),
            Expr::Var(id) => return self.memory[*id].as_mut().expect("an initialized variable"),
            other => unreachable!("not a place: {other:?}"),
        };
        let length = self.value(base).list().len();
        let position = self.within(position, length);
        match self.part(base) {
            Value::List(parts) => &mut parts[position],
            other => unreachable!("not a list: {other:?}"),
        }
    }

    /// An index; what is out of bounds is undefined.
    fn within(&mut self, index: usize, length: usize) -> usize {
        self.undefined |= index >= length;
        index.min(length - 1)
    }

    /// The value of an expression.
    ///
    /// # Panics
    /// If the program is not well formed.
    pub fn value(&mut self, expr: &Expr) -> Value {
        match expr {
            Expr::Float(number, ty) => Value::Float(Dual::constant(Primal::rounded(*number, ty))),
            Expr::Integer(number, _) => Value::Integer(*number),
            Expr::Var(id) => self.memory[*id].clone().expect("an initialized variable"),
            Expr::Index(array, index) => {
                let array = self.value(array);
                let index = usize::try_from(self.value(index).integer()).unwrap_or(usize::MAX);
                let index = self.within(index, array.list().len());
                array.list()[index].clone()
            }
            Expr::Field(tuple, field) => self.value(tuple).list()[*field].clone(),
            Expr::Negate(x) => match self.value(x) {
                Value::Float(dual) => Value::Float(dual.negated()),
                other => Value::Integer(-other.integer()),
            },
            Expr::Binary(operator, x, y) => {
                let x = self.value(x);
                let y = self.value(y);
                self.binary(*operator, &x, &y)
            }
            Expr::Method { name, operands, .. } => {
                let operands = self.values(operands);
                self.undefined |= *name == "clamp" && is_empty_range(&operands[1..]);
                self.undefined |= !is_in_domain(name, &operands);
                let result = method(name, &operands);
                self.defined(result)
            }
            Expr::Cast(x, ty) => cast(&self.value(x), ty),
            Expr::Constant(x) => self.value(x).detached(),
            Expr::Tuple(parts) | Expr::Array(parts) => Value::List(self.values(parts)),
            Expr::Repeat(x, length) => Value::List(vec![self.value(x); *length]),
            Expr::Call(callee, arguments) => {
                let arguments = self.values(arguments);
                let callee = &self.functions[*callee];
                call(callee, self.functions, &arguments).unwrap_or_else(|| {
                    self.undefined = true;
                    zero(&callee.result)
                })
            }
            Expr::Block(block) => self.block(block),
            Expr::If(condition, then, otherwise) => {
                let taken = self.holds(condition);
                self.block(if taken { then } else { otherwise })
            }
            Expr::Compare(comparison, x, y) => {
                let x = self.value(x);
                let y = self.value(y);
                self.undefined |= is_tie(&x, &y);
                Value::Integer(i64::from(compare(*comparison, &x, &y)))
            }
            Expr::Connected(connective, x, y) => {
                let x = self.holds(x);
                let decided = x == (*connective == Connective::Or);
                Value::Integer(i64::from(if decided { x } else { self.holds(y) }))
            }
            Expr::Not(x) => Value::Integer(i64::from(!self.holds(x))),
            Expr::Length(array) => {
                let length = self.value(array).list().len();
                Value::Integer(i64::try_from(length).unwrap_or(i64::MAX))
            }
        }
    }

    fn binary(&mut self, operator: Operator, x: &Value, y: &Value) -> Value {
        self.undefined |= !is_defined(operator, x, y);
        self.defined(binary(operator, x, y))
    }

    fn defined(&mut self, result: Value) -> Value {
        let finite = |dual: Dual| dual.primal.wide().is_finite() && dual.magnitude.is_finite();
        self.undefined |= !result.floats().into_iter().all(finite);
        result
    }

    fn values(&mut self, exprs: &[Expr]) -> Vec<Value> {
        exprs.iter().map(|expr| self.value(expr)).collect()
    }
}
