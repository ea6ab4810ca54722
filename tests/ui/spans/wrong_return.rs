use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    if n > 1 {
        return n;
    }
    for i in 0..n {
        if i > 3 {
            return n;
        }
    }
    x * x
}

fn main() {
    f_grad(1.0, 2);
}
