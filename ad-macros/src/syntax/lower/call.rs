//! Calls by path: primitives in their UFCS form, and differentiable functions.

use std::rc::Rc;

use syn::spanned::Spanned;
use syn::{Expr, ExprPath};

use super::Lowerer;
use crate::ir::{Argument, Atom, Call, Op, Passed, Role, Shape, Style};
use crate::rules::{self, Rule};
use crate::syntax::fence;
use crate::syntax::scope::Value;

impl Lowerer<'_> {
    pub(super) fn call(&mut self, expr: &Expr, call: &syn::ExprCall) -> Value {
        let Expr::Path(path) = &*call.func else {
            return self.opaque(expr);
        };
        let before = self.errors.len();
        let arguments = self.values(&call.args);
        if arguments
            .iter()
            .all(|argument| matches!(argument, Value::Inert(_)))
        {
            return Value::Inert(self.inert(expr));
        }
        let unknown = arguments.iter().any(|argument| self.is_unknown(argument));
        if self.errors.len() > before || unknown {
            return self.poison(expr.span());
        }
        if let Some(rule) = self.primitive_path(path, arguments.len()) {
            let operands = arguments
                .into_iter()
                .zip(&call.args)
                .map(|(value, argument)| self.scalar(value, argument))
                .collect();
            let name = path
                .path
                .segments
                .last()
                .map_or_else(|| self.name.clone(), |s| s.ident.clone());
            return self.primitive(rule, &name, Style::Path(Rc::new(path.clone())), operands);
        }
        if !self.is_callable(path) {
            return self.poison(expr.span());
        }
        let arguments = arguments
            .into_iter()
            .zip(&call.args)
            .map(|(value, argument)| self.argument(value, argument))
            .collect();
        let call = Call {
            path: path.clone(),
            arguments,
        };
        let span = path.span();
        Value::Atom(Atom::Var(self.define(
            Op::Call(Rc::new(call)),
            Shape::Unknown,
            span,
        )))
    }

    /// The rule of a primitive called by path: `f64::sin(x)`, `<T as Float>::sin(x)`.
    fn primitive_path(&self, path: &ExprPath, arity: usize) -> Option<&'static Rule> {
        let mut segments = path.path.segments.iter().rev();
        let last = segments.next()?;
        let owner = segments.next();
        let of_float = path.qself.is_some()
            || owner.is_some_and(|owner| self.float_types.contains(&owner.ident.to_string()));
        let rule = rules::method(&last.ident.to_string())?;
        (of_float && rule.arity == arity).then_some(rule)
    }

    /// Whether a path can name a differentiable function; otherwise says why not.
    fn is_callable(&mut self, path: &ExprPath) -> bool {
        let local = path
            .path
            .get_ident()
            .and_then(|ident| self.scope.lookup(ident));
        if let (Some(_), Some(ident)) = (local, path.path.get_ident()) {
            let parameter = self.parameter(ident).is_some();
            fence::call_of_variable(ident, parameter, self.errors);
            return false;
        }
        fence::callable(path, &self.float_types, &self.name, self.errors)
    }

    fn argument(&mut self, value: Value, expr: &Expr) -> Argument {
        let span = expr.span();
        let value = match value {
            Value::Reference(place) => {
                let borrow =
                    !place.path.is_empty() || self.vars.role(place.root) != Role::Reference;
                Passed::Reference { place, borrow }
            }
            Value::Inert(inert) => Passed::Value(self.inert_argument(inert, span)),
            value => Passed::Value(self.materialize(value, span)),
        };
        Argument { value, span }
    }

    /// An argument without a derivative stays where it is, unless evaluating it elsewhere could
    /// tell the difference: references to temporaries live as long as the call.
    fn inert_argument(&mut self, inert: Rc<crate::ir::Inert>, span: proc_macro2::Span) -> Atom {
        if inert.mentions.vars.is_empty() && !matches!(inert.expr, Expr::Block(_)) {
            return Atom::Inert(inert);
        }
        self.inert_atom(inert, span)
    }
}
