//! `match`, `if let` and `let … else` on integers, and `match` on numbers that guards compare.

use super::control::{integer, trace};
use super::expression::{moves, packed};
use super::{Generator, Made};
use crate::ast::{Arm, Block, Expr, Operator, Passing, Pattern, Stmt, Type};
use crate::dual::Value;
use crate::evaluate::Flow;

impl Generator<'_> {
    /// An integer, or a pair of them.
    fn scrutinee(&mut self) -> (Made, Type) {
        let mut ty = [Type::I32, Type::Usize][self.random.below(2)].clone();
        if self.random.one_in(4) {
            ty = Type::Tuple(vec![ty, Type::Usize]);
        }
        let made = match ty.parts().as_slice() {
            [] => self.plain_integer(&ty),
            parts => {
                let parts = parts.iter().map(|part| self.plain_integer(part));
                let parts = parts.collect();
                packed(&ty, parts)
            }
        };
        (made, ty)
    }

    /// The same, or a number that guards compare, or one beside an integer.
    fn scrutinee_of_match(&mut self) -> Option<(Made, Type)> {
        if !self.random.one_in(4) {
            return Some(self.scrutinee());
        }
        let number = self.expression(&Type::F64, 2);
        if !moves(&number.value) || !self.function.is_known(&number.expr) {
            return None;
        }
        if self.random.one_in(2) {
            return Some((number, Type::F64));
        }
        let ty = Type::Tuple(vec![Type::F64, Type::Usize]);
        let integer = self.plain_integer(&Type::Usize);
        Some((packed(&ty, vec![number, integer]), ty))
    }

    /// An integer that is no part of something active, or made of some.
    fn plain_integer(&mut self, ty: &Type) -> Made {
        let mut visible = self.visible();
        visible.retain(|id| {
            let binding = &self.function.bindings[*id];
            let counts = self.counters.iter().any(|counter| counter.id == *id);
            let plain = self.indices.contains(id) || self.integers.contains(id) || counts;
            binding.ty == *ty && plain
        });
        let Some(id) = self.random.pick(&visible).copied() else {
            return self.literals(ty);
        };
        let variable = Expr::Var(id);
        let expr = match self.random.one_in(4) {
            true => {
                let one = Box::new(Expr::Integer(1, ty.clone()));
                Expr::Binary(Operator::Add, Box::new(variable), one)
            }
            false => variable,
        };
        Made {
            value: self.machine.value(&expr),
            expr,
        }
    }

    /// A pattern that may fit or not.
    fn case(&mut self, ty: &Type) -> Pattern {
        if let Type::Tuple(parts) = ty {
            let refutable = self.random.below(parts.len());
            let parts = parts.iter().enumerate().map(|(index, part)| {
                match index != refutable && self.random.one_in(3) {
                    true => self.whatever(part),
                    false => self.case(part),
                }
            });
            return Pattern::Tuple(parts.collect());
        }
        if ty.is_float() {
            let name = self.fresh_name();
            return Pattern::Name(self.declare(name, ty.clone(), false, Passing::Value));
        }
        let number = |this: &mut Self| integer(this.random.below(4));
        match self.random.below(6) {
            0 => {
                let first = number(self);
                Pattern::Numbers(first, first + number(self))
            }
            1 => Pattern::Or(vec![
                Pattern::Number(number(self)),
                Pattern::Number(number(self) + 4),
            ]),
            2 => {
                let first = number(self);
                let inner = Pattern::Numbers(first, first + 2);
                let name = self.fresh_name();
                let id = self.declare(name, ty.clone(), false, Passing::Value);
                Pattern::At(id, Box::new(inner))
            }
            _ => Pattern::Number(number(self)),
        }
    }

    /// A pattern that fits.
    fn whatever(&mut self, ty: &Type) -> Pattern {
        if let Type::Tuple(parts) = ty
            && self.random.one_in(2)
        {
            let parts = parts.iter().map(|part| self.whatever(part));
            return Pattern::Tuple(parts.collect());
        }
        if ty.parts().is_empty() && self.random.one_in(2) {
            let name = self.fresh_name();
            return Pattern::Name(self.declare(name, ty.clone(), false, Passing::Value));
        }
        Pattern::Wild
    }

    /// The arms of a `match`, each from what is known before; afterwards, what the one taken leaves.
    fn arms<B>(
        &mut self,
        value: &Value,
        ty: &Type,
        body: &mut dyn FnMut(&mut Self) -> B,
    ) -> (Vec<Arm<B>>, usize) {
        let count = 1 + self.random.below(3);
        let before = self.machine.memory.clone();
        let (mut arms, mut after) = (Vec::new(), Vec::new());
        for index in 0..=count {
            let outside = self.scope.len();
            let last = index == count;
            let pattern = match last {
                true => self.whatever(ty),
                false => self.case(ty),
            };
            for (id, part) in bound_parts(&pattern, value) {
                self.machine.set(id, part);
            }
            let compared = ty.any(&Type::is_float);
            let guard =
                (!last && (compared || self.random.one_in(3))).then(|| self.condition().expr);
            let body = body(self);
            self.scope.truncate(outside);
            let memory = std::mem::replace(&mut self.machine.memory, before.clone());
            after.push(memory);
            arms.push(Arm {
                pattern,
                guard,
                body,
            });
        }
        let taken = self.machine.taken(&arms, value);
        let mut memory = after[taken].clone();
        for other in &after {
            trace(&mut memory, other);
        }
        self.machine.memory = memory;
        (arms, taken)
    }

    /// `match n { 0 => { … } _ => { … } }`
    pub(super) fn selection(&mut self) -> Option<Stmt> {
        if self.depth > 2 {
            return None;
        }
        let (made, ty) = self.scrutinee_of_match()?;
        let (arms, _) = self.arms(&made.value, &ty, &mut |this| {
            this.statements_of_block(2, |_| None)
        });
        Some(Stmt::Match(made.expr, arms))
    }

    /// `match n { 0 => x, _ => y }`
    pub(super) fn selected(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        if self.depth > 1 {
            return None;
        }
        let memory = self.machine.memory.clone();
        let (made, of) = self.scrutinee_of_match()?;
        let exits = std::mem::take(&mut self.exits);
        let mut values = Vec::new();
        let (arms, taken) = self.arms(&made.value, &of, &mut |this| {
            let (block, value) = this.arm_of_expression(ty, depth);
            values.push(value);
            block
        });
        self.exits = exits;
        // The language refuses derivatives inside a value through which none flows.
        if !values.iter().all(moves) {
            self.machine.memory = memory;
            return None;
        }
        let arms: Vec<Arm<Block>> = arms;
        Some(Made {
            expr: Expr::Match(Box::new(made.expr), arms),
            value: values.swap_remove(taken),
        })
    }

    /// `if let 0 | 2 = n { … } else { … }`
    pub(super) fn fitting(&mut self) -> Option<Stmt> {
        if self.depth > 2 {
            return None;
        }
        let (made, ty) = self.scrutinee();
        let outside = self.scope.len();
        let pattern = self.case(&ty);
        for (id, part) in bound_parts(&pattern, &made.value) {
            self.machine.set(id, part);
        }
        let fits = self.machine.fits(&pattern, &made.value);
        let otherwise = self.random.one_in(2);
        let (then, otherwise) = self.alternatives(
            fits,
            |this| {
                let then = this.statements_of_block(2, |_| None);
                this.scope.truncate(outside);
                then
            },
            |this| {
                this.scope.truncate(outside);
                match otherwise {
                    true => this.statements_of_block(2, |_| None),
                    false => Vec::new(),
                }
            },
        );
        (!then.is_empty()).then_some(Stmt::If {
            condition: Expr::Fits(pattern, Box::new(made.expr)),
            then,
            otherwise,
        })
    }

    /// `let n @ 0..=2 = m else { …; break; };`
    pub(super) fn fitting_or_exit(&mut self) -> Option<Stmt> {
        let exits = self.exits.clone();
        if (!exits.function && exits.loops.is_empty()) || self.depth > 3 {
            return None;
        }
        let (made, ty) = self.scrutinee();
        let before = self.machine.memory.clone();
        let otherwise = self.statements_of_block(2, |this| Some(this.exit(&exits)));
        self.machine.memory = before;
        let pattern = self.case(&ty);
        for (id, part) in bound_parts(&pattern, &made.value) {
            self.machine.set(id, part);
        }
        let stmt = Stmt::LetElse {
            pattern,
            value: made.expr,
            otherwise,
        };
        // What is bound must be what was bound to it, so that it can be counted with.
        let bound = stmt.bound();
        if matches!(self.machine.statement(&stmt), Flow::Next) {
            return Some(stmt);
        }
        for id in bound {
            self.machine.memory[id].get_or_insert(Value::Integer(0));
        }
        Some(stmt)
    }
}

/// The variables of a pattern with their parts of a value, whether it fits or not.
fn bound_parts(pattern: &Pattern, value: &Value) -> Vec<(usize, Value)> {
    match pattern {
        Pattern::Name(id) | Pattern::At(id, _) => vec![(*id, value.clone())],
        Pattern::Tuple(parts) => {
            let parts = parts.iter().zip(value.list());
            parts
                .flat_map(|(pattern, value)| bound_parts(pattern, value))
                .collect()
        }
        _ => Vec::new(),
    }
}
