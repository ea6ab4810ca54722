//! Where only some items come through: which ones, and as what, is asked by code without a derivative.
//!
//! A filter is a branch in the body of the loop, unless positions among what comes through matter.
//! Then the indices themselves are filtered.
//!
//! ```text
//! x.iter().filter(|v| **v > 0.0).enumerate()    →    (0..x.len()).filter(|i| x[*i] > 0.0).enumerate()
//! ```

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Expr, Pat};

use super::{Function, Item, Iteration, Lambda, Stage};
use crate::ir::Inert;
use crate::syntax::fence;
use crate::syntax::identifiers::names_in;
use crate::syntax::lower::Lowerer;
use crate::syntax::lower::control::derived;
use crate::syntax::lower::inert::inert_name;
use crate::syntax::lower::mutated::has_effect;

impl<'e> Lowerer<'_> {
    /// What an expression iterates over, for an adaptor of this name that counts what comes through.
    pub(in crate::syntax::lower) fn sieved(
        &mut self,
        by: &Ident,
        source: &'e Expr,
    ) -> Option<Iteration<'e>> {
        let mut iteration = self.iteration(source)?;
        for stage in std::mem::take(&mut iteration.stages) {
            iteration = match stage {
                Stage::Map(function) => Iteration {
                    item: Item::Mapped(Box::new(iteration.item), function),
                    ..iteration
                },
                Stage::Copied => Iteration {
                    item: Item::Copied(Box::new(iteration.item)),
                    ..iteration
                },
                Stage::FilterMap(_) => {
                    fence::adaptor(by, self.errors);
                    return None;
                }
                Stage::Filter(lambda) => {
                    let filter = Ident::new("filter", Span::mixed_site());
                    self.kept_by(by, &filter, &lambda, iteration)?
                }
            };
        }
        Some(iteration)
    }

    /// An iterator of which a method keeps some items, as a closure says that is lent them.
    pub(super) fn kept_by(
        &mut self,
        by: &Ident,
        method: &Ident,
        lambda: &Lambda,
        iteration: Iteration<'e>,
    ) -> Option<Iteration<'e>> {
        if iteration.written {
            // They cannot be looked at while they are written to.
            fence::adaptor_of_written(by, self.errors);
            return None;
        }
        let asked = self.asked(by, lambda, &iteration.item)?;
        let (of, question) = (&iteration.iterator.expr, &asked.expr);
        let expr = syn::parse_quote!((#of).#method(#question));
        Some(Iteration {
            iterator: without(
                derived(expr, [&iteration.iterator, &asked]),
                &iteration.item,
            ),
            reversible: false,
            exact: false,
            ..iteration
        })
    }

    /// A closure that is lent an item, as one that is lent its index.
    pub(in crate::syntax::lower) fn asked(
        &mut self,
        by: &Ident,
        lambda: &Lambda,
        item: &Item,
    ) -> Option<Inert> {
        let closure = lambda.closure;
        if !self.is_without_exits(closure) {
            return None;
        }
        let code = self.item_code(by, item)?;
        let counter = counter(item);
        let index = Ident::new(&self.vars.fresh("index"), Span::call_site());
        let pat = closure.inputs.first()?;
        let (pattern, condition) = self.inside(lambda, |this| {
            (
                this.renamed_pattern(pat),
                this.plain_condition(&closure.body).0,
            )
        });
        let (value, holds) = (&code.expr, &condition.expr);
        let expr = syn::parse_quote!(|#index| {
            let #counter = ::core::clone::Clone::clone(#index);
            let #pattern = &#value;
            #holds
        });
        Some(derived(expr, [&code, &*condition]))
    }

    /// An item, as code without a derivative.
    pub(in crate::syntax::lower) fn item_code(&mut self, by: &Ident, item: &Item) -> Option<Inert> {
        Some(match item {
            Item::Inert(name, _) => inert_name(name),
            Item::Given(call) => {
                let code = self.inert(&Expr::MethodCall((*call).clone()));
                let option = &code.expr;
                derived(syn::parse_quote!(#option.unwrap()), [&*code])
            }
            Item::Computed(expr) => (*self.inert(expr)).clone(),
            Item::Reduced(..) => {
                fence::adaptor(by, self.errors);
                return None;
            }
            Item::Element(..) | Item::Part(..) | Item::Same(_) => {
                let value = self.item_value(item, Span::mixed_site());
                self.value_code(&value)
            }
            Item::Pair(left, right) => {
                let left = self.item_code(by, left)?;
                let right = self.item_code(by, right)?;
                let (first, second) = (&left.expr, &right.expr);
                derived(syn::parse_quote!((#first, #second)), [&left, &right])
            }
            Item::Either(left, right, side) => {
                let patterns = (counter(left), counter(right));
                let left = self.item_code(by, left)?;
                let right = self.item_code(by, right)?;
                let (first, second) = (&left.expr, &right.expr);
                let (ok, err) = patterns;
                let expr = syn::parse_quote!(match #side {
                    ::core::result::Result::Ok(#ok) => #first,
                    ::core::result::Result::Err(#err) => #second,
                });
                derived(expr, [&left, &right])
            }
            Item::Copied(inner) => {
                let inner = self.item_code(by, inner)?;
                let reference = &inner.expr;
                derived(syn::parse_quote!((*#reference)), [&inner])
            }
            Item::Mapped(inner, Function::Path(function, _)) => {
                let inner = self.item_code(by, inner)?;
                let argument = &inner.expr;
                derived(syn::parse_quote!(#function(#argument)), [&inner])
            }
            Item::Mapped(inner, Function::Closure(lambda)) => {
                let closure = lambda.closure;
                if has_effect(&closure.body) {
                    // It would have it once more.
                    fence::adaptor_after_effect(by, closure.body.span(), self.errors);
                    return None;
                }
                let inner = self.item_code(by, inner)?;
                let pat = closure.inputs.first();
                let (pattern, body) = self.inside(lambda, |this| {
                    let pattern = pat.map(|pat| this.renamed_pattern(pat));
                    (pattern, this.inert(&closure.body))
                });
                let (argument, value) = (&inner.expr, &body.expr);
                let pattern = pattern.unwrap_or_else(|| syn::parse_quote!(_));
                let expr = syn::parse_quote!({ let #pattern = #argument; #value });
                derived(expr, [&inner, &*body])
            }
        })
    }
}

/// The pattern of the indices in an item, and of what has no derivative.
pub(in crate::syntax::lower) fn counter(item: &Item) -> Pat {
    match item {
        Item::Inert(name, _)
        | Item::Element(_, name)
        | Item::Part(_, name, _)
        | Item::Either(_, _, name) => syn::parse_quote!(#name),
        Item::Same(_) | Item::Computed(_) | Item::Given(_) => syn::parse_quote!(_),
        Item::Pair(left, right) => {
            let (left, right) = (counter(left), counter(right));
            syn::parse_quote!((#left, #right))
        }
        Item::Copied(inner) | Item::Mapped(inner, _) => counter(inner),
        Item::Reduced(first, ..) => counter(first),
    }
}

/// Code that binds the indices of an item itself, and so does not mention them.
pub(in crate::syntax::lower) fn without(mut code: Inert, item: &Item) -> Inert {
    for name in names_in(&counter(item)).names {
        code.mentions.names.remove(&name);
    }
    code
}
