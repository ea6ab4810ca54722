//! A use of a name → the binding it means. Shadowing ends here: every binding that generated code
//! sees has a name of its own, the user's wherever that is free.

use std::rc::Rc;

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Expr, Pat, PatIdent};

use super::discrete::Discrete;
use crate::ir::{Aggregate, Atom, Inert, Place, Var};

/// What an expression evaluates to.
#[derive(Clone)]
pub(super) enum Value {
    Atom(Atom),
    /// A tuple or array still in its parts.
    Aggregate(Aggregate, Vec<Value>),
    /// A reference to a place.
    Reference(Place),
    /// Without a derivative.
    Inert(Rc<Inert>),
}

/// What a name is bound to.
#[derive(Clone)]
pub(super) enum Meaning {
    /// A value, the latest one where the variable is assigned to.
    Value(Value),
    /// A variable whose elements are assigned to.
    Place(Var),
    /// A variable without a derivative, under this name in generated code.
    Inert { name: Ident, mutable: bool },
    /// Declared, not yet assigned.
    Deferred,
    /// A closure, to be taken apart where it is called.
    Closure(Rc<Closure>),
}

/// A closure bound by `let`.
pub(super) struct Closure {
    pub(super) source: Rc<syn::ExprClosure>,
    /// What its names mean.
    pub(super) scope: Scope,
    /// What generated code calls it, where it captures nothing active.
    pub(super) name: Option<Ident>,
}

/// A binding of a name.
#[derive(Clone)]
pub(super) struct Binding {
    pub(super) meaning: Meaning,
    /// Identifies the declaration across repeated lowering.
    pub(super) key: BindingKey,
    pub(super) ascription: Option<syn::Type>,
    /// The number of blocks around the declaration that run conditionally, or again.
    pub(super) depth: usize,
    /// Whether it is a constant or the like, which no closure captures.
    pub(super) item: bool,
}

impl Binding {
    /// A binding of the declaration in the source by this identifier.
    pub(super) fn new(ident: &Ident, meaning: Meaning, ascription: Option<syn::Type>) -> Self {
        Binding {
            meaning,
            key: BindingKey::of(ident),
            ascription,
            depth: 0,
            item: false,
        }
    }
}

/// A declaration in the source, by its place in the syntax tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BindingKey(usize);

impl BindingKey {
    pub(super) fn of(ident: &Ident) -> Self {
        BindingKey(std::ptr::from_ref(ident).addr())
    }
}

/// What tells one name from another: its letters, raw or not, and the macro it comes from.
/// Two variables of one spelling are different if their hygiene is (the compiler shows it in a
/// span's debug form alone; where it does not, spelling decides).
pub(super) fn key(ident: &Ident) -> String {
    let span = format!("{:?}", ident.span());
    let context = span
        .split(' ')
        .next()
        .filter(|context| context.starts_with('#'));
    format!("{}{}", ident.unraw(), context.unwrap_or_default())
}

/// The bindings in scope, innermost last.
#[derive(Clone, Default)]
pub(super) struct Scope {
    bindings: Vec<(String, Binding)>,
    /// The fields that have no derivative.
    pub(super) discrete: Rc<Discrete>,
    /// The number of blocks around that run conditionally, or again.
    pub(super) depth: usize,
}

impl Scope {
    pub(super) fn knowing(discrete: Discrete) -> Self {
        Scope {
            discrete: Rc::new(discrete),
            ..Scope::default()
        }
    }

    /// Whether a field of a variable has no derivative, as its use tells.
    pub(super) fn is_discrete(&self, field: &Expr) -> bool {
        self.discrete.contains(field, self.declaration(field))
    }

    /// Whether that is certain.
    pub(super) fn is_certainly_discrete(&self, field: &Expr) -> bool {
        self.discrete.is_certain(field, self.declaration(field))
    }

    fn declaration(&self, place: &Expr) -> Option<BindingKey> {
        Some(self.lookup(root(place)?)?.key)
    }

    /// Whether a variable is there to select by, and has no derivative.
    pub(super) fn is_selector(&self, target: &Expr) -> bool {
        let name = match target {
            Expr::Path(path) => path.path.get_ident(),
            _ => None,
        };
        name.and_then(|name| self.lookup(name))
            .is_some_and(|binding| {
                matches!(binding.meaning, Meaning::Inert { .. })
                    && self.discrete.declares(binding.key)
            })
    }

    pub(super) fn lookup(&self, name: &Ident) -> Option<&Binding> {
        let name = key(name);
        self.bindings
            .iter()
            .rev()
            .find(|(bound, _)| *bound == name)
            .map(|(_, binding)| binding)
    }

    pub(super) fn lookup_mut(&mut self, name: &Ident) -> Option<&mut Binding> {
        let name = key(name);
        let found = self
            .bindings
            .iter_mut()
            .rev()
            .find(|(bound, _)| *bound == name);
        found.map(|(_, binding)| binding)
    }

    pub(super) fn bind(&mut self, name: &Ident, mut binding: Binding) {
        binding.depth = self.depth;
        self.bindings.push((key(name), binding));
    }

    /// The variables without a derivative, by the name that generated code knows them by.
    pub(super) fn inert(&self) -> impl Iterator<Item = (&str, &Ident, bool)> {
        let bindings = self.bindings.iter();
        bindings.filter_map(|(source, binding)| match &binding.meaning {
            Meaning::Inert { name, mutable } => Some((source.as_str(), name, *mutable)),
            _ => None,
        })
    }

    /// Takes away the bindings made after a mark, until they are shown again.
    pub(super) fn hide(&mut self, mark: usize) -> Vec<(String, Binding)> {
        self.bindings.split_off(mark.min(self.bindings.len()))
    }

    /// Has exactly these bindings after a mark.
    pub(super) fn show(&mut self, mark: usize, hidden: Vec<(String, Binding)>) {
        self.bindings.truncate(mark);
        self.bindings.extend(hidden);
    }

    /// The mark to `leave` a block at.
    pub(super) fn enter(&self) -> usize {
        self.bindings.len()
    }

    pub(super) fn leave(&mut self, mark: usize) {
        self.bindings.truncate(mark);
    }
}

/// Whether an expression is a place, which a call may borrow where it stands.
pub(super) fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) => true,
        Expr::Field(field) => is_place(&field.base),
        Expr::Index(index) => is_place(&index.expr),
        Expr::Paren(paren) => is_place(&paren.expr),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)) && is_place(&unary.expr),
        _ => false,
    }
}

/// The variable an assignment or a borrow reaches.
pub(super) fn root(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        Expr::Field(field) => root(&field.base),
        Expr::Index(index) => root(&index.expr),
        Expr::Paren(paren) => root(&paren.expr),
        Expr::Group(group) => root(&group.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => root(&unary.expr),
        Expr::Reference(reference) => root(&reference.expr),
        Expr::MethodCall(call) => root(&call.receiver),
        _ => None,
    }
}

/// The identifiers a pattern declares, in the source itself.
pub(super) fn declared(pat: &Pat) -> Vec<&PatIdent> {
    match pat {
        Pat::Ident(ident) => {
            let inner = ident.subpat.iter().flat_map(|(_, pat)| declared(pat));
            std::iter::once(ident).chain(inner).collect()
        }
        Pat::Type(typed) => declared(&typed.pat),
        Pat::Paren(paren) => declared(&paren.pat),
        Pat::Reference(reference) => declared(&reference.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().flat_map(declared).collect(),
        Pat::Slice(slice) => slice.elems.iter().flat_map(declared).collect(),
        Pat::TupleStruct(tuple) => tuple.elems.iter().flat_map(declared).collect(),
        Pat::Struct(fields) => fields
            .fields
            .iter()
            .flat_map(|field| declared(&field.pat))
            .collect(),
        Pat::Or(or) => or.cases.first().map(declared).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The name that a pattern binds to a value, behind a reference or not.
pub(super) fn value_of(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Paren(paren) => value_of(&paren.pat),
        Pat::Reference(reference) => value_of(&reference.pat),
        Pat::Ident(name) => Some(&name.ident),
        _ => None,
    }
}
