//! Functions that make a vector or a matrix, linear in what they make it of.
//!
//! ```text
//! Vector3::new(x, y, z)           →    algebra::assembled(&[x, y, z], |[x, y, z]| Vector3::new(x, y, z))
//! DVector::from_column_slice(x)   →    algebra::gathered(&x, DVector::from_column_slice)
//! ```

use std::rc::Rc;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprPath};

use super::Lowerer;
use super::control::{derived, inert_code};
use crate::ir::{Aggregate, Argument, Atom, Inert, Mentions, Op, Passed, Shape};
use crate::syntax::algebra::{self, Gives};
use crate::syntax::fence;
use crate::syntax::scope::Value;

impl Lowerer<'_> {
    /// The value of a function of a type of vectors or matrices, if that is what a call is of.
    pub(super) fn constructed(
        &mut self,
        path: &ExprPath,
        arguments: &[Value],
        sources: &[&Expr],
    ) -> Option<Value> {
        if !algebra::is_of_type(path) {
            return None;
        }
        let name = path.path.segments.last()?.ident.to_string();
        let value = match (name.as_str(), arguments, sources) {
            ("new", _, _) => self.assembled(path, arguments, sources),
            ("from_element" | "repeat" | "splat", [x], [source]) => {
                let x = self.scalar(x.clone(), *source);
                self.made("filled", Value::Atom(x), source, inert_path(path), path)
            }
            ("from_element", [sizes @ .., x], [size_sources @ .., source]) => {
                let x = self.scalar(x.clone(), *source);
                let Some(sizes) = self.sizes(sizes, size_sources, path) else {
                    return Some(self.poison(path.span()));
                };
                let codes = sizes.iter().map(|code| &code.expr);
                let function = syn::parse_quote!(move |element| #path(#(#codes,)* element));
                let function = derived(function, sizes.iter().map(|code| &**code));
                self.made("filled", Value::Atom(x), source, function, path)
            }
            ("from" | "from_array", [x], [source]) => {
                let x = self.materialize(x.clone(), source.span());
                matches!(self.shape_of(&x), Shape::Array(element, _) if element.is_scalar()).then(
                    || self.made("assembled", Value::Atom(x), source, inert_path(path), path),
                )?
            }
            ("from_vec" | "from_slice" | "from_column_slice", ..) => {
                self.gathered("gathered", path, arguments, sources)?
            }
            ("from_row_slice", ..) => {
                self.gathered("gathered_by_rows", path, arguments, sources)?
            }
            _ => {
                fence::constructor(path, self.errors);
                self.poison(path.span())
            }
        };
        Some(value)
    }

    /// Of numbers, one after the other.
    fn assembled(&mut self, path: &ExprPath, arguments: &[Value], sources: &[&Expr]) -> Value {
        let span = path.span();
        let Some(first) = sources.first() else {
            return self.poison(span);
        };
        let atoms = arguments.iter().zip(sources);
        let atoms: Vec<Atom> = atoms
            .map(|(value, source)| self.scalar(value.clone(), *source))
            .collect();
        let names: Vec<Ident> = (0..atoms.len())
            .map(|index| {
                let name = self.vars.fresh(&format!("e{index}"));
                Ident::new(&name, span.resolved_at(Span::mixed_site()))
            })
            .collect();
        let shape = self.aggregate_shape(Aggregate::Array, &atoms);
        let packed = self.define(Op::Pack(Aggregate::Array, atoms), shape, span);
        let function = syn::parse_quote!(|[#(#names),*]| #path(#(#names),*));
        let function = inert_code(function, Mentions::default());
        let packed = Value::Atom(Atom::Var(packed));
        self.made("assembled", packed, first, function, path)
    }

    /// Of the elements of a sequence, after what says how many rows and columns.
    fn gathered(
        &mut self,
        operation: &str,
        path: &ExprPath,
        arguments: &[Value],
        sources: &[&Expr],
    ) -> Option<Value> {
        let (data, sizes) = arguments.split_last()?;
        let (source, size_sources) = sources.split_last()?;
        let Some(codes) = self.sizes(sizes, size_sources, path) else {
            return Some(self.poison(path.span()));
        };
        let by_value = path.path.segments.last()?.ident == "from_vec";
        let given = if by_value {
            quote!(elements.to_vec())
        } else {
            quote!(elements)
        };
        let sizes = codes.iter().map(|code| &code.expr);
        let function = syn::parse_quote!(move |elements: &[_]| #path(#(#sizes,)* #given));
        let function = derived(function, codes.iter().map(|code| &**code));
        let data = match data {
            Value::Reference(place) => Value::Reference(place.clone()),
            value => Value::Atom(self.materialize(value.clone(), source.span())),
        };
        Some(self.made(operation, data, source, function, path))
    }

    /// What says how many rows and columns there are, evaluated here, where a variable in it may change.
    fn sizes(
        &mut self,
        sizes: &[Value],
        sources: &[&Expr],
        path: &ExprPath,
    ) -> Option<Vec<Rc<Inert>>> {
        let mut codes: Vec<Rc<Inert>> = Vec::new();
        for (size, source) in sizes.iter().zip(sources) {
            let Value::Inert(size) = size else {
                fence::constructor(path, self.errors);
                return None;
            };
            codes.push(match self.evaluated(size.clone(), source.span()) {
                Value::Atom(Atom::Var(var)) => {
                    let name = self.name_of(var);
                    let mut code = inert_code(syn::parse_quote!(#name), Mentions::default());
                    code.mentions.vars.insert(var);
                    code.mentions.names.insert(name.to_string());
                    Rc::new(code)
                }
                _ => size.clone(),
            });
        }
        Some(codes)
    }

    /// What a function makes of an operand.
    fn made(
        &mut self,
        operation: &str,
        operand: Value,
        source: &Expr,
        function: Inert,
        path: &ExprPath,
    ) -> Value {
        let span = path.span();
        let operand = self.operand(operand, source);
        let function = Argument::of(Passed::Value(Atom::Inert(Rc::new(function))), span);
        self.operation(operation, vec![operand, function], Gives::Vector, span)
    }
}

/// A path, as a function that is passed on.
fn inert_path(path: &ExprPath) -> Inert {
    inert_code(syn::parse_quote!(#path), Mentions::default())
}
