//! The value that a `break` gives a `loop`: a place for each of its parts.
//!
//! The first `break` shows the parts. One without a derivative has a place without one, unless a later
//! `break` knows better; then lowering starts over.

use proc_macro2::Span;

use super::synthetic::default_value;
use crate::ir::{Shape, Stmt};
use crate::syntax::lower::Lowerer;
use crate::syntax::lower::reduction::Carried;
use crate::syntax::scope::Value;

/// The value of a `loop`, as its first `break` has shown its form.
#[derive(Default)]
pub(super) struct Kept {
    /// The loop in the source.
    pub(super) key: usize,
    pub(super) carried: Option<Carried>,
    /// What stands before the loop.
    pub(super) declarations: Vec<Stmt>,
}

impl Lowerer<'_> {
    /// Keeps the value that a `break` gives a `loop`.
    pub(super) fn keep(&mut self, frame: usize, value: Value, span: Span) {
        let kept = self.frames.get_mut(frame);
        let Some(mut kept) = kept.and_then(|frame| frame.value.take()) else {
            return;
        };
        let carried = match kept.carried.take() {
            Some(carried) => carried,
            None => {
                let outside = std::mem::take(&mut self.out);
                let form = self.kept_form(kept.key, &value, &mut Vec::new());
                kept.declarations = std::mem::replace(&mut self.out, outside);
                form
            }
        };
        self.learn_kept(kept.key, &carried, &value, &mut Vec::new());
        self.carry(&carried, value, span);
        kept.carried = Some(carried);
        if let Some(frame) = self.frames.get_mut(frame) {
            frame.value = Some(kept);
        }
    }

    /// Places for the parts of a value, of which those without a derivative stay so.
    fn kept_form(&mut self, key: usize, value: &Value, path: &mut Vec<usize>) -> Carried {
        let shape = match value {
            Value::Aggregate(kind, parts) => {
                let parts = parts.iter().enumerate().map(|(index, part)| {
                    path.push(index);
                    let part = self.kept_form(key, part, path);
                    path.pop();
                    part
                });
                return Carried::Parts(*kind, parts.collect());
            }
            // Only beside another part: a whole value may get a derivative by what becomes of it.
            Value::Inert(_)
                if !path.is_empty() && !self.learnt.kept.contains(&(key, path.clone())) =>
            {
                Shape::Inert
            }
            _ => Shape::Unknown,
        };
        let placeholder = match shape {
            Shape::Inert => default_value(),
            _ => self.placeholder(&shape),
        };
        Carried::Place(self.synthetic_place("value", placeholder, shape, None))
    }

    /// Remembers which parts of a value have a derivative, though they have a place without one.
    fn learn_kept(&mut self, key: usize, carried: &Carried, value: &Value, path: &mut Vec<usize>) {
        match (carried, value) {
            (Carried::Parts(_, places), Value::Aggregate(_, parts)) => {
                for (index, (place, part)) in places.iter().zip(parts).enumerate() {
                    path.push(index);
                    self.learn_kept(key, place, part, path);
                    path.pop();
                }
            }
            // What it consists of is not to be seen.
            (Carried::Parts(_, places), _) => {
                for (index, place) in places.iter().enumerate() {
                    path.push(index);
                    self.learn_kept(key, place, value, path);
                    path.pop();
                }
            }
            (_, Value::Inert(_)) => {}
            (Carried::Place(place), _) => {
                if matches!(self.vars.shape(*place), Shape::Inert) {
                    self.learnt.kept.insert((key, path.clone()));
                }
            }
        }
    }
}
