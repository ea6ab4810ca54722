//! Calls of the functions before.

use super::expression::packed;
use super::sequence::Sequence;
use super::{Generator, LIMIT, Made};
use crate::ast::{Binding, Comparison, Constant, Expr, Id, Passing, Pattern, Stmt, Type};
use crate::dual::{Dual, Primal, Value};
use crate::evaluate;
use crate::walk::root;

/// Calls within arguments of calls: with several arguments each, they may have no end.
const NESTED: u32 = 4;

impl Generator<'_> {
    /// A call of a function that returns what is wanted, or has it as a part.
    pub(super) fn call(&mut self, ty: &Type, _: u32) -> Option<Made> {
        let returns = |index: &usize| {
            let callee = &self.functions[*index];
            callee.result == *ty && !callee.is_in_place()
        };
        let callees: Vec<usize> = (0..self.functions.len()).filter(returns).collect();
        let callee = *self.random.pick(&callees)?;
        if self.nested == NESTED {
            return None;
        }
        // If the call turns out not to be defined, nothing may have happened.
        self.pure += 1;
        self.nested += 1;
        let made = self.call_of(callee);
        self.nested -= 1;
        self.pure -= 1;
        made.filter(|made| made.value.is_moderate(LIMIT))
    }

    fn call_of(&mut self, callee: usize) -> Option<Made> {
        let (arguments, values) = self.arguments(callee)?;
        let value = evaluate::call(&self.functions[callee], self.functions, &values)?;
        let expr = Expr::Call(callee, arguments);
        Some(Made { expr, value })
    }

    /// What a function is called with; what it writes is not mentioned otherwise.
    fn arguments(&mut self, callee: usize) -> Option<(Vec<Expr>, Vec<Value>)> {
        let function = &self.functions[callee];
        let hidden = self.hidden.len();
        let mut written = Vec::new();
        for param in &function.params {
            let binding = &function.bindings[param.id];
            written.push(match binding.passing.is_mutable() {
                true => {
                    let place = self.written(&binding.ty, binding.passing);
                    self.hidden
                        .extend(place.as_ref().map(|place| root(&place.expr)));
                    place
                }
                false => None,
            });
        }
        let mut made = Vec::new();
        let params = function.params.iter().zip(&self.points[callee]);
        for ((param, at), place) in params.zip(written) {
            let binding = &function.bindings[param.id];
            made.push(match place {
                Some(place) => Some(Made {
                    expr: Expr::Mutable(Box::new(place.expr)),
                    value: place.value,
                }),
                None if binding.passing.is_mutable() => None,
                None => {
                    let passed = self.passed(at, binding, param.constant);
                    // Beside what is written in place, nothing is lent twice.
                    let lent = matches!(binding.passing, Passing::Reference | Passing::Slice);
                    if lent && function.is_in_place() {
                        let shared = self.sharing(&passed.expr.mentioned());
                        self.hidden.extend(shared);
                    }
                    Some(passed)
                }
            });
        }
        self.hidden.truncate(hidden);
        let made: Option<Vec<Made>> = made.into_iter().collect();
        Some(
            made?
                .into_iter()
                .map(|made| (made.expr, made.value))
                .unzip(),
        )
    }

    /// Variables, and those that refer to parts of the same.
    fn sharing(&self, ids: &[Id]) -> Vec<Id> {
        let owners: Vec<Id> = ids.iter().map(|id| self.owner(*id)).collect();
        let scope = self.scope.iter().copied();
        scope
            .filter(|id| owners.contains(&self.owner(*id)))
            .collect()
    }

    /// The variable that another refers to a part of, or itself.
    fn owner(&self, id: Id) -> Id {
        let lent = self.lent.iter().find(|(user, _)| *user == id);
        lent.map_or(id, |(_, used)| self.owner(*used))
    }

    fn passed(&mut self, at: &Constant, binding: &Binding, constant: bool) -> Made {
        if !constant && binding.ty.any(&|part| matches!(part, Type::Struct(_))) {
            self.passed_struct(at, &binding.ty, binding.passing)
        } else if binding.ty.any(&Type::is_integer) {
            // The integers of the callee's point; they may be indices.
            written(at, &binding.ty)
        } else if constant {
            let lent = matches!(binding.passing, Passing::Reference | Passing::Slice);
            self.inactive(&binding.ty, lent)
        } else {
            self.argument(&binding.ty, binding.passing)
        }
    }

    /// Structs keep their integers where they are the callee's own, which may be indices.
    fn passed_struct(&mut self, at: &Constant, ty: &Type, passing: Passing) -> Made {
        let discrete = |part: &Type| part.is_integer() || *part == Type::Bool;
        let Constant::List(parts) = at else {
            return written(at, ty);
        };
        if !ty.any(&discrete) {
            return self.argument(ty, passing);
        }
        let Type::Struct(of) = ty else {
            let types = ty.parts();
            let parts = parts.iter().zip(&types);
            let parts = parts.map(|(part, ty)| self.passed_struct(part, ty, Passing::Value));
            let parts = parts.collect();
            return packed(ty, parts);
        };
        let fields = of.fields.iter().zip(parts);
        let fields = fields.map(|(field, at)| match &field.ty {
            ty if field.constant || discrete(ty) => written(at, ty),
            Type::Struct(_) => self.passed_struct(at, &field.ty, Passing::Value),
            ty if ty.any(&discrete) => self.passed_struct(at, ty, Passing::Value),
            ty => {
                let depth = u32::from(self.random.one_in(3));
                self.expression(ty, depth)
            }
        });
        let fields = fields.collect();
        packed(ty, fields)
    }

    /// A place for a function to write.
    fn written(&mut self, ty: &Type, passing: Passing) -> Option<Made> {
        if passing == Passing::Mutable || self.random.one_in(2) {
            let place = self.mutable_place(&|other| other == ty)?;
            return (!self.is_kept(&place.expr)).then_some(place);
        }
        let Type::Array(element, length) = ty else {
            return None;
        };
        let sequences = self.sequences(true, &|other| other == &**element);
        let long = sequences.into_iter();
        let long: Vec<Sequence> = long.filter(|made| made.length() >= *length).collect();
        let sequence = self.random.pick(&long)?.clone();
        Some(self.part_of(sequence, *length))
    }

    /// `g(&mut a, x);`
    pub(super) fn call_in_place(&mut self) -> Option<Stmt> {
        let callees: Vec<usize> = (0..self.functions.len())
            .filter(|index| self.functions[*index].is_in_place())
            .collect();
        let callee = *self.random.pick(&callees)?;
        self.pure += 1;
        let arguments = self.arguments(callee);
        self.pure -= 1;
        let (arguments, _) = arguments?;
        let ty = self.functions[callee].result.clone();
        let value = Expr::Call(callee, arguments);
        let stmt = match ty == Type::unit() || self.random.one_in(6) {
            true => Stmt::Effect(value),
            false => {
                let name = self.name();
                let mutable = self.random.one_in(3);
                let id = self.declare(name, ty, mutable, Passing::Value);
                Stmt::Let {
                    pattern: Pattern::Name(id),
                    ascription: None,
                    value: Some(value),
                }
            }
        };
        let bound = stmt.bound();
        self.writes += 1;
        let stmt = self.run_again(stmt);
        if stmt.is_none() {
            self.scope.retain(|id| !bound.contains(id));
        }
        stmt
    }

    fn argument(&mut self, ty: &Type, passing: Passing) -> Made {
        if passing != Passing::Value && self.random.one_in(2) {
            let visible = self.visible();
            let same =
                |id: &Id| self.function.bindings[*id].ty == *ty && !self.is_kept(&Expr::Var(*id));
            let same: Vec<Id> = visible.into_iter().filter(same).collect();
            // A slice lends itself to a slice only.
            let lent = self.random.pick(&same).copied().filter(|id| {
                let own = self.function.bindings[*id].passing;
                let whole = matches!(own, Passing::Value | Passing::Reference | Passing::Mutable);
                passing == Passing::Slice || whole
            });
            if let Some(id) = lent
                && let Some(value) = self.machine.memory[id].clone()
            {
                let expr = Expr::Var(id);
                return Made { expr, value };
            }
        }
        if let (Passing::Slice, Type::Array(element, length)) = (passing, ty)
            && self.random.one_in(2)
        {
            let sequences = self.sequences(false, &|other| other == &**element);
            let long = sequences.into_iter();
            let long: Vec<Sequence> = long.filter(|made| made.length() >= *length).collect();
            if let Some(sequence) = self.random.pick(&long).cloned() {
                return self.part_of(sequence, *length);
            }
        }
        let made = self.expression(ty, 1);
        match passing == Passing::Reference && self.is_kept(&made.expr) {
            true => self.literals(ty),
            false => made,
        }
    }

    /// Whether an expression is a reference that the language does not pass on: one to a number, or to
    /// what an iterator lends.
    fn is_kept(&self, expr: &Expr) -> bool {
        let Expr::Var(id) = expr else {
            return false;
        };
        let binding = &self.function.bindings[*id];
        let param = self.function.params.iter().any(|param| param.id == *id);
        binding.passing == Passing::Mutable && (binding.ty.is_float() || !param)
    }
}

/// A constant, written down.
fn written(constant: &Constant, ty: &Type) -> Made {
    match constant {
        Constant::Double(x) => signed(*x, ty),
        Constant::Single(x) => signed(f64::from(*x), ty),
        Constant::Integer(n) if *ty == Type::Bool => {
            let zero = || Box::new(Expr::Integer(0, Type::I32));
            let comparison = if *n == 0 {
                Comparison::Less
            } else {
                Comparison::AtMost
            };
            Made {
                expr: Expr::Compare(comparison, zero(), zero()),
                value: Value::Integer(*n),
            }
        }
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
