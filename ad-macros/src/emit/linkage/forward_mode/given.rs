//! The tangents that callers give, each of which may be absent, as forward mode and its pullback read them.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Generics, Lifetime, Type};

use crate::emit::linkage::{absent_tangent, copied, given_tangent, lent_parts, linked};
use crate::emit::signature::{Lent, Target, is_captured, name_lifetimes};
use crate::emit::types;
use crate::syntax::signature::{Parameter, may_borrow};
use crate::transform::Sweeps;
use crate::transform::transpose::Adjoint;

/// The names of what the pullback reads.
pub(super) fn read(adjoint: &Adjoint, sweeps: &Sweeps) -> BTreeSet<Ident> {
    let mut names = BTreeSet::new();
    for stmt in &sweeps.reverse {
        stmt.op.for_each_use(&mut |var| {
            names.extend(adjoint.vars.get(var).map(|variable| variable.name.clone()));
        });
    }
    names
}

/// Whether callers lend the tangent of a parameter to the pullback, as they do the parameter.
fn lends(target: &Target, parameter: &Parameter, lent: Lent) -> bool {
    let held = !parameter.carrier.is_reference() && is_captured(parameter);
    let all = matches!(lent, Lent::All) && !target.is_function(parameter);
    !parameter.in_place() && (held || all)
}

/// The tangents, as the two sweeps read them.
#[derive(Default)]
pub(super) struct Given {
    pub(super) declared: TokenStream,
    /// Borrowed again in the pullback, of what it has become the owner of.
    pub(super) again: TokenStream,
}

/// The tangents, zeros for those that are absent. Of what the pullback reads it owns what is behind references; where
/// callers lend it the tangent, only the zeros.
pub(super) fn given(
    target: &Target,
    dots: &[Option<Ident>],
    read: &BTreeSet<Ident>,
    lent: Lent,
) -> Given {
    let runtime = &target.runtime;
    let parameters = target.signature.parameters.iter().zip(dots);
    let parameters = parameters.filter_map(|(parameter, dot)| Some((parameter, dot.as_ref()?)));
    let mut all = Given::default();
    for (parameter, dot) in parameters {
        let zero = linked(&dot.to_string());
        let (ident, carrier) = (&parameter.ident, &parameter.carrier);
        let owned = !may_borrow(&parameter.ty) || parameter.is_taken_receiver();
        if !read.contains(dot) || owned || parameter.in_place() {
            all.declared.extend(or_zero(target, parameter, ident, dot));
            continue;
        }
        let zeros = types::zero_of(parameter, ident, target.floats());
        let (declared, borrowed) = if lends(target, parameter, lent) {
            let (given, borrowed) = (
                linked(&format!("{dot}_given")),
                lent_parts(carrier, &quote!((*#zero))),
            );
            let declared = quote! {
                let #given = #dot;
                let #zero = match #given {
                    #runtime::Some(_) => #runtime::None,
                    #runtime::None => #runtime::Some(#zeros),
                };
            };
            let borrowed = quote! {
                match (#given.clone(), &#zero) {
                    (#runtime::Some(#dot), _) => #dot,
                    (_, #runtime::Some(#zero)) => #borrowed,
                    (#runtime::None, #runtime::None) => ::core::unreachable!(),
                }
            };
            (declared, borrowed)
        } else {
            let own = copied(parameter, dot);
            let declared = quote! {
                let #zero = match #dot {
                    #runtime::Some(#dot) => #own,
                    #runtime::None => #zeros,
                };
            };
            (declared, lent_parts(carrier, &quote!(#zero)))
        };
        all.declared.extend(quote!(#declared let #dot = #borrowed;));
        all.again.extend(quote!(let #dot = #borrowed;));
    }
    all
}

/// Names every lifetime of the tangents that the pullback captures, and returns them.
pub(super) fn name_lent_tangents(
    target: &Target,
    lent: Lent,
    types: &mut [Type],
    generics: &mut Generics,
) -> BTreeSet<Lifetime> {
    let borrowed = types.iter_mut().zip(&target.signature.parameters);
    let borrowed = borrowed.filter(|(_, parameter)| {
        parameter.active && !parameter.is_taken_receiver() && lends(target, parameter, lent)
    });
    name_lifetimes(borrowed.map(|(ty, _)| ty), generics)
}

/// A tangent, or zero where it is absent.
pub(super) fn or_zero(
    target: &Target,
    parameter: &Parameter,
    argument: &Ident,
    dot: &Ident,
) -> TokenStream {
    let (runtime, zero) = (&target.runtime, linked(&dot.to_string()));
    let (declared, absent) = absent_tangent(target.floats(), parameter, argument, &zero);
    let own = given_tangent(parameter, dot);
    quote! {
        #declared
        let #dot = match #dot {
            #runtime::Some(#dot) => #own,
            #runtime::None => #absent,
        };
    }
}
