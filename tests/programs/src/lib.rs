//! Random programs in the language of `#[differentiate]`, and what their
//! derivatives are by an account of its own.
//!
//! - [`generate`]: the program of a seed
//! - [`call`]: its value and derivative, on dual numbers
//! - [`declared`]: the same function, declared in other ways
//! - `Display`: its source; [`module`]: the same with a check of all companions; [`Workspace`]: many of these, compiled and run
//! - [`shrink`]: the smallest program that still fails
//! - [`REWRITES`]: programs that must mean the same

#![allow(
    clippy::unnecessary_wraps,
    clippy::match_bool,
    clippy::too_many_lines,
    reason = "all productions have one signature; both cases are worth a line, and each construct an arm"
)]

mod ast;
mod checks;
mod compiled;
mod declare;
mod display;
mod dual;
mod evaluate;
mod generate;
mod packages;
mod primitives;
mod random;
mod rewrite;
mod shrink;
mod types;
pub mod vectors;
mod walk;

pub use ast::{
    Access, Adaptor, Arm, Binding, Block, Chain, Change, Closure, Comparison, Connective, Constant,
    Cut, End, Expr, Field, Function, Id, Label, Operator, Param, Passing, Pattern, Program, Source,
    Stmt, Struct, Type, position_of_field,
};
pub use compiled::module;
pub use declare::declared;
pub use dual::{Captured, Dual, Primal, Second, Value};
pub use evaluate::call;
pub use generate::program as generate;
pub use packages::{Module, Package, Workspace};
pub use primitives::{PRIMITIVES, Primitive};
pub use random::Random;
pub use rewrite::{
    REWRITES, Rewrite, in_a_block, renamed, reordered, with_calls_inlined, with_closures_inlined,
    with_dead_code, with_loops_for_chains, with_variables_inlined,
};
pub use shrink::shrink;
