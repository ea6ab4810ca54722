//! Random programs.
//!
//! A program is generated together with its values at one point, so that every operation is used
//! where it is well conditioned: a logarithm is taken only of what is positive there.
//!
//! - `function`: signatures, whose parameters are numbers, arrays and tuples, by value, behind
//!   references, as slices or `Vec`s, or written in place
//! - `expression`, `aggregate`: arithmetic, primitives, casts; blocks and branches as values
//! - `statement`: bindings, patterns, assignments
//! - `control`: branches, loops, ways out of them; `selection`: `match`, `if let`, `let … else`
//! - `chain`: iterators and their closures; `closure`: those bound by `let`
//! - `structure`: structs, nested and generic, with constants among their fields, and their methods
//! - `sequence`: parts of sequences, what changes sequences, `Vec`s that grow
//! - `call`: calls of the functions before, in place too
//! - `scope`: which variables there are, and what may be done to them
//!
//! There is no recursion, no generic function, no struct that is moved, and no iterator that looks for an item.

mod aggregate;
mod call;
mod chain;
mod closure;
mod control;
mod expression;
mod function;
mod scope;
mod selection;
mod sequence;
mod statement;
mod structure;

use std::rc::Rc;

use crate::ast::{Constant, Expr, Function, Id, Label, Program, Stmt, Struct};
use crate::dual::Value;
use crate::evaluate::Machine;
use crate::random::Random;
use control::{Counter, Exits};

/// What values stay below.
const LIMIT: f64 = 50.0;

/// An expression and its value.
struct Made {
    expr: Expr,
    value: Value,
}

/// A function under construction.
struct Generator<'a> {
    random: &'a mut Random,
    /// What may be called, and where: integers decide whether an index is within bounds.
    functions: &'a [Function],
    points: &'a [Vec<Constant>],
    structs: &'a [Rc<Struct>],
    function: Function,
    machine: Machine<'a>,
    /// The variables declared so far in the blocks around.
    scope: Vec<Id>,
    /// The integers that can be indices: those that are no part of something active.
    indices: Vec<Id>,
    /// Mutable integers of their own.
    integers: Vec<Id>,
    /// The number of assignments so far.
    writes: u32,
    /// Inside how many expressions that must not assign.
    pure: u32,
    /// Inside the arguments of how many calls.
    nested: u32,
    /// Inside how many blocks.
    depth: u32,
    names: u32,
    /// What a statement may leave.
    exits: Exits,
    /// Whether the function returns before its end.
    returns: bool,
    /// The variables of the `for` loops around.
    counters: Vec<Counter>,
    /// What the `while` loops around count with.
    counting: Vec<Id>,
    labels: Label,
    /// Inside how many expressions that closures must not be in.
    without_closures: u32,
    /// The variables that may not be mentioned: they are written in another way.
    hidden: Vec<Id>,
    /// The variables that may not be assigned to: what runs reads them.
    frozen: Vec<Id>,
    /// The closures written so far.
    closures: Vec<(Id, Stmt)>,
    /// Variables that hold references, and of what.
    lent: Vec<(Id, Id)>,
    /// Where the variables begin that may be initialized here.
    floor: usize,
}

/// One way to go on.
struct Production<M> {
    weight: usize,
    make: M,
}

const fn production<M>(weight: usize, make: M) -> Production<M> {
    Production { weight, make }
}

/// One of the productions, each as likely as it is heavy.
fn choose<'t, M>(random: &mut Random, table: &'t [Production<M>]) -> &'t M {
    let weights: Vec<usize> = table.iter().map(|production| production.weight).collect();
    let index = random.weighted(&weights).unwrap_or(0);
    &table[index].make
}

/// The program of a seed.
#[must_use]
pub fn program(seed: u64) -> Program {
    let mut random = Random::new(seed);
    let structs = structure::structures(&mut random);
    let callees = [0, 0, 1, 2][random.below(4)];
    let mut functions: Vec<Function> = Vec::new();
    let mut points: Vec<Vec<Constant>> = Vec::new();
    for index in 0..=callees {
        let subject = index == callees;
        let name = if subject {
            format!("f{seed}")
        } else {
            format!("g{seed}_{index}")
        };
        let (function, point) =
            function::function(&mut random, &structs, &functions, &points, &name, subject);
        functions.push(function);
        points.push(point);
    }
    Program {
        seed,
        structs,
        functions,
        twice: false,
        point: points.pop().unwrap_or_default(),
    }
}
