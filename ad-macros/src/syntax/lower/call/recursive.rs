//! Calls of the function itself. The reverse sweep makes them again, for a pullback cannot hold one of its own type: so their
//! arguments are kept as they were.

use std::rc::Rc;

use syn::{Expr, ExprPath};

use crate::ir::{Argument, Atom, Callee, Op, Passed, Place, Role, Shape};
use crate::syntax::lower::Lowerer;
use crate::syntax::lower::control::inert_code;
use crate::syntax::scope::Meaning;
use crate::syntax::signature::{Parameter, is_mutable};
use crate::syntax::{fence, inspect};

impl Lowerer<'_> {
    /// Whether a function calls itself, or may: another type's method of its name is taken for its own.
    pub(super) fn is_recursive(&self, callee: Callee, path: &ExprPath) -> bool {
        let own = |callee: Callee| (callee != Callee::Function) == self.host.is_impl();
        let last = path.path.segments.last();
        let named = last.is_some_and(|last| last.ident == self.name);
        named && own(callee) && (callee != Callee::Function || path.path.segments.len() == 1)
    }

    /// An argument of a call that the reverse sweep makes again: one without a derivative is evaluated here, where a variable
    /// in it may change.
    pub(super) fn as_it_is(
        &mut self,
        argument: Argument,
        source: &Expr,
        receiver: bool,
    ) -> Argument {
        let Passed::Value(Atom::Inert(inert)) = &argument.value else {
            return argument;
        };
        let inspection = inspect::expression(&self.scope, &self.vars, source);
        let meaning = |name| self.scope.lookup(name).map(|binding| &binding.meaning);
        let mut meanings = inspection.mentions.values().filter_map(meaning);
        if !meanings.any(|meaning| matches!(meaning, Meaning::Inert { mutable: true, .. })) {
            return argument;
        }
        let (span, mut inert) = (argument.span, inert.clone());
        let value = if receiver {
            let place = &inert.expr;
            inert = Rc::new(inert_code(
                syn::parse_quote!(&#place),
                inert.mentions.clone(),
            ));
            Passed::Reference {
                place: Place::whole(self.define(Op::Inert(inert), Shape::Inert, span)),
                borrow: false,
                mutable: false,
            }
        } else {
            Passed::Value(self.inert_atom(inert, span))
        };
        Argument::of(value, span)
    }

    /// The arguments of a call that the reverse sweep makes again: what may have been overwritten by
    /// then is copied.
    pub(super) fn arguments_to_keep(
        &mut self,
        arguments: Vec<Argument>,
        expr: &Expr,
    ) -> Option<Vec<Argument>> {
        let changes_self =
            |parameter: &Parameter| parameter.is_receiver() && is_mutable(&parameter.ty);
        let changes_self = self.signature.parameters.iter().any(changes_self);
        if changes_self || arguments.iter().any(Argument::is_mutable) {
            fence::recursion_in_place(expr, self.errors);
            return None;
        }
        let kept = arguments.into_iter().map(|argument| {
            let value = match argument.value {
                Passed::Reference { place, .. }
                    if matches!(self.vars.role(place.root), Role::Place | Role::Buffer) =>
                {
                    let copy = self.load(place, argument.span);
                    match copy.var() {
                        Some(var) => Passed::Reference {
                            place: Place::whole(var),
                            borrow: true,
                            mutable: false,
                        },
                        None => Passed::Value(copy),
                    }
                }
                value => value,
            };
            Argument { value, ..argument }
        });
        Some(kept.collect())
    }
}
