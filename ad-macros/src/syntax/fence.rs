//! The fence: what the language lets through, or the sentence that says why not.
//!
//! 1. Exits (`return`, `?`, `.await`) inside what is not taken apart.
//! 2. `unsafe` blocks.
//! 3. Active values that flow into closures, unknown macros, control flow or structs.
//! 4. Casts, indices and borrows that lose a derivative; patterns.
//! 5. Unknown methods and functions (`calls`).
//! 6. Attributes and nested items (`items`).

mod calls;
mod checkpoint;
mod items;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Expr, Pat};

use super::inspect::{self, Inspection};
use super::lower::Exit;
use crate::diagnostics::{self, Errors};
pub(super) use calls::{
    adaptor, adaptor_after_effect, adaptor_of_path, adaptor_of_written, call_of_variable, callable,
    captures_too_much, closure_writes, constructor, fold_of_path, inspected_error, is_of_sequences,
    kept_iterator, kept_option, lent_twice, map_of_matrix, method_of_unknown, method_of_vector,
    not_differentiated, product_of_unknown, recursion_in_place, too_many_calls, unknown_length,
    unknown_method, unstable_sort,
};
pub(super) use checkpoint::{
    checkpoint_argument, checkpoint_of, checkpoint_of_iterator, checkpoint_twice, counts_states,
    misplaced_checkpoint, no_checkpoints, reference_in_state,
};
pub(super) use items::{
    attribute, carried, impl_of_trait, impl_without_functions, inner_use, nested_item,
    options_of_impl,
};
pub(crate) use items::{is_applied_twice, not_a_function, too_deep, without_body};

/// Whether an expression that is not taken apart may stand as it is; otherwise says why not.
pub(super) fn check(
    expr: &Expr,
    inspection: &Inspection,
    function: &Ident,
    errors: &mut Errors,
) -> bool {
    if !check_effects(inspection, function, errors) {
        return false;
    }
    if inspect::ends_derivatives(expr) || inspection.active.is_empty() {
        return true;
    }
    let (span, what) = construct(expr);
    errors.push(span, format!("{what} in a differentiated function"));
    false
}

/// Whether code may stay as it is that selects, so that no closure in it has a derivative; otherwise says why not.
pub(super) fn check_selector(
    inspection: &Inspection,
    function: &Ident,
    errors: &mut Errors,
) -> bool {
    let mut inspection = inspection.clone();
    inspection.closures.clear();
    check_effects(&inspection, function, errors)
}

/// Whether code may stay as it is but for its value; otherwise says why not.
fn check_effects(inspection: &Inspection, function: &Ident, errors: &mut Errors) -> bool {
    if !check_statement(inspection, function, errors) {
        return false;
    }
    // No derivative comes out of the expression, but one that is assigned inside stays there.
    let mut assigned = inspection.written.iter().chain(&inspection.activated);
    if let Some(ident) = assigned.next() {
        errors.help(
            ident.span(),
            format!(
                "cannot assign to `{ident}`, which is being differentiated, inside an expression"
            ),
            "assign to it in a statement of its own".into(),
        );
        return false;
    }
    true
}

/// Whether a condition may decide; otherwise says why not.
pub(super) fn decides(
    condition: &Expr,
    inspection: &Inspection,
    function: &Ident,
    errors: &mut Errors,
) -> bool {
    let writes = !inspection.written.is_empty() || !inspection.activated.is_empty();
    let captures = !inspection.macros.is_empty() || !inspection.closures.is_empty();
    if is_place(condition) && !writes && !captures {
        return true;
    }
    if !inspect::ends_derivatives(condition)
        && !writes
        && !captures
        && let Some(ident) = inspection.active.first()
    {
        errors.help(
            ident.span(),
            format!("this condition drops the derivative of `{ident}`"),
            format!("write `constant({ident})` if that is meant"),
        );
        return false;
    }
    check(condition, inspection, function, errors)
}

/// `place`, `!place`: as a condition that is a `bool` as it stands, which has no derivative to drop.
fn is_place(condition: &Expr) -> bool {
    match condition {
        Expr::Paren(paren) => is_place(&paren.expr),
        Expr::Group(group) => is_place(&group.expr),
        Expr::Unary(unary) => !matches!(unary.op, syn::UnOp::Neg(_)) && is_place(&unary.expr),
        Expr::Field(field) => is_place(&field.base),
        Expr::Index(index) => is_place(&index.expr) && is_index(&index.index),
        Expr::Path(_) => true,
        _ => false,
    }
}

fn is_index(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Binary(binary) => is_index(&binary.left) && is_index(&binary.right),
        place => is_place(place) || inspect::calls(place),
    }
}

/// What no piece of source may do, whatever flows through it.
pub(super) fn check_statement(
    inspection: &Inspection,
    function: &Ident,
    errors: &mut Errors,
) -> bool {
    let before = errors.len();
    for (span, exit) in &inspection.exits {
        match *exit {
            "return" => exit_in_operand(
                Exit {
                    span: *span,
                    word: "return",
                },
                errors,
            ),
            "?" => errors.help(
                *span,
                "`?` cannot be differentiated",
                format!("handle the error before calling `{function}`"),
            ),
            exit => errors.push(
                *span,
                format!("`{exit}` is not supported in a differentiated function"),
            ),
        }
    }
    for span in &inspection.unsafe_blocks {
        errors.push(*span, "`unsafe` code cannot be differentiated");
    }
    for mac in &inspection.macros {
        let name = mac
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string())
            .unwrap_or_default();
        let (message, help) = if crate::rules::INERT_MACROS.contains(&name.as_str()) {
            (
                format!("`{name}!` writes in its arguments, beside what has a derivative"),
                "write it in a statement of its own, before the macro",
            )
        } else {
            (
                format!("macro `{name}!` cannot be differentiated"),
                "macros are expanded after `#[differentiate]` runs; call a function instead",
            )
        };
        errors.help(mac.path.span(), message, help.into());
    }
    if let Some(ident) = inspection
        .closures
        .first()
        .filter(|_| inspection.macros.is_empty())
    {
        closure_value(ident.span(), ident, errors);
    }
    errors.len() == before
}

/// Whether a pattern may inspect the value of an expression; otherwise says why not.
pub(super) fn inspects(
    value: &Expr,
    inspection: &Inspection,
    function: &Ident,
    errors: &mut Errors,
) -> bool {
    if !inspect::ends_derivatives(value)
        && let Some(ident) = inspection.active.first()
    {
        errors.push(
            ident.span(),
            format!("a pattern cannot inspect `{ident}`, which is being differentiated"),
        );
        return false;
    }
    check(value, inspection, function, errors)
}

/// Whether `match` may inspect the value of an expression; otherwise says why not.
pub(super) fn matches(
    value: &Expr,
    inspection: &Inspection,
    function: &Ident,
    errors: &mut Errors,
) -> bool {
    if !inspect::ends_derivatives(value)
        && let Some(ident) = inspection.active.first()
    {
        errors.help(
            ident.span(),
            format!("cannot match on `{ident}`, which is being differentiated"),
            "compare with `if`".into(),
        );
        return false;
    }
    check(value, inspection, function, errors)
}

/// A closure over an active value that is not called, but passed on or kept.
pub(super) fn closure_value(closure: Span, captured: &Ident, errors: &mut Errors) {
    errors.help(
        closure,
        format!("closure captures `{captured}`, which is being differentiated"),
        format!("pass `{captured}` as an argument of a function"),
    );
}

/// A way out of a closure.
pub(super) fn exit_of_closure(exit: Exit, errors: &mut Errors) {
    let word = exit.word;
    errors.help(
        exit.span,
        format!("a closure with `{word}` cannot be differentiated"),
        "give its value with `if` and `else`".into(),
    );
}

/// A way out of the middle of an expression.
pub(super) fn exit_in_operand(exit: Exit, errors: &mut Errors) {
    let word = exit.word;
    errors.help(
        exit.span,
        format!("`{word}` in the middle of an expression cannot be differentiated"),
        "bind the part it is in with `let` first".into(),
    );
}

/// Rounding errors are estimated for straight-line programs.
pub(super) fn estimate_of_control(option: Span, errors: &mut Errors) {
    let message = "`error_estimate` does not see through branches and loops yet";
    if !errors.has(message) {
        errors.push(option, message);
    }
}

/// A method that changes the length of what a caller lends.
pub(super) fn length_in_place(method: Span, errors: &mut Errors) {
    errors.help(
        method,
        "the length of a parameter that is written in place cannot change",
        "return a `Vec` instead".into(),
    );
}

/// A branch whose value is one of several references: what is behind them would be copied.
pub(super) fn choice_of_references(branch: Span, errors: &mut Errors) {
    errors.help(
        branch,
        "a branch cannot choose between slices, or between what is written in place",
        "use what is chosen in the arms, or choose between copies: `.to_vec()`".into(),
    );
}

/// The token to blame and the words for a construct that active values flow through.
fn construct(expr: &Expr) -> (Span, &'static str) {
    match expr {
        Expr::Struct(token) => (
            token.path.span(),
            "a struct of active values is not supported yet",
        ),
        Expr::Range(token) => (
            token.limits.span(),
            "a range of active values is not supported",
        ),
        Expr::Async(token) => (token.async_token.span, "`async` is not supported"),
        Expr::Const(token) => (token.const_token.span, "`const` blocks are not supported"),
        Expr::TryBlock(token) => (token.try_token.span, "`try` is not supported"),
        Expr::Yield(token) => (token.yield_token.span, "`yield` is not supported"),
        Expr::Assign(token) => (
            token.eq_token.span,
            "an assignment as a value is not supported",
        ),
        other => (other.span(), "this expression is not supported"),
    }
}

/// A body of statements alone.
pub(super) fn without_value(span: Span, function: &Ident, errors: &mut Errors) {
    errors.help(
        span,
        format!("`{function}` ends without a value"),
        "end it with an expression".into(),
    );
}

/// What no other sentence fits.
pub(super) fn unsupported(span: Span, errors: &mut Errors) {
    errors.push(span, "this is not supported in a differentiated function");
}

pub(super) fn lossy_cast(cast: &syn::ExprCast, errors: &mut Errors) {
    let ty = &cast.ty;
    let ty = diagnostics::source(&ty);
    let operand = &cast.expr;
    let source = diagnostics::source(&operand);
    errors.help(
        cast.as_token.span,
        format!("`as {ty}` drops the derivative of `{source}`"),
        format!("write `constant({source}) as {ty}` if that is meant"),
    );
}

pub(super) fn active_index(index: &Expr, errors: &mut Errors) {
    errors.push(
        index.span(),
        "an index cannot depend on what is being differentiated",
    );
}

pub(super) fn arithmetic_of_structs(span: Span, errors: &mut Errors) {
    let message = "operators and methods of a type that is no float have no derivative rule";
    if !errors.has(message) {
        let help = "write it by the fields, or as a differentiated function";
        errors.help(span, message, help.into());
    }
}

pub(super) fn mutable_borrow(span: Span, name: &Ident, errors: &mut Errors) {
    errors.push(
        span,
        format!("mutable borrow of `{name}`, which is being differentiated"),
    );
}

pub(super) fn foreign_place(place: &Expr, errors: &mut Errors) {
    let source = diagnostics::source(&place);
    errors.push(
        place.span(),
        format!("cannot assign to `{source}` in a differentiated function"),
    );
}

/// A pattern whose value is found by an element that a pattern before it binds.
pub(super) fn pattern_over_an_element(condition: &Expr, errors: &mut Errors) {
    errors.help(
        condition.span(),
        "this pattern inspects what the one before it binds",
        "put an `if let` of its own into the block of the first".into(),
    );
}

pub(super) fn pattern(pat: &Pat, errors: &mut Errors) {
    errors.help(
        pat.span(),
        "this pattern cannot take an active value apart",
        "bind it to a name, a tuple or an array of names".into(),
    );
}

pub(super) fn rest_pattern(rest: Span, errors: &mut Errors) {
    errors.help(
        rest,
        "`..` in a pattern is not supported in a differentiated function",
        "name every element".into(),
    );
}
