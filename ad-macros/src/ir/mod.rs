//! The intermediate representation: A-normal form, one operation per statement on atoms.
//!
//! A [`Function`] is a list of parameters and a [`Block`]. Immutable values are defined once;
//! what the user indexes into and overwrites is a *place*, read and written by [`Op::Load`],
//! [`Op::Store`] and [`Op::Accumulate`]. Rust code that carries no derivative rides along as
//! [`Inert`] expressions and [`Verbatim`] statements. The linear operations, on tangents and
//! cotangents, live in the same language, so every transformation maps IR to IR.

#[cfg(test)]
pub(crate) mod check;
mod checkpoint;
mod control;
#[cfg(test)]
pub(crate) mod display;
#[cfg(test)]
pub(crate) mod interpret;
pub(crate) mod shape;
pub(crate) mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{BinOp, Expr, ExprPath, Member, Path, Stmt as SynStmt, Type};

pub(crate) use checkpoint::{Checkpoint, Keeping, Replay};
pub(crate) use control::{
    Arm, Branch, Case, Counter, Decision, Head, Loop, Residual, Trip, integer,
};
pub(crate) use shape::{Shape, part_shape};

/// A variable of a [`Function`]: an index into its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Var(pub(crate) u32);

/// What is known of a variable.
#[derive(Clone)]
pub(crate) struct Variable {
    /// Unique in the function; the user's own name where there is one.
    pub(crate) name: Ident,
    /// Whether the name is the user's, so that the binding is worth keeping for the reader.
    pub(crate) named: bool,
    pub(crate) shape: Shape,
    /// The type the user wrote on the binding.
    pub(crate) ascription: Option<Type>,
    pub(crate) role: Role,
}

/// How generated code holds a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Defined once, never written again.
    Value,
    /// Declared `mut`: loads, stores and accumulations go to it.
    Place,
    /// Behind a reference to a scalar: every use dereferences.
    Reference,
    /// A caller's buffer, behind `&mut`.
    Buffer,
    /// A buffer or a tangent the caller may leave out: `Option<&mut _>` or `Option<&_>`.
    Optional,
    /// What the forward sweep keeps for the second: a linear map, a tape, the arm taken, a zero of the length of a sequence.
    Record,
}

/// An operand.
#[derive(Clone)]
pub(crate) enum Atom {
    Var(Var),
    /// An inert expression cheap and pure enough to stand at each of its uses.
    Inert(Rc<Inert>),
    /// A constant of a formula; `0.0` and `1.0` are the structural zero and one.
    Literal(f64),
}

/// User code without a derivative, as written but for renamed variables.
#[derive(Clone)]
pub(crate) struct Inert {
    pub(crate) expr: Expr,
    pub(crate) mentions: Mentions,
    /// May be evaluated again anywhere in the function, and costs next to nothing.
    pub(crate) duplicable: bool,
    /// Has the same value anywhere in the scope of what it mentions, and no effect.
    pub(crate) constant: bool,
}

/// Statements without a derivative, as written but for renamed variables.
#[derive(Clone)]
pub(crate) struct Verbatim {
    pub(crate) stmt: SynStmt,
    pub(crate) mentions: Mentions,
    /// The names it binds.
    pub(crate) binds: BTreeSet<String>,
    /// Without effect but for the names it binds.
    pub(crate) pure: bool,
    /// Pure, and has the same value anywhere in the scope of what it mentions.
    pub(crate) constant: bool,
}

/// The variables a piece of user code mentions.
#[derive(Clone, Default)]
pub(crate) struct Mentions {
    /// Variables of the IR, which the code reads: what it writes has no derivative, and is only a name.
    pub(crate) vars: BTreeSet<Var>,
    /// Every identifier, for the liveness of verbatim bindings.
    pub(crate) names: BTreeSet<String>,
}

/// One operation.
#[derive(Clone)]
pub(crate) struct Stmt {
    pub(crate) results: Vec<Var>,
    pub(crate) op: Op,
    pub(crate) span: Span,
}

#[derive(Clone)]
pub(crate) enum Op {
    /// The value of user code without a derivative.
    Inert(Rc<Inert>),
    /// User statements without a derivative.
    Verbatim(Rc<Verbatim>),
    /// A primitive: an operation with a rule.
    Apply(Primitive, Vec<Atom>),
    /// `(a, b)` or `[a, b]`.
    Pack(Aggregate, Vec<Atom>),
    /// A struct, or the tangent of one, of what its fields are.
    Construct(Box<Construct>),
    /// `[element; length]`.
    Repeat(Atom, Rc<Expr>),
    /// `let (a, b) = value;` or `let [a, b] = value;`: a result for each component.
    Unpack(Aggregate, Atom),
    /// The sum over the elements of an array: the transpose of [`Op::Repeat`].
    Total(Atom),
    /// `let mut place = value;`
    Declare(Atom),
    /// `let place;`, given a value later.
    Defer,
    /// The contents of a place.
    Load(Place),
    /// `place = value;`
    Store(Place, Atom),
    /// `place += value;`
    Accumulate(Place, Sign, Atom),
    /// The contents of two places, exchanged: its own transpose.
    Swap(Place, Place),
    /// `place.push(value);`
    Push(Place, Atom),
    /// The last element of a sequence, taken off. It and [`Op::Push`] are each other's transposes.
    Pop(Place),
    /// `value as type`, or to the type of another value.
    Cast(Atom, CastTarget),
    /// A call of a differentiable function.
    Call(Rc<Call>),
    /// A call of a function as it is: one with a custom rule, or the rule itself.
    Plain(Rc<ExprPath>, Vec<Argument>),
    /// Forward mode of a call: results are the value and its tangent.
    CallJvp(Rc<Call>, Vec<Option<Tangent>>),
    /// Reverse mode of a call: results are the value and its pullback.
    CallVjp(Rc<Call>, Vec<bool>),
    /// The linear map of a call: cotangents of the arguments from the seed.
    Pullback(Pullback),
    /// A call, linearized: results are the value and the linear map of tangents.
    CallLinearized(Rc<Call>, Vec<bool>),
    /// That linear map: the tangent of the result from those of the arguments, in their form.
    Pushforward(Var, Vec<Option<Argument>>),
    /// Σ ± tangent · coefficient / divisor.
    Combine(Vec<Term>),
    /// Partial derivatives of a custom rule times a tangent of the same shape, summed.
    Dot(Atom, Atom),
    /// Partial derivatives of a custom rule scaled by a scalar cotangent.
    Scaled(Atom, Atom),
    /// The zero tangent of a value; of a literal, that of the result's own shape.
    Zero(Atom),
    /// Sets a caller's buffer, the first variable, to the zero tangent of the second.
    Clear(Var, Var),
    /// An empty tape, for all the runs of a loop inside; with what counts the trips of that loop and of those around, where
    /// it is known how many there will be.
    Tape(Vec<Rc<Counter>>),
    /// Goes to the end of such a tape, from where the runs of the reverse sweep take their trips.
    Rewind(Var),
    Branch(Box<Branch>),
    Loop(Box<Loop>),
    Replay(Box<Replay>),
}

/// A primitive and the way the user called it.
#[derive(Clone)]
pub(crate) enum Primitive {
    Negate,
    Operator(BinOp),
    Method(Ident, Style),
    /// A function of the runtime's `rules`.
    Rule(&'static str),
    /// What the scalar of a tangent is told, in forward mode over any scalar.
    Told(Told),
}

/// A struct, or the tangent of one, of what its fields are.
#[derive(Clone)]
pub(crate) struct Construct {
    pub(crate) base: Base,
    /// What is in each field; in that of a tangent, zero where there is nothing.
    pub(crate) fields: Vec<(Member, Option<Atom>)>,
}

/// What a struct has in its other fields.
#[derive(Clone)]
pub(crate) enum Base {
    /// `path { .. }`: there are none, or they are those of a value.
    Value(Rc<Path>, Option<Atom>),
    /// In a tangent, zero: the value it is the tangent of.
    Zero(Atom),
    /// Those of a tangent.
    Tangent(Atom),
}

/// What the linear term does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Told {
    /// Of a linear term, an operand with its tangent, and a value: the function that they are of.
    Unary(&'static str),
    /// The same of two operands, each with its tangent.
    Binary(&'static str),
    /// The same of one operand with its tangent and an exponent.
    Power,
    /// A float that may be behind a reference, as operators take it.
    ByValue,
    /// Of a linear term, that the function is not known.
    Opaque,
    /// Of a tangent, that a decision depends on its value.
    Decision,
}

impl Told {
    /// The number of operands of the primitive that count.
    pub(crate) fn arity(self) -> usize {
        match self {
            Told::Unary(_) => 1,
            Told::Binary(_) | Told::Power => 2,
            Told::ByValue | Told::Opaque | Told::Decision => 0,
        }
    }
}

/// `x.sin()`, or `f64::sin(x)`: derivatives are called the same way, so they resolve alike.
#[derive(Clone)]
pub(crate) enum Style {
    Method,
    Path(Rc<ExprPath>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aggregate {
    Tuple,
    Array,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Plus,
    Minus,
}

#[derive(Clone)]
pub(crate) enum CastTarget {
    Type(Rc<Type>),
    Like(Atom),
}

/// A variable and the way to one of its parts.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) root: Var,
    pub(crate) path: Vec<Projection>,
}

#[derive(Clone)]
pub(crate) enum Projection {
    Index(Atom),
    Field(u32),
    /// `.name`
    Named {
        name: Rc<Ident>,
        of: Owner,
    },
    /// `[a..b]`
    Range(Rc<Inert>),
}

/// What a field is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Value,
    /// The same, of a field without a derivative.
    Discrete,
    /// The tangent of a struct, which may lack the field: what stands for its constants has it then.
    Tangent,
}

impl Owner {
    /// What is known of the field.
    pub(crate) fn shape(self) -> Shape {
        match self {
            Owner::Discrete => Shape::Inert,
            Owner::Value | Owner::Tangent => Shape::Unknown,
        }
    }
}

/// How the code of a call names the function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Callee {
    /// By its path: `g(x)`, `m::g(x)`.
    Function,
    /// By its path too: an operation of the runtime's `algebra`.
    Operation,
    /// By the path of a type and its own name: `Self::g(x)`, `m::Model::g(x)`.
    Associated,
    /// By its name alone, after the first argument: `model.g(x)`.
    Method,
    /// The same by a name that is one of an operation too: the method may be one of the runtime's.
    MethodOrOperation,
}

impl Callee {
    pub(crate) fn is_method(self) -> bool {
        matches!(self, Callee::Method | Callee::MethodOrOperation)
    }

    /// Whether the linkage stands in a type of the path of the function.
    pub(crate) fn is_path_of_function(self) -> bool {
        matches!(self, Callee::Function | Callee::Operation)
    }

    /// Of a path: the names of types, and no others, begin with a capital letter.
    pub(crate) fn of(path: &ExprPath) -> Callee {
        let owner = path.path.segments.iter().rev().nth(1);
        let of_type = owner.is_some_and(|owner| {
            let name = owner.ident.unraw().to_string();
            name.chars().next().is_some_and(char::is_uppercase)
        });
        if of_type || path.qself.is_some() {
            Callee::Associated
        } else {
            Callee::Function
        }
    }
}

/// A call `path(arguments)` of a differentiable function.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) callee: Callee,
    /// Whether the function calls itself: its pullback is made where it is applied, for a pullback
    /// cannot hold one of its own type.
    pub(crate) recursive: bool,
    /// Whether a function is passed to it, which only its linkage takes.
    pub(crate) takes_functions: bool,
    pub(crate) path: ExprPath,
    pub(crate) arguments: Vec<Argument>,
    /// Where it is the forward mode of the function that is called: for which of its arguments a
    /// tangent follows them.
    pub(crate) tangents: Option<Vec<bool>>,
}

#[derive(Clone)]
pub(crate) struct Argument {
    pub(crate) value: Passed,
    pub(crate) span: Span,
    /// The function that it is, for the linkage of the callee to take.
    pub(crate) function: Option<Rc<PassedFunction>>,
    /// Whether it is passed by value and may be the receiver of a method: of `S::f(s)` only `S` knows.
    pub(crate) may_be_receiver: bool,
}

/// A function that is passed to a differentiable function.
pub(crate) enum PassedFunction {
    /// Of which the value is what it captures.
    Closure(Closure),
    Named(Named),
}

/// A function that is passed by its name.
pub(crate) struct Named {
    /// The linkage that takes it, and as which argument.
    pub(crate) callee: ExprPath,
    pub(crate) index: usize,
    pub(crate) function: ExprPath,
    /// It as it is written: behind a reference, perhaps.
    pub(crate) plain: Expr,
}

/// A closure that is passed to a differentiable function.
pub(crate) struct Closure {
    /// The linkage that takes it, and as which argument.
    pub(crate) callee: ExprPath,
    pub(crate) index: usize,
    /// It as it is written, where nothing that it captures has a derivative.
    pub(crate) plain: Option<Expr>,
    /// What stands for `self` in it.
    pub(crate) receiver: Option<Ident>,
    /// Its body: a function of what it captures, and then of its arguments.
    pub(crate) function: Function,
    /// How many variables it captures.
    pub(crate) captured: usize,
    /// The names of the parameters of that function, and their types where these are written.
    pub(crate) parameters: Vec<(Ident, Option<Type>)>,
    /// The variables without a derivative that it reads.
    pub(crate) names: Vec<Ident>,
    /// What it mentions, as code without a derivative.
    pub(crate) mentions: Rc<Inert>,
}

#[derive(Clone)]
pub(crate) enum Passed {
    Value(Atom),
    /// A reference; `borrow` where the call itself writes the `&`, `mutable` where the callee writes
    /// what is behind it.
    Reference {
        place: Place,
        borrow: bool,
        mutable: bool,
    },
}

/// The tangent of an argument, in the form of the argument.
#[derive(Clone)]
pub(crate) enum Tangent {
    Value(Atom),
    Reference(Place),
}

/// The pullback of a call applied to a seed: one result for each active argument passed by
/// value; cotangents of arguments passed by reference are accumulated in place.
#[derive(Clone)]
pub(crate) struct Pullback {
    /// The linear map.
    pub(crate) map: Var,
    /// Whether it is that of an operation, at a point: all cotangents are returned, each on its own if need be.
    pub(crate) of_operation: bool,
    pub(crate) seed: Atom,
    /// Whether the map is applied to the seed once more.
    pub(crate) again: bool,
    pub(crate) slots: Vec<Slot>,
}

#[derive(Clone)]
pub(crate) enum Slot {
    Inactive,
    /// The cotangent comes back by value, as this index among the results.
    Returned(usize),
    /// The cotangent is added into this place.
    Accumulated(Place),
    /// The place holds the cotangent of what the callee left behind, and then that of what it found.
    InPlace(Place),
}

/// One term of a linear combination: ± `tangent` · `times` / `over`.
#[derive(Clone)]
pub(crate) struct Term {
    pub(crate) sign: Sign,
    pub(crate) tangent: Atom,
    pub(crate) times: Option<Atom>,
    pub(crate) over: Option<Atom>,
}

/// Statements and the atoms they compute.
#[derive(Clone, Default)]
pub(crate) struct Block {
    pub(crate) stmts: Vec<Stmt>,
    pub(crate) results: Vec<Atom>,
    /// Whether the end is never reached: there are no results.
    pub(crate) diverges: bool,
}

/// A function of the IR.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) params: Vec<Param>,
    pub(crate) vars: Variables,
    pub(crate) body: Block,
}

/// A parameter of the user's function.
#[derive(Clone)]
pub(crate) struct Param {
    /// The variable, unless the parameter is inert.
    pub(crate) var: Option<Var>,
    /// Differentiated with respect to.
    pub(crate) active: bool,
    /// Behind `&mut`: an input, and an output where the function ends.
    pub(crate) in_place: bool,
}

/// The table of variables, and the names already taken.
#[derive(Clone, Default)]
pub(crate) struct Variables {
    /// The variables of the program that this one was made of.
    base: Option<Rc<Variables>>,
    table: Vec<Variable>,
    taken: BTreeSet<String>,
    /// Of a name, the last number that was found to be taken too.
    numbers: BTreeMap<String, u32>,
    temporaries: u32,
    /// Whether there are structs among the values whose types are not known.
    structs: bool,
    /// Whether such values have tangents of their own, even if there are no structs.
    bounded: bool,
}

impl Variables {
    /// Whether values whose types are not known have tangents of their own. If not, they are floats: nothing else is computed
    /// of those of a type parameter, which says no more than that it is a float.
    pub(crate) fn has_tangents(&self) -> bool {
        self.bounded
            || self.has_structs()
            || self.base.as_ref().is_some_and(|base| base.has_tangents())
    }

    pub(crate) fn note_bound(&mut self) {
        self.bounded = true;
    }

    pub(crate) fn has_structs(&self) -> bool {
        self.structs || self.base.as_ref().is_some_and(|base| base.has_structs())
    }

    pub(crate) fn note_structs(&mut self) {
        self.structs = true;
    }

    /// A table in which no new name will be one of `taken`.
    pub(crate) fn avoiding(taken: BTreeSet<String>) -> Self {
        Variables {
            taken,
            ..Variables::default()
        }
    }

    /// A table that goes on where another ends, and leaves it as it is.
    pub(crate) fn extending(base: &Rc<Variables>) -> Self {
        Variables {
            base: Some(base.clone()),
            temporaries: base.temporaries,
            ..Variables::default()
        }
    }

    pub(crate) fn get(&self, var: Var) -> Option<&Variable> {
        let (index, inherited) = (var.0 as usize, self.inherited());
        match &self.base {
            Some(base) if index < inherited => base.get(var),
            _ => self.table.get(index.checked_sub(inherited)?),
        }
    }

    /// One of the table's own variables, to change what is known of it.
    pub(crate) fn get_mut(&mut self, var: Var) -> Option<&mut Variable> {
        let index = (var.0 as usize).checked_sub(self.inherited())?;
        self.table.get_mut(index)
    }

    fn inherited(&self) -> usize {
        self.base.as_ref().map_or(0, |base| base.len())
    }

    /// Takes a name, unless it is taken.
    fn take(&mut self, name: &str) -> bool {
        let inherited = self
            .base
            .as_deref()
            .is_some_and(|base| base.has_taken(name));
        !inherited && self.taken.insert(name.to_owned())
    }

    fn has_taken(&self, name: &str) -> bool {
        let inherited = || {
            self.base
                .as_deref()
                .is_some_and(|base| base.has_taken(name))
        };
        self.taken.contains(name) || inherited()
    }

    pub(crate) fn shape(&self, var: Var) -> Shape {
        self.get(var).map_or(Shape::Unknown, |v| v.shape.clone())
    }

    pub(crate) fn role(&self, var: Var) -> Role {
        self.get(var).map_or(Role::Value, |v| v.role)
    }

    pub(crate) fn len(&self) -> usize {
        self.inherited() + self.table.len()
    }

    pub(crate) fn push(&mut self, variable: Variable) -> Var {
        let index = u32::try_from(self.len()).unwrap_or(u32::MAX);
        self.table.push(variable);
        Var(index)
    }

    /// A variable the user did not name: `t0`, `t1`, …
    pub(crate) fn temporary(&mut self, shape: Shape, span: Span) -> Var {
        let name = loop {
            let name = format!("t{}", self.temporaries);
            self.temporaries += 1;
            if self.take(&name) {
                break name;
            }
        };
        self.push(Variable {
            name: Ident::new(&name, span.resolved_at(Span::mixed_site())),
            named: false,
            shape,
            ascription: None,
            role: Role::Value,
        })
    }

    /// A variable that generated code names itself.
    pub(crate) fn named(&mut self, base: &str, shape: Shape, role: Role, span: Span) -> Var {
        let name = Ident::new(&self.fresh(base), span.resolved_at(Span::mixed_site()));
        self.push(Variable {
            name,
            named: true,
            shape,
            ascription: None,
            role,
        })
    }

    /// A variable named after another: `x_dot`, `x_bar`.
    pub(crate) fn companion(&mut self, of: Var, suffix: &str, role: Role) -> Var {
        let (stem, named, shape, span) = self.get(of).map_or_else(
            || ("t".to_owned(), false, Shape::Unknown, Span::mixed_site()),
            |v| {
                let stem = v.name.to_string();
                let span = v.name.span().resolved_at(Span::mixed_site());
                (stem, v.named, v.shape.clone(), span)
            },
        );
        let stem = stem.strip_prefix("r#").unwrap_or(&stem);
        let name = self.fresh(&format!("{stem}_{suffix}"));
        self.push(Variable {
            name: Ident::new(&name, span),
            named,
            shape,
            ascription: None,
            role,
        })
    }

    /// A name that no variable has, for what ends before anything else could be called so.
    pub(crate) fn free(&self, base: &str) -> String {
        let mut vars = Variables {
            base: self.base.clone(),
            taken: self.taken.clone(),
            ..Variables::default()
        };
        vars.fresh(base)
    }

    /// `base`, or `base_1`, `base_2`, … where that is taken.
    pub(crate) fn fresh(&mut self, base: &str) -> String {
        let base = base.strip_prefix("r#").unwrap_or(base);
        if self.take(base) {
            return base.to_owned();
        }
        let mut number = self.numbers.get(base).copied().unwrap_or_default();
        let name = loop {
            number += 1;
            let name = format!("{base}_{number}");
            if self.take(&name) {
                break name;
            }
        };
        self.numbers.insert(base.to_owned(), number);
        name
    }
}

impl Base {
    pub(crate) fn atom(&self) -> Option<&Atom> {
        match self {
            Base::Value(_, rest) => rest.as_ref(),
            Base::Zero(of) | Base::Tangent(of) => Some(of),
        }
    }

    pub(crate) fn atom_mut(&mut self) -> Option<&mut Atom> {
        match self {
            Base::Value(_, rest) => rest.as_mut(),
            Base::Zero(of) | Base::Tangent(of) => Some(of),
        }
    }
}

impl Atom {
    pub(crate) fn var(&self) -> Option<Var> {
        match self {
            Atom::Var(var) => Some(*var),
            Atom::Inert(_) | Atom::Literal(_) => None,
        }
    }
}

impl Tangent {
    /// The place whose tangent is passed by reference.
    pub(crate) fn place(&self) -> Option<&Place> {
        match self {
            Tangent::Reference(place) => Some(place),
            Tangent::Value(_) => None,
        }
    }

    /// The tangent, passed as the argument is.
    pub(crate) fn passed_as(&self, argument: &Argument) -> Argument {
        let place = match self {
            Tangent::Value(atom) => {
                return Argument {
                    may_be_receiver: argument.may_be_receiver,
                    ..Argument::of(Passed::Value(atom.clone()), argument.span)
                };
            }
            Tangent::Reference(place) => place.clone(),
        };
        let (borrow, mutable) = match &argument.value {
            Passed::Reference {
                borrow, mutable, ..
            } => (*borrow, *mutable),
            Passed::Value(_) => (true, false),
        };
        let lent = Passed::Reference {
            place,
            borrow,
            mutable,
        };
        Argument::of(lent, argument.span)
    }
}

impl Call {
    /// Whether the cotangents of its operands come back by value: of an operation, unless it is its forward mode that is
    /// called.
    pub(crate) fn is_operation(&self) -> bool {
        self.callee == Callee::Operation && self.tangents.is_none()
    }

    /// What there is for each argument; where forward mode is called, for the tangents of all of them, too.
    pub(crate) fn with_absent<T>(&self, mut list: Vec<T>, absent: impl Fn() -> T) -> Vec<T> {
        let Some(tangents) = &self.tangents else {
            return list;
        };
        let mut given = list.split_off(tangents.len()).into_iter();
        list.extend(tangents.iter().map(|is_given| {
            let tangent = is_given.then(|| given.next()).flatten();
            tangent.unwrap_or_else(&absent)
        }));
        list
    }
}

impl Place {
    pub(crate) fn whole(root: Var) -> Self {
        Place {
            root,
            path: Vec::new(),
        }
    }

    /// The same part of another variable: of its tangent, or its cotangent.
    pub(crate) fn of(&self, root: Var) -> Self {
        let path = self.path.iter().map(|projection| match projection {
            Projection::Named {
                name,
                of: Owner::Value,
            } => Projection::Named {
                name: name.clone(),
                of: Owner::Tangent,
            },
            other => other.clone(),
        });
        Place {
            root,
            path: path.collect(),
        }
    }

    /// The last of the fields on the way.
    pub(crate) fn last_name(&self) -> Option<&Ident> {
        let mut names = self.path.iter().rev().filter_map(|part| match part {
            Projection::Named { name, .. } => Some(&**name),
            _ => None,
        });
        names.next()
    }

    /// Whether it is a part of a tangent by the name of a field.
    pub(crate) fn is_named_tangent(&self) -> bool {
        self.has_field_of(Owner::Tangent)
    }

    /// Whether it is a part of a struct, or of the tangent of one.
    pub(crate) fn is_field(&self) -> bool {
        self.has_field_of(Owner::Value) || self.is_named_tangent()
    }

    /// Whether it is a field without a derivative.
    pub(crate) fn is_discrete(&self) -> bool {
        self.has_field_of(Owner::Discrete)
    }

    fn has_field_of(&self, owner: Owner) -> bool {
        let mut path = self.path.iter();
        path.any(|part| matches!(part, Projection::Named { of, .. } if *of == owner))
    }
}

impl Projection {
    /// The field of a struct.
    pub(crate) fn field(member: &Member, of: Owner) -> Self {
        match member {
            Member::Unnamed(index) => Projection::Field(index.index),
            Member::Named(name) => Projection::Named {
                name: Rc::new(name.clone()),
                of,
            },
        }
    }
}

impl Term {
    /// The tangent itself.
    pub(crate) fn plain(tangent: Atom) -> Self {
        Term {
            sign: Sign::Plus,
            tangent,
            times: None,
            over: None,
        }
    }

    /// Whether the term is its tangent, unscaled.
    pub(crate) fn is_plain(&self) -> bool {
        self.sign == Sign::Plus && self.times.is_none() && self.over.is_none()
    }
}

impl Sign {
    pub(crate) fn times(self, other: Sign) -> Sign {
        if self == other {
            Sign::Plus
        } else {
            Sign::Minus
        }
    }
}
