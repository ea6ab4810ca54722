use ad_runtime::differentiate;

#[differentiate(partials = slopes)]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn slopes(y: f64) -> (f64, f64) {
    (y, y)
}

fn main() {}
