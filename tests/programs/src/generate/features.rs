//! What does not change the value: how a program is declared and written down.
//!
//! It is drawn from numbers of its own, so that what is computed does not depend on it.

use crate::ast::Program;
use crate::random::Random;

/// Decides how a program is declared.
pub(super) fn decide(program: &mut Program) {
    let mut random = Random::new(program.seed ^ 0xfea7);
    program.twice = random.one_in(4);
}
