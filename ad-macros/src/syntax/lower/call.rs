//! Calls by path: primitives in their UFCS form, and differentiable functions.

use std::rc::Rc;

use syn::spanned::Spanned;
use syn::{Expr, ExprPath};

use super::Lowerer;
use super::place::Located;
use crate::ir::{Argument, Atom, Call, Callee, Op, Passed, Place, Role, Shape, Style};
use crate::rules::{self, Rule};
use crate::syntax::algebra::{self, Gives};
use crate::syntax::scope::{self, Binding, Meaning, Value, is_place};
use crate::syntax::signature::{Parameter, is_mutable};
use crate::syntax::{fence, functions, inspect};

/// Operators as methods. Their derivatives are those of floats whatever the type of an operand without one, which the compiler
/// would not object to.
const OPERATORS: [&str; 5] = ["add", "sub", "mul", "div", "rem"];

/// `&mut place`
fn is_lent(argument: &Expr) -> bool {
    matches!(argument, Expr::Reference(reference) if reference.mutability.is_some())
}

/// Where a variable is lent for the second time in a call that also writes something in place: the
/// pullback would have to run twice, and the first run would overwrite the seed of the second.
fn lent_twice(arguments: &[Argument]) -> Option<proc_macro2::Span> {
    if !arguments.iter().any(Argument::is_mutable) {
        return None;
    }
    let mut roots = std::collections::BTreeSet::new();
    let again = arguments.iter().find(|argument| match &argument.value {
        Passed::Reference { place, .. } => !roots.insert(place.root),
        Passed::Value(_) => false,
    });
    again.map(|argument| argument.span)
}

/// Whether a path is `Vec::from`.
fn is_vec_from(path: &ExprPath) -> bool {
    let mut segments = path.path.segments.iter().rev();
    segments.next().is_some_and(|last| last.ident == "from")
        && segments.next().is_some_and(|owner| owner.ident == "Vec")
}

/// The type that `f64::from` gives.
fn float_conversion(path: &ExprPath) -> Option<syn::Type> {
    let mut segments = path.path.segments.iter().rev();
    let (function, owner) = (segments.next()?, segments.next()?);
    let float = owner.ident == "f64" || owner.ident == "f32";
    let owner = &owner.ident;
    (function.ident == "from" && float && path.qself.is_none()).then(|| syn::parse_quote!(#owner))
}

/// Whether a method is one of floats, sequences or the like, and not of a type of the user's.
fn is_of_known_types(call: &syn::ExprMethodCall) -> bool {
    let name = call.method.to_string();
    rules::method(&name).is_some()
        || name == "clone"
        || fence::is_of_sequences(&name)
        || rules::is_inert_call(&name, call.args.len())
}

/// The place of an expression in the syntax tree.
pub(super) fn address(expr: &Expr) -> usize {
    std::ptr::from_ref(expr).addr()
}

impl Lowerer<'_> {
    /// Notes which arguments of a call are places that the callee writes.
    pub(super) fn lend<'e>(&mut self, arguments: impl IntoIterator<Item = &'e Expr>) {
        let lent = arguments.into_iter().filter(|argument| is_lent(argument));
        self.lent.extend(lent.map(address));
    }

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
        if let Some(rule) = self.primitive_path(path, arguments.len()) {
            let operands = arguments
                .into_iter()
                .zip(sources)
                .enumerate()
                .map(|(index, (value, argument))| self.operand_of(rule, index, value, argument))
                .collect();
            let name = path
                .path
                .segments
                .last()
                .map_or_else(|| self.name.clone(), |s| s.ident.clone());
            return self.primitive(rule, &name, Style::Path(Rc::new(path.clone())), operands);
        }
        if let (Some(ty), [argument], [_]) = (float_conversion(path), sources, arguments.as_slice())
        {
            let operand = arguments.into_iter().next();
            let Some(operand) = operand else {
                return self.poison(expr.span());
            };
            let atom = self.scalar(operand, *argument);
            return self.converted(atom, &ty, path.span());
        }
        if let (true, [argument]) = (is_vec_from(path), sources) {
            let place = match arguments.into_iter().next() {
                Some(Value::Reference(place)) => Some(place),
                Some(value) => self
                    .materialize(value, argument.span())
                    .var()
                    .map(Place::whole),
                None => None,
            };
            let Some(place) = place else {
                return self.poison(expr.span());
            };
            let shape = self.place_shape(&place).slice();
            let var = self.define(Op::Load(place), shape, path.span());
            return Value::Atom(Atom::Var(var));
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
            let argument = Argument {
                function,
                ..self.argument(value, source)
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

    /// `place.step(x);` as a statement: a method whose value is not used is there for what it writes, and that is its receiver,
    /// where this is a variable.
    pub(super) fn method_in_place(&mut self, expr: &Expr, call: &syn::ExprMethodCall) -> bool {
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
    pub(super) fn method_of_struct(
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
        if unknown && is_lent(receiver) {
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
    pub(super) fn struct_with(&self, value: &Value, call: &syn::ExprMethodCall) -> Option<Place> {
        let Value::Atom(Atom::Var(var)) = value else {
            return None;
        };
        let unknown = matches!(self.vars.shape(*var), Shape::Unknown) && self.vars.has_structs();
        let is_one = (unknown || self.foreign.contains(var)) && !is_of_known_types(call);
        is_one.then(|| Place::whole(*var))
    }

    /// The value of a method of a type of the user's; `arguments` are those after the receiver.
    pub(super) fn method_of_type(
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

    /// The receiver of a method, which has no derivative: the place itself, so that the call borrows
    /// it as the user's does.
    pub(super) fn receiver(&mut self, expr: &Expr) -> Argument {
        let span = expr.span();
        let inert = self.inert(expr);
        let value = if is_place(expr) {
            Passed::Value(Atom::Inert(inert))
        } else {
            let var = self.define(Op::Inert(inert), Shape::Inert, span);
            Passed::Reference {
                place: Place::whole(var),
                borrow: false,
                mutable: false,
            }
        };
        Argument::of(value, span)
    }

    /// An argument of a call that the reverse sweep makes again: one without a derivative is evaluated here, where a variable
    /// in it may change.
    fn as_it_is(&mut self, argument: Argument, source: &Expr, receiver: bool) -> Argument {
        let Passed::Value(Atom::Inert(inert)) = &argument.value else {
            return argument;
        };
        let inspection = inspect::expression(&self.scope, &self.vars, source);
        let meaning = |name| self.scope.lookup(name).map(|binding| &binding.meaning);
        let mut meanings = inspection.mentions.values().filter_map(meaning);
        if !meanings.any(|meaning| matches!(meaning, Meaning::Inert { mutable: true, .. })) {
            return argument;
        }
        let (span, mut inert) = (argument.span, inert.clone());
        let value = if receiver {
            let place = &inert.expr;
            inert = Rc::new(super::control::inert_code(
                syn::parse_quote!(&#place),
                inert.mentions.clone(),
            ));
            Passed::Reference {
                place: Place::whole(self.define(Op::Inert(inert), Shape::Inert, span)),
                borrow: false,
                mutable: false,
            }
        } else {
            Passed::Value(self.inert_atom(inert, span))
        };
        Argument::of(value, span)
    }

    /// Whether a method of something without a derivative may be one of a type of the user's.
    pub(super) fn may_be_of_type(&self, call: &syn::ExprMethodCall) -> bool {
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

    /// Whether a function calls itself, or may: another type's method of its name is taken for its own.
    fn is_recursive(&self, callee: Callee, path: &ExprPath) -> bool {
        let own = |callee: Callee| (callee != Callee::Function) == self.host.is_impl();
        let last = path.path.segments.last();
        let named = last.is_some_and(|last| last.ident == self.name);
        named && own(callee) && (callee != Callee::Function || path.path.segments.len() == 1)
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

    /// The rule of a primitive called by path: `f64::sin(x)`, `<T as Float>::sin(x)`.
    pub(super) fn primitive_path(&self, path: &ExprPath, arity: usize) -> Option<&'static Rule> {
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

    pub(super) fn argument(&mut self, value: Value, expr: &Expr) -> Argument {
        let span = expr.span();
        let value = match value {
            Value::Reference(place) => {
                let borrow =
                    !place.path.is_empty() || self.vars.role(place.root) != Role::Reference;
                let passed_on = place.path.is_empty() && self.vars.role(place.root) == Role::Buffer;
                Passed::Reference {
                    place,
                    borrow,
                    mutable: is_lent(expr) || (passed_on && matches!(expr, Expr::Path(_))),
                }
            }
            Value::Inert(inert) => Passed::Value(self.inert_argument(inert, span)),
            value => Passed::Value(self.materialize(value, span)),
        };
        Argument::of(value, span)
    }

    /// The arguments of a call that the reverse sweep makes again: what may have been overwritten by
    /// then is copied.
    fn arguments_to_keep(
        &mut self,
        arguments: Vec<Argument>,
        expr: &Expr,
    ) -> Option<Vec<Argument>> {
        let changes_self =
            |parameter: &Parameter| parameter.is_receiver() && is_mutable(&parameter.ty);
        let changes_self = self.signature.parameters.iter().any(changes_self);
        if changes_self || arguments.iter().any(Argument::is_mutable) {
            fence::recursion_in_place(expr, self.errors);
            return None;
        }
        let kept = arguments.into_iter().map(|argument| {
            let value = match argument.value {
                Passed::Reference { place, .. }
                    if matches!(self.vars.role(place.root), Role::Place | Role::Buffer) =>
                {
                    let copy = self.load(place, argument.span);
                    match copy.var() {
                        Some(var) => Passed::Reference {
                            place: crate::ir::Place::whole(var),
                            borrow: true,
                            mutable: false,
                        },
                        None => Passed::Value(copy),
                    }
                }
                value => value,
            };
            Argument { value, ..argument }
        });
        Some(kept.collect())
    }

    /// An argument without a derivative stays where it is, unless evaluating it elsewhere could
    /// tell the difference: references to temporaries live as long as the call.
    pub(super) fn inert_argument(
        &mut self,
        inert: Rc<crate::ir::Inert>,
        span: proc_macro2::Span,
    ) -> Atom {
        if inert.mentions.vars.is_empty() && !matches!(inert.expr, Expr::Block(_)) {
            return Atom::Inert(inert);
        }
        self.inert_atom(inert, span)
    }
}
