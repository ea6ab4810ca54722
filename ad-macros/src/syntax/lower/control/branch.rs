//! `if`, `match`, `let … else`: what decides, and the alternatives.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, Local, Pat, Stmt};

use super::join::Lowered;
use super::subject::{Bound, Subject};
use super::synthetic::{bound_names, inert_code, literal};
use super::{Ending, Goal, Rest, Sink, is_exit, is_wanted};
use crate::ir::{Case, Decision, Inert, Mentions};
use crate::syntax::fence;
use crate::syntax::identifiers::names_in;
use crate::syntax::inspect::{self, lets};
use crate::syntax::lower::{Lowerer, exits};

/// What a branch in the source decides by.
pub(super) enum Choice<'e> {
    If(&'e Expr),
    /// `let pattern = value else`
    Let(Subject<'e>, &'e Pat),
    Match(Subject<'e>),
}

/// An alternative of a branch in the source.
pub(super) struct Alternative<'e> {
    pub(super) body: Body<'e>,
    pub(super) case: Option<&'e syn::Arm>,
}

#[derive(Clone, Copy)]
pub(super) enum Body<'e> {
    Block(&'e syn::Block),
    Expr(&'e Expr),
    /// An `else` that is not written.
    Empty,
    /// What follows, with the names that a `let … else` binds.
    Rest,
}

impl<'e> Body<'e> {
    fn of(expr: &'e Expr) -> Self {
        match expr {
            Expr::Block(block) if block.label.is_none() => Body::Block(&block.block),
            expr => Body::Expr(expr),
        }
    }

    pub(super) fn completes(self) -> bool {
        match self {
            Body::Block(block) => exits::completes(&block.stmts),
            Body::Expr(expr) => exits::expression_completes(expr),
            Body::Empty | Body::Rest => true,
        }
    }
}

impl Lowerer<'_> {
    /// `let pattern = value else { … }; rest`
    pub(super) fn let_else(&mut self, local: &Local, rest: &Rest, goal: &Goal) -> Ending {
        let Some((init, diverge)) = local.init.as_ref().and_then(|init| {
            let (_, diverge) = init.diverge.as_ref()?;
            Some((&*init.expr, &**diverge))
        }) else {
            return Ending::with(None);
        };
        let Some(subject) = self.subject(init, &[&local.pat], fence::inspects) else {
            return Ending::with(None);
        };
        let decision = Choice::Let(subject, &local.pat);
        let otherwise = Body::of(diverge);
        let rest = Rest {
            sink: Sink::Nothing,
            ..*rest
        };
        let alternatives = [
            Alternative {
                body: Body::Rest,
                case: None,
            },
            Alternative {
                body: otherwise,
                case: None,
            },
        ];
        self.branch(init, &decision, &alternatives, Some(&rest), goal)
    }

    /// The decision and the alternatives of `if` or `match`.
    pub(super) fn alternatives<'e>(
        &mut self,
        expr: &'e Expr,
    ) -> Option<(Choice<'e>, Vec<Alternative<'e>>)> {
        match expr {
            Expr::If(token) => {
                let otherwise = match &token.else_branch {
                    Some((_, otherwise)) => Body::of(otherwise),
                    None => Body::Empty,
                };
                let bodies = [Body::Block(&token.then_branch), otherwise];
                let alternatives = bodies.map(|body| Alternative { body, case: None });
                Some((Choice::If(&token.cond), alternatives.into()))
            }
            Expr::Match(token) => {
                let patterns: Vec<&Pat> = token.arms.iter().map(|arm| case_of(arm).0).collect();
                let subject = self.subject(&token.expr, &patterns, fence::matches)?;
                let alternatives = token.arms.iter().map(|arm| Alternative {
                    body: Body::of(&arm.body),
                    case: Some(arm),
                });
                Some((Choice::Match(subject), alternatives.collect()))
            }
            _ => None,
        }
    }

    /// A branch; with `rest`, what follows it is in the alternatives that go on.
    pub(super) fn branch<'e>(
        &mut self,
        expr: &Expr,
        choice: &Choice<'e>,
        alternatives: &[Alternative<'e>],
        rest: Option<&Rest>,
        goal: &Goal,
    ) -> Ending {
        if let Some(span) = self.straight {
            fence::estimate_of_control(span, self.errors);
            return Ending::with(None);
        }
        let mut decision = match choice {
            Choice::If(_) | Choice::Let(..) => None,
            Choice::Match(subject) => Some(Decision::Match(subject.code())),
        };
        let mut arms = Vec::new();
        for (index, alternative) in alternatives.iter().enumerate() {
            let mut binds = BTreeSet::new();
            let mut case = None;
            let (stmts, ending) = self.region(|this| {
                if index == 0 && decision.is_none() {
                    let mut bound = Bound::new();
                    let condition = this.decided(|this| match choice {
                        Choice::Let(subject, pattern) => {
                            this.let_condition(subject, pattern, &mut bound)
                        }
                        Choice::If(condition) => this.condition(condition, &mut bound),
                        Choice::Match(_) => nothing(),
                    });
                    decision = Some(Decision::If(condition.0));
                    binds = condition.1;
                    this.bind_parts_of(&bound);
                    match choice {
                        Choice::Let(_, pattern) => this.follow(pattern),
                        Choice::If(condition) => this.follow_condition(condition),
                        Choice::Match(_) => {}
                    }
                }
                if let (Some(arm), Choice::Match(subject)) = (alternative.case, choice) {
                    let mut bound = Bound::new();
                    let (of_arm, names) = this.decided(|this| this.case(arm, subject, &mut bound));
                    case = Some(Rc::new(of_arm));
                    binds = names;
                    this.bind_parts_of(&bound);
                    this.follow(&arm.pat);
                }
                let rest = rest.filter(|_| alternative.body.completes());
                this.alternative(alternative.body, rest, goal)
            });
            arms.push(Lowered {
                case,
                binds,
                stmts,
                ending,
            });
        }
        let decision = decision.unwrap_or_else(|| Decision::If(nothing().0));
        self.join(decision, arms, goal, expr.span())
    }

    pub(super) fn alternative(&mut self, body: Body, rest: Option<&Rest>, goal: &Goal) -> Ending {
        match body {
            Body::Block(block) => {
                self.hoist(&block.stmts, true);
                self.sequence(&block.stmts, rest, goal)
            }
            Body::Rest => match rest {
                // The names that the pattern binds stay.
                Some(rest) => self.sequence(rest.stmts, rest.next, goal),
                None => Ending::with(None),
            },
            Body::Empty => self.resume(None, rest, goal),
            Body::Expr(expr) if is_exit(expr) => self.exit(expr, goal),
            Body::Expr(Expr::Macro(mac)) if exits::is_panic(&mac.mac) => {
                self.verbatim(&Stmt::Expr(Expr::Macro(mac.clone()), None));
                Ending::diverging()
            }
            Body::Expr(expr) if exits::expression_leaves(expr) => {
                let tail = Rest {
                    sink: Sink::Tail,
                    stmts: &[],
                    mark: self.scope.enter(),
                    next: rest,
                };
                self.leaving_expression(expr, &tail, goal)
            }
            Body::Expr(expr) => {
                let wanted = is_wanted(rest, goal);
                let value = if wanted {
                    Some(self.value(expr))
                } else {
                    self.side_effect(expr);
                    None
                };
                self.resume(value, rest, goal)
            }
        }
    }

    /// The case of a `match` arm, its names bound.
    fn case<'e>(
        &mut self,
        arm: &'e syn::Arm,
        subject: &Subject<'e>,
        bound: &mut Bound<'e>,
    ) -> (Case, BTreeSet<String>) {
        let (pat, guard) = case_of(arm);
        let pattern = self.asked_pattern(subject, pat, bound);
        let guard = guard.map(|guard| {
            self.knowing(bound, guard, |this| this.plain_condition(guard))
                .0
        });
        let mut mentions = Mentions {
            vars: BTreeSet::new(),
            names: names_in(&pattern).names,
        };
        if let Some(guard) = &guard {
            mentions.vars.extend(&guard.mentions.vars);
            mentions.names.extend(guard.mentions.names.iter().cloned());
        }
        let binds = bound_names(&pattern);
        let case = Case {
            pattern,
            guard: guard.map(|guard| guard.expr.clone()),
            mentions,
        };
        (case, binds)
    }

    /// A condition that binds nothing with a derivative.
    pub(in crate::syntax::lower) fn plain_condition(
        &mut self,
        condition: &Expr,
    ) -> (Rc<Inert>, BTreeSet<String>) {
        for binding in lets(condition) {
            let inspection = inspect::expression(&self.scope, &self.vars, &binding.expr);
            if self.mentions_unknown(&inspection)
                || !fence::inspects(&binding.expr, &inspection, &self.name, self.errors)
            {
                self.bind_inert(&binding.pat);
                return nothing();
            }
        }
        self.condition(condition, &mut Bound::new())
    }

    /// A condition, and the names that a `let` in it binds.
    fn condition<'e>(
        &mut self,
        condition: &'e Expr,
        bound: &mut Bound<'e>,
    ) -> (Rc<Inert>, BTreeSet<String>) {
        match condition {
            Expr::Let(binding) => {
                match self.subject(&binding.expr, &[&binding.pat], fence::inspects) {
                    Some(subject) => self.let_condition(&subject, &binding.pat, bound),
                    None => {
                        self.bind_inert(&binding.pat);
                        nothing()
                    }
                }
            }
            Expr::Binary(binary)
                if matches!(binary.op, syn::BinOp::And(_)) && !lets(condition).is_empty() =>
            {
                let (left, mut binds) = self.condition(&binary.left, bound);
                let mut more = Bound::new();
                let (right, bound_right) = self.knowing(bound, &binary.right, |this| {
                    this.condition(&binary.right, &mut more)
                });
                bound.append(&mut more);
                binds.extend(bound_right);
                let (a, b) = (&left.expr, &right.expr);
                let mut mentions = left.mentions.clone();
                mentions.vars.extend(&right.mentions.vars);
                mentions.names.extend(right.mentions.names.iter().cloned());
                (
                    Rc::new(inert_code(syn::parse_quote!(#a && #b), mentions)),
                    binds,
                )
            }
            Expr::Paren(paren) if !lets(&paren.expr).is_empty() => {
                self.condition(&paren.expr, bound)
            }
            condition => {
                let inspection = inspect::expression(&self.scope, &self.vars, condition);
                if self.is_left_within(condition) || self.mentions_unknown(&inspection) {
                    return nothing();
                }
                let decides = if self.selects(&[], condition, &inspection) {
                    fence::check_selector(&inspection, &self.name, self.errors)
                } else {
                    fence::decides(condition, &inspection, &self.name, self.errors)
                };
                if !decides {
                    return nothing();
                }
                (self.inert(condition), BTreeSet::new())
            }
        }
    }

    /// Has what the `let`s of a condition bind followed, where something active is assigned to it.
    pub(super) fn follow_condition(&mut self, condition: &Expr) {
        match condition {
            Expr::Let(binding) => self.follow(&binding.pat),
            Expr::Binary(binary) if !lets(condition).is_empty() => {
                self.follow_condition(&binary.left);
                self.follow_condition(&binary.right);
            }
            Expr::Paren(paren) => self.follow_condition(&paren.expr),
            _ => {}
        }
    }

    /// `let pattern = value` as a condition.
    fn let_condition<'e>(
        &mut self,
        subject: &Subject<'e>,
        pat: &'e Pat,
        bound: &mut Bound<'e>,
    ) -> (Rc<Inert>, BTreeSet<String>) {
        let value = subject.code();
        let pattern = self.asked_pattern(subject, pat, bound);
        let expr = &value.expr;
        let binds = bound_names(&pattern);
        let mut mentions = value.mentions.clone();
        mentions.names.extend(names_in(&pattern).names);
        let expr = syn::parse_quote!(let #pattern = #expr);
        (Rc::new(inert_code(expr, mentions)), binds)
    }

    /// Statements that run if a condition holds.
    pub(in crate::syntax::lower) fn guarded(
        &mut self,
        condition: &Expr,
        then: impl FnOnce(&mut Self) -> Ending,
    ) -> Ending {
        let (condition, _) = self.plain_condition(condition);
        let (stmts, ending) = self.region(then);
        let arms = vec![
            Lowered::plain(stmts, ending),
            Lowered::plain(Vec::new(), Ending::straight()),
        ];
        self.join(
            Decision::If(condition),
            arms,
            &Goal::EFFECT,
            Span::mixed_site(),
        )
    }

    /// A pattern without a derivative, its names bound, under the names of generated code.
    pub(in crate::syntax::lower) fn renamed_pattern(&mut self, pat: &Pat) -> Pat {
        let mut pattern = pat.clone();
        let names = self.bind_inert(pat);
        self.renamer(&names).visit_pat_mut(&mut pattern);
        pattern
    }

    /// `let pattern = &code;`, for code without a derivative to mention.
    pub(in crate::syntax::lower) fn bind_code(&mut self, pat: &Pat, code: &Inert) {
        let pattern = self.renamed_pattern(pat);
        let expr = &code.expr;
        let vars = code.mentions.vars.clone();
        self.synthetic_statement(syn::parse_quote!(let #pattern = &#expr;), vars, true);
    }
}

/// The pattern of an arm, and its guard.
fn case_of(arm: &syn::Arm) -> (&Pat, Option<&Expr>) {
    match &arm.pat {
        Pat::Guard(guarded) => (&guarded.pat, Some(&guarded.guard)),
        pat => (pat, None),
    }
}

/// A condition that could not be lowered.
fn nothing() -> (Rc<Inert>, BTreeSet<String>) {
    (Rc::new(literal(0)), BTreeSet::new())
}
