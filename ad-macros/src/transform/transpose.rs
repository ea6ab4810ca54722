//! Transposition: the linear program run backwards, from the cotangent of the result to those of
//! the parameters. Only linear operations have a transpose, and each has one.
//!
//! Assumes: every tangent is used linearly. Guarantees: every cotangent is computed before it is
//! used; those of values are single statements, those of places start from zero.
//!
//! ```text
//! y_dot = x_dot · t0        →        x_bar = y_bar · t0
//! ```
//!
//! References: Frostig, Johnson, Maclaurin, Paszke & Radul, "Decomposing reverse-mode automatic
//! differentiation" (LAFI 2021); Radul et al., "You Only Linearize Once" (POPL 2023).

mod call;
mod checkpoint;
mod control;
mod effects;
mod fresh;
mod fusion;
mod survey;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;

use super::carry::carry;
use super::first::store_first;
use super::lengths::Lengths;
use super::linearize::{Linear, Step, zero};
use super::share::same;
use crate::ir::{
    Atom, Base, CastTarget, Construct, Op, Owner, Param, Place, Projection, Role, Shape, Sign,
    Stmt, Term, Var, Variables, part_shape,
};
use effects::{Forward, Reverse};
use survey::{Survey, resizes};

/// How the cotangents of the parameters leave the function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// Returned by value.
    Returned,
    /// Written to the caller's buffers.
    Buffers,
    /// Those of references added to buffers the caller may leave out, the others returned.
    Linkage,
}

/// A function with its adjoint.
pub(crate) struct Adjoint {
    pub(crate) vars: Variables,
    /// The primal program with the coefficients of the reverse sweep.
    pub(crate) forward: Vec<Stmt>,
    pub(crate) result: Atom,
    pub(crate) reverse: Vec<Stmt>,
    /// The cotangent of each active parameter; none where a buffer holds it.
    pub(crate) cotangents: Vec<Option<Atom>>,
    /// The buffer of each active parameter, where there is one.
    pub(crate) buffers: Vec<Option<Var>>,
    /// The seed, where the caller supplies it.
    pub(crate) seed: Option<Var>,
}

pub(crate) fn transpose(linear: &Linear, destination: Destination, unit_seed: bool) -> Adjoint {
    // Of values that share a tangent, the first was computed where the tangent is.
    let primals = linear.tangents.iter().rev();
    let Survey {
        homes,
        accumulated,
        reads,
        ..
    } = Survey::of(linear);
    let mut transposer = Transposer {
        vars: Variables::extending(&linear.vars),
        primals: primals
            .map(|(primal, tangent)| (*tangent, *primal))
            .collect(),
        tangents: &linear.tangents,
        homes,
        accumulated,
        reads,
        lengths: Lengths::of(linear),
        terms: BTreeMap::new(),
        places: BTreeMap::new(),
        buffers: BTreeMap::new(),
        out: Reverse::default(),
        zeroed: BTreeSet::new(),
        fuses: unit_seed,
        early: fusion::Early::default(),
        before: Vec::new(),
        initial: initial_stores(&linear.steps),
    };
    let buffers = transposer.buffers(&linear.params, destination, unit_seed);
    let seed = transposer.seed(&linear.result, unit_seed);
    let forward = transposer.steps(&linear.steps);
    let cotangents = transposer.parameters(&linear.params);
    let Transposer { mut vars, out, .. } = transposer;
    let (mut forward, mut reverse) = (forward, out.stmts);
    let own = linear.vars.len();
    carry(&mut forward, &mut reverse, &mut vars, own);
    store_first(&mut forward, &mut reverse);
    Adjoint {
        vars,
        forward,
        result: linear.result.clone(),
        reverse,
        cotangents,
        buffers,
        seed,
    }
}

struct Transposer<'a> {
    vars: Variables,
    primals: BTreeMap<Var, Var>,
    tangents: &'a BTreeMap<Var, Var>,
    /// The block that each tangent is defined in.
    homes: BTreeMap<Var, usize>,
    accumulated: BTreeSet<Var>,
    /// How many statements read each tangent.
    reads: BTreeMap<Var, usize>,
    /// How long sequences are known to be.
    lengths: Lengths,
    /// What has been contributed to the cotangent of a value.
    terms: BTreeMap<Var, Vec<Term>>,
    /// The cotangents of places that have been started.
    places: BTreeMap<Var, Var>,
    /// The callers' buffers of parameters, and whether they have been started.
    buffers: BTreeMap<Var, Var>,
    out: Reverse,
    /// The cotangents that have been set to zero.
    zeroed: BTreeSet<Var>,
    /// Whether both sweeps of the block at hand stand one after the other, so that part of the reverse
    /// sweep may run early.
    fuses: bool,
    /// That part.
    early: fusion::Early,
    /// What the forward sweep does before the step at hand, for the transpose of the step to read.
    before: Vec<Stmt>,
    /// The stores into what may hold nothing before.
    initial: BTreeSet<Stored>,
}

/// The variables of the active parameters, in their order.
fn active(params: &[Param]) -> impl Iterator<Item = Var> {
    let active = params.iter().filter(|param| param.active);
    active.filter_map(|param| param.var)
}

impl Transposer<'_> {
    /// The buffers of the active parameters, in their order.
    fn buffers(
        &mut self,
        params: &[Param],
        destination: Destination,
        unit_seed: bool,
    ) -> Vec<Option<Var>> {
        let params = params.iter().filter(|param| param.active);
        params
            .filter_map(|param| Some((param.var?, param.in_place)))
            .map(|(var, in_place)| {
                if in_place && !unit_seed {
                    // It holds the seed of what the function leaves behind.
                    let buffer = self.vars.companion(var, "bar", Role::Buffer);
                    let tangent = self.tangents.get(&var).copied()?;
                    self.accumulated.insert(tangent);
                    self.places.insert(tangent, buffer);
                    return Some(buffer);
                }
                let role = match destination {
                    Destination::Returned => return None,
                    Destination::Buffers => Role::Buffer,
                    Destination::Linkage if self.vars.role(var) == Role::Reference => {
                        Role::Optional
                    }
                    Destination::Linkage => return None,
                };
                let buffer = self.vars.companion(var, "bar", role);
                let tangent = self.tangents.get(&var).copied()?;
                if role == Role::Optional {
                    self.accumulated.insert(tangent);
                    self.places.insert(tangent, buffer);
                } else {
                    self.buffers.insert(tangent, buffer);
                }
                Some(buffer)
            })
            .collect()
    }

    fn seed(&mut self, result: &Atom, unit: bool) -> Option<Var> {
        let tangent = result
            .var()
            .and_then(|var| self.tangents.get(&var))
            .copied();
        let nothing = result.var().map(|var| self.vars.shape(var));
        if matches!(nothing, Some(Shape::Inert)) {
            return None;
        }
        if unit {
            if let Some(tangent) = tangent {
                self.contribute(tangent, Term::plain(Atom::Literal(1.0)));
            }
            return None;
        }
        let span = Span::mixed_site();
        let named = result
            .var()
            .filter(|var| self.vars.get(*var).is_some_and(|v| v.named));
        let seed = match named {
            Some(var) => self.vars.companion(var, "bar", Role::Value),
            None => {
                let shape = result
                    .var()
                    .map_or(Shape::Scalar(None), |var| self.vars.shape(var));
                self.vars.named("y_bar", shape, Role::Value, span)
            }
        };
        if let Some(tangent) = tangent {
            self.contribute(tangent, Term::plain(Atom::Var(seed)));
        }
        Some(seed)
    }

    /// The reverse sweep of steps, after what there is of it; returns the forward sweep.
    fn steps(&mut self, steps: &[Step]) -> Vec<Stmt> {
        let outside = std::mem::take(&mut self.early);
        let mut forward = Forward::default();
        for step in steps.iter().rev() {
            match step {
                Step::Plain { primal, linear } => {
                    for stmt in linear.iter().rev() {
                        self.statement(stmt);
                    }
                    forward.extend(primal.iter().rev().cloned());
                    forward.extend(self.before.drain(..).rev());
                }
                Step::Call(call) => forward.extend(self.call(call)),
                Step::Branch(step) => self.branch(step, &mut forward),
                Step::Loop(step) => self.repeated(step, &mut forward),
            }
        }
        let early = std::mem::replace(&mut self.early, outside);
        let mut forward = forward.stmts;
        early.place(&mut forward);
        forward.reverse();
        forward
    }

    /// The transpose of each linear operation, one arm each.
    #[allow(clippy::too_many_lines)]
    fn statement(&mut self, stmt: &Stmt) {
        let span = stmt.span;
        match (&stmt.op, stmt.results.as_slice()) {
            (Op::Combine(terms), [result]) => {
                let Some((sign, seed)) = self.finish_signed(*result, span) else {
                    return;
                };
                for term in terms {
                    let Some(tangent) = term.tangent.var() else {
                        continue;
                    };
                    let (sign, seed) = (term.sign.times(sign), seed.clone());
                    self.contribute(
                        tangent,
                        Term {
                            sign,
                            tangent: seed,
                            ..term.clone()
                        },
                    );
                }
            }
            (Op::Pack(kind, parts), [result]) => {
                let Some(seed) = self.finish(*result, span) else {
                    return;
                };
                let shapes = parts
                    .iter()
                    .map(|part| self.shape(part))
                    .collect::<Vec<_>>();
                let bars: Vec<Var> = shapes
                    .into_iter()
                    .map(|shape| self.vars.temporary(shape, span))
                    .collect();
                self.emit(bars.clone(), Op::Unpack(*kind, seed), span);
                for (part, bar) in parts.iter().zip(bars) {
                    self.contribute_atom(part, Term::plain(Atom::Var(bar)));
                }
            }
            (Op::Construct(construct), [result]) => {
                if let Some(seed) = self.finish(*result, span) {
                    self.construct(construct, &seed, span);
                }
            }
            (Op::Repeat(element, _), [result]) => {
                let Some(seed) = self.finish(*result, span) else {
                    return;
                };
                let shape = self.shape(element);
                let total = self.define(Op::Total(seed), shape, span);
                self.contribute_atom(element, Term::plain(total));
            }
            (Op::Unpack(kind, whole), results) => {
                let bars: Vec<Option<Atom>> = results
                    .iter()
                    .map(|result| self.finish(*result, span))
                    .collect();
                if bars.iter().all(Option::is_none) {
                    return;
                }
                let parts = results
                    .iter()
                    .zip(bars)
                    .map(|(result, bar)| bar.unwrap_or_else(|| self.zero_of(*result)))
                    .collect();
                let shape = self.shape(whole);
                let pack = self.define(Op::Pack(*kind, parts), shape, span);
                self.contribute_atom(whole, Term::plain(pack));
            }
            (Op::Load(place), [result]) => {
                let Some(seed) = self.finish(*result, span) else {
                    return;
                };
                if self.copies_elements(place, *result) {
                    let bar = self.started(place.root, span);
                    let op = Op::Accumulate(place.of(bar), Sign::Plus, seed);
                    self.emit(Vec::new(), op, span);
                } else {
                    self.contribute_to(place, Term::plain(seed), span);
                }
            }
            (Op::Declare(init), [result]) => {
                if let Some(seed) = self.finish(*result, span) {
                    self.contribute_atom(init, Term::plain(seed));
                }
            }
            (Op::Store(place, value), []) => self.store(stmt, place, value),
            (Op::Swap(one, other), []) => {
                let reached = [one, other].map(|place| self.places.contains_key(&place.root));
                if reached == [false; 2] && !resizes(&stmt.op, &self.vars) {
                    return;
                }
                let bars = [one, other].map(|place| place.of(self.started(place.root, span)));
                let [one, other] = bars;
                self.emit(Vec::new(), Op::Swap(one, other), span);
            }
            (Op::Push(place, value), []) => {
                let bar = self.started(place.root, span);
                let shape = part_shape(&self.vars, place).element();
                let last = self.define(Op::Pop(place.of(bar)), shape, span);
                self.contribute_atom(value, Term::plain(last));
            }
            (Op::Pop(place), [result]) => {
                let bar = self.started(place.root, span);
                let seed = self.finish(*result, span);
                let seed = seed.unwrap_or_else(|| {
                    let primal = self.primals.get(result).copied().unwrap_or(*result);
                    let shape = part_shape(&self.vars, place).element();
                    zero(
                        &mut self.vars,
                        &mut self.out.stmts,
                        &Atom::Var(primal),
                        &shape,
                    )
                });
                self.emit(Vec::new(), Op::Push(place.of(bar), seed), span);
            }
            (Op::Accumulate(place, sign, value), []) => {
                if let Some(bar) = self.load_cotangent(place, span) {
                    self.contribute_atom(
                        value,
                        Term {
                            sign: *sign,
                            ..Term::plain(bar)
                        },
                    );
                }
            }
            (Op::Cast(value, _), [result]) => {
                let Some(seed) = self.finish(*result, span) else {
                    return;
                };
                let target = self.cast_back(value);
                let shape = self.shape(value);
                let cast = self.define(Op::Cast(seed, target), shape, span);
                self.contribute_atom(value, Term::plain(cast));
            }
            (Op::Dot(partials, tangent), [result]) => {
                let Some(seed) = self.finish(*result, span) else {
                    return;
                };
                let shape = self.shape(tangent);
                let scaled = self.define(Op::Scaled(partials.clone(), seed), shape, span);
                self.contribute_atom(tangent, Term::plain(scaled));
            }
            // Zeros depend on nothing.
            _ => {}
        }
    }

    /// The fields of the tangent of a struct get the fields of its cotangent, what the others are of gets the rest.
    fn construct(&mut self, construct: &Construct, seed: &Atom, span: Span) {
        let Some(whole) = seed.var() else { return };
        for (member, value) in &construct.fields {
            let Some(value) = value else { continue };
            let place = Place {
                root: whole,
                path: vec![Projection::field(member, Owner::Tangent)],
            };
            let shape = self.shape(value);
            let part = self.define(Op::Load(place), shape, span);
            self.contribute_atom(value, Term::plain(part));
        }
        if let Base::Tangent(rest) = &construct.base {
            let cleared = construct.fields.iter();
            let others = Construct {
                base: Base::Tangent(seed.clone()),
                fields: cleared.map(|(member, _)| (member.clone(), None)).collect(),
            };
            let shape = self.shape(rest);
            let others = self.define(Op::Construct(Box::new(others)), shape, span);
            self.contribute_atom(rest, Term::plain(others));
        }
    }

    /// Whether a load makes a `Vec` of the elements of an array: their cotangents differ in type.
    fn copies_elements(&self, place: &Place, result: Var) -> bool {
        let from = part_shape(&self.vars, place);
        matches!(
            (from, self.vars.shape(result)),
            (Shape::Array(..), Shape::Sequence(_))
        )
    }

    /// `place = value` overwrites: what reaches the place from below came from the value.
    fn store(&mut self, stmt: &Stmt, place: &Place, value: &Atom) {
        let span = stmt.span;
        // A cotangent that is started later must not be of the length that the place has now.
        if resizes(&stmt.op, &self.vars) {
            self.started(place.root, span);
        }
        let Some(bar) = self.load_cotangent(place, span) else {
            return;
        };
        let (Some(root), Some(primal)) = (
            self.places.get(&place.root).copied(),
            self.primals.get(&place.root).copied(),
        ) else {
            return;
        };
        let shape = part_shape(&self.vars, &place.of(root));
        // A slice is overwritten by one that is as long.
        let part = matches!(place.path.last(), Some(Projection::Range(_)));
        let zero = if part || shape.is_static() {
            zero(&mut self.vars, &mut self.out.stmts, &bar, &shape)
        } else if self.initial.contains(&stored(stmt)) {
            zero(
                &mut self.vars,
                &mut self.out.stmts,
                &Atom::Var(primal),
                &shape,
            )
        } else {
            self.zero_before(&place.of(primal), &shape, span)
        };
        self.emit(Vec::new(), Op::Store(place.of(root), zero), span);
        self.contribute_atom(value, Term::plain(bar));
    }

    /// The zero of what a place held before the step; it may have been of another length.
    fn zero_before(&mut self, place: &Place, shape: &Shape, span: Span) -> Atom {
        let old = self.vars.temporary(shape.clone(), span);
        self.before.push(Stmt {
            results: vec![old],
            op: Op::Load(place.clone()),
            span,
        });
        zero(&mut self.vars, &mut self.out.stmts, &Atom::Var(old), shape)
    }

    fn cast_back(&self, value: &Atom) -> CastTarget {
        let tangent = value.var();
        let primal = tangent.and_then(|var| self.primals.get(&var)).copied();
        match primal.map(|var| (var, self.vars.shape(var))) {
            Some((_, Shape::Scalar(Some(ty)))) => CastTarget::Type(ty),
            Some((var, _)) => CastTarget::Like(Atom::Var(var)),
            None => CastTarget::Like(value.clone()),
        }
    }

    /// The cotangents of the active parameters, in their order.
    fn parameters(&mut self, params: &[Param]) -> Vec<Option<Atom>> {
        active(params)
            .map(|var| {
                let tangent = self.tangents.get(&var).copied()?;
                let buffer = self.buffers.remove(&tangent);
                let started = self.places.get(&tangent).copied();
                if started.is_some_and(|bar| self.vars.role(bar) != Role::Place) {
                    // The buffer of the caller holds it already.
                    return None;
                }
                let span = self
                    .vars
                    .get(var)
                    .map_or_else(Span::mixed_site, |v| v.name.span());
                let bar = self.finish(tangent, span);
                let Some(buffer) = buffer else {
                    return Some(bar.unwrap_or_else(|| self.zero_of(tangent)));
                };
                let sequence = matches!(self.vars.shape(var), Shape::Sequence(_));
                match bar {
                    Some(bar) if sequence => {
                        self.emit(Vec::new(), Op::Clear(buffer, var), span);
                        let place = Place::whole(buffer);
                        self.emit(Vec::new(), Op::Accumulate(place, Sign::Plus, bar), span);
                    }
                    Some(bar) => self.emit(Vec::new(), Op::Store(Place::whole(buffer), bar), span),
                    None => self.emit(Vec::new(), Op::Clear(buffer, var), span),
                }
                None
            })
            .collect()
    }

    fn contribute_atom(&mut self, tangent: &Atom, term: Term) {
        if let Some(tangent) = tangent.var() {
            self.contribute(tangent, term);
        }
    }

    /// Adds to the cotangent of a whole value.
    fn contribute(&mut self, tangent: Var, term: Term) {
        if !self.accumulated.contains(&tangent) {
            self.terms.entry(tangent).or_default().push(term);
            return;
        }
        let span = Span::mixed_site();
        let fresh = !self.places.contains_key(&tangent) && !self.buffers.contains_key(&tangent);
        if fresh && term.is_plain() {
            let bar = self.companion(tangent, Role::Place);
            self.places.insert(tangent, bar);
            self.emit(vec![bar], Op::Declare(term.tangent), span);
            return;
        }
        let bar = self.started(tangent, span);
        self.accumulate(Place::whole(bar), &term, span);
    }

    /// Adds to the cotangent of a part.
    fn contribute_to(&mut self, place: &Place, term: Term, span: Span) {
        if place.path.is_empty() {
            self.contribute(place.root, term);
            return;
        }
        let bar = self.started(place.root, span);
        self.accumulate(place.of(bar), &term, span);
    }

    fn accumulate(&mut self, place: Place, term: &Term, span: Span) {
        let value = match term {
            Term {
                times: None,
                over: None,
                tangent,
                ..
            } => tangent.clone(),
            _ => {
                let shape = Shape::Scalar(None);
                self.define(
                    Op::Combine(vec![Term {
                        sign: Sign::Plus,
                        ..term.clone()
                    }]),
                    shape,
                    span,
                )
            }
        };
        if term.sign == Sign::Plus && self.replaces_zero(&place) {
            self.emit(Vec::new(), Op::Store(place, value), span);
            return;
        }
        self.emit(Vec::new(), Op::Accumulate(place, term.sign, value), span);
    }

    /// Whether a place has been set to zero and not been looked at since: then what is added to it
    /// takes the place of the zero, which is no longer written.
    fn replaces_zero(&mut self, place: &Place) -> bool {
        if !self.zeroed.contains(&place.root) {
            return false;
        }
        let touches = |stmt: &Stmt| {
            let mut touches = stmt.results.contains(&place.root);
            stmt.op
                .for_each_use(&mut |var| touches |= var == place.root);
            stmt.op
                .for_each_write(&mut |written| touches |= written.root == place.root);
            touches
        };
        let Some(last) = self.out.stmts.iter().rposition(touches) else {
            return false;
        };
        let zero = self.out.stmts.get(last).is_some_and(|stmt| match &stmt.op {
            Op::Store(stored, Atom::Literal(_)) => same(stored, place),
            _ => false,
        });
        if zero {
            self.out.remove(last);
        }
        zero
    }

    /// The place of a cotangent, started from zero where nothing has reached it yet.
    fn started(&mut self, tangent: Var, span: Span) -> Var {
        if let Some(bar) = self.places.get(&tangent) {
            return *bar;
        }
        let primal = self.primals.get(&tangent).copied().unwrap_or(tangent);
        if let Some(buffer) = self.buffers.get(&tangent).copied() {
            self.places.insert(tangent, buffer);
            self.emit(Vec::new(), Op::Clear(buffer, primal), span);
            return buffer;
        }
        let zero = self.zero_of(tangent);
        let bar = self.companion(tangent, Role::Place);
        self.places.insert(tangent, bar);
        self.emit(vec![bar], Op::Declare(zero), span);
        bar
    }

    fn load_cotangent(&mut self, place: &Place, span: Span) -> Option<Atom> {
        let root = self.places.get(&place.root).copied()?;
        let place = place.of(root);
        let shape = part_shape(&self.vars, &place);
        Some(self.define(Op::Load(place), shape, span))
    }

    /// The cotangent of a value, once everything that uses the value has contributed to it.
    fn finish(&mut self, tangent: Var, span: Span) -> Option<Atom> {
        if let Some(bar) = self.places.get(&tangent) {
            return Some(Atom::Var(*bar));
        }
        let terms = self.terms.remove(&tangent)?;
        match terms.as_slice() {
            [term] if term.is_plain() => Some(term.tangent.clone()),
            _ => {
                let bar = self.companion(tangent, Role::Value);
                self.emit(vec![bar], Op::Combine(terms), span);
                Some(Atom::Var(bar))
            }
        }
    }

    /// The same, up to a sign: the cotangent of a temporary that is the negative of another needs
    /// no statement.
    fn finish_signed(&mut self, tangent: Var, span: Span) -> Option<(Sign, Atom)> {
        let primal = self
            .primals
            .get(&tangent)
            .and_then(|primal| self.vars.get(*primal));
        if primal.is_some_and(|primal| primal.named) {
            return Some((Sign::Plus, self.finish(tangent, span)?));
        }
        let negative = match self.terms.get(&tangent).map(Vec::as_slice) {
            Some(
                [
                    Term {
                        sign: Sign::Minus,
                        tangent,
                        times: None,
                        over: None,
                    },
                ],
            ) => Some(tangent.clone()),
            _ => None,
        };
        match negative {
            Some(atom) => {
                self.terms.remove(&tangent);
                Some((Sign::Minus, atom))
            }
            None => Some((Sign::Plus, self.finish(tangent, span)?)),
        }
    }

    fn companion(&mut self, tangent: Var, role: Role) -> Var {
        match self.primals.get(&tangent).copied() {
            Some(primal) => self.vars.companion(primal, "bar", role),
            None => {
                let shape = self.vars.shape(tangent);
                let var = self.vars.temporary(shape, Span::mixed_site());
                if let Some(variable) = self.vars.get_mut(var) {
                    variable.role = role;
                }
                var
            }
        }
    }

    fn zero_of(&mut self, tangent: Var) -> Atom {
        let primal = self.primals.get(&tangent).copied().unwrap_or(tangent);
        let shape = self.vars.shape(primal);
        zero(
            &mut self.vars,
            &mut self.out.stmts,
            &Atom::Var(primal),
            &shape,
        )
    }

    fn shape(&self, atom: &Atom) -> Shape {
        atom.var()
            .map_or(Shape::Scalar(None), |var| self.vars.shape(var))
    }

    fn define(&mut self, op: Op, shape: Shape, span: Span) -> Atom {
        let var = self.vars.temporary(shape, span);
        self.emit(vec![var], op, span);
        Atom::Var(var)
    }

    fn emit(&mut self, results: Vec<Var>, op: Op, span: Span) {
        if let Op::Store(place, Atom::Literal(_)) = &op {
            self.zeroed.insert(place.root);
        }
        self.out.stmts.push(Stmt { results, op, span });
    }
}

/// A store, by its place in the program.
type Stored = usize;

fn stored(stmt: &Stmt) -> Stored {
    std::ptr::from_ref(stmt).addr()
}

/// The stores into places that are declared without a value and may not have one yet.
fn initial_stores(steps: &[Step]) -> BTreeSet<Stored> {
    let mut found = BTreeSet::new();
    find_initial_stores(steps, &mut BTreeSet::new(), &mut found);
    found
}

fn find_initial_stores(steps: &[Step], waiting: &mut BTreeSet<Var>, found: &mut BTreeSet<Stored>) {
    for step in steps {
        match step {
            Step::Plain { linear, .. } => {
                for stmt in linear {
                    match &stmt.op {
                        Op::Defer => waiting.extend(&stmt.results),
                        Op::Store(place, _) if waiting.contains(&place.root) => {
                            found.insert(stored(stmt));
                            if place.path.is_empty() {
                                waiting.remove(&place.root);
                            }
                        }
                        _ => {}
                    }
                }
            }
            Step::Call(_) => {}
            Step::Branch(branch) => {
                let before = std::mem::take(waiting);
                for arm in &branch.arms {
                    let mut inside = before.clone();
                    find_initial_stores(&arm.body.steps, &mut inside, found);
                    if !arm.body.diverges {
                        waiting.extend(inside);
                    }
                }
            }
            // Another trip may find what the last one left, or the first one nothing.
            Step::Loop(repeated) => {
                find_initial_stores(&repeated.body.steps, &mut waiting.clone(), found);
            }
        }
    }
}
