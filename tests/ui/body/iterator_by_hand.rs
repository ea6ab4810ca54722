use ad_runtime::differentiate;

#[differentiate]
fn f(v: &[f64]) -> f64 {
    let mut left = v.iter();
    let mut sum = 0.0;
    while let Some(y) = left.next() {
        sum += y * y;
    }
    sum
}

fn main() {
    f_grad(&[1.0]);
}
