use ad_runtime::differentiate;

#[differentiate]
fn f(v: &[f64]) -> f64 {
    let mut sum = 0.0;
    for y in v.iter().inspect(|y| assert!(**y > 0.0)) {
        sum += y * y;
    }
    sum
}

fn main() {
    f_grad(&[1.0]);
}
