use ad_runtime::differentiate;

fn twice(g: impl Fn(f64) -> f64) -> f64 {
    g(1.0) + g(2.0)
}

#[differentiate]
fn f(x: f64) -> f64 {
    let scaled = |y: f64| x * y;
    x * twice(scaled)
}

fn main() {
    f_grad(1.0);
}
