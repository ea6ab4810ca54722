//! Closures that are passed to differentiable functions.
//!
//! The body of such a closure is a function of its own: of the variables it captures, and of its arguments. To the function
//! around, what it captures is an argument like any other, lent as a tuple.
//!
//! ```text
//! simpson(|x| k * x * w[0], a, b)        →        t0 = (k, w)
//!                                                 simpson(&t0 of (k, &w, x) { t1 = k * x; .. }, a, b)
//! ```

mod body;

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, ExprClosure, ExprPath, Pat, PathArguments};

use super::Lowerer;
use crate::ir::{
    Aggregate, Argument, Atom, Callee, Closure, Function, Op, Passed, PassedFunction, Stmt, Var,
};
use crate::syntax::inspect::{self, Inspection};
use crate::syntax::scope::{Meaning, Scope, Value};
use crate::syntax::{fence, functions};

/// A closure in the source, with what its names mean where that is not what they mean here.
struct Source {
    closure: Rc<ExprClosure>,
    scope: Option<Scope>,
}

/// The most variables that a closure captures: as many as there are parts in a tuple with a derivative.
const MOST_CAPTURES: usize = 12;

impl Lowerer<'_> {
    /// The values of arguments; those of closures over something active, of which a function is made later, are left out.
    pub(super) fn values_beside_closures(
        &mut self,
        callee: &ExprPath,
        arguments: &Punctuated<Expr, syn::Token![,]>,
    ) -> Vec<Value> {
        let passes = Callee::of(callee) == Callee::Function
            && self.closure(callee).is_none()
            && callee
                .path
                .get_ident()
                .is_none_or(|name| self.scope.lookup(name).is_none());
        let mut is_left_out = |argument: &Expr| {
            let source = self.source_of(argument).filter(|_| passes);
            source.is_some_and(|source| !self.inspected(&source).is_inert())
        };
        let left_out: Vec<bool> = arguments.iter().map(&mut is_left_out).collect();
        let others = arguments
            .iter()
            .zip(&left_out)
            .filter(|(_, left_out)| !**left_out);
        let others: Vec<&Expr> = others.map(|(argument, _)| argument).collect();
        let mut others = self.values(others).into_iter();
        let values = left_out.into_iter().map(|left_out| {
            let value = (!left_out).then(|| others.next()).flatten();
            value.unwrap_or_else(|| Value::Aggregate(Aggregate::Tuple, Vec::new()))
        });
        values.collect()
    }

    /// The closure that an argument is, or names.
    fn source_of(&mut self, argument: &Expr) -> Option<Source> {
        match argument {
            Expr::Closure(closure) => {
                let address = std::ptr::from_ref(closure).addr();
                let source = self.closures.entry(address);
                let source = source.or_insert_with(|| Rc::new(closure.clone()));
                Some(Source {
                    closure: source.clone(),
                    scope: None,
                })
            }
            Expr::Path(path) => self.closure(path).map(|closure| Source {
                closure: closure.source.clone(),
                scope: Some(closure.scope.clone()),
            }),
            Expr::Paren(paren) => self.source_of(&paren.expr),
            Expr::Reference(reference) if reference.mutability.is_none() => {
                self.source_of(&reference.expr)
            }
            _ => None,
        }
    }

    fn inspected(&self, source: &Source) -> Inspection {
        let scope = source.scope.as_ref().unwrap_or(&self.scope);
        let expr = Expr::Closure((*source.closure).clone());
        inspect::expression(scope, &self.vars, &expr)
    }

    /// A closure as an argument of a differentiable function, unless it is one through which no derivative can flow.
    pub(super) fn passed_closure(
        &mut self,
        callee: Callee,
        path: &ExprPath,
        index: usize,
        value: &Value,
        argument: &Expr,
    ) -> Option<Argument> {
        let source = self
            .source_of(argument)
            .filter(|_| callee == Callee::Function)?;
        let first = self.vars.len();
        let inspection = self.inspected(&source);
        let is_inert = inspection.is_inert();
        if is_inert
            && !source
                .closure
                .inputs
                .iter()
                .any(|input| self.may_carry(input, &source.closure.body))
        {
            return None;
        }
        let written = self.written_by(&source, &inspection);
        if is_inert && written.is_some() {
            return None;
        }
        let span = argument.span();
        if let Some(written) = &written {
            fence::closure_writes(written, self.errors);
            return Some(self.refused(span));
        }
        if let Some(written) = inspection.written.first().or(inspection.activated.first()) {
            fence::closure_writes(written, self.errors);
            return Some(self.refused(span));
        }
        let (errors, poisoned) = (self.errors.len(), self.poisoned.take());
        let lifted = self.lifted(&source);
        let failed = self.errors.len() > errors || self.poisoned.is_some();
        let now = self.poisoned.filter(|_| !is_inert);
        self.poisoned = poisoned.or(now);
        if failed {
            if is_inert {
                // As it is, it can be passed where no derivative flows.
                self.errors.truncate(errors);
                return None;
            }
            return Some(self.refused(span));
        }
        let (function, parameters, captured) = lifted?;
        if is_inert && !self.may_flow(&source, &function) {
            return None;
        }
        if captured.len() > MOST_CAPTURES {
            fence::captures_too_much(span, MOST_CAPTURES, self.errors);
            return Some(self.refused(span));
        }
        let value = match value {
            Value::Inert(inert) if is_inert => Some(inert.expr.clone()),
            _ => None,
        };
        let mut linkage = path.clone();
        if let Some(last) = linkage.path.segments.last_mut() {
            last.arguments = PathArguments::None;
        }
        let (names, mentions) = self.read_by(&inspection, &function, &captured, first);
        let receiver = captured.iter().position(|var| self.name_of(*var) == "self");
        let receiver = receiver.and_then(|index| Some(parameters.get(index)?.0.clone()));
        let receiver = receiver.or_else(|| {
            let own = names.iter().find(|name| *name == "self")?;
            Some(Ident::new(&self.vars.fresh("this"), own.span()))
        });
        let closure = Closure {
            callee: linkage,
            index,
            plain: value,
            receiver,
            captured: captured.len(),
            function,
            parameters,
            names,
            mentions,
        };
        Some(Argument {
            function: Some(Rc::new(PassedFunction::Closure(closure))),
            ..Argument::of(self.captures(&captured, span), span)
        })
    }

    /// Whether something is computed of an argument, or one is a float for certain: otherwise it may be of any type.
    fn may_flow(&self, source: &Source, function: &Function) -> bool {
        let own: BTreeSet<Var> = function
            .params
            .iter()
            .filter_map(|param| param.var)
            .collect();
        let mut found = false;
        let mut note = |var: Var| found |= own.contains(&var);
        for stmt in &function.body.stmts {
            if !matches!(stmt.op, Op::Inert(_) | Op::Verbatim(_)) {
                stmt.op
                    .for_each_atom(&mut |atom| atom.var().into_iter().for_each(&mut note));
                reads(stmt, &mut note);
            }
        }
        let results = function.body.results.iter().filter_map(Atom::var);
        results.for_each(&mut note);
        let typed = |input: &Pat| matches!(input, Pat::Type(typed) if self.signature.carrier(&typed.ty).carries_float());
        found || source.closure.inputs.iter().any(typed)
    }

    /// A variable without a derivative that a closure changes.
    fn written_by(&self, source: &Source, inspection: &Inspection) -> Option<Ident> {
        let body = &source.closure.body;
        let changed = super::mutated::mutated_by_expression(body);
        let scope = source.scope.as_ref().unwrap_or(&self.scope);
        let is_changed = |ident: &&Ident| {
            let binding = scope.lookup(ident).map(|binding| &binding.meaning);
            let mutable = matches!(binding, Some(Meaning::Inert { mutable: true, .. }));
            mutable && changed.contains(&ident.to_string())
        };
        inspection.mentions.values().find(is_changed).cloned()
    }

    /// An argument after a mistake.
    fn refused(&mut self, span: Span) -> Argument {
        let value = self.poison(span);
        let atom = self.materialize(value, span);
        Argument::of(Passed::Value(atom), span)
    }

    /// Whether a derivative may flow through a parameter of a closure.
    fn may_carry(&self, input: &Pat, body: &Expr) -> bool {
        match input {
            Pat::Type(typed) => self.signature.carrier(&typed.ty).carries_float(),
            Pat::Ident(pat) => !functions::is_counter(&pat.ident, body),
            _ => true,
        }
    }
}

/// Visits the roots of the places that a statement reads, in its blocks too.
fn reads(stmt: &Stmt, visit: &mut dyn FnMut(Var)) {
    stmt.op.for_each_read(&mut |place| visit(place.root));
    stmt.op.for_each_nested(&mut |stmt| reads(stmt, visit));
}
