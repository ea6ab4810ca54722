//! What a callee is told of its arguments: which of them carry a derivative. A parameter that it holds constant refuses one,
//! at the argument.

use proc_macro2::TokenStream;
use quote::quote;
use syn::PathArguments;

use super::linked::{linked_call, located};
use crate::emit::statement::Writer;
use crate::ir::{Atom, Call, Callee, Passed, Place, Role, Shape, part_shape};

impl Writer<'_> {
    /// Lets the callee refuse a derivative where it holds a parameter constant.
    pub(super) fn check_activity(&mut self, call: &Call, active: impl Iterator<Item = bool>) {
        // An operation of the runtime holds nothing constant.
        if call.callee == Callee::Operation {
            return;
        }
        let mut call = call.clone();
        if let Some(last) = call.path.path.segments.last_mut() {
            last.arguments = PathArguments::None;
        }
        let markers = self.markers(&call, active);
        let check = if call.callee.is_method() {
            // The receiver, for what it is.
            if let Some(Passed::Reference { mutable, .. }) =
                call.arguments.first_mut().map(|first| &mut first.value)
            {
                *mutable = false;
            }
            let receiver = call.arguments.first();
            let receiver = receiver.map(|receiver| self.argument(&receiver.value));
            let same = receiver.iter().map(|receiver| quote!(&#receiver));
            let arguments = receiver.iter().cloned().chain(same).chain(markers);
            let arguments: Vec<TokenStream> = arguments.collect();
            linked_call(self.runtime, &call, "receiver", &arguments)
        } else {
            linked_call(self.runtime, &call, "activity", &markers)
        };
        self.emit(quote!(#check;));
    }

    /// Which arguments carry a derivative, for the callee to check: at the argument, so that a
    /// refusal points there.
    ///
    /// A field that is lent counts as one that does, though its type may tell otherwise: of what it holds constant, the pullback
    /// of the callee borrows slices, and that of the caller may not, for to its own callers the whole struct is active, which
    /// they write to.
    fn markers(&mut self, call: &Call, active: impl Iterator<Item = bool>) -> Vec<TokenStream> {
        let runtime = self.runtime;
        active
            .zip(&call.arguments)
            .map(|(active, argument)| {
                let part = match &argument.value {
                    Passed::Value(Atom::Var(var)) => self.parts.get(var).cloned(),
                    _ => None,
                };
                let marker = match part {
                    _ if !active => quote!(#runtime::Inactive),
                    Some(place) => self.activity_of(&place),
                    None => quote!(#runtime::Active),
                };
                located(marker, argument.span)
            })
            .collect()
    }

    /// The field of a struct that an argument is, where only the type of the struct tells whether it is held constant.
    pub(super) fn field(&self, passed: &Passed) -> Option<Place> {
        match passed {
            Passed::Value(Atom::Var(var)) => self.parts.get(var).cloned(),
            Passed::Reference { place, .. } => {
                let unknown = matches!(part_shape(self.vars, place), Shape::Unknown);
                (place.is_field() && unknown).then(|| place.clone())
            }
            Passed::Value(_) => None,
        }
    }

    /// Whether a field carries a derivative, as its tangent tells.
    pub(super) fn activity_of(&mut self, place: &Place) -> TokenStream {
        let runtime = self.runtime;
        let name = self.name(place.root);
        let root = match self.vars.role(place.root) {
            Role::Reference | Role::Buffer => quote!(#name),
            _ => quote!(&#name),
        };
        let path = self.place(place).into_stream().into_iter().skip(1);
        quote!(#runtime::activity!(#root, #(#path)*))
    }
}
