//! Residuals: what the forward sweep keeps of a block that the reverse sweep runs backwards.
//!
//! The reverse sweep reads primal values. Of those computed in the block, nothing is kept that is
//! there anyway: parameters and what is loaded from them, constants, the counter of a loop. From
//! what is kept, cheap arithmetic computes the rest again, and the choice is the cheapest by that
//! rule; transcendental functions and calls are never repeated.
//!
//! Assumes: [`transpose`](super::transpose) made both sweeps. Guarantees: a block of the reverse
//! sweep reads nothing of the forward sweep's but what stands outside, or is kept.
//!
//! ```text
//! for i { t0 = load x[i]; t1 = sin t0 }         for i { t0 = load x[i]; t1 = sin t0; keep t1 }
//! for i backwards { … t0 · t1 }            →    for i backwards with t1 { t0 = load x[i]; … t0 · t1 }
//! ```
//!
//! References: Hascoët, Naumann & Pascual, "To be recorded" analysis in reverse-mode automatic
//! differentiation (FGCS 21, 2005); smallest cuts: Moses, Churavy et al., "Reverse-mode automatic
//! differentiation and optimization of GPU kernels via Enzyme" (SC 2021).

mod checkpoint;
mod tape;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::cut::{Node, smallest};
use super::sweeps::Borrows;
use crate::ir::{
    Arm, Atom, Block, Branch, CastTarget, Counter, Decision, Head, Inert, Loop, Op, Primitive,
    Residual, Role, Shape, Stmt, Trip, Var, Variables,
};
use syn::BinOp;

/// Chooses the residuals of every pair of blocks: those of the reverse sweep and what they run
/// backwards.
pub(crate) fn choose(
    forward: &mut Vec<Stmt>,
    reverse: &mut Vec<Stmt>,
    vars: &Variables,
    borrows: Borrows,
) {
    let chooser = Chooser {
        vars,
        borrows,
        later: BTreeSet::new(),
        repeats: false,
    };
    let turn = forward.len();
    forward.append(reverse);
    chooser.list(forward);
    *reverse = forward.split_off(turn);
    tape::declare(forward);
    tape::declare(reverse);
}

struct Chooser<'a> {
    vars: &'a Variables,
    borrows: Borrows<'a>,
    /// The places that are written between the two sweeps of the block at hand, or in it.
    later: BTreeSet<Var>,
    /// Whether the block at hand is inside a loop that the reverse sweep runs backwards.
    repeats: bool,
}

impl Chooser<'_> {
    fn statements(&self, forward: &mut [Stmt], reverse: &mut [Stmt]) {
        for backwards in reverse {
            let Some(record) = backwards.op.record() else {
                continue;
            };
            let position = forward
                .iter()
                .position(|stmt| stmt.results.contains(&record));
            let Some((recorded, after)) =
                position.and_then(|position| forward.get_mut(position..)?.split_first_mut())
            else {
                continue;
            };
            self.inside(recorded, after)
                .pair(recorded, &mut backwards.op);
        }
    }

    /// Both sweeps of a block, one after the other.
    fn list(&self, stmts: &mut [Stmt]) {
        for index in 0..stmts.len() {
            let (before, rest) = stmts.split_at_mut(index);
            let Some(stmt) = rest.first_mut() else {
                continue;
            };
            let recorded = match stmt.op.record() {
                Some(record) => before
                    .iter()
                    .position(|stmt| stmt.results.contains(&record)),
                None => None,
            };
            let Some(position) = recorded else {
                if !stmt.op.is_recorded() {
                    // Each time its blocks run, they do so in both directions.
                    let inside = self.when(BTreeSet::new());
                    for block in stmt.op.blocks_mut() {
                        inside.list(&mut block.stmts);
                        tape::declare(&mut block.stmts);
                    }
                }
                continue;
            };
            let between = before
                .get_mut(position..)
                .and_then(<[Stmt]>::split_first_mut);
            if let Some((recorded, between)) = between {
                let mut later = written(recorded, between);
                later.extend(written(stmt, &[]));
                self.when(later).pair(recorded, &mut stmt.op);
            }
        }
    }

    /// The same, inside a statement that others follow.
    fn inside(&self, stmt: &Stmt, after: &[Stmt]) -> Self {
        self.when(self.later.union(&written(stmt, after)).copied().collect())
    }

    /// The same, when these places are written before the reverse sweep.
    fn when(&self, later: BTreeSet<Var>) -> Self {
        Chooser { later, ..*self }
    }

    /// The same, for blocks inside that run again, or that do not.
    fn when_repeated(&self, repeats: bool) -> Self {
        Chooser {
            repeats,
            ..self.when(self.later.clone())
        }
    }

    fn pair(&self, recorded: &mut Stmt, backwards: &mut Op) {
        match (&mut recorded.op, backwards) {
            (Op::Branch(recorded), Op::Branch(backwards)) => self.branch(recorded, backwards),
            (Op::Loop(repeated), Op::Loop(backwards)) => self.repeated(repeated, backwards),
            (Op::Loop(repeated), replay @ Op::Replay(_)) => self.replay(repeated, replay),
            _ => {}
        }
        if let Op::Loop(repeated) = &recorded.op
            && (!repeated.recorded || repeated.shared.is_some())
        {
            recorded.results.clear();
        }
    }

    fn branch(&self, recorded: &mut Branch, backwards: &mut Branch) {
        debug_assert!(matches!(backwards.decision, Decision::Taken(_)));
        for (recorded, backwards) in recorded.arms.iter_mut().zip(&mut backwards.arms) {
            self.statements(&mut recorded.body.stmts, &mut backwards.body.stmts);
            let choice = self.choice(&recorded.body, &recorded.binds, &backwards.body);
            choice.again(&recorded.body.stmts, &mut backwards.body);
            recorded.residuals.clone_from(&choice.kept);
            backwards.residuals = choice.kept;
        }
    }

    fn repeated(&self, recorded: &mut Loop, backwards: &mut Loop) {
        self.when_repeated(true)
            .statements(&mut recorded.body.stmts, &mut backwards.body.stmts);
        if self.few(recorded, backwards).is_some() {
            return;
        }
        let choice = self.run_again(recorded, backwards).unwrap_or_else(|| {
            if let Some(tape) = backwards.head.tape() {
                backwards.head = Head::Unwind(tape);
            }
            let nothing = BTreeSet::new();
            let counters = recorded.head.binds().unwrap_or(&nothing);
            self.choice(&recorded.body, counters, &backwards.body)
        });
        choice.again(&recorded.body.stmts, &mut backwards.body);
        recorded.residuals.clone_from(&choice.kept);
        backwards.residuals = choice.kept;
    }

    /// Records only the trips that get to one arm, where the others leave the reverse sweep nothing to do.
    fn few(&self, recorded: &mut Loop, backwards: &mut Loop) -> Option<()> {
        let tape = backwards.head.tape()?;
        let [stmt] = backwards.body.stmts.as_mut_slice() else {
            return None;
        };
        let Op::Branch(taken) = &mut stmt.op else {
            return None;
        };
        let Decision::Taken(record) = taken.decision else {
            return None;
        };
        let at_work = |(_, arm): &(usize, &mut Arm)| !arm.body.stmts.is_empty();
        let mut arms = taken.arms.iter_mut().enumerate().filter(at_work);
        let ((index, arm), None) = (arms.next()?, arms.next()) else {
            return None;
        };
        let stmt = recorded.body.stmts.last()?;
        let last = stmt.results.last() == Some(&record) && recorded.body.results.is_empty();
        if !last || self.decides_alike(&stmt.op) {
            return None;
        }
        let nothing = BTreeSet::new();
        let counters = recorded.head.binds().unwrap_or(&nothing);
        let choice = self.choice(&recorded.body, counters, &arm.body);
        choice.again(&recorded.body.stmts, &mut arm.body);
        let body = std::mem::take(&mut arm.body);
        let residuals = [std::mem::take(&mut arm.residuals), choice.kept].concat();

        let stmt = recorded.body.stmts.last_mut()?;
        stmt.results.pop();
        if let Op::Branch(branch) = &mut stmt.op {
            branch.recorded = false;
            for arm in &mut branch.arms {
                arm.residuals.clear();
            }
            let residuals = residuals.clone();
            branch.arms.get_mut(index)?.trip = Some(Trip { tape, residuals });
        }
        recorded.sparse = true;
        *backwards = Loop::new(Head::Unwind(tape), body);
        backwards.residuals = residuals;
        Some(())
    }

    /// What to keep of a loop whose trips are counted again, where they can be and that is worth it: not
    /// even a tape, if nothing is kept; one for all runs of the loop, if their lengths are known by then.
    fn run_again(&self, recorded: &mut Loop, backwards: &mut Loop) -> Option<Choice> {
        let Head::Backwards(counter, Some(tape)) = &backwards.head else {
            return None;
        };
        let (counter, tape) = (counter.clone(), *tape);
        let again = self.borrows.allow(&counter.iterator.mentions.names)
            && self.may_read(&counter.iterator.mentions.vars);
        if !again {
            return None;
        }
        let choice = self.choice(&recorded.body, &BTreeSet::new(), &backwards.body);
        let whole = recorded.body.results.is_empty();
        if whole && choice.kept.is_empty() {
            backwards.head = Head::Backwards(counter, None);
            recorded.recorded = false;
        } else if whole && self.repeats {
            (recorded.shared, backwards.shared) = (Some(tape), Some(tape));
        } else if !(counter.exact || whole)
            || !reads_counter(&choice, recorded, backwards, &counter)
        {
            return None;
        }
        Some(choice)
    }

    /// What to keep of a block, and what to compute again, for the same block backwards; `bound` are
    /// names that the block finds bound, and that are gone after it.
    fn choice(&self, block: &Block, bound: &BTreeSet<String>, backwards: &Block) -> Choice {
        let mut items: Vec<Item> = bound.iter().map(|name| Item::bound(name)).collect();
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
            Shape::Tuple(fields) => u32::try_from(2 * fields.len()).unwrap_or(u32::MAX),
            Shape::Array(..) => 16,
            Shape::Sequence(_) => 64,
        }
    }

    /// Whether an operation may be done again in the reverse sweep: it costs little, and has the
    /// same value there.
    fn can_be_repeated(&self, op: &Op) -> bool {
        let mut readable = true;
        op.for_each_use(&mut |var| readable &= self.may_read(&BTreeSet::from([var])));
        op.for_each_atom(&mut |atom| {
            if let Atom::Inert(inert) = atom {
                readable &= self.borrows.allow(&inert.mentions.names);
            }
        });
        readable
            && match op {
                Op::Load(_) | Op::Unpack(..) | Op::Cast(_, CastTarget::Type(_)) => true,
                Op::Pack(_, parts) => parts.len() <= 4,
                Op::Apply(primitive, _) => is_cheap(primitive),
                Op::Inert(inert) => inert.constant && self.borrows.allow(&inert.mentions.names),
                Op::Verbatim(verbatim) => {
                    verbatim.constant && self.borrows.allow(&verbatim.mentions.names)
                }
                _ => false,
            }
    }

    /// Whether a branch keeps nothing but which of two arms was taken, which can be decided again.
    fn decides_alike(&self, op: &Op) -> bool {
        decision_again(op).is_some_and(|condition| {
            self.may_read(&condition.mentions.vars) && self.borrows.allow(&condition.mentions.names)
        })
    }

    /// Whether variables have the same value in the reverse sweep, and may be read there.
    fn may_read(&self, vars: &BTreeSet<Var>) -> bool {
        vars.iter().all(|var| match self.vars.role(*var) {
            // What is in it now is in it in the reverse sweep.
            Role::Place => !self.later.contains(var),
            role => self.borrows.allows(role),
        })
    }
}

/// The places that a statement writes, and those after it.
fn written(stmt: &Stmt, after: &[Stmt]) -> BTreeSet<Var> {
    let mut found = BTreeSet::new();
    for stmt in std::iter::once(stmt).chain(after) {
        stmt.op.for_each_write(&mut |place| {
            found.insert(place.root);
        });
        // A place is written where it is declared, and where user code may do it.
        found.extend(&stmt.results);
        if let Op::Verbatim(verbatim) = &stmt.op {
            found.extend(&verbatim.mentions.vars);
        }
    }
    found
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
        Primitive::Rule(_) => false,
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
struct Choice {
    kept: Vec<Residual>,
    again: BTreeSet<usize>,
}

impl Choice {
    /// Puts what is computed again before what reads it.
    fn again(&self, stmts: &[Stmt], backwards: &mut Block) {
        let again = self.again.iter().filter_map(|index| stmts.get(*index));
        let mut stmts: Vec<Stmt> = again.map(repeated).collect();
        stmts.append(&mut backwards.stmts);
        backwards.stmts = stmts;
    }
}

/// Whether the reverse sweep of a loop reads the counter, with what it computes again.
fn reads_counter(
    choice: &Choice,
    recorded: &Loop,
    backwards: &Loop,
    counter: &Rc<Counter>,
) -> bool {
    let mut found = reads(&backwards.body);
    for index in &choice.again {
        if let Some(stmt) = recorded.body.stmts.get(*index) {
            read_by(&repeated(stmt).op, &mut found);
        }
    }
    found.iter().any(|residual| match residual {
        Residual::Name(name) => counter.binds.contains(name),
        Residual::Var(_) => false,
    })
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
