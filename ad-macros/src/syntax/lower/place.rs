//! Places: where the value of an expression lives, for it to be lent, written, or read in part.

use std::rc::Rc;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Member, UnOp};

use super::Lowerer;
use super::control::{at_hand, derived};
use crate::ir::{Aggregate, Atom, Inert, Owner, Place, Projection, Shape, integer};
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::scope::{Meaning, Value};

/// Where a value lives.
pub(super) enum Located {
    Place(Place),
    /// Nowhere: it is a value, still in its parts or behind a reference.
    Value(Value),
    /// In a variable without a derivative.
    Inert,
}

impl Lowerer<'_> {
    pub(super) fn reference(&mut self, expr: &Expr, reference: &syn::ExprReference) -> Value {
        let lent = self.lent.contains(&std::ptr::from_ref(expr).addr());
        if let Some(mutability) = reference.mutability.as_ref().filter(|_| !lent) {
            let inspection = inspect::expression(&self.scope, &self.vars, &reference.expr);
            if let Some(name) = inspection.active.first() {
                fence::mutable_borrow(mutability.span, name, self.errors);
                return self.poison(expr.span());
            }
            return self.opaque(expr);
        }
        match self.place(&reference.expr) {
            Some(Located::Place(place)) => Value::Reference(place),
            Some(Located::Inert) => Value::Inert(self.inert(expr)),
            Some(Located::Value(value)) => self.referenced(expr, value),
            None => self.poison(expr.span()),
        }
    }

    fn referenced(&mut self, expr: &Expr, value: Value) -> Value {
        match value {
            Value::Inert(_) => Value::Inert(self.inert(expr)),
            Value::Reference(place) => Value::Reference(place),
            value => match self.materialize(value, expr.span()) {
                Atom::Var(var) => Value::Reference(Place::whole(var)),
                atom => Value::Atom(atom),
            },
        }
    }

    pub(super) fn projection(&mut self, expr: &Expr) -> Value {
        match self.place(expr) {
            Some(Located::Place(place)) => match self.place_shape(&place) {
                Shape::Inert => Value::Inert(self.inert(expr)),
                _ => Value::Atom(self.load(place, expr.span())),
            },
            Some(Located::Value(value)) => value,
            Some(Located::Inert) => Value::Inert(self.inert(expr)),
            None => self.poison(expr.span()),
        }
    }

    /// Where an expression's value lives.
    pub(super) fn place(&mut self, expr: &Expr) -> Option<Located> {
        match expr {
            Expr::Paren(paren) => self.place(&paren.expr),
            Expr::Group(group) => self.place(&group.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                let inner = self.place(&unary.expr)?;
                Some(match inner {
                    Located::Value(Value::Reference(place)) => Located::Place(place),
                    other => other,
                })
            }
            Expr::Path(path) => {
                let ident = path.path.get_ident().filter(|_| path.qself.is_none());
                let binding = ident.and_then(|ident| self.scope.lookup(ident));
                Some(match binding.map(|binding| binding.meaning.clone()) {
                    Some(Meaning::Closure(closure)) if closure.name.is_none() => {
                        self.kept_closure(path, &closure);
                        return None;
                    }
                    None
                    | Some(Meaning::Inert { .. } | Meaning::Deferred | Meaning::Closure(_)) => {
                        Located::Inert
                    }
                    Some(Meaning::Place(var)) => Located::Place(Place::whole(var)),
                    Some(Meaning::Value(Value::Inert(_))) => Located::Inert,
                    Some(Meaning::Value(Value::Atom(Atom::Var(var)))) => {
                        Located::Place(Place::whole(var))
                    }
                    Some(Meaning::Value(value)) => Located::Value(value),
                })
            }
            Expr::Index(index) => self.indexed(index),
            Expr::Field(field) => self.field(field),
            _ => {
                let value = self.value(expr);
                Some(match value {
                    Value::Inert(_) => Located::Inert,
                    Value::Atom(Atom::Var(var)) => Located::Place(Place::whole(var)),
                    value => Located::Value(value),
                })
            }
        }
    }

    fn indexed(&mut self, index: &syn::ExprIndex) -> Option<Located> {
        let base = self.place(&index.expr)?;
        if matches!(base, Located::Inert | Located::Value(Value::Inert(_))) {
            let inspection = inspect::expression(&self.scope, &self.vars, &index.index);
            if inspection.active.is_empty() {
                return Some(Located::Inert);
            }
            if let Some(position) = self.selector(&index.index) {
                let (table, at) = (self.inert(&index.expr), &position.expr);
                let base = &table.expr;
                let element = derived(syn::parse_quote!(#base[#at]), [&*table, &*position]);
                return Some(Located::Value(Value::Inert(Rc::new(element))));
            }
        }
        if let Expr::Range(range) = &*index.index {
            let mut place = self.placed(base, index.expr.span())?;
            let range = self.range(range)?;
            place.path.push(Projection::Range(Rc::new(range)));
            return Some(Located::Place(place));
        }
        let position = self.position(&index.index)?;
        if let Some(part) = static_part(&base, &position) {
            return Some(part);
        }
        let span = index.index.span();
        let mut place = self.placed(base, index.expr.span())?;
        let position = match self.element_of_part(&place, &position) {
            Some(element) => {
                place.path.pop();
                Rc::new(element)
            }
            None => position,
        };
        let position = self.inert_atom(position, span);
        place.path.push(Projection::Index(position));
        Some(Located::Place(place))
    }

    /// The index in the whole of an element of a part that is sure to have it: `x[i + 1]` is
    /// `x[i..i + 2][1]`.
    fn element_of_part(&self, place: &Place, position: &Inert) -> Option<Inert> {
        let Some(Projection::Range(range)) = place.path.last() else {
            return None;
        };
        let Expr::Range(part) = &range.expr else {
            return None;
        };
        let Expr::Path(start) = part.start.as_deref()? else {
            return None;
        };
        let length = self.parts.get(&start.path.get_ident()?.to_string())?;
        let distance = integer(&position.expr).filter(|distance| distance < length)?;
        let by = proc_macro2::Literal::i64_unsuffixed(distance);
        let expr = match distance {
            0 => syn::parse_quote!(#start),
            _ => syn::parse_quote!(#start + #by),
        };
        Some(at_hand(derived(expr, [])))
    }

    /// An index or a bound of a range: what has no derivative.
    pub(super) fn position(&mut self, index: &Expr) -> Option<Rc<Inert>> {
        if let Some(selector) = self.selector(index) {
            return Some(selector);
        }
        match self.value(index) {
            Value::Inert(position) => Some(position),
            value => {
                if !self.is_unknown(&value) {
                    fence::active_index(index, self.errors);
                }
                None
            }
        }
    }

    fn field(&mut self, field: &syn::ExprField) -> Option<Located> {
        let base = self.place(&field.base)?;
        if matches!(base, Located::Inert | Located::Value(Value::Inert(_))) {
            return Some(Located::Inert);
        }
        if let (Located::Value(Value::Aggregate(_, parts)), Member::Unnamed(index)) =
            (&base, &field.member)
            && let Some(part) = parts.get(index.index as usize)
        {
            return Some(located(part.clone()));
        }
        if let Located::Place(place) = &base
            && let Some(part) = self.constructed_part(place, &field.member)
        {
            return Some(located(part));
        }
        let mut place = self.placed(base, field.base.span())?;
        let whole = Expr::Field(field.clone());
        let owner = match field.member {
            Member::Named(_) => {
                self.vars.note_structs();
                if self.scope.is_discrete(&whole) {
                    Owner::Discrete
                } else {
                    Owner::Value
                }
            }
            // A field of a tuple whose type is not written.
            Member::Unnamed(_)
                if matches!(self.place_shape(&place), Shape::Unknown)
                    && self.scope.is_certainly_discrete(&whole) =>
            {
                return Some(Located::Inert);
            }
            Member::Unnamed(_) => Owner::Value,
        };
        place.path.push(Projection::field(&field.member, owner));
        Some(Located::Place(place))
    }

    fn placed(&mut self, located: Located, span: Span) -> Option<Place> {
        match located {
            Located::Place(place) | Located::Value(Value::Reference(place)) => Some(place),
            Located::Value(value) => self.materialize(value, span).var().map(Place::whole),
            Located::Inert => None,
        }
    }
}

fn located(value: Value) -> Located {
    match value {
        Value::Atom(Atom::Var(var)) => Located::Place(Place::whole(var)),
        value => Located::Value(value),
    }
}

/// The part of an array in its parts that a literal index names.
fn static_part(base: &Located, index: &Rc<Inert>) -> Option<Located> {
    let Located::Value(Value::Aggregate(Aggregate::Array, parts)) = base else {
        return None;
    };
    let Expr::Lit(syn::ExprLit {
        lit: syn::Lit::Int(index),
        ..
    }) = &index.expr
    else {
        return None;
    };
    let part = parts.get(index.base10_parse::<usize>().ok()?)?;
    Some(located(part.clone()))
}
