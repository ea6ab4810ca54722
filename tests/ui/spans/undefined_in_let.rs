use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let y = x * z;
    y * x
}

fn main() {}
