//! Closures bound by `let`: taken apart where they are called.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, ExprClosure, ExprPath, Pat, Stmt};

use super::Lowerer;
use super::exits;
use crate::ir::{Inert, Place, Shape};
use crate::syntax::fence;
use crate::syntax::inspect::{self, Inspection};
use crate::syntax::scope::{Binding, Closure, Meaning, Value};

/// The most times that closures are taken apart in one function: they may call one another.
const MOST_CALLS: usize = 4096;

impl Lowerer<'_> {
    /// `let name = |a, b| value;`
    pub(super) fn bind_closure(
        &mut self,
        stmt: &Stmt,
        ident: &Ident,
        expr: &Expr,
        closure: &ExprClosure,
    ) {
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        let outside = self.scope.clone();
        if closure.capture.is_some() && !inspection.is_inert() {
            for (ident, copy) in self.copies(&inspection) {
                if let Some(binding) = self.scope.lookup_mut(&ident) {
                    *binding = copy;
                }
            }
        }
        let scope = std::mem::replace(&mut self.scope, outside);
        let name = inspection.is_inert().then(|| {
            self.verbatim(stmt);
            match self.scope.lookup(ident).map(|binding| &binding.meaning) {
                Some(Meaning::Inert { name, .. }) => name.clone(),
                _ => ident.clone(),
            }
        });
        let address = std::ptr::from_ref(closure).addr();
        let source = self.closures.entry(address);
        let source = source.or_insert_with(|| Rc::new(closure.clone())).clone();
        let closure = Closure {
            source,
            scope,
            name,
        };
        let meaning = Meaning::Closure(Rc::new(closure));
        self.scope.bind(ident, Binding::new(ident, meaning, None));
    }

    /// The copies that a `move` closure keeps of what its variables are now.
    pub(super) fn captured(&mut self, closure: &ExprClosure) -> Vec<(Ident, Binding)> {
        if closure.capture.is_none() {
            return Vec::new();
        }
        let source = Expr::Closure(closure.clone());
        let inspection = inspect::expression(&self.scope, &self.vars, &source);
        self.copies(&inspection)
    }

    /// Has the names in a `move` closure mean the copies it keeps, until the mark is left.
    pub(super) fn bind_captured(&mut self, closure: &ExprClosure) -> usize {
        let copies = self.captured(closure);
        let mark = self.scope.enter();
        for (ident, copy) in copies {
            self.scope.bind(&ident, copy);
        }
        mark
    }

    /// Copies of the variables that change, as they are now.
    fn copies(&mut self, inspection: &Inspection) -> Vec<(Ident, Binding)> {
        let mut copies = Vec::new();
        for ident in inspection.mentions.values() {
            let binding = self.scope.lookup(ident).cloned();
            let Some(mut copy) = binding else {
                continue;
            };
            copy.meaning = match copy.meaning {
                Meaning::Place(place) if !matches!(self.vars.shape(place), Shape::Sequence(_)) => {
                    let value = self.load(Place::whole(place), ident.span());
                    Meaning::Place(self.declare(ident, value, None))
                }
                Meaning::Inert {
                    name,
                    mutable: true,
                } => {
                    let fresh = self.vars.fresh(&ident.to_string());
                    let own = Ident::new(&fresh, ident.span());
                    let stmt = syn::parse_quote!(let mut #own = #name;);
                    self.synthetic_statement(stmt, BTreeSet::new(), true);
                    Meaning::Inert {
                        name: own,
                        mutable: true,
                    }
                }
                _ => continue,
            };
            copies.push((ident.clone(), copy));
        }
        copies
    }

    /// The closure that a path names.
    pub(super) fn closure(&self, path: &ExprPath) -> Option<Rc<Closure>> {
        let ident = path.path.get_ident()?;
        match &self.scope.lookup(ident)?.meaning {
            Meaning::Closure(closure) => Some(closure.clone()),
            _ => None,
        }
    }

    /// A call of a closure: its body, with its names meaning what they meant where it was written.
    pub(super) fn inlined(
        &mut self,
        closure: &Closure,
        arguments: Vec<Value>,
        span: Span,
    ) -> Value {
        if arguments.len() != closure.source.inputs.len() {
            return self.left_to_the_compiler(span);
        }
        self.inlined += 1;
        if self.inlined > MOST_CALLS {
            fence::too_many_calls(span, self.errors);
            return self.poison(span);
        }
        let depth = self.scope.depth;
        let outside = std::mem::replace(&mut self.scope, closure.scope.clone());
        // What is assigned in the body is read by its next call.
        self.scope.depth = depth + 1;
        let value = self.applied(&closure.source, arguments);
        self.scope = outside;
        value
    }

    /// Whether a closure gives its value at its end only; otherwise says why it cannot be used.
    pub(super) fn is_without_exits(&mut self, closure: &ExprClosure) -> bool {
        let exit = exits::first(&closure.body);
        if let Some(exit) = exit {
            fence::exit_of_closure(exit, self.errors);
        }
        exit.is_none()
    }

    /// A closure over something active where only its calls are known.
    pub(super) fn kept_closure(&mut self, path: &ExprPath, closure: &Closure) {
        let source = Expr::Closure((*closure.source).clone());
        let inspection = inspect::expression(&closure.scope, &self.vars, &source);
        match inspection.active.first() {
            Some(captured) => fence::closure_value(path.span(), captured, self.errors),
            None => fence::unsupported(path.span(), self.errors),
        }
    }

    /// A closure over something active as it is written, for code without a derivative to call.
    pub(super) fn plain_closure(&mut self, ident: &Ident, closure: &Closure) -> Ident {
        let source = Expr::Closure((*closure.source).clone());
        let outside = std::mem::replace(&mut self.scope, closure.scope.clone());
        let inspection = inspect::expression(&self.scope, &self.vars, &source);
        if let Some(written) = inspection.written.first().or(inspection.activated.first()) {
            fence::closure_value(ident.span(), written, self.errors);
        }
        let code = self.inert(&source);
        self.scope = outside;
        let name = Ident::new(&self.vars.fresh(&ident.to_string()), ident.span());
        let (code, vars) = (&code.expr, code.mentions.vars.clone());
        self.synthetic_statement(syn::parse_quote!(let #name = #code;), vars, true);
        name
    }

    /// The value of a closure's body for arguments.
    pub(super) fn applied(&mut self, closure: &ExprClosure, arguments: Vec<Value>) -> Value {
        if !self.is_without_exits(closure) {
            return self.poison(closure.body.span());
        }
        let mark = self.scope.enter();
        for (pat, argument) in closure.inputs.iter().zip(arguments) {
            self.bind_argument(pat, argument);
        }
        let value = self.value(&closure.body);
        let value = self.settled(value, closure.body.span());
        self.scope.leave(mark);
        value
    }

    /// Binds a parameter of a closure; what has no derivative stays so.
    pub(super) fn bind_argument(&mut self, pat: &Pat, argument: Value) {
        let name = match pat {
            Pat::Ident(name)
                if name.subpat.is_none() && name.by_ref.is_none() && name.mutability.is_none() =>
            {
                Some(&name.ident)
            }
            Pat::Type(typed) => match &*typed.pat {
                Pat::Ident(name) => Some(&name.ident),
                _ => None,
            },
            _ => None,
        };
        match (name, argument) {
            (Some(ident), Value::Inert(inert)) => {
                // A literal is of the type written.
                let value = match pat {
                    Pat::Type(typed) if self.is_literal_of(&inert, &typed.ty) => {
                        self.typed_literal(inert, &typed.ty)
                    }
                    _ => self.settled(Value::Inert(inert), ident.span()),
                };
                self.scope
                    .bind(ident, Binding::new(ident, Meaning::Value(value), None));
            }
            // The compiler takes the reference away.
            (None, Value::Inert(inert)) if matches!(pat, Pat::Reference(_)) => {
                let pattern = self.renamed_pattern(pat);
                let (code, vars) = (&inert.expr, inert.mentions.vars.clone());
                let stmt = syn::parse_quote!(let #pattern = #code;);
                self.synthetic_statement(stmt, vars, true);
            }
            (_, Value::Aggregate(_, parts)) if tuple_of(pat, parts.len()).is_some() => {
                for (pat, part) in tuple_of(pat, parts.len()).into_iter().flatten().zip(parts) {
                    self.bind_argument(pat, part);
                }
            }
            (_, argument) => self.bind(pat, argument, None),
        }
    }

    /// Whether code may have a type with floats in it because that is written beside it.
    fn is_literal_of(&self, inert: &Inert, ty: &syn::Type) -> bool {
        let shape = self.signature.shape(ty);
        let floats = shape.is_some_and(|shape| !matches!(shape, Shape::Inert));
        floats && !matches!(inert.expr, Expr::Path(_))
    }

    /// A value that may be used after the names in it have changed their meaning.
    pub(super) fn settled(&mut self, value: Value, span: Span) -> Value {
        match value {
            Value::Inert(inert) if !inert.duplicable => {
                let shape = super::literal_shape(&inert.expr);
                let shape = if shape.is_scalar() {
                    shape
                } else {
                    Shape::Inert
                };
                let name = Ident::new(&self.vars.fresh("k"), Span::mixed_site());
                let var = self.inert_variable(name, shape, inert, span);
                self.inert_part(var)
            }
            Value::Aggregate(kind, parts) => {
                let parts = parts.into_iter().map(|part| self.settled(part, span));
                Value::Aggregate(kind, parts.collect())
            }
            value => value,
        }
    }
}

/// The patterns for the parts of a tuple of so many.
fn tuple_of(pat: &Pat, parts: usize) -> Option<&Punctuated<Pat, syn::Token![,]>> {
    match pat {
        Pat::Paren(paren) => tuple_of(&paren.pat, parts),
        Pat::Tuple(tuple) => (tuple.elems.len() == parts).then_some(&tuple.elems),
        _ => None,
    }
}
