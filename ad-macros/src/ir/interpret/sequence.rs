//! Ranges and iterators: lists of what they give.

use syn::{Expr, ExprMethodCall, ExprRange, Ident, RangeLimits};

use super::Machine;
use super::value::{Value, index};

/// Methods of iterators and sequences.
const METHODS: [&str; 12] = [
    "cloned",
    "copied",
    "enumerate",
    "into_iter",
    "is_empty",
    "iter",
    "len",
    "rev",
    "skip",
    "step_by",
    "take",
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

    /// A method of an iterator or a sequence.
    pub(super) fn sequence(&self, call: &ExprMethodCall) -> Value {
        let of = self.expression(&call.receiver);
        let items = of.list().iter().cloned();
        let with = call.args.first().map(|argument| self.expression(argument));
        let count = || index(with.as_ref().expect("an argument").number());
        Value::List(match call.method.to_string().as_str() {
            "len" => return number(items.len()),
            "is_empty" => return Value::Truth(items.len() == 0),
            "enumerate" => {
                let pairs = items.enumerate();
                pairs
                    .map(|(position, item)| pair(number(position), item))
                    .collect()
            }
            "zip" => {
                let others = with.as_ref().expect("an argument").list();
                let pairs = items.zip(others);
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
}

fn pair(left: Value, right: Value) -> Value {
    Value::List(vec![left, right])
}

fn number(count: usize) -> Value {
    f64::from(u32::try_from(count).expect("a small number")).into()
}
