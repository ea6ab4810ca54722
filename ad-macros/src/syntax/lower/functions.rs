//! Functions that are passed to differentiable functions: parameters, which are passed on, and functions by their names.

use std::rc::Rc;

use proc_macro2::Ident;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprPath, PathArguments};

use super::{Lowerer, identifiers};
use crate::ir::{Callee, Inert, Shape};
use crate::syntax::functions::{self, names, parse_located, passed_on};
use crate::syntax::scope::Value;

impl Lowerer<'_> {
    /// Notes that a function parameter is called where a derivative flows, or may be.
    pub(super) fn note_function(&mut self, ident: &Ident) {
        if names(self.function_parameters.iter(), ident) {
            self.called.insert(ident.to_string());
        }
    }

    /// An argument of a differentiable function, and whether it is a function, for the linkage to take.
    pub(super) fn passed(
        &mut self,
        callee: Callee,
        path: &ExprPath,
        index: usize,
        value: Value,
        source: &Expr,
    ) -> (Value, bool) {
        if let Some(ident) = passed_on(source)
            && self.scope.lookup(ident).is_some()
        {
            let parameter = self.parameter(ident);
            let is_function = parameter.is_some_and(|parameter| match &parameter.ty {
                syn::Type::Reference(reference) => self.functions.is_type(&reference.elem),
                ty => self.functions.is_type(ty),
            });
            self.note_function(ident);
            return (value, is_function);
        }
        let is_name =
            matches!(&value, Value::Inert(inert) if function_named(&inert.expr).is_some());
        let passes = is_name && callee == Callee::Function;
        let Some(function) = function_named(source).filter(|_| passes) else {
            return (value, false);
        };
        let selected = self.named_function(path, index, function);
        (Value::Inert(Rc::new(selected)), true)
    }

    /// What a call gives, where that is known: one of a parameter.
    pub(super) fn shape_of_call(&self, path: &ExprPath) -> Shape {
        let output = functions::output(&path.path).filter(|_| !self.functions.is_empty());
        let shape = output.and_then(|ty| self.signature.shape(ty));
        shape.unwrap_or(Shape::Unknown)
    }

    /// A function by its name: the callee takes it as it is, or with its derivatives.
    fn named_function(&self, callee: &ExprPath, index: usize, function: &ExprPath) -> Inert {
        let mut linkage = callee.clone();
        if let Some(last) = linkage.path.segments.last_mut() {
            last.arguments = PathArguments::None;
        }
        let select = Ident::new(&format!("named_{index}"), function.span());
        let runtime = &self.runtime;
        let span = function.span();
        let code = quote!(<#linkage>::#select(#function, &#runtime::function!(#function)));
        let code: Expr = parse_located(code, span);
        let mut inert = super::control::inert_code(code, identifiers(function));
        inert.duplicable = false;
        inert
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
