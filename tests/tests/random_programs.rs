//! Random programs, compiled: in debug and release, in editions 2021 and 2024, without a warning.
//!
//! The program `f17` is that of seed 17: `declared(&generate(17))`.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ad_programs::{Program, declared, generate};

const EDITIONS: [u32; 2] = [2021, 2024];
/// Of each edition.
const PROGRAMS: u64 = 185;
/// The seeds of an edition begin at so many times its year.
const APART: u64 = 500;
const PER_FILE: usize = 50;
/// Of what is generated for these, the compiler refuses something: a slice of what a loop with `#[checkpoint]` is not to
/// change, `to_vec` of an array of structs, and an integer that is copied from the field of an element.
const REFUSED: [u64; 3] = [1_012_057, 1_012_152, 1_012_029];

/// What users are warned of in programs like these; generated code is warned of nothing.
const ROOT: &str = "#![deny(warnings)]
#![allow(
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
)]
";

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    // What is as it was is not compiled again.
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::write(path, text).expect("a file");
}

fn write_workspace(root: &Path) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let members = EDITIONS.map(|edition| format!("\"edition_{edition}\""));
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        members.join(", ")
    );
    write(&root.join("Cargo.toml"), &workspace);
    fs::copy(repository.join("Cargo.lock"), root.join("Cargo.lock")).expect("a lock file");
    for edition in EDITIONS {
        let package = root.join(format!("edition_{edition}"));
        let runtime = repository.join("ad-runtime");
        let manifest = format!(
            "[package]\nname = \"edition_{edition}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n\
             [dependencies]\nad-runtime = {{ path = \"{}\" }}\n",
            runtime.display()
        );
        write(&package.join("Cargo.toml"), &manifest);
        write(
            &package.join("src/support.rs"),
            include_str!("random_programs/support.rs"),
        );
        write_programs(&package.join("src"), u64::from(edition) * APART);
    }
}

fn program(seed: u64) -> Program {
    declared(&generate(seed))
}

/// Programs in files of some, and a main that checks them all.
fn write_programs(folder: &Path, first: u64) {
    let mut main = format!("{ROOT}\nmod support;\n");
    let mut checks = String::new();
    let seeds = (first..).filter(|seed| !REFUSED.contains(seed));
    let seeds: Vec<u64> = seeds
        .take(usize::try_from(PROGRAMS).expect("a small number"))
        .collect();
    for (file, seeds) in seeds.chunks(PER_FILE).enumerate() {
        let mut text = String::new();
        for seed in seeds {
            text += &ad_programs::module(&program(*seed));
            writeln!(checks, "    programs_{file}::f{seed}::check(&mut report);")
                .expect("a string");
        }
        write(&folder.join(format!("programs_{file}.rs")), &text);
        writeln!(main, "mod programs_{file};").expect("a string");
    }
    main += "\nfn main() {\n    let mut report = support::Report::default();\n";
    main += &checks;
    main += "    for failure in report.failures.iter().take(5) {\n        println!(\"{failure}\");\n    }\n";
    main += "    println!(\"{} programs\", report.programs);\n";
    main += "    assert!(report.failures.is_empty(), \"{} failures\", report.failures.len());\n}\n";
    write(&folder.join("main.rs"), &main);
}

fn run(root: &Path, edition: u32, release: bool) {
    let mut command = Command::new(env!("CARGO"));
    command.args([
        "run",
        "--quiet",
        "--offline",
        "--package",
        &format!("edition_{edition}"),
    ]);
    command.args(release.then_some("--release"));
    command.env("CARGO_TARGET_DIR", root.join("target"));
    let output = command.current_dir(root).output().expect("cargo");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    let expected = format!("{PROGRAMS} programs\n");
    let failed = stdout.lines().find_map(seed_of);
    let source = failed.map(|seed| program(seed).to_string());
    let source = source.unwrap_or_default();
    assert!(
        output.status.success() && stdout == expected,
        "edition {edition}, release: {release}\n{stdout}\n{source}\n{stderr:.4000}"
    );
}

/// `f17_vjp: …` tells of the program of seed 17.
fn seed_of(failure: &str) -> Option<u64> {
    let rest = failure.strip_prefix('f')?;
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    rest.get(..end)?.parse().ok()
}

#[test]
fn compiled_programs_agree_with_dual_numbers() {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("random_programs");
    write_workspace(&root);
    for release in [false, true] {
        for edition in EDITIONS {
            run(&root, edition, release);
        }
    }
}
