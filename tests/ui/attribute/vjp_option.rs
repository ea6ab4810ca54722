use ad_runtime::differentiate;

#[differentiate(vjp = pullback)]
fn f(x: f64) -> f64 {
    x * x
}

fn pullback(x: f64) -> (f64, impl Fn(f64) -> f64) {
    (x * x, move |seed| 2.0 * x * seed)
}

fn main() {}
