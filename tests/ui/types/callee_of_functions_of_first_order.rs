use ad_runtime::differentiate;

#[differentiate]
fn apply(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x) * x
}

#[differentiate(order = 2)]
fn twice(x: f64) -> f64 {
    x * x
}

#[differentiate(order = 2)]
fn a_closure(k: f64, x: f64) -> f64 {
    apply(|y| k * y, x)
}

#[differentiate(order = 2)]
fn a_name(x: f64) -> f64 {
    apply(twice, x)
}

#[differentiate(order = 2)]
fn passed_on(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    apply(&f, x) * f(x)
}

fn main() {}
