use ad_runtime::differentiate;

#[differentiate]
fn twice(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(g(x))
}

fn plain(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn f(x: f64) -> f64 {
    twice(plain, x)
}

fn main() {
    twice_grad(plain, 1.0);
    twice_grad(|x| x * x, 1.0);
}
