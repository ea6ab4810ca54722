use ad_runtime::differentiate;

#[differentiate(order = 2, partials = slope)]
fn square(x: f64) -> f64 {
    x * x
}

fn slope(x: f64) -> f64 {
    2.0 * x
}

fn main() {}
