//! Iterators: what they go through, what is done to the items, what becomes of them.
//!
//! Closures are generated with the values of the first item; whether all others are well defined,
//! too, shows when the whole is run.

use super::control::{Counter, TRACE, integer};
use super::expression::moves;
use super::{Generator, LIMIT, Made};
use crate::ast::{
    Access, Adaptor, Block, Chain, Closure, Cut, End, Expr, Passing, Pattern, Source, Stmt, Type,
};
use crate::dual::Value;
use crate::walk::root;

/// What an iterator gives.
#[derive(Clone)]
enum Item {
    Value(Type),
    /// A number that counts.
    Count(Type, usize, usize),
    Reference(Type),
    Mutable(Type),
    /// A part of a sequence, of at least so many elements.
    Part(Type),
    Pair(Box<Item>, Box<Item>),
}

/// An iterator, and what is known of it.
struct Iteration {
    chain: Chain,
    item: Item,
    /// Knows its length, so that it can be reversed whatever is done to it.
    exact: bool,
    /// Whether the type of the items is known by their uses alone.
    loose: bool,
    /// Something has been filtered out.
    filtered: bool,
}

impl Item {
    fn is_copied(&self) -> bool {
        match self {
            Item::Value(_) | Item::Count(..) => true,
            Item::Reference(_) | Item::Part(_) => true,
            Item::Mutable(_) => false,
            Item::Pair(left, right) => left.is_copied() && right.is_copied(),
        }
    }
}

impl Generator<'_> {
    /// `for pattern in chain { … }`
    pub(super) fn iteration(&mut self) -> Option<Stmt> {
        if self.depth > 2 {
            return None;
        }
        let mutable = self.random.one_in(3);
        let iteration = self.iterated(mutable)?;
        let (first, _) = self.items_of(&iteration.chain)?.into_iter().next()?;
        let label = self.label();
        let (outside, counters) = (self.scope.len(), self.counters.len());
        let (frozen, hidden) = (self.frozen.len(), self.hidden.len());
        // The elements of an array by value are those of a copy.
        let copied = matches!(iteration.chain.source, Source::Elements(_, Access::Value));
        if !copied || !iteration.chain.adaptors.is_empty() {
            self.frozen.extend(iteration.chain.mentioned());
        }
        if let Source::Elements(place, access) = &iteration.chain.source
            && access.is_mutable()
        {
            self.hidden.push(root(place));
        }
        let pattern = self.pattern_of(&iteration.item, iteration.loose, false);
        self.machine.bind(&pattern, &first);
        let each = self.random.one_in(5);
        let exits = match each {
            true => Some(std::mem::take(&mut self.exits)),
            false => None,
        };
        let body = self.body_of_loop(label, Vec::new());
        if let Some(exits) = exits {
            self.exits = exits;
        }
        self.counters.truncate(counters);
        self.frozen.truncate(frozen);
        self.hidden.truncate(hidden);
        self.scope.truncate(outside);
        let body = body?;
        let leaves = |stmt: &Stmt| stmt.exits();
        self.run_again(Stmt::For {
            pattern,
            chain: iteration.chain,
            label,
            checkpoint: None,
            each: each && !body.iter().any(leaves),
            body,
        })
    }

    /// `a.iter().map(|v| v * v).sum::<f64>()` and the like.
    pub(super) fn ended(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        if self.random.one_in(3) {
            return self.folded(ty, depth);
        }
        let iteration = self.items_of_type(ty, depth, true)?;
        let end = match self.random.below(3) {
            0 => End::Product(ty.clone()),
            _ => End::Sum(ty.clone()),
        };
        self.evaluated_chain(iteration.chain, end)
    }

    /// `a.iter().map(|v| v * v).collect::<Vec<f64>>()`
    pub(super) fn collected(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let element = ty.element()?.clone();
        if !element.is_float() {
            return None;
        }
        let iteration = self.items_of_type(&element, depth, false)?;
        self.evaluated_chain(iteration.chain, End::Collect(element))
    }

    /// `a.iter().fold(init, |so_far, v| value)`
    pub(super) fn folded(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        if self.depth > 2 || self.without_closures > 0 {
            return None;
        }
        self.pure += 1;
        let init = self.expression(ty, 1);
        self.pure -= 1;
        let iteration = self.iterated(false)?;
        let (first, _) = self.items_of(&iteration.chain)?.into_iter().next()?;
        let so_far = traced(&init.value);
        let loose = !self.function.is_known(&init.expr);
        let arguments = [
            (Item::Value(ty.clone()), so_far, loose),
            (iteration.item, first, iteration.loose),
        ];
        let (closure, _) = self.closure_of(&arguments, false, ty, depth.min(2));
        self.evaluated_chain(iteration.chain, End::Fold(init.expr, closure))
    }

    /// An iterator over values of a type, or over references to them.
    fn items_of_type(&mut self, ty: &Type, depth: u32, by_reference: bool) -> Option<Iteration> {
        if self.depth > 2 || self.without_closures > 0 {
            return None;
        }
        let mut iteration = self.iterated(false)?;
        let fits = match &iteration.item {
            Item::Value(item) => item == ty,
            Item::Reference(item) => item == ty && by_reference,
            _ => false,
        };
        if !fits || self.random.one_in(2) {
            self.map(&mut iteration, ty, depth)?;
        }
        Some(iteration)
    }

    fn evaluated_chain(&mut self, chain: Chain, end: End) -> Option<Made> {
        self.writes += 1;
        self.machine.undefined = false;
        let expr = Expr::Chain(Box::new(chain), Box::new(end));
        let value = self.machine.value(&expr);
        let defined = !std::mem::take(&mut self.machine.undefined);
        // The language refuses derivatives inside a value through which none flows.
        let fits = defined && value.is_moderate(LIMIT) && moves(&value);
        fits.then_some(Made { expr, value })
    }

    /// The items of an iterator, if they are well defined.
    fn items_of(&mut self, chain: &Chain) -> Option<Vec<(Value, usize)>> {
        self.machine.undefined = false;
        let items = self.machine.items(chain);
        let defined = !std::mem::take(&mut self.machine.undefined);
        defined.then_some(items)
    }

    /// An iterator over something at hand.
    fn iterated(&mut self, mutable: bool) -> Option<Iteration> {
        let mut iteration = self.source(mutable)?;
        let adaptors = [0, 0, 1, 1, 2, 3][self.random.below(6)];
        for _ in 0..adaptors {
            self.adapt(&mut iteration, mutable);
        }
        Some(iteration)
    }

    fn source(&mut self, mutable: bool) -> Option<Iteration> {
        if !mutable && self.random.one_in(4) {
            return Some(self.range());
        }
        let mut sequences = self.sequences(mutable, &Type::carries_float);
        // What no derivative flows through is written as it is.
        sequences.retain(|sequence| !mutable || moves(&sequence.value));
        let sequence = self.random.pick(&sequences)?.clone();
        let loose = self.function.bindings[root(&sequence.expr)].loose;
        let (element, length) = (sequence.element.clone(), sequence.length());
        if !mutable && length > 1 && self.random.one_in(4) {
            let size = 1 + self.random.below(length.min(3));
            let cuts = [Cut::Windows, Cut::Chunks, Cut::ChunksExact];
            let cut = cuts[self.random.below(3)];
            let shortest = match (cut, length % size) {
                (Cut::Chunks, rest @ 1..) => rest,
                _ => size,
            };
            return Some(Iteration {
                chain: Chain {
                    source: Source::Parts(sequence.expr, cut, size),
                    adaptors: Vec::new(),
                },
                item: Item::Part(Type::Array(Box::new(element), shortest)),
                exact: true,
                loose,
                filtered: false,
            });
        }
        let copied =
            sequence.array && element.element().is_none() && !self.is_taken_for_changed(&sequence);
        let expr = match length > 1 && self.random.one_in(5) {
            true => {
                let size = 1 + self.random.below(length);
                self.part_of(sequence, size).expr
            }
            false => sequence.expr,
        };
        let is_part = matches!(expr, Expr::Part(..));
        // Of a field, the language does not see whether it is an array or a reference: its elements stay references.
        let mut of_field = false;
        expr.visit(&mut |part| of_field |= matches!(part, Expr::Field(..)));
        let copied = copied && !of_field;
        let access = match (mutable, self.random.below(3)) {
            (true, 0) => Access::BorrowedMut,
            (true, _) => Access::IterMut,
            (false, 0) if copied && !is_part => Access::Value,
            (false, 1) => Access::Borrowed,
            (false, _) => Access::Iter,
        };
        let item = match access {
            Access::Value => Item::Value(element),
            Access::IterMut | Access::BorrowedMut => Item::Mutable(element),
            Access::Iter | Access::Borrowed => Item::Reference(element),
        };
        Some(Iteration {
            chain: Chain {
                source: Source::Elements(expr, access),
                adaptors: Vec::new(),
            },
            item,
            exact: true,
            loose,
            filtered: false,
        })
    }

    fn range(&mut self) -> Iteration {
        let (first, trips) = (self.random.below(2), 1 + self.random.below(3));
        let last = first + trips - 1;
        let inclusive = self.random.one_in(4);
        let end = if inclusive { last } else { last + 1 };
        let source = Source::Range {
            start: Expr::Integer(integer(first), Type::Usize),
            end: self.end(end, &Type::Usize),
            inclusive,
        };
        Iteration {
            chain: Chain {
                source,
                adaptors: Vec::new(),
            },
            item: Item::Count(Type::Usize, first, last),
            exact: !inclusive,
            loose: false,
            filtered: false,
        }
    }

    /// One more adaptor, if the one chosen fits.
    fn adapt(&mut self, iteration: &mut Iteration, mutable: bool) {
        let choice = self.random.below(11);
        let adaptor = match (choice, &iteration.item) {
            (0 | 1, Item::Reference(ty)) if !matches!(ty, Type::Vec(_)) => {
                iteration.item = Item::Value(ty.clone());
                match choice {
                    0 => Adaptor::Copied,
                    _ => Adaptor::Cloned,
                }
            }
            (7 | 8, _) if !mutable => {
                let float = self.float();
                self.map(iteration, &float, 2);
                return;
            }
            (9, item) if !mutable && item.is_copied() => {
                self.filter(iteration);
                return;
            }
            // Positions among what comes through a filter are not known to the language.
            _ if iteration.filtered => return,
            (2, item) => {
                let last = self.machine.items(&iteration.chain).len().max(1) - 1;
                let count = Item::Count(Type::Usize, 0, last);
                iteration.item = Item::Pair(Box::new(count), Box::new(item.clone()));
                Adaptor::Enumerate
            }
            (3, _) if iteration.exact => Adaptor::Rev,
            (4, _) => Adaptor::Skip(self.random.below(2)),
            (5, _) => Adaptor::Take(1 + self.random.below(3)),
            (6, _) => Adaptor::StepBy(1 + self.random.below(2)),
            (10, item) => {
                let item = item.clone();
                let mentioned = iteration.chain.mentioned();
                let hidden = self.hidden.len();
                self.hidden
                    .extend(mentioned.into_iter().filter(|_| mutable));
                let other = self.source(false);
                self.hidden.truncate(hidden);
                let Some(other) = other else { return };
                iteration.item = Item::Pair(Box::new(item), Box::new(other.item));
                iteration.exact &= other.exact;
                iteration.loose |= other.loose;
                Adaptor::Zip(Box::new(other.chain))
            }
            _ => return,
        };
        iteration.chain.adaptors.push(adaptor);
    }

    /// `.map(|item| value)`
    fn map(&mut self, iteration: &mut Iteration, ty: &Type, depth: u32) -> Option<()> {
        let (first, _) = self.items_of(&iteration.chain)?.into_iter().next()?;
        let arguments = [(iteration.item.clone(), first, iteration.loose)];
        let (closure, _) = self.closure_of(&arguments, false, ty, depth.min(2));
        iteration.loose = !self.function.is_known(&closure.body.value);
        iteration.chain.adaptors.push(Adaptor::Map(closure));
        iteration.item = Item::Value(ty.clone());
        Some(())
    }

    /// `.filter(|item| condition)`
    fn filter(&mut self, iteration: &mut Iteration) -> Option<()> {
        let (first, _) = self.items_of(&iteration.chain)?.into_iter().next()?;
        let arguments = [(iteration.item.clone(), first, iteration.loose)];
        let (closure, _) = self.closure_of(&arguments, true, &Type::Bool, 2);
        iteration.chain.adaptors.push(Adaptor::Filter(closure));
        iteration.filtered = true;
        Some(())
    }

    /// A closure of what an iterator gives, or of references to that.
    fn closure_of(
        &mut self,
        arguments: &[(Item, Value, bool)],
        behind_reference: bool,
        ty: &Type,
        depth: u32,
    ) -> (Closure, Value) {
        let (outside, counters) = (self.scope.len(), self.counters.len());
        let first = self.function.bindings.len();
        let mut params = Vec::new();
        for (item, value, loose) in arguments {
            let mut pattern = self.pattern_of(item, *loose, first < self.function.bindings.len());
            if behind_reference {
                pattern = Pattern::Reference(Box::new(pattern));
            }
            self.machine.bind(&pattern, value);
            params.push(pattern);
        }
        let (block, value) = self.body_of_closure(ty, depth);
        self.counters.truncate(counters);
        self.scope.truncate(outside);
        let body = block;
        (Closure { params, body }, value)
    }

    /// Statements and a value, without effects and ways out.
    pub(super) fn body_of_closure(&mut self, ty: &Type, depth: u32) -> (Block, Value) {
        self.pure += 1;
        let exits = std::mem::take(&mut self.exits);
        let made = match ty {
            // A condition is one expression.
            Type::Bool => {
                let made = self.expression(ty, depth);
                let value = Box::new(made.expr);
                let stmts = Vec::new();
                (Block { stmts, value }, made.value)
            }
            _ => self.arm_of_expression(ty, depth + 1),
        };
        self.exits = exits;
        self.pure -= 1;
        made
    }

    /// A pattern for an item; its variables have names of their own where there are `others`.
    fn pattern_of(&mut self, item: &Item, loose: bool, others: bool) -> Pattern {
        let (ty, passing) = match item {
            Item::Pair(left, right) => {
                let left = self.pattern_of(left, loose, others);
                return Pattern::Tuple(vec![left, self.pattern_of(right, loose, true)]);
            }
            _ if self.random.one_in(12) => return Pattern::Wild,
            Item::Value(ty) => {
                let parts = ty.parts();
                if !parts.is_empty() && self.random.one_in(2) {
                    let parts = parts.into_iter().map(Item::Value).enumerate();
                    let mut patterns = Vec::new();
                    for (position, part) in parts {
                        if ty.is_held(position) {
                            patterns.push(Pattern::Wild);
                            continue;
                        }
                        let others = others || !patterns.is_empty();
                        patterns.push(self.pattern_of(&part, loose, others));
                    }
                    return match ty {
                        Type::Tuple(_) => Pattern::Tuple(patterns),
                        Type::Struct(of) => Pattern::Struct(of.clone(), patterns),
                        _ => Pattern::Array(patterns),
                    };
                }
                (ty, Passing::Value)
            }
            Item::Count(ty, ..) => (ty, Passing::Value),
            Item::Reference(ty) => {
                let copied = !matches!(ty, Type::Vec(_));
                if copied && self.random.one_in(2) {
                    let value = self.pattern_of(&Item::Value(ty.clone()), loose, others);
                    return Pattern::Reference(Box::new(value));
                }
                (ty, Passing::Reference)
            }
            Item::Mutable(ty) => (ty, Passing::Mutable),
            Item::Part(ty) => (ty, Passing::Slice),
        };
        let name = match others {
            true => self.fresh_name(),
            false => self.name(),
        };
        let id = self.declare(name, ty.clone(), false, passing);
        let counts = matches!(item, Item::Count(..));
        self.function.bindings[id].loose = loose && !counts;
        if let Item::Count(_, first, last) = item {
            let (first, last) = (*first, *last);
            self.counters.push(Counter { id, first, last });
        }
        Pattern::Name(id)
    }
}

/// A value through which a derivative may flow later.
pub(super) fn traced(value: &Value) -> Value {
    match value {
        Value::Float(dual) => {
            let mut dual = *dual;
            dual.magnitude = dual.magnitude.max(TRACE);
            Value::Float(dual)
        }
        Value::List(parts) => Value::List(parts.iter().map(traced).collect()),
        other => other.clone(),
    }
}
