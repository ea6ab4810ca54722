//! What a function that is passed takes and returns, as the bound of its type says it.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Generics, Path, PathArguments, ReturnType, Token, Type, TypeParamBound, WherePredicate};

use super::Functions;
use crate::syntax::carrier::{self, last_segment};
use crate::syntax::names_in;
use crate::syntax::signature::{Parameter, Signature};

/// The most arguments that a function parameter takes.
const MOST_ARGUMENTS: usize = 4;

/// The bounds of a type parameter.
pub(super) fn bounds<'g>(
    generics: &'g Generics,
    name: &'g Ident,
) -> impl Iterator<Item = &'g TypeParamBound> {
    let inline = generics
        .type_params()
        .filter(move |param| param.ident == *name)
        .flat_map(|param| &param.bounds);
    let clauses = generics.where_clause.iter().flat_map(|c| &c.predicates);
    let clauses = clauses.filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate) => Some(predicate),
        _ => None,
    });
    let clauses = clauses
        .filter(move |predicate| last_segment(&predicate.bounded_ty) == Some(name))
        .flat_map(|predicate| &predicate.bounds);
    inline.chain(clauses)
}

/// What `Fn(A, B) -> R` takes and returns, where a derivative can flow through it.
pub(super) fn signature_of(bound: &TypeParamBound) -> Option<(Vec<Type>, Type)> {
    let is_fn = |bound: &syn::TraitBound| {
        bound
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "Fn")
    };
    match bound {
        TypeParamBound::Trait(of) if is_fn(of) => callable(bound),
        _ => None,
    }
}

/// The same of `FnMut` and `FnOnce` as well.
fn callable(bound: &TypeParamBound) -> Option<(Vec<Type>, Type)> {
    let TypeParamBound::Trait(bound) = bound else {
        return None;
    };
    let last = bound.path.segments.last()?;
    let PathArguments::Parenthesized(arguments) = &last.arguments else {
        return None;
    };
    let inputs = arguments.inputs.iter().map(|input| input.ty.clone());
    fitting(inputs.collect(), &arguments.output)
}

fn fitting(inputs: Vec<Type>, output: &ReturnType) -> Option<(Vec<Type>, Type)> {
    let ReturnType::Type(_, output) = output else {
        return None;
    };
    let fits = !inputs.is_empty()
        && inputs.len() <= MOST_ARGUMENTS
        && is_value(output)
        && inputs
            .iter()
            .all(|ty| lent(ty).map_or_else(|| is_value(ty), is_lendable));
    fits.then(|| (inputs, (**output).clone()))
}

/// What is behind the reference of an argument.
fn lent(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Reference(reference) if reference.mutability.is_none() => Some(&reference.elem),
        _ => None,
    }
}

/// Whether a type can have a derivative, or is one of numbers, and owns what it is made of.
fn is_value(ty: &Type) -> bool {
    let is_known = match ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            carrier::is_number(&name)
                || (name == "Vec" && cfg!(feature = "alloc"))
                || !carrier::is_of_std(&name)
        }),
        Type::Array(array) => is_value(&array.elem),
        Type::Tuple(tuple) => !tuple.elems.is_empty() && tuple.elems.iter().all(is_value),
        Type::Paren(paren) => is_value(&paren.elem),
        Type::Group(group) => is_value(&group.elem),
        _ => false,
    };
    is_known && !borrows(ty)
}

/// Whether a type can be behind the reference of an argument.
fn is_lendable(ty: &Type) -> bool {
    match ty {
        Type::Slice(slice) => cfg!(feature = "alloc") && is_value(&slice.elem),
        Type::Array(_) => is_value(ty),
        Type::Tuple(tuple) => tuple.elems.len() == 2 && is_value(ty),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let float = last.ident == "f32" || last.ident == "f64";
            is_value(ty) && (float || last.ident == "Vec")
        }),
        _ => false,
    }
}

/// Whether a type is made of references or of what is not known here.
fn borrows(ty: &Type) -> bool {
    struct References(bool);
    impl Visit<'_> for References {
        fn visit_type(&mut self, ty: &Type) {
            self.0 |= matches!(
                ty,
                Type::Reference(_)
                    | Type::ImplTrait(_)
                    | Type::TraitObject(_)
                    | Type::FnPtr(_)
                    | Type::Ptr(_)
                    | Type::Infer(_)
                    | Type::Never(_)
            );
            visit::visit_type(self, ty);
        }
        fn visit_lifetime(&mut self, _: &syn::Lifetime) {
            self.0 = true;
        }
    }
    let mut references = References(false);
    references.visit_type(ty);
    references.0
}

/// `Value<f64>`, `Lent<[f64]>`: how the arguments of a function are passed.
pub(crate) fn markers(arguments: &[Type], runtime: &Path) -> Vec<Type> {
    let marker = |ty: &Type| match lent(ty) {
        Some(ty) => syn::parse_quote!(#runtime::function::Lent<#ty>),
        None => syn::parse_quote!(#runtime::function::Value<#ty>),
    };
    arguments.iter().map(marker).collect()
}

/// The trait of functions whose derivatives can be asked for, and that of those whose second derivatives can be, too.
const ONCE: &str = "Function";
const TWICE: &str = "FunctionTwice";

/// Asks of these functions for second derivatives.
pub(crate) fn bound_twice(generics: &mut Generics, functions: &Functions, runtime: &Path) {
    let is_own = |path: &Path| {
        let of_runtime = runtime.segments.iter().map(|segment| &segment.ident);
        let mut segments = path.segments.iter().map(|segment| &segment.ident);
        segments.next_back().is_some() && segments.eq(of_runtime)
    };
    let ask = |bounds: &mut Punctuated<TypeParamBound, Token![+]>| {
        for bound in bounds {
            if let TypeParamBound::Trait(bound) = bound
                && is_own(&bound.path)
                && let Some(last) = bound.path.segments.last_mut()
                && last.ident == ONCE
            {
                last.ident = Ident::new(TWICE, last.ident.span());
            }
        }
    };
    let own = generics.type_params_mut();
    let own = own.filter(|param| functions.has(&param.ident));
    own.for_each(|param| ask(&mut param.bounds));
    let clause = generics.where_clause.iter_mut();
    for predicate in clause.flat_map(|clause| &mut clause.predicates) {
        if let WherePredicate::Type(of) = predicate
            && functions.is_type(&of.bounded_ty)
        {
            ask(&mut of.bounds);
        }
    }
}

/// `(Value<f64>,)` and `f64` of the bound `Function<(Value<f64>,), f64>`.
pub(crate) fn arguments_and_output(bounds: &TokenStream) -> Option<(TokenStream, TokenStream)> {
    let bounds = Punctuated::<TypeParamBound, Token![+]>::parse_terminated.parse2(bounds.clone());
    bounds.ok()?.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else {
            return None;
        };
        let last = bound
            .path
            .segments
            .last()
            .filter(|last| last.ident == ONCE || last.ident == TWICE)?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return None;
        };
        let mut arguments = arguments.args.iter();
        let (markers, output) = (arguments.next()?, arguments.next()?);
        Some((markers.to_token_stream(), output.to_token_stream()))
    })
}

/// What a parameter held constant takes and returns as a function, where a closure could stand for it that has a derivative.
pub(crate) fn held_constant(
    signature: &Signature,
    parameter: &Parameter,
) -> Option<(Vec<Type>, Type)> {
    let ty = match &parameter.ty {
        Type::Reference(reference) => &*reference.elem,
        ty => ty,
    };
    let (arguments, output) = match ty {
        Type::ImplTrait(ty) => ty.bounds.iter().find_map(callable)?,
        Type::TraitObject(ty) => ty.bounds.iter().find_map(callable)?,
        Type::FnPtr(ty) => {
            let inputs = ty.inputs.iter().map(|input| input.ty.clone()).collect();
            fitting(inputs, &ty.output)?
        }
        Type::Path(path) => {
            let name = path.path.get_ident()?;
            bounds(&signature.generics, name).find_map(callable)?
        }
        _ => return None,
    };
    let is_known = |ty: &Type| {
        let carrier = signature.carrier(lent(ty).unwrap_or(ty));
        let generic = names_in(ty).names;
        let mut generics = signature.generics.type_params();
        carrier.foreign().is_none()
            && !generics.any(|param| generic.contains(&param.ident.to_string()))
    };
    let known = arguments.iter().all(is_known) && is_known(&output);
    known.then_some((arguments, output))
}

/// What a function with the bound `Function<(Value<f64>,), f64>` takes and returns.
pub(crate) fn plain(bounds: &TokenStream) -> Option<(Vec<Type>, Type)> {
    let (markers, output) = arguments_and_output(bounds)?;
    let Type::Tuple(markers) = syn::parse2(markers).ok()? else {
        return None;
    };
    let argument = |marker: &Type| -> Option<Type> {
        let Type::Path(path) = marker else {
            return None;
        };
        let last = path.path.segments.last()?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return None;
        };
        let ty = arguments.args.first()?;
        Some(if last.ident == "Lent" {
            syn::parse_quote!(&#ty)
        } else {
            syn::parse_quote!(#ty)
        })
    };
    let arguments: Option<Vec<Type>> = markers.elems.iter().map(argument).collect();
    Some((arguments?, syn::parse2(output).ok()?))
}
