//! An interpreter of the IR on `f64`: what a program means, apart from how it is written down.
//!
//! Variables live under their names, as they do in generated code, so that a name given twice
//! shows. Integers are numbers like any other; there is no integer division.

use std::collections::BTreeMap;
use std::rc::Rc;

use quote::ToTokens;
use syn::{BinOp, Expr, Pat};

use super::{
    Argument, Atom, CastTarget, Op, Passed, Place, Primitive, Projection, Pullback, Sign, Slot,
    Stmt, Tangent, Term, Var, Variables,
};

type Pulled = dyn Fn(&Value) -> Vec<Value>;

type Computed = fn(&[Value]) -> Vec<Value>;

/// A value; a reference is what it refers to.
#[derive(Clone)]
pub(crate) enum Value {
    Number(f64),
    /// An array, a sequence or a tuple.
    List(Vec<Value>),
    /// A linear map from a seed to the cotangents of all arguments.
    Linear(Rc<Pulled>),
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::Number(number)
    }
}

impl<const N: usize> From<[f64; N]> for Value {
    fn from(list: [f64; N]) -> Self {
        Value::List(list.into_iter().map(Value::Number).collect())
    }
}

impl From<(f64, f64)> for Value {
    fn from((first, second): (f64, f64)) -> Self {
        [first, second].into()
    }
}

impl Value {
    pub(crate) fn number(&self) -> f64 {
        match self {
            Value::Number(number) => *number,
            _ => panic!("not a number"),
        }
    }

    pub(crate) fn list(&self) -> &[Value] {
        match self {
            Value::List(list) => list,
            _ => panic!("not a list"),
        }
    }

    /// The value as an array of numbers.
    pub(crate) fn array<const N: usize>(&self) -> [f64; N] {
        std::array::from_fn(|i| self.list()[i].number())
    }

    /// The numbers in the value, in order.
    pub(crate) fn numbers(&self) -> Vec<f64> {
        match self {
            Value::Number(number) => vec![*number],
            Value::List(list) => list.iter().flat_map(Value::numbers).collect(),
            Value::Linear(_) => panic!("not a number"),
        }
    }

    /// The value with each of its numbers changed.
    pub(crate) fn map(&self, change: &mut dyn FnMut(f64) -> f64) -> Value {
        match self {
            Value::Number(number) => Value::Number(change(*number)),
            Value::List(list) => Value::List(list.iter().map(|part| part.map(change)).collect()),
            Value::Linear(_) => panic!("not a number"),
        }
    }

    fn zip(&self, other: &Value, operation: &dyn Fn(f64, f64) -> f64) -> Value {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => Value::Number(operation(*a, *b)),
            (Value::List(a), Value::List(b)) => {
                assert_eq!(a.len(), b.len(), "lists of different lengths are combined");
                let parts = a.iter().zip(b).map(|(a, b)| a.zip(b, operation));
                Value::List(parts.collect())
            }
            _ => panic!("a number and a list are combined"),
        }
    }

    fn zero(&self) -> Value {
        self.map(&mut |_| 0.0)
    }
}

/// A function of the user's that programs call.
#[derive(Clone, Copy)]
pub(crate) struct Native {
    pub(crate) value: Computed,
    /// The partial derivatives of the one number it computes, in the form of each argument.
    pub(crate) partials: Option<Computed>,
}

/// The functions programs call, by name.
pub(crate) type Natives = BTreeMap<&'static str, Native>;

/// The state of a program.
pub(crate) struct Machine<'a> {
    vars: &'a Variables,
    natives: &'a Natives,
    memory: BTreeMap<String, Value>,
}

impl<'a> Machine<'a> {
    pub(crate) fn new(vars: &'a Variables, natives: &'a Natives) -> Self {
        Machine {
            vars,
            natives,
            memory: BTreeMap::new(),
        }
    }

    pub(crate) fn set_name(&mut self, name: &str, value: Value) {
        self.memory.insert(name.to_owned(), value);
    }

    pub(crate) fn set(&mut self, var: Var, value: Value) {
        let name = self.name(var);
        self.memory.insert(name, value);
    }

    fn name(&self, var: Var) -> String {
        self.vars.get(var).expect("a variable").name.to_string()
    }

    pub(crate) fn get(&self, var: Var) -> &Value {
        self.lookup(&self.name(var))
    }

    fn lookup(&self, name: &str) -> &Value {
        let value = self.memory.get(name);
        value.unwrap_or_else(|| panic!("`{name}` has no value"))
    }

    pub(crate) fn run(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.statement(stmt);
        }
    }

    fn statement(&mut self, stmt: &Stmt) {
        match &stmt.op {
            Op::Verbatim(verbatim) => self.user_statement(&verbatim.stmt),
            Op::Store(place, value) => {
                let value = self.atom(value);
                *self.place_mut(place) = value;
            }
            Op::Accumulate(place, sign, value) => {
                let value = self.atom(value);
                self.accumulate(place, *sign, &value);
            }
            Op::Clear(buffer, like) => {
                let zero = self.get(*like).zero();
                self.set(*buffer, zero);
            }
            op => {
                let values = self.values(op);
                assert_eq!(values.len(), stmt.results.len(), "number of results");
                for (var, value) in stmt.results.iter().zip(values) {
                    self.set(*var, value);
                }
            }
        }
    }

    fn accumulate(&mut self, place: &Place, sign: Sign, value: &Value) {
        let target = self.place_mut(place);
        *target = match sign {
            Sign::Plus => target.zip(value, &|a, b| a + b),
            Sign::Minus => target.zip(value, &|a, b| a - b),
        };
    }

    /// The results of an operation.
    fn values(&mut self, op: &Op) -> Vec<Value> {
        match op {
            Op::Inert(inert) => vec![self.expression(&inert.expr)],
            Op::Apply(primitive, operands) => self.apply(primitive, operands),
            Op::Pack(_, parts) => vec![Value::List(self.atoms(parts))],
            Op::Repeat(element, length) => {
                let length = index(self.expression(length).number());
                vec![Value::List(vec![self.atom(element); length])]
            }
            Op::Unpack(_, value) => self.atom(value).list().to_vec(),
            Op::Total(value) => {
                let value = self.atom(value);
                let parts = value.list().iter().cloned();
                let total = parts.reduce(|a, b| a.zip(&b, &|a, b| a + b));
                vec![total.expect("an element")]
            }
            Op::Declare(value) => vec![self.atom(value)],
            Op::Load(place) => vec![self.place(place)],
            Op::Cast(value, CastTarget::Type(ty)) => {
                vec![cast(&self.atom(value), &ty.to_token_stream().to_string())]
            }
            Op::Cast(value, CastTarget::Like(_)) => vec![self.atom(value)],
            Op::Call(call) => {
                let arguments = self.arguments(&call.arguments);
                (self.native(&call.path).value)(&arguments)
            }
            Op::Plain(path, arguments) => {
                let arguments = self.arguments(arguments);
                (self.native(path).value)(&arguments)
            }
            Op::CallJvp(call, tangents) => {
                let native = self.native(&call.path);
                let arguments = self.arguments(&call.arguments);
                let partials = native.partials.expect("partials")(&arguments);
                let tangents = tangents.iter().map(|tangent| match tangent {
                    None => None,
                    Some(Tangent::Value(atom)) => Some(self.atom(atom)),
                    Some(Tangent::Reference(place)) => Some(self.place(place)),
                });
                let dots = partials.iter().zip(tangents);
                let dots = dots.filter_map(|(partial, tangent)| Some(dot(partial, &tangent?)));
                let tangent = dots.fold(0.0, |sum, dot| sum + dot);
                let mut results = (native.value)(&arguments);
                results.push(tangent.into());
                results
            }
            Op::CallVjp(call, _) => {
                let native = self.native(&call.path);
                let arguments = self.arguments(&call.arguments);
                let partials = native.partials.expect("partials")(&arguments);
                let pullback = move |seed: &Value| {
                    let parts = partials.iter();
                    parts.map(|part| scale(part, seed.number())).collect()
                };
                let mut results = (native.value)(&arguments);
                results.push(Value::Linear(Rc::new(pullback)));
                results
            }
            Op::Pullback(pullback) => self.pullback(pullback),
            Op::Combine(terms) => {
                let terms = terms.iter().map(|term| self.term(term));
                let sum = terms.reduce(|a, b| a.zip(&b, &|a, b| a + b));
                vec![sum.unwrap_or(Value::Number(0.0))]
            }
            Op::Dot(a, b) => vec![dot(&self.atom(a), &self.atom(b)).into()],
            Op::Scaled(a, b) => vec![scale(&self.atom(a), self.atom(b).number())],
            Op::Zero(like) => vec![self.atom(like).zero()],
            Op::Verbatim(_) | Op::Store(..) | Op::Accumulate(..) | Op::Clear(..) => Vec::new(),
        }
    }

    fn pullback(&mut self, pullback: &Pullback) -> Vec<Value> {
        let seed = self.atom(&pullback.seed);
        let Value::Linear(map) = self.get(pullback.map).clone() else {
            panic!("not a pullback")
        };
        let mut results = Vec::new();
        for (slot, bar) in pullback.slots.iter().zip(map(&seed)) {
            match slot {
                Slot::Inactive => {}
                Slot::Returned(index) => {
                    assert_eq!(*index, results.len(), "results in order");
                    results.push(bar);
                }
                Slot::Accumulated(place) => self.accumulate(place, Sign::Plus, &bar),
            }
        }
        results
    }

    fn term(&self, term: &Term) -> Value {
        let times = term.times.as_ref().map(|atom| self.atom(atom).number());
        let over = term.over.as_ref().map(|atom| self.atom(atom).number());
        self.atom(&term.tangent).map(&mut |tangent| {
            let value = times.map_or(tangent, |times| tangent * times);
            let value = over.map_or(value, |over| value / over);
            match term.sign {
                Sign::Plus => value,
                Sign::Minus => -value,
            }
        })
    }

    fn native(&self, path: &syn::ExprPath) -> Native {
        let name = path.to_token_stream().to_string().replace(' ', "");
        let native = self.natives.get(name.as_str());
        *native.unwrap_or_else(|| panic!("unknown function `{name}`"))
    }

    fn arguments(&self, arguments: &[Argument]) -> Vec<Value> {
        let value = |argument: &Argument| match &argument.value {
            Passed::Value(atom) => self.atom(atom),
            Passed::Reference { place, .. } => self.place(place),
        };
        arguments.iter().map(value).collect()
    }

    pub(crate) fn atom(&self, atom: &Atom) -> Value {
        match atom {
            Atom::Var(var) => self.get(*var).clone(),
            Atom::Inert(inert) => self.expression(&inert.expr),
            Atom::Literal(value) => Value::Number(*value),
        }
    }

    fn atoms(&self, atoms: &[Atom]) -> Vec<Value> {
        atoms.iter().map(|atom| self.atom(atom)).collect()
    }

    fn position(&self, projection: &Projection) -> usize {
        match projection {
            Projection::Index(atom) => index(self.atom(atom).number()),
            Projection::Field(field) => *field as usize,
        }
    }

    fn place(&self, place: &Place) -> Value {
        let mut value = self.get(place.root);
        for projection in &place.path {
            value = &value.list()[self.position(projection)];
        }
        value.clone()
    }

    fn place_mut(&mut self, place: &Place) -> &mut Value {
        let path = place
            .path
            .iter()
            .map(|projection| self.position(projection));
        let path: Vec<usize> = path.collect();
        let name = self.name(place.root);
        let mut value = self.memory.get_mut(&name).expect("a place with a value");
        for position in path {
            let Value::List(list) = value else {
                panic!("a part of a number")
            };
            value = &mut list[position];
        }
        value
    }

    fn apply(&self, primitive: &Primitive, operands: &[Atom]) -> Vec<Value> {
        let operands = operands.iter().map(|atom| self.atom(atom).number());
        let operands: Vec<f64> = operands.collect();
        let value = match (primitive, operands.as_slice()) {
            (Primitive::Negate, [x]) => -x,
            (Primitive::Operator(op), [x, y]) => operator(op, *x, *y),
            (Primitive::Method(name, _), [x]) if name == "sin_cos" => {
                let (sin, cos) = x.sin_cos();
                return vec![sin.into(), cos.into()];
            }
            (Primitive::Method(name, _), operands) => method(&name.to_string(), operands),
            (Primitive::Rule(name), operands) => rule(name, operands),
            _ => panic!("wrong number of operands"),
        };
        vec![value.into()]
    }

    /// User code without a derivative: of that, the part the tests use.
    fn expression(&self, expr: &Expr) -> Value {
        match expr {
            Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Int(literal) => literal.base10_parse::<f64>().unwrap().into(),
                syn::Lit::Float(literal) => literal.base10_parse::<f64>().unwrap().into(),
                _ => panic!("unknown literal"),
            },
            Expr::Path(path) => match path.path.get_ident() {
                Some(ident) => self.lookup(&ident.to_string()).clone(),
                None => named_constant(path).into(),
            },
            Expr::Paren(paren) => self.expression(&paren.expr),
            Expr::Group(group) => self.expression(&group.expr),
            Expr::Reference(reference) => self.expression(&reference.expr),
            Expr::Unary(unary) => match unary.op {
                syn::UnOp::Neg(_) => (-self.expression(&unary.expr).number()).into(),
                _ => self.expression(&unary.expr),
            },
            Expr::Binary(binary) => {
                let (left, right) = (
                    self.expression(&binary.left),
                    self.expression(&binary.right),
                );
                operator(&binary.op, left.number(), right.number()).into()
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
                self.expression(&call.receiver).number().sin_cos().into()
            }
            Expr::MethodCall(call) => {
                let arguments = std::iter::once(&*call.receiver).chain(&call.args);
                let arguments = arguments.map(|argument| self.expression(argument).number());
                let arguments: Vec<f64> = arguments.collect();
                method(&call.method.to_string(), &arguments).into()
            }
            Expr::Call(call) => {
                let name = call.func.to_token_stream().to_string().replace(' ', "");
                let arguments = call.args.iter().map(|argument| self.expression(argument));
                let arguments: Vec<Value> = arguments.collect();
                match (name.strip_prefix("f64::"), arguments.as_slice()) {
                    (Some("from"), [value]) => value.clone(),
                    (None, [value]) if name.ends_with("constant") => value.clone(),
                    (Some(name), arguments) => {
                        let arguments = arguments.iter().map(Value::number);
                        method(name, &arguments.collect::<Vec<_>>()).into()
                    }
                    _ => panic!("unknown function `{name}` in user code"),
                }
            }
            Expr::Block(block) => {
                let mut inner = Machine {
                    memory: self.memory.clone(),
                    ..*self
                };
                let (last, stmts) = block.block.stmts.split_last().expect("a value");
                for stmt in stmts {
                    inner.user_statement(stmt);
                }
                match last {
                    syn::Stmt::Expr(value, None) => inner.expression(value),
                    other => panic!("user code `{}`", other.to_token_stream()),
                }
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

    fn user_statement(&mut self, stmt: &syn::Stmt) {
        match stmt {
            syn::Stmt::Local(local) => {
                if let Some(init) = &local.init {
                    let value = self.expression(&init.expr);
                    self.bind(&local.pat, &value);
                }
            }
            syn::Stmt::Item(syn::Item::Const(item)) => {
                let value = self.expression(&item.expr);
                self.set_name(&item.ident.to_string(), value);
            }
            syn::Stmt::Expr(Expr::Assign(assign), _) => {
                let value = self.expression(&assign.right);
                self.set_name(&assign.left.to_token_stream().to_string(), value);
            }
            syn::Stmt::Expr(Expr::Binary(binary), _) => {
                let (left, right) = (
                    self.expression(&binary.left),
                    self.expression(&binary.right),
                );
                let value = operator(&binary.op, left.number(), right.number());
                self.set_name(&binary.left.to_token_stream().to_string(), value.into());
            }
            other => panic!("user code `{}`", other.to_token_stream()),
        }
    }

    fn bind(&mut self, pat: &Pat, value: &Value) {
        match pat {
            Pat::Ident(ident) => self.set_name(&ident.ident.to_string(), value.clone()),
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

/// Σ aᵢ bᵢ over all numbers.
pub(crate) fn dot(a: &Value, b: &Value) -> f64 {
    let (a, b) = (a.numbers(), b.numbers());
    assert_eq!(a.len(), b.len(), "a tangent has the form of its value");
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn scale(value: &Value, factor: f64) -> Value {
    value.map(&mut |number| number * factor)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn index(number: f64) -> usize {
    assert!(number >= 0.0 && number.fract() == 0.0, "an index");
    number as usize
}

#[allow(clippy::cast_possible_truncation)]
fn cast(value: &Value, ty: &str) -> Value {
    value.map(&mut |number| match ty {
        "f32" => f64::from(number as f32),
        "i32" | "i64" | "u32" | "u64" | "usize" => number.trunc(),
        _ => number,
    })
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

fn operator(op: &BinOp, x: f64, y: f64) -> f64 {
    match op {
        BinOp::Add(_) | BinOp::AddAssign(_) => x + y,
        BinOp::Sub(_) | BinOp::SubAssign(_) => x - y,
        BinOp::Mul(_) | BinOp::MulAssign(_) => x * y,
        BinOp::Div(_) | BinOp::DivAssign(_) => x / y,
        BinOp::Rem(_) | BinOp::RemAssign(_) => x % y,
        other => panic!("operator `{}`", other.to_token_stream()),
    }
}

fn method(name: &str, operands: &[f64]) -> f64 {
    match operands {
        [x] => unary(name, *x),
        [x, y] => binary(name, *x, *y),
        [x, y, z] => match name {
            "mul_add" => x.mul_add(*y, *z),
            "clamp" => x.clamp(*y, *z),
            _ => panic!("unknown method `{name}`"),
        },
        _ => panic!("unknown method `{name}`"),
    }
}

fn unary(name: &str, x: f64) -> f64 {
    match name {
        "abs" => x.abs(),
        "acos" => x.acos(),
        "acosh" => x.acosh(),
        "asin" => x.asin(),
        "asinh" => x.asinh(),
        "atan" => x.atan(),
        "atanh" => x.atanh(),
        "cbrt" => x.cbrt(),
        "ceil" => x.ceil(),
        "cos" => x.cos(),
        "cosh" => x.cosh(),
        "exp" => x.exp(),
        "exp2" => x.exp2(),
        "exp_m1" => x.exp_m1(),
        "floor" => x.floor(),
        "fract" => x.fract(),
        "ln" => x.ln(),
        "ln_1p" => x.ln_1p(),
        "log10" => x.log10(),
        "log2" => x.log2(),
        "recip" => x.recip(),
        "round" => x.round(),
        "signum" => x.signum(),
        "sin" => x.sin(),
        "sinh" => x.sinh(),
        "sqrt" => x.sqrt(),
        "tan" => x.tan(),
        "tanh" => x.tanh(),
        "to_degrees" => x.to_degrees(),
        "to_radians" => x.to_radians(),
        _ => panic!("unknown method `{name}`"),
    }
}

fn binary(name: &str, x: f64, y: f64) -> f64 {
    match name {
        "atan2" => x.atan2(y),
        "copysign" => x.copysign(y),
        "hypot" => x.hypot(y),
        "log" => x.log(y),
        "max" => x.max(y),
        "midpoint" => x.midpoint(y),
        "min" => x.min(y),
        "powf" => x.powf(y),
        "powi" => x.powi(integer(y)),
        "rem_euclid" => x.rem_euclid(y),
        _ => panic!("unknown method `{name}`"),
    }
}

#[allow(clippy::cast_possible_truncation)]
fn integer(number: f64) -> i32 {
    number as i32
}

fn rule(name: &str, operands: &[f64]) -> f64 {
    use ad_runtime::rules;
    match (name, operands) {
        ("abs", [x]) => rules::abs(*x),
        ("acosh_denominator", [x]) => rules::acosh_denominator(*x),
        ("exp2", [r]) => rules::exp2(*r),
        ("log10", [x]) => rules::log10(*x),
        ("log2", [x]) => rules::log2(*x),
        ("tanh", [x]) => rules::tanh(*x),
        ("to_degrees", [x]) => rules::to_degrees(*x),
        ("to_radians", [x]) => rules::to_radians(*x),
        ("abs_sub", [x, y]) => rules::abs_sub(*x, *y),
        ("atan2_x", [y, x]) => rules::atan2_x(*y, *x),
        ("atan2_y", [y, x]) => rules::atan2_y(*y, *x),
        ("cbrt", [x, r]) => rules::cbrt(*x, *r),
        ("copysign", [x, s]) => rules::copysign(*x, *s),
        ("hypot", [x, r]) => rules::hypot(*x, *r),
        ("log_argument", [x, b]) => rules::log_argument(*x, *b),
        ("log_base", [b, r]) => rules::log_base(*b, *r),
        ("max_first", [x, y]) => rules::max_first(*x, *y),
        ("max_second", [x, y]) => rules::max_second(*x, *y),
        ("min_first", [x, y]) => rules::min_first(*x, *y),
        ("min_second", [x, y]) => rules::min_second(*x, *y),
        ("powi", [x, n]) => rules::powi(*x, integer(*n)),
        ("clamp_argument", [x, low, high]) => rules::clamp_argument(*x, *low, *high),
        ("clamp_high", [x, low, high]) => rules::clamp_high(*x, *low, *high),
        ("clamp_low", [x, low, high]) => rules::clamp_low(*x, *low, *high),
        ("powf_base", [x, y, r]) => rules::powf_base(*x, *y, *r),
        ("powf_exponent", [x, y, r]) => rules::powf_exponent(*x, *y, *r),
        ("rem", [x, y, r]) => rules::rem(*x, *y, *r),
        _ => panic!("unknown rule `{name}`"),
    }
}
