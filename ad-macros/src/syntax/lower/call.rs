//! Calls by path: primitives in their UFCS form, and differentiable functions.

mod argument;
mod method;
mod recursive;
mod standard;

use std::rc::Rc;

use syn::spanned::Spanned;
use syn::{Expr, ExprPath};

use super::Lowerer;
use crate::ir::{Argument, Atom, Call, Callee, Op, Passed, Shape};
use crate::syntax::scope::{Binding, Meaning, Value};
use crate::syntax::{algebra, fence, functions};
use argument::{is_lent, lent_twice};

/// The place of an expression in the syntax tree.
pub(super) fn address(expr: &Expr) -> usize {
    std::ptr::from_ref(expr).addr()
}

impl Lowerer<'_> {
    pub(super) fn call(&mut self, expr: &Expr, call: &syn::ExprCall) -> Value {
        let Expr::Path(path) = &*call.func else {
            return self.opaque(expr);
        };
        let of_linkage = functions::called_by_linkage(path);
        let path = of_linkage.as_ref().unwrap_or(path);
        if let Some(value) = self.exchanged(expr, call, path) {
            return value;
        }
        if let Some(value) = self.array_from_fn(expr, call, path) {
            return value;
        }
        if let Some(value) = self.tuple_struct(expr, call) {
            return value;
        }
        let before = self.errors.len();
        self.lend(&call.args);
        if let Some(closure) = self.closure(path) {
            let arguments: Vec<&Expr> = call.args.iter().collect();
            self.expect_of(&closure.source, &arguments);
        }
        let arguments = self.values_beside_closures(path, &call.args);
        let captures = self
            .closure(path)
            .is_some_and(|closure| closure.name.is_none());
        if !captures
            && arguments
                .iter()
                .all(|argument| matches!(argument, Value::Inert(_)))
        {
            return Value::Inert(self.inert(expr));
        }
        let unknown = arguments.iter().any(|argument| self.is_unknown(argument));
        if self.errors.len() > before || unknown {
            return self.poison(expr.span());
        }
        if let Some(closure) = self.closure(path) {
            return self.inlined(&closure, arguments, expr.span());
        }
        let sources: Vec<&Expr> = call.args.iter().collect();
        self.called(expr, path, arguments, &sources)
    }

    /// The value of a function named by path for an argument that is not written where it is called.
    pub(super) fn called_with(
        &mut self,
        function: &Expr,
        path: &ExprPath,
        argument: Value,
    ) -> Value {
        if let Some(closure) = self.closure(path) {
            return self.inlined(&closure, vec![argument], path.span());
        }
        if let Value::Inert(inert) = &argument {
            let value = &inert.expr;
            let mut called = super::control::inert_code(
                syn::parse_quote!(#path(#value)),
                inert.mentions.clone(),
            );
            called
                .mentions
                .names
                .extend(super::identifiers(function).names);
            return Value::Inert(Rc::new(called));
        }
        self.called(function, path, vec![argument], &[function])
    }

    /// The value of a function named by path; `sources` are where its arguments come from.
    fn called(
        &mut self,
        expr: &Expr,
        path: &ExprPath,
        arguments: Vec<Value>,
        sources: &[&Expr],
    ) -> Value {
        if let Some(value) = self.standard(expr, path, &arguments, sources) {
            return value;
        }
        if algebra::is_of_type(path)
            && let Some(value) = self.constructed(path, &arguments, sources)
        {
            return value;
        }
        if !self.is_callable(path) {
            return self.poison(expr.span());
        }
        for argument in sources.iter().filter(|argument| is_lent(argument)) {
            self.learn_place(argument);
        }
        let callee = Callee::of(path);
        let recursive = self.is_recursive(callee, path);
        let mut takes_functions = false;
        let arguments = arguments.into_iter().zip(sources).enumerate();
        let arguments = arguments.map(|(index, (value, source))| {
            if let Some(closure) = self.passed_closure(callee, path, index, &value, source) {
                takes_functions = true;
                return closure;
            }
            let (is_function, function) = self.passed(callee, path, index, &value, source);
            takes_functions |= is_function;
            let argument = self.argument(value, source);
            let by_value = match &argument.value {
                Passed::Value(Atom::Var(var)) => matches!(self.vars.shape(*var), Shape::Unknown),
                _ => false,
            };
            let argument = Argument {
                function,
                may_be_receiver: by_value && index == 0 && callee == Callee::Associated,
                ..argument
            };
            if recursive {
                self.as_it_is(argument, source, false)
            } else {
                argument
            }
        });
        let arguments = arguments.collect();
        self.differentiable(expr, callee, path, arguments, takes_functions)
    }

    /// Whether a path can name a differentiable function; otherwise says why not.
    fn is_callable(&mut self, path: &ExprPath) -> bool {
        let local = path
            .path
            .get_ident()
            .and_then(|ident| self.scope.lookup(ident));
        let unknown = |binding: &Binding| matches!(&binding.meaning, Meaning::Value(value) if self.is_unknown(value));
        if local.is_some_and(unknown) {
            return false;
        }
        if let (Some(_), Some(ident)) = (local, path.path.get_ident()) {
            let parameter = self.parameter(ident).is_some();
            self.note_function(ident);
            fence::call_of_variable(ident, parameter, self.host.is_impl(), self.errors);
            return false;
        }
        fence::callable(path, &self.float_types, self.errors)
    }

    /// The value of a differentiable function.
    fn differentiable(
        &mut self,
        expr: &Expr,
        callee: Callee,
        path: &ExprPath,
        arguments: Vec<Argument>,
        takes_functions: bool,
    ) -> Value {
        if let Some(twice) = lent_twice(&arguments) {
            fence::lent_twice(twice, self.errors);
            return self.poison(expr.span());
        }
        let recursive = self.is_recursive(
            if callee.is_method() {
                Callee::Method
            } else {
                callee
            },
            path,
        );
        let arguments = if recursive {
            match self.arguments_to_keep(arguments, expr) {
                Some(arguments) => arguments,
                None => return self.poison(expr.span()),
            }
        } else {
            arguments
        };
        self.names_types |= callee == Callee::Associated;
        let call = Call {
            callee,
            takes_functions,
            tangents: None,
            recursive,
            path: path.clone(),
            arguments,
        };
        let span = path.span();
        let shape = self.shape_of_call(path);
        Value::Atom(Atom::Var(self.define(Op::Call(Rc::new(call)), shape, span)))
    }
}
