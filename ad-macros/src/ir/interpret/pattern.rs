//! Patterns, and the names they bind.

use quote::ToTokens;
use syn::{Expr, Pat};

use super::Machine;
use super::primitive::same;
use super::value::Value;

impl Machine<'_> {
    /// Declares the names of a pattern: in a block, what they meant outside is kept.
    pub(super) fn hide(&self, pat: &Pat) {
        match pat {
            Pat::Ident(ident) => self.forget(&ident.ident.to_string()),
            Pat::Type(typed) => self.hide(&typed.pat),
            other => panic!("pattern `{}`", other.to_token_stream()),
        }
    }

    /// Declares a name that has no value yet.
    pub(super) fn forget(&self, name: &str) {
        self.declare(name);
        self.memory.borrow_mut().remove(name);
    }

    fn declare(&self, name: &str) {
        if let Some(scope) = self.shadowed.borrow_mut().last_mut() {
            let outer = self.memory.borrow().get(name).cloned();
            scope.push((name.to_owned(), outer));
        }
    }

    pub(super) fn bind_name(&self, name: &str, value: Value) {
        self.declare(name);
        self.set_name(name, value);
    }

    pub(super) fn bind(&self, pat: &Pat, value: &Value) {
        assert!(self.fits(pat, value), "pattern `{}`", pat.to_token_stream());
    }

    /// Whether a pattern fits a value; its names are bound.
    pub(super) fn fits(&self, pat: &Pat, value: &Value) -> bool {
        let all = |parts: &mut dyn Iterator<Item = &Pat>| {
            let mut parts = parts.zip(value.list());
            parts.all(|(pat, part)| self.fits(pat, part))
        };
        match pat {
            Pat::Ident(ident) => {
                self.bind_name(&ident.ident.to_string(), value.clone());
                let inner = ident.subpat.as_ref();
                inner.is_none_or(|(_, inner)| self.fits(inner, value))
            }
            Pat::Type(typed) => self.fits(&typed.pat, value),
            Pat::Paren(paren) => self.fits(&paren.pat, value),
            Pat::Reference(reference) => self.fits(&reference.pat, value),
            Pat::Tuple(tuple) => all(&mut tuple.elems.iter()),
            Pat::TupleStruct(tuple) => all(&mut tuple.elems.iter()),
            Pat::Struct(of) => of.fields.iter().all(|field| {
                let part = &value.list()[self.member(&field.member)];
                self.fits(&field.pat, part)
            }),
            Pat::Slice(slice) => all(&mut slice.elems.iter()),
            Pat::Guard(guarded) => self.fits(&guarded.pat, value) && self.condition(&guarded.guard),
            Pat::Or(cases) => cases.cases.iter().any(|case| self.fits(case, value)),
            Pat::Lit(literal) => same(&self.expression(&Expr::Lit(literal.clone())), value),
            Pat::Range(range) => {
                let number = value.number();
                let bound = |expr: &Expr| self.expression(expr).number();
                let closed = matches!(range.limits, syn::RangeLimits::Closed(_));
                let above = |end: &Expr| number < bound(end) || (closed && number <= bound(end));
                range
                    .start
                    .as_deref()
                    .is_none_or(|start| bound(start) <= number)
                    && range.end.as_deref().is_none_or(above)
            }
            Pat::Wild(_) => true,
            other => panic!("pattern `{}`", other.to_token_stream()),
        }
    }
}
