use ad_runtime::{check_gradient, differentiate};

#[differentiate]
fn pair(x: f64) -> (f64, f64) {
    (x, x * x)
}

fn main() {
    check_gradient!(pair(2.0));
}
