//! One value or the other, by what code without a derivative is: an item of a chain, or of an option.
//!
//! ```text
//! x.iter().chain(y)    →    match side { Ok(i) => x[i], Err(j) => y[j] }
//! ```

use std::rc::Rc;

use proc_macro2::Span;
use syn::Pat;

use super::join::Lowered;
use super::synthetic::{bound_names, derived};
use super::{Ending, Goal};
use crate::ir::{Aggregate, Atom, Case, Decision, Inert, Op, Place, Shape, Stmt};
use crate::syntax::identifiers::names_in;
use crate::syntax::lower::Lowerer;
use crate::syntax::scope::Value;

impl Lowerer<'_> {
    /// One value or the other, by the pattern that code without a derivative fits.
    pub(in crate::syntax::lower) fn either(
        &mut self,
        code: Rc<Inert>,
        first: impl FnOnce(&mut Self) -> (Pat, Value),
        second: impl FnOnce(&mut Self) -> (Pat, Value),
        span: Span,
    ) -> Value {
        let (mut left_stmts, (left_pattern, left)) = self.region(first);
        let (mut right_stmts, (right_pattern, right)) = self.region(second);
        let (left, right) = self.alike(left, right);
        let form = left.clone();
        let left = self.owned(&mut left_stmts, left, span);
        let right = self.owned(&mut right_stmts, right, span);
        let arms = vec![
            arm(left_pattern, left_stmts, Ending::with(Some(left))),
            arm(right_pattern, right_stmts, Ending::with(Some(right))),
        ];
        let ending = self.join(Decision::Match(code), arms, &Goal::VALUE, span);
        match ending.value {
            Some(value) => lent(value, &form),
            None => self.poison(span),
        }
    }

    /// Statements that run if an option, which code without a derivative gives, has something in it.
    pub(in crate::syntax::lower) fn where_there(
        &mut self,
        code: Rc<Inert>,
        then: impl FnOnce(&mut Self) -> (Pat, Ending),
    ) -> Ending {
        let (stmts, (pattern, ending)) = self.region(then);
        let arms = vec![
            arm(
                syn::parse_quote!(::core::option::Option::Some(#pattern)),
                stmts,
                ending,
            ),
            arm(
                syn::parse_quote!(::core::option::Option::None),
                Vec::new(),
                Ending::straight(),
            ),
        ];
        self.join(
            Decision::Match(code),
            arms,
            &Goal::EFFECT,
            Span::mixed_site(),
        )
    }

    /// What is behind the references in the value of an arm, loaded there.
    fn owned(&mut self, arm: &mut Vec<Stmt>, value: Value, span: Span) -> Value {
        match value {
            Value::Reference(place) => {
                let shape = self.place_shape(&place);
                let outside = std::mem::replace(&mut self.out, std::mem::take(arm));
                let var = self.define(Op::Load(place), shape, span);
                *arm = std::mem::replace(&mut self.out, outside);
                Value::Atom(Atom::Var(var))
            }
            Value::Aggregate(kind, parts) => {
                let parts = parts.into_iter().map(|part| self.owned(arm, part, span));
                Value::Aggregate(kind, parts.collect())
            }
            value => value,
        }
    }

    /// Two values of one type in one form: beside a reference, code without a derivative is one too.
    fn alike(&self, left: Value, right: Value) -> (Value, Value) {
        match (left, right) {
            (Value::Reference(place), Value::Inert(code)) => {
                let code = self.behind(&place, &code);
                (Value::Reference(place), code)
            }
            (Value::Inert(code), Value::Reference(place)) => {
                let code = self.behind(&place, &code);
                (code, Value::Reference(place))
            }
            (Value::Aggregate(kind, parts), Value::Inert(code)) => {
                let other = parts_of(kind, &code, parts.len());
                self.alike(Value::Aggregate(kind, parts), other)
            }
            (Value::Inert(code), Value::Aggregate(kind, parts)) => {
                let other = parts_of(kind, &code, parts.len());
                self.alike(other, Value::Aggregate(kind, parts))
            }
            (Value::Aggregate(kind, left), Value::Aggregate(_, right)) => {
                let parts = left.into_iter().zip(right);
                let (left, right) = parts.map(|(left, right)| self.alike(left, right)).unzip();
                (Value::Aggregate(kind, left), Value::Aggregate(kind, right))
            }
            values => values,
        }
    }

    /// What is behind a reference without a derivative, beside one to a place.
    fn behind(&self, beside: &Place, code: &Inert) -> Value {
        let reference = &code.expr;
        let expr = match self.place_shape(beside) {
            Shape::Sequence(_) => syn::parse_quote!(#reference.to_vec()),
            _ => syn::parse_quote!((*#reference)),
        };
        Value::Inert(Rc::new(derived(expr, [code])))
    }
}

/// An arm by the pattern that code without a derivative fits.
fn arm(pattern: Pat, stmts: Vec<Stmt>, ending: Ending) -> Lowered {
    let case = Case {
        mentions: names_in(&pattern),
        guard: None,
        pattern,
    };
    Lowered {
        binds: bound_names(&case.pattern),
        case: Some(Rc::new(case)),
        stmts,
        ending,
    }
}

/// The parts of a value without a derivative, each as code.
fn parts_of(kind: Aggregate, code: &Inert, count: usize) -> Value {
    let whole = &code.expr;
    let part = |index: usize| {
        let index = syn::Index::from(index);
        let expr = match kind {
            Aggregate::Tuple => syn::parse_quote!(#whole.#index),
            Aggregate::Array => syn::parse_quote!(#whole[#index]),
        };
        Value::Inert(Rc::new(derived(expr, [code])))
    };
    Value::Aggregate(kind, (0..count).map(part).collect())
}

/// What has been loaded from behind references, as references again.
fn lent(value: Value, form: &Value) -> Value {
    match (value, form) {
        (Value::Atom(Atom::Var(var)), Value::Reference(_)) => Value::Reference(Place::whole(var)),
        (Value::Aggregate(kind, parts), Value::Aggregate(_, forms)) => {
            let parts = parts.into_iter().zip(forms);
            Value::Aggregate(kind, parts.map(|(part, form)| lent(part, form)).collect())
        }
        (value, _) => value,
    }
}
