use ad_runtime::differentiate;

#[differentiate(wrt(x))]
fn f(x: f64, n: Option<f64>) -> f64 {
    if let Some(n) = n { n * x } else { x }
}

fn main() {}
