use ad_runtime::{check_gradient, differentiate};

#[differentiate]
fn first(a: &[f64]) -> f64 {
    a[0]
}

fn main() {
    let a: &[f64] = &[1.0];
    check_gradient!(first(a));
}
