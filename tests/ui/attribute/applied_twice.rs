use ad_runtime::differentiate;

#[differentiate(forward)]
#[differentiate(reverse)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
