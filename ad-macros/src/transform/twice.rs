//! Second derivatives: forward mode as a program of its own, differentiated in turn.
//!
//! What is linear in the tangents is spelled out in primitives, which have rules; the forward mode of a call is a call of
//! the callee's forward mode. The gradient of ∇f(x)·v by x is the product of the Hessian with v, its gradient by v is
//! ∇f(x): one reverse sweep gives both (Griewank & Walther 2008, §5.4).
//!
//! ```text
//! y_dot = x_dot · t0 + z_dot / t1        →        t2 = x_dot * t0
//!                                                 t3 = z_dot / t1
//!                                                 y_dot = t2 + t3
//! ```

use std::rc::Rc;

use proc_macro2::Span;
use quote::ToTokens;
use syn::{BinOp, ExprPath, Token};

use super::linearize::{Linear, linearize};
use super::{hoist, invert, share};
use crate::analysis;
use crate::attr::Rules;
use crate::ir::{
    Aggregate, Atom, Block, Call, Callee, Function, Op, Param, Primitive, Shape, Sign, Stmt,
    Tangent, Term, Var, Variables,
};

/// What is differentiated of forward mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derived {
    /// The value and its tangent, by the parameters and their tangents.
    Both,
    /// The tangent of the value, by the parameters.
    Tangent,
    /// The same, by the parameters and their tangents.
    TangentByAll,
}

/// The linear program of forward mode.
pub(crate) fn twice(linear: &Linear, derived: Derived, rules: &Rules) -> Linear {
    let program = forward_program(linear, derived, rules);
    let activity = analysis::activity(&program);
    invert(hoist(share(linearize(
        &program,
        &activity,
        rules.partials.as_ref(),
    ))))
}

/// Forward mode: the parameters, and then the tangents of the active ones.
pub(crate) fn forward_program(linear: &Linear, derived: Derived, rules: &Rules) -> Function {
    let Function { vars, body, .. } = linear.forward();
    let text = |path: &ExprPath| path.to_token_stream().to_string();
    let mut spelling = Spelling {
        vars,
        partials: rules.partials.as_ref().map(text),
        jvp: rules.jvp.as_ref().map(text),
    };
    let mut stmts = spelling.statements(body.stmts);
    let result = match derived {
        Derived::Both => {
            let (span, pair) = (Span::call_site(), body.results);
            let shapes = pair.iter().map(|atom| spelling.shape(atom));
            let shape = Shape::Tuple(shapes.collect());
            let result = spelling.vars.temporary(shape, span);
            let op = Op::Pack(Aggregate::Tuple, pair);
            stmts.push(one(result, op, span));
            Some(Atom::Var(result))
        }
        Derived::Tangent | Derived::TangentByAll => body.results.last().cloned(),
    };
    let tangents = linear.params.iter().filter(|param| param.active);
    let tangents = tangents.map(|param| Param {
        var: param.var.and_then(|var| linear.tangents.get(&var)).copied(),
        // What is written in place depends on the parameters afterwards.
        active: derived != Derived::Tangent || param.in_place,
        in_place: param.in_place,
    });
    Function {
        params: linear.params.iter().cloned().chain(tangents).collect(),
        vars: spelling.vars,
        body: Block {
            stmts,
            results: result.into_iter().collect(),
            diverges: body.diverges,
        },
    }
}

fn one(result: Var, op: Op, span: Span) -> Stmt {
    Stmt {
        results: vec![result],
        op,
        span,
    }
}

struct Spelling {
    vars: Variables,
    /// The path of the function that computes the partial derivatives of a custom rule.
    partials: Option<String>,
    /// That of the function that is forward mode by a custom rule.
    jvp: Option<String>,
}

impl Spelling {
    fn shape(&self, atom: &Atom) -> Shape {
        atom.var()
            .map_or(Shape::Scalar(None), |var| self.vars.shape(var))
    }

    fn statements(&mut self, stmts: Vec<Stmt>) -> Vec<Stmt> {
        let mut spelled = Vec::new();
        for stmt in stmts {
            self.statement(stmt, &mut spelled);
        }
        spelled
    }

    fn statement(&mut self, mut stmt: Stmt, out: &mut Vec<Stmt>) {
        let span = stmt.span;
        match (&mut stmt.op, stmt.results.as_slice()) {
            (Op::Combine(terms), [result]) => {
                let terms = std::mem::take(terms);
                self.combination(terms, *result, span, out);
                return;
            }
            (Op::CallJvp(call, tangents), _) => {
                let mut forward = forward_mode(call, tangents);
                if self.jvp == Some(call.path.to_token_stream().to_string()) {
                    // It is called by its name.
                    forward.tangents = None;
                }
                let op = Op::Call(Rc::new(forward));
                self.call(op, stmt.results, span, out);
                return;
            }
            (Op::Plain(path, arguments), results)
                if self.partials == Some(path.to_token_stream().to_string()) =>
            {
                let op = Op::Call(Rc::new(Call {
                    callee: Callee::of(path),
                    recursive: false,
                    path: (**path).clone(),
                    arguments: std::mem::take(arguments),
                    takes_functions: false,
                    tangents: None,
                }));
                match results {
                    [result] => out.push(one(*result, op, span)),
                    _ => self.call(op, stmt.results, span, out),
                }
                return;
            }
            (op, _) => {
                for block in op.blocks_mut() {
                    block.stmts = self.statements(std::mem::take(&mut block.stmts));
                }
            }
        }
        out.push(stmt);
    }

    /// A call that returns a tuple.
    fn call(&mut self, op: Op, results: Vec<Var>, span: Span, out: &mut Vec<Stmt>) {
        let all = self.vars.temporary(Shape::Unknown, span);
        out.push(one(all, op, span));
        out.push(Stmt {
            results,
            op: Op::Unpack(Aggregate::Tuple, Atom::Var(all)),
            span,
        });
    }

    /// Σ ± tangent · times / over.
    fn combination(&mut self, terms: Vec<Term>, result: Var, span: Span, out: &mut Vec<Stmt>) {
        let last = terms.len().checked_sub(1);
        let mut sum: Option<Atom> = None;
        for (index, term) in terms.into_iter().enumerate() {
            let named = (Some(index) == last).then_some(result);
            let mut operations = Operations {
                vars: &mut self.vars,
                span,
                out,
            };
            sum = Some(operations.term(sum, term, named));
        }
        if sum.is_none() {
            out.push(one(result, Op::Zero(Atom::Literal(0.0)), span));
        }
    }
}

/// Where the operations of a combination go.
struct Operations<'a> {
    vars: &'a mut Variables,
    span: Span,
    out: &'a mut Vec<Stmt>,
}

impl Operations<'_> {
    /// `sum ± term`, as the variable `named` where there is one.
    fn term(&mut self, sum: Option<Atom>, term: Term, named: Option<Var>) -> Atom {
        let span = self.span;
        let mut factors = vec![];
        if let Some(times) = term.times {
            factors.push((BinOp::Mul(Token![*](span)), times));
        }
        if let Some(over) = term.over {
            factors.push((BinOp::Div(Token![/](span)), over));
        }
        let mut steps: Vec<(Primitive, Option<Atom>)> = factors
            .into_iter()
            .map(|(operator, factor)| (Primitive::Operator(operator), Some(factor)))
            .collect();
        if sum.is_none() && term.sign == Sign::Minus {
            steps.insert(0, (Primitive::Negate, None));
        }
        let mut value = term.tangent;
        let own = steps.len();
        for (index, (primitive, operand)) in steps.into_iter().enumerate() {
            let named = named.filter(|_| sum.is_none() && index + 1 == own);
            let operands = std::iter::once(value).chain(operand).collect();
            value = self.define(Op::Apply(primitive, operands), named);
        }
        match sum {
            Some(sum) => {
                let operator = match term.sign {
                    Sign::Plus => BinOp::Add(Token![+](span)),
                    Sign::Minus => BinOp::Sub(Token![-](span)),
                };
                let op = Op::Apply(Primitive::Operator(operator), vec![sum, value]);
                self.define(op, named)
            }
            None if own == 0 && named.is_some() => {
                self.define(Op::Combine(vec![Term::plain(value)]), named)
            }
            None => value,
        }
    }

    fn define(&mut self, op: Op, named: Option<Var>) -> Atom {
        let temporary = || self.vars.temporary(Shape::Scalar(None), self.span);
        let var = named.unwrap_or_else(temporary);
        self.out.push(one(var, op, self.span));
        Atom::Var(var)
    }
}

/// The forward mode of a call, as a call.
fn forward_mode(call: &Call, tangents: &[Option<Tangent>]) -> Call {
    let dots = call.arguments.iter().zip(tangents);
    let dots = dots.filter_map(|(argument, tangent)| Some(tangent.as_ref()?.passed_as(argument)));
    Call {
        arguments: call.arguments.iter().cloned().chain(dots).collect(),
        tangents: Some(tangents.iter().map(Option::is_some).collect()),
        ..call.clone()
    }
}
