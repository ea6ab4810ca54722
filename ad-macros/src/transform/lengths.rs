//! How long sequences are, as code: for loops over all of the indices.

use std::collections::{BTreeMap, BTreeSet};

use quote::{ToTokens, quote};
use syn::Expr;

use super::linearize::{Linear, for_each_primal};
use crate::ir::{Atom, Op, Role, Shape, Var, Variables};
use crate::syntax::repeated_length;

/// What is known of how long sequences are.
#[derive(Default)]
pub(super) struct Lengths {
    /// The length that a place was made with.
    made: BTreeMap<Var, String>,
    /// The place that a zero tangent was made as long as.
    alike: BTreeMap<Var, Var>,
    /// What names stand for, and whether that is the same anywhere.
    names: BTreeMap<String, (String, bool)>,
    /// What may have another length later.
    resized: BTreeSet<Var>,
}

impl Lengths {
    pub(super) fn of(linear: &Linear) -> Self {
        let mut lengths = Lengths::default();
        let mut values = BTreeMap::new();
        for_each_primal(&linear.steps, &mut |stmt| {
            match (&stmt.op, stmt.results.as_slice()) {
                (Op::Inert(inert), [result]) => {
                    let length = repeated_length(&inert.expr);
                    values.extend(length.map(|length| (*result, code(&length))));
                    if let Some(variable) = linear.vars.get(*result) {
                        let meaning = (code(&inert.expr), inert.constant);
                        lengths.names.insert(variable.name.to_string(), meaning);
                    }
                }
                (Op::Zero(Atom::Var(like)), [result]) => {
                    lengths.alike.insert(*result, *like);
                }
                (Op::Declare(Atom::Var(init)), [place]) => {
                    let length = values.get(init);
                    lengths
                        .made
                        .extend(length.map(|length| (*place, length.clone())));
                    let like = lengths.alike.get(init).copied();
                    lengths.alike.extend(like.map(|like| (*place, like)));
                }
                _ => {}
            }
            let grows = matches!(stmt.op, Op::Push(..) | Op::Pop(_));
            stmt.op.for_each_write(&mut |place| {
                if grows || place.path.is_empty() {
                    lengths.resized.insert(place.root);
                }
            });
        });
        lengths
    }

    /// Whether a sequence is always as long as code says, for which a name may stand.
    pub(super) fn is_length(&self, vars: &Variables, of: Var, end: &str) -> bool {
        if let Shape::Array(_, length) = vars.shape(of) {
            return code(&length) == end;
        }
        let keeps = match vars.role(of) {
            Role::Value | Role::Reference => true,
            Role::Place | Role::Buffer => !self.resized.contains(&of),
            Role::Optional | Role::Record => false,
        };
        let meaning = self.names.get(end);
        let (code, fixed) = meaning.map_or((end, true), |(code, fixed)| (code.as_str(), *fixed));
        let made = fixed && self.made.get(&of).is_some_and(|length| length == code);
        let own = vars.get(of).is_some_and(|variable| {
            let name = &variable.name;
            quote!(#name.len()).to_string() == code
        });
        let alike = || {
            let like = self.alike.get(&of);
            like.is_some_and(|like| self.is_length(vars, *like, end))
        };
        keeps && (made || own || alike())
    }
}

/// Code as text: what is written alike, of names that mean one thing each, is the same.
pub(super) fn code(expr: &Expr) -> String {
    expr.to_token_stream().to_string()
}
