//! Loops of which states are kept, and the same loops run again from these.
//!
//! ```text
//! let mut trips = 0..n;
//! let mut checkpoints = Checkpoints::spaced(trips_of(&trips));
//! while let Some(i) = checkpoints.pass(&mut trips, |trips| (trips.clone(), x)) { x = x * r; }
//!
//! let mut replay = checkpoints.replay();
//! while let Some((mut trips, mut x)) = replay.restore() {
//!     while let Some(i) = replay.advance(&mut trips, |trips| (trips.clone(), x)) { x = x * r; }
//!     if let Some(i) = trips.next() { … }
//! }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::body::braced;
use super::statement::Writer;
use crate::ir::{Head, Keeping, Loop, Replay, Residual, Role, Shape, Var};
use crate::syntax::identifier;

/// The most parts of a tuple that is cloned: the standard library goes up to twelve.
const PARTS: usize = 8;

impl Writer<'_> {
    /// A loop of which states are kept.
    pub(super) fn keeping(&mut self, repeated: &Loop, keeping: &Keeping, record: Var) {
        let Head::For(counter) = &repeated.head else {
            return;
        };
        let runtime = self.runtime;
        let (record, trips) = (self.name(record), self.name(keeping.trips));
        let state = self.state(&trips, &repeated.residuals, keeping);
        let body = self.again(&repeated.body, |this| {
            let exit = repeated.body.results.first();
            exit.map(|code| this.exit(code)).unwrap_or_default()
        });
        let body = braced(body);
        let (pattern, iterator) = (&counter.pattern, &counter.iterator.expr);
        let checkpoints = match &keeping.checkpoint.count {
            Some(count) => {
                let count = &count.expr;
                quote!(at_most(#count, #runtime::trips_of(&#trips)))
            }
            None => quote!(spaced(#runtime::trips_of(&#trips))),
        };
        self.emit(quote! {
            let mut #trips = #iterator;
            let mut #record = #runtime::Checkpoints::#checkpoints;
            while let #runtime::Some(#pattern) = #record.pass(&mut #trips, |#trips| #state) #body
        });
    }

    /// The trips of such a loop, from the last to the first.
    pub(super) fn replay(&mut self, replay: &Replay) {
        self.flush(false);
        let runtime = self.runtime;
        let (record, trips) = (self.name(replay.record), self.name(replay.keeping.trips));
        let states = self.name(replay.name);
        let around: Vec<TokenStream> = replay
            .around
            .iter()
            .map(|(restored, as_it_was)| self.as_it_was(restored, *as_it_was))
            .collect();
        let state = self.state(&trips, &replay.state, &replay.keeping);
        let (restored, own) = self.restored(&trips, replay);
        let advance = braced(self.again(&replay.advance, |_| TokenStream::new()));
        let trip = braced(self.again(&replay.trip, |_| TokenStream::new()));
        let pattern = &replay.counter.pattern;
        self.emit(quote! {
            {
                #(#around)*
                let mut #states = #record.replay();
                while let #runtime::Some(#restored) = #states.restore() {
                    #own
                    while let #runtime::Some(#pattern) =
                        #states.advance(&mut #trips, |#trips| #state) #advance
                    if let #runtime::Some(#pattern) = #trips.next() #trip
                }
            }
        });
    }

    /// The state at hand, as one value.
    fn state(&self, trips: &Ident, state: &[Residual], keeping: &Keeping) -> TokenStream {
        let parts = state.iter().map(|residual| match residual {
            Residual::Var(var) => self.contents(*var),
            Residual::Name(name) => {
                let checkpoint = &keeping.checkpoint;
                let written = checkpoint.carried.get(name);
                let ident = written.cloned().unwrap_or_else(|| identifier(name));
                // What cannot be cloned is the user's mistake.
                if checkpoint.references.contains(name) {
                    quote_spanned!(ident.span()=> (*#ident).clone())
                } else {
                    quote_spanned!(ident.span()=> #ident.clone())
                }
            }
        });
        nested(
            std::iter::once(quote!(#trips.clone()))
                .chain(parts)
                .collect(),
        )
    }

    /// A copy of what is in a place.
    fn contents(&self, var: Var) -> TokenStream {
        let name = self.name(var);
        let sequence = matches!(self.vars.shape(var), Shape::Sequence(_));
        match (self.vars.role(var), self.is_copied(var)) {
            (Role::Buffer, true) => quote!(*#name),
            (Role::Buffer, false) if sequence => quote!(#name.to_vec()),
            (Role::Buffer, false) => quote!((*#name).clone()),
            (_, true) => quote!(#name),
            (_, false) => quote!(#name.clone()),
        }
    }

    /// The pattern that takes a state apart, and what makes references of its parts.
    fn restored(&self, trips: &Ident, replay: &Replay) -> (TokenStream, TokenStream) {
        let mut own = TokenStream::new();
        let references = &replay.keeping.checkpoint.references;
        let parts = replay.state.iter().map(|residual| {
            let (name, reference) = match residual {
                Residual::Var(var) => (self.name(*var), self.vars.role(*var) == Role::Buffer),
                Residual::Name(name) => (identifier(name), references.contains(name)),
            };
            if reference {
                own.extend(quote!(let #name = &mut #name;));
            }
            quote!(mut #name)
        });
        let pattern = nested(std::iter::once(quote!(mut #trips)).chain(parts).collect());
        (pattern, own)
    }

    /// Something outside, as it was before the loop.
    fn as_it_was(&self, restored: &Residual, copy: Var) -> TokenStream {
        let borrowed = self.borrowed.contains(&copy);
        let copy = self.name(copy);
        match restored {
            Residual::Var(var) => {
                let name = self.name(*var);
                match self.vars.role(*var) {
                    Role::Reference if borrowed => quote!(let #name = #copy;),
                    Role::Reference => quote!(let #name = &#copy;),
                    Role::Buffer => quote!(let #name = &mut #copy.clone();),
                    _ => quote!(let mut #name = #copy.clone();),
                }
            }
            Residual::Name(name) => {
                let name = identifier(name);
                quote!(let mut #name = #copy.clone();)
            }
        }
    }
}

/// A tuple, or tuples in tuples: those of many parts cannot be cloned.
fn nested(mut parts: Vec<TokenStream>) -> TokenStream {
    if parts.len() > PARTS {
        let rest = parts.split_off(PARTS - 1);
        parts.push(nested(rest));
    }
    match parts.as_slice() {
        [part] => part.clone(),
        parts => quote!((#(#parts),*)),
    }
}
