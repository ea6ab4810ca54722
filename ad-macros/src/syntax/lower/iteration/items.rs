//! The items of an iterator over indices, in the body of the loop.

use std::rc::Rc;

use proc_macro2::Span;
use syn::Pat;
use syn::spanned::Spanned;

use super::{Body, Function, Item, Iteration, Stage};
use crate::ir::{Aggregate, Atom, Counter, Head, Inert, Projection};
use crate::syntax::lower::Lowerer;
use crate::syntax::lower::control::{Ending, at_hand, bound_names, derived};
use crate::syntax::lower::inert::inert_name;
use crate::syntax::scope::{BindingKey, Value, declared};

impl Lowerer<'_> {
    /// The body of a loop over an iterator: what comes through its stages is bound to a pattern, or
    /// given to the closure.
    pub(in crate::syntax::lower) fn passing(
        &mut self,
        iteration: &Iteration,
        pat: Option<&Pat>,
        body: impl FnOnce(&mut Self, Option<Value>) -> Ending,
    ) -> Ending {
        match pat.filter(|_| iteration.stages.is_empty()) {
            Some(pat) => {
                self.bind_item(&iteration.item, pat);
                body(self, None)
            }
            None => {
                let value = self.item_value(&iteration.item, Span::mixed_site());
                self.pass(&iteration.stages, value, Box::new(body))
            }
        }
    }

    fn pass(&mut self, stages: &[Stage], value: Value, body: Body<'_, Self>) -> Ending {
        let Some((stage, rest)) = stages.split_first() else {
            return body(self, Some(value));
        };
        match stage {
            Stage::Map(function) => {
                let value = match function {
                    Function::Closure(lambda) => {
                        self.inside(lambda, |this| this.applied(lambda.closure, vec![value]))
                    }
                    Function::Path(expr, path) => self.called_with(expr, path, value),
                };
                self.pass(rest, value, body)
            }
            Stage::Copied => {
                let value = match value {
                    Value::Reference(place) => Value::Atom(self.load(place, Span::mixed_site())),
                    value => value,
                };
                self.pass(rest, value, body)
            }
            Stage::FilterMap(lambda) => {
                let mark = lambda.outside;
                let outer = self.scope.hide(mark);
                let names = lambda.names.borrow().clone();
                self.scope.show(mark, names);
                if let Some(pat) = lambda.closure.inputs.first() {
                    self.bind_argument(pat, value);
                }
                let ending = match self.optional_at_end(&lambda.closure.body) {
                    Some(choice) => self.where_there(Rc::new(choice.code), |this| {
                        let pattern = this.counter_pattern(&choice.item, None);
                        let value = this.item_value(&choice.item, Span::mixed_site());
                        let own = this.scope.hide(mark);
                        this.scope.show(mark, outer.clone());
                        let ending = this.pass(rest, value, body);
                        this.scope.show(mark, own);
                        (pattern, ending)
                    }),
                    None => {
                        self.poison(lambda.closure.body.span());
                        Ending::straight()
                    }
                };
                self.scope.show(mark, outer);
                ending
            }
            Stage::Filter(lambda) => {
                let mark = lambda.outside;
                let outer = self.scope.hide(mark);
                let names = lambda.names.borrow().clone();
                self.scope.show(mark, names);
                if let Some(pat) = lambda.closure.inputs.first() {
                    // The closure is given a reference to the item, and only asks about it.
                    let code = self.value_code(&value);
                    self.bind_code(pat, &code);
                }
                let ending = self.guarded(&lambda.closure.body, |this| {
                    // What it calls the item, nothing else does.
                    let own = this.scope.hide(mark);
                    this.scope.show(mark, outer.clone());
                    let ending = this.pass(rest, value, body);
                    this.scope.show(mark, own);
                    ending
                });
                self.scope.show(mark, outer);
                ending
            }
        }
    }

    /// The body of a loop over the elements of a sequence, by their index.
    pub(in crate::syntax::lower) fn at_index(
        &mut self,
        iteration: &Iteration,
        body: impl FnOnce(&mut Self, Atom),
    ) {
        if let Item::Element(_, index) = &iteration.item {
            body(self, Atom::Inert(Rc::new(inert_name(index))));
        }
    }

    /// The head of a loop over an iterator; names without a derivative are bound by it.
    pub(in crate::syntax::lower) fn enter(
        &mut self,
        iteration: &Iteration,
        pat: Option<&Pat>,
    ) -> Head {
        let pat = pat.filter(|_| iteration.stages.is_empty());
        let pattern = self.counter_pattern(&iteration.item, pat);
        let binds = bound_names(&pattern);
        if let Some(pat) = pat {
            self.follow(pat);
        }
        Head::For(Rc::new(Counter {
            pattern,
            iterator: Rc::new(iteration.iterator.clone()),
            binds,
            reversible: iteration.reversible,
            exact: iteration.exact,
        }))
    }

    /// The pattern of indices and of what has no derivative, which the user's patterns take apart.
    pub(in crate::syntax::lower) fn counter_pattern(
        &mut self,
        item: &Item,
        pat: Option<&Pat>,
    ) -> Pat {
        match (item, pat.map(plain)) {
            (Item::Inert(_, source), Some(pat)) => {
                if let Some(source) = source.filter(|_| self.is_varied(pat)) {
                    self.learn_borrowed(source);
                }
                let pattern = self.renamed_pattern(pat);
                if let Some(source) = source {
                    self.note_lent_items(pat, source);
                }
                pattern
            }
            (
                Item::Inert(name, _)
                | Item::Element(_, name)
                | Item::Part(_, name, _)
                | Item::Either(_, _, name),
                _,
            ) => syn::parse_quote!(#name),
            (Item::Same(_) | Item::Computed(_) | Item::Given(_), _) => syn::parse_quote!(_),
            (Item::Reduced(first, ..), _) => self.counter_pattern(first, None),
            (Item::Pair(left, right), pat) => {
                let parts = match pat {
                    Some(Pat::Tuple(tuple)) if tuple.elems.len() == 2 => {
                        (tuple.elems.first(), tuple.elems.last())
                    }
                    _ => (None, None),
                };
                let left = self.counter_pattern(left, parts.0);
                let right = self.counter_pattern(right, parts.1);
                syn::parse_quote!((#left, #right))
            }
            // The reference is taken away before the user's pattern.
            (Item::Copied(inner), _) => self.counter_pattern(inner, None),
            (Item::Mapped(inner, Function::Path(..)), _) => self.counter_pattern(inner, None),
            (Item::Mapped(inner, Function::Closure(lambda)), _) => {
                let mark = self.scope.enter();
                let pattern = self.counter_pattern(inner, lambda.closure.inputs.first());
                lambda.names.borrow_mut().extend(self.scope.hide(mark));
                pattern
            }
        }
    }

    /// Whether something active is assigned to what a pattern binds, or through it.
    fn is_varied(&self, pat: &Pat) -> bool {
        let declared = declared(pat);
        let mut keys = declared.iter().map(|bound| BindingKey::of(&bound.ident));
        keys.any(|key| self.learnt.varied.contains(&key))
    }

    /// Binds the user's pattern to an item; what has no derivative has been bound by the head.
    pub(in crate::syntax::lower) fn bind_item(&mut self, item: &Item, pat: &Pat) {
        match (item, plain(pat)) {
            (Item::Inert(..), _) => {}
            (Item::Pair(left, right), Pat::Tuple(tuple)) if tuple.elems.len() == 2 => {
                for (item, pat) in [left, right].into_iter().zip(&tuple.elems) {
                    self.bind_item(item, pat);
                }
            }
            (item, pat) => {
                let value = self.item_value(item, pat.span());
                self.bind(pat, value, None);
            }
        }
    }

    /// The value of an item, none of which a pattern has bound.
    pub(in crate::syntax::lower) fn item_value(&mut self, item: &Item, span: Span) -> Value {
        match item {
            Item::Inert(name, _) => Value::Inert(Rc::new(inert_name(name))),
            Item::Element(place, index) => {
                let mut place = place.clone();
                let index = Atom::Inert(Rc::new(inert_name(index)));
                place.path.push(Projection::Index(index));
                Value::Reference(place)
            }
            Item::Part(place, start, end) => {
                let bound = &end.expr;
                let range = at_hand(derived(syn::parse_quote!(#start..#bound), [&**end]));
                let mut place = place.clone();
                place.path.push(Projection::Range(Rc::new(range)));
                Value::Reference(place)
            }
            Item::Pair(left, right) => {
                let parts = [left, right].map(|part| self.item_value(part, span));
                Value::Aggregate(Aggregate::Tuple, parts.into())
            }
            Item::Same(value) => value.clone(),
            Item::Given(call) => self.given(call),
            Item::Computed(expr) => {
                let value = self.value(expr);
                self.computed(value, span)
            }
            Item::Reduced(first, others, call) => {
                let first = self.item_value(first, span);
                let carried = self.carried(first, span);
                let step = call.args.first();
                match step.and_then(|step| self.folded(call, step, others, &carried)) {
                    Some(()) => self.carried_value(&carried, span),
                    None => self.poison(span),
                }
            }
            Item::Either(left, right, side) => {
                let side = Rc::new(inert_name(side));
                self.either(
                    side,
                    |this| {
                        let pattern = this.counter_pattern(left, None);
                        let pattern = syn::parse_quote!(::core::result::Result::Ok(#pattern));
                        (pattern, this.item_value(left, span))
                    },
                    |this| {
                        let pattern = this.counter_pattern(right, None);
                        let pattern = syn::parse_quote!(::core::result::Result::Err(#pattern));
                        (pattern, this.item_value(right, span))
                    },
                    span,
                )
            }
            Item::Copied(inner) => self.behind_reference(inner, span),
            Item::Mapped(inner, Function::Path(function, path)) => {
                let value = self.item_value(inner, span);
                let value = self.called_with(function, path, value);
                self.computed(value, span)
            }
            Item::Mapped(inner, Function::Closure(lambda)) => self.inside(lambda, |this| {
                if let Some(pat) = lambda.closure.inputs.first() {
                    this.bind_item(inner, pat);
                }
                let value = this.value(&lambda.closure.body);
                this.computed(value, span)
            }),
        }
    }

    /// What a function gives: it is computed once, where its names mean what they do.
    fn computed(&mut self, value: Value, span: Span) -> Value {
        match value {
            Value::Inert(inert) => Value::Atom(self.inert_atom(inert, span)),
            value => value,
        }
    }

    fn behind_reference(&mut self, item: &Item, span: Span) -> Value {
        match self.item_value(item, span) {
            Value::Reference(place) => Value::Atom(self.load(place, span)),
            Value::Inert(inert) => {
                let expr = &inert.expr;
                Value::Inert(Rc::new(Inert {
                    duplicable: inert.duplicable,
                    constant: inert.constant,
                    ..derived(syn::parse_quote!((*#expr)), [&*inert])
                }))
            }
            value => value,
        }
    }
}

/// A pattern without the parentheses around it.
fn plain(pat: &Pat) -> &Pat {
    match pat {
        Pat::Paren(paren) => plain(&paren.pat),
        Pat::Type(typed) => plain(&typed.pat),
        pat => pat,
    }
}
