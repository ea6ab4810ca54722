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

use std::rc::Rc;

use proc_macro2::Span;

use super::super::changing::Changing;
use crate::ir::{Counter, Head, Op, Stmt, Var};

/// Declares the tapes that are shared inside a list of statements before those that write them, and
/// rewinds them before those that read them.
pub(super) fn declare(stmts: &mut Vec<Stmt>) {
    for stmt in std::mem::take(stmts) {
        let ends = undeclared(&stmt);
        if !ends.is_empty() {
            let mut changing = Changing::default();
            changing.stmts(std::slice::from_ref(&stmt));
            stmts.extend(ends.into_iter().map(|end| end.start(&changing)));
        }
        stmts.push(stmt);
    }
}

/// A loop that writes a shared tape, or that reads it.
struct End {
    tape: Var,
    /// Where it writes: what counts its trips and those of the loops around, if all of them are sure to be made.
    trips: Option<Vec<Rc<Counter>>>,
    writes: bool,
}

impl End {
    /// The same, inside a statement.
    fn inside(mut self, op: &Op) -> Self {
        self.trips = self.trips.zip(counter(op)).map(|(mut trips, counter)| {
            trips.insert(0, counter.clone());
            trips
        });
        self
    }

    /// What must stand before all its runs, in which something is changing.
    fn start(self, changing: &Changing) -> Stmt {
        let constant = |counter: &Rc<Counter>| !changing.is_read_by(&counter.iterator);
        let known = self.trips.filter(|trips| trips.iter().all(constant));
        let (results, op) = if self.writes {
            (vec![self.tape], Op::Tape(known.unwrap_or_default()))
        } else {
            (Vec::new(), Op::Rewind(self.tape))
        };
        Stmt {
            results,
            op,
            span: Span::mixed_site(),
        }
    }
}

/// What counts the trips of a loop that makes all of them.
fn counter(op: &Op) -> Option<&Rc<Counter>> {
    match op {
        Op::Loop(repeated) => match &repeated.head {
            Head::For(counter) if counter.reversible && repeated.body.results.is_empty() => {
                Some(counter)
            }
            _ => None,
        },
        _ => None,
    }
}

/// The loops in a statement that share tapes from outside.
fn undeclared(stmt: &Stmt) -> Vec<End> {
    let mut ends = Vec::new();
    if let Op::Loop(repeated) = &stmt.op {
        ends.extend(repeated.shared.map(|tape| End {
            tape,
            trips: Some(Vec::new()),
            writes: repeated.recorded,
        }));
    }
    for block in stmt.op.blocks() {
        let declared = |tape: Var| {
            let mut stmts = block.stmts.iter();
            stmts.any(|stmt| stmt.results.contains(&tape))
        };
        let inside = block.stmts.iter().flat_map(undeclared);
        ends.extend(inside.filter(|end| !declared(end.tape)));
    }
    let ends = ends.into_iter();
    ends.map(|end| end.inside(&stmt.op)).collect()
}
