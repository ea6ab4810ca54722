use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize, states: i32) -> f64 {
    let mut y = x;
    #[checkpoint(states)]
    for _ in 0..n {
        y = y.sin();
    }
    y
}

fn main() {
    f_grad(1.0, 2, 3);
}
