//! Loops and labelled blocks.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Label};

use super::checkpoint::Count;
use super::kept::Kept;
use super::synthetic::{inert_code, integer, literal};
use super::{Code, Ending, Frame, Goal};
use crate::ir::{Atom, Block, Head, Loop, Op, Shape};
use crate::syntax::fence;
use crate::syntax::identifiers::names_in;
use crate::syntax::lower::reduction::Carried;
use crate::syntax::lower::{Lowerer, exits};

impl Lowerer<'_> {
    /// `'label: { … }`
    pub(super) fn labelled(&mut self, block: &syn::ExprBlock, goal: &Goal) -> Ending {
        let index = self.frames.len();
        let label = block.label.as_ref();
        let frame = self.new_frame(label, false);
        let leave = frame.leave;
        self.frames.push(frame);
        let inner = Goal {
            function: false,
            frame: Some(index),
            ..*goal
        };
        let mark = self.scope.enter();
        self.hoist(&block.block.stmts, true);
        let mut ending = self.sequence(&block.block.stmts, None, &inner);
        self.scope.leave(mark);
        self.frames.pop();
        if let Code::Known(code) = ending.code
            && code == leave
        {
            ending.code = Code::Known(0);
        }
        ending
    }

    pub(super) fn new_frame(&mut self, label: Option<&Label>, is_loop: bool) -> Frame {
        let label = label.map(|label| label.name.ident.unraw().to_string());
        self.codes += 2;
        Frame {
            label,
            is_loop,
            leave: self.codes - 1,
            again: self.codes,
            value: None,
        }
    }

    /// `while` and `loop`.
    pub(super) fn repeat(
        &mut self,
        label: Option<&Label>,
        expr: &Expr,
        goal: &Goal,
        condition: Option<&Expr>,
        body: &syn::Block,
    ) -> Ending {
        let wanted = goal.value && condition.is_none();
        let kept = wanted.then(|| Kept {
            key: std::ptr::from_ref(expr).addr(),
            ..Kept::default()
        });
        let (mut ending, carried) = self.keeping(
            label,
            exits::expression_leaves(expr),
            kept,
            None,
            |this, goal| {
                let head = match condition {
                    Some(condition) => {
                        let (head, binds) = this.decided(|this| this.plain_condition(condition));
                        this.follow_condition(condition);
                        Head::While(head, binds)
                    }
                    None => Head::Forever,
                };
                this.hoist(&body.stmts, true);
                (head, this.sequence(&body.stmts, None, goal))
            },
        );
        ending.value = carried.map(|carried| self.carried_value(&carried, expr.span()));
        ending
    }

    pub(super) fn repeat_for(&mut self, whole: &Expr, token: &syn::ExprForLoop) -> Ending {
        let reported = self.errors.len();
        let Some(iteration) = self.iteration(&token.expr) else {
            // A loop is never left out without a word.
            if self.errors.len() == reported {
                fence::unsupported(token.expr.span(), self.errors);
            }
            return Ending::with(None);
        };
        let leaves = exits::expression_leaves(whole);
        let checkpoint = self.checkpoint(token, &iteration);
        let label = token.label.as_ref();
        let (ending, _) = self.keeping(label, leaves, None, checkpoint, |this, goal| {
            let head = this.enter(&iteration, Some(&token.pat));
            let ending = this.passing(&iteration, Some(&token.pat), |this, item| {
                if let Some(item) = item {
                    this.bind_argument(&token.pat, item);
                }
                this.hoist(&token.body.stmts, true);
                this.sequence(&token.body.stmts, None, goal)
            });
            (head, ending)
        });
        ending
    }

    /// A loop whose body, and what decides for another trip, is lowered by the closure.
    pub(in crate::syntax::lower) fn looped(
        &mut self,
        label: Option<&Label>,
        leaves: bool,
        body: impl FnOnce(&mut Self, &Goal) -> (Head, Ending),
    ) -> Ending {
        self.keeping(label, leaves, None, None, body).0
    }

    /// The same, with what is kept of the value that it is left with.
    fn keeping(
        &mut self,
        label: Option<&Label>,
        leaves: bool,
        value: Option<Kept>,
        checkpoint: Option<Count>,
        body: impl FnOnce(&mut Self, &Goal) -> (Head, Ending),
    ) -> (Ending, Option<Carried>) {
        let index = self.frames.len();
        let frame = Frame {
            value,
            ..self.new_frame(label, true)
        };
        let (leave, again) = (frame.leave, frame.again);
        self.frames.push(frame);
        let goal = Goal {
            frame: Some(index),
            ..Goal::EFFECT
        };
        // Where the loop may be left for more than what follows it, the code outlives it.
        let exit = leaves.then(|| self.exit_variable());
        let (stmts, (head, ending)) = self.region(|this| {
            let (head, ending) = body(this, &goal);
            if let (Some(exit), Code::Computed(..) | Code::Known(1..)) = (&exit, &ending.code) {
                let code = match &ending.code {
                    Code::Known(code) => literal(*code),
                    Code::Computed(atom, _) => this.atom_code(atom),
                };
                let (value, vars) = (&code.expr, code.mentions.vars.clone());
                this.synthetic_statement(syn::parse_quote!(#exit = #value;), vars, false);
            }
            (head, ending)
        });
        let kept = self.frames.pop().and_then(|frame| frame.value);
        let carried = kept.and_then(|mut kept| {
            self.out.append(&mut kept.declarations);
            kept.carried
        });
        let mut codes = ending.code.may_be();
        let results = match &ending.code {
            _ if ending.diverges => Vec::new(),
            Code::Known(0) => Vec::new(),
            Code::Known(code) => vec![Atom::Inert(Rc::new(literal(*code)))],
            Code::Computed(atom, _) => vec![atom.clone()],
        };
        let forever = matches!(head, Head::Forever);
        let body = Block {
            stmts,
            results,
            diverges: ending.diverges,
        };
        let checkpoint = checkpoint.map(|count| self.checkpointed(count, &body, exit.as_ref()));
        let op = Op::Loop(Box::new(Loop {
            checkpoint,
            ..Loop::new(head.counting(&body), body)
        }));
        self.emit(Vec::new(), op, Span::mixed_site());
        let left = codes.remove(&leave);
        codes.remove(&again);
        codes.remove(&0);
        let Some(exit) = exit.filter(|_| !codes.is_empty()) else {
            return (Ending::with(None), carried);
        };
        if left || !forever {
            codes.insert(0);
        }
        let leave = integer(leave);
        let code: Expr = if left {
            syn::parse_quote!(if #exit == #leave { 0 } else { #exit })
        } else {
            syn::parse_quote!(#exit)
        };
        let mentions = names_in(&code);
        let var = self.vars.temporary(Shape::Inert, Span::mixed_site());
        let inert = inert_code(code, mentions);
        self.emit(vec![var], Op::Inert(Rc::new(inert)), Span::mixed_site());
        let ending = Ending::left(Code::Computed(Atom::Var(var), codes));
        (ending, carried)
    }

    /// `let mut exit = 0;`
    pub(super) fn exit_variable(&mut self) -> Ident {
        let name = self.vars.fresh("exit");
        let exit = Ident::new(&name, Span::call_site());
        self.synthetic_statement(syn::parse_quote!(let mut #exit = 0;), BTreeSet::new(), true);
        exit
    }
}
