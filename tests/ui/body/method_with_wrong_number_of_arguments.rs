use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    x * x.sin(x)
}

fn main() {}
