use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = x;
    #[checkpoint(20)]
    loop {
        y = y.sin();
        if y < 0.5 {
            break;
        }
    }
    y
}

fn main() {
    f_grad(1.0);
}
