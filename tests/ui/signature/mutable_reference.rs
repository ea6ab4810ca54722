use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, y: &mut [f64]) -> f64 {
    y[0] = x;
    x * x
}

fn main() {}
