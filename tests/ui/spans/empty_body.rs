use ad_runtime::differentiate;

#[differentiate]
fn square(x: f64) -> f64 {}

fn main() {
    square_grad(1.0);
}
