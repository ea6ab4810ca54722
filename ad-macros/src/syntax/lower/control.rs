//! Branches and loops, without jumps.
//!
//! `break`, `continue` and `return` are lowered to structure: what follows a statement that may be
//! left goes into the arm that is not. Where more than one arm goes on, or a loop stands between,
//! the blocks compute a code besides their values, which says where to go on: zero is straight on.
//!
//! ```text
//! for i in 0..n {                        for i in 0..n {
//!     if x[i] < 0.0 { continue; }   →        if x[i] < 0.0 {} else { s += x[i] }
//!     s += x[i];                         }
//! }
//! ```

mod branch;
mod checkpoint;
mod either;
mod join;
mod kept;
mod repeat;
mod subject;
mod synthetic;

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Local, Stmt};

use super::Lowerer;
use super::exits::{self, leaves};
use crate::ir::{Atom, Decision, Op, Place, Shape, Stmt as IrStmt};
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::scope::Value;
use join::Lowered;
use kept::Kept;
use synthetic::integer;
pub(super) use synthetic::{at_hand, bound_names, default_value, derived, inert_code};

/// The code of an early `return`.
pub(super) const RETURN: u32 = 1;

/// What the statements of a block are lowered for.
#[derive(Clone)]
pub(super) struct Goal {
    /// Whether the value at its end is wanted.
    value: bool,
    /// Whether its end is that of the function, so that `return` gives its value.
    function: bool,
    /// The frame at whose end it ends: that of a loop, which it continues there, or of a block.
    frame: Option<usize>,
}

impl Goal {
    pub(super) const FUNCTION: Goal = Goal {
        value: true,
        function: true,
        frame: None,
    };
    pub(super) const VALUE: Goal = Goal {
        value: true,
        function: false,
        ..Goal::FUNCTION
    };
    /// The body of a function that returns nothing.
    pub(super) const UNIT: Goal = Goal {
        value: false,
        ..Goal::FUNCTION
    };
    pub(super) const EFFECT: Goal = Goal {
        value: false,
        ..Goal::VALUE
    };

    /// The same, for a part that does not end where the block does.
    fn of_part(&self) -> Goal {
        Goal {
            function: false,
            frame: None,
            ..*self
        }
    }
}

/// A loop or a labelled block around.
pub(super) struct Frame {
    label: Option<String>,
    is_loop: bool,
    leave: u32,
    again: u32,
    /// Where the value of a `loop` is kept that a `break` gives, if it is wanted.
    value: Option<Kept>,
}

/// How a block ends.
pub(super) struct Ending {
    pub(super) value: Option<Value>,
    code: Code,
    diverges: bool,
}

/// Where to go on after a block.
#[derive(Clone)]
enum Code {
    Known(u32),
    /// One of these.
    Computed(Atom, BTreeSet<u32>),
}

impl Code {
    fn may_be(&self) -> BTreeSet<u32> {
        match self {
            Code::Known(code) => BTreeSet::from([*code]),
            Code::Computed(_, codes) => codes.clone(),
        }
    }
}

impl Ending {
    fn with(value: Option<Value>) -> Ending {
        Ending {
            value,
            code: Code::Known(0),
            diverges: false,
        }
    }

    /// That of a block that always goes straight on.
    pub(super) fn straight() -> Ending {
        Ending::with(None)
    }

    /// That of a block whose end is never reached.
    fn diverging() -> Ending {
        Ending {
            diverges: true,
            ..Ending::with(None)
        }
    }

    fn left(code: Code) -> Ending {
        Ending {
            value: None,
            code,
            diverges: false,
        }
    }
}

/// What follows a statement that may be left.
pub(super) struct Rest<'r> {
    /// What takes the statement's value.
    sink: Sink<'r>,
    stmts: &'r [Stmt],
    /// The bindings in scope there.
    mark: usize,
    next: Option<&'r Rest<'r>>,
}

#[derive(Clone, Copy)]
enum Sink<'r> {
    /// The value is not used.
    Nothing,
    /// The value is that of the block.
    Tail,
    Local(&'r Local),
    Assigned(&'r Stmt, &'r syn::ExprAssign),
}

/// Whether an expression is a branch or a loop.
pub(super) fn is_control(expr: &Expr) -> bool {
    match expr {
        Expr::If(_) | Expr::Match(_) | Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_) => true,
        Expr::Block(block) => block.label.is_some(),
        _ => false,
    }
}

impl Lowerer<'_> {
    /// A block that runs conditionally or again: its statements stand by themselves, and what it
    /// learns of the variables outside ends with it.
    fn region<R>(&mut self, lower: impl FnOnce(&mut Self) -> R) -> (Vec<IrStmt>, R) {
        let outside = std::mem::take(&mut self.out);
        let before = std::mem::take(&mut self.before);
        let scope = self.scope.clone();
        self.scope.depth += 1;
        let result = lower(self);
        self.scope = scope;
        let inside = std::mem::replace(&mut self.out, outside);
        self.out.append(&mut self.before);
        self.before = before;
        (inside, result)
    }

    /// What decides over the block that is being lowered: it stands before that.
    fn decided<R>(&mut self, lower: impl FnOnce(&mut Self) -> R) -> R {
        let inside = std::mem::take(&mut self.out);
        let result = lower(self);
        let mut decided = std::mem::replace(&mut self.out, inside);
        self.before.append(&mut decided);
        result
    }

    /// The statements of a block, and what follows it.
    pub(super) fn sequence(&mut self, stmts: &[Stmt], rest: Option<&Rest>, goal: &Goal) -> Ending {
        for (index, stmt) in stmts.iter().enumerate() {
            let following = stmts.get(index + 1..).unwrap_or_default();
            let last = following.is_empty();
            match stmt {
                Stmt::Expr(expr, _) if is_exit(expr) => return self.exit(expr, goal),
                Stmt::Macro(mac) if exits::is_panic(&mac.mac) => {
                    self.statement(stmt);
                    return Ending::diverging();
                }
                Stmt::Expr(Expr::Macro(mac), None) if exits::is_panic(&mac.mac) => {
                    self.verbatim(stmt);
                    return Ending::diverging();
                }
                stmt if leaves(stmt) || self.asks(stmt) => {
                    let rest = Rest {
                        sink: sink(stmt, last),
                        stmts: following,
                        mark: self.scope.enter(),
                        next: rest,
                    };
                    return self.leaving(stmt, &rest, goal);
                }
                Stmt::Expr(expr, None) if last => {
                    let wanted = is_wanted(rest, goal);
                    if wanted {
                        let value = self.value(expr);
                        return self.resume(Some(value), rest, goal);
                    }
                    self.statement(stmt);
                }
                stmt => self.statement(stmt),
            }
        }
        self.resume(None, rest, goal)
    }

    /// Goes on after a statement that has been lowered, with its value.
    fn resume(&mut self, value: Option<Value>, rest: Option<&Rest>, goal: &Goal) -> Ending {
        let Some(rest) = rest else {
            return Ending::with(value.filter(|_| goal.value));
        };
        self.scope.leave(rest.mark);
        match (rest.sink, value) {
            (Sink::Tail, value) => return self.resume(value, rest.next, goal),
            (Sink::Nothing, _) | (_, None) => {}
            (Sink::Local(local), Some(value)) => self.bind_local(local, value),
            (Sink::Assigned(stmt, assign), Some(value)) => {
                self.assign_value(stmt, assign, value);
            }
        }
        self.sequence(rest.stmts, rest.next, goal)
    }

    /// `return`, `break` or `continue`.
    fn exit(&mut self, expr: &Expr, goal: &Goal) -> Ending {
        match expr {
            Expr::Paren(paren) => self.exit(&paren.expr, goal),
            Expr::Return(token) => self.return_value(token, goal),
            Expr::Break(token) => {
                let Some(index) = self.frame(token.label.as_ref()) else {
                    return Ending::with(None);
                };
                let value = token
                    .expr
                    .as_ref()
                    .map(|expr| (self.value(expr), expr.span()));
                let leave = self.frames.get(index).map_or(RETURN, |frame| frame.leave);
                if goal.frame == Some(index) && self.frames.get(index).is_some_and(|f| !f.is_loop) {
                    return Ending::with(value.map(|(value, _)| value));
                }
                if let Some((value, span)) = value {
                    self.keep(index, value, span);
                }
                Ending::left(Code::Known(leave))
            }
            Expr::Continue(token) => {
                let Some(index) = self.frame(token.label.as_ref()) else {
                    return Ending::with(None);
                };
                if goal.frame == Some(index) {
                    return Ending::with(None);
                }
                let again = self.frames.get(index).map_or(RETURN, |frame| frame.again);
                Ending::left(Code::Known(again))
            }
            _ => Ending::with(None),
        }
    }

    fn return_value(&mut self, token: &syn::ExprReturn, goal: &Goal) -> Ending {
        let span = token.return_token.span;
        let Some(expr) = &token.expr else {
            if !self.signature.returns_nothing() {
                self.mistyped = true;
                return Ending::with(None);
            }
            return if goal.function {
                Ending::with(None)
            } else {
                Ending::left(Code::Known(RETURN))
            };
        };
        self.expect(expr, &self.signature.result.shape());
        let value = self.value(expr);
        self.mistyped |= self.is_no_result(&value);
        if goal.function {
            return Ending::with(Some(value));
        }
        self.learnt.returns = true;
        match self.returned {
            Some(place) => self.overwrite(place, value, span),
            None => {
                self.materialize(value, span);
            }
        }
        Ending::left(Code::Known(RETURN))
    }

    /// The loop or block that `break` or `continue` means.
    fn frame(&self, label: Option<&syn::Lifetime>) -> Option<usize> {
        let mut frames = self.frames.iter().enumerate().rev();
        let found = match label {
            Some(label) => {
                let label = label.ident.unraw().to_string();
                frames.find(|(_, frame)| frame.label.as_ref() == Some(&label))
            }
            None => frames.find(|(_, frame)| frame.is_loop),
        };
        found.map(|(index, _)| index)
    }

    /// A statement that may be left, and what follows it.
    fn leaving(&mut self, stmt: &Stmt, rest: &Rest, goal: &Goal) -> Ending {
        let expr = match stmt {
            Stmt::Local(local) => match &local.init {
                Some(init) if init.diverge.is_some() => {
                    return self.let_else(local, rest, goal);
                }
                Some(init) => &*init.expr,
                None => return Ending::with(None),
            },
            Stmt::Expr(Expr::Assign(assign), _) => &*assign.right,
            Stmt::Expr(expr, _) => expr,
            Stmt::Item(_) | Stmt::Macro(_) => return Ending::with(None),
        };
        self.leaving_expression(expr, rest, goal)
    }

    fn leaving_expression(&mut self, expr: &Expr, rest: &Rest, goal: &Goal) -> Ending {
        match expr {
            Expr::Paren(paren) => self.leaving_expression(&paren.expr, rest, goal),
            Expr::Group(group) => self.leaving_expression(&group.expr, rest, goal),
            Expr::Block(block) if block.label.is_none() => {
                self.hoist(&block.block.stmts, true);
                self.sequence(&block.block.stmts, Some(rest), goal)
            }
            Expr::If(_) | Expr::Match(_) => {
                let Some((decision, alternatives)) = self.alternatives(expr) else {
                    return Ending::with(None);
                };
                let going_on = alternatives.iter().filter(|a| a.body.completes()).count();
                if going_on <= 1 {
                    return self.branch(expr, &decision, &alternatives, Some(rest), goal);
                }
                let inner = Goal {
                    value: is_wanted(Some(rest), goal),
                    ..goal.of_part()
                };
                let ending = self.branch(expr, &decision, &alternatives, None, &inner);
                self.go_on(ending, rest, goal)
            }
            expr if is_control(expr) => {
                let inner = Goal {
                    value: is_wanted(Some(rest), goal),
                    ..goal.of_part()
                };
                let ending = self.control(expr, &inner);
                self.go_on(ending, rest, goal)
            }
            other => {
                self.is_left_within(other);
                Ending::with(None)
            }
        }
    }

    /// Goes on after a statement, if it has not been left.
    fn go_on(&mut self, ending: Ending, rest: &Rest, goal: &Goal) -> Ending {
        let (code, codes) = match ending.code {
            _ if ending.diverges => return ending,
            Code::Known(0) => return self.resume(ending.value, Some(rest), goal),
            code @ Code::Known(_) => return self.dispatch(code, goal),
            Code::Computed(code, codes) => (code, codes),
        };
        if !codes.contains(&0) {
            return self.dispatch(Code::Computed(code, codes), goal);
        }
        self.learnt.coded = true;
        let left = self.atom_code(&code);
        let left_by = &left.expr;
        let condition = Rc::new(derived(syn::parse_quote!(#left_by == 0), [&left]));
        let mut value = ending.value;
        let (straight, first) = self.region(|this| this.resume(value.take(), Some(rest), goal));
        let others = codes.into_iter().filter(|code| *code != 0).collect();
        let (left, second) = self.region(|this| this.dispatch(Code::Computed(code, others), goal));
        let arms = vec![
            Lowered::plain(straight, first),
            Lowered::plain(left, second),
        ];
        self.join(Decision::If(condition), arms, goal, Span::mixed_site())
    }

    /// The end of a block that has been left, seen from around it.
    fn dispatch(&mut self, code: Code, goal: &Goal) -> Ending {
        if goal.function {
            let value = self
                .returned
                .map(|place| Value::Atom(self.load(Place::whole(place), Span::mixed_site())));
            return Ending::with(value);
        }
        let own = goal.frame.and_then(|index| self.frames.get(index));
        let own = own.map(|frame| {
            if frame.is_loop {
                frame.again
            } else {
                frame.leave
            }
        });
        let Some(own) = own.filter(|own| code.may_be().contains(own)) else {
            return Ending::left(code);
        };
        match code {
            Code::Known(_) => Ending::with(None),
            Code::Computed(atom, mut codes) => {
                codes.remove(&own);
                if codes.is_empty() {
                    return Ending::with(None);
                }
                codes.insert(0);
                let code = self.atom_code(&atom);
                let (old, own) = (&code.expr, integer(own));
                let expr = syn::parse_quote!(if #old == #own { 0 } else { #old });
                let op = Op::Inert(Rc::new(derived(expr, [&code])));
                let code = self.define(op, Shape::Inert, Span::mixed_site());
                Ending::left(Code::Computed(Atom::Var(code), codes))
            }
        }
    }

    /// Whether there is a way out of an expression that must be evaluated to its end; says so.
    pub(super) fn is_left_within(&mut self, expr: &Expr) -> bool {
        let exit = exits::first(expr);
        if let Some(exit) = exit {
            fence::exit_in_operand(exit, self.errors);
        }
        exit.is_some()
    }

    /// A branch or a loop as a value.
    pub(super) fn control_value(&mut self, expr: &Expr) -> Value {
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        self.note_activated(&inspection);
        if self.is_left_within(expr) {
            return self.poison(expr.span());
        }
        if inspection.is_inert() {
            return self.opaque(expr);
        }
        match self.control(expr, &Goal::VALUE).value {
            Some(value) => value,
            None if never_has_a_value(expr) => self.left_to_the_compiler(expr.span()),
            None => self.poison(expr.span()),
        }
    }

    /// A branch or a loop that something active flows through, or that is left.
    pub(super) fn control(&mut self, expr: &Expr, goal: &Goal) -> Ending {
        if let Some(span) = self.straight {
            fence::estimate_of_control(span, self.errors);
            return Ending::with(None);
        }
        match expr {
            Expr::If(_) | Expr::Match(_) => match self.alternatives(expr) {
                Some((decision, alternatives)) => {
                    self.branch(expr, &decision, &alternatives, None, goal)
                }
                None => Ending::with(None),
            },
            Expr::Block(block) => self.labelled(block, goal),
            Expr::ForLoop(token) => self.repeat_for(expr, token),
            Expr::While(token) => {
                let condition = Some(&*token.cond);
                self.repeat(token.label.as_ref(), expr, goal, condition, &token.body)
            }
            Expr::Loop(token) => self.repeat(token.label.as_ref(), expr, goal, None, &token.body),
            _ => Ending::with(None),
        }
    }
}

/// Whether anything takes the value of a statement that is followed by `rest`.
fn is_wanted(rest: Option<&Rest>, goal: &Goal) -> bool {
    match rest.map(|rest| (rest.sink, rest.next)) {
        None => goal.value,
        Some((Sink::Tail, next)) => is_wanted(next, goal),
        Some((Sink::Nothing, _)) => false,
        Some((Sink::Local(_) | Sink::Assigned(..), _)) => true,
    }
}

/// Whether a branch or a loop has no value, whatever is in it.
fn never_has_a_value(expr: &Expr) -> bool {
    match expr {
        Expr::ForLoop(_) | Expr::While(_) => true,
        Expr::If(token) => token.else_branch.is_none(),
        _ => false,
    }
}

/// What takes the value of a statement.
fn sink(stmt: &Stmt, last: bool) -> Sink<'_> {
    match stmt {
        Stmt::Local(local) => Sink::Local(local),
        Stmt::Expr(Expr::Assign(assign), _) => Sink::Assigned(stmt, assign),
        Stmt::Expr(_, None) if last => Sink::Tail,
        _ => Sink::Nothing,
    }
}

fn is_exit(expr: &Expr) -> bool {
    match expr {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => true,
        Expr::Paren(paren) => is_exit(&paren.expr),
        _ => false,
    }
}
