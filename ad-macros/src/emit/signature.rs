//! The parts of a companion's signature.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, GenericParam, Generics, Lifetime, Path, Type, Visibility};

use super::types::{self, Floats};
use crate::attr::{Family, Options, Rules};
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::{Parameter, Signature, may_borrow};
use crate::syntax::{Source, functions};

/// The function whose companions are written.
#[derive(Clone)]
pub(crate) struct Target<'a> {
    pub(crate) source: &'a Source,
    pub(crate) signature: &'a Signature,
    pub(crate) family: Family,
    pub(crate) error_estimate: bool,
    pub(crate) twice: bool,
    pub(crate) rules: &'a Rules,
    pub(crate) stem: Ident,
    pub(crate) runtime: Path,
    pub(crate) generic: Option<Type>,
    /// The attributes that companions share with the function.
    pub(crate) attrs: Vec<&'a Attribute>,
    /// Whether second derivatives are asked for of functions that are passed.
    pub(super) second_order: bool,
    /// A trait that nothing has, of what only holds the place of a mode that the function does not have.
    pub(super) absent: Option<Ident>,
}

impl<'a> Target<'a> {
    pub(crate) fn new(source: &'a Source, signature: &'a Signature, options: &'a Options) -> Self {
        let name = &source.sig.ident;
        let stem = options.name.clone().unwrap_or_else(|| name.clone());
        let runtime = options.runtime();
        let shared = ["cfg", "allow", "expect", "inline"];
        let attrs = source
            .attrs
            .iter()
            .filter(|attr| shared.iter().any(|name| attr.path().is_ident(name)));
        Target {
            source,
            signature,
            family: options.family,
            error_estimate: options.error_estimate.is_some(),
            twice: options.twice.is_some(),
            rules: &options.rules,
            stem,
            runtime,
            generic: signature.generic.clone(),
            attrs: attrs.collect(),
            second_order: false,
            absent: None,
        }
    }

    /// The same function, of functions whose second derivatives can be asked for.
    pub(super) fn for_second_order(&self) -> Self {
        Target {
            second_order: true,
            ..self.clone()
        }
    }

    /// How floats are written.
    pub(super) fn floats(&self) -> Floats<'_> {
        Floats {
            runtime: &self.runtime,
            generic: self.generic.as_ref(),
            scalar: None,
            tangents: self.signature.bounded || self.signature.has_structs(),
        }
    }

    /// `f_jvp` and its like: the user's name, so that the editor finds the function behind it.
    pub(super) fn companion(&self, suffix: &str) -> Ident {
        let stem = self.stem.to_string();
        let stem = stem.strip_prefix("r#").unwrap_or(&stem).to_owned();
        format_ident!("{stem}_{suffix}", span = self.stem.span())
    }

    /// The same, as other companions call it.
    pub(super) fn call(&self, suffix: &str) -> TokenStream {
        self.beside(&self.companion(suffix))
    }

    /// The conditions under which the function exists.
    pub(super) fn cfgs(&self) -> Vec<&'a Attribute> {
        let cfgs = self.attrs.iter().filter(|attr| attr.path().is_ident("cfg"));
        cfgs.copied().collect()
    }

    pub(super) fn vis(&self) -> &Visibility {
        &self.source.vis
    }

    pub(super) fn active(&self) -> impl Iterator<Item = &'a Parameter> {
        self.signature
            .parameters
            .iter()
            .filter(|parameter| parameter.active)
    }

    /// The active parameters whose cotangents pullbacks return.
    pub(super) fn returned(&self) -> impl Iterator<Item = &'a Parameter> {
        self.active().filter(|parameter| !parameter.in_place())
    }

    /// The active parameters whose cotangents take the place of their seeds.
    pub(super) fn in_place(&self) -> impl Iterator<Item = &'a Parameter> {
        self.active().filter(|parameter| parameter.in_place())
    }

    /// `generics, where`: with anonymous type parameters named, so that a result can capture them.
    pub(super) fn generics(&self) -> Generics {
        let mut generics = self.source.sig.generics.clone();
        for (index, parameter) in self.signature.parameters.iter().enumerate() {
            if let Some((name, bounds)) = anonymous(parameter, index) {
                generics.params.push(syn::parse_quote!(#name: #bounds));
            }
        }
        if self.second_order {
            functions::bound_twice(&mut generics, &self.source.functions, &self.runtime);
        }
        if let Some(absent) = &self.absent {
            let bound = syn::parse_quote!(fn(&()): #absent);
            generics.make_where_clause().predicates.push(bound);
        }
        generics
    }

    /// The generics of a companion that exists only if `available`: otherwise with a bound that never
    /// holds. It is checked where the companion is called, for there is a lifetime in `fn(&())`.
    pub(super) fn generics_if(&self, available: bool) -> Generics {
        let mut generics = self.generics();
        if !available {
            let runtime = &self.runtime;
            let clause = generics.make_where_clause();
            let bound = syn::parse_quote!(#runtime::Vec<fn(&())>: #runtime::Allocates);
            clause.predicates.push(bound);
        }
        generics
    }

    /// `::<T, N>`, to call a companion with the parameters that this one has.
    pub(super) fn turbofish(&self) -> Option<TokenStream> {
        turbofish(&self.generics())
    }

    /// The same over a scalar.
    pub(super) fn turbofish_over(&self, scalar: impl ToTokens) -> TokenStream {
        let mut arguments = arguments_of(&self.generics());
        let own = arguments_of(&self.source.sig.generics).len();
        arguments.insert(own, scalar.to_token_stream());
        quote!(::<#(#arguments),*>)
    }

    /// The same for the function itself, whose anonymous type parameters have no place in it.
    pub(super) fn turbofish_of_primal(&self) -> Option<TokenStream> {
        turbofish(&self.source.sig.generics)
    }

    /// The parameters as the user wrote them; active ones without `mut`.
    pub(super) fn parameters(&self) -> Vec<(TokenStream, Type)> {
        let pattern = |parameter: &Parameter| {
            if parameter.active {
                parameter.ident.to_token_stream()
            } else {
                parameter.pat.to_token_stream()
            }
        };
        self.signature
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| {
                let ty = match anonymous(parameter, index) {
                    Some((name, _)) => syn::parse_quote!(#name),
                    None => parameter.ty.clone(),
                };
                (pattern(parameter), ty)
            })
            .collect()
    }

    pub(super) fn inputs(&self) -> Vec<TokenStream> {
        self.parameters()
            .into_iter()
            .map(|(pat, ty)| quote!(#pat: #ty))
            .collect()
    }

    /// The type of the cotangents: bare for one active parameter, a tuple for several.
    pub(super) fn cotangents(&self) -> TokenStream {
        let types: Vec<TokenStream> = self
            .active()
            .map(|parameter| types::owned(&parameter.carrier, &self.runtime))
            .collect();
        bare_or_tuple(&types)
    }

    /// The type of what pullbacks return.
    pub(super) fn pulled_back(&self) -> TokenStream {
        let types: Vec<TokenStream> = self
            .returned()
            .map(|parameter| types::owned(&parameter.carrier, &self.runtime))
            .collect();
        bare_or_tuple(&types)
    }

    /// What pullbacks take: the seed of the result, unless there is none, and the buffers with the
    /// seeds of what is written in place.
    pub(super) fn seeds(&self) -> Vec<TokenStream> {
        let result = (!self.signature.returns_nothing()).then(|| self.seed());
        let buffers = self.in_place().map(|parameter| {
            let ty = types::buffer(&parameter.carrier, &self.runtime);
            quote!(&mut #ty)
        });
        result.into_iter().chain(buffers).collect()
    }

    pub(super) fn result_tangent(&self) -> TokenStream {
        types::owned(&self.signature.result, &self.runtime)
    }

    /// The type a pullback takes its seed in.
    pub(super) fn seed(&self) -> TokenStream {
        match &self.signature.result {
            Carrier::Vec(_) => {
                let buffer = types::buffer(&self.signature.result, &self.runtime);
                quote!(&#buffer)
            }
            _ => self.result_tangent(),
        }
    }

    /// Whether a cotangent's shape is known only from the parameter itself.
    pub(super) fn captures_parameters(&self) -> bool {
        self.active().any(is_captured)
    }

    /// Names every lifetime of the parameters that the pullback of `_vjp` captures, and returns them.
    pub(super) fn name_captured(
        &self,
        lent: Lent,
        parameters: &mut [(TokenStream, Type)],
        generics: &mut Generics,
    ) -> BTreeSet<Lifetime> {
        let captured = parameters.iter_mut().zip(&self.signature.parameters);
        let captured = captured.filter(|(_, parameter)| match lent {
            // Nothing of it is kept: the caller has it back.
            _ if parameter.in_place() => false,
            Lent::All => true,
            Lent::Nothing => false,
            Lent::NotCopied => !(parameter.active && parameter.carrier.is_reference()),
            Lent::Constant if !parameter.active => true,
            Lent::Constant | Lent::Shape => parameter.active && is_captured(parameter),
        });
        name_lifetimes(captured.map(|((_, ty), _)| ty), generics)
    }

    /// Names every lifetime of the parameters that the pullback of the linkage captures, and returns
    /// them: callers write to what they lend for active ones.
    pub(super) fn name_lent(
        &self,
        lent: Lent,
        parameters: &mut [(TokenStream, Type)],
        generics: &mut Generics,
    ) -> BTreeSet<Lifetime> {
        let constant = parameters.iter_mut().zip(&self.signature.parameters);
        let constant = constant.filter(|(_, parameter)| match lent {
            Lent::All => !parameter.in_place() && !self.is_function(parameter),
            Lent::NotCopied => !(parameter.active && parameter.carrier.is_reference()),
            // The cotangent of a value is made, and returned, in the shape of the value.
            _ if parameter.active && !parameter.carrier.is_reference() => is_captured(parameter),
            Lent::Constant => !parameter.active,
            Lent::Shape | Lent::Nothing => false,
        });
        name_lifetimes(constant.map(|((_, ty), _)| ty), generics)
    }

    /// Whether a parameter is a function whose captures have a derivative: its linkage keeps copies of it.
    pub(super) fn is_function(&self, parameter: &Parameter) -> bool {
        let functions = &self.source.functions;
        let ty = parameter.carrier.foreign();
        functions.active && ty.is_some_and(|ty| functions.is_type(ty))
    }

    /// The names of those of the parameters that borrow, or hold what does.
    pub(super) fn borrowed(&self) -> BTreeSet<String> {
        let parameters = self.signature.parameters.iter();
        let borrowed = parameters.filter(|parameter| may_borrow(&parameter.ty));
        borrowed
            .map(|parameter| parameter.ident.unraw().to_string())
            .collect()
    }

    /// Whether returning the cotangents takes a `Vec` where there is none.
    pub(super) fn cotangents_lack_alloc(&self) -> bool {
        !cfg!(feature = "alloc")
            && self
                .active()
                .any(|parameter| types::owns_vec(&parameter.carrier.shape()))
    }

    /// Whether a buffer of `_grad_into` holds a `Vec` where there is none.
    pub(super) fn buffers_lack_alloc(&self) -> bool {
        !cfg!(feature = "alloc")
            && (self.rules.are_of_maps() && self.cotangents_lack_alloc()
                || self
                    .active()
                    .any(|parameter| types::buffer_owns_vec(&parameter.carrier)))
    }

    /// Whether a slot of the linkage's pullback holds a `Vec` where there is none.
    pub(super) fn slots_lack_alloc(&self) -> bool {
        let by_value = |parameter: &Parameter| {
            !parameter.carrier.is_reference() && types::owns_vec(&parameter.carrier.shape())
        };
        self.buffers_lack_alloc() || (self.cotangents_lack_alloc() && self.active().any(by_value))
    }

    /// `+ use<'a, T, N>`: what the pullback may borrow from.
    pub(super) fn captures(
        &self,
        generics: &Generics,
        lifetimes: &BTreeSet<Lifetime>,
    ) -> TokenStream {
        // What `Self` holds may be borrowed with it.
        let host = self.source.host.own_generics();
        let of_host = host.iter().flat_map(|generics| &generics.params);
        let of_host = of_host.map(|param| (param, true));
        let own = generics.params.iter().map(|param| (param, false));
        let captured = of_host
            .chain(own)
            .filter_map(|(param, of_host)| match param {
                GenericParam::Lifetime(param) => {
                    let borrowed = of_host || lifetimes.contains(&param.lifetime);
                    borrowed.then(|| param.lifetime.to_token_stream())
                }
                GenericParam::Type(param) => Some(param.ident.to_token_stream()),
                GenericParam::Const(param) => Some(param.ident.to_token_stream()),
            });
        // Lifetimes come first.
        let (lifetimes, others): (Vec<TokenStream>, Vec<TokenStream>) =
            captured.partition(|captured| captured.to_string().starts_with('\''));
        quote!(+ use<#(#lifetimes,)* #(#others),*>)
    }
}

/// What the pullback of `_vjp` reads behind references.
#[derive(Clone, Copy)]
pub(super) enum Lent {
    /// Any of it.
    All,
    /// That of parameters held constant, and the shapes of cotangents.
    Constant,
    /// All but what is behind references that are differentiated, of which there are copies.
    NotCopied,
    /// The shapes of cotangents.
    Shape,
    /// None of it.
    Nothing,
}

fn turbofish(generics: &Generics) -> Option<TokenStream> {
    let arguments = arguments_of(generics);
    (!arguments.is_empty()).then(|| quote!(::<#(#arguments),*>))
}

/// What stands for each type and constant where generics are passed on.
fn arguments_of(generics: &Generics) -> Vec<TokenStream> {
    let arguments = generics.params.iter().filter_map(|param| match param {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(param) => Some(param.ident.to_token_stream()),
        GenericParam::Const(param) => Some(param.ident.to_token_stream()),
    });
    arguments.collect()
}

pub(super) fn bare_or_tuple(parts: &[TokenStream]) -> TokenStream {
    match parts {
        [part] => part.clone(),
        parts => quote!((#(#parts),*)),
    }
}

/// A name and bounds for the type of an `impl Trait` parameter.
fn anonymous(parameter: &Parameter, index: usize) -> Option<(Ident, TokenStream)> {
    let Type::ImplTrait(ty) = &parameter.ty else {
        return None;
    };
    let bounds = &ty.bounds;
    Some((
        Ident::new(&format!("Impl{index}"), Span::mixed_site()),
        quote!(#bounds),
    ))
}

/// Whether the cotangent of a parameter is made in the shape of the parameter itself.
pub(super) fn is_captured(parameter: &Parameter) -> bool {
    !parameter.carrier.shape().is_static()
}

/// Gives every elided lifetime of some types a name; returns all lifetimes in them.
pub(super) fn name_lifetimes<'t>(
    types: impl Iterator<Item = &'t mut Type>,
    generics: &mut Generics,
) -> BTreeSet<Lifetime> {
    struct Namer {
        taken: BTreeSet<String>,
        named: Vec<Lifetime>,
        found: BTreeSet<Lifetime>,
    }
    impl Namer {
        fn fresh(&mut self) -> Lifetime {
            let names = (0..).map(|number| format!("r{number}"));
            let name = names.into_iter().find(|name| !self.taken.contains(name));
            let name = name.unwrap_or_default();
            let lifetime = Lifetime::new(&format!("'{name}"), Span::mixed_site());
            self.taken.insert(name);
            self.named.push(lifetime.clone());
            lifetime
        }
    }
    impl VisitMut for Namer {
        fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
            if reference
                .lifetime
                .as_ref()
                .is_none_or(|lifetime| lifetime.ident == "_")
            {
                reference.lifetime = Some(self.fresh());
            }
            visit_mut::visit_type_reference_mut(self, reference);
        }
        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            if lifetime.ident == "_" {
                *lifetime = self.fresh();
            }
            self.found.insert(lifetime.clone());
        }
        // The lifetimes of `fn(&T)` and `dyn Fn(&T)` are bound there.
        fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}
        fn visit_parenthesized_generic_arguments_mut(
            &mut self,
            _: &mut syn::ParenthesizedGenericArguments,
        ) {
        }
    }
    let taken = generics.lifetimes();
    let taken = taken.map(|param| param.lifetime.ident.to_string());
    let mut namer = Namer {
        taken: taken.collect(),
        named: Vec::new(),
        found: BTreeSet::new(),
    };
    for ty in types {
        namer.visit_type_mut(ty);
    }
    for (index, lifetime) in namer.named.into_iter().enumerate() {
        generics.params.insert(index, syn::parse_quote!(#lifetime));
    }
    namer.found
}
