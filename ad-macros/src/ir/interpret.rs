//! An interpreter of the IR on floats: what a program means, apart from how it is written down.
//!
//! Variables live under their names, as they do in generated code, so that a name given twice
//! shows; those of a block end with it, so that what outlives it shows, too. Integers are numbers
//! like any other; there is no integer division.

mod checkpoint;
mod control;
mod pattern;
pub(crate) mod primitive;
mod sequence;
mod statement;
mod user;
mod value;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use quote::ToTokens;

use super::{
    Argument, Atom, Base, Block, Branch, Call, CastTarget, Construct, Decision, Head, Loop, Op,
    Passed, Place, Primitive, Projection, Pullback, Replay, Residual, Shape, Sign, Slot, Stmt,
    Tangent, Term, Told, Var, Variables,
};
use primitive::{method, operator, rule, sin_cos};
pub(crate) use value::{Pulled, Value, dot};
use value::{cast, cast_like, index, scale};

type Computed = fn(&[Value]) -> Vec<Value>;

/// A function that programs call.
pub(crate) trait Callee {
    /// What it computes; after its value, what it leaves in each argument that it writes.
    fn value(&self, arguments: &[Value]) -> Vec<Value>;

    /// Its values and their tangents; the tangent of an inactive argument is absent.
    fn jvp(&self, arguments: &[Value], tangents: &[Option<Value>]) -> Vec<(Value, Value)>;

    /// Its values, and the map from seeds to the cotangents of all arguments; those of inactive ones
    /// mean nothing.
    fn vjp(self: Rc<Self>, arguments: &[Value]) -> (Vec<Value>, Rc<Pulled>);

    /// Its values, and the map from the tangents of its arguments to that of its value, and then to what is left in each of
    /// them; where nothing is, that means nothing.
    fn linearized(self: Rc<Self>, arguments: &[Value]) -> (Vec<Value>, Rc<Pulled>);

    /// Its forward mode, called with the tangents of these arguments.
    fn forward_mode(self: Rc<Self>, tangents: &[bool]) -> Rc<dyn Callee>;
}

/// A function of the user's that programs call.
#[derive(Clone, Copy)]
pub(crate) struct Native {
    pub(crate) value: Computed,
    /// The partial derivatives of the one number it computes, in the form of each argument.
    pub(crate) partials: Option<Computed>,
}

impl Callee for Native {
    fn value(&self, arguments: &[Value]) -> Vec<Value> {
        (self.value)(arguments)
    }

    fn jvp(&self, arguments: &[Value], tangents: &[Option<Value>]) -> Vec<(Value, Value)> {
        let partials = self.partials.expect("partials")(arguments);
        let dots = partials.iter().zip(tangents);
        let dots = dots.filter_map(|(partial, tangent)| Some(dot(partial, tangent.as_ref()?)));
        let tangent = dots.fold(0.0, |sum, dot| sum + dot);
        vec![(self.value(arguments).swap_remove(0), tangent.into())]
    }

    fn vjp(self: Rc<Self>, arguments: &[Value]) -> (Vec<Value>, Rc<Pulled>) {
        let partials = self.partials.expect("partials")(arguments);
        let pullback = move |seed: &Value, _: &[Option<Value>]| {
            let parts = partials.iter();
            parts.map(|part| scale(part, seed.number())).collect()
        };
        (self.value(arguments), Rc::new(pullback))
    }

    fn linearized(self: Rc<Self>, arguments: &[Value]) -> (Vec<Value>, Rc<Pulled>) {
        (self.value(arguments), pushed(self, arguments))
    }

    fn forward_mode(self: Rc<Self>, _: &[bool]) -> Rc<dyn Callee> {
        panic!("no second derivatives")
    }
}

/// The linear map of a function that writes no argument, by its forward mode.
pub(crate) fn pushed(callee: Rc<impl Callee + 'static>, arguments: &[Value]) -> Rc<Pulled> {
    let arguments = arguments.to_vec();
    Rc::new(move |_: &Value, tangents: &[Option<Value>]| {
        let (_, tangent) = callee.jvp(&arguments, tangents).swap_remove(0);
        vec![tangent]
    })
}

/// The functions programs call, by name.
#[derive(Clone, Default)]
pub(crate) struct Natives {
    callees: BTreeMap<String, Rc<dyn Callee>>,
    /// Where a field stands that has a name.
    position: Option<Position>,
}

type Position = fn(&str) -> Option<usize>;

impl Natives {
    pub(crate) fn insert(&mut self, name: &str, callee: impl Callee + 'static) {
        self.callees.insert(name.to_owned(), Rc::new(callee));
    }

    /// Structs are lists to the interpreter: the position of a field follows from its name alone.
    pub(crate) fn find_fields(&mut self, position: Position) {
        self.position = Some(position);
    }

    pub(super) fn position(&self, name: &str) -> usize {
        let position = self.position.and_then(|position| position(name));
        position.unwrap_or_else(|| panic!("no struct has a field `{name}` here"))
    }
}

/// The names that a block binds, and what they meant outside.
type Shadowed = Vec<(String, Option<Value>)>;

/// The state of a program.
pub(crate) struct Machine<'a> {
    vars: &'a Variables,
    natives: &'a Natives,
    memory: RefCell<BTreeMap<String, Value>>,
    shadowed: RefCell<Vec<Shadowed>>,
}

impl<'a> Machine<'a> {
    pub(crate) fn new(vars: &'a Variables, natives: &'a Natives) -> Self {
        Machine {
            vars,
            natives,
            memory: RefCell::default(),
            shadowed: RefCell::default(),
        }
    }

    /// The same state, from which what follows does not come back.
    pub(crate) fn fork(&self) -> Self {
        Machine {
            memory: self.memory.clone(),
            shadowed: self.shadowed.clone(),
            ..*self
        }
    }

    pub(crate) fn set_name(&self, name: &str, value: Value) {
        self.memory.borrow_mut().insert(name.to_owned(), value);
    }

    pub(crate) fn set(&self, var: Var, value: Value) {
        self.memory.borrow_mut().insert(self.name(var), value);
    }

    fn name(&self, var: Var) -> String {
        self.vars.get(var).expect("a variable").name.to_string()
    }

    fn get(&self, var: Var) -> Value {
        self.lookup(&self.name(var))
    }

    fn lookup(&self, name: &str) -> Value {
        let value = self.memory.borrow().get(name).cloned();
        value.unwrap_or_else(|| panic!("`{name}` has no value"))
    }

    pub(crate) fn run(&self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.statement(stmt);
        }
    }

    fn statement(&self, stmt: &Stmt) {
        match &stmt.op {
            Op::Verbatim(verbatim) => self.user_statement(&verbatim.stmt),
            Op::Defer => stmt
                .results
                .iter()
                .for_each(|var| self.forget(&self.name(*var))),
            Op::Store(place, value) => {
                let value = self.atom(value);
                match place.path.as_slice() {
                    [] => self.set(place.root, value),
                    _ => self.update(place, |target| *target = value),
                }
            }
            Op::Swap(one, other) => {
                let (first, second) = (self.place(one), self.place(other));
                self.update(one, |target| *target = second);
                self.update(other, |target| *target = first);
            }
            Op::Push(place, value) => {
                let value = self.atom(value);
                self.update(place, |target| target.list_mut().push(value));
            }
            Op::Accumulate(place, sign, value) => {
                let value = self.atom(value);
                self.accumulate(place, *sign, &value);
            }
            Op::Rewind(tape) => {
                let whole = self.get(*tape);
                self.bind_name(&self.name(*tape), whole);
            }
            Op::Clear(buffer, like) => {
                let zero = self.get(*like).zero();
                self.set(*buffer, zero);
            }
            Op::Loop(repeated) if repeated.sparse => {
                for tape in &stmt.results {
                    self.bind_name(&self.name(*tape), Value::List(Vec::new()));
                }
                self.repeated(repeated);
            }
            Op::Zero(Atom::Literal(_)) => {
                for var in &stmt.results {
                    let zero = self.zero(&self.vars.shape(*var));
                    self.bind_name(&self.name(*var), zero);
                }
            }
            op => {
                let values = self.values(op);
                assert_eq!(values.len(), stmt.results.len(), "number of results");
                for (var, value) in stmt.results.iter().zip(values) {
                    self.bind_name(&self.name(*var), value);
                }
            }
        }
    }

    fn accumulate(&self, place: &Place, sign: Sign, value: &Value) {
        self.update(place, |target| {
            *target = match sign {
                Sign::Plus => target.zip(value, &|a, b| a + b),
                Sign::Minus => target.zip(value, &|a, b| a - b),
            };
        });
    }

    /// The zero of a static shape.
    fn zero(&self, shape: &Shape) -> Value {
        match shape {
            Shape::Scalar(Some(ty)) => cast(&0.0.into(), &ty.to_token_stream().to_string()),
            Shape::Array(element, length) => {
                let length = index(self.expression(length).number());
                Value::List(vec![self.zero(element); length])
            }
            Shape::Tuple(fields) => {
                Value::List(fields.iter().map(|field| self.zero(field)).collect())
            }
            Shape::Sequence(_) => Value::List(Vec::new()),
            _ => 0.0.into(),
        }
    }

    /// The results of an operation.
    fn values(&self, op: &Op) -> Vec<Value> {
        match op {
            Op::Inert(inert) => vec![self.expression(&inert.expr)],
            Op::Apply(primitive, operands) => self.apply(primitive, operands),
            Op::Pack(_, parts) => vec![Value::List(self.atoms(parts))],
            Op::Repeat(element, length) => {
                let length = index(self.expression(length).number());
                vec![Value::List(vec![self.atom(element); length])]
            }
            Op::Construct(construct) => vec![self.constructed(construct)],
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
            Op::Cast(value, CastTarget::Like(like)) => {
                vec![cast_like(&self.atom(value), &self.atom(like))]
            }
            Op::Call(call) => {
                let arguments = self.arguments(&call.arguments);
                let mut values = self.called(call).value(&arguments);
                self.leave(&call.arguments, values.drain(1..));
                values
            }
            Op::Plain(path, arguments) => {
                let arguments = self.arguments(arguments);
                self.native(path).value(&arguments)
            }
            Op::CallJvp(call, tangents) => {
                let arguments = self.arguments(&call.arguments);
                let given = tangents.iter().map(|tangent| match tangent {
                    None => None,
                    Some(Tangent::Value(atom)) => Some(self.atom(atom)),
                    Some(Tangent::Reference(place)) => Some(self.place(place)),
                });
                let given: Vec<Option<Value>> = given.collect();
                let mut duals = self.called(call).jvp(&arguments, &given).into_iter();
                let (value, tangent) = duals.next().expect("a value");
                let (left, dots): (Vec<Value>, Vec<Value>) = duals.unzip();
                self.leave(&call.arguments, left.into_iter());
                let mutable = written(&call.arguments).map(|(index, _)| &tangents[index]);
                for (tangent, dot) in mutable.zip(dots) {
                    if let Some(Tangent::Reference(place)) = tangent {
                        self.update(place, |target| *target = dot);
                    }
                }
                vec![value, tangent]
            }
            Op::CallVjp(call, _) => {
                let arguments = self.arguments(&call.arguments);
                let (mut values, pullback) = self.called(call).vjp(&arguments);
                self.leave(&call.arguments, values.drain(1..));
                vec![values.swap_remove(0), Value::Linear(pullback)]
            }
            Op::Pullback(pullback) => self.pullback(pullback),
            Op::CallLinearized(call, _) => {
                let arguments = self.arguments(&call.arguments);
                let (mut values, map) = self.called(call).linearized(&arguments);
                self.leave(&call.arguments, values.drain(1..));
                vec![values.swap_remove(0), Value::Linear(map)]
            }
            Op::Pushforward(map, tangents) => vec![self.pushforward(*map, tangents)],
            Op::Combine(terms) => {
                let terms = terms.iter().map(|term| self.term(term));
                let sum = terms.reduce(|a, b| a.zip(&b, &|a, b| a + b));
                vec![sum.unwrap_or(Value::Number(0.0))]
            }
            Op::Dot(a, b) => vec![dot(&self.atom(a), &self.atom(b)).into()],
            Op::Scaled(a, b) => vec![scale(&self.atom(a), self.atom(b).number())],
            Op::Zero(like) => vec![self.atom(like).zero()],
            Op::Branch(branch) => self.branch(branch),
            Op::Loop(repeated) => self.repeated(repeated),
            Op::Replay(replay) => self.replay(replay),
            Op::Pop(place) => {
                let mut last = None;
                self.update(place, |target| last = target.list_mut().pop());
                vec![last.expect("an element")]
            }
            Op::Tape(_) => vec![Value::List(Vec::new())],
            Op::Verbatim(_)
            | Op::Defer
            | Op::Store(..)
            | Op::Push(..)
            | Op::Swap(..)
            | Op::Accumulate(..)
            | Op::Clear(..)
            | Op::Rewind(_) => Vec::new(),
        }
    }

    fn pullback(&self, pullback: &Pullback) -> Vec<Value> {
        let seed = self.atom(&pullback.seed);
        let Value::Linear(map) = self.get(pullback.map) else {
            panic!("not a pullback")
        };
        let mut results = Vec::new();
        let in_place = pullback.slots.iter().map(|slot| match slot {
            Slot::InPlace(place) => Some(self.place(place)),
            _ => None,
        });
        let in_place: Vec<Option<Value>> = in_place.collect();
        for (slot, bar) in pullback.slots.iter().zip(map(&seed, &in_place)) {
            match slot {
                Slot::Inactive => {}
                Slot::InPlace(place) => self.update(place, |target| *target = bar),
                Slot::Returned(index) => {
                    assert_eq!(*index, results.len(), "results in order");
                    results.push(bar);
                }
                Slot::Accumulated(place) => self.accumulate(place, Sign::Plus, &bar),
            }
        }
        results
    }

    fn pushforward(&self, map: Var, tangents: &[Option<Argument>]) -> Value {
        let Value::Linear(map) = self.get(map) else {
            panic!("not a linear map")
        };
        let given =
            |tangent: &Argument| self.arguments(std::slice::from_ref(tangent)).swap_remove(0);
        let given: Vec<Option<Value>> = tangents
            .iter()
            .map(|tangent| tangent.as_ref().map(given))
            .collect();
        let mut dots = map(&Value::Number(0.0), &given);
        for (tangent, left) in tangents.iter().zip(dots.drain(1..)) {
            let tangent = tangent.iter().cloned().collect::<Vec<_>>();
            self.leave(&tangent, std::iter::once(left));
        }
        dots.swap_remove(0)
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

    fn native(&self, path: &syn::ExprPath) -> Rc<dyn Callee> {
        self.callee(&path.to_token_stream().to_string().replace(' ', ""))
    }

    fn called(&self, call: &Call) -> Rc<dyn Callee> {
        let callee = self.native(&call.path);
        match &call.tangents {
            Some(tangents) => callee.forward_mode(tangents),
            None => callee,
        }
    }

    fn callee(&self, name: &str) -> Rc<dyn Callee> {
        let callee = self.natives.callees.get(name).cloned();
        callee.unwrap_or_else(|| panic!("unknown function `{name}`"))
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
            Atom::Var(var) => self.get(*var),
            Atom::Inert(inert) => self.expression(&inert.expr),
            Atom::Literal(value) => Value::Number(*value),
        }
    }

    fn atoms(&self, atoms: &[Atom]) -> Vec<Value> {
        atoms.iter().map(|atom| self.atom(atom)).collect()
    }

    /// Writes what a callee left in its arguments.
    fn leave(&self, arguments: &[Argument], left: impl Iterator<Item = Value>) {
        for ((_, place), value) in written(arguments).zip(left) {
            self.update(place, |target| *target = value);
        }
    }

    fn place(&self, place: &Place) -> Value {
        let mut value = self.get(place.root);
        for projection in &place.path {
            value = match projection {
                Projection::Index(atom) => {
                    let position = index(self.atom(atom).number());
                    value.list()[position].clone()
                }
                Projection::Field(field) => value.list()[*field as usize].clone(),
                Projection::Named { name, .. } => {
                    value.list()[self.natives.position(&name.to_string())].clone()
                }
                Projection::Range(range) => {
                    let (start, end) = self.bounds(&range.expr, value.list().len());
                    Value::List(value.list()[start..end].to_vec())
                }
            };
        }
        value
    }

    fn update(&self, place: &Place, change: impl FnOnce(&mut Value)) {
        let mut value = self.get(place.root);
        let name = self.name(place.root);
        let mut change = Some(change);
        self.update_part(&mut value, &place.path, &mut |part| {
            change.take().expect("one part")(part);
        });
        self.set_name(&name, value);
    }

    fn update_part(
        &self,
        value: &mut Value,
        path: &[Projection],
        change: &mut dyn FnMut(&mut Value),
    ) {
        let Some((projection, rest)) = path.split_first() else {
            change(value);
            return;
        };
        let position = match projection {
            Projection::Index(atom) => index(self.atom(atom).number()),
            Projection::Field(field) => *field as usize,
            Projection::Named { name, .. } => self.natives.position(&name.to_string()),
            Projection::Range(range) => {
                let list = value.list_mut();
                let (start, end) = self.bounds(&range.expr, list.len());
                let mut part = Value::List(list[start..end].to_vec());
                self.update_part(&mut part, rest, change);
                assert_eq!(
                    part.list().len(),
                    end - start,
                    "a part is as long as it was"
                );
                list.splice(start..end, part.list().to_vec());
                return;
            }
        };
        let list = value.list_mut();
        self.update_part(&mut list[position], rest, change);
    }

    /// A struct, or the tangent of one.
    fn constructed(&self, construct: &Construct) -> Value {
        let mut fields = match &construct.base {
            Base::Value(_, None) => vec![Value::Truth(false); construct.fields.len()],
            Base::Value(_, Some(rest)) => self.atom(rest).list().to_vec(),
            Base::Zero(of) => self.atom(of).zero().list().to_vec(),
            Base::Tangent(rest) => self.atom(rest).list().to_vec(),
        };
        for (member, value) in &construct.fields {
            let field = &mut fields[self.member(member)];
            *field = match value {
                Some(value) => self.atom(value),
                None => field.zero(),
            };
        }
        Value::List(fields)
    }

    /// Where a field of a struct stands.
    fn member(&self, member: &syn::Member) -> usize {
        match member {
            syn::Member::Unnamed(index) => index.index as usize,
            syn::Member::Named(name) => self.natives.position(&name.to_string()),
        }
    }

    fn apply(&self, primitive: &Primitive, operands: &[Atom]) -> Vec<Value> {
        let operands = self.atoms(operands);
        let value = match (primitive, operands.as_slice()) {
            (Primitive::Negate, [x]) => x.map(&mut |number| -number),
            (Primitive::Operator(op), [x, y]) => operator(op, x, y),
            (Primitive::Method(name, _), [x]) if name == "sin_cos" => return sin_cos(x),
            (Primitive::Method(name, _), operands) => method(&name.to_string(), operands),
            (Primitive::Rule(name), operands) => rule(name, operands),
            (Primitive::Told(Told::Decision), _) => return Vec::new(),
            // Over floats, there is nothing but the linear term.
            (Primitive::Told(_), [linear, ..]) => linear.clone(),
            _ => panic!("wrong number of operands"),
        };
        vec![value]
    }
}

/// The places that a callee writes, by the index of the argument.
fn written(arguments: &[Argument]) -> impl Iterator<Item = (usize, &Place)> {
    let arguments = arguments.iter().enumerate();
    arguments.filter_map(|(index, argument)| match &argument.value {
        Passed::Reference {
            place,
            mutable: true,
            ..
        } => Some((index, place)),
        _ => None,
    })
}
