use ad_runtime::differentiate;

#[differentiate]
fn scaled(x: f64) -> f64 {
    let half = 0.5;
    half.sqrt() * x
}

fn main() {
    scaled_grad(1.0);
}
