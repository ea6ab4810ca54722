use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, g: impl Fn(f64) -> f64) -> f64 {
    x * g(x)
}

fn main() {}
