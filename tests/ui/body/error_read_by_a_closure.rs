use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, position: Result<usize, usize>) -> f64 {
    position.map(|k| x * k as f64).unwrap_or_else(|k| x / k as f64)
}

fn main() {
    f_grad(1.0, Ok(1));
}
