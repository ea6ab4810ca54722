//! Variables: which there are, and the way to their parts.

use std::cmp::Ordering;

use super::control::Counter;
use super::expression::{applied, moves};
use super::{Generator, Made};
use crate::ast::{Binding, Expr, Id, Operator, Passing, Type};
use crate::dual::Value;

/// Names that generated code would like to have.
const NAMES: [&str; 16] = [
    "a", "b", "c", "s", "t", "u", "v", "w", "p", "q", "x_dot", "x_bar", "t0", "t1", "seed", "y_bar",
];

impl Generator<'_> {
    /// The variables that can be read, innermost last.
    pub(super) fn visible(&self) -> Vec<Id> {
        let mut visible: Vec<Id> = Vec::new();
        for (position, id) in self.scope.iter().enumerate() {
            let name = &self.function.bindings[*id].name;
            let inner = &self.scope[position + 1..];
            let shadowed = inner
                .iter()
                .any(|id| self.function.bindings[*id].name == *name);
            let hidden = shadowed || self.hidden.contains(id);
            if !hidden && self.machine.memory[*id].is_some() {
                visible.push(*id);
            }
        }
        visible
    }

    /// A name: half of them shadow another.
    pub(super) fn name(&mut self) -> String {
        let visible = self.visible();
        if self.random.one_in(2)
            && let Some(id) = self.random.pick(&visible)
            && !self.is_const(*id)
            && self.function.bindings[*id].name != "self"
        {
            return self.function.bindings[*id].name.clone();
        }
        self.fresh_name()
    }

    pub(super) fn fresh_name(&mut self) -> String {
        let used = |name: &str| {
            self.function
                .bindings
                .iter()
                .any(|other| other.name == name)
        };
        let short = NAMES[self.random.below(NAMES.len())];
        if !used(short) {
            return short.to_owned();
        }
        self.names += 1;
        format!("{short}_{}", self.names)
    }

    /// A new variable, in scope from here on.
    pub(super) fn declare(
        &mut self,
        name: String,
        ty: Type,
        mutable: bool,
        passing: Passing,
    ) -> Id {
        let id = self.function.bindings.len();
        self.function.bindings.push(Binding {
            name,
            ty,
            mutable,
            passing,
            loose: false,
        });
        self.machine.memory.resize(id + 1, None);
        self.scope.push(id);
        id
    }

    pub(super) fn is_const(&self, id: Id) -> bool {
        self.function.bindings[id]
            .name
            .starts_with(char::is_uppercase)
    }

    /// A variable, or a part of one, of a type that satisfies `wanted`.
    pub(super) fn place(&mut self, wanted: &dyn Fn(&Type) -> bool) -> Option<Made> {
        let visible = self.visible();
        self.place_among(&visible, wanted, false)
    }

    /// The same, to be assigned to.
    pub(super) fn mutable_place(&mut self, wanted: &dyn Fn(&Type) -> bool) -> Option<Made> {
        let mut visible = self.visible();
        visible.retain(|id| self.is_assignable(*id));
        self.place_among(&visible, wanted, true)
    }

    /// Whether a variable, or what is behind it, can be assigned to here.
    pub(super) fn is_assignable(&self, id: Id) -> bool {
        let in_use = |(user, used): &(Id, Id)| *used == id && self.scope.contains(user);
        self.function.bindings[id].is_mutable()
            && !self.frozen.contains(&id)
            && !self.lent.iter().any(in_use)
    }

    /// A part of one of some variables.
    pub(super) fn place_among(
        &mut self,
        among: &[Id],
        wanted: &dyn Fn(&Type) -> bool,
        written: bool,
    ) -> Option<Made> {
        let readable = |id: &&Id| {
            let binding = &self.function.bindings[**id];
            match binding.passing {
                Passing::Value | Passing::Reference | Passing::Mutable => binding.ty.any(wanted),
                Passing::Slice | Passing::Vec | Passing::MutableSlice => {
                    binding.ty.parts().iter().any(|part| part.any(wanted))
                }
            }
        };
        let mut candidates: Vec<Id> = among.iter().filter(readable).copied().collect();
        let moving: Vec<Id> = candidates
            .iter()
            .filter(|id| self.moves(**id))
            .copied()
            .collect();
        if !moving.is_empty() && !self.random.one_in(5) {
            candidates = moving;
        }
        let id = *self.random.pick(&candidates)?;
        let binding = self.function.bindings[id].clone();
        let mut place = Made {
            expr: Expr::Var(id),
            value: self.machine.memory[id].clone()?,
        };
        let mut ty = binding.ty;
        let mut whole = matches!(
            binding.passing,
            Passing::Value | Passing::Reference | Passing::Mutable
        );
        let mut held = false;
        while !(whole && wanted(&ty)) {
            let of = ty.clone();
            (place, ty) = self.part(place, &ty, wanted, written)?;
            if let (Type::Struct(of), Expr::Field(_, position)) = (&of, &place.expr) {
                held |= of.fields[*position].constant;
            }
            whole = true;
        }
        // What is held constant in a struct is computed with, number by number: copied, it is of another type in a
        // tangent.
        match (held, ty.is_float()) {
            (false, _) => Some(place),
            (true, true) => Some(applied("sin", false, vec![place])),
            (true, false) => ty.parts().is_empty().then_some(place),
        }
    }

    /// Whether a derivative flows through a variable.
    fn moves(&self, id: Id) -> bool {
        let value = self.machine.memory[id].as_ref();
        value.is_some_and(moves)
    }

    /// A part of a place on the way to what is wanted.
    fn part(
        &mut self,
        place: Made,
        ty: &Type,
        wanted: &dyn Fn(&Type) -> bool,
        written: bool,
    ) -> Option<(Made, Type)> {
        let parts = ty.parts_of(place.value.list().len());
        // An integer beside what is active stays where it is.
        let bare = |part: &Type| {
            let tells = matches!(ty, Type::Struct(_));
            tells || !(part.is_integer() && moves(&place.value))
        };
        // What is held constant in a struct is given once.
        let held = |position: usize| match ty {
            Type::Struct(of) => of.fields[position].constant,
            _ => false,
        };
        let leads = |position: &usize| {
            let (part, held) = (&parts[*position], held(*position));
            part.any(wanted) && bare(part) && !(written && held)
        };
        let positions: Vec<usize> = (0..parts.len()).filter(leads).collect();
        let mut position = *self.random.pick(&positions)?;
        let base = Box::new(place.expr);
        let expr = match ty {
            Type::Tuple(_) | Type::Struct(_) => Expr::Field(base, position),
            _ => match self.counted(parts.len()) {
                Some((index, counted)) => {
                    position = counted;
                    Expr::Index(base, Box::new(index))
                }
                None if position < 2 && parts.len() > 1 && self.random.one_in(6) => {
                    let selected = self.selector(&Type::Usize)?;
                    position = usize::try_from(selected.value.integer()).ok()?;
                    Expr::Index(base, Box::new(selected.expr))
                }
                None => Expr::Index(base, Box::new(self.position(position))),
            },
        };
        // The counter of a loop may be past what is known to be there.
        let value = place.value.list().get(position)?.clone();
        Some((Made { expr, value }, parts.get(position)?.clone()))
    }

    /// Whether an integer is made of integers alone.
    pub(super) fn is_plain(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Integer(..) => true,
            Expr::Var(id) => self.indices.contains(id),
            Expr::Binary(_, x, y) => self.is_plain(x) && self.is_plain(y),
            _ => false,
        }
    }

    /// An index by the counter of a loop, and its value in the first trip.
    fn counted(&mut self, length: usize) -> Option<(Expr, usize)> {
        if self.random.one_in(3) {
            return None;
        }
        let visible = self.visible();
        let fits = |counter: &&Counter| {
            visible.contains(&counter.id) && counter.last - counter.first < length
        };
        let counters: Vec<Counter> = self.counters.iter().filter(fits).copied().collect();
        let counter = *self.random.pick(&counters)?;
        let Some(Value::Integer(value)) = self.machine.memory[counter.id] else {
            return None;
        };
        let value = usize::try_from(value).unwrap_or(0);
        let shifts = length - (counter.last - counter.first);
        // The index of the first number.
        let start = self.random.below(shifts);
        let variable = Expr::Var(counter.id);
        let shifted = |operator, by| {
            let by = Expr::Integer(i64::try_from(by).unwrap_or(0), Type::Usize);
            Expr::Binary(operator, Box::new(variable.clone()), Box::new(by))
        };
        let index = match start.cmp(&counter.first) {
            Ordering::Equal => variable.clone(),
            Ordering::Greater => shifted(Operator::Add, start - counter.first),
            Ordering::Less => shifted(Operator::Subtract, counter.first - start),
        };
        Some((index, value + start - counter.first))
    }

    /// An index of a known value.
    fn position(&mut self, position: usize) -> Expr {
        let number = i64::try_from(position).unwrap_or(0);
        let literal = Expr::Integer(number, Type::Usize);
        if !self.random.one_in(3) {
            return literal;
        }
        let visible = self.visible();
        let integers = visible.iter().filter(|id| self.indices.contains(id));
        let integers: Vec<Id> = integers.copied().collect();
        let Some(id) = self.random.pick(&integers).copied() else {
            return literal;
        };
        let Some(Value::Integer(value)) = self.machine.memory[id] else {
            return literal;
        };
        let (operator, difference) = if value <= number {
            (Operator::Add, number - value)
        } else {
            (Operator::Subtract, value - number)
        };
        let variable = Expr::Var(id);
        if difference == 0 {
            return variable;
        }
        let difference = Expr::Integer(difference, Type::Usize);
        Expr::Binary(operator, Box::new(variable), Box::new(difference))
    }
}
