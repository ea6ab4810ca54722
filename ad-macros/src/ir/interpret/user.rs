//! User code without a derivative: of that, the part the tests use.

use std::ops::ControlFlow;

use quote::ToTokens;
use syn::Expr;

use super::Machine;
use super::primitive::{method, operator, sin_cos};
use super::sequence;
use super::value::{Value, cast, index};

impl Machine<'_> {
    /// The value of an expression.
    #[allow(clippy::too_many_lines)]
    pub(super) fn expression(&self, expr: &Expr) -> Value {
        match expr {
            Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Int(literal) => literal.base10_parse::<f64>().unwrap().into(),
                syn::Lit::Float(literal) if literal.suffix() == "f32" => {
                    Value::Single(literal.base10_parse::<f32>().unwrap())
                }
                syn::Lit::Float(literal) => literal.base10_parse::<f64>().unwrap().into(),
                syn::Lit::Bool(literal) => Value::Truth(literal.value),
                _ => panic!("unknown literal"),
            },
            Expr::Path(path) => match path.path.get_ident() {
                Some(ident) => self.lookup(&ident.to_string()),
                None => named_constant(path).into(),
            },
            Expr::Paren(paren) => self.expression(&paren.expr),
            Expr::Group(group) => self.expression(&group.expr),
            Expr::Reference(reference) => self.expression(&reference.expr),
            Expr::Unary(unary) => match unary.op {
                syn::UnOp::Neg(_) => self.expression(&unary.expr).map(&mut |number| -number),
                syn::UnOp::Not(_) => Value::Truth(!self.expression(&unary.expr).truth()),
                _ => self.expression(&unary.expr),
            },
            Expr::Binary(binary) => match binary.op {
                syn::BinOp::And(_) | syn::BinOp::Or(_) => Value::Truth(self.condition(expr)),
                op => {
                    let left = self.expression(&binary.left);
                    operator(&op, &left, &self.expression(&binary.right))
                }
            },
            Expr::Range(range) => self.range(range),
            Expr::If(_) | Expr::Match(_) | Expr::Block(_) => match self.run_expression(expr) {
                ControlFlow::Continue(value) => value.expect("a value"),
                ControlFlow::Break(_) => panic!("user code is left: `{}`", expr.to_token_stream()),
            },
            Expr::MethodCall(call) if sequence::is_method(&call.method) => self.sequence(call),
            Expr::Cast(target) => {
                let ty = target.ty.to_token_stream().to_string();
                cast(&self.expression(&target.expr), &ty)
            }
            Expr::MethodCall(call) if call.method == "saturating_sub" => {
                let by = self.expression(&call.args[0]).number();
                (self.expression(&call.receiver).number() - by)
                    .max(0.0)
                    .into()
            }
            Expr::MethodCall(call) if call.method == "sin_cos" => {
                Value::List(sin_cos(&self.expression(&call.receiver)))
            }
            Expr::MethodCall(call) => {
                let arguments = std::iter::once(&*call.receiver).chain(&call.args);
                let arguments = arguments.map(|argument| self.expression(argument));
                let arguments: Vec<Value> = arguments.collect();
                method(&call.method.to_string(), &arguments)
            }
            Expr::Closure(closure) => self.captured(closure),
            Expr::Macro(token) => self.vec_macro(&token.mac),
            Expr::Call(call) if self.is_closure(&call.func) => {
                let arguments = call.args.iter().map(|argument| self.expression(argument));
                let arguments: Vec<Value> = arguments.collect();
                self.applied(&call.func, &arguments)
            }
            Expr::Call(call) => {
                let named = named(&call.func);
                let name = named.to_token_stream().to_string().replace(' ', "");
                let arguments = call.args.iter().map(|argument| self.expression(argument));
                let arguments: Vec<Value> = arguments.collect();
                if let Some(name) = name.strip_prefix("f32::") {
                    let arguments = arguments.iter().map(|value| cast(value, "f32"));
                    let arguments: Vec<Value> = arguments.collect();
                    return match (name, arguments.as_slice()) {
                        ("sin_cos", [value]) => Value::List(sin_cos(value)),
                        (name, arguments) => method(name, arguments),
                    };
                }
                match (name.strip_prefix("f64::"), arguments.as_slice()) {
                    (Some("from"), [value]) => value.clone(),
                    // A struct of fields without names.
                    (None, fields)
                        if name.starts_with(char::is_uppercase) && last(&name) == name =>
                    {
                        Value::List(fields.to_vec())
                    }
                    (Some("sin_cos"), [value]) => Value::List(sin_cos(value)),
                    (Some(name), arguments) => method(name, arguments),
                    (None, [value])
                        if ["constant", "discrete", "selector"].contains(&last(&name)) =>
                    {
                        value.clone()
                    }
                    // The functions of the random programs that select.
                    (None, [x, y]) if last(&name) == "is_below" => {
                        Value::Truth(x.number() < y.number())
                    }
                    (None, [x, y]) if last(&name) == "place_below" => {
                        f64::from(u8::from(x.number() < y.number())).into()
                    }
                    // What stands for a value that is never read.
                    (None, [])
                        if name.ends_with("Default::default")
                            || name.ends_with("returned_from_within_a_loop") =>
                    {
                        0.0.into()
                    }
                    (None, [_]) if name.ends_with("array::from_fn") => 0.0.into(),
                    (None, []) if name.ends_with("Vec::new") || name.contains("iter::empty") => {
                        Value::List(Vec::new())
                    }
                    (None, [_]) if name.contains("Iterator::sum") => {
                        let none = std::iter::empty::<f64>().sum();
                        sequence::precise(none, name.contains("f32"))
                    }
                    (None, [x, y]) if name.ends_with("mem::swap") => {
                        let lent = call.args.iter().map(|argument| match argument {
                            Expr::Reference(lent) => &*lent.expr,
                            reference => reference,
                        });
                        for (place, value) in lent.zip([y, x]) {
                            self.assign(place, value.clone());
                        }
                        Value::List(Vec::new())
                    }
                    (None, [x, y]) if name.ends_with("cmp::min") => {
                        x.number().min(y.number()).into()
                    }
                    (None, arguments) => {
                        let mut values = self.callee(&name).value(arguments);
                        let written = call.args.iter().filter_map(|argument| match argument {
                            Expr::Reference(lent) => lent.mutability.map(|_| &*lent.expr),
                            _ => None,
                        });
                        for (place, left) in written.zip(values.drain(1..)) {
                            self.assign(place, left);
                        }
                        values.swap_remove(0)
                    }
                }
            }
            Expr::Index(element) if matches!(*element.index, Expr::Range(_)) => {
                let of = self.expression(&element.expr);
                let (start, end) = self.bounds(&element.index, of.list().len());
                Value::List(of.list()[start..end].to_vec())
            }
            Expr::Index(element) => {
                let position = index(self.expression(&element.index).number());
                self.expression(&element.expr).list()[position].clone()
            }
            Expr::Field(field) => {
                self.expression(&field.base).list()[self.member(&field.member)].clone()
            }
            Expr::Struct(literal) => {
                let fields = literal.fields.iter();
                let given = fields.map(|field| (&field.member, self.expression(&field.expr)));
                let given: Vec<(&syn::Member, Value)> = given.collect();
                let mut fields = match &literal.rest {
                    Some(rest) => self.expression(rest).list().to_vec(),
                    None => vec![Value::Truth(false); given.len()],
                };
                for (member, value) in given {
                    fields[self.member(member)] = value;
                }
                Value::List(fields)
            }
            Expr::Array(array) => self.parts(&array.elems),
            Expr::Tuple(tuple) => self.parts(&tuple.elems),
            Expr::Repeat(repeat) => {
                let length = index(self.expression(&repeat.len).number());
                Value::List(vec![self.expression(&repeat.expr); length])
            }
            other => panic!("user code `{}`", other.to_token_stream()),
        }
    }

    /// Whether an expression is the name of a closure.
    fn is_closure(&self, expr: &Expr) -> bool {
        let name = expr.to_token_stream().to_string();
        matches!(self.memory.borrow().get(&name), Some(Value::Closure(_)))
    }

    fn parts<'e>(&self, parts: impl IntoIterator<Item = &'e Expr>) -> Value {
        let parts = parts.into_iter().map(|part| self.expression(part));
        Value::List(parts.collect())
    }

    /// What happens in a block: the names it binds end with it.
    pub(super) fn scoped<T>(&self, inside: impl FnOnce() -> T) -> T {
        self.shadowed.borrow_mut().push(Vec::new());
        let value = inside();
        let shadowed = self.shadowed.borrow_mut().pop().expect("a scope");
        let mut memory = self.memory.borrow_mut();
        for (name, outer) in shadowed.into_iter().rev() {
            match outer {
                Some(outer) => memory.insert(name, outer),
                None => memory.remove(&name),
            };
        }
        value
    }
}

/// The function that is called: by the user's name, where the compiler is asked whether that is the known one.
fn named(function: &Expr) -> &Expr {
    match function {
        Expr::Call(same) => same.args.last().unwrap_or(function),
        function => function,
    }
}

/// The last segment of a path.
fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn named_constant(path: &syn::ExprPath) -> f64 {
    let name = &path.path.segments.last().expect("a segment").ident;
    match name.to_string().as_str() {
        "PI" => std::f64::consts::PI,
        "E" => std::f64::consts::E,
        "LN_2" => std::f64::consts::LN_2,
        name => panic!("unknown constant `{name}`"),
    }
}
