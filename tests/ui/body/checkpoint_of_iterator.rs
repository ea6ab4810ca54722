use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, order: &[usize]) -> f64 {
    let mut y = x;
    #[checkpoint]
    for k in order {
        y = y.sin() * *k as f64;
    }
    y
}

fn main() {
    f_grad(1.0, &[2]);
}
