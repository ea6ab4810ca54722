//! Sequences that are sorted: which element goes where is asked by code without a derivative, then they are moved.
//!
//! ```text
//! v.sort_by(|a, b| a.total_cmp(b))    →    order = [0, 1, …] sorted by v[order]; from = v;
//!                                          for k in 0..v.len() { v[k] = from[order[k]] }
//! ```

use std::rc::Rc;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::ExprMethodCall;

use super::Lowerer;
use super::control::{at_hand, derived};
use super::inert::inert_name;
use crate::ir::{Atom, Inert, Op, Place, Projection, Shape};
use crate::syntax::fence;

impl Lowerer<'_> {
    /// `sort_by` and `sort_unstable_by`
    pub(super) fn sort(&mut self, call: &ExprMethodCall) -> Option<()> {
        let place = self.written(&call.receiver)?;
        let shape = self.place_shape(&place);
        if call.method == "sort_unstable_by" && !shape.element().is_scalar() {
            // In what order it leaves equal elements depends on their size.
            fence::unstable_sort(&call.method, self.errors);
            return None;
        }
        let order = self.order(call, &place)?;
        let span = call.method.span();
        let copy = match shape {
            Shape::Array(..) => shape,
            shape => shape.slice(),
        };
        let from = Place::whole(self.define(Op::Load(place.clone()), copy, span));
        self.over(&place, |this, index| {
            let at = this.atom_code(&index);
            let (of, position) = (&order.expr, &at.expr);
            let source = derived(syn::parse_quote!(#of[#position]), [&order, &at]);
            let source = at_hand(source);
            let element = |place: &Place, index: Atom| {
                let mut place = place.clone();
                place.path.push(Projection::Index(index));
                place
            };
            let moved = this.load(element(&from, Atom::Inert(Rc::new(source))), span);
            let to = element(&place, index);
            this.emit(Vec::new(), Op::Store(to, moved), span);
        });
        Some(())
    }

    /// For each position, the index of the element that goes there: a variable.
    fn order(&mut self, call: &ExprMethodCall, place: &Place) -> Option<Inert> {
        let length = self.length(place);
        let elements = self.place_code(place);
        let mut fresh = |name: &str| Ident::new(&self.vars.fresh(name), Span::call_site());
        let (order, left, right) = (fresh("order"), fresh("left"), fresh("right"));
        let (of, end, method, runtime) =
            (&elements.expr, &length.expr, &call.method, &self.runtime);
        let (first, second) = (quote!(&#of[*#left]), quote!(&#of[*#right]));
        let runtime = runtime.clone();
        let comparison = self.comparison(method, call.args.first()?, &first, &second)?;
        let compared = &comparison.expr;
        let code = syn::parse_quote!({
            let mut #order: #runtime::Vec<usize> = (0..#end).collect();
            #order.#method(|#left, #right| #compared);
            #order
        });
        let code = derived(code, [&length, &elements, &comparison]);
        let var = self.inert_variable(order, Shape::Inert, Rc::new(code), method.span());
        let mut order = inert_name(&self.name_of(var));
        order.mentions.vars.insert(var);
        Some(order)
    }
}
