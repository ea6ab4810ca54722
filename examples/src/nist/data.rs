//! The published data: `problems.toml` and one CSV file per problem.

use super::models::{self, Model};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// A problem as published: its model, where fits start, where they should end, what was observed.
#[derive(Debug)]
pub struct Problem {
    /// Its name, in lower case.
    pub name: String,
    /// How hard NIST says it is.
    pub level: Level,
    /// The model to fit.
    pub model: Model,
    /// The two published starting points.
    pub starts: [Vec<f64>; 2],
    /// The certified parameters, to 11 significant digits.
    pub certified: Vec<f64>,
    /// The certified residual sum of squares.
    pub residual_sum_of_squares: f64,
    /// What was observed.
    pub observations: Vec<Observation>,
}

/// One row of a CSV file.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The observed response.
    pub response: f64,
    /// The predictors it was observed at.
    pub predictors: Vec<f64>,
}

/// The level of difficulty NIST assigns to a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Most solvers find the answer.
    Lower,
    /// Some do not.
    Average,
    /// Many do not.
    Higher,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Lower => "lower",
            Self::Average => "average",
            Self::Higher => "higher",
        })
    }
}

/// What can be wrong with a data file; each names the file, and the line where there is one.
#[derive(Debug)]
pub enum DataError {
    /// The file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A line does not say what it should.
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        fault: String,
    },
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, source } => {
                write!(f, "cannot read {}: {source}", path.display())
            }
            Self::Malformed { path, line, fault } => {
                write!(f, "{}:{line}: {fault}", path.display())
            }
        }
    }
}

impl std::error::Error for DataError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            Self::Malformed { .. } => None,
        }
    }
}

/// The folder the data is kept in.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/nist")
}

/// The problems of `folder`, in alphabetical order, each with its model.
pub fn problems(folder: &Path) -> Result<Vec<Problem>, DataError> {
    let file = File::read(folder.join("problems.toml"))?;
    let entries: BTreeMap<String, Spanned<Entry>> = toml::from_str(&file.text)
        .map_err(|error| file.malformed(error.span().unwrap_or_default(), error.message()))?;
    let mut models: BTreeMap<&str, Model> = models::registry()
        .into_iter()
        .map(|model| (model.name(), model))
        .collect();
    entries
        .into_iter()
        .map(|(name, entry)| {
            let model = models.remove(name.as_str()).ok_or_else(|| {
                file.malformed(entry.span(), &format!("there is no model for `{name}`"))
            })?;
            problem(&file, folder, model, entry)
        })
        .collect()
}

/// The rows of a CSV file: the response, then the predictors, as the heading names them.
pub fn observations(path: &Path) -> Result<Vec<Observation>, DataError> {
    let file = File::read(path.to_owned())?;
    let mut lines = file.text.lines();
    let columns: Vec<&str> = cells(lines.next().unwrap_or_default()).collect();
    if columns.len() < 2 {
        return Err(file.malformed_line(1, "expected a heading, such as `y,x`".to_owned()));
    }
    lines
        .zip(2..)
        .map(|(row, line)| {
            observation(row, &columns).map_err(|fault| file.malformed_line(line, fault))
        })
        .collect()
}

/// A problem as `problems.toml` has it; what is only for people to read is left out.
#[derive(Deserialize)]
struct Entry {
    level: Level,
    data: Spanned<String>,
    observations: Spanned<usize>,
    start1: Spanned<Vec<f64>>,
    start2: Spanned<Vec<f64>>,
    certified: Spanned<Vec<f64>>,
    rss: f64,
}

fn problem(
    file: &File,
    folder: &Path,
    model: Model,
    entry: Spanned<Entry>,
) -> Result<Problem, DataError> {
    let entry = entry.into_inner();
    for list in [&entry.start1, &entry.start2, &entry.certified] {
        let (found, expected) = (list.get_ref().len(), model.parameters());
        if found != expected {
            let fault = format!("`{}` has {expected} parameters, not {found}", model.name());
            return Err(file.malformed(list.span(), &fault));
        }
    }
    let observations = observations(&folder.join(entry.data.get_ref()))?;
    if observations.len() != *entry.observations.get_ref() {
        let fault = format!("{} has {} rows", entry.data.get_ref(), observations.len());
        return Err(file.malformed(entry.observations.span(), &fault));
    }
    if observations
        .iter()
        .any(|row| row.predictors.len() != model.predictors())
    {
        let fault = format!("`{}` has {} predictors", model.name(), model.predictors());
        return Err(file.malformed(entry.data.span(), &fault));
    }
    Ok(Problem {
        name: model.name().to_owned(),
        level: entry.level,
        model,
        starts: [entry.start1.into_inner(), entry.start2.into_inner()],
        certified: entry.certified.into_inner(),
        residual_sum_of_squares: entry.rss,
        observations,
    })
}

fn observation(row: &str, columns: &[&str]) -> Result<Observation, String> {
    let found = cells(row).count();
    if found != columns.len() {
        return Err(format!("expected {} numbers, found {found}", columns.len()));
    }
    let numbers = cells(row)
        .zip(columns)
        .map(|(cell, column)| number(cell, column))
        .collect::<Result<Vec<f64>, String>>()?;
    Ok(Observation {
        response: numbers[0],
        predictors: numbers[1..].to_vec(),
    })
}

fn cells(row: &str) -> impl Iterator<Item = &str> {
    row.split(',').map(str::trim)
}

fn number(cell: &str, column: &str) -> Result<f64, String> {
    match cell.parse() {
        Ok(number) if f64::is_finite(number) => Ok(number),
        _ => Err(format!(
            "`{cell}` in column `{column}` is not a finite number"
        )),
    }
}

/// A file's text, and where it came from.
struct File {
    path: PathBuf,
    text: String,
}

impl File {
    fn read(path: PathBuf) -> Result<Self, DataError> {
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Self { path, text }),
            Err(source) => Err(DataError::Unreadable { path, source }),
        }
    }

    /// The error that the bytes at `span` are at fault.
    fn malformed(&self, span: Range<usize>, fault: &str) -> DataError {
        let before = self.text.bytes().take(span.start);
        let line = 1 + before.filter(|&byte| byte == b'\n').count();
        self.malformed_line(line, fault.to_owned())
    }

    fn malformed_line(&self, line: usize, fault: String) -> DataError {
        DataError::Malformed {
            path: self.path.clone(),
            line,
            fault,
        }
    }
}
