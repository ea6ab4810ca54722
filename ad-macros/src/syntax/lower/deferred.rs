//! Declarations without a value, moved to where the value is given.
//!
//! What follows a statement that may be left is lowered into the arm that is not; a variable that
//! only that arm knows has no value outside, and so has no tangent or cotangent of a form.
//!
//! ```text
//! let s;                                 if x < 0.0 { x } else {
//! if x < 0.0 { return x; }          →        let s;
//! s = g(x);                                  s = g(x);
//! s                                          s
//!                                        }
//! ```

use crate::ir::{Block, Op, Var};

/// Moves every declaration without a value into the one block that mentions the variable.
pub(super) fn sink(block: &mut Block) {
    let mut position = 0;
    while position < block.stmts.len() {
        if moved(block, position).is_none() {
            position += 1;
        }
    }
    for inner in block.stmts.iter_mut().flat_map(|stmt| stmt.op.blocks_mut()) {
        sink(inner);
    }
}

/// Moves a statement, if it is such a declaration and there is such a block.
fn moved(block: &mut Block, position: usize) -> Option<()> {
    let (stmt, rest) = block.stmts.get_mut(position..)?.split_first_mut()?;
    let (Op::Defer, [var]) = (&stmt.op, stmt.results.as_slice()) else {
        return None;
    };
    let var = *var;
    if block.results.iter().any(|atom| atom.var() == Some(var)) {
        return None;
    }
    let mut mentioning = rest.iter_mut().filter(|stmt| mentions(&stmt.op, var));
    let (only, None) = (mentioning.next()?, mentioning.next()) else {
        return None;
    };
    if !matches!(only.op, Op::Branch(_)) || decides(&only.op, var) {
        return None;
    }
    let mut arms = only
        .op
        .blocks_mut()
        .into_iter()
        .filter(|arm| is_in(arm, var));
    let (only, None) = (arms.next()?, arms.next()) else {
        return None;
    };
    only.stmts.insert(0, stmt.clone());
    block.stmts.remove(position);
    Some(())
}

fn decides(op: &Op, var: Var) -> bool {
    op.decisions()
        .iter()
        .any(|mentions| mentions.vars.contains(&var))
}

fn is_in(block: &Block, var: Var) -> bool {
    block.stmts.iter().any(|stmt| mentions(&stmt.op, var)) || reads(block, var)
}

/// Whether an operation reads or writes a variable.
fn mentions(op: &Op, var: Var) -> bool {
    let mut found = false;
    op.for_each_write(&mut |place| found |= place.root == var);
    op.for_each_use(&mut |used| found |= used == var);
    found
}

fn reads(block: &Block, var: Var) -> bool {
    let mut found = false;
    block.for_each_use(&mut |used| found |= used == var);
    found
}
