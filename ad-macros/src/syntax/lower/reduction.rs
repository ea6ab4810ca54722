//! The methods that end a chain of iterators, as loops.
//!
//! ```text
//! x.iter().map(|v| v * v).sum::<f64>()    →    let mut sum = 0; for i in 0..x.len() { sum += x[i] * x[i] }
//! ```

use std::rc::Rc;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Pat, Type};

use super::Lowerer;
use super::chosen::is_choice;
use super::control::{Ending, Goal, inert_code};
use super::iteration::{Iteration, is_source};
use crate::ir::{Aggregate, Atom, Mentions, Op, Place, Primitive, Shape, Sign, Style, Var};
use crate::rules;
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::iterators;
use crate::syntax::scope::Value;

/// The variables that a fold carries from trip to trip, in the form of its value.
pub(super) enum Carried {
    Place(Var),
    Parts(Aggregate, Vec<Carried>),
}

/// Whether an expression is an iterator, as its last method shows.
pub(super) fn is_iterator(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(paren) => matches!(&*paren.expr, Expr::Range(_)) || is_iterator(&paren.expr),
        Expr::Call(call) => is_source(call),
        Expr::MethodCall(call) => iterators::is_iterator_method(&call.method.to_string()),
        _ => false,
    }
}

impl Lowerer<'_> {
    /// The value of a method that ends an iterator over something active.
    pub(super) fn iterator_method(&mut self, expr: &Expr, call: &ExprMethodCall) -> Option<Value> {
        // What `map` of a vector gives is a vector.
        if !is_iterator(&call.receiver) || self.is_vector(&call.receiver) {
            return None;
        }
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        self.note_activated(&inspection);
        if inspection.is_inert() {
            return Some(self.opaque(expr));
        }
        let name = call.method.to_string();
        let value = match (name.as_str(), call.args.len()) {
            _ if iterators::becomes_a_loop(&name) => {
                fence::kept_iterator(call, self.errors);
                None
            }
            ("sum", 0) => self.sum(call),
            ("product", 0) => self.product(call),
            ("fold", 2) => self.fold(call),
            ("for_each", 1) => self.for_each(call),
            ("collect", 0) => self.collect(call),
            ("unzip", 0) => self.unzip(call),
            _ if is_choice(expr) => {
                fence::kept_option(call, self.errors);
                None
            }
            _ => {
                fence::adaptor(&call.method, self.errors);
                None
            }
        };
        Some(value.unwrap_or_else(|| self.poison(expr.span())))
    }

    /// A loop over an iterator, its body lowered for each item.
    pub(super) fn each(
        &mut self,
        iteration: &Iteration,
        pat: Option<&Pat>,
        body: impl FnOnce(&mut Self, Option<Value>),
    ) {
        self.looped(None, false, |this, _| {
            let head = this.enter(iteration, pat);
            let ending = this.passing(iteration, pat, |this, item| {
                body(this, item);
                Ending::straight()
            });
            (head, ending)
        });
    }

    fn sum(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let iteration = self.iteration(&call.receiver)?;
        // That of no terms: the standard library has it negative, or not, by its version.
        let ty = self.float_type(call);
        let none =
            syn::parse_quote!(::core::iter::Iterator::sum::<#ty>(::core::iter::empty::<#ty>()));
        let none = Atom::Inert(Rc::new(inert_code(none, Mentions::default())));
        let sum = self.accumulator("sum", none, &ty);
        self.each(&iteration, None, |this, item| {
            let Some(item) = item else { return };
            let term = this.scalar(item, &call.method);
            let op = Op::Accumulate(Place::whole(sum), Sign::Plus, term);
            this.emit(Vec::new(), op, call.method.span());
        });
        Some(Value::Atom(self.load(Place::whole(sum), call.span())))
    }

    fn product(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let iteration = self.iteration(&call.receiver)?;
        let ty = self.float_type(call);
        let product = self.accumulator("product", Atom::Literal(1.0), &ty);
        let times = syn::BinOp::Mul(syn::Token![*](call.method.span()));
        self.each(&iteration, None, |this, item| {
            let Some(item) = item else { return };
            let factor = this.scalar(item, &call.method);
            let so_far = this.load(Place::whole(product), call.method.span());
            let operator = Primitive::Operator(times);
            let value = this.apply(operator, vec![so_far, factor], call.method.span());
            this.overwrite(product, value, call.method.span());
        });
        Some(Value::Atom(self.load(Place::whole(product), call.span())))
    }

    /// The type of a sum: the one written, or that of the function's floats.
    fn float_type(&self, call: &ExprMethodCall) -> Type {
        let written = call
            .turbofish
            .as_ref()
            .and_then(|turbofish| turbofish.args.first());
        if let Some(syn::GenericArgument::Type(ty)) = written
            && !matches!(ty, Type::Infer(_))
        {
            return ty.clone();
        }
        if let Some(generic) = &self.signature.generic {
            return generic.clone();
        }
        let carriers = self.signature.parameters.iter().map(|p| p.carrier.shape());
        let result = std::iter::once(self.signature.result.shape());
        let float = result.chain(carriers).find_map(|shape| float_of(&shape));
        float.unwrap_or_else(|| syn::parse_quote!(f64))
    }

    fn accumulator(&mut self, name: &str, init: Atom, ty: &Type) -> Var {
        let shape = Shape::Scalar(Some(Rc::new(ty.clone())));
        self.synthetic_place(name, init, shape, Some(ty.clone()))
    }

    /// `fold(init, |sum, item| …)`
    fn fold(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let (init, step) = (call.args.first()?, call.args.last()?);
        let init_value = self.value(init);
        let carried = self.carried(init_value, init.span());
        let iteration = self.iteration(&call.receiver)?;
        self.folded(call, step, &iteration, &carried)?;
        Some(self.carried_value(&carried, call.span()))
    }

    /// Gives every item to the step of a fold.
    pub(super) fn folded(
        &mut self,
        call: &ExprMethodCall,
        step: &Expr,
        iteration: &Iteration,
        carried: &Carried,
    ) -> Option<()> {
        let span = call.method.span();
        match step {
            Expr::Closure(closure) => {
                if !self.is_without_exits(closure) {
                    return None;
                }
                let (first, second) = (closure.inputs.first()?, closure.inputs.last()?);
                let mark = self.bind_captured(closure);
                self.each(iteration, Some(second), |this, item| {
                    let so_far = this.carried_value(carried, span);
                    this.bind_argument(first, so_far);
                    if let Some(item) = item {
                        this.bind_argument(second, item);
                    }
                    let value = this.value(&closure.body);
                    this.carry(carried, value, span);
                });
                self.scope.leave(mark);
            }
            Expr::Path(path) => {
                let rule = self.primitive_path(path, 2);
                let Some(rule) = rule else {
                    fence::fold_of_path(call, path, self.errors);
                    return None;
                };
                self.each(iteration, None, |this, item| {
                    let Some(item) = item else { return };
                    let so_far = this.carried_value(carried, span);
                    let operands = vec![this.scalar(so_far, path), this.scalar(item, path)];
                    let value = this.primitive_by_path(rule, path, operands);
                    this.carry(carried, value, span);
                });
            }
            _ => {
                fence::adaptor(&call.method, self.errors);
                return None;
            }
        }
        Some(())
    }

    fn primitive_by_path(
        &mut self,
        rule: &'static rules::Rule,
        path: &syn::ExprPath,
        operands: Vec<Atom>,
    ) -> Value {
        let name = path.path.segments.last().map(|last| last.ident.clone());
        let name = name.unwrap_or_else(|| self.name.clone());
        self.primitive(rule, &name, Style::Path(Rc::new(path.clone())), operands)
    }

    /// Places for the parts of a value.
    pub(super) fn carried(&mut self, value: Value, span: Span) -> Carried {
        match value {
            Value::Aggregate(kind, parts) => {
                let parts = parts.into_iter().map(|part| self.carried(part, span));
                Carried::Parts(kind, parts.collect())
            }
            Value::Inert(inert) if is_aggregate(&inert.expr) => {
                let parts = Self::inert_aggregate(&inert.expr);
                self.carried(parts, span)
            }
            value => {
                let init = self.materialize(value, span);
                let shape = self.shape_of(&init);
                let ascription = match &shape {
                    Shape::Scalar(ty) => ty.as_deref().cloned(),
                    _ => None,
                };
                Carried::Place(self.synthetic_place("so_far", init, shape, ascription))
            }
        }
    }

    /// The parts of a tuple or array without a derivative.
    fn inert_aggregate(expr: &Expr) -> Value {
        let (kind, parts) = match expr {
            Expr::Tuple(tuple) => (Aggregate::Tuple, &tuple.elems),
            Expr::Array(array) => (Aggregate::Array, &array.elems),
            expr => return Value::Inert(Rc::new(inert_code(expr.clone(), Mentions::default()))),
        };
        let parts = parts.iter().map(|part| {
            if is_aggregate(part) {
                Self::inert_aggregate(part)
            } else {
                Value::Inert(Rc::new(inert_code(part.clone(), super::identifiers(part))))
            }
        });
        Value::Aggregate(kind, parts.collect())
    }

    pub(super) fn carried_value(&mut self, carried: &Carried, span: Span) -> Value {
        match carried {
            Carried::Place(place) => {
                if matches!(self.vars.shape(*place), Shape::Inert) {
                    let part = self.load(Place::whole(*place), span);
                    return part
                        .var()
                        .map_or(Value::Atom(part), |var| self.inert_part(var));
                }
                Value::Atom(self.load(Place::whole(*place), span))
            }
            Carried::Parts(kind, parts) => {
                let parts = parts.iter().map(|part| self.carried_value(part, span));
                Value::Aggregate(*kind, parts.collect())
            }
        }
    }

    /// Gives the carried variables their values for the next trip.
    pub(super) fn carry(&mut self, carried: &Carried, value: Value, span: Span) {
        match (carried, value) {
            (Carried::Place(place), value) => self.overwrite(*place, value, span),
            (Carried::Parts(_, places), Value::Aggregate(_, parts)) => {
                // Every value is taken before any is assigned.
                let parts: Vec<Value> = parts
                    .into_iter()
                    .map(|part| self.settled(part, span))
                    .collect();
                for (place, part) in places.iter().zip(parts) {
                    self.carry(place, part, span);
                }
            }
            (Carried::Parts(kind, places), value) => {
                let shape = Shape::Unknown;
                let whole = self.materialize(value, span);
                let results: Vec<Var> = places
                    .iter()
                    .map(|_| self.vars.temporary(shape.clone(), span))
                    .collect();
                self.emit(results.clone(), Op::Unpack(*kind, whole), span);
                for (place, var) in places.iter().zip(results) {
                    self.carry(place, Value::Atom(Atom::Var(var)), span);
                }
            }
        }
    }

    fn for_each(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let Some(Expr::Closure(closure)) = call.args.first() else {
            fence::adaptor(&call.method, self.errors);
            return None;
        };
        let pat = closure.inputs.first()?;
        let iteration = self.iteration(&call.receiver)?;
        if !self.is_without_exits(closure) {
            return None;
        }
        let mark = self.bind_captured(closure);
        self.each(&iteration, Some(pat), |this, item| {
            if let Some(item) = item {
                this.bind_argument(pat, item);
            }
            match &*closure.body {
                Expr::Block(block) if block.label.is_none() => {
                    this.hoist(&block.block.stmts, true);
                    this.sequence(&block.block.stmts, None, &Goal::EFFECT);
                }
                body => this.side_effect(body),
            }
        });
        self.scope.leave(mark);
        Some(Value::Aggregate(Aggregate::Tuple, Vec::new()))
    }

    fn collect(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let iteration = self.iteration(&call.receiver)?;
        let place = self.new_vec("collected", Shape::Unknown);
        self.each(&iteration, None, |this, item| {
            let Some(item) = item else { return };
            let value = this.materialize(item, call.span());
            this.push(Place::whole(place), value, call.method.span());
        });
        Some(Value::Atom(Atom::Var(place)))
    }

    /// `unzip`: a `Vec` of what comes first in each item, and one of what comes second.
    fn unzip(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let iteration = self.iteration(&call.receiver)?;
        let places = ["left", "right"].map(|name| self.new_vec(name, Shape::Unknown));
        let span = call.method.span();
        self.each(&iteration, None, |this, item| {
            let Some(item) = item else { return };
            let parts = this.parts(span, Aggregate::Tuple, 2, item, None);
            for (place, part) in places.into_iter().zip(parts) {
                let value = this.materialize(part, span);
                this.push(Place::whole(place), value, span);
            }
        });
        let parts = places.map(|place| Value::Atom(Atom::Var(place)));
        Some(Value::Aggregate(Aggregate::Tuple, parts.into()))
    }
}

fn is_aggregate(expr: &Expr) -> bool {
    matches!(expr, Expr::Tuple(_) | Expr::Array(_))
}

/// The type of the floats in a shape, where it is written.
fn float_of(shape: &Shape) -> Option<Type> {
    match shape {
        Shape::Scalar(ty) => ty.as_deref().cloned(),
        Shape::Array(inner, _) | Shape::Sequence(inner) => float_of(inner),
        Shape::Tuple(fields) => fields.iter().find_map(float_of),
        Shape::Vector | Shape::Inert | Shape::Unknown => None,
    }
}
