//! The linkage of `f_grad` and `f_value_and_grad`, by which differentiated functions call them: the derivative of a gradient
//! along a direction is a product of the Hessian, and so, the Hessian being symmetric, is its pullback.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Generics;

use super::linearized::{Rerun, slot};
use super::{
    active, activity, copied, empty_slot, forwarded_inputs, forwarded_names, given_tangents,
    jvp_signature, linked, placed, slot_results, slot_type, suffixed,
};

use crate::emit::jacobian::{again, float, lent_tangent};
use crate::emit::over;
use crate::emit::signature::{Lent, Target, bare_or_tuple};
use crate::ir::Shape;
use crate::syntax::signature::{Parameter, may_borrow};

/// What is called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Companion {
    Gradient,
    ValueAndGradient,
}

/// The linkage of gradients of functions of `order = 2`.
pub(in crate::emit) fn of_gradients(target: &Target) -> TokenStream {
    let holds_references =
        |parameter: &Parameter| may_borrow(&parameter.ty) && !parameter.carrier.is_reference();
    let mut parameters = target.active();
    let simple = parameters.all(|p| !p.in_place() && !holds_references(p));
    if !simple || target.generic.is_some() || target.cotangents_lack_alloc() {
        return TokenStream::new();
    }
    let Some(generics) = target.generics_if_cloned() else {
        return TokenStream::new();
    };
    // Cotangents of a value of another type could not be scaled by its own.
    let scalable = float(target).is_some();
    let companions = [Companion::Gradient, Companion::ValueAndGradient];
    let companions = companions
        .into_iter()
        .filter(|companion| scalable || *companion == Companion::Gradient);
    let linkages = companions.map(|companion| {
        let linkage = Linkage {
            target,
            companion,
            generics: &generics,
        };
        linkage.written()
    });
    linkages.collect()
}

struct Linkage<'a> {
    target: &'a Target<'a>,
    companion: Companion,
    generics: &'a Generics,
}

impl Linkage<'_> {
    fn written(&self) -> TokenStream {
        let target = self.target;
        let (vis, name, generics) = (target.vis(), self.name(), self.generics);
        let clause = &generics.where_clause;
        let inputs = forwarded_inputs(target);
        let (output, turbofish) = (self.output(), target.turbofish());
        let arguments = forwarded_names(target);
        let over = over::unavailable(
            target,
            &name,
            &inputs,
            &over::slots(target),
            &output,
            &self.tangent_over(),
        );
        let (primal, own) = (target.linked(&name, "primal"), target.beside(&name));
        let primal = quote! {
            #vis fn #primal #generics (#(#inputs),*) -> #output #clause { #own #turbofish(#(#arguments),*) }
        };
        let functions = [
            self.jvp(),
            self.linearize(),
            self.reverse(true),
            self.reverse(false),
            over,
        ];
        let own = std::iter::once(primal).chain(activity(target, &name, &[]));
        let functions: Vec<TokenStream> = own.chain(functions).collect();
        placed(target, &quote!(enum), &name, &functions)
    }

    fn name(&self) -> Ident {
        self.target.companion(match self.companion {
            Companion::Gradient => "grad",
            Companion::ValueAndGradient => "value_and_grad",
        })
    }

    fn output(&self) -> TokenStream {
        let (value, cotangents) = (&self.target.signature.output, self.target.cotangents());
        match self.companion {
            Companion::Gradient => cotangents,
            Companion::ValueAndGradient => quote!((#value, #cotangents)),
        }
    }

    fn tangent_over(&self) -> TokenStream {
        let (value, cotangents) = over::tangents(self.target);
        match self.companion {
            Companion::Gradient => cotangents,
            Companion::ValueAndGradient => quote!((#value, #cotangents)),
        }
    }

    /// The product of the Hessian with the tangents.
    fn jvp(&self) -> TokenStream {
        let target = self.target;
        let (given, tangents) = given_tangents(target, target.floats());
        let (product, turbofish) = (target.call("grad_and_hvp"), target.turbofish());
        let arguments = target.again(&forwarded_names(target));
        let directions = target.active().zip(&tangents);
        let directions = directions.map(|(parameter, tangent)| again(parameter, tangent));
        let product = quote!(#product #turbofish(#(#arguments,)* #(#directions),*));
        let body = match self.companion {
            Companion::Gradient => product,
            Companion::ValueAndGradient => {
                let jvp = target.call("jvp");
                let [value, value_dot, bars, bars_dot] =
                    ["value", "value_dot", "bars", "bars_dot"].map(linked);
                quote! {
                    let (#bars, #bars_dot) = #product;
                    let (#value, #value_dot) = #jvp #turbofish(#(#arguments,)* #(#tangents),*);
                    ((#value, #bars), (#value_dot, #bars_dot))
                }
            }
        };
        let output = self.output();
        let name = target.linked(&self.name(), "jvp");
        let signature = jvp_signature(target, &name, self.generics, &quote!((#output, #output)));
        quote!(#signature { #given #body })
    }

    /// The product of the Hessian with tangents given later: the closure holds the point.
    fn linearize(&self) -> TokenStream {
        let target = self.target;
        let (vis, runtime, turbofish) = (target.vis(), &target.runtime, target.turbofish());
        let mut generics = self.generics.clone();
        let mut parameters = target.parameters();
        let captured = target.name_lent(Lent::Constant, &mut parameters, &mut generics);
        let clause = &generics.where_clause;
        let names = forwarded_names(target);
        let types = parameters.iter().map(|(_, ty)| ty);
        let inputs = names.iter().zip(types).map(|(name, ty)| quote!(#name: #ty));
        let all = target.signature.parameters.iter();
        let Rerun { kept, passed, .. } =
            Rerun::of(all.clone().zip(names.iter().cloned()), Parameter::is_lent);
        let slots: Vec<TokenStream> = all.map(|parameter| slot(target, parameter)).collect();
        let dots: Vec<Ident> = names.iter().map(|name| suffixed(name, "dot")).collect();
        let (name, output, arguments) = (self.name(), self.output(), target.again(&names));
        let [linearize, jvp] = ["linearize", "jvp"].map(|function| target.linked(&name, function));
        let name = target.beside(&name);
        let captures = target.captures(&generics, &captured);
        let (value, dot) = (linked("value"), linked("dot"));
        quote! {
            #[inline]
            #vis fn #linearize #generics (#(#inputs,)* _: &[bool])
                -> (#output, impl #runtime::Fn(#(#slots),*) -> #output #captures) #clause
            {
                #kept
                let #value = #name #turbofish(#(#arguments),*);
                (#value, move |#(#dots: #slots),*| {
                    let (_, #dot) = Self::#jvp #turbofish(#(#passed,)* #(#dots),*);
                    #dot
                })
            }
        }
    }

    /// The pullback, after the value or alone: it holds the point.
    fn reverse(&self, with_value: bool) -> TokenStream {
        let target = self.target;
        let (vis, runtime, turbofish) = (target.vis(), &target.runtime, target.turbofish());
        let mut generics = self.generics.clone();
        let mut parameters = target.parameters();
        let captured = target.name_lent(Lent::Constant, &mut parameters, &mut generics);
        let clause = &generics.where_clause;
        let names = forwarded_names(target);
        let types = parameters.iter().map(|(_, ty)| ty);
        let inputs = names.iter().zip(types).map(|(name, ty)| quote!(#name: #ty));
        let slots = target.signature.parameters.iter();
        let slots: Vec<TokenStream> = slots.map(|p| slot_type(p, runtime)).collect();
        let (output, results) = (self.output(), bare_or_tuple(&slot_results(target)));
        let captures = target.captures(&generics, &captured);
        let pullback = quote!(impl #runtime::Fn(#output, #(#slots),*) -> #results #captures);
        let (function, returned) = if with_value {
            ("vjp", quote!((#output, #pullback)))
        } else {
            ("pullback", pullback)
        };
        let function = target.linked(&self.name(), function);
        let (name, arguments) = (target.beside(&self.name()), target.again(&names));
        let kept = active(target)
            .into_iter()
            .filter(|(p, _)| p.carrier.is_reference());
        let kept = kept.map(|(parameter, name)| {
            let (copy, kept) = (copied(parameter, &name), suffixed(&name, "kept"));
            quote!(let #kept = #copy;)
        });
        let (value, closure) = (linked("value"), self.pullback(&slots));
        let (computed, result) = if with_value {
            let value_of = quote!(#name #turbofish(#(#arguments),*));
            (
                Some(quote!(let #value = #value_of;)),
                quote!((#value, #closure)),
            )
        } else {
            (None, closure)
        };
        quote! {
            #[inline]
            #vis fn #function #generics (#(#inputs),*) -> #returned #clause {
                #computed
                #(#kept)*
                #result
            }
        }
    }

    fn pullback(&self, slots: &[TokenStream]) -> TokenStream {
        let target = self.target;
        let (runtime, turbofish) = (&target.runtime, target.turbofish());
        let (seed, value_bar) = (linked("seed"), linked("value_bar"));
        let names = forwarded_names(target);
        let arguments = target
            .signature
            .parameters
            .iter()
            .zip(&names)
            .map(|(parameter, name)| {
                if parameter.active && parameter.carrier.is_reference() {
                    let kept = suffixed(name, "kept");
                    quote!(&#kept)
                } else {
                    again(parameter, name)
                }
            });
        let arguments: Vec<TokenStream> = arguments.collect();
        let count = target.active().count();
        let tangents = target.active().enumerate().map(|(index, parameter)| {
            let index = syn::Index::from(index);
            let owned = if count == 1 {
                quote!(#seed)
            } else {
                quote!(#seed.#index)
            };
            lent_tangent(&parameter.carrier, &owned)
        });
        let bars: Vec<Ident> = active(target)
            .iter()
            .map(|(_, name)| suffixed(name, "bar"))
            .collect();
        let gradients: Vec<Ident> = bars.iter().map(|bar| suffixed(bar, "grad")).collect();
        let pattern = |names: &[Ident]| {
            let names: Vec<TokenStream> = names.iter().map(|name| quote!(mut #name)).collect();
            bare_or_tuple(&names)
        };
        let (products, gradient) = (pattern(&bars), pattern(&gradients));
        let product = match self.companion {
            Companion::Gradient => {
                let hvp = target.call("hvp");
                quote!(let #products = #hvp #turbofish(#(#arguments,)* #(#tangents),*);)
            }
            Companion::ValueAndGradient => {
                let hvp = target.call("grad_and_hvp");
                quote! {
                    let (#value_bar, #seed) = #seed;
                    let (#gradient, #products) = #hvp #turbofish(#(#arguments,)* #(#tangents),*);
                    #(#runtime::Tangent::accumulate(&mut #bars, &#runtime::Scale::scaled(&#gradients, #value_bar));)*
                }
            }
        };
        let mut own = bars.iter();
        let all = target.signature.parameters.iter().zip(&names);
        let (mut parameters, mut added, mut returned) = (Vec::new(), Vec::new(), Vec::new());
        for ((parameter, name), ty) in all.zip(slots) {
            let bar = parameter.active.then(|| own.next()).flatten();
            let slot = suffixed(name, "slot");
            match bar {
                Some(bar) if parameter.carrier.is_reference() => {
                    let add = match parameter.carrier.shape() {
                        Shape::Sequence(_) => quote!(#runtime::accumulate_slice(#slot, &#bar)),
                        _ => quote!(#runtime::Tangent::accumulate(#slot, &#bar)),
                    };
                    parameters.push(quote!(#slot: #ty));
                    added.push(quote!(if let #runtime::Some(#slot) = #slot { #add; }));
                    returned.push(quote!(()));
                }
                Some(bar) => {
                    parameters.push(quote!(_: #ty));
                    returned.push(quote!(#bar));
                }
                None => {
                    parameters.push(quote!(_: #ty));
                    returned.push(empty_slot(target, parameter));
                }
            }
        }
        let (output, returned) = (self.output(), bare_or_tuple(&returned));
        quote! {
            move |#seed: #output, #(#parameters),*| {
                #product
                #(#added)*
                #returned
            }
        }
    }
}
