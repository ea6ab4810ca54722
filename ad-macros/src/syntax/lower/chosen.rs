//! Elements that are found at run time: `x.iter().min_by(..)`, `x.last()`, `x.get(i)`.
//!
//! Which one it is, is asked by code without a derivative, in terms of indices; then it is an element
//! like any other.
//!
//! ```text
//! x.iter().max_by(|a, b| a.total_cmp(b)).unwrap()    →    let i = (0..x.len()).max_by(..).unwrap();
//!                                                         x[i]
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::BTreeSet;
use syn::{Expr, ExprMethodCall};

use super::Lowerer;
use super::control::derived;
use super::iteration::{Item, Iteration, counter, without};
use super::reduction::is_iterator;
use crate::ir::Inert;
use crate::syntax::fence;
use crate::syntax::inspect;

/// An item that may be there, and code that says where.
pub(super) struct Choice<'e> {
    /// An `Option` of the item's index.
    pub(super) code: Inert,
    pub(super) item: Item<'e>,
    /// The method that finds it.
    pub(super) of: Ident,
}

/// Whether an expression is an item of an iterator, or an element of a sequence, that may be there.
pub(super) fn is_choice(expr: &Expr) -> bool {
    let Expr::MethodCall(call) = expr else {
        return false;
    };
    let of_iterator = || is_iterator(&call.receiver);
    match (call.method.to_string().as_str(), call.args.len()) {
        ("copied" | "cloned", 0) => is_choice(&call.receiver),
        ("min_by" | "max_by" | "nth" | "find" | "reduce", 1) | ("next", 0) => of_iterator(),
        ("last" | "first" | "last_mut" | "first_mut" | "split_first" | "split_last", 0)
        | ("get" | "get_mut", 1) => true,
        ("map", 1) => is_choice(&call.receiver),
        ("then" | "then_some", 1) => !of_iterator(),
        _ => false,
    }
}

impl Lowerer<'_> {
    /// What the method of an iterator or a sequence finds.
    pub(super) fn found<'e>(&mut self, call: &'e ExprMethodCall) -> Option<Choice<'e>> {
        let name = call.method.to_string();
        if let "copied" | "cloned" = name.as_str() {
            let choice = self.optional(&call.receiver, &call.method)?;
            return Some(Choice {
                item: Item::Copied(Box::new(choice.item)),
                ..choice
            });
        }
        if !is_iterator(&call.receiver) {
            return self.chosen_element(call, &name);
        }
        let iteration = self.sieved(&call.method, &call.receiver)?;
        let of = &iteration.iterator.expr;
        let (code, parts): (Expr, Vec<Inert>) = match name.as_str() {
            "min_by" | "max_by" => return self.compared(call, iteration),
            "reduce" => return self.reduced(call, iteration),
            "find" => {
                let Some(Expr::Closure(closure)) = call.args.first() else {
                    fence::adaptor(&call.method, self.errors);
                    return None;
                };
                let lambda = self.lambda(closure);
                let asked = self.asked(&call.method, &lambda, &iteration.item)?;
                let question = &asked.expr;
                (syn::parse_quote!((#of).find(#question)), vec![asked])
            }
            "nth" => {
                let position = self.position(call.args.first()?)?;
                let at = &position.expr;
                let code = syn::parse_quote!((#of).nth(#at));
                (code, vec![(*position).clone()])
            }
            method => {
                let method = Ident::new(method, call.method.span());
                (syn::parse_quote!((#of).#method()), Vec::new())
            }
        };
        let parts = parts.iter().chain([&iteration.iterator]);
        Some(Choice {
            code: without(derived(code, parts), &iteration.item),
            item: iteration.item,
            of: call.method.clone(),
        })
    }

    /// `reduce`: the first item, to which the others are added by its step.
    fn reduced<'e>(
        &mut self,
        call: &'e ExprMethodCall,
        first: Iteration<'e>,
    ) -> Option<Choice<'e>> {
        let of = &first.iterator.expr;
        let code = derived(syn::parse_quote!((#of).next()), [&first.iterator]);
        // Its indices have names of their own: both stand in one block.
        let mut others = self.sieved(&call.method, &call.receiver)?;
        let of = &others.iterator.expr;
        others.iterator = derived(syn::parse_quote!((#of).skip(1)), [&others.iterator]);
        others.reversible &= others.exact;
        Some(Choice {
            code: without(code, &first.item),
            item: Item::Reduced(Box::new(first.item), Box::new(others), call),
            of: call.method.clone(),
        })
    }

    /// `split_first` and `split_last`: an element, and the part beside it.
    fn split<'e>(&mut self, call: &'e ExprMethodCall) -> Option<Choice<'e>> {
        let place = self.sequence_of(&call.receiver)?;
        let length = self.length(&place);
        let mut fresh = |name: &str| Ident::new(&self.vars.fresh(name), Span::call_site());
        let (index, start) = (fresh("i"), fresh("start"));
        let len = &length.expr;
        let (split, end): (Expr, Expr) = if call.method == "split_first" {
            (syn::parse_quote!((0_usize, 1_usize)), len.clone())
        } else {
            (
                syn::parse_quote!((#len - 1, 0_usize)),
                syn::parse_quote!(#index),
            )
        };
        let code = derived(syn::parse_quote!((#len > 0).then(|| #split)), [&length]);
        let end = Box::new(derived(end, [&length]));
        let element = Item::Element(place.clone(), index);
        let part = Item::Part(place, start, end);
        Some(Choice {
            code,
            item: Item::Pair(Box::new(element), Box::new(part)),
            of: call.method.clone(),
        })
    }

    /// `first`, `last` and `get` of a sequence.
    fn chosen_element<'e>(&mut self, call: &'e ExprMethodCall, name: &str) -> Option<Choice<'e>> {
        if name.starts_with("split") {
            return self.split(call);
        }
        let iteration = if name.ends_with("_mut") {
            self.written_elements(&call.receiver)?
        } else {
            let place = self.sequence_of(&call.receiver)?;
            self.elements_of(place)
        };
        let of = &iteration.iterator.expr;
        let code = match call.args.first() {
            Some(index) => {
                let position = self.position(index)?;
                let at = &position.expr;
                let code = syn::parse_quote!((#of).nth(#at));
                derived(code, [&iteration.iterator, &*position])
            }
            None if name.starts_with("first") => {
                derived(syn::parse_quote!((#of).next()), [&iteration.iterator])
            }
            None => derived(syn::parse_quote!((#of).last()), [&iteration.iterator]),
        };
        Some(Choice {
            code,
            item: iteration.item,
            of: call.method.clone(),
        })
    }

    /// `min_by` or `max_by`: the index goes beside the item that is compared.
    fn compared<'e>(
        &mut self,
        call: &'e ExprMethodCall,
        iteration: Iteration<'e>,
    ) -> Option<Choice<'e>> {
        if iteration.written {
            fence::adaptor_of_written(&call.method, self.errors);
            return None;
        }
        let value = self.item_code(&call.method, &iteration.item)?;
        let mut fresh = |name: &str| Ident::new(&self.vars.fresh(name), Span::call_site());
        let (index, left, right) = (fresh("index"), fresh("left"), fresh("right"));
        let (first, second) = (quote!(#left), quote!(#right));
        let comparison = self.comparison(&call.method, call.args.first()?, &first, &second)?;
        let (of, method) = (&iteration.iterator.expr, &call.method);
        let (pattern, item, order) = (counter(&iteration.item), &value.expr, &comparison.expr);
        let code = syn::parse_quote!((#of)
            .map(|#index| {
                let #pattern = ::core::clone::Clone::clone(&#index);
                (#index, #item)
            })
            .#method(|(_, #left), (_, #right)| #order)
            .map(|(#index, _)| #index));
        let mut code = without(
            derived(code, [&iteration.iterator, &value, &comparison]),
            &iteration.item,
        );
        let own: BTreeSet<String> = [index, left, right].map(|name| name.to_string()).into();
        code.mentions.names.retain(|name| !own.contains(name));
        Some(Choice {
            code,
            item: iteration.item,
            of: call.method.clone(),
        })
    }

    /// How a closure or a function, which a method is given, orders two items, as code.
    pub(super) fn comparison(
        &mut self,
        by: &Ident,
        order: &Expr,
        left: &TokenStream,
        right: &TokenStream,
    ) -> Option<Inert> {
        match order {
            Expr::Closure(closure) => {
                if !self.is_without_exits(closure) {
                    return None;
                }
                let (first, second) = (closure.inputs.first()?, closure.inputs.last()?);
                let mark = self.scope.enter();
                let first = self.renamed_pattern(first);
                let second = self.renamed_pattern(second);
                let inspection = inspect::expression(&self.scope, &self.vars, &closure.body);
                let stands = fence::check_statement(&inspection, &self.name, self.errors);
                let ordering = self.inert(&closure.body);
                self.scope.leave(mark);
                if !stands {
                    return None;
                }
                let order = &ordering.expr;
                let expr = syn::parse_quote!({
                    let #first = #left;
                    let #second = #right;
                    #order
                });
                Some(derived(expr, [&*ordering]))
            }
            function @ Expr::Path(_) => {
                Some(derived(syn::parse_quote!(#function(#left, #right)), []))
            }
            _ => {
                fence::adaptor(by, self.errors);
                None
            }
        }
    }
}
