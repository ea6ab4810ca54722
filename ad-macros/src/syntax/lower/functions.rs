//! Functions that are passed to differentiable functions: parameters, which are passed on, and functions by their names.

use std::rc::Rc;

use proc_macro2::Ident;
use syn::{Expr, ExprPath, PathArguments};

use super::Lowerer;
use crate::ir::{Callee, Named, PassedFunction, Shape};
use crate::syntax::functions::{self, names, passed_on};
use crate::syntax::scope::Value;

impl Lowerer<'_> {
    /// Notes that a function parameter is called where a derivative flows, or may be.
    pub(super) fn note_function(&mut self, ident: &Ident) {
        if names(self.function_parameters.iter(), ident) {
            self.called.insert(ident.to_string());
        }
    }

    /// Whether an argument of a differentiable function is a function, for the linkage to take, and which one, by its name.
    pub(super) fn passed(
        &mut self,
        callee: Callee,
        path: &ExprPath,
        index: usize,
        value: &Value,
        source: &Expr,
    ) -> (bool, Option<Rc<PassedFunction>>) {
        if let Some(ident) = passed_on(source)
            && self.scope.lookup(ident).is_some()
        {
            let parameter = self.parameter(ident);
            let is_function = parameter.is_some_and(|parameter| match &parameter.ty {
                syn::Type::Reference(reference) => self.functions.is_type(&reference.elem),
                ty => self.functions.is_type(ty),
            });
            self.note_function(ident);
            return (is_function, None);
        }
        let is_name = matches!(value, Value::Inert(inert) if function_named(&inert.expr).is_some());
        let passes = is_name && callee == Callee::Function;
        let Some(function) = function_named(source).filter(|_| passes) else {
            return (false, None);
        };
        let mut callee = path.clone();
        if let Some(last) = callee.path.segments.last_mut() {
            last.arguments = PathArguments::None;
        }
        let named = Named {
            callee,
            index,
            function: function.clone(),
            plain: source.clone(),
        };
        (true, Some(Rc::new(PassedFunction::Named(named))))
    }

    /// What a call gives, where that is known: one of a parameter.
    pub(super) fn shape_of_call(&self, path: &ExprPath) -> Shape {
        let output = functions::output(&path.path).filter(|_| !self.functions.is_empty());
        let shape = output.and_then(|ty| self.signature.shape(ty));
        shape.unwrap_or(Shape::Unknown)
    }
}

/// The function that an argument names, if its name is that of one: it begins with a small letter.
fn function_named(source: &Expr) -> Option<&ExprPath> {
    let path = match source {
        Expr::Path(path) => path,
        Expr::Reference(reference) if reference.mutability.is_none() => {
            return function_named(&reference.expr);
        }
        Expr::Paren(paren) => return function_named(&paren.expr),
        _ => return None,
    };
    let last = path.path.segments.last()?;
    let name = last.ident.to_string();
    let is_small = name.chars().next().is_some_and(char::is_lowercase);
    let is_plain = path.path.segments.iter().all(|s| s.arguments.is_none());
    (is_small && is_plain && Callee::of(path) == Callee::Function).then_some(path)
}
