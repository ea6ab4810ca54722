//! Sequences cut to the elements that a loop goes through: the check of the index is one for all of them, and the
//! compiler may do several trips at a time. That pays for straight code that runs again and again.
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
use quote::quote;
use syn::{BinOp, Expr};

use super::body::braced;
use super::statement::Writer;
use crate::ir::{
    Atom, Block, Head, Inert, Loop, Op, Place, Projection, Residual, Role, Shape, Stmt, Var,
    integer,
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
        let Head::Backwards(counter, _) = &repeated.head else {
            return cuts;
        };
        if !self.within_loop || !is_straight(&repeated.body) {
            return cuts;
        }
        let elements = counter
            .indices()
            .filter(|_| counter.exact && repeated.complete);
        let Some((index, end)) = elements else {
            return cuts;
        };
        let mut changing = Changing::default();
        changing.stmts(&repeated.body.stmts);
        let mut found = Found {
            changing,
            ..Found::default()
        };
        for stmt in &repeated.body.stmts {
            found.statement(stmt, index);
        }
        for (var, through) in &found.through {
            let name = self.name(*var);
            let bound = repeated.residuals.contains(&Residual::Var(*var));
            let alone = found.uses.get(var) == Some(&through.count)
                && !found.names.contains(&name.to_string());
            if bound || !alone || !self.has_parts(*var) {
                continue;
            }
            let mutable = through.written.then(|| quote!(mut));
            let mut start = TokenStream::new();
            if let Start::At(first) = &through.start {
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

    /// Whether an inner loop of the reverse sweep may make its trips in the order of the forward sweep: they are straight
    /// code that only adds to what is outside. The compiler finds its way through memory more easily then.
    pub(super) fn is_unordered(&self, body: &Block) -> bool {
        let mut added = BTreeSet::new();
        let mut adds = self.within_loop && is_straight(body);
        for stmt in &body.stmts {
            adds &= !stmt.op.has_effect();
            if let Op::Accumulate(place, ..) = &stmt.op {
                added.insert(place.root);
            } else {
                stmt.op.for_each_write(&mut |_| adds = false);
            }
        }
        body.for_each_use(&mut |var| adds &= !added.contains(&var));
        adds
    }

    /// Whether parts of a variable are slices.
    fn has_parts(&self, var: Var) -> bool {
        let sequence = matches!(self.vars.shape(var), Shape::Sequence(_));
        sequence && !matches!(self.vars.role(var), Role::Optional | Role::Record)
    }
}

fn is_straight(body: &Block) -> bool {
    body.stmts.iter().all(|stmt| stmt.op.blocks().is_empty())
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

/// The element that the first trip gets to.
enum Start {
    First,
    At(Box<Expr>),
}

impl Start {
    fn is(&self, other: &Start) -> bool {
        match (self, other) {
            (Start::First, Start::First) => true,
            (Start::At(one), Start::At(other)) => {
                quote!(#one).to_string() == quote!(#other).to_string()
            }
            _ => false,
        }
    }
}

impl Found {
    fn statement(&mut self, stmt: &Stmt, index: &Ident) {
        stmt.results.iter().for_each(|var| self.uses(*var));
        self.operation(&stmt.op, index);
    }

    fn operation(&mut self, op: &Op, index: &Ident) {
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
        let Some(start) = self.start(place, index) else {
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

    fn uses(&mut self, var: Var) {
        *self.uses.entry(var).or_default() += 1;
    }

    /// Where a loop starts, if it gets to the element of a place by its index.
    fn start(&self, place: &Place, index: &Ident) -> Option<Start> {
        let Some(Projection::Index(Atom::Inert(at))) = place.path.first() else {
            return None;
        };
        if is_index(&at.expr, index) {
            return Some(Start::First);
        }
        let start = start(at, index)?;
        (!self.changing.is_read_by(at)).then(|| Start::At(Box::new(start.clone())))
    }
}

/// `start` of an element `start + index`.
fn start<'a>(at: &'a Inert, index: &Ident) -> Option<&'a Expr> {
    let Expr::Binary(sum) = &at.expr else {
        return None;
    };
    let BinOp::Add(_) = sum.op else {
        return None;
    };
    let start = match (&*sum.left, &*sum.right) {
        (start, last) if is_index(last, index) => start,
        (first, start) if is_index(first, index) => start,
        _ => return None,
    };
    let mut names = BTreeSet::new();
    identifiers_in(start, &mut names);
    (!names.contains(&index.to_string())).then_some(start)
}

fn is_index(expr: &Expr, index: &Ident) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident(index))
}
