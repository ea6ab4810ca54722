//! The transpose of a differentiable call: the callee's own pullback, applied to the seed.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::Span;

use super::Transposer;
use crate::ir::{
    Argument, Atom, Call, Op, Passed, Place, Pullback, Role, Shape, Slot, Stmt, Tangent, Term, Var,
    part_shape,
};

/// A call with the tangents of its arguments and of its result.
struct Linearized<'a> {
    call: &'a Rc<Call>,
    tangents: &'a [Option<Tangent>],
    result: Var,
    tangent: Var,
    span: Span,
}

/// One of the applications of a pullback to a seed.
struct Round {
    is_first: bool,
    is_last: bool,
    /// What the cotangents of arguments by reference are added to.
    places: Vec<Option<Place>>,
}

impl<'a> Linearized<'a> {
    fn of(stmt: &'a Stmt) -> Option<Self> {
        let (Op::CallJvp(call, tangents), [result, tangent]) = (&stmt.op, stmt.results.as_slice())
        else {
            return None;
        };
        Some(Linearized {
            call,
            tangents,
            result: *result,
            tangent: *tangent,
            span: stmt.span,
        })
    }
}

impl Transposer<'_> {
    /// The forward sweep's form of a call; its pullback goes to the reverse sweep.
    pub(super) fn call(&mut self, stmt: &Stmt) -> Option<Stmt> {
        let step = &Linearized::of(stmt)?;
        let plain = Stmt {
            results: vec![step.result],
            op: Op::Call(step.call.clone()),
            span: step.span,
        };
        if step.tangents.iter().all(Option::is_none) {
            return Some(plain);
        }
        let Some(seed) = self.seed_of(step) else {
            return Some(plain);
        };
        let pullback = self.pullback_variable(step);
        let active: Vec<bool> = step.tangents.iter().map(Option::is_some).collect();
        if step.call.recursive {
            let again = self.vars.temporary(self.vars.shape(step.result), step.span);
            let op = Op::CallVjp(step.call.clone(), active.clone());
            self.emit(vec![again, pullback], op, step.span);
        }
        if step.call.is_operation() {
            self.transposed_operation(step, pullback, &seed);
        } else {
            let rounds = Self::pullback_rounds(step);
            let last = rounds.len().saturating_sub(1);
            for (index, places) in rounds.into_iter().enumerate() {
                let round = Round {
                    is_first: index == 0,
                    is_last: index == last,
                    places,
                };
                self.pullback(step, pullback, &seed, round);
            }
        }
        if step.call.recursive {
            return Some(plain);
        }
        Some(Stmt {
            results: vec![step.result, pullback],
            op: Op::CallVjp(step.call.clone(), active),
            span: step.span,
        })
    }

    /// The cotangent of a call's value, or zero where only what it writes in place has one.
    fn seed_of(&mut self, step: &Linearized) -> Option<Atom> {
        let seed = self.finish(step.tangent, step.span);
        let mut arguments = step.call.arguments.iter().zip(step.tangents);
        let flows = arguments.any(|(argument, tangent)| match tangent {
            Some(Tangent::Reference(place)) => {
                argument.is_mutable() && self.places.contains_key(&place.root)
            }
            _ => false,
        });
        seed.or_else(|| flows.then(|| self.zero_of(step.tangent)))
    }

    fn pullback_variable(&mut self, step: &Linearized) -> Var {
        let name = step
            .call
            .path
            .path
            .segments
            .last()
            .map_or("call".to_owned(), |last| last.ident.to_string());
        self.vars.named(
            &if step.call.is_operation() {
                format!("{name}_at")
            } else {
                format!("{name}_pullback")
            },
            Shape::Unknown,
            Role::Record,
            step.span,
        )
    }

    /// The accumulators of each application of a pullback: arguments of one variable must not
    /// borrow its cotangent at the same time, so each gets an application of its own.
    fn pullback_rounds(step: &Linearized) -> Vec<Vec<Option<Place>>> {
        let blank = vec![None; step.tangents.len()];
        let mut rounds: Vec<(BTreeSet<Var>, Vec<Option<Place>>)> =
            vec![(BTreeSet::new(), blank.clone())];
        for (index, tangent) in step.tangents.iter().enumerate() {
            let Some(Tangent::Reference(place)) = tangent else {
                continue;
            };
            let free = rounds
                .iter()
                .position(|(roots, _)| !roots.contains(&place.root));
            let round = free.unwrap_or_else(|| {
                rounds.push((BTreeSet::new(), blank.clone()));
                rounds.len() - 1
            });
            if let Some((roots, slots)) = rounds.get_mut(round) {
                roots.insert(place.root);
                if let Some(slot) = slots.get_mut(index) {
                    *slot = Some(place.clone());
                }
            }
        }
        rounds.into_iter().map(|(_, slots)| slots).collect()
    }

    /// The transposes of an operation by its operands, each a value that is added to what it is of.
    fn transposed_operation(&mut self, step: &Linearized, point: Var, seed: &Atom) {
        let mut results = Vec::new();
        let mut contributions = Vec::new();
        let mut slots = Vec::new();
        for (tangent, argument) in step.tangents.iter().zip(&step.call.arguments) {
            let (Some(tangent), shape) = (tangent, self.shape_of_argument(argument)) else {
                slots.push(Slot::Inactive);
                continue;
            };
            let bar = self.vars.temporary(shape, step.span);
            slots.push(Slot::Returned(results.len()));
            results.push(bar);
            contributions.push((tangent.clone(), Term::plain(Atom::Var(bar))));
        }
        let op = Op::Pullback(Pullback {
            map: point,
            of_operation: true,
            seed: seed.clone(),
            again: false,
            slots,
        });
        self.emit(results, op, step.span);
        for (tangent, term) in contributions {
            match tangent {
                Tangent::Value(atom) => self.contribute_atom(&atom, term),
                Tangent::Reference(place) => self.contribute_to(&place, term, step.span),
            }
        }
    }

    fn shape_of_argument(&self, argument: &Argument) -> Shape {
        match &argument.value {
            Passed::Value(value) => self.shape(value),
            Passed::Reference { place, .. } => part_shape(&self.vars, place),
        }
    }

    fn pullback(&mut self, step: &Linearized, pullback: Var, seed: &Atom, round: Round) {
        let mut results = Vec::new();
        let mut contributions = Vec::new();
        let mut slots = Vec::new();
        for ((tangent, place), argument) in step
            .tangents
            .iter()
            .zip(round.places)
            .zip(&step.call.arguments)
        {
            slots.push(match (tangent, place) {
                (Some(Tangent::Value(atom)), _) if round.is_first => {
                    let shape = match &argument.value {
                        Passed::Value(value) => self.shape(value),
                        Passed::Reference { .. } => Shape::Unknown,
                    };
                    let bar = self.vars.temporary(shape, step.span);
                    results.push(bar);
                    contributions.push((atom.clone(), bar));
                    Slot::Returned(results.len() - 1)
                }
                (_, Some(place)) => {
                    let bar = self.started(place.root, step.span);
                    if argument.is_mutable() {
                        Slot::InPlace(place.of(bar))
                    } else {
                        Slot::Accumulated(place.of(bar))
                    }
                }
                _ => Slot::Inactive,
            });
        }
        let op = Op::Pullback(Pullback {
            map: pullback,
            of_operation: false,
            seed: seed.clone(),
            again: !round.is_last,
            slots: step.call.with_absent(slots, || Slot::Inactive),
        });
        self.emit(results, op, step.span);
        for (atom, bar) in contributions {
            self.contribute_atom(&atom, Term::plain(Atom::Var(bar)));
        }
    }
}
