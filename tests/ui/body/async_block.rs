use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let _y = async { x * 2.0 };
    x * x
}

fn main() {}
