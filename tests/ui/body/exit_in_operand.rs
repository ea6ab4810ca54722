use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    x * if x < 0.0 { return -x } else { x.sqrt() }
}

fn main() {
    f_grad(1.0);
}
