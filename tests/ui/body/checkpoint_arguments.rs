use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let mut y = x;
    #[checkpoint(1, 2)]
    for _ in 0..n {
        y = y.sin();
    }
    #[checkpoint()]
    for _ in 0..n {
        y = y.sin();
    }
    #[checkpoint = 3]
    for _ in 0..n {
        y = y.sin();
    }
    y
}

fn main() {
    f_grad(1.0, 2);
}
