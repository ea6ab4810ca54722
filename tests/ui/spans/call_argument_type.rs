use ad_runtime::differentiate;

#[differentiate]
fn g(x: f64, n: i32) -> f64 {
    x.powi(n)
}

#[differentiate]
fn f(x: f64) -> f64 {
    g(x, 2.0)
}

fn main() {}
