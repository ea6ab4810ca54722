use ad_runtime::differentiate;

#[differentiate]
fn apply(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(x)
}

#[differentiate]
fn sum(x: f64, y: f64) -> f64 {
    x + y
}

#[differentiate]
fn f(x: f64) -> f64 {
    apply(sum, x)
}

fn main() {}
