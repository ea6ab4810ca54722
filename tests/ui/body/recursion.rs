use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    x * f(x - 1.0)
}

fn main() {}
