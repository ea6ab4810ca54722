use ad_runtime::differentiate;

#[differentiate]
fn rectified(x: f64) -> f64 {
    x.max()
}

fn main() {
    rectified_grad(1.0);
}
