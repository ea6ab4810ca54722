use ad_runtime::differentiate;

#[differentiate(partials = slope, jvp = forward)]
fn square(x: f64) -> f64 {
    x * x
}

fn slope(x: f64) -> f64 {
    2.0 * x
}

fn forward(x: f64, x_dot: f64) -> (f64, f64) {
    (x * x, 2.0 * x * x_dot)
}

fn main() {}
