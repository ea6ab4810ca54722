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

use std::collections::BTreeSet;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprPath, FnArg, GenericParam, Generics, Pat, PatType, Path, PathArguments, ReturnType,
    Token, Type, TypeParamBound, WherePredicate,
};

use super::carrier::{self, last_segment};
use super::scope;
use super::{Body, Host, Source, vec_macro};

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

/// The most arguments that a function parameter takes.
const MOST_ARGUMENTS: usize = 4;

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

/// The bounds of a type parameter.
fn bounds<'g>(generics: &'g Generics, name: &'g Ident) -> impl Iterator<Item = &'g TypeParamBound> {
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
fn signature_of(bound: &TypeParamBound) -> Option<(Vec<Type>, Type)> {
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

impl Source {
    /// The function with these of its parameters as functions whose derivatives can be asked for.
    pub(crate) fn with_functions(
        &self,
        parameters: &[&FunctionParameter],
        active: bool,
        runtime: &Path,
    ) -> Source {
        let mut sig = self.sig.clone();
        let mut functions = Functions {
            types: Vec::new(),
            active,
        };
        let mut calls = Vec::new();
        for parameter in parameters {
            let ty = parameter.rewrite(&mut sig, active, runtime);
            functions.types.push(ty);
            calls.push(Rewritten {
                ident: &parameter.ident,
                call: parameter.call(runtime),
                arity: parameter.arguments.len(),
                types: &parameter.arguments,
                borrow: !active && !parameter.by_reference,
            });
        }
        let body = match &self.body {
            Body::Block(body) => {
                let mut body = body.clone();
                for call in &mut calls {
                    call.visit_block_mut(&mut body);
                }
                Body::Block(body)
            }
            Body::Unparsed => Body::Unparsed,
            Body::TooDeep(span) => Body::TooDeep(*span),
            Body::Missing(span) => Body::Missing(*span),
        };
        Source {
            attrs: self.attrs.clone(),
            vis: self.vis.clone(),
            sig,
            body,
            host: Host::Module,
            functions,
        }
    }
}

impl FunctionParameter {
    fn markers(&self, runtime: &Path) -> Vec<Type> {
        markers(&self.arguments, runtime)
    }

    /// `Function<(Value<f64>,), f64>`
    fn bound(&self, runtime: &Path) -> TypeParamBound {
        let (markers, output) = (self.markers(runtime), &self.output);
        syn::parse_quote!(#runtime::Function<(#(#markers,)*), #output>)
    }

    /// The function that stands for a call: `call_1::<_, Value<f64>, f64>`.
    fn call(&self, runtime: &Path) -> Path {
        let name = Ident::new(&format!("call_{}", self.arguments.len()), self.ident.span());
        let (markers, output) = (self.markers(runtime), &self.output);
        syn::parse_quote!(#runtime::function::#name::<_, #(#markers,)* #output>)
    }

    /// Puts the bound of a function whose derivative can be asked for in the place of `Fn`; returns the type parameter.
    fn rewrite(&self, sig: &mut syn::Signature, active: bool, runtime: &Path) -> Ident {
        let bound = self.bound(runtime);
        let replace = |bounds: &mut Punctuated<TypeParamBound, Token![+]>| {
            for old in bounds
                .iter_mut()
                .filter(|bound| signature_of(bound).is_some())
            {
                *old = bound.clone();
            }
        };
        let Some(FnArg::Typed(typed)) = sig.inputs.iter_mut().nth(self.index) else {
            return self.ident.clone();
        };
        let (own, reference) = match &mut *typed.ty {
            Type::Reference(reference) => {
                ((*reference.elem).clone(), Some(reference.lifetime.clone()))
            }
            ty => (ty.clone(), None),
        };
        let name = match (&self.ty, own) {
            (None, Type::ImplTrait(mut own)) => {
                replace(&mut own.bounds);
                let name = Ident::new(&format!("Function{}", self.index), Span::mixed_site());
                let bounds = own.bounds;
                sig.generics.params.push(syn::parse_quote!(#name: #bounds));
                name
            }
            (Some(name), _) => {
                for param in sig.generics.type_params_mut() {
                    if param.ident == *name {
                        replace(&mut param.bounds);
                    }
                }
                for predicate in sig
                    .generics
                    .where_clause
                    .iter_mut()
                    .flat_map(|c| &mut c.predicates)
                {
                    if let WherePredicate::Type(predicate) = predicate
                        && last_segment(&predicate.bounded_ty) == Some(name)
                    {
                        replace(&mut predicate.bounds);
                    }
                }
                name.clone()
            }
            _ => self.ident.clone(),
        };
        let lifetime = reference.clone().flatten();
        *typed.ty = if active || reference.is_some() {
            syn::parse_quote!(&#lifetime #name)
        } else {
            syn::parse_quote!(#name)
        };
        if active {
            let ident = &self.ident;
            *typed.pat = syn::parse_quote!(#ident);
        }
        self.bound_floats(&mut sig.generics, runtime);
        name
    }

    /// Says of type parameters that the function takes or returns what is so of every float.
    fn bound_floats(&self, generics: &mut Generics, runtime: &Path) {
        let mentioned: BTreeSet<String> = self
            .arguments
            .iter()
            .chain([&self.output])
            .flat_map(|ty| super::names_in(ty).names)
            .collect();
        let floats: Vec<Ident> = generics
            .params
            .iter()
            .filter_map(|param| match param {
                GenericParam::Type(param) => Some(param.ident.clone()),
                _ => None,
            })
            .filter(|ident| mentioned.contains(&ident.to_string()))
            .collect();
        for float in floats {
            let clause = generics.make_where_clause();
            clause.predicates.push(
                syn::parse_quote!(#float: #runtime::Differentiable<Tangent = #float> + #runtime::Tangent + 'static),
            );
        }
    }
}

/// Puts the calls of a parameter in their new form.
struct Rewritten<'a> {
    ident: &'a Ident,
    call: Path,
    arity: usize,
    types: &'a [Type],
    /// Whether a reference to it is yet to be made.
    borrow: bool,
}

impl Rewritten<'_> {
    fn is_own(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => path.path.get_ident() == Some(self.ident),
            Expr::Paren(paren) => self.is_own(&paren.expr),
            Expr::Group(group) => self.is_own(&group.expr),
            Expr::Reference(reference) => {
                reference.mutability.is_none() && self.is_own(&reference.expr)
            }
            _ => false,
        }
    }

    /// The function, as it is passed on.
    fn passed(&self) -> Expr {
        let ident = self.ident;
        if self.borrow {
            syn::parse_quote!(&#ident)
        } else {
            syn::parse_quote!(#ident)
        }
    }

    /// A closure that calls it.
    fn closure(&self) -> Expr {
        let (call, function) = (&self.call, self.passed());
        let name = |index| Ident::new(&format!("argument_{index}"), Span::mixed_site());
        let names: Vec<Ident> = (0..self.arity).map(name).collect();
        let types = self.types;
        syn::parse_quote!(|#(#names: #types),*| #call(#function, #(#names),*))
    }
}

impl VisitMut for Rewritten<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Call(call) => {
                let function = self.passed();
                if let Expr::Path(path) = &mut *call.func
                    && path.path.get_ident() == Some(self.ident)
                {
                    path.path = parse_located(self.call.to_token_stream(), path.span());
                    call.args.insert(0, function);
                    call.args
                        .iter_mut()
                        .skip(1)
                        .for_each(|argument| self.visit_expr_mut(argument));
                    return;
                }
                if matches!(&*call.func, Expr::Path(_)) {
                    let mut passed_on = false;
                    for argument in call
                        .args
                        .iter_mut()
                        .filter(|argument| self.is_own(argument))
                    {
                        *argument = function.clone();
                        passed_on = true;
                    }
                    if let Expr::Path(path) = &mut *call.func
                        && passed_on
                        && called_by_linkage(path).is_none()
                    {
                        *path = by_linkage(path);
                    }
                }
            }
            Expr::MethodCall(call) => {
                let closure = self.closure();
                for argument in call
                    .args
                    .iter_mut()
                    .filter(|argument| self.is_own(argument))
                {
                    *argument = closure.clone();
                }
            }
            _ => {}
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if let Some(vec_macro::Contents::Repeated(mut repeated)) = vec_macro::Contents::of(mac) {
            self.visit_expr_mut(&mut repeated.element);
            self.visit_expr_mut(&mut repeated.length);
            let (element, length) = (&repeated.element, &repeated.length);
            mac.tokens = quote!(#element; #length);
            return;
        }
        let listed = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(mac.tokens.clone());
        if let Ok(mut listed) = listed {
            listed.iter_mut().for_each(|expr| self.visit_expr_mut(expr));
            mac.tokens = quote!(#listed);
        }
    }
}

/// The name of the function parameter that an argument passes on.
pub(super) fn passed_on(argument: &Expr) -> Option<&Ident> {
    match argument {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Reference(reference) if reference.mutability.is_none() => passed_on(&reference.expr),
        Expr::Paren(paren) => passed_on(&paren.expr),
        _ => None,
    }
}

/// Whether a name is that of one of the parameters.
pub(super) fn names<'p>(
    mut parameters: impl Iterator<Item = &'p FunctionParameter>,
    name: &Ident,
) -> bool {
    parameters.any(|parameter| scope::key(&parameter.ident) == scope::key(name))
}

/// What the call of a parameter gives: `R` of `function::call_1::<_, A, R>`.
pub(super) fn output(path: &Path) -> Option<&Type> {
    let mut segments = path.segments.iter().rev();
    let (call, module) = (segments.next()?, segments.next()?);
    let PathArguments::AngleBracketed(arguments) = &call.arguments else {
        return None;
    };
    let is_call = module.ident == "function" && call.ident.to_string().starts_with("call_");
    match arguments.args.last()? {
        syn::GenericArgument::Type(ty) if is_call => Some(ty),
        _ => None,
    }
}

/// `<g>::primal`: the function that takes functions whose derivatives can be asked for.
fn by_linkage(path: &ExprPath) -> ExprPath {
    let mut linkage = path.clone();
    let last = linkage.path.segments.last_mut();
    let arguments = last.map(|last| std::mem::take(&mut last.arguments));
    let span = path.span();
    let mut primal: ExprPath = syn::parse_quote_spanned!(span=> <#linkage>::primal);
    if let (Some(last), Some(arguments)) = (primal.path.segments.last_mut(), arguments) {
        last.arguments = arguments;
    }
    primal
}

/// `g` of that.
pub(super) fn called_by_linkage(path: &ExprPath) -> Option<ExprPath> {
    let (of, last) = (path.qself.as_ref()?, path.path.segments.last()?);
    let Type::Path(function) = &*of.ty else {
        return None;
    };
    if last.ident != "primal" || path.path.segments.len() != 1 {
        return None;
    }
    let mut called = ExprPath {
        attrs: Vec::new(),
        qself: function.qself.clone(),
        path: function.path.clone(),
    };
    if let Some(segment) = called.path.segments.last_mut() {
        segment.arguments = last.arguments.clone();
    }
    Some(called)
}

/// Syntax, all of whose tokens are reported at a place of the user's.
pub(super) fn parse_located<T: Parse>(tokens: TokenStream, span: Span) -> T {
    let located = located(tokens, span);
    syn::parse_quote!(#located)
}

fn located(tokens: TokenStream, span: Span) -> TokenStream {
    let at = |token: TokenTree| match token {
        TokenTree::Group(group) => {
            let mut moved = Group::new(group.delimiter(), located(group.stream(), span));
            moved.set_span(span.resolved_at(group.span()));
            TokenTree::Group(moved)
        }
        mut token => {
            token.set_span(span.resolved_at(token.span()));
            token
        }
    };
    tokens.into_iter().map(at).collect()
}

/// `Value<f64>`, `Lent<[f64]>`: how the arguments of a function are passed.
pub(crate) fn markers(arguments: &[Type], runtime: &Path) -> Vec<Type> {
    let marker = |ty: &Type| match lent(ty) {
        Some(ty) => syn::parse_quote!(#runtime::function::Lent<#ty>),
        None => syn::parse_quote!(#runtime::function::Value<#ty>),
    };
    arguments.iter().map(marker).collect()
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
            .filter(|last| last.ident == "Function")?;
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
    signature: &super::signature::Signature,
    parameter: &super::signature::Parameter,
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
        let generic = super::names_in(ty).names;
        let mut generics = signature.generics.type_params();
        carrier.foreign().is_none()
            && !generics.any(|param| generic.contains(&param.ident.to_string()))
    };
    let known = arguments.iter().all(is_known) && is_known(&output);
    known.then_some((arguments, output))
}

/// Whether a parameter of a closure without a written type is taken for an index or a number: it is cast, indexes something or
/// bounds a range. Generated code compiles for nothing else.
pub(super) fn is_counter(name: &Ident, body: &Expr) -> bool {
    struct Counted<'a> {
        name: &'a Ident,
        found: bool,
    }
    impl Counted<'_> {
        fn mentions(&self, expr: &Expr) -> bool {
            super::names_in(expr).names.contains(&self.name.to_string())
        }
    }
    impl Visit<'_> for Counted<'_> {
        fn visit_expr_cast(&mut self, cast: &syn::ExprCast) {
            let own = matches!(&*cast.expr, Expr::Path(path) if path.path.is_ident(self.name));
            self.found |= own;
            visit::visit_expr_cast(self, cast);
        }
        fn visit_expr_index(&mut self, index: &syn::ExprIndex) {
            self.found |= self.mentions(&index.index);
            visit::visit_expr_index(self, index);
        }
        fn visit_expr_range(&mut self, range: &syn::ExprRange) {
            let mut bounds = range.start.iter().chain(&range.end);
            self.found |= bounds.any(|bound| self.mentions(bound));
            visit::visit_expr_range(self, range);
        }
    }
    let mut counted = Counted { name, found: false };
    counted.visit_expr(body);
    counted.found
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
