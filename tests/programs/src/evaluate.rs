//! What a program computes, and its derivative along a direction.

use crate::ast::{Block, Expr, Function, Id, Operator, Pattern, Stmt, Type};
use crate::dual::{Dual, Primal, Value};
use crate::primitives::primitive;

/// The variables of a call under way.
pub struct Machine<'a> {
    functions: &'a [Function],
    /// A value for each binding that has one yet.
    pub memory: Vec<Option<Value>>,
    /// Whether compiled code would have undefined, or left the domain of an operation.
    undefined: bool,
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
    let value = machine.block(&function.body);
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

fn zero(ty: &Type) -> Value {
    match ty {
        Type::F64 | Type::F32 => Value::Float(Dual::constant(Primal::rounded(0.0, ty))),
        Type::I32 | Type::Usize => Value::Integer(0),
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
        self.run(&block.stmts);
        self.value(&block.value)
    }

    fn run(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.statement(stmt);
        }
    }

    fn statement(&mut self, stmt: &Stmt) {
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
                        let result = binary(*operator, &self.value(place), &value);
                        self.defined(result)
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
            Stmt::Block(stmts) => self.run(stmts),
        }
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
        match self.part(base) {
            Value::List(parts) => &mut parts[position],
            other => unreachable!("not a list: {other:?}"),
        }
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
                array.list()[index].clone()
            }
            Expr::Field(tuple, field) => self.value(tuple).list()[*field].clone(),
            Expr::Negate(x) => match self.value(x) {
                Value::Float(dual) => Value::Float(dual.negated()),
                other => Value::Integer(-other.integer()),
            },
            Expr::Binary(operator, x, y) => {
                let x = self.value(x);
                let result = binary(*operator, &x, &self.value(y));
                self.defined(result)
            }
            Expr::Method { name, operands, .. } => {
                let operands = self.values(operands);
                self.undefined |= *name == "clamp" && is_empty_range(&operands[1..]);
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
        }
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
