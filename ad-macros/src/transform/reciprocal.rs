//! Reciprocals: what divides more than one tangent is inverted once, in the primal program.
//!
//! Assumes and guarantees: [`check`](crate::ir::check) holds. A division costs several
//! multiplications, and in reverse mode each would be done again by every application of the
//! pullback. A cotangent is rounded once more by it, an ulp at most.
//!
//! ```text
//! a_dot = x_dot / r                 t0 = 1 / r
//! b_dot = y_dot / r          →      a_dot = x_dot · t0
//!                                   b_dot = y_dot · t0
//! ```

use std::collections::BTreeMap;
use std::rc::Rc;

use proc_macro2::Span;
use syn::{BinOp, Token};

use super::linearize::{Linear, Step};
use crate::ir::{Atom, Op, Primitive, Shape, Stmt, Term, Var, Variables};

pub(crate) fn invert(mut linear: Linear) -> Linear {
    let mut steps = std::mem::take(&mut linear.steps);
    invert_block(Rc::make_mut(&mut linear.vars), &mut steps);
    linear.steps = steps;
    linear
}

/// Each block for itself: what it divides by several times is inverted in it.
fn invert_block(vars: &mut Variables, steps: &mut [Step]) {
    let mut divisions = BTreeMap::<Var, usize>::new();
    for stmt in steps.iter().flat_map(linear_stmts) {
        for var in terms(&stmt.op).iter().filter_map(divisor) {
            *divisions.entry(var).or_default() += 1;
        }
    }
    divisions.retain(|_, count| *count > 1);
    let mut inverter = Inverter {
        vars,
        inverses: divisions.into_keys().map(|var| (var, None)).collect(),
    };
    for step in &mut *steps {
        if let Step::Plain { primal, linear } = step {
            *linear = std::mem::take(linear)
                .into_iter()
                .flat_map(|stmt| inverter.statement(stmt, primal))
                .collect();
        }
    }
    for step in steps {
        match step {
            Step::Plain { .. } | Step::Call(_) => {}
            Step::Branch(branch) => {
                for arm in &mut branch.arms {
                    invert_block(vars, &mut arm.body.steps);
                }
            }
            Step::Loop(repeated) => invert_block(vars, &mut repeated.body.steps),
        }
    }
}

fn linear_stmts(step: &Step) -> &[Stmt] {
    match step {
        Step::Plain { linear, .. } => linear,
        Step::Call(_) | Step::Branch(_) | Step::Loop(_) => &[],
    }
}

fn terms(op: &Op) -> &[Term] {
    match op {
        Op::Combine(terms) => terms,
        _ => &[],
    }
}

fn divisor(term: &Term) -> Option<Var> {
    term.over.as_ref().and_then(Atom::var)
}

struct Inverter<'a> {
    vars: &'a mut Variables,
    /// The divisors to invert, with their inverses where those are computed.
    inverses: BTreeMap<Var, Option<Var>>,
}

impl Inverter<'_> {
    /// A linear statement without such divisions, after the products it needs for that.
    fn statement(&mut self, mut stmt: Stmt, primal: &mut Vec<Stmt>) -> Vec<Stmt> {
        let mut stmts = Vec::new();
        if let Op::Combine(terms) = &mut stmt.op {
            for term in terms {
                let Some(inverse) = self.inverse(term, primal, stmt.span) else {
                    continue;
                };
                term.over = None;
                if let Some(times) = term.times.replace(Atom::Var(inverse)) {
                    let (product, tangent) = self.product(term.tangent.clone(), times, stmt.span);
                    stmts.push(product);
                    term.tangent = tangent;
                }
            }
        }
        stmts.push(stmt);
        stmts
    }

    /// The inverse of a term's divisor, computed where it is first divided by.
    fn inverse(&mut self, term: &Term, primal: &mut Vec<Stmt>, span: Span) -> Option<Var> {
        let divisor = divisor(term)?;
        let inverse = self.inverses.get_mut(&divisor)?;
        if inverse.is_none() {
            let var = self.vars.temporary(self.vars.shape(divisor), span);
            let divide = Primitive::Operator(BinOp::Div(Token![/](span)));
            primal.push(Stmt {
                results: vec![var],
                op: Op::Apply(divide, vec![Atom::Literal(1.0), Atom::Var(divisor)]),
                span,
            });
            *inverse = Some(var);
        }
        *inverse
    }

    /// `tangent · times` as a statement of its own.
    fn product(&mut self, tangent: Atom, times: Atom, span: Span) -> (Stmt, Atom) {
        let var = self.vars.temporary(Shape::Scalar(None), span);
        let term = Term {
            times: Some(times),
            ..Term::plain(tangent)
        };
        let stmt = Stmt {
            results: vec![var],
            op: Op::Combine(vec![term]),
            span,
        };
        (stmt, Atom::Var(var))
    }
}
