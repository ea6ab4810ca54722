//! Loops of which states are kept: what of them must be in a state, besides the places they write.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{ExprForLoop, Type};

use crate::ir::{Atom, Block, Checkpoint, Inert, Op, Stmt};
use crate::syntax::lower::Lowerer;
use crate::syntax::lower::iteration::Iteration;
use crate::syntax::lower::mutated::{mutated_by_expression, mutated_by_statement};
use crate::syntax::{checkpoint, fence, inspect};

/// The number of states to keep, where it is given.
pub(in crate::syntax::lower) type Count = Option<Rc<Inert>>;

impl Lowerer<'_> {
    /// What the attribute of a loop asks for; without one, nothing.
    pub(super) fn checkpoint(
        &mut self,
        token: &ExprForLoop,
        iteration: &Iteration,
    ) -> Option<Count> {
        let attribute = checkpoint::of(token)?;
        if !iteration.reversible {
            fence::checkpoint_of_iterator(token.expr.span(), self.errors);
            return None;
        }
        let Ok(Some(count)) = checkpoint::count(attribute) else {
            return Some(None);
        };
        let inspection = inspect::expression(&self.scope, &self.vars, &count);
        fence::counts_states(&count, &inspection, &self.name, self.errors)
            .then(|| Some(Rc::new(self.bound(&count))))
    }

    /// What the trips of such a loop change without a derivative.
    pub(super) fn checkpointed(
        &mut self,
        count: Count,
        body: &Block,
        exit: Option<&Ident>,
    ) -> Rc<Checkpoint> {
        let (mut mentioned, mut changed) = (BTreeSet::new(), BTreeSet::new());
        for stmt in &body.stmts {
            stmt.op.for_each_name(&mut |name| {
                mentioned.insert(name.to_owned());
            });
        }
        changes(body, &mut changed);
        let mut checkpoint = Checkpoint {
            count,
            carried: exit
                .map(|exit| (exit.to_string(), exit.clone()))
                .into_iter()
                .collect(),
            changing: BTreeMap::new(),
            references: BTreeSet::new(),
        };
        for (source, name, mutable) in self.scope.inert() {
            let known = name.unraw().to_string();
            let spelled = source.split('#').next().unwrap_or(source);
            if !mentioned.contains(&known) && !mentioned.contains(&name.to_string()) {
                continue;
            }
            let parameter = self.parameter(name).map(|parameter| &parameter.ty);
            if matches!(parameter, Some(Type::Reference(ty)) if ty.mutability.is_some()) {
                checkpoint.references.insert(known.clone());
                checkpoint.carried.insert(known, name.clone());
            } else if matches!(parameter, Some(Type::Reference(_))) {
                // What is lent to be read stays as it is.
            } else if changed.contains(&known) {
                if parameter.is_none() && self.borrowed.contains(name) {
                    fence::reference_in_state(name, self.errors);
                }
                checkpoint.carried.insert(known, name.clone());
            } else if mutable || self.mutated.contains(spelled) {
                checkpoint.changing.insert(known, name.clone());
            }
        }
        Rc::new(checkpoint)
    }
}

/// The names that user code in a block changes.
fn changes(block: &Block, changed: &mut BTreeSet<String>) {
    let mut atoms = |atom: &Atom| {
        if let Atom::Inert(inert) = atom {
            changed.extend(mutated_by_expression(&inert.expr));
        }
    };
    block.results.iter().for_each(&mut atoms);
    for Stmt { op, .. } in &block.stmts {
        // It goes down into blocks.
        op.for_each_atom(&mut atoms);
    }
    for Stmt { op, .. } in &block.stmts {
        match op {
            Op::Inert(inert) => changed.extend(mutated_by_expression(&inert.expr)),
            Op::Verbatim(verbatim) => changed.extend(mutated_by_statement(&verbatim.stmt)),
            Op::Branch(branch) => {
                let code = branch.decision.code().map(|code| &code.expr);
                let cases = branch.arms.iter().filter_map(|arm| arm.case.as_ref());
                let guards = cases.filter_map(|case| case.guard.as_ref());
                for expr in code.into_iter().chain(guards) {
                    changed.extend(mutated_by_expression(expr));
                }
            }
            Op::Loop(repeated) => {
                if let Some(code) = repeated.head.code() {
                    changed.extend(mutated_by_expression(&code.expr));
                }
            }
            _ => {}
        }
        for inner in op.blocks() {
            changes(inner, changed);
        }
    }
}
