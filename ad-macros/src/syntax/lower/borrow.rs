//! Names without a derivative that stand for something borrowed.
//!
//! A pullback outlives what its function borrows only if it keeps values: what is read through such
//! a name is read in the forward sweep.

use std::rc::Rc;

use proc_macro2::Ident;
use syn::{Block, Expr, Pat, Stmt};

use super::Lowerer;
use super::inert::is_name;
use crate::ir::Inert;
use crate::rules;
use crate::syntax::carrier::Carrier;
use crate::syntax::scope::{self, Meaning};
use crate::syntax::signature::may_borrow;

impl Lowerer<'_> {
    /// Whether a name stands for something borrowed.
    pub(super) fn is_borrowed(&self, ident: &Ident) -> bool {
        match self.scope.lookup(ident).map(|binding| &binding.meaning) {
            Some(Meaning::Inert { name, .. }) => self.borrowed.contains(name),
            _ => false,
        }
    }

    /// Remembers that variables without a derivative stand for something borrowed.
    pub(super) fn note_borrowed<'i>(&mut self, idents: impl IntoIterator<Item = &'i Ident>) {
        for ident in idents {
            if let Some(Meaning::Inert { name, .. }) =
                self.scope.lookup(ident).map(|binding| &binding.meaning)
            {
                self.borrowed.insert(name.clone());
            }
        }
    }

    /// The names of a pattern that, bound to a value, stand for something borrowed.
    pub(super) fn borrowing<'p>(&self, pat: &'p Pat, value: &Expr) -> Vec<&'p Ident> {
        match (pat, value) {
            (_, Expr::Paren(value)) => self.borrowing(pat, &value.expr),
            (Pat::Paren(pat), _) => self.borrowing(&pat.pat, value),
            (Pat::Type(typed), _) if !may_borrow(&typed.ty) => Vec::new(),
            (Pat::Type(typed), _) => self.borrowing(&typed.pat, value),
            (
                Pat::Tuple(syn::PatTuple { elems, .. }),
                Expr::Tuple(syn::ExprTuple { elems: values, .. }),
            )
            | (
                Pat::Slice(syn::PatSlice { elems, .. }),
                Expr::Array(syn::ExprArray { elems: values, .. }),
            ) => {
                let parts = elems.iter().zip(values);
                parts
                    .flat_map(|(pat, value)| self.borrowing(pat, value))
                    .collect()
            }
            _ => references(pat, self.borrows(value)),
        }
    }

    /// Remembers which names of a pattern stand for parts of a variable of this function: no pullback can keep them.
    pub(super) fn note_lent_items(&mut self, pat: &Pat, iterator: &Expr) {
        for ident in self.lent_items(pat, iterator) {
            if let Some(Meaning::Inert { name, .. }) =
                self.scope.lookup(ident).map(|binding| &binding.meaning)
            {
                self.borrowed.insert(name.clone());
                self.lent_items.insert(name.clone());
            }
        }
    }

    /// The names of a pattern that, bound to the items of an iterator, stand for parts of a variable of this
    /// function.
    fn lent_items<'p>(&self, pat: &'p Pat, iterator: &Expr) -> Vec<&'p Ident> {
        match iterator {
            Expr::Paren(paren) => self.lent_items(pat, &paren.expr),
            Expr::Reference(reference) if self.is_own(&reference.expr) => references(pat, true),
            Expr::MethodCall(call) => {
                let pair = match pat {
                    Pat::Tuple(tuple) if tuple.elems.len() == 2 => {
                        tuple.elems.first().zip(tuple.elems.last())
                    }
                    _ => None,
                };
                match (call.method.to_string().as_str(), pair, call.args.first()) {
                    ("enumerate", Some((_, item)), None) => self.lent_items(item, &call.receiver),
                    ("zip", Some((item, other)), Some(others)) => {
                        let items = self.lent_items(item, &call.receiver);
                        [items, self.lent_items(other, others)].concat()
                    }
                    ("iter" | "windows" | "chunks" | "chunks_exact", ..)
                        if self.is_own(&call.receiver) =>
                    {
                        references(pat, true)
                    }
                    ("rev" | "skip" | "take" | "step_by" | "filter", ..) => {
                        self.lent_items(pat, &call.receiver)
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// Whether an expression is, or is part of, a variable without a derivative that ends with the function.
    fn is_own(&self, expr: &Expr) -> bool {
        let local = |ident: &Ident| {
            let meaning = self.scope.lookup(ident).map(|binding| &binding.meaning);
            matches!(meaning, Some(Meaning::Inert { .. })) && self.parameter(ident).is_none()
        };
        scope::root(expr).is_some_and(local)
    }

    /// Whether a value is something borrowed, as far as its tokens show it.
    pub(super) fn borrows(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Reference(_) => true,
            Expr::Path(path) => path
                .path
                .get_ident()
                .is_some_and(|ident| self.is_borrowed(ident)),
            Expr::Paren(paren) => self.borrows(&paren.expr),
            Expr::Group(group) => self.borrows(&group.expr),
            Expr::Tuple(tuple) => tuple.elems.iter().any(|part| self.borrows(part)),
            Expr::Array(array) => array.elems.iter().any(|part| self.borrows(part)),
            Expr::Repeat(repeat) => self.borrows(&repeat.expr),
            Expr::Block(block) => self.block_borrows(&block.block),
            Expr::If(branch) => {
                let otherwise = branch.else_branch.as_ref();
                self.block_borrows(&branch.then_branch)
                    || otherwise.is_some_and(|(_, otherwise)| self.borrows(otherwise))
            }
            Expr::Match(branches) => branches.arms.iter().any(|arm| self.borrows(&arm.body)),
            Expr::MethodCall(call) => {
                rules::returns_a_borrow(&call.method.to_string()) && self.borrows(&call.receiver)
            }
            _ => false,
        }
    }

    /// Whether the value of a block is something borrowed.
    fn block_borrows(&self, block: &Block) -> bool {
        match block.stmts.last() {
            Some(Stmt::Expr(value, None)) => self.borrows(value),
            _ => false,
        }
    }

    /// An inert operand of arithmetic: the float itself, where it may be a reference to one.
    pub(super) fn by_value(&self, inert: Rc<Inert>) -> Rc<Inert> {
        let borrowed = |name: &&Ident| is_name(&inert.expr) && self.borrowed.contains(name);
        let Some(name) = scope::root(&inert.expr).filter(borrowed) else {
            return inert;
        };
        let expr = match self.parameter(name).map(|parameter| &parameter.carrier) {
            None => syn::parse_quote!(#name.clone()),
            Some(Carrier::Reference(referent)) if referent.is_scalar() => syn::parse_quote!(*#name),
            Some(_) => return inert,
        };
        Rc::new(Inert {
            expr,
            ..(*inert).clone()
        })
    }
}

/// The names in a pattern that are references, where its value is borrowed or is not.
fn references(pat: &Pat, borrowed: bool) -> Vec<&Ident> {
    let parts: Vec<&Pat> = match pat {
        Pat::Ident(ident) if borrowed || ident.by_ref.is_some() => return vec![&ident.ident],
        // It takes the reference off.
        Pat::Reference(reference) => return references(&reference.pat, false),
        Pat::Type(typed) => vec![&typed.pat],
        Pat::Paren(paren) => vec![&paren.pat],
        Pat::Tuple(tuple) => tuple.elems.iter().collect(),
        Pat::Slice(slice) => slice.elems.iter().collect(),
        Pat::TupleStruct(tuple) => tuple.elems.iter().collect(),
        Pat::Struct(fields) => fields.fields.iter().map(|field| &*field.pat).collect(),
        _ => Vec::new(),
    };
    let parts = parts.into_iter();
    parts.flat_map(|part| references(part, borrowed)).collect()
}
