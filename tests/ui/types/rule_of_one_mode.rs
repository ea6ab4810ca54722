use ad_runtime::differentiate;

#[differentiate(jvp = forward)]
fn square(x: f64) -> f64 {
    x * x
}

fn forward(x: f64, x_dot: f64) -> (f64, f64) {
    (x * x, 2.0 * x * x_dot)
}

#[differentiate]
fn twice(x: f64) -> f64 {
    2.0 * square(x)
}

fn main() {}
