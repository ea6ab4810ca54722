use ad_runtime::differentiate;

fn is_large(x: f64) -> bool {
    x > 10.0
}

#[differentiate]
fn f(x: f64) -> f64 {
    if { let y = 2.0 * x; is_large(y) } { x.sqrt() } else { x * x }
}

fn main() {
    f_grad(1.0);
}
