//! What is known while a function is written, and what its statements and expressions may name.

use super::super::ast::{Block, Expr, FIELDS, Function, Id, Kind, Shape, Type, Variable};
use super::super::rules::Rule;
use crate::random::Random;

pub(super) struct Generator<'g> {
    pub(super) random: &'g mut Random,
    pub(super) shapes: &'g [Shape],
    /// Those that may be called.
    pub(super) functions: &'g [Function],
    /// The rules that the program is about.
    pub(super) favourites: &'g [Rule],
    pub(super) is_subject: bool,
    pub(super) variables: Vec<Variable>,
    /// How many of them are parameters.
    pub(super) params: usize,
    /// The variables that their names mean here, and those that may be written.
    pub(super) scope: Vec<Id>,
    /// Of a closure, the parameters: what is written anywhere is not captured.
    pub(super) in_closure: bool,
    /// Whether a body is within a loop, and the result of the function.
    pub(super) in_loop: bool,
    pub(super) result: Type,
    /// Of each closure in scope, its parameters and what it gives.
    pub(super) closures: Vec<(Id, Vec<Type>, Type)>,
    /// How many more statements there may be.
    pub(super) budget: usize,
}

impl<'g> Generator<'g> {
    pub(super) fn new(
        random: &'g mut Random,
        shapes: &'g [Shape],
        functions: &'g [Function],
        favourites: &'g [Rule],
        is_subject: bool,
    ) -> Self {
        Generator {
            random,
            shapes,
            functions,
            favourites,
            is_subject,
            variables: Vec::new(),
            params: 0,
            scope: Vec::new(),
            in_closure: false,
            in_loop: false,
            result: Type::Float,
            closures: Vec::new(),
            budget: if is_subject { 5 } else { 2 },
        }
    }

    pub(super) fn function(mut self, name: String) -> Function {
        let params = self.declare_params();
        self.params = params;
        let active: Vec<bool> = (0..params).map(|param| self.is_active(param)).collect();
        self.result = match self.random.below(if self.is_subject { 4 } else { 2 }) {
            0 => Type::Matrix(self.shape()),
            _ => Type::Float,
        };
        let body = self.body();
        Function {
            name,
            variables: self.variables,
            params,
            active,
            result: self.result,
            body,
        }
    }

    /// A float, a vector, and perhaps more.
    fn declare_params(&mut self) -> usize {
        let vector = Type::Matrix(self.shapes[0]);
        let mut types = vec![vector, Type::Float];
        for _ in 0..self.random.below(3) {
            let shape = self.shape();
            types.push(match self.random.below(9) {
                0 => Type::List(shape, 2 + self.random.below(2)),
                1 if self.is_subject => Type::Struct,
                2 if self.is_subject => Type::Index,
                3 => Type::Float,
                _ => Type::Matrix(shape),
            });
        }
        for ty in &types {
            let reference = match ty {
                Type::Matrix(shape) => shape.dynamic || !self.random.one_in(3),
                Type::List(..) | Type::Struct => true,
                _ => false,
            };
            let id = self.declare(*ty, false);
            self.variables[id].reference = reference;
        }
        types.len()
    }

    fn is_active(&mut self, param: Id) -> bool {
        match self.variables[param].ty {
            Type::Index => false,
            _ if param == 0 => true,
            _ => !self.is_subject || !self.random.one_in(6),
        }
    }

    fn body(&mut self) -> Block {
        let statements = self.statements();
        let value = self.conclusion();
        Block {
            statements,
            value: Some(Box::new(value)),
        }
    }

    pub(super) fn shape(&mut self) -> Shape {
        self.random
            .pick(self.shapes)
            .copied()
            .unwrap_or(self.shapes[0])
    }

    /// A new variable, of a name that is new or shadows.
    pub(super) fn declare(&mut self, ty: Type, mutable: bool) -> Id {
        let id = self.variables.len();
        let letter = match ty {
            Type::Float => "x",
            Type::Matrix(shape) if shape.columns == 1 => "v",
            Type::Matrix(_) => "m",
            Type::List(..) => "list",
            Type::Struct => "body",
            Type::Index => "i",
            Type::Closure => "f",
        };
        self.variables.push(Variable {
            name: format!("{letter}{id}"),
            ty,
            reference: false,
            mutable,
        });
        self.scope.push(id);
        id
    }

    /// Lets a variable take the name of another, which is no longer seen; the first parameter remains.
    pub(super) fn shadow(&mut self, id: Id) {
        let visible: Vec<Id> = self
            .scope
            .iter()
            .copied()
            .filter(|other| ![0, id].contains(other))
            .collect();
        let shadowed = |other: &Id| {
            !matches!(
                self.variables[*other].ty,
                Type::Index | Type::Closure | Type::List(..)
            )
        };
        let candidates: Vec<Id> = visible.into_iter().filter(shadowed).collect();
        if let Some(other) = self.random.pick(&candidates).copied() {
            let name = self.variables[other].name.clone();
            self.variables[id].name = name;
            self.scope.retain(|visible| *visible != other);
        }
    }

    /// The variables of a type that may be read here.
    pub(super) fn readable(&self, wanted: impl Fn(Type) -> bool) -> Vec<Id> {
        let scope = self.scope.iter().copied();
        let readable = scope.filter(|id| {
            let variable = &self.variables[*id];
            wanted(variable.ty) && !(self.in_closure && variable.mutable)
        });
        readable.collect()
    }

    /// The variables of a type that may be written here.
    pub(super) fn writable(&self, wanted: impl Fn(Type) -> bool) -> Vec<Id> {
        let scope = self.scope.iter().copied();
        let writable =
            scope.filter(|id| self.variables[*id].mutable && wanted(self.variables[*id].ty));
        writable.collect()
    }

    /// Places of a type: variables, items of lists, fields of structs.
    pub(super) fn places(&mut self, ty: Type) -> Vec<Expr> {
        let kinds = self.readable(|of| of == ty).into_iter().map(Kind::Read);
        let mut kinds: Vec<Kind> = kinds.collect();
        for id in
            self.readable(|of| matches!(of, Type::List(shape, _) if Type::Matrix(shape) == ty))
        {
            let Type::List(_, length) = self.variables[id].ty else {
                continue;
            };
            kinds.push(Kind::Item(id, self.index(length)));
        }
        kinds.into_iter().map(|kind| Expr { ty, kind }).collect()
    }

    /// Fields of structs, whose types no declaration tells.
    pub(super) fn fields(&self, ty: Type) -> Vec<Expr> {
        let structs = self.readable(|of| of == Type::Struct);
        let fields = structs.into_iter().flat_map(|id| {
            let of_type = FIELDS
                .iter()
                .enumerate()
                .filter(|(_, (_, field))| *field == ty);
            of_type
                .map(move |(field, _)| Kind::Field(id, field))
                .collect::<Vec<_>>()
        });
        fields.map(|kind| Expr { ty, kind }).collect()
    }
}
