use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        let z = &mut y;
        *z *= x;
    }
    y
}

fn main() {
    f_grad(1.0, 2);
}
