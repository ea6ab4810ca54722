//! User code without a derivative: of that, the part the tests use.

use quote::ToTokens;
use syn::{Expr, Pat};

use super::Machine;
use super::primitive::{method, operator, sin_cos};
use super::value::{Value, cast, index};

impl Machine<'_> {
    /// The value of an expression.
    pub(super) fn expression(&self, expr: &Expr) -> Value {
        match expr {
            Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Int(literal) => literal.base10_parse::<f64>().unwrap().into(),
                syn::Lit::Float(literal) if literal.suffix() == "f32" => {
                    Value::Single(literal.base10_parse::<f32>().unwrap())
                }
                syn::Lit::Float(literal) => literal.base10_parse::<f64>().unwrap().into(),
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
                _ => self.expression(&unary.expr),
            },
            Expr::Binary(binary) => {
                let (left, right) = (
                    self.expression(&binary.left),
                    self.expression(&binary.right),
                );
                operator(&binary.op, &left, &right)
            }
            Expr::Cast(target) => {
                let ty = target.ty.to_token_stream().to_string();
                cast(&self.expression(&target.expr), &ty)
            }
            Expr::MethodCall(call) if call.method == "len" => {
                let list = self.expression(&call.receiver);
                let length = u32::try_from(list.list().len()).unwrap();
                f64::from(length).into()
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
            Expr::Call(call) => {
                let name = call.func.to_token_stream().to_string().replace(' ', "");
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
                    (Some("sin_cos"), [value]) => Value::List(sin_cos(value)),
                    (Some(name), arguments) => method(name, arguments),
                    (None, [value]) if name.ends_with("constant") => value.clone(),
                    (None, arguments) => self.callee(&name).value(arguments).swap_remove(0),
                }
            }
            Expr::Block(block) => {
                let (last, stmts) = block.block.stmts.split_last().expect("a value");
                self.scoped(|| {
                    self.user_statements(stmts);
                    match last {
                        syn::Stmt::Expr(value, None) => self.expression(value),
                        other => panic!("user code `{}`", other.to_token_stream()),
                    }
                })
            }
            Expr::Index(element) => {
                let position = index(self.expression(&element.index).number());
                self.expression(&element.expr).list()[position].clone()
            }
            Expr::Field(field) => match &field.member {
                syn::Member::Unnamed(member) => {
                    self.expression(&field.base).list()[member.index as usize].clone()
                }
                syn::Member::Named(_) => panic!("a field of a struct"),
            },
            Expr::Array(array) => self.parts(&array.elems),
            Expr::Tuple(tuple) => self.parts(&tuple.elems),
            Expr::Repeat(repeat) => {
                let length = index(self.expression(&repeat.len).number());
                Value::List(vec![self.expression(&repeat.expr); length])
            }
            other => panic!("user code `{}`", other.to_token_stream()),
        }
    }

    fn parts<'e>(&self, parts: impl IntoIterator<Item = &'e Expr>) -> Value {
        let parts = parts.into_iter().map(|part| self.expression(part));
        Value::List(parts.collect())
    }

    /// What happens in a block: the names it binds end with it.
    fn scoped<T>(&self, inside: impl FnOnce() -> T) -> T {
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

    fn user_statements(&self, stmts: &[syn::Stmt]) {
        for stmt in stmts {
            self.user_statement(stmt);
        }
    }

    pub(super) fn user_statement(&self, stmt: &syn::Stmt) {
        match stmt {
            syn::Stmt::Local(local) => match &local.init {
                Some(init) => {
                    let value = self.expression(&init.expr);
                    self.bind(&local.pat, &value);
                }
                None => self.hide(&local.pat),
            },
            syn::Stmt::Item(syn::Item::Const(item)) => {
                let value = self.expression(&item.expr);
                self.bind_name(&item.ident.to_string(), value);
            }
            syn::Stmt::Expr(Expr::Assign(assign), _) => {
                let value = self.expression(&assign.right);
                self.assign(&assign.left, value);
            }
            syn::Stmt::Expr(Expr::Binary(binary), _) => {
                let right = self.expression(&binary.right);
                let value = operator(&binary.op, &self.expression(&binary.left), &right);
                self.assign(&binary.left, value);
            }
            syn::Stmt::Expr(Expr::Block(block), _) => {
                self.scoped(|| self.user_statements(&block.block.stmts));
            }
            other => panic!("user code `{}`", other.to_token_stream()),
        }
    }

    fn assign(&self, place: &Expr, value: Value) {
        match place {
            Expr::Tuple(tuple) => {
                for (place, part) in tuple.elems.iter().zip(value.list()) {
                    self.assign(place, part.clone());
                }
            }
            Expr::Path(path) => self.set_name(&path.to_token_stream().to_string(), value),
            Expr::Index(element) => {
                let position = index(self.expression(&element.index).number());
                self.assign_part(&element.expr, position, value);
            }
            Expr::Field(field) => match &field.member {
                syn::Member::Unnamed(member) => {
                    self.assign_part(&field.base, member.index as usize, value);
                }
                syn::Member::Named(_) => panic!("a field of a struct"),
            },
            other => panic!("assignment to `{}`", other.to_token_stream()),
        }
    }

    fn assign_part(&self, whole: &Expr, position: usize, value: Value) {
        let mut parts = self.expression(whole).list().to_vec();
        parts[position] = value;
        self.assign(whole, Value::List(parts));
    }

    /// Declares the names of a pattern: in a block, what they meant outside is kept.
    fn hide(&self, pat: &Pat) {
        match pat {
            Pat::Ident(ident) => self.declare(&ident.ident.to_string()),
            Pat::Type(typed) => self.hide(&typed.pat),
            other => panic!("pattern `{}`", other.to_token_stream()),
        }
    }

    fn declare(&self, name: &str) {
        if let Some(scope) = self.shadowed.borrow_mut().last_mut() {
            let outer = self.memory.borrow().get(name).cloned();
            scope.push((name.to_owned(), outer));
        }
    }

    fn bind_name(&self, name: &str, value: Value) {
        self.declare(name);
        self.set_name(name, value);
    }

    fn bind(&self, pat: &Pat, value: &Value) {
        match pat {
            Pat::Ident(ident) => self.bind_name(&ident.ident.to_string(), value.clone()),
            Pat::Type(typed) => self.bind(&typed.pat, value),
            Pat::Tuple(tuple) => {
                for (pat, part) in tuple.elems.iter().zip(value.list()) {
                    self.bind(pat, part);
                }
            }
            Pat::Slice(slice) => {
                for (pat, part) in slice.elems.iter().zip(value.list()) {
                    self.bind(pat, part);
                }
            }
            Pat::Wild(_) => {}
            other => panic!("pattern `{}`", other.to_token_stream()),
        }
    }
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
