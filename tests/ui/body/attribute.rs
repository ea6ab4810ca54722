use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    #[clippy::msrv = "1.80"]
    let y = x * 2.0;
    y * x
}

fn main() {}
