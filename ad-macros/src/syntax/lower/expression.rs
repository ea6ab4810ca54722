//! Expressions: what carries a derivative is taken apart, everything else stays as written.

use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, UnOp};

use super::Lowerer;
use super::chosen::is_choice;
use super::control::is_control;
use crate::ir::{Aggregate, Atom, CastTarget, Op, Place, Primitive, Role, Shape, Style, Var};
use crate::rules;
use crate::syntax::algebra;
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::scope::{Meaning, Value};
use crate::syntax::vec_macro::is_vec;

/// The operator that an assigning one applies: `+` of `+=`.
pub(crate) fn assigned_operator(op: &BinOp) -> Option<BinOp> {
    Some(match op {
        BinOp::AddAssign(t) => BinOp::Add(syn::Token![+](t.spans[0])),
        BinOp::SubAssign(t) => BinOp::Sub(syn::Token![-](t.spans[0])),
        BinOp::MulAssign(t) => BinOp::Mul(syn::Token![*](t.spans[0])),
        BinOp::DivAssign(t) => BinOp::Div(syn::Token![/](t.spans[0])),
        BinOp::RemAssign(t) => BinOp::Rem(syn::Token![%](t.spans[0])),
        BinOp::BitXorAssign(t) => BinOp::BitXor(syn::Token![^](t.spans[0])),
        BinOp::BitAndAssign(t) => BinOp::BitAnd(syn::Token![&](t.spans[0])),
        BinOp::BitOrAssign(t) => BinOp::BitOr(syn::Token![|](t.spans[0])),
        BinOp::ShlAssign(t) => BinOp::Shl(syn::Token![<<](t.spans[0])),
        BinOp::ShrAssign(t) => BinOp::Shr(syn::Token![>>](t.spans[0])),
        _ => return None,
    })
}

impl Lowerer<'_> {
    /// Lowers an expression.
    pub(super) fn value(&mut self, expr: &Expr) -> Value {
        if inspect::ends_derivatives(expr) {
            return self.opaque(expr);
        }
        match expr {
            Expr::Paren(paren) => self.parenthesized(expr, &paren.expr),
            Expr::Group(group) => self.value(&group.expr),
            Expr::Path(path) => self.path(expr, path),
            Expr::Unary(unary) => self.unary(expr, unary),
            Expr::Binary(_) => self.binary_chain(expr),
            Expr::Cast(cast) => self.cast(expr, cast),
            Expr::MethodCall(call) => self.method_call(expr, call),
            Expr::Call(call) => self.call(expr, call),
            Expr::Index(_) | Expr::Field(_) => self.projection(expr),
            Expr::Reference(reference) => self.reference(expr, reference),
            Expr::Tuple(tuple) => {
                let parts = self.values(&tuple.elems);
                self.aggregate(expr, Aggregate::Tuple, parts)
            }
            Expr::Array(array) => {
                let parts = self.values(&array.elems);
                self.aggregate(expr, Aggregate::Array, parts)
            }
            Expr::Repeat(repeat) => self.repeated_element(expr, repeat),
            Expr::Struct(literal) => self.struct_literal(expr, literal),
            Expr::Block(block) if block.label.is_none() && block.attrs.is_empty() => {
                self.block(expr, &block.block)
            }
            Expr::Macro(mac) if is_vec(&mac.mac) => self.vec_macro(expr, &mac.mac),
            _ if is_control(expr) => self.control_value(expr),
            _ => self.opaque(expr),
        }
    }

    /// An expression that is not taken apart: inert, or outside the language.
    pub(super) fn opaque(&mut self, expr: &Expr) -> Value {
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        self.note_activated(&inspection);
        if self.mentions_unknown(&inspection) {
            return self.poison(expr.span());
        }
        if fence::check(expr, &inspection, &self.name, self.errors) {
            Value::Inert(self.inert(expr))
        } else {
            self.poison(expr.span())
        }
    }

    /// Remembers variables found to be assigned something active.
    pub(super) fn note_activated(&mut self, inspection: &inspect::Inspection) {
        for ident in &inspection.activated {
            if let Some(binding) = self.scope.lookup(ident) {
                self.learnt.varied.insert(binding.key);
            }
        }
    }

    fn parenthesized(&mut self, whole: &Expr, inner: &Expr) -> Value {
        match self.value(inner) {
            Value::Inert(_) => Value::Inert(self.inert(whole)),
            value => value,
        }
    }

    fn path(&mut self, expr: &Expr, path: &syn::ExprPath) -> Value {
        let binding = path.path.get_ident().filter(|_| path.qself.is_none());
        let Some(binding) = binding.and_then(|ident| self.scope.lookup(ident)) else {
            return Value::Inert(self.inert(expr));
        };
        match binding.meaning.clone() {
            Meaning::Value(value) => value,
            // The reference itself, to be passed on.
            Meaning::Place(var)
                if self.vars.role(var) == Role::Buffer && !self.vars.shape(var).is_scalar() =>
            {
                Value::Reference(Place::whole(var))
            }
            Meaning::Place(var) => Value::Atom(self.load(Place::whole(var), expr.span())),
            Meaning::Closure(closure) if closure.name.is_none() => {
                self.kept_closure(path, &closure);
                self.poison(expr.span())
            }
            Meaning::Inert { .. } | Meaning::Deferred | Meaning::Closure(_) => {
                Value::Inert(self.inert(expr))
            }
        }
    }

    /// Whether a path is a parameter `&mut f64`, which stands for what is behind it.
    fn is_number_in_place(&self, path: &syn::ExprPath) -> bool {
        let binding = path.path.get_ident();
        let binding = binding.and_then(|ident| self.scope.lookup(ident));
        let place = binding.map(|binding| &binding.meaning);
        matches!(place, Some(Meaning::Place(var))
            if self.vars.role(*var) == Role::Buffer && self.vars.shape(*var).is_scalar())
    }

    fn unary(&mut self, expr: &Expr, unary: &syn::ExprUnary) -> Value {
        if let (UnOp::Deref(_), Expr::Path(path)) = (&unary.op, &*unary.expr)
            && self.is_number_in_place(path)
        {
            return self.value(&unary.expr);
        }
        let operand = self.value(&unary.expr);
        match (&unary.op, operand) {
            (_, Value::Inert(_)) => Value::Inert(self.inert(expr)),
            (UnOp::Deref(_), Value::Reference(place)) => Value::Atom(self.load(place, expr.span())),
            (UnOp::Neg(token), operand) => {
                if let Some(value) = self.negated(&operand, &unary.expr, token.span) {
                    return value;
                }
                let atom = self.scalar(operand, &unary.expr);
                self.apply(Primitive::Negate, vec![atom], token.span)
            }
            (UnOp::Deref(token), operand) => {
                let unknown = self.is_unknown(&operand);
                if let (Value::Atom(Atom::Var(_)), false) = (operand, unknown) {
                    self.errors.push(
                        token.span,
                        "only references can be dereferenced in a differentiated function",
                    );
                }
                self.poison(expr.span())
            }
            (op, _) => {
                self.errors
                    .push(op.span(), "this operator has no derivative rule");
                self.poison(expr.span())
            }
        }
    }

    /// A chain of binary operators, which leans left and may be thousands of terms long: walked
    /// without recursion.
    fn binary_chain(&mut self, expr: &Expr) -> Value {
        let mut chain = Vec::new();
        let mut leftmost = expr;
        while let Expr::Binary(binary) = leftmost {
            if inspect::ends_derivatives(leftmost) || assigned_operator(&binary.op).is_some() {
                break;
            }
            chain.push((leftmost, binary));
            leftmost = &binary.left;
        }
        if chain.is_empty() {
            return self.opaque(expr);
        }
        let mut left = (self.value(leftmost), leftmost);
        while let Some((whole, binary)) = chain.pop() {
            self.evaluate_before(&mut left, &binary.right);
            let right = self.value(&binary.right);
            // Inert so far: nothing is lowered until the chain meets something active.
            let value = if let (Value::Inert(_), Value::Inert(_)) = (&left.0, &right) {
                left.0
            } else {
                let left = match left {
                    (Value::Inert(_), expr) => Value::Inert(self.inert(expr)),
                    (value, _) => value,
                };
                self.binary(binary, left, right)
            };
            left = (value, whole);
        }
        match left {
            (Value::Inert(_), expr) => Value::Inert(self.inert(expr)),
            (value, _) => value,
        }
    }

    /// Takes the value of an inert operand before the statements of a later one, which may change it.
    fn evaluate_before(&mut self, left: &mut (Value, &Expr), later: &Expr) {
        if matches!(left.0, Value::Inert(_)) && self.has_statements(later) {
            let inert = self.inert(left.1);
            left.0 = Value::Atom(self.inert_atom(inert, left.1.span()));
        }
    }

    /// The values of operands, one after the other.
    pub(super) fn values<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<Value> {
        let exprs: Vec<&Expr> = exprs.into_iter().collect();
        // Few have a block in them; whether that is taken apart may change on the way.
        let has_block = |expr: &Expr| inspect::expression(&self.scope, &self.vars, expr).blocks;
        let with_block: Vec<bool> = exprs.iter().map(|expr| has_block(expr)).collect();
        let mut values = Vec::new();
        for (index, expr) in exprs.iter().enumerate() {
            let value = self.value(expr);
            let later = exprs.iter().zip(&with_block).skip(index + 1);
            let mut later = later.filter(|(_, has_block)| **has_block);
            values.push(match value {
                Value::Inert(inert) if later.any(|(later, _)| self.has_statements(later)) => {
                    self.evaluated(inert, expr.span())
                }
                value => value,
            });
        }
        values
    }

    /// Whether there are statements in an expression that is taken apart.
    fn has_statements(&self, expr: &Expr) -> bool {
        if let Expr::Path(_) | Expr::Lit(_) = expr {
            return false;
        }
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        inspection.blocks && !inspection.is_inert()
    }

    fn binary(&mut self, binary: &syn::ExprBinary, left: Value, right: Value) -> Value {
        if self.is_unknown(&left) || self.is_unknown(&right) {
            return self.poison(binary.op.span());
        }
        let operands = ((&left, &*binary.left), (&right, &*binary.right));
        if let Some(value) = self.operator_of_types(&binary.op, operands.0, operands.1) {
            return value;
        }
        let left = self.scalar(left, &binary.left);
        let right = self.scalar(right, &binary.right);
        if rules::operator(&binary.op).is_none() {
            self.errors
                .push(binary.op.span(), "this operator has no derivative rule");
            return self.poison(binary.op.span());
        }
        self.apply(
            Primitive::Operator(binary.op),
            vec![left, right],
            binary.op.span(),
        )
    }

    /// An operand of a primitive: what it is not known to be, it must be a float.
    pub(super) fn scalar(&mut self, value: Value, source: &impl Spanned) -> Atom {
        let value = match value {
            Value::Inert(inert) => Value::Inert(self.by_value(inert)),
            value => value,
        };
        let atom = match value {
            Value::Atom(atom) => atom,
            // To find a span takes as long as the source is.
            value => self.materialize(value, source.span()),
        };
        if let Atom::Var(var) = atom
            && (self.foreign.contains(&var) || matches!(self.vars.shape(var), Shape::Vector))
        {
            fence::arithmetic_of_structs(source.span(), self.errors);
            let poison = self.poison(source.span());
            return self.materialize(poison, source.span());
        }
        if let Atom::Var(var) = atom
            && matches!(self.vars.shape(var), Shape::Unknown)
        {
            self.is_a_float(var);
        }
        atom
    }

    /// The operand of a primitive at a position.
    pub(super) fn operand_of(
        &mut self,
        rule: &rules::Rule,
        index: usize,
        value: Value,
        source: &Expr,
    ) -> Atom {
        if rule.is_exponent(index) && !matches!(value, Value::Inert(_)) {
            let atom = self.materialize(value, source.span());
            if let Atom::Var(var) = atom
                && let Some(variable) = self.vars.get_mut(var)
                && matches!(variable.shape, Shape::Unknown)
            {
                variable.shape = Shape::Inert;
            }
            return atom;
        }
        self.scalar(value, source)
    }

    /// Notes that a variable is a float, and so is the place it has been loaded from.
    fn is_a_float(&mut self, var: Var) {
        let loaded = self
            .out
            .last()
            .and_then(|stmt| match (&stmt.op, stmt.results.as_slice()) {
                (Op::Load(place), [result]) if *result == var && place.path.is_empty() => {
                    Some(place.root)
                }
                _ => None,
            });
        for var in loaded.into_iter().chain([var]) {
            if let Some(variable) = self.vars.get_mut(var)
                && matches!(variable.shape, Shape::Unknown)
            {
                variable.shape = Shape::Scalar(None);
            }
        }
    }

    /// The value of a primitive.
    pub(super) fn apply(&mut self, primitive: Primitive, operands: Vec<Atom>, span: Span) -> Value {
        if self.is_mistyped(&primitive, &operands) {
            return self.left_to_the_compiler(span);
        }
        let operands = self.with_converted_literals(&primitive, operands);
        let known = operands.iter().find_map(|atom| match self.shape_of(atom) {
            Shape::Scalar(Some(ty)) => Some(ty),
            _ => None,
        });
        let is_inert = |atom: &Atom| matches!(self.shape_of(atom), Shape::Inert);
        let shape = if operands.iter().all(is_inert) {
            Shape::Inert
        } else {
            Shape::Scalar(known)
        };
        let var = self.define(Op::Apply(primitive, operands), shape, span);
        Value::Atom(Atom::Var(var))
    }

    fn cast(&mut self, expr: &Expr, cast: &syn::ExprCast) -> Value {
        let operand = self.value(&cast.expr);
        if matches!(operand, Value::Inert(_)) {
            return Value::Inert(self.inert(expr));
        }
        if self.is_unknown(&operand) {
            return self.poison(expr.span());
        }
        let shape = self.signature.carrier(&cast.ty);
        if !shape.is_scalar() {
            fence::lossy_cast(cast, self.errors);
            return self.poison(expr.span());
        }
        let atom = self.scalar(operand, &cast.expr);
        self.converted(atom, &cast.ty, cast.as_token.span)
    }

    /// A float as one of another type.
    pub(super) fn converted(&mut self, atom: Atom, ty: &syn::Type, span: Span) -> Value {
        let target = CastTarget::Type(Rc::new(ty.clone()));
        let shape = self.signature.carrier(ty).shape();
        Value::Atom(Atom::Var(self.define(Op::Cast(atom, target), shape, span)))
    }

    /// The value of a method of sequences, options or iterators.
    fn method_of_sequence(&mut self, expr: &Expr, call: &syn::ExprMethodCall) -> Option<Value> {
        if inspect::is_self(&call.receiver) {
            return None;
        }
        self.unwrapped(expr, call)
            .or_else(|| self.popped(expr, call))
            .or_else(|| self.iterator_method(expr, call))
            .or_else(|| self.array_map(expr, call))
            .or_else(|| self.sequence_method(expr, call))
    }

    fn method_call(&mut self, expr: &Expr, call: &syn::ExprMethodCall) -> Value {
        if let Some(value) = self.method_of_vector(expr, call) {
            return value;
        }
        if let Some(value) = self.method_of_sequence(expr, call) {
            return value;
        }
        if let Some(value) = self.method_of_struct(expr, call, &call.receiver) {
            return value;
        }
        let before = self.errors.len();
        if self.may_be_of_type(call) {
            self.lend(&call.args);
        }
        let mut arguments = self.values(std::iter::once(&*call.receiver).chain(&call.args));
        let receiver = arguments.remove(0);
        let inert = |value: &Value| matches!(value, Value::Inert(_));
        if inert(&receiver) && arguments.iter().all(inert) {
            return Value::Inert(self.inert(expr));
        }
        let unknown = self.is_unknown(&receiver) || arguments.iter().any(|a| self.is_unknown(a));
        if self.errors.len() > before || unknown {
            return self.poison(expr.span());
        }
        let name = call.method.to_string();
        let span = call.method.span();
        if name == "clone" && arguments.is_empty() {
            return Value::Atom(self.materialize(receiver, span));
        }
        if inert(&receiver) && self.may_be_of_type(call) {
            let receiver = self.receiver(&call.receiver);
            return self.method_of_type(expr, call, receiver, arguments);
        }
        if let (true, Some(operation)) = (
            self.is_vector_value(&receiver),
            algebra::method(&name, arguments.len()),
        ) {
            let mut operands = vec![self.operand(receiver, &call.receiver)];
            for (value, argument) in arguments.into_iter().zip(&call.args) {
                operands.push(self.operand(value, argument));
            }
            return match self.given_by(operation, expr) {
                Some(gives) => self.operation(operation.function, operands, gives, span),
                None => self.poison(span),
            };
        }
        if let Some(place) = self.struct_with(&receiver, call) {
            let receiver = self.argument(Value::Reference(place), &call.receiver);
            return self.method_of_type(expr, call, receiver, arguments);
        }
        let may_be_struct = match &receiver {
            Value::Atom(Atom::Var(var)) => matches!(self.vars.shape(*var), Shape::Unknown),
            _ => false,
        };
        let receiver = self.scalar(receiver, &call.receiver);
        let rule = rules::method(&name);
        let arity = arguments.len() + 1;
        let Some(rule) = rule.filter(|rule| rule.arity == arity) else {
            if rule.is_some() && self.is_float(&receiver) {
                return self.left_to_the_compiler(span);
            }
            if may_be_struct {
                fence::method_of_unknown(call, self.errors);
            } else if is_choice(expr) {
                fence::kept_option(call, self.errors);
            } else {
                fence::unknown_method(call, self.errors);
            }
            return self.poison(span);
        };
        let mut operands = vec![receiver];
        for (index, (value, argument)) in (1..).zip(arguments.into_iter().zip(&call.args)) {
            operands.push(self.operand_of(rule, index, value, argument));
        }
        self.primitive(rule, &call.method, Style::Method, operands)
    }

    /// The value or values of a primitive called by name.
    pub(super) fn primitive(
        &mut self,
        rule: &'static rules::Rule,
        name: &Ident,
        style: Style,
        operands: Vec<Atom>,
    ) -> Value {
        let primitive = Primitive::Method(name.clone(), style);
        if rule.results == 1 {
            return self.apply(primitive, operands, name.span());
        }
        let shape = operands
            .first()
            .map_or(Shape::Scalar(None), |first| self.shape_of(first));
        let results: Vec<_> = (0..rule.results)
            .map(|_| self.vars.temporary(shape.clone(), name.span()))
            .collect();
        self.emit(results.clone(), Op::Apply(primitive, operands), name.span());
        let parts = results
            .into_iter()
            .map(|var| Value::Atom(Atom::Var(var)))
            .collect();
        Value::Aggregate(Aggregate::Tuple, parts)
    }

    fn aggregate(&mut self, expr: &Expr, kind: Aggregate, parts: Vec<Value>) -> Value {
        if parts.iter().all(|part| matches!(part, Value::Inert(_))) {
            return Value::Inert(self.inert(expr));
        }
        // What is evaluated here must not be evaluated again, or later.
        let parts = parts
            .into_iter()
            .map(|part| match part {
                // Beside an active one, it may still be an index.
                Value::Inert(_) if kind == Aggregate::Tuple => self.settled(part, expr.span()),
                Value::Inert(inert) => self.evaluated(inert, expr.span()),
                Value::Atom(_) | Value::Aggregate(..) | Value::Reference(_) => part,
            })
            .collect();
        Value::Aggregate(kind, parts)
    }

    fn repeated_element(&mut self, expr: &Expr, repeat: &syn::ExprRepeat) -> Value {
        let element = self.value(&repeat.expr);
        if matches!(element, Value::Inert(_)) {
            return Value::Inert(self.inert(expr));
        }
        let atom = self.materialize(element, repeat.expr.span());
        let length = Rc::new((*repeat.len).clone());
        let shape = Shape::Array(Rc::new(self.shape_of(&atom)), length.clone());
        let op = Op::Repeat(atom, length);
        Value::Atom(Atom::Var(self.define(op, shape, expr.span())))
    }
}
