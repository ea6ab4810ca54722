use ad_runtime::differentiate;

#[differentiate(wrt(x, _))]
fn f(x: f64, _: f64) -> f64 {
    x * x
}

fn main() {}
