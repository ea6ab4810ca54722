use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    if let 0.0 = x { 1.0 } else { x.sin() / x }
}

fn main() {
    f_grad(1.0);
}
