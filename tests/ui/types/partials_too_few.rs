use ad_runtime::differentiate;

#[differentiate(partials = slopes)]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn slopes(_x: f64, y: f64) -> f64 {
    y
}

fn main() {}
