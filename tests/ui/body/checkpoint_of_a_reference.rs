use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let mut y = x;
    let mut count = 0;
    let steps = &mut count;
    #[checkpoint]
    for _ in 0..n {
        y = y.sin();
        *steps += 1;
    }
    y * count as f64
}

fn main() {
    f_grad(1.0, 2);
}
