//! Random programs, compiled: those of edition 2021 in debug, those of 2024 in release, without a warning.
//!
//! The program `f17` is that of seed 17: `declared(&generate(17))`.

use std::path::Path;

use ad_programs::{Package, Workspace, declared, generate, module};

/// Of each edition.
const PROGRAMS: usize = 250;
/// They are compiled side by side.
const PACKAGES: usize = 2;
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

fn packages(edition: u32) -> Vec<Package> {
    let seeds = (u64::from(edition) * APART..).filter(|seed| !REFUSED.contains(seed));
    let seeds: Vec<u64> = seeds.take(PROGRAMS).collect();
    let parts = seeds.chunks(PROGRAMS / PACKAGES).enumerate();
    let packages = parts.map(|(part, seeds)| Package {
        name: format!("edition_{edition}_{part}"),
        edition,
        features: "",
        dependencies: "",
        allowed: ALLOWED,
        support: include_str!("random_programs/support.rs").to_owned(),
        programs: seeds
            .iter()
            .map(|seed| module(&declared(&generate(*seed))))
            .collect(),
        per_file: PER_FILE,
    });
    packages.collect()
}

fn check(edition: u32, release: bool) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random_programs");
    let folder = folder.join(format!("edition_{edition}"));
    Workspace::written(folder, packages(edition)).check(release);
}

#[test]
fn compiled_programs_agree_with_dual_numbers() {
    check(2021, false);
    check(2024, true);
}

#[test]
#[ignore = "the same programs, each edition in the profile that the test above leaves out"]
fn compiled_the_other_way() {
    check(2021, true);
    check(2024, false);
}
