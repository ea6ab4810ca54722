//! Functions of `T: Scalar`: all floats of the program are made one type, and `T` stands for it wherever it can.

use std::rc::Rc;

use crate::ast::{Constant, End, Expr, Function, Passing, Program, Stmt, Struct, Type};
use crate::random::Random;
use crate::walk::root;

/// Writes most of what can be with `T` for the float.
pub(super) fn declare(program: &mut Program, float: &Type, random: &mut Random) {
    program.set_float(float);
    for index in 0..program.functions.len() {
        let function = &program.functions[index];
        let generic = match function.rules {
            Some(same) => program.functions[same].generic.is_some(),
            None => function.may_be_generic(program) && !random.one_in(5),
        };
        program.functions[index].generic = generic.then(|| float.clone());
    }
}

impl Function {
    /// Whether `T` can stand for the float type, and a call tells which it is.
    fn may_be_generic(&self, program: &Program) -> bool {
        let mut params = self.params.iter().map(|param| &self.bindings[param.id].ty);
        let of_host = self.host.iter().any(|host| host.argument.is_some());
        let mut generic = of_host || params.any(Type::carries_float);
        self.body.visit(&mut |expr| {
            generic &= match expr {
                Expr::Cast(x, _) => self.type_of(x, &program.functions).is_integer(),
                // `num_traits::Float` does not have it.
                Expr::Method { name, .. } => *name != "midpoint",
                Expr::Call(callee, _) => {
                    let callee = &program.functions[*callee];
                    let params = callee.params.iter();
                    let mut types = params.map(|param| &callee.bindings[param.id].ty);
                    let floats = types.any(Type::carries_float) || callee.result.carries_float();
                    !floats || callee.generic.is_some()
                }
                _ => true,
            };
        });
        self.body.clone().each_list(&mut |stmts, _| {
            generic &= stmts.iter().all(|stmt| match stmt {
                // Items inside a function do not know its parameters.
                Stmt::Const { id, .. } => !self.bindings[*id].ty.carries_float(),
                // The language lends the element of a `Vec` before it computes what is added.
                Stmt::Assign {
                    place,
                    operator: Some(_),
                    value,
                } => {
                    let root = root(place);
                    let owned = self.bindings[root].ty.is_owned()
                        || self.bindings[root].passing == Passing::Vec;
                    !(owned && value.mentioned().contains(&root)
                        || value.assigned().contains(&root))
                }
                _ => true,
            });
        });
        generic
    }
}

impl Program {
    /// Makes all floats one type, and all structs that have any generic over it.
    fn set_float(&mut self, float: &Type) {
        for of in &mut self.structs {
            *of = of.with_float(float);
        }
        for function in &mut self.functions {
            function.set_float(float);
        }
        for constant in &mut self.point {
            constant.set_float(float);
        }
        let typed = self.functions.clone();
        for (function, before) in self.functions.iter_mut().zip(&typed) {
            function.body.change(&mut |expr| {
                if let Expr::Cast(x, to) = expr
                    && to.is_float()
                    && before.type_of(x, &typed).is_float()
                {
                    *expr = (**x).clone();
                }
            });
            function.settle();
        }
    }
}

impl Function {
    fn set_float(&mut self, float: &Type) {
        let bound = self.bindings.iter_mut().map(|binding| &mut binding.ty);
        for ty in bound.chain([&mut self.result]) {
            *ty = ty.with_float(float);
        }
        if let Some(host) = &mut self.host {
            *host = host.with_float(float);
        }
        self.body.each_list(&mut |stmts, _| {
            for stmt in stmts {
                match stmt {
                    Stmt::Let {
                        ascription: Some(ty),
                        ..
                    } => *ty = ty.with_float(float),
                    Stmt::Closure { types, .. } => {
                        for ty in types {
                            *ty = ty.with_float(float);
                        }
                    }
                    _ => {}
                }
            }
        });
        self.body.change(&mut |expr| expr.set_float(float));
    }
}

impl Expr {
    fn set_float(&mut self, float: &Type) {
        match self {
            Expr::Float(_, ty) | Expr::Cast(_, ty) => *ty = ty.with_float(float),
            Expr::Struct { of, .. } => *of = of.with_float(float),
            Expr::Chain(_, end) => match &mut **end {
                End::Sum(ty) | End::Product(ty) | End::Collect(ty) => *ty = ty.with_float(float),
                End::Fold(..) => {}
            },
            _ => {}
        }
    }
}

impl Constant {
    #[allow(clippy::cast_possible_truncation, reason = "it is rounded")]
    fn set_float(&mut self, float: &Type) {
        match self {
            Constant::Double(x) if *float == Type::F32 => *self = Constant::Single(*x as f32),
            Constant::Single(x) if *float == Type::F64 => *self = Constant::Double(f64::from(*x)),
            Constant::List(parts) => parts.iter_mut().for_each(|part| part.set_float(float)),
            Constant::Double(_) | Constant::Single(_) | Constant::Integer(_) => {}
        }
    }
}

impl Type {
    /// The type with this float in the place of every other.
    fn with_float(&self, float: &Type) -> Type {
        let boxed = |inner: &Type| Box::new(inner.with_float(float));
        match self {
            Type::F64 | Type::F32 => float.clone(),
            Type::I32 | Type::Usize | Type::Bool => self.clone(),
            Type::Array(element, length) => Type::Array(boxed(element), *length),
            Type::Tuple(parts) => {
                Type::Tuple(parts.iter().map(|part| part.with_float(float)).collect())
            }
            Type::Vec(element) => Type::Vec(boxed(element)),
            Type::Struct(of) => Type::Struct(of.with_float(float)),
            Type::Closure(result) => Type::Closure(boxed(result)),
        }
    }
}

impl Struct {
    fn with_float(&self, float: &Type) -> Rc<Struct> {
        let mut other = self.clone();
        for field in &mut other.fields {
            field.ty = field.ty.with_float(float);
            field.generic = field.ty.carries_float();
        }
        let generic = other.fields.iter().any(|field| field.generic);
        other.argument = generic.then(|| float.clone());
        Rc::new(other)
    }
}
