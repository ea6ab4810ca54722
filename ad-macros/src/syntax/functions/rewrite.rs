//! A function with such parameters, rewritten: their bounds, and the calls in the body.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FnArg, GenericParam, Generics, Path, Token, Type, TypeParamBound, WherePredicate};

use super::calls::{by_linkage, called_by_linkage, parse_located};
use super::types::{markers, signature_of};
use super::{FunctionParameter, Functions};
use crate::syntax::carrier::last_segment;
use crate::syntax::{Body, Host, Source, names_in, vec_macro};

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
            .flat_map(|ty| names_in(ty).names)
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
