//! What may be there: elements that are found, options and results without a derivative, values under a condition;
//! what is mapped over them, and what stands in their place.
//!
//! Whether it is there is asked by code without a derivative, and what is made of it is computed where it is.
//!
//! ```text
//! weight.map_or(y, |w| w * y)        →    match weight { Some(w) => w * y, None => y }
//! (x > y).then(|| x.ln()).unwrap()   →    let () = (x > y).then_some(()).unwrap(); x.ln()
//! ```

use std::rc::Rc;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Pat, Stmt};

use super::Lowerer;
use super::chosen::{Choice, is_choice};
use super::control::{default_value, derived};
use super::iteration::Item;
use super::reduction::is_iterator;
use crate::ir::Aggregate;
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::scope::Value;

/// What stands in the place of an item that is not there.
enum Otherwise<'e> {
    /// Evaluated whether or not it is needed.
    Value(Value),
    Body(&'e Expr),
}

impl Lowerer<'_> {
    /// The value of `unwrap` and its kin on something that may be there.
    pub(super) fn unwrapped(&mut self, expr: &Expr, call: &ExprMethodCall) -> Option<Value> {
        if !unwraps(call) || !self.is_optional(&call.receiver) {
            return None;
        }
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        if inspection.is_inert() || self.mentions_unknown(&inspection) {
            return None;
        }
        let choice = self.optional(&call.receiver, &call.method);
        let value = choice.and_then(|choice| match call.method.to_string().as_str() {
            "unwrap" | "expect" => self.certain(call, &choice),
            _ => self.or_else(call, choice),
        });
        Some(value.unwrap_or_else(|| self.poison(expr.span())))
    }

    /// Whether an expression that patterns inspect is an option of something with a derivative.
    pub(super) fn is_option(&self, expr: &Expr) -> bool {
        match expr {
            Expr::If(branch) => some_or_none(branch).is_some(),
            Expr::MethodCall(call) if call.method == "map" && !is_iterator(&call.receiver) => {
                !self.is_vector(&call.receiver) && self.is_optional(&call.receiver)
            }
            _ => is_choice(expr) || self.fallible_operation(expr).is_some(),
        }
    }

    /// Whether an expression is known to be an option, of an item or without a derivative, mapped or not.
    fn is_optional(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(paren) => self.is_optional(&paren.expr),
            Expr::If(branch) if some_or_none(branch).is_some() => true,
            _ if is_choice(expr)
                || self.is_known(expr)
                || self.fallible_operation(expr).is_some() =>
            {
                true
            }
            Expr::MethodCall(call) => call.method == "map" && self.is_optional(&call.receiver),
            _ => false,
        }
    }

    /// Whether an expression has no derivative.
    fn is_known(&self, expr: &Expr) -> bool {
        inspect::ends_derivatives(expr)
            || inspect::expression(&self.scope, &self.vars, expr).is_inert()
    }

    /// `choice.unwrap()`
    fn certain(&mut self, call: &ExprMethodCall, choice: &Choice) -> Option<Value> {
        let pattern = self.counter_pattern(&choice.item, None);
        let (option, method) = (&choice.code.expr, &call.method);
        let mut vars = choice.code.mentions.vars.clone();
        let message = match call.args.first() {
            Some(message) => {
                let message = self.position(message)?;
                vars.extend(&message.mentions.vars);
                Some(message.expr.clone())
            }
            None => None,
        };
        let stmt = syn::parse_quote!(let #pattern = #option.#method(#message););
        self.synthetic_statement(stmt, vars, false);
        Some(self.item_value(&choice.item, call.span()))
    }

    /// `choice.unwrap_or(value)`, `choice.map_or(value, |item| …)`
    fn or_else<'e>(&mut self, call: &'e ExprMethodCall, choice: Choice<'e>) -> Option<Value> {
        let span = call.span();
        let otherwise = self.otherwise(call)?;
        let item = match call.args.iter().nth(1) {
            Some(function) => {
                let function = self.given_to(&call.method, function)?;
                Item::Mapped(Box::new(choice.item), function)
            }
            None => choice.item,
        };
        let value = self.either(
            Rc::new(choice.code),
            |this| {
                let pattern = this.counter_pattern(&item, None);
                let pattern = syn::parse_quote!(::core::option::Option::Some(#pattern));
                (pattern, this.item_value(&item, span))
            },
            |this| {
                let value = match otherwise {
                    Otherwise::Value(value) => value,
                    Otherwise::Body(body) => this.value(body),
                };
                (syn::parse_quote!(::core::option::Option::None), value)
            },
            span,
        );
        Some(value)
    }

    /// What the first argument says.
    fn otherwise<'e>(&mut self, call: &'e ExprMethodCall) -> Option<Otherwise<'e>> {
        let lazy = call.method.to_string().ends_with("_else");
        match call.args.first() {
            None => Some(Otherwise::Value(Value::Atom(default_value()))),
            Some(Expr::Closure(closure)) if lazy => {
                let ignores = closure.inputs.iter().all(|pat| matches!(pat, Pat::Wild(_)));
                if !self.is_without_exits(closure) {
                    return None;
                }
                if !ignores {
                    fence::inspected_error(closure.inputs.span(), self.errors);
                    return None;
                }
                Some(Otherwise::Body(&closure.body))
            }
            Some(value) if !lazy => {
                let span = value.span();
                let value = self.value(value);
                Some(Otherwise::Value(self.settled(value, span)))
            }
            Some(_) => {
                fence::adaptor(&call.method, self.errors);
                None
            }
        }
    }

    /// What a closure gives that may be there: its statements are lowered first.
    pub(super) fn optional_at_end<'e>(&mut self, body: &'e Expr) -> Option<Choice<'e>> {
        let by = Ident::new("filter_map", body.span());
        let Expr::Block(block) = body else {
            return self.optional(body, &by);
        };
        let (Stmt::Expr(end, None), stmts) = block.block.stmts.split_last()? else {
            return None;
        };
        self.hoist(&block.block.stmts, true);
        for stmt in stmts {
            self.statement(stmt);
        }
        self.optional(end, &by)
    }

    /// What may be there, for a method.
    pub(super) fn optional<'e>(&mut self, expr: &'e Expr, by: &Ident) -> Option<Choice<'e>> {
        match expr {
            Expr::Paren(paren) => self.optional(&paren.expr, by),
            Expr::If(branch) if let Some((value, there)) = some_or_none(branch) => {
                let (condition, _) = self.plain_condition(&branch.cond);
                let holds = &condition.expr;
                let there = there.then(|| quote!((#holds).then_some(())));
                let option = there.unwrap_or_else(|| quote!((!(#holds)).then_some(())));
                Some(Choice {
                    code: derived(syn::parse_quote!(#option), [&*condition]),
                    item: Item::Computed(value),
                    of: by.clone(),
                })
            }
            _ if let Some(call) = self.fallible_operation(expr) => {
                let code = self.inert(expr);
                let option = &code.expr;
                Some(Choice {
                    code: derived(syn::parse_quote!((#option).map(|_| ())), [&*code]),
                    item: Item::Given(call),
                    of: by.clone(),
                })
            }
            Expr::MethodCall(call) if !self.is_known(expr) => {
                match (call.method.to_string().as_str(), call.args.first()) {
                    ("map", Some(function)) => {
                        let choice = self.optional(&call.receiver, &call.method)?;
                        let function = self.given_to(&call.method, function)?;
                        Some(Choice {
                            item: Item::Mapped(Box::new(choice.item), function),
                            ..choice
                        })
                    }
                    ("then" | "then_some", Some(value)) => self.conditional(call, value),
                    _ => self.found(call),
                }
            }
            _ => {
                let inspection = inspect::expression(&self.scope, &self.vars, expr);
                if !fence::check(expr, &inspection, &self.name, self.errors) {
                    return None;
                }
                let code = self.inert(expr);
                let option = &code.expr;
                // It may be a `Result`.
                let option =
                    syn::parse_quote!(::core::iter::IntoIterator::into_iter(#option).next());
                let name = Ident::new(&self.vars.fresh("item"), Span::call_site());
                Some(Choice {
                    code: derived(option, [&*code]),
                    item: Item::Inert(name, Some(expr)),
                    of: by.clone(),
                })
            }
        }
    }

    /// `condition.then(|| value)` or `condition.then_some(value)`
    fn conditional<'e>(&mut self, call: &'e ExprMethodCall, value: &'e Expr) -> Option<Choice<'e>> {
        let (condition, _) = self.plain_condition(&call.receiver);
        let holds = &condition.expr;
        let code = derived(syn::parse_quote!((#holds).then_some(())), [&*condition]);
        let item = if call.method == "then" {
            let unit = Item::Same(Value::Aggregate(Aggregate::Tuple, Vec::new()));
            Item::Mapped(Box::new(unit), self.given_to(&call.method, value)?)
        } else {
            let span = value.span();
            let value = self.value(value);
            Item::Same(self.settled(value, span))
        };
        Some(Choice {
            code,
            item,
            of: call.method.clone(),
        })
    }

    /// What may be there, for patterns.
    pub(super) fn choice<'e>(&mut self, expr: &'e Expr) -> Option<Choice<'e>> {
        let by = match expr {
            Expr::MethodCall(call) => call.method.clone(),
            _ => Ident::new("if", expr.span()),
        };
        self.optional(expr, &by)
    }
}

/// The value in `if condition { Some(value) } else { None }`, and whether it is there if the condition holds.
fn some_or_none(branch: &syn::ExprIf) -> Option<(&Expr, bool)> {
    let (_, otherwise) = branch.else_branch.as_ref()?;
    let Expr::Block(otherwise) = &**otherwise else {
        return None;
    };
    let (then, otherwise) = (
        only_value(&branch.then_branch)?,
        only_value(&otherwise.block)?,
    );
    let none = |expr: &Expr| matches!(expr, Expr::Path(path) if path.path.is_ident("None"));
    match (some(then), some(otherwise)) {
        _ if !inspect::lets(&branch.cond).is_empty() => None,
        (Some(value), None) if none(otherwise) => Some((value, true)),
        (None, Some(value)) if none(then) => Some((value, false)),
        _ => None,
    }
}

/// The value of a block without statements.
fn only_value(block: &syn::Block) -> Option<&Expr> {
    match block.stmts.as_slice() {
        [Stmt::Expr(value, None)] => Some(value),
        _ => None,
    }
}

/// The value in `Some(value)`.
fn some(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Call(call) if call.args.len() == 1 => match &*call.func {
            Expr::Path(path) if path.path.is_ident("Some") => call.args.first(),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a method gives what is in an option, or something else.
fn unwraps(call: &ExprMethodCall) -> bool {
    matches!(
        (call.method.to_string().as_str(), call.args.len()),
        ("unwrap" | "unwrap_or_default", 0)
            | ("expect" | "unwrap_or" | "unwrap_or_else", 1)
            | ("map_or" | "map_or_else", 2)
    )
}
