//! Structs: literals, and patterns that take them apart.

use std::rc::Rc;

use syn::spanned::Spanned;
use syn::{Expr, Member, Pat};

use super::Lowerer;
use super::control::derived;
use crate::ir::{Atom, Base, Construct, Op, Owner, Place, Projection, Role, Shape};
use crate::syntax::carrier::Carrier;
use crate::syntax::fence;
use crate::syntax::scope::Value;

impl Lowerer<'_> {
    /// `Foo { a: x, ..rest }`
    pub(super) fn struct_literal(&mut self, expr: &Expr, literal: &syn::ExprStruct) -> Value {
        let fields = literal.fields.iter();
        let fields = fields.map(|field| (field.member.clone(), &field.expr));
        self.literal(
            expr,
            &literal.path,
            fields.collect(),
            literal.rest.as_deref(),
        )
    }

    /// `Foo(x, y)`, of a struct whose fields have no names: `Foo { 0: x, 1: y }`.
    pub(super) fn tuple_struct(&mut self, expr: &Expr, call: &syn::ExprCall) -> Option<Value> {
        let Expr::Path(path) = &*call.func else {
            return None;
        };
        if path.qself.is_some() || !names_a_struct(&path.path) {
            return None;
        }
        let fields = call.args.iter().enumerate();
        let fields = fields.map(|(index, value)| (Member::from(index), value));
        Some(self.literal(expr, &path.path, fields.collect(), None))
    }

    fn literal(
        &mut self,
        expr: &Expr,
        path: &syn::Path,
        fields: Vec<(Member, &Expr)>,
        rest: Option<&Expr>,
    ) -> Value {
        let values = self.values(fields.iter().map(|(_, value)| *value));
        let rest = rest.map(|rest| self.value(rest));
        let inert = |value: &Value| matches!(value, Value::Inert(_));
        if values.iter().chain(&rest).all(inert) {
            return Value::Inert(self.inert(expr));
        }
        let span = expr.span();
        let mut parts = Vec::new();
        for ((member, _), value) in fields.into_iter().zip(values) {
            let value = match value {
                Value::Inert(_) => self.settled(value, span),
                value => value,
            };
            parts.push((member, value));
        }
        let mut fields = Vec::new();
        for (member, value) in &parts {
            let atom = self.materialize(value.clone(), span);
            fields.push((member.clone(), Some(atom)));
        }
        let rest = rest.map(|rest| self.materialize(rest, span));
        let is_whole = rest.is_none();
        let construct = Construct {
            base: Base::Value(Rc::new(path.clone()), rest),
            fields,
        };
        self.vars.note_structs();
        let var = self.define(Op::Construct(Box::new(construct)), Shape::Unknown, span);
        self.foreign.insert(var);
        if is_whole {
            self.constructed.insert(var, parts);
        }
        Value::Atom(Atom::Var(var))
    }

    /// Whether what a place holds is of a type that the macro does not know, as far as types are written.
    pub(super) fn is_foreign(&self, place: &Place) -> bool {
        if place.path.is_empty() {
            return self.foreign.contains(&place.root);
        }
        let parameters = self.params.iter().zip(&self.signature.parameters);
        let mut roots = parameters.filter(|(param, _)| param.var == Some(place.root));
        let Some((_, parameter)) = roots.next() else {
            return false;
        };
        let whole = parameter.carrier.referent();
        let part =
            place
                .path
                .iter()
                .try_fold(whole, |carrier, part| match (carrier.referent(), part) {
                    (
                        Carrier::Array(inner, _) | Carrier::Slice(inner) | Carrier::Vec(inner),
                        Projection::Index(_),
                    ) => Some(inner.referent()),
                    (Carrier::Tuple(fields), Projection::Field(index)) => {
                        fields.get(*index as usize)
                    }
                    _ => None,
                });
        matches!(part, Some(Carrier::Foreign(_)))
    }

    /// What a literal has put in a field, if the value is still that of the literal.
    pub(super) fn constructed_part(&self, place: &Place, member: &Member) -> Option<Value> {
        let is_value = place.path.is_empty() && self.vars.role(place.root) == Role::Value;
        let parts = self.constructed.get(&place.root).filter(|_| is_value)?;
        let (_, part) = parts.iter().find(|(known, _)| known == member)?;
        Some(part.clone())
    }

    /// Whether what a pattern binds to a field has no derivative.
    fn is_discrete_binding(&self, pat: &Pat) -> bool {
        matches!(pat, Pat::Ident(name) if self.scope.discrete.binds(&name.ident))
    }

    /// Binds the fields of a struct: `let Foo { a, b: c, .. } = value`.
    pub(super) fn bind_fields(&mut self, pat: &Pat, fields: &[(Member, &Pat)], value: Value) {
        let by_reference = matches!(value, Value::Reference(_));
        self.vars.note_structs();
        let place = match value {
            Value::Reference(place) => place,
            value => match self.materialize(value, pat.span()) {
                Atom::Var(var) => Place::whole(var),
                _ => {
                    fence::pattern(pat, self.errors);
                    return;
                }
            },
        };
        for (member, pattern) in fields {
            let known = self.constructed_part(&place, member);
            let value = match known {
                Some(part) => part,
                None => {
                    let mut place = place.clone();
                    let is_discrete = self.is_discrete_binding(pattern);
                    let owner = if is_discrete {
                        Owner::Discrete
                    } else {
                        Owner::Value
                    };
                    place.path.push(Projection::field(member, owner));
                    if is_discrete {
                        let code = self.place_code(&place);
                        let field = &code.expr;
                        let field = if by_reference {
                            syn::parse_quote!(&#field)
                        } else {
                            field.clone()
                        };
                        Value::Inert(Rc::new(derived(field, [&code])))
                    } else if by_reference {
                        Value::Reference(place)
                    } else {
                        Value::Atom(self.load(place, pattern.span()))
                    }
                }
            };
            self.bind(pattern, value, None);
        }
    }
}

/// Whether a path is that of a function of a type, `Foo::new`.
fn is_of_a_type(path: &syn::Path) -> bool {
    path.segments.iter().rev().nth(1).is_some_and(names_a_type)
}

fn names_a_type(segment: &syn::PathSegment) -> bool {
    segment.ident.to_string().starts_with(char::is_uppercase)
}

/// Whether what is called under a path makes a struct: its name begins like that of a type, and is neither a variant of
/// an enum nor one of those that need no path.
fn names_a_struct(path: &syn::Path) -> bool {
    let known = ["Some", "Ok", "Err"];
    let last = path.segments.last().filter(|last| names_a_type(last));
    last.is_some_and(|last| !is_of_a_type(path) && !known.iter().any(|name| last.ident == name))
}
