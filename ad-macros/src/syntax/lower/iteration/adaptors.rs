//! The adaptors of iterators: what they do to elements, they do to indices.

use std::cell::RefCell;

use proc_macro2::Ident;
use syn::{Expr, ExprClosure};

use super::{Function, Item, Iteration, Lambda, Stage};
use crate::ir::integer;
use crate::syntax::fence;
use crate::syntax::lower::Lowerer;
use crate::syntax::lower::control::derived;
use crate::syntax::scope::key;

impl<'e> Lowerer<'_> {
    /// `receiver.method(arguments)` of an iterator over something active.
    pub(super) fn adapted(&mut self, call: &'e syn::ExprMethodCall) -> Option<Iteration<'e>> {
        let name = call.method.to_string();
        match (name.as_str(), call.args.first()) {
            ("filter" | "filter_map", Some(Expr::Closure(closure))) => {
                let mut inner = self.iteration(&call.receiver)?;
                if !self.is_without_exits(closure) {
                    return None;
                }
                let lambda = self.lambda(closure);
                inner.stages.push(match name.as_str() {
                    "filter" => Stage::Filter(lambda),
                    _ => Stage::FilterMap(lambda),
                });
                return Some(inner);
            }
            ("filter" | "filter_map", Some(Expr::Path(path))) => {
                fence::adaptor_of_path(call, path, self.errors);
                return None;
            }
            ("map", Some(argument @ (Expr::Closure(_) | Expr::Path(_)))) => {
                return self.mapped(call, argument);
            }
            _ => {}
        }
        self.adapted_indices(call, &name)
    }

    /// `map`: what is done to the items in the body.
    fn mapped(
        &mut self,
        call: &'e syn::ExprMethodCall,
        function: &'e Expr,
    ) -> Option<Iteration<'e>> {
        let mut inner = self.iteration(&call.receiver)?;
        let function = self.given_to(&call.method, function)?;
        if inner.stages.is_empty() {
            inner.item = Item::Mapped(Box::new(inner.item), function);
        } else {
            inner.stages.push(Stage::Map(function));
        }
        Some(inner)
    }

    /// What items are given to, by a method.
    pub(in crate::syntax::lower) fn given_to(
        &mut self,
        by: &Ident,
        function: &'e Expr,
    ) -> Option<Function<'e>> {
        match function {
            Expr::Closure(closure) => {
                let whole = self.is_without_exits(closure);
                whole.then(|| Function::Closure(self.lambda(closure)))
            }
            Expr::Path(path) => Some(Function::Path(function, path)),
            _ => {
                fence::adaptor(by, self.errors);
                None
            }
        }
    }

    pub(in crate::syntax::lower) fn lambda(&mut self, closure: &'e ExprClosure) -> Lambda<'e> {
        let copies = self.captured(closure).into_iter();
        let copies = copies.map(|(ident, copy)| (key(&ident), copy));
        Lambda {
            closure,
            outside: self.scope.enter(),
            names: RefCell::new(copies.collect()),
        }
    }

    /// Does something where a closure was written.
    pub(super) fn inside<T>(&mut self, lambda: &Lambda, what: impl FnOnce(&mut Self) -> T) -> T {
        let hidden = self.scope.hide(lambda.outside);
        let names = lambda.names.borrow().clone();
        self.scope.show(lambda.outside, names);
        let done = what(self);
        self.scope.show(lambda.outside, hidden);
        done
    }

    /// An adaptor that does to indices what it does to elements.
    fn adapted_indices(
        &mut self,
        call: &'e syn::ExprMethodCall,
        name: &str,
    ) -> Option<Iteration<'e>> {
        match (name, call.args.len()) {
            ("iter", 0) => self.iterated(&call.receiver, true),
            ("into_iter", 0) => self.iteration(&call.receiver),
            ("iter_mut", 0) => self.written_elements(&call.receiver),
            ("copied" | "cloned", 0) => {
                let mut inner = self.iteration(&call.receiver)?;
                if inner.stages.is_empty() {
                    inner.item = Item::Copied(Box::new(inner.item));
                } else {
                    inner.stages.push(Stage::Copied);
                }
                Some(inner)
            }
            ("enumerate", 0) => {
                let inner = self.sieved(&call.method, &call.receiver)?;
                let index = self.index_name("n");
                let of = &inner.iterator.expr;
                Some(Iteration {
                    iterator: derived(syn::parse_quote!((#of).enumerate()), [&inner.iterator]),
                    reversible: inner.reversible && inner.exact,
                    item: Item::Pair(Box::new(Item::Inert(index, None)), Box::new(inner.item)),
                    ..inner
                })
            }
            ("rev", 0) => {
                let inner = self.sieved(&call.method, &call.receiver)?;
                let of = &inner.iterator.expr;
                Some(Iteration {
                    iterator: derived(syn::parse_quote!((#of).rev()), [&inner.iterator]),
                    ..inner
                })
            }
            ("windows" | "chunks" | "chunks_exact", 1) => self.windows(call),
            ("skip" | "take" | "step_by", 1) => {
                let inner = self.sieved(&call.method, &call.receiver)?;
                let count = self.bound(call.args.first()?);
                let (of, by, method) = (&inner.iterator.expr, &count.expr, &call.method);
                let expr = syn::parse_quote!((#of).#method(#by));
                Some(Iteration {
                    iterator: derived(expr, [&inner.iterator, &count]),
                    reversible: inner.reversible && inner.exact,
                    ..inner
                })
            }
            ("take_while" | "skip_while", 1) => {
                let inner = self.sieved(&call.method, &call.receiver)?;
                let Some(Expr::Closure(closure)) = call.args.first() else {
                    fence::adaptor(&call.method, self.errors);
                    return None;
                };
                let lambda = self.lambda(closure);
                self.kept_by(&call.method, &call.method, &lambda, inner)
            }
            ("zip", 1) => {
                let left = self.sieved(&call.method, &call.receiver)?;
                self.zipped(&call.method, left, call.args.first()?)
            }
            ("chain", 1) => {
                let left = self.sieved(&call.method, &call.receiver)?;
                let right = self.sieved(&call.method, call.args.first()?)?;
                if left.written || right.written {
                    fence::adaptor_of_written(&call.method, self.errors);
                    return None;
                }
                let side = self.index_name("side");
                let (of, with) = (&left.iterator.expr, &right.iterator.expr);
                let expr = syn::parse_quote!(
                    (#of).map(::core::result::Result::Ok)
                        .chain(::core::iter::IntoIterator::into_iter(#with).map(::core::result::Result::Err))
                );
                Some(Iteration {
                    iterator: derived(expr, [&left.iterator, &right.iterator]),
                    reversible: left.reversible && right.reversible,
                    exact: false,
                    written: false,
                    stages: Vec::new(),
                    item: Item::Either(Box::new(left.item), Box::new(right.item), side),
                })
            }
            _ => {
                fence::adaptor(&call.method, self.errors);
                None
            }
        }
    }

    /// Two iterators side by side: `left.zip(right)`, or `iter::zip(left, right)`.
    pub(super) fn zipped(
        &mut self,
        by: &Ident,
        left: Iteration<'e>,
        right: &'e Expr,
    ) -> Option<Iteration<'e>> {
        let right = self.sieved(by, right)?;
        let (of, with) = (&left.iterator.expr, &right.iterator.expr);
        let expr = syn::parse_quote!((#of).zip(#with));
        Some(Iteration {
            iterator: derived(expr, [&left.iterator, &right.iterator]),
            reversible: left.reversible && right.reversible && left.exact && right.exact,
            exact: left.exact && right.exact,
            written: left.written || right.written,
            stages: Vec::new(),
            item: Item::Pair(Box::new(left.item), Box::new(right.item)),
        })
    }

    /// `windows`, `chunks` and `chunks_exact`: the indices at which parts begin.
    fn windows(&mut self, call: &'e syn::ExprMethodCall) -> Option<Iteration<'e>> {
        let place = self.sequence_of(&call.receiver)?;
        let length = self.length(&place);
        let size = self.bound(call.args.first()?);
        let start = self.index_name("i");
        let (len, by) = (&length.expr, &size.expr);
        let (iterator, end): (Expr, Expr) = match call.method.to_string().as_str() {
            "windows" => (
                syn::parse_quote!(0..(#len + 1usize).saturating_sub(#by)),
                syn::parse_quote!(#start + #by),
            ),
            "chunks_exact" => (
                syn::parse_quote!((0..#len - #len % #by).step_by(#by)),
                syn::parse_quote!(#start + #by),
            ),
            _ => (
                syn::parse_quote!((0..#len).step_by(#by)),
                syn::parse_quote!(::core::cmp::min(#start + #by, #len)),
            ),
        };
        if let (Some(size), "windows" | "chunks_exact") =
            (integer(by), call.method.to_string().as_str())
        {
            self.parts.insert(start.to_string(), size);
        }
        let end = derived(end, [&length, &size]);
        let iterator = derived(iterator, [&length, &size]);
        Some(Iteration {
            iterator,
            item: Item::Part(place, start, Box::new(end)),
            reversible: true,
            exact: true,
            written: false,
            stages: Vec::new(),
        })
    }
}
