use ad_runtime::differentiate;

#[differentiate]
fn scaled(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(2.0) * x
}

#[differentiate]
fn f(x: f64) -> f64 {
    scaled(|y| x * y, x)
}

fn main() {}
