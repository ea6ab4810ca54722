//! `#[derive(Differentiable)]`: which fields of a struct have a derivative.

use proc_macro2::{Ident, TokenStream};
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Fields, Generics, Member, Path, Token, Type, Visibility};

use crate::diagnostics::Errors;
use crate::emit;
use crate::syntax::carrier::{Carrier, Types};
use crate::syntax::depth;
use crate::syntax::fence;

/// A struct, and what is known of its tangent.
pub(crate) struct Declaration {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) generics: Generics,
    pub(crate) fields: Vec<Field>,
    /// Whether fields have names.
    pub(crate) named: bool,
    /// Whether the type is its own tangent.
    pub(crate) own: bool,
    pub(crate) runtime: Path,
}

pub(crate) struct Field {
    pub(crate) member: Member,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) carrier: Carrier,
}

impl Field {
    /// Whether there is nothing of it in a tangent.
    pub(crate) fn is_constant(&self) -> bool {
        matches!(self.carrier, Carrier::Inert)
    }
}

/// The tangent of a struct and what can be done with it; on error, the errors.
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    if let Some(span) = depth::too_deep(item.clone()) {
        return fence::too_deep(span).to_compile_error();
    }
    let input = match syn::parse2::<DeriveInput>(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    match declaration(&input, &mut errors).filter(|_| errors.is_empty()) {
        Some(declaration) => emit::tangent(&declaration),
        None => errors.into_tokens(),
    }
}

fn declaration(input: &DeriveInput, errors: &mut Errors) -> Option<Declaration> {
    let options = options(&input.attrs, errors);
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(data) => {
            refuse(data.enum_token.span, "enum", errors);
            return None;
        }
        Data::Union(data) => {
            refuse(data.union_token.span, "union", errors);
            return None;
        }
    };
    let types = Types {
        generics: &input.generics,
        float: &options.float,
        functions: None,
    };
    let read = |(index, field): (usize, &syn::Field)| Field {
        member: field
            .ident
            .clone()
            .map_or_else(|| Member::from(index), Member::Named),
        vis: field.vis.clone(),
        ty: field.ty.clone(),
        carrier: if is_held_constant(&field.attrs, errors) {
            Carrier::Inert
        } else {
            types.carrier(&field.ty)
        },
    };
    let fields: Vec<Field> = data.fields.iter().enumerate().map(read).collect();
    if fields.iter().all(Field::is_constant) {
        errors.push(
            input.ident.span(),
            format!("no field of `{}` has a derivative", input.ident),
        );
    }
    for field in &fields {
        if let Carrier::Reference(_) = &field.carrier {
            errors.help(
                field.ty.span(),
                "a reference in a struct has no tangent of its own",
                "own the value, or hold it constant with `#[differentiable(constant)]`".into(),
            );
        }
        if options.own && field.is_constant() {
            errors.push(
                field.ty.span(),
                "a type with constant fields is not its own tangent",
            );
        }
    }
    Some(Declaration {
        ident: input.ident.clone(),
        vis: input.vis.clone(),
        generics: input.generics.clone(),
        fields,
        named: matches!(data.fields, Fields::Named(_)),
        own: options.own,
        runtime: options
            .runtime
            .unwrap_or_else(|| syn::parse_quote!(::ad_runtime)),
    })
}

fn refuse(span: proc_macro2::Span, keyword: &str, errors: &mut Errors) {
    errors.help(
        span,
        format!("`Differentiable` cannot be derived for an `{keyword}`: its values have no tangents of one type"),
        "put the floats in a struct, and hold the rest constant".into(),
    );
}

/// What `#[differentiable(..)]` on the struct asks for.
#[derive(Default)]
struct Options {
    own: bool,
    float: Vec<Ident>,
    runtime: Option<Path>,
}

fn options(attrs: &[Attribute], errors: &mut Errors) -> Options {
    let mut options = Options::default();
    for attr in ours(attrs) {
        let parsed = attr.parse_nested_meta(|meta| {
            if meta.path.is_ident("tangent") {
                meta.value()?.parse::<Token![Self]>()?;
                options.own = true;
            } else if meta.path.is_ident("float") {
                let content;
                syn::parenthesized!(content in meta.input);
                let names = content.parse_terminated(
                    <Ident as syn::parse::Parse>::parse,
                    Token![,],
                )?;
                options.float.extend(names);
            } else if meta.path.is_ident("crate") {
                options.runtime = Some(meta.value()?.parse()?);
            } else {
                return Err(meta.error(
                    "expected `tangent = Self`, `float(..)` or `crate = path`; `constant` stands on a field",
                ));
            }
            Ok(())
        });
        if let Err(error) = parsed {
            errors.absorb(error);
        }
    }
    options
}

fn is_held_constant(attrs: &[Attribute], errors: &mut Errors) -> bool {
    let mut constant = false;
    for attr in ours(attrs) {
        let parsed = attr.parse_nested_meta(|meta| {
            if !meta.path.is_ident("constant") {
                return Err(meta.error("expected `constant`"));
            }
            constant = true;
            Ok(())
        });
        if let Err(error) = parsed {
            errors.absorb(error);
        }
    }
    constant
}

fn ours(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs
        .iter()
        .filter(|attr| attr.path().is_ident("differentiable"))
}
