//! Iterators and closures as Rust.

use std::fmt::{self, Write};

use super::Source;
use super::expression::POSTFIX;
use crate::ast::{self, Access, Adaptor, Block, Chain, Closure, Cut, End, Expr};

impl Source<'_> {
    /// An iterator; in the head of a loop, what iterates by itself may stand alone.
    pub(super) fn chain(
        &self,
        f: &mut dyn Write,
        chain: &Chain,
        alone: bool,
        depth: usize,
    ) -> fmt::Result {
        let alone = alone && chain.adaptors.is_empty();
        match &chain.source {
            ast::Source::Range {
                start,
                end,
                inclusive,
            } => {
                f.write_str(if alone { "" } else { "(" })?;
                // The end tells the type, unless it is a literal itself.
                let told = !matches!(end, Expr::Integer(..)) || alone;
                self.operand(f, start, told, POSTFIX, depth)?;
                f.write_str(if *inclusive { "..=" } else { ".." })?;
                self.expr(f, end, POSTFIX, depth)?;
                f.write_str(if alone { "" } else { ")" })?;
            }
            ast::Source::Elements(of, access) => self.elements(f, of, *access, alone, depth)?,
            ast::Source::Parts(of, cut, size) => {
                self.base(f, of, depth)?;
                let method = match cut {
                    Cut::Windows => "windows",
                    Cut::Chunks => "chunks",
                    Cut::ChunksExact => "chunks_exact",
                };
                write!(f, ".{method}({size})")?;
            }
        }
        for adaptor in &chain.adaptors {
            self.adaptor(f, adaptor, depth)?;
        }
        Ok(())
    }

    fn elements(
        &self,
        f: &mut dyn Write,
        of: &Expr,
        access: Access,
        alone: bool,
        depth: usize,
    ) -> fmt::Result {
        // What is borrowed already is not borrowed again.
        let borrowed = matches!(of, Expr::Var(id) if self.is_behind_reference(*id));
        // A `&mut` by its name is moved.
        let moved = matches!(of, Expr::Var(id) if self.is_lent_to_write(*id));
        match access {
            Access::Borrowed if alone && !moved => return self.lent(f, of, depth),
            Access::BorrowedMut if alone && !borrowed => f.write_str("&mut ")?,
            _ => {}
        }
        self.base(f, of, depth)?;
        f.write_str(match access {
            Access::Borrowed | Access::Iter => ".iter()",
            Access::BorrowedMut if alone && !borrowed => "",
            Access::BorrowedMut | Access::IterMut => ".iter_mut()",
            Access::Value => match alone {
                true => "",
                false => ".into_iter()",
            },
        })
    }

    fn adaptor(&self, f: &mut dyn Write, adaptor: &Adaptor, depth: usize) -> fmt::Result {
        match adaptor {
            Adaptor::Copied => f.write_str(".copied()"),
            Adaptor::Cloned => f.write_str(".cloned()"),
            Adaptor::Enumerate => f.write_str(".enumerate()"),
            Adaptor::Rev => f.write_str(".rev()"),
            Adaptor::Skip(n) => write!(f, ".skip({n})"),
            Adaptor::Take(n) => write!(f, ".take({n})"),
            Adaptor::StepBy(n) => write!(f, ".step_by({n})"),
            Adaptor::Zip(other) => {
                f.write_str(".zip(")?;
                self.chain(f, other, true, depth)?;
                f.write_char(')')
            }
            Adaptor::Map(closure) => self.method_of_closure(f, ".map(", closure, depth),
            Adaptor::Filter(closure) => self.method_of_closure(f, ".filter(", closure, depth),
        }
    }

    fn method_of_closure(
        &self,
        f: &mut dyn Write,
        open: &str,
        closure: &Closure,
        depth: usize,
    ) -> fmt::Result {
        f.write_str(open)?;
        self.closure(f, closure, depth)?;
        f.write_char(')')
    }

    /// What an iterator ends in.
    pub(super) fn end(&self, f: &mut dyn Write, end: &End, depth: usize) -> fmt::Result {
        match end {
            End::Sum(ty) => write!(f, ".sum::<{}>()", self.ty(ty)),
            End::Product(ty) => write!(f, ".product::<{}>()", self.ty(ty)),
            End::Collect(element) => write!(f, ".collect::<Vec<{}>>()", self.ty(element)),
            End::Fold(init, closure) => {
                f.write_str(".fold(")?;
                self.expr(f, init, 0, depth)?;
                f.write_str(", ")?;
                self.closure(f, closure, depth)?;
                f.write_char(')')
            }
        }
    }

    fn closure(&self, f: &mut dyn Write, closure: &Closure, depth: usize) -> fmt::Result {
        f.write_char('|')?;
        for (index, pattern) in closure.params.iter().enumerate() {
            f.write_str(if index > 0 { ", " } else { "" })?;
            self.pattern(f, pattern)?;
        }
        f.write_str("| ")?;
        self.body_of_closure(f, &closure.body, depth)
    }

    /// The body, without braces where they are not needed.
    pub(super) fn body_of_closure(
        &self,
        f: &mut dyn Write,
        body: &Block,
        depth: usize,
    ) -> fmt::Result {
        match body.stmts.is_empty() {
            true => self.expr(f, &body.value, 0, depth),
            false => self.block(f, body, depth),
        }
    }
}
