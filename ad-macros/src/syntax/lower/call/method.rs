//! Calls of methods of types of the user's.
//!
//! The macro does not see whose method one is: its name, what is known of the receiver, and where the call stands have to tell.

use syn::spanned::Spanned;
use syn::{Expr, ExprPath};

use super::argument::is_lent;
use crate::ir::{Argument, Atom, Callee, Place, Shape};
use crate::rules;
use crate::syntax::algebra::{self, Gives};
use crate::syntax::lower::Lowerer;
use crate::syntax::lower::place::Located;
use crate::syntax::scope::{self, Meaning, Value, is_place};
use crate::syntax::{fence, inspect};

/// Operators as methods. Their derivatives are those of floats whatever the type of an operand without one, which the compiler
/// would not object to.
const OPERATORS: [&str; 5] = ["add", "sub", "mul", "div", "rem"];

/// Whether a method is one of floats, sequences or the like, and not of a type of the user's.
fn is_of_known_types(call: &syn::ExprMethodCall) -> bool {
    let name = call.method.to_string();
    rules::method(&name).is_some()
        || name == "clone"
        || fence::is_of_sequences(&name)
        || rules::is_inert_call(&name, call.args.len())
}

impl Lowerer<'_> {
    /// `place.step(x);` as a statement: a method whose value is not used is there for what it writes, and that is its receiver,
    /// where this is a variable.
    pub(in crate::syntax::lower) fn method_in_place(
        &mut self,
        expr: &Expr,
        call: &syn::ExprMethodCall,
    ) -> bool {
        let (place, name) = (&call.receiver, call.method.to_string());
        if name == "for_each" || fence::is_of_sequences(&name) {
            return false;
        }
        let root = scope::root(place).and_then(|root| self.scope.lookup(root));
        match root.map(|root| &root.meaning) {
            Some(Meaning::Place(_) | Meaning::Value(Value::Atom(_) | Value::Reference(_))) => {
                let lent: Expr = syn::parse_quote_spanned!(place.span()=> &mut #place);
                self.method_of_struct(expr, call, &lent).is_some()
            }
            // From here on it carries a derivative.
            Some(Meaning::Inert { mutable: true, .. }) if is_place(place) => {
                self.learn_place(place);
                false
            }
            // No primitive: its value would be used.
            Some(Meaning::Inert { .. }) if rules::method(&name).is_some() => {
                let arguments = self.values(&call.args);
                let receiver = self.receiver(place);
                self.method_of_type(expr, call, receiver, arguments);
                true
            }
            _ => false,
        }
    }

    /// The value of a method of a struct through which derivatives flow, if that is what a call is of; the receiver is the
    /// place, or what lends it.
    pub(in crate::syntax::lower) fn method_of_struct(
        &mut self,
        expr: &Expr,
        call: &syn::ExprMethodCall,
        receiver: &Expr,
    ) -> Option<Value> {
        let is_own = inspect::is_self(&call.receiver);
        if !is_place(&call.receiver) || (is_of_known_types(call) && !is_own && !is_lent(receiver)) {
            return None;
        }
        let root = self.scope.lookup(scope::root(&call.receiver)?)?;
        let (Meaning::Place(_) | Meaning::Value(Value::Atom(_) | Value::Reference(_))) =
            &root.meaning
        else {
            return None;
        };
        let place = match self.place(&call.receiver)? {
            Located::Place(place) | Located::Value(Value::Reference(place)) => place,
            Located::Value(_) | Located::Inert => return None,
        };
        let unknown = matches!(self.place_shape(&place), Shape::Unknown);
        if unknown && (is_lent(receiver) || self.names_types) {
            self.vars.note_structs();
        }
        let may_be_struct = unknown && self.vars.has_structs() || self.is_foreign(&place);
        if !may_be_struct {
            return None;
        }
        self.lend(&call.args);
        let arguments = self.values(&call.args);
        if arguments.iter().any(|argument| self.is_unknown(argument)) {
            return Some(self.poison(expr.span()));
        }
        if is_lent(receiver) {
            self.learn_place(&call.receiver);
        }
        let receiver = self.argument(Value::Reference(place), receiver);
        Some(self.method_of_type(expr, call, receiver, arguments))
    }

    /// The place of a value that may be a struct with a method that is called.
    pub(in crate::syntax::lower) fn struct_with(
        &mut self,
        value: &Value,
        call: &syn::ExprMethodCall,
    ) -> Option<Place> {
        let Value::Atom(Atom::Var(var)) = value else {
            return None;
        };
        if is_of_known_types(call) {
            return None;
        }
        let unknown = matches!(self.vars.shape(*var), Shape::Unknown);
        if unknown && self.names_types {
            self.vars.note_structs();
        }
        let is_one = unknown && self.vars.has_structs() || self.foreign.contains(var);
        is_one.then(|| Place::whole(*var))
    }

    /// The value of a method of a type of the user's; `arguments` are those after the receiver.
    pub(in crate::syntax::lower) fn method_of_type(
        &mut self,
        expr: &Expr,
        call: &syn::ExprMethodCall,
        receiver: Argument,
        arguments: Vec<Value>,
    ) -> Value {
        for argument in call.args.iter().filter(|argument| is_lent(argument)) {
            self.learn_place(argument);
        }
        let (name, turbofish) = (&call.method, &call.turbofish);
        let path: ExprPath = match turbofish {
            Some(arguments) => syn::parse_quote!(#name #arguments),
            None => syn::parse_quote!(#name),
        };
        let recursive = self.is_recursive(Callee::Method, &path);
        let mut passed = vec![receiver];
        for (value, source) in arguments.into_iter().zip(&call.args) {
            passed.push(self.argument(value, source));
        }
        if recursive {
            let sources = std::iter::once(&*call.receiver).chain(&call.args);
            let arguments = passed.into_iter().zip(sources).enumerate();
            let arguments = arguments
                .map(|(index, (argument, source))| self.as_it_is(argument, source, index == 0));
            passed = arguments.collect();
        }
        // No operation writes its operand.
        let in_place = matches!(passed.as_slice(), [first, ..] if first.is_mutable());
        let operation = algebra::method(&name.to_string(), call.args.len());
        let Some(operation) = operation.filter(|_| !in_place) else {
            return self.differentiable(expr, Callee::Method, &path, passed, false);
        };
        let Some(gives) = self.given_by(operation, expr) else {
            return self.poison(expr.span());
        };
        let value = self.differentiable(expr, Callee::MethodOrOperation, &path, passed, false);
        if let (Value::Atom(Atom::Var(var)), Gives::Vector) = (&value, gives) {
            self.foreign.insert(*var);
        }
        value
    }

    /// Whether a method of something without a derivative may be one of a type of the user's.
    pub(in crate::syntax::lower) fn may_be_of_type(&self, call: &syn::ExprMethodCall) -> bool {
        let known = || {
            let name = call.method.to_string();
            let rule = rules::method(&name);
            rule.is_some_and(|rule| rule.arity == call.args.len() + 1)
                && !OPERATORS.contains(&name.as_str())
                || fence::is_of_sequences(&name)
        };
        let is_float = || match &*call.receiver {
            Expr::Lit(_) => true,
            Expr::Path(path) => {
                let parameter = path.path.get_ident().and_then(|name| self.parameter(name));
                parameter.is_some_and(|parameter| parameter.carrier.carries_float())
            }
            _ => false,
        };
        inspect::is_self(&call.receiver) || !(known() || is_float())
    }
}
