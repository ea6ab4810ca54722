use ad_runtime::differentiate;

#[differentiate(constant(n))]
fn f(x: f64, n: Missing) -> f64 {
    x * x
}

fn main() {}
