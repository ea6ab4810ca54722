//! The NIST problems: their data, their models' gradients, and how far the fits get.

use ad_examples::nist::data::{self, DataError, Problem};
use ad_examples::nist::models::{self, Model};
use ad_examples::nist::picture;
use ad_examples::nist::table::{Run, Table, agreeing_digits};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of its own for a test, with this text.
fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(path.parent().expect("the path has a folder")).expect("the folder is made");
    fs::write(&path, text).expect("the file is written");
    path
}

fn message<T>(result: Result<T, DataError>) -> String {
    match result {
        Ok(_) => panic!("the data should be refused"),
        Err(error) => error.to_string(),
    }
}

fn published() -> Vec<Problem> {
    data::problems(&data::folder()).expect("the published data is well formed")
}

#[test]
fn a_missing_file_is_named() {
    let message = message(data::problems(Path::new("no/such/folder")));
    assert!(
        message.starts_with("cannot read no/such/folder/problems.toml: "),
        "{message}"
    );
}

#[test]
fn a_malformed_number_is_named_with_its_line() {
    let path = file("number.csv", "y,x\n1.0,2.0\n3.0,4..0\n");
    assert_eq!(
        message(data::observations(&path)),
        format!(
            "{}:3: `4..0` in column `x` is not a finite number",
            path.display()
        ),
    );
}

#[test]
fn a_number_that_is_not_finite_is_refused() {
    let path = file("finite.csv", "y,x\nNaN,2.0\n");
    let message = message(data::observations(&path));
    assert!(
        message.ends_with(":2: `NaN` in column `y` is not a finite number"),
        "{message}"
    );
}

#[test]
fn a_row_of_the_wrong_length_is_named_with_its_line() {
    let path = file("row.csv", "y,x\n1.0,2.0\n3.0\n");
    let message = message(data::observations(&path));
    assert!(
        message.ends_with("row.csv:3: expected 2 numbers, found 1"),
        "{message}"
    );
}

#[test]
fn a_missing_heading_is_said() {
    let path = file("heading.csv", "");
    let message = message(data::observations(&path));
    assert!(
        message.ends_with("heading.csv:1: expected a heading, such as `y,x`"),
        "{message}"
    );
}

/// `misra1a` with the text of one field replaced.
fn misra1a(folder: &str, field: &str, value: &str) -> PathBuf {
    let fields = [
        ("level", "\"lower\""),
        ("data", "\"misra1a.csv\""),
        ("observations", "2"),
        ("start1", "[500.0, 0.0001]"),
        ("start2", "[250.0, 0.0005]"),
        ("certified", "[238.9, 0.00055]"),
        ("rss", "0.12"),
    ];
    let lines = fields.map(|(name, usual)| {
        let value = if name == field { value } else { usual };
        format!("{name} = {value}\n")
    });
    let text = format!("[misra1a]\n{}", lines.concat());
    file(
        &format!("{folder}/misra1a.csv"),
        "y,x\n10.07,77.6\n14.73,114.9\n",
    );
    let path = file(&format!("{folder}/problems.toml"), &text);
    path.parent().expect("the path has a folder").to_owned()
}

#[test]
fn a_well_formed_problem_is_read() {
    let problems = data::problems(&misra1a("good", "", "")).expect("the data is well formed");
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].starts, [[500.0, 0.0001], [250.0, 0.0005]]);
    assert_eq!(problems[0].observations[1].predictors, [114.9]);
}

#[test]
fn a_fault_in_the_problems_is_named_with_its_line() {
    let cases = [
        ("level", "\"easy\"", 2, "unknown variant `easy`"),
        ("data", "\"misra1a.csv", 3, "invalid basic string"),
        ("observations", "3", 4, "misra1a.csv has 2 rows"),
        ("start1", "[500.0, \"b2\"]", 5, "invalid type: string"),
        ("start2", "[250.0]", 6, "`misra1a` has 2 parameters, not 1"),
        (
            "certified",
            "[1.0, 2.0, 3.0]",
            7,
            "`misra1a` has 2 parameters, not 3",
        ),
    ];
    for (field, value, line, fault) in cases {
        let message = message(data::problems(&misra1a(field, field, value)));
        let expected = format!("problems.toml:{line}: {fault}");
        assert!(
            message.contains(&expected),
            "{message}\nshould contain {expected}"
        );
    }
}

#[test]
fn a_problem_without_a_model_is_named() {
    let folder = misra1a("unknown", "", "");
    let path = folder.join("problems.toml");
    let text = fs::read_to_string(&path).expect("the file was written");
    fs::write(&path, text.replace("[misra1a]", "\n[misra1e]")).expect("the file is written");
    let message = message(data::problems(&folder));
    assert!(
        message.ends_with("problems.toml:2: there is no model for `misra1e`"),
        "{message}"
    );
}

#[test]
fn digits_are_those_of_the_worst_parameter() {
    let agreeing = |estimates: &[f64], certified: &[f64]| agreeing_digits(estimates, certified);
    assert!((agreeing(&[1.001, 2.0], &[1.0, 2.0]) - 3.0).abs() < 1e-9);
    assert!((agreeing(&[-200.02], &[-200.0]) - 4.0).abs() < 1e-9);
}

#[test]
fn digits_lie_between_zero_and_eleven() {
    for (estimate, expected) in [
        (1.0, 11.0),
        (1.0 + 1e-14, 11.0),
        (50.0, 0.0),
        (-1.0, 0.0),
        (f64::NAN, 0.0),
        (f64::INFINITY, 0.0),
    ] {
        assert!(
            (agreeing_digits(&[estimate], &[1.0]) - expected).abs() < 1e-12,
            "{estimate}"
        );
        assert!((agreeing_digits(&[1.0, estimate], &[1.0, 1.0]) - expected).abs() < 1e-12);
    }
}

#[test]
fn there_is_a_model_for_each_of_the_27_problems() {
    let models = models::registry();
    let names: BTreeSet<&str> = models.iter().map(Model::name).collect();
    let problems = published();
    assert_eq!(models.len(), 27);
    assert_eq!(
        names,
        problems
            .iter()
            .map(|problem| problem.name.as_str())
            .collect()
    );
}

/// The derivative of `f` at `x` by Ridders' method: central differences at ever smaller steps,
/// extrapolated to a step of zero; of all extrapolations, from steps of several sizes, the one
/// that agrees best with its predecessors and suffers least from rounding.
fn central_difference(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    const SHRINK: f64 = 1.4;
    let rounding = f64::EPSILON * f(x).abs();
    let mut best = (f64::INFINITY, f64::NAN);
    for largest in [1e-2, 1e-3, 1e-4, 1e-5] {
        let mut step = largest * x.abs();
        let mut previous: Vec<f64> = Vec::new();
        for _ in 0..10 {
            let (above, below) = (x + step, x - step);
            let mut row = vec![(f(above) - f(below)) / (above - below)];
            let mut factor = 1.0;
            for (i, old) in previous.iter().enumerate() {
                factor *= SHRINK * SHRINK;
                let new = row[i] + (row[i] - old) / (factor - 1.0);
                let error = (new - row[i]).abs().max((new - old).abs()) + rounding / step;
                if error < best.0 {
                    best = (error, new);
                }
                row.push(new);
            }
            previous = row;
            step /= SHRINK;
        }
    }
    best.1
}

#[test]
fn jacobians_agree_with_central_differences() {
    for problem in published() {
        let [first, second] = &problem.starts;
        for (row, b) in problem
            .observations
            .iter()
            .flat_map(|row| [first, second, &problem.certified].map(|parameters| (row, parameters)))
        {
            let x = &row.predictors;
            let gradient = problem.model.gradient(b, x);
            for (i, &partial) in gradient.iter().enumerate() {
                let expected = central_difference(
                    |moved| {
                        let mut b = b.clone();
                        b[i] = moved;
                        problem.model.value(&b, x)
                    },
                    b[i],
                );
                // Differences cannot see a slope below what rounding the value leaves of them.
                let rounding = 1e-11 * (problem.model.value(b, x) / b[i]).abs();
                assert!(
                    (partial - expected).abs() <= 1e-7 * expected.abs() + rounding,
                    "{} at b = {b:?}, x = {x:?}: ∂/∂b{} is {partial:e}, differences give {expected:e}",
                    problem.name,
                    i + 1,
                );
            }
        }
    }
}

#[test]
fn every_fit_reaches_nine_digits() {
    let problems = published();
    let table = Table::of(&problems);
    let last = "54 runs: 54 reach 4 digits, 54 reach 6, 54 reach 9";
    assert_eq!(table.to_string().lines().last(), Some(last), "{table}");
    sums_of_squares_are_the_certified_ones(&table);
    every_problem_has_its_panel(&table);
}

fn sums_of_squares_are_the_certified_ones(table: &Table) {
    for Run { problem, fit, .. } in &table.runs {
        let certified = problem.residual_sum_of_squares;
        let error = (fit.residual_sum_of_squares - certified).abs() / certified;
        // The residuals of Lanczos1 are themselves rounding errors, of data of 13 digits.
        let tolerance = if problem.name == "lanczos1" {
            0.01
        } else {
            1e-9
        };
        assert!(error < tolerance, "{}: off by {error:e}", problem.name);
    }
}

fn every_problem_has_its_panel(table: &Table) {
    let picture = picture::svg(table).expect("the picture is drawn");
    for run in &table.runs {
        assert!(picture.contains(&run.problem.name), "{}", run.problem.name);
    }
}
