//! What selects: the index or the condition that a function computes of what is being differentiated. It has no derivative,
//! of which the compiler is asked to make sure.
//!
//! ```text
//! let i = locate(knots, x);      →    let i = selector(locate(knots, x));
//! y[i]                                y[i]
//! ```

use std::rc::Rc;

use syn::{Expr, Pat, PatIdent, Stmt};

use super::Lowerer;
use super::assigned_operator;
use super::control::derived;
use crate::ir::{Atom, Inert, Shape, Var};
use crate::syntax::carrier::Carrier;
use crate::syntax::fence;
use crate::syntax::inspect::{self, Inspection};
use crate::syntax::scope::{BindingKey, Value, declared};

impl Lowerer<'_> {
    /// Whether functions give a value of something active, and it is there to select by.
    pub(super) fn selects(&self, patterns: &[&Pat], value: &Expr, inspection: &Inspection) -> bool {
        let mut names = bound(patterns);
        !inspection.active.is_empty()
            && inspection.macros.is_empty()
            && inspect::calls(value)
            && names.all(|name| self.scope.discrete.declares(BindingKey::of(&name.ident)))
            && patterns.iter().copied().all(can_be_confirmed)
    }

    /// The same of the value of a declaration, which its type may tell.
    pub(super) fn declares_selectors(
        &self,
        pat: &Pat,
        value: &Expr,
        inspection: &Inspection,
    ) -> bool {
        if self.is_of_inert_type(pat) {
            return self.selects(&[], value, inspection);
        }
        bound(&[pat]).next().is_some() && self.selects(&[pat], value, inspection)
    }

    fn is_of_inert_type(&self, pat: &Pat) -> bool {
        matches!(pat, Pat::Type(typed) if matches!(self.signature.carrier(&typed.ty), Carrier::Inert))
    }

    /// The code of the value of a declaration, with the compiler's word that it has no derivative if there is no type.
    pub(super) fn declared_selector(&self, pat: &Pat, code: Expr) -> Expr {
        if self.is_of_inert_type(pat) {
            code
        } else {
            self.confirmed(&code)
        }
    }

    /// Code with the compiler's word that its value has no derivative.
    pub(super) fn confirmed(&self, code: &Expr) -> Expr {
        let runtime = &self.runtime;
        syn::parse_quote!(#runtime::selector(#code))
    }

    /// A part of what a function gives, which has no derivative if the pattern binds it to select by.
    pub(super) fn selecting_part(&mut self, pat: &Pat, part: Var) -> Value {
        let selects = matches!(pat, Pat::Ident(name) if self.scope.discrete.declares(BindingKey::of(&name.ident)));
        match self.vars.get_mut(part) {
            Some(variable) if selects && matches!(variable.shape, Shape::Unknown) => {
                variable.shape = Shape::Inert;
            }
            _ => return Value::Atom(Atom::Var(part)),
        }
        match self.inert_part(part) {
            Value::Inert(inert) => {
                Value::Inert(Rc::new(derived(self.confirmed(&inert.expr), [&*inert])))
            }
            value => value,
        }
    }

    /// Keeps an assignment to a variable that selects, if a function gives what is assigned.
    pub(super) fn assigns_selector(&mut self, assignment: &Expr) -> bool {
        let mut kept = assignment.clone();
        let (target, value) = match &mut kept {
            Expr::Assign(assign) => (&*assign.left, &mut *assign.right),
            Expr::Binary(binary) if assigned_operator(&binary.op).is_some() => {
                (&*binary.left, &mut *binary.right)
            }
            _ => return false,
        };
        if !self.scope.is_selector(target) || !self.is_selector(value) {
            return false;
        }
        *value = self.confirmed(value);
        let end = Some(syn::token::Semi::default());
        self.verbatim(&Stmt::Expr(kept, end));
        true
    }

    /// An index, or a bound, that a function computes of something active.
    pub(super) fn selector(&mut self, index: &Expr) -> Option<Rc<Inert>> {
        if !self.is_selector(index) {
            return None;
        }
        let inert = self.inert(index);
        Some(Rc::new(derived(self.confirmed(&inert.expr), [&*inert])))
    }

    /// Whether a value selects as it stands; what hinders it is said.
    fn is_selector(&mut self, value: &Expr) -> bool {
        if !inspect::calls(value) {
            return false;
        }
        let inspection = inspect::expression(&self.scope, &self.vars, value);
        self.selects(&[], value, &inspection)
            && !self.mentions_unknown(&inspection)
            && fence::check_selector(&inspection, &self.name, self.errors)
    }
}

/// What patterns bind.
pub(super) fn bound<'p>(patterns: &[&'p Pat]) -> impl Iterator<Item = &'p PatIdent> {
    let names = patterns.iter().flat_map(|pattern| declared(pattern));
    names.filter(|name| name.ident != "None")
}

/// Whether a pattern binds nothing but parts of what [`selector`](Lowerer::confirmed) takes: not what a type of the user's
/// holds, nor an error, which may be of any type.
fn can_be_confirmed(pattern: &Pat) -> bool {
    let holds_selectors = |path: &syn::Path| {
        let name = path.segments.last();
        name.is_some_and(|name| name.ident == "Some" || name.ident == "Ok")
    };
    bound(&[pattern]).next().is_none()
        || match pattern {
            Pat::TupleStruct(holds) => {
                holds_selectors(&holds.path) && holds.elems.iter().all(can_be_confirmed)
            }
            Pat::Tuple(tuple) => tuple.elems.iter().all(can_be_confirmed),
            Pat::Slice(slice) => slice.elems.iter().all(can_be_confirmed),
            Pat::Type(typed) => can_be_confirmed(&typed.pat),
            Pat::Reference(reference) => can_be_confirmed(&reference.pat),
            Pat::Paren(paren) => can_be_confirmed(&paren.pat),
            Pat::Or(or) => or.cases.iter().all(can_be_confirmed),
            Pat::Ident(name) => name.subpat.is_none(),
            _ => false,
        }
}
