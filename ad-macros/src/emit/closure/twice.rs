//! The second derivatives of a closure: forward mode of its forward mode, and that with its pullback.
//!
//! ```text
//! move |captures, (x,), captures_dot, (x_dot,), captures_along, (x_along,), ..| { .. }
//! move |captures, (x,), captures_dot, (x_dot,)| (.., move |seeds, captures_bar, (x_bar,), captures_dot_bar, ..| { .. })
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Written;
use super::reverse::Reversed;
use crate::attr::Rules;
use crate::emit::body::Taken;
use crate::emit::linkage::{dots_of, forward_of_forward_mode, linked, pullback_of_forward_mode};
use crate::emit::signature::bare_or_tuple;
use crate::ir::Shape;
use crate::transform::linearize::Linear;
use crate::transform::{Derived, twice};

impl Written<'_> {
    pub(super) fn modes_twice(&self, linear: &Linear) -> [TokenStream; 2] {
        let second = twice(linear, Derived::Both, &Rules::default());
        [
            self.jvp_twice(linear, &second),
            self.vjp_twice(linear, &second),
        ]
    }

    /// Takes tangents, each of which may be absent, under these names: the parameters of the closure that are tangents, and
    /// what takes them apart.
    fn tangents(&self, suffix: &str, dots: &[Option<Ident>]) -> (TokenStream, TokenStream) {
        let whole = linked(&format!("captures_{suffix}"));
        let (parts, split) = self.parts(&whole, suffix);
        let (captured, _) = self.apart();
        let (own, others) = dots.split_at(captured.len().min(dots.len()));
        let own = captured.iter().zip(parts.iter().zip(own));
        let own = own.filter_map(|(parameter, (part, dot))| {
            let dot = dot.as_ref()?;
            let given = match (parameter.carrier.is_reference(), parameter.carrier.shape()) {
                (false, _) => quote!(#part.cloned()),
                (true, Shape::Sequence(_)) => quote!(#part.map(|part| &part[..])),
                (true, _) => quote!(#part),
            };
            Some(quote!(let #dot = #given;))
        });
        let opened = quote!(#split #(#own)*);
        let others = others.iter().map(|dot| match dot {
            Some(dot) => quote!(#dot),
            None => quote!(_),
        });
        (quote!(#whole, (#(#others,)*)), opened)
    }

    fn jvp_twice(&self, linear: &Linear, second: &Linear) -> TokenStream {
        let target = self.target();
        let dots = dots_of(&target, linear);
        let (along, code) = forward_of_forward_mode(&target, &dots, second);
        let (own, of_dots) = along.split_at(dots.len().min(along.len()));
        let taken = [
            self.tangents("dot", &dots),
            self.tangents("along", own),
            self.tangents("dot_along", of_dots),
        ];
        let (parameters, split): (Vec<TokenStream>, Vec<TokenStream>) = taken.into_iter().unzip();
        let (captures, arguments, opened) = (linked("captures"), self.arguments(), self.opened());
        self.keeping(&quote! {
            |#captures, #arguments, #(#parameters),*| { #opened #(#split)* #code }
        })
    }

    fn vjp_twice(&self, linear: &Linear, second: &Linear) -> TokenStream {
        let target = self.target();
        let dots = dots_of(&target, linear);
        let (parameters, split) = self.tangents("dot", &dots);
        let seeds = linked("seeds");
        let [own, of_dots] = ["bar", "dot_bar"].map(|suffix| self.reversed(suffix));
        let Reversed {
            whole,
            others,
            opened: of_own,
            slots,
            bars,
            added,
        } = own;
        let (dot_whole, dot_others, of_dots_opened) =
            (of_dots.whole, of_dots.others, of_dots.opened);
        let (dot_slots, dot_bars, dot_added) = (of_dots.slots, of_dots.bars, of_dots.added);
        let values = std::iter::once(quote!(#seeds))
            .chain(slots)
            .chain(dot_slots);
        let taken = Taken {
            parameters: quote!(#seeds, #whole, (#(#others,)*), #dot_whole, (#(#dot_others,)*)),
            opened: quote!(#of_own #of_dots_opened),
            values: values.collect(),
            results: bare_or_tuple(&[bars, dot_bars].concat()),
            closed: quote!(#added #dot_added ((#(#others,)*), (#(#dot_others,)*))),
        };
        let code = pullback_of_forward_mode(&target, &dots, second, &taken);
        let (captures, arguments, opened) = (linked("captures"), self.arguments(), self.opened());
        self.keeping(&quote!(|#captures, #arguments, #parameters| { #opened #split #code }))
    }
}
