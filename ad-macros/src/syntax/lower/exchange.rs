//! `std::mem::swap`, `replace` and `take`: what is in places changes hands.
//!
//! ```text
//! mem::swap(&mut u, &mut next)             u ↔ next
//! let old = mem::replace(&mut u, v)        old = load u; u = v
//! let old = mem::take(&mut u)              old = load u; u = []
//! ```

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprPath};

use super::Lowerer;
use super::control::default_value;
use super::place::Located;
use crate::ir::{Aggregate, Atom, Op, Place, Role, Shape};
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::scope::Value;

impl Lowerer<'_> {
    /// The value of a call of one of them on something active.
    pub(super) fn exchanged(
        &mut self,
        expr: &Expr,
        call: &ExprCall,
        path: &ExprPath,
    ) -> Option<Value> {
        let name = path.path.segments.last()?.ident.to_string();
        let lends = |argument: &Expr| matches!(argument, Expr::Reference(reference) if reference.mutability.is_some());
        // What an imported name is, shows only in what it is given.
        let qualified = path.path.segments.len() > 1;
        if !qualified && !call.args.first().is_some_and(lends) {
            return None;
        }
        let arity = EXCHANGES.iter().find(|(exchange, _)| *exchange == name)?.1;
        if call.args.len() != arity {
            return None;
        }
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        if inspection.is_inert() || self.mentions_unknown(&inspection) {
            return None;
        }
        if !self.is_of("mem", &name, &[quote!(())], path) {
            return None;
        }
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let span = path.span();
        let value = match (name.as_str(), arguments.as_slice()) {
            ("swap", [one, other]) => self.swapped(one, other, span),
            ("replace", [place, value]) => self.replaced(place, Some(value), span),
            ("take", [place]) => self.replaced(place, None, span),
            _ => return None,
        };
        Some(value.unwrap_or_else(|| self.poison(expr.span())))
    }

    fn swapped(&mut self, one: &Expr, other: &Expr, span: Span) -> Option<Value> {
        let (one, other) = (self.borrowed_place(one), self.borrowed_place(other));
        self.emit(Vec::new(), Op::Swap(one?, other?), span);
        Some(Value::Aggregate(Aggregate::Tuple, Vec::new()))
    }

    /// What was in a place, which is left with another value, or with the default one.
    fn replaced(&mut self, place: &Expr, by: Option<&Expr>, span: Span) -> Option<Value> {
        let place = self.borrowed_place(place)?;
        let by = match by {
            Some(value) => {
                let value = self.value(value);
                self.materialize(value, span)
            }
            None => match self.place_shape(&place) {
                Shape::Scalar(_) => Atom::Literal(0.0),
                Shape::Sequence(element) => Atom::Var(self.new_vec("taken", (*element).clone())),
                _ => default_value(),
            },
        };
        let old = self.load(place.clone(), span);
        self.emit(Vec::new(), Op::Store(place, by), span);
        Some(Value::Atom(old))
    }

    /// The place behind an argument: `&mut place`, or a reference to one.
    fn borrowed_place(&mut self, argument: &Expr) -> Option<Place> {
        let lent = match argument {
            Expr::Reference(reference) => &*reference.expr,
            reference => reference,
        };
        self.learn_place(lent);
        let written = match self.place(lent)? {
            Located::Place(place) => {
                // `&mut y` of a parameter `y: &mut [f64]` lends the reference, not what is behind it.
                let reference = matches!(argument, Expr::Reference(_))
                    && matches!(lent, Expr::Path(_))
                    && self.vars.role(place.root) == Role::Buffer;
                (!reference).then_some(place)
            }
            Located::Value(Value::Reference(place)) => {
                (!matches!(argument, Expr::Reference(_))).then_some(place)
            }
            Located::Value(_) | Located::Inert => None,
        };
        let writable =
            |place: &Place| matches!(self.vars.role(place.root), Role::Place | Role::Buffer);
        let Some(written) = written.filter(writable) else {
            fence::foreign_place(lent, self.errors);
            return None;
        };
        (!self.is_of_a_caller(&written, lent.span())).then_some(written)
    }
}

/// The functions of `std::mem` that exchange what is in places, and the number of their arguments.
const EXCHANGES: [(&str, usize); 3] = [("swap", 2), ("replace", 2), ("take", 1)];
