use ad_runtime::differentiate;

struct Table;

impl Table {
    fn lookup(x: f64) -> f64 {
        x
    }
}

#[differentiate]
fn f(x: f64) -> f64 {
    x * Table::lookup(x)
}

fn main() {}
