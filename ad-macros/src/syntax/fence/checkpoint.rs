//! Where `#[checkpoint]` may not stand, and what it may not say.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Attribute, Expr};

use super::check;
use crate::diagnostics::Errors;
use crate::syntax::inspect::{self, Inspection};

/// `#[checkpoint]` on a loop whose number of trips shows only at its end.
pub(in crate::syntax) fn checkpoint_of(span: Span, word: &str, errors: &mut Errors) {
    errors.help(
        span,
        format!("a `{word}` loop cannot be checkpointed"),
        "write a `for` loop over a range, with a `break`".into(),
    );
}

/// `#[checkpoint]` on a loop over what may give other items when it is asked again.
pub(in crate::syntax) fn checkpoint_of_iterator(iterator: Span, errors: &mut Errors) {
    errors.help(
        iterator,
        "a loop over this iterator cannot be checkpointed",
        "write a `for` loop over a range".into(),
    );
}

pub(in crate::syntax) fn misplaced_checkpoint(attribute: &Attribute, errors: &mut Errors) {
    errors.help(
        attribute.path().span(),
        "`#[checkpoint]` stands on something that is not a loop",
        "put it on a `for` loop".into(),
    );
}

pub(in crate::syntax) fn checkpoint_twice(attribute: &Attribute, errors: &mut Errors) {
    errors.help(
        attribute.path().span(),
        "`#[checkpoint]` is given twice",
        "remove one of them".into(),
    );
}

pub(in crate::syntax) fn checkpoint_argument(span: Span, errors: &mut Errors) {
    errors.help(
        span,
        "expected one number of states to keep",
        "write `#[checkpoint]` or `#[checkpoint(20)]`".into(),
    );
}

pub(in crate::syntax) fn no_checkpoints(count: Span, errors: &mut Errors) {
    errors.help(
        count,
        "a loop cannot be run again from no state at all",
        "write `#[checkpoint(1)]`, or `#[checkpoint]` for the square root of the number of trips"
            .into(),
    );
}

/// A variable of the state that is a reference: what it refers to would have to be kept.
pub(in crate::syntax) fn reference_in_state(name: &Ident, errors: &mut Errors) {
    errors.help(
        name.span(),
        format!("`{name}` is changed in a checkpointed loop, and is a reference"),
        "change the variable itself there".into(),
    );
}

/// Whether an expression may be the number of states to keep; otherwise says why not.
pub(in crate::syntax) fn counts_states(
    count: &Expr,
    inspection: &Inspection,
    function: &Ident,
    errors: &mut Errors,
) -> bool {
    if !inspect::ends_derivatives(count)
        && let Some(ident) = inspection.active.first()
    {
        errors.help(
            ident.span(),
            format!(
                "the number of states cannot depend on `{ident}`, which is being differentiated"
            ),
            format!("write `constant({ident})` if that is meant"),
        );
        return false;
    }
    check(count, inspection, function, errors)
}
