//! Ranges and iterators: lists of what they give.

use std::ops::ControlFlow;
use std::rc::Rc;

use quote::ToTokens;
use syn::{Expr, ExprClosure, ExprMethodCall, ExprRange, Ident, RangeLimits};

use super::Machine;
use super::value::{Captured, Value, index};

/// Methods of iterators and sequences.
const METHODS: [&str; 26] = [
    "chunks",
    "chunks_exact",
    "clone",
    "cloned",
    "collect",
    "copied",
    "enumerate",
    "filter",
    "fold",
    "for_each",
    "into_iter",
    "is_empty",
    "iter",
    "iter_mut",
    "len",
    "map",
    "product",
    "rev",
    "skip",
    "split_at",
    "step_by",
    "sum",
    "take",
    "to_vec",
    "windows",
    "zip",
];

/// Whether a method is one of an iterator or a sequence.
pub(super) fn is_method(name: &Ident) -> bool {
    METHODS.iter().any(|method| name == method)
}

impl Machine<'_> {
    /// `start..end` or `start..=end`
    pub(super) fn range(&self, range: &ExprRange) -> Value {
        let bound = |bound: &Option<Box<Expr>>| {
            self.expression(bound.as_deref().expect("a bound")).number()
        };
        let (start, end) = (bound(&range.start), bound(&range.end));
        let closed = matches!(range.limits, RangeLimits::Closed(_));
        let trips = std::iter::successors(Some(start), |last| Some(last + 1.0));
        let trips = trips.take_while(|trip| *trip < end || (closed && *trip <= end));
        Value::List(trips.map(Value::Number).collect())
    }

    /// The bounds of a part of a sequence of some length.
    pub(super) fn bounds(&self, range: &Expr, length: usize) -> (usize, usize) {
        let Expr::Range(range) = range else {
            panic!("a range")
        };
        let bound = |bound: &Option<Box<Expr>>| {
            let bound = bound.as_deref()?;
            Some(index(self.expression(bound).number()))
        };
        let closed = usize::from(matches!(range.limits, RangeLimits::Closed(_)));
        let end = bound(&range.end).map_or(length, |end| end + closed);
        (bound(&range.start).unwrap_or(0), end)
    }

    /// A method of an iterator or a sequence.
    pub(super) fn sequence(&self, call: &ExprMethodCall) -> Value {
        let of = self.expression(&call.receiver);
        if call.method == "clone" {
            return of;
        }
        let items = of.list().iter().cloned();
        let with = call.args.first();
        let closure = |items: &[Value]| self.applied(with.expect("a closure"), items);
        let with = || self.expression(with.expect("an argument"));
        let count = || index(with().number());
        let parts = |parts: &mut dyn Iterator<Item = &[Value]>| {
            parts.map(|part| Value::List(part.to_vec())).collect()
        };
        let of = of.list();
        let narrow = call.turbofish.as_ref().is_some_and(|types| {
            let text = types.to_token_stream().to_string();
            text.contains("f32")
        });
        Value::List(match call.method.to_string().as_str() {
            "len" => return number(items.len()),
            "is_empty" => return Value::Truth(items.len() == 0),
            "sum" => {
                let none = precise(std::iter::empty::<f64>().sum(), narrow);
                return items.fold(none, |sum, item| sum.zip(&item, &|a, b| a + b));
            }
            "product" => {
                let one = precise(1.0, narrow);
                return items.fold(one, |product, item| product.zip(&item, &|a, b| a * b));
            }
            "fold" => {
                let step = call.args.last().expect("a closure");
                return items.fold(with(), |so_far, item| self.applied(step, &[so_far, item]));
            }
            "for_each" => {
                items.for_each(|item| {
                    closure(&[item]);
                });
                Vec::new()
            }
            "map" => items.map(|item| closure(&[item])).collect(),
            "filter" => items
                .filter(|item| closure(std::slice::from_ref(item)).truth())
                .collect(),
            "split_at" => {
                let (left, right) = of.split_at(count());
                vec![Value::List(left.to_vec()), Value::List(right.to_vec())]
            }
            "windows" => parts(&mut of.windows(count())),
            "chunks" => parts(&mut of.chunks(count())),
            "chunks_exact" => parts(&mut of.chunks_exact(count())),
            "enumerate" => {
                let pairs = items.enumerate();
                pairs
                    .map(|(position, item)| pair(number(position), item))
                    .collect()
            }
            "zip" => {
                let others = with();
                let pairs = items.zip(others.list());
                pairs
                    .map(|(left, right)| pair(left, right.clone()))
                    .collect()
            }
            "rev" => items.rev().collect(),
            "skip" => items.skip(count()).collect(),
            "step_by" => items.step_by(count()).collect(),
            "take" => items.take(count()).collect(),
            _ => items.collect(),
        })
    }

    /// The value of a closure, written here or bound to a name.
    pub(super) fn applied(&self, closure: &Expr, arguments: &[Value]) -> Value {
        match closure {
            Expr::Closure(closure) => self.body_of(closure, arguments),
            name => match self.expression(name) {
                Value::Closure(captured) => {
                    // Its names mean what they meant where it was written.
                    let outside = self.memory.replace(captured.memory.clone());
                    let value = self.body_of(&captured.closure, arguments);
                    self.memory.replace(outside);
                    value
                }
                _ => panic!("not a closure"),
            },
        }
    }

    fn body_of(&self, closure: &ExprClosure, arguments: &[Value]) -> Value {
        self.scoped(|| {
            for (pattern, argument) in closure.inputs.iter().zip(arguments) {
                self.bind(pattern, argument);
            }
            match self.run_expression(&closure.body) {
                ControlFlow::Continue(value) => value.unwrap_or(Value::List(Vec::new())),
                ControlFlow::Break(_) => panic!("a closure is left"),
            }
        })
    }

    /// A closure, with what its names mean now.
    pub(super) fn captured(&self, closure: &ExprClosure) -> Value {
        Value::Closure(Rc::new(Captured {
            closure: closure.clone(),
            memory: self.memory.borrow().clone(),
        }))
    }

    /// `vec![a, b]` or `vec![a; n]`
    pub(super) fn vec_macro(&self, mac: &syn::Macro) -> Value {
        let elements = &mac.tokens;
        self.expression(&syn::parse_quote!([#elements]))
    }

    /// A method that changes a sequence, if it is one.
    pub(super) fn changed(&self, call: &ExprMethodCall) -> Option<()> {
        let argument = |position: usize| self.expression(&call.args[position]);
        let position = |at: usize| index(argument(at).number());
        let elements = || self.expression(&call.receiver).list().to_vec();
        let elements = match call.method.to_string().as_str() {
            "push" => {
                let mut elements = elements();
                elements.push(argument(0));
                elements
            }
            "swap" => {
                let mut elements = elements();
                elements.swap(position(0), position(1));
                elements
            }
            "fill" => vec![argument(0); elements().len()],
            "copy_from_slice" => argument(0).list().to_vec(),
            _ => return None,
        };
        self.assign(&call.receiver, Value::List(elements));
        Some(())
    }
}

/// A number of type `f32`, or of `f64`.
pub(super) fn precise(number: f64, narrow: bool) -> Value {
    if narrow {
        Value::Single(super::value::narrow(number))
    } else {
        number.into()
    }
}

fn pair(left: Value, right: Value) -> Value {
    Value::List(vec![left, right])
}

fn number(count: usize) -> Value {
    f64::from(u32::try_from(count).expect("a small number")).into()
}
