use ad_runtime::differentiate;

static mut COUNT: f64 = 0.0;

#[differentiate]
fn f(x: f64) -> f64 {
    COUNT = x;
    x * x
}

fn main() {}
