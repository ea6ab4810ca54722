//! Methods and functions without a rule, and those that only some places can call.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Expr, ExprPath};

use crate::diagnostics::{self, Errors};
use crate::rules;
use crate::syntax::{carrier, iterators};

/// Two references to one variable beside something that is written in place.
pub(in crate::syntax) fn lent_twice(argument: Span, errors: &mut Errors) {
    errors.help(
        argument,
        "a variable cannot be lent twice to a function that writes in place",
        "pass a copy".into(),
    );
}

/// A function that calls itself on something it writes in place.
pub(in crate::syntax) fn recursion_in_place(call: &Expr, errors: &mut Errors) {
    errors.help(
        call.span(),
        "a function that writes in place cannot call itself to be differentiated",
        "return the new value".into(),
    );
}

/// Closures that call one another so often that their bodies would fill the memory.
pub(in crate::syntax) fn too_many_calls(call: Span, errors: &mut Errors) {
    let message = "closures are called too often to be differentiated";
    if !errors.has(message) {
        let help = "make one of them a function with `#[differentiate]`";
        errors.help(call, message, help.into());
    }
}

/// An iterator method that is not one of those that become loops.
pub(in crate::syntax) fn adaptor(method: &Ident, errors: &mut Errors) {
    errors.help(
        method.span(),
        format!("iterator adaptor `{method}` is not supported"),
        "write a `for` loop over indices".into(),
    );
}

/// An iterator method that is given a function by its name.
pub(in crate::syntax) fn adaptor_of_path(
    call: &syn::ExprMethodCall,
    path: &ExprPath,
    errors: &mut Errors,
) {
    let function = diagnostics::source(&path);
    let help = format!("write `|value| {function}(value)`");
    of_path(call, path, help, errors);
}

/// A fold by a function that is given by its name.
pub(in crate::syntax) fn fold_of_path(
    call: &syn::ExprMethodCall,
    path: &ExprPath,
    errors: &mut Errors,
) {
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

/// An element that may be there, as an option.
pub(in crate::syntax) fn kept_option(call: &syn::ExprMethodCall, errors: &mut Errors) {
    errors.help(
        call.method.span(),
        "an option of what is being differentiated cannot be kept",
        "`unwrap` it where it is made".into(),
    );
}

/// A product of what may be arrays of one axis or of two.
pub(in crate::syntax) fn product_of_unknown(call: &syn::ExprMethodCall, errors: &mut Errors) {
    errors.help(
        call.method.span(),
        "whether this `dot` gives a number or an array, no declaration tells",
        "write its type: `let y: Array1<f64> = a.dot(&x);`, or `f64` of a number".into(),
    );
}

/// A closure for the elements of an array that one index does not find.
pub(in crate::syntax) fn map_of_matrix(call: &syn::ExprMethodCall, errors: &mut Errors) {
    let method = &call.method;
    errors.help(
        method.span(),
        format!("`{method}` of an array of more than one axis has no derivative rule"),
        "write to the elements of one of zeros, in a loop".into(),
    );
}

/// A sort that may leave equal elements in any order, of elements that are more than what is compared.
pub(in crate::syntax) fn unstable_sort(method: &Ident, errors: &mut Errors) {
    errors.help(
        method.span(),
        "equal elements of a derivative may be in another order after `sort_unstable_by`",
        "write `sort_by`".into(),
    );
}

/// An array that is built, and nothing near it says how long.
pub(in crate::syntax) fn unknown_length(built: Span, errors: &mut Errors) {
    errors.help(
        built,
        "how long this array is cannot be seen here",
        "bind it with its type: `let a: [f64; 3] = ..`".into(),
    );
}

/// A closure that is given the error of a `Result`, in whose place it puts a value.
pub(in crate::syntax) fn inspected_error(error: Span, errors: &mut Errors) {
    errors.help(
        error,
        "a closure that reads an error cannot be differentiated",
        "`match` on the `Result`".into(),
    );
}

/// An iterator that no loop, and no method that becomes one, goes through at once.
pub(in crate::syntax) fn kept_iterator(call: &syn::ExprMethodCall, errors: &mut Errors) {
    errors.help(
        call.method.span(),
        "an iterator over what is being differentiated cannot be kept",
        "use it where it is made".into(),
    );
}

/// An iterator method that would look at items while they are written to.
pub(in crate::syntax) fn adaptor_of_written(method: &Ident, errors: &mut Errors) {
    errors.help(
        method.span(),
        format!("iterator adaptor `{method}` is not supported over elements that are written"),
        "write a `for` loop over indices".into(),
    );
}

/// An iterator method that would have the effect of a closure before it take place twice.
pub(in crate::syntax) fn adaptor_after_effect(method: &Ident, effect: Span, errors: &mut Errors) {
    errors.help(
        effect,
        format!("a closure before `{method}` may only give a value to be differentiated"),
        "write a `for` loop".into(),
    );
}

/// Methods of sequences that are not supported on what is being differentiated.
const OF_SEQUENCES: [&str; 21] = [
    "append",
    "clear",
    "clone_from_slice",
    "copy_from_slice",
    "dedup",
    "drain",
    "extend",
    "extend_from_slice",
    "fill",
    "insert",
    "remove",
    "resize",
    "retain",
    "reverse",
    "rotate_left",
    "rotate_right",
    "sort_by_key",
    "split_at_mut",
    "split_off",
    "swap_remove",
    "truncate",
];

/// Whether a method is known as one of sequences, iterators or the like, not of a type of the user's.
pub(in crate::syntax) fn is_of_sequences(name: &str) -> bool {
    OF_SEQUENCES.contains(&name)
        || ["push", "swap", "unwrap", "unwrap_or", "expect"].contains(&name)
        || iterators::is_iterator_method(name)
        || rules::drops_derivative(name)
        || special(name).is_some()
}

/// A method of something that may be of a type of the user's, where the name or the function shows no sign of it.
pub(in crate::syntax) fn method_of_unknown(call: &syn::ExprMethodCall, errors: &mut Errors) {
    let (method, receiver, arguments) = (&call.method, &call.receiver, &call.args);
    let name = method.to_string();
    if rules::drops_derivative(&name) {
        unknown_method(call, errors);
        return;
    }
    let closest = rules::closest(&name).filter(|_| !is_of_sequences(&name));
    let or = closest.map_or_else(String::new, |closest| format!("did you mean `{closest}`? "));
    let arguments = diagnostics::source(arguments);
    let comma = if arguments.is_empty() { "" } else { ", " };
    let receiver = diagnostics::source(receiver);
    errors.help(
        method.span(),
        format!("no derivative rule for method `{name}`"),
        format!(
            "{or}if it is one of a type of your own, call it by its path: `Type::{name}(&{receiver}{comma}{arguments})`"
        ),
    );
}

pub(in crate::syntax) fn unknown_method(call: &syn::ExprMethodCall, errors: &mut Errors) {
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
    if iterators::is_iterator_method(&name) {
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

/// A method of a vector or a matrix that no rule is known of.
pub(in crate::syntax) fn method_of_vector(method: &Ident, errors: &mut Errors) {
    errors.help(
        method.span(),
        format!("no derivative rule for method `{method}` of a vector or a matrix"),
        "call it in a function of its own with a rule: `#[differentiate(jvp = .., vjp = ..)]`"
            .into(),
    );
}

/// A function that makes a vector or a matrix in a way that no rule is known of.
pub(in crate::syntax) fn constructor(path: &ExprPath, errors: &mut Errors) {
    let function = diagnostics::source(&path);
    errors.help(
        path.span(),
        format!("no derivative rule for function `{function}`"),
        "make it by `new` or `repeat`, or write to the elements of one of zeros".into(),
    );
}

fn special(name: &str) -> Option<&'static str> {
    const FUNCTIONS: [&str; 6] = ["erf", "erfc", "norm_cdf", "norm_pdf", "ln_gamma", "digamma"];
    FUNCTIONS
        .into_iter()
        .find(|function| *function == name || (name == "gamma" && *function == "ln_gamma"))
}

/// What to call instead of a function of `libm`.
fn instead_of_libm(name: &str) -> String {
    let (double, float) = match name.strip_suffix('f') {
        Some(double) if special(name).is_none() => (double, "f32"),
        _ => (name, "f64"),
    };
    let method = match double {
        "fabs" => "abs",
        "fmax" => "max",
        "fmin" => "min",
        "log" => "ln",
        "log1p" => "ln_1p",
        "expm1" => "exp_m1",
        "pow" => "powf",
        name => name,
    };
    match special(double) {
        Some(function) => format!("call `ad_runtime::special::{function}`"),
        None if rules::method(method).is_some() => format!("write `{float}::{method}`"),
        None => "put it in a function with a rule of its own: `partials`".into(),
    }
}

/// A function in the same `impl` block, without the attribute.
pub(in crate::syntax) fn not_differentiated(function: &Ident, errors: &mut Errors) {
    errors.help(
        function.span(),
        format!("no derivative rule for function `{function}`"),
        format!("put `#[differentiate]` on `{function}`, or give it a rule"),
    );
}

/// A call of a variable: of a closure that is kept, or of a parameter through which no derivative can flow.
pub(in crate::syntax) fn call_of_variable(
    ident: &Ident,
    parameter: bool,
    in_impl: bool,
    errors: &mut Errors,
) {
    let (what, help) = if parameter && in_impl {
        (
            "a function parameter",
            "take it in a function outside of the `impl` block, and call that",
        )
    } else if parameter {
        (
            "a function parameter",
            "take it as `impl Fn(f64) -> f64` or the like, by a name that nothing else has",
        )
    } else {
        ("a closure", "make it a function with `#[differentiate]`")
    };
    errors.help(
        ident.span(),
        format!("no derivative rule for `{ident}`, {what}"),
        help.into(),
    );
}

/// Whether a path can name a differentiable function; otherwise says why not.
pub(in crate::syntax) fn callable(
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
    let owner_is_std = owner
        .as_ref()
        .is_some_and(|owner| carrier::is_of_std(owner));
    let of_type = owner_is_std
        || owner
            .as_ref()
            .is_some_and(|owner| float_types.contains(owner));
    let of_trait = path.qself.as_ref().is_some_and(|of| of.as_token.is_some());
    let constructor = name.chars().next().is_some_and(char::is_uppercase);
    let of_libm = owner.is_some_and(|owner| owner == "libm");
    if !of_trait && !of_type && !constructor && !of_libm {
        return true;
    }
    let full = diagnostics::source(&path);
    let help = match rules::closest(&name).filter(|_| of_type && !owner_is_std) {
        _ if of_libm => instead_of_libm(&name),
        _ if name == "from" || name == "into" => "convert with `as`".to_owned(),
        _ if owner_is_std => "give it a rule, or wrap its argument in `constant(..)`".to_owned(),
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

/// A closure that is passed on and assigns to what is outside of it.
pub(in crate::syntax) fn closure_writes(written: &Ident, errors: &mut Errors) {
    errors.help(
        written.span(),
        format!("a closure that is passed on cannot write to `{written}`"),
        "have it return the new value".into(),
    );
}

/// A closure that is passed on and captures many variables.
pub(in crate::syntax) fn captures_too_much(closure: Span, most: usize, errors: &mut Errors) {
    errors.help(
        closure,
        format!("a closure that is passed on captures at most {most} variables that are being differentiated"),
        "put some of them into an array".into(),
    );
}
