use ad_runtime::differentiate;

#[differentiate(error_estimate)]
fn f(x: f64) -> (f64, f64) {
    (x * x, x)
}

fn main() {
    f_error_estimate(1.0);
}
