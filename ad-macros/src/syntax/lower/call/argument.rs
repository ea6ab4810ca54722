//! What is passed to a callee: values, and places that are lent, to be read or to be written.

use std::rc::Rc;

use syn::Expr;
use syn::spanned::Spanned;

use super::address;
use crate::ir::{Argument, Atom, Inert, Op, Passed, Place, Role, Shape};
use crate::syntax::lower::Lowerer;
use crate::syntax::scope::{Value, is_place};

/// `&mut place`
pub(super) fn is_lent(argument: &Expr) -> bool {
    matches!(argument, Expr::Reference(reference) if reference.mutability.is_some())
}

/// Where a variable is lent for the second time in a call that also writes something in place: the
/// pullback would have to run twice, and the first run would overwrite the seed of the second.
pub(super) fn lent_twice(arguments: &[Argument]) -> Option<proc_macro2::Span> {
    if !arguments.iter().any(Argument::is_mutable) {
        return None;
    }
    let mut roots = std::collections::BTreeSet::new();
    let again = arguments.iter().find(|argument| match &argument.value {
        Passed::Reference { place, .. } => !roots.insert(place.root),
        Passed::Value(_) => false,
    });
    again.map(|argument| argument.span)
}

impl Lowerer<'_> {
    /// Notes which arguments of a call are places that the callee writes.
    pub(in crate::syntax::lower) fn lend<'e>(
        &mut self,
        arguments: impl IntoIterator<Item = &'e Expr>,
    ) {
        let lent = arguments.into_iter().filter(|argument| is_lent(argument));
        self.lent.extend(lent.map(address));
    }

    pub(in crate::syntax::lower) fn argument(&mut self, value: Value, expr: &Expr) -> Argument {
        let span = expr.span();
        let value = match value {
            Value::Reference(place) => {
                let borrow =
                    !place.path.is_empty() || self.vars.role(place.root) != Role::Reference;
                let passed_on = place.path.is_empty() && self.vars.role(place.root) == Role::Buffer;
                Passed::Reference {
                    place,
                    borrow,
                    mutable: is_lent(expr) || (passed_on && matches!(expr, Expr::Path(_))),
                }
            }
            Value::Inert(inert) => Passed::Value(self.inert_argument(inert, span)),
            value => Passed::Value(self.materialize(value, span)),
        };
        Argument::of(value, span)
    }

    /// The receiver of a method, which has no derivative: the place itself, so that the call borrows
    /// it as the user's does.
    pub(in crate::syntax::lower) fn receiver(&mut self, expr: &Expr) -> Argument {
        let span = expr.span();
        let inert = self.inert(expr);
        let value = if is_place(expr) {
            Passed::Value(Atom::Inert(inert))
        } else {
            let var = self.define(Op::Inert(inert), Shape::Inert, span);
            Passed::Reference {
                place: Place::whole(var),
                borrow: false,
                mutable: false,
            }
        };
        Argument::of(value, span)
    }

    /// An argument without a derivative stays where it is, unless evaluating it elsewhere could
    /// tell the difference: references to temporaries live as long as the call.
    pub(in crate::syntax::lower) fn inert_argument(
        &mut self,
        inert: Rc<Inert>,
        span: proc_macro2::Span,
    ) -> Atom {
        if inert.mentions.vars.is_empty() && !matches!(inert.expr, Expr::Block(_)) {
            return Atom::Inert(inert);
        }
        self.inert_atom(inert, span)
    }
}
