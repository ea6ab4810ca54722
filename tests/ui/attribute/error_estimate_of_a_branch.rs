use ad_runtime::differentiate;

#[differentiate(error_estimate)]
fn f(x: f64) -> f64 {
    if x < 0.0 {
        return -x;
    }
    let y = if x > 1.0 { x.sqrt() } else { x };
    x * y
}

fn main() {
    f_error_estimate(1.0);
}
