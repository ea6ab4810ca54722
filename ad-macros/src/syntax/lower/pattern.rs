//! Patterns of `let`: names, tuples and arrays of them.

use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Member, Pat, Type};

use super::Lowerer;
use super::control::{at_hand, derived};
use super::inert::{inert_name, is_name, literal_shape};
use crate::ir::{Aggregate, Atom, Inert, Op, Place, Projection, Role, Shape, Var, Variable};
use crate::syntax::fence;
use crate::syntax::scope::{Binding, BindingKey, Meaning, Value, declared};

impl Lowerer<'_> {
    /// Binds a pattern to a value.
    pub(super) fn bind(&mut self, pat: &Pat, value: Value, ascription: Option<&Type>) {
        match pat {
            Pat::Type(typed) => self.bind(&typed.pat, value, Some(&typed.ty)),
            Pat::Paren(paren) => self.bind(&paren.pat, value, ascription),
            Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
                let key = BindingKey::of(&name.ident);
                let through = name.mutability.is_none() && matches!(value, Value::Reference(_));
                match (value, ascription, name.mutability) {
                    (Value::Inert(inert), None, Some(_)) if self.stays_inert(key, &inert) => {
                        self.bind_counter(&name.ident, &inert);
                    }
                    (value, ..) => self.bind_name(&name.ident, value, ascription, through),
                }
            }
            Pat::Wild(_) => {
                self.materialize(value, pat.span());
            }
            Pat::Reference(reference) if reference.mutability.is_none() => {
                let value = match value {
                    Value::Reference(place) => Value::Atom(self.load(place, pat.span())),
                    value => value,
                };
                self.bind(&reference.pat, value, ascription);
            }
            Pat::Tuple(tuple) => {
                let patterns: Vec<&Pat> = tuple.elems.iter().collect();
                self.bind_parts(pat, Aggregate::Tuple, &patterns, value, ascription);
            }
            Pat::Slice(slice) => {
                let patterns: Vec<&Pat> = slice.elems.iter().collect();
                self.bind_parts(pat, Aggregate::Array, &patterns, value, ascription);
            }
            Pat::Struct(pattern) => {
                let fields = pattern.fields.iter();
                let fields = fields.map(|field| (field.member.clone(), &*field.pat));
                let fields: Vec<(Member, &Pat)> = fields.collect();
                self.bind_fields(pat, &fields, value);
            }
            Pat::TupleStruct(pattern) => {
                let fields = pattern.elems.iter().enumerate();
                let fields = fields.map(|(index, pat)| (Member::from(index), pat));
                let fields: Vec<(Member, &Pat)> = fields.collect();
                if let Some(rest) = pattern.elems.iter().find(|pat| matches!(pat, Pat::Rest(_))) {
                    fence::rest_pattern(rest.span(), self.errors);
                    return;
                }
                self.bind_fields(pat, &fields, value);
            }
            other => fence::pattern(other, self.errors),
        }
    }

    /// Has what a pattern binds followed from here on, where something active is assigned to it.
    pub(super) fn follow(&mut self, pat: &Pat) {
        for bound in declared(pat) {
            let varied = self.learnt.varied.contains(&BindingKey::of(&bound.ident));
            let meaning = self
                .scope
                .lookup(&bound.ident)
                .map(|binding| &binding.meaning);
            if let (Some(_), None, true) = (bound.mutability, bound.by_ref, varied)
                && let Some(Meaning::Inert { name, .. }) = meaning
            {
                let value = Value::Inert(Rc::new(inert_name(name)));
                self.bind_name(&bound.ident, value, None, false);
            }
        }
    }

    /// Binds a name; what is assigned `through` a reference is no variable of its own.
    fn bind_name(&mut self, ident: &Ident, value: Value, ascription: Option<&Type>, through: bool) {
        if let (Value::Atom(atom), Some(expected)) =
            (&value, ascription.and_then(|ty| self.signature.shape(ty)))
        {
            self.mistyped |= Self::conflict(&self.shape_of(atom), &expected);
        }
        let carrier = ascription.map(|ty| self.signature.carrier(ty));
        self.names_types |= carrier.is_some_and(|carrier| carrier.foreign().is_some());
        let key = BindingKey::of(ident);
        let meaning = if self.learnt.places.contains(&key) && !through {
            let atom = self.materialize(value, ident.span());
            let var = self.declare(ident, atom, ascription.cloned());
            if let Some(shape) = ascription.and_then(|ty| self.signature.shape(ty))
                && let Some(variable) = self.vars.get_mut(var)
            {
                variable.shape = shape;
            }
            Meaning::Place(var)
        } else {
            let value = match (value, ascription) {
                (Value::Aggregate(kind, parts), Some(ty)) => {
                    let value = self.typed(kind, parts, ty);
                    self.named(ident, value, ascription)
                }
                // It may be an index, and so stays without a derivative.
                (Value::Inert(inert), None) if self.stays_inert(key, &inert) => {
                    self.known_as(ident, inert)
                }
                (value, _) => self.named(ident, value, ascription),
            };
            Meaning::Value(value)
        };
        let binding = Binding::new(ident, meaning, ascription.cloned());
        self.scope.bind(ident, binding);
    }

    /// Another name for a value.
    pub(super) fn bind_alias(&mut self, ident: &Ident, value: Value) {
        let binding = Binding::new(ident, Meaning::Value(value), None);
        self.scope.bind(ident, binding);
    }

    /// Whether what a variable is bound to stays without a derivative, and is no literal float.
    fn stays_inert(&self, key: BindingKey, value: &Inert) -> bool {
        !self.learnt.varied.contains(&key)
            && !self.learnt.places.contains(&key)
            && !literal_shape(&value.expr).is_scalar()
    }

    /// A variable without a derivative that is assigned to.
    fn bind_counter(&mut self, ident: &Ident, value: &Inert) {
        let name = self.binding_name(ident);
        let code = &value.expr;
        let stmt = syn::parse_quote!(let mut #name = #code;);
        self.synthetic_statement(stmt, value.mentions.vars.clone(), true);
        let mutable = true;
        let meaning = Meaning::Inert { name, mutable };
        self.scope.bind(ident, Binding::new(ident, meaning, None));
    }

    /// A name without a derivative, under the user's where it has none of its own.
    fn known_as(&mut self, ident: &Ident, inert: Rc<Inert>) -> Value {
        let mut vars = inert.mentions.vars.iter().copied();
        match (vars.next(), vars.next()) {
            (Some(var), None) if is_name(&inert.expr) && self.is_unnamed(var) => {
                self.name_result(var, ident, None);
                self.inert_part(var)
            }
            _ if is_name(&inert.expr) => Value::Inert(inert),
            _ => {
                let name = self.binding_name(ident);
                let var = self.inert_variable(name, Shape::Inert, inert, ident.span());
                self.inert_part(var)
            }
        }
    }

    fn is_unnamed(&self, var: Var) -> bool {
        self.vars.get(var).is_some_and(|variable| !variable.named)
    }

    /// An aggregate whose type is written: literals among its parts would not tell theirs.
    fn typed(&mut self, kind: Aggregate, parts: Vec<Value>, ty: &Type) -> Value {
        let types: Vec<Option<&Type>> = match ty {
            Type::Tuple(tuple) => tuple.elems.iter().map(Some).collect(),
            Type::Array(array) => vec![Some(&*array.elem); parts.len()],
            _ => return Value::Aggregate(kind, parts),
        };
        let part = |(part, ty): (Value, Option<&Type>)| match (part, ty) {
            (Value::Aggregate(kind, parts), Some(ty)) => self.typed(kind, parts, ty),
            (Value::Inert(inert), Some(ty)) if inert.duplicable => self.typed_literal(inert, ty),
            (part, _) => part,
        };
        let types = types.into_iter().chain(std::iter::repeat(None));
        let parts = parts.into_iter().zip(types).map(part).collect();
        Value::Aggregate(kind, parts)
    }

    pub(super) fn typed_literal(&mut self, inert: Rc<Inert>, ty: &Type) -> Value {
        let var = self.typed_variable(inert, ty);
        self.inert_part(var)
    }

    /// A variable with the type written, for what does not tell it.
    fn typed_variable(&mut self, inert: Rc<Inert>, ty: &Type) -> Var {
        let span = inert.expr.span();
        let shape = self.signature.shape(ty).unwrap_or(Shape::Unknown);
        let var = self.define(Op::Inert(inert), shape, span);
        self.ascribe(var, ty);
        var
    }

    /// Writes a type on a variable that has no name of the user's.
    fn ascribe(&mut self, var: Var, ty: &Type) {
        let unnamed = self.vars.get_mut(var).filter(|variable| !variable.named);
        if let Some(variable) = unnamed {
            variable.ascription = Some(ty.clone());
            variable.named = true;
        }
    }

    /// A value under the user's name, where it is computed here; an alias otherwise.
    pub(super) fn named(
        &mut self,
        ident: &Ident,
        value: Value,
        ascription: Option<&Type>,
    ) -> Value {
        match value {
            Value::Atom(Atom::Var(var)) => {
                self.name_result(var, ident, ascription);
                self.in_variable(var)
            }
            Value::Inert(inert) => {
                let name = self.binding_name(ident);
                let shape = ascription
                    .and_then(|ty| self.signature.shape(ty))
                    .unwrap_or_else(|| super::literal_shape(&inert.expr));
                let var = self.vars.push(Variable {
                    name,
                    named: true,
                    shape,
                    ascription: ascription.cloned(),
                    role: Role::Value,
                });
                self.emit(vec![var], Op::Inert(inert), ident.span());
                self.in_variable(var)
            }
            value => value,
        }
    }

    /// Calls the variable the last statement defined by the user's name.
    fn name_result(&mut self, var: crate::ir::Var, ident: &Ident, ascription: Option<&Type>) {
        if !self.is_unnamed(var) {
            return;
        }
        let name = self.binding_name(ident);
        let shape = ascription.and_then(|ty| self.signature.shape(ty));
        if let Some(variable) = self.vars.get_mut(var) {
            variable.name = name;
            variable.named = true;
            variable.ascription = ascription.cloned();
            if let Some(shape) = shape {
                variable.shape = shape;
            }
        }
    }

    fn bind_parts(
        &mut self,
        pat: &Pat,
        kind: Aggregate,
        patterns: &[&Pat],
        value: Value,
        ascription: Option<&Type>,
    ) {
        if let Some(rest) = patterns.iter().find(|pat| matches!(pat, Pat::Rest(_))) {
            fence::rest_pattern(rest.span(), self.errors);
            return;
        }
        let parts = self.parts(pat.span(), kind, patterns.len(), value, ascription);
        let types: Vec<Option<&Type>> = match ascription {
            Some(Type::Tuple(tuple)) => tuple.elems.iter().map(Some).collect(),
            Some(Type::Array(array)) => vec![Some(&*array.elem); patterns.len()],
            _ => Vec::new(),
        };
        for (index, (pat, part)) in patterns.iter().zip(parts).enumerate() {
            let ty = types.get(index).copied().flatten();
            let part = match part {
                Value::Atom(Atom::Var(var)) if ty.is_none() => self.selecting_part(pat, var),
                part => part,
            };
            self.bind(pat, part, ty);
        }
    }

    /// The parts of a tuple or an array.
    pub(super) fn parts(
        &mut self,
        span: Span,
        kind: Aggregate,
        count: usize,
        value: Value,
        ascription: Option<&Type>,
    ) -> Vec<Value> {
        let value = match value {
            Value::Aggregate(own, parts) if own == kind && parts.len() == count => return parts,
            // What is written through the references must reach the place.
            Value::Reference(place)
                if matches!(self.vars.role(place.root), Role::Place | Role::Buffer) =>
            {
                return (0..count)
                    .map(|index| self.part_behind(&place, kind, index, span))
                    .collect();
            }
            // `let [a, b] = r;` through a reference binds references, which need no tangent.
            Value::Reference(place) => Value::Atom(self.load(place, span)),
            value => value,
        };
        let atom = match (value, ascription) {
            (Value::Inert(inert), Some(ty)) => Atom::Var(self.typed_variable(inert, ty)),
            (value, _) => self.materialize(value, span),
        };
        if let (Atom::Var(var), Some(ty)) = (&atom, ascription) {
            self.ascribe(*var, ty);
        }
        let shape = match ascription.and_then(|ty| self.signature.shape(ty)) {
            Some(shape) => shape,
            None => self.shape_of(&atom),
        };
        let results: Vec<_> = (0..count)
            .map(|index| {
                let part = match kind {
                    Aggregate::Array => shape.element(),
                    Aggregate::Tuple => shape.field(u32::try_from(index).unwrap_or(u32::MAX)),
                };
                self.vars.temporary(part, span)
            })
            .collect();
        self.emit(results.clone(), Op::Unpack(kind, atom), span);
        results
            .into_iter()
            .map(|var| self.in_variable(var))
            .collect()
    }

    /// What a variable holds.
    fn in_variable(&mut self, var: Var) -> Value {
        match self.vars.shape(var) {
            Shape::Inert if !self.unknown.contains(&var) => self.inert_part(var),
            _ => Value::Atom(Atom::Var(var)),
        }
    }

    /// A reference to a part of what is behind a reference.
    fn part_behind(&mut self, whole: &Place, kind: Aggregate, index: usize, span: Span) -> Value {
        let mut place = whole.clone();
        place.path.push(match kind {
            Aggregate::Tuple => Projection::Field(u32::try_from(index).unwrap_or(u32::MAX)),
            Aggregate::Array => {
                let index = proc_macro2::Literal::usize_unsuffixed(index);
                let index = at_hand(derived(syn::parse_quote!(#index), []));
                Projection::Index(Atom::Inert(Rc::new(index)))
            }
        });
        if !matches!(self.place_shape(&place), Shape::Inert) {
            return Value::Reference(place);
        }
        let code = self.place_code(&place);
        let part = &code.expr;
        let copy = derived(syn::parse_quote!(&#part.clone()), [&code]);
        self.settled(Value::Inert(Rc::new(copy)), span)
    }

    /// A part without a derivative: an inert expression that reads its variable.
    pub(super) fn inert_part(&mut self, var: crate::ir::Var) -> Value {
        let name = self.spelled(var);
        let mut inert = super::inert_name(&name);
        inert.mentions.vars.insert(var);
        inert.duplicable = false;
        Value::Inert(std::rc::Rc::new(inert))
    }
}
