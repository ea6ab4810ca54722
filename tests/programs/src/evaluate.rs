//! What a program computes, and its derivative along a direction.

mod chain;
mod number;

use crate::ast::{
    Arm, Block, Comparison, Connective, Expr, Function, Id, Label, Operator, Pattern, Stmt,
};
use crate::dual::{Dual, Primal, Value};
pub use number::{binary, cast, is_defined, method};
use number::{compare, is_empty_range, is_in_domain, is_tie, zero};

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
    invoke(function, functions, arguments).map(|(value, _)| value)
}

/// The same, and what is left in each parameter.
fn invoke(
    function: &Function,
    functions: &[Function],
    arguments: &[Value],
) -> Option<(Value, Vec<Option<Value>>)> {
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
    let left = function.params.iter();
    let left = left.map(|param| machine.memory[param.id].take());
    let left = left.collect();
    (!machine.undefined).then_some((value, left))
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

    /// The value of a block that is not left.
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
                pattern,
                chain,
                label,
                body,
                ..
            } => {
                let mut items = self.items(chain).into_iter();
                return self.repeated(*label, |machine| {
                    let (item, position) = items.next()?;
                    machine.bind(pattern, &item);
                    let flow = machine.run(body);
                    machine.write_back(chain, pattern, position);
                    Some(flow)
                });
            }
            Stmt::While {
                condition,
                label,
                body,
            } => {
                return self.repeated(*label, |machine| {
                    machine.holds(condition).then(|| machine.run(body))
                });
            }
            Stmt::Match(value, arms) => {
                let value = self.value(value);
                let taken = self.taken(arms, &value);
                return self.run(&arms[taken].body);
            }
            Stmt::LetElse {
                pattern,
                value,
                otherwise,
            } => {
                let value = self.value(value);
                if !self.fits(pattern, &value) {
                    return self.run(otherwise);
                }
            }
            Stmt::Closure { id, closure, .. } => {
                let captured = self.captured(closure);
                self.set(*id, captured);
            }
            Stmt::Change(method, place, arguments) => {
                let arguments = self.values(arguments);
                self.changed(*method, place, &arguments);
            }
            Stmt::Exchange(one, other) => {
                let (first, second) = (self.value(one), self.value(other));
                self.assign(one, second);
                self.assign(other, first);
            }
            Stmt::Effect(value) => {
                self.value(value);
            }
            Stmt::Break(label) => return Flow::Break(*label),
            Stmt::Continue(label) => return Flow::Continue(*label),
            Stmt::Return(value) => return Flow::Return(self.value(value)),
        }
        Flow::Next
    }

    /// Trips of a loop, as long as there is another.
    fn repeated(&mut self, label: Label, mut trip: impl FnMut(&mut Self) -> Option<Flow>) -> Flow {
        let here = |to: &Option<Label>| to.is_none_or(|to| to == label);
        while let Some(flow) = trip(self) {
            // What runs forever is undefined.
            let Some(left) = self.trips.checked_sub(1) else {
                self.undefined = true;
                return Flow::Next;
            };
            self.trips = left;
            match flow {
                Flow::Next => {}
                Flow::Break(to) if here(&to) => break,
                Flow::Continue(to) if here(&to) => {}
                exit => return exit,
            }
        }
        Flow::Next
    }

    /// The first arm that fits; where there is none, the program is not well formed.
    pub fn taken<B>(&mut self, arms: &[Arm<B>], value: &Value) -> usize {
        let taken = arms.iter().position(|arm| {
            let fits = self.fits(&arm.pattern, value);
            fits && arm.guard.as_ref().is_none_or(|guard| self.holds(guard))
        });
        self.undefined |= taken.is_none();
        taken.unwrap_or(0)
    }

    fn holds(&mut self, condition: &Expr) -> bool {
        self.value(condition).integer() != 0
    }

    /// Gives the variables of a pattern their parts of a value.
    pub fn bind(&mut self, pattern: &Pattern, value: &Value) {
        self.undefined |= !self.fits(pattern, value);
    }

    /// Whether a pattern fits a value; its variables are given their parts.
    pub fn fits(&mut self, pattern: &Pattern, value: &Value) -> bool {
        match pattern {
            Pattern::Name(id) => {
                self.set(*id, value.clone());
                true
            }
            Pattern::At(id, inner) => {
                self.set(*id, value.clone());
                self.fits(inner, value)
            }
            Pattern::Wild => true,
            Pattern::Number(number) => value.integer() == *number,
            Pattern::Numbers(first, last) => (*first..=*last).contains(&value.integer()),
            Pattern::Reference(inner) => self.fits(inner, value),
            Pattern::Or(cases) => cases.iter().any(|case| self.fits(case, value)),
            Pattern::Tuple(parts) | Pattern::Array(parts) | Pattern::Struct(_, parts) => {
                let mut parts = parts.iter().zip(value.list());
                parts.all(|(pattern, value)| self.fits(pattern, value))
            }
        }
    }

    /// Overwrites a variable or a part of one.
    pub fn assign(&mut self, place: &Expr, value: Value) {
        match place {
            Expr::Var(id) => self.set(*id, value),
            Expr::Part(base, start, end) => {
                let mut whole = self.value(base).list().to_vec();
                self.undefined |= *end > whole.len() || value.list().len() != end - start;
                for (part, value) in whole.iter_mut().skip(*start).zip(value.list()) {
                    part.clone_from(value);
                }
                self.assign(base, Value::List(whole));
            }
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
        index.min(length.saturating_sub(1))
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
                // Of nothing there is no element.
                let element = array.list().get(index).cloned();
                element.unwrap_or_else(|| Value::Float(Dual::constant(Primal::Double(0.0))))
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
            Expr::Struct { of, parts, rest } => {
                let given: Vec<(usize, Value)> = parts
                    .iter()
                    .map(|(position, part)| (*position, self.value(part)))
                    .collect();
                let mut fields = match rest {
                    Some(rest) => self.value(rest).list().to_vec(),
                    None => vec![Value::Integer(0); of.fields.len()],
                };
                for (position, value) in given {
                    fields[position] = value;
                }
                Value::List(fields)
            }
            Expr::Call(callee, arguments) => {
                let values = self.values(arguments);
                let callee = &self.functions[*callee];
                let Some((value, left)) = invoke(callee, self.functions, &values) else {
                    self.undefined = true;
                    return zero(&callee.result);
                };
                for (argument, left) in arguments.iter().zip(left) {
                    if let (Expr::Mutable(place), Some(left)) = (argument, left) {
                        self.assign(place, left);
                    }
                }
                value
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
            Expr::Selected(_, x, y) => {
                let (x, y) = (self.value(x), self.value(y));
                self.undefined |= is_tie(&x, &y);
                Value::Integer(i64::from(compare(Comparison::Less, &x, &y)))
            }
            Expr::Connected(connective, x, y) => {
                let x = self.holds(x);
                let decided = x == (*connective == Connective::Or);
                Value::Integer(i64::from(if decided { x } else { self.holds(y) }))
            }
            Expr::Not(x) => Value::Integer(i64::from(!self.holds(x))),
            Expr::Fits(pattern, value) => {
                let value = self.value(value);
                Value::Integer(i64::from(self.fits(pattern, &value)))
            }
            Expr::Match(value, arms) => {
                let value = self.value(value);
                let taken = self.taken(arms, &value);
                self.block(&arms[taken].body)
            }
            Expr::Chain(chain, end) => self.ended(chain, end),
            Expr::Apply(id, arguments) => {
                let arguments = self.values(arguments);
                self.applied(*id, &arguments)
            }
            Expr::Part(of, start, end) => {
                let of = self.value(of);
                let parts = of.list().get(*start..*end);
                self.undefined |= parts.is_none();
                Value::List(parts.unwrap_or(of.list()).to_vec())
            }
            Expr::Split(of, left, right) => {
                let of = self.value(of);
                self.undefined |= of.list().len() != left + right;
                let (left, right) = of.list().split_at((*left).min(of.list().len()));
                let parts = [left, right].map(|part| Value::List(part.to_vec()));
                Value::List(parts.into())
            }
            Expr::Owned(x) | Expr::Mutable(x) => self.value(x),
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
