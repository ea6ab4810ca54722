//! The tables that `tests/tables/generate.py` makes, and the distance of a result from theirs.

use std::collections::BTreeMap;

/// A number to more digits than a float has: the nearest float, and what it lacks, in its last places.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    pub nearest: f64,
    pub rest: f64,
}

/// Where a rule is tested, and its results there.
pub struct Row {
    pub at: Vec<f64>,
    pub results: Vec<Reference>,
}

impl Row {
    /// Whether a result besides that at `index` is infinite or NaN.
    pub fn has_other_than_finite_beside(&self, index: usize) -> bool {
        let mut results = self.results.iter().enumerate();
        results.any(|(other, result)| other != index && !result.nearest.is_finite())
    }
}

/// The rows of each rule.
pub type Table = BTreeMap<&'static str, Vec<Row>>;

/// The precision of a float type.
#[derive(Clone, Copy)]
pub struct Precision {
    /// The relative error of rounding, u.
    pub unit: f64,
    pub min_positive: f64,
    pub max: f64,
}

pub const F64: Precision = Precision {
    unit: f64::EPSILON / 2.0,
    min_positive: f64::MIN_POSITIVE,
    max: f64::MAX,
};

pub const F32: Precision = Precision {
    unit: f32::EPSILON as f64 / 2.0,
    min_positive: f32::MIN_POSITIVE as f64,
    max: f32::MAX as f64,
};

impl Reference {
    /// The distance of `actual` in units of u times the reference, or times the least normal number if the reference
    /// is less: among subnormal numbers, 2 for each step from one to the next. NaN, and the infinities, have to be
    /// met exactly.
    #[expect(clippy::float_cmp, reason = "infinities have to be met exactly")]
    pub fn error(self, actual: f64, precision: Precision) -> f64 {
        let nearest = self.nearest;
        if !nearest.is_finite() || !actual.is_finite() {
            let same = nearest == actual || nearest.is_nan() && actual.is_nan();
            return if same { 0.0 } else { f64::INFINITY };
        }
        // Keeps what follows in the normal range, and is exact.
        let scale = if nearest.abs() < 1.0 {
            2.0_f64.powi(600)
        } else {
            1.0
        };
        let lacking = last_place(nearest) * scale * self.rest;
        let unit = precision.unit * (nearest.abs().max(precision.min_positive) * scale);
        ((actual - nearest) * scale - lacking).abs() / unit
    }
}

/// The distance between floats of the binade of `x`.
fn last_place(x: f64) -> f64 {
    let binade = f64::from_bits(x.to_bits() & f64::INFINITY.to_bits());
    (binade * f64::EPSILON).max(f64::from_bits(1))
}

/// Reads a table; `argument` reads a float of its type.
pub fn read(
    text: &'static str,
    arguments: &BTreeMap<&str, usize>,
    argument: fn(&str) -> f64,
) -> Table {
    let mut table = Table::new();
    for line in text.lines() {
        let mut cells = line.split('\t');
        let rule = cells.next().expect("a row begins with its rule");
        let arity = *arguments
            .get(rule)
            .unwrap_or_else(|| panic!("a row of a rule unknown to the test: {rule}"));
        let at = cells
            .by_ref()
            .take(arity)
            .map(|cell| match cell.strip_prefix('i') {
                Some(integer) => integer.parse().expect("an integer"),
                None => argument(cell),
            });
        let at = at.collect();
        let results = cells.map(reference).collect();
        table.entry(rule).or_default().push(Row { at, results });
    }
    table
}

fn reference(cell: &str) -> Reference {
    let (bits, rest) = cell.split_at(16);
    let hundredths: f64 = if rest.is_empty() {
        0.0
    } else {
        rest.parse().expect("hundredths")
    };
    Reference {
        nearest: f64::from_bits(u64::from_str_radix(bits, 16).expect("the bits of a float")),
        rest: hundredths / 100.0,
    }
}
