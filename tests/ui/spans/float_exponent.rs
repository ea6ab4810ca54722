use ad_runtime::differentiate;

#[differentiate]
fn square(x: f64) -> f64 {
    x.powi(2.0)
}

fn main() {
    square_grad(1.0);
}
