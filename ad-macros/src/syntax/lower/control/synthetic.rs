//! What lowering adds of its own: places, statements and codes that the user did not write.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::{Ident, Literal, Span};
use quote::quote;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Pat, Stmt};

use crate::ir::{Atom, Inert, Mentions, Op, Role, Shape, Var, Verbatim};
use crate::syntax::functions::parse_located;
use crate::syntax::identifiers::names_in;
use crate::syntax::lower::Lowerer;
use crate::syntax::scope::declared;

impl Lowerer<'_> {
    /// A value that is never read, where one of some shape must stand.
    pub(in crate::syntax::lower) fn placeholder(&self, shape: &Shape) -> Atom {
        match shape {
            Shape::Scalar(_) => Atom::Literal(0.0),
            Shape::Unknown if self.holds_floats_alone() => Atom::Literal(0.0),
            shape => {
                let zero = inert_code(self.zero_code(shape), Mentions::default());
                Atom::Inert(Rc::new(zero))
            }
        }
    }

    /// Whether what is of no known type can be a float of the type parameter alone, which may have no default value.
    pub(in crate::syntax::lower) fn holds_floats_alone(&self) -> bool {
        !self.vars.has_tangents() && !self.signature.has_structs()
    }

    /// A value of some shape, as code.
    pub(in crate::syntax::lower) fn zero_code(&self, shape: &Shape) -> Expr {
        let runtime = &self.runtime;
        match shape {
            Shape::Scalar(_) if self.signature.generic.is_some() => {
                syn::parse_quote!(#runtime::literal(0.0))
            }
            Shape::Scalar(_) => syn::parse_quote!(0.0),
            Shape::Array(element, length) => {
                let zero = self.zero_code(element);
                if is_copied(element) {
                    syn::parse_quote!([#zero; #length])
                } else {
                    syn::parse_quote!(::core::array::from_fn(|_| #zero))
                }
            }
            Shape::Tuple(fields) => {
                let zeros = fields.iter().map(|field| self.zero_code(field));
                syn::parse_quote!((#(#zeros,)*))
            }
            Shape::Unknown if self.holds_floats_alone() => {
                syn::parse_quote!(#runtime::literal(0.0))
            }
            Shape::Sequence(_) | Shape::Vector | Shape::Inert | Shape::Unknown => {
                syn::parse_quote!(::core::default::Default::default())
            }
        }
    }

    /// The place that an early `return` leaves the result in.
    pub(in crate::syntax::lower) fn result_place(&mut self) -> Var {
        let shape = self.signature.result.shape();
        let output = self.signature.output.clone();
        let is_foreign = self.signature.result.foreign().is_some();
        let placeholder = if is_foreign && matches!(shape, Shape::Unknown) {
            self.placeholder_of_type(&output)
        } else {
            self.placeholder(&shape)
        };
        self.synthetic_place("result", placeholder, shape, Some(output))
    }

    /// The same of a type that the macro does not know: that it has no default is an error at the type.
    fn placeholder_of_type(&self, output: &syn::Type) -> Atom {
        let runtime = &self.runtime;
        let called = quote!(#runtime::returned_from_within_a_loop());
        let expr = parse_located(called, output.span());
        Atom::Inert(Rc::new(inert_code(expr, Mentions::default())))
    }

    pub(in crate::syntax::lower) fn synthetic_place(
        &mut self,
        name: &str,
        init: Atom,
        shape: Shape,
        ascription: Option<syn::Type>,
    ) -> Var {
        let span = Span::mixed_site();
        let var = self.vars.named(name, shape, Role::Place, span);
        if let Some(variable) = self.vars.get_mut(var) {
            variable.ascription = ascription;
        }
        self.emit(vec![var], Op::Declare(init), span);
        var
    }

    pub(in crate::syntax::lower) fn synthetic_statement(
        &mut self,
        stmt: Stmt,
        vars: BTreeSet<Var>,
        pure: bool,
    ) {
        let binds = match &stmt {
            Stmt::Local(local) => bound_names(&local.pat),
            _ => BTreeSet::new(),
        };
        let names = names_in(&stmt).names;
        let verbatim = Verbatim {
            stmt,
            mentions: Mentions { vars, names },
            binds,
            pure,
            constant: false,
        };
        self.emit(
            Vec::new(),
            Op::Verbatim(Rc::new(verbatim)),
            Span::mixed_site(),
        );
    }

    /// The name of a variable that code spells from here on: no later binding may change it.
    pub(in crate::syntax::lower) fn spelled(&mut self, var: Var) -> Ident {
        if let Some(variable) = self.vars.get_mut(var) {
            variable.named = true;
        }
        self.name_of(var)
    }

    /// An atom, as code.
    pub(in crate::syntax::lower) fn atom_code(&mut self, atom: &Atom) -> Inert {
        let expr: Expr = match atom {
            Atom::Var(var) => {
                let name = self.spelled(*var);
                syn::parse_quote!(#name)
            }
            Atom::Inert(inert) => inert.expr.clone(),
            Atom::Literal(value) => syn::parse_quote!(#value),
        };
        let mut mentions = names_in(&expr);
        atom.for_each_use(&mut |var| {
            mentions.vars.insert(var);
        });
        inert_code(expr, mentions)
    }
}

/// Whether values of a shape are known to be copied.
fn is_copied(shape: &Shape) -> bool {
    match shape {
        Shape::Scalar(_) => true,
        Shape::Array(element, _) => is_copied(element),
        Shape::Tuple(fields) => fields.iter().all(is_copied),
        Shape::Sequence(_) | Shape::Vector | Shape::Inert | Shape::Unknown => false,
    }
}

/// `Default::default()`
pub(in crate::syntax::lower) fn default_value() -> Atom {
    let expr = syn::parse_quote!(::core::default::Default::default());
    Atom::Inert(Rc::new(inert_code(expr, Mentions::default())))
}

/// The names that a pattern binds.
pub(in crate::syntax::lower) fn bound_names(pattern: &Pat) -> BTreeSet<String> {
    let declared = declared(pattern);
    let names = declared.iter().map(|bound| bound.ident.unraw().to_string());
    names.collect()
}

pub(in crate::syntax::lower) fn integer(value: u32) -> Expr {
    let literal = Literal::u32_unsuffixed(value);
    syn::parse_quote!(#literal)
}

pub(in crate::syntax::lower) fn literal(value: u32) -> Inert {
    at_hand(inert_code(integer(value), Mentions::default()))
}

/// Code that has the same value wherever it stands, and costs next to nothing.
pub(in crate::syntax::lower) fn at_hand(code: Inert) -> Inert {
    Inert {
        duplicable: true,
        constant: true,
        ..code
    }
}

/// Code made of other code, which mentions what that does.
pub(in crate::syntax::lower) fn derived<'i>(
    expr: Expr,
    parts: impl IntoIterator<Item = &'i Inert>,
) -> Inert {
    let mut mentions = names_in(&expr);
    for part in parts {
        mentions.vars.extend(&part.mentions.vars);
    }
    inert_code(expr, mentions)
}

/// Code without a derivative that is evaluated where it stands.
pub(in crate::syntax::lower) fn inert_code(expr: Expr, mentions: Mentions) -> Inert {
    Inert {
        expr,
        mentions,
        duplicable: false,
        constant: false,
    }
}
