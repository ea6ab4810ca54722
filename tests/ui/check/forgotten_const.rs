use ad_runtime::{check_gradient, differentiate};

#[differentiate]
fn power(x: f64, n: i32) -> f64 {
    x.powi(n)
}

fn main() {
    check_gradient!(power(2.0, 3));
}
