use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let mut y = x;
    for i in 0..n {
        y *= x + z;
        if i > m {
            break;
        }
    }
    y
}

fn main() {
    f_grad(1.0, 2);
}
