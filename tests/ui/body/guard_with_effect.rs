use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let mut y = x;
    match n {
        0 if { y *= 2.0; true } => x,
        _ => y,
    }
}

fn main() {
    f_grad(1.0, 2);
}
