use ad_runtime::differentiate;

#[differentiate(order = 2, forward)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
