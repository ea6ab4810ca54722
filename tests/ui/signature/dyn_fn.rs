use ad_runtime::differentiate;

#[differentiate(wrt(x, g))]
fn f(x: f64, g: &dyn Fn(f64) -> f64) -> f64 {
    x * g(1.0)
}

fn main() {}
