//! Rounding errors: every rounded value v is v + e, with an error e of at most |v| u, where u is the
//! roundoff of its type. To first order, these errors move the result by Σ e · v̄, so Σ |v · v̄| u is
//! a bound. The errors are inputs of the linear program; transposition has their cotangents.
//!
//! Assumes and guarantees: [`check`](crate::ir::check) holds.
//!
//! ```text
//! z = x * y                             z = x * y
//! z_dot = x_dot · y + y_dot · x    →    z_dot = x_dot · y + y_dot · x + e_dot
//!                                       z: rounding(z, e_bar, 1)
//! ```
//!
//! Exact are, besides operations that do not round: the parameters, and what no active parameter
//! goes into. Overflow and underflow are not considered.
//!
//! Reference: Griewank & Walther 2008, §3.4 (linearized estimates of accumulated rounding errors).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proc_macro2::Span;

use super::linearize::{Linear, Step};
use super::transpose::{Adjoint, Destination, transpose};
use crate::ir::{
    Atom, CastTarget, Op, Param, Place, Primitive, Role, Shape, Sign, Stmt, Term, Var, Variables,
    part_shape,
};
use crate::rules::{self, Accuracy};

/// What rounding errors contribute to that of the result.
pub(crate) struct Estimate {
    /// Returns the contributions in place of cotangents.
    pub(crate) adjoint: Adjoint,
    /// The variable of each contribution, by the name the user gave it; none for the result.
    pub(crate) names: Vec<Option<String>>,
}

pub(crate) fn error_estimate(linear: &Linear) -> Estimate {
    let (perturbed, roundings) = perturbed(linear);
    let mut adjoint = transpose(&perturbed, Destination::Returned, true);
    let cotangents = std::mem::take(&mut adjoint.cotangents);
    let mut names: Vec<Option<String>> = Vec::new();
    let mut sums: Vec<Option<Atom>> = Vec::new();
    for (rounding, cotangent) in roundings.iter().zip(cotangents) {
        let index = names.iter().position(|name| *name == rounding.name);
        let index = index.unwrap_or_else(|| {
            names.push(rounding.name.clone());
            sums.push(None);
            names.len() - 1
        });
        if let (Some(sum), Some(cotangent)) = (sums.get_mut(index), cotangent) {
            *sum = Some(rounding.added_to(sum.take(), cotangent, &mut adjoint));
        }
    }
    adjoint.cotangents = sums;
    Estimate { adjoint, names }
}

/// A value that was rounded.
struct Rounding {
    value: Var,
    units: Units,
    /// The variable of the user's that it is a part of.
    name: Option<String>,
    span: Span,
}

/// How far off the value may be.
#[derive(Clone)]
enum Units {
    Number(u8),
    /// That of the multiplications for an exponent.
    Power(Atom),
}

impl Rounding {
    /// The sum of contributions with this one.
    fn added_to(&self, sum: Option<Atom>, cotangent: Atom, adjoint: &mut Adjoint) -> Atom {
        let mut apply = |rule, operands, shape| {
            let result = adjoint.vars.temporary(shape, self.span);
            adjoint.reverse.push(Stmt {
                results: vec![result],
                op: Op::Apply(Primitive::Rule(rule), operands),
                span: self.span,
            });
            Atom::Var(result)
        };
        let shape = Shape::Scalar(None);
        let units = match &self.units {
            Units::Number(number) => Atom::Literal(f64::from(*number)),
            Units::Power(exponent) => {
                apply("power_roundings", vec![exponent.clone()], shape.clone())
            }
        };
        let mut operands = vec![Atom::Var(self.value), cotangent, units];
        let rule = match sum {
            Some(sum) => {
                operands.push(sum);
                "add_rounding"
            }
            None => "rounding",
        };
        apply(rule, operands, shape)
    }
}

/// The program with the errors as its active parameters, and what each is the error of.
fn perturbed(linear: &Linear) -> (Linear, Vec<Rounding>) {
    let mut perturbed = linear.clone();
    let names = names(linear);
    let mut perturber = Perturber {
        vars: Rc::make_mut(&mut perturbed.vars),
        tangents: &mut perturbed.tangents,
        scalars: scalars(linear),
        errors: Vec::new(),
        roundings: Vec::new(),
    };
    let mut steps = Vec::new();
    for (step, names) in std::mem::take(&mut perturbed.steps).into_iter().zip(names) {
        perturber.step(step, &names, &mut steps);
    }
    let Perturber {
        errors, roundings, ..
    } = perturber;
    perturbed.steps = steps;
    perturbed.params = errors;
    (perturbed, roundings)
}

struct Perturber<'a> {
    vars: &'a mut Variables,
    tangents: &'a mut BTreeMap<Var, Var>,
    scalars: BTreeSet<Var>,
    errors: Vec<Param>,
    roundings: Vec<Rounding>,
}

impl Perturber<'_> {
    fn step(&mut self, step: Step, names: &[Option<String>], steps: &mut Vec<Step>) {
        match step {
            Step::Plain { primal, linear } => {
                let mut all = (Vec::new(), linear);
                for (index, stmt) in primal.into_iter().enumerate() {
                    let name = names.get(index).cloned().flatten();
                    self.statement(stmt, name, &mut all);
                }
                let (primal, linear) = all;
                steps.push(Step::Plain { primal, linear });
            }
            Step::Call(mut call) => {
                let name = names.first().cloned().flatten();
                let linear = self.call(&mut call, name);
                steps.push(Step::Call(call));
                steps.extend(linear.map(|linear| Step::Plain {
                    primal: Vec::new(),
                    linear: vec![linear],
                }));
            }
            // Refused by the fence.
            structured @ (Step::Branch(_) | Step::Loop(_)) => steps.push(structured),
        }
    }

    /// A primal statement, and the linear ones with the errors of what it rounds.
    fn statement(
        &mut self,
        stmt: Stmt,
        name: Option<String>,
        (primal, linear): &mut (Vec<Stmt>, Vec<Stmt>),
    ) {
        let (op, results, span) = (stmt.op.clone(), stmt.results.clone(), stmt.span);
        primal.push(stmt);
        if let Op::Accumulate(place, ..) = &op {
            self.accumulation(place, name, span, primal, linear);
            return;
        }
        let Some(units) = units(&op) else { return };
        for value in results {
            if let Some(tangent) = self.tangents.get(&value).copied() {
                let error = Term::plain(self.error(value, &units, name.clone(), span));
                self.perturb(tangent, error, linear);
            }
        }
    }

    /// Adds an error to a tangent where it is computed.
    fn perturb(&mut self, tangent: Var, error: Term, linear: &mut Vec<Stmt>) {
        let computed = linear
            .iter_mut()
            .find(|stmt| stmt.results.as_slice() == [tangent]);
        let Some(stmt) = computed else { return };
        if let Op::Combine(terms) = &mut stmt.op {
            terms.push(error);
            return;
        }
        let span = stmt.span;
        let exact = self.vars.temporary(self.vars.shape(tangent), span);
        stmt.results = vec![exact];
        linear.push(sum(tangent, exact, error, span));
    }

    /// `place += value` rounds what is in the place.
    fn accumulation(
        &mut self,
        place: &Place,
        name: Option<String>,
        span: Span,
        primal: &mut Vec<Stmt>,
        linear: &mut Vec<Stmt>,
    ) {
        let Some(root) = self.tangents.get(&place.root).copied() else {
            return;
        };
        let shape = part_shape(self.vars, place);
        let value = self.vars.temporary(shape, span);
        primal.push(Stmt {
            results: vec![value],
            op: Op::Load(place.clone()),
            span,
        });
        let error = self.error(value, &Units::Number(1), name, span);
        linear.push(Stmt {
            results: Vec::new(),
            op: Op::Accumulate(place.of(root), Sign::Plus, error),
            span,
        });
    }

    /// The value of a call is taken to be as accurate as that of a library.
    fn call(&mut self, call: &mut Stmt, name: Option<String>) -> Option<Stmt> {
        let [value, tangent] = *call.results.as_slice() else {
            return None;
        };
        let Accuracy::Units(units) = rules::LIBRARY else {
            return None;
        };
        if !self.scalars.contains(&value) {
            return None;
        }
        let exact = self.vars.temporary(self.vars.shape(tangent), call.span);
        call.results = vec![value, exact];
        let error = self.error(value, &Units::Number(units), name, call.span);
        Some(sum(tangent, exact, Term::plain(error), call.span))
    }

    /// The tangent of the error of a value.
    fn error(&mut self, value: Var, units: &Units, name: Option<String>, span: Span) -> Atom {
        let shape = self.vars.shape(value);
        let error = self.vars.temporary(shape.clone(), span);
        let tangent = self.vars.temporary(shape, span);
        self.tangents.insert(error, tangent);
        self.errors.push(Param {
            var: Some(error),
            active: true,
            in_place: false,
        });
        self.roundings.push(Rounding {
            value,
            units: units.clone(),
            name,
            span,
        });
        Atom::Var(tangent)
    }
}

fn sum(result: Var, exact: Var, error: Term, span: Span) -> Stmt {
    Stmt {
        results: vec![result],
        op: Op::Combine(vec![Term::plain(Atom::Var(exact)), error]),
        span,
    }
}

/// How far off the results of an operation may be; none if they are exact.
fn units(op: &Op) -> Option<Units> {
    let accuracy = match op {
        Op::Apply(primitive, _) => rules::accuracy_of(primitive),
        Op::Cast(_, CastTarget::Type(ty)) if is_double(ty) => Accuracy::Exact,
        Op::Cast(..) => Accuracy::Units(1),
        Op::Plain(..) => rules::LIBRARY,
        _ => Accuracy::Exact,
    };
    match (accuracy, op) {
        (Accuracy::Exact, _) => None,
        (Accuracy::Units(units), _) => Some(Units::Number(units)),
        (Accuracy::Power, Op::Apply(_, operands)) => operands.get(1).cloned().map(Units::Power),
        (Accuracy::Power, _) => None,
    }
}

/// Nothing is rounded by a cast to the widest type.
fn is_double(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.is_ident("f64"))
}

/// The variable that each primal statement computes, or a part of it: the next one the user named.
fn names(linear: &Linear) -> Vec<Vec<Option<String>>> {
    let mut name = None;
    let mut names: Vec<Vec<Option<String>>> = Vec::new();
    for step in linear.steps.iter().rev() {
        let stmts = match step {
            Step::Plain { primal, .. } => primal.as_slice(),
            Step::Call(call) => std::slice::from_ref(call),
            Step::Branch(_) | Step::Loop(_) => &[],
        };
        let backwards = stmts.iter().rev().map(|stmt| {
            name = written(&linear.vars, stmt).or_else(|| name.take());
            name.clone()
        });
        let mut of_step: Vec<_> = backwards.collect();
        of_step.reverse();
        names.push(of_step);
    }
    names.reverse();
    names
}

/// The variable of the user's that a statement writes.
fn written(vars: &Variables, stmt: &Stmt) -> Option<String> {
    let mut written: Vec<Var> = stmt.results.first().copied().into_iter().collect();
    stmt.op
        .for_each_write(&mut |place| written.push(place.root));
    let named = written.into_iter().find_map(|var| {
        let variable = vars.get(var)?;
        let own = variable.named || variable.role == Role::Place;
        own.then(|| variable.name.to_string())
    });
    named.map(|name| name.strip_prefix("r#").unwrap_or(&name).to_owned())
}

/// The variables that are floats, by their shapes or by what is done with them.
fn scalars(linear: &Linear) -> BTreeSet<Var> {
    let mut found: BTreeSet<Var> = linear.result.var().into_iter().collect();
    for step in &linear.steps {
        match step {
            Step::Plain { primal, .. } => {
                for stmt in primal {
                    if let Op::Apply(..) = stmt.op {
                        stmt.op.for_each_atom(&mut |atom| found.extend(atom.var()));
                    }
                }
            }
            Step::Call(call) => {
                let scalar = |var: &&Var| linear.vars.shape(**var).is_scalar();
                found.extend(call.results.iter().filter(scalar));
            }
            Step::Branch(_) | Step::Loop(_) => {}
        }
    }
    found
}
