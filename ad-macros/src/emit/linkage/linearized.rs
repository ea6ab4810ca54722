//! The linear map of a call: `linearize` takes the arguments, and which of them will have a tangent; its closure takes the
//! tangents, absent for the others.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Generics;

use super::{
    Inputs, absent_as, copied, forwarded_names, given_tangent, has_references, lent, lent_parts,
    linked, primal, suffixed, tangent_slot,
};
use crate::emit::companions::default_names;
use crate::emit::jacobian::{again, local};
use crate::emit::linearized::{self, Closure, lacks_alloc, tangent, written};
use crate::emit::signature::{Lent, Target, is_captured};
use crate::emit::{body, types};
use crate::syntax::signature::Parameter;
use crate::transform::linearize::Linear;
use crate::transform::{self, Borrows, pushforward};

/// The function of the linkage.
pub(super) fn of_linear_map(target: &Target, linear: &Linear) -> TokenStream {
    if !(has_references(target) || linear.reads_again()) {
        return forwarded(target, linear);
    }
    let both = pushforward(linear);
    let sweeps = transform::sweeps(&both, true, Borrows::Anything);
    if target.cotangents_lack_alloc() || lacks_alloc(linear, &sweeps) {
        return stub(target);
    }
    if let Lent::Nothing = linearized::lent(target, linear, &both, &sweeps) {
        return forwarded(target, linear);
    }
    // A call that runs again reads what it is lent.
    let recursive = linear.is_recursive();
    let (lent, borrows) = if recursive {
        (Lent::Constant, Borrows::Anything)
    } else {
        (lent(linear), Borrows::Nothing)
    };
    let sweeps = transform::sweeps(&both, true, borrows);
    let own = target.signature.parameters.iter().map(|p| p.ident.clone());
    let given = Given::of(target, &own.collect::<Vec<_>>(), body::dots(linear));
    let (mut kept, mut completed) = (given.forms, given.completed);
    let references = target.active().filter(|p| p.carrier.is_reference());
    for parameter in references.filter(|_| recursive) {
        let (name, form) = (
            &parameter.ident,
            linked(&format!("{}_kept", parameter.ident)),
        );
        let copy = copied(parameter, name);
        let lent = lent_parts(&parameter.carrier, &quote!(#form));
        kept.extend(quote!(let #form = #copy;));
        completed.extend(quote!(let #name = #lent;));
    }
    let closure = Closure {
        inline: body::inline(linear, true),
        taken: given.taken,
        given: completed,
    };
    let body = written(target, linear, &both, &sweeps, closure).into_stream();
    function(target, Inputs::Named { lent }, &quote!(#kept #body))
}

/// Arguments of a function that an application of a linear map calls again.
#[derive(Default)]
pub(in crate::emit) struct Rerun {
    /// What becomes the owner of them: callers write to what they lend.
    pub(in crate::emit) kept: TokenStream,
    /// What makes of it, for each application, what is written there.
    pub(in crate::emit) opened: TokenStream,
    pub(in crate::emit) passed: Vec<TokenStream>,
}

impl Rerun {
    /// Of parameters by these names; those are borrowed that are references and not to be copied.
    pub(in crate::emit) fn of<'p>(
        parameters: impl Iterator<Item = (&'p Parameter, Ident)>,
        copies: fn(&Parameter) -> bool,
    ) -> Rerun {
        let mut rerun = Rerun::default();
        for (parameter, name) in parameters {
            let form = linked(&format!("{name}_kept"));
            if copies(parameter) {
                let copy = copied(parameter, &name);
                rerun.kept.extend(quote!(let #form = #copy;));
            }
            rerun.passed.push(if parameter.in_place() {
                // The name of a receiver cannot be given to anything.
                let opened = linked(&format!("{name}_opened"));
                rerun
                    .opened
                    .extend(quote!(let mut #opened = #form.clone();));
                quote!(&mut #opened)
            } else if copies(parameter) {
                quote!(&#form)
            } else {
                again(parameter, &name)
            });
        }
        rerun
    }
}

/// By the user's rule for forward mode, which runs for each application.
pub(super) fn by_rule(target: &Target) -> TokenStream {
    let generics = target.generics_if_cloned();
    let Some(generics) = generics.filter(|_| !target.cotangents_lack_alloc()) else {
        return stub(target);
    };
    let own = target.signature.parameters.iter();
    let (dots, slots): (Vec<Ident>, Vec<TokenStream>) = own
        .clone()
        .map(|parameter| (local(parameter, "dot"), slot(target, parameter)))
        .unzip();
    let Rerun {
        kept,
        opened,
        passed,
    } = Rerun::of(own.map(|p| (p, p.ident.clone())), Parameter::is_lent);
    let (primal, turbofish) = (primal(target), target.turbofish());
    let jvp = target.linked_path("jvp");
    let (value, dot) = (linked("value"), linked("dot"));
    let inputs = Inputs::Named {
        lent: Lent::NotCopied,
    };
    let body = quote! {
        #kept
        let #value = #primal;
        (#value, move |#(#dots: #slots),*| {
            #opened
            let (_, #dot) = #jvp #turbofish(#(#passed,)* #(#dots),*);
            #dot
        })
    };
    function_with(target, generics, inputs, &body)
}

/// The same of a function that could not be differentiated.
pub(super) fn stub(target: &Target) -> TokenStream {
    let unreachable = body::undifferentiated(target);
    let own = forwarded_names(target);
    let taken = Given::of(target, &own, default_names(target, "dot")).taken;
    let returned = target.result_tangent();
    let map = quote!(|#(#taken),*| -> #returned { #unreachable });
    function(target, Inputs::Forwarded, &quote!((#unreachable, #map)))
}

/// The linkage of a function whose parameters are all values: `f_linearize`, slot by slot.
fn forwarded(target: &Target, linear: &Linear) -> TokenStream {
    let (name, turbofish) = (target.call("linearize"), target.turbofish());
    if target.cotangents_lack_alloc() {
        return stub(target);
    }
    let arguments = forwarded_names(target);
    let active = target.signature.parameters.iter().zip(&arguments);
    let active = active.filter(|(parameter, _)| parameter.active);
    let dots: Vec<Ident> = active
        .map(|(_, argument)| suffixed(argument, "dot"))
        .collect();
    let Given {
        forms,
        taken,
        completed,
    } = Given::of(target, &arguments, dots.clone());
    let inline = body::inline(linear, true);
    let (value, map) = (linked("value"), linked("linear"));
    function(
        target,
        Inputs::Forwarded,
        &quote! {
            #forms
            let (#value, #map) = #name #turbofish(#(#arguments),*);
            (#value, #inline move |#(#taken),*| {
                #completed
                #map(#(#dots),*)
            })
        },
    )
}

/// The tangents that callers give.
struct Given {
    /// The zeros that stand for those that they will leave out, where these are as long as the argument.
    forms: TokenStream,
    /// The parameters of the linear map.
    taken: Vec<TokenStream>,
    /// The tangents of the active parameters, none of them absent.
    completed: TokenStream,
}

impl Given {
    /// `arguments` are the names of all parameters, `dots` those of the tangents of the active ones.
    fn of(target: &Target, arguments: &[Ident], dots: Vec<Ident>) -> Given {
        let runtime = &target.runtime;
        let mut all = Given {
            forms: TokenStream::new(),
            taken: Vec::new(),
            completed: TokenStream::new(),
        };
        let mut dots = dots.into_iter();
        let parameters = target.signature.parameters.iter().zip(arguments);
        for (index, (parameter, argument)) in parameters.enumerate() {
            let ty = slot(target, parameter);
            let Some(dot) = parameter.active.then(|| dots.next()).flatten() else {
                all.taken.push(quote!(_: #ty));
                continue;
            };
            all.taken.push(quote!(#dot: #ty));
            let (zero, form) = (
                linked(&format!("{dot}_zero")),
                linked(&format!("{dot}_form")),
            );
            let mut value = types::zero_of(parameter, argument, target.floats());
            if is_captured(parameter) {
                let (given, index) = (linked("given"), syn::Index::from(index));
                all.forms.extend(quote! {
                    let #form = if #given[#index] { #runtime::None } else { #runtime::Some(#value) };
                });
                value = quote!(#runtime::absent(&#form).clone());
            }
            let (declared, absent) = absent_as(parameter, &zero, &value);
            let own = given_tangent(parameter, &dot);
            all.completed.extend(quote! {
                #declared
                let #dot = match #dot {
                    #runtime::Some(#dot) => #own,
                    #runtime::None => #absent,
                };
            });
        }
        all
    }
}

/// The type of the tangent of a parameter, which may be absent.
pub(super) fn slot(target: &Target, parameter: &Parameter) -> TokenStream {
    tangent_slot(parameter, &tangent(target, parameter), &target.runtime)
}

fn function(target: &Target, inputs: Inputs, body: &TokenStream) -> TokenStream {
    let generics = target.generics_if(!target.cotangents_lack_alloc());
    function_with(target, generics, inputs, body)
}

fn function_with(
    target: &Target,
    mut generics: Generics,
    inputs: Inputs,
    body: &TokenStream,
) -> TokenStream {
    let (vis, runtime) = (target.vis(), &target.runtime);
    let (inputs, captured) = inputs.written(target, &mut generics);
    let clause = &generics.where_clause;
    let given = linked("given");
    let slots = target.signature.parameters.iter();
    let slots = slots.map(|parameter| slot(target, parameter));
    let (output, returned) = (&target.signature.output, target.result_tangent());
    let captures = target.captures(&generics, &captured);
    let name = target.linked(&target.source.sig.ident, "linearize");
    quote! {
        #[inline]
        #vis fn #name #generics (#(#inputs,)* #given: &[bool])
            -> (#output, impl #runtime::Fn(#(#slots),*) -> #returned #captures) #clause
        { #body }
    }
}
