use ad_runtime::differentiate;

#[differentiate]
fn f(#[allow(unused_variables)] x: f64, y: f64) -> f64 {
    y * y
}

fn main() {}
