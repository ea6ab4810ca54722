//! Closures that are passed to differentiable functions.
//!
//! The body of such a closure is a function of its own: of the variables it captures, and of its arguments. To the function
//! around, what it captures is an argument like any other, lent as a tuple.
//!
//! ```text
//! simpson(|x| k * x * w[0], a, b)        →        t0 = (k, w)
//!                                                 simpson(&t0 of (k, &w, x) { t1 = k * x; .. }, a, b)
//! ```

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, ExprClosure, ExprPath, Pat, PathArguments, Type};

use super::inert::inert_name;
use super::{Lowerer, control};
use crate::ir::{
    Aggregate, Argument, Atom, Block, Callee, Closure, Function, Inert, Mentions, Op, Param,
    Passed, Place, Role, Shape, Stmt, Var, Variable, Variables,
};
use crate::syntax::carrier::Carrier;
use crate::syntax::inspect::{self, Inspection};
use crate::syntax::scope::{Meaning, Scope, Value};
use crate::syntax::{fence, functions};

/// A closure in the source, with what its names mean where that is not what they mean here.
struct Source {
    closure: Rc<ExprClosure>,
    scope: Option<Scope>,
}

/// The parameters of a closure's body, as it is lowered.
#[derive(Default)]
struct Parameters {
    params: Vec<Param>,
    named: Vec<(Ident, Option<Type>)>,
    values: Vec<Value>,
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
        let closure = Closure {
            callee: linkage,
            index,
            plain: value,
            captured: captured.len(),
            function,
            parameters,
            names,
            mentions,
        };
        Some(Argument {
            value: self.captures(&captured, span),
            span,
            closure: Some(Rc::new(closure)),
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

    /// The body of a closure as a function of what it captures and of its arguments.
    #[expect(
        clippy::type_complexity,
        reason = "the parts of a closure, taken apart at once"
    )]
    fn lifted(
        &mut self,
        source: &Source,
    ) -> Option<(Function, Vec<(Ident, Option<Type>)>, Vec<Var>)> {
        let outside = source
            .scope
            .clone()
            .map(|scope| std::mem::replace(&mut self.scope, scope));
        let first = self.vars.len();
        let (out, before) = (
            std::mem::take(&mut self.out),
            std::mem::take(&mut self.before),
        );
        let frames = std::mem::take(&mut self.frames);
        let Parameters {
            params,
            named,
            values,
        } = self.parameters_of(&source.closure);
        let span = source.closure.body.span();
        let value = self.applied(&source.closure, values);
        let result = self.materialize(value, span);
        let result = self.unloaded(result);
        self.frames = frames;
        self.before = before;
        let stmts = std::mem::replace(&mut self.out, out);
        if let Some(outside) = outside {
            self.scope = outside;
        }
        let mut body = Block {
            stmts,
            results: vec![result],
            diverges: false,
        };
        super::deferred::sink(&mut body);
        if self.writes_outside(&body, first, span) {
            return None;
        }
        let mut vars = self.vars.clone();
        let captured = self.captured_by(&body, first);
        let own = captured.iter().map(|var| self.capture(*var, &mut vars));
        let (own, own_names): (Vec<Param>, Vec<(Ident, Option<Type>)>) = own.unzip();
        let function = Function {
            params: own.into_iter().chain(params).collect(),
            vars,
            body,
        };
        let named = own_names.into_iter().chain(named).collect();
        Some((function, named, captured))
    }

    /// Whether a body writes what is not its own, which is reported.
    fn writes_outside(&mut self, body: &Block, first: usize, span: Span) -> bool {
        let mut written = None;
        for stmt in &body.stmts {
            stmt.op.for_each_write(&mut |place| {
                if (place.root.0 as usize) < first {
                    written.get_or_insert(place.root);
                }
            });
        }
        if let Some(var) = written {
            let name = Ident::new(&self.name_of(var).to_string(), span);
            fence::closure_writes(&name, self.errors);
        }
        written.is_some()
    }

    /// The variables of the function around that a body reads, and that may have a derivative.
    fn captured_by(&self, body: &Block, first: usize) -> Vec<Var> {
        let mut read = BTreeSet::new();
        let mut note = |var: Var| {
            if (var.0 as usize) < first {
                read.insert(var);
            }
        };
        body.for_each_use(&mut note);
        for stmt in &body.stmts {
            reads(stmt, &mut note);
        }
        read.retain(|var| !matches!(self.vars.shape(*var), Shape::Inert));
        read.into_iter().collect()
    }

    /// A captured variable as a parameter: sequences, and what is behind a reference already, by reference.
    fn capture(&self, var: Var, vars: &mut Variables) -> (Param, (Ident, Option<Type>)) {
        let is_lent = matches!(self.vars.shape(var), Shape::Sequence(_))
            || matches!(
                self.vars.role(var),
                Role::Reference | Role::Buffer | Role::Optional
            );
        if let Some(variable) = vars.get_mut(var) {
            variable.role = if is_lent {
                Role::Reference
            } else {
                Role::Value
            };
        }
        let param = Param {
            var: Some(var),
            active: true,
            in_place: false,
        };
        (param, (self.name_of(var), None))
    }

    /// What a closure captures, lent.
    fn captures(&mut self, captured: &[Var], span: Span) -> Passed {
        let atoms: Vec<Atom> = captured
            .iter()
            .map(|var| match self.vars.role(*var) {
                Role::Value => Atom::Var(*var),
                _ => self.owned_copy(*var, span),
            })
            .collect();
        let root = match atoms.as_slice() {
            [] => {
                let unit = control::inert_code(syn::parse_quote!(()), Mentions::default());
                return Passed::Value(Atom::Inert(Rc::new(unit)));
            }
            [Atom::Var(var)] => *var,
            _ => {
                let shape = self.aggregate_shape(Aggregate::Tuple, &atoms);
                self.define(Op::Pack(Aggregate::Tuple, atoms), shape, span)
            }
        };
        Passed::Reference {
            place: Place::whole(root),
            borrow: true,
            mutable: false,
        }
    }

    fn owned_copy(&mut self, var: Var, span: Span) -> Atom {
        let shape = self.vars.shape(var);
        let copy = self.define(Op::Load(Place::whole(var)), shape, span);
        if self.foreign.contains(&var) {
            self.foreign.insert(copy);
        }
        Atom::Var(copy)
    }

    /// The parameters of a closure.
    fn parameters_of(&mut self, closure: &ExprClosure) -> Parameters {
        let mut parameters = Parameters::default();
        for input in &closure.inputs {
            let (pat, ty) = match input {
                Pat::Type(typed) => (&*typed.pat, Some((*typed.ty).clone())),
                pat => (pat, None),
            };
            let ident = match pat {
                Pat::Ident(pat) => pat.ident.clone(),
                _ => Ident::new("argument", pat.span()),
            };
            let name = self.vars.fresh(&ident.to_string());
            let name = Ident::new(&name, ident.span());
            let carrier = ty.as_ref().map(|ty| self.signature.carrier(ty));
            let carrier = match carrier {
                None if functions::is_counter(&ident, &closure.body) => Some(Carrier::Inert),
                carrier => carrier,
            };
            let (value, var) = match carrier {
                Some(Carrier::Inert) => (Value::Inert(Rc::new(inert_name(&name))), None),
                carrier => {
                    let shape = carrier.as_ref().map_or(Shape::Scalar(None), Carrier::shape);
                    let is_reference = carrier.as_ref().is_some_and(Carrier::is_reference);
                    let is_foreign = carrier.as_ref().is_some_and(|c| c.foreign().is_some());
                    let var = self.vars.push(Variable {
                        name: name.clone(),
                        named: true,
                        shape,
                        ascription: None,
                        role: if is_reference {
                            Role::Reference
                        } else {
                            Role::Value
                        },
                    });
                    if is_foreign {
                        self.foreign.insert(var);
                    }
                    let value = if is_reference {
                        Value::Reference(Place::whole(var))
                    } else {
                        Value::Atom(Atom::Var(var))
                    };
                    (value, Some(var))
                }
            };
            parameters.params.push(Param {
                var,
                active: var.is_some(),
                in_place: false,
            });
            parameters.named.push((name, ty));
            parameters.values.push(value);
        }
        parameters
    }

    /// The names without a derivative that a closure reads, and what that keeps alive.
    fn read_by(
        &self,
        inspection: &Inspection,
        function: &Function,
        captured: &[Var],
        first: usize,
    ) -> (Vec<Ident>, Rc<Inert>) {
        let mut mentioned = BTreeSet::new();
        function.body.for_each_name(&mut |name| {
            mentioned.insert(name.to_owned());
        });
        let mut vars = BTreeSet::new();
        function.body.for_each_use(&mut |var| {
            let inert = matches!(self.vars.shape(var), Shape::Inert);
            if inert && (var.0 as usize) < first && !captured.contains(&var) {
                vars.insert(var);
            }
        });
        let mut names: Vec<Ident> = Vec::new();
        for ident in inspection.mentions.values() {
            if let Some(Meaning::Inert { name, .. }) =
                self.scope.lookup(ident).map(|binding| &binding.meaning)
                && mentioned.contains(&name.to_string())
            {
                names.push(name.clone());
            }
        }
        let mut inert = control::inert_code(syn::parse_quote!(()), Mentions::default());
        inert.mentions = Mentions {
            names: mentioned,
            vars,
        };
        (names, Rc::new(inert))
    }
}

/// Visits the roots of the places that a statement reads, in its blocks too.
fn reads(stmt: &Stmt, visit: &mut dyn FnMut(Var)) {
    stmt.op.for_each_read(&mut |place| visit(place.root));
    stmt.op.for_each_nested(&mut |stmt| reads(stmt, visit));
}
