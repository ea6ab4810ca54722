use ad_runtime::differentiate;

#[differentiate(name = "2f")]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
