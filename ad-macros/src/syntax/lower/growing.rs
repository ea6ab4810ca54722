//! `Vec`s that grow and shrink, element by element.
//!
//! ```text
//! v.truncate(n)    →    for _ in n..v.len() { v.pop() }
//! ```

use std::rc::Rc;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

use super::Lowerer;
use super::control::{Ending, at_hand, bound_names, derived, inert_code};
use crate::ir::{Aggregate, Atom, Counter, Head, Inert, Mentions, Op, Place, Role, Shape, Var};
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::scope::Value;

impl Lowerer<'_> {
    /// An empty `Vec`.
    pub(super) fn new_vec(&mut self, name: &str, element: Shape) -> Var {
        let runtime = &self.runtime;
        let empty = syn::parse_quote!(#runtime::Vec::new());
        let empty = Atom::Inert(Rc::new(inert_code(empty, Mentions::default())));
        let place = self.synthetic_place(name, empty, Shape::Sequence(Rc::new(element)), None);
        // The user's name for it, if there is one, is not this.
        if let Some(variable) = self.vars.get_mut(place) {
            variable.named = false;
        }
        place
    }

    /// `place.push(value)`
    pub(super) fn push(&mut self, place: Place, value: Atom, span: Span) {
        let shape = self.shape_of(&value);
        if place.path.is_empty()
            && let Some(variable) = self.vars.get_mut(place.root)
        {
            let element = variable.shape.element();
            let known = !matches!(shape, Shape::Unknown | Shape::Inert);
            if known && matches!(element, Shape::Unknown | Shape::Scalar(None)) {
                variable.shape = Shape::Sequence(Rc::new(shape));
            }
        }
        self.emit(Vec::new(), Op::Push(place, value), span);
    }

    /// A method that changes the length of its receiver.
    pub(super) fn resized(&mut self, call: &ExprMethodCall, name: &str) -> Option<Value> {
        let span = call.method.span();
        match (name, call.args.len()) {
            ("push", 1) => {
                let value = self.value(call.args.first()?);
                let atom = self.materialize(value, span);
                let place = self.growing(&call.receiver, span)?;
                self.push(place, atom, span);
            }
            ("clear", 0) => {
                let place = self.growing(&call.receiver, span)?;
                self.shorten(&place, &at_hand(derived(syn::parse_quote!(0), [])), span);
            }
            ("truncate", 1) => {
                let length = self.bound(call.args.first()?);
                let place = self.growing(&call.receiver, span)?;
                self.shorten(&place, &length, span);
            }
            ("resize", 2) => {
                let length = self.bound(call.args.first()?);
                let value = self.value(call.args.last()?);
                let atom = self.materialize(value, span);
                let place = self.growing(&call.receiver, span)?;
                self.shorten(&place, &length, span);
                let current = self.length(&place);
                self.counting(&current, &length, |this| this.push(place, atom, span));
            }
            ("extend" | "extend_from_slice", 1) => {
                let source = call.args.first()?;
                let place = self.growing(&call.receiver, span)?;
                let iteration = self.iteration(source)?;
                self.each(&iteration, None, |this, item| {
                    let Some(item) = item else { return };
                    let value = this.owned_item(item, span);
                    this.push(place.clone(), value, span);
                });
            }
            _ => {
                fence::unknown_method(call, self.errors);
                return None;
            }
        }
        Some(Value::Aggregate(Aggregate::Tuple, Vec::new()))
    }

    /// The place of a sequence whose length changes: not that of a caller, whose cotangent has a fixed one.
    fn growing(&mut self, expr: &Expr, method: Span) -> Option<Place> {
        let place = self.written(expr)?;
        if self.vars.role(place.root) == Role::Buffer {
            fence::length_in_place(method, self.errors);
            return None;
        }
        Some(place)
    }

    /// Whether a place is all of a sequence that a caller lends; then says that it cannot be another.
    pub(super) fn is_of_a_caller(&mut self, place: &Place, span: Span) -> bool {
        let of_caller = place.path.is_empty()
            && self.vars.role(place.root) == Role::Buffer
            && matches!(self.vars.shape(place.root), Shape::Sequence(_));
        if of_caller {
            fence::length_in_place(span, self.errors);
        }
        of_caller
    }

    /// Takes elements off the end of a sequence, down to a length.
    fn shorten(&mut self, place: &Place, length: &Inert, span: Span) {
        let current = self.length(place);
        self.counting(length, &current, |this| {
            let shape = this.place_shape(place).element();
            this.define(Op::Pop(place.clone()), shape, span);
        });
    }

    /// A loop that only counts, from one number to another.
    fn counting(&mut self, from: &Inert, to: &Inert, body: impl FnOnce(&mut Self)) {
        let (start, end) = (&from.expr, &to.expr);
        let iterator = derived(syn::parse_quote!(#start..#end), [from, to]);
        self.numbering(iterator, syn::parse_quote!(_), body);
    }

    /// A loop over indices.
    pub(super) fn numbering(
        &mut self,
        indices: Inert,
        pattern: syn::Pat,
        body: impl FnOnce(&mut Self),
    ) {
        self.looped(None, false, |this, _| {
            let head = Head::For(Rc::new(Counter {
                binds: bound_names(&pattern),
                pattern,
                iterator: Rc::new(indices),
                reversible: true,
                exact: true,
            }));
            body(this);
            (head, Ending::straight())
        });
    }

    /// An item by value, as a sequence is extended by it, whether by references or not.
    fn owned_item(&mut self, item: Value, span: Span) -> Atom {
        let item = match item {
            // The compiler tells a reference to a number from the number.
            Value::Inert(inert) => {
                let code = &inert.expr;
                Value::Inert(Rc::new(derived(
                    syn::parse_quote!(#code.clone()),
                    [&*inert],
                )))
            }
            item => item,
        };
        self.materialize(item, span)
    }

    /// `pop` as a statement: the last element is taken off, if there is one.
    pub(super) fn drop_last(&mut self, call: &ExprMethodCall) {
        self.learn_place(&call.receiver);
        let Some(place) = self.growing(&call.receiver, call.method.span()) else {
            self.poison(call.span());
            return;
        };
        let length = self.length(&place);
        let len = &length.expr;
        let remaining = derived(syn::parse_quote!(#len.saturating_sub(1)), [&length]);
        let remaining = self.inert_atom(Rc::new(remaining), Span::mixed_site());
        let remaining = self.atom_code(&remaining);
        self.shorten(&place, &remaining, call.method.span());
    }

    /// The value of `pop` and `unwrap`: the last element, taken off.
    pub(super) fn popped(&mut self, expr: &Expr, call: &ExprMethodCall) -> Option<Value> {
        let Expr::MethodCall(inner) = &*call.receiver else {
            return None;
        };
        let unwraps = matches!(
            (call.method.to_string().as_str(), call.args.len()),
            ("unwrap", 0) | ("expect", 1)
        );
        if !unwraps || inner.method != "pop" || !inner.args.is_empty() {
            return None;
        }
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        if inspection.is_inert() {
            return None;
        }
        self.learn_place(&inner.receiver);
        let Some(place) = self.growing(&inner.receiver, inner.method.span()) else {
            return Some(self.poison(expr.span()));
        };
        let shape = self.place_shape(&place).element();
        let last = self.define(Op::Pop(place), shape, inner.method.span());
        Some(Value::Atom(Atom::Var(last)))
    }
}
