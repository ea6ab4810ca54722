//! Types: their parts, and which an expression is of.

use crate::ast::{End, Expr, Function, Type};
use crate::primitives::SPECIAL;

impl Type {
    /// `f64` or `f32`.
    #[must_use]
    pub fn is_float(&self) -> bool {
        matches!(self, Type::F64 | Type::F32)
    }

    /// `i32` or `usize`.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        matches!(self, Type::I32 | Type::Usize)
    }

    /// `()`
    #[must_use]
    pub fn unit() -> Type {
        Type::Tuple(Vec::new())
    }

    /// The type of the elements of a sequence.
    #[must_use]
    pub fn element(&self) -> Option<&Type> {
        match self {
            Type::Array(element, _) | Type::Vec(element) => Some(element),
            _ => None,
        }
    }

    /// The parts of an aggregate of so many.
    #[must_use]
    pub fn parts_of(&self, count: usize) -> Vec<Type> {
        match self {
            Type::Vec(element) => vec![(**element).clone(); count],
            _ => self.parts(),
        }
    }

    /// The parts of an aggregate that its type knows.
    #[must_use]
    pub fn parts(&self) -> Vec<Type> {
        match self {
            Type::Array(element, length) => vec![(**element).clone(); *length],
            Type::Tuple(fields) => fields.clone(),
            Type::Struct(of) => of.fields.iter().map(|field| field.ty.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether the type or one of its parts satisfies `test`.
    pub fn any(&self, test: &dyn Fn(&Type) -> bool) -> bool {
        test(self)
            || match self {
                Type::Array(element, _) | Type::Vec(element) => element.any(test),
                Type::Tuple(fields) => fields.iter().any(|field| field.any(test)),
                Type::Struct(of) => of.fields.iter().any(|field| field.ty.any(test)),
                _ => false,
            }
    }

    /// Of each float in it, whether a derivative flows through it: none does through constant fields.
    #[must_use]
    pub fn moving(&self) -> Vec<bool> {
        match self {
            Type::F64 | Type::F32 => vec![true],
            Type::Struct(of) => {
                let fields = of.fields.iter();
                let moving = fields.flat_map(|field| {
                    let parts = field.ty.moving().into_iter();
                    parts.map(|part| part && field.moves())
                });
                moving.collect()
            }
            _ => self.parts().iter().flat_map(Type::moving).collect(),
        }
    }

    /// Whether a field of a struct is held constant.
    #[must_use]
    pub fn is_held(&self, position: usize) -> bool {
        match self {
            Type::Struct(of) => {
                let field = &of.fields[position];
                field.constant
            }
            _ => false,
        }
    }

    /// Whether a float is in it.
    #[must_use]
    pub fn carries_float(&self) -> bool {
        self.any(&Type::is_float)
    }
}

impl Function {
    /// Whether the compiler knows the type of an expression by what it is made of.
    #[must_use]
    pub fn is_known(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Float(_, ty) => *ty == Type::F32,
            Expr::Integer(_, ty) => *ty == Type::Usize,
            Expr::Var(id) | Expr::Apply(id, _) => !self.bindings[*id].loose,
            Expr::Index(x, _)
            | Expr::Field(x, _)
            | Expr::Negate(x)
            | Expr::Constant(x)
            | Expr::Repeat(x, _)
            | Expr::Part(x, ..)
            | Expr::Split(x, ..)
            | Expr::Owned(x)
            | Expr::Mutable(x) => self.is_known(x),
            Expr::Match(_, arms) => arms.iter().all(|arm| self.is_known(&arm.body.value)),
            Expr::Chain(_, end) => match &**end {
                End::Fold(init, _) => self.is_known(init),
                End::Sum(_) | End::Product(_) | End::Collect(_) => true,
            },
            Expr::Binary(_, x, y) => self.is_known(x) && self.is_known(y),
            Expr::Tuple(parts) | Expr::Array(parts) => parts.iter().all(|part| self.is_known(part)),
            Expr::Struct { of, parts, rest } => {
                let parts = parts.iter().map(|(_, part)| part);
                let mut parts = parts.chain(rest.as_deref());
                of.argument.is_none() || parts.all(|part| self.is_known(part))
            }
            Expr::Block(block) => self.is_known(&block.value),
            Expr::If(_, then, otherwise) => {
                self.is_known(&then.value) && self.is_known(&otherwise.value)
            }
            Expr::Compare(..) | Expr::Connected(..) | Expr::Not(_) | Expr::Fits(..) => true,
            Expr::Method { name, operands, .. } if SPECIAL.contains(name) => {
                self.is_known(&operands[0])
            }
            Expr::Method { .. }
            | Expr::Cast(..)
            | Expr::Call(..)
            | Expr::Length(_)
            | Expr::Selected(..) => true,
        }
    }

    /// The type of an expression of this function.
    #[must_use]
    pub fn type_of(&self, expr: &Expr, functions: &[Function]) -> Type {
        let element = |sequence: &Expr| match self.type_of(sequence, functions) {
            Type::Array(element, _) | Type::Vec(element) => element,
            other => unreachable!("an element of {other:?}"),
        };
        match expr {
            Expr::Float(_, ty)
            | Expr::Integer(_, ty)
            | Expr::Cast(_, ty)
            | Expr::Selected(ty, ..) => ty.clone(),
            Expr::Var(id) => self.bindings[*id].ty.clone(),
            Expr::Index(sequence, _) => *element(sequence),
            Expr::Field(tuple, field) => self.type_of(tuple, functions).parts()[*field].clone(),
            Expr::Method { name, operands, .. } => {
                let operand = self.type_of(&operands[0], functions);
                match *name {
                    "sin_cos" => Type::Tuple(vec![operand.clone(), operand]),
                    _ => operand,
                }
            }
            Expr::Negate(x) | Expr::Constant(x) | Expr::Binary(_, x, _) | Expr::Mutable(x) => {
                self.type_of(x, functions)
            }
            Expr::Tuple(parts) => {
                let parts = parts.iter().map(|part| self.type_of(part, functions));
                Type::Tuple(parts.collect())
            }
            Expr::Array(parts) => {
                let element = self.type_of(&parts[0], functions);
                Type::Array(Box::new(element), parts.len())
            }
            Expr::Repeat(x, length) => Type::Array(Box::new(self.type_of(x, functions)), *length),
            Expr::Struct { of, .. } => Type::Struct(of.clone()),
            Expr::Call(callee, _) => functions[*callee].result.clone(),
            Expr::Block(block) | Expr::If(_, block, _) => self.type_of(&block.value, functions),
            Expr::Compare(..) | Expr::Connected(..) | Expr::Not(_) | Expr::Fits(..) => Type::Bool,
            Expr::Match(_, arms) => self.type_of(&arms[0].body.value, functions),
            Expr::Chain(_, end) => match &**end {
                End::Sum(ty) | End::Product(ty) => ty.clone(),
                End::Collect(element) => Type::Vec(Box::new(element.clone())),
                End::Fold(init, _) => self.type_of(init, functions),
            },
            Expr::Apply(id, _) => match &self.bindings[*id].ty {
                Type::Closure(result) => (**result).clone(),
                other => unreachable!("a call of {other:?}"),
            },
            Expr::Part(of, start, end) => Type::Array(element(of), end - start),
            Expr::Split(of, left, right) => {
                let parts = [left, right].map(|length| Type::Array(element(of), *length));
                Type::Tuple(parts.into())
            }
            Expr::Owned(of) => match self.type_of(of, functions) {
                Type::Struct(of) => Type::Struct(of),
                _ => Type::Vec(element(of)),
            },
            Expr::Length(_) => Type::Usize,
        }
    }
}
