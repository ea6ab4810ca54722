//! Functions of the standard library that are called by path: primitives, `f64::sin(x)`, and what makes values of others.

use std::rc::Rc;

use syn::spanned::Spanned;
use syn::{Expr, ExprPath};

use crate::ir::{Atom, Op, Place, Style};
use crate::rules::{self, Rule};
use crate::syntax::lower::Lowerer;
use crate::syntax::scope::Value;

/// Whether a path is `Vec::from`.
fn is_vec_from(path: &ExprPath) -> bool {
    let mut segments = path.path.segments.iter().rev();
    segments.next().is_some_and(|last| last.ident == "from")
        && segments.next().is_some_and(|owner| owner.ident == "Vec")
}

/// The type that `f64::from` gives.
fn float_conversion(path: &ExprPath) -> Option<syn::Type> {
    let mut segments = path.path.segments.iter().rev();
    let (function, owner) = (segments.next()?, segments.next()?);
    let float = owner.ident == "f64" || owner.ident == "f32";
    let owner = &owner.ident;
    (function.ident == "from" && float && path.qself.is_none()).then(|| syn::parse_quote!(#owner))
}

impl Lowerer<'_> {
    /// The value of one of these functions, if that is what a path names.
    pub(super) fn standard(
        &mut self,
        expr: &Expr,
        path: &ExprPath,
        arguments: &[Value],
        sources: &[&Expr],
    ) -> Option<Value> {
        if let Some(rule) = self.primitive_path(path, arguments.len()) {
            let operands = arguments.iter().zip(sources).enumerate();
            let operands = operands.map(|(index, (value, source))| {
                self.operand_of(rule, index, value.clone(), source)
            });
            let operands = operands.collect();
            let last = path.path.segments.last();
            let name = last.map_or_else(|| self.name.clone(), |last| last.ident.clone());
            let style = Style::Path(Rc::new(path.clone()));
            return Some(self.primitive(rule, &name, style, operands));
        }
        let ([value], [source]) = (arguments, sources) else {
            return None;
        };
        if let Some(ty) = float_conversion(path) {
            let atom = self.scalar(value.clone(), *source);
            return Some(self.converted(atom, &ty, path.span()));
        }
        if !is_vec_from(path) {
            return None;
        }
        let place = match value {
            Value::Reference(place) => Some(place.clone()),
            value => {
                let atom = self.materialize(value.clone(), source.span());
                atom.var().map(Place::whole)
            }
        };
        let Some(place) = place else {
            return Some(self.poison(expr.span()));
        };
        let shape = self.place_shape(&place).slice();
        let var = self.define(Op::Load(place), shape, path.span());
        Some(Value::Atom(Atom::Var(var)))
    }

    /// The rule of a primitive called by path: `f64::sin(x)`, `<T as Float>::sin(x)`.
    pub(in crate::syntax::lower) fn primitive_path(
        &self,
        path: &ExprPath,
        arity: usize,
    ) -> Option<&'static Rule> {
        let mut segments = path.path.segments.iter().rev();
        let last = segments.next()?;
        let owner = segments.next();
        let of_float = path.qself.is_some()
            || owner.is_some_and(|owner| self.float_types.contains(&owner.ident.to_string()));
        let rule = rules::method(&last.ident.to_string())?;
        (of_float && rule.arity == arity).then_some(rule)
    }
}
