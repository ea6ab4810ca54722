//! What the compiler says about functions that cannot be differentiated.

use std::collections::BTreeSet;
use std::fs;

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/*.rs");
    // What other features of the runtime would change, which the rest of the tests may be built with.
    cases.pass("pass/*.rs");
}

#[test]
fn every_case_is_in_the_table_and_the_table_true() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let table = fs::read_to_string(format!("{root}ui/COVERAGE.md")).expect("the table");
    let mut listed = BTreeSet::new();
    for row in table.lines().filter(|line| line.starts_with("| ")) {
        let cases = row.trim_end_matches('|').rsplit('|').next();
        for case in cases.unwrap_or_default().split('`').skip(1).step_by(2) {
            if case.starts_with("tests/") {
                let test = format!("{root}{case}");
                assert!(fs::exists(test).expect("a path"), "`{case}` is not there");
            } else if case.contains('/') {
                assert!(listed.insert(case.to_owned()), "`{case}` is listed twice");
            }
        }
    }
    assert_eq!(cases(root), listed);
}

/// `<folder>/<case>` of every case.
fn cases(root: &str) -> BTreeSet<String> {
    let names = |path: &str| -> Vec<String> {
        let entries = fs::read_dir(path).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        names
            .map(|name| name.into_string().expect("a name"))
            .collect()
    };
    let folders = names(&format!("{root}ui")).into_iter();
    let folders = folders.filter(|name| !name.contains('.'));
    let cases = folders.flat_map(|folder| {
        let cases = names(&format!("{root}ui/{folder}")).into_iter();
        let cases = cases.filter_map(|name| Some(name.strip_suffix(".rs")?.to_owned()));
        cases
            .map(move |case| format!("{folder}/{case}"))
            .collect::<Vec<_>>()
    });
    cases.collect()
}
