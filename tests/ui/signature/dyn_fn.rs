use ad_runtime::differentiate;

#[differentiate(wrt(x, g))]
fn f(x: f64, g: &dyn Fn(f64) -> f64) -> f64 {
    let _ = g;
    x * x
}

fn main() {}
