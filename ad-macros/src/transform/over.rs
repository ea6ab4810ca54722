//! Forward mode over any scalar: the same linear program, whose tangents are made of whatever can be added and scaled.
//!
//! Of a primitive that is not linear, the scalar is told what it is, for a power series has more than a linear term; and
//! of a value that code without a derivative reads, because a branch, an index or a number of trips may depend on it.
//!
//! Assumes: [`check`](crate::ir::check) holds of forward mode. Guarantees: the program differs from forward mode by
//! operations on tangents only, and by zeros that are variables.
//!
//! ```text
//! t0 = x * x                 t0 = x * x
//! t1 = x + x            →    t1 = x + x
//! t0_dot = x_dot · t1        t2 = x_dot · t1
//!                            t0_dot = Product t2, x, x_dot, x, x_dot, t0
//! ```

mod decisions;

use std::collections::BTreeMap;

use proc_macro2::Span;

use super::linearize::Linear;
use crate::ir::{
    Atom, Block, Function, Head, Op, Place, Primitive, Role, Shape, Sign, Stmt, Term, Told, Var,
    Variables,
};
use crate::rules;

/// Forward mode of a program over any scalar.
pub(crate) struct Program {
    pub(crate) function: Function,
    /// The tangents of the active parameters.
    pub(crate) tangents: Vec<Var>,
    /// Whether it calls functions, which need not have it too.
    pub(crate) has_calls: bool,
}

/// Forward mode of a program over any scalar, unless that cannot be written. `own` is how many variables the program had
/// before it was linearized.
pub(crate) fn over(linear: &Linear, own: usize) -> Option<Program> {
    let Function {
        params,
        mut vars,
        mut body,
    } = linear.forward();
    let is_vector = |var: &Var| matches!(vars.shape(*var), Shape::Vector);
    if linear.tangents.keys().any(is_vector) {
        return None;
    }
    let span = Span::call_site();
    let zero = vars.named("zero_dot", Shape::Scalar(None), Role::Value, span);
    let tangents = &linear.tangents;
    let mut over = Over {
        tangents,
        primal_of: tangents.iter().map(|(x, x_dot)| (*x_dot, *x)).collect(),
        own,
        definitions: BTreeMap::new(),
        zero,
        vars,
        has_calls: false,
        has_unknown: false,
        is_supported: true,
    };
    over.block(&mut body);
    for atom in body.results.iter_mut().skip(1) {
        over.name_zero(atom);
    }
    // What a callee returns need not be made of floats.
    if !over.is_supported || (over.has_calls && over.has_unknown) {
        return None;
    }
    let zero = Stmt {
        results: vec![zero],
        op: Op::Zero(Atom::Literal(0.0)),
        span,
    };
    body.stmts.insert(0, zero);
    let active = params.iter().filter(|param| param.active);
    let tangent = |var: Var| linear.tangents.get(&var).copied();
    let tangents = active.filter_map(|param| param.var.and_then(tangent));
    Some(Program {
        tangents: tangents.collect(),
        has_calls: over.has_calls,
        function: Function {
            params,
            vars: over.vars,
            body,
        },
    })
}

struct Over<'a> {
    tangents: &'a BTreeMap<Var, Var>,
    /// The variable that each tangent is that of.
    primal_of: BTreeMap<Var, Var>,
    /// How many variables are those of the program.
    own: usize,
    /// The statements that compute a value by a primitive or by a custom rule.
    definitions: BTreeMap<Var, Stmt>,
    /// The scalar zero.
    zero: Var,
    vars: Variables,
    has_calls: bool,
    /// Whether a zero or a decision is of a shape that is not known.
    has_unknown: bool,
    is_supported: bool,
}

impl Over<'_> {
    fn block(&mut self, block: &mut Block) {
        for stmt in std::mem::take(&mut block.stmts) {
            self.stmt(&mut block.stmts, stmt);
        }
    }

    fn stmt(&mut self, stmts: &mut Vec<Stmt>, mut stmt: Stmt) {
        self.decisions(stmts, &stmt);
        let is_linear = stmt
            .results
            .iter()
            .any(|var| self.primal_of.contains_key(var));
        match &mut stmt.op {
            Op::Branch(_) | Op::Loop(_) => self.blocks(&mut stmt),
            Op::Apply(..) | Op::Plain(..) => {
                for var in &stmt.results {
                    self.definitions.insert(*var, stmt.clone());
                }
            }
            Op::CallJvp(call, _) => {
                self.has_calls = true;
                self.is_supported &= call.tangents.is_none() && !call.takes_functions;
            }
            Op::Zero(_) => {
                let shapes = stmt.results.iter().map(|var| self.vars.shape(*var));
                self.has_unknown |= shapes.into_iter().any(|shape| is_unknown(&shape));
            }
            Op::Dot(_, tangent) => {
                let shape = tangent.var().map(|var| self.vars.shape(var));
                self.is_supported &= shape.is_some_and(|shape| has_no_tuple(&shape));
            }
            Op::Combine(terms) => {
                let factors = terms
                    .iter_mut()
                    .flat_map(|term| [&mut term.times, &mut term.over]);
                for factor in factors.flatten() {
                    *factor = self.by_value(stmts, factor.clone(), stmt.span);
                }
                let is_copy = matches!(terms.as_slice(), [term] if term.is_plain());
                let tangents = terms.iter().filter_map(|term| term.tangent.var());
                let are_floats = tangents.map(|var| is_one(&self.vars.shape(var)));
                self.is_supported &= is_copy || are_floats.min() != Some(false);
                if let Some(told) = self.told(stmts, &mut stmt) {
                    stmts.push(stmt);
                    stmts.push(told);
                    return;
                }
            }
            Op::Cast(..) | Op::Construct(_) if is_linear => self.is_supported = false,
            Op::Load(place) | Op::Store(place, _) | Op::Accumulate(place, ..)
                if place.is_named_tangent() =>
            {
                self.is_supported = false;
            }
            op @ (Op::Pack(..) | Op::Repeat(..) | Op::Declare(_)) if is_linear => {
                op.for_each_atom_mut(&mut |atom| self.name_zero(atom));
            }
            Op::Store(place, value) | Op::Push(place, value)
                if self.primal_of.contains_key(&place.root) =>
            {
                self.name_zero(value);
            }
            Op::Accumulate(place, sign, value) if self.primal_of.contains_key(&place.root) => {
                stmts.extend(self.accumulated(place, *sign, value, stmt.span));
                return;
            }
            _ => {}
        }
        stmts.push(stmt);
    }

    fn blocks(&mut self, stmt: &mut Stmt) {
        let results = stmt.results.clone();
        for block in stmt.op.blocks_mut() {
            self.block(block);
            for (var, atom) in results.iter().zip(&mut block.results) {
                if self.primal_of.contains_key(var) {
                    self.name_zero(atom);
                }
            }
        }
        if let Op::Loop(repeated) = &mut stmt.op
            && let Head::While(condition, _) = &repeated.head
        {
            // It is asked again after every trip.
            self.decided_by(&mut repeated.body.stmts, condition);
        }
    }

    /// `place = place ± value`
    fn accumulated(&mut self, place: &Place, sign: Sign, value: &Atom, span: Span) -> [Stmt; 3] {
        let [before, after] = [(); 2].map(|()| self.vars.temporary(Shape::Scalar(None), span));
        let term = Term {
            sign,
            ..Term::plain(value.clone())
        };
        let terms = vec![Term::plain(Atom::Var(before)), term];
        let stmt = |results, op| Stmt { results, op, span };
        [
            stmt(vec![before], Op::Load(place.clone())),
            stmt(vec![after], Op::Combine(terms)),
            stmt(Vec::new(), Op::Store(place.clone(), Atom::Var(after))),
        ]
    }

    fn name_zero(&self, tangent: &mut Atom) {
        if let Atom::Literal(_) = tangent {
            *tangent = Atom::Var(self.zero);
        }
    }

    /// What follows the linear term of a primitive that is not linear: the term is given a name of its own.
    fn told(&mut self, stmts: &mut Vec<Stmt>, stmt: &mut Stmt) -> Option<Stmt> {
        let [tangent] = *stmt.results.as_slice() else {
            return None;
        };
        let value = *self.primal_of.get(&tangent)?;
        let definition = self.definitions.get(&value)?.clone();
        let (told, mut atoms) = match &definition.op {
            Op::Apply(primitive, operands) => {
                let index = definition.results.iter().position(|var| *var == value)?;
                let is_active = |index: usize| {
                    let operand = operands.get(index).and_then(Atom::var);
                    operand.is_some_and(|var| self.tangents.contains_key(&var))
                };
                let told = rules::told(primitive, index, is_active)?;
                let operands = self.operands(stmts, told, operands, stmt.span);
                (told, operands)
            }
            _ => (Told::Opaque, Vec::new()),
        };
        if told != Told::Opaque {
            atoms.push(Atom::Var(value));
        }
        let linear = self.vars.temporary(Shape::Scalar(None), stmt.span);
        stmt.results = vec![linear];
        atoms.insert(0, Atom::Var(linear));
        Some(Stmt {
            results: vec![tangent],
            op: Op::Apply(Primitive::Told(told), atoms),
            span: stmt.span,
        })
    }

    /// The operands of a primitive, each with its tangent, or an exponent without.
    fn operands(
        &mut self,
        stmts: &mut Vec<Stmt>,
        told: Told,
        operands: &[Atom],
        span: Span,
    ) -> Vec<Atom> {
        let mut atoms = Vec::new();
        for (index, operand) in operands.iter().take(told.arity()).enumerate() {
            if told == Told::Power && index > 0 {
                atoms.push(operand.clone());
                continue;
            }
            atoms.push(self.by_value(stmts, operand.clone(), span));
            let tangent = operand.var().and_then(|var| self.tangents.get(&var));
            atoms.push(Atom::Var(tangent.copied().unwrap_or(self.zero)));
        }
        atoms
    }

    /// An operand that code without a derivative computes may be behind a reference.
    fn by_value(&mut self, stmts: &mut Vec<Stmt>, operand: Atom, span: Span) -> Atom {
        let is_value = match &operand {
            Atom::Var(var) => self.tangents.contains_key(var) || self.definitions.contains_key(var),
            Atom::Inert(inert) => matches!(inert.expr, syn::Expr::Lit(_)),
            Atom::Literal(_) => true,
        };
        if is_value {
            return operand;
        }
        let value = self.vars.temporary(Shape::Scalar(None), span);
        stmts.push(Stmt {
            results: vec![value],
            op: Op::Apply(Primitive::Told(Told::ByValue), vec![operand]),
            span,
        });
        Atom::Var(value)
    }
}

/// Whether values of a shape may be made of something else than floats.
fn is_unknown(shape: &Shape) -> bool {
    match shape {
        Shape::Vector | Shape::Unknown => true,
        Shape::Array(inner, _) | Shape::Sequence(inner) => is_unknown(inner),
        Shape::Tuple(fields) => fields.iter().any(is_unknown),
        Shape::Scalar(_) | Shape::Inert => false,
    }
}

/// Whether it may be one float.
fn is_one(shape: &Shape) -> bool {
    matches!(shape, Shape::Scalar(_) | Shape::Unknown)
}

fn has_no_tuple(shape: &Shape) -> bool {
    match shape {
        Shape::Array(inner, _) | Shape::Sequence(inner) => has_no_tuple(inner),
        Shape::Scalar(_) => true,
        Shape::Tuple(_) | Shape::Vector | Shape::Inert | Shape::Unknown => false,
    }
}
