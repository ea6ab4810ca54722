use ad_runtime::differentiate;

#[differentiate(order = "two")]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
