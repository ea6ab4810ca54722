//! The fence: what the language lets through, or the sentence that says why not.
//!
//! 1. Exits (`return`, `?`, `.await`) inside what is not taken apart.
//! 2. `unsafe` blocks.
//! 3. Active values that flow into closures, unknown macros, control flow or structs.
//! 4. Unknown methods and functions; casts, indices and borrows that lose a derivative.
//! 5. Patterns, nested items, attributes.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprPath, Item, Pat};

use super::inspect::{self, Inspection};
use super::lower::Exit;
use crate::diagnostics::{self, Errors, error};
use crate::rules;

pub(crate) fn too_deep(span: Span) -> syn::Error {
    error(
        span,
        "expression is nested too deeply to differentiate",
        Some("split it with `let`".into()),
    )
}

/// The answer to an attribute on something else than a function; none on what begins like one.
pub(crate) fn not_a_function(
    item: &proc_macro2::TokenStream,
    fallback: syn::Error,
) -> Option<syn::Error> {
    use proc_macro2::TokenTree;
    const ITEMS: [&str; 11] = [
        "struct",
        "enum",
        "union",
        "trait",
        "mod",
        "const",
        "static",
        "type",
        "use",
        "impl",
        "macro_rules",
    ];
    let mut tokens = item.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(ident) = &token else {
            continue;
        };
        let name = ident.to_string();
        let function = matches!(tokens.peek(), Some(TokenTree::Ident(next))
            if ["fn", "unsafe", "extern", "async"].contains(&next.to_string().as_str()));
        if name == "fn" || (name == "const" && function) {
            return None;
        }
        if name == "impl" {
            return Some(error(
                ident.span(),
                "expected a function, found `impl`",
                Some("`#[differentiate]` goes on each function".into()),
            ));
        }
        if ITEMS.contains(&name.as_str()) {
            return Some(error(
                ident.span(),
                format!("expected a function, found `{name}`"),
                None,
            ));
        }
    }
    Some(fallback)
}

pub(crate) fn without_body(span: Span, errors: &mut Errors) {
    errors.push(span, "a function without a body cannot be differentiated");
}

pub(crate) fn applied_twice(attribute: &Attribute, name: &Ident, errors: &mut Errors) {
    errors.help(
        attribute.path().span(),
        format!("`#[differentiate]` is applied twice to `{name}`"),
        "one attribute emits both modes".into(),
    );
}

/// Whether an expression that is not taken apart may stand as it is; otherwise says why not.
pub(super) fn check(
    expr: &Expr,
    inspection: &Inspection,
    function: &Ident,
    errors: &mut Errors,
) -> bool {
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
    if inspect::ends_derivatives(expr) || inspection.active.is_empty() {
        return true;
    }
    let (span, what) = construct(expr);
    errors.push(span, format!("{what} in a differentiated function"));
    false
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
        errors.help(
            mac.path.span(),
            format!("macro `{name}!` cannot be differentiated"),
            "macros are expanded after `#[differentiate]` runs; call a function instead".into(),
        );
    }
    if let Some(ident) = inspection
        .closures
        .first()
        .filter(|_| inspection.macros.is_empty())
    {
        errors.help(
            ident.span(),
            format!("closure captures `{ident}`, which is being differentiated"),
            format!("pass `{ident}` as an argument of a function"),
        );
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

/// Two references to one variable beside something that is written in place.
pub(super) fn lent_twice(argument: Span, errors: &mut Errors) {
    errors.help(
        argument,
        "a variable cannot be lent twice to a function that writes in place",
        "pass a copy".into(),
    );
}

/// A function that calls itself on something it writes in place.
pub(super) fn recursion_in_place(call: &Expr, errors: &mut Errors) {
    errors.help(
        call.span(),
        "a function that writes in place cannot call itself to be differentiated",
        "return the new value".into(),
    );
}

/// Closures that call one another so often that their bodies would fill the memory.
pub(super) fn too_many_calls(call: Span, errors: &mut Errors) {
    let message = "closures are called too often to be differentiated";
    if !errors.has(message) {
        let help = "make one of them a function with `#[differentiate]`";
        errors.help(call, message, help.into());
    }
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

/// An iterator method that is not one of those that become loops.
pub(super) fn adaptor(call: &syn::ExprMethodCall, errors: &mut Errors) {
    let method = &call.method;
    errors.help(
        method.span(),
        format!("iterator adaptor `{method}` is not supported"),
        "write a `for` loop over indices".into(),
    );
}

/// An iterator method that is given a function by its name.
pub(super) fn adaptor_of_path(call: &syn::ExprMethodCall, path: &ExprPath, errors: &mut Errors) {
    let function = diagnostics::source(&path);
    let help = format!("write `|value| {function}(value)`");
    of_path(call, path, help, errors);
}

/// A fold by a function that is given by its name.
pub(super) fn fold_of_path(call: &syn::ExprMethodCall, path: &ExprPath, errors: &mut Errors) {
    let function = diagnostics::source(&path);
    let help = format!("write `|so_far, value| {function}(so_far, value)`");
    of_path(call, path, help, errors);
}

fn of_path(call: &syn::ExprMethodCall, path: &ExprPath, help: String, errors: &mut Errors) {
    let method = &call.method;
    errors.help(
        path.span(),
        format!("`{method}` needs a closure here to be differentiated"),
        help,
    );
}

/// An iterator that no loop, and no method that becomes one, goes through at once.
pub(super) fn kept_iterator(call: &syn::ExprMethodCall, errors: &mut Errors) {
    errors.help(
        call.method.span(),
        "an iterator over what is being differentiated cannot be kept",
        "use it where it is made".into(),
    );
}

/// An iterator method whose items are those that have come through a filter.
pub(super) fn adaptor_after_filter(call: &syn::ExprMethodCall, errors: &mut Errors) {
    let method = &call.method;
    errors.help(
        method.span(),
        format!("iterator adaptor `{method}` is not supported after `filter`"),
        "write a `for` loop over indices".into(),
    );
}

/// Rounding errors are estimated for straight-line programs.
pub(super) fn estimate_of_control(option: Span, errors: &mut Errors) {
    let message = "`error_estimate` does not see through branches and loops yet";
    if !errors.has(message) {
        errors.push(option, message);
    }
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

pub(super) fn unknown_method(call: &syn::ExprMethodCall, errors: &mut Errors) {
    const ITERATORS: [&str; 22] = [
        "chain",
        "chunks",
        "chunks_exact",
        "cloned",
        "copied",
        "enumerate",
        "filter",
        "filter_map",
        "flat_map",
        "inspect",
        "into_iter",
        "iter",
        "iter_mut",
        "map",
        "map_while",
        "rev",
        "scan",
        "skip",
        "step_by",
        "take",
        "windows",
        "zip",
    ];
    const OF_SEQUENCES: [&str; 13] = [
        "append",
        "clear",
        "clone_from_slice",
        "copy_from_slice",
        "extend",
        "extend_from_slice",
        "fill",
        "insert",
        "pop",
        "remove",
        "resize",
        "split_at_mut",
        "truncate",
    ];
    let method = &call.method;
    let name = method.to_string();
    if rules::drops_derivative(&name) {
        let receiver = &call.receiver;
        let source = diagnostics::source(&receiver);
        errors.help(
            method.span(),
            format!("`{name}` drops the derivative of `{source}`"),
            format!("write `constant({source}).{name}()` if that is meant"),
        );
        return;
    }
    if ITERATORS.contains(&name.as_str()) {
        kept_iterator(call, errors);
        return;
    }
    if OF_SEQUENCES.contains(&name.as_str()) {
        errors.help(
            method.span(),
            format!("method `{name}` is not supported on what is being differentiated"),
            "write a `for` loop over indices".into(),
        );
        return;
    }
    let closest = rules::closest(&name).filter(|_| special(&name).is_none());
    let help = match closest {
        Some(closest) if closest == name => {
            format!("`{name}` takes another number of arguments")
        }
        Some(closest) => format!("did you mean `{closest}`?"),
        None => match special(&name) {
            Some(function) => format!("did you mean `ad_runtime::special::{function}`?"),
            None => "give it a rule, or wrap its argument in `constant(..)`".into(),
        },
    };
    errors.help(
        method.span(),
        format!("no derivative rule for method `{name}`"),
        help,
    );
}

fn special(name: &str) -> Option<&'static str> {
    const FUNCTIONS: [&str; 6] = ["erf", "erfc", "norm_cdf", "norm_pdf", "ln_gamma", "digamma"];
    FUNCTIONS
        .into_iter()
        .find(|function| *function == name || (name == "gamma" && *function == "ln_gamma"))
}

pub(super) fn call_of_variable(ident: &Ident, parameter: bool, errors: &mut Errors) {
    let what = if parameter {
        "a function parameter"
    } else {
        "a closure"
    };
    errors.help(
        ident.span(),
        format!("no derivative rule for `{ident}`, {what}"),
        "make it a function with `#[differentiate]`".into(),
    );
}

/// Whether a path can name a differentiable function; otherwise says why not.
pub(super) fn callable(
    path: &ExprPath,
    float_types: &BTreeSet<String>,
    errors: &mut Errors,
) -> bool {
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    let name = last.ident.to_string();
    let owner = path
        .path
        .segments
        .iter()
        .rev()
        .nth(1)
        .map(|owner| owner.ident.to_string());
    let of_type = owner.as_ref().is_some_and(|owner| {
        float_types.contains(owner) || owner.chars().next().is_some_and(char::is_uppercase)
    });
    let constructor = name.chars().next().is_some_and(char::is_uppercase);
    if path.qself.is_none() && !of_type && !constructor {
        return true;
    }
    let full = diagnostics::source(&path);
    let help = match rules::closest(&name).filter(|_| of_type) {
        _ if name == "from" || name == "into" => "convert with `as`".to_owned(),
        Some(closest) if closest != name => format!("did you mean `{closest}`?"),
        _ => format!("put `#[differentiate]` on `{name}`, or give it a rule"),
    };
    let span = if of_type {
        last.ident.span()
    } else {
        path.span()
    };
    errors.help(
        span,
        format!("no derivative rule for function `{full}`"),
        help,
    );
    false
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

pub(super) fn mutable_borrow(span: Span, name: &Ident, errors: &mut Errors) {
    errors.push(
        span,
        format!("mutable borrow of `{name}`, which is being differentiated"),
    );
}

pub(super) fn struct_field(field: &syn::ExprField, errors: &mut Errors) {
    let member = field.member.span();
    errors.push(
        member,
        "fields of structs are not supported yet in a differentiated function",
    );
}

pub(super) fn foreign_place(place: &Expr, errors: &mut Errors) {
    let source = diagnostics::source(&place);
    errors.push(
        place.span(),
        format!("cannot assign to `{source}` in a differentiated function"),
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

pub(super) fn nested_item(item: &Item, function: &Ident, errors: &mut Errors) {
    let name = match item {
        Item::Fn(item) => Some(&item.sig.ident),
        Item::Struct(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        Item::Trait(item) => Some(&item.ident),
        Item::Type(item) => Some(&item.ident),
        Item::Mod(item) => Some(&item.ident),
        _ => None,
    };
    match name {
        Some(name) => {
            errors.push(
                name.span(),
                format!("move `{name}` out of `{function}` to differentiate it"),
            );
        }
        None => errors.push(
            item.span(),
            format!("move this item out of `{function}` to differentiate it"),
        ),
    }
}

pub(super) fn inner_use(item: &syn::ItemUse, errors: &mut Errors) {
    errors.help(
        item.use_token.span,
        "`use` in an inner block brings a name that stands outside the block too, or may",
        "rename it with `as`, or move the `use` to the beginning of the function".into(),
    );
}

/// Attributes that may stand on a statement.
pub(super) fn carried(attribute: &Attribute) -> bool {
    let path = attribute.path();
    ["allow", "expect", "warn", "deny", "doc"]
        .iter()
        .any(|name| path.is_ident(name))
        || path
            .segments
            .first()
            .is_some_and(|first| first.ident == "rustfmt")
}

pub(super) fn attribute(attribute: &Attribute, errors: &mut Errors) {
    let path = attribute.path();
    let name = diagnostics::source(&path);
    if name == "cfg" || name == "cfg_attr" {
        errors.help(
            attribute.span(),
            format!("`#[{name}]` inside a differentiated function is not supported"),
            "put it on the function".into(),
        );
    } else {
        errors.push(
            attribute.span(),
            format!("attribute `{name}` is not supported in a differentiated function"),
        );
    }
}

/// The attributes of the function itself.
/// Whether another attribute differentiates the same function; says so.
pub(crate) fn is_applied_twice(source: &super::Source, errors: &mut Errors) -> bool {
    let other = source.attrs.iter().find(|attribute| {
        let last = attribute.path().segments.last();
        last.is_some_and(|last| last.ident == "differentiate")
    });
    if let Some(attribute) = other {
        applied_twice(attribute, &source.sig.ident, errors);
    }
    other.is_some()
}
