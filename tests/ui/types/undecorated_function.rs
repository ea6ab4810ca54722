use ad_runtime::differentiate;

fn scale(x: f64) -> f64 {
    2.0 * x
}

#[differentiate]
fn scaled(x: f64) -> f64 {
    scale(x).sin()
}

fn main() {
    scaled_grad(1.0);
}
