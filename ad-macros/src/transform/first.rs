//! First sums: what is added to zero is stored.
//!
//! A cotangent starts from zero. If each trip of the first loop that reaches it adds to another element, there is nothing yet
//! to add to.
//!
//! Assumes: the statements are those of an adjoint. Guarantees: the same cotangents, but for the sign of a zero; nothing else is
//! touched.
//!
//! ```text
//! x_bar = zero                        x_bar = zero
//! for i { x_bar[i] += p }      →      for i { x_bar[i] = p }
//! for i { x_bar[i] += q }             for i { x_bar[i] += q }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use syn::Pat;

use crate::ir::{Atom, Block, Counter, Head, Loop, Op, Place, Projection, Sign, Stmt, Var};

/// Stores what is added first, in both sweeps.
pub(super) fn store_first(forward: &mut [Stmt], reverse: &mut [Stmt]) {
    let mut zeros = Zeros::default();
    zeros.stmts(forward);
    zeros.stmts(reverse);
}

/// What is zero at a point of the program.
#[derive(Default)]
struct Zeros(BTreeSet<Var>);

impl Zeros {
    fn stmts(&mut self, stmts: &mut [Stmt]) {
        for stmt in stmts {
            match &mut stmt.op {
                Op::Loop(repeated) => self.repeated(repeated),
                op => op
                    .blocks_mut()
                    .into_iter()
                    .for_each(|block| Zeros::default().stmts(&mut block.stmts)),
            }
            stmt.op.for_each_write(&mut |place| {
                self.0.remove(&place.root);
            });
            let zero = match &stmt.op {
                Op::Zero(_) => true,
                Op::Declare(Atom::Var(value)) => self.0.contains(value),
                _ => false,
            };
            if zero {
                self.0.extend(&stmt.results);
            }
        }
    }

    fn repeated(&self, repeated: &mut Loop) {
        Zeros::default().stmts(&mut repeated.body.stmts);
        let (Head::For(counter) | Head::Backwards(counter, _)) = &repeated.head else {
            return;
        };
        let touched = touched(&repeated.body);
        for stmt in &mut repeated.body.stmts {
            let first = match &stmt.op {
                Op::Accumulate(place, Sign::Plus, value)
                    if self.0.contains(&place.root)
                        && touched.get(&place.root) == Some(&1)
                        && is_another(place, counter) =>
                {
                    Op::Store(place.clone(), value.clone())
                }
                _ => continue,
            };
            stmt.op = first;
        }
    }
}

/// How often variables are read and written in a block.
fn touched(block: &Block) -> BTreeMap<Var, usize> {
    let mut touched = BTreeMap::new();
    let mut touch = |var: Var| *touched.entry(var).or_default() += 1;
    block.for_each_use(&mut touch);
    for stmt in &block.stmts {
        stmt.op.for_each_write(&mut |place| touch(place.root));
    }
    touched
}

/// Whether a place is another one in every trip.
fn is_another(place: &Place, counter: &Counter) -> bool {
    let Pat::Ident(index) = &counter.pattern else {
        return false;
    };
    match place.path.as_slice() {
        [Projection::Index(Atom::Inert(inert))] => {
            index.mutability.is_none() && counter.distance(&inert.expr).is_some()
        }
        _ => false,
    }
}
