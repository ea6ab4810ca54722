//! Arrays, slices and `Vec`s: their parts, and what changes them.

use super::control::integer;
use super::expression::{moves, owned};
use super::{Generator, Made};
use crate::ast::{Change, Expr, Id, Passing, Pattern, Stmt, Type};
use crate::dual::Value;
use crate::walk::root;

/// A place that is a sequence.
#[derive(Clone)]
pub(super) struct Sequence {
    pub(super) expr: Expr,
    pub(super) value: Value,
    pub(super) element: Type,
    /// An array, to be copied.
    pub(super) array: bool,
}

impl Sequence {
    pub(super) fn length(&self) -> usize {
        self.value.list().len()
    }
}

impl Generator<'_> {
    /// The sequences of what satisfies `wanted` that can be read, or written.
    pub(super) fn sequences(
        &mut self,
        mutable: bool,
        wanted: &dyn Fn(&Type) -> bool,
    ) -> Vec<Sequence> {
        let mut found = Vec::new();
        for id in self.visible() {
            if mutable && !self.is_assignable(id) {
                continue;
            }
            let binding = &self.function.bindings[id];
            let array = matches!(binding.ty, Type::Array(..)) && binding.passing == Passing::Value;
            let (ty, expr) = (binding.ty.clone(), Expr::Var(id));
            let Some(value) = self.machine.memory[id].clone() else {
                continue;
            };
            self.sequences_in(expr, &value, &ty, array, &mut found);
        }
        found.retain(|sequence| sequence.length() > 0 && wanted(&sequence.element));
        // What has no derivative in an aggregate that has one is not written by methods: with
        // `y = (x, 1, [1.0, 2.0])`, what is generated of `y.2.swap(0, 1)` does not compile.
        let is_written =
            |sequence: &Sequence| matches!(sequence.expr, Expr::Var(_)) || moves(&sequence.value);
        found.retain(|sequence| !mutable || is_written(sequence));
        let moving: Vec<Sequence> = found
            .iter()
            .filter(|found| moves(&found.value))
            .cloned()
            .collect();
        match moving.is_empty() || self.random.one_in(5) {
            true => found,
            false => moving,
        }
    }

    fn sequences_in(
        &mut self,
        expr: Expr,
        value: &Value,
        ty: &Type,
        array: bool,
        found: &mut Vec<Sequence>,
    ) {
        match ty {
            Type::Array(element, _) | Type::Vec(element) => {
                let parts = value.list();
                if element.element().is_some() && !parts.is_empty() {
                    let position = self.random.below(parts.len());
                    let index = Expr::Integer(integer(position), Type::Usize);
                    let part = Expr::Index(Box::new(expr.clone()), Box::new(index));
                    let array = matches!(**element, Type::Array(..));
                    self.sequences_in(part, &parts[position], element, array, found);
                }
                found.push(Sequence {
                    expr,
                    value: value.clone(),
                    element: (**element).clone(),
                    array,
                });
            }
            Type::Tuple(_) | Type::Struct(_) => {
                let fields = ty.parts();
                for (position, (field, part)) in fields.iter().zip(value.list()).enumerate() {
                    if let Type::Struct(of) = ty
                        && of.fields[position].constant
                    {
                        continue;
                    }
                    let array = matches!(field, Type::Array(..));
                    let expr = Expr::Field(Box::new(expr.clone()), position);
                    self.sequences_in(expr, part, field, array, found);
                }
            }
            _ => {}
        }
    }

    /// So many neighbours.
    pub(super) fn part_of(&mut self, sequence: Sequence, length: usize) -> Made {
        let start = self.random.below(sequence.length() - length + 1);
        let end = start + length;
        Made {
            value: Value::List(sequence.value.list()[start..end].to_vec()),
            expr: Expr::Part(Box::new(sequence.expr), start, end),
        }
    }

    /// `let p = &a[1..3];`
    pub(super) fn borrowed_part(&mut self) -> Option<Stmt> {
        let sequences = self.sequences(false, &Type::carries_float);
        let sequence = self.random.pick(&sequences)?.clone();
        let length = 1 + self.random.below(sequence.length());
        let part = self.part_of(sequence.clone(), length);
        let name = self.name();
        let slice = self.slice(name, &sequence, part.value);
        Some(Stmt::Let {
            pattern: Pattern::Name(slice),
            ascription: None,
            value: Some(part.expr),
        })
    }

    /// `let (p, q) = a.split_at(2);`
    pub(super) fn split(&mut self) -> Option<Stmt> {
        let mut sequences = self.sequences(false, &Type::carries_float);
        sequences.retain(|sequence| !self.is_taken_for_changed(sequence));
        let sequence = self.random.pick(&sequences)?.clone();
        let length = sequence.length();
        let left = self.random.below(length + 1);
        let expr = Expr::Split(Box::new(sequence.expr.clone()), left, length - left);
        let parts = self.machine.value(&expr);
        let mut patterns = Vec::new();
        for part in parts.list() {
            let name = self.fresh_name();
            let slice = self.slice(name, &sequence, part.clone());
            patterns.push(Pattern::Name(slice));
        }
        Some(Stmt::Let {
            pattern: Pattern::Tuple(patterns),
            ascription: None,
            value: Some(expr),
        })
    }

    /// Whether methods that are not known to leave their receiver alone, `split_at` and `into_iter`, must not be called
    /// on it: a loop with `#[checkpoint]` then declares it anew, which a constant cannot be.
    pub(super) fn is_taken_for_changed(&self, sequence: &Sequence) -> bool {
        self.is_const(root(&sequence.expr))
    }

    /// A variable that refers to elements of a sequence.
    fn slice(&mut self, name: String, of: &Sequence, elements: Value) -> Id {
        let owner = root(&of.expr);
        let ty = Type::Array(Box::new(of.element.clone()), elements.list().len());
        let slice = self.declare(name, ty, false, Passing::Slice);
        self.function.bindings[slice].loose = self.function.bindings[owner].loose;
        self.lent.push((slice, owner));
        self.machine.set(slice, elements);
        slice
    }

    /// `v.push(x);` and the like.
    pub(super) fn change(&mut self) -> Option<Stmt> {
        let sequences = self.sequences(true, &Type::carries_float);
        let sequence = self.random.pick(&sequences)?.clone();
        let binding = &self.function.bindings[root(&sequence.expr)];
        let grows = matches!(
            self.function.type_of(&sequence.expr, self.functions),
            Type::Vec(_)
        ) && binding.passing == Passing::Value;
        let length = sequence.length();
        self.pure += 1;
        // What is lent to the method is not read by its arguments.
        self.hidden.push(root(&sequence.expr));
        let made = match self.random.below(4) {
            0 | 1 if grows => {
                let x = self.expression(&sequence.element, 2);
                Some((Change::Push, vec![x.expr]))
            }
            0 => {
                let x = self.expression(&sequence.element, 2);
                // What is not copied cannot be filled in by every version of the compiler.
                let copied = sequence.element.is_float();
                copied.then(|| (Change::Fill, vec![x.expr]))
            }
            1 | 2 => {
                let mut index = || Expr::Integer(integer(self.random.below(length)), Type::Usize);
                Some((Change::Swap, vec![index(), index()]))
            }
            _ => self.copied_from(&sequence),
        };
        self.hidden.pop();
        self.pure -= 1;
        let (method, arguments) = made?;
        self.writes += 1;
        self.run_again(Stmt::Change(method, sequence.expr, arguments))
    }

    fn copied_from(&mut self, sequence: &Sequence) -> Option<(Change, Vec<Expr>)> {
        let others = self.sequences(false, &|element| *element == sequence.element);
        let long = others.into_iter();
        let long: Vec<Sequence> = long
            .filter(|other| other.length() >= sequence.length())
            .collect();
        let other = self.random.pick(&long)?.clone();
        let copied = matches!(sequence.element, Type::F64 | Type::F32);
        let part = self.part_of(other, sequence.length());
        copied.then(|| (Change::Copy, vec![part.expr]))
    }

    /// `vec![x, y]` or `vec![x; n]`
    pub(super) fn listed(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let element = ty.element()?.clone();
        let array = Type::Array(Box::new(element.clone()), 1 + self.random.below(3));
        let flat = element.is_float();
        Some(owned(match flat && self.random.one_in(3) {
            true => self.repeated(&array, depth)?,
            false => self.aggregate(&array, depth)?,
        }))
    }

    /// `a.to_vec()`
    pub(super) fn copied(&mut self, ty: &Type, _: u32) -> Option<Made> {
        let element = ty.element()?.clone();
        let sequences = self.sequences(false, &|other| *other == element);
        let sequence = self.random.pick(&sequences)?.clone();
        Some(owned(match self.random.one_in(3) {
            true => {
                let length = 1 + self.random.below(sequence.length());
                self.part_of(sequence, length)
            }
            false => Made {
                expr: sequence.expr,
                value: sequence.value,
            },
        }))
    }
}
