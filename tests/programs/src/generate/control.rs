//! Branches and loops, one production for each kind.
//!
//! All arms of a branch are generated with the values before it; what follows goes on with those
//! of the arm that is taken. The body of a loop is generated with the values of the first trip;
//! whether all others are well defined, too, shows when the whole loop is run.

use super::expression::moves;
use super::{Generator, LIMIT, Made};
use crate::ast::{
    Adaptor, Block, Chain, Comparison, Connective, Expr, Id, Label, Operator, Passing, Pattern,
    Source, Stmt, Type,
};
use crate::dual::Value;

/// The magnitude of what may be active, and is constant where the program is generated.
pub(super) const TRACE: f64 = 1e-30;

/// The blocks around that a statement may leave.
#[derive(Clone, Default)]
pub(super) struct Exits {
    /// Whether the function is one of them.
    pub(super) function: bool,
    /// The loops, innermost last.
    pub(super) loops: Vec<Label>,
}

/// The variable of a `for` loop, and what it counts.
#[derive(Clone, Copy)]
pub(super) struct Counter {
    pub(super) id: Id,
    pub(super) first: usize,
    pub(super) last: usize,
}

const COMPARISONS: [Comparison; 6] = [
    Comparison::Less,
    Comparison::AtMost,
    Comparison::Greater,
    Comparison::AtLeast,
    Comparison::Equal,
    Comparison::Different,
];

impl Generator<'_> {
    /// `x < y`
    pub(super) fn comparison(&mut self, _: &Type, _: u32) -> Option<Made> {
        self.pure += 1;
        // The language takes no closures over what is active apart in a condition.
        self.without_closures += 1;
        let ty = match self.random.below(3) {
            0 => [Type::I32, Type::Usize][self.random.below(2)].clone(),
            _ => self.float(),
        };
        let (x, y) = (self.expression(&ty, 2), self.expression(&ty, 1));
        self.without_closures -= 1;
        self.pure -= 1;
        let last = if ty.is_float() { 4 } else { 6 };
        let comparison = COMPARISONS[self.random.below(last)];
        // A literal has no type of its own.
        self.function.is_known(&x.expr).then_some(())?;
        Some(self.evaluated(Expr::Compare(comparison, x.expr.into(), y.expr.into())))
    }

    /// `x && y`
    pub(super) fn connected(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let (x, y) = (
            self.expression(ty, depth - 1),
            self.expression(ty, depth - 1),
        );
        let connective = [Connective::And, Connective::Or][self.random.below(2)];
        Some(self.evaluated(Expr::Connected(connective, x.expr.into(), y.expr.into())))
    }

    /// `!x`
    pub(super) fn contrary(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let x = self.expression(ty, depth - 1);
        Some(self.evaluated(Expr::Not(x.expr.into())))
    }

    fn evaluated(&mut self, expr: Expr) -> Made {
        Made {
            value: self.machine.value(&expr),
            expr,
        }
    }

    pub(super) fn condition(&mut self) -> Made {
        if self.random.one_in(6)
            && let Some(made) = self.selector(&Type::Bool)
        {
            return made;
        }
        self.pure += 1;
        let made = self.expression(&Type::Bool, 2);
        self.pure -= 1;
        made
    }

    /// `is_below(x, y)`, `place_below(x, y)`
    pub(super) fn selector(&mut self, ty: &Type) -> Option<Made> {
        self.pure += 1;
        self.without_closures += 1;
        let float = self.float();
        let (x, y) = (self.expression(&float, 1), self.expression(&float, 1));
        self.without_closures -= 1;
        self.pure -= 1;
        // A literal has no type of its own.
        let is_known = self.function.is_known(&x.expr) && self.function.is_known(&y.expr);
        is_known.then(|| self.evaluated(Expr::Selected(ty.clone(), x.expr.into(), y.expr.into())))
    }

    /// `let flag = x < y;`
    pub(super) fn flag(&mut self) -> Option<Stmt> {
        let made = self.condition();
        let name = self.fresh_name();
        let id = self.declare(name, Type::Bool, false, Passing::Value);
        self.machine.set(id, made.value);
        Some(Stmt::Let {
            pattern: Pattern::Name(id),
            // It may be used as no condition, which would tell.
            ascription: matches!(made.expr, Expr::Selected(..)).then_some(Type::Bool),
            value: Some(made.expr),
        })
    }

    /// `let mut k = 0;`
    pub(super) fn mutable_integer(&mut self) -> Option<Stmt> {
        let ty = [Type::I32, Type::Usize][self.random.below(2)].clone();
        let made = self.literals(&ty);
        let name = self.fresh_name();
        let id = self.declare(name, ty.clone(), true, Passing::Value);
        self.integers.push(id);
        self.machine.set(id, made.value);
        Some(Stmt::Let {
            pattern: Pattern::Name(id),
            ascription: Some(ty),
            value: Some(made.expr),
        })
    }

    /// `k += 1;`
    pub(super) fn counting(&mut self) -> Option<Stmt> {
        let id = self.mutable_integers().pop()?;
        let stmt = self.increment(id);
        self.machine.statement(&stmt);
        Some(stmt)
    }

    fn increment(&mut self, id: Id) -> Stmt {
        let ty = self.function.bindings[id].ty.clone();
        self.writes += 1;
        Stmt::Assign {
            place: Expr::Var(id),
            operator: Some(Operator::Add),
            value: Expr::Integer(1, ty),
        }
    }

    /// Mutable integers that no loop around counts with.
    fn mutable_integers(&self) -> Vec<Id> {
        let mut visible = self.visible();
        visible.retain(|id| {
            let binding = &self.function.bindings[*id];
            binding.mutable && binding.ty.is_integer() && !self.counting.contains(id)
        });
        visible
    }

    /// `if condition { … } else { … }`
    pub(super) fn conditional(&mut self) -> Option<Stmt> {
        if self.depth > 2 {
            return None;
        }
        let condition = self.condition();
        let otherwise: fn(&mut Self) -> Vec<Stmt> = match self.random.below(4) {
            0 | 1 => |_| Vec::new(),
            2 => |this| {
                this.depth += 1;
                let chain = this.conditional();
                this.depth -= 1;
                chain.into_iter().collect()
            },
            _ => Self::arm,
        };
        let taken = condition.value.integer() != 0;
        let (then, otherwise) = self.alternatives(taken, Self::arm, otherwise);
        (!then.is_empty()).then_some(Stmt::If {
            condition: condition.expr,
            then,
            otherwise,
        })
    }

    /// `if condition { …; break; }`
    pub(super) fn guarded_exit(&mut self) -> Option<Stmt> {
        let exits = self.exits.clone();
        let ways = usize::from(exits.function) + 2 * exits.loops.len();
        if ways == 0 || self.depth > 3 {
            return None;
        }
        let condition = self.condition();
        let before = self.machine.memory.clone();
        let then = self.statements_of_block(2, |this| Some(this.exit(&exits)));
        self.machine.memory = before;
        let otherwise = match self.random.one_in(4) {
            true => self.arm(),
            false => Vec::new(),
        };
        Some(Stmt::If {
            condition: condition.expr,
            then,
            otherwise,
        })
    }

    pub(super) fn exit(&mut self, exits: &Exits) -> Stmt {
        let Some(innermost) = exits.loops.last() else {
            return self.early_return();
        };
        if exits.function && self.random.one_in(3) {
            return self.early_return();
        }
        let label = *self.random.pick(&exits.loops).unwrap_or(innermost);
        let label = (label != *innermost || self.random.one_in(4)).then_some(label);
        match self.random.one_in(2) {
            true => Stmt::Break(label),
            false => Stmt::Continue(label),
        }
    }

    fn early_return(&mut self) -> Stmt {
        let ty = self.function.result.clone();
        self.returns = true;
        self.pure += 1;
        let made = self.expression(&ty, 2);
        self.pure -= 1;
        Stmt::Return(made.expr)
    }

    /// The statements of an arm.
    fn arm(&mut self) -> Vec<Stmt> {
        self.statements_of_block(3, |_| None)
    }

    /// At most so many statements that run conditionally or again, and perhaps a last one.
    pub(super) fn statements_of_block(
        &mut self,
        most: usize,
        last: impl FnOnce(&mut Self) -> Option<Stmt>,
    ) -> Vec<Stmt> {
        // What is declared outside is not initialized here.
        let floor = std::mem::replace(&mut self.floor, self.scope.len());
        let indices = self.indices.len();
        let (mut stmts, last) = self.in_block(
            |this| {
                let length = 1 + this.random.below(most);
                (0..length).filter_map(|_| this.statement()).collect()
            },
            last,
        );
        self.indices.truncate(indices);
        self.floor = floor;
        stmts.extend(last);
        stmts
    }

    /// Two arms, each from what is known before both; afterwards, what the one taken leaves.
    pub(super) fn alternatives<A>(
        &mut self,
        taken: bool,
        first: impl FnOnce(&mut Self) -> A,
        second: impl FnOnce(&mut Self) -> A,
    ) -> (A, A) {
        let before = self.machine.memory.clone();
        let first = first(self);
        let after_first = std::mem::replace(&mut self.machine.memory, before);
        let second = second(self);
        let after_second = std::mem::take(&mut self.machine.memory);
        let (mut memory, other) = match taken {
            true => (after_first, after_second),
            false => (after_second, after_first),
        };
        trace(&mut memory, &other);
        self.machine.memory = memory;
        (first, second)
    }

    /// `if condition { x } else { y }`
    pub(super) fn alternative(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        if self.depth > 1 {
            return None;
        }
        let memory = self.machine.memory.clone();
        let condition = self.condition();
        let exits = std::mem::take(&mut self.exits);
        let taken = condition.value.integer() != 0;
        let arm = |this: &mut Self| this.arm_of_expression(ty, depth);
        let (then, otherwise) = self.alternatives(taken, arm, arm);
        self.exits = exits;
        // The language refuses derivatives inside a value through which none flows.
        if !moves(&then.1) || !moves(&otherwise.1) {
            self.machine.memory = memory;
            return None;
        }
        let value = if taken { then.1 } else { otherwise.1 };
        let expr = Expr::If(condition.expr.into(), then.0, otherwise.0);
        Some(Made { expr, value })
    }

    pub(super) fn arm_of_expression(&mut self, ty: &Type, depth: u32) -> (Block, Value) {
        let floor = std::mem::replace(&mut self.floor, self.scope.len());
        let indices = self.indices.len();
        let (stmts, made) = self.in_block(
            |this| {
                let length = this.random.below(2);
                let stmts = (0..length).filter_map(|_| this.statement_of_expression());
                stmts.collect()
            },
            |this| this.expression(ty, depth - 1),
        );
        self.indices.truncate(indices);
        self.floor = floor;
        let value = Box::new(made.expr);
        (Block { stmts, value }, made.value)
    }

    /// `for i in 0..3 { … }`
    pub(super) fn counted_loop(&mut self) -> Option<Stmt> {
        if self.depth > 2 {
            return None;
        }
        let (first, trips) = (self.random.below(2), 1 + self.random.below(3));
        let ty = match self.random.one_in(5) {
            true => Type::I32,
            false => Type::Usize,
        };
        let (inclusive, reversed) = (self.random.one_in(4), self.random.one_in(3));
        let last = first + trips - 1;
        let end = if inclusive { last } else { last + 1 };
        let chain = Chain {
            source: Source::Range {
                start: Expr::Integer(integer(first), ty.clone()),
                end: self.end(end, &ty),
                inclusive,
            },
            adaptors: match reversed {
                true => vec![Adaptor::Rev],
                false => Vec::new(),
            },
        };
        let label = self.label();
        let outside = self.scope.len();
        let name = self.name();
        let id = self.declare(name, ty.clone(), false, Passing::Value);
        let start = if reversed { last } else { first };
        self.machine.set(id, Value::Integer(integer(start)));
        if ty == Type::Usize {
            self.counters.push(Counter { id, first, last });
        }
        let body = self.body_of_loop(label, Vec::new());
        self.counters.retain(|counter| counter.id != id);
        self.scope.truncate(outside);
        // That of every third variable is, and then keeps up to three states.
        // What is as it was before the loop is bound again, which a receiver cannot be.
        let kept = id.is_multiple_of(3) && !self.function.is_method();
        let checkpoint = kept.then_some(id / 3 % 4);
        self.run_again(Stmt::For {
            pattern: Pattern::Name(id),
            chain,
            label,
            checkpoint,
            body: body?,
            each: false,
        })
    }

    /// The end of a range: a literal, the length of an array, or a variable.
    pub(super) fn end(&mut self, end: usize, ty: &Type) -> Expr {
        let literal = Expr::Integer(integer(end), ty.clone());
        if *ty != Type::Usize || self.random.one_in(2) {
            return literal;
        }
        let visible = self.visible();
        let as_long = visible.iter().filter(|id| {
            let ty = &self.function.bindings[**id].ty;
            matches!(ty, Type::Array(_, length) if *length == end)
        });
        let lengths = as_long.map(|id| Expr::Length(Box::new(Expr::Var(*id))));
        let equal = visible.iter().filter(|id| {
            let value = self.machine.memory[**id].as_ref();
            self.indices.contains(id) && value == Some(&Value::Integer(integer(end)))
        });
        let ends: Vec<Expr> = lengths.chain(equal.map(|id| Expr::Var(*id))).collect();
        self.random.pick(&ends).cloned().unwrap_or(literal)
    }

    /// `while k < 3 { k += 1; … }`
    pub(super) fn conditional_loop(&mut self) -> Option<Stmt> {
        let counters = self.mutable_integers();
        let id = *self.random.pick(&counters)?;
        if self.depth > 2 {
            return None;
        }
        let ty = self.function.bindings[id].ty.clone();
        let start = self.machine.memory[id].as_ref()?.integer();
        let trips = 1 + integer(self.random.below(3));
        let end = Expr::Integer(start + trips, ty);
        let condition = Expr::Compare(Comparison::Less, Expr::Var(id).into(), end.into());
        let condition = match self.random.below(6) {
            0 if self.integers.contains(&id) => Expr::Fits(
                Pattern::Numbers(start, start + trips - 1),
                Expr::Var(id).into(),
            ),
            1 | 2 => {
                let other = self.condition();
                Expr::Connected(Connective::And, condition.into(), other.expr.into())
            }
            _ => condition,
        };
        let label = self.label();
        let before = self.machine.memory.clone();
        let increment = self.increment(id);
        self.machine.statement(&increment);
        self.counting.push(id);
        let body = self.body_of_loop(label, vec![increment]);
        self.counting.pop();
        let mut memory = before;
        trace(&mut memory, &self.machine.memory);
        self.machine.memory[..memory.len()].clone_from_slice(&memory);
        self.run_again(Stmt::While {
            condition,
            label,
            body: body?,
        })
    }

    pub(super) fn label(&mut self) -> Label {
        self.labels += 1;
        self.labels
    }

    /// The body of a loop; the values are those before the loop again.
    pub(super) fn body_of_loop(&mut self, label: Label, mut body: Vec<Stmt>) -> Option<Vec<Stmt>> {
        let mut before = self.machine.memory.clone();
        self.exits.loops.push(label);
        body.extend(self.statements_of_block(4, |_| None));
        self.exits.loops.pop();
        trace(&mut before, &self.machine.memory);
        self.machine.memory[..before.len()].clone_from_slice(&before);
        (!body.is_empty()).then_some(body)
    }

    /// A loop, if all its trips are well defined.
    pub(super) fn run_again(&mut self, stmt: Stmt) -> Option<Stmt> {
        let before = self.machine.memory.clone();
        self.machine.undefined = false;
        self.machine.statement(&stmt);
        let memory = self.machine.memory.iter().flatten();
        let moderate = memory.clone().all(|value| value.is_moderate(LIMIT));
        if self.machine.undefined || !moderate {
            self.machine.undefined = false;
            self.machine.memory = before;
            return None;
        }
        trace(&mut self.machine.memory, &before);
        Some(stmt)
    }
}

pub(super) fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(0)
}

/// Leaves a trace in what is constant, where it is not in another state of the memory.
pub(super) fn trace(memory: &mut [Option<Value>], other: &[Option<Value>]) {
    for (value, other) in memory.iter_mut().zip(other) {
        if let (Some(value), Some(other)) = (value, other) {
            trace_value(value, other);
        }
    }
}

fn trace_value(value: &mut Value, other: &Value) {
    match (value, other) {
        (Value::Float(value), Value::Float(other)) if other.magnitude > 0.0 => {
            value.magnitude = value.magnitude.max(TRACE);
        }
        (Value::List(parts), Value::List(others)) => {
            for (part, other) in parts.iter_mut().zip(others) {
                trace_value(part, other);
            }
        }
        _ => {}
    }
}
