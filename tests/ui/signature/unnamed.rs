use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, _: f64) -> f64 {
    x * x
}

fn main() {}
