//! User code without a derivative: as written, under the names of generated code.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::Expr;
use syn::ext::IdentExt;
use syn::visit_mut::VisitMut;

use super::control::inert_code;
use super::{Lowerer, assigned_operator};
use crate::ir::{Aggregate, Atom, Inert, Mentions, Op, Place, Role, Shape, Var, Variable};
use crate::rules;
use crate::syntax::algebra;
use crate::syntax::identifiers::names_in;
use crate::syntax::inspect::{self, Inspection};
use crate::syntax::rename::Renamer;
use crate::syntax::scope::{self, Meaning, Value};
use crate::syntax::signature::{Parameter, is_mutable};
use crate::syntax::vec_macro::Contents;

impl Lowerer<'_> {
    /// User code without a derivative, under the names of generated code.
    pub(super) fn inert(&mut self, expr: &Expr) -> Rc<Inert> {
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        let (names, vars) = self.renames(&inspection);
        // By the user's names: those of generated code are not in scope.
        let duplicable = vars.is_empty() && self.is_duplicable(expr);
        let constant = duplicable || self.is_fixed(expr);
        let mut expr = self.owned_part(expr).unwrap_or_else(|| expr.clone());
        self.renamer(&names).visit_expr_mut(&mut expr);
        let mentions = Mentions {
            vars,
            names: names_in(&expr).names,
        };
        Rc::new(Inert {
            expr,
            mentions,
            duplicable,
            constant,
        })
    }

    /// What gives user code these names.
    pub(super) fn renamer<'r>(&'r self, names: &'r BTreeMap<String, Ident>) -> Renamer<'r> {
        Renamer {
            names,
            discrete: &self.scope.discrete,
            runtime: &self.runtime,
            scope: &self.scope,
            locals: Vec::new(),
        }
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
                Meaning::Closure(closure) => match &closure.name {
                    Some(name) => name.clone(),
                    None => self.plain_closure(ident, &closure),
                },
                Meaning::Place(var) => {
                    vars.insert(var);
                    self.name_of(var)
                }
                Meaning::Value(Value::Reference(place)) if self.is_called_by_name(&place) => {
                    vars.insert(place.root);
                    self.name_of(place.root)
                }
                Meaning::Value(value @ Value::Reference(_)) => {
                    let var = self.alias(ident, &value);
                    vars.insert(var);
                    self.name_of(var)
                }
                Meaning::Value(Value::Inert(inert)) if is_name(&inert.expr) => {
                    vars.extend(&inert.mentions.vars);
                    scope::root(&inert.expr)
                        .cloned()
                        .unwrap_or_else(|| ident.clone())
                }
                Meaning::Value(value) => {
                    let var = self.named_variable(ident, value);
                    vars.insert(var);
                    self.spelled(var)
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
        let name = Ident::new(&fresh, ident.span());
        let var = self.inert_variable(name, Shape::Inert, Rc::new(inert), ident.span());
        vars.insert(var);
        self.name_of(var)
    }

    fn is_sequence(&self, var: Var, name: &Ident) -> bool {
        self.name_of(var) == *name && matches!(self.vars.shape(var), Shape::Sequence(_))
    }

    /// Whether a reference to a place is what the variable's own name means in user code: it is a
    /// reference, or a sequence, for which that makes no difference.
    fn is_called_by_name(&self, place: &Place) -> bool {
        place.path.is_empty()
            && (self.vars.role(place.root) == Role::Reference
                || !self.vars.shape(place.root).is_scalar())
    }

    /// A reference, for verbatim code to call by name.
    fn alias(&mut self, ident: &Ident, value: &Value) -> Var {
        let code = self.value_code(value);
        let name = self.vars.fresh(&ident.to_string());
        let name = Ident::new(&name, ident.span());
        self.inert_variable(name, Shape::Inert, Rc::new(code), ident.span())
    }

    /// A variable of this name for code without a derivative.
    pub(super) fn inert_variable(
        &mut self,
        name: Ident,
        shape: Shape,
        code: Rc<Inert>,
        span: Span,
    ) -> Var {
        let var = self.vars.push(Variable {
            name,
            named: true,
            shape,
            ascription: None,
            role: Role::Value,
        });
        self.emit(vec![var], Op::Inert(code), span);
        var
    }

    /// A value, as code without a derivative.
    pub(super) fn value_code(&mut self, value: &Value) -> Inert {
        let (expr, mentions): (Expr, Mentions) = match value {
            Value::Inert(inert) => (inert.expr.clone(), inert.mentions.clone()),
            Value::Reference(place) => {
                let code = self.place_code(place);
                let place = &code.expr;
                (syn::parse_quote!(&#place), code.mentions)
            }
            Value::Atom(atom) => return self.atom_code(atom),
            Value::Aggregate(kind, parts) => {
                let parts: Vec<Inert> = parts.iter().map(|part| self.value_code(part)).collect();
                let mut mentions = Mentions::default();
                for part in &parts {
                    mentions.vars.extend(&part.mentions.vars);
                    mentions.names.extend(part.mentions.names.iter().cloned());
                }
                let parts = parts.iter().map(|part| &part.expr);
                let expr = match kind {
                    Aggregate::Tuple => syn::parse_quote!((#(#parts,)*)),
                    Aggregate::Array => syn::parse_quote!([#(#parts),*]),
                };
                (expr, mentions)
            }
        };
        inert_code(expr, mentions)
    }

    /// A variable of its own for a value that verbatim code calls by name.
    fn named_variable(&mut self, ident: &Ident, value: Value) -> Var {
        let apart = has_inert_part(&value);
        let atom = self.materialize(value, ident.span());
        let var = match atom {
            Atom::Var(var) => var,
            Atom::Inert(inert) => {
                let name = self.vars.fresh(&ident.to_string());
                let name = Ident::new(&name, ident.span());
                let shape = literal_shape(&inert.expr);
                self.inert_variable(name, shape, inert, ident.span())
            }
            Atom::Literal(_) => self.vars.temporary(Shape::Scalar(None), ident.span()),
        };
        // Put together, it would not show which of its parts are without a derivative.
        if let Some(binding) = self.scope.lookup_mut(ident).filter(|_| !apart) {
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

    /// Whether an expression has the same value wherever it stands in the scope of its variables, and
    /// no effect.
    pub(super) fn is_fixed(&self, expr: &Expr) -> bool {
        let all = |exprs: Vec<&Expr>| exprs.into_iter().all(|expr| self.is_fixed(expr));
        match expr {
            Expr::Lit(_) => true,
            Expr::Path(path) => path
                .path
                .get_ident()
                .is_none_or(|ident| self.is_fixed_name(ident)),
            Expr::Paren(paren) => self.is_fixed(&paren.expr),
            Expr::Group(group) => self.is_fixed(&group.expr),
            Expr::Unary(unary) => self.is_fixed(&unary.expr),
            Expr::Binary(binary) => {
                assigned_operator(&binary.op).is_none()
                    && self.is_fixed(&binary.left)
                    && self.is_fixed(&binary.right)
            }
            Expr::Cast(cast) => self.is_fixed(&cast.expr),
            Expr::Field(field) => self.is_lent_self(&field.base) || self.is_fixed(&field.base),
            Expr::Index(index) => {
                (self.is_lent_self(&index.expr) || self.is_fixed(&index.expr))
                    && self.is_fixed(&index.index)
            }
            Expr::Reference(reference) => {
                reference.mutability.is_none() && self.is_fixed(&reference.expr)
            }
            Expr::Range(range) => all(range
                .start
                .iter()
                .chain(&range.end)
                .map(|end| &**end)
                .collect()),
            Expr::Tuple(tuple) => all(tuple.elems.iter().collect()),
            Expr::Array(array) => all(array.elems.iter().collect()),
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                // A method may read a `Cell`, which another has written.
                let written = scope::root(&call.receiver).is_some_and(|root| self.is_mutated(root));
                (is_fixed_method(&name)
                    || rules::is_inert_method(&name)
                    || rules::method(&name).is_some())
                    && !written
                    && self.is_fixed(&call.receiver)
                    && all(call.args.iter().collect())
            }
            _ => false,
        }
    }

    /// `self` behind a shared reference, or a part of it: no method changes what is read there without one.
    fn is_lent_self(&self, expr: &Expr) -> bool {
        let shared = |parameter: &Parameter| matches!(&parameter.ty, syn::Type::Reference(reference) if reference.mutability.is_none());
        match expr {
            Expr::Path(path) if path.path.is_ident("self") => {
                let parameter = path.path.get_ident().and_then(|name| self.parameter(name));
                parameter.is_some_and(shared)
            }
            Expr::Field(field) => self.is_lent_self(&field.base),
            Expr::Index(index) => self.is_lent_self(&index.expr) && self.is_fixed(&index.index),
            _ => false,
        }
    }

    fn is_fixed_name(&self, ident: &Ident) -> bool {
        let role = |var: Var| matches!(self.vars.role(var), Role::Value | Role::Reference);
        match self.scope.lookup(ident).map(|binding| &binding.meaning) {
            None => true,
            Some(Meaning::Inert { mutable, name }) => {
                !mutable && !self.is_mutated(ident) && !self.lent_items.contains(name)
            }
            Some(Meaning::Value(Value::Inert(inert))) => inert.constant && !self.is_mutated(ident),
            Some(Meaning::Value(Value::Atom(Atom::Var(var)))) => role(*var),
            Some(Meaning::Value(Value::Reference(place))) => role(place.root),
            Some(_) => false,
        }
    }

    /// Whether what a variable holds, or refers to, may change.
    fn is_mutated(&self, ident: &Ident) -> bool {
        let lent = |parameter: &Parameter| is_mutable(&parameter.ty);
        self.mutated.contains(&ident.unraw().to_string()) || self.parameter(ident).is_some_and(lent)
    }

    /// Whether what a `let` binds has the same value wherever the `let` stands.
    pub(super) fn is_fixed_binding(&self, local: &syn::Local) -> bool {
        let fixed = local
            .init
            .as_ref()
            .is_some_and(|init| self.is_fixed(&init.expr));
        let declared = scope::declared(&local.pat);
        let immutable =
            |bound: &&syn::PatIdent| bound.mutability.is_none() && bound.by_ref.is_none();
        fixed && declared.iter().all(immutable)
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
        constant: true,
    }
}

fn has_inert_part(value: &Value) -> bool {
    match value {
        Value::Aggregate(Aggregate::Tuple, parts) => parts
            .iter()
            .any(|part| matches!(part, Value::Inert(_)) || has_inert_part(part)),
        _ => false,
    }
}

pub(super) fn is_name(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(path) if path.path.get_ident().is_some())
}

/// Methods of integers, slices and ranges without an effect.
pub(super) fn is_fixed_method(name: &str) -> bool {
    const METHODS: [&str; 24] = [
        "abs",
        "abs_diff",
        "checked_sub",
        "contains",
        "count_ones",
        "div_ceil",
        "first",
        "get",
        "is_multiple_of",
        "is_power_of_two",
        "last",
        "len",
        "max",
        "min",
        "ncols",
        "nrows",
        "pow",
        "rem_euclid",
        "rev",
        "saturating_sub",
        "step_by",
        "unsigned_abs",
        "wrapping_add",
        "wrapping_sub",
    ];
    METHODS.contains(&name)
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
        Expr::Macro(mac) => match Contents::of(&mac.mac) {
            Some(Contents::Repeated(repeated)) => {
                Shape::Sequence(Rc::new(literal_shape(&repeated.element)))
            }
            Some(Contents::Listed(elements)) => {
                let element = elements.first().map_or(Shape::Unknown, literal_shape);
                Shape::Sequence(Rc::new(element))
            }
            None => Shape::Unknown,
        },
        Expr::Call(call) if algebra::is_made_by(call) => Shape::Vector,
        Expr::Call(call) if is_empty_vec(call) => Shape::Sequence(Rc::new(Shape::Unknown)),
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

/// `Vec::new()` or `Vec::with_capacity(n)`
fn is_empty_vec(call: &syn::ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else {
        return false;
    };
    let mut segments = path
        .path
        .segments
        .iter()
        .rev()
        .map(|segment| segment.ident.to_string());
    let function = segments.next();
    let new = function.is_some_and(|name| name == "new" || name == "with_capacity");
    new && segments.next().is_some_and(|name| name == "Vec")
}
