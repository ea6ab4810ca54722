//! The function as an item, its attributes, and the items in it.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Attribute, Item};

use crate::diagnostics::{self, Errors, error};
use crate::syntax::Source;

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
    const ITEMS: [&str; 10] = [
        "struct",
        "enum",
        "union",
        "trait",
        "mod",
        "const",
        "static",
        "type",
        "use",
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

/// Options on an `impl` block.
pub(in crate::syntax) fn options_of_impl(options: Span, errors: &mut Errors) {
    errors.help(
        options,
        "`#[differentiate]` on an `impl` block takes no options",
        "put them on the functions".into(),
    );
}

/// An `impl` block of which no function is to be differentiated.
pub(in crate::syntax) fn impl_without_functions(token: Span, errors: &mut Errors) {
    errors.help(
        token,
        "no function in this `impl` block is differentiated",
        "put `#[differentiate]` on each one that is to be, too".into(),
    );
}

/// An `impl` block of a trait, which has no place for companions.
pub(in crate::syntax) fn impl_of_trait(of: Span, errors: &mut Errors) {
    errors.help(
        of,
        "the functions of a trait cannot be differentiated",
        "differentiate functions in an `impl` block without a trait, and call them from these"
            .into(),
    );
}

pub(crate) fn without_body(span: Span, errors: &mut Errors) {
    errors.push(span, "a function without a body cannot be differentiated");
}

fn applied_twice(attribute: &Attribute, name: &Ident, errors: &mut Errors) {
    errors.help(
        attribute.path().span(),
        format!("`#[differentiate]` is applied twice to `{name}`"),
        "one attribute emits both modes".into(),
    );
}

pub(in crate::syntax) fn nested_item(item: &Item, function: &Ident, errors: &mut Errors) {
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

pub(in crate::syntax) fn inner_use(item: &syn::ItemUse, errors: &mut Errors) {
    errors.help(
        item.use_token.span,
        "`use` in an inner block brings a name that stands outside the block too, or may",
        "rename it with `as`, or move the `use` to the beginning of the function".into(),
    );
}

/// Attributes that may stand on a statement.
pub(in crate::syntax) fn carried(attribute: &Attribute) -> bool {
    let path = attribute.path();
    ["allow", "expect", "warn", "deny", "doc", "checkpoint"]
        .iter()
        .any(|name| path.is_ident(name))
        || path
            .segments
            .first()
            .is_some_and(|first| first.ident == "rustfmt")
}

pub(in crate::syntax) fn attribute(attribute: &Attribute, errors: &mut Errors) {
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

/// Whether another attribute differentiates the same function; says so.
pub(crate) fn is_applied_twice(source: &Source, errors: &mut Errors) -> bool {
    let other = source.attrs.iter().find(|attribute| {
        let last = attribute.path().segments.last();
        last.is_some_and(|last| last.ident == "differentiate")
    });
    if let Some(attribute) = other {
        applied_twice(attribute, &source.sig.ident, errors);
    }
    other.is_some()
}
