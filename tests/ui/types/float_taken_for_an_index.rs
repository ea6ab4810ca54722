use ad_runtime::differentiate;

#[differentiate]
fn apply(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(x)
}

#[differentiate]
fn f(x: f64) -> f64 {
    apply(|y| x * (y as f32) as f64, x)
}

fn main() {}
