//! Ways out of a piece of source: `return`, `break`, `continue`, and what never ends.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Label, Lifetime, Stmt};

/// A way out: its keyword.
#[derive(Clone, Copy)]
pub(crate) struct Exit {
    pub(crate) span: Span,
    pub(crate) word: &'static str,
}

/// Whether a statement may be left for something else than the next one.
pub(super) fn leaves(stmt: &Stmt) -> bool {
    let mut search = Search::default();
    search.visit_stmt(stmt);
    search.found.is_some()
}

/// Whether an expression may be left for something else than its value.
pub(super) fn expression_leaves(expr: &Expr) -> bool {
    first(expr).is_some()
}

/// The first way out of an expression.
pub(super) fn first(expr: &Expr) -> Option<Exit> {
    let mut search = Search::default();
    search.visit_expr(expr);
    search.found
}

#[derive(Default)]
struct Search {
    found: Option<Exit>,
    /// The loops around, in which `break` and `continue` stay.
    loops: usize,
    labels: Vec<String>,
}

impl Search {
    fn jump(&mut self, span: Span, word: &'static str, label: Option<&Lifetime>) {
        let outward = match label {
            Some(label) => !self.labels.contains(&label.ident.unraw().to_string()),
            None => self.loops == 0,
        };
        if outward {
            self.found.get_or_insert(Exit { span, word });
        }
    }

    fn within(&mut self, label: Option<&Label>, is_loop: bool, body: &Block) {
        self.loops += usize::from(is_loop);
        let labels = self.labels.len();
        self.labels
            .extend(label.map(|label| label.name.ident.unraw().to_string()));
        self.visit_block(body);
        self.labels.truncate(labels);
        self.loops -= usize::from(is_loop);
    }
}

impl<'ast> Visit<'ast> for Search {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            _ if self.found.is_some() => {}
            Expr::Return(token) => {
                let span = token.return_token.span;
                let word = "return";
                self.found = Some(Exit { span, word });
            }
            Expr::Break(token) => {
                self.jump(token.break_token.span, "break", token.label.as_ref());
                visit::visit_expr(self, expr);
            }
            Expr::Continue(token) => {
                self.jump(token.continue_token.span, "continue", token.label.as_ref());
            }
            Expr::ForLoop(token) => {
                self.visit_expr(&token.expr);
                self.within(token.label.as_ref(), true, &token.body);
            }
            Expr::While(token) => {
                self.visit_expr(&token.cond);
                self.within(token.label.as_ref(), true, &token.body);
            }
            Expr::Loop(token) => self.within(token.label.as_ref(), true, &token.body),
            Expr::Block(token) => self.within(token.label.as_ref(), false, &token.block),
            Expr::Closure(_) | Expr::Async(_) => {}
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Whether the end of a block may be reached.
pub(super) fn completes(stmts: &[Stmt]) -> bool {
    stmts.iter().all(statement_completes)
}

fn statement_completes(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Expr(expr, _) => expression_completes(expr),
        Stmt::Macro(mac) => !is_panic(&mac.mac),
        Stmt::Local(_) | Stmt::Item(_) => true,
    }
}

pub(super) fn expression_completes(expr: &Expr) -> bool {
    match expr {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => false,
        Expr::Macro(mac) => !is_panic(&mac.mac),
        Expr::Paren(paren) => expression_completes(&paren.expr),
        Expr::Block(block) => block.label.is_some() || completes(&block.block.stmts),
        Expr::If(branch) => match &branch.else_branch {
            Some((_, otherwise)) => {
                completes(&branch.then_branch.stmts) || expression_completes(otherwise)
            }
            None => true,
        },
        Expr::Match(branch) => branch
            .arms
            .iter()
            .any(|arm| expression_completes(&arm.body)),
        _ => true,
    }
}

/// Whether a macro is one of the standard ones that never return.
pub(super) fn is_panic(mac: &syn::Macro) -> bool {
    const PANICS: [&str; 4] = ["panic", "unreachable", "todo", "unimplemented"];
    let last = mac.path.segments.last();
    last.is_some_and(|last| PANICS.contains(&last.ident.to_string().as_str()))
}
