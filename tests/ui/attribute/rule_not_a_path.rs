use ad_runtime::differentiate;

#[differentiate(jvp = |x, x_dot| (x * x, 2.0 * x * x_dot))]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
