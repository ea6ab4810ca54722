//! That an error in any rule would show.

use std::fmt::Write;

use super::PROGRAMS;
use super::ast::Program;
use super::generate::program;
use super::rules::{Of, RULES};

/// In how many programs each derivative by an operand shows, at least, and each second derivative.
const LEAST: [usize; 2] = [6, 3];

#[test]
fn all_terms_of_all_rules_show() {
    let programs: Vec<Program> = (0..PROGRAMS).map(program).collect();
    let (mut table, mut is_rare) = (String::new(), false);
    for term in RULES.iter().flat_map(|(rule, _)| rule.terms()) {
        let count = programs.iter().filter(|program| term.shows(program));
        let count = count.count();
        is_rare |= count < LEAST[usize::from(term.of == Of::Second)];
        writeln!(table, "{count:2} {term:?}").expect("a string");
    }
    println!("{table}");
    assert!(!is_rare, "{table}");
}
