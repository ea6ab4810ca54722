use ad_runtime::{check_gradient, differentiate};

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    check_gradient!(square(&mut 2.0));
}
