//! Signatures, and the functions around them.

use super::control::Exits;
use super::expression::moves;
use super::{Generator, LIMIT, Made};
use std::rc::Rc;

use crate::ast::{Block, Constant, Expr, Function, Param, Passing, Struct, Type};
use crate::dual::{Primal, Value};
use crate::evaluate::{Machine, call};
use crate::random::Random;

const PARAMETERS: [&str; 5] = ["x", "y", "z", "k", "r"];

/// A function that calls some of `functions`, and a point at which it is well defined.
pub(super) fn function(
    random: &mut Random,
    structs: &[Rc<Struct>],
    functions: &[Function],
    points: &[Vec<Constant>],
    name: &str,
    subject: bool,
) -> (Function, Vec<Constant>) {
    loop {
        let (function, point) =
            attempt(random, structs, functions, points, name.to_owned(), subject);
        let types = function
            .params
            .iter()
            .map(|param| &function.bindings[param.id].ty);
        let arguments = point.iter().zip(types).map(|(at, ty)| {
            let moving = ty.moving().into_iter();
            at.along(&mut moving.map(|moves| f64::from(u8::from(moves))))
        });
        let arguments: Vec<Value> = arguments.collect();
        let value = call(&function, functions, &arguments);
        if value.is_some_and(|value| value.is_moderate(LIMIT * LIMIT)) {
            return (function, point);
        }
    }
}

/// A function, well defined as long as nothing is left early.
fn attempt(
    random: &mut Random,
    structs: &[Rc<Struct>],
    functions: &[Function],
    points: &[Vec<Constant>],
    name: String,
    subject: bool,
) -> (Function, Vec<Constant>) {
    let mut generator = Generator {
        random,
        functions,
        points,
        structs,
        function: Function {
            host: None,
            rules: None,
            generic: None,
            passes: false,
            name,
            params: Vec::new(),
            result: Type::F64,
            body: Block {
                stmts: Vec::new(),
                value: Box::new(Expr::Float(0.0, Type::F64)),
            },
            bindings: Vec::new(),
        },
        machine: Machine::new(functions, 0),
        scope: Vec::new(),
        indices: Vec::new(),
        integers: Vec::new(),
        writes: 0,
        pure: 0,
        nested: 0,
        depth: 0,
        names: 0,
        exits: Exits {
            function: true,
            loops: Vec::new(),
        },
        returns: false,
        counters: Vec::new(),
        counting: Vec::new(),
        labels: 0,
        without_closures: 0,
        hidden: Vec::new(),
        frozen: Vec::new(),
        lent: Vec::new(),
        closures: Vec::new(),
        floor: 0,
    };
    let point = generator.parameters(subject);
    generator.body(subject);
    (generator.function, point)
}

impl Generator<'_> {
    fn parameters(&mut self, subject: bool) -> Vec<Constant> {
        let mut point = Vec::new();
        if let Some(ty) = self.receiver(subject) {
            let param = self.function.params[0];
            point.push(self.argument_at_random(param, &ty));
        }
        let first = point.len();
        let count = 1 + self.random.below(4);
        for name in PARAMETERS.iter().take(count) {
            let held = point.len() > first && self.random.one_in(5);
            let ty = match point.len() == first {
                true => self.float(),
                false => self.parameter_type(),
            };
            let passing = self.passing(&ty, subject);
            let mutable = passing == Passing::Value && self.random.one_in(4);
            let id = self.declare((*name).to_owned(), ty.clone(), mutable, passing);
            if ty == Type::Usize && !mutable {
                self.indices.push(id);
            }
            let constant = held && ty.carries_float() && !passing.is_mutable();
            let param = Param { id, constant };
            self.function.params.push(param);
            point.push(self.argument_at_random(param, &ty));
        }
        point
    }

    /// What a parameter is at the point where the function is generated.
    fn argument_at_random(&mut self, param: Param, ty: &Type) -> Constant {
        let value = self.constant(ty);
        let moving = ty.moving().into_iter();
        let mut direction = moving.map(|moves| match moves {
            true => self.random.signed(),
            false => 0.0,
        });
        let dual = value.along(&mut direction);
        let dual = if param.constant {
            dual.detached()
        } else {
            dual
        };
        self.machine.set(param.id, dual);
        value
    }

    fn body(&mut self, subject: bool) {
        let length = match (subject, self.random.below(20)) {
            (false, _) => 1 + self.random.below(4),
            (true, 0) => 12 + self.random.below(16),
            (true, _) => 2 + self.random.below(9),
        };
        self.function.result = self.result_type();
        let in_place = self.function.is_in_place();
        if in_place && self.random.one_in(2) {
            self.function.result = Type::unit();
        }
        let mut stmts = Vec::new();
        for _ in 0..length {
            stmts.extend(self.statement());
        }
        stmts.extend(self.initialize_rest(0));
        let result = self.function.result.clone();
        let mut made = self.result(&result);
        if !moves(&made.value) && !result.is_float() && !self.returns && !in_place {
            // The tangent of an aggregate under the name of a parameter is a mere 0.0 there.
            self.function.result = Type::F64;
            made = self.result(&Type::F64);
        }
        self.function.body = Block {
            stmts,
            value: Box::new(made.expr),
        };
    }

    /// The value of the body: if possible, one that depends on a parameter.
    fn result(&mut self, ty: &Type) -> Made {
        self.pure += 1;
        let attempts = (0..4).map(|_| self.expression(ty, 3)).collect::<Vec<_>>();
        let found = attempts.into_iter().find(|made| moves(&made.value));
        self.pure -= 1;
        found.unwrap_or_else(|| self.expression(ty, 3))
    }

    /// `f64`, most often.
    pub(super) fn float(&mut self) -> Type {
        if self.random.one_in(8) {
            Type::F32
        } else {
            Type::F64
        }
    }

    /// A type to compute with.
    pub(super) fn value_type(&mut self) -> Type {
        if self.random.one_in(4)
            && let Some(ty) = self.type_of_structs(true)
        {
            return ty;
        }
        match self.random.below(18) {
            0..4 => self.array_type(),
            4 | 5 => self.tuple_type(),
            6 => Type::Vec(Box::new(self.float())),
            7 if self.random.one_in(2) => {
                let row = Type::Vec(Box::new(self.float()));
                Type::Vec(Box::new(row))
            }
            _ => self.float(),
        }
    }

    pub(super) fn array_type(&mut self) -> Type {
        let element = match self.random.below(6) {
            0 | 1 => Type::Array(Box::new(self.float()), 2),
            2 => Type::Tuple(vec![self.float(), self.float()]),
            _ => self.float(),
        };
        Type::Array(Box::new(element), 1 + self.random.below(4))
    }

    /// A tuple, some parts of which may be integers.
    pub(super) fn tuple_type(&mut self) -> Type {
        let count = 2 + self.random.below(2);
        let mut fields = vec![self.float()];
        while fields.len() < count {
            let field = match self.random.below(6) {
                0 => Type::Usize,
                1 => Type::I32,
                2 => Type::Array(Box::new(self.float()), 2),
                3 => Type::Tuple(vec![self.float(), self.float()]),
                _ => self.float(),
            };
            fields.insert(self.random.below(fields.len() + 1), field);
        }
        Type::Tuple(fields)
    }

    fn parameter_type(&mut self) -> Type {
        if self.random.one_in(3)
            && let Some(ty) = self.type_of_structs(false)
        {
            return ty;
        }
        match self.random.below(8) {
            0 => Type::I32,
            1 => Type::Usize,
            2 | 3 => self.array_type(),
            4 => self.tuple_type(),
            _ => self.float(),
        }
    }

    fn result_type(&mut self) -> Type {
        if self.random.one_in(6)
            && let Some(ty) = self.type_of_structs(false)
        {
            return ty;
        }
        match self.random.below(8) {
            0 => self.array_type(),
            1 => self.tuple_type(),
            _ => self.float(),
        }
    }

    fn passing(&mut self, ty: &Type, subject: bool) -> Passing {
        let array = matches!(ty, Type::Array(..));
        let written = !subject && ty.carries_float();
        match self.random.below(8) {
            0 | 1 if ty.carries_float() => Passing::Reference,
            2 | 3 if array => Passing::Slice,
            // Nothing in the language makes a `Vec` to call with.
            4 if array && subject => Passing::Vec,
            4 | 5 if array && written => Passing::MutableSlice,
            4 if written => Passing::Mutable,
            _ => Passing::Value,
        }
    }

    /// A constant of a type.
    fn constant(&mut self, ty: &Type) -> Constant {
        match ty {
            Type::F64 | Type::F32 => {
                let number = 2.0 * self.random.signed();
                match Primal::rounded(number, ty) {
                    Primal::Double(x) => Constant::Double(x),
                    Primal::Single(x) => Constant::Single(x),
                }
            }
            Type::Bool => Constant::Integer(i64::from(self.random.one_in(2))),
            Type::I32 | Type::Usize => {
                Constant::Integer(i64::try_from(self.random.below(3)).unwrap_or(0))
            }
            _ => {
                let parts = ty.parts();
                Constant::List(parts.iter().map(|part| self.constant(part)).collect())
            }
        }
    }
}
