//! Differentiable calls: what they pass to a callee's hidden linkage, and what comes back.

mod activity;
mod arguments;
mod linked;
mod pullback;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::PathArguments;

use super::closure::Order;
use super::statement::Writer;
use crate::ir::{Argument, Atom, Call, Passed, Place, Tangent, Var};
use crate::syntax::is_self;
pub(super) use linked::located;
use linked::{call_of, linked_call};

/// A call as the linkage of forward mode over a scalar takes it, of which that is the last type argument: inferred, where others
/// are written.
fn over_scalar(call: &Call) -> Call {
    let mut call = call.clone();
    let last = call.path.path.segments.last_mut();
    if let Some(PathArguments::AngleBracketed(turbofish)) = last.map(|last| &mut last.arguments) {
        turbofish.args.push(syn::parse_quote!(_));
    }
    call
}

impl Writer<'_> {
    /// A call as it is.
    pub(super) fn call(&mut self, call: &Call) -> TokenStream {
        let of_shared_self = matches!(
            call.arguments.first().map(|receiver| &receiver.value),
            Some(Passed::Value(Atom::Inert(inert))) if self.shared_self && is_self(&inert.expr)
        );
        if call.callee.is_method() && call.tangents.is_none() && !of_shared_self {
            // What it might write of its receiver, the method would have to say.
            self.check_activity(call, call.arguments.iter().map(|_| false));
        }
        let arguments = self.passed(Order::First, call);
        match &call.tangents {
            Some(_) => linked_call(self.runtime, call, "jvp", &arguments),
            None if call.takes_functions => linked_call(self.runtime, call, "primal", &arguments),
            None => call_of(call, &call.path, &arguments),
        }
    }

    pub(super) fn call_jvp(&mut self, call: &Call, tangents: &[Option<Tangent>]) -> TokenStream {
        let runtime = self.runtime;
        if call.arguments.iter().any(Argument::is_mutable) {
            // What is read of a tangent that the callee writes is read before it is borrowed.
            self.flush(true);
        }
        let arguments = self.passed(Order::of(call), call);
        let dots = tangents.iter().zip(&call.arguments);
        let dots = dots.map(|(tangent, argument)| match tangent {
            Some(tangent) => self.given(&tangent.passed_as(argument)),
            None => quote!(#runtime::None),
        });
        let dots: Vec<TokenStream> = dots.collect();
        if call.tangents.is_some() {
            let dots = call.with_absent(dots, || quote!(#runtime::None));
            return self.call_forward_mode(call, "jvp", &[arguments, dots].concat());
        }
        let mut arguments = [arguments, dots].concat();
        if let Some(scalar) = self.scalar {
            arguments.push(quote!(::core::marker::PhantomData::<fn() -> #scalar>));
            return linked_call(self.runtime, &over_scalar(call), "over", &arguments);
        }
        self.check_activity(call, tangents.iter().map(Option::is_some));
        linked_call(self.runtime, call, "jvp", &arguments)
    }

    pub(super) fn call_vjp(
        &mut self,
        call: &Call,
        active: &[bool],
        with_value: bool,
    ) -> TokenStream {
        let function = if with_value { "vjp" } else { "pullback" };
        let arguments = self.passed(Order::of(call), call);
        if call.tangents.is_some() {
            return self.call_forward_mode(call, function, &arguments);
        }
        if with_value {
            self.check_activity(call, active.iter().copied());
        }
        linked_call(self.runtime, call, function, &arguments)
    }

    /// A call of which the linear map is kept; the callee is told which arguments will have a tangent.
    pub(super) fn call_linearized(&mut self, call: &Call, active: &[bool]) -> TokenStream {
        let mut arguments = self.passed(Order::First, call);
        let parts = call.arguments.iter().zip(active);
        let parts = parts.map(|(argument, active)| self.field(&argument.value).filter(|_| *active));
        let parts: Vec<Option<Place>> = parts.collect();
        let given = parts.iter().zip(active).map(|(part, active)| match part {
            // Of one that is held constant there is no tangent.
            Some(place) => {
                let activity = self.activity_of(place);
                quote!(#activity.is_active())
            }
            None => quote!(#active),
        });
        let given: Vec<TokenStream> = given.collect();
        let mut given = quote!([#(#given),*]);
        if parts.iter().any(Option::is_some) && call.arguments.iter().any(Argument::is_mutable) {
            // Before anything of the struct is borrowed.
            let name = Ident::new("linked_with", Span::mixed_site());
            self.emit(quote!(let #name = #given;));
            given = quote!(#name);
        }
        arguments.push(quote!(&#given));
        self.check_activity(call, active.iter().copied());
        linked_call(self.runtime, call, "linearize", &arguments)
    }

    /// That linear map, applied.
    pub(super) fn pushforward(&mut self, map: Var, tangents: &[Option<Argument>]) -> TokenStream {
        let (runtime, map) = (self.runtime, self.name(map));
        if tangents.iter().flatten().any(Argument::is_mutable) {
            self.flush(true);
        }
        let given = tangents.iter().map(|tangent| match tangent {
            Some(tangent) => self.given(tangent),
            None => quote!(#runtime::None),
        });
        let given: Vec<TokenStream> = given.collect();
        quote!(#map(#(#given),*))
    }
}
