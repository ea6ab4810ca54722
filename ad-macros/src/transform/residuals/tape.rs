//! Tapes that all runs of a loop share.
//!
//! A loop inside another puts its trips on a tape once in every trip of the outer one. Where the reverse
//! sweep knows how many there were each time, one tape takes them all: it takes them off the end.
//!
//! Assumes: the reverse sweep runs the loop as often as the forward sweep, in the opposite order.
//! Guarantees: a tape is declared in the innermost block that holds both sweeps of it.
//!
//! ```text
//!                                           t = tape
//! for i { … for j onto t { … } }            for i { … for j onto t { … } }
//! for i backwards {                  →      rewind t
//!     for j, t backwards { … } …            for i backwards {
//! }                                             for j, t backwards { … } …
//!                                           }
//! ```

use proc_macro2::Span;

use crate::ir::{Op, Stmt, Var};

/// Declares the tapes that are shared inside a list of statements before those that write them, and
/// rewinds them before those that read them.
pub(super) fn declare(stmts: &mut Vec<Stmt>) {
    for stmt in std::mem::take(stmts) {
        stmts.extend(undeclared(&stmt).into_iter().map(End::start));
        stmts.push(stmt);
    }
}

/// A loop that writes a shared tape, or that reads it.
enum End {
    Writer(Var),
    Reader(Var),
}

impl End {
    fn tape(&self) -> Var {
        let (End::Writer(tape) | End::Reader(tape)) = self;
        *tape
    }

    /// What must stand before all its runs.
    fn start(self) -> Stmt {
        let (results, op) = match self {
            End::Writer(tape) => (vec![tape], Op::Tape),
            End::Reader(tape) => (Vec::new(), Op::Rewind(tape)),
        };
        Stmt {
            results,
            op,
            span: Span::mixed_site(),
        }
    }
}

/// The loops in a statement that share tapes from outside.
fn undeclared(stmt: &Stmt) -> Vec<End> {
    let mut ends = Vec::new();
    if let Op::Loop(repeated) = &stmt.op {
        let end = if repeated.recorded {
            End::Writer
        } else {
            End::Reader
        };
        ends.extend(repeated.shared.map(end));
    }
    for block in stmt.op.blocks() {
        let declared = |tape: Var| {
            let mut tapes = block
                .stmts
                .iter()
                .filter(|stmt| matches!(stmt.op, Op::Tape));
            tapes.any(|stmt| stmt.results.contains(&tape))
        };
        let inside = block.stmts.iter().flat_map(undeclared);
        ends.extend(inside.filter(|end| !declared(end.tape())));
    }
    ends
}
