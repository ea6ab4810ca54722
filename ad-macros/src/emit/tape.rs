//! Tapes: what a loop keeps of its trips, and where that is put.
//!
//! ```text
//! let tape: Vec<_> = (0..n).map(|i| { … kept }).collect();
//!
//! for i in 0..n { … tape.push(kept); }
//!
//! let tape = records(&mut tape, 0..n, zero);
//! for (i, record) in (0..n).zip(tape.iter_mut()) { … *record = kept; }
//! ```

use std::rc::Rc;

use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::quote;
use syn::Expr;

use super::signature::bare_or_tuple;
use super::statement::Writer;
use super::types;
use crate::ir::{Block, Counter, Head, Loop, Op, Residual, Shape, Stmt, Var};

/// How a loop puts its trips on its tape.
pub(super) enum Onto<'l> {
    /// The tape is collected from an iterator of records. What its closure captures stands in memory, and is read from
    /// there by a loop inside.
    Collected(&'l Counter),
    /// Every trip puts a record at the end.
    Pushed,
    /// Every trip overwrites a record, all of which are there before: the tape does not grow, so the compiler keeps where
    /// it is in a register.
    Written {
        counter: &'l Counter,
        zero: TokenStream,
        record: Ident,
    },
}

impl Writer<'_> {
    /// How a loop puts its trips on its tape.
    pub(super) fn onto<'l>(&self, tape: Var, repeated: &'l Loop) -> Onto<'l> {
        let counter = match &repeated.head {
            // What `for` makes an iterator of first is not one yet.
            Head::For(counter) if repeated.body.results.is_empty() && counter.reversible => counter,
            _ => return Onto::Pushed,
        };
        let own = repeated.shared.is_none();
        if own && !self.hoisted.contains(&tape) {
            let innermost = !repeated.body.stmts.iter().any(repeats);
            return if innermost {
                Onto::Collected(counter)
            } else {
                Onto::Pushed
            };
        }
        let residuals = repeated.residuals.iter();
        let zeros = residuals.map(|kept| self.zero_of_float(kept));
        match zeros.collect::<Option<Vec<TokenStream>>>() {
            Some(zeros) if counter.exact => Onto::Written {
                counter,
                zero: bare_or_tuple(&zeros),
                record: self.free("kept"),
            },
            _ => Onto::Pushed,
        }
    }

    /// A name of what ends with the loop.
    pub(super) fn free(&self, base: &str) -> Ident {
        Ident::new(&self.vars.free(base), Span::mixed_site())
    }

    /// The zero of what is kept, if that is a float whose type is known where the zero stands.
    fn zero_of_float(&self, kept: &Residual) -> Option<TokenStream> {
        let Residual::Var(var) = kept else {
            return None;
        };
        match self.vars.shape(*var) {
            Shape::Scalar(None) if self.generic.is_some() => None,
            Shape::Scalar(ty) => {
                let zero = types::literal(0.0, ty.as_deref(), self.runtime, self.generic);
                Some(zero.tokens().into_stream())
            }
            _ => None,
        }
    }

    /// A loop that writes a tape.
    pub(super) fn record_trips(&mut self, tape: Var, onto: &Onto, body: &Group, repeated: &Loop) {
        let runtime = self.runtime;
        let name = self.name(tape);
        match onto {
            Onto::Collected(counter) => {
                let (pattern, iterator) = (&counter.pattern, &counter.iterator.expr);
                self.emit(quote! {
                    let #name: #runtime::Vec<_> = (#iterator).map(|#pattern| #body).collect();
                });
            }
            Onto::Pushed => {
                if repeated.shared.is_none() {
                    let trips = all_trips(repeated);
                    self.tape(tape, trips.as_slice());
                }
                let head = self.head(repeated, &TokenStream::new());
                self.emit(quote!(#head #body));
            }
            Onto::Written {
                counter,
                zero,
                record,
            } => {
                let (pattern, iterator) = (&counter.pattern, &counter.iterator.expr);
                let (records, ends) = if repeated.shared.is_some() {
                    let records = self.free("records");
                    self.emit(quote! {
                        let #records = #runtime::further_records(&mut #name, #iterator, #zero);
                    });
                    (records, TokenStream::new())
                } else {
                    self.declare_outside(&name);
                    self.emit(quote! {
                        let #name = #runtime::records(&mut #name, #iterator, #zero);
                    });
                    (name, quote!(.iter_mut()))
                };
                self.emit(quote! {
                    for (#pattern, #record) in (#iterator).zip(#records #ends) #body
                });
            }
        }
    }

    /// Declares a tape before the loop that uses it up in every trip.
    fn declare_outside(&mut self, name: &Ident) {
        let runtime = self.runtime;
        self.declared
            .push(quote!(let mut #name = #runtime::Vec::new();));
    }

    /// An empty tape; in a loop that uses it up, the one of the last trip.
    pub(super) fn tape(&mut self, tape: Var, trips: &[Rc<Counter>]) {
        let (runtime, name) = (self.runtime, self.name(tape));
        if self.hoisted.contains(&tape) {
            self.declare_outside(&name);
            self.emit(quote!(#name.clear();));
            return;
        }
        let trips = trips.iter().map(|counter| self.trips(counter));
        let capacity = trips.reduce(|product, trips| quote!(#product * #trips));
        self.emit(match capacity {
            Some(capacity) => quote!(let mut #name = #runtime::Vec::with_capacity(#capacity);),
            None => quote!(let mut #name = #runtime::Vec::new();),
        });
    }

    /// How many trips a loop makes.
    fn trips(&self, counter: &Counter) -> TokenStream {
        let (runtime, iterator) = (self.runtime, &counter.iterator.expr);
        match counter.indices() {
            Some((_, end @ (Expr::Path(_) | Expr::MethodCall(_)))) if counter.exact => quote!(#end),
            _ => quote!(#runtime::trips_of(&(#iterator))),
        }
    }

    /// What is left of a tape that several runs of a loop read: to begin with, all of it.
    pub(super) fn rewind(&mut self, tape: Var) {
        let tape = self.name(tape);
        self.emit(quote!(let mut #tape = #tape.as_slice();));
    }

    /// The tapes that are written and used up in a block.
    pub(super) fn own_tapes(&mut self, block: &Block) -> Vec<Var> {
        let used = block.stmts.iter().filter_map(|stmt| match &stmt.op {
            Op::Rewind(tape) => Some(*tape),
            op => op.record(),
        });
        let used: Vec<Var> = used.collect();
        let written = block.stmts.iter().filter(|stmt| match &stmt.op {
            Op::Tape(_) => true,
            Op::Loop(inner) => inner.recorded && inner.keeping.is_none(),
            _ => false,
        });
        let tapes = written.flat_map(|stmt| stmt.results.iter().copied());
        let tapes: Vec<Var> = tapes.filter(|tape| used.contains(tape)).collect();
        self.hoisted.extend(&tapes);
        tapes
    }
}

/// What counts the trips of a loop, if all of them are made, and their number is known before.
fn all_trips(repeated: &Loop) -> Option<Rc<Counter>> {
    match &repeated.head {
        Head::For(counter) if repeated.body.results.is_empty() => {
            (counter.exact && counter.reversible).then(|| counter.clone())
        }
        _ => None,
    }
}

/// Whether a statement runs a block again and again.
fn repeats(stmt: &Stmt) -> bool {
    let inside = |block: &Block| block.stmts.iter().any(repeats);
    matches!(stmt.op, Op::Loop(_) | Op::Replay(_)) || stmt.op.blocks().into_iter().any(inside)
}
