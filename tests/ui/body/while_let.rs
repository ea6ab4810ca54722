use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, mut n: Option<u32>) -> f64 {
    let mut y = x;
    while let Some(left) = n {
        y *= x;
        n = left.checked_sub(1);
    }
    y
}

fn main() {
    f_grad(1.0, None);
}
