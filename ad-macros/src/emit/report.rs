//! What reverse mode keeps of the trips of each loop, and why: a part of the documentation.

use std::borrow::Cow;
use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::source;
use super::tokens::Tokens;
use crate::ir::{Counter, Head, Loop, Op, Primitive, Residual, Role, Stmt, Var, Variables};

/// A line for each loop of the forward sweep, an inner one below the one around it; none without loops.
pub(super) fn report(forward: &[Cow<Stmt>], reverse: &[Cow<Stmt>], vars: &Variables) -> String {
    let mut report = Report {
        vars,
        again: Vec::new(),
        lines: Vec::new(),
    };
    for stmt in forward.iter().chain(reverse) {
        report.runs_again(stmt);
    }
    for stmt in forward {
        report.statement(stmt, 0);
    }
    report.lines.join("\n")
}

struct Report<'a> {
    vars: &'a Variables,
    /// What counts the trips of loops that are run again, backwards.
    again: Vec<Rc<Counter>>,
    lines: Vec<String>,
}

impl Report<'_> {
    fn runs_again(&mut self, stmt: &Stmt) {
        if let Op::Loop(repeated) = &stmt.op
            && let Head::Backwards(counter, _) = &repeated.head
        {
            self.again.push(counter.clone());
        }
        stmt.op.for_each_nested(&mut |stmt| self.runs_again(stmt));
    }

    fn statement(&mut self, stmt: &Stmt, depth: usize) {
        let Op::Loop(repeated) = &stmt.op else {
            stmt.op
                .for_each_nested(&mut |stmt| self.statement(stmt, depth));
            return;
        };
        if let Some(head) = head(&repeated.head) {
            let kept = self.kept(repeated);
            let indent = "  ".repeat(depth);
            self.lines.push(format!("{indent}- `{head}`: {kept}"));
            stmt.op
                .for_each_nested(&mut |stmt| self.statement(stmt, depth + 1));
        }
    }

    fn kept(&self, repeated: &Loop) -> String {
        let again = |counter: &Rc<Counter>| {
            let mut again = self.again.iter();
            again.any(|other| Rc::ptr_eq(counter, other))
        };
        if repeated.recorded {
            let mut kept = repeated.residuals.clone();
            if repeated.sparse {
                let branches = repeated.body.stmts.iter();
                kept.extend(branches.flat_map(|stmt| stmt.op.residuals()).cloned());
            }
            let kept: Vec<String> = kept
                .iter()
                .map(|residual| self.residual(residual, repeated))
                .collect();
            let when = if repeated.sparse {
                "where there is something to do, "
            } else {
                ""
            };
            return match kept.as_slice() {
                [] => format!("{when}how many trips there were."),
                kept => format!("{when}{}.", kept.join("; ")),
            };
        }
        match &repeated.head {
            Head::For(counter) if again(counter) => {
                "nothing; what the trips need is computed again.".to_owned()
            }
            _ if is_fused(repeated) => {
                "nothing; each trip is run backwards as soon as it has run.".to_owned()
            }
            _ => "nothing.".to_owned(),
        }
    }

    /// One thing that is kept, and the reason.
    fn residual(&self, residual: &Residual, repeated: &Loop) -> String {
        let var = match residual {
            Residual::Name(name) => {
                let counted = repeated
                    .head
                    .binds()
                    .is_some_and(|binds| binds.contains(name));
                let why = if counted {
                    "which the loop cannot be run again for"
                } else {
                    "whose value may be another one later"
                };
                return format!("`{name}`, {why}");
            }
            Residual::Var(var) => *var,
        };
        let name = self.name(var);
        let stmts = &repeated.body.stmts;
        let definition = stmts.iter().find(|stmt| stmt.results.contains(&var));
        let why = match definition.map(|stmt| &stmt.op) {
            Some(Op::Apply(primitive, _)) => match called(primitive) {
                Some(function) => format!("the result of `{function}`, which is not called twice"),
                None => "from which the rest follows".to_owned(),
            },
            Some(Op::Load(place)) if self.vars.role(place.root) != Role::Reference => {
                format!(
                    "read from `{}`, which is overwritten",
                    self.name(place.root)
                )
            }
            Some(Op::CallVjp(..) | Op::CallLinearized(..))
                if self.vars.role(var) == Role::Record =>
            {
                "the linear map of a call".to_owned()
            }
            Some(Op::Call(_) | Op::CallVjp(..) | Op::CallLinearized(..) | Op::Plain(..)) => {
                "the result of a call".to_owned()
            }
            Some(Op::Branch(branch)) if branch.recorded => {
                "which arm was taken, and what it keeps".to_owned()
            }
            Some(Op::Loop(_)) => "what the loop inside keeps".to_owned(),
            _ => "which is not computed twice".to_owned(),
        };
        format!("`{name}`, {why}")
    }

    fn name(&self, var: Var) -> String {
        let variable = self.vars.get(var);
        variable.map_or_else(String::new, |variable| variable.name.to_string())
    }
}

/// A loop as it is written, in the forward sweep.
fn head(head: &Head) -> Option<String> {
    let line = |tokens: TokenStream| source::line(&Tokens::of(tokens));
    match head {
        Head::For(counter) => {
            let (pattern, iterator) = (&counter.pattern, &counter.iterator.expr);
            Some(line(quote!(for #pattern in #iterator)))
        }
        Head::While(condition, _) => {
            let condition = &condition.expr;
            Some(line(quote!(while #condition)))
        }
        Head::Forever => Some("loop".to_owned()),
        Head::Backwards(..) | Head::Unwind(_) | Head::Follow(_) => None,
    }
}

/// Whether there is something of the reverse sweep in a loop.
fn is_fused(repeated: &Loop) -> bool {
    fn reverse(stmt: &Stmt) -> bool {
        let linear = matches!(
            stmt.op,
            Op::Combine(_) | Op::Pullback(_) | Op::Dot(..) | Op::Scaled(..)
        );
        let mut found = linear || stmt.op.record().is_some();
        stmt.op.for_each_nested(&mut |stmt| found |= reverse(stmt));
        found
    }
    repeated.body.stmts.iter().any(reverse)
}

/// The function that a primitive calls.
fn called(primitive: &Primitive) -> Option<String> {
    match primitive {
        Primitive::Method(name, _) => Some(name.to_string()),
        Primitive::Rule(name) => Some(format!("rules::{name}")),
        Primitive::Operator(op) => {
            let division = matches!(op, syn::BinOp::Div(_) | syn::BinOp::Rem(_));
            division.then(|| op.to_token_stream().to_string())
        }
        Primitive::Negate | Primitive::Told(_) => None,
    }
}
