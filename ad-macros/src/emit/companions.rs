//! The companions: `f_jvp`, `f_vjp`, `f_grad`, `f_value_and_grad`, `f_grad_into`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Pat;
use syn::spanned::Spanned;

use super::body::Body;
use super::documentation::{self, Documentation};
use super::report::report;
use super::signature::{Lent, Target, bare_or_tuple};
use super::tokens::Tokens;
use super::{
    body, error_estimate, jacobian, linearized, linkage, over, rules, second, sparsity, types,
};
use crate::ir::{Role, Shape, Variables};
use crate::transform::linearize::Linear;
use crate::transform::over::Program;
use crate::transform::transpose::{Destination, transpose};
use crate::transform::{self, Borrows};

/// Every companion of a function.
///
/// `over` is forward mode over any scalar, if it can be written.
pub(crate) fn companions(target: &Target, linear: &Linear, over: Option<&Program>) -> TokenStream {
    if target.rules.are_of_maps() {
        return rules::companions(target, linear);
    }
    if target.source.functions.active {
        return linkage::of_functions(target, linear);
    }
    let over = over::available(target, over).filter(|_| target.family.forward());
    let mut tokens = if target.source.functions.is_empty() {
        linkage::linkage(target, linear, over.is_some())
    } else {
        TokenStream::new()
    };
    if target.family.forward() {
        let (dots, body) = body::forward(target, linear);
        tokens.extend(jvp_function(target, &dots, Body::Code(body)));
        tokens.extend(linearized::companion(target, linear));
        if let Some(program) = over {
            tokens.extend(over::companion(target, program));
            tokens.extend(over::taylor(target));
        }
    }
    if target.family.reverse() {
        if target.cotangents_lack_alloc() {
            let gradients = target.signature.result.is_scalar();
            tokens.extend(returning_stubs(target, gradients));
        } else {
            tokens.extend(returning(target, linear));
        }
        if target.signature.result.is_scalar() {
            tokens.extend(grad_into(target, linear));
        } else {
            tokens.extend(no_gradient(target));
        }
    }
    if target.has_several_outputs() {
        let in_batches = over.is_some_and(|program| !program.has_calls);
        tokens.extend(jacobian::companions(target, in_batches));
        if cfg!(feature = "alloc") && over.is_some() {
            tokens.extend(sparsity::of_jacobian(target));
        }
    }
    if target.twice {
        tokens.extend(second::companions(target, linear));
        if cfg!(feature = "alloc") && over.is_some() && target.signature.result.is_scalar() {
            tokens.extend(sparsity::of_hessian(target));
        }
    }
    if target.error_estimate {
        tokens.extend(error_estimate::companion(target, linear));
    }
    tokens
}

/// The companions that return cotangents.
fn returning(target: &Target, linear: &Linear) -> TokenStream {
    let adjoint = transpose(linear, Destination::Returned, false);
    let bars = |bars: Vec<TokenStream>| bare_or_tuple(&bars);
    let (seed, inline) = (target.seed(), body::inline(linear, false));
    let sweeps = transform::sweeps(&adjoint, true, Borrows::Anything);
    let borrows = transform::borrow(&sweeps.reverse, &adjoint.vars, &target.borrowed());
    let pullback = body::Pullback {
        with_value: true,
        inline,
        seed_type: &seed,
        slots: None,
        borrows: TokenStream::new(),
        taken: None,
    };
    let report = report(&sweeps.forward, &sweeps.reverse, &adjoint.vars);
    let body = body::pullback(target, &adjoint, sweeps, pullback, bars);
    let lent = if borrows {
        Lent::All
    } else if linear.reads_again() {
        Lent::Constant
    } else {
        Lent::Shape
    };
    let mut tokens = vjp_function(target, lent, Body::Reported(body, report));
    if target.signature.result.is_scalar() {
        let adjoint = transpose(linear, Destination::Returned, true);
        let body = |with_value| body::straight(target, &adjoint, with_value, &[]);
        tokens.extend(grad_function(target, "grad", body(false)));
        tokens.extend(grad_function(target, "value_and_grad", body(true)));
    }
    tokens
}

/// The companions of a function that could not be differentiated: right signatures, no bodies.
/// Gradients are among them whatever the result is: the mistake has been reported already.
pub(crate) fn stubs(target: &Target) -> TokenStream {
    let mut tokens = linkage::stubs(target);
    if target.family.forward() {
        let body = Body::Stub(body::undifferentiated(target));
        tokens.extend(jvp_function(target, &default_names(target, "dot"), body));
        tokens.extend(linearized::stub(target));
    }
    if target.family.reverse() {
        tokens.extend(returning_stubs(target, true));
        tokens.extend(grad_into_stub(target));
    }
    if target.twice {
        tokens.extend(second::stubs(target));
    }
    if target.error_estimate {
        tokens.extend(error_estimate::stubbed(target));
    }
    tokens
}

pub(super) fn returning_stubs(target: &Target, gradients: bool) -> TokenStream {
    let unreachable = body::undifferentiated(target);
    let (seeds, cotangents) = (target.seeds(), target.pulled_back());
    let pullback = quote!(|#(_: #seeds),*| -> #cotangents { #unreachable });
    let returned = Body::Stub(quote!((#unreachable, #pullback)));
    let mut tokens = vjp_function(target, Lent::Shape, returned);
    if gradients {
        let body = || Body::Stub(unreachable.clone());
        tokens.extend(grad_function(target, "grad", body()));
        tokens.extend(grad_function(target, "value_and_grad", body()));
    }
    tokens
}

fn grad_into_stub(target: &Target) -> TokenStream {
    let body = Body::Stub(body::undifferentiated(target));
    into_function(target, &default_names(target, "bar"), body)
}

/// What stands before a companion: its documentation and attributes.
pub(super) fn attributes(target: &Target, documentation: &Documentation) -> TokenStream {
    let attrs = &target.attrs;
    let inline = attrs
        .iter()
        .all(|attr| !attr.path().is_ident("inline"))
        .then(|| quote!(#[inline]));
    quote! {
        #documentation
        #(#attrs)*
        #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic, clippy::nursery)]
        #inline
    }
}

pub(super) fn jvp_function(target: &Target, dots: &[Ident], body: Body) -> TokenStream {
    let name = target.companion("jvp");
    let documentation = documentation::jvp(target, dots, &body);
    let (attributes, body) = (attributes(target, &documentation), body.braced());
    let vis = target.vis();
    let generics = target.generics();
    let clause = &generics.where_clause;
    let inputs = target.inputs();
    let tangents = target.active().zip(dots).map(|(parameter, dot)| {
        let ty = types::tangent(parameter, &target.runtime);
        quote!(#dot: #ty)
    });
    let output = &target.signature.output;
    let tangent = target.result_tangent();
    quote! {
        #attributes
        #vis fn #name #generics (#(#inputs,)* #(#tangents),*) -> (#output, #tangent) #clause #body
    }
}

pub(super) fn companion_name(ident: &Ident, suffix: &str) -> String {
    let name = ident.to_string();
    format!("{}_{suffix}", name.strip_prefix("r#").unwrap_or(&name))
}

pub(super) fn vjp_function(target: &Target, lent: Lent, body: Body) -> TokenStream {
    let name = target.companion("vjp");
    let documentation = documentation::vjp(target, &body);
    let (attributes, body) = (attributes(target, &documentation), body.braced());
    let vis = target.vis();
    let mut generics = target.generics_if(!target.cotangents_lack_alloc());
    let mut parameters = target.parameters();
    let lifetimes = target.name_captured(lent, &mut parameters, &mut generics);
    let clause = &generics.where_clause;
    let inputs = parameters.iter().map(|(pat, ty)| quote!(#pat: #ty));
    let output = &target.signature.output;
    let seeds = target.seeds();
    let cotangents = target.pulled_back();
    let captures = target.captures(&generics, &lifetimes);
    let runtime = &target.runtime;
    let mut pullback = quote!(impl #runtime::Fn(#(#seeds),*) -> #cotangents #captures);
    if let Some(rule) = &target.rules.vjp {
        // That of the rule is something else: it is said there.
        pullback = rules::located(pullback, rule.span());
    }
    quote! {
        #attributes
        #vis fn #name #generics (#(#inputs),*) -> (#output, #pullback) #clause #body
    }
}

pub(super) fn grad_function(target: &Target, suffix: &str, body: Body) -> TokenStream {
    let name = target.companion(suffix);
    let with_value = suffix == "value_and_grad";
    let documentation = documentation::grad(target, with_value, &body);
    let (attributes, body) = (attributes(target, &documentation), body.braced());
    let vis = target.vis();
    let generics = target.generics_if(!target.cotangents_lack_alloc());
    let clause = &generics.where_clause;
    let inputs = target.inputs();
    let cotangents = target.cotangents();
    let output = &target.signature.output;
    let output = if with_value {
        quote!((#output, #cotangents))
    } else {
        cotangents
    };
    quote! {
        #attributes
        #vis fn #name #generics (#(#inputs),*) -> #output #clause #body
    }
}

/// `f_grad` of a function with several results: nothing can be passed to it, and the error says
/// what to call instead.
pub(super) fn no_gradient(target: &Target) -> TokenStream {
    let (function, name) = (&target.source.sig.ident, target.companion("grad"));
    let vjp = target.companion("vjp");
    let returns = match target.signature.result.count() {
        Some(count) => format!("`{function}` returns {count} floats"),
        None => format!("`{function}` may return several floats"),
    };
    let message = format!("{returns}: call `{vjp}`, and its pullback with a seed");
    let marker = format!("{}_has_one_result", companion_name(function, "grad"));
    let marker = Ident::new(&marker, Span::mixed_site());
    let vis = target.vis();
    let cfgs = target.cfgs();
    let arguments = target.signature.parameters.iter();
    // One argument says it for all.
    let of_method = target.source.host.is_impl();
    let refused = if of_method {
        let runtime = &target.runtime;
        quote!(_: impl #runtime::HasOneResult)
    } else {
        quote!(_: impl #marker)
    };
    let receiver = arguments
        .clone()
        .filter(|parameter| parameter.is_receiver());
    let receiver = receiver.map(|parameter| {
        let name = &parameter.ident;
        quote!(&#name)
    });
    let others = arguments.filter(|parameter| !parameter.is_receiver());
    let others = others
        .skip(1)
        .map(|_| quote!(_: impl ::core::marker::Sized));
    let arguments = receiver.chain(std::iter::once(refused)).chain(others);
    let marker = (!of_method).then(|| {
        quote! {
            #(#cfgs)*
            #[doc(hidden)]
            #[diagnostic::on_unimplemented(message = #message, label = "there is no gradient of several results")]
            #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic)]
            #vis trait #marker {}
        }
    });
    quote! {
        #marker
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(warnings, unused, nonstandard_style, clippy::all, clippy::pedantic)]
        #vis fn #name(#(#arguments),*) {}
    }
}

fn grad_into(target: &Target, linear: &Linear) -> TokenStream {
    if target.buffers_lack_alloc() {
        return grad_into_stub(target);
    }
    let mut parameters = target.signature.parameters.iter();
    let named = parameters.all(|parameter| matches!(parameter.pat, Pat::Ident(_)));
    if named && !target.captures_parameters() {
        let mut vars = Variables::extending(&linear.vars);
        let active = linear.params.iter().filter(|param| param.active);
        let buffers = active.filter_map(|param| {
            let buffer = vars.companion(param.var?, "bar", Role::Buffer);
            vars.get(buffer).map(|buffer| buffer.name.clone())
        });
        let names: Vec<Ident> = buffers.collect();
        return into_function(target, &names, Body::Code(stored(target, &names)));
    }
    let adjoint = transpose(linear, Destination::Buffers, true);
    let buffers = adjoint.buffers.iter().flatten();
    let names = buffers.filter_map(|buffer| adjoint.vars.get(*buffer));
    let names: Vec<Ident> = names.map(|variable| variable.name.clone()).collect();
    let body = body::straight(target, &adjoint, true, &checks(target, &names));
    into_function(target, &names, body)
}

/// The gradient, stored: where its size is known, or it comes from the user's rule, there is no output to save the
/// allocation of.
pub(super) fn stored(target: &Target, names: &[Ident]) -> Tokens {
    let (gradient, turbofish) = (target.call("value_and_grad"), target.turbofish());
    let arguments = target.signature.parameters.iter().map(|p| &p.ident);
    let value = linkage::linked("value");
    let bars = names.iter().map(|name| linkage::linked(&name.to_string()));
    let bars: Vec<Ident> = bars.collect();
    let pattern: Vec<_> = bars.iter().map(|bar| quote!(#bar)).collect();
    let pattern = bare_or_tuple(&pattern);
    let stored = target.active().zip(names.iter().zip(&bars));
    let stored = stored.map(|(parameter, (name, bar))| match parameter.carrier.shape() {
        Shape::Sequence(_) => quote!(#name.clone_from_slice(&#bar);),
        _ => quote!(*#name = #bar;),
    });
    let checks = checks(target, names);
    Tokens::of(quote! {
        #(#checks)*
        let (#value, #pattern) = #gradient #turbofish(#(#arguments),*);
        #(#stored)*
        #value
    })
}

/// The names of tangents or buffers, where nothing else has chosen them: `x_bar`, or `x_bar_1`
/// where a parameter has that name.
pub(super) fn default_names(target: &Target, suffix: &str) -> Vec<Ident> {
    let parameters = target.signature.parameters.iter();
    let mut names = Variables::avoiding(parameters.map(|p| p.ident.to_string()).collect());
    let active = target.active();
    let stems = active.map(|parameter| companion_name(&parameter.ident, suffix));
    stems
        .map(|stem| Ident::new(&names.fresh(&stem), Span::mixed_site()))
        .collect()
}

/// Checks of the lengths of the caller's buffers.
fn checks(target: &Target, names: &[Ident]) -> Vec<TokenStream> {
    let function = target.companion("grad_into").to_string();
    let runtime = &target.runtime;
    let sequences = target
        .active()
        .zip(names)
        .filter(|(parameter, _)| matches!(parameter.carrier.shape(), Shape::Sequence(_)));
    sequences
        .map(|(parameter, name)| {
            let (ident, shape) = (&parameter.ident, parameter.carrier.shape());
            let parameter = ident.to_string();
            let rows =
                matches!(shape, Shape::Sequence(inner) if matches!(*inner, Shape::Sequence(_)));
            let rows = rows.then(|| {
                let element = format!("{parameter}[..]");
                quote! {
                    for (row_bar, row) in #name.iter().zip(#ident.iter()) {
                        #runtime::check_length(#function, #element, row_bar.len(), row.len());
                    }
                }
            });
            quote! {
                #runtime::check_length(#function, #parameter, #name.len(), #ident.len());
                #rows
            }
        })
        .collect()
}

pub(super) fn into_function(target: &Target, buffers: &[Ident], body: Body) -> TokenStream {
    let name = target.companion("grad_into");
    let documentation = documentation::grad_into(target, buffers, &body);
    let (attributes, body) = (attributes(target, &documentation), body.braced());
    let vis = target.vis();
    let generics = target.generics_if(!target.buffers_lack_alloc());
    let clause = &generics.where_clause;
    let inputs = target.inputs();
    let buffers = target.active().zip(buffers).map(|(parameter, name)| {
        let ty = types::buffer(&parameter.carrier, &target.runtime);
        quote!(#name: &mut #ty)
    });
    let output = &target.signature.output;
    quote! {
        #attributes
        #[track_caller]
        #vis fn #name #generics (#(#inputs,)* #(#buffers),*) -> #output #clause #body
    }
}
