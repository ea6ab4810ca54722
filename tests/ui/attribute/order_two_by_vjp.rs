use ad_runtime::differentiate;

#[differentiate(order = 2, vjp = reverse)]
fn square(x: f64) -> f64 {
    x * x
}

fn reverse(x: f64) -> (f64, impl Fn(f64) -> f64) {
    (x * x, move |seed| 2.0 * x * seed)
}

fn main() {}
