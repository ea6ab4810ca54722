use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    for i in 0..n {
        if i > 3 {
            return;
        }
    }
    x * x
}

fn main() {
    f_grad(1.0, 2);
}
