//! The invariants of the IR, checked after every pass in tests.
//!
//! 1. Every variable is defined exactly once in a block, before its first use there or in a block inside.
//! 2. Operations have as many results as they compute.
//! 3. Only places are written.
//! 4. What user code mentions is named: another variable cannot take its place there.

use std::collections::BTreeSet;

use super::{Atom, Block, Decision, Op, Primitive, Residual, Role, Stmt, Told, Var, Variables};

/// The first broken invariant of a block in which `defined` are in scope, in words.
pub(crate) fn check(
    block: &Block,
    vars: &Variables,
    defined: impl IntoIterator<Item = Var>,
) -> Result<(), String> {
    Checker { vars }.block(block, &defined.into_iter().collect())
}

struct Checker<'a> {
    vars: &'a Variables,
}

impl Checker<'_> {
    fn block(&self, block: &Block, outside: &BTreeSet<Var>) -> Result<(), String> {
        let mut defined = outside.clone();
        for stmt in &block.stmts {
            check_names(&stmt.op, self.vars)?;
            if stmt.op.blocks().is_empty() {
                self.reads(&stmt.op, &defined)?;
                check_writes(&stmt.op, self.vars)?;
                check_results(&stmt.op, stmt.results.len())?;
            } else {
                self.blocks(stmt, &defined)?;
            }
            for var in &stmt.results {
                if !defined.insert(*var) {
                    return Err(format!("`{}` is defined twice", name(self.vars, *var)));
                }
            }
        }
        for atom in &block.results {
            match atom {
                Atom::Var(var) if !defined.contains(var) => {
                    return Err(format!("result `{}` is not defined", name(self.vars, *var)));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn reads(&self, op: &Op, defined: &BTreeSet<Var>) -> Result<(), String> {
        let mut undefined = None;
        let mut used = |var: Var| {
            if !defined.contains(&var) {
                undefined = Some(var);
            }
        };
        op.for_each_use(&mut used);
        op.for_each_write(&mut |place| used(place.root));
        match undefined {
            Some(var) => Err(format!(
                "`{}` is used before its definition",
                name(self.vars, var)
            )),
            None => Ok(()),
        }
    }

    fn blocks(&self, stmt: &Stmt, defined: &BTreeSet<Var>) -> Result<(), String> {
        let decided = stmt
            .op
            .decisions()
            .into_iter()
            .flat_map(|mentions| &mentions.vars);
        for var in decided.copied().chain(stmt.op.record()) {
            if !defined.contains(&var) {
                return Err(format!(
                    "`{}` decides before its definition",
                    name(self.vars, var)
                ));
            }
        }
        let bound = |residuals: &[Residual]| -> BTreeSet<Var> {
            let vars = residuals.iter().filter_map(|residual| match residual {
                Residual::Var(var) => Some(*var),
                Residual::Name(_) => None,
            });
            vars.collect()
        };
        match &stmt.op {
            Op::Branch(branch) => {
                let again = matches!(branch.decision, Decision::Taken(_));
                for arm in &branch.arms {
                    let mut inside = defined.clone();
                    if again {
                        inside.extend(bound(&arm.residuals));
                    }
                    self.block(&arm.body, &inside)?;
                    let results = arm.body.results.len() + usize::from(branch.recorded);
                    if !arm.body.diverges && results != stmt.results.len() {
                        return Err(format!("an arm has {results} results"));
                    }
                }
            }
            Op::Loop(repeated) => {
                if let Some(tape) = repeated.shared.filter(|tape| !defined.contains(tape)) {
                    let tape = name(self.vars, tape);
                    return Err(format!("`{tape}` is shared before its definition"));
                }
                let mut inside = defined.clone();
                if repeated.head.tape().is_some() {
                    inside.extend(bound(&repeated.residuals));
                }
                self.block(&repeated.body, &inside)?;
            }
            Op::Replay(replay) => {
                let mut inside = defined.clone();
                for (_, copy) in &replay.around {
                    if !defined.contains(copy) {
                        return Err(format!("`{}` is not kept", name(self.vars, *copy)));
                    }
                }
                let restored: Vec<Residual> =
                    replay.around.iter().map(|(it, _)| it.clone()).collect();
                inside.extend(bound(&replay.state));
                inside.extend(bound(&restored));
                for block in [&replay.advance, &replay.trip] {
                    // Its own places have the names of those outside.
                    let declared = block
                        .stmts
                        .iter()
                        .filter(|stmt| matches!(stmt.op, Op::Defer));
                    let declared: BTreeSet<Var> =
                        declared.flat_map(|stmt| stmt.results.clone()).collect();
                    let inside = inside.difference(&declared).copied().collect();
                    self.block(block, &inside)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn name(vars: &Variables, var: Var) -> String {
    vars.get(var)
        .map_or_else(|| format!("#{}", var.0), |v| v.name.to_string())
}

fn check_writes(op: &Op, vars: &Variables) -> Result<(), String> {
    let mut written = None;
    op.for_each_write(&mut |place| {
        if !matches!(
            vars.role(place.root),
            Role::Place | Role::Buffer | Role::Optional
        ) {
            written = Some(place.root);
        }
    });
    match written {
        Some(var) => Err(format!(
            "`{}` is written, but is not a place",
            name(vars, var)
        )),
        None => Ok(()),
    }
}

fn check_names(op: &Op, vars: &Variables) -> Result<(), String> {
    let mut mentioned = BTreeSet::new();
    for mentions in op.mentions().into_iter().chain(op.decisions()) {
        mentioned.extend(&mentions.vars);
    }
    op.for_each_atom(&mut |atom| {
        if let Atom::Inert(inert) = atom {
            mentioned.extend(&inert.mentions.vars);
        }
    });
    let unnamed = |var: &Var| !vars.get(*var).is_some_and(|variable| variable.named);
    match mentioned.into_iter().find(unnamed) {
        Some(var) => Err(format!(
            "code mentions `{}`, which has no name",
            name(vars, var)
        )),
        None => Ok(()),
    }
}

fn check_results(op: &Op, results: usize) -> Result<(), String> {
    let expected = match op {
        Op::Verbatim(_)
        | Op::Store(..)
        | Op::Accumulate(..)
        | Op::Push(..)
        | Op::Swap(..)
        | Op::Clear(..)
        | Op::Rewind(_)
        | Op::Apply(Primitive::Told(Told::Decision), _) => 0..=0,
        Op::Branch(_) | Op::Loop(_) | Op::Replay(_) => 0..=usize::MAX,
        Op::CallJvp(..) | Op::CallVjp(..) | Op::CallLinearized(..) => 2..=2,
        Op::Unpack(..) | Op::Pullback(_) | Op::Plain(..) => 0..=usize::MAX,
        Op::Apply(..) => 1..=2,
        _ => 1..=1,
    };
    if expected.contains(&results) {
        Ok(())
    } else {
        Err(format!("an operation has {results} results"))
    }
}
