use ad_runtime::differentiate;

#[differentiate]
fn narrow(x: f64) -> f32 {
    x * x
}

fn main() {
    narrow_grad(1.0);
}
