//! Every rule, in every float type, in both modes, against tables of derivatives computed at high precision.
//!
//! `tests/tables/generate.py` makes the tables. `UPDATE_TABLES=1` writes the largest errors to `tests/tables/ACCURACY.md`.

mod libm_float;
mod limits;
mod report;
mod rules;
mod table;

use limits::Case;
use report::Line;
use rules::{Evaluate, Rule, Setting};
use std::path::Path;
use table::{F64, Row, Table};

/// Both tables, of the rules given.
fn tables(rules: &[Rule]) -> [Table; 2] {
    let arity = rules
        .iter()
        .map(|rule| (rule.name, rule.arguments.len()))
        .collect();
    [
        table::read(include_str!("../../tables/f64.tsv"), &arity, |bits| {
            f64::from_bits(u64::from_str_radix(bits, 16).expect("the bits of an f64"))
        }),
        table::read(include_str!("../../tables/f32.tsv"), &arity, |bits| {
            f32::from_bits(u32::from_str_radix(bits, 16).expect("the bits of an f32")).into()
        }),
    ]
}

/// Adds to `lines`, one for each result, the errors at the rows; `true` if an exception was needed.
fn measure(lines: &mut [Line], setting: Setting, evaluate: Evaluate, rows: &[Row]) -> bool {
    let mut needed = false;
    for row in rows {
        for (mode, actual) in evaluate(&row.at).iter().enumerate() {
            let forward = mode == 0;
            for (index, line) in lines.iter_mut().enumerate() {
                // Forward mode adds up the partials times tangents, and 0 · ∞ is NaN.
                if forward && row.has_other_than_finite_beside(index) {
                    continue;
                }
                let case = Case {
                    row,
                    index,
                    forward,
                    setting,
                };
                needed |= line.record(&case, actual[index]);
            }
        }
    }
    needed
}

/// The largest errors of every result of every rule.
fn lines() -> Vec<Line> {
    let rules = rules::rules();
    let [f64s, f32s] = tables(&rules);
    let mut all = Vec::new();
    for rule in &rules {
        let mut lines: Vec<Line> = (0..f64s[rule.name][0].results.len())
            .map(|index| Line::new(rule, index))
            .collect();
        let mut needed = false;
        for &(setting, evaluate) in &rule.settings {
            let table = if setting.float == "f64" { &f64s } else { &f32s };
            needed |= measure(&mut lines, setting, evaluate, &table[rule.name]);
        }
        assert_eq!(
            needed,
            lines[0].limit.except.is_some(),
            "whether `{}` needs an exception",
            rule.name
        );
        all.append(&mut lines);
    }
    all
}

#[test]
fn every_rule_keeps_its_limit() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tables/ACCURACY.md");
    let lines = lines();
    let text = report::text(&lines);
    println!("{text}");
    let beyond: Vec<String> = lines.iter().flat_map(Line::beyond).collect();
    assert!(
        beyond.is_empty(),
        "beyond the limit:\n{}",
        beyond.join("\n")
    );
    if std::env::var_os("UPDATE_TABLES").is_some() {
        std::fs::write(&path, &text).expect("the table is writable");
    }
    let committed = std::fs::read_to_string(&path).expect("the table is readable");
    report::assert_describes(&committed, &lines);
}

#[test]
fn every_rule_has_its_rows() {
    let rules = rules::rules();
    for table in tables(&rules) {
        for rule in &rules {
            let rows = table[rule.name].len();
            let least = if rule.arguments.len() == 1 { 100 } else { 200 };
            assert!(rows >= least, "{} rows of `{}`", rows, rule.name);
        }
    }
}

#[test]
fn errors_are_measured_in_units_of_the_last_place() {
    let error = |nearest: f64, rest, actual| table::Reference { nearest, rest }.error(actual, F64);
    let close = |actual: f64, expected: f64| {
        assert!((actual - expected).abs() < 1e-9, "{actual}, not {expected}");
    };
    close(error(1.0, 0.0, 1.0 + f64::EPSILON), 2.0);
    close(error(1.0, 0.25, 1.0 + f64::EPSILON), 1.5);
    close(error(f64::MAX, 0.0, f64::MAX.next_down()), 1.0);
    close(error(-1.5e-310, 0.0, (-1.5e-310_f64).next_up()), 2.0);
    close(error(0.0, 0.5, 0.0), 1.0);
    close(error(0.0, 0.0, f64::from_bits(1)), 2.0);
    close(error(f64::NAN, 0.0, f64::NAN), 0.0);
    for (expected, actual) in [
        (f64::INFINITY, f64::NEG_INFINITY),
        (f64::INFINITY, f64::MAX),
        (1.0, f64::NAN),
    ] {
        assert!(error(expected, 0.0, actual).is_infinite());
    }
}
