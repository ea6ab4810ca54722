use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let y = if n { x } else { 2.0 * x };
    x * y
}

fn main() {
    f_grad(1.0, 2);
}
