//! Calls of the functions before.

use super::expression::packed;
use super::{Generator, LIMIT, Made};
use crate::ast::{Constant, Expr, Id, Passing, Type};
use crate::dual::{Dual, Primal, Value};
use crate::evaluate;

impl Generator<'_> {
    /// A call of a function that returns what is wanted, or has it as a part.
    pub(super) fn call(&mut self, ty: &Type, _: u32) -> Option<Made> {
        let returns = |index: &usize| self.functions[*index].result == *ty;
        let callees: Vec<usize> = (0..self.functions.len()).filter(returns).collect();
        let callee = *self.random.pick(&callees)?;
        // If the call turns out not to be defined, nothing may have happened.
        self.pure += 1;
        let made = self.call_of(callee);
        self.pure -= 1;
        made.filter(|made| made.value.is_moderate(LIMIT))
    }

    fn call_of(&mut self, callee: usize) -> Option<Made> {
        let function = &self.functions[callee];
        let mut arguments = Vec::new();
        let mut values = Vec::new();
        for (param, at) in function.params.iter().zip(&self.points[callee]) {
            let binding = &function.bindings[param.id];
            let integers = binding.ty.any(&Type::is_integer);
            let argument = if integers {
                // The integers of the callee's point; they may be indices.
                written(at, &binding.ty)
            } else if param.constant {
                self.inactive(&binding.ty)
            } else {
                self.argument(&binding.ty, binding.passing)
            };
            arguments.push(argument.expr);
            values.push(argument.value);
        }
        let value = evaluate::call(function, self.functions, &values)?;
        let expr = Expr::Call(callee, arguments);
        Some(Made { expr, value })
    }

    fn argument(&mut self, ty: &Type, passing: Passing) -> Made {
        if passing != Passing::Value && self.random.one_in(2) {
            let visible = self.visible();
            let same = |id: &Id| self.function.bindings[*id].ty == *ty;
            let same: Vec<Id> = visible.into_iter().filter(same).collect();
            // A slice lends itself to a slice only.
            let lent = self.random.pick(&same).copied().filter(|id| {
                let own = self.function.bindings[*id].passing;
                passing == Passing::Slice || matches!(own, Passing::Value | Passing::Reference)
            });
            if let Some(id) = lent
                && let Some(value) = self.machine.memory[id].clone()
            {
                let expr = Expr::Var(id);
                return Made { expr, value };
            }
        }
        self.expression(ty, 1)
    }
}

/// A constant, written down.
fn written(constant: &Constant, ty: &Type) -> Made {
    match constant {
        Constant::Double(x) => signed(*x, ty),
        Constant::Single(x) => signed(f64::from(*x), ty),
        Constant::Integer(n) => Made {
            expr: Expr::Integer(*n, ty.clone()),
            value: Value::Integer(*n),
        },
        Constant::List(parts) => {
            let types = ty.parts();
            let parts = parts.iter().zip(&types).map(|(part, ty)| written(part, ty));
            packed(ty, parts.collect())
        }
    }
}

/// A literal, negated where it is negative.
fn signed(number: f64, ty: &Type) -> Made {
    let literal = Expr::Float(number.abs(), ty.clone());
    let expr = match number < 0.0 {
        true => Expr::Negate(Box::new(literal)),
        false => literal,
    };
    let value = Value::Float(Dual::constant(Primal::rounded(number, ty)));
    Made { expr, value }
}
