//! A function through every pass, checked after each.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::TokenStream;

use crate::analysis;
use crate::attr::{self, Rules};
use crate::diagnostics::Errors;
use crate::ir::check::check;
use crate::ir::interpret::{Callee, Machine, Natives, Pulled, Value};
use crate::ir::{Atom, Block, Function, Role, Stmt, Var, Variables};
use crate::syntax::{self, signature};
use crate::transform::error_estimate::error_estimate;
use crate::transform::linearize::{Linear, linearize};
use crate::transform::transpose::{Adjoint, Destination, transpose};
use crate::transform::{
    Borrows, Derived, branch_extremes, choose, forward_program, hoist, invert, needed, over,
    pushforward, share, sweeps,
};

/// A function and its linearization.
pub(super) struct Program {
    pub(super) name: String,
    pub(super) primal: Function,
    linear: Linear,
    shared: Linear,
    names: Vec<String>,
    natives: Natives,
    rules: Rules,
}

/// Whether a pass's result is simplified before it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Simplified {
    No,
    Yes,
}

pub(super) const BOTH: [Simplified; 2] = [Simplified::No, Simplified::Yes];

const BORROWS: [Borrows; 2] = [Borrows::Anything, Borrows::Nothing];

pub(super) const DESTINATIONS: [Destination; 3] = [
    Destination::Returned,
    Destination::Buffers,
    Destination::Linkage,
];

impl Program {
    pub(super) fn new(args: &str, source: &str, natives: Natives) -> Program {
        let mut errors = Errors::default();
        let args: TokenStream = args.parse().expect("tokens");
        let item: TokenStream = source.parse().expect("tokens");
        let options = attr::parse(args, &mut errors);
        let source = syntax::parse(&item).expect("a function");
        let source = source.expect("a head");
        let signature = signature::read(&source, &options, &mut errors);
        let primal = syntax::lower::lower(
            &signature,
            &source,
            &options,
            &[],
            &mut std::collections::BTreeSet::new(),
            &mut errors,
        )
        .expect("a body");
        assert!(errors.is_empty(), "{item}\n{}", errors.into_tokens());
        let primal = branch_extremes(primal);
        let activity = analysis::activity(&primal);
        let partials = options.rules.partials.as_ref();
        let linear = || linearize(&primal, &activity, partials);
        let (linear, shared) = (linear(), invert(hoist(share(linear()))));
        let parameters = signature.parameters.iter();
        Program {
            name: source.sig.ident.to_string(),
            names: parameters.map(|p| p.ident.to_string()).collect(),
            primal,
            linear,
            shared,
            natives,
            rules: options.rules,
        }
    }

    /// Forward mode, as a program to be differentiated: the parameters, and then the tangents of the active ones.
    pub(super) fn forward_mode(&self) -> Program {
        let primal = forward_program(&self.shared, Derived::Both, &self.rules);
        let activity = analysis::activity(&primal);
        let partials = self.rules.partials.as_ref();
        let linear = || linearize(&primal, &activity, partials);
        let (linear, shared) = (linear(), invert(hoist(share(linear()))));
        let params = primal.params.iter().skip(self.primal.params.len());
        let dots = params.filter_map(|param| primal.vars.get(param.var?));
        let dots = dots.map(|variable| variable.name.to_string());
        Program {
            name: format!("{}_jvp", self.name),
            names: self.names.iter().cloned().chain(dots).collect(),
            primal,
            linear,
            shared,
            natives: self.natives.clone(),
            rules: self.rules.clone(),
        }
    }

    /// Checks the invariants of the IR after every pass.
    pub(super) fn check(&self) {
        self.check_lowered();
        for simplified in BOTH {
            self.check_forward(simplified);
            self.check_over();
            self.check_pushforward(simplified);
            for destination in DESTINATIONS {
                for unit in [false, true] {
                    self.check_adjoint(destination, unit, simplified);
                }
            }
        }
        self.check_error_estimate();
    }

    fn check_error_estimate(&self) {
        let result = self.shared.result.var();
        let mut stmts = self.primal.body.stmts.iter();
        let straight = stmts.all(|stmt| stmt.op.blocks().is_empty());
        if straight && result.is_some_and(|var| self.shared.vars.shape(var).is_scalar()) {
            self.hold_adjoint("error_estimate", error_estimate(&self.shared).adjoint);
        }
    }

    fn defined(&self) -> Vec<Var> {
        self.primal.params.iter().filter_map(|p| p.var).collect()
    }

    pub(super) fn check_lowered(&self) {
        self.hold(
            "lower",
            &self.primal.body,
            &self.primal.vars,
            &self.defined(),
        );
    }

    pub(super) fn check_forward(&self, simplified: Simplified) {
        let (function, dots) = self.forward(simplified);
        let defined = [self.defined(), dots].concat();
        self.hold("linearize", &function.body, &function.vars, &defined);
    }

    pub(super) fn check_over(&self) {
        if let Some(over::Program {
            function, tangents, ..
        }) = self.over()
        {
            let defined = [self.defined(), tangents].concat();
            self.hold("over", &function.body, &function.vars, &defined);
        }
    }

    pub(super) fn check_pushforward(&self, simplified: Simplified) {
        for borrows in BORROWS {
            let pass = format!("pushforward ({simplified:?})");
            let mut pushforward = self.pushforward(simplified, borrows);
            let buffers = self.dots(simplified).into_iter().map(Some);
            pushforward.buffers = buffers.collect();
            self.hold_adjoint(&pass, pushforward);
        }
    }

    pub(super) fn check_adjoint(
        &self,
        destination: Destination,
        unit: bool,
        simplified: Simplified,
    ) {
        let pass = format!("transpose ({destination:?}, {simplified:?})");
        self.hold_adjoint(&pass, self.adjoint(destination, unit, simplified));
    }

    fn hold_adjoint(&self, pass: &str, adjoint: Adjoint) {
        let mut results = vec![adjoint.result.clone()];
        results.extend(adjoint.cotangents.iter().flatten().cloned());
        let block = Block {
            stmts: [adjoint.forward, adjoint.reverse].concat(),
            results,
            diverges: false,
        };
        let mut defined = self.defined();
        defined.extend(adjoint.seed);
        defined.extend(adjoint.buffers.iter().flatten());
        self.hold(pass, &block, &adjoint.vars, &defined);
    }

    fn hold(&self, pass: &str, block: &Block, vars: &Variables, defined: &[Var]) {
        if let Err(broken) = check(block, vars, defined.iter().copied()) {
            panic!(
                "{} after {pass}: {broken}\n{}",
                self.name,
                block.named(vars)
            );
        }
        let mut names = BTreeSet::new();
        for var in (0u32..).take(vars.len()).map(Var) {
            let name = vars.get(var).expect("a variable").name.to_string();
            assert!(names.insert(name.clone()), "{}: two `{name}`", self.name);
        }
    }

    fn linear(&self, simplified: Simplified) -> &Linear {
        match simplified {
            Simplified::No => &self.linear,
            Simplified::Yes => &self.shared,
        }
    }

    /// The program of forward mode, and the tangents of the active parameters.
    fn forward(&self, simplified: Simplified) -> (Function, Vec<Var>) {
        let mut function = self.linear(simplified).forward();
        if simplified == Simplified::Yes {
            function.body.stmts = owned(&needed(&function));
        }
        (function, self.dots(simplified))
    }

    /// The tangents of the active parameters.
    fn dots(&self, simplified: Simplified) -> Vec<Var> {
        let linear = self.linear(simplified);
        let active = linear.params.iter().filter(|param| param.active);
        let dots = active.filter_map(|param| linear.tangents.get(&param.var?).copied());
        dots.collect()
    }

    fn adjoint(&self, destination: Destination, unit: bool, simplified: Simplified) -> Adjoint {
        let adjoint = transpose(self.linear(simplified), destination, unit);
        let borrows = match destination {
            Destination::Linkage => Borrows::Nothing,
            Destination::Returned | Destination::Buffers => Borrows::Anything,
        };
        Self::swept(adjoint, simplified, borrows)
    }

    fn pushforward(&self, simplified: Simplified, borrows: Borrows) -> Adjoint {
        Self::swept(pushforward(self.linear(simplified)), simplified, borrows)
    }

    /// With the residuals chosen.
    fn swept(mut adjoint: Adjoint, simplified: Simplified, borrows: Borrows) -> Adjoint {
        if simplified == Simplified::Yes {
            let sweeps = sweeps(&adjoint, true, borrows);
            let (forward, reverse) = (owned(&sweeps.forward), owned(&sweeps.reverse));
            (adjoint.forward, adjoint.reverse) = (forward, reverse);
        } else {
            let (forward, reverse) = (&mut adjoint.forward, &mut adjoint.reverse);
            choose(forward, reverse, &adjoint.vars, borrows);
        }
        adjoint
    }

    fn machine<'a>(&'a self, vars: &'a Variables, arguments: &[Value]) -> Machine<'a> {
        let machine = Machine::new(vars, &self.natives);
        assert_eq!(
            arguments.len(),
            self.names.len(),
            "{}: arguments",
            self.name
        );
        for (name, argument) in self.names.iter().zip(arguments) {
            machine.set_name(name, argument.clone());
        }
        machine
    }

    /// The variables the user named that have a tangent.
    pub(super) fn differentiated(&self) -> Vec<String> {
        let vars = self.linear.tangents.keys();
        let vars = vars.filter_map(|var| self.linear.vars.get(*var));
        let named = vars.filter(|variable| variable.named);
        named.map(|variable| variable.name.to_string()).collect()
    }

    /// The role of each active parameter, and of the buffer for its cotangent where there is one.
    pub(super) fn buffers(&self, destination: Destination) -> Vec<(Role, Option<Role>)> {
        let adjoint = self.adjoint(destination, false, Simplified::No);
        let params = self.primal.params.iter().filter(|param| param.active);
        let vars = params.filter_map(|param| param.var);
        let roles = vars.zip(&adjoint.buffers).map(|(var, buffer)| {
            let buffer = buffer.map(|buffer| adjoint.vars.role(buffer));
            (adjoint.vars.role(var), buffer)
        });
        roles.collect()
    }

    /// Which parameters are differentiated with respect to.
    pub(super) fn active(&self) -> Vec<bool> {
        self.primal
            .params
            .iter()
            .map(|param| param.active)
            .collect()
    }

    pub(super) fn value(&self, arguments: &[Value]) -> Value {
        self.values(arguments).swap_remove(0)
    }

    /// The value, and what is left in each parameter that is written.
    fn values(&self, arguments: &[Value]) -> Vec<Value> {
        let machine = self.machine(&self.primal.vars, arguments);
        machine.run(&self.primal.body.stmts);
        let mut values = vec![machine.atom(&self.primal.body.results[0])];
        values.extend(self.written().map(|var| machine.atom(&Atom::Var(var))));
        values
    }

    /// The parameters that are written.
    fn written(&self) -> impl Iterator<Item = Var> {
        let params = self.primal.params.iter().filter(|param| param.in_place);
        params.filter_map(|param| param.var)
    }

    /// The value, and its tangent along the tangents of the active parameters.
    pub(super) fn jvp(
        &self,
        arguments: &[Value],
        tangents: &[Value],
        simplified: Simplified,
    ) -> (Value, Value) {
        self.duals(arguments, tangents, simplified).swap_remove(0)
    }

    /// The value, and its tangents along several directions, by the linear map; what is left in each parameter that is
    /// written follows its tangent.
    pub(super) fn pushed(
        &self,
        arguments: &[Value],
        directions: &[Vec<Value>],
        simplified: Simplified,
        borrows: Borrows,
    ) -> (Value, Vec<Vec<Value>>) {
        let both = self.pushforward(simplified, borrows);
        let machine = self.machine(&both.vars, arguments);
        machine.run(&both.forward);
        let value = machine.atom(&both.result);
        let mut pushed = Vec::new();
        for tangents in directions {
            let dots = self.dots(simplified);
            for (dot, tangent) in dots.iter().zip(tangents) {
                machine.set(*dot, tangent.clone());
            }
            // Each application has the tapes whole.
            let of_linear = machine.fork();
            of_linear.run(&both.reverse);
            let tangent = both
                .cotangents
                .iter()
                .flatten()
                .map(|atom| of_linear.atom(atom));
            let mut left: Vec<Value> = tangent.collect();
            let active = self.primal.params.iter().filter(|param| param.active);
            let written = active.zip(dots).filter(|(param, _)| param.in_place);
            left.extend(written.map(|(_, dot)| of_linear.atom(&Atom::Var(dot))));
            pushed.push(left);
        }
        (value, pushed)
    }

    /// The same, and what is left in each parameter that is written.
    fn duals(
        &self,
        arguments: &[Value],
        tangents: &[Value],
        simplified: Simplified,
    ) -> Vec<(Value, Value)> {
        let (function, dots) = self.forward(simplified);
        self.run_forward(&function, dots, arguments, tangents)
    }

    /// The same by forward mode over any scalar, if there is one, where that is a float.
    pub(super) fn jvp_over(
        &self,
        arguments: &[Value],
        tangents: &[Value],
    ) -> Option<(Value, Value)> {
        let over = self.over()?;
        let mut duals = self.run_forward(&over.function, over.tangents, arguments, tangents);
        Some(duals.swap_remove(0))
    }

    fn over(&self) -> Option<over::Program> {
        over::over(self.linear(Simplified::No), self.primal.vars.len())
    }

    fn run_forward(
        &self,
        function: &Function,
        dots: Vec<Var>,
        arguments: &[Value],
        tangents: &[Value],
    ) -> Vec<(Value, Value)> {
        let machine = self.machine(&function.vars, arguments);
        for (dot, tangent) in dots.iter().zip(tangents) {
            machine.set(*dot, tangent.clone());
        }
        machine.run(&function.body.stmts);
        let results = &function.body.results;
        let (value, tangent) = (machine.atom(&results[0]), machine.atom(&results[1]));
        let mut duals = vec![match (&value, &tangent) {
            // The structural zero of an aggregate is written down as one of its type.
            (Value::List(_), Value::Number(0.0)) => (value.clone(), value.map(&mut |_| 0.0)),
            _ => (value, tangent),
        }];
        let active = self.primal.params.iter().filter(|param| param.active);
        for (param, dot) in active.zip(dots) {
            if let (true, Some(var)) = (param.in_place, param.var) {
                let left = [var, dot].map(|var| machine.atom(&Atom::Var(var)));
                let [value, dot] = left;
                duals.push((value, dot));
            }
        }
        duals
    }

    /// The value, and the cotangents of the active parameters from a seed; without one, from 1.
    pub(super) fn vjp(
        &self,
        arguments: &[Value],
        seed: Option<&Value>,
        destination: Destination,
        simplified: Simplified,
    ) -> (Value, Vec<Value>) {
        self.pulled(arguments, seed, &[], destination, simplified)
    }

    /// The same, where what is written in place has seeds, too.
    fn pulled(
        &self,
        arguments: &[Value],
        seed: Option<&Value>,
        in_place: &[Option<Value>],
        destination: Destination,
        simplified: Simplified,
    ) -> (Value, Vec<Value>) {
        let adjoint = self.adjoint(destination, seed.is_none(), simplified);
        let machine = self.machine(&adjoint.vars, arguments);
        if let (Some(var), Some(seed)) = (adjoint.seed, seed) {
            machine.set(var, seed.clone());
        }
        let active = self.active();
        let seeds = in_place.iter().chain(std::iter::repeat(&None));
        let slots = arguments.iter().zip(seeds).zip(active);
        let active = slots.filter(|(_, active)| *active);
        for (((argument, seed), _), buffer) in active.zip(&adjoint.buffers) {
            // A caller's buffer is overwritten; one of a caller within the macro is added to.
            let start = if destination == Destination::Buffers {
                f64::NAN
            } else {
                0.0
            };
            if let Some(buffer) = buffer {
                let start = || argument.map(&mut |_| start);
                machine.set(*buffer, seed.clone().unwrap_or_else(start));
            }
        }
        let stmts: Vec<Stmt> = [adjoint.forward, adjoint.reverse].concat();
        machine.run(&stmts);
        let bars = adjoint.cotangents.iter().zip(&adjoint.buffers);
        let bars = bars.map(|(bar, buffer)| match (bar, buffer) {
            (Some(bar), _) => machine.atom(bar),
            (None, Some(buffer)) => machine.atom(&Atom::Var(*buffer)),
            (None, None) => panic!("{}: a cotangent is nowhere", self.name),
        });
        let bars = bars.collect();
        (machine.atom(&adjoint.result), bars)
    }
}

fn owned(stmts: &[Cow<Stmt>]) -> Vec<Stmt> {
    stmts.iter().map(|stmt| stmt.clone().into_owned()).collect()
}

/// Called by other programs, through its own derivatives.
impl Callee for Program {
    fn value(&self, arguments: &[Value]) -> Vec<Value> {
        self.values(arguments)
    }

    fn jvp(&self, arguments: &[Value], tangents: &[Option<Value>]) -> Vec<(Value, Value)> {
        let slots = arguments.iter().zip(tangents).zip(self.active());
        let active = slots.filter(|(_, active)| *active);
        let tangents = active.map(|((argument, tangent), _)| {
            let absent = || argument.map(&mut |_| 0.0);
            tangent.clone().unwrap_or_else(absent)
        });
        let tangents: Vec<Value> = tangents.collect();
        self.duals(arguments, &tangents, Simplified::Yes)
    }

    fn vjp(self: Rc<Self>, arguments: &[Value]) -> (Vec<Value>, Rc<Pulled>) {
        let values = self.values(arguments);
        let arguments = arguments.to_vec();
        let pullback = move |seed: &Value, in_place: &[Option<Value>]| {
            let linkage = Destination::Linkage;
            let simplified = Simplified::Yes;
            let (_, bars) = self.pulled(&arguments, Some(seed), in_place, linkage, simplified);
            let mut bars = bars.into_iter();
            let slots = arguments.iter().zip(self.active());
            let bars = slots.map(|(argument, active)| {
                if active {
                    bars.next().expect("a cotangent")
                } else {
                    argument.clone()
                }
            });
            bars.collect()
        };
        (values, Rc::new(pullback))
    }

    fn linearized(self: Rc<Self>, arguments: &[Value]) -> (Vec<Value>, Rc<Pulled>) {
        let values = self.values(arguments);
        let arguments = arguments.to_vec();
        let map = move |_: &Value, tangents: &[Option<Value>]| {
            let slots = arguments.iter().zip(tangents).zip(self.active());
            let active = slots.filter(|(_, active)| *active);
            let given = active.map(|((argument, tangent), _)| {
                let absent = || argument.map(&mut |_| 0.0);
                tangent.clone().unwrap_or_else(absent)
            });
            let given = [given.collect()];
            let (_, mut pushed) =
                self.pushed(&arguments, &given, Simplified::Yes, Borrows::Nothing);
            let mut left = pushed.swap_remove(0).into_iter();
            let mut all: Vec<Value> = left.by_ref().take(1).collect();
            all.extend(self.primal.params.iter().map(|param| {
                let written = (param.active && param.in_place).then(|| left.next());
                written.flatten().unwrap_or(Value::Number(0.0))
            }));
            all
        };
        (values, Rc::new(map))
    }

    fn forward_mode(self: Rc<Self>, tangents: &[bool]) -> Rc<dyn Callee> {
        Rc::new(ForwardMode {
            program: Rc::new(Program::forward_mode(&self)),
            active: self.active(),
            given: tangents.to_vec(),
        })
    }
}

/// Forward mode, called with the tangents of some arguments.
struct ForwardMode {
    program: Rc<Program>,
    /// Which parameters have a tangent.
    active: Vec<bool>,
    /// Of which arguments the tangents are given.
    given: Vec<bool>,
}

impl ForwardMode {
    /// The arguments, and a tangent for each active parameter.
    fn completed(&self, arguments: &[Value]) -> Vec<Value> {
        let (own, dots) = arguments.split_at(self.active.len());
        let (mut all, mut dots) = (own.to_vec(), dots.iter());
        for ((active, given), argument) in self.active.iter().zip(&self.given).zip(own) {
            let dot = given.then(|| dots.next().expect("a tangent").clone());
            all.extend(active.then(|| dot.unwrap_or_else(|| argument.map(&mut |_| 0.0))));
        }
        all
    }

    /// What is left in what is written, without the tangents that were not given.
    fn left(&self, values: Vec<Value>) -> Vec<Value> {
        let mut params = self.program.primal.params.iter();
        let own: Vec<_> = params.by_ref().take(self.active.len()).collect();
        let in_place = own.iter().map(|param| param.in_place);
        let given = self
            .active
            .iter()
            .zip(&self.given)
            .filter(|(active, _)| **active);
        let dots = params.zip(given).filter(|(param, _)| param.in_place);
        let kept = in_place.filter(|in_place| *in_place);
        let kept = std::iter::once(true).chain(kept);
        let kept = kept.chain(dots.map(|(_, (_, given))| *given));
        let values = values.into_iter().zip(kept);
        values
            .filter_map(|(value, kept)| kept.then_some(value))
            .collect()
    }
}

impl Callee for ForwardMode {
    fn value(&self, arguments: &[Value]) -> Vec<Value> {
        self.left(self.program.values(&self.completed(arguments)))
    }

    fn jvp(&self, arguments: &[Value], tangents: &[Option<Value>]) -> Vec<(Value, Value)> {
        let (own, dots) = tangents.split_at(self.active.len());
        let (mut all, mut dots) = (own.to_vec(), dots.iter());
        for (active, given) in self.active.iter().zip(&self.given) {
            let dot = given
                .then(|| dots.next().expect("a slot").clone())
                .flatten();
            all.extend(active.then_some(dot));
        }
        let duals = Callee::jvp(&*self.program, &self.completed(arguments), &all);
        let (values, dots): (Vec<Value>, Vec<Value>) = duals.into_iter().unzip();
        self.left(values).into_iter().zip(self.left(dots)).collect()
    }

    fn vjp(self: Rc<Self>, arguments: &[Value]) -> (Vec<Value>, Rc<Pulled>) {
        let (values, pulled) = self.program.clone().vjp(&self.completed(arguments));
        let values = self.left(values);
        let pullback = move |seed: &Value, in_place: &[Option<Value>]| {
            let (own, dots) = in_place.split_at(self.active.len());
            let dots = dots.iter().zip(&self.active);
            let dots = dots.filter(|(_, active)| **active).map(|(dot, _)| dot);
            let in_place: Vec<Option<Value>> = own.iter().chain(dots).cloned().collect();
            let mut bars = pulled(seed, &in_place).into_iter();
            let mut all: Vec<Value> = bars.by_ref().take(self.active.len()).collect();
            let absent = Value::Number(0.0);
            let dots = self.active.iter();
            all.extend(dots.map(|active| {
                let bar = active.then(|| bars.next().expect("a cotangent"));
                bar.unwrap_or_else(|| absent.clone())
            }));
            all
        };
        (values, Rc::new(pullback))
    }

    fn linearized(self: Rc<Self>, _: &[Value]) -> (Vec<Value>, Rc<Pulled>) {
        panic!("forward mode of forward mode is one program")
    }

    fn forward_mode(self: Rc<Self>, _: &[bool]) -> Rc<dyn Callee> {
        panic!("no third derivatives")
    }
}

/// Numbers that look random and are the same every time (Knuth's MMIX generator).
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(limit)).unwrap_or(0)
    }

    /// In [−1, 1).
    pub(super) fn float(&mut self) -> f64 {
        f64::from(self.below(1 << 30)) / f64::from(1 << 29) - 1.0
    }
}

/// Asserts that forward and reverse mode are each other's transpose, and that nothing depends on
/// the form in which cotangents are returned or on simplification.
pub(super) fn assert_transposed(
    program: &Program,
    arguments: &[Value],
    numbers: &mut Numbers,
    tolerance: f64,
) {
    let name = &program.name;
    let value = program.value(arguments);
    let active = program.active();
    let tangents: Vec<Value> = arguments
        .iter()
        .zip(active)
        .filter(|(_, active)| *active)
        .map(|(argument, _)| argument.map(&mut |_| numbers.float()))
        .collect();
    let seed = value.map(&mut |_| numbers.float());
    for simplified in BOTH {
        let (primal, tangent) = program.jvp(arguments, &tangents, simplified);
        assert_same(&primal, &value, name);
        for borrows in BORROWS {
            let twice = [tangents.clone(), tangents.clone()];
            let (primal, pushed) = program.pushed(arguments, &twice, simplified, borrows);
            assert_same(&primal, &value, name);
            for dots in pushed {
                match (&dots[0], &tangent) {
                    (Value::Number(0.0), Value::List(_)) => {
                        assert!(tangent.numbers().iter().all(|dot| *dot == 0.0), "{name}");
                    }
                    (dots, _) => assert_same(dots, &tangent, name),
                }
            }
        }
        let forward = crate::ir::interpret::dot(&seed, &tangent);
        for destination in DESTINATIONS {
            let (primal, bars) = program.vjp(arguments, Some(&seed), destination, simplified);
            assert_same(&primal, &value, name);
            let mut reverse = 0.0;
            let mut scale = forward.abs();
            for (bar, tangent) in bars.iter().zip(&tangents) {
                reverse += crate::ir::interpret::dot(bar, tangent);
                for (bar, dot) in bar.numbers().iter().zip(tangent.numbers()) {
                    scale += (bar * dot).abs();
                }
            }
            assert!(
                (forward - reverse).abs() <= tolerance * scale.max(1e-3),
                "{name} ({destination:?}, {simplified:?}): forward {forward}, reverse {reverse}\n{}",
                program.primal
            );
        }
    }
}

/// Asserts that two values are the same bit for bit.
pub(super) fn assert_same(value: &Value, expected: &Value, name: &str) {
    let bits =
        |value: &Value| -> Vec<u64> { value.numbers().into_iter().map(f64::to_bits).collect() };
    assert_eq!(bits(value), bits(expected), "{name}");
}
