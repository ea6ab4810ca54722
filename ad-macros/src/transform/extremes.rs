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

use super::share::same;
use crate::ir::{
    Arm, Atom, Block, Branch, Decision, Function, Inert, Op, Place, Primitive, Shape, Stmt, Var,
    Variables,
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
        let (Some(so_far), true) = (so_far(operands, place, earlier), only) else {
            return None;
        };
        let [one, other] = operands.as_slice() else {
            return None;
        };
        let (one, other) = if one.var() == Some(so_far) {
            (one, other)
        } else {
            (other, one)
        };
        let condition = self.may_change(one, other, &method.to_string())?;
        // The arm loads for itself: it alone adds to a cotangent then.
        let mut stmts = Vec::new();
        let operands = operands
            .iter()
            .map(|operand| self.loaded_again(operand, earlier, &mut stmts))
            .collect();
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

    /// An operand, loaded once more if it was loaded and is still there.
    fn loaded_again(&mut self, operand: &Atom, earlier: &[Stmt], stmts: &mut Vec<Stmt>) -> Atom {
        let load = operand.var().and_then(|var| {
            let load = earlier.iter().rposition(|stmt| stmt.results == [var])?;
            let (load, after) = earlier.get(load..)?.split_first()?;
            let Op::Load(place) = &load.op else {
                return None;
            };
            let left = after.iter().all(|stmt| !writes(stmt, place.root));
            left.then_some(load)
        });
        let Some(load) = load else {
            return operand.clone();
        };
        let shape = operand.var().map(|var| self.vars.shape(var));
        let again = self
            .vars
            .temporary(shape.unwrap_or(Shape::Unknown), load.span);
        stmts.push(Stmt {
            results: vec![again],
            ..load.clone()
        });
        Atom::Var(again)
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

/// That of two operands which is what is in a place.
fn so_far(operands: &[Atom], place: &Place, earlier: &[Stmt]) -> Option<Var> {
    let unchanged = earlier.iter().rev();
    let unchanged = unchanged.take_while(|stmt| !writes(stmt, place.root));
    let loads = unchanged.filter_map(|stmt| match &stmt.op {
        Op::Load(from) if same(from, place) => stmt.results.first().copied(),
        _ => None,
    });
    loads.into_iter().find(|load| {
        let mut operands = operands.iter();
        place.path.is_empty() && operands.any(|operand| operand.var() == Some(*load))
    })
}

/// Whether a statement may write to a place, or declares it.
fn writes(stmt: &Stmt, place: Var) -> bool {
    let mut writes = stmt.results.contains(&place);
    stmt.op
        .for_each_write(&mut |written| writes |= written.root == place);
    if let Op::Verbatim(verbatim) = &stmt.op {
        writes |= verbatim.mentions.vars.contains(&place);
    }
    writes
}
