use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let _scale = |y: f64| x * y;
    x * x
}

fn main() {}
