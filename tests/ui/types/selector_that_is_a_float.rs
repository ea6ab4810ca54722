use ad_runtime::differentiate;

struct Table;

impl std::ops::Index<f64> for Table {
    type Output = f64;

    fn index(&self, _: f64) -> &f64 {
        &1.0
    }
}

#[differentiate]
fn position(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn both(x: f64) -> (f64, f64) {
    (x * x, x)
}

#[differentiate(constant(table))]
fn bound(x: f64, table: &Table) -> f64 {
    let at = position(x);
    at * table[at]
}

#[differentiate(constant(table))]
fn of_a_tuple(x: f64, table: &Table) -> f64 {
    let (at, y) = both(x);
    at * table[at] * y
}

fn main() {}
