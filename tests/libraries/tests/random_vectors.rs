//! Random programs of vectors and matrices of nalgebra, compiled, without a warning.
//!
//! The program `f17` is that of seed 17: `ad_programs::vectors::generate(17)`. More of them:
//! `PROGRAMS=1000 SEED=5000 cargo test -p ad-tests-of-libraries --test random_vectors`.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ad_programs::vectors;

const PROGRAMS: u64 = 80;
/// They are compiled side by side.
const PACKAGES: usize = 2;
const PER_FILE: usize = 10;

/// What users are warned of in programs like these; generated code is warned of nothing.
const ROOT: &str = "#![deny(warnings)]
#![allow(dead_code, unused_assignments, unused_imports, unused_mut, unused_parens, unused_variables)]

mod support;
";

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    // What is as it was is not compiled again.
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::write(path, text).expect("a file");
}

fn write_workspace(root: &Path, seeds: &[u64]) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let names: Vec<String> = (0..PACKAGES).map(|n| format!("vectors_{n}")).collect();
    let members: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = false\n",
        members.join(", ")
    );
    write(&root.join("Cargo.toml"), &workspace);
    fs::copy(repository.join("Cargo.lock"), root.join("Cargo.lock")).expect("a lock file");
    for (name, seeds) in names
        .iter()
        .zip(seeds.chunks(seeds.len().div_ceil(PACKAGES)))
    {
        let runtime = repository.join("ad-runtime");
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             ad-runtime = {{ path = \"{}\", features = [\"nalgebra-0_34\"] }}\n\
             nalgebra = {{ version = \"0.34\", default-features = false, features = [\"std\"] }}\n",
            runtime.display()
        );
        write(&root.join(name).join("Cargo.toml"), &manifest);
        write_programs(&root.join(name).join("src"), seeds);
    }
}

/// Programs in files of some, and a main that checks them all.
fn write_programs(folder: &Path, seeds: &[u64]) {
    let support = [
        include_str!("../../tests/random_programs/support.rs"),
        include_str!("random_vectors/support.rs"),
    ];
    write(&folder.join("support.rs"), &support.concat());
    let (mut main, mut checks) = (ROOT.to_owned(), String::new());
    for (file, seeds) in seeds.chunks(PER_FILE).enumerate() {
        let mut text = String::new();
        for seed in seeds {
            text += &vectors::module(&vectors::generate(*seed));
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

/// `f17_vjp: …` tells of the program of seed 17.
fn seed_of(failure: &str) -> Option<u64> {
    let rest = failure.strip_prefix('f')?;
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    rest.get(..end)?.parse().ok()
}

/// A number that the environment may set.
fn set(name: &str, otherwise: u64) -> u64 {
    let number = std::env::var(name).ok();
    number.map_or(otherwise, |number| number.parse().expect("a number"))
}

fn cargo(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).args(["--quiet", "--offline"]);
    command.env("CARGO_TARGET_DIR", root.join("target"));
    command.current_dir(root).output().expect("cargo")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn compiled_programs_agree_with_an_account_by_numbers() {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("random_vectors");
    let first = set("SEED", 0);
    let seeds: Vec<u64> = (first..first + set("PROGRAMS", PROGRAMS)).collect();
    write_workspace(&root, &seeds);
    let built = cargo(&root, &["build"]);
    assert!(built.status.success(), "{:.8000}", text(&built.stderr));
    let mut programs = 0;
    for package in 0..PACKAGES {
        let output = cargo(&root, &["run", "--package", &format!("vectors_{package}")]);
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        let failed = stdout.lines().find_map(seed_of);
        let source = failed.map(|seed| vectors::generate(seed).to_string());
        let source = source.unwrap_or_default();
        assert!(
            output.status.success(),
            "{stdout}\n{source}\n{stderr:.4000}"
        );
        let count = stdout.trim().strip_suffix(" programs");
        programs += count.map_or(0, |count| count.parse().unwrap_or(0));
    }
    assert_eq!(programs, seeds.len());
}
