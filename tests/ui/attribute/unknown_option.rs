use ad_runtime::differentiate;

#[differentiate(mdoe = "fast")]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
