use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    #[checkpoint]
    let mut y = x;
    #[checkpoint(3)]
    {
        y = y.sin();
    }
    y
}

fn main() {
    f_grad(1.0);
}
