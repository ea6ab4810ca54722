use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    x * f64::sine(x)
}

fn main() {}
