use ad_runtime::{check_gradient, differentiate};

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    check_gradient!(square(2.0) + 1.0);
}
