//! Function parameters that are called where a derivative flows.
//!
//! Such a parameter is a value like any other, of a type that can be called and whose derivative can be asked for: the
//! trait `Function` of the runtime takes the place of `Fn`, and a call of the parameter is one of a differentiable function.
//!
//! ```text
//! fn twice(f: impl Fn(f64) -> f64, x: f64) -> f64 { f(f(x)) }
//!
//! fn twice<F: Function<(Value<f64>,), f64>>(f: F, x: f64) -> f64 { call_1(&f, call_1(&f, x)) }
//! ```
//!
//! What it captures may have a derivative too, which is for callers to know. So the function is read twice: for its
//! companions, as if nothing were captured, and for its linkage, where the function is an active parameter behind a
//! reference, whose tangent is that of what it captures.

mod calls;
mod rewrite;
mod types;

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{FnArg, Generics, Pat, PatType, Type};

use self::types::{bounds, signature_of};
use super::{Body, Source};

pub(super) use self::calls::{
    called_by_linkage, is_counter, names, output, parse_located, passed_on,
};
pub(crate) use self::types::{arguments_and_output, bound_twice, held_constant, markers, plain};

/// The function parameters of a function as one of its two readings has them.
#[derive(Clone, Default)]
pub(crate) struct Functions {
    /// Their types, which are type parameters.
    pub(crate) types: Vec<Ident>,
    /// Whether what they capture has a derivative: in the linkage.
    pub(crate) active: bool,
}

impl Functions {
    pub(crate) fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    pub(crate) fn has(&self, ty: &Ident) -> bool {
        self.types.contains(ty)
    }

    /// Whether a type is that of a function passed by value.
    pub(crate) fn is_type(&self, ty: &Type) -> bool {
        matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(|ty| self.has(ty)))
    }
}

/// A parameter whose type can be called: `impl Fn(f64, &[f64]) -> Vec<f64>`.
pub(crate) struct FunctionParameter {
    index: usize,
    pub(crate) ident: Ident,
    arguments: Vec<Type>,
    output: Type,
    /// Its type parameter, if that has a name.
    ty: Option<Ident>,
    /// Whether it is behind a reference.
    by_reference: bool,
}

/// The parameters of a function that can be called where a derivative flows.
pub(crate) fn parameters(source: &Source) -> Vec<FunctionParameter> {
    if source.host.is_impl() {
        return Vec::new();
    }
    let Body::Block(body) = &source.body else {
        return Vec::new();
    };
    let inputs = source.sig.inputs.iter().enumerate();
    inputs
        .filter_map(|(index, input)| match input {
            FnArg::Typed(typed) => parameter(index, typed, &source.sig.generics),
            FnArg::Receiver(_) => None,
        })
        .filter(|parameter| !is_bound_again(body, &parameter.ident))
        .collect()
}

/// Whether a name is given to something else, too.
fn is_bound_again(body: &syn::Block, name: &Ident) -> bool {
    struct Bindings<'a> {
        name: &'a Ident,
        found: bool,
    }
    impl Visit<'_> for Bindings<'_> {
        fn visit_pat_ident(&mut self, pat: &syn::PatIdent) {
            self.found |= pat.ident == *self.name;
            visit::visit_pat_ident(self, pat);
        }
        fn visit_item(&mut self, item: &syn::Item) {
            self.found |= super::names_in(item).names.contains(&self.name.to_string());
        }
    }
    let mut bindings = Bindings { name, found: false };
    bindings.visit_block(body);
    bindings.found
}

fn parameter(index: usize, typed: &PatType, generics: &Generics) -> Option<FunctionParameter> {
    let Pat::Ident(pat) = &*typed.pat else {
        return None;
    };
    let (ty, by_reference) = match &*typed.ty {
        Type::Reference(reference) if reference.mutability.is_none() => (&*reference.elem, true),
        ty => (ty, false),
    };
    let ty = match ty {
        Type::Paren(paren) => &*paren.elem,
        ty => ty,
    };
    let (bound, name) = match ty {
        Type::ImplTrait(ty) => (ty.bounds.iter().find_map(signature_of), None),
        Type::Path(path) => {
            let name = path.path.get_ident()?;
            (bounds(generics, name).find_map(signature_of), Some(name))
        }
        _ => return None,
    };
    let (arguments, output) = bound?;
    Some(FunctionParameter {
        index,
        ident: pat.ident.clone(),
        arguments,
        output,
        ty: name.cloned(),
        by_reference,
    })
}
