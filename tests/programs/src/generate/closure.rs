//! Closures bound by `let`.

use super::chain::traced;
use super::expression::moves;
use super::{Generator, LIMIT, Made};
use crate::ast::{Closure, Expr, Id, Passing, Pattern, Stmt, Type};

impl Generator<'_> {
    /// `let g = |x: f64, y: f64| value;`
    pub(super) fn closure(&mut self) -> Option<Stmt> {
        if self.depth > 2 {
            return None;
        }
        let ty = match self.random.below(6) {
            5 => self.struct_type().unwrap_or(Type::F64),
            0 => self.tuple_type(),
            1 => self.array_type(),
            _ => self.float(),
        };
        let outside = self.scope.len();
        let first = self.function.bindings.len();
        let (mut types, mut params) = (Vec::new(), Vec::new());
        for _ in 0..self.random.below(3) {
            let ty = match self.random.below(7) {
                6 => self.struct_type().unwrap_or(Type::F64),
                0 => self.tuple_type(),
                1 => self.array_type(),
                2 => Type::Usize,
                _ => self.float(),
            };
            let value = traced(&self.literals(&ty).value);
            let name = self.fresh_name();
            let id = self.declare(name, ty.clone(), false, Passing::Value);
            self.machine.set(id, value);
            params.push(Pattern::Name(id));
            types.push(ty);
        }
        let (body, value) = self.body_of_closure(&ty, 2);
        self.scope.truncate(outside);
        if !moves(&value) {
            return None;
        }
        let closure = Closure { params, body };
        let captured = Self::captured(&closure, first);
        let copied = |id: &Id| {
            let binding = &self.function.bindings[*id];
            let shared = !binding.passing.is_mutable() && binding.passing != Passing::Vec;
            shared && !matches!(binding.ty, Type::Vec(_))
        };
        let moving = captured.iter().all(copied) && self.random.one_in(3);
        let loose = !self.function.is_known(&closure.body.value);
        let name = self.name();
        let id = self.declare(name, Type::Closure(Box::new(ty)), false, Passing::Value);
        self.function.bindings[id].loose = loose;
        if !moving {
            self.lent
                .extend(captured.into_iter().map(|used| (id, used)));
        }
        let stmt = Stmt::Closure {
            id,
            types,
            moving,
            closure,
        };
        // Where no derivative flows, the language takes no closures apart either.
        self.writes += 1;
        self.closures.push((id, stmt.clone()));
        self.machine.statement(&stmt);
        Some(stmt)
    }

    /// The variables outside of a closure that it mentions.
    fn captured(closure: &Closure, first: Id) -> Vec<Id> {
        let mut captured = Vec::new();
        closure.body.visit(&mut |expr| {
            if let Expr::Var(id) | Expr::Apply(id, _) = expr
                && *id < first
            {
                captured.push(*id);
            }
        });
        captured
    }

    /// A call of a closure.
    pub(super) fn applied_closure(&mut self, ty: &Type, _: u32) -> Option<Made> {
        if self.without_closures > 0 {
            return None;
        }
        let visible = self.visible();
        let returns = |id: &&Id| {
            let result = &self.function.bindings[**id].ty;
            matches!(result, Type::Closure(result) if **result == *ty)
        };
        let fitting: Vec<Id> = visible.iter().filter(returns).copied().collect();
        let id = *self.random.pick(&fitting)?;
        let written = self.closures.iter().find(|(other, _)| *other == id);
        let Some((_, Stmt::Closure { types, .. })) = written else {
            return None;
        };
        let types = types.clone();
        self.pure += 1;
        let arguments = types.iter().map(|ty| self.expression(ty, 1).expr);
        let arguments = arguments.collect();
        self.pure -= 1;
        self.writes += 1;
        self.machine.undefined = false;
        let expr = Expr::Apply(id, arguments);
        let value = self.machine.value(&expr);
        let defined = !std::mem::take(&mut self.machine.undefined);
        (defined && value.is_moderate(LIMIT)).then_some(Made { expr, value })
    }
}
