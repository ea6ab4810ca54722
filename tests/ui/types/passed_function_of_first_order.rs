use ad_runtime::{differentiate, function, with_derivative};

#[differentiate]
fn once(x: f64) -> f64 {
    x * x
}

#[differentiate(order = 2)]
fn apply(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x) * x
}

#[differentiate(order = 2)]
fn named(x: f64) -> f64 {
    apply(once, x)
}

#[differentiate(order = 2)]
fn within(k: f64, x: f64) -> f64 {
    apply(|y| once(y) * k, x)
}

fn main() {
    let _ = apply_hvp(with_derivative(|x| x * x, |x| 2.0 * x), 1.0, 1.0);
    let _ = apply_hessian(function!(once), 1.0);
}
