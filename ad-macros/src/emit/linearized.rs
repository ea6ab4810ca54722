//! `f_linearize`: the value, and the linear map of tangents as a closure over what the primal program has kept.
//!
//! ```text
//! fn f_linearize(x: f64) -> (f64, impl Fn(f64) -> f64) {
//!     let t0 = x.sin();
//!     let t1 = x.cos();
//!     (t0, move |x_dot: f64| x_dot * t1)
//! }
//! ```

use std::borrow::Cow;
use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Generics, Type};

use super::body::{self, Body};
use super::companions::{attributes, default_names};
use super::linkage::{Rerun, primal};
use super::report::report;
use super::rules::locals;
use super::signature::{Lent, Target};
use super::statement::Writer;
use super::tokens::Tokens;
use super::{documentation, types};
use crate::ir::{Atom, Op, Stmt, Var};
use crate::syntax::signature::{Parameter, may_borrow};
use crate::transform::linearize::{Linear, Step};
use crate::transform::transpose::Adjoint;
use crate::transform::{self, Borrows, Sweeps, pushforward};

/// The companion.
pub(super) fn companion(target: &Target, linear: &Linear) -> TokenStream {
    let both = pushforward(linear);
    let sweeps = transform::sweeps(&both, true, Borrows::Anything);
    if lacks_alloc(linear, &sweeps) {
        return stub(target);
    }
    let lent = lent(target, linear, &both, &sweeps);
    let report = report(&sweeps.forward, &sweeps.reverse, &both.vars);
    let dots = body::dots(linear);
    let taken = target.active().zip(&dots).map(|(parameter, dot)| {
        let ty = tangent(target, parameter);
        quote!(#dot: #ty)
    });
    let closure = Closure {
        inline: body::inline(linear, false),
        taken: taken.collect(),
        given: TokenStream::new(),
    };
    let body = written(target, linear, &both, &sweeps, closure);
    function(target, lent, Body::Reported(body, report))
}

/// By the user's rule for forward mode, which runs for each direction; where values must be cloned for that and are not
/// known to be, there is none.
pub(super) fn by_rule(target: &Target) -> Option<TokenStream> {
    if target.cotangents_lack_alloc() {
        return Some(stub(target));
    }
    let generics = target.generics_if_cloned()?;
    let own = target.signature.parameters.iter();
    let Rerun {
        kept,
        opened,
        passed,
    } = Rerun::of(own.map(|p| (p, p.ident.clone())), Parameter::in_place);
    let dots = default_names(target, "dot");
    let taken = target.active().zip(&dots).map(|(parameter, dot)| {
        let ty = tangent(target, parameter);
        quote!(#dot: #ty)
    });
    let (jvp, turbofish) = (target.call("jvp"), target.turbofish());
    let (primal, [value, dot]) = (primal(target), locals(target, ["value", "dot"]));
    let body = Tokens::of(quote! {
        #kept
        let #value = #primal;
        (#value, move |#(#taken),*| {
            #opened
            let (_, #dot) = #jvp #turbofish(#(#passed,)* #(#dots),*);
            #dot
        })
    });
    Some(function_with(target, generics, Lent::All, Body::Code(body)))
}

/// The companion of a function that could not be differentiated.
pub(super) fn stub(target: &Target) -> TokenStream {
    let unreachable = body::undifferentiated(target);
    let dots = default_names(target, "dot");
    let taken = target.active().zip(&dots).map(|(parameter, dot)| {
        let ty = tangent(target, parameter);
        quote!(#dot: #ty)
    });
    let returned = target.result_tangent();
    let map = quote!(|#(#taken),*| -> #returned { #unreachable });
    let body = Body::Stub(quote!((#unreachable, #map)));
    function(target, Lent::Nothing, body)
}

/// Whether what is kept takes a `Vec` where there is none: a tape does, or the callee of a call may.
pub(super) fn lacks_alloc(linear: &Linear, sweeps: &Sweeps) -> bool {
    fn on_tape(stmt: &Stmt) -> bool {
        let mut found = matches!(&stmt.op, Op::Loop(repeated) if repeated.recorded);
        stmt.op.for_each_nested(&mut |stmt| found |= on_tape(stmt));
        found
    }
    let on_tape = || sweeps.forward.iter().any(|stmt| on_tape(stmt));
    !cfg!(feature = "alloc") && (calls(&linear.steps) || on_tape())
}

/// Whether differentiable functions are called.
fn calls(steps: &[Step]) -> bool {
    steps.iter().any(|step| match step {
        Step::Plain { .. } => false,
        Step::Call(_) => true,
        Step::Branch(branch) => branch.arms.iter().any(|arm| calls(&arm.body.steps)),
        Step::Loop(repeated) => calls(&repeated.body.steps),
    })
}

/// What the linear map reads behind references, if it may read anything there.
pub(super) fn lent(target: &Target, linear: &Linear, both: &Adjoint, sweeps: &Sweeps) -> Lent {
    let borrows = transform::borrow(&sweeps.reverse, &both.vars, &target.borrowed());
    if borrows || reads_parts(target, linear, sweeps) {
        Lent::All
    } else if linear.reads_again() {
        // By another name, or in the linear map of a callee.
        Lent::Constant
    } else {
        Lent::Nothing
    }
}

/// Whether the linear map reads a parameter that holds references.
fn reads_parts(target: &Target, linear: &Linear, sweeps: &Sweeps) -> bool {
    let parameters = target.signature.parameters.iter().zip(&linear.params);
    let holding = parameters.filter(|(parameter, _)| may_borrow(&parameter.ty));
    let holding: BTreeSet<Var> = holding.filter_map(|(_, param)| param.var).collect();
    let mut reads = false;
    for stmt in &sweeps.reverse {
        stmt.op
            .for_each_use(&mut |var| reads |= holding.contains(&var));
    }
    reads
}

/// The type in which the linear map takes the tangent of a parameter: that of forward mode, but lent for each application.
pub(super) fn tangent(target: &Target, parameter: &Parameter) -> TokenStream {
    struct Eliding;
    impl VisitMut for Eliding {
        fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
            reference.lifetime = None;
            visit_mut::visit_type_reference_mut(self, reference);
        }
        fn visit_lifetime_mut(&mut self, lifetime: &mut syn::Lifetime) {
            *lifetime = syn::Lifetime::new("'_", lifetime.span());
        }
    }
    let tokens = types::tangent(parameter, &target.runtime);
    match syn::parse2::<Type>(tokens.clone()) {
        Ok(mut ty) => {
            Eliding.visit_type_mut(&mut ty);
            ty.into_token_stream()
        }
        Err(_) => tokens,
    }
}

/// How the linear map is written.
pub(super) struct Closure {
    pub(super) inline: Option<TokenStream>,
    /// Its parameters.
    pub(super) taken: Vec<TokenStream>,
    /// What makes the tangents of them.
    pub(super) given: TokenStream,
}

/// `forward; (value, move |tangents| { linear; tangent })`
pub(super) fn written(
    target: &Target,
    linear: &Linear,
    both: &Adjoint,
    sweeps: &Sweeps,
    Closure {
        inline,
        taken,
        given,
    }: Closure,
) -> Tokens {
    let value = std::slice::from_ref(&both.result);
    let tangent: Vec<Atom> = both.cotangents.iter().flatten().cloned().collect();
    let (first, second) = (
        sweeps.forward.iter().map(Cow::as_ref),
        sweeps.reverse.iter().map(Cow::as_ref),
    );
    let mut writer = Writer::new(&both.vars, target);
    writer.count(first.clone(), value, 1);
    // What the linear map reads of the primal program is kept by name.
    writer.count(second.clone(), &tangent, 2);
    for stmt in second.clone() {
        stmt.op.for_each_use(&mut |var| {
            writer.kept.insert(var);
        });
    }
    let kept = writer.kept.clone();
    let (mut tokens, value) = writer.block(&sweeps.forward, value);
    let mut writer = Writer::new(&both.vars, target);
    writer.count(second, &tangent, 1);
    // It is there for the next application, too.
    let params = linear.params.iter().filter_map(|param| param.var);
    let defined: BTreeSet<Var> = first
        .flat_map(|stmt| stmt.results.iter().copied())
        .chain(params)
        .collect();
    for var in kept.intersection(&defined) {
        writer.used(*var, 1);
    }
    let (body, tangent) = writer.block(&sweeps.reverse, &tangent);
    let mut body = Tokens::of(given).then(body);
    body.extend(quote!(#(#tangent)*));
    let body = body::braced(body.into_stream());
    tokens.extend(quote!((#(#value)*, #inline move |#(#taken),*| #body)));
    tokens
}

fn function(target: &Target, lent: Lent, body: Body) -> TokenStream {
    let available = !matches!(body, Body::Stub(_)) || cfg!(feature = "alloc");
    function_with(target, target.generics_if(available), lent, body)
}

fn function_with(target: &Target, mut generics: Generics, lent: Lent, body: Body) -> TokenStream {
    let name = target.companion("linearize");
    let documentation = documentation::linearize(target, &body);
    let (attributes, body) = (attributes(target, &documentation), body.braced());
    let (vis, runtime) = (target.vis(), &target.runtime);
    let mut parameters = target.parameters();
    let lifetimes = target.name_captured(lent, &mut parameters, &mut generics);
    let clause = &generics.where_clause;
    let inputs = parameters.iter().map(|(pat, ty)| quote!(#pat: #ty));
    let taken = target.active().map(|parameter| tangent(target, parameter));
    let (output, returned) = (&target.signature.output, target.result_tangent());
    let captures = target.captures(&generics, &lifetimes);
    quote! {
        #attributes
        #vis fn #name #generics (#(#inputs),*)
            -> (#output, impl #runtime::Fn(#(#taken),*) -> #returned #captures) #clause #body
    }
}
