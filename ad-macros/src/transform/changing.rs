//! What differs from one trip of a loop to the next: the variables that trips define or write, and the names that they
//! bind.
//!
//! Assumes: names mean one thing each. Guarantees: code that none of it concerns has the same value in every trip, and
//! may stand outside of the loop.
//!
//! ```text
//! for i in a..b {
//!     let row = i % 2;          changing: i, row
//!     s += u[row][j];           u[row] is another in every trip, j is not
//! }
//! ```

use std::collections::BTreeSet;

use crate::ir::{Atom, Block, Head, Inert, Mentions, Op, Projection, Stmt, Var};

#[derive(Default)]
pub(crate) struct Changing {
    vars: BTreeSet<Var>,
    names: BTreeSet<String>,
}

impl Changing {
    /// What differs between the trips of a loop.
    pub(super) fn of(head: &Head, body: &Block) -> Self {
        let mut changing = Changing::default();
        changing.head(head);
        changing.stmts(&body.stmts);
        changing
    }

    pub(super) fn head(&mut self, head: &Head) {
        self.names(head.binds().into_iter().flatten());
    }

    pub(super) fn names<'a>(&mut self, names: impl IntoIterator<Item = &'a String>) {
        self.names.extend(names.into_iter().cloned());
    }

    pub(super) fn vars<'a>(&mut self, vars: impl IntoIterator<Item = &'a Var>) {
        self.vars.extend(vars);
    }

    /// What statements define, write and bind, in whatever block.
    pub(crate) fn stmts(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.vars(&stmt.results);
            match &stmt.op {
                Op::Verbatim(verbatim) => self.names(&verbatim.binds),
                Op::Branch(branch) => {
                    for arm in &branch.arms {
                        self.names(&arm.binds);
                    }
                }
                Op::Loop(repeated) => self.head(&repeated.head),
                Op::Replay(replay) => self.names(&replay.counter.binds),
                op => op.for_each_write(&mut |place| {
                    self.vars.insert(place.root);
                }),
            }
            for block in stmt.op.blocks() {
                self.stmts(&block.stmts);
            }
        }
    }

    /// Whether a variable may have another value in each trip.
    pub(super) fn defines(&self, var: Var) -> bool {
        self.vars.contains(&var)
    }

    /// Whether a way may lead elsewhere in each trip.
    pub(super) fn concerns(&self, path: &[Projection]) -> bool {
        path.iter().any(|projection| match projection {
            Projection::Index(Atom::Inert(code)) | Projection::Range(code) => self.is_read_by(code),
            Projection::Index(Atom::Var(var)) => self.vars.contains(var),
            Projection::Index(Atom::Literal(_))
            | Projection::Field(_)
            | Projection::Named { .. } => false,
        })
    }

    /// Whether code may have another value in each trip.
    pub(crate) fn is_read_by(&self, code: &Inert) -> bool {
        let Mentions { vars, names } = &code.mentions;
        !vars.is_disjoint(&self.vars) || !names.is_disjoint(&self.names)
    }
}
