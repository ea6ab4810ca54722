use ad_runtime::differentiate;

#[differentiate(constant(h))]
fn g(x: f64, h: f64) -> f64 {
    x * h
}

#[differentiate]
fn f(x: f64) -> f64 {
    x * g(x, x)
}

fn main() {}
