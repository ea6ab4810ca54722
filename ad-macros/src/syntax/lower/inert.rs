//! User code without a derivative: as written, under the names of generated code.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::Expr;
use syn::visit_mut::VisitMut;

use super::{Lowerer, assigned_operator};
use crate::ir::{Atom, Inert, Mentions, Op, Role, Shape, Var, Variable};
use crate::syntax::identifiers::names_in;
use crate::syntax::inspect::{self, Inspection};
use crate::syntax::rename::Renamer;
use crate::syntax::scope::{self, Meaning, Value};

impl Lowerer<'_> {
    /// User code without a derivative, under the names of generated code.
    pub(super) fn inert(&mut self, expr: &Expr) -> Rc<Inert> {
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        let (names, vars) = self.renames(&inspection);
        // By the user's names: those of generated code are not in scope.
        let duplicable = vars.is_empty() && self.is_duplicable(expr);
        let mut expr = expr.clone();
        Renamer { names: &names }.visit_expr_mut(&mut expr);
        let mentions = Mentions {
            vars,
            names: names_in(&expr).names,
        };
        Rc::new(Inert {
            expr,
            mentions,
            duplicable,
        })
    }

    /// The names under which generated code knows the variables a piece of user code mentions.
    pub(super) fn renames(
        &mut self,
        inspection: &Inspection,
    ) -> (BTreeMap<String, Ident>, BTreeSet<Var>) {
        let mut known = Vec::new();
        let mut vars = BTreeSet::new();
        for (source, ident) in &inspection.mentions {
            let Some(binding) = self.scope.lookup(ident) else {
                continue;
            };
            let name = match binding.meaning.clone() {
                Meaning::Inert { name, .. } => name,
                Meaning::Deferred => ident.clone(),
                Meaning::Place(var) => {
                    vars.insert(var);
                    self.name_of(var)
                }
                Meaning::Value(Value::Reference(place)) if place.path.is_empty() => {
                    vars.insert(place.root);
                    self.name_of(place.root)
                }
                Meaning::Value(Value::Inert(inert)) if is_name(&inert.expr) => {
                    scope::root(&inert.expr)
                        .cloned()
                        .unwrap_or_else(|| ident.clone())
                }
                Meaning::Value(value) => {
                    let var = self.named_variable(ident, value);
                    vars.insert(var);
                    self.name_of(var)
                }
            };
            known.push((source, ident, name));
        }
        let mut names = BTreeMap::new();
        let bound = |name: &Ident| inspection.bound.contains(&name.to_string());
        for (source, ident, name) in &known {
            if name == *ident {
                continue;
            }
            // An inner binding of the new name would be taken for this variable. One of the old name is
            // renamed with it, and would be taken for others that have that name.
            let shared = known.iter().filter(|(.., other)| other == name).count() > 1;
            let declared = inspection.items.contains(&name.to_string());
            let captured = bound(name) || declared || (bound(ident) && shared);
            let name = if captured {
                self.copied(ident, name, &mut vars)
            } else {
                name.clone()
            };
            names.insert((*source).clone(), name);
        }
        (names, vars)
    }

    /// A name of its own for a variable, where the code that mentions it binds the other itself.
    fn copied(&mut self, ident: &Ident, name: &Ident, vars: &mut BTreeSet<Var>) -> Ident {
        let fresh = self.vars.fresh(&ident.to_string());
        let of = inert_name(name);
        let mut inert = if vars.iter().any(|var| self.is_sequence(*var, name)) {
            Inert {
                expr: syn::parse_quote!(#name.clone()),
                ..of
            }
        } else {
            of
        };
        inert.mentions.vars.clone_from(vars);
        let var = self.vars.push(Variable {
            name: Ident::new(&fresh, ident.span()),
            named: true,
            shape: Shape::Inert,
            ascription: None,
            role: Role::Value,
        });
        self.emit(vec![var], Op::Inert(Rc::new(inert)), ident.span());
        vars.insert(var);
        self.name_of(var)
    }

    fn is_sequence(&self, var: Var, name: &Ident) -> bool {
        self.name_of(var) == *name && matches!(self.vars.shape(var), Shape::Sequence(_))
    }

    /// A variable of its own for a value that verbatim code calls by name.
    fn named_variable(&mut self, ident: &Ident, value: Value) -> Var {
        let atom = self.materialize(value, ident.span());
        let var = match atom {
            Atom::Var(var) => {
                // Verbatim code spells the name from here on: no later binding may change it.
                if let Some(variable) = self.vars.get_mut(var) {
                    variable.named = true;
                }
                var
            }
            Atom::Inert(inert) => {
                let name = self.vars.fresh(&ident.to_string());
                let shape = literal_shape(&inert.expr);
                let var = self.vars.push(Variable {
                    name: Ident::new(&name, ident.span()),
                    named: true,
                    shape,
                    ascription: None,
                    role: Role::Value,
                });
                self.emit(vec![var], Op::Inert(inert), ident.span());
                var
            }
            Atom::Literal(_) => self.vars.temporary(Shape::Scalar(None), ident.span()),
        };
        if let Some(binding) = self.scope.lookup_mut(ident) {
            binding.meaning = Meaning::Value(Value::Atom(Atom::Var(var)));
        }
        var
    }

    /// Whether an expression may stand at each use of its value: cheap, pure, and of variables
    /// that do not change, nor are borrowed. A part is read once: what it is a part of may be moved.
    fn is_duplicable(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Lit(_) => true,
            Expr::Path(path) => match path.path.get_ident() {
                Some(ident) => self.is_constant(ident),
                None => true,
            },
            Expr::Paren(paren) => self.is_duplicable(&paren.expr),
            Expr::Group(group) => self.is_duplicable(&group.expr),
            Expr::Unary(unary) => {
                !matches!(unary.op, syn::UnOp::Deref(_)) && self.is_duplicable(&unary.expr)
            }
            Expr::Binary(binary) => {
                assigned_operator(&binary.op).is_none()
                    && size(expr) < 12
                    && self.is_duplicable(&binary.left)
                    && self.is_duplicable(&binary.right)
            }
            Expr::Cast(cast) => self.is_duplicable(&cast.expr),
            Expr::Field(field) => is_table(&field.base),
            Expr::Index(index) => is_table(&index.expr) && self.is_duplicable(&index.index),
            _ => false,
        }
    }

    fn is_constant(&self, ident: &Ident) -> bool {
        match self.scope.lookup(ident).map(|binding| &binding.meaning) {
            Some(Meaning::Inert { mutable, .. }) => !mutable && !self.is_borrowed(ident),
            Some(Meaning::Value(Value::Inert(inert))) => inert.duplicable,
            Some(_) => false,
            None => true,
        }
    }

    pub(super) fn inert_atom(&mut self, inert: Rc<Inert>, span: Span) -> Atom {
        if inert.duplicable {
            return Atom::Inert(inert);
        }
        let shape = literal_shape(&inert.expr);
        Atom::Var(self.define(Op::Inert(inert), shape, span))
    }

    /// An inert value as it is now: what is not the same everywhere is computed here.
    pub(super) fn evaluated(&mut self, inert: Rc<Inert>, span: Span) -> Value {
        match self.inert_atom(inert, span) {
            Atom::Inert(inert) => Value::Inert(inert),
            atom => Value::Atom(atom),
        }
    }
}

/// The name of an inert variable, as an expression.
pub(super) fn inert_name(name: &Ident) -> Inert {
    let expr: Expr = syn::parse_quote!(#name);
    let mentions = names_in(&expr);
    Inert {
        expr,
        mentions,
        duplicable: true,
    }
}

pub(super) fn is_name(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(path) if path.path.get_ident().is_some())
}

/// Constants and statics by their spelling: a table of them can be read again anywhere.
fn is_table(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            name.len() > 1 && name.chars().all(|c| !c.is_lowercase())
        }),
        Expr::Index(index) => is_table(&index.expr),
        Expr::Field(field) => is_table(&field.base),
        _ => false,
    }
}

/// The number of nodes of an arithmetic expression, as far as it matters.
fn size(expr: &Expr) -> usize {
    match expr {
        Expr::Binary(binary) => 1 + size(&binary.left) + size(&binary.right),
        Expr::Paren(paren) => size(&paren.expr),
        _ => 1,
    }
}

/// The shape of user code without a derivative, where its tokens show it.
pub(super) fn literal_shape(expr: &Expr) -> Shape {
    match expr {
        Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Float(_),
            ..
        }) => Shape::Scalar(None),
        Expr::Lit(_) => Shape::Inert,
        Expr::Unary(unary) => literal_shape(&unary.expr),
        Expr::Paren(paren) => literal_shape(&paren.expr),
        Expr::Repeat(repeat) => match literal_shape(&repeat.expr) {
            Shape::Unknown => Shape::Unknown,
            element => Shape::Array(Rc::new(element), Rc::new((*repeat.len).clone())),
        },
        Expr::Tuple(tuple) => {
            let fields: Vec<Shape> = tuple.elems.iter().map(literal_shape).collect();
            if fields.iter().any(|field| matches!(field, Shape::Unknown)) {
                Shape::Unknown
            } else {
                Shape::Tuple(fields.into())
            }
        }
        Expr::Array(array) => match array.elems.first().map(literal_shape) {
            Some(Shape::Unknown | Shape::Inert) | None => Shape::Unknown,
            Some(element) => {
                let length = proc_macro2::Literal::usize_unsuffixed(array.elems.len());
                Shape::Array(Rc::new(element), Rc::new(syn::parse_quote!(#length)))
            }
        },
        _ => Shape::Unknown,
    }
}
