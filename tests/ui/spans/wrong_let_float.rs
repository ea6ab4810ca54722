use ad_runtime::differentiate;

#[differentiate]
fn square(x: f64) -> f64 {
    let _narrow: f32 = x * x;
    x * x
}

fn main() {
    square_grad(1.0);
}
