//! The arms of a branch as one statement: the values and codes they end with become its results.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::Span;

use super::synthetic::literal;
use super::{Code, Ending, Goal};
use crate::ir::{
    Aggregate, Arm, Atom, Block, Branch, Case, Decision, Op, Place, Role, Shape, Stmt, Var,
};
use crate::syntax::fence;
use crate::syntax::lower::Lowerer;
use crate::syntax::scope::Value;

/// An arm, lowered.
pub(super) struct Lowered {
    pub(super) case: Option<Rc<Case>>,
    pub(super) binds: BTreeSet<String>,
    pub(super) stmts: Vec<Stmt>,
    pub(super) ending: Ending,
}

impl Lowered {
    pub(super) fn plain(stmts: Vec<Stmt>, ending: Ending) -> Self {
        Lowered {
            case: None,
            binds: BTreeSet::new(),
            stmts,
            ending,
        }
    }
}

/// Arms that are becoming one statement.
#[derive(Default)]
struct Joint {
    arms: Vec<Arm>,
    values: Vec<Option<Value>>,
    codes: Vec<Code>,
    results: Vec<Var>,
}

impl Lowerer<'_> {
    /// One statement of the arms, its results the values and the code of their endings.
    pub(super) fn join(
        &mut self,
        decision: Decision,
        arms: Vec<Lowered>,
        goal: &Goal,
        span: Span,
    ) -> Ending {
        let mut joint = Joint::default();
        for arm in arms {
            joint.values.push(arm.ending.value);
            joint.codes.push(arm.ending.code);
            joint.arms.push(Arm {
                case: arm.case,
                binds: arm.binds,
                ..Arm::new(Block {
                    stmts: arm.stmts,
                    results: Vec::new(),
                    diverges: arm.ending.diverges,
                })
            });
        }
        let value = if goal.value {
            self.join_values(&mut joint, span)
        } else {
            None
        };
        let code = self.join_codes(&mut joint, span);
        let diverges = joint.arms.iter().all(|arm| arm.body.diverges);
        let op = Op::Branch(Box::new(Branch {
            decision,
            arms: joint.arms,
            recorded: false,
        }));
        self.emit(joint.results, op, span);
        Ending {
            value,
            code,
            diverges,
        }
    }

    /// The value that arms have in common, part by part where all of them show their parts.
    fn join_values(&mut self, joint: &mut Joint, span: Span) -> Option<Value> {
        let values = std::mem::take(&mut joint.values);
        if values.iter().all(Option::is_none) {
            return None;
        }
        Some(self.join_part(joint, values, span))
    }

    fn join_part(&mut self, joint: &mut Joint, values: Vec<Option<Value>>, span: Span) -> Value {
        let known: Vec<&Value> = values.iter().flatten().collect();
        let apart = match known.first() {
            Some(Value::Aggregate(kind, parts)) => Some((*kind, parts.len())),
            _ => None,
        };
        let alike = |(kind, count): &(Aggregate, usize)| {
            known.iter().all(|value| {
                matches!(value, Value::Aggregate(own, parts) if own == kind && parts.len() == *count)
            })
        };
        if let Some((kind, count)) = apart.filter(alike) {
            let mut columns: Vec<Vec<Option<Value>>> = (0..count).map(|_| Vec::new()).collect();
            for value in values {
                let mut parts = match value {
                    Some(Value::Aggregate(_, parts)) => parts.into_iter().map(Some).collect(),
                    _ => Vec::new(),
                };
                parts.resize_with(count, || None);
                for (column, part) in columns.iter_mut().zip(parts) {
                    column.push(part);
                }
            }
            let parts = columns
                .into_iter()
                .map(|column| self.join_part(joint, column, span));
            return Value::Aggregate(kind, parts.collect());
        }
        if known.iter().any(|value| self.is_sequence_or_lent(value)) {
            fence::choice_of_references(span, self.errors);
            return self.poison(span);
        }
        let reference = !known.is_empty()
            && known
                .iter()
                .all(|value| matches!(value, Value::Reference(_)));
        let inert = known.iter().all(|value| matches!(value, Value::Inert(_)));
        let unknown = known.iter().any(|value| self.is_unknown(value));
        let atoms: Vec<Option<Atom>> = values
            .into_iter()
            .zip(&mut joint.arms)
            .map(|(value, arm)| {
                let value = value?;
                let outside = std::mem::replace(&mut self.out, std::mem::take(&mut arm.body.stmts));
                let atom = match value {
                    Value::Inert(inert) => Atom::Inert(inert),
                    value => self.materialize(value, span),
                };
                arm.body.stmts = std::mem::replace(&mut self.out, outside);
                Some(atom)
            })
            .collect();
        self.mistyped |= self.are_of_different_types(atoms.iter().flatten());
        let shapes = atoms.iter().flatten().map(|atom| self.shape_of(atom));
        let shape = shapes.reduce(joined).unwrap_or(Shape::Unknown);
        let shape = if inert && !shape.is_scalar() && !matches!(shape, Shape::Vector) {
            Shape::Inert
        } else {
            shape
        };
        let placeholder = atoms.iter().any(Option::is_none);
        let placeholder = placeholder.then(|| self.placeholder(&shape));
        for (atom, arm) in atoms.into_iter().zip(&mut joint.arms) {
            if !arm.body.diverges {
                let atom = atom.or_else(|| placeholder.clone());
                arm.body.results.extend(atom);
            }
        }
        let var = self.vars.temporary(shape, span);
        joint.results.push(var);
        if unknown {
            self.unknown.insert(var);
        }
        if reference {
            Value::Reference(Place::whole(var))
        } else if inert {
            self.inert_part(var)
        } else {
            Value::Atom(Atom::Var(var))
        }
    }

    /// Whether a value is a reference to what is long, or to what is written through it.
    fn is_sequence_or_lent(&self, value: &Value) -> bool {
        match value {
            Value::Reference(place) => {
                matches!(self.place_shape(place), Shape::Sequence(_))
                    || self.vars.role(place.root) == Role::Buffer
            }
            _ => false,
        }
    }

    fn join_codes(&mut self, joint: &mut Joint, span: Span) -> Code {
        let ends = joint.codes.iter().zip(&joint.arms);
        let ends = ends.filter(|(_, arm)| !arm.body.diverges);
        let codes: Vec<&Code> = ends.map(|(code, _)| code).collect();
        let may_be: BTreeSet<u32> = codes.iter().flat_map(|code| code.may_be()).collect();
        match may_be.first() {
            None => return Code::Known(0),
            Some(code) if may_be.len() == 1 => return Code::Known(*code),
            Some(_) => {}
        }
        for (code, arm) in joint.codes.iter().zip(&mut joint.arms) {
            if !arm.body.diverges {
                arm.body.results.push(match code {
                    Code::Known(code) => Atom::Inert(Rc::new(literal(*code))),
                    Code::Computed(atom, _) => atom.clone(),
                });
            }
        }
        let var = self.vars.temporary(Shape::Inert, span);
        joint.results.push(var);
        Code::Computed(Atom::Var(var), may_be)
    }
}

/// The shape of what has one shape or the other.
fn joined(left: Shape, right: Shape) -> Shape {
    match (&left, &right) {
        (Shape::Unknown | Shape::Inert | Shape::Scalar(None), _) => right,
        _ => left,
    }
}
