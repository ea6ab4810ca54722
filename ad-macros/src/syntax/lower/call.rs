//! Calls by path: primitives in their UFCS form, and differentiable functions.

use std::rc::Rc;

use syn::spanned::Spanned;
use syn::{Expr, ExprPath};

use super::Lowerer;
use crate::ir::{Argument, Atom, Call, Op, Passed, Place, Role, Shape, Style};
use crate::rules::{self, Rule};
use crate::syntax::fence;
use crate::syntax::scope::{Binding, Meaning, Value};

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

/// The place of an expression in the syntax tree.
pub(super) fn address(expr: &Expr) -> usize {
    std::ptr::from_ref(expr).addr()
}

impl Lowerer<'_> {
    pub(super) fn call(&mut self, expr: &Expr, call: &syn::ExprCall) -> Value {
        let Expr::Path(path) = &*call.func else {
            return self.opaque(expr);
        };
        if let Some(value) = self.exchanged(expr, call, path) {
            return value;
        }
        if let Some(value) = self.array_from_fn(expr, call, path) {
            return value;
        }
        let before = self.errors.len();
        let lent = call.args.iter().filter(|argument| is_lent(argument));
        self.lent.extend(lent.map(address));
        if let Some(closure) = self.closure(path) {
            let arguments: Vec<&Expr> = call.args.iter().collect();
            self.expect_of(&closure.source, &arguments);
        }
        let arguments = self.values(&call.args);
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
                .map(|(value, argument)| self.scalar(value, *argument))
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
        if !self.is_callable(path) {
            return self.poison(expr.span());
        }
        for argument in sources.iter().filter(|argument| is_lent(argument)) {
            self.learn_place(argument);
        }
        let arguments: Vec<Argument> = arguments
            .into_iter()
            .zip(sources)
            .map(|(value, argument)| self.argument(value, argument))
            .collect();
        if let Some(twice) = lent_twice(&arguments) {
            fence::lent_twice(twice, self.errors);
            return self.poison(expr.span());
        }
        let recursive = path
            .path
            .get_ident()
            .is_some_and(|ident| *ident == self.name);
        let arguments = if recursive {
            match self.arguments_to_keep(arguments, expr) {
                Some(arguments) => arguments,
                None => return self.poison(expr.span()),
            }
        } else {
            arguments
        };
        let call = Call {
            tangents: None,
            recursive,
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
            fence::call_of_variable(ident, parameter, self.errors);
            return false;
        }
        fence::callable(path, &self.float_types, self.errors)
    }

    fn argument(&mut self, value: Value, expr: &Expr) -> Argument {
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
        Argument { value, span }
    }

    /// The arguments of a call that the reverse sweep makes again: what may have been overwritten by
    /// then is copied.
    fn arguments_to_keep(
        &mut self,
        arguments: Vec<Argument>,
        expr: &Expr,
    ) -> Option<Vec<Argument>> {
        if arguments.iter().any(Argument::is_mutable) {
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
    fn inert_argument(&mut self, inert: Rc<crate::ir::Inert>, span: proc_macro2::Span) -> Atom {
        if inert.mentions.vars.is_empty() && !matches!(inert.expr, Expr::Block(_)) {
            return Atom::Inert(inert);
        }
        self.inert_atom(inert, span)
    }
}
