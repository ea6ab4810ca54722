use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> (f64, f64) {
    (x * x, x)
}

fn g() -> f64 {
    f_grad(1.0)
}

fn main() {}
