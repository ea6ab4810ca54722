use ad_runtime::differentiate;

#[differentiate(jvp = forward, vjp = reverse)]
fn square(x: f64) -> f64 {
    x * x
}

fn forward(x: f64, x_dot: f64) -> (f64, f64) {
    (x * x, 2.0 * x * x_dot)
}

fn reverse(x: f64, seed: f64) -> (f64, f64) {
    (x * x, 2.0 * x * seed)
}

fn main() {}
