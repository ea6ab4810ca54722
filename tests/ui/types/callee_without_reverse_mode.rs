use ad_runtime::differentiate;

#[differentiate(forward)]
fn norm(x: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += v.powi(2) * n as f64;
    }
    sum
}

#[differentiate]
fn twice(x: &[f64]) -> f64 {
    2.0 * norm(x, 3)
}

fn main() {}
