use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..x as usize {
        y *= x;
    }
    y
}

fn main() {
    f_grad(1.0);
}
