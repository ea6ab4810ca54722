//! Linearization: the primal program, and beside it the linear program of its tangents.
//!
//! Assumes: [`check`](crate::ir::check) holds. Guarantees: every tangent is computed by linear
//! operations from tangents defined before it, with coefficients that are primal values.
//!
//! ```text
//! y = x * x        →        y = x * x
//!                           t0 = x + x
//!                           y_dot = x_dot · t0
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::{BinOp, ExprPath, Token};

use crate::analysis::Activity;
use crate::ir::{
    Aggregate, Argument, Arm, Atom, Base, Block, Branch, Call, Case, Checkpoint, Construct,
    Decision, Function, Head, Loop, Op, Param, Passed, Place, Primitive, Role, Shape, Sign, Stmt,
    Style, Tangent, Term, Var, Variables, part_shape,
};
use crate::rules::{self, Formula, Operator, Partial};

/// A function and its linear program.
#[derive(Clone)]
pub(crate) struct Linear {
    pub(crate) params: Vec<Param>,
    pub(crate) vars: Rc<Variables>,
    pub(crate) steps: Vec<Step>,
    pub(crate) result: Atom,
    /// The tangent of each active variable.
    pub(crate) tangents: BTreeMap<Var, Var>,
}

/// A primal statement with what its linearization adds.
#[derive(Clone)]
pub(crate) enum Step {
    Plain {
        primal: Vec<Stmt>,
        linear: Vec<Stmt>,
    },
    /// [`Op::CallJvp`]: a differentiable call, whose linear map is known at run time only.
    Call(Stmt),
    Branch(BranchStep),
    Loop(LoopStep),
}

/// A branch, each of its arms linearized.
#[derive(Clone)]
pub(crate) struct BranchStep {
    pub(crate) decision: Decision,
    pub(crate) arms: Vec<ArmStep>,
    pub(crate) results: Vec<Var>,
    /// The tangent of each result that has one.
    pub(crate) tangents: Vec<Option<Var>>,
    pub(crate) span: Span,
}

#[derive(Clone)]
pub(crate) struct ArmStep {
    pub(crate) case: Option<Rc<Case>>,
    pub(crate) binds: BTreeSet<String>,
    pub(crate) body: Steps,
}

/// A loop, its body linearized.
#[derive(Clone)]
pub(crate) struct LoopStep {
    pub(crate) head: Head,
    pub(crate) body: Steps,
    pub(crate) checkpoint: Option<Rc<Checkpoint>>,
    pub(crate) span: Span,
}

/// A block, linearized.
#[derive(Clone)]
#[expect(clippy::struct_field_names, reason = "steps are what it consists of")]
pub(crate) struct Steps {
    pub(crate) steps: Vec<Step>,
    pub(crate) results: Vec<Atom>,
    /// The tangents of the results that have one.
    pub(crate) tangents: Vec<Atom>,
    pub(crate) diverges: bool,
}

pub(crate) fn linearize(
    primal: &Function,
    activity: &Activity,
    partials: Option<&ExprPath>,
) -> Linear {
    let mut linearizer = Linearizer {
        activity,
        partials,
        vars: primal.vars.clone(),
        tangents: BTreeMap::new(),
        primal: Vec::new(),
        linear: Vec::new(),
    };
    for param in &primal.params {
        if let Some(var) = param.var.filter(|_| param.active) {
            let role = linearizer.vars.role(var);
            linearizer.tangent_with_role(var, role);
        }
    }
    let steps = primal
        .body
        .stmts
        .iter()
        .map(|stmt| linearizer.step(stmt))
        .collect();
    let result = primal
        .body
        .results
        .first()
        .cloned()
        .unwrap_or(Atom::Literal(0.0));
    Linear {
        params: primal.params.clone(),
        vars: Rc::new(linearizer.vars),
        steps,
        result,
        tangents: linearizer.tangents,
    }
}

impl Linear {
    /// Whether the pullback may hold what is lent to it for parameters without a derivative: to run a
    /// loop again, or to let a callee do that.
    pub(crate) fn reads_again(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|step| !matches!(step, Step::Plain { .. }))
    }

    /// Whether the function calls itself: its pullback does so again, with what was lent to it.
    pub(crate) fn is_recursive(&self) -> bool {
        let mut recursive = false;
        self.for_each_call(&mut |call| recursive |= call.recursive);
        recursive
    }

    /// Visits the calls through which derivatives flow.
    pub(crate) fn for_each_call(&self, visit: &mut impl FnMut(&Call)) {
        fn visit_steps(steps: &[Step], visit: &mut impl FnMut(&Call)) {
            for step in steps {
                match step {
                    Step::Plain { .. } => {}
                    Step::Call(call) => {
                        if let Op::CallJvp(call, _) = &call.op {
                            visit(call);
                        }
                    }
                    Step::Branch(branch) => {
                        for arm in &branch.arms {
                            visit_steps(&arm.body.steps, visit);
                        }
                    }
                    Step::Loop(repeated) => visit_steps(&repeated.body.steps, visit),
                }
            }
        }
        visit_steps(&self.steps, visit);
    }

    /// Forward mode: both programs in one, each tangent beside its primal value.
    pub(crate) fn forward(&self) -> Function {
        let mut vars = Variables::extending(&self.vars);
        let mut stmts: Vec<Stmt> = self.steps.iter().flat_map(Step::forward).collect();
        let result = self.result.clone();
        let tangent = match result.var().and_then(|var| self.tangents.get(&var)) {
            Some(tangent) => Atom::Var(*tangent),
            None => {
                let shape = result
                    .var()
                    .map_or(Shape::Scalar(None), |var| vars.shape(var));
                zero(&mut vars, &mut stmts, &result, &shape)
            }
        };
        Function {
            params: self.params.clone(),
            vars,
            body: Block {
                stmts,
                results: vec![result, tangent],
                diverges: false,
            },
        }
    }
}

impl Step {
    /// The primal statement and its linearization, as forward mode computes them.
    fn forward(&self) -> Vec<Stmt> {
        match self {
            Step::Plain { primal, linear } => primal.iter().chain(linear).cloned().collect(),
            Step::Call(call) => vec![call.clone()],
            Step::Branch(step) => {
                let tangents = step.tangents.iter().flatten();
                let arm = |arm: &ArmStep| arm.with(arm.body.forward());
                let branch = Branch {
                    decision: step.decision.clone(),
                    arms: step.arms.iter().map(arm).collect(),
                    recorded: false,
                };
                vec![Stmt {
                    results: step.results.iter().chain(tangents).copied().collect(),
                    op: Op::Branch(Box::new(branch)),
                    span: step.span,
                }]
            }
            Step::Loop(step) => {
                let repeated = Loop {
                    checkpoint: step.checkpoint.clone(),
                    ..Loop::new(step.head.clone(), step.body.forward())
                };
                vec![Stmt {
                    results: Vec::new(),
                    op: Op::Loop(Box::new(repeated)),
                    span: step.span,
                }]
            }
        }
    }
}

impl ArmStep {
    /// The arm with the statements of a sweep.
    pub(super) fn with(&self, body: Block) -> Arm {
        Arm {
            case: self.case.clone(),
            binds: self.binds.clone(),
            ..Arm::new(body)
        }
    }
}

impl Steps {
    fn forward(&self) -> Block {
        Block {
            stmts: self.steps.iter().flat_map(Step::forward).collect(),
            results: self.results.iter().chain(&self.tangents).cloned().collect(),
            diverges: self.diverges,
        }
    }
}

/// Visits every primal statement of steps, and the calls.
pub(super) fn for_each_primal<'s>(steps: &'s [Step], visit: &mut dyn FnMut(&'s Stmt)) {
    for_each_flat(steps, &mut |primal, _| primal.iter().for_each(&mut *visit));
}

/// Visits every linear statement of steps, and the linearized calls.
pub(super) fn for_each_linear<'s>(steps: &'s [Step], visit: &mut dyn FnMut(&'s Stmt)) {
    for_each_flat(steps, &mut |_, linear| linear.iter().for_each(&mut *visit));
}

/// Visits the primal and the linear statements of every step without blocks, in whatever block; a call is both.
pub(super) fn for_each_flat<'s>(steps: &'s [Step], visit: &mut dyn FnMut(&'s [Stmt], &'s [Stmt])) {
    for step in steps {
        match step {
            Step::Plain { primal, linear } => visit(primal, linear),
            Step::Call(call) => visit(std::slice::from_ref(call), std::slice::from_ref(call)),
            Step::Branch(branch) => {
                for arm in &branch.arms {
                    for_each_flat(&arm.body.steps, visit);
                }
            }
            Step::Loop(repeated) => for_each_flat(&repeated.body.steps, visit),
        }
    }
}

/// The zero tangent of a value: a literal where that says it.
pub(crate) fn zero(
    vars: &mut Variables,
    stmts: &mut Vec<Stmt>,
    like: &Atom,
    shape: &Shape,
) -> Atom {
    if shape.is_scalar() {
        return Atom::Literal(0.0);
    }
    let span = Span::call_site();
    let var = vars.temporary(shape.clone(), span);
    // A static shape says all that there is to know: no value need be kept for its zero.
    let like = if shape.is_static() {
        Atom::Literal(0.0)
    } else {
        like.clone()
    };
    stmts.push(Stmt {
        results: vec![var],
        op: Op::Zero(like),
        span,
    });
    Atom::Var(var)
}

/// One term for each tangent: `x_dot·x + x_dot·x` becomes `x_dot·(x + x)`.
pub(super) fn merge(
    vars: &mut Variables,
    primal: &mut Vec<Stmt>,
    terms: Vec<Term>,
    span: Span,
) -> Vec<Term> {
    let mut merged: Vec<Term> = Vec::new();
    for term in terms {
        let twin = merged.iter_mut().find(|other| {
            other.tangent.var() == term.tangent.var() && other.over.is_none() && term.over.is_none()
        });
        let Some(twin) = twin else {
            merged.push(term);
            continue;
        };
        let operator = match twin.sign.times(term.sign) {
            Sign::Plus => BinOp::Add(Token![+](span)),
            Sign::Minus => BinOp::Sub(Token![-](span)),
        };
        let left = twin.times.take().unwrap_or(Atom::Literal(1.0));
        let right = term.times.unwrap_or(Atom::Literal(1.0));
        let sum = Op::Apply(Primitive::Operator(operator), vec![left, right]);
        let var = vars.temporary(Shape::Scalar(None), span);
        primal.push(Stmt {
            results: vec![var],
            op: sum,
            span,
        });
        twin.times = Some(Atom::Var(var));
    }
    merged
}

struct Linearizer<'a> {
    activity: &'a Activity,
    /// The function that computes the partial derivatives of a custom rule.
    partials: Option<&'a ExprPath>,
    vars: Variables,
    tangents: BTreeMap<Var, Var>,
    primal: Vec<Stmt>,
    linear: Vec<Stmt>,
}

impl Linearizer<'_> {
    fn step(&mut self, stmt: &Stmt) -> Step {
        match &stmt.op {
            Op::Branch(branch) => return self.branch(branch, &stmt.results, stmt.span),
            Op::Loop(repeated) => {
                return Step::Loop(LoopStep {
                    head: repeated.head.clone(),
                    body: self.block(&repeated.body, &[]),
                    checkpoint: repeated.checkpoint.clone(),
                    span: stmt.span,
                });
            }
            _ => {}
        }
        if let (Op::Call(call), [result]) = (&stmt.op, stmt.results.as_slice())
            && self.writes_active(stmt)
        {
            return self.call(call, *result, stmt.span);
        }
        self.primal.push(stmt.clone());
        if self.writes_active(stmt) {
            self.linearize(stmt);
        }
        Step::Plain {
            primal: std::mem::take(&mut self.primal),
            linear: std::mem::take(&mut self.linear),
        }
    }

    fn branch(&mut self, branch: &Branch, results: &[Var], span: Span) -> Step {
        let arms = branch.arms.iter().map(|arm| ArmStep {
            case: arm.case.clone(),
            binds: arm.binds.clone(),
            body: self.block(&arm.body, results),
        });
        let arms = arms.collect();
        let active = |var: &Var| self.activity.is_active(*var);
        let active: Vec<bool> = results.iter().map(active).collect();
        let tangents = results.iter().zip(active);
        let tangents = tangents.map(|(var, active)| active.then(|| self.new_tangent(*var)));
        Step::Branch(BranchStep {
            decision: branch.decision.clone(),
            arms,
            results: results.to_vec(),
            tangents: tangents.collect(),
            span,
        })
    }

    /// A nested block, and the tangents of its results for those variables that are active.
    fn block(&mut self, block: &Block, results: &[Var]) -> Steps {
        let mut steps: Vec<Step> = block.stmts.iter().map(|stmt| self.step(stmt)).collect();
        let active = |(var, _): &(&Var, &Atom)| self.activity.is_active(**var);
        let active: Vec<_> = results.iter().zip(&block.results).filter(active).collect();
        let tangents = active.into_iter().map(|(var, atom)| {
            let shape = self.vars.shape(*var);
            self.tangent_or_zero_of(atom, &shape)
        });
        let tangents = tangents.collect();
        steps.push(Step::Plain {
            primal: std::mem::take(&mut self.primal),
            linear: std::mem::take(&mut self.linear),
        });
        Steps {
            steps,
            results: block.results.clone(),
            tangents,
            diverges: block.diverges,
        }
    }

    fn writes_active(&self, stmt: &Stmt) -> bool {
        let mut active = stmt.results.iter().any(|var| self.activity.is_active(*var));
        stmt.op
            .for_each_write(&mut |place| active |= self.activity.is_active(place.root));
        active
    }

    /// The linearization of each operation, one arm each.
    #[allow(clippy::too_many_lines)]
    fn linearize(&mut self, stmt: &Stmt) {
        let span = stmt.span;
        match (&stmt.op, stmt.results.as_slice()) {
            (Op::Apply(primitive, operands), results) => {
                self.apply(primitive, operands, results, span);
            }
            (Op::Pack(kind, parts), [result]) => {
                let parts = self.packed_tangents(*kind, parts, *result);
                self.define(*result, Op::Pack(*kind, parts), span);
            }
            (Op::Construct(construct), [result]) => {
                let op = Op::Construct(Box::new(self.constructed(construct, *result)));
                self.define(*result, op, span);
            }
            (Op::Repeat(element, length), [result]) => {
                let element = self.tangent_or_zero(element);
                self.define(*result, Op::Repeat(element, length.clone()), span);
            }
            (Op::Unpack(kind, whole), results) => {
                let Some(whole) = self.tangent(whole) else {
                    return;
                };
                let results = results.iter().map(|var| self.new_tangent(*var)).collect();
                let op = Op::Unpack(*kind, Atom::Var(whole));
                self.linear.push(Stmt { results, op, span });
            }
            (Op::Load(place), [result]) => {
                let Some(root) = self.tangents.get(&place.root) else {
                    return;
                };
                self.define(*result, Op::Load(place.of(*root)), span);
            }
            (Op::Declare(init), [result]) => {
                let init = self.tangent_or_zero_like(init, *result);
                let tangent = self.tangent_with_role(*result, Role::Place);
                self.linear.push(Stmt {
                    results: vec![tangent],
                    op: Op::Declare(init),
                    span,
                });
            }
            (Op::Defer, [result]) => {
                let tangent = self.tangent_with_role(*result, Role::Place);
                self.linear.push(Stmt {
                    results: vec![tangent],
                    op: Op::Defer,
                    span,
                });
            }
            (Op::Store(place, _) | Op::Accumulate(place, ..), []) if place.is_discrete() => {}
            (Op::Store(place, value), []) => {
                let Some(root) = self.tangents.get(&place.root).copied() else {
                    return;
                };
                let value = self.stored_tangent(place, value);
                self.effect(Op::Store(place.of(root), value), span);
            }
            (Op::Swap(one, other), []) => {
                let tangent = |place: &Place| Some(place.of(*self.tangents.get(&place.root)?));
                if let (Some(one), Some(other)) = (tangent(one), tangent(other)) {
                    self.effect(Op::Swap(one, other), span);
                }
            }
            (Op::Push(place, value), []) => {
                let Some(root) = self.tangents.get(&place.root).copied() else {
                    return;
                };
                let value = self.pushed_tangent(place, value);
                self.effect(Op::Push(place.of(root), value), span);
            }
            (Op::Pop(place), [result]) => {
                let Some(root) = self.tangents.get(&place.root).copied() else {
                    return;
                };
                self.define(*result, Op::Pop(place.of(root)), span);
            }
            (Op::Accumulate(place, sign, value), []) => {
                let Some(root) = self.tangents.get(&place.root).copied() else {
                    return;
                };
                if let Some(tangent) = self.tangent(value) {
                    self.effect(
                        Op::Accumulate(place.of(root), *sign, Atom::Var(tangent)),
                        span,
                    );
                }
            }
            (Op::Cast(value, target), [result]) => {
                let Some(tangent) = self.tangent(value) else {
                    return;
                };
                self.define(*result, Op::Cast(Atom::Var(tangent), target.clone()), span);
            }
            (Op::Plain(_, arguments), [result]) => self.custom(arguments, *result, span),
            (Op::Dot(left, right), [result]) => self.dot(left, right, *result, span),
            // A copy of a tangent: all other combinations have been spelled out.
            (Op::Combine(terms), [result]) if terms.iter().all(Term::is_plain) => {
                let tangents = terms.iter().filter_map(|term| self.tangent(&term.tangent));
                let terms = tangents.map(|tangent| Term::plain(Atom::Var(tangent)));
                let op = Op::Combine(terms.collect());
                self.define(*result, op, span);
            }
            _ => {}
        }
    }

    /// The tangent of a struct: what has no tangent of its own in a field is zero.
    fn constructed(&self, construct: &Construct, result: Var) -> Construct {
        let tangent = |atom: &Atom| self.tangent(atom).map(Atom::Var);
        let rest = match &construct.base {
            Base::Value(_, rest) => rest.as_ref().and_then(tangent),
            Base::Zero(_) => None,
            Base::Tangent(rest) => tangent(rest),
        };
        let fields = construct.fields.iter().map(|(member, value)| {
            let value = value.as_ref().and_then(tangent);
            (member.clone(), value)
        });
        let all = rest.is_some();
        Construct {
            base: rest.map_or(Base::Zero(Atom::Var(result)), Base::Tangent),
            fields: fields.filter(|(_, value)| all || value.is_some()).collect(),
        }
    }

    /// A product of aggregates, linear in each of them.
    fn dot(&mut self, left: &Atom, right: &Atom, result: Var, span: Span) {
        let mut terms = Vec::new();
        for (of, by) in [(left, right), (right, left)] {
            if let Some(tangent) = self.tangent(of) {
                let dot = self.vars.temporary(Shape::Scalar(None), span);
                self.linear.push(Stmt {
                    results: vec![dot],
                    op: Op::Dot(by.clone(), Atom::Var(tangent)),
                    span,
                });
                terms.push(Term::plain(Atom::Var(dot)));
            }
        }
        self.define(result, Op::Combine(terms), span);
    }

    fn call(&mut self, call: &Rc<Call>, result: Var, span: Span) -> Step {
        let tangents = call
            .arguments
            .iter()
            .map(|argument| match &argument.value {
                Passed::Value(atom) => self.tangent(atom).map(|var| Tangent::Value(Atom::Var(var))),
                Passed::Reference { place, .. } => {
                    let root = self.tangents.get(&place.root);
                    root.map(|root| Tangent::Reference(place.of(*root)))
                }
            })
            .collect();
        let tangent = self.new_tangent(result);
        Step::Call(Stmt {
            results: vec![result, tangent],
            op: Op::CallJvp(call.clone(), tangents),
            span,
        })
    }

    fn apply(&mut self, primitive: &Primitive, operands: &[Atom], results: &[Var], span: Span) {
        let (rule, operands) = match rules::rule_of(primitive) {
            // `1 / x`: its derivative takes no division.
            Some(_) if is_reciprocal(primitive, operands) => (
                rules::method("recip"),
                operands.get(1..).unwrap_or_default(),
            ),
            rule => (rule, operands),
        };
        let Some(rule) = rule else {
            return;
        };
        for (index, result) in results.iter().enumerate() {
            let context = Context {
                primitive,
                operands,
                results,
                span,
            };
            let mut terms = Vec::new();
            let mut numerator = Vec::new();
            let mut denominator = None;
            for (operand, partial) in operands.iter().zip(rule.partials(index)) {
                let Some(tangent) = self.tangent(operand) else {
                    continue;
                };
                let mut term = Term::plain(Atom::Var(tangent));
                match partial {
                    Partial::Zero => {}
                    Partial::One => terms.push(term),
                    Partial::Times(factor) => {
                        (term.sign, term.times) = self.coefficient(&factor, &context);
                        terms.push(term);
                    }
                    Partial::Over(divisor) => {
                        (term.sign, term.over) = self.coefficient(&divisor, &context);
                        terms.push(term);
                    }
                    Partial::Ratio(factor, divisor) => {
                        if let Some(factor) = factor {
                            (term.sign, term.times) = self.coefficient(&factor, &context);
                        }
                        denominator = self.coefficient(&divisor, &context).1;
                        numerator.push(term);
                    }
                }
            }
            terms.extend(self.quotient(numerator, denominator, span));
            let terms = merge(&mut self.vars, &mut self.primal, terms, span);
            self.define(*result, Op::Combine(terms), span);
        }
    }

    /// Terms over a common denominator: divided once, however many they are.
    fn quotient(&mut self, numerator: Vec<Term>, over: Option<Atom>, span: Span) -> Option<Term> {
        let numerator = merge(&mut self.vars, &mut self.primal, numerator, span);
        match numerator.as_slice() {
            [] => None,
            [term] => Some(Term {
                over,
                ..term.clone()
            }),
            _ => {
                let sum = self.vars.temporary(Shape::Scalar(None), span);
                self.linear.push(Stmt {
                    results: vec![sum],
                    op: Op::Combine(numerator),
                    span,
                });
                Some(Term {
                    over,
                    ..Term::plain(Atom::Var(sum))
                })
            }
        }
    }

    /// The value of a rule's formula as a signed coefficient; none for one.
    fn coefficient(&mut self, formula: &Formula, context: &Context) -> (Sign, Option<Atom>) {
        match formula {
            Formula::Negate(inner) => {
                let (sign, atom) = self.coefficient(inner, context);
                (sign.times(Sign::Minus), atom)
            }
            Formula::Constant(1.0) => (Sign::Plus, None),
            formula => (Sign::Plus, Some(self.formula(formula, context))),
        }
    }

    /// Computes a rule's formula in the primal program.
    fn formula(&mut self, formula: &Formula, context: &Context) -> Atom {
        let op = match formula {
            Formula::Constant(value) => return Atom::Literal(*value),
            Formula::Argument(index) => {
                return context
                    .operands
                    .get(*index)
                    .cloned()
                    .unwrap_or(Atom::Literal(f64::NAN));
            }
            Formula::Result(index) => {
                let result = context.results.get(*index);
                return result.map_or(Atom::Literal(f64::NAN), |var| Atom::Var(*var));
            }
            Formula::Negate(inner) => {
                Op::Apply(Primitive::Negate, vec![self.formula(inner, context)])
            }
            Formula::Binary(operator, left, right) => {
                let operands = vec![self.formula(left, context), self.formula(right, context)];
                Op::Apply(Primitive::Operator(operator.token(context.span)), operands)
            }
            Formula::Method(name, arguments) => {
                let operands = arguments.iter().map(|a| self.formula(a, context)).collect();
                let style = match context.primitive {
                    Primitive::Method(_, style) => style.clone(),
                    _ => Style::Method,
                };
                Op::Apply(
                    Primitive::Method(Ident::new(name, context.span), style),
                    operands,
                )
            }
            Formula::Rule(name, arguments) => {
                let operands = arguments.iter().map(|a| self.formula(a, context)).collect();
                Op::Apply(Primitive::Rule(name), operands)
            }
        };
        let var = self.vars.temporary(Shape::Scalar(None), context.span);
        self.primal.push(Stmt {
            results: vec![var],
            op,
            span: context.span,
        });
        Atom::Var(var)
    }

    /// A function with a custom rule: its partials come from the user's function.
    fn custom(&mut self, arguments: &[Argument], result: Var, span: Span) {
        let Some(path) = self.partials else { return };
        let active: Vec<Var> = arguments.iter().filter_map(passed_variable).collect();
        let active: Vec<Var> = active
            .into_iter()
            .filter(|var| self.tangents.contains_key(var))
            .collect();
        let partials: Vec<Var> = active
            .iter()
            .map(|var| {
                let shape = self.vars.shape(*var);
                self.vars.temporary(shape, span)
            })
            .collect();
        let op = Op::Plain(Rc::new(path.clone()), arguments.to_vec());
        self.primal.push(Stmt {
            results: partials.clone(),
            op,
            span,
        });
        let mut terms = Vec::new();
        for (var, partial) in active.iter().zip(partials) {
            let Some(tangent) = self.tangents.get(var).copied() else {
                continue;
            };
            if self.vars.shape(*var).is_scalar() {
                let times = Some(Atom::Var(partial));
                terms.push(Term {
                    times,
                    ..Term::plain(Atom::Var(tangent))
                });
            } else {
                let dot = self.vars.temporary(Shape::Scalar(None), span);
                let op = Op::Dot(Atom::Var(partial), Atom::Var(tangent));
                self.linear.push(Stmt {
                    results: vec![dot],
                    op,
                    span,
                });
                terms.push(Term::plain(Atom::Var(dot)));
            }
        }
        self.define(result, Op::Combine(terms), span);
    }

    fn tangent(&self, atom: &Atom) -> Option<Var> {
        atom.var().and_then(|var| self.tangents.get(&var)).copied()
    }

    fn tangent_or_zero(&mut self, atom: &Atom) -> Atom {
        let shape = match atom {
            Atom::Var(var) => self.vars.shape(*var),
            Atom::Literal(_) => Shape::Scalar(None),
            Atom::Inert(_) => Shape::Unknown,
        };
        match self.tangent(atom) {
            Some(tangent) => Atom::Var(tangent),
            None => zero(&mut self.vars, &mut self.linear, atom, &shape),
        }
    }

    /// The same, where what the value goes to may tell a shape that its own does not.
    fn tangent_or_zero_of(&mut self, atom: &Atom, known: &Shape) -> Atom {
        match self.tangent(atom) {
            None if known.is_static() => zero(&mut self.vars, &mut self.linear, atom, known),
            _ => self.tangent_or_zero(atom),
        }
    }

    /// The tangents of an aggregate's parts, whose shape may tell what their own does not.
    fn packed_tangents(&mut self, kind: Aggregate, parts: &[Atom], result: Var) -> Vec<Atom> {
        let shape = self.vars.shape(result);
        let tangents = parts.iter().zip(0..).map(|(part, index)| {
            let known = match kind {
                Aggregate::Array => shape.element(),
                Aggregate::Tuple => shape.field(index),
            };
            self.tangent_or_zero_of(part, &known)
        });
        tangents.collect()
    }

    fn tangent_or_zero_like(&mut self, atom: &Atom, like: Var) -> Atom {
        match self.tangent(atom) {
            Some(tangent) => Atom::Var(tangent),
            None => {
                let shape = self.vars.shape(like);
                zero(&mut self.vars, &mut self.linear, &Atom::Var(like), &shape)
            }
        }
    }

    /// The tangent of a value stored to a place whose shape may tell what its own does not.
    fn stored_tangent(&mut self, place: &Place, value: &Atom) -> Atom {
        let shape = part_shape(&self.vars, place);
        match self.tangent(value) {
            Some(tangent) => Atom::Var(tangent),
            None => zero(&mut self.vars, &mut self.linear, value, &shape),
        }
    }

    /// The tangent of an element put at the end of a place.
    fn pushed_tangent(&mut self, place: &Place, value: &Atom) -> Atom {
        let shape = part_shape(&self.vars, place).element();
        match self.tangent(value) {
            Some(tangent) => Atom::Var(tangent),
            None => zero(&mut self.vars, &mut self.linear, value, &shape),
        }
    }

    fn new_tangent(&mut self, of: Var) -> Var {
        self.tangent_with_role(of, Role::Value)
    }

    fn tangent_with_role(&mut self, of: Var, role: Role) -> Var {
        let tangent = self.vars.companion(of, "dot", role);
        self.tangents.insert(of, tangent);
        tangent
    }

    fn define(&mut self, primal: Var, op: Op, span: Span) {
        let tangent = self.new_tangent(primal);
        self.linear.push(Stmt {
            results: vec![tangent],
            op,
            span,
        });
    }

    fn effect(&mut self, op: Op, span: Span) {
        self.linear.push(Stmt {
            results: Vec::new(),
            op,
            span,
        });
    }
}

/// Whether a primitive is `1 / x`.
fn is_reciprocal(primitive: &Primitive, operands: &[Atom]) -> bool {
    let divides = matches!(primitive, Primitive::Operator(BinOp::Div(_)));
    let one = match operands.first() {
        Some(Atom::Inert(inert)) => match &inert.expr {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Float(one),
                ..
            }) => one.base10_digits().parse() == Ok(1.0),
            _ => false,
        },
        _ => false,
    };
    divides && one && operands.len() == 2
}

/// A primitive's application, to compute the formulas of its rule in.
struct Context<'a> {
    primitive: &'a Primitive,
    operands: &'a [Atom],
    results: &'a [Var],
    span: Span,
}

impl Operator {
    fn token(self, span: Span) -> BinOp {
        match self {
            Operator::Add => BinOp::Add(Token![+](span)),
            Operator::Subtract => BinOp::Sub(Token![-](span)),
            Operator::Multiply => BinOp::Mul(Token![*](span)),
            Operator::Divide => BinOp::Div(Token![/](span)),
        }
    }
}

fn passed_variable(argument: &Argument) -> Option<Var> {
    match &argument.value {
        Passed::Value(atom) => atom.var(),
        Passed::Reference { place, .. } => Some(place.root),
    }
}
