//! The pullback of a call, applied to a seed: what it returns is bound, what it adds to is lent.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::expression::Precedence;
use crate::emit::signature::bare_or_tuple;
use crate::emit::statement::Writer;
use crate::ir::{Place, Pullback, Role, Slot, Var};

impl Writer<'_> {
    pub(in crate::emit) fn pullback(&mut self, pullback: &Pullback, results: &[Var]) {
        if pullback.of_operation {
            self.transposed_operation(pullback, results);
            return;
        }
        let runtime = self.runtime;
        let name = self.name(pullback.map);
        let seed = if pullback.again {
            self.lasting(&pullback.seed)
        } else {
            self.operand(&pullback.seed)
        };
        let mut patterns = Vec::new();
        let mut arguments = Vec::new();
        for slot in &pullback.slots {
            match slot {
                Slot::Inactive => {
                    patterns.push(quote!(_));
                    arguments.push(quote!(#runtime::None));
                }
                Slot::Returned(index) => {
                    let result = results.get(*index);
                    patterns.push(result.map_or(quote!(_), |var| self.pattern(*var)));
                    arguments.push(quote!(#runtime::None));
                }
                Slot::Accumulated(place) => {
                    patterns.push(quote!(_));
                    arguments.push(self.accumulator(place));
                }
                Slot::InPlace(place) => {
                    patterns.push(quote!(_));
                    arguments.push(self.given_place(place, true));
                }
            }
        }
        self.flush(true);
        let call = quote!(#name(#seed, #(#arguments),*));
        let used = results.iter().any(|var| self.is_used(*var));
        self.emit(match patterns.as_slice() {
            _ if !used => quote!(#call;),
            [pattern] => quote!(let #pattern = #call;),
            patterns => quote!(let (#(#patterns),*) = #call;),
        });
    }

    /// The transposes of an operation, at a point: by one operand, or by both.
    fn transposed_operation(&mut self, pullback: &Pullback, results: &[Var]) {
        let point = self.name(pullback.map);
        let seed = self.operand(&pullback.seed).at(Precedence::Unary);
        let used = |slot: &Slot| match slot {
            Slot::Returned(index) => results.get(*index).filter(|var| self.is_used(**var)),
            _ => None,
        };
        let wanted: Vec<Option<&Var>> = pullback.slots.iter().map(used).collect();
        let (function, vars) = match wanted.as_slice() {
            [Some(x)] => ("transposed", vec![*x]),
            [Some(x), None] => ("left", vec![*x]),
            [None, Some(y)] => ("right", vec![*y]),
            [Some(x), Some(y)] => ("both", vec![*x, *y]),
            _ => return,
        };
        let function = Ident::new(function, Span::mixed_site());
        let patterns: Vec<TokenStream> = vars.iter().map(|var| self.pattern(**var)).collect();
        let pattern = bare_or_tuple(&patterns);
        self.flush(true);
        self.emit(quote!(let #pattern = #point.#function(&#seed);));
    }

    /// The cotangent that a callee adds to.
    fn accumulator(&mut self, place: &Place) -> TokenStream {
        let runtime = self.runtime;
        let name = self.name(place.root);
        let given = self.given_place(place, true);
        match self.vars.role(place.root) {
            Role::Optional => quote! {
                match #name.as_deref_mut() {
                    #runtime::Some(#name) => #given,
                    #runtime::None => #runtime::None,
                }
            },
            _ => given,
        }
    }
}
