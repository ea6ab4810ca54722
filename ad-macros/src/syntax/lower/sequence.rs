//! Slices and `Vec`s: parts of them, and what changes their elements or their length.

use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, ExprRange, Macro};

use super::Lowerer;
use super::control::{Ending, at_hand, derived};
use super::inert::inert_name;
use super::place::Located;
use crate::ir::{Aggregate, Atom, Inert, Op, Place, Projection, Role, Shape};
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::scope::Value;
use crate::syntax::vec_macro::Contents;

impl Lowerer<'_> {
    /// The bounds of a part of a sequence, computed here unless they are at hand anyway.
    pub(super) fn range(&mut self, range: &ExprRange) -> Option<Inert> {
        if !self.has_inert_bounds(range) {
            return None;
        }
        let start = range.start.as_ref().map(|start| self.bound(start));
        let end = range.end.as_ref().map(|end| self.bound(end));
        let limits = &range.limits;
        let (from, to) = (
            start.as_ref().map(|b| &b.expr),
            end.as_ref().map(|b| &b.expr),
        );
        let expr: Expr = syn::parse_quote!(#from #limits #to);
        let bounds = [&start, &end].into_iter().flatten();
        Some(at_hand(derived(expr, bounds)))
    }

    /// `vec![a, b]` or `vec![a; n]`
    pub(super) fn vec_macro(&mut self, expr: &Expr, mac: &Macro) -> Value {
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        if inspection.active.is_empty() {
            return Value::Inert(self.inert(expr));
        }
        let contents = Contents::of(mac);
        if let Some(Contents::Repeated(repeated)) = &contents {
            let element = self.value(&repeated.element);
            let atom = self.materialize(element, expr.span());
            let shape = Shape::Sequence(Rc::new(self.shape_of(&atom)));
            let length = Rc::new(self.named_length(&repeated.length));
            return Value::Atom(Atom::Var(self.define(
                Op::Repeat(atom, length),
                shape,
                expr.span(),
            )));
        }
        let Some(Contents::Listed(elements)) = &contents else {
            return self.left_to_the_compiler(expr.span());
        };
        let values = self.values(elements);
        let place = self.new_vec("elements", Shape::Unknown);
        for value in values {
            let atom = self.materialize(value, expr.span());
            self.push(Place::whole(place), atom, expr.span());
        }
        Value::Atom(Atom::Var(place))
    }

    /// Whether the bounds of a range have no derivative; otherwise says why not.
    pub(super) fn has_inert_bounds(&mut self, range: &ExprRange) -> bool {
        let bounds = [&range.start, &range.end].into_iter().flatten();
        bounds.fold(true, |inert, bound| {
            let inspection = inspect::expression(&self.scope, &self.vars, bound);
            let active = !inspection.is_inert() && !inspect::ends_derivatives(bound);
            (!active || self.position(bound).is_some()) && inert
        })
    }

    /// A length under a name, by which the reverse sweep finds it too.
    fn named_length(&mut self, length: &Expr) -> Expr {
        let inert = self.inert(length);
        if inert.duplicable {
            return inert.expr.clone();
        }
        let name = Ident::new(&self.vars.fresh("length"), Span::call_site());
        let expr = &inert.expr;
        let vars = inert.mentions.vars.clone();
        self.synthetic_statement(syn::parse_quote!(let #name = #expr;), vars, true);
        syn::parse_quote!(#name)
    }

    /// The value of a method of slices and `Vec`s on something active.
    pub(super) fn sequence_method(&mut self, expr: &Expr, call: &ExprMethodCall) -> Option<Value> {
        const METHODS: [&str; 16] = [
            "push",
            "pop",
            "clear",
            "truncate",
            "resize",
            "swap",
            "reverse",
            "sort_by",
            "sort_unstable_by",
            "fill",
            "copy_from_slice",
            "clone_from_slice",
            "extend",
            "extend_from_slice",
            "split_at",
            "to_vec",
        ];
        const VIEWS: [&str; 3] = ["as_slice", "as_ref", "to_owned"];
        let name = call.method.to_string();
        if !METHODS.contains(&name.as_str()) && !VIEWS.contains(&name.as_str()) {
            return None;
        }
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        if inspection.is_inert() {
            return None;
        }
        let value = match (name.as_str(), call.args.len()) {
            ("to_vec" | "to_owned", 0) => {
                let place = self.sequence_of(&call.receiver)?;
                let shape = self.place_shape(&place).slice();
                let var = self.define(Op::Load(place), shape, call.span());
                Some(Value::Atom(Atom::Var(var)))
            }
            ("as_slice" | "as_ref", 0) => self.sequence_of(&call.receiver).map(Value::Reference),
            ("split_at", 1) => self.split_at(call),
            ("pop", 0) => {
                fence::kept_option(call, self.errors);
                None
            }
            _ => self.changed(call, &name),
        };
        Some(value.unwrap_or_else(|| self.poison(expr.span())))
    }

    /// The sequence that an expression is, or refers to.
    pub(super) fn sequence_of(&mut self, expr: &Expr) -> Option<Place> {
        let located = self.place(expr)?;
        self.sequence_at(located, expr)
    }

    /// The same, of what an expression has been found to be.
    pub(super) fn sequence_at(&mut self, located: Located, expr: &Expr) -> Option<Place> {
        match located {
            Located::Place(place) | Located::Value(Value::Reference(place)) => Some(place),
            Located::Value(value) => self.materialize(value, expr.span()).var().map(Place::whole),
            Located::Inert => None,
        }
    }

    fn split_at(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let place = self.sequence_of(&call.receiver)?;
        let middle = self.bound(call.args.first()?);
        let at = &middle.expr;
        let parts: [Expr; 2] = [syn::parse_quote!(..#at), syn::parse_quote!(#at..)];
        let parts = parts.map(|range| {
            let range = at_hand(derived(range, [&middle]));
            let mut place = place.clone();
            place.path.push(Projection::Range(Rc::new(range)));
            Value::Reference(place)
        });
        Some(Value::Aggregate(Aggregate::Tuple, parts.into()))
    }

    /// A method that writes to its receiver.
    fn changed(&mut self, call: &ExprMethodCall, name: &str) -> Option<Value> {
        self.learn_place(&call.receiver);
        let span = call.method.span();
        let unit = || Some(Value::Aggregate(Aggregate::Tuple, Vec::new()));
        match (name, call.args.len()) {
            ("swap", 2) => {
                let place = self.written(&call.receiver)?;
                let indices = call.args.iter().map(|index| self.index(index));
                let indices: Option<Vec<Atom>> = indices.collect();
                let places: Vec<Place> = indices?
                    .into_iter()
                    .map(|index| {
                        let mut place = place.clone();
                        place.path.push(Projection::Index(index));
                        place
                    })
                    .collect();
                if let Ok([one, other]) = <[Place; 2]>::try_from(places) {
                    self.emit(Vec::new(), Op::Swap(one, other), span);
                }
                unit()
            }
            ("reverse", 0) => {
                let place = self.written(&call.receiver)?;
                self.reversed(&place, span);
                unit()
            }
            ("sort_by" | "sort_unstable_by", 1) => {
                self.sort(call)?;
                unit()
            }
            ("fill", 1) => {
                let value = self.value(call.args.first()?);
                let atom = self.materialize(value, span);
                let place = self.written(&call.receiver)?;
                self.over(&place, |this, index| {
                    let mut place = place.clone();
                    place.path.push(Projection::Index(index));
                    this.emit(Vec::new(), Op::Store(place, atom.clone()), span);
                });
                unit()
            }
            ("copy_from_slice" | "clone_from_slice", 1) => {
                let source = self.source(call.args.first()?)?;
                let place = self.written(&call.receiver)?;
                self.over(&place, |this, index| {
                    let value = match &source {
                        Ok(source) => {
                            let mut source = source.clone();
                            source.path.push(Projection::Index(index.clone()));
                            this.load(source, span)
                        }
                        Err(inert) => {
                            let code = this.atom_code(&index);
                            let (of, at) = (&inert.expr, &code.expr);
                            let element = derived(syn::parse_quote!(#of[#at]), [&**inert, &code]);
                            let op = Op::Inert(Rc::new(element));
                            Atom::Var(this.define(op, Shape::Unknown, span))
                        }
                    };
                    let mut place = place.clone();
                    place.path.push(Projection::Index(index));
                    this.emit(Vec::new(), Op::Store(place, value), span);
                });
                unit()
            }
            _ => self.resized(call, name),
        }
    }

    /// Exchanges the first element with the last, and so on to the middle.
    fn reversed(&mut self, place: &Place, span: Span) {
        let length = self.length(place);
        let of = match &length.expr {
            name @ Expr::Path(_) => name.clone(),
            expr => syn::parse_quote!((#expr)),
        };
        let indices = derived(syn::parse_quote!(0..#of / 2), [&length]);
        let index = Ident::new(&self.vars.fresh("i"), Span::call_site());
        self.numbering(indices, syn::parse_quote!(#index), |this| {
            let at = |position: Expr| {
                let position = Rc::new(at_hand(derived(position, [&length])));
                let mut place = place.clone();
                place.path.push(Projection::Index(Atom::Inert(position)));
                place
            };
            let (first, last) = (
                at(syn::parse_quote!(#index)),
                at(syn::parse_quote!(#of - 1 - #index)),
            );
            this.emit(Vec::new(), Op::Swap(first, last), span);
        });
    }

    /// What is copied from: a place, or something without a derivative.
    fn source(&mut self, expr: &Expr) -> Option<Result<Place, Rc<Inert>>> {
        match self.value(expr) {
            Value::Reference(place) => Some(Ok(place)),
            Value::Inert(inert) => {
                let atom = self.inert_atom(inert, expr.span());
                Some(Err(Rc::new(self.atom_code(&atom))))
            }
            value => {
                let atom = self.materialize(value, expr.span());
                atom.var().map(|var| Ok(Place::whole(var)))
            }
        }
    }

    /// The place of a sequence that is written to.
    pub(super) fn written(&mut self, expr: &Expr) -> Option<Place> {
        let place = self.sequence_of(expr)?;
        let writable = matches!(self.vars.role(place.root), Role::Place | Role::Buffer);
        writable.then_some(place)
    }

    fn index(&mut self, expr: &Expr) -> Option<Atom> {
        let position = self.position(expr)?;
        Some(self.inert_atom(position, expr.span()))
    }

    /// A loop over the indices of a sequence.
    pub(super) fn over(&mut self, place: &Place, body: impl FnOnce(&mut Self, Atom)) {
        let iteration = self.elements_of(place.clone());
        self.looped(None, false, |this, _| {
            let head = this.enter(&iteration, None);
            this.at_index(&iteration, body);
            (head, Ending::straight())
        });
    }

    /// The number of elements of a sequence.
    pub(super) fn length(&mut self, place: &Place) -> Inert {
        if let Shape::Array(_, length) = self.place_shape(place) {
            return at_hand(derived((*length).clone(), []));
        }
        let sequence = self.place_code(place);
        let of = &sequence.expr;
        let constant = matches!(self.vars.role(place.root), Role::Value | Role::Reference);
        let code = Inert {
            constant,
            ..derived(syn::parse_quote!(#of.len()), [&sequence])
        };
        let var = self
            .vars
            .named("len", Shape::Inert, Role::Value, Span::mixed_site());
        self.emit(vec![var], Op::Inert(Rc::new(code)), Span::mixed_site());
        let name = self.name_of(var);
        let mut inert = inert_name(&name);
        inert.mentions.vars.insert(var);
        inert
    }

    /// A place, as code without a derivative.
    pub(super) fn place_code(&mut self, place: &Place) -> Inert {
        let mut code = self.atom_code(&Atom::Var(place.root));
        for projection in &place.path {
            let of = &code.expr;
            code = match projection {
                Projection::Field(index) => {
                    let index = syn::Index::from(*index as usize);
                    derived(syn::parse_quote!(#of.#index), [&code])
                }
                Projection::Named { name, .. } => derived(syn::parse_quote!(#of.#name), [&code]),
                Projection::Range(range) => {
                    let part = &range.expr;
                    derived(syn::parse_quote!(#of[#part]), [&code, &**range])
                }
                Projection::Index(atom) => {
                    let index = self.atom_code(atom);
                    let at = &index.expr;
                    derived(syn::parse_quote!(#of[#at]), [&code, &index])
                }
            };
        }
        code
    }
}
