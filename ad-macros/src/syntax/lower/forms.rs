//! How many axes arrays have, and in which of them they lie: that alone tells whether a product of two of them is a number.
//!
//! ```text
//! x.dot(&y)             a number, if both are arrays of one axis
//! a.dot(&x)             an array, if `a` has two
//! x.transpose() * &y    a number of columns
//! ```
//!
//! Declared types tell it, and operations pass it on. Where nobody knows of a `dot`, the user is asked to write a type.

use std::collections::BTreeSet;

use syn::{BinOp, Expr, ExprMethodCall, Local, Pat, Stmt};

use super::Lowerer;
use super::algebra::referent;
use super::call::address;
use super::control::bound_names;
use crate::ir::Shape;
use crate::syntax::algebra::{self, Form, Gives, Operation};
use crate::syntax::fence;
use crate::syntax::identifiers::names_in;
use crate::syntax::inspect;
use crate::syntax::scope::BindingKey;

/// The form of what an operator gives.
pub(super) fn form_of_operator(
    operator: &BinOp,
    left: Option<Form>,
    right: Option<Form>,
) -> Option<Form> {
    use Form::{Column, Matrix, Number, Row, Unknown};
    Some(match (left, right) {
        // A number has no axes to give.
        (None | Some(Number), form) | (form, None | Some(Number)) => return form,
        (Some(left), Some(right)) if matches!(operator, BinOp::Mul(_)) => match (left, right) {
            (Row, Column) => Number,
            (Row, Matrix) => Row,
            (Matrix, Column) => Column,
            (Column, Row) => Matrix,
            (left, right) if left == right => left,
            _ => Unknown,
        },
        (Some(Unknown), Some(known)) | (Some(known), Some(_)) => known,
    })
}

impl Form {
    /// Of the product of two arrays.
    fn dot(self, other: Form) -> Option<Form> {
        use Form::{Array, Number};
        match (self, other) {
            (Array(1), Array(1)) => Some(Number),
            (Array(1), Array(2)) | (Array(2), Array(1)) => Some(Array(1)),
            (Array(2), Array(2)) => Some(Array(2)),
            _ => None,
        }
    }

    /// Of what an operation of the runtime takes from a matrix.
    fn of_part(self, function: &str) -> Form {
        use Form::{Array, Column, Matrix, Row, Unknown};
        match (function, self) {
            ("row" | "column", Array(2)) => Array(1),
            ("row", Matrix) => Row,
            ("column", Matrix) => Column,
            ("transpose", Column) => Row,
            ("transpose", Row) => Column,
            ("transpose", form) => form,
            _ => Unknown,
        }
    }
}

impl Lowerer<'_> {
    /// Notes what the types of parameters tell.
    pub(super) fn note_forms_of_parameters(&mut self) {
        for parameter in &self.signature.parameters {
            let form = algebra::form(&parameter.ty);
            let key = BindingKey::of(&parameter.ident);
            self.forms.extend(form.map(|form| (key, form)));
        }
    }

    /// Notes what a declaration tells, by its type or by its value.
    pub(super) fn note_form(&mut self, local: &Local) {
        let (pat, ascribed) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, algebra::form(&typed.ty)),
            pat => (pat, None),
        };
        let init = local.init.as_ref();
        let form = ascribed.or_else(|| init.and_then(|init| self.form(&init.expr)));
        if let (Pat::Ident(name), Some(form)) = (pat, form) {
            self.forms.insert(BindingKey::of(&name.ident), form);
        }
    }

    /// The form of a value, if it is a vector or a matrix, or a number that comes from such.
    pub(super) fn form(&self, expr: &Expr) -> Option<Form> {
        let unknown = |is_vector: bool| is_vector.then_some(Form::Unknown);
        match referent(expr) {
            Expr::Path(path) => unknown(self.is_vector_path(path)).map(|unknown| {
                let binding = path
                    .path
                    .get_ident()
                    .and_then(|ident| self.scope.lookup(ident));
                let known = binding.and_then(|binding| self.forms.get(&binding.key));
                known.copied().unwrap_or(unknown)
            }),
            Expr::Unary(unary) => self.form(&unary.expr),
            Expr::Binary(binary) => {
                algebra::operator(&binary.op)?;
                let (left, right) = (self.form(&binary.left), self.form(&binary.right));
                form_of_operator(&binary.op, left, right)
            }
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => algebra::form_of_owner(path),
                _ => None,
            }
            .or_else(|| unknown(algebra::is_made_by(call))),
            method @ Expr::MethodCall(call) => self.form_of_method(method, call),
            place @ (Expr::Field(_) | Expr::Index(_)) => {
                let shape = inspect::shape(&self.scope, &self.vars, place);
                unknown(matches!(shape, Shape::Vector) || self.is_part_of_constants(place))
            }
            Expr::If(branch) => {
                let (_, otherwise) = branch.else_branch.as_ref()?;
                let then = self.form_of_block(&branch.then_branch);
                then.or_else(|| self.form(otherwise))
            }
            Expr::Block(block) => self.form_of_block(&block.block),
            _ => None,
        }
    }

    /// The form of what a block ends with, unless it is of names that it declares: these are not in scope yet.
    fn form_of_block(&self, block: &syn::Block) -> Option<Form> {
        let (Stmt::Expr(tail, None), before) = block.stmts.split_last()? else {
            return None;
        };
        let declared = before.iter().filter_map(|stmt| match stmt {
            Stmt::Local(local) => Some(bound_names(&local.pat)),
            _ => None,
        });
        let declared: BTreeSet<String> = declared.flatten().collect();
        let mentions = names_in(tail).names;
        declared.is_disjoint(&mentions).then(|| self.form(tail))?
    }

    fn form_of_method(&self, expr: &Expr, call: &ExprMethodCall) -> Option<Form> {
        let name = call.method.to_string();
        if name == "unwrap" || name == "expect" {
            return self.form_of_unwrapped(&call.receiver);
        }
        let receiver = self.form(&call.receiver)?;
        if receiver == Form::Number {
            return None;
        }
        if algebra::is_copy(&name) || ["map", "mapv", "zip_map"].contains(&name.as_str()) {
            return Some(receiver);
        }
        let argument = || call.args.first().and_then(|argument| self.form(argument));
        match algebra::method(&name, call.args.len())?.function {
            "dot" if self.is_about_arrays() => {
                let known = receiver.dot(argument().unwrap_or(Form::Unknown));
                known.or_else(|| self.expected_form(expr))
            }
            "solve" => argument().or(Some(Form::Unknown)),
            _ => algebra::method(&name, call.args.len())
                .filter(|operation| operation.gives == Gives::Vector)
                .map(|operation| receiver.of_part(operation.function)),
        }
    }

    /// The form of what is there, of a method that may give nothing.
    fn form_of_unwrapped(&self, option: &Expr) -> Option<Form> {
        let Expr::MethodCall(call) = option else {
            return None;
        };
        let operation = algebra::unwrapped(&call.method.to_string(), call.args.len())?;
        (operation.gives == Gives::Vector && self.is_vector(&call.receiver))
            .then_some(Form::Unknown)
    }

    /// What the type tells that is written where a value is bound.
    fn expected_form(&self, expr: &Expr) -> Option<Form> {
        match self.expected.get(&address(expr))? {
            Shape::Scalar(_) => Some(Form::Number),
            Shape::Vector => Some(Form::Unknown),
            _ => None,
        }
    }

    /// What an operation gives; of a `dot` that may give either, an error at it.
    pub(super) fn given_by(&mut self, operation: Operation, expr: &Expr) -> Option<Gives> {
        if operation.function != "dot" {
            return Some(operation.gives);
        }
        let gives = self.given_by_dot(expr);
        if gives.is_none()
            && let Expr::MethodCall(call) = expr
        {
            fence::product_of_unknown(call, self.errors);
        }
        gives
    }

    /// What a `dot` gives: a number, unless the function is about arrays.
    pub(super) fn given_by_dot(&self, expr: &Expr) -> Option<Gives> {
        if !self.is_about_arrays() {
            return Some(Gives::Float);
        }
        let form = self.form(expr).or_else(|| self.expected_form(expr));
        form.map(|form| match form {
            Form::Number => Gives::Float,
            _ => Gives::Vector,
        })
    }

    /// Whether the function names a type of arrays.
    pub(super) fn is_about_arrays(&self) -> bool {
        self.identifiers.keys().any(|name| algebra::is_array(name))
    }
}
