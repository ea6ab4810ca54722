//! Random programs of vectors and matrices of nalgebra.
//!
//! - [`generate`]: the program of a seed: functions of floats, of vectors and matrices of sizes known or not, of slices and
//!   structs of them, that call each other; in their bodies operators, methods, elements, closures, branches, loops, early
//!   returns, shadowed, assigned and exchanged variables
//! - [`module`]: its source, with a check of all companions against an account of its own, number by number (`evaluate.rs`,
//!   `operations.rs`, `number.rs`)
//!
//! Each program is about some of the rules (`rules.rs`): an error in one of these would show in its derivatives, which the
//! account tells by leaving out a term.

mod ast;
mod compiled;
mod display;
mod evaluate;
mod generate;
mod names;
mod number;
mod operations;
mod rules;
#[cfg(test)]
mod tests;

pub use ast::Program;
pub use compiled::module;
pub use generate::program as generate;

/// How many programs are compiled by a test, from that of seed 0: an error in any rule shows in several of these.
pub const PROGRAMS: u64 = 80;

impl std::fmt::Display for Program {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&display::source(self))
    }
}
