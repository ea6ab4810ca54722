//! Random programs of vectors and matrices of nalgebra, compiled, without a warning.
//!
//! The program `p17` is that of seed 17: `ad_programs::vectors::generate(17)`. More of them:
//! `PROGRAMS=1000 SEED=5000 cargo test -p ad-tests-of-libraries --test random_vectors`.

use std::path::Path;

use ad_programs::vectors::{PROGRAMS, generate, module};
use ad_programs::{Package, Workspace};

/// They are compiled side by side.
const PACKAGES: usize = 2;
const PER_FILE: usize = 10;

/// What users are warned of in programs like these.
const ALLOWED: &str =
    "dead_code, unused_assignments, unused_imports, unused_mut, unused_parens, unused_variables";

fn package(position: usize, seeds: &[u64]) -> Package {
    let support = [
        include_str!("../../tests/random_programs/support.rs"),
        include_str!("random_vectors/support.rs"),
    ];
    Package {
        name: format!("vectors_{position}"),
        edition: 2024,
        features: "\"nalgebra-0_34\"",
        dependencies: "nalgebra = { version = \"0.34\", default-features = false, features = [\"std\"] }\n",
        allowed: ALLOWED,
        support: support.concat(),
        programs: seeds.iter().map(|seed| module(&generate(*seed))).collect(),
        per_file: PER_FILE,
    }
}

/// A number that the environment may set.
fn set(name: &str, otherwise: u64) -> u64 {
    let number = std::env::var(name).ok();
    number.map_or(otherwise, |number| number.parse().expect("a number"))
}

#[test]
fn compiled_programs_agree_with_an_account_by_numbers() {
    let first = set("SEED", 0);
    let seeds: Vec<u64> = (first..first + set("PROGRAMS", PROGRAMS)).collect();
    let parts = seeds.chunks(seeds.len().div_ceil(PACKAGES)).enumerate();
    let packages = parts.map(|(position, seeds)| package(position, seeds));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random_vectors");
    Workspace::written(folder, packages.collect()).check(false);
}
