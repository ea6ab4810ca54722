//! Operations on vectors and matrices, and on types with rules of their own: calls of the runtime's functions of their names.
//!
//! ```text
//! a * b               →    algebra::mul(&a, &b)
//! x.dot(&y)           →    algebra::dot(&x, &y)
//! m.lu().solve(&b)    →    algebra::solve(&algebra::lu(&m), &b)
//! ```

use std::rc::Rc;

use proc_macro2::{Ident, Span};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprMethodCall, ExprPath, Pat};

use super::Lowerer;
use super::control::{derived, inert_code};
use super::forms::form_of_operator;
use crate::ir::{
    Argument, Atom, Call, Callee, Inert, Mentions, Op, Passed, Place, Role, Shape, Var,
};
use crate::rules;
use crate::syntax::algebra::{self, Form, Gives, Operation};
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::scope::{BindingKey, Meaning, Value};

/// What an expression is without the references and parentheses around it.
pub(super) fn referent(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => referent(&paren.expr),
        Expr::Group(group) => referent(&group.expr),
        Expr::Reference(reference) if reference.mutability.is_none() => referent(&reference.expr),
        other => other,
    }
}

/// Code that a prefix or a cast takes all of.
fn whole(code: &Expr) -> Expr {
    match code {
        Expr::Binary(_) | Expr::Unary(_) | Expr::Cast(_) | Expr::Range(_) | Expr::Closure(_) => {
            syn::parse_quote!((#code))
        }
        _ => code.clone(),
    }
}

/// A number, as source.
fn float_literal(value: f64) -> Expr {
    let magnitude = proc_macro2::Literal::f64_unsuffixed(value.abs());
    if value.is_sign_negative() {
        syn::parse_quote!(-#magnitude)
    } else {
        syn::parse_quote!(#magnitude)
    }
}

/// What an operator gives.
fn of_operands(is_vector: bool) -> Gives {
    if is_vector {
        Gives::Vector
    } else {
        Gives::Type
    }
}

impl Lowerer<'_> {
    /// Whether tokens and declarations show that an expression is a vector or a matrix.
    pub(super) fn is_vector(&self, expr: &Expr) -> bool {
        self.form(expr).is_some_and(|form| form != Form::Number)
    }

    pub(super) fn is_vector_path(&self, path: &ExprPath) -> bool {
        let ident = path.path.get_ident();
        let Some(binding) = ident.and_then(|ident| self.scope.lookup(ident)) else {
            return false;
        };
        let is_ascribed = binding.ascription.as_ref().is_some_and(algebra::is_type);
        match &binding.meaning {
            Meaning::Value(value) => is_ascribed || self.is_vector_value(value),
            Meaning::Place(var) => matches!(self.vars.shape(*var), Shape::Vector),
            Meaning::Inert { .. } => {
                let parameter = ident.and_then(|ident| self.parameter(ident));
                let of_type = parameter
                    .is_some_and(|parameter| matches!(parameter.carrier.shape(), Shape::Vector));
                of_type || self.inert_vectors.contains(&binding.key)
            }
            Meaning::Deferred | Meaning::Closure(_) => false,
        }
    }

    /// Whether a place is a vector in a parameter without a derivative.
    pub(super) fn is_part_of_constants(&self, place: &Expr) -> bool {
        fn depth(expr: &Expr) -> Option<(&Ident, usize)> {
            match expr {
                Expr::Path(path) => Some((path.path.get_ident()?, 0)),
                Expr::Paren(paren) => depth(&paren.expr),
                Expr::Index(index) => depth(&index.expr).map(|(root, depth)| (root, depth + 1)),
                _ => None,
            }
        }
        let Some((root, depth)) = depth(place) else {
            return false;
        };
        let Some(parameter) = self.parameter(root) else {
            return false;
        };
        let part = (0..depth).fold(parameter.carrier.shape(), |shape, _| match shape {
            Shape::Vector => Shape::Unknown,
            shape => shape.element(),
        });
        matches!(part, Shape::Vector)
    }

    /// The name that a declaration without a derivative gives to a vector.
    pub(super) fn declares_vector(&self, local: &syn::Local) -> Option<BindingKey> {
        let (pat, ascribed) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, algebra::is_type(&typed.ty)),
            pat => (pat, false),
        };
        let made = || {
            local
                .init
                .as_ref()
                .is_some_and(|init| self.is_vector(&init.expr))
        };
        match pat {
            Pat::Ident(name) if ascribed || made() => Some(BindingKey::of(&name.ident)),
            _ => None,
        }
    }

    /// Whether a value is one.
    pub(super) fn is_vector_value(&self, value: &Value) -> bool {
        match value {
            Value::Atom(Atom::Var(var)) => matches!(self.vars.shape(*var), Shape::Vector),
            Value::Reference(place) => matches!(self.place_shape(place), Shape::Vector),
            Value::Inert(inert) => {
                matches!(super::inert::literal_shape(&inert.expr), Shape::Vector)
                    || self.is_joined_vector(inert)
            }
            Value::Atom(_) | Value::Aggregate(..) => false,
        }
    }

    /// Whether code is a variable that is known to be a vector: what is chosen of constants, say.
    fn is_joined_vector(&self, inert: &Inert) -> bool {
        let mut vars = inert.mentions.vars.iter();
        matches!(inert.expr, Expr::Path(_))
            && vars
                .next()
                .is_some_and(|var| matches!(self.vars.shape(*var), Shape::Vector))
    }

    /// Whether a value is no float: its operators are those of its type.
    pub(super) fn has_operators(&self, value: &Value) -> bool {
        self.is_vector_value(value)
            || match value {
                Value::Atom(Atom::Var(var)) => self.foreign.contains(var),
                Value::Reference(place) => self.is_foreign(place),
                _ => false,
            }
    }

    /// Whether a variable is of a type that is no float.
    pub(super) fn is_foreign_variable(&self, ident: &Ident) -> bool {
        let binding = self.scope.lookup(ident);
        match binding.map(|binding| &binding.meaning) {
            Some(Meaning::Value(value)) => self.has_operators(value),
            Some(Meaning::Place(var)) => self.foreign.contains(var),
            _ => false,
        }
    }

    /// The value of an operator, if an operand is no float.
    pub(super) fn operator_of_types(
        &mut self,
        operator: &BinOp,
        (left, left_expr): (&Value, &Expr),
        (right, right_expr): (&Value, &Expr),
    ) -> Option<Value> {
        let is_one = |value: &Value, expr: &Expr| self.has_operators(value) || self.is_vector(expr);
        if !is_one(left, left_expr) && !is_one(right, right_expr) {
            return None;
        }
        let span = operator.span();
        let Some(function) = algebra::operator(operator) else {
            self.errors
                .push(span, "this operator has no derivative rule");
            return Some(self.poison(span));
        };
        let is_vector = [(left, left_expr), (right, right_expr)]
            .iter()
            .any(|(value, expr)| self.is_vector_value(value) || self.is_vector(expr));
        let forms = (self.form(left_expr), self.form(right_expr));
        let gives = match form_of_operator(operator, forms.0, forms.1) {
            Some(Form::Number) if is_vector => Gives::Float,
            _ => of_operands(is_vector),
        };
        let operands = vec![
            self.operand(left.clone(), left_expr),
            self.operand(right.clone(), right_expr),
        ];
        Some(self.operation(function, operands, gives, span))
    }

    /// `-x`, if that is no float.
    pub(super) fn negated(&mut self, operand: &Value, source: &Expr, span: Span) -> Option<Value> {
        if !self.has_operators(operand) {
            return None;
        }
        let gives = of_operands(self.is_vector_value(operand));
        let operands = vec![self.operand(operand.clone(), source)];
        Some(self.operation("neg", operands, gives, span))
    }

    /// The value of a method of a vector or a matrix.
    pub(super) fn method_of_vector(&mut self, expr: &Expr, call: &ExprMethodCall) -> Option<Value> {
        let name = call.method.to_string();
        if algebra::is_copy(&name) && call.args.is_empty() && self.is_vector(&call.receiver) {
            return Some(match self.value(&call.receiver) {
                Value::Inert(_) => Value::Inert(self.inert(expr)),
                value => Value::Atom(self.materialize(value, call.method.span())),
            });
        }
        let unwraps = name == "unwrap" || name == "expect";
        let (call, operation) = match (&*call.receiver, unwraps) {
            (Expr::MethodCall(inner), true) => {
                let name = inner.method.to_string();
                (inner, algebra::unwrapped(&name, inner.args.len())?)
            }
            _ => match algebra::method(&name, call.args.len()) {
                Some(operation) => (call, operation),
                None => return self.unknown_method_of_vector(expr, call),
            },
        };
        if !self.is_vector(&call.receiver) {
            return None;
        }
        let is_option = ["solve", "mean"].contains(&operation.function) && self.gives_option(call);
        if is_option && !unwraps {
            fence::kept_option(call, self.errors);
            return Some(self.poison(expr.span()));
        }
        Some(self.operation_of(expr, call, operation))
    }

    /// The operation that a method is, of its receiver and its arguments; `expr` is the whole of it.
    fn operation_of(&mut self, expr: &Expr, call: &ExprMethodCall, operation: Operation) -> Value {
        let sources: Vec<&Expr> = std::iter::once(&*call.receiver).chain(&call.args).collect();
        let before = self.errors.len();
        let values = self.values(sources.iter().copied());
        if values.iter().all(|value| matches!(value, Value::Inert(_))) {
            return Value::Inert(self.inert(expr));
        }
        let unknown = values.iter().any(|value| self.is_unknown(value));
        if self.errors.len() > before || unknown {
            return self.poison(expr.span());
        }
        let Some(gives) = self.given_by(operation, expr) else {
            return self.poison(expr.span());
        };
        let operands = values.into_iter().zip(sources);
        let operands = operands
            .map(|(value, source)| self.operand(value, source))
            .collect();
        let span = call.method.span();
        self.operation(operation.function, operands, gives, span)
    }

    /// A method of a matrix with a derivative that may give nothing: `try_inverse`, say.
    pub(super) fn fallible_operation<'e>(&self, expr: &'e Expr) -> Option<&'e ExprMethodCall> {
        let Expr::MethodCall(call) = expr else {
            return None;
        };
        let is_one = algebra::unwrapped(&call.method.to_string(), call.args.len()).is_some()
            && self.is_vector(&call.receiver)
            && self.gives_option(call)
            && !inspect::expression(&self.scope, &self.vars, expr).is_inert();
        is_one.then_some(call)
    }

    /// What it gives, where it gives something.
    pub(super) fn given(&mut self, call: &ExprMethodCall) -> Value {
        let operation = algebra::unwrapped(&call.method.to_string(), call.args.len());
        match operation {
            Some(operation) => self.operation_of(&Expr::MethodCall(call.clone()), call, operation),
            None => self.poison(call.span()),
        }
    }

    /// Refuses a method of a vector that no rule is known of, where the type cannot be one of the user's.
    fn unknown_method_of_vector(&mut self, expr: &Expr, call: &ExprMethodCall) -> Option<Value> {
        let name = call.method.to_string();
        let known = rules::is_inert_call(&name, call.args.len())
            || fence::is_of_sequences(&name)
            || algebra::is_copy(&name)
            || ["map", "mapv", "zip_map"].contains(&name.as_str());
        let may_be_own = || self.identifiers.keys().any(|name| algebra::is_short(name));
        let is_active = || !inspect::expression(&self.scope, &self.vars, &call.receiver).is_inert();
        if known || !self.is_vector(&call.receiver) || !is_active() || may_be_own() {
            return None;
        }
        if algebra::unwrapped(&name, call.args.len()).is_some() {
            fence::kept_option(call, self.errors);
        } else {
            fence::method_of_vector(&call.method, self.errors);
        }
        Some(self.poison(expr.span()))
    }

    /// Whether a method that may give nothing does so here: `solve` by pivots, but not by Cholesky's factor, and `mean` of arrays.
    fn gives_option(&self, call: &ExprMethodCall) -> bool {
        match call.method.to_string().as_str() {
            "solve" => {
                matches!(referent(&call.receiver), Expr::MethodCall(inner) if inner.method == "lu")
            }
            "mean" => self.is_about_arrays(),
            _ => true,
        }
    }

    /// An operand, which is lent.
    pub(super) fn operand(&mut self, value: Value, source: &Expr) -> Argument {
        let span = source.span();
        let lent = |place: Place, vars: &crate::ir::Variables| {
            let borrow = !place.path.is_empty() || vars.role(place.root) != Role::Reference;
            Passed::Reference {
                place,
                borrow,
                mutable: false,
            }
        };
        let value = match value {
            Value::Reference(place) => lent(place, &self.vars),
            Value::Inert(inert) => self.lent_inert(&inert, source),
            value => match self.materialize(value, span) {
                Atom::Var(var) => lent(Place::whole(var), &self.vars),
                Atom::Literal(value) => {
                    let literal = inert_code(float_literal(value), Mentions::default());
                    self.lent_inert(&literal, source)
                }
                Atom::Inert(inert) => self.lent_inert(&inert, source),
            },
        };
        Argument::of(value, span)
    }

    fn lent_inert(&mut self, inert: &Inert, source: &Expr) -> Passed {
        let lent = derived(self.lent_constant(inert, source), [inert]);
        Passed::Value(self.inert_argument(Rc::new(lent), source.span()))
    }

    /// A reference to an operand without a derivative.
    fn lent_constant(&self, inert: &Inert, source: &Expr) -> Expr {
        let code = &inert.expr;
        if let Some(float) = self.float_of_literals()
            && matches!(super::inert::literal_shape(code), Shape::Scalar(_))
        {
            if let Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Float(literal),
                ..
            }) = code
                && literal.suffix().is_empty()
            {
                let typed = format!("{}{float}", literal.base10_digits());
                let literal = syn::LitFloat::new(&typed, literal.span());
                return syn::parse_quote!(&#literal);
            }
            let whole = whole(code);
            return syn::parse_quote!(&(#whole as #float));
        }
        let is_reference = |path: &ExprPath| {
            let parameter = path.path.get_ident().and_then(|name| self.parameter(name));
            parameter.is_some_and(|parameter| matches!(parameter.ty, syn::Type::Reference(_)))
        };
        match source {
            Expr::Path(path) if is_reference(path) => code.clone(),
            Expr::Reference(_) if matches!(code, Expr::Reference(_)) => code.clone(),
            _ => {
                let (runtime, whole) = (&self.runtime, whole(code));
                syn::parse_quote!(#runtime::algebra::operand(&#whole))
            }
        }
    }

    /// A column or a row of a matrix without a derivative, as a value of its own: there are no rules of views.
    pub(super) fn owned_part(&self, expr: &Expr) -> Option<Expr> {
        let call = match expr {
            Expr::Paren(paren) => return self.owned_part(&paren.expr),
            Expr::Reference(reference) => {
                let part = self.owned_part(&reference.expr)?;
                return Some(syn::parse_quote!(&#part));
            }
            Expr::MethodCall(call) => call,
            _ => return None,
        };
        let operation = algebra::method(&call.method.to_string(), call.args.len())?;
        let (function, index) = (operation.function, call.args.first()?);
        if !["column", "row"].contains(&function) || !self.is_vector(&call.receiver) {
            return None;
        }
        let runtime = &self.runtime;
        let operand = |code: &Expr| -> Expr {
            let code = whole(code);
            syn::parse_quote!(#runtime::algebra::operand(&#code))
        };
        let (of, index) = (operand(&call.receiver), operand(index));
        let function = Ident::new(function, call.method.span().resolved_at(Span::mixed_site()));
        Some(syn::parse_quote!(#runtime::algebra::#function(#of, #index)))
    }

    /// The type of the floats that the function is about, if there is one: a rule may take either, and the compiler does not
    /// choose.
    fn float_of_literals(&self) -> Option<Ident> {
        let mentioned = |name: &str| self.identifiers.contains_key(name);
        let single =
            mentioned("f32") || self.identifiers.keys().any(|name| algebra::is_single(name));
        let name = match (single, mentioned("f64")) {
            (true, true) => return None,
            (true, false) => "f32",
            (false, _) => "f64",
        };
        Some(Ident::new(name, Span::mixed_site()))
    }

    /// An operation of the runtime.
    pub(super) fn operation(
        &mut self,
        function: &str,
        arguments: Vec<Argument>,
        gives: Gives,
        span: Span,
    ) -> Value {
        let runtime = &self.runtime;
        let name = Ident::new(function, span.resolved_at(Span::mixed_site()));
        let path = quote_spanned!(span.resolved_at(Span::mixed_site())=> #runtime::algebra::#name);
        let call = Call {
            callee: Callee::Operation,
            tangents: None,
            recursive: false,
            takes_functions: false,
            path: syn::parse_quote!(#path),
            arguments,
        };
        let shape = match gives {
            Gives::Float => Shape::Scalar(None),
            Gives::Vector => Shape::Vector,
            Gives::Type => Shape::Unknown,
        };
        let var: Var = self.define(Op::Call(Rc::new(call)), shape, span);
        if gives == Gives::Type {
            self.vars.note_structs();
            self.foreign.insert(var);
        }
        Value::Atom(Atom::Var(var))
    }
}
