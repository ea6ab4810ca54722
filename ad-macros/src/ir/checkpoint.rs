//! Loops of which states are kept, and the same loops run backwards from these.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proc_macro2::Ident;

use super::{Block, Counter, Inert, Residual, Var};

/// What `#[checkpoint]` says of a loop, and what there is to know of the names in it.
#[derive(Clone)]
pub(crate) struct Checkpoint {
    /// How many states may be kept; without it, about the square root of the number of trips.
    pub(crate) count: Option<Rc<Inert>>,
    /// The names from outside that the trips change, as they are written there.
    pub(crate) carried: BTreeMap<String, Ident>,
    /// Those that others change.
    pub(crate) changing: BTreeMap<String, Ident>,
    /// Those of them that are references.
    pub(crate) references: BTreeSet<String>,
}

/// What the forward sweep keeps states of a loop by: these are its residuals, before a trip.
#[derive(Clone)]
pub(crate) struct Keeping {
    pub(crate) checkpoint: Rc<Checkpoint>,
    /// The iterator, which is part of the state.
    pub(crate) trips: Var,
}

/// The trips of a loop from the last to the first, each run again from a state.
#[derive(Clone)]
pub(crate) struct Replay {
    pub(crate) counter: Rc<Counter>,
    pub(crate) keeping: Keeping,
    /// The states that the forward sweep has kept.
    pub(crate) record: Var,
    /// What goes through them.
    pub(crate) name: Var,
    /// What a state consists of. In the blocks these are variables of their own, under the same names.
    pub(crate) state: Vec<Residual>,
    /// The places outside that the trips write. Those that are no part of the state have no value
    /// before a trip.
    pub(crate) written: BTreeSet<Var>,
    /// What else of outside may be another by then, with the variable that has it as it was.
    pub(crate) around: Vec<(Residual, Var)>,
    /// A trip, to get to the next.
    pub(crate) advance: Block,
    /// A trip, forwards and then backwards.
    pub(crate) trip: Block,
}

impl Replay {
    /// Whether a variable of the blocks is one of their own, though it has the name of one outside.
    pub(crate) fn owns(&self, var: Var) -> bool {
        let restored = Residual::Var(var);
        self.written.contains(&var) || self.restores(&restored)
    }

    /// The same for a name.
    pub(crate) fn owns_name(&self, name: &str) -> bool {
        self.restores(&Residual::Name(name.to_owned()))
    }

    fn restores(&self, residual: &Residual) -> bool {
        let mut around = self.around.iter();
        self.state.contains(residual) || around.any(|(restored, _)| restored == residual)
    }

    /// Visits every variable of outside that is read.
    pub(super) fn for_each_use(&self, visit: &mut dyn FnMut(Var)) {
        for block in [&self.advance, &self.trip] {
            block.for_each_use(&mut |var| {
                if !self.owns(var) {
                    visit(var);
                }
            });
        }
        self.around
            .iter()
            .for_each(|(_, as_it_was)| visit(*as_it_was));
    }

    /// Visits every identifier of the user's that means something outside.
    pub(super) fn for_each_name(&self, visit: &mut dyn FnMut(&str)) {
        for block in [&self.advance, &self.trip] {
            for stmt in &block.stmts {
                stmt.op.for_each_name(&mut |name| {
                    if !self.owns_name(name) {
                        visit(name);
                    }
                });
            }
        }
    }
}
