//! `f_jvp`, as differentiated bodies call it: the parameters, and then the tangents of the active ones.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Type;

use super::given::name_lent_tangents;
use super::{Twice, tangents};
use crate::emit::jacobian::again;
use crate::emit::linkage::linearized::{Rerun, slot};
use crate::emit::linkage::{activity, linked, slot_result, slot_results, slot_type};
use crate::emit::signature::{Lent, Target, bare_or_tuple};
use crate::emit::{over, types};
use crate::syntax::signature::Parameter;

/// `f_jvp`, as a function that differentiated bodies call.
pub(super) struct Called<'a> {
    pub(super) target: &'a Target<'a>,
    /// The names of the tangents.
    pub(super) dots: &'a [Option<Ident>],
    /// What the pullback reads behind references.
    pub(super) lent: Lent,
}

impl Called<'_> {
    pub(super) fn functions(&self) -> Vec<TokenStream> {
        let Called { target, dots, .. } = self;
        let vis = target.vis();
        let (generics, turbofish) = (target.generics(), target.turbofish());
        let clause = &generics.where_clause;
        let (inputs, tangents) = (target.inputs(), self.tangents());
        let names = target.signature.parameters.iter().map(|p| &p.ident);
        let names: Vec<&Ident> = names.chain(dots.iter().flatten()).collect();
        let (output, tangent) = (&target.signature.output, target.result_tangent());
        let (jvp, name) = (target.call("jvp"), target.companion("jvp"));
        let twice = Twice::of(target, "jvp");
        let (own, argument) = (twice.name, twice.argument);
        let [primal, called] = ["primal", "jvp"].map(|function| target.linked(&name, function));
        let sized = dots.iter().flatten();
        let sized: Vec<TokenStream> = sized
            .map(|_| quote!(_: impl ::core::marker::Sized))
            .collect();
        let (taken, arguments) = self.second_tangents();
        let (tangent_over, _) = over::tangents(target);
        let of_dots = self.with_tangent();
        let of_dots = of_dots.iter().map(|dot| over::slot(target, dot));
        let slots: Vec<TokenStream> = over::slots(target).into_iter().chain(of_dots).collect();
        let mut functions = activity(target, &name, &sized);
        functions.extend([
            quote! {
                #vis fn #primal #generics (#(#inputs,)* #(#tangents),*) -> (#output, #tangent) #clause {
                    #jvp #turbofish(#(#names),*)
                }
            },
            quote! {
                #[inline]
                #vis fn #called #generics (#(#inputs,)* #(#tangents,)* #(#taken),*)
                    -> ((#output, #tangent), (#tangent, #tangent)) #clause
                { Self::#own #turbofish(#argument #(#arguments),*) }
            },
            self.reverse(true),
            self.reverse(false),
            over::unavailable(
                target,
                &name,
                &[inputs, tangents].concat(),
                &slots,
                &quote!((#output, #tangent)),
                &quote!((#tangent_over, #tangent_over)),
            ),
        ]);
        functions.extend(self.linearize());
        functions
    }

    /// The linear map, which runs forward mode again.
    fn linearize(&self) -> Option<TokenStream> {
        let target = self.target;
        let (vis, runtime, turbofish) = (target.vis(), &target.runtime, target.turbofish());
        let mut generics = target.generics_if_cloned()?;
        let mut parameters = target.parameters();
        let mut captured = target.name_lent(Lent::Constant, &mut parameters, &mut generics);
        let mut types = self.types();
        captured.extend(name_lent_tangents(
            target,
            Lent::Constant,
            &mut types,
            &mut generics,
        ));
        let clause = &generics.where_clause;
        let inputs = parameters.iter().map(|(pat, ty)| quote!(#pat: #ty));
        let tangents = self.dots.iter().zip(&types);
        let tangents =
            tangents.filter_map(|(dot, ty)| Some(quote!(#dot: #ty)).filter(|_| dot.is_some()));
        let own = target.signature.parameters.iter();
        let own = own.map(|parameter| (parameter, parameter.ident.clone()));
        let of_dots = self.with_tangent();
        let of_dots = of_dots.iter().map(|dot| (dot, dot.ident.clone()));
        let all = own.chain(of_dots);
        let all: Vec<(&Parameter, Ident)> = all.collect();
        let again = all.iter().map(|(parameter, name)| again(parameter, name));
        let again: Vec<TokenStream> = again.collect();
        let taken = all.iter().enumerate().map(|(index, (parameter, _))| {
            let ty = slot(target, parameter);
            (linked(&format!("tangent_{index}")), ty)
        });
        let (dots, slots): (Vec<Ident>, Vec<TokenStream>) = taken.unzip();
        let Rerun {
            kept,
            opened,
            passed,
        } = Rerun::of(
            all.iter()
                .map(|(parameter, name)| (*parameter, name.clone())),
            Parameter::is_lent,
        );
        let captures = target.captures(&generics, &captured);
        let (output, tangent) = (&target.signature.output, target.result_tangent());
        let (value, dot) = (linked("value"), linked("dot"));
        let (jvp, name) = (target.call("jvp"), target.companion("jvp"));
        let [linearize, called] =
            ["linearize", "jvp"].map(|function| target.linked(&name, function));
        Some(quote! {
            #[inline]
            #vis fn #linearize #generics (#(#inputs,)* #(#tangents,)* _: &[bool])
                -> (
                    (#output, #tangent),
                    impl #runtime::Fn(#(#slots),*) -> (#tangent, #tangent) #captures,
                ) #clause
            {
                #kept
                let #value = #jvp #turbofish(#(#again),*);
                (#value, move |#(#dots: #slots),*| {
                    #opened
                    let (_, #dot) = Self::#called #turbofish(#(#passed,)* #(#dots),*);
                    #dot
                })
            }
        })
    }

    /// The parameters that take tangents.
    fn tangents(&self) -> Vec<TokenStream> {
        let tangents = self.with_tangent();
        let tangents = tangents.iter().map(|dot| {
            let (name, ty) = (&dot.ident, types::tangent(dot, &self.target.runtime));
            quote!(#name: #ty)
        });
        tangents.collect()
    }

    /// The parameters that take tangents: those of a receiver are arguments like any other.
    fn with_tangent(&self) -> Vec<Parameter> {
        let parameters = self.target.signature.parameters.iter().zip(self.dots);
        let tangents = parameters.filter_map(|(parameter, dot)| {
            let ident = dot.clone()?;
            Some(Parameter {
                ident,
                ..parameter.clone()
            })
        });
        tangents.collect()
    }

    /// The types of the tangents as they are taken here, of all parameters.
    fn types(&self) -> Vec<Type> {
        let parameters = self.target.signature.parameters.iter();
        let types = parameters
            .zip(tangents(self.target))
            .map(|(parameter, ty)| match ty {
                Type::Reference(lent) if parameter.is_taken_receiver() => *lent.elem,
                ty => ty,
            });
        types.collect()
    }

    /// Whether the linkage of callers that are differentiated twice is lent what is taken here.
    fn is_lent(&self, index: usize) -> bool {
        let parameter = self.target.signature.parameters.get(index);
        parameter.is_some_and(Parameter::is_taken_receiver)
    }

    /// What takes the tangents of the parameters and of their tangents, and what is passed on then.
    fn second_tangents(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let runtime = &self.target.runtime;
        let own = tangents(self.target);
        let count = own.len();
        let own = own.into_iter().map(|ty| (ty, true));
        let of_dots = self.types().into_iter().zip(self.dots);
        let of_dots = of_dots.map(|(ty, dot)| (ty, dot.is_some()));
        let (mut taken, mut arguments) = (Vec::new(), self.arguments());
        for (index, (ty, has_slot)) in own.chain(of_dots).enumerate() {
            if has_slot {
                let name = linked(&format!("tangent_{index}"));
                taken.push(quote!(#name: #runtime::Option<#ty>));
                let is_lent = index
                    .checked_sub(count)
                    .is_some_and(|dot| self.is_lent(dot));
                arguments.push(if is_lent {
                    quote!(#name.as_ref())
                } else {
                    quote!(#name)
                });
            } else {
                arguments.push(quote!(#runtime::None));
            }
        }
        (taken, arguments)
    }

    /// The parameters, and the tangents as callers that are differentiated twice pass them.
    fn arguments(&self) -> Vec<TokenStream> {
        let runtime = &self.target.runtime;
        let parameters = self.target.signature.parameters.iter();
        let dots = self.dots.iter().enumerate().map(|(index, dot)| match dot {
            Some(dot) if self.is_lent(index) => quote!(#runtime::Some(&#dot)),
            Some(dot) => quote!(#runtime::Some(#dot)),
            None => quote!(#runtime::None),
        });
        let arguments = parameters.map(|p| p.ident.to_token_stream());
        arguments.chain(dots).collect()
    }

    /// The pullback by the linkage of callers that are differentiated twice: all tangents are there.
    fn reverse(&self, with_value: bool) -> TokenStream {
        let target = self.target;
        let (vis, runtime) = (target.vis(), &target.runtime);
        let mut generics = target.generics();
        let mut parameters = target.parameters();
        let mut captured = target.name_lent(self.lent, &mut parameters, &mut generics);
        let mut types = self.types();
        captured.extend(name_lent_tangents(
            target,
            self.lent,
            &mut types,
            &mut generics,
        ));
        let clause = &generics.where_clause;
        let inputs = parameters.iter().map(|(pat, ty)| quote!(#pat: #ty));
        let tangents = self.dots.iter().zip(&types);
        let tangents = tangents.filter_map(|(dot, ty)| Some((dot.as_ref()?, ty)));
        let tangents: Vec<TokenStream> = tangents.map(|(dot, ty)| quote!(#dot: #ty)).collect();
        let turbofish = target.turbofish();
        let arguments = self.arguments();
        let parameters = target.signature.parameters.iter();
        let own: Vec<TokenStream> = parameters.clone().map(|p| slot_type(p, runtime)).collect();
        let with_tangent = self.with_tangent();
        let of_dots = with_tangent.iter().map(|dot| slot_type(dot, runtime));
        let of_dots: Vec<TokenStream> = of_dots.collect();
        let results = slot_results(target).into_iter();
        let kept = with_tangent.iter().map(|dot| slot_result(dot, runtime));
        let returned = bare_or_tuple(&results.chain(kept).collect::<Vec<_>>());
        let captures = target.captures(&generics, &captured);
        let (output, tangent) = (&target.signature.output, target.result_tangent());
        let pullback = quote! {
            impl #runtime::Fn((#tangent, #tangent), #(#own,)* #(#of_dots),*) -> #returned #captures
        };
        let slots: Vec<Ident> = (0..own.len())
            .map(|i| linked(&format!("slot_{i}")))
            .collect();
        let dot_slots = self.dots.iter().enumerate();
        let dot_slots =
            dot_slots.map(|(i, dot)| dot.as_ref().map(|_| linked(&format!("dot_slot_{i}"))));
        let dot_slots: Vec<Option<Ident>> = dot_slots.collect();
        let taken: Vec<&Ident> = slots.iter().chain(dot_slots.iter().flatten()).collect();
        let passed = dot_slots
            .iter()
            .enumerate()
            .map(|(index, slot)| match slot {
                // That of a receiver is returned.
                Some(_) if self.is_lent(index) => quote!(#runtime::None),
                Some(slot) => quote!(#slot),
                None => quote!(#runtime::None),
            });
        let patterns = dot_slots.iter().map(|slot| match slot {
            Some(slot) => quote!(#slot),
            None => quote!(_),
        });
        let (value, pulled, seed) = (linked("value"), linked("pullback"), linked("seed"));
        let closure = quote! {
            move |#seed: (#tangent, #tangent), #(#taken),*| {
                let (#(#slots,)* #(#patterns),*) = #pulled(#seed, #(#slots,)* #(#passed),*);
                (#(#taken),*)
            }
        };
        let (value_and_pullback, pullback_alone) =
            (Twice::of(target, "vjp"), Twice::of(target, "pullback"));
        let name = target.companion("jvp");
        if with_value {
            let (own, argument) = (value_and_pullback.name, value_and_pullback.argument);
            let called = target.linked(&name, "vjp");
            quote! {
                #[inline]
                #vis fn #called #generics (#(#inputs,)* #(#tangents),*) -> ((#output, #tangent), #pullback) #clause {
                    let (#value, #pulled) = Self::#own #turbofish(#argument #(#arguments),*);
                    (#value, #closure)
                }
            }
        } else {
            let (own, argument) = (pullback_alone.name, pullback_alone.argument);
            let called = target.linked(&name, "pullback");
            quote! {
                #[inline]
                #vis fn #called #generics (#(#inputs,)* #(#tangents),*) -> #pullback #clause {
                    let #pulled = Self::#own #turbofish(#argument #(#arguments),*);
                    #closure
                }
            }
        }
    }
}
