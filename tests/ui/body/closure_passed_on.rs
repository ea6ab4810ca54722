use ad_runtime::differentiate;

fn plain(g: impl Fn(f64) -> f64) -> f64 {
    g(1.0) + g(2.0)
}

#[differentiate]
fn passed(x: f64) -> f64 {
    x * plain(|y| x * y)
}

fn main() {}
