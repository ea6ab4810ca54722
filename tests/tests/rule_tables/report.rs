//! The worst errors, as a table to print and to commit.

use crate::limits::{self, Case, Limit};
use crate::rules::{Number, Rule, Setting};
use std::fmt::Write;

/// The largest error of one result of a rule, and where that was.
pub struct Worst {
    error: f64,
    at: Vec<f64>,
}

/// The largest errors of one result of a rule.
pub struct Line {
    pub rule: &'static str,
    pub result: String,
    pub limit: Limit,
    /// By setting, in the order of [`Setting::ALL`].
    worst: [Option<Worst>; 4],
}

impl Line {
    /// A line for result `index` of a rule.
    pub fn new(rule: &Rule, index: usize) -> Self {
        let result = if rule.name.starts_with("value of") {
            "r".to_owned()
        } else {
            format!("∂{}", rule.arguments[index])
        };
        Self {
            rule: rule.name,
            result,
            limit: limits::of(rule.name),
            worst: [const { None }; 4],
        }
    }

    /// Takes in the error of `actual`; `true` if that is beyond the limit, with an exception.
    pub fn record(&mut self, case: &Case, actual: f64) -> bool {
        let error = case.reference().error(actual, case.precision()) / (self.limit.scale)(case);
        let excepted = case.is_finite() && self.limit.except.is_some_and(|except| except(case));
        if excepted && actual * case.expected() >= 0.0 {
            return error > self.limit.units;
        }
        let slot = Setting::ALL.iter().position(|other| *other == case.setting);
        let worst = &mut self.worst[slot.expect("one of all settings")];
        if worst.as_ref().is_none_or(|worst| error > worst.error) {
            let at = case.row.at.clone();
            *worst = Some(Worst { error, at });
        }
        false
    }

    /// What is to be said of errors beyond the limit.
    pub fn beyond(&self) -> Vec<String> {
        let errors = self.worst.iter().flatten();
        let beyond = errors.filter(|worst| worst.error > self.limit.units);
        beyond
            .map(|Worst { error, at }| {
                format!("{} {}: {error:.2} at {at:?}", self.rule, self.result)
            })
            .collect()
    }

    fn cells(&self) -> Vec<String> {
        let or_none = |text: &str| if text.is_empty() { "–" } else { text }.to_owned();
        let error = |slot: usize| {
            let error = self.worst[slot]
                .as_ref()
                .map(|worst| format!("{:.2}", worst.error));
            or_none(&error.unwrap_or_default())
        };
        let place = |slot: usize| {
            let float = Setting::ALL[slot].float;
            let place = self.worst[slot].as_ref().map(|worst| worst.place(float));
            or_none(&place.unwrap_or_default())
        };
        vec![
            format!("`{}`", self.rule),
            self.result.clone(),
            error(0),
            place(0),
            error(1),
            place(1),
            error(2),
            error(3),
            self.limit.units.to_string(),
            or_none(self.limit.reason),
        ]
    }
}

impl Worst {
    /// The arguments in their own precision, unless there is no error.
    fn place(&self, float: &str) -> String {
        if self.error == 0.0 {
            return String::new();
        }
        let in_own_precision = |x: &f64| match float {
            "f64" => format!("{x:?}"),
            _ => format!("{:?}", f32::of(*x)),
        };
        self.at
            .iter()
            .map(in_own_precision)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// The text of the committed file.
pub fn text(lines: &[Line]) -> String {
    let mut text = include_str!("header.md").to_owned();
    for line in lines {
        writeln!(text, "| {} |", line.cells().join(" | ")).expect("a string grows");
    }
    text
}

/// Asserts that a committed table speaks of these lines, and of no error beyond their limits. The last digits of
/// errors, and where they are, depend on the platform's functions.
pub fn assert_describes(committed: &str, lines: &[Line]) {
    let rows: Vec<Vec<&str>> = committed
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    assert_eq!(rows.len(), lines.len(), "the number of rows; {UPDATE}");
    for (row, line) in rows.iter().zip(lines) {
        let cells = line.cells();
        for column in [0, 1, 8, 9] {
            assert_eq!(
                row[column], cells[column],
                "column {column} of {}; {UPDATE}",
                line.rule
            );
        }
        for error in [2, 4, 6, 7]
            .map(|column| row[column])
            .iter()
            .filter(|cell| **cell != "–")
        {
            let error: f64 = error.parse().expect("an error");
            assert!(
                error <= line.limit.units,
                "{} is beyond its limit; {UPDATE}",
                line.rule
            );
        }
    }
}

const UPDATE: &str = "UPDATE_TABLES=1 writes the table anew";
