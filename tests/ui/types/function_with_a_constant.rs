use ad_runtime::differentiate;

#[differentiate]
fn apply(g: impl Fn(f64, f64) -> f64, x: f64) -> f64 {
    g(x, x)
}

#[differentiate(wrt(x))]
fn scaled(x: f64, by: f64) -> f64 {
    x * by
}

#[differentiate]
fn f(x: f64) -> f64 {
    apply(scaled, x)
}

fn main() {}
