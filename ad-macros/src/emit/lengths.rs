//! Sequences cut to the elements that a loop goes through: the check of the index is one for all of them, and the
//! compiler may do several trips at a time. That pays for straight code that runs again and again. Its trips are made in the
//! order of the forward sweep where each changes nothing but elements of its own, so that no sum comes out otherwise.
//!
//! Assumes: each trip of the loop is made, and gets to the elements by its index alone. Guarantees: what would panic in
//! some trip, and nothing else, panics before the first.
//!
//! ```text
//!                                           if 0 < n {
//!                                               let x = &x[row * n..][..n];
//!                                               let x_bar = &mut x_bar[..n];
//! for i in (0..n).rev() {             →         for i in (0..n).rev() {
//!     x_bar[i] += y_bar * x[row * n + i];           x_bar[i] += y_bar * x[i];
//! }                                             }
//!                                           }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Group, Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{BinOp, Expr};

use super::body::braced;
use super::statement::Writer;
use crate::ir::{
    Atom, Counter, Head, Loop, Op, Place, Projection, Residual, Role, Shape, Stmt, Var, integer,
};
use crate::syntax::identifiers_in;
use crate::transform::Changing;

/// What a loop is inside of: what cuts the sequences that it goes through.
#[derive(Default)]
pub(super) struct Cuts {
    parts: Vec<TokenStream>,
    /// Whether there are trips, where that must be known.
    guard: Option<TokenStream>,
    /// The sequences that are cut in front, too.
    moved: Vec<Var>,
}

impl Cuts {
    pub(super) fn around(&self, repeated: TokenStream) -> TokenStream {
        if self.parts.is_empty() {
            return repeated;
        }
        let (parts, guard) = (&self.parts, &self.guard);
        let block: Group = braced(quote!(#(#parts)* #repeated));
        quote!(#guard #block)
    }
}

impl Writer<'_> {
    /// What cuts the sequences that a loop of the reverse sweep goes through; from here on, those cut in front are
    /// counted from where they begin.
    pub(super) fn cut(&mut self, repeated: &Loop) -> Cuts {
        let mut cuts = Cuts::default();
        let Some((counter, found)) = self.elements(repeated) else {
            return cuts;
        };
        let indices = counter.indices();
        let Some((index, end)) = indices.filter(|_| counter.exact && repeated.complete) else {
            return cuts;
        };
        for (var, through) in &found.through {
            let name = self.name(*var);
            let bound = repeated.residuals.contains(&Residual::Var(*var));
            let alone = found.is_all(*var) && !found.names.contains(&name.to_string());
            if bound || !alone || !self.has_parts(*var) {
                continue;
            }
            let mutable = through.written.then(|| quote!(mut));
            let mut start = TokenStream::new();
            if let Some(first) = &through.start.first {
                cuts.moved.push(*var);
                if integer(end).is_none_or(|end| end == 0) {
                    cuts.guard = Some(quote!(if 0 < #end));
                }
                start = quote!([#first..]);
            }
            let part = quote!(let #name = & #mutable #name #start [..#end];);
            cuts.parts.push(part);
        }
        let moved = cuts.moved.iter().map(|var| (*var, index.clone()));
        self.moved.extend(moved);
        cuts
    }

    /// After such a loop, sequences begin where they did.
    pub(super) fn end_of(&mut self, cuts: &Cuts) {
        for var in &cuts.moved {
            self.moved.remove(var);
        }
    }

    /// Whether an inner loop of the reverse sweep may make its trips in the order of the forward sweep: each changes
    /// nothing outside but elements of its own, so that no sum is rounded in another way. The compiler finds its way
    /// through memory more easily then.
    pub(super) fn is_unordered(&self, repeated: &Loop) -> bool {
        let Some((_, found)) = self.elements(repeated) else {
            return false;
        };
        let mut unordered = true;
        for stmt in &repeated.body.stmts {
            unordered &= !stmt.op.has_effect();
            stmt.op
                .for_each_write(&mut |place| unordered &= found.is_all(place.root));
        }
        unordered
    }

    /// What counts the trips of an inner loop of straight code, run backwards, and the elements that each gets to.
    fn elements<'l>(&self, repeated: &'l Loop) -> Option<(&'l Counter, Found)> {
        let Head::Backwards(counter, _) = &repeated.head else {
            return None;
        };
        let straight = |stmt: &Stmt| stmt.op.blocks().is_empty();
        let inner = self.within_loop && repeated.body.stmts.iter().all(straight);
        let indices = counter.numbers();
        if !inner || indices.is_empty() {
            return None;
        }
        let mut found = Found::default();
        found.changing.stmts(&repeated.body.stmts);
        for stmt in &repeated.body.stmts {
            found.statement(stmt, &indices);
        }
        Some((counter, found))
    }

    /// Whether parts of a variable are slices.
    fn has_parts(&self, var: Var) -> bool {
        let sequence = matches!(self.vars.shape(var), Shape::Sequence(_));
        sequence && !matches!(self.vars.role(var), Role::Optional | Role::Record)
    }
}

/// What a loop does with variables.
#[derive(Default)]
struct Found {
    changing: Changing,
    /// Those of which it gets to the element at its index.
    through: BTreeMap<Var, Through>,
    /// How often each is read or written, in whatever way.
    uses: BTreeMap<Var, usize>,
    /// The names that user code mentions.
    names: BTreeSet<String>,
}

/// How a loop goes through a sequence.
struct Through {
    start: Start,
    /// How often elements are read or written from there on.
    count: usize,
    written: bool,
}

/// The elements that trips get to: those at an index, from the first one on or from this one.
struct Start {
    index: Ident,
    first: Option<Box<Expr>>,
}

impl Start {
    fn is(&self, other: &Start) -> bool {
        let code = |start: &Start| start.first.to_token_stream().to_string();
        self.index == other.index && code(self) == code(other)
    }
}

impl Found {
    fn statement(&mut self, stmt: &Stmt, indices: &[&Ident]) {
        stmt.results.iter().for_each(|var| self.uses(*var));
        self.operation(&stmt.op, indices);
    }

    fn operation(&mut self, op: &Op, indices: &[&Ident]) {
        op.for_each_use(&mut |var| self.uses(var));
        op.for_each_write(&mut |place| self.uses(place.root));
        op.for_each_name(&mut |name| {
            self.names.insert(name.to_owned());
        });
        let (place, written) = match op {
            Op::Load(place) => (place, false),
            Op::Store(place, _) | Op::Accumulate(place, ..) => (place, true),
            _ => return,
        };
        let Some(start) = self.start(place, indices) else {
            return;
        };
        let alike = self.through.get(&place.root);
        if alike.is_some_and(|through| !through.start.is(&start)) {
            return;
        }
        let through = self.through.entry(place.root).or_insert(Through {
            start,
            count: 0,
            written: false,
        });
        through.count += 1;
        through.written |= written;
    }

    /// Whether the element at its index is all that a trip gets to of a sequence.
    fn is_all(&self, var: Var) -> bool {
        let through = self.through.get(&var).map(|through| &through.count);
        through.is_some() && self.uses.get(&var) == through
    }

    fn uses(&mut self, var: Var) {
        *self.uses.entry(var).or_default() += 1;
    }

    /// Where a loop starts, if it gets to the element of a place by one of its indices.
    fn start(&self, place: &Place, indices: &[&Ident]) -> Option<Start> {
        let Some(Projection::Index(Atom::Inert(at))) = place.path.first() else {
            return None;
        };
        indices.iter().find_map(|index| {
            let mut first = None;
            if !is_index(&at.expr, index) {
                let start = start(&at.expr, index)?;
                let mut names = BTreeSet::new();
                identifiers_in(start, &mut names);
                let counts = indices
                    .iter()
                    .any(|index| names.contains(&index.to_string()));
                if counts || self.changing.is_read_by(at) {
                    return None;
                }
                first = Some(Box::new(start.clone()));
            }
            let index = (*index).clone();
            Some(Start { index, first })
        })
    }
}

/// `start` of an element `start + index`.
fn start<'a>(element: &'a Expr, index: &Ident) -> Option<&'a Expr> {
    let Expr::Binary(sum) = element else {
        return None;
    };
    match (&sum.op, &*sum.left, &*sum.right) {
        (BinOp::Add(_), start, last) if is_index(last, index) => Some(start),
        (BinOp::Add(_), first, start) if is_index(first, index) => Some(start),
        _ => None,
    }
}

fn is_index(expr: &Expr, index: &Ident) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident(index))
}
