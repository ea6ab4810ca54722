//! Statements, one production for each kind.

use super::{Generator, LIMIT, Made, Production, choose, production};
use crate::ast::{Expr, Operator, Passing, Pattern, Stmt, Type};
use crate::evaluate::{self, is_defined};
use crate::walk::root;

type Make = fn(&mut Generator) -> Option<Stmt>;

/// Productions by weight and name.
macro_rules! table {
    ($($weight:literal $make:ident,)*) => {
        &[$(production($weight, |generator| generator.$make()),)*]
    };
}

/// A construct of the language that is a statement has its line here.
const STATEMENTS: &[Production<Make>] = table![
    8 binding,
    2 taken_apart,
    2 deferred,
    2 initialization,
    4 assignment,
    5 compound_assignment,
    1 destructuring_assignment,
    1 exchange,
    1 integer,
    1 item,
    1 discarded,
    2 inner_block,
    4 conditional,
    3 guarded_exit,
    4 counted_loop,
    2 conditional_loop,
    1 mutable_integer,
    1 counting,
    1 counting_in_a_field,
    1 flag,
    5 iteration,
    2 closure,
    2 selection,
    1 fitting,
    1 fitting_or_exit,
    2 change,
    2 borrowed_part,
    1 split,
    4 call_in_place,
];

const OPERATORS: [Operator; 5] = [
    Operator::Add,
    Operator::Subtract,
    Operator::Multiply,
    Operator::Divide,
    Operator::Remainder,
];

impl Generator<'_> {
    /// A statement; none where the production chosen does not apply.
    pub(super) fn statement(&mut self) -> Option<Stmt> {
        let make = choose(self.random, STATEMENTS);
        make(self)
    }

    /// A statement that changes nothing around it.
    pub(super) fn pure_statement(&mut self) -> Option<Stmt> {
        match self.random.below(3) {
            0 => self.taken_apart(),
            _ => self.binding(),
        }
    }

    /// Assignments to all variables from `scope[from..]` that have no value yet.
    pub(super) fn initialize_rest(&mut self, from: usize) -> Vec<Stmt> {
        let mut stmts = Vec::new();
        for position in from..self.scope.len() {
            let id = self.scope[position];
            if self.machine.memory[id].is_none() {
                stmts.push(self.initialize(id));
            }
        }
        stmts
    }

    /// `let name = value;`
    fn binding(&mut self) -> Option<Stmt> {
        let ty = self.value_type();
        let made = self.expression(&ty, 3);
        let (name, mutable) = (self.name(), self.random.one_in(2));
        let ascribed = self.random.one_in(5);
        let loose = !ascribed && !self.function.is_known(&made.expr);
        let id = self.declare(name, ty.clone(), mutable, Passing::Value);
        self.function.bindings[id].loose = loose;
        self.machine.set(id, made.value);
        Some(Stmt::Let {
            pattern: Pattern::Name(id),
            ascription: ascribed.then_some(ty),
            value: Some(made.expr),
        })
    }

    /// `let (p, [q, _]) = value;`
    fn taken_apart(&mut self) -> Option<Stmt> {
        let ty = match self.random.below(3) {
            0 => self.array_type(),
            1 => self.tuple_type(),
            _ => self.struct_type()?,
        };
        let made = self.expression(&ty, 2);
        let ascribed = self.random.one_in(4);
        let loose = !ascribed && !self.function.is_known(&made.expr);
        let first = self.function.bindings.len();
        let pattern = self.pattern(&ty, first);
        self.machine.bind(&pattern, &made.value);
        for binding in &mut self.function.bindings[first..] {
            binding.loose = loose;
        }
        Some(Stmt::Let {
            pattern,
            ascription: ascribed.then_some(ty),
            value: Some(made.expr),
        })
    }

    /// A pattern for a type; its variables are those from `first` on, each of another name.
    fn pattern(&mut self, ty: &Type, first: usize) -> Pattern {
        let parts = ty.parts();
        if parts.is_empty() || (self.function.bindings.len() > first && self.random.one_in(3)) {
            if self.random.one_in(5) {
                return Pattern::Wild;
            }
            let mut name = self.name();
            let others = &self.function.bindings[first..];
            if others.iter().any(|other| other.name == name) {
                name = self.fresh_name();
            }
            let mutable = self.random.one_in(4);
            return Pattern::Name(self.declare(name, ty.clone(), mutable, Passing::Value));
        }
        let patterns = parts.iter().enumerate();
        let patterns = patterns.map(|(position, part)| match ty.is_held(position) {
            true => Pattern::Wild,
            false => self.pattern(part, first),
        });
        let patterns = patterns.collect();
        match ty {
            Type::Tuple(_) => Pattern::Tuple(patterns),
            Type::Struct(of) => Pattern::Struct(of.clone(), patterns),
            _ => Pattern::Array(patterns),
        }
    }

    /// `let name;`
    fn deferred(&mut self) -> Option<Stmt> {
        let (ty, name) = (self.value_type(), self.fresh_name());
        let (mutable, ascribed) = (self.random.one_in(2), self.random.one_in(2));
        let id = self.declare(name, ty.clone(), mutable, Passing::Value);
        // Until its type is known, nothing may be called on it.
        self.function.bindings[id].loose = !ascribed;
        Some(Stmt::Let {
            pattern: Pattern::Name(id),
            ascription: ascribed.then_some(ty),
            value: None,
        })
    }

    /// The first assignment to a variable declared without a value.
    fn initialization(&mut self) -> Option<Stmt> {
        let waiting = self.scope[self.floor..]
            .iter()
            .filter(|id| self.machine.memory[**id].is_none());
        let waiting: Vec<usize> = waiting.copied().collect();
        let id = *self.random.pick(&waiting)?;
        Some(self.initialize(id))
    }

    fn initialize(&mut self, id: usize) -> Stmt {
        let ty = self.function.bindings[id].ty.clone();
        // The expression must not be where the variable is initialized, too.
        self.pure += 1;
        let made = self.expression(&ty, 2);
        self.pure -= 1;
        self.machine.set(id, made.value);
        self.writes += 1;
        Stmt::Assign {
            place: Expr::Var(id),
            operator: None,
            value: made.expr,
        }
    }

    /// `place = value;`
    fn assignment(&mut self) -> Option<Stmt> {
        let place = self.mutable_place(&Type::carries_float)?;
        let ty = self.function.type_of(&place.expr, self.functions);
        let made = self.expression(&ty, 2);
        self.machine.assign(&place.expr, made.value);
        self.writes += 1;
        Some(Stmt::Assign {
            place: place.expr,
            operator: None,
            value: made.expr,
        })
    }

    /// `place += value;`
    fn compound_assignment(&mut self) -> Option<Stmt> {
        let place = self.mutable_place(&Type::is_float)?;
        let ty = self.function.type_of(&place.expr, self.functions);
        let made = self.expression(&ty, 2);
        // The right-hand side may have assigned to the place.
        let current = self.machine.value(&place.expr);
        let start = self.random.below(OPERATORS.len());
        let operators = OPERATORS.iter().cycle().skip(start).take(OPERATORS.len());
        let mut results = operators.map(|operator| {
            let defined = is_defined(*operator, &current, &made.value);
            let value = evaluate::binary(*operator, &current, &made.value);
            (defined && value.is_moderate(LIMIT), *operator, value)
        });
        let (operator, value) = match results.find(|(fits, ..)| *fits) {
            Some((_, operator, value)) => (Some(operator), value),
            None => (None, made.value.clone()),
        };
        self.machine.assign(&place.expr, value);
        self.writes += 1;
        Some(Stmt::Assign {
            place: place.expr,
            operator,
            value: made.expr,
        })
    }

    /// `(p, q) = value;`
    fn destructuring_assignment(&mut self) -> Option<Stmt> {
        let first = self.mutable_place(&Type::carries_float)?;
        let second = self.mutable_place(&Type::carries_float)?;
        let places = vec![first.expr, second.expr];
        // The language writes through references one at a time.
        let through = |place: &Expr| matches!(place, Expr::Var(id) if self.function.bindings[*id].passing.is_mutable());
        if places.iter().any(through) {
            return None;
        }
        let mut exprs = Vec::new();
        let mut values = Vec::new();
        for place in &places {
            let ty = self.function.type_of(place, self.functions);
            let made = self.expression(&ty, 2);
            exprs.push(made.expr);
            values.push(made.value);
        }
        for (place, value) in places.iter().zip(values) {
            self.machine.assign(place, value);
        }
        self.writes += 1;
        // Of what is not written out, the language assigns no parts.
        let value = Expr::Tuple(exprs);
        Some(Stmt::Destructure { places, value })
    }

    /// `core::mem::swap(&mut a, &mut b);`
    fn exchange(&mut self) -> Option<Stmt> {
        let one = self.mutable_place(&Type::carries_float)?.expr;
        let ty = self.function.type_of(&one, self.functions);
        let other = self.mutable_place(&|other| *other == ty)?.expr;
        // The language lends a variable to one of them only.
        if root(&one) == root(&other) {
            return None;
        }
        self.writes += 1;
        self.run_again(Stmt::Exchange(one, other))
    }

    /// `let n = 2;`
    fn integer(&mut self) -> Option<Stmt> {
        let ty = [Type::I32, Type::Usize][self.random.below(2)].clone();
        let made = self.expression(&ty, 2);
        let name = self.name();
        let loose = !self.function.is_known(&made.expr);
        let index = ty == Type::Usize && self.is_plain(&made.expr);
        let id = self.declare(name, ty, false, Passing::Value);
        if index {
            self.indices.push(id);
        }
        self.function.bindings[id].loose = loose;
        self.machine.set(id, made.value);
        Some(Stmt::Let {
            pattern: Pattern::Name(id),
            ascription: None,
            value: Some(made.expr),
        })
    }

    /// `const C1: f64 = 0.5;`
    fn item(&mut self) -> Option<Stmt> {
        let ty = match self.random.one_in(3) {
            true => Type::Array(Box::new(self.float()), 2),
            false => self.float(),
        };
        let made = self.literals(&ty);
        self.names += 1;
        let name = format!("C{}", self.names);
        let id = self.declare(name, ty, false, Passing::Value);
        self.machine.set(id, made.value);
        Some(Stmt::Const {
            id,
            value: made.expr,
        })
    }

    /// `let _ = value;`
    fn discarded(&mut self) -> Option<Stmt> {
        let ty = self.float();
        let Made { expr, .. } = self.expression(&ty, 2);
        Some(Stmt::Let {
            pattern: Pattern::Wild,
            ascription: Some(ty),
            value: Some(expr),
        })
    }

    /// `{ …; }`
    fn inner_block(&mut self) -> Option<Stmt> {
        if self.depth > 1 {
            return None;
        }
        let (stmts, ()) = self.in_block(
            |generator| {
                let length = 1 + generator.random.below(3);
                (0..length).filter_map(|_| generator.statement()).collect()
            },
            |_| (),
        );
        (!stmts.is_empty()).then_some(Stmt::Block(stmts))
    }

    /// Statements and what follows them, in a scope of its own; all its variables are initialized.
    pub(super) fn in_block<T>(
        &mut self,
        stmts: impl FnOnce(&mut Self) -> Vec<Stmt>,
        value: impl FnOnce(&mut Self) -> T,
    ) -> (Vec<Stmt>, T) {
        let outer = self.scope.len();
        self.depth += 1;
        let mut stmts = stmts(self);
        stmts.extend(self.initialize_rest(outer));
        let value = value(self);
        self.depth -= 1;
        self.scope.truncate(outer);
        (stmts, value)
    }
}
