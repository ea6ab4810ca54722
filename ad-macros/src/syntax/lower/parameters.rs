//! Parameters: what each is bound to in the body, and those of a function whose rule is the user's.

use std::rc::Rc;

use proc_macro2::Ident;
use syn::spanned::Spanned;

use super::Lowerer;
use super::inert::inert_name;
use crate::ir::{Argument, Atom, Call, Callee, Op, Param, Passed, Place, Role, Variable};
use crate::syntax::carrier::Carrier;
use crate::syntax::scope::{self, Binding, BindingKey, Meaning, Value};
use crate::syntax::signature::{Parameter, may_borrow};

impl Lowerer<'_> {
    pub(super) fn parameters(&mut self) {
        let signature = self.signature;
        if signature.has_structs() {
            self.vars.note_structs();
        }
        for parameter in &signature.parameters {
            let key = BindingKey::of(&parameter.ident);
            self.bound.insert(parameter.ident.to_string());
            if may_borrow(&parameter.ty) {
                self.borrowed.insert(parameter.ident.clone());
            }
            let active = parameter.active && !parameter.rejected;
            let var = active.then(|| {
                let role = if parameter.in_place() {
                    Role::Buffer
                } else if parameter.carrier.is_reference() {
                    Role::Reference
                } else {
                    Role::Value
                };
                self.vars.push(Variable {
                    name: parameter.ident.clone(),
                    named: true,
                    shape: parameter.carrier.shape(),
                    ascription: None,
                    role,
                })
            });
            if matches!(parameter.carrier.referent(), Carrier::Foreign(_)) {
                self.foreign.extend(var);
            }
            self.params.push(Param {
                var,
                active,
                in_place: parameter.in_place(),
            });
            let meaning = match var {
                None => Meaning::Inert {
                    name: parameter.ident.clone(),
                    mutable: parameter.mutable,
                },
                Some(var) if parameter.in_place() => Meaning::Place(var),
                Some(var) if self.learnt.places.contains(&key) => {
                    let place = self.declare(&parameter.ident, Atom::Var(var), None);
                    Meaning::Place(place)
                }
                Some(var) if parameter.carrier.is_reference() => {
                    Meaning::Value(Value::Reference(Place::whole(var)))
                }
                Some(var) => Meaning::Value(Value::Atom(Atom::Var(var))),
            };
            // An inert parameter to which something active is assigned becomes a value.
            let meaning = match meaning {
                Meaning::Inert { name, .. } if self.learnt.places.contains(&key) => {
                    let init = Atom::Inert(Rc::new(inert_name(&name)));
                    let place = self.declare(&name, init, None);
                    if let Some(variable) = self.vars.get_mut(place) {
                        variable.shape = parameter.carrier.shape();
                    }
                    Meaning::Place(place)
                }
                Meaning::Inert { name, .. } if self.learnt.varied.contains(&key) => {
                    Meaning::Value(Value::Inert(Rc::new(inert_name(&name))))
                }
                other => other,
            };
            let binding = Binding::new(&parameter.ident, meaning, None);
            self.scope.bind(&parameter.ident, binding);
        }
    }

    /// The body of a function with a rule of the user's: a call of itself.
    pub(super) fn custom(&mut self) {
        let arguments = self.own_arguments();
        if self.rules.are_of_maps() {
            self.ruled(arguments);
            return;
        }
        if !self.signature.result.is_scalar() {
            let span = self.signature.output.span();
            self.errors.help(
                span,
                "`partials` needs a function whose result is one float",
                "write the rule for each component".into(),
            );
        }
        let span = self.name.span();
        let shape = self.signature.result.shape();
        let result = self.vars.temporary(shape, span);
        let name = &self.name;
        let function = if self.host.is_impl() {
            syn::parse_quote!(Self::#name)
        } else {
            syn::parse_quote!(#name)
        };
        self.emit(vec![result], Op::Plain(Rc::new(function), arguments), span);
        self.results = vec![Atom::Var(result)];
    }

    /// The same where the rule is that of a differentiable call: of the function by its forward mode, which alone is
    /// differentiated once more.
    fn ruled(&mut self, arguments: Vec<Argument>) {
        let (span, name) = (self.name.span(), &self.name);
        let path = self.rules.jvp.clone();
        let path = path.unwrap_or_else(|| syn::parse_quote!(#name));
        let call = Call {
            callee: Callee::of(&path),
            path,
            arguments,
            recursive: false,
            takes_functions: false,
            tangents: None,
        };
        let result = self.vars.temporary(self.signature.result.shape(), span);
        self.emit(vec![result], Op::Call(Rc::new(call)), span);
        self.results = vec![Atom::Var(result)];
    }

    /// The function's own parameters, as arguments.
    fn own_arguments(&self) -> Vec<Argument> {
        let value = |parameter: &Parameter| match self.scope.lookup(&parameter.ident) {
            Some(Binding {
                meaning: Meaning::Value(Value::Atom(atom)),
                ..
            }) => Passed::Value(atom.clone()),
            Some(Binding {
                meaning: Meaning::Value(Value::Reference(place)),
                ..
            }) => Passed::Reference {
                place: place.clone(),
                borrow: false,
                mutable: false,
            },
            Some(Binding {
                meaning: Meaning::Place(var),
                ..
            }) if parameter.in_place() => Passed::Reference {
                place: Place::whole(*var),
                borrow: false,
                mutable: true,
            },
            _ => Passed::Value(Atom::Inert(Rc::new(inert_name(&parameter.ident)))),
        };
        let argument = |parameter| Argument::of(value(parameter), self.name.span());
        self.signature.parameters.iter().map(argument).collect()
    }

    /// The parameter that a name means, unless it has been given to something else.
    pub(super) fn parameter(&self, name: &Ident) -> Option<&Parameter> {
        let key = scope::key(name);
        let mut parameters = self.signature.parameters.iter();
        let parameter = parameters.find(|parameter| scope::key(&parameter.ident) == key)?;
        let meant = self.scope.lookup(name).map(|binding| binding.key);
        meant
            .is_none_or(|meant| meant == BindingKey::of(&parameter.ident))
            .then_some(parameter)
    }
}
