use ad_runtime::differentiate;

#[differentiate(error_estimate, jvp = forward, vjp = reverse)]
fn square(x: f64) -> f64 {
    x * x
}

fn forward(x: f64, x_dot: f64) -> (f64, f64) {
    (x * x, 2.0 * x * x_dot)
}

fn reverse(x: f64) -> (f64, impl Fn(f64) -> f64) {
    (x * x, move |seed| 2.0 * x * seed)
}

fn main() {}
