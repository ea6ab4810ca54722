use ad_runtime::differentiate;

#[differentiate(order = 2)]
fn product(x: &[f64]) -> f64 {
    if x.is_empty() {
        1.0
    } else {
        x[0] * product(&x[1..])
    }
}

fn main() {}
