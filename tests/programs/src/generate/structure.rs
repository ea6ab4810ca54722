//! Structs: their declarations, literals, fields that are counted, and the functions that are theirs.

use std::rc::Rc;

use super::expression::{applied, moves, packed};
use super::{Generator, Made};
use crate::ast::{Expr, Field, Operator, Param, Passing, Stmt, Struct, Type};
use crate::dual::Value;
use crate::evaluate;
use crate::random::Random;

/// The structs of a program; most programs have some.
pub(super) fn structures(random: &mut Random) -> Vec<Rc<Struct>> {
    let count = [0, 1, 1, 2, 3][random.below(5)];
    let mut structs = Vec::new();
    for index in 0..count {
        let of = structure(random, format!("S{index}"), &structs);
        structs.push(Rc::new(of));
    }
    structs
}

fn structure(random: &mut Random, name: String, before: &[Rc<Struct>]) -> Struct {
    let tuple = random.one_in(5);
    let float = if random.one_in(8) {
        Type::F32
    } else {
        Type::F64
    };
    // What stands for `T` elsewhere shows by itself here.
    let generic = random.one_in(4);
    let mut fields = vec![Field::new(0, float.clone())];
    fields[0].generic = generic;
    for position in 1..=random.below(5) {
        let mut field = Field::new(position, field_type(random, &float, before));
        // In a tangent, a constant field without a name is no number that can be computed with.
        if !tuple && field.ty.any(&Type::is_float) && random.one_in(7) {
            field.constant = true;
        }
        let flat =
            field.ty.is_float() || matches!(field.ty.element(), Some(part) if part.is_float());
        field.generic = generic && flat && random.one_in(2);
        fields.push(field);
    }
    Struct {
        name,
        argument: generic.then_some(float),
        tuple,
        fields,
    }
}

fn field_type(random: &mut Random, float: &Type, before: &[Rc<Struct>]) -> Type {
    let nested = random.pick(before).map(|of| Type::Struct(of.clone()));
    match (random.below(12), nested) {
        (0, _) => Type::Usize,
        (1, _) => Type::I32,
        (2, _) => Type::Bool,
        (3, _) => Type::Array(Box::new(float.clone()), 2 + random.below(2)),
        (4, _) => Type::Tuple(vec![float.clone(), Type::F64]),
        (5..8, Some(nested)) => nested,
        (8, Some(nested)) => Type::Array(Box::new(nested), 2),
        _ => float.clone(),
    }
}

impl Generator<'_> {
    /// A struct of the program, if there is one.
    pub(super) fn struct_type(&mut self) -> Option<Type> {
        let of = self.random.pick(self.structs)?.clone();
        Some(Type::Struct(match of.argument {
            Some(_) if self.random.one_in(4) => of.of(&self.float()),
            _ => of,
        }))
    }

    /// A struct, or a sequence of structs.
    pub(super) fn type_of_structs(&mut self, grows: bool) -> Option<Type> {
        let of = Box::new(self.struct_type()?);
        Some(match self.random.below(6) {
            0 => Type::Array(of, 1 + self.random.below(3)),
            1 if grows => Type::Vec(of),
            _ => *of,
        })
    }

    /// Where a field is held constant, no derivative may flow. What is copied from a field to another is of a type that
    /// the language does not see: of integers, and of what has some, generated code may then not compile.
    fn field(&mut self, field: &Field, depth: u32) -> Made {
        let discrete = |ty: &Type| ty.is_integer() || *ty == Type::Bool;
        match field.constant {
            true => self.inactive(&field.ty, false),
            false if discrete(&field.ty) => self.literals(&field.ty),
            false => self.expression(&field.ty, depth),
        }
    }

    /// `S { x: p, y: q }`
    pub(super) fn literal_of_struct(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let Type::Struct(of) = ty else {
            return None;
        };
        let fields = of.fields.iter().map(|field| {
            let depth = self.random.below(depth as usize);
            self.field(field, u32::try_from(depth).unwrap_or(0))
        });
        let fields = fields.collect();
        Some(packed(ty, fields))
    }

    /// `S { x: p, ..rest }`
    pub(super) fn with_the_rest(&mut self, ty: &Type, depth: u32) -> Option<Made> {
        let Type::Struct(of) = ty else {
            return None;
        };
        let mut given = Vec::new();
        for (position, field) in of.fields.iter().enumerate() {
            if self.random.one_in(2) {
                let made = self.field(field, depth - 1);
                given.push((position, made));
            }
        }
        let rest = self.expression(ty, depth - 1);
        let mut value = rest.value.list().to_vec();
        let mut parts = Vec::new();
        for (position, made) in given {
            value[position] = made.value;
            parts.push((position, made.expr));
        }
        let rest = Some(Box::new(rest.expr));
        let expr = Expr::Struct {
            of: of.clone(),
            parts,
            rest,
        };
        Some(Made {
            expr,
            value: Value::List(value),
        })
    }

    /// `s.count += 1;`
    pub(super) fn counting_in_a_field(&mut self) -> Option<Stmt> {
        let place =
            self.mutable_place(&|ty| ty.any(&Type::is_integer) && matches!(ty, Type::Struct(_)))?;
        let Type::Struct(of) = self.function.type_of(&place.expr, self.functions) else {
            return None;
        };
        let integers = (0..of.fields.len()).filter(|position| of.fields[*position].ty.is_integer());
        let integers: Vec<usize> = integers.collect();
        let position = *self.random.pick(&integers)?;
        let by = self.literals(&of.fields[position].ty);
        let field = Expr::Field(Box::new(place.expr), position);
        let now = self.machine.value(&field);
        let (operator, value) = match self.random.one_in(3) {
            true => (None, by.value.clone()),
            false => (
                Some(Operator::Add),
                evaluate::binary(Operator::Add, &now, &by.value),
            ),
        };
        self.machine.assign(&field, value);
        self.writes += 1;
        Some(Stmt::Assign {
            place: field,
            operator,
            value: by.expr,
        })
    }

    /// The receiver of a method, or nothing for a function that is a struct's without one.
    pub(super) fn receiver(&mut self, subject: bool) -> Option<Type> {
        if !self.random.one_in(3) {
            return None;
        }
        let ty = self.struct_type()?;
        let Type::Struct(of) = &ty else { return None };
        self.function.host = Some(of.clone());
        if self.random.one_in(5) {
            return None;
        }
        let passing = match self.random.below(8) {
            0..4 => Passing::Reference,
            4 | 5 if !subject => Passing::Mutable,
            _ => Passing::Value,
        };
        let mutable = passing == Passing::Value && self.random.one_in(3);
        let id = self.declare("self".to_owned(), ty.clone(), mutable, passing);
        // What is written in a copy that is held constant has no tangent.
        let constant = !passing.is_mutable() && !mutable && self.random.one_in(5);
        self.function.params.push(Param { id, constant });
        Some(ty)
    }

    /// The sine of a field, so that what is computed stays small.
    pub(super) fn field_of_place(&mut self, ty: &Type, _: u32) -> Option<Made> {
        let fits = |other: &Type| {
            let fields = other.parts();
            matches!(other, Type::Struct(_)) && fields.contains(ty)
        };
        let of = self.place(&fits)?;
        let parts = self.function.type_of(&of.expr, self.functions).parts();
        let whole = self.function.type_of(&of.expr, self.functions);
        let fits = |position: &usize| parts[*position] == *ty && !whole.is_held(*position);
        let positions: Vec<usize> = (0..parts.len()).filter(fits).collect();
        let position = *self.random.pick(&positions)?;
        let value = of.value.list().get(position)?.clone();
        let expr = Expr::Field(Box::new(of.expr), position);
        let made = Made { expr, value };
        Some(match moves(&made.value) && self.random.one_in(4) {
            true => applied("sin", false, vec![made]),
            false => made,
        })
    }
}
