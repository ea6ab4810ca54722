use ad_runtime::differentiate;

#[differentiate(forward, reverse)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
