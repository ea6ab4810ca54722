//! Ranges: iterators of integers, whose bounds are computed once.

use proc_macro2::{Ident, Span};
use syn::Expr;
use syn::spanned::Spanned;

use crate::ir::{Inert, Op, Role, Shape};
use crate::syntax::lower::Lowerer;
use crate::syntax::lower::control::derived;
use crate::syntax::lower::inert::inert_name;

impl Lowerer<'_> {
    /// A range, or one reversed: with bounds that do not change, and whether it is one of indices.
    pub(super) fn counted(&mut self, expr: &Expr) -> Option<(Inert, bool)> {
        match expr {
            Expr::Paren(paren) => {
                let (inner, exact) = self.counted(&paren.expr)?;
                let range = &inner.expr;
                Some((derived(syn::parse_quote!((#range)), [&inner]), exact))
            }
            Expr::Range(range) => {
                let start = self.bound(range.start.as_deref()?);
                let end = self.bound(range.end.as_deref()?);
                let exact = [&range.start, &range.end]
                    .into_iter()
                    .flatten()
                    .any(|bound| self.is_index(bound));
                let limits = &range.limits;
                let (from, to) = (&start.expr, &end.expr);
                let expr = syn::parse_quote!(#from #limits #to);
                let half_open = matches!(limits, syn::RangeLimits::HalfOpen(_));
                Some((derived(expr, [&start, &end]), exact && half_open))
            }
            Expr::MethodCall(call) if call.method == "rev" && call.args.is_empty() => {
                let (inner, exact) = self.counted(&call.receiver)?;
                let range = &inner.expr;
                Some((derived(syn::parse_quote!(#range.rev()), [&inner]), exact))
            }
            Expr::MethodCall(call) if call.method == "step_by" && call.args.len() == 1 => {
                let (inner, exact) = self.counted(&call.receiver)?;
                if !exact {
                    return None;
                }
                let step = self.bound(call.args.first()?);
                let (range, by) = (&inner.expr, &step.expr);
                Some((
                    derived(syn::parse_quote!(#range.step_by(#by)), [&inner, &step]),
                    exact,
                ))
            }
            _ => None,
        }
    }

    /// A bound of a range, computed before the loop unless it is at hand anyway.
    pub(in crate::syntax::lower) fn bound(&mut self, expr: &Expr) -> Inert {
        let inert = self.inert(expr);
        if inert.duplicable {
            let mut inert = (*inert).clone();
            if !matches!(inert.expr, Expr::Lit(_) | Expr::Path(_) | Expr::Paren(_)) {
                let inner = &inert.expr;
                inert.expr = syn::parse_quote!((#inner));
            }
            return inert;
        }
        let span = expr.span();
        let var = self
            .vars
            .named("end", Shape::Inert, Role::Value, Span::mixed_site());
        self.emit(vec![var], Op::Inert(inert), span);
        let name = self.name_of(var);
        let mut inert = inert_name(&name);
        inert.mentions.vars.insert(var);
        inert
    }

    /// Whether an expression is known to be a `usize`.
    fn is_index(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(paren) => self.is_index(&paren.expr),
            Expr::Binary(binary) => {
                let shifts = matches!(binary.op, syn::BinOp::Shl(_) | syn::BinOp::Shr(_));
                self.is_index(&binary.left) || !shifts && self.is_index(&binary.right)
            }
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                ["len", "ncols", "nrows"].contains(&method.as_str())
                    || keeps_its_type(&method) && self.is_index(&call.receiver)
            }
            Expr::Cast(cast) => matches!(&*cast.ty, syn::Type::Path(ty) if ty.path.is_ident("usize")),
            Expr::Lit(literal) => {
                matches!(&literal.lit, syn::Lit::Int(int) if int.suffix() == "usize")
            }
            Expr::Path(path) => path.path.get_ident().is_some_and(|ident| {
                let parameter = self.parameter(ident);
                let usize = parameter.is_some_and(
                    |parameter| matches!(&parameter.ty, syn::Type::Path(ty) if ty.path.is_ident("usize")),
                );
                usize || self.is_const_parameter(ident)
            }),
            _ => false,
        }
    }

    fn is_const_parameter(&self, ident: &Ident) -> bool {
        self.const_parameters.contains(&ident.to_string())
    }
}

/// Whether a method of an integer gives one of the same type.
fn keeps_its_type(method: &str) -> bool {
    const METHODS: [&str; 16] = [
        "abs_diff",
        "clamp",
        "clone",
        "div_ceil",
        "div_euclid",
        "isqrt",
        "max",
        "min",
        "next_multiple_of",
        "next_power_of_two",
        "pow",
        "rem_euclid",
        "saturating_add",
        "saturating_sub",
        "wrapping_add",
        "wrapping_sub",
    ];
    METHODS.contains(&method)
}
