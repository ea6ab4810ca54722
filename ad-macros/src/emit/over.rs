//! `f_jvp_over`: forward mode over any scalar.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{GenericParam, Generics, Type};

use super::body::{braced, evaluated};
use super::companions::{attributes, default_names};
use super::expression::Fragment;
use super::jacobian::float;
use super::signature::{Target, bare_or_tuple};
use super::statement::Writer;
use super::{documentation, linkage, types};
use crate::ir::{Atom, Sign, Term, Told, Variables};
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::Parameter;
use crate::transform::over::Program;

/// The type parameter that stands for the scalar.
pub(super) fn scalar() -> Ident {
    Ident::new("LinkedScalar", Span::mixed_site())
}

impl Writer<'_> {
    pub(super) fn combine_over(&mut self, terms: &[Term]) -> Fragment {
        let Some((first, rest)) = terms.split_first() else {
            let scalar = self.scalar;
            return Fragment::quoted(quote!(#scalar::zero()));
        };
        let mut sum = self.term_over(first);
        if first.sign == Sign::Minus {
            sum = sum.method("negated", []);
        }
        for term in rest {
            let operation = match term.sign {
                Sign::Plus => "plus",
                Sign::Minus => "minus",
            };
            let value = self.term_over(term);
            sum = sum.method(operation, [value]);
        }
        sum
    }

    fn term_over(&mut self, term: &Term) -> Fragment {
        let mut value = self.operand(&term.tangent);
        for (factor, operation) in [(&term.times, "times"), (&term.over, "over")] {
            if let Some(factor) = factor {
                let factor = self.operand(factor);
                value = value.method(operation, [factor]);
            }
        }
        value
    }

    /// What the scalar is told of a primitive.
    pub(super) fn told(&mut self, told: Told, operands: &[Atom]) -> Fragment {
        let runtime = self.runtime;
        let operands = operands.iter().map(|atom| self.operand(atom));
        let mut operands = operands.collect::<Vec<_>>().into_iter();
        let mut next = || {
            operands
                .next()
                .unwrap_or_else(|| Fragment::quoted(quote!(())))
        };
        let function = |kind: TokenStream, name: &str| {
            let name = Ident::new(name, Span::mixed_site());
            Fragment::quoted(quote!(#runtime::scalar::#kind::#name))
        };
        let of = |x: Fragment, x_dot: Fragment| {
            Fragment::quoted(TokenStream::new()).called_with([x, x_dot])
        };
        let first = next();
        match told {
            Told::Unary(name) => {
                let function = function(quote!(Unary), name);
                first.method("unary", [function, of(next(), next()), next()])
            }
            Told::Power => {
                let x = of(next(), next());
                let power = function(quote!(Unary), "Powi").called_with([next()]);
                first.method("unary", [power, x, next()])
            }
            Told::Binary(name) => {
                let function = function(quote!(Binary), name);
                let (x, y) = (of(next(), next()), of(next(), next()));
                first.method("binary", [function, x, y, next()])
            }
            Told::ByValue => Fragment::quoted(quote!(#runtime::scalar::float)).called_with([first]),
            Told::Opaque => first.method("opaque", []),
            Told::Decision => {
                let (scalar, extent) = (self.scalar, first.extent);
                let first = first.tokens();
                Fragment::quoted(quote!(#runtime::scalar::decide::<_, #scalar>(&#first)))
                    .made_of(extent)
            }
        }
    }
}

/// Forward mode over any scalar, if a function has it: where its floats are of one type.
pub(super) fn available<'p>(target: &Target, program: Option<&'p Program>) -> Option<&'p Program> {
    program.filter(|_| float(target).is_some() && !target.cotangents_lack_alloc())
}

/// `f_jvp_over`.
pub(super) fn companion(target: &Target, program: &Program) -> TokenStream {
    let Program {
        function, tangents, ..
    } = program;
    let scalar = scalar();
    let writer = Writer::over(&function.vars, target, &scalar);
    let dots = tangents.iter().map(|tangent| writer.name(*tangent));
    let dots: Vec<Ident> = dots.collect();
    let tokens = evaluated(writer, function);
    let documentation = documentation::jvp_over(target, &dots);
    let (attributes, body) = (
        attributes(target, &documentation),
        braced(tokens.into_stream()),
    );
    let (vis, name) = (target.vis(), target.companion("jvp_over"));
    let generics = generics(target);
    let clause = &generics.where_clause;
    let (inputs, ty) = (target.inputs(), ty(&scalar));
    let dots = target.active().zip(&dots).map(|(parameter, dot)| {
        let ty = types::tangent_over(parameter, &ty, &target.runtime);
        quote!(#dot: #ty)
    });
    let (output, (tangent, _)) = (&target.signature.output, self::tangents(target));
    quote! {
        #attributes
        #vis fn #name #generics (#(#inputs,)* #(#dots),*) -> (#output, #tangent) #clause #body
    }
}

/// `f_taylor`.
pub(super) fn taylor(target: &Target) -> Option<TokenStream> {
    let (float, runtime) = (float(target)?, &target.runtime);
    let mut generics = target.generics_if(!target.cotangents_lack_alloc());
    let in_scope = &target.signature.generics;
    let names = in_scope.params.iter().map(|param| match param {
        GenericParam::Lifetime(param) => param.lifetime.ident.to_string(),
        GenericParam::Type(param) => param.ident.to_string(),
        GenericParam::Const(param) => param.ident.to_string(),
    });
    // Of generics that it has not seen the macro can but guess that none has such a name.
    let unseen = target.source.host.may_be_generic();
    let name = if unseen { "TAYLOR_ORDER" } else { "K" };
    let order = Variables::avoiding(names.collect()).fresh(name);
    let order = Ident::new(&order, Span::mixed_site());
    let own = target.source.sig.generics.params.len();
    let parameter = syn::parse_quote!(const #order: usize);
    generics.params.insert(own, parameter);
    let clause = &generics.where_clause;
    let series: Type = syn::parse_quote!(#runtime::Series<#float, #order>);
    let names = default_names(target, "series");
    let tangents = target.active().zip(&names).map(|(parameter, name)| {
        let ty = types::tangent_over(parameter, &series, runtime);
        quote!(#name: #ty)
    });
    let tangent = types::owned(&target.signature.result.over(&series), runtime);
    let (vis, name) = (target.vis(), target.companion("taylor"));
    let documentation = documentation::taylor(target, &order, &names);
    let attributes = attributes(target, &documentation);
    let (inputs, output) = (target.inputs(), &target.signature.output);
    let arguments = target.signature.parameters.iter().map(|p| &p.ident);
    let (over, turbofish) = (target.call("jvp_over"), target.turbofish_over(&series));
    Some(quote! {
        #attributes
        #vis fn #name #generics (#(#inputs,)* #(#tangents),*) -> (#output, #tangent) #clause {
            #over #turbofish(#(#arguments,)* #(#names),*)
        }
    })
}

pub(super) fn ty(scalar: &Ident) -> Type {
    syn::parse_quote!(#scalar)
}

/// The types of the tangent of the result, and of cotangents, made of the scalar.
pub(super) fn tangents(target: &Target) -> (TokenStream, TokenStream) {
    let (ty, runtime) = (ty(&scalar()), &target.runtime);
    let over = |carrier: &Carrier| types::owned(&carrier.over(&ty), runtime);
    let cotangents: Vec<TokenStream> = target.active().map(|p| over(&p.carrier)).collect();
    (over(&target.signature.result), bare_or_tuple(&cotangents))
}

/// The type of the slot in the linkage for the tangent of each parameter.
pub(super) fn slots(target: &Target) -> Vec<TokenStream> {
    let parameters = target.signature.parameters.iter();
    parameters
        .map(|parameter| slot(target, parameter))
        .collect()
}

pub(super) fn slot(target: &Target, parameter: &Parameter) -> TokenStream {
    let (ty, runtime) = (ty(&scalar()), &target.runtime);
    let ty = types::tangent_over(parameter, &ty, runtime);
    linkage::tangent_slot(parameter, &ty, runtime)
}

/// The linkage of a companion that is not there over a scalar: what it is called with and returns.
pub(super) fn unavailable(
    target: &Target,
    name: &Ident,
    inputs: &[TokenStream],
    slots: &[TokenStream],
    output: &TokenStream,
    tangent: &TokenStream,
) -> TokenStream {
    let (vis, runtime, scalar) = (target.vis(), &target.runtime, scalar());
    let generics = generics(target);
    let clause = &generics.where_clause;
    let over = target.linked(name, "over");
    quote! {
        #vis fn #over #generics (#(#inputs,)* #(_: #slots,)* _: #runtime::scalar::Marker<#scalar>) -> (#output, #tangent) #clause {
            #runtime::scalar::unavailable::<#scalar, _>()
        }
    }
}

/// The generics of the function and the scalar, which comes after its own.
pub(super) fn generics(target: &Target) -> Generics {
    let mut generics = target.generics();
    let (own, scalar, runtime) = (
        target.source.sig.generics.params.len(),
        scalar(),
        &target.runtime,
    );
    let parameter = match float(target) {
        Some(float) => syn::parse_quote!(#scalar: #runtime::TangentScalar<#float>),
        None => syn::parse_quote!(#scalar),
    };
    generics.params.insert(own, parameter);
    generics
}
