//! Checked syn → IR: one operation per statement on atoms.
//!
//! Assumes: the signature is within the language. Guarantees: [`check`](crate::ir::check) holds,
//! every name means one binding, and only what carries a derivative is taken apart; everything
//! else rides along as written.
//!
//! ```text
//! let y = x.sin() * k;        →        t0 = sin x
//!                                      y = t0 * k
//! ```
//!
//! Which variables carry a derivative, and which are places, shows only when something active is
//! assigned to them, or to one of their elements. So lowering notes what it learns and, where it
//! had assumed otherwise, starts over; what is learnt only grows.

mod algebra;
mod assign;
mod borrow;
mod built;
mod call;
mod chosen;
mod closure;
mod constructors;
mod control;
mod deferred;
mod exchange;
mod exits;
mod expression;
mod forms;
mod functions;
mod growing;
mod inert;
mod inferred;
mod item;
mod iteration;
mod mutated;
mod optional;
mod parameters;
mod passed;
mod pattern;
mod place;
mod reduction;
mod selector;
mod sequence;
mod sorted;
mod statement;
mod structs;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;

use super::algebra::Form;
use super::discrete::Discrete;
use super::functions::FunctionParameter;
use super::identifiers::count_identifiers;
use super::inspect::Inspection;
use super::scope::{self, BindingKey, Meaning, Scope, Value};
use super::signature::Signature;
use super::{Body, Functions, Host, Source, checkpoint, fence};
use crate::attr::{Options, Rules};
use crate::diagnostics::Errors;
use crate::ir::{
    Aggregate, Atom, Block, Function, Mentions, Op, Param, Place, Role, Shape, Stmt, Var, Variable,
    Variables, part_shape,
};

use super::identifiers::names_in as identifiers;
use control::Frame;
pub(super) use exits::Exit;
pub(crate) use expression::assigned_operator;
use inert::{inert_name, literal_shape};
pub(super) use mutated::written_by_macro;

/// What repeated lowering has learnt.
#[derive(Clone, Default, PartialEq, Eq)]
struct Learnt {
    /// Variables to which something active is assigned.
    varied: BTreeSet<BindingKey>,
    /// Variables whose elements are assigned to, or that are assigned to in a block that runs
    /// conditionally or again.
    places: BTreeSet<BindingKey>,
    /// Whether the function returns from within a loop.
    returns: bool,
    /// Whether blocks compute codes that say where to go on: the compiler does not see through them
    /// that a variable has been given a value.
    coded: bool,
    /// Parts of the values that loops are left with, by the loop, which have a derivative though the
    /// first `break` gives one without.
    kept: BTreeSet<(usize, Vec<usize>)>,
}

/// Lowers a function, if it has a body that parses; mistakes go to `errors`. Those of `functions` that are called where a
/// derivative flows are `called`.
pub(crate) fn lower(
    signature: &Signature,
    source: &Source,
    options: &Options,
    functions: &[FunctionParameter],
    called: &mut BTreeSet<String>,
    errors: &mut Errors,
) -> Option<Function> {
    let body = match &source.body {
        Body::Block(body) => body,
        Body::Missing(span) => {
            fence::without_body(*span, errors);
            return None;
        }
        Body::TooDeep(span) => {
            errors.absorb(fence::too_deep(*span));
            return None;
        }
        // The compiler reports it, in the item itself.
        Body::Unparsed => return None,
    };
    if signature.wraps_its_result() {
        return None;
    }
    checkpoint::check(body, errors);
    let mut learnt = Learnt::default();
    let mut closures = BTreeMap::new();
    loop {
        let before = errors.len();
        let mut lowerer = Lowerer::new(
            signature,
            source,
            body,
            options,
            errors,
            learnt.clone(),
            std::mem::take(&mut closures),
        );
        lowerer.function_parameters = functions;
        lowerer.function(body);
        let Lowerer {
            params,
            vars,
            out: stmts,
            results,
            learnt: now,
            mistyped,
            closures: seen,
            called: now_called,
            ..
        } = lowerer;
        called.extend(now_called);
        closures = seen;
        if now == learnt {
            let mut body = Block {
                stmts,
                results,
                diverges: false,
            };
            deferred::sink(&mut body);
            let mut function = Function { params, vars, body };
            inferred::shapes(&mut function, &signature.result.shape());
            return (!mistyped).then_some(function);
        }
        errors.truncate(before);
        learnt = now;
    }
}

struct Lowerer<'a> {
    signature: &'a Signature,
    /// The types by whose names primitives can be called: `f64::sin`.
    float_types: BTreeSet<String>,
    errors: &'a mut Errors,
    learnt: Learnt,
    scope: Scope,
    vars: Variables,
    /// Every identifier of the function, with the number of times it stands there.
    identifiers: BTreeMap<String, usize>,
    /// User names already given to a binding.
    bound: BTreeSet<String>,
    /// Names of generated code, without a derivative, that stand for something borrowed.
    borrowed: BTreeSet<Ident>,
    /// Those of them that a trip of a loop binds to parts of a variable which ends with the function.
    lent_items: BTreeSet<Ident>,
    params: Vec<Param>,
    out: Vec<Stmt>,
    /// What is computed before the block that is being lowered, for what decides over it.
    before: Vec<Stmt>,
    results: Vec<Atom>,
    /// What the user supplies in the place of derivatives of the body.
    rules: &'a Rules,
    name: Ident,
    host: &'a Host,
    /// Where something could not be lowered: an error has been reported, or will be.
    poisoned: Option<Span>,
    /// The variables that stand for what could not be lowered.
    unknown: BTreeSet<Var>,
    /// The types do not fit: the compiler says so, in the item itself.
    mistyped: bool,
    /// The arguments `&mut place` of the call at hand, by their place in the syntax tree.
    lent: BTreeSet<usize>,
    /// The parts of a known length that iterators give, by the name of the index where they begin.
    parts: BTreeMap<String, i64>,
    /// What arrays are to be that are built, where that is written, by their place in the syntax tree.
    expected: BTreeMap<usize, Shape>,
    /// The closures bound by `let`, by their place in the syntax tree; one copy for all rounds, so
    /// that the declarations in it are recognized.
    closures: BTreeMap<usize, Rc<syn::ExprClosure>>,
    /// The loops and labelled blocks around, outermost first.
    frames: Vec<Frame>,
    /// The number of times that a closure has been taken apart.
    inlined: usize,
    /// The number of codes given to ways out of a block.
    codes: u32,
    /// Where the result is kept when it is returned from within a loop.
    returned: Option<Var>,
    /// The names of the variables whose contents may change.
    mutated: BTreeSet<String>,
    /// Where the runtime lives.
    runtime: syn::Path,
    /// The constants of the function's generics.
    const_parameters: BTreeSet<String>,
    /// Variables of types that the macro does not know: they are no floats.
    foreign: BTreeSet<Var>,
    /// Whether a function of a type is called, `S::new(x)`, or a variable is declared as one that the macro does not know: what
    /// has a method that no rule is known of is taken for one.
    names_types: bool,
    /// Declarations of what has no derivative and is a vector or a matrix.
    inert_vectors: BTreeSet<BindingKey>,
    /// The forms of arrays and matrices.
    forms: BTreeMap<BindingKey, Form>,
    /// What is in the fields of structs that literals have made.
    constructed: BTreeMap<Var, Vec<(syn::Member, Value)>>,
    /// Where the user asked for an estimate of rounding errors, which straight-line programs have.
    straight: Option<Span>,
    /// The parameters that could be called where a derivative flows, and the names of those that are.
    function_parameters: &'a [FunctionParameter],
    called: BTreeSet<String>,
    /// Those that this reading knows as functions whose derivatives can be asked for.
    functions: &'a Functions,
}

impl<'a> Lowerer<'a> {
    fn new(
        signature: &'a Signature,
        source: &'a Source,
        body: &syn::Block,
        options: &'a Options,
        errors: &'a mut Errors,
        learnt: Learnt,
        closures: BTreeMap<usize, Rc<syn::ExprClosure>>,
    ) -> Self {
        let mut identifiers = BTreeMap::new();
        count_identifiers(&source.sig, &mut identifiers);
        count_identifiers(body, &mut identifiers);
        let taken = identifiers.keys().cloned().collect();
        let mut float_types: BTreeSet<String> = ["f64", "f32", "Float", "Real", "FloatCore"]
            .map(str::to_owned)
            .into();
        float_types.extend(options.float.iter().map(ToString::to_string));
        let generics = &signature.generics;
        float_types.extend(generics.type_params().map(|ty| ty.ident.to_string()));
        let mut vars = Variables::avoiding(taken);
        if signature.bounded {
            vars.note_bound();
        }
        Lowerer {
            signature,
            float_types,
            errors,
            learnt,
            scope: Scope::knowing(Discrete::of(
                body,
                signature
                    .parameters
                    .iter()
                    .map(|parameter| &parameter.ident),
            )),
            vars,
            identifiers,
            bound: BTreeSet::new(),
            borrowed: BTreeSet::new(),
            lent_items: BTreeSet::new(),
            params: Vec::new(),
            out: Vec::new(),
            before: Vec::new(),
            results: Vec::new(),
            rules: &options.rules,
            name: source.sig.ident.clone(),
            host: &source.host,
            poisoned: None,
            unknown: BTreeSet::new(),
            mistyped: false,
            lent: BTreeSet::new(),
            parts: BTreeMap::new(),
            expected: BTreeMap::new(),
            closures,
            frames: Vec::new(),
            inlined: 0,
            codes: control::RETURN,
            returned: None,
            mutated: mutated::mutated(body),
            runtime: options.runtime(),
            const_parameters: generics
                .const_params()
                .map(|p| p.ident.to_string())
                .collect(),
            foreign: BTreeSet::new(),
            names_types: false,
            inert_vectors: BTreeSet::new(),
            forms: BTreeMap::new(),
            constructed: BTreeMap::new(),
            straight: options.error_estimate,
            function_parameters: &[],
            called: BTreeSet::new(),
            functions: &source.functions,
        }
    }

    fn function(&mut self, body: &syn::Block) {
        self.parameters();
        self.note_forms_of_parameters();
        if !self.rules.is_empty() {
            self.custom();
            return;
        }
        if self.signature.returns_nothing() {
            self.effects(body);
            return;
        }
        self.expect_at_end(body, &self.signature.result.shape());
        let value = self.body(body);
        let result = self.materialize(value, body.span());
        let result = self.unloaded(result);
        self.mistyped |= Self::conflict(&self.shape_of(&result), &self.signature.result.shape());
        self.results = vec![self.typed_result(result, body.span())];
        if let (Some(span), false) = (self.poisoned, self.mistyped || !self.errors.is_empty()) {
            fence::unsupported(span, self.errors);
        }
    }

    /// The body of a function that returns nothing.
    fn effects(&mut self, body: &syn::Block) {
        self.hoist(&body.stmts, false);
        self.sequence(&body.stmts, None, &control::Goal::UNIT);
        let span = Span::mixed_site();
        let unit = control::inert_code(syn::parse_quote!(()), Mentions::default());
        let result = self.define(Op::Inert(Rc::new(unit)), Shape::Inert, span);
        self.results = vec![Atom::Var(result)];
        if let (Some(span), false) = (self.poisoned, self.mistyped || !self.errors.is_empty()) {
            fence::unsupported(span, self.errors);
        }
    }

    /// A sequence that has been copied out of a place only to be returned, as the place itself.
    fn unloaded(&mut self, result: Atom) -> Atom {
        let last = self
            .out
            .last()
            .map(|stmt| (&stmt.op, stmt.results.as_slice()));
        if let (Some((Op::Load(place), [loaded])), Atom::Var(var)) = (last, &result)
            && loaded == var
            && place.path.is_empty()
            && matches!(self.vars.shape(*var), Shape::Sequence(_))
        {
            let root = Atom::Var(place.root);
            self.out.pop();
            return root;
        }
        result
    }

    /// The result as a variable of the shape that the signature tells, where its own says less.
    fn typed_result(&mut self, result: Atom, span: Span) -> Atom {
        let shape = self.signature.result.shape();
        match &result {
            Atom::Inert(inert) if !shape.is_scalar() => {
                Atom::Var(self.define(Op::Inert(inert.clone()), shape, span))
            }
            Atom::Var(var) if matches!(self.vars.shape(*var), Shape::Unknown | Shape::Inert) => {
                if let Some(variable) = self.vars.get_mut(*var) {
                    variable.shape = shape;
                }
                result
            }
            _ => result,
        }
    }

    fn emit(&mut self, results: Vec<Var>, op: Op, span: Span) {
        self.out.push(Stmt { results, op, span });
    }

    /// The result of an operation, under a temporary name.
    fn define(&mut self, op: Op, shape: Shape, span: Span) -> Var {
        let var = self.vars.temporary(shape, span);
        self.emit(vec![var], op, span);
        var
    }

    /// A name for a binding: the user's own for the first, numbered ones for those that shadow it.
    fn binding_name(&mut self, ident: &Ident) -> Ident {
        if self.bound.insert(ident.to_string()) {
            return ident.clone();
        }
        Ident::new(&self.vars.fresh(&ident.to_string()), ident.span())
    }

    /// A new mutable variable.
    fn declare(&mut self, ident: &Ident, init: Atom, ascription: Option<syn::Type>) -> Var {
        let shape = self.shape_of(&init);
        let name = self.binding_name(ident);
        let var = self.vars.push(Variable {
            name,
            named: true,
            shape,
            ascription,
            role: Role::Place,
        });
        if init.var().is_some_and(|init| self.foreign.contains(&init)) {
            self.foreign.insert(var);
        }
        self.emit(vec![var], Op::Declare(init), ident.span());
        var
    }

    /// A new variable that gets its value later.
    fn defer(&mut self, ident: &Ident, ascription: Option<syn::Type>) -> Var {
        let shape = ascription.as_ref().and_then(|ty| self.signature.shape(ty));
        let name = self.binding_name(ident);
        let var = self.vars.push(Variable {
            name,
            named: true,
            shape: shape.unwrap_or(Shape::Unknown),
            ascription,
            role: Role::Place,
        });
        let op = if self.learnt.coded {
            Op::Declare(self.placeholder(&self.vars.shape(var)))
        } else {
            Op::Defer
        };
        self.emit(vec![var], op, ident.span());
        var
    }

    fn shape_of(&self, atom: &Atom) -> Shape {
        match atom {
            Atom::Var(var) => self.vars.shape(*var),
            Atom::Inert(inert) => literal_shape(&inert.expr),
            Atom::Literal(_) => Shape::Scalar(None),
        }
    }

    fn name_of(&self, var: Var) -> Ident {
        self.vars
            .get(var)
            .map_or_else(|| Ident::new("_", Span::call_site()), |v| v.name.clone())
    }

    /// An operand for a value.
    fn materialize(&mut self, value: Value, span: Span) -> Atom {
        match value {
            Value::Atom(atom) => atom,
            Value::Inert(inert) => self.inert_atom(inert, span),
            Value::Reference(place) => self.load(place, span),
            Value::Aggregate(kind, parts) => {
                let atoms: Vec<Atom> = parts
                    .into_iter()
                    .map(|part| self.materialize(part, span))
                    .collect();
                let shape = self.aggregate_shape(kind, &atoms);
                Atom::Var(self.define(Op::Pack(kind, atoms), shape, span))
            }
        }
    }

    fn aggregate_shape(&self, kind: Aggregate, atoms: &[Atom]) -> Shape {
        let shapes: Vec<Shape> = atoms.iter().map(|atom| self.shape_of(atom)).collect();
        match kind {
            Aggregate::Tuple
                if shapes
                    .iter()
                    .any(|s| matches!(s, Shape::Inert | Shape::Unknown)) =>
            {
                Shape::Unknown
            }
            Aggregate::Tuple => Shape::Tuple(shapes.into()),
            Aggregate::Array => {
                let length = shapes.len();
                let known = shapes
                    .iter()
                    .find(|s| !matches!(s, Shape::Inert | Shape::Unknown));
                let element = known.cloned().unwrap_or(Shape::Unknown);
                let length = proc_macro2::Literal::usize_unsuffixed(length);
                Shape::Array(Rc::new(element), Rc::new(syn::parse_quote!(#length)))
            }
        }
    }

    /// The contents of a place.
    fn load(&mut self, place: Place, span: Span) -> Atom {
        let shape = self.place_shape(&place);
        let role = self.vars.role(place.root);
        if place.path.is_empty()
            && (role == Role::Value || (role == Role::Reference && !shape.is_scalar()))
        {
            return Atom::Var(place.root);
        }
        let is_foreign = self.is_foreign(&place);
        let var = self.define(Op::Load(place), shape, span);
        if is_foreign {
            self.foreign.insert(var);
        }
        Atom::Var(var)
    }

    pub(super) fn place_shape(&self, place: &Place) -> Shape {
        part_shape(&self.vars, place)
    }

    /// Remembers that a variable is written to part by part.
    fn learn_place(&mut self, expr: &syn::Expr) {
        let Some(ident) = scope::root(expr) else {
            return;
        };
        let Some(binding) = self.scope.lookup(ident) else {
            return;
        };
        match &binding.meaning {
            Meaning::Place(_) | Meaning::Value(Value::Reference(_)) => {}
            // A name that is not `mut` is one of a reference.
            Meaning::Inert { mutable: false, .. } => {
                self.learnt.varied.insert(binding.key);
            }
            _ => {
                self.learnt.places.insert(binding.key);
                self.learnt.varied.insert(binding.key);
            }
        }
    }

    /// A value after a mistake, so that the rest of the function is still checked.
    fn poison(&mut self, span: Span) -> Value {
        self.poisoned.get_or_insert(span);
        let var = self.vars.temporary(Shape::Unknown, span);
        self.unknown.insert(var);
        Value::Atom(Atom::Var(var))
    }

    /// Whether a value, or a part of it, could not be lowered: what is done with it is no mistake.
    fn is_unknown(&self, value: &Value) -> bool {
        match value {
            Value::Atom(atom) => atom.var().is_some_and(|var| self.unknown.contains(&var)),
            Value::Aggregate(_, parts) => parts.iter().any(|part| self.is_unknown(part)),
            Value::Reference(place) => self.unknown.contains(&place.root),
            Value::Inert(_) => false,
        }
    }

    /// Whether a piece of source mentions what could not be lowered.
    fn mentions_unknown(&self, inspection: &Inspection) -> bool {
        inspection.active.iter().any(|ident| {
            let binding = self.scope.lookup(ident);
            matches!(binding.map(|binding| &binding.meaning), Some(Meaning::Value(value)) if self.is_unknown(value))
        })
    }
}
