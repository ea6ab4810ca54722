//! The body of a closure that is passed on, as a function of its own.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{ExprClosure, Pat, Type};

use super::{Source, reads};
use crate::ir::{
    Aggregate, Atom, Block, Function, Inert, Mentions, Op, Param, Passed, Place, Role, Shape, Var,
    Variable, Variables,
};
use crate::syntax::carrier::Carrier;
use crate::syntax::inspect::Inspection;
use crate::syntax::lower::inert::inert_name;
use crate::syntax::lower::{Lowerer, control, deferred};
use crate::syntax::scope::{Meaning, Value};
use crate::syntax::{fence, functions};

/// The parameters of a closure's body, as it is lowered.
#[derive(Default)]
struct Parameters {
    params: Vec<Param>,
    named: Vec<(Ident, Option<Type>)>,
    values: Vec<Value>,
}

impl Lowerer<'_> {
    /// The body of a closure as a function of what it captures and of its arguments.
    #[expect(
        clippy::type_complexity,
        reason = "the parts of a closure, taken apart at once"
    )]
    pub(super) fn lifted(
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
        deferred::sink(&mut body);
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
        let mut name = self.name_of(var);
        if name == "self" {
            // Nothing else can have the name of a receiver.
            name = Ident::new(&vars.fresh("this"), name.span());
        }
        if let Some(variable) = vars.get_mut(var) {
            variable.name = name.clone();
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
        (param, (name, None))
    }

    /// What a closure captures, lent.
    pub(super) fn captures(&mut self, captured: &[Var], span: Span) -> Passed {
        let atoms: Vec<Atom> = captured
            .iter()
            .map(|var| match (self.vars.role(*var), self.vars.shape(*var)) {
                // The cotangent of a list that is a parameter is the caller's, who lends a slice.
                (Role::Value, Shape::Sequence(_)) => self.owned_copy(*var, span),
                (Role::Value, _) => Atom::Var(*var),
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
    pub(super) fn read_by(
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
            if let Some(binding) = self.scope.lookup(ident)
                && let Meaning::Inert { name, .. } = &binding.meaning
                && mentioned.contains(&name.to_string())
                && !binding.item
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
