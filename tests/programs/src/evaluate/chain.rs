//! Iterators, closures, and methods that change sequences.

use std::rc::Rc;

use super::{Machine, binary};
use crate::ast::{
    Adaptor, Chain, Change, Closure, Cut, End, Expr, Id, Operator, Pattern, Source, Type,
};
use crate::dual::{Captured, Dual, Primal, Value};

/// An item, and the position among the elements of the source that it is of.
type Item = (Value, usize);

impl Machine<'_> {
    /// What an iterator gives.
    pub fn items(&mut self, chain: &Chain) -> Vec<Item> {
        let source: Vec<Value> = match &chain.source {
            Source::Range {
                start,
                end,
                inclusive,
            } => {
                let (start, end) = (self.value(start).integer(), self.value(end).integer());
                let numbers = start..end + i64::from(*inclusive);
                numbers.map(Value::Integer).collect()
            }
            Source::Elements(of, _) => self.value(of).list().to_vec(),
            Source::Parts(of, cut, size) => {
                let of = self.value(of);
                let part = |part: &[Value]| Value::List(part.to_vec());
                match cut {
                    Cut::Windows => of.list().windows(*size).map(part).collect(),
                    Cut::Chunks => of.list().chunks(*size).map(part).collect(),
                    Cut::ChunksExact => of.list().chunks_exact(*size).map(part).collect(),
                }
            }
        };
        let source = source.into_iter().enumerate();
        let mut items: Vec<Item> = source.map(|(position, item)| (item, position)).collect();
        for adaptor in &chain.adaptors {
            items = self.adapted(items, adaptor);
        }
        items
    }

    fn adapted(&mut self, items: Vec<Item>, adaptor: &Adaptor) -> Vec<Item> {
        let all = items.into_iter();
        match adaptor {
            Adaptor::Copied | Adaptor::Cloned => all.collect(),
            Adaptor::Enumerate => {
                let number = |index| Value::Integer(i64::try_from(index).unwrap_or(i64::MAX));
                let pairs = all.enumerate().map(|(index, (item, position))| {
                    (Value::List(vec![number(index), item]), position)
                });
                pairs.collect()
            }
            Adaptor::Rev => all.rev().collect(),
            Adaptor::Skip(n) => all.skip(*n).collect(),
            Adaptor::Take(n) => all.take(*n).collect(),
            Adaptor::StepBy(n) => all.step_by(*n).collect(),
            Adaptor::Zip(other) => {
                let others = self.items(other);
                let pairs = all.zip(others).map(|((item, position), (other, _))| {
                    (Value::List(vec![item, other]), position)
                });
                pairs.collect()
            }
            Adaptor::Map(closure) => {
                let mapped = all.map(|(item, position)| (self.of(closure, &[item]), position));
                mapped.collect()
            }
            Adaptor::Filter(closure) => {
                let kept = all.filter(|(item, _)| {
                    self.of(closure, std::slice::from_ref(item)).integer() != 0
                });
                kept.collect()
            }
        }
    }

    /// The value of a closure for arguments.
    fn of(&mut self, closure: &Closure, arguments: &[Value]) -> Value {
        for (pattern, argument) in closure.params.iter().zip(arguments) {
            self.bind(pattern, argument);
        }
        self.block(&closure.body)
    }

    /// What an iterator ends in.
    pub(super) fn ended(&mut self, chain: &Chain, end: &End) -> Value {
        let start = match end {
            End::Fold(init, _) => self.value(init),
            End::Sum(ty) => constant(std::iter::empty::<f64>().sum(), ty),
            End::Product(ty) => constant(1.0, ty),
            End::Collect(_) => Value::List(Vec::new()),
        };
        let items = self.items(chain).into_iter().map(|(item, _)| item);
        match end {
            End::Collect(_) => Value::List(items.collect()),
            End::Fold(_, closure) => {
                items.fold(start, |so_far, item| self.of(closure, &[so_far, item]))
            }
            End::Sum(_) => items.fold(start, |sum, item| binary(Operator::Add, &sum, &item)),
            End::Product(_) => items.fold(start, |product, item| {
                binary(Operator::Multiply, &product, &item)
            }),
        }
    }

    /// Writes what a trip left in an element that it was lent.
    pub(super) fn write_back(&mut self, chain: &Chain, pattern: &Pattern, position: usize) {
        let Source::Elements(place, access) = &chain.source else {
            return;
        };
        if !access.is_mutable() {
            return;
        }
        let Some(id) = element(pattern, &chain.adaptors) else {
            return;
        };
        let mut elements = self.value(place).list().to_vec();
        if let (Some(element), Some(value)) = (elements.get_mut(position), &self.memory[id]) {
            element.clone_from(value);
        }
        self.assign(place, Value::List(elements));
    }

    /// A closure with what its variables are now.
    pub(super) fn captured(&mut self, closure: &Closure) -> Value {
        let mut mentioned = Vec::new();
        closure.body.visit(&mut |expr| match expr {
            Expr::Var(id) | Expr::Apply(id, _) => mentioned.push(*id),
            _ => {}
        });
        let memory = mentioned.into_iter();
        let memory = memory.filter_map(|id| Some((id, self.memory.get(id)?.clone()?)));
        Value::Closure(Rc::new(Captured {
            memory: memory.collect(),
            closure: closure.clone(),
        }))
    }

    /// A call of a closure.
    pub(super) fn applied(&mut self, id: Id, arguments: &[Value]) -> Value {
        let Some(Value::Closure(captured)) = self.memory[id].clone() else {
            unreachable!("not a closure");
        };
        let outside = self.memory.clone();
        for (id, value) in &captured.memory {
            self.set(*id, value.clone());
        }
        let value = self.of(&captured.closure, arguments);
        self.memory = outside;
        value
    }

    /// Does what a method does to a sequence.
    pub(super) fn changed(&mut self, method: Change, place: &Expr, arguments: &[Value]) {
        let mut elements = self.value(place).list().to_vec();
        let length = elements.len();
        match (method, arguments) {
            (Change::Push, [value]) => elements.push(value.clone()),
            (Change::Fill, [value]) => elements.fill(value.clone()),
            (Change::Swap, [i, j]) => {
                let mut at = |index: &Value| {
                    let index = usize::try_from(index.integer()).unwrap_or(usize::MAX);
                    self.within(index, length)
                };
                let (i, j) = (at(i), at(j));
                elements.swap(i, j);
            }
            (Change::Copy, [from]) => {
                self.undefined |= from.list().len() != length;
                elements = from.list().to_vec();
            }
            other => unreachable!("arguments of {other:?}"),
        }
        if method == Change::Push || elements.len() == length {
            self.assign(place, Value::List(elements));
        }
    }
}

/// The variable of an element in the pattern of an item.
fn element(pattern: &Pattern, adaptors: &[Adaptor]) -> Option<Id> {
    let Some((last, rest)) = adaptors.split_last() else {
        return match pattern {
            Pattern::Name(id) => Some(*id),
            _ => None,
        };
    };
    match (last, pattern) {
        (Adaptor::Enumerate, Pattern::Tuple(parts)) => element(parts.last()?, rest),
        (Adaptor::Zip(_), Pattern::Tuple(parts)) => element(parts.first()?, rest),
        (Adaptor::Enumerate | Adaptor::Zip(_), _) => None,
        _ => element(pattern, rest),
    }
}

fn constant(number: f64, ty: &Type) -> Value {
    Value::Float(Dual::constant(Primal::rounded(number, ty)))
}
