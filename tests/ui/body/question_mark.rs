use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: Option<f64>) -> f64 {
    let y = n? * x;
    y * x
}

fn main() {}
