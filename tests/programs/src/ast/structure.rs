//! Structs.

use std::rc::Rc;

use super::Type;

/// A struct, with `#[derive(Differentiable)]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Its name, unique in the program.
    pub name: String,
    /// Of a generic one, what stands for `T`.
    pub argument: Option<Type>,
    /// `struct S(f64, usize);`
    pub tuple: bool,
    /// The fields.
    pub fields: Vec<Field>,
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What it is called, if the fields have names.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether `T` is written for the floats in its type.
    pub generic: bool,
    /// `#[differentiable(constant)]`
    pub constant: bool,
}

/// The names of fields by position: of numbers, of integers, of all others.
const NAMES: [[&str; 6]; 3] = [
    ["x", "y", "z", "w", "x_dot", "t0"],
    ["n", "count", "steps", "pick", "flag", "order"],
    ["at", "to", "of_", "items", "pair", "y_bar"],
];

/// Where a field stands that has a name.
#[must_use]
pub fn position_of_field(name: &str) -> Option<usize> {
    let mut positions = NAMES
        .iter()
        .map(|names| names.iter().position(|other| *other == name));
    positions.find_map(|position| position)
}

impl Field {
    /// The field at a position, called after it and its type.
    #[must_use]
    pub fn new(position: usize, ty: Type) -> Field {
        let names = match &ty {
            Type::F64 | Type::F32 => NAMES[0],
            Type::I32 | Type::Usize | Type::Bool => NAMES[1],
            _ => NAMES[2],
        };
        Field {
            name: names[position].to_owned(),
            ty,
            generic: false,
            constant: false,
        }
    }

    /// Whether a derivative flows through it.
    #[must_use]
    pub fn moves(&self) -> bool {
        !self.constant && self.ty.carries_float()
    }
}

impl Struct {
    /// What a field is called.
    #[must_use]
    pub fn member(&self, position: usize) -> String {
        match self.tuple {
            true => position.to_string(),
            false => self.fields[position].name.clone(),
        }
    }

    /// The generic struct with another type for `T`.
    #[must_use]
    pub fn of(&self, argument: &Type) -> Rc<Struct> {
        let mut other = self.clone();
        other.argument = Some(argument.clone());
        for field in other.fields.iter_mut().filter(|field| field.generic) {
            field.ty = match &field.ty {
                Type::Array(_, length) => Type::Array(Box::new(argument.clone()), *length),
                _ => argument.clone(),
            };
        }
        Rc::new(other)
    }
}
