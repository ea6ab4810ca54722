use ad_runtime::differentiate;

#[differentiate]
fn scaled(x: f64, n: i32) -> f64 {
    let mut y = x;
    y *= n;
    y
}

fn main() {
    scaled_grad(1.0, 2);
}
