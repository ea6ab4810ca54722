//! What patterns inspect, and what they bind of it.
//!
//! A pattern may ask whether an element is there, and a guard may compare a number: that takes code
//! without a derivative. What the pattern binds is the element, or the number itself.
//!
//! ```text
//! if let Some(&last) = x.last() { s += last }    →    if let Some(i) = (0..x.len()).last() { s += x[i] }
//! match y { v if v < 0.0 => -v, v => v }         →    match y { _ if y < 0.0 => -y, _ => y }
//! ```

use std::rc::Rc;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Local, Pat, Stmt};

use super::synthetic::{bound_names, derived};
use crate::diagnostics::Errors;
use crate::ir::Inert;
use crate::syntax::fence;
use crate::syntax::identifiers::names_in;
use crate::syntax::inspect::{self, Inspection, lets};
use crate::syntax::lower::Lowerer;
use crate::syntax::lower::chosen::Choice;
use crate::syntax::lower::selector::bound;
use crate::syntax::scope::{Value, declared, value_of};

/// What a pattern inspects.
pub(super) enum Subject<'e> {
    /// Code without a derivative.
    Inert(Rc<Inert>),
    /// An element that may be there.
    Element(Rc<Choice<'e>>),
    /// A number with a derivative, and the same as code without one.
    Number(Value, Rc<Inert>),
    /// Several, in a tuple that is written out.
    Tuple(Vec<Subject<'e>>),
}

/// What patterns bind that has a derivative.
pub(super) type Bound<'e> = Vec<(&'e Pat, Part<'e>)>;

pub(super) enum Part<'e> {
    Element(Rc<Choice<'e>>),
    Number(Value),
}

/// Whether a pattern may inspect the value of an expression; otherwise says why not.
type Fence = fn(&Expr, &Inspection, &Ident, &mut Errors) -> bool;

impl Subject<'_> {
    /// What code without a derivative inspects.
    pub(super) fn code(&self) -> Rc<Inert> {
        match self {
            Subject::Inert(code) | Subject::Number(_, code) => code.clone(),
            Subject::Element(choice) => Rc::new(choice.code.clone()),
            Subject::Tuple(parts) => {
                let parts: Vec<Rc<Inert>> = parts.iter().map(Subject::code).collect();
                let code = parts.iter().map(|part| &part.expr);
                let code = syn::parse_quote!((#(#code,)*));
                Rc::new(derived(code, parts.iter().map(|part| &**part)))
            }
        }
    }
}

impl<'e> Lowerer<'_> {
    /// What some patterns inspect.
    pub(super) fn subject(
        &mut self,
        value: &'e Expr,
        patterns: &[&'e Pat],
        fence: Fence,
    ) -> Option<Subject<'e>> {
        let inspection = inspect::expression(&self.scope, &self.vars, value);
        if self.is_left_within(value) || self.mentions_unknown(&inspection) {
            return None;
        }
        let asks = !patterns.is_empty() && !inspect::ends_derivatives(value);
        if asks && self.suits(value, patterns) {
            return self.suitable(value);
        }
        if self.selects(patterns, value, &inspection) {
            let holds = fence::check_selector(&inspection, &self.name, self.errors);
            return holds.then(|| self.selecting(value, patterns));
        }
        // What compares a field, and binds nothing of it, has no derivative.
        let binds_nothing = |pattern: &&Pat| bound_names(pattern).is_empty();
        let compares = is_named_field(value) && patterns.iter().all(binds_nothing);
        (compares || fence(value, &inspection, &self.name, self.errors))
            .then(|| Subject::Inert(self.inert(value)))
    }

    /// What a function gives, to choose by, and by what it holds.
    fn selecting(&mut self, value: &Expr, patterns: &[&Pat]) -> Subject<'e> {
        let code = self.inert(value);
        let binds = bound(patterns).next().is_some();
        Subject::Inert(if binds {
            Rc::new(derived(self.confirmed(&code.expr), [&*code]))
        } else {
            code
        })
    }

    /// Whether a statement is a `let … else` of something active.
    pub(super) fn asks(&self, stmt: &Stmt) -> bool {
        let Stmt::Local(Local {
            init: Some(init), ..
        }) = stmt
        else {
            return false;
        };
        let active = || !inspect::expression(&self.scope, &self.vars, &init.expr).is_inert();
        init.diverge.is_some() && active()
    }

    /// Whether patterns inspect nothing of something active but whether elements are there.
    fn suits(&self, value: &Expr, patterns: &[&Pat]) -> bool {
        if inspect::expression(&self.scope, &self.vars, value).is_inert() {
            return false;
        }
        let mut patterns = patterns.iter().map(|pattern| plain(pattern));
        match value {
            Expr::Paren(paren) => self.suits(&paren.expr, &patterns.collect::<Vec<_>>()),
            Expr::Tuple(tuple) => {
                let rows = patterns.map(|pattern| match pattern {
                    Pat::Tuple(parts) if parts.elems.len() == tuple.elems.len() => {
                        Some(parts.elems.iter().map(Some).collect())
                    }
                    Pat::Wild(_) => Some(vec![None; tuple.elems.len()]),
                    _ => None,
                });
                let Some(rows) = rows.collect::<Option<Vec<Vec<Option<&Pat>>>>>() else {
                    return false;
                };
                tuple.elems.iter().enumerate().all(|(index, part)| {
                    let column = rows.iter().filter_map(|row| *row.get(index)?);
                    let inert = inspect::expression(&self.scope, &self.vars, part).is_inert();
                    inert || self.suits(part, &column.collect::<Vec<_>>())
                })
            }
            value if self.is_option(value) => patterns.all(asks_for_an_element),
            value => {
                let name = |pattern: &Pat| match pattern {
                    Pat::Ident(name) => name.by_ref.is_none() && name.subpat.is_none(),
                    pattern => matches!(pattern, Pat::Wild(_)),
                };
                !is_reference(value) && patterns.all(|pattern| name(pattern) && binds(pattern))
            }
        }
    }

    /// What patterns inspect that suit it.
    fn suitable(&mut self, value: &'e Expr) -> Option<Subject<'e>> {
        if inspect::expression(&self.scope, &self.vars, value).is_inert() {
            return Some(Subject::Inert(self.inert(value)));
        }
        match value {
            Expr::Paren(paren) => self.suitable(&paren.expr),
            Expr::Tuple(tuple) => {
                let parts = tuple.elems.iter().map(|part| self.suitable(part));
                Some(Subject::Tuple(parts.collect::<Option<_>>()?))
            }
            value if self.is_option(value) => Some(Subject::Element(Rc::new(self.choice(value)?))),
            value => {
                let number = self.value(value);
                if let Value::Inert(code) = number {
                    return Some(Subject::Inert(code));
                }
                let number = Value::Atom(self.scalar(number, value));
                let code = Rc::new(self.value_code(&number));
                Some(Subject::Number(number, code))
            }
        }
    }

    /// The pattern that code without a derivative fits, in place of one; its names bound, but for those in `bound`.
    pub(super) fn asked_pattern(
        &mut self,
        subject: &Subject<'e>,
        pattern: &'e Pat,
        bound: &mut Bound<'e>,
    ) -> Pat {
        match (subject, plain(pattern)) {
            (Subject::Inert(_), _) => self.renamed_pattern(pattern),
            (Subject::Tuple(parts), Pat::Tuple(tuple)) => {
                let patterns = parts.iter().zip(&tuple.elems);
                let patterns = patterns.map(|(part, pat)| self.asked_pattern(part, pat, bound));
                let patterns: Vec<Pat> = patterns.collect();
                syn::parse_quote!((#(#patterns,)*))
            }
            (Subject::Element(_), Pat::Or(or)) => {
                let cases = or.cases.iter();
                let cases = cases.map(|case| self.asked_pattern(subject, case, bound));
                let cases: Vec<Pat> = cases.collect();
                syn::parse_quote!(#(#cases)|*)
            }
            (Subject::Element(choice), Pat::TupleStruct(some)) => match some.elems.first() {
                Some(element) if !matches!(plain(element), Pat::Wild(_)) => {
                    bound.push((element, Part::Element(choice.clone())));
                    let index = self.counter_pattern(&choice.item, None);
                    let name = value_of(element).and_then(|name| self.binding_only(name));
                    syn::parse_quote!(::core::option::Option::Some(#name #index))
                }
                _ => syn::parse_quote!(::core::option::Option::Some(_)),
            },
            (Subject::Element(_), Pat::Ident(_)) => syn::parse_quote!(::core::option::Option::None),
            (Subject::Number(number, _), Pat::Ident(name)) => {
                bound.push((pattern, Part::Number(number.clone())));
                let name = self.binding_only(&name.ident);
                syn::parse_quote!(#name _)
            }
            _ => syn::parse_quote!(_),
        }
    }

    /// `name @`, which does not compile where the name is that of a constant: the user's pattern compares with it then.
    /// No constant has the name of a variable.
    fn binding_only(&self, name: &Ident) -> Option<TokenStream> {
        let variable = self.scope.lookup(name).is_some();
        (!variable).then(|| quote!(#name @))
    }

    /// Binds, in the arm, what the pattern takes apart there.
    pub(super) fn bind_parts_of(&mut self, bound: &Bound) {
        for (pattern, part) in bound {
            let value = match part {
                Part::Element(choice) => self.item_value(&choice.item, pattern.span()),
                Part::Number(number) => number.clone(),
            };
            self.bind(pattern, value, None);
        }
    }

    /// A condition that may read what patterns bind, of which it takes code: the index of an element is known,
    /// the element is not bound yet.
    pub(super) fn knowing<R>(
        &mut self,
        bound: &Bound,
        condition: &Expr,
        lower: impl FnOnce(&mut Self) -> (Rc<Inert>, R),
    ) -> (Rc<Inert>, R) {
        let mark = self.scope.enter();
        let mentioned = names_in(condition).names;
        let (mut patterns, mut elements) = (Vec::new(), Vec::new());
        for (pattern, part) in bound {
            let mut names = declared(pattern).into_iter().map(|name| &name.ident);
            match (part, plain(pattern)) {
                (Part::Number(number), Pat::Ident(name)) => {
                    self.bind_alias(&name.ident, number.clone());
                }
                (Part::Element(choice), _)
                    if names.any(|name| mentioned.contains(&name.to_string())) =>
                {
                    if let Some(code) = self.item_code(&choice.of, &choice.item) {
                        patterns.push(self.renamed_pattern(pattern));
                        elements.push(code);
                    }
                }
                _ => {}
            }
        }
        let (code, result) = lower(self);
        self.scope.leave(mark);
        if patterns.is_empty() {
            return (code, result);
        }
        if !lets(condition).is_empty() {
            fence::pattern_over_an_element(condition, self.errors);
            return (code, result);
        }
        let (values, holds) = (elements.iter().map(|code| &code.expr), &code.expr);
        let known = syn::parse_quote!({ #(let #patterns = #values;)* #holds });
        let mut known = derived(known, elements.iter().chain([&*code]));
        for name in patterns.iter().flat_map(bound_names) {
            known.mentions.names.remove(&name);
        }
        (Rc::new(known), result)
    }
}

/// Whether a pattern asks nothing of an element but whether it is there.
fn asks_for_an_element(pattern: &Pat) -> bool {
    match plain(pattern) {
        Pat::TupleStruct(some) => {
            some.path.is_ident("Some") && some.elems.len() == 1 && some.elems.iter().all(binds)
        }
        Pat::Ident(none) => none.ident == "None",
        Pat::Or(or) => or.cases.iter().all(|case| {
            asks_for_an_element(case) && bound_names(case).is_subset(&["None".into()].into())
        }),
        pattern => matches!(pattern, Pat::Wild(_)),
    }
}

/// Whether names in a pattern look like those of variables, not of constants that it would compare with.
fn binds(pattern: &Pat) -> bool {
    let names = declared(pattern).into_iter();
    let mut names = names.map(|name| name.ident.unraw().to_string());
    names.all(|name| !name.starts_with(char::is_uppercase))
}

/// `value.name`
fn is_named_field(value: &Expr) -> bool {
    match value {
        Expr::Paren(paren) => is_named_field(&paren.expr),
        Expr::Reference(reference) => is_named_field(&reference.expr),
        Expr::Field(field) => matches!(field.member, syn::Member::Named(_)),
        _ => false,
    }
}

/// A pattern without parentheses.
fn plain(pattern: &Pat) -> &Pat {
    match pattern {
        Pat::Paren(paren) => plain(&paren.pat),
        pattern => pattern,
    }
}

/// `&x`: what a pattern binds of it is no number.
fn is_reference(value: &Expr) -> bool {
    matches!(value, Expr::Reference(_))
}
