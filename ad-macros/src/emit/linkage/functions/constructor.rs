//! What makes a function of a closure, of what it captures and of its modes: the bounds tell the compiler what the types in
//! these are.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Path, WherePredicate};

use super::of_function;
use crate::emit::closure::Order;
use crate::emit::signature::Target;
use crate::syntax::signature::Parameter;
use crate::syntax::{functions, names_in};

/// `closure_0`, of the parameter with that index.
pub(super) fn constructor(
    target: &Target,
    order: Order,
    parameter: &Parameter,
    index: usize,
) -> Option<TokenStream> {
    let Taken {
        markers,
        output,
        mut generics,
    } = taken(target, parameter)?;
    let (vis, runtime) = (target.vis(), &target.runtime);
    let name = Ident::new(&format!("closure_{index}"), Span::mixed_site());
    let modes = Modes::of(order, &markers, &output, runtime);
    let Modes {
        names,
        types,
        pulled,
        predicates,
    } = &modes;
    let own = types.iter().chain(pulled);
    let own: Vec<GenericParam> = own.map(|ty| syn::parse_quote!(#ty)).collect();
    generics.params.push(syn::parse_quote!(Captures));
    generics.params.extend(own);
    generics
        .make_where_clause()
        .predicates
        .extend(predicates.iter().cloned());
    let (params, clause) = (&generics.params, &generics.where_clause);
    let (returned, body) = if parameter.active {
        constructed(order, &modes, runtime)
    } else {
        // What it captures is refused where it is passed, and that is the one error.
        let (arguments, output) = functions::held_constant(target.signature, parameter)?;
        let ignored = arguments.iter().map(|ty| quote!(_: #ty));
        (
            quote!(impl Fn(#(#arguments),*) -> #output + use<Captures, #(#types,)* #(#pulled),*>),
            quote!(|#(#ignored),*| ::core::panic!("held constant")),
        )
    };
    let receiver = (order == Order::Second).then(|| quote!(self,));
    Some(quote! {
        #[inline]
        #vis fn #name<#params>(#receiver captures: Captures, #(#names: #types),*) -> #returned #clause { #body }
    })
}

/// What a function takes and returns, and the generics that these mention.
struct Taken {
    markers: TokenStream,
    output: TokenStream,
    generics: Generics,
}

fn taken(target: &Target, parameter: &Parameter) -> Option<Taken> {
    if !parameter.active {
        let (arguments, output) = functions::held_constant(target.signature, parameter)?;
        let markers = functions::markers(&arguments, &target.runtime);
        return Some(Taken {
            markers: quote!((#(#markers,)*)),
            output: output.to_token_stream(),
            generics: Generics::default(),
        });
    }
    let (mut generics, own, bounds) = of_function(target, parameter);
    generics.params = generics
        .params
        .into_iter()
        .filter(|param| !matches!(param, GenericParam::Type(param) if param.ident == own))
        .collect();
    let clause = generics.where_clause.take();
    let predicates = clause.into_iter().flat_map(|clause| clause.predicates);
    let predicates: Vec<WherePredicate> = predicates
        .filter(|predicate| !names_in(predicate).names.contains(&own.to_string()))
        .collect();
    generics.make_where_clause().predicates.extend(predicates);
    let (markers, output) = functions::arguments_and_output(&bounds)?;
    Some(Taken {
        markers,
        output,
        generics,
    })
}

/// The closures that a function is made of: their names and types, those of their pullbacks, and what all of them are.
struct Modes {
    names: Vec<Ident>,
    types: Vec<Ident>,
    pulled: Vec<Ident>,
    predicates: Vec<WherePredicate>,
}

impl Modes {
    fn of(order: Order, markers: &TokenStream, output: &TokenStream, runtime: &Path) -> Modes {
        let identifiers = |names: &[&str]| -> Vec<Ident> {
            let names = names
                .iter()
                .map(|name| Ident::new(name, Span::mixed_site()));
            names.collect()
        };
        let mut modes = Modes {
            names: identifiers(&["primal", "jvp", "vjp"]),
            types: identifiers(&["Primal", "Jvp", "Vjp"]),
            pulled: identifiers(&["Pulled"]),
            predicates: first(markers, output, runtime),
        };
        if order == Order::Second {
            modes.names.extend(identifiers(&["jvp_twice", "vjp_twice"]));
            modes.types.extend(identifiers(&["JvpTwice", "VjpTwice"]));
            modes.pulled.extend(identifiers(&["PulledTwice"]));
            modes.predicates.extend(second(markers, output, runtime));
        }
        modes
    }
}

/// What the value, forward mode and reverse mode are.
fn first(markers: &TokenStream, output: &TokenStream, runtime: &Path) -> Vec<WherePredicate> {
    let of = quote!(<#markers as #runtime::function::Arguments>);
    let result = quote!(<#output as #runtime::Differentiable>::Tangent);
    let captures = quote!(<Captures as #runtime::Differentiable>::Tangent);
    vec![
        syn::parse_quote!(Captures: #runtime::Differentiable + ::core::clone::Clone),
        syn::parse_quote!(Primal: for<'c, 'x> #runtime::Fn(&'c Captures, #of::Given<'x>) -> #output + ::core::clone::Clone),
        syn::parse_quote!(Jvp: for<'c, 'x, 't, 'd> #runtime::Fn(
            &'c Captures, #of::Given<'x>, #runtime::Option<&'t #captures>, #of::Tangents<'d>
        ) -> (#output, #result) + ::core::clone::Clone),
        syn::parse_quote!(Vjp: for<'c, 'x> #runtime::Fn(&'c Captures, #of::Given<'x>) -> (#output, Pulled) + ::core::clone::Clone),
        syn::parse_quote!(Pulled: for<'t, 's> #runtime::Fn(
            #result, #runtime::Option<&'t mut #captures>, #of::Slots<'s>
        ) -> #of::Cotangents),
    ]
}

/// What forward mode of forward mode is, and that with its pullback.
fn second(markers: &TokenStream, output: &TokenStream, runtime: &Path) -> Vec<WherePredicate> {
    let of = quote!(<#markers as #runtime::function::Arguments>);
    let result = quote!(<#output as #runtime::Differentiable>::Tangent);
    let captures = quote!(<Captures as #runtime::Differentiable>::Tangent);
    vec![
        syn::parse_quote!(JvpTwice: for<'c, 'x, 't, 'd, 'u, 'e, 'v, 'g> #runtime::Fn(
            &'c Captures, #of::Given<'x>,
            #runtime::Option<&'t #captures>, #of::Tangents<'d>,
            #runtime::Option<&'u #captures>, #of::Tangents<'e>,
            #runtime::Option<&'v #captures>, #of::Tangents<'g>
        ) -> ((#output, #result), (#result, #result)) + ::core::clone::Clone),
        syn::parse_quote!(VjpTwice: for<'c, 'x, 't, 'd> #runtime::Fn(
            &'c Captures, #of::Given<'x>, #runtime::Option<&'t #captures>, #of::Tangents<'d>
        ) -> ((#output, #result), PulledTwice) + ::core::clone::Clone),
        syn::parse_quote!(PulledTwice: for<'t, 's, 'u, 'r> #runtime::Fn(
            (#result, #result),
            #runtime::Option<&'t mut #captures>, #of::Slots<'s>,
            #runtime::Option<&'u mut #captures>, #of::Slots<'r>
        ) -> (#of::Cotangents, #of::Cotangents)),
    ]
}

/// The type of the function, and the function.
fn constructed(order: Order, modes: &Modes, runtime: &Path) -> (TokenStream, TokenStream) {
    let names = &modes.names;
    match order {
        Order::First => (
            quote!(#runtime::function::Closure<Captures, Primal, Jvp, Vjp>),
            quote!(#runtime::function::closure(captures, #(#names),*)),
        ),
        Order::Second => (
            quote!(#runtime::function::Closure<
                Captures, Primal, Jvp, Vjp, #runtime::function::Second<JvpTwice, VjpTwice>
            >),
            quote!(#runtime::function::closure_twice(captures, #(#names),*)),
        ),
    }
}
