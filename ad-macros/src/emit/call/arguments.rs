//! What stands between the parentheses of a call: arguments, as values or lent, and the tangents of arguments, of which some
//! may not be there.
//!
//! ```text
//! g(t0, &p.c)  →  vjp(t0, &p.c)      jvp(t0, &p.c, Some(t0_dot), given_ref!(p_dot.c))
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::closure::Order;
use crate::emit::statement::Writer;
use crate::ir::{Argument, Atom, Call, Passed, Place, Shape, part_shape};

impl Writer<'_> {
    /// The arguments of a call; of its forward mode, with the tangents that there are.
    pub(super) fn passed(&mut self, order: Order, call: &Call) -> Vec<TokenStream> {
        let runtime = self.runtime;
        let own = call
            .tangents
            .as_ref()
            .map_or(call.arguments.len(), Vec::len);
        let passed = call.arguments.iter().enumerate();
        let passed = passed.map(|(index, argument)| match &argument.function {
            Some(_) => self.function(order, argument),
            None if index < own => self.argument(&argument.value),
            None => self.given(argument),
        });
        let passed = passed.collect();
        call.with_absent(passed, || quote!(#runtime::None))
    }

    /// An argument that is no function.
    pub(in crate::emit) fn argument(&mut self, passed: &Passed) -> TokenStream {
        match passed {
            Passed::Value(atom) => self.owned(atom).tokens().into_stream(),
            Passed::Reference {
                place,
                mutable: true,
                ..
            } => {
                let place = self.place(place);
                quote!(&mut #place)
            }
            Passed::Reference {
                place,
                borrow: false,
                ..
            } => {
                let name = self.name(place.root);
                quote!(#name)
            }
            Passed::Reference {
                place,
                borrow: true,
                ..
            } => {
                let place = self.place(place);
                quote!(&#place)
            }
        }
    }

    /// The tangent of an argument, for a callee that may do without; of a field that may be held constant, if there is one.
    pub(super) fn given(&mut self, tangent: &Argument) -> TokenStream {
        let runtime = self.runtime;
        if let Passed::Reference {
            place,
            borrow: true,
            mutable,
        } = &tangent.value
        {
            return self.given_place(place, *mutable);
        }
        let value = self.argument(&tangent.value);
        let given = match &tangent.value {
            Passed::Value(Atom::Var(var)) if self.parts.contains_key(var) => {
                quote!(#runtime::given!(#value))
            }
            _ => quote!(#runtime::Some(#value)),
        };
        if tangent.may_be_receiver {
            quote!(#runtime::first_slot(&mut #given))
        } else {
            given
        }
    }

    /// A tangent or a cotangent that is lent, for a callee to read, or to write to.
    pub(super) fn given_place(&mut self, place: &Place, mutable: bool) -> TokenStream {
        let runtime = self.runtime;
        let target = self.place(place);
        match (self.is_unknown_part(place), mutable) {
            (true, true) => quote!(#runtime::given_mut!(#target)),
            (true, false) => quote!(#runtime::given_ref!(#target)),
            (false, true) => quote!(#runtime::Some(&mut #target)),
            (false, false) => quote!(#runtime::Some(&#target)),
        }
    }

    /// Whether a place may be held constant: a field of the tangent of a struct.
    fn is_unknown_part(&self, place: &Place) -> bool {
        place.is_named_tangent() && matches!(part_shape(self.vars, place), Shape::Unknown)
    }
}
