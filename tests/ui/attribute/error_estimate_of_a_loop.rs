use ad_runtime::differentiate;

#[differentiate(error_estimate)]
fn f(v: &[f64]) -> f64 {
    let mut sum = 0.0;
    for y in v {
        if *y > 0.0 {
            sum += y * y;
        }
    }
    sum
}

fn main() {
    f_error_estimate(&[1.0]);
}
