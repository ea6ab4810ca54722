use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = x;
    while let 0.0..1.0 = y {
        y *= 2.0;
    }
    y
}

fn main() {
    f_grad(1.0);
}
