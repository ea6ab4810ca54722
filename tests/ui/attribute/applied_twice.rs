use ad_runtime::differentiate;

#[differentiate]
#[differentiate(forward)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    square_grad(1.0);
}
