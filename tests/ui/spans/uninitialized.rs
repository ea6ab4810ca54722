use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let y: f64;
    x * y
}

fn main() {}
