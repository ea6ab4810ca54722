//! Arrays and tuples, one production for each kind.

use super::expression::{applied, moves, packed};
use super::{Generator, Made};
use crate::ast::{Expr, Type};
use crate::dual::Value;

impl Generator<'_> {
    /// `(x, y).0`
    pub(super) fn part_of_aggregate(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let x = self.expression(ty, depth - 1);
        // The language refuses a constant part of an aggregate that is not one.
        if !moves(&x.value) {
            return Some(x);
        }
        let y = self.expression(ty, 0);
        let value = x.value.clone();
        let (parts, zero) = (vec![x.expr, y.expr], Expr::Integer(0, Type::Usize));
        let expr = match self.random.one_in(2) {
            true => Expr::Field(Box::new(Expr::Tuple(parts)), 0),
            false => Expr::Index(Box::new(Expr::Array(parts)), Box::new(zero)),
        };
        Some(Made { expr, value })
    }

    pub(super) fn aggregate(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let parts = ty.parts();
        let parts = parts.iter().map(|part| {
            let depth = self.random.below(depth as usize);
            self.expression(part, u32::try_from(depth).unwrap_or(0))
        });
        let parts = parts.collect();
        Some(packed(ty, parts))
    }

    pub(super) fn repeated(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let Type::Array(element, length) = ty else {
            return None;
        };
        let x = self.expression(element, depth - 1);
        Some(Made {
            value: Value::List(vec![x.value; *length]),
            expr: Expr::Repeat(Box::new(x.expr), *length),
        })
    }

    pub(super) fn sine_and_cosine(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let Type::Tuple(fields) = ty else {
            return None;
        };
        let float = fields.first().filter(|first| first.is_float())?;
        if fields.len() != 2 || fields[1] != *float {
            return None;
        }
        let x = self.expression(float, depth - 1);
        Some(applied("sin_cos", false, vec![x]))
    }
}
