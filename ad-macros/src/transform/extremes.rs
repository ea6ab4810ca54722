//! Running extremes: what may raise a maximum does so in a branch.
//!
//! Most trips of a loop that looks for the largest of many numbers change nothing, and as many steps of the
//! reverse sweep have nothing to do.
//!
//! Assumes and guarantees: [`check`](crate::ir::check) holds. The value is the same, to the last bit and for NaN, and so are
//! derivatives: where the branch is not taken, that of the maximum so far is 1.
//!
//! ```text
//! for i {                             for i {
//!     t0 = load x[i]                      t0 = load x[i]
//!     t1 = load m                         t1 = load m
//!     t2 = max t1, t0         →           if `!(t1 > t0)` {
//!     m = t2                                  t2 = max (load m), (load x[i])
//! }                                           m = t2
//!                                         }
//!                                     }
//! ```

use std::collections::BTreeMap;
use std::rc::Rc;

use syn::{Expr, parse_quote};

use super::changing::Changing;
use super::share::same;
use crate::ir::{
    Arm, Atom, Block, Branch, Decision, Function, Inert, Op, Place, Primitive, Stmt, Var, Variables,
};
use crate::syntax::names_in;

/// Puts what raises a maximum or lowers a minimum in a loop into a branch.
pub(crate) fn branch_extremes(mut function: Function) -> Function {
    let mut uses = BTreeMap::new();
    function
        .body
        .for_each_use(&mut |var| *uses.entry(var).or_default() += 1);
    let mut extremes = Extremes {
        vars: &mut function.vars,
        uses,
    };
    extremes.block(&mut function.body, false);
    function
}

struct Extremes<'a> {
    vars: &'a mut Variables,
    uses: BTreeMap<Var, usize>,
}

impl Extremes<'_> {
    fn block(&mut self, block: &mut Block, repeats: bool) {
        for mut stmt in std::mem::take(&mut block.stmts) {
            let inside = repeats || matches!(stmt.op, Op::Loop(_));
            for block in stmt.op.blocks_mut() {
                self.block(block, inside);
            }
            let branch = repeats
                .then(|| self.branch(&mut block.stmts, &stmt))
                .flatten();
            block.stmts.push(branch.unwrap_or(stmt));
        }
    }

    /// Of a store and what comes before: if that is an extreme of what is in the place, used nowhere else, both in a branch.
    fn branch(&mut self, before: &mut Vec<Stmt>, store: &Stmt) -> Option<Stmt> {
        let (extreme, earlier) = before.split_last()?;
        let (Op::Apply(Primitive::Method(method, style), operands), [result]) =
            (&extreme.op, extreme.results.as_slice())
        else {
            return None;
        };
        let Op::Store(place, Atom::Var(stored)) = &store.op else {
            return None;
        };
        let only = stored == result && self.uses.get(result) == Some(&1);
        let ([one, other], true, true) = (operands.as_slice(), place.path.is_empty(), only) else {
            return None;
        };
        let loads = repeatable(earlier);
        let is_so_far = |operand: &Atom| {
            let mut loads = loads.iter();
            loads.any(|(var, _, from)| operand.var() == Some(*var) && same(from, place))
        };
        let (so_far, other) = match (is_so_far(one), is_so_far(other)) {
            (true, _) => (one, other),
            (false, true) => (other, one),
            (false, false) => return None,
        };
        let condition = self.may_change(so_far, other, &method.to_string())?;
        // The arm loads for itself: it alone adds to a cotangent then.
        let mut stmts = Vec::new();
        let mut loaded_again = |operand: &Atom| {
            let load = loads.iter().find(|(var, ..)| operand.var() == Some(*var));
            let Some((var, load, _)) = load else {
                return operand.clone();
            };
            let again = self.vars.temporary(self.vars.shape(*var), load.span);
            stmts.push(Stmt {
                results: vec![again],
                ..(*load).clone()
            });
            Atom::Var(again)
        };
        let operands = operands.iter().map(&mut loaded_again).collect();
        stmts.push(Stmt {
            op: Op::Apply(Primitive::Method(method.clone(), style.clone()), operands),
            ..extreme.clone()
        });
        stmts.push(store.clone());
        let raise = Block {
            stmts,
            ..Block::default()
        };
        let branch = Branch {
            decision: Decision::If(Rc::new(condition)),
            arms: vec![Arm::new(raise), Arm::new(Block::default())],
            recorded: false,
        };
        let span = extreme.span;
        before.pop();
        Some(Stmt {
            results: Vec::new(),
            op: Op::Branch(Box::new(branch)),
            span,
        })
    }

    /// When a maximum is another one than it was, or not a number; or a minimum.
    fn may_change(&mut self, so_far: &Atom, other: &Atom, method: &str) -> Option<Inert> {
        let so_far = self.code(so_far)?;
        let other = self.code(other)?;
        let (left, right) = (&so_far.expr, &other.expr);
        let expr = match method {
            "max" => parse_quote!(!(#left > #right)),
            "min" => parse_quote!(!(#left < #right)),
            _ => return None,
        };
        let mut mentions = so_far.mentions;
        mentions.vars.extend(other.mentions.vars);
        mentions.names.extend(other.mentions.names);
        Some(Inert {
            expr,
            mentions,
            duplicable: false,
            constant: false,
        })
    }

    /// An operand, as code.
    fn code(&mut self, atom: &Atom) -> Option<Inert> {
        match atom {
            Atom::Var(var) => {
                let variable = self.vars.get_mut(*var)?;
                // It stands in code under its name.
                variable.named = true;
                let name = &variable.name;
                let expr: Expr = parse_quote!(#name);
                let mut mentions = names_in(&expr);
                mentions.vars.insert(*var);
                Some(Inert {
                    expr,
                    mentions,
                    duplicable: true,
                    constant: false,
                })
            }
            Atom::Inert(inert) => Some((**inert).clone()),
            Atom::Literal(_) => None,
        }
    }
}

/// The loads among statements that give the same after them.
fn repeatable(stmts: &[Stmt]) -> Vec<(Var, &Stmt, &Place)> {
    let mut changing = Changing::default();
    let mut loads = Vec::new();
    for stmt in stmts.iter().rev() {
        if let (Op::Load(place), [result]) = (&stmt.op, stmt.results.as_slice())
            && !changing.defines(place.root)
            && !changing.concerns(&place.path)
        {
            loads.push((*result, stmt, place));
        }
        changing.stmts(std::slice::from_ref(stmt));
    }
    loads
}
