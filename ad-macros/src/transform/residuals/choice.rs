//! What to keep of a block, by a smallest cut.
//!
//! What the block backwards reads, it reads from the record, or it is computed again from what is in
//! the record or at hand. A variable costs its size; what may not be done again can only be kept.
//!
//! Assumes: the blocks inside are paired. Guarantees: the kept variables and the statements done again
//! define all that the block backwards reads of the block, at the smallest cost.
//!
//! ```text
//! t0 = load x[i]; t1 = sin t0; t2 = t1 * t1         backwards: … t0 · t2
//!
//! keep t1;  again: t0 = load x[i]; t2 = t1 * t1
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use syn::BinOp;

use super::super::cut::{Node, smallest};
use super::Chooser;
use crate::ir::{Block, CastTarget, Decision, Inert, Op, Primitive, Residual, Shape, Stmt, Var};

impl Chooser<'_> {
    /// What to keep of a block, and what to compute again, for the same block backwards; `bound` are
    /// names that the block finds bound, and that are gone after it.
    pub(super) fn choice(
        &self,
        block: &Block,
        bound: Option<&BTreeSet<String>>,
        backwards: &Block,
    ) -> Choice {
        let bound = bound.into_iter().flatten();
        let mut items: Vec<Item> = bound.map(|name| Item::bound(name)).collect();
        for (index, stmt) in block.stmts.iter().enumerate() {
            items.extend(self.defined(stmt, index));
        }
        let numbers: BTreeMap<Residual, usize> = items
            .iter()
            .enumerate()
            .map(|(number, item)| (item.residual.clone(), number))
            .collect();
        let mut nodes: Vec<Node> = items
            .iter()
            .map(|item| item.node(block, &numbers))
            .collect();
        for residual in reads(backwards) {
            if let Some(node) = numbers
                .get(&residual)
                .and_then(|number| nodes.get_mut(*number))
            {
                node.needed = true;
            }
        }
        let kept = smallest(&nodes);
        let mut choice = Choice::default();
        for (item, kept) in items.iter().zip(&kept) {
            if *kept {
                choice.kept.push(item.residual.clone());
            }
        }
        // What is needed and not kept is computed again, with all that it takes.
        let needed = nodes.iter().enumerate().filter(|(_, node)| node.needed);
        let mut stack: Vec<usize> = needed.map(|(number, _)| number).collect();
        let mut seen = BTreeSet::new();
        while let Some(number) = stack.pop() {
            if kept.get(number) == Some(&true) || !seen.insert(number) {
                continue;
            }
            choice
                .again
                .extend(items.get(number).and_then(|item| item.stmt));
            let operands = nodes.get(number).and_then(|node| node.operands.clone());
            stack.extend(operands.into_iter().flatten());
        }
        choice
    }

    /// What a statement defines.
    fn defined(&self, stmt: &Stmt, index: usize) -> Vec<Item> {
        let again = self.can_be_repeated(&stmt.op) || self.decides_alike(&stmt.op);
        let mut items: Vec<Item> = stmt
            .results
            .iter()
            .map(|var| Item {
                residual: Residual::Var(*var),
                stmt: Some(index),
                again: again && (stmt.op.blocks().is_empty() || stmt.results.last() == Some(var)),
                cost: self.cost(*var),
            })
            .collect();
        if let Op::Verbatim(verbatim) = &stmt.op {
            items.extend(verbatim.binds.iter().map(|name| Item {
                stmt: Some(index),
                again,
                ..Item::bound(name)
            }));
        }
        items
    }

    /// What it costs to keep a variable, in floats.
    fn cost(&self, var: Var) -> u32 {
        match self.vars.shape(var) {
            Shape::Scalar(_) | Shape::Inert | Shape::Unknown => 2,
            Shape::Vector => 4,
            Shape::Tuple(fields) => u32::try_from(2 * fields.len()).unwrap_or(u32::MAX),
            Shape::Array(..) => 16,
            Shape::Sequence(_) => 64,
        }
    }

    /// Whether an operation may be done again in the reverse sweep: it costs little, and has the
    /// same value there.
    fn can_be_repeated(&self, op: &Op) -> bool {
        let mut readable = true;
        op.for_each_use(&mut |var| readable &= self.may_read(var));
        readable
            && match op {
                Op::Load(_) | Op::Cast(_, CastTarget::Type(_)) | Op::Combine(_) => true,
                // What is not copied has been moved into its parts.
                Op::Unpack(_, whole) => whole
                    .var()
                    .is_none_or(|var| self.vars.shape(var).is_static()),
                Op::Pack(_, parts) => parts.len() <= 4,
                Op::Apply(primitive, _) => is_cheap(primitive),
                Op::Inert(inert) => inert.constant,
                Op::Verbatim(verbatim) => verbatim.constant,
                _ => false,
            }
    }

    /// Whether a branch keeps nothing but which of two arms was taken, which can be decided again.
    pub(super) fn decides_alike(&self, op: &Op) -> bool {
        decision_again(op).is_some_and(|condition| self.may_mention(&condition.mentions))
    }
}

/// The condition of a branch of which nothing else is kept, if it has the same value anywhere.
fn decision_again(op: &Op) -> Option<&Rc<Inert>> {
    let Op::Branch(branch) = op else { return None };
    let kept = branch.arms.iter().any(|arm| !arm.residuals.is_empty());
    match &branch.decision {
        Decision::If(condition) if branch.recorded && !kept && condition.constant => {
            Some(condition)
        }
        _ => None,
    }
}

/// A statement, done again in the reverse sweep.
fn repeated(stmt: &Stmt) -> Stmt {
    match decision_again(&stmt.op) {
        Some(condition) => Stmt {
            results: stmt.results.last().copied().into_iter().collect(),
            op: Op::Inert(condition.clone()),
            span: stmt.span,
        },
        None => stmt.clone(),
    }
}

/// Arithmetic of a cycle or a few.
fn is_cheap(primitive: &Primitive) -> bool {
    const CHEAP: [&str; 6] = ["abs", "max", "min", "mul_add", "copysign", "clamp"];
    match primitive {
        Primitive::Negate => true,
        Primitive::Operator(op) => matches!(op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_)),
        Primitive::Method(name, _) => CHEAP.contains(&name.to_string().as_str()),
        Primitive::Rule(_) | Primitive::Told(_) => false,
    }
}

/// Something a block defines that the reverse sweep may read.
struct Item {
    residual: Residual,
    /// The statement that defines it.
    stmt: Option<usize>,
    /// Whether that may be done again.
    again: bool,
    cost: u32,
}

impl Item {
    fn bound(name: &str) -> Item {
        Item {
            residual: Residual::Name(name.to_owned()),
            stmt: None,
            again: false,
            cost: 2,
        }
    }

    fn node(&self, block: &Block, numbers: &BTreeMap<Residual, usize>) -> Node {
        let stmt = self.stmt.filter(|_| self.again);
        let operands = stmt.and_then(|index| block.stmts.get(index)).map(|stmt| {
            let mut found = BTreeSet::new();
            read_by(&repeated(stmt).op, &mut found);
            let numbers = found.iter().filter_map(|operand| numbers.get(operand));
            numbers.copied().collect()
        });
        Node {
            cost: self.cost,
            operands,
            needed: false,
        }
    }
}

/// What is kept, and the statements done again.
#[derive(Default)]
pub(super) struct Choice {
    pub(super) kept: Vec<Residual>,
    again: BTreeSet<usize>,
}

impl Choice {
    /// Puts what is computed again before what reads it.
    pub(super) fn again(&self, stmts: &[Stmt], backwards: &mut Block) {
        let again = self.again.iter().filter_map(|index| stmts.get(*index));
        let mut stmts: Vec<Stmt> = again.map(repeated).collect();
        stmts.append(&mut backwards.stmts);
        backwards.stmts = stmts;
    }
}

/// Everything a block reads.
fn reads(block: &Block) -> BTreeSet<Residual> {
    let mut found = BTreeSet::new();
    for stmt in &block.stmts {
        read_by(&stmt.op, &mut found);
    }
    found
}

fn read_by(op: &Op, found: &mut BTreeSet<Residual>) {
    op.for_each_use(&mut |var| {
        found.insert(Residual::Var(var));
    });
    op.for_each_name(&mut |name| {
        found.insert(Residual::Name(name.to_owned()));
    });
}
