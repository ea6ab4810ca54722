//! The linkage of forward mode, as that of a function that is passed to another by its name: what passes it knows the function
//! alone, so these stand beside its first derivatives.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use super::{Twice, forward_function, function, no_names};
use crate::emit::body;
use crate::emit::linkage::linked;
use crate::emit::signature::{Lent, Target};
use crate::syntax::signature::Parameter;

/// The most parameters of a function that is passed.
const MOST_PARAMETERS: usize = 4;

/// Forward mode of forward mode, and that with its pullback, of a function that can be passed.
pub(super) fn functions(target: &Target, dots: &[Option<Ident>], lent: Lent) -> Vec<TokenStream> {
    if !can_be_passed(target) {
        return Vec::new();
    }
    let names = no_names(target).into_iter().enumerate();
    let along = names.map(|(index, _)| Some(linked(&format!("along_{index}"))));
    let along: Vec<Option<Ident>> = along.collect();
    let tangents = |names: &[Option<Ident>]| -> Vec<TokenStream> {
        let runtime = &target.runtime;
        let given = names.iter().map(|name| match name {
            Some(name) => name.to_token_stream(),
            None => quote!(#runtime::None),
        });
        given.collect()
    };
    let (dots_given, along_given) = (tangents(dots), tangents(&along));
    let reverse = called(target, "vjp", &dots_given);
    let forward = called(target, "jvp", &[dots_given, along_given].concat());
    vec![
        forward_function(target, placed("jvp"), dots, &along, &forward),
        function(
            target,
            placed("vjp"),
            dots,
            true,
            lent,
            &body::braced(reverse),
        ),
    ]
}

fn placed(function: &str) -> Twice {
    Twice {
        name: Ident::new(&format!("twice_{function}"), Span::mixed_site()),
        parameter: None,
        argument: None,
    }
}

/// `f_jvp {}.linked_vjp(x, x_dot)`
fn called(target: &Target, function: &str, tangents: &[TokenStream]) -> TokenStream {
    let (linkage, turbofish) = (target.companion("jvp"), target.turbofish());
    let Twice { name, .. } = Twice::of(target, function);
    let names = target.signature.parameters.iter().map(|p| &p.ident);
    quote!((#linkage {}).#name #turbofish(#(#names,)* #(#tangents),*))
}

/// Whether the bound of a parameter can be that of a function: other functions are not asked for this.
fn can_be_passed(target: &Target) -> bool {
    let parameters = &target.signature.parameters;
    let lack_alloc = target.slots_lack_alloc() || target.cotangents_lack_alloc();
    let in_place = parameters.iter().any(Parameter::in_place);
    let held_constant = parameters
        .iter()
        .any(|parameter| !parameter.active && parameter.carrier.is_candidate());
    (1..=MOST_PARAMETERS).contains(&parameters.len())
        && !target.source.host.is_impl()
        && target.source.functions.is_empty()
        && !target.signature.returns_nothing()
        && !(lack_alloc || in_place || held_constant)
}
