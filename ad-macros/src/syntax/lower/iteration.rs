//! What `for` and the iterator methods go through, as loops over indices.
//!
//! An iterator over something active becomes one over its indices; zipping, skipping, reversing stay
//! as they are written, and the elements are read in the body.
//!
//! ```text
//! for (a, b) in x.iter().zip(y).rev()    →    for (i, j) in (0..x.len()).zip(0..y.len()).rev()
//!                                                 a = x[i], b = y[j]
//! ```
//!
//! Here is what is gone through; how the adaptors change it stands in `adaptors`, and how an item of it
//! is found in the body of the loop, in `items`; and `code` is where only some of them come through.

mod adaptors;
mod code;
mod counted;
mod items;

use std::cell::RefCell;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprClosure, ExprPath};

use super::Lowerer;
use super::control::{Ending, derived};
use super::place::Located;
use crate::ir::{Inert, Place, Role, Shape};
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::scope::{Binding, Value};
pub(super) use code::{counter, without};

/// An iterator, over indices and over what has no derivative.
pub(super) struct Iteration<'e> {
    pub(super) iterator: Inert,
    pub(super) item: Item<'e>,
    pub(super) reversible: bool,
    pub(super) exact: bool,
    /// Whether the items are references to write through.
    pub(super) written: bool,
    /// What is done to the items before they are given away, first to last.
    stages: Vec<Stage<'e>>,
}

/// What is done with an item.
type Body<'b, L> = Box<dyn FnOnce(&mut L, Option<Value>) -> Ending + 'b>;

/// What an item must pass, once there are items that do not come through.
enum Stage<'e> {
    Filter(Lambda<'e>),
    FilterMap(Lambda<'e>),
    Map(Function<'e>),
    Copied,
}

/// What items are given to.
pub(super) enum Function<'e> {
    Closure(Lambda<'e>),
    Path(&'e Expr, &'e ExprPath),
}

/// A closure of an iterator: in the loop, its names mean what they meant where it was written.
pub(super) struct Lambda<'e> {
    closure: &'e ExprClosure,
    /// What is bound after this mark is not in scope in it.
    outside: usize,
    /// What is: copies that it keeps, and those of its parameters that the head of the loop binds.
    names: RefCell<Vec<(String, Binding)>>,
}

/// What an iterator gives.
pub(super) enum Item<'e> {
    /// Something without a derivative, under this name where no pattern takes it apart, and what it
    /// is an item of.
    Inert(Ident, Option<&'e Expr>),
    /// The element of a sequence at an index.
    Element(Place, Ident),
    Pair(Box<Item<'e>>, Box<Item<'e>>),
    /// A part of a sequence: from an index, as far as another.
    Part(Place, Ident, Box<Inert>),
    /// The same value every time.
    Same(Value),
    /// An item of the one iterator or of the other, as the `Result` under this name says.
    Either(Box<Item<'e>>, Box<Item<'e>>, Ident),
    /// The value behind a reference.
    Copied(Box<Item<'e>>),
    Mapped(Box<Item<'e>>, Function<'e>),
    /// What is computed where it is needed.
    Computed(&'e Expr),
    /// What an operation on matrices gives, where it gives something.
    Given(&'e syn::ExprMethodCall),
    /// The first item of an iterator, with the others, which come after it, added by the step of a `reduce`.
    Reduced(Box<Item<'e>>, Box<Iteration<'e>>, &'e syn::ExprMethodCall),
}

impl<'e> Lowerer<'_> {
    /// What an expression iterates over.
    pub(super) fn iteration(&mut self, expr: &'e Expr) -> Option<Iteration<'e>> {
        self.iterated(expr, false)
    }

    /// The same; a sequence gives its elements by value, unless it is `lent`.
    fn iterated(&mut self, expr: &'e Expr, lent: bool) -> Option<Iteration<'e>> {
        if self.is_left_within(expr) {
            return None;
        }
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        if inspection.is_inert() {
            return fence::check(expr, &inspection, &self.name, self.errors)
                .then(|| self.inert_iteration(expr));
        }
        match expr {
            Expr::Paren(paren) => self.iterated(&paren.expr, lent),
            Expr::Group(group) => self.iterated(&group.expr, lent),
            Expr::Range(range) => {
                let inert = self.has_inert_bounds(range);
                inert.then(|| self.inert_iteration(expr))
            }
            Expr::MethodCall(call) => self.adapted(call),
            Expr::Call(call) if is_source(call) => self.sourced(call),
            _ => self.elements(expr, lent),
        }
    }

    /// An iterator without anything active in it.
    fn inert_iteration(&mut self, expr: &'e Expr) -> Iteration<'e> {
        let name = self.index_name("item");
        let counted = self.counted(expr);
        let (iterator, reversible, exact) = match counted {
            Some((range, exact)) => (range, true, exact),
            None => ((*self.inert(expr)).clone(), false, false),
        };
        Iteration {
            iterator,
            item: Item::Inert(name, Some(expr)),
            reversible,
            exact,
            written: false,
            stages: Vec::new(),
        }
    }

    /// Remembers that what an expression borrows mutably is written to.
    pub(super) fn learn_borrowed(&mut self, iterator: &Expr) {
        match iterator {
            Expr::Paren(paren) => self.learn_borrowed(&paren.expr),
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.learn_place(&reference.expr);
            }
            Expr::MethodCall(call)
                if call.method.to_string().split('_').any(|word| word == "mut") =>
            {
                self.learn_place(&call.receiver);
            }
            Expr::MethodCall(call) => {
                self.learn_borrowed(&call.receiver);
                for argument in &call.args {
                    self.learn_borrowed(argument);
                }
            }
            _ => {}
        }
    }

    /// The elements of something active.
    fn elements(&mut self, expr: &'e Expr, lent: bool) -> Option<Iteration<'e>> {
        let (place, lent) = match expr {
            Expr::Reference(reference) if reference.mutability.is_some() => {
                return self.written_elements(&reference.expr);
            }
            Expr::Reference(reference) => (self.sequence_of(&reference.expr)?, true),
            expr => {
                let located = self.place(expr)?;
                let lent = lent || matches!(located, Located::Value(Value::Reference(_)));
                (self.sequence_at(located, expr)?, lent)
            }
        };
        let own = !lent && self.vars.role(place.root) != Role::Buffer;
        let shape = self.place_shape(&place);
        let written = self.vars.role(place.root) == Role::Place;
        let place = if own && written && matches!(shape, Shape::Array(..) | Shape::Unknown) {
            // The elements are those of a copy, whatever becomes of the array in the loop.
            Place::whole(self.load(place, expr.span()).var()?)
        } else {
            place
        };
        let mut elements = self.elements_of(place);
        if own && shape.element().is_scalar() {
            elements.item = Item::Copied(Box::new(elements.item));
        }
        Some(elements)
    }

    /// The elements of a variable, to be written through references to them.
    pub(super) fn written_elements(&mut self, expr: &'e Expr) -> Option<Iteration<'e>> {
        self.learn_place(expr);
        let place = self.sequence_of(expr)?;
        Some(Iteration {
            written: true,
            ..self.elements_of(place)
        })
    }

    /// What a function of `std::iter` makes an iterator of.
    fn sourced(&mut self, call: &'e syn::ExprCall) -> Option<Iteration<'e>> {
        match (last_segment(&call.func), call.args.len()) {
            (Some(zip), 2) if zip == "zip" => {
                let Expr::Path(path) = &*call.func else {
                    return None;
                };
                let collection = quote!([(); 0]);
                self.is_of("iter", "zip", &[collection.clone(), collection], path);
                let mut left = self.sieved(zip, call.args.first()?)?;
                // It may be any collection, where it has no derivative.
                let of = &left.iterator.expr;
                let of = syn::parse_quote!(::core::iter::IntoIterator::into_iter(#of));
                left.iterator = derived(of, [&left.iterator]);
                self.zipped(zip, left, call.args.last()?)
            }
            _ => self.one_value(call),
        }
    }

    /// `iter::once(value)` or `iter::repeat(value)`
    fn one_value(&mut self, call: &syn::ExprCall) -> Option<Iteration<'e>> {
        let argument = call.args.first()?;
        let value = self.value(argument);
        let value = self.settled(value, argument.span());
        let path = &call.func;
        let again = last_segment(path).is_some_and(|last| last == "repeat");
        Some(Iteration {
            iterator: derived(syn::parse_quote!(#path(())), []),
            item: Item::Same(value),
            reversible: !again,
            exact: !again,
            written: false,
            stages: Vec::new(),
        })
    }

    pub(super) fn elements_of(&mut self, place: Place) -> Iteration<'e> {
        let index = self.index_name("i");
        let length = self.length(&place);
        let end = &length.expr;
        Iteration {
            iterator: derived(syn::parse_quote!(0..#end), [&length]),
            item: Item::Element(place, index),
            reversible: true,
            exact: true,
            written: false,
            stages: Vec::new(),
        }
    }

    fn index_name(&mut self, name: &str) -> Ident {
        // Where it is kept for the reverse sweep, it is found by its letters.
        Ident::new(&self.vars.fresh(name), Span::call_site())
    }
}

/// Whether a call makes an iterator: `iter::once`, `std::iter::repeat`, `iter::zip`.
pub(super) fn is_source(call: &syn::ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else {
        return false;
    };
    let mut segments = path.path.segments.iter().rev();
    let function = segments.next().map(|last| last.ident.to_string());
    let owner = segments.next();
    let of_module = owner.is_some_and(|owner| owner.ident == "iter");
    match (function.as_deref(), call.args.len()) {
        (Some("once" | "repeat"), 1) => of_module,
        (Some("zip"), 2) => of_module || owner.is_none(),
        _ => false,
    }
}

fn last_segment(function: &Expr) -> Option<&Ident> {
    match function {
        Expr::Path(path) => path.path.segments.last().map(|last| &last.ident),
        _ => None,
    }
}
