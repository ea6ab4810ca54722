use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    x * x
}

fn f_grad() {}

fn main() {}
